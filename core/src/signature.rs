//! From a draft to a signature, under a policy.

use alloc::{borrow::ToOwned as _, string::String, vec::Vec};

use crate::{
    consent::{Consent, ConsentRequest},
    field::{
        BirthYear, Comment, Country, EmailAddress, Field, Locality, OrganisationName, PersonName,
        PhoneNumber, Postcode, suggest_email,
    },
    platform::Platform,
    policy::{Ask, Policy},
    problem::{Code, FieldError, Problem},
    time::Timestamp,
};

/// What a person typed, as it was typed. Every field may be missing; unknown ones are ignored.
///
/// ```
/// use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
/// let draft = Draft {
///     given_name: "Zoé".into(),
///     family_name: "d’Arc".into(),
///     email: "zoe@gmial.com".into(),
///     postcode: "75018".into(),
///     ..Draft::default()
/// };
/// let now = Timestamp::parse("2026-11-22T08:00:00Z").unwrap();
/// let signature = draft.check(&Policy::default(), &Native, now).unwrap();
/// assert_eq!(signature.postcode.as_ref().unwrap().as_str(), "75018");
/// assert_eq!(signature.email_suggestion().as_deref(), Some("zoe@gmail.com"));
///
/// let errors = Draft::default().check(&Policy::default(), &Native, now).unwrap_err();
/// let fields: Vec<String> = errors.iter().map(|error| error.field.to_string()).collect();
/// assert_eq!(fields, ["given_name", "family_name", "email", "postcode"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct Draft {
    /// Given name, where names are split.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub given_name: String,
    /// Family name, where names are split.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub family_name: String,
    /// The whole name, where it is asked for in one field.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub full_name: String,
    /// E-mail address.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub email: String,
    /// Country, ISO 3166-1 alpha-2.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub country: String,
    /// Postcode.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub postcode: String,
    /// Town.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub locality: String,
    /// Phone number.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub phone: String,
    /// A word to the organisers.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub comment: String,
    /// Year of birth.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub birth_year: String,
    /// Organisation on whose behalf the person signs.
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub organisation: String,
    /// The language in which the form was shown (BCP 47).
    #[cfg_attr(
        feature = "serde",
        serde(deserialize_with = "crate::text_serde::typed")
    )]
    pub lang: String,
    /// The answers to the consents that were asked for.
    pub consents: Vec<DraftConsent>,
}

/// The answer to a consent, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default)
)]
pub struct DraftConsent {
    /// What it is for.
    pub purpose: String,
    /// Whether the box was ticked.
    pub granted: bool,
    /// The id of the wording that was shown; empty: the one in force.
    pub wording: String,
    /// The version of the wording that was shown; 0: the one in force.
    pub version: u32,
    /// The language in which it was shown; empty: that of the wording in force.
    pub lang: String,
}

/// A signature that keeps every rule of its petition's policy: made by [`Draft::check`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Signature {
    /// Given name, where names are split.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub given_name: Option<PersonName>,
    /// Family name, where names are split.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub family_name: Option<PersonName>,
    /// The whole name, where it is asked for in one field.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub full_name: Option<PersonName>,
    /// E-mail address.
    pub email: EmailAddress,
    /// Country, where the person said one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub country: Option<Country>,
    /// Postcode.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub postcode: Option<Postcode>,
    /// Town.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub locality: Option<Locality>,
    /// Phone number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub phone: Option<PhoneNumber>,
    /// A word to the organisers.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub comment: Option<Comment>,
    /// Year of birth.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub birth_year: Option<BirthYear>,
    /// Organisation on whose behalf the person signs.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub organisation: Option<OrganisationName>,
    /// The language in which the form was shown, where it was said in the form of BCP 47.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub lang: Option<String>,
    /// One answer for each consent that was asked for, in the order of the policy.
    pub consents: Vec<Consent>,
    /// When it was signed.
    pub signed_at: Timestamp,
    #[cfg_attr(feature = "serde", serde(skip))]
    provider_rules: bool,
}

