//! Counting and composing: every channel has an answer for every text, with the list of top-level
//! domains, without it, and with a broken one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::{
    interpellation::{Channel, Instance, Measuring, Message, Tlds},
    platform::Native,
};

fuzz_target!(|text: &str| {
    let instance = Instance::parse(text, &Native);
    for channel in Channel::ALL {
        let exact = channel.measure(text, &Native, &Measuring::default());
        assert!(exact.exact);
        let none = Measuring {
            tlds: Tlds::none(),
            limit: None,
        };
        let bound = channel.measure(text, &Native, &none);
        assert!(!bound.exact || bound == exact, "{bound:?} {exact:?}");
        let broken = Measuring {
            tlds: Tlds::new(text),
            limit: Some(1),
        };
        channel.measure(text, &Native, &broken);
        let message = Message {
            text,
            subject: text,
            to: &[text],
            page: text,
            instance: instance.as_ref().ok(),
        };
        if let Ok(url) = channel.compose_url(&message) {
            assert!(
                url.is_ascii() && !url.contains([' ', '\r', '\n', '"', '<', '>']),
                "{url}"
            );
        }
    }
});
