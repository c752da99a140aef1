//! Shapes of single values in a petition file.

use std::collections::HashSet;

/// A path in the file and what is wrong there.
pub(super) type Checked = Result<(), String>;

/// Lower-case letters, digits and `-`, at most `max`.
pub(super) fn id(path: &str, id: &str, max: usize) -> Checked {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=max).contains(&id.len()) && id.bytes().all(plain) {
        Ok(())
    } else {
        Err(format!(
            "{path} `{id}`: use 1 to {max} lower-case letters, digits and `-`"
        ))
    }
}

pub(super) fn unique<'a>(path: &str, mut names: impl Iterator<Item = &'a str>) -> Checked {
    let mut seen = HashSet::new();
    match names.find(|name| !seen.insert(*name)) {
        Some(name) => Err(format!("{path}: `{name}` is there twice")),
        None => Ok(()),
    }
}

pub(super) fn filled(path: &str, text: &str) -> Checked {
    if text.trim().is_empty() {
        Err(format!("{path} is empty"))
    } else {
        Ok(())
    }
}

/// The shape of a BCP 47 tag: `fr`, `pt-BR`.
pub(super) fn language(path: &str, tag: &str) -> Checked {
    let mut parts = tag.split('-');
    let primary = parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let further = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if primary && parts.all(further) {
        Ok(())
    } else {
        Err(format!("{path}: `{tag}` is no language tag such as fr"))
    }
}

/// The shape of an IANA name: `Europe/Paris`, `America/Argentina/Ushuaia`, `UTC`.
pub(super) fn is_time_zone(name: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    name == "UTC" || (2..=3).contains(&name.split('/').count()) && name.split('/').all(part)
}

pub(super) fn point(path: &str, point: Option<[f64; 2]>) -> Checked {
    match point {
        Some([latitude, longitude])
            if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) =>
        {
            Err(format!(
                "{path}: [{latitude}, {longitude}] is no latitude and longitude in degrees"
            ))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_time_zone;

    #[test]
    fn time_zones_are_told_from_offsets_and_towns() {
        for yes in [
            "Europe/Paris",
            "America/Argentina/Ushuaia",
            "Etc/GMT+1",
            "UTC",
        ] {
            assert!(is_time_zone(yes), "{yes}");
        }
        for no in [
            "",
            "Paris",
            "+01:00",
            "Europe/",
            "/Paris",
            "Europe/Paris/x/y",
            "Europe/<b>",
        ] {
            assert!(!is_time_zone(no), "{no}");
        }
    }
}
