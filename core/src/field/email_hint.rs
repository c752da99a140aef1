use alloc::string::String;

use super::Country;

/// The domains that most signatories in France and its neighbours use, the commonest first. What is
/// in the list is never corrected, so it also holds domains that look like a slip of another.
const KNOWN: &[&str] = &[
    "gmail.com",
    "hotmail.fr",
    "hotmail.com",
    "orange.fr",
    "wanadoo.fr",
    "yahoo.fr",
    "yahoo.com",
    "free.fr",
    "outlook.fr",
    "outlook.com",
    "laposte.net",
    "sfr.fr",
    "live.fr",
    "live.com",
    "icloud.com",
    "neuf.fr",
    "bbox.fr",
    "protonmail.com",
    "proton.me",
    "me.com",
    "mac.com",
    "msn.com",
    "club-internet.fr",
    "numericable.fr",
    "aol.com",
    "gmx.com",
    "gmx.net",
    "web.de",
    "t-online.de",
    "posteo.net",
    "mailo.com",
    "riseup.net",
    "tutanota.com",
    "fastmail.com",
    "bluewin.ch",
    "skynet.be",
    "telenet.be",
    "libero.it",
    "mail.com",
    "ymail.com",
    "email.com",
    "pm.me",
];

/// Slips of `.com` that no registry runs, or whose domains nobody has a mailbox at.
const NOT_COM: &[&str] = &[
    "con", "cmo", "ocm", "comm", "coom", "cpm", "vom", "xom", "om", "cim",
];

/// What `address` may have been meant to be, where its domain looks like a slip of a well-known one:
/// a hint to offer, never an error. Works on what is typed, valid or not.
///
/// ```
/// use wesign_core::field::suggest_email;
/// assert_eq!(suggest_email("lea@gmial.com").as_deref(), Some("lea@gmail.com"));
/// assert_eq!(suggest_email("lea@orange.f").as_deref(), Some("lea@orange.fr"));
/// assert_eq!(suggest_email("lea@asso.con").as_deref(), Some("lea@asso.com"));
/// assert_eq!(suggest_email("lea@wesign.it"), None);
/// ```
pub fn suggest_email(address: &str) -> Option<String> {
    let (local, domain) = address.trim().rsplit_once('@')?;
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    if local.is_empty() || !(3..=32).contains(&domain.len()) || !domain.bytes().all(is_host) {
        return None;
    }
    let mut domain = domain.to_ascii_lowercase();
    let mut near = Near::of(&domain);
    if let (Near::NotCom, Some((name, _))) = (&near, domain.rsplit_once('.')) {
        domain.truncate(name.len());
        domain.push_str(".com");
        near = match Near::of(&domain) {
            Near::Known(known) => Near::Known(known),
            _ => Near::NotCom,
        };
    }
    let mut suggestion = String::from(local);
    suggestion.push('@');
    suggestion.push_str(match near {
        Near::Known(known) => known,
        Near::NotCom => &domain,
        Near::Nothing => return None,
    });
    Some(suggestion)
}

/// What a domain looks like.
enum Near {
    Known(&'static str),
    NotCom,
    Nothing,
}

impl Near {
    fn of(domain: &str) -> Near {
        if KNOWN.contains(&domain) {
            return Near::Nothing;
        }
        let (name, top) = domain.split_once('.').unwrap_or((domain, ""));
        if name == "gmail" {
            return Near::Known(KNOWN[0]);
        }
        let of_name = |known: &str| {
            known
                .split_once('.')
                .is_some_and(|(known, _)| known == name)
        };
        let same_name = KNOWN.iter().any(|known| of_name(known));
        // Large providers serve many countries (hotmail.de, orange.cm): a real ending is no slip of
        // theirs, save of a domain that lacks one letter and is known in full.
        let is_ending = top.contains('.') || top == "eu" || Country::parse(top).is_ok();
        let full_ending = match top {
            "cm" | "co" => "com",
            "ne" => "net",
            _ => "",
        };
        let mut best: Option<(usize, &'static str)> = None;
        for known in KNOWN {
            let distance = distance(domain.as_bytes(), known.as_bytes());
            let likely = if same_name {
                of_name(known)
                    && (!is_ending || known.ends_with(full_ending) && !full_ending.is_empty())
            } else {
                // Slips in the first letter are rarer than other names.
                distance <= 1
                    || distance == 2
                        && known.len() >= 9
                        && domain.as_bytes()[0] == known.as_bytes()[0]
            };
            if likely && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, known));
            }
        }
        match best {
            Some((_, known)) => Near::Known(known),
            None if !same_name && NOT_COM.contains(&top.rsplit('.').next().unwrap_or_default()) => {
                Near::NotCom
            }
            None => Near::Nothing,
        }
    }
}

/// The least number of letters to insert, drop, replace or swap with their neighbour (optimal string
/// alignment), of words of at most 32 bytes.
fn distance(from: &[u8], to: &[u8]) -> usize {
    if from.len().abs_diff(to.len()) > 2 {
        return usize::MAX;
    }
    let mut rows = [[0_usize; 33]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = at;
    }
    for (i, a) in from.iter().enumerate() {
        let (now, above, two_above) = ((i + 1) % 3, i % 3, (i + 2) % 3);
        rows[now][0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = rows[above][j] + usize::from(a != b);
            let mut least = replaced.min(rows[above][j + 1] + 1).min(rows[now][j] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && from[i - 1] == *b {
                least = least.min(rows[two_above][j - 1] + 1);
            }
            rows[now][j + 1] = least;
        }
    }
    rows[from.len() % 3][to.len()]
}
