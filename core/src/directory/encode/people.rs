//! The columns of people, and the text.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Contents, EncodeError, PlaceEntry};
use crate::directory::people::{derived_address, domain, flag};
use crate::directory::wire::{self, put};
use crate::directory::{Group, Kind, Person, PersonId, Sex};

/// The text after the columns, line by line.
#[derive(Default)]
pub(super) struct Text(pub(super) String);

impl Text {
    fn line(&mut self, text: &str) -> Result<(), EncodeError> {
        if text.contains('\n') {
            return Err(EncodeError::LineBreak(text.into()));
        }
        self.0.push_str(text);
        self.0.push('\n');
        Ok(())
    }
}

/// Writes the columns of people and all text; gives the number of groups.
pub(super) fn people(
    contents: &Contents<'_>,
    places: &[&PlaceEntry<'_>],
    numbers: &mut Vec<u8>,
    text: &mut Text,
) -> Result<usize, EncodeError> {
    let holders = || contents.seats.iter().map(|seat| seat.holder.as_ref());
    let mut groups: Vec<Group<'_>> = Vec::new();
    for group in holders().flatten().filter_map(|person| person.group) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for holder in holders() {
        put(
            numbers,
            holder.map_or(Ok(0), |person| identifier(contents.kind, person.id))?,
        );
    }
    for holder in holders() {
        put(
            numbers,
            holder.map_or(0, |person| flags(contents.kind, person)),
        );
    }
    for holder in holders() {
        let group = holder.and_then(|person| person.group);
        let at = group.and_then(|group| groups.iter().position(|other| *other == group));
        put(numbers, at.map_or(0, |at| at as u32 + 1));
    }
    for holder in holders() {
        put(
            numbers,
            wire::date_number(holder.and_then(|person| person.since)),
        );
    }

    for group in &groups {
        text.line(group.short)?;
        text.line(group.name)?;
    }
    for area in &contents.areas {
        text.line(area.code)?;
        text.line(area.name)?;
        text.line(area.languages)?;
    }
    for place in places {
        text.line(place.name)?;
    }
    for person in holders().flatten() {
        text.line(person.given_name)?;
        text.line(person.family_name)?;
        let flags = flags(contents.kind, person);
        if let Some(email) = person.email.as_deref()
            && flags & flag::EMAIL_WRITTEN != 0
        {
            text.line(email.strip_suffix(domain(contents.kind)).unwrap_or(email))?;
        }
        for line in [
            person.x,
            person.bluesky,
            person.mastodon,
            person.facebook,
            person.instagram,
        ]
        .into_iter()
        .flatten()
        {
            text.line(line)?;
        }
        if let Some(site) = &person.site {
            text.line(site.strip_prefix("https://").unwrap_or(site))?;
        }
    }
    Ok(groups.len())
}

fn identifier(kind: Kind, id: PersonId) -> Result<u32, EncodeError> {
    let number = match (kind, id) {
        (Kind::Deputies, PersonId::Deputy(number)) | (Kind::Meps, PersonId::Mep(number)) => number,
        (Kind::Senators, PersonId::Senator(number, letter @ b'A'..=b'Z')) if number < 100_000 => {
            number << 5 | u32::from(letter - b'A')
        }
        _ => 0,
    };
    if number == 0 || number == u32::MAX {
        return Err(EncodeError::Identifier(id));
    }
    Ok(number)
}

fn flags(kind: Kind, person: &Person<'_>) -> u32 {
    let email = person.email.as_ref().map_or(0, |email: &Cow<'_, str>| {
        if *email == derived_address(kind, person.given_name, person.family_name) {
            flag::EMAIL_DERIVED
        } else {
            flag::EMAIL_WRITTEN
        }
    });
    let sex = match person.sex {
        Some(Sex::Female) => flag::FEMALE,
        Some(Sex::Male) => flag::MALE,
        None => 0,
    };
    let present = [
        (person.x.is_some(), flag::X),
        (person.bluesky.is_some(), flag::BLUESKY),
        (person.mastodon.is_some(), flag::MASTODON),
        (person.facebook.is_some(), flag::FACEBOOK),
        (person.instagram.is_some(), flag::INSTAGRAM),
        (person.site.is_some(), flag::SITE),
    ];
    present
        .iter()
        .filter(|(present, _)| *present)
        .fold(email | sex, |flags, (_, flag)| flags | flag)
}
