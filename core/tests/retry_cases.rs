//! Runs `tests/cases/retry.json`, which the SDK's `nextAttempt` runs as well.

use serde_json::Value;
use wesign_core::flow::next_attempt;

#[test]
fn every_case_gives_exactly_what_it_expects() {
    let cases: Value =
        serde_json::from_str(include_str!("../../tests/cases/retry.json")).expect("JSON");
    let number = |value: &Value| value.as_u64().map(|n| u32::try_from(n).expect("small"));
    for case in cases.as_array().expect("a list") {
        let wait = next_attempt(
            number(&case["tried"]).expect("tried"),
            case["status"].as_u64().expect("status") as u16,
            number(&case["asked"]),
            number(&case["dice"]).expect("dice"),
        );
        assert_eq!(wait, number(&case["expect"]), "{case}");
    }
}
