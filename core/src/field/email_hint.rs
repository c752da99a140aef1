use alloc::string::String;

/// The domains that most signatories in France and its neighbours use. What is in the list is never
/// corrected, so it also holds domains that look like a slip of another (`mail.com`, `gmx.fr`).
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
    "msn.com",
    "club-internet.fr",
    "numericable.fr",
    "aol.com",
    "gmx.fr",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "web.de",
    "t-online.de",
    "posteo.net",
    "posteo.de",
    "mailo.com",
    "riseup.net",
    "tutanota.com",
    "bluewin.ch",
    "skynet.be",
    "telenet.be",
    "libero.it",
    "mail.com",
    "ymail.com",
    "email.com",
    "gmail.fr",
    "yahoo.de",
    "yahoo.es",
    "yahoo.it",
    "yahoo.co.uk",
    "hotmail.be",
    "hotmail.co.uk",
    "outlook.be",
    "live.be",
    "aol.fr",
    "pm.me",
    "mac.com",
    "fr.fr",
    "fre.fr",
];

/// What `address` may have been meant to be, where its domain looks like a slip of a well-known one:
/// a hint to offer, never an error. Works on what is typed, valid or not.
///
/// ```
/// use wesign_core::field::suggest_email;
/// assert_eq!(suggest_email("lea@gmial.com").as_deref(), Some("lea@gmail.com"));
/// assert_eq!(suggest_email("lea@orange.f").as_deref(), Some("lea@orange.fr"));
/// assert_eq!(suggest_email("lea@wesign.it"), None);
/// ```
pub fn suggest_email(address: &str) -> Option<String> {
    let (local, domain) = address.trim().rsplit_once('@')?;
    if local.is_empty() || !(4..=32).contains(&domain.len()) {
        return None;
    }
    let domain = domain.to_ascii_lowercase();
    if KNOWN.contains(&domain.as_str()) {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for known in KNOWN {
        let allowed = if known.len() >= 9 { 2 } else { 1 };
        let distance = distance(domain.as_bytes(), known.as_bytes());
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, known));
        }
    }
    let (_, known) = best?;
    let mut suggestion = String::from(local);
    suggestion.push('@');
    suggestion.push_str(known);
    Some(suggestion)
}

/// The least number of letters to insert, drop, replace or swap with their neighbour (optimal string
/// alignment). Three rows of fixed size: neither side is longer than 32 bytes.
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
