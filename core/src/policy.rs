//! What a petition asks of a signatory.

use alloc::{string::String, vec::Vec};

use crate::{
    consent::{ConsentRequest, Purpose},
    field::{Country, Field},
};

/// Whether a field is asked for.
///
/// ```
/// use wesign_core::policy::{Ask, Policy};
/// let policy = Policy { phone: Ask::Optional, ..Policy::default() };
/// # assert_eq!(policy.comment, Ask::Hidden);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Ask {
    /// Not asked; what is sent all the same is dropped unread.
    #[default]
    Hidden,
    /// Asked; may stay empty.
    Optional,
    /// Asked; must be filled.
    Required,
}

/// How the name is asked for.
///
/// ```
/// use wesign_core::{field::Field, policy::{Names, Policy}};
/// let policy = Policy { names: Names::Full, ..Policy::default() };
/// assert_eq!(policy.fields().next(), Some(Field::FullName));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Names {
    /// Given name and family name, in two fields.
    #[default]
    Split,
    /// The whole name, in one field.
    Full,
}

/// What a petition asks, requires and refuses: what an organiser sets.
///
/// Every part has a default, so `{}` is a policy: given name, family name, e-mail and a French
/// postcode, nothing else.
///
/// ```
/// use wesign_core::{field::Field, policy::{Ask, Policy}};
/// let policy = Policy { locality: Ask::Optional, ..Policy::default() };
/// assert_eq!(policy.ask(&Field::Postcode), Ask::Required);
/// assert_eq!(policy.ask(&Field::Locality), Ask::Optional);
/// assert_eq!(policy.ask(&Field::Phone), Ask::Hidden);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct Policy {
    /// One field for the name, or two.
    pub names: Names,
    /// The given name, where names are split. Some people have one name only: an organiser who
    /// expects them makes this optional, or asks for the full name.
    pub given_name: Ask,
    /// The family name, where names are split.
    pub family_name: Ask,
    /// The country of residence.
    pub country: Ask,
    /// The postcode.
    pub postcode: Ask,
    /// The town.
    pub locality: Ask,
    /// The phone number.
    pub phone: Ask,
    /// A word to the organisers.
    pub comment: Ask,
    /// The year of birth.
    pub birth_year: Ask,
    /// The organisation on whose behalf the person signs.
    pub organisation: Ask,
    /// The country of whoever says none: its postcode form and its national phone numbers.
    pub default_country: Country,
    /// The countries whose people can sign; empty: all. Asks for the country, unless the default
    /// one is the only one.
    pub countries: Vec<Country>,
    /// The least age in years, reached within the calendar year; asks for the birth year.
    pub minimum_age: Option<u8>,
    /// Domains whose e-mail addresses are refused, subdomains included; ASCII, lower case.
    pub disposable_domains: Vec<String>,
    /// Whether the known rules of mail providers (dots, plus tags, second domains) count when two
    /// addresses are compared.
    pub email_provider_rules: bool,
    /// The longest comment, in characters.
    pub comment_max: u32,
    /// The consents that are asked for, in the order in which they are shown.
    pub consents: Vec<ConsentRequest>,
}

impl Default for Policy {
    fn default() -> Self {
        Policy {
            names: Names::Split,
            given_name: Ask::Required,
            family_name: Ask::Required,
            country: Ask::Hidden,
            postcode: Ask::Required,
            locality: Ask::Hidden,
            phone: Ask::Hidden,
            comment: Ask::Hidden,
            birth_year: Ask::Hidden,
            organisation: Ask::Hidden,
            default_country: Country::FRANCE,
            countries: Vec::new(),
            minimum_age: None,
            disposable_domains: Vec::new(),
            email_provider_rules: true,
            comment_max: 1000,
            consents: Vec::new(),
        }
    }
}

impl Policy {
    /// Whether this petition asks for `field`, after the rules that bind fields together: names are
    /// split or full, an e-mail address is always required, a minimum age asks for the year, and a
    /// choice of countries asks for the country.
    ///
    /// ```
    /// use wesign_core::{field::{Country, Field}, policy::{Ask, Policy}};
    /// let policy = Policy { minimum_age: Some(16), ..Policy::default() };
    /// assert_eq!(policy.ask(&Field::BirthYear), Ask::Required);
    /// let belgium = Country::parse("BE").unwrap();
    /// let policy = Policy { countries: vec![Country::FRANCE, belgium], ..Policy::default() };
    /// assert_eq!(policy.ask(&Field::Country), Ask::Required);
    /// ```
    pub fn ask(&self, field: &Field) -> Ask {
        self.ask_inline(field)
    }

    /// The same, written out where it is called: of a known field little is left of it.
    #[inline(always)]
    pub(crate) fn ask_inline(&self, field: &Field) -> Ask {
        let only = |names: Names, ask: Ask| {
            if self.names == names {
                ask
            } else {
                Ask::Hidden
            }
        };
        match field {
            Field::GivenName => only(Names::Split, self.given_name),
            Field::FamilyName => only(Names::Split, self.family_name),
            Field::FullName => only(Names::Full, Ask::Required),
            Field::Email => Ask::Required,
            Field::Country if !self.admits_only_default() => Ask::Required,
            Field::Country => self.country,
            Field::Postcode => self.postcode,
            Field::Locality => self.locality,
            Field::Phone => self.phone,
            Field::Comment => self.comment,
            Field::BirthYear if self.minimum_age.is_some() => Ask::Required,
            Field::BirthYear => self.birth_year,
            Field::Organisation => self.organisation,
            Field::Consent(purpose) => match self.consent(purpose) {
                Some(request) if request.required => Ask::Required,
                Some(_) => Ask::Optional,
                None => Ask::Hidden,
            },
        }
    }

