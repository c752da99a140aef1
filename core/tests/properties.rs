//! Properties that hold of any text.
#![allow(missing_docs)]

use proptest::prelude::*;
use wesign_core::{
    consent::{ConsentRequest, Purpose},
    field::{
        BirthYear, Comment, Country, EmailAddress, Field, Locality, OrganisationName, PersonName,
        PhoneNumber, Postcode, suggest_email,
    },
    platform::Native,
    policy::{Ask, Names, Policy},
    problem::FieldError,
    signature::{Draft, DraftConsent, Signature},
    tally::{GoalLadder, Tally},
    time::{Phase, Timestamp},
};

const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);

/// Any Unicode, with the signs that rules look at more often than chance would bring them.
fn text() -> impl Strategy<Value = String> {
    let telling = prop::sample::select(vec![
        ' ', '\t', '\n', '\r', '\0', '\u{AD}', '\u{200B}', '\u{202E}', '\u{301}', '\u{FEFF}', '=',
        '+', '-', '@', '.', '/', ':', '<', '>', '&', '[', ']', '{', '$', '(', ')', '0', '9', 'a',
        'Z', 'é', '王', '’',
    ]);
    let sign = prop_oneof![3 => any::<char>(), 3 => telling, 2 => prop::char::range('a', 'z')];
    prop::collection::vec(sign, 0..40).prop_map(|signs| signs.into_iter().collect())
}

/// Text that is often right: what the rules accept, and slips next to it.
fn plausible() -> impl Strategy<Value = String> {
    prop_oneof![
        text(),
        "[ A-Za-zéÉñ王'’-]{1,20}",
        "[a-zA-Z0-9.+_-]{1,12}@[a-zA-Zé0-9-]{1,12}\\.[a-z]{1,4}",
        "[0-9]{4,6}",
        "[A-Z]{1,2}[0-9]{1,2} ?[0-9][A-Z]{2}",
        "\\+?[0-9 .()-]{6,20}",
        "[0-9]{5} [A-Za-z]{1,8} CEDEX( [0-9]{1,2})?",
        "(19|20)[0-9]{2}",
    ]
}

fn country() -> impl Strategy<Value = Country> {
    prop::sample::select(Country::all().collect::<Vec<_>>())
}

fn ask() -> impl Strategy<Value = Ask> {
    prop::sample::select(vec![Ask::Hidden, Ask::Optional, Ask::Required])
}

fn draft() -> impl Strategy<Value = Draft> {
    let consent = (
        prop_oneof!["[a-z:_]{0,12}", "[a-c]{1,2}(:[a-c])?"],
        any::<bool>(),
        prop_oneof![text(), Just("wording".to_owned()), Just(String::new())],
        prop_oneof![any::<u32>(), 0..2_u32],
        "[a-z-]{0,6}",
    )
        .prop_map(|(purpose, granted, wording, version, lang)| DraftConsent {
            purpose,
            granted,
            wording,
            version,
            lang,
        });
    // Mostly right, so that whole signatures come out as well.
    let mostly = |right: &'static str| prop_oneof![20 => right, 1 => text()];
    let name = || mostly("[ A-Za-zéÉñ王'’-]{0,9}[A-Zé王]");
    let who = (
        name(),
        name(),
        name(),
        mostly("[a-zA-Z0-9.+_-]{1,12}@[a-zA-Zé0-9]{1,12}\\.[a-z]{1,4}"),
    );
    let place = (
        mostly("FR|fr|BE|GB|"),
        mostly("[1-8][1-9][0-9]{3}|[1-9][0-9]{3}"),
        name(),
    );
    let more = (
        mostly("0[1-9]([ .]?[0-9]{2}){4}|"),
        mostly("[A-Za-z][A-Za-z \n]{0,20}"),
        mostly("(19[1-9]|200)[0-9]|"),
        name(),
        mostly("[a-z]{2}(-[A-Z]{2})?"),
    );
    (who, place, more, prop::collection::vec(consent, 0..3)).prop_map(
        |(who, place, more, consents)| {
            let (given_name, family_name, full_name, email) = who;
            let (country, postcode, locality) = place;
            let (phone, comment, birth_year, organisation, lang) = more;
            Draft {
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
                lang,
                consents,
            }
        },
    )
}

