//! Who says what is right in a form.

use alloc::string::String;
use alloc::vec::Vec;

use crate::field::{Field, suggest_email};
use crate::platform::Platform;
use crate::policy::Policy;
use crate::problem::FieldError;
use crate::signature::Draft;
use crate::time::Timestamp;

/// What a step asks about a draft. The step does not care where the rules run: in the browser they are
/// a module of their own, which comes with the first focus, for a form can be read without them.
///
/// ```
/// # use wesign_core::{field::Field, flow::*, platform::Native, policy::Policy, problem::*};
/// # use wesign_core::{signature::Draft, time::Timestamp};
/// struct Counting(std::cell::Cell<u32>);
/// impl Validator for Counting {
///     fn error(&self, field: &Field, draft: &Draft, policy: &Policy) -> Option<FieldError> {
///         self.0.set(self.0.get() + 1);
///         draft.check_field(field, policy, &Native, Timestamp::from_unix(0))
///     }
///     fn errors(&self, _: &Draft, _: &Policy) -> Vec<FieldError> {
///         Vec::new()
///     }
///     fn suggestion(&self, _: &str) -> Option<String> {
///         None
///     }
/// }
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let mut step = SignStep::new(Default::default(), "fr", &[], now);
/// let rules = Counting(Default::default());
/// step.handle_with(SignEvent::Edited(Field::Email, "zoe@".into()), Some(&rules));
/// step.handle_with(SignEvent::Left(Field::Email), Some(&rules));
/// assert_eq!((rules.0.get(), step.errors().len()), (1, 1), "asked once the field is left");
/// ```
pub trait Validator {
    /// What is wrong with one field ([`Draft::check_field`]).
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, platform::Native, policy::Policy};
    /// # use wesign_core::{problem::Code, signature::Draft, time::Timestamp};
    /// let rules = OwnRules { now: Timestamp::from_unix(0), platform: &Native };
    /// let error = rules.error(&Field::Email, &Draft::default(), &Policy::default());
    /// assert_eq!(error.unwrap().code, Code::Required);
    /// ```
    fn error(&self, field: &Field, draft: &Draft, policy: &Policy) -> Option<FieldError>;

    /// All that is wrong with a draft, in the order of the fields ([`Draft::check`]).
    ///
    /// ```
    /// # use wesign_core::{field::Field, flow::*, platform::Native, policy::Policy};
    /// # use wesign_core::{signature::Draft, time::Timestamp};
    /// let rules = OwnRules { now: Timestamp::from_unix(0), platform: &Native };
    /// let errors = rules.errors(&Draft::default(), &Policy::default());
    /// assert_eq!(errors[0].field, Field::GivenName);
    /// ```
    fn errors(&self, draft: &Draft, policy: &Policy) -> Vec<FieldError>;

    /// A likelier spelling of an e-mail address ([`suggest_email`]).
    ///
    /// ```
    /// # use wesign_core::{flow::*, platform::Native, time::Timestamp};
    /// let rules = OwnRules { now: Timestamp::from_unix(0), platform: &Native };
    /// assert_eq!(rules.suggestion("zoe@gmial.com").as_deref(), Some("zoe@gmail.com"));
    /// ```
    fn suggestion(&self, email: &str) -> Option<String>;
}

/// The rules of this crate, at a moment and on a platform.
///
/// ```
/// # use wesign_core::{flow::*, platform::Native, time::Timestamp};
/// let rules = OwnRules { now: Timestamp::from_unix(0), platform: &Native };
/// assert_eq!(rules.suggestion("zoe@example.org"), None);
/// ```
#[derive(Clone, Copy)]
pub struct OwnRules<'a> {
    /// The moment that ages are counted from.
    pub now: Timestamp,
    /// What reads text and domains.
    pub platform: &'a dyn Platform,
}

impl Validator for OwnRules<'_> {
    fn error(&self, field: &Field, draft: &Draft, policy: &Policy) -> Option<FieldError> {
        draft.check_field(field, policy, self.platform, self.now)
    }

    fn errors(&self, draft: &Draft, policy: &Policy) -> Vec<FieldError> {
        let checked = draft.check(policy, self.platform, self.now);
        checked.err().unwrap_or_default()
    }

    fn suggestion(&self, email: &str) -> Option<String> {
        suggest_email(email)
    }
}
