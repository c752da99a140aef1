//! Runs `tests/cases/contrast.json`, which `js/contrast.ts` runs as well.

use serde_json::Value;
use wesign_core::contrast::Color;

fn color(text: &Value) -> Color {
    let text = text.as_str().expect("a text");
    Color::parse(text).unwrap_or_else(|| panic!("no colour: {text}"))
}

#[test]
fn every_case_gives_exactly_what_it_expects() {
    let cases: Value =
        serde_json::from_str(include_str!("../../tests/cases/contrast.json")).expect("JSON");
    let group = |name: &str| cases[name].as_array().expect("a list").clone();
    for case in group("contrast") {
        let ratio = color(&case["one"]).contrast(color(&case["other"]));
        let expected = case["ratio"].as_f64().expect("a number");
        assert!((ratio - expected).abs() < 0.005, "{case} {ratio}");
    }
    for case in group("readable_on") {
        let text = color(&case["color"]).readable_on().0.to_string();
        assert_eq!(text, case["text"], "{case}");
    }
    for case in group("readable_as") {
        let least = case["least"].as_f64().expect("a number");
        let (text, _) = color(&case["color"]).readable_as(color(&case["surface"]), least);
        assert_eq!(text.to_string(), case["text"], "{case}");
    }
    for case in group("parse") {
        let read = Color::parse(case["text"].as_str().expect("a text"));
        let read = read.map(|color| color.to_string());
        assert_eq!(read.as_deref(), case["color"].as_str(), "{case}");
    }
}
