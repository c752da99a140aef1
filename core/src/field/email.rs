use alloc::{borrow::Cow, string::String};

use super::{
    text::{is_invisible, trimmed},
    tidy,
};
use crate::{
    platform::Platform,
    problem::{Code, Problem},
};

/// An e-mail address as HTML's `<input type=email>` takes it, with internationalised domains, within
/// the limits of RFC 5321, and of a domain with a dot.
///
/// Normalised: trimmed, the domain in ASCII (punycode) and lower case; the local part as typed.
///
/// ```
/// use wesign_core::{field::EmailAddress, platform::Native, problem::Code};
/// let address = EmailAddress::parse("Jeanne@Café.FR", &Native).unwrap();
/// assert_eq!(address.as_str(), "Jeanne@xn--caf-dma.fr");
/// let error = EmailAddress::parse("jeanne@gmail", &Native).unwrap_err();
/// assert_eq!(error.code, Code::EmailDomainIncomplete);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The longest address, in bytes (RFC 5321 §4.5.3.1.3 less the angle brackets).
    ///
    /// ```
    /// # use wesign_core::{field::EmailAddress, platform::Native};
    /// let long = format!("u@{}fr", "a.".repeat(200));
    /// assert_eq!(EmailAddress::parse(&long, &Native).unwrap_err().max, Some(EmailAddress::MAX));
    /// ```
    pub const MAX: u32 = 254;
    /// The longest local part, in bytes (RFC 5321 §4.5.3.1.1).
    ///
    /// ```
    /// # use wesign_core::{field::EmailAddress, platform::Native};
    /// let long = format!("{}@example.org", "a".repeat(65));
    /// assert_eq!(EmailAddress::parse(&long, &Native).unwrap_err().max, Some(EmailAddress::LOCAL_MAX));
    /// ```
    pub const LOCAL_MAX: u32 = 64;

    /// Normalises and checks an address.
    ///
    /// # Errors
    /// `required`, `email_missing_at`, `email_local_part`, `email_local_part_too_long`,
    /// `email_domain`, `email_domain_incomplete`, `too_long`.
    ///
    /// ```
    /// # use wesign_core::{field::EmailAddress, platform::Native, problem::Code};
    /// assert_eq!(EmailAddress::parse("ada", &Native).unwrap_err().code, Code::EmailMissingAt);
    /// assert_eq!(EmailAddress::parse("ada@", &Native).unwrap_err().code, Code::EmailDomain);
    /// ```
    pub fn parse(text: &str, platform: &dyn Platform) -> Result<Self, Problem> {
        // Speed for servers; in a browser its bytes are dearer.
        if cfg!(feature = "native") && tidy::is_address(text) {
            return Ok(Self::checked(text));
        }
        Self::read(text, platform).map(Self::checked)
    }

    /// The text of [`parse`](Self::parse), borrowed where it was typed like that.
    pub(crate) fn read<'a>(
        text: &'a str,
        platform: &dyn Platform,
    ) -> Result<Cow<'a, str>, Problem> {
        // Address books paste direction marks around what they copy.
        let text = trimmed(text, |sign| sign.is_whitespace() || is_invisible(sign));
        if text.is_empty() {
            return Err(Code::Required.into());
        }
        let Some(at) = text.bytes().rposition(|byte| byte == b'@') else {
            return Err(Code::EmailMissingAt.into());
        };
        let (local, domain) = (&text[..at], &text[at + 1..]);
        if local.is_empty() || !local.bytes().all(is_local) {
            return Err(Code::EmailLocalPart.into());
        }
        if local.len() > Self::LOCAL_MAX as usize {
            return Err(Problem {
                code: Code::EmailLocalPartTooLong,
                min: None,
                max: Some(Self::LOCAL_MAX),
            });
        }
        // Of plain ASCII the platform's tables know nothing more than the rules below.
        let address = if domain.is_ascii() && !has_punycode(domain.as_bytes()) {
            if domain.bytes().any(|byte| byte.is_ascii_uppercase()) {
                let mut address = String::from(text);
                address[at..].make_ascii_lowercase();
                Cow::Owned(address)
            } else {
                Cow::Borrowed(text)
            }
        } else if domain.chars().all(is_host) {
            let domain = platform.domain_to_ascii(domain).ok_or(Code::EmailDomain)?;
            Cow::Owned([local, "@", &domain].concat())
        } else {
            return Err(Code::EmailDomain.into());
        };
        check_domain(address.as_bytes().get(at + 1..).unwrap_or_default())?;
        if address.len() > Self::MAX as usize {
            return Err(Problem::too_long(Self::MAX));
        }
        Ok(address)
    }

    /// What stands before the `@`.
    ///
    /// ```
    /// # use wesign_core::{field::EmailAddress, platform::Native};
    /// assert_eq!(EmailAddress::parse("Ada@Example.org", &Native).unwrap().local(), "Ada");
    /// ```
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the `@`: ASCII, lower case.
    ///
    /// ```
    /// # use wesign_core::{field::EmailAddress, platform::Native};
    /// assert_eq!(EmailAddress::parse("Ada@Example.org", &Native).unwrap().domain(), "example.org");
    /// ```
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The form in which two addresses of one mailbox are the same: lower case and, where
    /// `provider_rules`, by what providers document of dots, plus tags and second domains.
    ///
    /// ```
    /// use wesign_core::{field::EmailAddress, platform::Native};
    /// let address = EmailAddress::parse("Jeanne.Moreau+petition@googlemail.com", &Native).unwrap();
    /// assert_eq!(address.canonical(true), "jeannemoreau@gmail.com");
    /// assert_eq!(address.canonical(false), "jeanne.moreau+petition@googlemail.com");
    /// ```
    pub fn canonical(&self, provider_rules: bool) -> String {
        let mut local = self.local().to_ascii_lowercase();
        let mut domain = self.domain();
        let provider = PROVIDERS
            .iter()
            .find(|provider| provider.domains.contains(&domain));
        if let Some(provider) = provider.filter(|_| provider_rules) {
            domain = provider.domains[0];
            let name = match local.split_once('+') {
                Some((name, _)) if !name.is_empty() => name,
                _ => &local,
            };
            let kept: String = name
                .chars()
                .filter(|&c| !provider.ignores.contains(c))
                .collect();
            // An address of nothing but dots is no mailbox of theirs: left as it is.
            if !kept.is_empty() {
                local = kept;
            }
        }
        local.push('@');
        local.push_str(domain);
        local
    }

    /// Whether the domain is one of `domains` or below one of them.
    ///
    /// ```
    /// use wesign_core::{field::EmailAddress, platform::Native};
    /// let address = EmailAddress::parse("x@eu.mailinator.com", &Native).unwrap();
    /// assert!(address.is_of(&["mailinator.com"]));
    /// assert!(!address.is_of(&["inator.com"]));
    /// ```
    pub fn is_of(&self, domains: &[impl AsRef<str>]) -> bool {
        is_of(&self.0, domains)
    }
}

