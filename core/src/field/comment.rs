use alloc::{borrow::Cow, string::String};

use super::text::{Needs, Rules, clean};
use crate::{platform::Platform, problem::Problem};

/// A word to the organisers, of one or several lines.
///
/// Normalised as a name is; line breaks become `\n`, and more than one empty line becomes one.
/// How long it may be is the policy's to say: reading one with serde checks everything but that.
///
/// ```
/// use wesign_core::{field::Comment, platform::Native, problem::Problem};
/// let comment = Comment::parse("Je signe.\r\n\r\n\r\nPour mes enfants <3", 1000, &Native).unwrap();
/// assert_eq!(comment.as_str(), "Je signe.\n\nPour mes enfants <3");
/// assert_eq!(Comment::parse("Trop long", 4, &Native), Err(Problem::too_long(4)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Comment(String);

impl Comment {
    /// Normalises and checks a comment of at most `max` characters.
    ///
    /// # Errors
    /// `required`, `too_long`, `control_character`, `contains_url`, `contains_markup`,
    /// `formula_start`.
    ///
    /// ```
    /// # use wesign_core::{field::Comment, platform::Native, problem::Code};
    /// let error = Comment::parse("voir casino.com", 1000, &Native).unwrap_err();
    /// assert_eq!(error.code, Code::ContainsUrl);
    /// ```
    pub fn parse(text: &str, max: u32, platform: &dyn Platform) -> Result<Self, Problem> {
        Self::read(text, max, platform).map(Self::checked)
    }

    /// The text of [`parse`](Self::parse), borrowed where it was typed like that.
    pub(crate) fn read<'a>(
        text: &'a str,
        max: u32,
        platform: &dyn Platform,
    ) -> Result<Cow<'a, str>, Problem> {
        let rules = Rules {
            max,
            prose: true,
            bare_domain: true,
            needs: Needs::Anything,
        };
        clean(text, platform, rules)
    }
}

super::text_value!(
    Comment,
    r#"parse("Merci.\r\nAda", 100, &Native)"#,
    "Merci.\nAda"
);
super::native_deserialize!(Comment, |text| Comment::parse(
    text,
    u32::MAX,
    &crate::platform::Native
));
