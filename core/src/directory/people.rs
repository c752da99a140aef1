//! Reading the people of a shard.

use alloc::borrow::Cow;
use alloc::string::String;

use super::fold::push_local_part;
use super::wire::{Lines, Numbers, date};
use super::{Group, Kind, Person, PersonId, Sex};

/// Bits of the flags of a person, lowest first.
pub(super) mod flag {
    pub(in super::super) const FEMALE: u32 = 1;
    pub(in super::super) const MALE: u32 = 2;
    /// The address follows from the name; see [`super::derived_address`].
    pub(in super::super) const EMAIL_DERIVED: u32 = 4;
    /// The address is a line; without `@`, of the institution's domain.
    pub(in super::super) const EMAIL_WRITTEN: u32 = 8;
    pub(in super::super) const X: u32 = 16;
    pub(in super::super) const BLUESKY: u32 = 32;
    pub(in super::super) const MASTODON: u32 = 64;
    pub(in super::super) const FACEBOOK: u32 = 128;
    pub(in super::super) const INSTAGRAM: u32 = 256;
    pub(in super::super) const SITE: u32 = 512;
    /// One more than the highest value.
    pub(in super::super) const END: u32 = 1024;

    /// Lines of text that a person takes: two names, and one for each contact that is written.
    pub(in super::super) fn lines(flags: u32) -> u32 {
        2 + (flags & (END - EMAIL_WRITTEN)).count_ones()
    }
}

/// `@` and the domain of the institution.
pub(super) fn domain(kind: Kind) -> &'static str {
    match kind {
        Kind::Deputies => "@assemblee-nationale.fr",
        Kind::Senators => "@senat.fr",
        Kind::Meps => "@europarl.europa.eu",
    }
}

/// The address that the institution forms from a name: `lea.balage@…`; senators have only the
/// initials of their given names, and hyphens for spaces: `md.aeschlimann@…`, `r.le-gleut@…`.
pub(super) fn derived_address(kind: Kind, given_name: &str, family_name: &str) -> String {
    let mut address = String::new();
    if matches!(kind, Kind::Senators) {
        let mut first = true;
        for c in given_name.chars() {
            if first {
                push_local_part(&mut address, c);
            }
            first = c == ' ' || c == '-';
        }
        address.push('.');
        for c in family_name.chars() {
            push_local_part(&mut address, if c == ' ' { '-' } else { c });
        }
    } else {
        for c in given_name.chars().chain(['.']).chain(family_name.chars()) {
            push_local_part(&mut address, c);
        }
    }
    address.push_str(domain(kind));
    address
}

fn joined(start: &str, end: &str) -> Cow<'static, str> {
    let mut text = String::from(start);
    text.push_str(end);
    Cow::Owned(text)
}

/// Goes through the seats of a shard in order; `None` stands for a vacant one.
#[derive(Clone, Debug)]
pub(super) struct People<'a> {
    pub(super) kind: Kind,
    pub(super) ids: Numbers<'a>,
    pub(super) flags: Numbers<'a>,
    pub(super) groups: Numbers<'a>,
    pub(super) dates: Numbers<'a>,
    /// Short and full name of each group.
    pub(super) group_names: Lines<'a>,
    pub(super) lines: Lines<'a>,
}

impl<'a> People<'a> {
    /// From the seat of a position on, whose lines begin there.
    pub(super) fn from(&self, position: usize, lines: Lines<'a>) -> Self {
        let from = |mut column: Numbers<'a>| {
            (0..position).for_each(|_| _ = column.next());
            column
        };
        Self {
            kind: self.kind,
            ids: from(self.ids),
            flags: from(self.flags),
            groups: from(self.groups),
            dates: from(self.dates),
            group_names: self.group_names,
            lines,
        }
    }
}

impl<'a> Iterator for People<'a> {
    type Item = Option<Person<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        let id = self.ids.next()?;
        let flags = self.flags.next()?;
        let group = self.groups.next()?;
        let since = self.dates.next()?;
        if id == 0 {
            return Some(None);
        }
        let given_name = self.lines.take();
        let family_name = self.lines.take();
        let email = if flags & flag::EMAIL_DERIVED != 0 {
            Some(Cow::Owned(derived_address(
                self.kind,
                given_name,
                family_name,
            )))
        } else if flags & flag::EMAIL_WRITTEN != 0 {
            let line = self.lines.take();
            Some(if line.bytes().any(|byte| byte == b'@') {
                Cow::Borrowed(line)
            } else {
                joined(line, domain(self.kind))
            })
        } else {
            None
        };
        // The order of the lines is that of the bits.
        let [x, bluesky, mastodon, facebook, instagram, site] = [
            flag::X,
            flag::BLUESKY,
            flag::MASTODON,
            flag::FACEBOOK,
            flag::INSTAGRAM,
            flag::SITE,
        ]
        .map(|bit| (flags & bit != 0).then(|| self.lines.take()));
        Some(Some(Person {
            id: match self.kind {
                Kind::Deputies => PersonId::Deputy(id),
                Kind::Senators => PersonId::Senator(id >> 5, b'A' + (id & 31) as u8),
                Kind::Meps => PersonId::Mep(id),
            },
            given_name,
            family_name,
            sex: match flags & (flag::FEMALE | flag::MALE) {
                flag::FEMALE => Some(Sex::Female),
                flag::MALE => Some(Sex::Male),
                _ => None,
            },
            group: group.checked_sub(1).map(|group| {
                let mut names = self.group_names;
                names.skip(2 * group);
                Group {
                    short: names.take(),
                    name: names.take(),
                }
            }),
            since: date(since),
            email,
            x,
            bluesky,
            mastodon,
            facebook,
            instagram,
            site: site.map(|site| {
                if site.starts_with("http://") {
                    Cow::Borrowed(site)
                } else {
                    joined("https://", site)
                }
            }),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_institutions_form() {
        for (kind, given_name, family_name, address) in [
            (
                Kind::Deputies,
                "Laetitia",
                "Saint-Paul",
                "laetitia.saint-paul@assemblee-nationale.fr",
            ),
            (
                Kind::Deputies,
                "Didier",
                "Le Gac",
                "didier.legac@assemblee-nationale.fr",
            ),
            (
                Kind::Deputies,
                "Loïc",
                "Prud'homme",
                "loic.prudhomme@assemblee-nationale.fr",
            ),
            (
                Kind::Senators,
                "Marie-Do",
                "Aeschlimann",
                "md.aeschlimann@senat.fr",
            ),
            (Kind::Senators, "Ronan", "Le Gleut", "r.le-gleut@senat.fr"),
            (
                Kind::Meps,
                "Maravillas",
                "Abadía Jover",
                "maravillas.abadiajover@europarl.europa.eu",
            ),
        ] {
            assert_eq!(derived_address(kind, given_name, family_name), address);
        }
    }
}
