//! What a partner's page may change of what is asked: less than the petition, never more or other.

use alloc::vec::Vec;

use super::{Ask, Policy};
use crate::{
    consent::{ConsentRequest, Purpose},
    field::Field,
};

impl Policy {
    /// Asks for an optional field always or not at all; false where the petition leaves no such
    /// choice: what it requires is required, and what it does not ask for would be dropped unread.
    /// A signature under the narrowed policy is one under the petition's own.
    ///
    /// ```
    /// use wesign_core::{field::Field, policy::{Ask, Policy}};
    /// let mut policy = Policy { phone: Ask::Optional, ..Policy::default() };
    /// assert!(policy.narrow(&Field::Phone, Ask::Hidden));
    /// assert!(!policy.narrow(&Field::Email, Ask::Optional), "the address is required");
    /// assert!(!policy.narrow(&Field::Comment, Ask::Optional), "nobody would read it");
    /// ```
    pub fn narrow(&mut self, field: &Field, to: Ask) -> bool {
        let asked = self.ask(field);
        if asked != Ask::Optional {
            return asked == to;
        }
        let own = match field {
            Field::GivenName => &mut self.given_name,
            Field::FamilyName => &mut self.family_name,
            Field::Country => &mut self.country,
            Field::Postcode => &mut self.postcode,
            Field::Locality => &mut self.locality,
            Field::Phone => &mut self.phone,
            Field::Comment => &mut self.comment,
            Field::BirthYear => &mut self.birth_year,
            Field::Organisation => &mut self.organisation,
            // Never required where the petition does not: it would not be freely given.
            Field::FullName | Field::Email | Field::Consent(_) => return to == Ask::Optional,
        };
        *own = to;
        true
    }

    /// Asks for the consents of these purposes, in this order, and for the required ones in any case,
    /// after them. A purpose that the petition does not ask for has no wording, and is passed over.
    ///
    /// ```
    /// use wesign_core::{consent::{ConsentRequest, Purpose}, policy::Policy};
    /// let [updates, newsletter] = ["petition_updates", "newsletter:attac"].map(|purpose| {
    ///     ConsentRequest::new(Purpose::parse(purpose).unwrap(), "w", "fr")
    /// });
    /// let mut policy = Policy { consents: vec![updates, newsletter.clone()], ..Policy::default() };
    /// policy.choose_consents(&[newsletter.purpose.clone()]);
    /// assert_eq!(policy.consents, [newsletter]);
    /// ```
    pub fn choose_consents(&mut self, purposes: &[Purpose]) {
        let mut chosen = Vec::new();
        for purpose in purposes {
            let asked = |request: &ConsentRequest| request.purpose == *purpose;
            if let Some(at) = self.consents.iter().position(asked) {
                chosen.push(self.consents.remove(at));
            }
        }
        self.consents.retain(|request| request.required);
        chosen.append(&mut self.consents);
        self.consents = chosen;
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    const ASKS: [Ask; 3] = [Ask::Hidden, Ask::Optional, Ask::Required];

    #[test]
    fn only_what_is_optional_changes() {
        for was in ASKS {
            for to in ASKS {
                let policy = Policy {
                    given_name: was,
                    family_name: was,
                    country: was,
                    postcode: was,
                    locality: was,
                    phone: was,
                    comment: was,
                    birth_year: was,
                    organisation: was,
                    ..Policy::default()
                };
                for field in Field::PLAIN {
                    let mut narrowed = policy.clone();
                    let done = narrowed.narrow(field, to);
                    let before = policy.ask(field);
                    assert_eq!(done, before == Ask::Optional || before == to, "{field}");
                    let after = if done { to } else { before };
                    assert_eq!(narrowed.ask(field), after, "{field}");
                    for other in Field::PLAIN.iter().filter(|other| *other != field) {
                        assert_eq!(narrowed.ask(other), policy.ask(other), "{other}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_rule_of_the_petition_outweighs_the_page() {
        let mut policy = Policy {
            minimum_age: Some(16),
            birth_year: Ask::Optional,
            ..Policy::default()
        };
        assert!(!policy.narrow(&Field::BirthYear, Ask::Hidden));
        assert_eq!(policy.ask(&Field::BirthYear), Ask::Required);
    }

    #[test]
    fn a_consent_stays_as_the_petition_asks_it() {
        let purpose = Purpose::parse("newsletter").unwrap();
        let mut policy = Policy {
            consents: vec![ConsentRequest::new(purpose.clone(), "w", "fr")],
            ..Policy::default()
        };
        let consent = Field::Consent(purpose);
        assert!(policy.narrow(&consent, Ask::Optional));
        for to in [Ask::Hidden, Ask::Required] {
            assert!(!policy.narrow(&consent, to));
        }
    }

    #[test]
    fn required_consents_stay_after_the_chosen() {
        let request = |purpose: &str, required| ConsentRequest {
            required,
            ..ConsentRequest::new(Purpose::parse(purpose).unwrap(), "w", "fr")
        };
        let mut policy = Policy {
            consents: vec![
                request("a", true),
                request("b", false),
                request("c", false),
                request("d", false),
            ],
            ..Policy::default()
        };
        let chosen = ["d", "nobody", "b", "d"].map(|purpose| Purpose::parse(purpose).unwrap());
        policy.choose_consents(&chosen);
        let order: Vec<&str> = policy.consents.iter().map(|r| r.purpose.as_str()).collect();
        assert_eq!(order, ["d", "b", "a"]);
        policy.choose_consents(&[]);
        assert_eq!(policy.consents.len(), 1, "the required one");
    }
}
