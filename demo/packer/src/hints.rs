//! For people of a split commune: which part of it, and which neighbours, go with each seat. Help
//! from contours that are only a drawing; it never decides.

use std::collections::BTreeMap;

use wesign_core::directory::encode::HintEntry;
use wesign_core::directory::{CommuneCode, Constituency, Part};

use crate::places::Place;
use crate::shape::{Shape, mean};

/// Below this share of the commune, a contour is a slip of the pen and no part is named.
const LEAST_SHARE: f64 = 0.02;
/// How far from the middle a part must lie, in mean distances of the commune's points from it.
const CENTRE: f64 = 0.3;
/// Neighbours named for a part.
const NEIGHBOURS: usize = 2;
/// Neighbours no farther than this, in degrees (about 15 km).
const FAR: f64 = 0.135;

/// Fills in the hints of every split place.
pub(crate) fn fill(
    places: &mut [Place],
    contours: &BTreeMap<Constituency, Shape>,
    shapes: &BTreeMap<String, Shape>,
) {
    let mut whole: BTreeMap<Constituency, Vec<(CommuneCode, [f64; 2])>> = BTreeMap::new();
    for place in places.iter() {
        if let ([constituency], Some(shape)) = (&*place.seats, shapes.get(&place.commune)) {
            let all = whole.entry(*constituency).or_default();
            all.push((place.code, shape.middle()));
        }
    }
    for place in places.iter_mut().filter(|place| place.seats.len() > 1) {
        if let Some(shape) = shapes.get(&place.commune) {
            place.hints = of_place(place, shape, contours, &whole);
        }
    }
}

fn of_place(
    place: &Place,
    shape: &Shape,
    contours: &BTreeMap<Constituency, Shape>,
    whole: &BTreeMap<Constituency, Vec<(CommuneCode, [f64; 2])>>,
) -> Vec<HintEntry> {
    let points = shape.grid(80);
    let Some(middle) = mean(&points) else {
        return Vec::new();
    };
    let spread = points
        .iter()
        .map(|&point| distance(point, middle))
        .sum::<f64>()
        / points.len() as f64;
    let mut hints: Vec<HintEntry> = Vec::new();
    for constituency in &place.seats {
        let inside: Vec<[f64; 2]> = contours
            .get(constituency)
            .map(|contour| {
                points
                    .iter()
                    .filter(|&&p| contour.contains(p))
                    .copied()
                    .collect()
            })
            .unwrap_or_default();
        let enough = inside.len() as f64 >= LEAST_SHARE * points.len() as f64;
        let Some(part_middle) = mean(&inside).filter(|_| enough) else {
            hints.push(HintEntry::default());
            continue;
        };
        let mut near: Vec<(f64, CommuneCode)> = whole
            .get(constituency)
            .into_iter()
            .flatten()
            .map(|(code, point)| (distance(*point, part_middle), *code))
            .filter(|(distance, _)| *distance < FAR)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        hints.push(HintEntry {
            part: Some(part(part_middle, middle, spread)),
            near: near
                .into_iter()
                .take(NEIGHBOURS)
                .map(|(_, code)| code)
                .collect(),
        });
    }
    // Two parts that would be called the same tell nobody anything.
    let parts: Vec<Option<Part>> = hints.iter().map(|hint| hint.part).collect();
    for hint in &mut hints {
        if parts.iter().filter(|part| **part == hint.part).count() > 1 {
            hint.part = None;
        }
    }
    hints
}

/// In degrees of latitude; a degree of longitude is shorter by the cosine.
fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [x, y] = offset(a, b);
    x.hypot(y)
}

fn offset([x, y]: [f64; 2], [from_x, from_y]: [f64; 2]) -> [f64; 2] {
    [(x - from_x) * from_y.to_radians().cos(), y - from_y]
}

fn part(of: [f64; 2], middle: [f64; 2], spread: f64) -> Part {
    let [x, y] = offset(of, middle);
    if x.hypot(y) < CENTRE * spread {
        return Part::Centre;
    }
    // Clockwise from the north, in eighths of a turn.
    let eighth = (x.atan2(y) / std::f64::consts::FRAC_PI_4).round() as i32;
    Part::ALL[1 + eighth.rem_euclid(8) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions() {
        let of = |x: f64, y: f64| part([2.0 + x, 45.0 + y], [2.0, 45.0], 0.1);
        assert_eq!(of(0.0, 0.1), Part::North);
        assert_eq!(of(0.14, 0.1), Part::NorthEast);
        assert_eq!(of(0.1, 0.0), Part::East);
        assert_eq!(of(0.0, -0.1), Part::South);
        assert_eq!(of(-0.1, 0.0), Part::West);
        assert_eq!(of(-0.14, 0.1), Part::NorthWest);
        assert_eq!(of(0.01, 0.01), Part::Centre);
    }
}
