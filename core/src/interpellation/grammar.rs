//! Agreement in gender and number, as data.

use alloc::string::String;

use super::target::{Gender, Role};

/// One word or phrase in its forms: feminine, masculine, feminine plural, masculine plural.
///
/// ```
/// use wesign_core::interpellation::{Forms, Grammar};
/// let civility: Forms = Grammar::FRENCH.civility;
/// assert_eq!(civility, ["Madame", "Monsieur", "Mesdames", "Messieurs"]);
/// ```
pub type Forms<'a> = [&'a str; 4];

/// What a language needs to speak of people. French is built in; for another language fill one in,
/// or use [`Grammar::NONE`], with which choices by gender are an error.
///
/// ```
/// use wesign_core::interpellation::{Context, Gender, Grammar, Role, Target, Template, Channel};
///
/// let spanish = Grammar {
///     agrees: true,
///     or: " o ",
///     and: " y ",
///     civility: ["Señora", "Señor", "Señoras", "Señores"],
///     civility_both: ["Señora o señor", "Señoras y señores"],
///     titles: &[(Role::Mep, ["eurodiputada", "eurodiputado", "eurodiputadas", "eurodiputados"])],
///     ..Grammar::NONE
/// };
/// let template = Template::parse("{target.civility}, {target|usted misma|usted mismo}", &spanish)?;
/// let target = Target { gender: Some(Gender::Feminine), ..Target::default() };
/// let targets = [&target];
/// let context = Context { grammar: spanish, ..Context::new(&targets) };
/// assert_eq!(template.render(&context, Channel::Email).text, "Señora, usted misma");
/// # Ok::<(), wesign_core::interpellation::TemplateError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Grammar<'a> {
    /// The language agrees in gender and number, so that templates may hold choices.
    pub agrees: bool,
    /// From how many on the plural is used. French: 2.
    pub plural_from: usize,
    /// The gender of a group of women and men. French: masculine.
    pub mixed: Gender,
    /// Between the forms where the gender of one person is not known: "la députée ou le député".
    pub or: &'a str,
    /// Between the names of a list.
    pub comma: &'a str,
    /// Before the last name of a list.
    pub and: &'a str,
    /// Madame, Monsieur, Mesdames, Messieurs.
    pub civility: Forms<'a>,
    /// Where a gender is not known, or a group is mixed: "Madame, Monsieur", "Mesdames, Messieurs".
    pub civility_both: [&'a str; 2],
    /// The titles of the offices.
    pub titles: &'a [(Role, Forms<'a>)],
    /// What stands between a title and where it is held: "députée" *" de la "* "3e circonscription".
    pub offices: &'a [(Role, &'a str)],
    /// The same for every other title.
    pub office: &'a str,
}

impl Grammar<'static> {
    /// No rules: lists with commas, nothing that agrees.
    ///
    /// ```
    /// use wesign_core::interpellation::{Grammar, Template, TemplateCode};
    /// let errors = Template::check("{target|she|he}", &Grammar::NONE);
    /// assert_eq!(errors[0].code, TemplateCode::NoAgreement);
    /// ```
    pub const NONE: Self = Self {
        agrees: false,
        plural_from: 2,
        mixed: Gender::Masculine,
        or: " / ",
        comma: ", ",
        and: ", ",
        civility: [""; 4],
        civility_both: [""; 2],
        titles: &[],
        offices: &[],
        office: ", ",
    };

    /// French. Titles in the feminine as the Assemblée nationale and the Sénat use them.
    ///
    /// ```
    /// use wesign_core::interpellation::Grammar;
    /// assert_eq!(Grammar::FRENCH.and, " et ");
    /// ```
    pub const FRENCH: Self = Self {
        agrees: true,
        plural_from: 2,
        mixed: Gender::Masculine,
        or: " ou ",
        comma: ", ",
        and: " et ",
        civility: ["Madame", "Monsieur", "Mesdames", "Messieurs"],
        civility_both: ["Madame, Monsieur", "Mesdames, Messieurs"],
        titles: &[
            (Role::Deputy, ["députée", "député", "députées", "députés"]),
            (
                Role::Senator,
                ["sénatrice", "sénateur", "sénatrices", "sénateurs"],
            ),
            (
                Role::Mep,
                [
                    "députée européenne",
                    "député européen",
                    "députées européennes",
                    "députés européens",
                ],
            ),
            (Role::Mayor, ["maire", "maire", "maires", "maires"]),
            (
                Role::Minister,
                ["ministre", "ministre", "ministres", "ministres"],
            ),
        ],
        offices: &[(Role::Deputy, " de la "), (Role::Senator, " ")],
        office: ", ",
    };

    /// The rules of a language tag (`fr`, `fr-FR`); [`Grammar::NONE`] for a language without any.
    ///
    /// ```
    /// use wesign_core::interpellation::Grammar;
    /// assert!(Grammar::of("fr-CA").agrees && !Grammar::of("en").agrees);
    /// ```
    #[must_use]
    pub fn of(lang: &str) -> Self {
        match lang.split(['-', '_']).next() {
            Some(primary) if primary.eq_ignore_ascii_case("fr") => Self::FRENCH,
            _ => Self::NONE,
        }
    }
}

/// Gender and number of who is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Agreement {
    /// `None` where it is not known for one of them.
    pub(super) gender: Option<Gender>,
    pub(super) plural: bool,
    /// Women and men.
    pub(super) mixed: bool,
}

impl Grammar<'_> {
    /// How to agree with people of these genders.
    pub(super) fn agreement(&self, genders: impl Iterator<Item = Option<Gender>>) -> Agreement {
        let (mut count, mut women, mut men) = (0, 0, 0);
        for gender in genders {
            count += 1;
            match gender {
                Some(Gender::Feminine) => women += 1,
                Some(Gender::Masculine) => men += 1,
                None => {}
            }
        }
        let mixed = women > 0 && men > 0;
        let gender = match (women, men) {
            (women, 0) if women > 0 && women == count => Some(Gender::Feminine),
            (0, men) if men > 0 && men == count => Some(Gender::Masculine),
            // One unknown in a group that is mixed for sure changes nothing.
            _ if mixed => Some(self.mixed),
            _ => None,
        };
        Agreement {
            gender,
            plural: count >= self.plural_from,
            mixed,
        }
    }

    /// The form that agrees; both with "or" between them where the gender is not known.
    pub(super) fn form(&self, forms: &[impl AsRef<str>], agreement: Agreement) -> String {
        let number = if agreement.plural && forms.len() >= 4 {
            2
        } else {
            0
        };
        let form = |gender: usize| forms.get(number + gender).map_or("", AsRef::as_ref);
        match agreement.gender {
            Some(Gender::Feminine) => form(0).into(),
            Some(Gender::Masculine) => form(1).into(),
            None if form(0) == form(1) => form(0).into(),
            None => [form(0), self.or, form(1)].concat(),
        }
    }

    /// "Madame", "Monsieur", "Mesdames, Messieurs" …; the last also where not all are people.
    pub(super) fn civility(&self, agreement: Agreement, people: bool) -> String {
        match agreement.gender {
            Some(_) if people && !agreement.mixed => self.form(&self.civility, agreement),
            _ => self.civility_both[usize::from(agreement.plural)].into(),
        }
    }
}
