//! Whole drafts and policies from JSON: `{"draft":{…},"policy":{…}}`. Whatever is accepted keeps what
//! its policy promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wesign_core::{
    platform::Native,
    policy::{Ask, Policy},
    signature::{Draft, Signature},
    time::Timestamp,
};

fuzz_target!(|json: &[u8]| {
    let Ok(serde_json::Value::Object(mut parts)) = serde_json::from_slice(json) else {
        return;
    };
    let mut part = |name| parts.remove(name).unwrap_or_else(|| serde_json::json!({}));
    let draft = serde_json::from_value::<Draft>(part("draft"));
    let policy = serde_json::from_value::<Policy>(part("policy"));
    let (Ok(draft), Ok(policy)) = (draft, policy) else {
        return;
    };
    let now = Timestamp::from_unix(1_795_305_600);
    let alone: Vec<_> = policy
        .fields()
        .filter_map(|field| draft.check_field(&field, &policy, &Native, now))
        .collect();
    assert_eq!(draft.errors(&policy, &Native, now), alone);
    let result = draft.check(&policy, &Native, now);
    assert_eq!(draft.clone().into_signature(&policy, &Native, now), result);
    match result {
        Ok(signature) => {
            assert!(alone.is_empty());
            assert_eq!(
                signature.phone.is_some() && policy.phone == Ask::Hidden,
                false
            );
            assert_eq!(signature.consents.len(), policy.consents.len());
            let granted = policy.consents.iter().zip(&signature.consents);
            assert!(
                granted
                    .into_iter()
                    .all(|(asked, given)| !asked.required || given.granted)
            );
            let text = serde_json::to_string(&signature).expect("a signature serialises");
            let read = serde_json::from_str::<Signature>(&text);
            assert_eq!(read.expect("what was written is read"), signature);
            signature.dedup_key("petition", b"salt");
        }
        Err(errors) => assert_eq!(errors, alone),
    }
});