    /// What a later step asks, which needs to know who somebody is and how to write to them: the
    /// names as this petition asks them, an e-mail address, `consents`, and nothing else.
    ///
    /// ```
    /// use wesign_core::{field::Field, policy::{Ask, Policy}};
    /// let policy = Policy { phone: Ask::Required, minimum_age: Some(16), ..Policy::default() };
    /// let fields: Vec<Field> = policy.contact(vec![]).fields().collect();
    /// assert_eq!(fields, [Field::GivenName, Field::FamilyName, Field::Email]);
    /// ```
    pub fn contact(&self, consents: Vec<ConsentRequest>) -> Self {
        Policy {
            names: self.names,
            given_name: self.given_name,
            family_name: self.family_name,
            postcode: Ask::Hidden,
            default_country: self.default_country,
            disposable_domains: self.disposable_domains.clone(),
            email_provider_rules: self.email_provider_rules,
            consents,
            ..Policy::default()
        }
    }

    /// What the step that keeps in touch asks, in the language `lang` (BCP 47): an e-mail address,
    /// and each thing to be told about apart. One of them must be chosen.
    ///
    /// ```
    /// use wesign_core::{field::Field, policy::Policy};
    /// let fields: Vec<String> = Policy::default()
    ///     .subscription("fr")
    ///     .fields()
    ///     .map(|field| field.to_string())
    ///     .collect();
    /// let purposes = ["petition_updates", "gatherings", "similar_petitions"];
    /// assert_eq!(fields[0], "email");
    /// assert_eq!(fields[1..], purposes.map(|purpose| format!("consents.{purpose}")));
    /// ```
    pub fn subscription(&self, lang: &str) -> Self {
        let purposes = ["petition_updates", "gatherings", "similar_petitions"];
        let purposes = purposes.into_iter().filter_map(Purpose::parse);
        Policy {
            names: Names::Split,
            given_name: Ask::Hidden,
            family_name: Ask::Hidden,
            ..self.contact(
                purposes
                    .map(|purpose| ConsentRequest::of_widget(purpose, lang))
                    .collect(),
            )
        }
    }

    /// Whether signatories are asked if they may be shown: else there are none to show.
    ///
    /// ```
    /// use wesign_core::{consent::{ConsentRequest, Purpose}, policy::Policy};
    /// assert!(!Policy::default().shows_signatories());
    /// let purpose = Purpose::parse("public_signatory").unwrap();
    /// let consents = vec![ConsentRequest::new(purpose, "public", "fr")];
    /// assert!(Policy { consents, ..Policy::default() }.shows_signatories());
    /// ```
    pub fn shows_signatories(&self) -> bool {
        let mut asked = self.consents.iter();
        asked.any(|request| request.purpose.as_str() == "public_signatory")
    }

    /// The consent asked for `purpose`, if it is.
    ///
    /// ```
    /// use wesign_core::{consent::{ConsentRequest, Purpose}, policy::Policy};
    /// let purpose = Purpose::parse("petition_updates").unwrap();
    /// let asked = ConsentRequest::new(purpose.clone(), "updates", "fr");
    /// let policy = Policy { consents: vec![asked.clone()], ..Policy::default() };
    /// assert_eq!(policy.consent(&purpose), Some(&asked));
    /// ```
    pub fn consent(&self, purpose: &Purpose) -> Option<&ConsentRequest> {
        self.consents
            .iter()
            .find(|request| request.purpose == *purpose)
    }

    /// Whether people of `country` can sign.
    ///
    /// ```
    /// use wesign_core::{field::Country, policy::Policy};
    /// assert!(Policy::default().admits(Country::FRANCE), "no list admits everybody");
    /// ```
    pub fn admits(&self, country: Country) -> bool {
        self.countries.is_empty() || self.countries.contains(&country)
    }

    /// Whether no question needs to be asked to know that a person lives in an admitted country.
    fn admits_only_default(&self) -> bool {
        self.countries
            .iter()
            .all(|country| *country == self.default_country)
    }

    /// The fields that are asked for, in the order in which they are shown and checked.
    ///
    /// ```
    /// use wesign_core::{field::Field, policy::Policy};
    /// let fields: Vec<Field> = Policy::default().fields().collect();
    /// assert_eq!(fields, [Field::GivenName, Field::FamilyName, Field::Email, Field::Postcode]);
    /// ```
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        let consents = self
            .consents
            .iter()
            .map(|request| Field::Consent(request.purpose.clone()));
        let asked = |field: &Field| self.ask(field) != Ask::Hidden;
        Field::PLAIN
            .iter()
            .filter(move |field| asked(field))
            .cloned()
            .chain(consents)
    }
}
