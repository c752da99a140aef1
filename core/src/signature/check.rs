use alloc::{borrow::ToOwned as _, vec::Vec};

use super::{Draft, DraftConsent, Signature};
use crate::{
    consent::{Consent, ConsentRequest},
    field::{
        BirthYear, Comment, Country, EmailAddress, Field, Locality, OrganisationName, PersonName,
        PhoneNumber, Postcode,
    },
    platform::Platform,
    policy::{Ask, Policy},
    problem::{Code, FieldError, Problem},
    time::Timestamp,
};

/// What was read so far: one place for all fields, so that a single field and a whole draft go
/// through the same code, once in the binary.
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
    consents: Vec<Consent>,
}

/// What every check is made against.
struct Rules<'a> {
    policy: &'a Policy,
    platform: &'a dyn Platform,
    now: Timestamp,
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
        let mut values = Values::default();
        let mut errors = Vec::new();
        for field in Field::PLAIN {
            // Most fields of most petitions: hidden, or left empty.
            if self.text(field).is_empty() && policy.ask(field) != Ask::Required {
                continue;
            }
            errors.extend(self.read_asked(field, &rules, &mut values));
        }
        for request in &policy.consents {
            let field = Field::Consent(request.purpose.clone());
            errors.extend(self.read_asked(&field, &rules, &mut values));
        }
        match values.email {
            Some(email) if errors.is_empty() => Ok(Signature {
                given_name: values.given_name,
                family_name: values.family_name,
                full_name: values.full_name,
                email,
                country: values.country,
                postcode: values.postcode,
                locality: values.locality,
                phone: values.phone,
                comment: values.comment,
                birth_year: values.birth_year,
                organisation: values.organisation,
                lang: is_language(&self.lang).then(|| self.lang.clone()),
                consents: values.consents,
                signed_at: now,
                provider_rules: policy.email_provider_rules,
            }),
            _ => Err(errors),
        }
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
        self.read_asked(
            field,
            &Rules {
                policy,
                platform,
                now,
            },
            &mut Values::default(),
        )
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

    /// Reads a field if it is asked for. What is empty once it was cleaned is absent, which is an
    /// error only where the field is required.
    fn read_asked(
        &self,
        field: &Field,
        rules: &Rules<'_>,
        into: &mut Values,
    ) -> Option<FieldError> {
        if rules.policy.ask(field) == Ask::Hidden {
            return None;
        }
        let problem = self.read(field, rules, into).err()?;
        let matters =
            problem.code != Code::Required || self.ask(field, rules.policy) == Ask::Required;
        matters.then(|| problem.at(field.clone()))
    }

    fn read(&self, field: &Field, rules: &Rules<'_>, into: &mut Values) -> Result<(), Problem> {
        let Rules {
            policy,
            platform,
            now,
        } = *rules;
        let text = self.text(field);
        match field {
            Field::GivenName => into.given_name = Some(PersonName::parse(text, platform)?),
            Field::FamilyName => into.family_name = Some(PersonName::parse(text, platform)?),
            Field::FullName => into.full_name = Some(PersonName::parse(text, platform)?),
            Field::Email => into.email = Some(email(text, rules)?),
            Field::Country => into.country = Some(country(text, policy)?),
            Field::Postcode => {
                into.postcode = Some(Postcode::parse(text, self.residence(policy))?);
            }
            Field::Locality => into.locality = Some(Locality::parse(text, platform)?),
            Field::Phone => into.phone = Some(PhoneNumber::parse(text, self.residence(policy))?),
            Field::Comment => {
                into.comment = Some(Comment::parse(text, policy.comment_max, platform)?);
            }
            Field::BirthYear => into.birth_year = Some(birth_year(text, policy, now)?),
            Field::Organisation => {
                into.organisation = Some(OrganisationName::parse(text, platform)?);
            }
            Field::Consent(purpose) => {
                if let Some(request) = policy.consent(purpose) {
                    into.consents.push(self.consent(request, now)?);
                }
            }
        }
        Ok(())
    }

    /// The country whose rules the postcode and the phone number follow: what the person says, where
    /// it is asked and known, or the petition's own.
    fn residence(&self, policy: &Policy) -> Country {
        match policy.ask(&Field::Country) {
            Ask::Hidden => policy.default_country,
            _ => Country::parse(&self.country).unwrap_or(policy.default_country),
        }
    }

    /// The answer to `request`. Silence is a refusal, and so is one refusal among several answers.
    fn consent(&self, request: &ConsentRequest, now: Timestamp) -> Result<Consent, Code> {
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
        Ok(Consent {
            purpose: request.purpose.clone(),
            granted,
            wording: request.wording.clone(),
            version: request.version,
            lang: lang.unwrap_or(&request.lang).to_owned(),
            at: now,
        })
    }
}

fn email(text: &str, rules: &Rules<'_>) -> Result<EmailAddress, Problem> {
    let address = EmailAddress::parse(text, rules.platform)?;
    let disposable = &rules.policy.disposable_domains;
    if !disposable.is_empty() && address.is_of(disposable) {
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
