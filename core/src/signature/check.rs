use alloc::{
    borrow::{Cow, ToOwned as _},
    string::String,
    vec::Vec,
};
use core::mem;

use super::{Draft, DraftConsent, Signature};
use crate::{
    consent::{Consent, ConsentRequest},
    field::{
        BirthYear, Comment, Country, EmailAddress, Field, Locality, OrganisationName, PersonName,
        PhoneNumber, Postcode, PostcodeText, email_is_of, tidy,
    },
    platform::Platform,
    policy::{Ask, Policy},
    problem::{Code, FieldError, Problem},
    time::Timestamp,
};

/// What was read of a field: its text, borrowed where it stays as it was typed, or what it says.
enum Value<Text> {
    Text(Text),
    Postcode {
        text: Text,
        cedex: bool,
        country: Country,
    },
    Country(Country),
    BirthYear(BirthYear),
    /// The answer to a consent.
    Answer,
}

/// What was read so far, owned.
#[derive(Default)]
struct Values {
    given_name: Option<PersonName>,
    family_name: Option<PersonName>,
    full_name: Option<PersonName>,
    email: Option<EmailAddress>,
    country: Option<Country>,
    postcode: Option<Postcode>,
    locality: Option<Locality>,
    phone: Option<PhoneNumber>,
    comment: Option<Comment>,
    birth_year: Option<BirthYear>,
    organisation: Option<OrganisationName>,
}

/// What every check is made against.
struct Rules<'a> {
    policy: &'a Policy,
    platform: &'a dyn Platform,
    now: Timestamp,
}

/// Does the same for each field of [`Field::PLAIN`], written out so that what is asked of a field is
/// looked up when this is compiled.
macro_rules! for_each_plain {
    (|$field:ident| $do:expr) => {
        for_each_plain!(|$field| $do, GivenName FamilyName FullName Email Country Postcode Locality Phone Comment BirthYear Organisation)
    };
    (|$field:ident| $do:expr, $($name:ident)+) => {
        $({
            let $field = &Field::$name;
            $do
        })+
    };
}

impl Draft {
    /// Checks everything that `policy` asks for, at the time `now`.
    ///
    /// What the policy hides is dropped unread: the least data is the safest.
    ///
    /// # Errors
    /// Every problem at once, in the order of the fields; at most one for each field.
    ///
    /// ```
    /// use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
    /// let draft = Draft { given_name: "Ada".into(), email: "ada@".into(), ..Draft::default() };
    /// let errors = draft.check(&Policy::default(), &Native, Timestamp::from_unix(0)).unwrap_err();
    /// let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    /// assert_eq!(errors, ["family_name: required", "email: email_domain", "postcode: required"]);
    /// ```
    pub fn check(
        &self,
        policy: &Policy,
        platform: &dyn Platform,
        now: Timestamp,
    ) -> Result<Signature, Vec<FieldError>> {
        let rules = Rules {
            policy,
            platform,
            now,
        };
        let (mut values, mut errors) = (Values::default(), Vec::new());
        for field in Field::PLAIN {
            let ask = policy.ask(field);
            if !self.is_worth_reading(field, ask) {
                continue;
            }
            match self.read_or_tidy(field, ask, &rules) {
                Ok(Some(value)) if errors.is_empty() => {
                    values.put(field, value.map(Cow::into_owned));
                }
                Ok(_) => {}
                Err(problem) => errors.push(problem.at(field.clone())),
            }
        }
        let consents = self.answer_all(&rules, &mut errors);
        let lang = is_language(&self.lang).then(|| self.lang.clone());
        values.signature(lang, consents, &rules, errors)
    }

    /// The same, for a draft that is not needed any more: what was typed as it is to be stored is
    /// moved and not copied.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    ///
    /// ```
    /// use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
    /// let draft = Draft {
    ///     given_name: "Ada".into(),
    ///     family_name: " Lovelace".into(),
    ///     email: "ada@example.org".into(),
    ///     postcode: "75018".into(),
    ///     ..Draft::default()
    /// };
    /// let (policy, now) = (Policy::default(), Timestamp::from_unix(0));
    /// assert_eq!(draft.clone().into_signature(&policy, &Native, now), draft.check(&policy, &Native, now));
    /// ```
    pub fn into_signature(
        mut self,
        policy: &Policy,
        platform: &dyn Platform,
        now: Timestamp,
    ) -> Result<Signature, Vec<FieldError>> {
        let rules = Rules {
            policy,
            platform,
            now,
        };
        let (mut values, mut errors) = (Values::default(), Vec::new());
        for field in Field::PLAIN {
            let ask = policy.ask(field);
            if !self.is_worth_reading(field, ask) {
                continue;
            }
            match self.read_or_tidy(field, ask, &rules) {
                Ok(Some(value)) if errors.is_empty() => {
                    let typed = self.text(field).len();
                    let other = value.map(|text| match text {
                        Cow::Borrowed(text) if text.len() == typed => None,
                        text => Some(text.into_owned()),
                    });
                    let value = other.map(|other| other.unwrap_or_else(|| self.take(field)));
                    values.put(field, value);
                }
                Ok(_) => {}
                Err(problem) => errors.push(problem.at(field.clone())),
            }
        }
        let consents = self.answer_all(&rules, &mut errors);
        let lang = is_language(&self.lang).then(|| mem::take(&mut self.lang));
        values.signature(lang, consents, &rules, errors)
    }

