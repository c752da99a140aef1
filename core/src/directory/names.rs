//! Communes by name, for the whole country: which shard to ask, without saying for which commune.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::wire::{self, Lines, Numbers};
use super::{Departement, DirectoryError, fold};

/// A commune as the list of names has it.
///
/// ```
/// use wesign_core::directory::{CommuneName, Departement};
///
/// let eloise = CommuneName {
///     name: "Éloise".into(),
///     departement: Departement::new("74"),
///     // Its postcode is a neighbour's: 01200.
///     shard: "01".into(),
///     today: None,
/// };
/// assert_eq!(eloise.in_shard(), "Éloise");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CommuneName {
    /// Name: of a commune of today, of an arrondissement, or of what merged into one.
    pub name: String,
    /// Its département, which tells homonyms apart; none for Monaco.
    pub departement: Option<Departement>,
    /// The shard that holds it, see [`shard_prefix`](super::shard_prefix).
    pub shard: String,
    /// Where it merged into another: the name that the shard has it under.
    pub today: Option<String>,
}

impl CommuneName {
    /// The name under which [`Shard::called`](super::Shard::called) finds it.
    ///
    /// ```
    /// use wesign_core::directory::{CommuneName, Departement};
    ///
    /// let annecy = CommuneName {
    ///     name: "Annecy-le-Vieux".into(),
    ///     departement: Departement::new("74"),
    ///     shard: "74".into(),
    ///     today: Some("Annecy".into()),
    /// };
    /// assert_eq!(annecy.in_shard(), "Annecy");
    /// ```
    #[must_use]
    pub fn in_shard(&self) -> &str {
        self.today.as_deref().unwrap_or(&self.name)
    }
}

/// What a search by name gave.
///
/// ```
/// use wesign_core::directory::{Names, NamesFound, encode};
/// let names = Names::decode(&encode::names(&[])?)?;
/// assert_eq!(names.search("anything", 20), NamesFound::default());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct NamesFound {
    /// The best matches: the whole name first, then names that begin so, then names with a word
    /// that begins so; within each in order of name.
    pub best: Vec<CommuneName>,
    /// How many more there are.
    pub more: usize,
}

/// Where the names of a group are from: one département within one shard.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    shard: String,
    departement: Option<Departement>,
}

/// The names of all communes, in one file that is the same for everybody. Owns its bytes, for it
/// is searched with every letter that somebody types.
///
/// ```
/// use wesign_core::directory::{CommuneName, Departement, Names, encode};
///
/// let name = |name: &str, code: &str| CommuneName {
///     name: name.into(),
///     departement: Departement::new(code),
///     shard: code.into(),
///     today: None,
/// };
/// let file = encode::names(&[
///     name("Saint-Étienne", "42"),
///     name("Saint-Étienne-de-Tulmont", "82"),
///     name("Montluel", "01"),
/// ])?;
/// let names = Names::decode(&file)?;
/// let found = names.search("st etienne", 20);
/// assert_eq!(found.best[0].departement, Departement::new("42"));
/// assert_eq!(found.best.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Names {
    groups: Vec<Group>,
    /// The bytes of the columns: what each name shares with the one before; its group.
    columns: Vec<u8>,
    /// Where the second column begins.
    second: usize,
    /// Positions of names of the past, ascending, and of what they are today.
    today: Vec<(u32, u32)>,
    /// What each name has after what it shares, in lines.
    text: String,
    /// The words of each name as [`fold::words`] has them, in lines: folding takes longer than all
    /// the rest of a search.
    folded: String,
}

/// How well a name answers to what was typed, best first.
const RANKS: usize = 4;

