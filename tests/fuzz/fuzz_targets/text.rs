//! Names, towns, organisations, comments: what is accepted is bounded, harmless, and accepted again
//! unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::{
    field::{Comment, Locality, OrganisationName, PersonName},
    platform::Native,
};

fn is_harmless(text: &str, max: usize) {
    assert!((1..=max).contains(&text.chars().count()), "{text:?}");
    assert_eq!(text, text.trim(), "{text:?}");
    let hostile = |sign: char| {
        (sign.is_control() && sign != '\n') || ('\u{202A}'..='\u{202E}').contains(&sign)
    };
    assert!(!text.contains(hostile), "{text:?}");
    assert!(
        !text.contains("<script") && !text.contains("://"),
        "{text:?}"
    );
    let computes = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert!(
        !(computes && text.contains(char::is_alphabetic)),
        "{text:?}"
    );
}

fuzz_target!(|text: &str| {
    if let Ok(name) = PersonName::parse(text, &Native) {
        is_harmless(name.as_str(), 100);
        assert!(!name.as_str().contains('\n'));
        assert_eq!(PersonName::parse(name.as_str(), &Native), Ok(name));
    }
    if let Ok(town) = Locality::parse(text, &Native) {
        is_harmless(town.as_str(), 100);
        assert_eq!(Locality::parse(town.as_str(), &Native), Ok(town));
    }
    if let Ok(organisation) = OrganisationName::parse(text, &Native) {
        is_harmless(organisation.as_str(), 150);
        assert_eq!(
            OrganisationName::parse(organisation.as_str(), &Native),
            Ok(organisation)
        );
    }
    if let Ok(comment) = Comment::parse(text, 50, &Native) {
        is_harmless(comment.as_str(), 50);
        assert_eq!(Comment::parse(comment.as_str(), 50, &Native), Ok(comment));
    }
});