    /// What [`check`](Self::check) objects to, in the order of the fields; nothing for a draft that
    /// may be signed. Makes no signature, and for a tidy draft not a single allocation.
    ///
    /// ```
    /// use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
    /// let draft = Draft { given_name: "Ada".into(), email: "ada@".into(), ..Draft::default() };
    /// let (policy, now) = (Policy::default(), Timestamp::from_unix(0));
    /// assert_eq!(draft.errors(&policy, &Native, now), draft.check(&policy, &Native, now).unwrap_err());
    /// ```
    pub fn errors(
        &self,
        policy: &Policy,
        platform: &dyn Platform,
        now: Timestamp,
    ) -> Vec<FieldError> {
        let rules = Rules {
            policy,
            platform,
            now,
        };
        let mut errors = Vec::new();
        for_each_plain!(|field| {
            let ask = policy.ask_inline(field);
            if self.is_worth_reading(field, ask)
                && !self.is_tidy(field, policy)
                && let Err(problem) = self.read_asked(field, ask, &rules)
            {
                errors.push(problem.at(field.clone()));
            }
        });
        for request in &policy.consents {
            if let Err(code) = self.answer(request) {
                errors.push(objection(request, code));
            }
        }
        errors
    }

    /// Checks one field only, as a person leaves it: cheap enough for every key stroke.
    ///
    /// ```
    /// use wesign_core::{field::Field, platform::Native, policy::Policy, problem::Code};
    /// use wesign_core::{signature::Draft, time::Timestamp};
    /// let draft = Draft { email: "zoe@gmail".into(), ..Draft::default() };
    /// let now = Timestamp::from_unix(0);
    /// let error = draft.check_field(&Field::Email, &Policy::default(), &Native, now).unwrap();
    /// assert_eq!(error.code, Code::EmailDomainIncomplete);
    /// ```
    pub fn check_field(
        &self,
        field: &Field,
        policy: &Policy,
        platform: &dyn Platform,
        now: Timestamp,
    ) -> Option<FieldError> {
        let rules = Rules {
            policy,
            platform,
            now,
        };
        let ask = policy.ask(field);
        let problem = self.read_asked(field, ask, &rules).err()?;
        Some(problem.at(field.clone()))
    }

    /// Whether `field` is asked of this person: as [`Policy::ask`] says, but nobody is asked for a
    /// postcode who lives in a country that has none.
    ///
    /// ```
    /// use wesign_core::{field::Field, policy::{Ask, Policy}, signature::Draft};
    /// let policy = Policy { country: Ask::Required, ..Policy::default() };
    /// let draft = Draft { country: "HK".into(), ..Draft::default() };
    /// assert_eq!(draft.ask(&Field::Postcode, &policy), Ask::Optional);
    /// ```
    pub fn ask(&self, field: &Field, policy: &Policy) -> Ask {
        match policy.ask(field) {
            Ask::Required
                if *field == Field::Postcode && !self.residence(policy).has_postcodes() =>
            {
                Ask::Optional
            }
            ask => ask,
        }
    }

    /// Whether there is something to say of a field: most of most petitions are hidden and empty.
    #[inline(always)]
    fn is_worth_reading(&self, field: &Field, ask: Ask) -> bool {
        ask == Ask::Required || ask == Ask::Optional && !self.text_inline(field).is_empty()
    }

    /// Whether what was typed is right and stays as it is, as far as one look tells.
    #[inline(always)]
    fn is_tidy(&self, field: &Field, policy: &Policy) -> bool {
        if cfg!(not(feature = "native")) {
            return false;
        }
        let text = self.text_inline(field);
        match field {
            Field::GivenName | Field::FamilyName | Field::FullName => {
                tidy::is_words(text, PersonName::MAX)
            }
            Field::Locality => tidy::is_words(text, Locality::MAX),
            Field::Organisation => tidy::is_words(text, OrganisationName::MAX),
            Field::Comment => tidy::is_words(text, policy.comment_max),
            Field::Email => policy.disposable_domains.is_empty() && tidy::is_address(text),
            Field::Postcode => self.residence(policy) == Country::FRANCE && tidy::is_postcode(text),
            Field::Country | Field::Phone | Field::BirthYear | Field::Consent(_) => false,
        }
    }