impl Names {
    /// Reads the header, checks the checksum and every number's bounds.
    ///
    /// # Errors
    /// Whatever is wrong with the bytes, see [`DirectoryError`].
    ///
    /// ```
    /// use wesign_core::directory::{DirectoryError, Names};
    /// assert_eq!(Names::decode(b"<!doctype html>").unwrap_err(), DirectoryError::NotAShard);
    /// ```
    pub fn decode(bytes: &[u8]) -> Result<Self, DirectoryError> {
        const BAD: DirectoryError = DirectoryError::Malformed;
        let (wire::NAMES, payload) = wire::open(bytes)? else {
            return Err(BAD);
        };
        let mut input = Numbers(payload);
        let [groups, names, past] = [input.required()?, input.required()?, input.required()?];
        // No column is longer than the payload.
        if [groups, names, past]
            .iter()
            .any(|&count| count as usize > payload.len())
        {
            return Err(BAD);
        }
        let [shared, of_groups, past_column] =
            input.take_columns([(names, 256), (names, groups), (2 * past, names)])?;
        let mut lines = Lines(core::str::from_utf8(input.0).map_err(|_| BAD)?);
        if lines.0.bytes().filter(|&byte| byte == b'\n').count() as u64
            != 2 * u64::from(groups) + u64::from(names)
            || !(lines.0.is_empty() || lines.0.ends_with('\n'))
        {
            return Err(BAD);
        }
        let groups = (0..groups)
            .map(|_| {
                let (shard, code) = (lines.take().to_string(), lines.take());
                let departement = Departement::new(code);
                let known = departement.is_some() || code.is_empty();
                known.then_some(Group { shard, departement })
            })
            .collect::<Option<_>>()
            .ok_or(BAD)?;
        let mut today = Vec::new();
        let (mut numbers, mut at) = (past_column, 0u32);
        while let (Some(difference), Some(target)) = (numbers.next(), numbers.next()) {
            at = at.saturating_add(difference);
            if at >= names || target == at {
                return Err(BAD);
            }
            today.push((at, target));
        }
        let mut columns = Vec::from(shared.0);
        columns.extend(of_groups.0);
        let mut read = Self {
            groups,
            columns,
            second: shared.0.len(),
            today,
            text: lines.0.to_string(),
            folded: String::new(),
        };
        let (mut all, mut folded) = (String::new(), String::new());
        let mut walk = read.walk();
        while walk.step() {
            fold::words(&walk.name, &mut folded);
            all.push_str(&folded);
            all.push('\n');
        }
        // A shared part that ends within a letter ends the walk.
        if walk.position != names {
            return Err(BAD);
        }
        read.folded = all;
        Ok(read)
    }