impl Draft {
    /// Checks everything that `policy` asks for, at the time `now`.
    ///
    /// What the policy hides is dropped unread: the least data is the safest.
    ///
    /// # Errors
    /// Every problem at once, in the order of the fields; at most one for each field.
    pub fn check(
        &self,
        policy: &Policy,
        platform: &dyn Platform,
        now: Timestamp,
    ) -> Result<Signature, Vec<FieldError>> {
        let mut check = Check {
            policy,
            errors: Vec::new(),
        };
        let name = |text: &str| PersonName::parse(text, platform);
        let given_name = check.field(Field::GivenName, &self.given_name, name);
        let family_name = check.field(Field::FamilyName, &self.family_name, name);
        let full_name = check.field(Field::FullName, &self.full_name, name);
        let email = check.field(Field::Email, &self.email, |text| {
            email(text, policy, platform)
        });
        let country = check.field(Field::Country, &self.country, |text| country(text, policy));
        let residence = self.residence(policy);
        let postcode = check.field(Field::Postcode, &self.postcode, |text| {
            Postcode::parse(text, residence)
        });
        let locality = check.field(Field::Locality, &self.locality, |text| {
            Locality::parse(text, platform)
        });
        let phone = check.field(Field::Phone, &self.phone, |text| {
            PhoneNumber::parse(text, residence)
        });
        let comment = check.field(Field::Comment, &self.comment, |text| {
            Comment::parse(text, policy.comment_max, platform)
        });
        let birth_year = check.field(Field::BirthYear, &self.birth_year, |text| {
            birth_year(text, policy, now)
        });
        let organisation = check.field(Field::Organisation, &self.organisation, |text| {
            OrganisationName::parse(text, platform)
        });
        let mut consents = Vec::with_capacity(policy.consents.len());
        for request in &policy.consents {
            match self.consent(request, now) {
                Ok(consent) => consents.push(consent),
                Err(code) => check
                    .errors
                    .push(Problem::new(code).at(Field::Consent(request.purpose.clone()))),
            }
        }
        match email {
            Some(email) if check.errors.is_empty() => Ok(Signature {
                given_name,
                family_name,
                full_name,
                email,
                country,
                postcode,
                locality,
                phone,
                comment,
                birth_year,
                organisation,
                lang: is_language(&self.lang).then(|| self.lang.clone()),
                consents,
                signed_at: now,
                provider_rules: policy.email_provider_rules,
            }),
            _ => Err(check.errors),
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
        let mut check = Check {
            policy,
            errors: Vec::new(),
        };
        let at = field.clone();
        match field {
            Field::GivenName | Field::FamilyName | Field::FullName => {
                check.field(at, self.text(field), |text| {
                    PersonName::parse(text, platform)
                });
            }
            Field::Email => {
                check.field(at, &self.email, |text| email(text, policy, platform));
            }
            Field::Country => {
                check.field(at, &self.country, |text| country(text, policy));
            }
            Field::Postcode => {
                let residence = self.residence(policy);
                check.field(at, &self.postcode, |text| Postcode::parse(text, residence));
            }
            Field::Locality => {
                check.field(at, &self.locality, |text| Locality::parse(text, platform));
            }
            Field::Phone => {
                let residence = self.residence(policy);
                check.field(at, &self.phone, |text| PhoneNumber::parse(text, residence));
            }
            Field::Comment => {
                let max = policy.comment_max;
                check.field(at, &self.comment, |text| {
                    Comment::parse(text, max, platform)
                });
            }
            Field::BirthYear => {
                check.field(at, &self.birth_year, |text| birth_year(text, policy, now));
            }
            Field::Organisation => {
                check.field(at, &self.organisation, |text| {
                    OrganisationName::parse(text, platform)
                });
            }
            Field::Consent(purpose) => {
                if let Err(code) = self.consent(policy.consent(purpose)?, now) {
                    return Some(Problem::new(code).at(at));
                }
            }
        }
        check.errors.pop()
    }

    /// What was typed in `field`; empty for a consent.
    pub fn text(&self, field: &Field) -> &str {
        match field {
            Field::GivenName => &self.given_name,
            Field::FamilyName => &self.family_name,
            Field::FullName => &self.full_name,
            Field::Email => &self.email,
            Field::Country => &self.country,
            Field::Postcode => &self.postcode,
            Field::Locality => &self.locality,
            Field::Phone => &self.phone,
            Field::Comment => &self.comment,
            Field::BirthYear => &self.birth_year,
            Field::Organisation => &self.organisation,
            Field::Consent(_) => "",
        }
    }

    /// The same, to write what a person types; `None` for a consent.
    pub fn text_mut(&mut self, field: &Field) -> Option<&mut String> {
        Some(match field {
            Field::GivenName => &mut self.given_name,
            Field::FamilyName => &mut self.family_name,
            Field::FullName => &mut self.full_name,
            Field::Email => &mut self.email,
            Field::Country => &mut self.country,
            Field::Postcode => &mut self.postcode,
            Field::Locality => &mut self.locality,
            Field::Phone => &mut self.phone,
            Field::Comment => &mut self.comment,
            Field::BirthYear => &mut self.birth_year,
            Field::Organisation => &mut self.organisation,
            Field::Consent(_) => return None,
        })
    }

    /// The country whose rules the postcode and the phone number follow: what the person says, where
    /// it is asked and known, or the petition's own.
    fn residence(&self, policy: &Policy) -> Country {
        match policy.country {
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

struct Check<'a> {
    policy: &'a Policy,
    errors: Vec<FieldError>,
}

impl Check<'_> {
    /// The value of a field that is asked for; a problem is noted. Whatever is empty once it was
    /// cleaned is absent, which is an error only where the field is required.
    fn field<T>(
        &mut self,
        field: Field,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        let ask = self.policy.ask(&field);
        if ask == Ask::Hidden {
            return None;
        }
        match parse(text) {
            Ok(value) => Some(value),
            Err(problem) => {
                if problem.code != Code::Required || ask == Ask::Required {
                    self.errors.push(problem.at(field));
                }
                None
            }
        }
    }
}

fn email(text: &str, policy: &Policy, platform: &dyn Platform) -> Result<EmailAddress, Problem> {
    let address = EmailAddress::parse(text, platform)?;
    if address.is_of(&policy.disposable_domains) {
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
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    first && text.len() <= 35 && parts.all(is_part)
}

impl Signature {
    /// What the e-mail address may have been meant to be: a hint, see [`suggest_email`].
    pub fn email_suggestion(&self) -> Option<String> {
        suggest_email(self.email.as_str())
    }

    /// The form of the e-mail address in which two of one mailbox are the same, by the rules of the
    /// policy that it was signed under.
    pub fn canonical_email(&self) -> String {
        self.email.canonical(self.provider_rules)
    }

    /// The key under which a second signature of the same person to the same petition is found:
    /// HMAC-SHA-256 of the petition's id and the canonical e-mail address, keyed with `salt`.
    ///
    /// `salt` is a secret of the server's, 32 random bytes or so: without it nobody can try out
    /// addresses against the stored keys. The key tells nothing across petitions.
    ///
    /// ```
    /// # use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};
    /// # let sign = |email: &str| Draft {
    /// #     given_name: "Zoé".into(), family_name: "A".into(), email: email.into(),
    /// #     postcode: "75018".into(), ..Draft::default()
    /// # }.check(&Policy::default(), &Native, Timestamp::from_unix(0)).unwrap();
    /// let salt = b"32 random bytes, kept on the server";
    /// let (one, other) = (sign("zoe.a@gmail.com"), sign("ZoeA+wesign@Gmail.com"));
    /// assert_eq!(one.dedup_key("petition", salt), other.dedup_key("petition", salt));
    /// assert_ne!(one.dedup_key("petition", salt), one.dedup_key("another", salt));
    /// ```
    #[cfg(feature = "dedup")]
    pub fn dedup_key(&self, petition: &str, salt: &[u8]) -> [u8; 32] {
        use hmac::{Hmac, KeyInit as _, Mac as _};
        let mut mac = <Hmac<sha2::Sha256>>::new_from_slice(salt)
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        mac.update(petition.as_bytes());
        // A byte that neither side can hold, so that no two pairs run together.
        mac.update(&[0]);
        mac.update(self.canonical_email().as_bytes());
        mac.finalize().into_bytes().into()
    }
}