fn policy() -> impl Strategy<Value = Policy> {
    let default_country = prop_oneof![2 => Just(Country::FRANCE), 1 => country()];
    (
        prop::array::uniform9(ask()),
        any::<bool>(),
        default_country,
        any::<Option<u8>>(),
        0..2000_u32,
        any::<bool>(),
        prop::collection::btree_set("[a-c]{1,2}(:[a-c])?", 0..3),
    )
        .prop_map(
            |(asks, full, default_country, minimum_age, comment_max, rules, purposes)| Policy {
                email_provider_rules: rules,
                consents: purposes
                    .iter()
                    .filter_map(|purpose| Purpose::parse(purpose))
                    .map(|purpose| ConsentRequest::new(purpose, "wording", "fr"))
                    .collect(),
                names: if full { Names::Full } else { Names::Split },
                given_name: asks[0],
                family_name: asks[1],
                country: asks[2],
                postcode: asks[3],
                locality: asks[4],
                phone: asks[5],
                comment: asks[6],
                birth_year: asks[7],
                organisation: asks[8],
                default_country,
                minimum_age,
                comment_max,
                ..Policy::default()
            },
        )
}

/// The regular expression of WHATWG HTML for `<input type=email>`, read out sign by sign.
fn is_html_email(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && name.bytes().all(local) && domain.split('.').all(label)
    })
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
        && text
            .chars()
            .any(|sign| sign.is_alphabetic() || sign.is_numeric())
}

/// What was accepted, sent once more as it came out.
fn again(signature: &Signature, draft: &Draft) -> Draft {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    Draft {
        given_name: text(signature.given_name.as_ref().map(AsRef::as_ref)),
        family_name: text(signature.family_name.as_ref().map(AsRef::as_ref)),
        full_name: text(signature.full_name.as_ref().map(AsRef::as_ref)),
        email: signature.email.to_string(),
        country: text(signature.country.map(Country::as_str)),
        postcode: text(signature.postcode.as_ref().map(Postcode::as_str)),
        locality: text(signature.locality.as_ref().map(AsRef::as_ref)),
        phone: text(signature.phone.as_ref().map(AsRef::as_ref)),
        comment: text(signature.comment.as_ref().map(AsRef::as_ref)),
        birth_year: signature
            .birth_year
            .map(|year| year.to_string())
            .unwrap_or_default(),
        organisation: text(signature.organisation.as_ref().map(AsRef::as_ref)),
        lang: signature.lang.clone().unwrap_or_default(),
        consents: draft.consents.clone(),
    }
}

