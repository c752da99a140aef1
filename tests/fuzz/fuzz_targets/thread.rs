//! Threads: no split loses or changes a character, and every part fits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::{
    interpellation::{Channel, Measuring, Tlds},
    platform::Native,
};

fuzz_target!(|text: &str| {
    for (channel, limit) in [
        (Channel::X, 30),
        (Channel::Bluesky, 20),
        (Channel::Mastodon, 40),
    ] {
        let measuring = Measuring {
            tlds: Tlds::default(),
            limit: Some(limit),
        };
        let Ok(parts) = channel.split(text, &Native, &measuring) else {
            continue;
        };
        assert_eq!(parts.iter().map(|part| part.body).collect::<String>(), text);
        for part in parts {
            assert!(
                channel.measure(&part.text, &Native, &measuring).fits(),
                "{part:?}"
            );
        }
    }
});
