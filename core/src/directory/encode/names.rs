//! Writing the list of names.

use alloc::string::String;
use alloc::vec::Vec;

use super::{EncodeError, put_sorted};
use crate::directory::wire::{self, put};
use crate::directory::{CommuneName, Departement};

/// Longest part that a name may share with the one before, in bytes.
const SHARED: usize = 255;

/// Writes the list of names, in any order; what comes twice is written once.
///
/// # Errors
/// [`EncodeError::LineBreak`] for a name or shard with one, [`EncodeError::Today`] for a merged
/// commune whose name of today is not in the list with its shard and département.
///
/// ```
/// use wesign_core::directory::{CommuneName, Departement, Names, encode};
///
/// let name = CommuneName {
///     name: "Ajaccio".into(),
///     departement: Departement::new("2A"),
///     shard: "20".into(),
///     today: None,
/// };
/// let file = encode::names(&[name.clone()])?;
/// assert!(Names::decode(&file)?.iter().eq([name]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn names(names: &[CommuneName]) -> Result<Vec<u8>, EncodeError> {
    let mut sorted: Vec<&CommuneName> = names.iter().collect();
    sorted.sort_by_key(|name| key(name));
    sorted.dedup();
    let breaks = |text: &&str| text.contains('\n');
    if let Some(text) = sorted
        .iter()
        .flat_map(|name| [&*name.name, &*name.shard])
        .find(breaks)
    {
        return Err(EncodeError::LineBreak(text.into()));
    }
    // The largest first, so that most numbers of groups are one byte.
    let mut groups: Vec<(usize, &str, Option<Departement>)> = Vec::new();
    for name in &sorted {
        let known = groups.iter_mut().find(|(_, shard, departement)| {
            (*shard, *departement) == (&*name.shard, name.departement)
        });
        match known {
            Some((count, ..)) => *count += 1,
            None => groups.push((1, &name.shard, name.departement)),
        }
    }
    groups.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));

    let mut shared = Vec::new();
    let mut of_groups = Vec::new();
    let mut today = Vec::new();
    let mut text = String::new();
    for (_, shard, departement) in &groups {
        text.push_str(shard);
        text.push('\n');
        text.push_str(departement.as_ref().map_or("", Departement::as_str));
        text.push('\n');
    }
    let mut before = "";
    for (at, name) in sorted.iter().enumerate() {
        let common = common(before, &name.name);
        put(&mut shared, common as u32);
        text.push_str(name.name.get(common..).unwrap_or_default());
        text.push('\n');
        before = &name.name;
        let group = groups.iter().position(|(_, shard, departement)| {
            (*shard, *departement) == (&*name.shard, name.departement)
        });
        put(&mut of_groups, group.unwrap_or_default() as u32);
        if let Some(now) = &name.today {
            let wanted = (&**now, &*name.shard, name.departement, None);
            let target = sorted
                .binary_search_by_key(&wanted, |name| key(name))
                .map_err(|_| EncodeError::Today(name.name.clone()))?;
            today.push((at as u32, target as u32));
        }
    }
    let mut payload = Vec::new();
    for count in [groups.len(), sorted.len(), today.len()] {
        put(&mut payload, count as u32);
    }
    payload.extend(shared);
    payload.extend(of_groups);
    let mut past = Vec::new();
    put_sorted(&mut past, today.iter().map(|&(at, _)| at));
    let mut differences = wire::Numbers(&past);
    for (_, target) in today {
        put(&mut payload, differences.next().unwrap_or_default());
        put(&mut payload, target);
    }
    payload.extend(text.as_bytes());
    Ok(wire::close(wire::NAMES, &payload))
}

type Key<'a> = (&'a str, &'a str, Option<Departement>, Option<&'a str>);

fn key(name: &CommuneName) -> Key<'_> {
    (
        &name.name,
        &name.shard,
        name.departement,
        name.today.as_deref(),
    )
}

/// How many bytes two names begin with alike, up to a whole letter.
fn common(before: &str, name: &str) -> usize {
    let letters = before.char_indices().zip(name.char_indices());
    let alike = letters.take_while(|(a, b)| a == b);
    let end = alike.map(|((at, c), _)| at + c.len_utf8());
    end.take_while(|&end| end <= SHARED).last().unwrap_or(0)
}
