//! Elected people and the seats they hold.

use alloc::borrow::Cow;
use core::fmt;

use super::{Constituency, Date};

/// Grammatical gender, for agreement in messages; as the institution publishes it.
///
/// ```
/// use wesign_core::directory::Sex;
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let seat = shard.seat("01-01".parse().unwrap()).expect("a seat");
/// assert_eq!(seat.holder.expect("a holder").sex, Some(Sex::Female));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub enum Sex {
    /// Madame la députée.
    #[cfg_attr(feature = "serde", serde(rename = "F"))]
    Female,
    /// Monsieur le député.
    #[cfg_attr(feature = "serde", serde(rename = "M"))]
    Male,
}

/// The identifier that a person's institution gave them.
///
/// ```
/// use wesign_core::directory::PersonId;
/// assert_eq!(PersonId::Deputy(841_701).to_string(), "PA841701");
/// assert_eq!(PersonId::Senator(21_071, b'F').to_string(), "21071F");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonId {
    /// Assemblée nationale: `PA841701`.
    Deputy(u32),
    /// Sénat (matricule): five digits and a letter, `21071F`.
    Senator(u32, u8),
    /// European Parliament: a number, `256810`.
    Mep(u32),
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, number, width, after) = match *self {
            Self::Deputy(number) => ("PA", number, 1, None),
            Self::Senator(number, letter) => ("", number, 5, Some(char::from(letter))),
            Self::Mep(number) => ("", number, 1, None),
        };
        f.write_str(before)?;
        // By hand: the formatter's padding would be the only use of it in the widget.
        let mut digits = [b'0'; 10];
        let mut rest = number;
        let mut from = digits.len();
        while rest > 0 || digits.len() - from < width {
            from -= 1;
            digits[from] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        f.write_str(core::str::from_utf8(&digits[from..]).unwrap_or_default())?;
        after.map_or(Ok(()), |letter| fmt::Write::write_char(f, letter))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PersonId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A parliamentary group.
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let seat = shard.seat("01-01".parse().unwrap()).expect("a seat");
/// assert_eq!(seat.holder.and_then(|person| person.group).expect("a group").short, "EX");
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Group<'a> {
    /// Short name, `EcoS`.
    pub short: &'a str,
    /// Full name, `Écologiste et Social`.
    pub name: &'a str,
}

/// An elected person: who they are and how they are officially reached.
///
/// Everything is as the institution publishes it for the public; handles and addresses were
/// checked for form when the shard was packed.
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let seat = shard.seat("01-01".parse().unwrap()).expect("a seat");
/// let person = seat.holder.expect("a holder");
/// assert_eq!(person.email.as_deref(), Some("zoe.martin@assemblee-nationale.fr"));
/// assert_eq!(person.bluesky, Some("zoemartin.example"));
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Person<'a> {
    /// Identifier of the institution.
    pub id: PersonId,
    /// Given name, `Léa`.
    pub given_name: &'a str,
    /// Family name, `Balage El Mariky`.
    pub family_name: &'a str,
    /// For agreement; absent where no source tells (most members of the European Parliament).
    pub sex: Option<Sex>,
    /// Parliamentary group; absent for who sits in none.
    pub group: Option<Group<'a>>,
    /// First day of the current term.
    pub since: Option<Date>,
    /// Official e-mail address.
    pub email: Option<Cow<'a, str>>,
    /// X handle without `@`.
    pub x: Option<&'a str>,
    /// Bluesky handle without `@`, `name.bsky.social`.
    pub bluesky: Option<&'a str>,
    /// Mastodon address without the first `@`, `name@host`.
    pub mastodon: Option<&'a str>,
    /// Facebook page: what follows `https://www.facebook.com/`.
    pub facebook: Option<&'a str>,
    /// Instagram handle without `@`.
    pub instagram: Option<&'a str>,
    /// Own web site, an https or http URL.
    pub site: Option<Cow<'a, str>>,
}

impl Person<'_> {
    /// The person's page at their institution, which tells how to reach them; `None` for senators,
    /// whose pages have names that their identifier doesn't give.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let seat = shard.seat("01-01".parse().unwrap()).expect("a seat");
    /// let page = seat.holder.and_then(|person| person.official_page());
    /// assert!(page.expect("a page").starts_with("https://"));
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn official_page(&self) -> Option<alloc::string::String> {
        let page = match self.id {
            PersonId::Deputy(_) => "https://www.assemblee-nationale.fr/dyn/deputes/",
            PersonId::Mep(_) => "https://www.europarl.europa.eu/meps/en/",
            PersonId::Senator(..) => return None,
        };
        Some([page, &alloc::string::ToString::to_string(&self.id)].concat())
    }

    /// Given name and family name, as one calls the person.
    ///
    /// ```
    /// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
    /// # use wesign_core::directory::Shard;
    /// let shard = Shard::decode(&bytes)?;
    /// let seat = shard.seat("01-01".parse().unwrap()).expect("a seat");
    /// assert_eq!(seat.holder.expect("a holder").full_name(), "Zoé Martin");
    /// # Ok::<(), wesign_core::directory::DirectoryError>(())
    /// ```
    #[must_use]
    pub fn full_name(&self) -> alloc::string::String {
        [self.given_name, self.family_name].join(" ")
    }
}

/// A seat of the Assemblée nationale.
///
/// ```
/// # let bytes = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/directory/example.rs"));
/// # use wesign_core::directory::Shard;
/// let shard = Shard::decode(&bytes)?;
/// let vacant = shard.seat("01-04".parse().unwrap()).expect("a seat");
/// assert!(vacant.holder.is_none());
/// # Ok::<(), wesign_core::directory::DirectoryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Seat<'a> {
    /// Where it is elected.
    pub constituency: Constituency,
    /// Who sits; `None` while the seat is vacant (death, resignation, annulment).
    pub holder: Option<Person<'a>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn pages_follow_from_identifiers() {
        let mut person = Person {
            id: PersonId::Deputy(841_701),
            given_name: "Léa",
            family_name: "Balage El Mariky",
            sex: Some(Sex::Female),
            group: None,
            since: None,
            email: None,
            x: None,
            bluesky: None,
            mastodon: None,
            facebook: None,
            instagram: None,
            site: None,
        };
        assert_eq!(person.full_name(), "Léa Balage El Mariky");
        let page = "https://www.assemblee-nationale.fr/dyn/deputes/PA841701";
        assert_eq!(person.official_page().as_deref(), Some(page));
        person.id = PersonId::Senator(21071, b'F');
        assert_eq!(person.official_page(), None);
    }

    #[test]
    fn identifiers_print_as_published() {
        assert_eq!(PersonId::Deputy(841_701).to_string(), "PA841701");
        assert_eq!(PersonId::Deputy(1008).to_string(), "PA1008");
        assert_eq!(PersonId::Senator(21071, b'F').to_string(), "21071F");
        assert_eq!(PersonId::Senator(4011, b'E').to_string(), "04011E");
        assert_eq!(PersonId::Mep(840).to_string(), "840");
        assert_eq!(PersonId::Mep(0).to_string(), "0");
    }
}
