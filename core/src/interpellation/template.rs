//! Templates: an organiser's plain text with variables and choices.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::among;
use super::grammar::Grammar;
use super::parser;

macro_rules! variables {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a template can name, and what stands there when it has no value. A fallback of the
        /// organiser's comes first: `{signer.locality:ma commune}`. Where nothing stands, the space
        /// before it goes too.
        ///
        /// ```
        /// use wesign_core::interpellation::{Channel, Context, Grammar, Template, Variable};
        /// let template = Template::parse("Je vis à {signer.locality:la campagne}.", &Grammar::FRENCH)?;
        /// assert!(template.uses(Variable::SignerLocality));
        /// let text = template.render(&Context::new(&[]), Channel::Email).text;
        /// assert_eq!(text, "Je vis à la campagne.");
        /// # Ok::<(), wesign_core::interpellation::TemplateError>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Variable { $($(#[$doc])* $variant,)* }

        impl Variable {
            /// Every variable.
            ///
            /// ```
            /// use wesign_core::interpellation::Variable;
            /// assert!(Variable::ALL.contains(&Variable::TargetHandle));
            /// ```
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in a template, `target.name`.
            ///
            /// ```
            /// use wesign_core::interpellation::Variable;
            /// assert_eq!(Variable::PetitionUrl.as_str(), "petition.url");
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

variables! {
    /// Full name; several are listed ("A, B et C"). Without a value: the title, or nothing.
    TargetName = "target.name",
    /// Family name; without one (an organisation) the full name.
    TargetFamilyName = "target.family_name",
    /// Madame, Monsieur, Mesdames …; "Madame, Monsieur" where the gender is not known, and to a
    /// company, a medium or an institution.
    TargetCivility = "target.civility",
    /// Title that agrees: députée, sénateurs …; without a value nothing.
    TargetTitle = "target.title",
    /// Where they are elected: "3e circonscription de Paris" for a deputy, "de la Marne" for a
    /// senator, "France" for a member of the European Parliament; without a value nothing.
    TargetConstituency = "target.constituency",
    /// Title and where: "députée de la 3e circonscription de Paris", "sénatrice de la Marne",
    /// "députée européenne, France"; what there is of them, or nothing.
    TargetOffice = "target.office",
    /// Parliamentary group; without a value nothing.
    TargetGroup = "target.group",
    /// `@account` on the channel; the full name where there is none.
    TargetHandle = "target.handle",
    /// The signer's given name; without a value nothing.
    SignerGivenName = "signer.given_name",
    /// The signer's family name; without a value nothing.
    SignerFamilyName = "signer.family_name",
    /// The signer's commune; without a value nothing.
    SignerLocality = "signer.locality",
    /// The petition's title.
    PetitionTitle = "petition.title",
    /// The petition's public page.
    PetitionUrl = "petition.url",
    /// The number of signatures, as the page writes it; without a value nothing.
    PetitionCount = "petition.count",
}

impl Variable {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|variable| variable.as_str() == name)
    }
}

/// What a choice agrees with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// `{target|féminin|masculin}`, and two more for the plural.
    Target,
    /// `{targets|singular|plural}`.
    Targets,
}

impl Subject {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Targets => "targets",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Value {
        variable: Variable,
        fallback: Option<String>,
    },
    Choice {
        subject: Subject,
        branches: Vec<Vec<Part>>,
    },
}

/// A parsed template.
///
/// Syntax: `{variable}`, `{variable:what stands there without a value}`,
/// `{target|feminine|masculine}`, `{target|feminine|masculine|feminine plural|masculine plural}`,
/// `{targets|one|several}`; a branch may hold variables. A backslash takes away the meaning of
/// `{`, `}`, `|`, `:` and of itself.
///
/// ```
/// use wesign_core::interpellation::{Grammar, Template};
/// let source = r"{target|Chère|Cher} {target.name:vous}, \{pas une variable\}";
/// let template = Template::parse(source, &Grammar::FRENCH)?;
/// assert_eq!(template.to_string(), source);
/// # Ok::<(), wesign_core::interpellation::TemplateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub(super) parts: Vec<Part>,
}

/// What is wrong in a template.
///
/// ```
/// use wesign_core::interpellation::{Grammar, Template, TemplateCode};
/// let errors = Template::check("{target|la députée}", &Grammar::FRENCH);
/// assert_eq!(errors[0].code, TemplateCode::MissingBranches);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum TemplateCode {
    /// There is no variable of that name.
    UnknownVariable,
    /// A `{` that no `}` closes.
    UnclosedBrace,
    /// A `}` that nothing opened.
    UnopenedBrace,
    /// A choice with fewer branches than it needs: two or four for `target`, two for `targets`.
    MissingBranches,
    /// A choice with more branches than there are forms.
    TooManyBranches,
    /// A choice within a choice.
    NestedChoice,
    /// The language has no rules of agreement, so a choice by gender cannot be made.
    NoAgreement,
}

