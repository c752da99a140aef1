//! Postcodes of any country: the first two bytes choose it. What is accepted is accepted again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::field::{Country, Postcode};

fuzz_target!(|text: &str| {
    let Some((country, typed)) = text.split_at_checked(2) else {
        return;
    };
    let country = Country::parse(country).unwrap_or(Country::FRANCE);
    let Ok(postcode) = Postcode::parse(typed, country) else {
        return;
    };
    assert!((1..=12).contains(&postcode.as_str().len()), "{postcode}");
    assert_eq!(postcode.departement().is_some(), country.is_french());
    let again = Postcode::parse(postcode.as_str(), country).expect("accepted again");
    assert_eq!(again.as_str(), postcode.as_str());
});
