//! A command line over the packed directory: who sits for a postcode, and how they are reached.
//!
//! ```sh
//! cargo run -q -p wesign-core --example find -- demo/directory 75018
//! # 75-03  PA841701  Léa Balage El Mariky (EcoS)  lea.balage@assemblee-nationale.fr
//! cargo run -q -p wesign-core --example find -- demo/directory 01000 saint denis
//! ```
//!
//! Where a postcode has several answers it says so and never picks one: communes are listed for the
//! second call to name one of them, and the candidates of a split commune are all printed. Exit status 0
//! with a line for each seat, 2 where a commune has to be named, 1 where nobody is found.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use wesign_core::directory::{Find, Place, Seat, Shard, shard_prefix};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (folder, postcode, commune) = match &*args {
        [folder, postcode, commune @ ..] => (Path::new(folder), postcode, commune.join(" ")),
        _ => {
            eprintln!("usage: find <directory> <postcode> [commune]");
            return ExitCode::FAILURE;
        }
    };
    run(folder, postcode, &commune).unwrap_or_else(|error| {
        eprintln!("{postcode}: {error}");
        ExitCode::FAILURE
    })
}

fn run(folder: &Path, postcode: &str, commune: &str) -> Result<ExitCode, String> {
    let prefix = shard_prefix(postcode).ok_or("a postcode has five digits")?;
    let bytes = shard(folder, prefix)?;
    let shard = Shard::decode(&bytes).map_err(|error| format!("{prefix}: {error}"))?;
    let mut found = shard.find(postcode);
    if let Find::ChooseCommune { places } = &found
        && !commune.is_empty()
    {
        // As a person types it: without accents and hyphens, the beginnings of words.
        let fitting: Vec<Place<'_>> = shard
            .search(commune)
            .filter(|named| places.iter().any(|place| place.code == named.code))
            .collect();
        found = match &*fitting {
            [] => return Err("no commune of that name there".into()),
            [place] => shard.of_place(place),
            several => return list(several),
        };
    }
    match found {
        Find::One { seat, .. } => print(&[seat]),
        Find::ChooseSeat { seats, .. } => print(&seats),
        Find::ChooseCommune { places } => list(&places),
        Find::NoDeputy { .. } => Err("a place that elects no deputy".into()),
        Find::Unknown { .. } => Err("no such postcode, perhaps a CEDEX code".into()),
        Find::Malformed => Err("a postcode has five digits".into()),
    }
}

/// The file of a prefix, as the manifest names it.
fn shard(folder: &Path, prefix: &str) -> Result<Vec<u8>, String> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let manifest: Value = serde_json::from_slice(&read("manifest.json")?)
        .map_err(|error| format!("manifest.json: {error}"))?;
    let name = manifest["shards"][prefix].as_str();
    read(name.ok_or("no postcode begins like that")?)
}

fn print(seats: &[Seat<'_>]) -> Result<ExitCode, String> {
    let mut lines = String::new();
    for Seat {
        constituency,
        holder,
    } in seats
    {
        lines += &constituency.to_string();
        match holder {
            None => lines += "  vacant",
            Some(person) => {
                lines += &format!("  {}  {}", person.id, person.full_name());
                if let Some(group) = person.group {
                    lines += &format!(" ({})", group.short);
                }
                for reached in [person.email.as_deref(), person.x, person.bluesky] {
                    lines += &reached.map(|at| format!("  {at}")).unwrap_or_default();
                }
            }
        }
        lines.push('\n');
    }
    write(&lines, ExitCode::SUCCESS)
}

fn list(places: &[Place<'_>]) -> Result<ExitCode, String> {
    let names: Vec<&str> = places.iter().map(|place| place.name).collect();
    write(
        &format!("which commune? {}\n", names.join(", ")),
        ExitCode::from(2),
    )
}

fn write(text: &str, code: ExitCode) -> Result<ExitCode, String> {
    match io::stdout().write_all(text.as_bytes()) {
        // The reader (`head`) has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(code),
    }
}