impl TemplateCode {
    /// The stable name.
    ///
    /// ```
    /// use wesign_core::interpellation::TemplateCode;
    /// assert_eq!(TemplateCode::UnclosedBrace.as_str(), "unclosed_brace");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownVariable => "unknown_variable",
            Self::UnclosedBrace => "unclosed_brace",
            Self::UnopenedBrace => "unopened_brace",
            Self::MissingBranches => "missing_branches",
            Self::TooManyBranches => "too_many_branches",
            Self::NestedChoice => "nested_choice",
            Self::NoAgreement => "no_agreement",
        }
    }
}

/// An error in a template, where it begins.
///
/// ```
/// use wesign_core::interpellation::{Grammar, Template};
/// let error = Template::parse("Bonjour,\n{target.nom}", &Grammar::FRENCH).unwrap_err();
/// assert_eq!(error.to_string(), "2:1: unknown_variable `target.nom`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TemplateError {
    /// What is wrong.
    pub code: TemplateCode,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The name that is not known, or what is chosen by; empty elsewhere.
    pub name: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.code.as_str())?;
        if self.name.is_empty() {
            Ok(())
        } else {
            write!(f, " `{}`", self.name)
        }
    }
}

impl core::error::Error for TemplateError {}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// The first error in the text, with its line and column. [`Template::check`] gives all.
    ///
    /// ```
    /// use wesign_core::interpellation::{Grammar, Template};
    /// assert!(Template::parse("Bonjour {target.name}", &Grammar::FRENCH).is_ok());
    /// assert!(Template::parse("Bonjour {target.name", &Grammar::FRENCH).is_err());
    /// ```
    pub fn parse(source: &str, grammar: &Grammar<'_>) -> Result<Self, TemplateError> {
        let (parts, errors) = parser::parse(source, grammar);
        errors.into_iter().next().map_or(Ok(Self { parts }), Err)
    }

    /// Every error of a template, in order, for the organiser who writes it.
    ///
    /// ```
    /// use wesign_core::interpellation::{Grammar, Template};
    /// let errors = Template::check("{signer.shoe} } {", &Grammar::FRENCH);
    /// let errors: Vec<_> = errors.iter().map(|error| (error.column, error.code.as_str())).collect();
    /// assert_eq!(errors, [(1, "unknown_variable"), (15, "unopened_brace"), (17, "unclosed_brace")]);
    /// ```
    #[must_use]
    pub fn check(source: &str, grammar: &Grammar<'_>) -> Vec<TemplateError> {
        parser::parse(source, grammar).1
    }

    /// Whether it can speak to several targets in one message: every choice by gender has its
    /// plural forms.
    ///
    /// ```
    /// use wesign_core::interpellation::{Grammar, Template};
    /// let speaks = |source| Template::parse(source, &Grammar::FRENCH).map(|t| t.speaks_to_groups());
    /// assert_eq!(speaks("{target|chère|cher}"), Ok(false));
    /// assert_eq!(speaks("{target|chère|cher|chères|chers}"), Ok(true));
    /// ```
    #[must_use]
    pub fn speaks_to_groups(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Choice {
                subject: Subject::Target,
                branches,
            } => branches.len() == 4,
            _ => true,
        })
    }

    /// Whether it names `variable`, a choice's branches included.
    ///
    /// ```
    /// use wesign_core::interpellation::{Grammar, Template, Variable};
    /// let template = Template::parse("{petition.url}", &Grammar::FRENCH)?;
    /// assert!(!template.uses(Variable::SignerGivenName));
    /// # Ok::<(), wesign_core::interpellation::TemplateError>(())
    /// ```
    #[must_use]
    pub fn uses(&self, variable: Variable) -> bool {
        fn within(parts: &[Part], wanted: Variable) -> bool {
            parts.iter().any(|part| match part {
                Part::Text(_) => false,
                Part::Value { variable, .. } => *variable == wanted,
                Part::Choice { branches, .. } => branches.iter().any(|parts| within(parts, wanted)),
            })
        }
        within(&self.parts, variable)
    }
}

/// The template as text again; reading it gives the same template.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print(f, &self.parts, "{}\\")
    }
}

fn escaped(f: &mut fmt::Formatter<'_>, text: &str, special: &str) -> fmt::Result {
    use fmt::Write as _;
    for c in text.chars() {
        if among(c, special) {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    Ok(())
}

fn print(f: &mut fmt::Formatter<'_>, parts: &[Part], special: &str) -> fmt::Result {
    for part in parts {
        match part {
            Part::Text(text) => escaped(f, text, special)?,
            Part::Value { variable, fallback } => {
                f.write_str("{")?;
                f.write_str(variable.as_str())?;
                if let Some(fallback) = fallback {
                    f.write_str(":")?;
                    escaped(f, fallback, "{}\\")?;
                }
                f.write_str("}")?;
            }
            Part::Choice { subject, branches } => {
                f.write_str("{")?;
                f.write_str(subject.as_str())?;
                for branch in branches {
                    f.write_str("|")?;
                    print(f, branch, "{}|\\")?;
                }
                f.write_str("}")?;
            }
        }
    }
    Ok(())
}