    /// [`read_asked`](Self::read_asked), sooner for what is tidy.
    fn read_or_tidy(
        &self,
        field: &Field,
        ask: Ask,
        rules: &Rules<'_>,
    ) -> Result<Option<Value<Cow<'_, str>>>, Problem> {
        if !self.is_tidy(field, rules.policy) {
            return self.read_asked(field, ask, rules);
        }
        let text = Cow::Borrowed(self.text(field));
        Ok(Some(match field {
            Field::Postcode => Value::Postcode {
                text,
                cedex: false,
                country: Country::FRANCE,
            },
            _ => Value::Text(text),
        }))
    }

    /// Reads a field if it is asked for, as `ask` says. What is empty once it was cleaned is absent, which is an
    /// error only where the field is required.
    fn read_asked(
        &self,
        field: &Field,
        ask: Ask,
        rules: &Rules<'_>,
    ) -> Result<Option<Value<Cow<'_, str>>>, Problem> {
        if ask == Ask::Hidden {
            return Ok(None);
        }
        match self.read(field, rules) {
            Ok(value) => Ok(Some(value)),
            Err(problem)
                if problem.code == Code::Required
                    && self.ask(field, rules.policy) != Ask::Required =>
            {
                Ok(None)
            }
            Err(problem) => Err(problem),
        }
    }

    fn read(&self, field: &Field, rules: &Rules<'_>) -> Result<Value<Cow<'_, str>>, Problem> {
        let Rules {
            policy,
            platform,
            now,
        } = *rules;
        let text = self.text(field);
        Ok(match field {
            Field::GivenName | Field::FamilyName | Field::FullName => {
                Value::Text(PersonName::read(text, platform)?)
            }
            Field::Email => Value::Text(email(text, rules)?),
            Field::Country => Value::Country(country(text, policy)?),
            Field::Postcode => {
                let country = self.residence(policy);
                let PostcodeText { text, cedex } = Postcode::read(text, country)?;
                Value::Postcode {
                    text,
                    cedex,
                    country,
                }
            }
            Field::Locality => Value::Text(Locality::read(text, platform)?),
            Field::Phone => {
                let number = PhoneNumber::parse(text, self.residence(policy))?;
                Value::Text(number.into_string().into())
            }
            Field::Comment => Value::Text(Comment::read(text, policy.comment_max, platform)?),
            Field::BirthYear => Value::BirthYear(birth_year(text, policy, now)?),
            Field::Organisation => Value::Text(OrganisationName::read(text, platform)?),
            Field::Consent(purpose) => {
                if let Some(request) = policy.consent(purpose) {
                    self.answer(request)?;
                }
                Value::Answer
            }
        })
    }

    /// Takes out what was typed in `field`.
    fn take(&mut self, field: &Field) -> String {
        self.text_mut(field).map(mem::take).unwrap_or_default()
    }

    /// The country whose rules the postcode and the phone number follow: what the person says, where
    /// it is asked and known, or the petition's own.
    fn residence(&self, policy: &Policy) -> Country {
        match policy.ask_inline(&Field::Country) {
            Ask::Hidden => policy.default_country,
            _ => Country::parse(&self.country).unwrap_or(policy.default_country),
        }
    }

    /// The answer to each consent that is asked for, as proof.
    fn answer_all(&self, rules: &Rules<'_>, errors: &mut Vec<FieldError>) -> Vec<Consent> {
        let mut consents = Vec::with_capacity(rules.policy.consents.len());
        for request in &rules.policy.consents {
            match self.answer(request) {
                Ok((granted, lang)) => consents.push(Consent {
                    purpose: request.purpose.clone(),
                    granted,
                    wording: request.wording.clone(),
                    version: request.version,
                    lang: lang.to_owned(),
                    at: rules.now,
                }),
                Err(code) => errors.push(objection(request, code)),
            }
        }
        consents
    }

    /// The answer to `request`: whether it is given, and the language in which it was asked for.
    /// Silence is a refusal, and so is one refusal among several answers.
    fn answer<'a>(&'a self, request: &'a ConsentRequest) -> Result<(bool, &'a str), Code> {
        let purpose = request.purpose.as_str();
        let answers = || {
            self.consents
                .iter()
                .filter(|answer| answer.purpose == purpose)
        };
        let granted = answers().next().is_some() && answers().all(|answer| answer.granted);
        if !granted && request.required {
            return Err(Code::ConsentRequired);
        }
        let is_current = |answer: &DraftConsent| {
            (answer.wording.is_empty() || answer.wording == request.wording)
                && (answer.version == 0 || answer.version == request.version)
        };
        if granted && !answers().all(is_current) {
            return Err(Code::ConsentOutdated);
        }
        let lang = answers()
            .map(|answer| &answer.lang)
            .find(|lang| is_language(lang));
        Ok((granted, lang.unwrap_or(&request.lang)))
    }
}