/// Whether the domain of an address that was read is one of `domains` or below one of them.
pub(crate) fn is_of(address: &str, domains: &[impl AsRef<str>]) -> bool {
    let domain = address.rsplit('@').next().unwrap_or_default().as_bytes();
    domains
        .iter()
        .map(|known| known.as_ref().as_bytes())
        .any(|known| {
            let Some(at) = domain.len().checked_sub(known.len()) else {
                return false;
            };
            !known.is_empty()
                && domain[at..].eq_ignore_ascii_case(known)
                && (at == 0 || domain[at - 1] == b'.')
        })
}

/// What a provider documents of addresses that reach the same mailbox.
struct Provider {
    /// Domains of one name space; the first is the canonical one.
    domains: &'static [&'static str],
    /// Signs that do not count in a local part. Plus tags count for none of them.
    ignores: &'static str,
}

const PROVIDERS: &[Provider] = &[
    Provider {
        domains: &["gmail.com", "googlemail.com"],
        ignores: ".",
    },
    Provider {
        domains: &["icloud.com", "me.com", "mac.com"],
        ignores: "",
    },
    Provider {
        domains: &["proton.me", "protonmail.com", "pm.me", "protonmail.ch"],
        ignores: ".-_",
    },
    Provider {
        domains: &["fastmail.com"],
        ignores: "",
    },
    Provider {
        domains: &["outlook.com"],
        ignores: "",
    },
    Provider {
        domains: &["outlook.fr"],
        ignores: "",
    },
    Provider {
        domains: &["hotmail.com"],
        ignores: "",
    },
    Provider {
        domains: &["hotmail.fr"],
        ignores: "",
    },
    Provider {
        domains: &["live.com"],
        ignores: "",
    },
    Provider {
        domains: &["live.fr"],
        ignores: "",
    },
    Provider {
        domains: &["msn.com"],
        ignores: "",
    },
];

/// The characters of a local part: RFC 5322 atext and the dot, as WHATWG HTML has them.
pub(super) const fn is_local(byte: u8) -> bool {
    matches!(
        byte,
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/'
            | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~'
    )
}

/// What a host may be made of before it is encoded: the URL parser, which may do that, would also
/// decode `%61` and stop at `/`, `?` or `#`.
fn is_host(sign: char) -> bool {
    !sign.is_ascii() || sign.is_ascii_alphanumeric() || sign == '.' || sign == '-'
}

/// The longest label of a domain, in bytes (RFC 1034 §3.1).
const LABEL_MAX: usize = 63;

fn check_domain(domain: &[u8]) -> Result<(), Problem> {
    let mut label = 0;
    for (at, byte) in domain.iter().enumerate() {
        match byte {
            b'.' if is_label(&domain[label..at]) => label = at + 1,
            b'a'..=b'z' | b'0'..=b'9' | b'-' => {}
            _ => return Err(Code::EmailDomain.into()),
        }
    }
    if !is_label(&domain[label..]) {
        return Err(Code::EmailDomain.into());
    }
    if domain.len() > EmailAddress::MAX as usize {
        return Err(Problem::too_long(EmailAddress::MAX));
    }
    // A top-level domain starts with a letter; what does not is an IP address (RFC 3696 §2).
    match label {
        0 => Err(Code::EmailDomainIncomplete.into()),
        _ if domain[label].is_ascii_alphabetic() => Ok(()),
        _ => Err(Code::EmailDomain.into()),
    }
}

fn has_punycode(domain: &[u8]) -> bool {
    domain.contains(&b'-')
        && domain.windows(2).any(|pair| pair == b"--")
        && domain
            .windows(4)
            .any(|part| part.eq_ignore_ascii_case(b"xn--"))
}

/// 1 to 63 signs, no hyphen at either end (RFC 1034 §3.5, RFC 1123 §2.1).
fn is_label(label: &[u8]) -> bool {
    matches!(label, [first, .., last] if *first != b'-' && *last != b'-' && label.len() <= LABEL_MAX)
        || matches!(label, [only] if *only != b'-')
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

super::text_value!(
    EmailAddress,
    r#"parse("Ada@Example.ORG", &Native)"#,
    "Ada@example.org"
);
super::native_deserialize!(EmailAddress);
