//! Times, wire names of fields, purposes: what is read is written as something that reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::{consent::Purpose, field::Field, problem::Code, time::Timestamp};

fuzz_target!(|text: &str| {
    if let Some(at) = Timestamp::parse(text) {
        assert_eq!(Timestamp::parse(&at.to_string()), Some(at));
        let (year, month, day) = at.date();
        assert!(year <= 9999 && (1..=12).contains(&month) && (1..=31).contains(&day));
    }
    if let Some(field) = Field::parse(text) {
        assert_eq!(field.to_string(), text);
    }
    if let Some(purpose) = Purpose::parse(text) {
        assert_eq!(purpose.as_str(), text);
    }
    if let Some(code) = Code::parse(text) {
        assert_eq!(code.as_str(), text);
    }
});
