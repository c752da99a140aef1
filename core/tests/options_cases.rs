//! `js/options.schema.json`, made from the widget's types, names what this crate names.

use serde_json::{Value, from_value, json};
use wesign_core::field::Field;
use wesign_core::journey::Step;
use wesign_core::mobilisation::Targets;
use wesign_core::policy::{Ask, Policy};

fn option(name: &str) -> Value {
    let schema: Value =
        serde_json::from_str(include_str!("../../js/options.schema.json")).expect("JSON");
    schema["$defs"]["PetitionOptions"]["properties"][name].clone()
}

fn names(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|name| name.as_str().expect("a text")).collect()
}

#[test]
fn the_steps_are_those_of_the_journey() {
    let option = option("steps");
    assert_eq!(names(&option["items"]["enum"]), Step::ALL.map(Step::as_str));
}

#[test]
fn the_fields_are_those_of_a_policy_and_so_is_what_is_asked() {
    let option = option("fields");
    for name in names(&option["propertyNames"]["enum"]) {
        let field = Field::parse(name).expect("a field");
        for ask in names(&option["additionalProperties"]["enum"]) {
            let policy: Policy = from_value(json!({ name: ask })).expect("a policy");
            let ask: Ask = from_value(json!(ask)).expect("an answer");
            assert_eq!(policy.ask(&field), ask, "{name}");
        }
    }
    // The rest cannot be optional, or is asked for by `names`.
    let known = names(&option["propertyNames"]["enum"]).len();
    let others = [Field::FullName, Field::Email];
    assert_eq!(known + others.len(), Field::PLAIN.len());
}

#[test]
fn the_kinds_of_targets_are_those_of_a_mobilisation() {
    let option = option("targets");
    let [kinds, list] = &option["anyOf"].as_array().expect("a list")[..] else {
        panic!("{option}");
    };
    for kind in names(&kinds["enum"]) {
        let targets: Targets = from_value(json!(kind)).expect("targets");
        assert!(!matches!(targets, Targets::List(_)));
    }
    assert_eq!(list["properties"]["kind"]["const"], "list");
    let one = json!({ "kind": "list", "people": [{ "id": "a", "name": "A" }] });
    assert!(matches!(from_value(one), Ok(Targets::List(list)) if list.people.len() == 1));
}