impl Values {
    fn put(&mut self, field: &Field, value: Value<String>) {
        match (field, value) {
            (Field::GivenName, Value::Text(text)) => {
                self.given_name = Some(PersonName::checked(text));
            }
            (Field::FamilyName, Value::Text(text)) => {
                self.family_name = Some(PersonName::checked(text));
            }
            (Field::FullName, Value::Text(text)) => {
                self.full_name = Some(PersonName::checked(text));
            }
            (Field::Email, Value::Text(text)) => self.email = Some(EmailAddress::checked(text)),
            (Field::Locality, Value::Text(text)) => self.locality = Some(Locality::checked(text)),
            (Field::Phone, Value::Text(text)) => self.phone = Some(PhoneNumber::checked(text)),
            (Field::Comment, Value::Text(text)) => self.comment = Some(Comment::checked(text)),
            (Field::Organisation, Value::Text(text)) => {
                self.organisation = Some(OrganisationName::checked(text));
            }
            (
                _,
                Value::Postcode {
                    text,
                    cedex,
                    country,
                },
            ) => self.postcode = Some(Postcode::checked(text, cedex, country)),
            (_, Value::Country(country)) => self.country = Some(country),
            (_, Value::BirthYear(year)) => self.birth_year = Some(year),
            (_, Value::Text(_) | Value::Answer) => {}
        }
    }

    /// The signature, if there is nothing to object.
    fn signature(
        self,
        lang: Option<String>,
        consents: Vec<Consent>,
        rules: &Rules<'_>,
        errors: Vec<FieldError>,
    ) -> Result<Signature, Vec<FieldError>> {
        match self.email {
            Some(email) if errors.is_empty() => Ok(Signature {
                given_name: self.given_name,
                family_name: self.family_name,
                full_name: self.full_name,
                email,
                country: self.country,
                postcode: self.postcode,
                locality: self.locality,
                phone: self.phone,
                comment: self.comment,
                birth_year: self.birth_year,
                organisation: self.organisation,
                lang,
                consents,
                signed_at: rules.now,
                provider_rules: rules.policy.email_provider_rules,
            }),
            _ => Err(errors),
        }
    }
}

impl<Text> Value<Text> {
    fn map<Other>(self, convert: impl FnOnce(Text) -> Other) -> Value<Other> {
        match self {
            Value::Text(text) => Value::Text(convert(text)),
            Value::Postcode {
                text,
                cedex,
                country,
            } => Value::Postcode {
                text: convert(text),
                cedex,
                country,
            },
            Value::Country(country) => Value::Country(country),
            Value::BirthYear(year) => Value::BirthYear(year),
            Value::Answer => Value::Answer,
        }
    }
}

/// An objection to the answer to `request`.
fn objection(request: &ConsentRequest, code: Code) -> FieldError {
    Problem::new(code).at(Field::Consent(request.purpose.clone()))
}

fn email<'a>(text: &'a str, rules: &Rules<'_>) -> Result<Cow<'a, str>, Problem> {
    let address = EmailAddress::read(text, rules.platform)?;
    let disposable = &rules.policy.disposable_domains;
    if !disposable.is_empty() && email_is_of(&address, disposable) {
        return Err(Code::EmailDisposable.into());
    }
    Ok(address)
}

fn country(text: &str, policy: &Policy) -> Result<Country, Problem> {
    let country = Country::parse(text)?;
    if policy.admits(country) {
        Ok(country)
    } else {
        Err(Code::CountryNotEligible.into())
    }
}

fn birth_year(text: &str, policy: &Policy, now: Timestamp) -> Result<BirthYear, Problem> {
    let year = BirthYear::parse(text, now)?;
    match policy.minimum_age {
        Some(age) if year.age_within_year(now) < u16::from(age) => Err(Problem {
            code: Code::TooYoung,
            min: Some(age.into()),
            max: None,
        }),
        _ => Ok(year),
    }
}

/// The shape of a language tag: `fr`, `pt-BR`, `zh-Hant-TW`.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    first && text.len() <= 35 && parts.all(is_part)
}
