//! Builds, queries and audits the directory of elected people from open data.

mod audit;
mod build;
mod contact;
mod diff;
mod exceptions;
mod hints;
mod lookup;
mod meps;
mod names;
mod pack;
mod people;
mod places;
mod points;
mod report;
mod senators;
mod shape;
mod source;
mod stats;

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lookup::Query;
use source::Locator;

/// Any failure: the command line prints it on one line and ends with 1.
pub(crate) type Fault = Box<dyn std::error::Error>;

/// Writes to stdout; who closes the pipe early (`| head`) has read enough.
pub(crate) fn print(text: &str) -> Result<(), Fault> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => Err(cause.into()),
        _ => Ok(()),
    }
}

const USAGE: &str = "\
usage: wesign-packer COMMAND

  lookup POSTCODE [--json] [--directory DIR]
      who sits for a postcode: constituency, identifier, full name
  lookup --country DE | --senators 75 | --meps FR | --commune \"saint etienne\" [--json]
      who sits for the French people of a country, for a département, for a country in the
      European Parliament; communes by name
  stats [--directory DIR]
      postcodes by number of constituencies, people, sizes in bytes
  diff BEFORE AFTER
      what changed between two built directories, in words
  audit --from DIR… [--file SOURCE=PATH]… [--directory DIR]
      compares a built directory with every source, row by row; fails on an unexplained difference
  build [--out DIR] --from DIR… [--file SOURCE=PATH]…
      packs the sources into shards; sources are listed in demo/packer/sources.json

DIR of the directory is demo/directory of the repository unless given.";

/// Words of the command line: options with a value, flags, and the rest.
struct Arguments {
    words: Vec<String>,
}

impl Arguments {
    fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    fn options(&mut self, name: &str) -> Result<Vec<String>, Fault> {
        let mut values = Vec::new();
        while let Some(at) = self.words.iter().position(|word| word == name) {
            self.words.remove(at);
            if at == self.words.len() {
                return Err(format!("{name} needs a value").into());
            }
            values.push(self.words.remove(at));
        }
        Ok(values)
    }

    fn folder(&mut self, name: &str) -> Result<PathBuf, Fault> {
        let given = self.options(name)?.pop();
        Ok(given.map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../directory"),
            PathBuf::from,
        ))
    }

    fn query(mut self) -> Result<Query, Fault> {
        for name in ["--country", "--senators", "--meps", "--commune"] {
            if let Some(value) = self.options(name)?.pop() {
                let [] = self.rest()?;
                return Ok(match name {
                    "--country" => Query::Country(value),
                    "--senators" => Query::Senators(value),
                    "--meps" => Query::Meps(value),
                    _ => Query::Commune(value),
                });
            }
        }
        let [postcode] = self.rest()?;
        Ok(Query::Postcode(postcode))
    }

    fn locator(&mut self) -> Result<Locator, Fault> {
        let mut locator = Locator {
            folders: self
                .options("--from")?
                .into_iter()
                .map(PathBuf::from)
                .collect(),
            files: Vec::new(),
        };
        for file in self.options("--file")? {
            let (source, path) = file
                .split_once('=')
                .ok_or("--file needs SOURCE=PATH, as --file insee=composition.csv.gz")?;
            locator.files.push((source.to_owned(), path.into()));
        }
        Ok(locator)
    }

    /// What is left must be exactly this much.
    fn rest<const N: usize>(self) -> Result<[String; N], Fault> {
        <[String; N]>::try_from(self.words)
            .map_err(|words| format!("unexpected arguments: {words:?}\n\n{USAGE}").into())
    }
}

fn run() -> Result<(), Fault> {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    if words.is_empty() {
        return Err(USAGE.into());
    }
    let command = words.remove(0);
    let mut arguments = Arguments { words };
    match &*command {
        "lookup" => {
            let json = arguments.flag("--json");
            let folder = arguments.folder("--directory")?;
            let query = arguments.query()?;
            lookup::run(&folder, &query, json)
        }
        "build" => {
            let out = arguments.folder("--out")?;
            let locator = arguments.locator()?;
            let [] = arguments.rest()?;
            build::run(&locator, &out)
        }
        "stats" => {
            let folder = arguments.folder("--directory")?;
            let [] = arguments.rest()?;
            stats::run(&folder)
        }
        "audit" => {
            let folder = arguments.folder("--directory")?;
            let locator = arguments.locator()?;
            let [] = arguments.rest()?;
            audit::run(&folder, &locator)
        }
        "diff" => {
            let [before, after] = arguments.rest()?;
            diff::run(Path::new(&before), Path::new(&after))
        }
        "help" | "--help" | "-h" => print(&format!("{USAGE}\n")),
        other => Err(format!("unknown command {other:?}\n\n{USAGE}").into()),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("wesign-packer: {fault}");
            ExitCode::FAILURE
        }
    }
}
