//! A signature as it is stored: written with all that it takes to check it, checked when it is read.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Signature;
use crate::field::{Country, Postcode};

impl Signature {
    /// Whose form a postcode has, where nobody said a country.
    fn assumed_country(&self) -> Country {
        self.country.unwrap_or(Country::FRANCE)
    }
}

impl Serialize for Signature {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = to.serialize_struct("Signature", 17)?;
        let postcode = self.postcode.as_ref();
        let country = postcode.map(Postcode::country);
        let country = country.filter(|country| *country != self.assumed_country());
        let cedex = postcode.is_some_and(Postcode::is_cedex_by_word);
        optional(&mut to, "given_name", &self.given_name)?;
        optional(&mut to, "family_name", &self.family_name)?;
        optional(&mut to, "full_name", &self.full_name)?;
        to.serialize_field("email", &self.email)?;
        optional(&mut to, "country", &self.country)?;
        optional(&mut to, "postcode", &postcode.map(Postcode::as_str))?;
        optional(&mut to, "postcode_country", &country)?;
        optional(&mut to, "postcode_cedex", &cedex.then_some(true))?;
        optional(&mut to, "locality", &self.locality)?;
        optional(&mut to, "phone", &self.phone)?;
        optional(&mut to, "comment", &self.comment)?;
        optional(&mut to, "birth_year", &self.birth_year)?;
        optional(&mut to, "organisation", &self.organisation)?;
        optional(&mut to, "lang", &self.lang)?;
        to.serialize_field("consents", &self.consents)?;
        to.serialize_field("signed_at", &self.signed_at)?;
        let rules = (!self.provider_rules).then_some(false);
        optional(&mut to, "email_provider_rules", &rules)?;
        to.end()
    }
}

fn optional<S: SerializeStruct>(
    to: &mut S,
    name: &'static str,
    value: &Option<impl Serialize>,
) -> Result<(), S::Error> {
    match value {
        Some(value) => to.serialize_field(name, value),
        None => to.skip_field(name),
    }
}

/// Names and texts need the platform's Unicode services to be checked: native only.
#[cfg(feature = "native")]
mod read {
    use alloc::{string::String, vec::Vec};
    use core::fmt;

    use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

    use super::Signature;
    use crate::{
        consent::Consent,
        field::{
            BirthYear, Comment, Country, EmailAddress, Field, Locality, OrganisationName,
            PersonName, PhoneNumber, Postcode,
        },
        problem::Problem,
        signature::check::is_language,
        time::Timestamp,
    };

    /// What was read: each value checked for itself, none against another.
    #[derive(Default)]
    struct Stored {
        given_name: Option<PersonName>,
        family_name: Option<PersonName>,
        full_name: Option<PersonName>,
        email: Option<EmailAddress>,
        country: Option<Country>,
        postcode: Option<String>,
        postcode_country: Option<Country>,
        postcode_cedex: Option<bool>,
        locality: Option<Locality>,
        phone: Option<PhoneNumber>,
        comment: Option<Comment>,
        birth_year: Option<BirthYear>,
        organisation: Option<OrganisationName>,
        lang: Option<String>,
        consents: Option<Vec<Consent>>,
        signed_at: Option<Timestamp>,
        email_provider_rules: Option<bool>,
    }

    impl Stored {
        /// Reads the value of `name`; what a newer version may have added is passed over.
        fn read<'de, A: MapAccess<'de>>(
            &mut self,
            name: &str,
            from: &mut A,
        ) -> Result<(), A::Error> {
            match name {
                "given_name" => once(&mut self.given_name, from),
                "family_name" => once(&mut self.family_name, from),
                "full_name" => once(&mut self.full_name, from),
                "email" => once(&mut self.email, from),
                "country" => once(&mut self.country, from),
                "postcode" => once(&mut self.postcode, from),
                "postcode_country" => once(&mut self.postcode_country, from),
                "postcode_cedex" => once(&mut self.postcode_cedex, from),
                "locality" => once(&mut self.locality, from),
                "phone" => once(&mut self.phone, from),
                "comment" => once(&mut self.comment, from),
                "birth_year" => once(&mut self.birth_year, from),
                "organisation" => once(&mut self.organisation, from),
                "lang" => once(&mut self.lang, from),
                "consents" => once(&mut self.consents, from),
                "signed_at" => once(&mut self.signed_at, from),
                "email_provider_rules" => once(&mut self.email_provider_rules, from),
                _ => from.next_value::<IgnoredAny>().map(|_| ()),
            }
        }

        /// Checks the values against one another.
        fn checked<E: Error>(self) -> Result<Signature, E> {
            let at = |field: Field| move |problem: Problem| E::custom(problem.at(field));
            let signed_at = self
                .signed_at
                .ok_or_else(|| E::missing_field("signed_at"))?;
            let email = self.email.ok_or_else(|| E::missing_field("email"))?;
            // A policy asks for one or the other.
            if self.full_name.is_some() && (self.given_name.is_some() || self.family_name.is_some())
            {
                return Err(E::custom("full_name: beside the parts of a name"));
            }
            let country = self
                .postcode_country
                .or(self.country)
                .unwrap_or(Country::FRANCE);
            if self.country.is_some_and(|said| said != country) {
                return Err(E::custom("postcode_country: another one than country"));
            }
            let cedex = self.postcode_cedex.unwrap_or_default();
            let postcode = self
                .postcode
                .map(|code| Postcode::stored(&code, country, cedex))
                .transpose()
                .map_err(at(Field::Postcode))?;
            if let Some(year) = self.birth_year {
                BirthYear::within(year.year(), signed_at).map_err(at(Field::BirthYear))?;
            }
            if self.lang.as_deref().is_some_and(|lang| !is_language(lang)) {
                return Err(E::custom("lang: not a language tag"));
            }
            Ok(Signature {
                given_name: self.given_name,
                family_name: self.family_name,
                full_name: self.full_name,
                email,
                country: self.country,
                postcode,
                locality: self.locality,
                phone: self.phone,
                comment: self.comment,
                birth_year: self.birth_year,
                organisation: self.organisation,
                lang: self.lang,
                consents: self.consents.unwrap_or_default(),
                signed_at,
                provider_rules: self.email_provider_rules.unwrap_or(true),
            })
        }
    }

    fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        into: &mut Option<T>,
        from: &mut A,
    ) -> Result<(), A::Error> {
        if into.is_some() {
            return Err(A::Error::custom("given twice"));
        }
        *into = from.next_value()?;
        Ok(())
    }

    struct SignatureVisitor;

    impl<'de> Visitor<'de> for SignatureVisitor {
        type Value = Signature;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a signature")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Signature, A::Error> {
            let mut stored = Stored::default();
            while let Some(name) = map.next_key::<String>()? {
                stored
                    .read(&name, &mut map)
                    .map_err(|error| A::Error::custom(format_args!("{name}: {error}")))?;
            }
            stored.checked()
        }
    }

    impl<'de> Deserialize<'de> for Signature {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            from.deserialize_map(SignatureVisitor)
        }
    }
}
