//! E-mail addresses: what is accepted has the shape of an address, and is accepted again unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::{
    field::{EmailAddress, suggest_email},
    platform::Native,
};

fuzz_target!(|text: &str| {
    if let Some(hint) = suggest_email(text) {
        assert_eq!(suggest_email(&hint), None, "{hint:?}");
    }
    let Ok(address) = EmailAddress::parse(text, &Native) else {
        return;
    };
    assert!(address.as_str().is_ascii() && address.as_str().len() <= 254);
    assert!((1..=64).contains(&address.local().len()));
    assert!(address.domain().contains('.'));
    assert_eq!(address.domain(), address.domain().to_lowercase());
    assert!(
        !address
            .as_str()
            .contains(|sign: char| sign.is_whitespace() || sign.is_control())
    );
    for rules in [true, false] {
        let canonical = address.canonical(rules);
        let again = EmailAddress::parse(&canonical, &Native).expect("a canonical address is one");
        assert_eq!(again.canonical(rules), canonical);
    }
    assert_eq!(EmailAddress::parse(address.as_str(), &Native), Ok(address));
});
