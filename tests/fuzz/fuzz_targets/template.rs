//! Templates: whatever is written is read or refused with a place that exists, prints as it reads,
//! and renders.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::interpellation::{Channel, Context, Grammar, Target, Template};

fuzz_target!(|source: &str| {
    for error in Template::check(source, &Grammar::FRENCH) {
        let line = source
            .split('\n')
            .nth(error.line as usize - 1)
            .expect("a line");
        assert!(
            error.column >= 1 && error.column as usize <= line.chars().count(),
            "{error}"
        );
    }
    let Ok(template) = Template::parse(source, &Grammar::FRENCH) else {
        return;
    };
    let again = Template::parse(&template.to_string(), &Grammar::FRENCH);
    assert_eq!(again.as_ref(), Ok(&template));
    let target = Target {
        name: "Léa Exemple".into(),
        ..Target::default()
    };
    for targets in [&[][..], &[&target], &[&target, &target]] {
        template.render(&Context::new(targets), Channel::X);
    }
});
