//! What was stored comes back the same, and what was tampered with does not come back.
#![allow(missing_docs)]

use serde_json::{Value, from_value, json, to_value};
use wesign_core::{
    consent::{ConsentRequest, Purpose},
    field::{BirthYear, Comment, Country, PhoneNumber, Postcode},
    platform::Native,
    policy::{Ask, Policy},
    signature::{Draft, DraftConsent, Signature},
    time::Timestamp,
};

const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);

/// A policy that asks for everything.
fn policy() -> Policy {
    let purpose = Purpose::parse("newsletter:attac").expect("a purpose");
    Policy {
        country: Ask::Optional,
        locality: Ask::Optional,
        phone: Ask::Optional,
        comment: Ask::Optional,
        birth_year: Ask::Optional,
        organisation: Ask::Optional,
        consents: vec![ConsentRequest::new(purpose, "news", "fr")],
        ..Policy::default()
    }
}

fn draft() -> Draft {
    Draft {
        given_name: "Zoé".into(),
        family_name: "d’Ormesson".into(),
        email: "zoe@example.org".into(),
        country: "FR".into(),
        postcode: "69123 Lyon CEDEX 03".into(),
        locality: "Lyon".into(),
        phone: "06 12 34 56 78".into(),
        comment: "Bravo.\nMerci".into(),
        birth_year: "1987".into(),
        organisation: "350.org".into(),
        lang: "fr-CH".into(),
        consents: vec![DraftConsent {
            purpose: "newsletter:attac".into(),
            granted: true,
            ..DraftConsent::default()
        }],
        ..Draft::default()
    }
}

fn signed(draft: &Draft, policy: &Policy) -> Signature {
    draft.check(policy, &Native, NOW).expect("a signature")
}

#[test]
fn a_signature_with_every_field_comes_back() {
    let signature = signed(&draft(), &policy());
    let stored = to_value(&signature).expect("JSON");
    let expected = json!({
        "given_name": "Zoé", "family_name": "d’Ormesson", "email": "zoe@example.org",
        "country": "FR", "postcode": "69123", "postcode_cedex": true, "locality": "Lyon",
        "phone": "+33612345678", "comment": "Bravo.\nMerci", "birth_year": 1987,
        "organisation": "350.org", "lang": "fr-CH", "signed_at": "2026-11-22T00:00:00Z",
        "consents": [{
            "purpose": "newsletter:attac", "granted": true, "wording": "news", "version": 1,
            "lang": "fr", "at": "2026-11-22T00:00:00Z",
        }],
    });
    assert_eq!(stored, expected);
    assert_eq!(from_value::<Signature>(stored).expect("read"), signature);
}

#[test]
fn what_only_the_policy_knew_is_stored_where_it_matters() {
    let policy = Policy {
        default_country: Country::parse("BE").expect("Belgium"),
        email_provider_rules: false,
        ..Policy::default()
    };
    let draft = Draft {
        postcode: "1000".into(),
        email: "a.b@gmail.com".into(),
        ..draft()
    };
    let signature = signed(&draft, &policy);
    let stored = to_value(&signature).expect("JSON");
    assert_eq!(stored["postcode_country"], json!("BE"));
    assert_eq!(stored["email_provider_rules"], json!(false));
    let read: Signature = from_value(stored).expect("read");
    assert_eq!(read.canonical_email(), "a.b@gmail.com");
    assert_eq!(read, signature);
}

#[test]
fn a_field_that_was_tampered_with_is_named() {
    let stored = to_value(signed(&draft(), &policy())).expect("JSON");
    let consent = |change: Value| {
        let mut consent = stored["consents"][0].clone();
        let Value::Object(change) = change else {
            unreachable!("an object")
        };
        consent.as_object_mut().expect("an object").extend(change);
        json!([consent])
    };
    for (field, value, says) in [
        ("given_name", json!("=1+1"), "given_name: formula_start"),
        ("given_name", json!(""), "given_name: required"),
        (
            "family_name",
            json!("a".repeat(101)),
            "family_name: too_long (max 100)",
        ),
        ("full_name", json!("Zoé d’Ormesson"), "full_name: beside"),
        ("email", json!("zoe@"), "email: email_domain"),
        ("email", json!(null), "missing field `email`"),
        ("email", json!(5), "email: invalid type"),
        ("country", json!("XX"), "country: not a valid value"),
        ("country", json!("BE"), "postcode: postcode_format"),
        (
            "postcode",
            json!("99123"),
            "postcode: postcode_unknown_area",
        ),
        ("postcode_country", json!("BE"), "postcode_country: another"),
        (
            "postcode_cedex",
            json!("yes"),
            "postcode_cedex: invalid type",
        ),
        ("locality", json!("casino.com"), "locality: contains_url"),
        (
            "phone",
            json!("0612345678"),
            "phone: phone_needs_country_code",
        ),
        ("phone", json!("+331"), "phone: phone_format"),
        ("comment", json!("<script>"), "comment: contains_markup"),
        (
            "birth_year",
            json!(1905),
            "birth_year: birth_year_range (min 1906) (max 2026)",
        ),
        ("birth_year", json!(87_000), "birth_year: invalid value"),
        ("organisation", json!("***"), "organisation: no_letter"),
        ("lang", json!("français"), "lang: not a language tag"),
        (
            "consents",
            consent(json!({ "purpose": "A!" })),
            "consents: not a valid value",
        ),
        (
            "consents",
            consent(json!({ "granted": 1 })),
            "consents: invalid type",
        ),
        (
            "signed_at",
            json!("2026-02-30T00:00:00Z"),
            "signed_at: not a valid value",
        ),
        (
            "email_provider_rules",
            json!("no"),
            "email_provider_rules: invalid type",
        ),
    ] {
        let mut tampered = stored.clone();
        tampered[field] = value.clone();
        let error = from_value::<Signature>(tampered)
            .expect_err(field)
            .to_string();
        assert!(error.starts_with(says), "{field} {value}: {error}");
    }
    let twice = r#"{"email":"a@b.fr","email":"c@d.fr"}"#;
    let error = serde_json::from_str::<Signature>(twice).expect_err("twice");
    assert!(
        error.to_string().starts_with("email: given twice"),
        "{error}"
    );
}

#[test]
fn what_a_newer_version_may_have_added_is_passed_over() {
    let signature = signed(&draft(), &policy());
    let mut stored = to_value(&signature).expect("JSON");
    stored["confirmed_at"] = json!({ "any": ["thing"] });
    assert_eq!(from_value::<Signature>(stored).expect("read"), signature);
}

#[test]
fn a_value_alone_is_checked_when_it_is_read() {
    fn error<T: serde::de::DeserializeOwned + std::fmt::Debug>(value: Value) -> String {
        from_value::<T>(value).expect_err("refused").to_string()
    }
    assert_eq!(
        error::<PhoneNumber>(json!("06 12 34 56 78")),
        "phone_needs_country_code"
    );
    assert_eq!(error::<BirthYear>(json!(10_000)), "birth_year_format");
    assert_eq!(error::<Comment>(json!("www.casino.com")), "contains_url");
    let postcode = |country, cedex| json!({ "country": country, "code": "1000", "cedex": cedex });
    assert_eq!(error::<Postcode>(postcode("FR", false)), "postcode_format");
    assert_eq!(error::<Postcode>(postcode("BE", true)), "postcode_format");
    let belgian = Postcode::parse("B-1000", Country::parse("BE").expect("Belgium")).expect("form");
    assert_eq!(
        from_value::<Postcode>(postcode("BE", false)).expect("read"),
        belgian
    );
}
