//! From resolved places and people to files: shards by prefix, and the manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wesign_core::directory::encode::{Contents, PlaceEntry, SeatEntry, encode};
use wesign_core::directory::{Area, CommuneName, Constituency, Kind, Names, Points, shard_prefix};
use wesign_core::geo::Point;

use crate::Fault;
use crate::people::Elected;
use crate::places::Place;
use crate::source::Source;

/// Format of the manifest.
const MANIFEST_VERSION: u32 = 1;

/// `manifest.json`: which file holds which shard, and what it all comes from.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Manifest {
    pub(crate) version: u32,
    /// As-of date of the freshest source, which says who sits.
    pub(crate) as_of: String,
    pub(crate) sources: Vec<Attribution>,
    /// File by shard: `75`, `971`, `abroad`.
    pub(crate) shards: BTreeMap<String, String>,
    /// The file of points, one for each postcode.
    pub(crate) points: Option<String>,
    /// The list of names of all communes.
    pub(crate) names: Option<String>,
}

/// What a licence asks to be named.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Attribution {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) publisher: String,
    pub(crate) licence: String,
    pub(crate) as_of: String,
    pub(crate) page: String,
}

/// Seats of the Assemblée by constituency.
pub(crate) type Seats = BTreeMap<Constituency, Option<Elected>>;

/// Encoded shards by name.
pub(crate) type Shards = BTreeMap<String, Vec<u8>>;

/// Everything that is written.
pub(crate) struct Pack {
    pub(crate) shards: Shards,
    pub(crate) points: Vec<u8>,
    pub(crate) names: Vec<u8>,
}

fn entry<'a>(constituency: Constituency, holder: Option<&'a Elected>) -> SeatEntry<'a> {
    SeatEntry {
        constituency: Some(constituency),
        holder: holder.map(Elected::person),
    }
}

/// Département codes whose seats a shard carries even if no commune leads to them, for postcodes
/// that are in no table.
fn own_departements(prefix: &str) -> &[&str] {
    match prefix {
        "20" => &["2A", "2B"],
        _ => &[],
    }
}

/// Shards of the postcodes, one for each prefix.
pub(crate) fn of_postcodes(places: &[Place], seats: &Seats) -> Result<Shards, Fault> {
    let mut by_prefix: BTreeMap<String, Vec<PlaceEntry<'_>>> = BTreeMap::new();
    for place in places {
        let mut postcodes: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for &postcode in &place.postcodes {
            let text = format!("{postcode:05}");
            let prefix = shard_prefix(&text).ok_or("postcode without prefix")?;
            postcodes
                .entry(prefix.to_owned())
                .or_default()
                .push(postcode);
        }
        for (prefix, postcodes) in postcodes {
            by_prefix.entry(prefix).or_default().push(PlaceEntry {
                code: place.code,
                name: &place.name,
                postcodes,
                seats: place.seats.clone(),
                hints: place.hints.clone(),
            });
        }
    }
    let mut shards = Shards::new();
    for (prefix, places) in by_prefix {
        let mut wanted: BTreeSet<Constituency> = places
            .iter()
            .flat_map(|place| &place.seats)
            .copied()
            .collect();
        wanted.extend(seats.keys().filter(|constituency| {
            let departement = constituency.departement();
            departement.as_str() == prefix
                || own_departements(&prefix).contains(&departement.as_str())
        }));
        let mut entries = Vec::new();
        for constituency in wanted {
            let holder = seats
                .get(&constituency)
                .ok_or_else(|| format!("{constituency} is no seat of the Assemblée"))?;
            entries.push(entry(constituency, holder.as_ref()));
        }
        let contents = Contents {
            kind: Kind::Deputies,
            places,
            seats: sorted(entries),
            areas: Vec::new(),
        };
        shards.insert(prefix, encode(&contents)?);
    }
    Ok(shards)
}

