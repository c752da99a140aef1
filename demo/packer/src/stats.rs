//! `stats`: what a built directory holds, and how much it weighs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use wesign_core::directory::{Constituency, Kind, Shard};

use crate::Fault;
use crate::pack::Built;

/// Figures of all shards together.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    /// Constituencies of each postcode.
    pub(crate) postcodes: BTreeMap<String, BTreeSet<Constituency>>,
    /// Places that are split, with the number of their seats.
    pub(crate) split: BTreeMap<String, usize>,
    /// Pairs of a postcode and a constituency that even the commune does not settle.
    pub(crate) ambiguous: usize,
    /// People by kind of shard, each seat once.
    pub(crate) seats: BTreeSet<Constituency>,
    pub(crate) vacant: BTreeSet<Constituency>,
    pub(crate) with_email: BTreeSet<String>,
    pub(crate) with_x: BTreeSet<String>,
    pub(crate) senators: usize,
    pub(crate) meps: usize,
    pub(crate) countries: usize,
}

/// Reads every shard.
pub(crate) fn figures(built: &Built) -> Result<Figures, Fault> {
    let mut figures = Figures::default();
    for name in built.manifest.shards.keys() {
        let bytes = built.shard(name)?.ok_or("shard without file")?;
        let shard = Shard::decode(&bytes).map_err(|cause| format!("shard {name}: {cause}"))?;
        match shard.kind() {
            Kind::Senators => {
                figures.senators += shard
                    .areas()
                    .map(|area| shard.people(&area).count())
                    .sum::<usize>();
            }
            Kind::Meps => {
                figures.meps += shard
                    .areas()
                    .map(|area| shard.people(&area).count())
                    .sum::<usize>();
            }
            Kind::Deputies => {
                figures.countries += shard.areas().count();
                deputies(&shard, &mut figures);
            }
        }
    }
    Ok(figures)
}

fn deputies(shard: &Shard<'_>, figures: &mut Figures) {
    for seat in shard.seats() {
        figures.seats.insert(seat.constituency);
        match seat.holder {
            None => {
                figures.vacant.insert(seat.constituency);
            }
            Some(person) => {
                if person.email.is_some() {
                    figures.with_email.insert(person.id.to_string());
                }
                if person.x.is_some() {
                    figures.with_x.insert(person.id.to_string());
                }
            }
        }
    }
    for postcode in shard.postcodes() {
        let postcode = format!("{postcode:05}");
        let places = shard.places(&postcode);
        for place in &places {
            if place.seats.len() > 1 {
                figures
                    .split
                    .insert(place.code.to_string(), place.seats.len());
            }
        }
        let ambiguous: BTreeSet<Constituency> = places
            .iter()
            .filter(|place| place.seats.len() > 1)
            .flat_map(|place| &place.seats)
            .copied()
            .collect();
        figures.ambiguous += ambiguous.len();
        let seats = places.iter().flat_map(|place| &place.seats).copied();
        figures.postcodes.entry(postcode).or_default().extend(seats);
    }
}

/// Bytes as a CDN would send them: brotli, quality 11.
fn brotli(bytes: &[u8]) -> Result<usize, Fault> {
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    packed.write_all(bytes)?;
    Ok(packed.into_inner().len())
}

/// Prints postcodes by number of constituencies, people, sizes.
pub(crate) fn run(folder: &Path) -> Result<(), Fault> {
    let built = Built::open(folder)?;
    let figures = figures(&built)?;
    let mut out = text(&figures);

    let mut sizes = Vec::new();
    let mut whole = Vec::new();
    for (name, bytes) in built.files()? {
        let size = (brotli(&bytes)?, bytes.len(), name);
        if built.manifest.shards.contains_key(name) {
            sizes.push(size);
        } else {
            whole.push(size);
        }
    }
    sizes.sort_unstable();
    let total = |pick: fn(&(usize, usize, &str)) -> usize| sizes.iter().map(pick).sum::<usize>();
    out.push_str(&format!("shards: {}\n", sizes.len()));
    out.push_str(&format!(
        "  all together: {} bytes brotli-11, {} raw\n",
        total(|s| s.0),
        total(|s| s.1)
    ));
    let (postcodes, others): (Vec<(usize, usize, &str)>, Vec<_>) = sizes
        .iter()
        .copied()
        .partition(|(.., name)| name.bytes().all(|b| b.is_ascii_digit()));
    for (what, sizes) in [("of postcodes", postcodes), ("others", others)] {
        if let (Some(median), Some(largest)) = (sizes.get(sizes.len() / 2), sizes.last()) {
            out.push_str(&format!(
                "  {what}: {}, median {} bytes brotli-11 ({} raw), largest {} ({} raw, {})\n",
                sizes.len(),
                median.0,
                median.1,
                largest.0,
                largest.1,
                largest.2
            ));
        }
    }
    for (brotli, raw, name) in whole {
        out.push_str(&format!("  {name}: {brotli} bytes brotli-11 ({raw} raw)\n"));
    }
    let manifest = std::fs::read(folder.join("manifest.json"))?;
    out.push_str(&format!(
        "  manifest: {} bytes brotli-11 ({} raw)\n",
        brotli(&manifest)?,
        manifest.len()
    ));
    crate::print(&out)
}

/// The part of the figures that `audit` prints too.
pub(crate) fn text(figures: &Figures) -> String {
    let mut lines = Vec::new();
    let mut by_count = [0; 5];
    for seats in figures.postcodes.values() {
        by_count[seats.len().min(4)] += 1;
    }
    lines.push(format!(
        "postcodes: {} (1 constituency {} · 2: {} · 3: {} · 4 or more: {} · no deputy: {})",
        figures.postcodes.len(),
        by_count[1],
        by_count[2],
        by_count[3],
        by_count[4],
        by_count[0]
    ));
    lines.push(format!(
        "split communes and arrondissements: {}; pairs (postcode, constituency) that the commune does not settle: {}",
        figures.split.len(),
        figures.ambiguous
    ));
    lines.push(format!(
        "deputies: {} seats, {} vacant, {} with e-mail, {} with X; senators: {}; members of the European Parliament: {}; countries abroad: {}",
        figures.seats.len(),
        figures.vacant.len(),
        figures.with_email.len(),
        figures.with_x.len(),
        figures.senators,
        figures.meps,
        figures.countries
    ));
    lines.push(String::new());
    lines.join("\n")
}
