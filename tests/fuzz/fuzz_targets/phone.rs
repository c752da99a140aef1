//! Phone numbers: the first two bytes choose the country. What is accepted has the shape of E.164.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::field::{Country, PhoneNumber};

fuzz_target!(|text: &str| {
    let Some((country, typed)) = text.split_at_checked(2) else {
        return;
    };
    let country = Country::parse(country).unwrap_or(Country::FRANCE);
    let Ok(number) = PhoneNumber::parse(typed, country) else {
        return;
    };
    let digits = number.as_str().strip_prefix('+').expect("a plus");
    assert!((7..=15).contains(&digits.len()) && !digits.starts_with('0'));
    assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(PhoneNumber::parse(number.as_str(), country), Ok(number));
});