/// In the format's order, which is that of numbers: 2A and 2B as 201 and 202.
fn sorted(mut entries: Vec<SeatEntry<'_>>) -> Vec<SeatEntry<'_>> {
    entries.sort_by_key(|entry| {
        entry.constituency.map(|constituency| {
            let departement = constituency.departement();
            let number = match departement.as_str() {
                "2A" => 201,
                "2B" => 202,
                digits => digits.parse::<u32>().unwrap_or(0),
            };
            (number, constituency.ordinal())
        })
    });
    entries
}

/// The shard of the French people abroad: countries lead to constituencies.
pub(crate) fn abroad(
    countries: &BTreeMap<String, Constituency>,
    seats: &Seats,
) -> Result<Vec<u8>, Fault> {
    let entries: Vec<SeatEntry<'_>> = seats
        .iter()
        .filter(|(constituency, _)| constituency.departement().as_str() == "99")
        .map(|(constituency, holder)| entry(*constituency, holder.as_ref()))
        .collect();
    let mut areas = Vec::new();
    for (code, constituency) in countries {
        let first = entries
            .iter()
            .position(|entry| entry.constituency == Some(*constituency))
            .ok_or_else(|| format!("{constituency} of {code} is no seat"))?;
        areas.push(Area {
            code,
            name: "",
            languages: "",
            first: first as u32,
            count: 1,
        });
    }
    Ok(encode(&Contents {
        kind: Kind::Deputies,
        places: Vec::new(),
        seats: entries,
        areas,
    })?)
}

/// The name of a file of that content: what a CDN may keep for ever.
fn file_name(name: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hash: String = digest
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{name}.{hash}.bin")
}

/// Writes the files and the manifest, and removes files of an earlier build.
pub(crate) fn write(out: &Path, pack: &Pack, sources: &[Source]) -> Result<(), Fault> {
    std::fs::create_dir_all(out)?;
    let mut manifest = Manifest {
        version: MANIFEST_VERSION,
        as_of: sources
            .iter()
            .map(|source| source.as_of.clone())
            .max()
            .unwrap_or_default(),
        sources: sources
            .iter()
            .map(|source| Attribution {
                id: source.id.clone(),
                title: source.title.clone(),
                publisher: source.publisher.clone(),
                licence: source.licence.clone(),
                as_of: source.as_of.clone(),
                page: source.page.clone(),
            })
            .collect(),
        shards: BTreeMap::new(),
        points: None,
        names: None,
    };
    let file = |name: &str, bytes: &[u8]| -> Result<String, Fault> {
        let file = file_name(name, bytes);
        std::fs::write(out.join(&file), bytes)?;
        Ok(file)
    };
    for (name, bytes) in &pack.shards {
        manifest.shards.insert(name.clone(), file(name, bytes)?);
    }
    manifest.points = Some(file("points", &pack.points)?);
    manifest.names = Some(file("names", &pack.names)?);
    let whole = [&manifest.points, &manifest.names].into_iter().flatten();
    let written: Vec<&String> = manifest.shards.values().chain(whole).collect();
    for found in std::fs::read_dir(out)? {
        let path = found?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".bin") && !written.contains(&&name) {
            std::fs::remove_file(path)?;
        }
    }
    let mut json = serde_json::to_string_pretty(&manifest)?;
    json.push('\n');
    std::fs::write(out.join("manifest.json"), json)?;
    std::fs::write(out.join("ATTRIBUTION.md"), attribution(&manifest.sources))?;
    Ok(())
}

/// The page of attribution that travels with the shards.
fn attribution(sources: &[Attribution]) -> String {
    let mut page = String::from(
        "# Where the directory is from\n\n\
         Facts in our own format, packed by `wesign-packer` from these sources. No file of theirs is \
         copied here.\n\n\
         | source | publisher | licence | as of |\n|---|---|---|---|\n",
    );
    for source in sources {
        page.push_str(&format!(
            "| [{}]({}) | {} | {} | {} |\n",
            source.title, source.page, source.publisher, source.licence, source.as_of
        ));
    }
    page.push_str(
        "\nThe freshest source says who sits; contacts join by the institution's identifier, so that \
         those who took a seat after April 2026 have none yet. Contours decide only the \
         arrondissements of Paris, Lyon and Marseille, and Mayotte; elsewhere INSEE does. What no \
         source tells is in `demo/packer/src/exceptions.rs`, with the reason and the law.\n\n\
         To correct an entry, correct its source; the next build takes it over. \
         `npm run directory` builds it all again.\n",
    );
    page
}

/// A directory that was built: its manifest, and its shards on demand.
#[derive(Debug)]
pub(crate) struct Built {
    folder: std::path::PathBuf,
    pub(crate) manifest: Manifest,
}

impl Built {
    pub(crate) fn open(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join("manifest.json");
        let text = std::fs::read_to_string(&path)
            .map_err(|cause| format!("{}: {cause}", path.display()))?;
        let manifest: Manifest =
            serde_json::from_str(&text).map_err(|cause| format!("{}: {cause}", path.display()))?;
        if manifest.version > MANIFEST_VERSION {
            return Err(format!("{}: newer than this packer", path.display()).into());
        }
        Ok(Self {
            folder: folder.to_owned(),
            manifest,
        })
    }

    /// The bytes of a shard; `None` if there is none of that name.
    pub(crate) fn shard(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(file) = self.manifest.shards.get(name) else {
            return Ok(None);
        };
        self.file(file).map(Some)
    }

    /// The bytes of a file that the manifest names.
    fn file(&self, name: &str) -> Result<Vec<u8>, Fault> {
        let path = self.folder.join(name);
        std::fs::read(&path).map_err(|cause| format!("{}: {cause}", path.display()).into())
    }

    /// The point of each postcode; none in a directory of before there were any.
    pub(crate) fn points(&self) -> Result<BTreeMap<u32, Point>, Fault> {
        let Some(name) = &self.manifest.points else {
            return Ok(BTreeMap::new());
        };
        let bytes = self.file(name)?;
        let points = Points::decode(&bytes).map_err(|cause| format!("{name}: {cause}"))?;
        Ok(points.iter().collect())
    }

    /// The names of all communes; none in a directory of before there were any.
    pub(crate) fn names(&self) -> Result<Vec<CommuneName>, Fault> {
        let Some(name) = &self.manifest.names else {
            return Ok(Vec::new());
        };
        let names = Names::decode(&self.file(name)?).map_err(|cause| format!("{name}: {cause}"))?;
        Ok(names.iter().collect())
    }

    /// Names and bytes of all files, shards first.
    pub(crate) fn files(&self) -> Result<Vec<(&str, Vec<u8>)>, Fault> {
        let shards = self.manifest.shards.iter();
        let points = self.manifest.points.iter().map(|file| ("points", file));
        let names = self.manifest.names.iter().map(|file| ("names", file));
        shards
            .map(|(name, file)| (name.as_str(), file))
            .chain(points)
            .chain(names)
            .map(|(name, file)| Ok((name, self.file(file)?)))
            .collect()
    }
}
