//! Links in letters: what they do, and proof that they come from here.
//!
//! A link names a row by its number and holds a keyed hash: nobody can make one for another row, and it
//! tells nothing of the person. Opening it only shows a page; its button acts. Programs that open the
//! links of mail to look for malware confirm nothing.

use crate::digest;
use crate::origin::Origin;
use crate::store::Owner;

/// What the page of a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Confirms the address.
    Confirm,
    /// Withdraws the signature and erases what the person gave.
    Withdraw,
    /// Ends news of the petition.
    NoNews,
    /// Ends letters about gatherings.
    NoGatherings,
}

impl Action {
    /// The purpose that it ends.
    #[must_use]
    pub const fn purpose(self) -> Option<&'static str> {
        match self {
            Self::NoNews => Some("petition_updates"),
            Self::NoGatherings => Some("gatherings"),
            Self::Confirm | Self::Withdraw => None,
        }
    }

    /// Part of the path.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Withdraw => "withdraw",
            Self::NoNews => "unsubscribe/news",
            Self::NoGatherings => "unsubscribe/gatherings",
        }
    }
}

/// What a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whose it is.
    pub owner: Owner,
    /// When the letter was written, Unix seconds.
    pub at: i64,
}

impl Link {
    /// The address of the page. `lang` is that of the letter.
    #[must_use]
    pub fn address(
        &self,
        secret: &[u8; 32],
        public: &Origin,
        action: Action,
        petition: &str,
        lang: &str,
    ) -> String {
        let (public, name) = (public.as_str(), action.name());
        let token = self.token(secret, action, petition);
        format!("{public}/petitions/{petition}/{name}/{token}?lang={lang}")
    }

    fn token(&self, secret: &[u8; 32], action: Action, petition: &str) -> String {
        let (table, id) = match self.owner {
            Owner::Signature(id) => ('s', id),
            Owner::Subscription(id) => ('u', id),
        };
        let plain = format!("{table}{id}-{}", self.at);
        let mac = digest::keyed(secret, signed(action, petition, &plain).as_bytes());
        let mac = mac.iter().take(MAC).map(|byte| format!("{byte:02x}"));
        format!("{plain}-{}", mac.collect::<String>())
    }

    /// What a token says, if it was made here for this action and petition.
    #[must_use]
    pub fn read(secret: &[u8; 32], action: Action, petition: &str, token: &str) -> Option<Self> {
        let mut parts = token.splitn(3, '-');
        let (row, at) = (parts.next()?, parts.next()?);
        let id = row.get(1..)?.parse().ok()?;
        let link = Self {
            owner: match row.as_bytes().first()? {
                b's' => Owner::Signature(id),
                b'u' => Owner::Subscription(id),
                _ => return None,
            },
            at: at.parse().ok()?,
        };
        let right = link.token(secret, action, petition);
        // Every byte is compared, so that the time tells nothing of where the first wrong one is.
        let same = right.len() == token.len()
            && right
                .bytes()
                .zip(token.bytes())
                .fold(0, |found, (one, other)| found | (one ^ other))
                == 0;
        same.then_some(link)
    }
}

/// Bytes of the hash in a link: 128 bits.
const MAC: usize = 16;

/// What is signed. A byte that no path holds keeps the parts apart.
fn signed(action: Action, petition: &str, plain: &str) -> String {
    format!("link\0{}\0{petition}\0{plain}", action.name())
}

#[cfg(test)]
mod tests {
    use super::{Action, Link};
    use crate::origin::Origin;
    use crate::store::Owner;

    #[test]
    fn a_link_is_of_one_row_one_petition_and_one_key() {
        let link = Link {
            owner: Owner::Signature(42),
            at: 1_700_000_000,
        };
        let secret = [7; 32];
        let token = link.token(&secret, Action::Confirm, "p");
        let read =
            |secret, petition, token: &str| Link::read(secret, Action::Confirm, petition, token);
        assert_eq!(read(&secret, "p", &token), Some(link));
        assert_eq!(read(&secret, "q", &token), None);
        assert_eq!(read(&[8; 32], "p", &token), None);
        for wrong in [
            token.replace("s42-", "s43-"),
            token.replace("s42-", "u42-"),
            token.replace("s42-", "s042-"),
            token.replace("-1700000000-", "-1700000001-"),
            format!("{token}0"),
            token[..token.len() - 1].to_owned(),
            String::new(),
            "s-1-".into(),
            "é1-1-".into(),
            "-".into(),
        ] {
            assert_eq!(read(&secret, "p", &wrong), None, "{wrong}");
        }
        let public = Origin::parse("https://petitions.example").unwrap();
        let address = link.address(&secret, &public, Action::Confirm, "p", "fr");
        assert_eq!(
            address,
            format!("https://petitions.example/petitions/p/confirm/{token}?lang=fr")
        );
    }
}
