//! A form: what the person typed and what is said of it.

use alloc::string::String;
use alloc::vec::Vec;

use super::Validator;
use crate::field::Field;
use crate::policy::Policy;
use crate::problem::FieldError;
use crate::signature::Draft;

/// What a person typed into a step, and the errors that are shown. Which fields there are and when a
/// value is right, the step's policy says.
///
/// ```
/// # use wesign_core::{flow::*, platform::Native, policy::Policy, problem::Code};
/// # use wesign_core::{field::Field, signature::Draft, time::Timestamp};
/// # let now = Timestamp::from_unix(1_795_305_600);
/// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
/// step.handle(UpdatesEvent::Edited(Field::Email, "zoe@gmial.com".into()), now, &Native);
/// step.handle(UpdatesEvent::Left(Field::Email), now, &Native);
/// let form: &Form = step.form();
/// assert!(form.errors().is_empty());
/// assert_eq!(form.suggestion(), Some("zoe@gmail.com"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Form {
    draft: Draft,
    errors: Vec<FieldError>,
    /// Whether the errors come from an attempt to send rather than from leaving a field.
    refused: bool,
    suggestion: Option<String>,
    /// Whether it was told once who the person is.
    met: bool,
}

/// What every check is made against.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) policy: &'a Policy,
    /// Not while it is still being loaded: then nothing new is said.
    pub(super) validator: Option<&'a dyn Validator>,
}

impl Form {
    /// A form that begins with what is known already.
    pub(super) fn new(draft: Draft) -> Self {
        Self {
            met: !draft.email.is_empty(),
            draft,
            ..Self::default()
        }
    }

    /// What the person typed so far.
    ///
    /// ```
    /// # use wesign_core::{flow::*, platform::Native, policy::Policy, problem::Code};
    /// # use wesign_core::{field::Field, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(UpdatesEvent::Edited(Field::Email, "zoe@".into()), now, &Native);
    /// assert_eq!(step.form().draft().email, "zoe@");
    /// ```
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// The errors that are shown, in field order.
    ///
    /// ```
    /// # use wesign_core::{flow::*, platform::Native, policy::Policy, problem::Code};
    /// # use wesign_core::{field::Field, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(UpdatesEvent::Edited(Field::Email, "zoe@gmail".into()), now, &Native);
    /// assert!(step.form().errors().is_empty(), "still being typed");
    /// step.handle(UpdatesEvent::Left(Field::Email), now, &Native);
    /// assert_eq!(step.form().errors()[0].code, Code::EmailDomainIncomplete);
    /// ```
    #[must_use]
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// Whether an attempt to send was refused for these errors.
    ///
    /// ```
    /// # use wesign_core::{flow::*, platform::Native, policy::Policy, problem::Code};
    /// # use wesign_core::{field::Field, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(UpdatesEvent::Submitted { key: "k".into() }, now, &Native);
    /// assert!(step.form().refused());
    /// ```
    #[must_use]
    pub fn refused(&self) -> bool {
        self.refused && !self.errors.is_empty()
    }

    /// A likelier spelling of the e-mail address; a hint, never an error.
    ///
    /// ```
    /// # use wesign_core::{flow::*, platform::Native, policy::Policy, problem::Code};
    /// # use wesign_core::{field::Field, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// step.handle(UpdatesEvent::Edited(Field::Email, "zoe@orange.f".into()), now, &Native);
    /// step.handle(UpdatesEvent::Left(Field::Email), now, &Native);
    /// assert_eq!(step.form().suggestion(), Some("zoe@orange.fr"));
    /// step.handle(UpdatesEvent::SuggestionTaken, now, &Native);
    /// assert_eq!(step.form().draft().email, "zoe@orange.fr");
    /// ```
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// Whether the consent of this index in the policy is given.
    ///
    /// ```
    /// # use wesign_core::{flow::*, platform::Native, policy::Policy, problem::Code};
    /// # use wesign_core::{field::Field, signature::Draft, time::Timestamp};
    /// # let now = Timestamp::from_unix(1_795_305_600);
    /// # let (mut step, _) = UpdatesStep::new(&Policy::default(), Draft::default(), "fr");
    /// assert!(!step.form().consented(0), "nothing is ticked beforehand");
    /// step.handle(UpdatesEvent::Consented(0, true), now, &Native);
    /// assert!(step.form().consented(0));
    /// ```
    #[must_use]
    pub fn consented(&self, index: usize) -> bool {
        let answer = self.draft.consents.get(index);
        answer.is_some_and(|answer| answer.granted)
    }