/// Whether a value that was written is the same value when it is read.
fn returns<T>(value: Option<T>) -> Result<(), TestCaseError>
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let Some(value) = value else { return Ok(()) };
    let text = serde_json::to_string(&value).expect("it is written");
    let read = serde_json::from_str::<T>(&text).map_err(|error| error.to_string());
    prop_assert_eq!(read, Ok(value), "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_accepted_is_accepted_again_and_unchanged(input in plausible(), country in country()) {
        if let Ok(name) = PersonName::parse(&input, &Native) {
            prop_assert_eq!(PersonName::parse(name.as_str(), &Native), Ok(name.clone()));
            prop_assert!((1..=100).contains(&name.as_str().chars().count()));
            prop_assert!(!is_formula(name.as_str()));
        }
        if let Ok(name) = Locality::parse(&input, &Native) {
            prop_assert_eq!(Locality::parse(name.as_str(), &Native), Ok(name));
        }
        if let Ok(name) = OrganisationName::parse(&input, &Native) {
            prop_assert_eq!(OrganisationName::parse(name.as_str(), &Native), Ok(name));
        }
        if let Ok(comment) = Comment::parse(&input, 30, &Native) {
            prop_assert_eq!(Comment::parse(comment.as_str(), 30, &Native), Ok(comment));
        }
        if let Ok(email) = EmailAddress::parse(&input, &Native) {
            prop_assert_eq!(EmailAddress::parse(email.as_str(), &Native), Ok(email.clone()));
            prop_assert!(email.as_str().len() <= 254 && email.as_str().is_ascii());
        }
        if let Ok(postcode) = Postcode::parse(&input, country) {
            let again = Postcode::parse(postcode.as_str(), country);
            prop_assert_eq!(again.as_ref().map(Postcode::as_str), Ok(postcode.as_str()));
            let again = again.unwrap();
            prop_assert_eq!(again.departement(), postcode.departement());
        }
        if let Ok(phone) = PhoneNumber::parse(&input, country) {
            prop_assert_eq!(PhoneNumber::parse(phone.as_str(), country), Ok(phone));
        }
        if let Ok(year) = BirthYear::parse(&input, NOW) {
            prop_assert_eq!(BirthYear::parse(&year.to_string(), NOW), Ok(year));
        }
    }

    #[test]
    fn french_and_british_postcodes_are_accepted_again(
        french in "[0-9]{5}( CEDEX)?", british in "[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}",
        iso in prop::sample::select(vec!["FR", "GB", "RE", "NL", "IE", "PT", "LV", "SE", "US"]),
    ) {
        let country = Country::parse(iso).unwrap();
        for typed in [french, british] {
            if let Ok(postcode) = Postcode::parse(&typed, country) {
                let again = Postcode::parse(postcode.as_str(), country);
                prop_assert_eq!(again.as_ref().map(Postcode::as_str), Ok(postcode.as_str()));
            }
        }
    }

    #[test]
    fn a_draft_never_panics_and_its_signature_signs_again(draft in draft(), policy in policy()) {
        let result = draft.check(&policy, &Native, NOW);
        let alone: Vec<FieldError> = policy.fields()
            .filter_map(|field| draft.check_field(&field, &policy, &Native, NOW))
            .collect();
        prop_assert_eq!(&draft.clone().into_signature(&policy, &Native, NOW), &result);
        prop_assert_eq!(&draft.errors(&policy, &Native, NOW), &alone);
        match result {
            Ok(signature) => {
                prop_assert!(alone.is_empty());
                returns(Some(signature.clone()))?;
                prop_assert_eq!(again(&signature, &draft).check(&policy, &Native, NOW), Ok(signature));
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                prop_assert_eq!(&errors, &alone);
                let text = serde_json::to_string(&errors).unwrap();
                prop_assert_eq!(serde_json::from_str::<Vec<FieldError>>(&text).unwrap(), errors);
            }
        }
    }

    #[test]
    fn names_are_as_good_in_any_normalisation(name in "[A-Za-zéèñüçÅøŝ가-힣ぁ-ん' -]{1,30}") {
        use unicode_normalization::UnicodeNormalization as _;
        let composed = PersonName::parse(&name, &Native);
        let decomposed: String = name.nfd().collect();
        prop_assert_eq!(PersonName::parse(&decomposed, &Native), composed);
    }

    #[test]
    fn serde_round_trip(draft in draft(), policy in policy()) {
        let text = serde_json::to_string(&draft).unwrap();
        prop_assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft);
        let text = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    }

    #[test]
    fn values_round_trip_through_serde(
        input in plausible(), country in country(), french in "[0-9]{5}( [A-Z]{3} CEDEX)?", seconds in any::<i64>(),
    ) {
        returns(EmailAddress::parse(&input, &Native).ok())?;
        returns(PersonName::parse(&input, &Native).ok())?;
        returns(Locality::parse(&input, &Native).ok())?;
        returns(OrganisationName::parse(&input, &Native).ok())?;
        returns(Comment::parse(&input, 30, &Native).ok())?;
        returns(Postcode::parse(&input, country).ok())?;
        returns(Postcode::parse(&french, Country::FRANCE).ok())?;
        returns(PhoneNumber::parse(&input, country).ok())?;
        returns(BirthYear::parse(&input, NOW).ok())?;
        returns(Some(country))?;
        returns(Some(Timestamp::from_unix(seconds)))?;
        if let Some(purpose) = Purpose::parse(&input) {
            let text = serde_json::to_string(&Field::Consent(purpose.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Field>(&text).unwrap(), Field::Consent(purpose));
        }
        let at = Timestamp::from_unix(seconds);
        prop_assert_eq!(Timestamp::parse(&at.to_string()), Some(at));
    }

    #[test]
    fn the_dedup_key_is_stable_under_case_and_normalisation(
        local in "[a-zA-Z][a-zA-Z0-9._-]{0,20}", domain in "[a-z]{1,10}é[a-z]{0,5}\\.fr", salt in any::<[u8; 32]>(),
    ) {
        use unicode_normalization::UnicodeNormalization as _;
        let key = |email: String| {
            let draft = Draft {
                given_name: "Ada".into(), family_name: "L".into(), postcode: "75018".into(), email,
                ..Draft::default()
            };
            draft.check(&Policy::default(), &Native, NOW).map(|signature| signature.dedup_key("p", &salt))
        };
        let plain = key(format!("{local}@{domain}"));
        prop_assert!(plain.is_ok());
        prop_assert_eq!(&key(format!("{}@{}", local.to_uppercase(), domain.to_uppercase())), &plain);
        prop_assert_eq!(&key(format!(" {local}@{}", domain.nfd().collect::<String>())), &plain);
        prop_assert_ne!(key(format!("x{local}@{domain}")), plain);
    }

    #[test]
    fn an_ascii_address_is_what_html_takes_and_mail_reaches(
        local in "[!-~]{0,4}|[a-z.+]{62,66}", domain in "([a-zA-Z0-9-]{0,3}\\.){0,3}[a-zA-Z0-9-]{0,4}|[ -~]{0,8}",
        label in "[a-z]{61,65}", long in any::<bool>(),
    ) {
        let text = if long { format!("{local}@{label}.{domain}") } else { format!("{local}@{domain}") };
        prop_assume!(text == text.trim() && !text.to_ascii_lowercase().contains("xn--"));
        let top = text.rsplit('.').next().unwrap_or_default();
        let reachable = text.rsplit('@').next().is_some_and(|domain| domain.contains('.'))
            && top.starts_with(|sign: char| sign.is_ascii_alphabetic())
            && text.find('@').is_some_and(|at| at <= 64)
            && text.len() <= 254;
        prop_assert_eq!(
            EmailAddress::parse(&text, &Native).is_ok(), is_html_email(&text) && reachable, "{}", text
        );
    }

    #[test]
    fn a_hint_is_never_hinted_at_again(local in "[a-z]{1,8}", domain in "[a-z.-]{0,34}") {
        if let Some(hint) = suggest_email(&format!("{local}@{domain}")) {
            prop_assert_eq!(suggest_email(&hint), None);
        }
    }

    #[test]
    fn hints_never_panic(input in text()) {
        let _ = suggest_email(&input);
    }

    #[test]
    fn a_tally_is_whole_for_any_count(count in any::<u64>(), before in any::<u64>(), goals in prop::collection::vec(any::<u64>(), 0..5)) {
        let ladder = GoalLadder::new(goals);
        for count in [count, count % 1_000_000, u64::MAX - count % 3] {
            let tally = Tally::new(count, &ladder);
            prop_assert!(tally.goal > count || tally.goal == u64::MAX);
            prop_assert_eq!(tally.goal - count, tally.remaining);
            prop_assert!(tally.progress_permille() <= 999 || count == u64::MAX);
            for goal in tally.milestones_crossed(before, &ladder) {
                prop_assert!(before < goal && goal <= count);
            }
        }
    }

    #[test]
    fn time_never_panics(input in text(), a in any::<i64>(), b in any::<Option<i64>>(), c in any::<Option<i64>>()) {
        let _ = Timestamp::parse(&input);
        let (opens, closes) = (b.map(Timestamp::from_unix), c.map(Timestamp::from_unix));
        let phase = Phase::at(Timestamp::from_unix(a), opens, closes);
        prop_assert!(phase == Phase::Open || opens.is_some() || closes.is_some());
    }
}