    /// Every name of the list, in its order.
    ///
    /// ```
    /// use wesign_core::directory::{CommuneName, Departement, Names, encode};
    ///
    /// let written = ["Annecy", "Annecy-le-Vieux"].map(|name| CommuneName {
    ///     name: name.into(),
    ///     departement: Departement::new("74"),
    ///     shard: "74".into(),
    ///     today: (name != "Annecy").then(|| "Annecy".into()),
    /// });
    /// let names = Names::decode(&encode::names(&written)?)?;
    /// assert!(names.iter().eq(written));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = CommuneName> + use<'_> {
        let today = self.names_at(self.today.iter().map(|&(_, today)| today).collect());
        let mut walk = self.walk();
        core::iter::from_fn(move || {
            let at = walk.position;
            walk.step()
                .then(|| self.entry(at, walk.name.clone(), walk.group, &today))
        })
    }

    /// Communes whose name answers to what was typed; accents, hyphens and capitals are free, and
    /// the département's code may follow: `saint sauveur 60`. At most `limit` of them.
    ///
    /// ```
    /// use wesign_core::directory::{CommuneName, Departement, Names, encode};
    ///
    /// let names = ["44", "60", "70"].map(|code| CommuneName {
    ///     name: "Saint-Sauveur".into(),
    ///     departement: Departement::new(code),
    ///     shard: code.into(),
    ///     today: None,
    /// });
    /// let names = Names::decode(&encode::names(&names)?)?;
    /// let two = names.search("saint sauveur", 2);
    /// assert_eq!((two.best.len(), two.more), (2, 1));
    /// assert_eq!(names.search("Saint-Sauveur 60", 2).best[0].shard, "60");
    /// assert_eq!(names.search(" - ", 2), Default::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn search(&self, typed: &str, limit: usize) -> NamesFound {
        let mut wanted = String::new();
        fold::words(typed, &mut wanted);
        if wanted.is_empty() {
            return NamesFound::default();
        }
        // The last word may be a département: `saint sauveur 60`; or of the name: `paris 18`.
        let within = wanted.rsplit_once(' ').and_then(|(name, code)| {
            let departement = Departement::new(&code.to_ascii_uppercase())?;
            (!name.is_empty()).then_some((name, departement))
        });
        // Positions and groups; what is no commune of today after those that are.
        let mut ranked: [Vec<(u32, u32)>; 2 * RANKS] = Default::default();
        let mut count = 0;
        let mut folded = Lines(&self.folded);
        for (at, group) in (0u32..).zip(self.groups_column()) {
            let folded = folded.take();
            let mut found = rank(folded, &wanted);
            if let (None, Some((name, departement))) = (found, within)
                && self.departement(group) == Some(departement)
            {
                found = rank(folded, name);
            }
            let Some(rank) = found else {
                continue;
            };
            count += 1;
            let past = self.target(at).is_some();
            if let Some(of_rank) = ranked.get_mut(2 * rank + usize::from(past))
                && of_rank.len() < limit
            {
                of_rank.push((at, group));
            }
        }
        let best: Vec<(u32, u32)> = ranked.into_iter().flatten().take(limit).collect();
        let positions = best.iter().flat_map(|&(at, _)| [Some(at), self.target(at)]);
        let names = self.names_at(positions.flatten().collect());
        NamesFound {
            more: count - best.len(),
            best: best
                .into_iter()
                .map(|(at, group)| self.entry(at, name_of(at, &names), group, &names))
                .collect(),
        }
    }

    fn departement(&self, group: u32) -> Option<Departement> {
        self.groups.get(group as usize)?.departement
    }

    /// The position of what a name of the past is today.
    fn target(&self, at: u32) -> Option<u32> {
        let found = self.today.binary_search_by_key(&at, |&(past, _)| past);
        Some(self.today.get(found.ok()?)?.1)
    }

    fn entry(&self, at: u32, name: String, group: u32, today: &[(u32, String)]) -> CommuneName {
        let group = self.groups.get(group as usize);
        let today = self.target(at).map(|target| name_of(target, today));
        CommuneName {
            name,
            departement: group.and_then(|group| group.departement),
            shard: group.map(|group| group.shard.clone()).unwrap_or_default(),
            today,
        }
    }

    /// The names at these positions, in one walk; in order of position, each once.
    fn names_at(&self, mut positions: Vec<u32>) -> Vec<(u32, String)> {
        positions.sort_unstable();
        positions.dedup();
        let mut names = Vec::new();
        let mut walk = self.walk();
        for position in positions {
            while walk.position <= position && walk.step() {}
            names.push((position, walk.name.clone()));
        }
        names
    }

    fn groups_column(&self) -> Numbers<'_> {
        Numbers(self.columns.get(self.second..).unwrap_or_default())
    }

    fn walk(&self) -> Walk<'_> {
        Walk {
            shared: Numbers(self.columns.get(..self.second).unwrap_or_default()),
            groups: self.groups_column(),
            lines: Lines(&self.text),
            name: String::new(),
            group: 0,
            position: 0,
        }
    }
}

/// Goes through the names, each made from the one before.
struct Walk<'n> {
    shared: Numbers<'n>,
    groups: Numbers<'n>,
    lines: Lines<'n>,
    name: String,
    group: u32,
    /// Names gone over.
    position: u32,
}

impl Walk<'_> {
    /// Goes to the next name; whether there is one.
    fn step(&mut self) -> bool {
        let (Some(shared), Some(group)) = (self.shared.next(), self.groups.next()) else {
            return false;
        };
        let shared = shared as usize;
        if !self.name.is_char_boundary(shared) {
            return false;
        }
        self.name.truncate(shared);
        self.name.push_str(self.lines.take());
        self.group = group;
        self.position += 1;
        true
    }
}

/// The name at a position, out of [`Names::names_at`].
fn name_of(position: u32, names: &[(u32, String)]) -> String {
    let found = names.binary_search_by_key(&position, |&(at, _)| at);
    let found = found.ok().and_then(|found| names.get(found));
    found.map(|(_, name)| name.clone()).unwrap_or_default()
}

/// How well a folded name answers to folded words, 0 best; `None` if it doesn't.
fn rank(folded: &str, wanted: &str) -> Option<usize> {
    if let Some(rest) = folded.strip_prefix(wanted) {
        return Some(match rest.as_bytes() {
            [] => 0,
            [b' ', ..] => 1,
            _ => 2,
        });
    }
    // Both begin with a space, so that a word is only found at its beginning.
    folded.contains(wanted).then_some(3)
}
