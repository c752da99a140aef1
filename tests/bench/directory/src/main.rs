//! Natively: a shard against the same content as JSON in a `HashMap`; writes that JSON for `run.mjs`.
//!
//!   cargo run --release -- SHARD.bin OUT.json

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use serde::{Deserialize, Serialize};
use wesign_bench_directory::names;
use wesign_core::directory::Shard;

/// Bytes that are allocated now.
static HELD: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: hands everything to the system's allocator and counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What one would write without a format of one's own.
#[derive(Deserialize, Serialize)]
struct Json<P, S> {
    postcodes: P,
    seats: S,
}

#[derive(Deserialize, Serialize)]
struct Place {
    code: String,
    name: String,
    seats: Vec<String>,
}

#[derive(Clone, Deserialize, Serialize)]
struct Holder {
    id: String,
    given_name: String,
    family_name: String,
    sex: Option<String>,
    group: Option<Group>,
    since: Option<String>,
    email: Option<String>,
    x: Option<String>,
    facebook: Option<String>,
    instagram: Option<String>,
    site: Option<String>,
}

#[derive(Clone, Deserialize, Serialize)]
struct Group {
    short: String,
    name: String,
}

type Map = Json<HashMap<String, Vec<Place>>, HashMap<String, Option<Holder>>>;

fn export(shard: &Shard<'_>) -> String {
    let postcodes: BTreeMap<String, serde_json::Value> = shard
        .postcodes()
        .map(|postcode| {
            let postcode = format!("{postcode:05}");
            let places = serde_json::to_value(shard.places(&postcode)).expect("places");
            (postcode, places)
        })
        .collect();
    let seats: BTreeMap<String, serde_json::Value> = shard
        .seats()
        .map(|seat| {
            let holder = serde_json::to_value(&seat.holder).expect("a person");
            (seat.constituency.to_string(), holder)
        })
        .collect();
    serde_json::to_string(&Json { postcodes, seats }).expect("JSON")
}

fn from_map(map: &Map, postcode: &str) -> String {
    let mut seats: Vec<&str> = map
        .postcodes
        .get(postcode)
        .into_iter()
        .flatten()
        .flat_map(|place| place.seats.iter().map(String::as_str))
        .collect();
    seats.sort_unstable();
    seats.dedup();
    let names: Vec<String> = seats
        .into_iter()
        .filter_map(|seat| map.seats.get(seat)?.as_ref())
        .map(|holder| format!("{} {}", holder.given_name, holder.family_name))
        .collect();
    names.join(",")
}

/// Median nanoseconds of a run, over 101 rounds of `each` runs.
fn time(each: u32, mut run: impl FnMut()) -> f64 {
    let mut rounds: Vec<f64> = (0..101)
        .map(|_| {
            let start = Instant::now();
            (0..each).for_each(|_| run());
            start.elapsed().as_nanos() as f64 / f64::from(each)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[50]
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        panic!("usage: SHARD.bin OUT.json");
    };
    let bytes = std::fs::read(input).expect("the shard");
    let shard = Shard::decode(&bytes).expect("a shard");
    let json = export(&shard);
    std::fs::write(output, &json).expect("writing the JSON");
    let postcodes: Vec<String> = shard.postcodes().map(|p| format!("{p:05}")).collect();

    let before = HELD.load(Relaxed);
    let map: Map = serde_json::from_str(&json).expect("JSON");
    let map_held = HELD.load(Relaxed) - before;
    let before = HELD.load(Relaxed);
    let kept = (bytes.clone(), Shard::decode(&bytes).expect("a shard"));
    let shard_held = HELD.load(Relaxed) - before;
    black_box(&kept);
    for postcode in &postcodes {
        assert_eq!(
            names(&shard, postcode),
            from_map(&map, postcode),
            "{postcode}"
        );
    }

    let first = postcodes[postcodes.len() / 2].as_str();
    let shard_first = time(5, || {
        let shard = Shard::decode(black_box(&bytes)).expect("a shard");
        black_box(names(&shard, first));
    });
    let map_first = time(5, || {
        let map: Map = serde_json::from_str(black_box(&json)).expect("JSON");
        black_box(from_map(&map, first));
    });
    let mut at = 0;
    let mut next = || {
        at = (at + 37) % postcodes.len();
        postcodes[at].as_str()
    };
    let shard_each = time(500, || {
        black_box(names(&shard, next()));
    });
    let map_each = time(500, || {
        black_box(from_map(&map, next()));
    });
    let line = |what: &str, shard: f64, map: f64, unit: &str| {
        println!(
            "native  {what:<28}{shard:>12.1}{map:>12.1} {unit:<6} × {:.2}",
            map / shard
        );
    };
    line(
        "file",
        bytes.len() as f64 / 1e3,
        json.len() as f64 / 1e3,
        "kB",
    );
    line(
        "memory",
        shard_held as f64 / 1e3,
        map_held as f64 / 1e3,
        "kB",
    );
    line(
        "first look-up with decode",
        shard_first / 1e3,
        map_first / 1e3,
        "µs",
    );
    line("each look-up after", shard_each / 1e3, map_each / 1e3, "µs");
}
