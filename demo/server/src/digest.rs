//! Hashes: plain for tags of public bytes, keyed for anything that comes from a person.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// 128 bits of SHA-256 in hexadecimal: the name of public bytes.
#[must_use]
pub fn tag(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// HMAC-SHA-256: without the key, guessing what was hashed is of no use.
#[must_use]
pub fn keyed(key: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}