    /// Fills in what is known of the person by now, where nothing was typed. Once: who empties a
    /// field after that wants it empty.
    pub(super) fn meet(&mut self, person: &Draft, rules: Rules<'_>) {
        if self.met || person.email.is_empty() {
            return;
        }
        self.met = true;
        for field in [
            Field::GivenName,
            Field::FamilyName,
            Field::FullName,
            Field::Email,
        ] {
            if self.draft.text(&field).trim().is_empty() {
                self.edit(&field, person.text(&field).into(), rules);
            }
        }
    }

    pub(super) fn edit(&mut self, field: &Field, text: String, rules: Rules<'_>) {
        if let Some(typed) = self.draft.text_mut(field) {
            *typed = text;
        }
        if *field == Field::Email {
            self.suggestion = None;
        }
        self.mend(field, rules);
    }

    pub(super) fn leave(&mut self, field: &Field, rules: Rules<'_>) {
        // Tabbing through an empty form is no mistake yet.
        let empty = self.draft.text(field).trim().is_empty();
        if empty && !self.refused {
            return;
        }
        self.recheck(field, rules);
        if *field == Field::Email {
            self.suggestion = rules
                .validator
                .and_then(|validator| validator.suggestion(self.draft.email.trim()));
        }
    }

    pub(super) fn consent(&mut self, index: usize, granted: bool, rules: Rules<'_>) {
        if let Some(answer) = self.draft.consents.get_mut(index) {
            answer.granted = granted;
        }
        if let Some(request) = rules.policy.consents.get(index) {
            self.mend(&Field::Consent(request.purpose.clone()), rules);
        }
    }

    /// Takes the proposed spelling of the e-mail address; whether there was one.
    pub(super) fn take_suggestion(&mut self, rules: Rules<'_>) -> bool {
        let Some(email) = self.suggestion.take() else {
            return false;
        };
        self.draft.email = email;
        self.recheck(&Field::Email, rules);
        true
    }

    /// An error goes as soon as it is mended; a new one waits until the field is left.
    fn mend(&mut self, field: &Field, rules: Rules<'_>) {
        if self.errors.iter().any(|error| error.field == *field) {
            self.recheck(field, rules);
        }
    }

    /// Replaces what is said of one field, keeping the order of the fields.
    fn recheck(&mut self, field: &Field, rules: Rules<'_>) {
        let Rules { policy, validator } = rules;
        let Some(validator) = validator else {
            return;
        };
        let found = validator.error(field, &self.draft, policy);
        self.errors.retain(|error| error.field != *field);
        if let Some(error) = found {
            let before = |known: &FieldError| {
                policy
                    .fields()
                    .take_while(|f| f != field)
                    .any(|f| f == known.field)
            };
            let at = self.errors.iter().take_while(|known| before(known)).count();
            self.errors.insert(at, error);
        }
    }

    /// Forgets what was said of the consents together: one of them is enough.
    pub(super) fn forgive_consents(&mut self) {
        let consent = |error: &FieldError| matches!(error.field, Field::Consent(_));
        self.errors.retain(|error| !consent(error));
    }

    /// Forgets the errors: what was typed is on its way.
    pub(super) fn clear(&mut self) {
        self.errors.clear();
        self.refused = false;
    }

    /// Shows `errors`; the first field of the policy that one of them names. A refusal that names
    /// none would leave the person without a word: then the code of the first is given back, and
    /// nothing is shown in the form.
    pub(super) fn refuse(
        &mut self,
        errors: Vec<FieldError>,
        policy: &Policy,
    ) -> Result<Field, &'static str> {
        self.refused = true;
        self.errors = errors;
        let shown = |error: &&FieldError| policy.fields().any(|field| field == error.field);
        match self.errors.iter().find(shown) {
            Some(error) => Ok(error.field.clone()),
            None => {
                let code = self.errors.first().map(|error| error.code.as_str());
                self.errors.clear();
                Err(code.unwrap_or("invalid"))
            }
        }
    }
}
