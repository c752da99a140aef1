//! How long a label becomes in punycode (RFC 3492). Only the length: the reference refuses a link
//! with a label of more than 63 characters, and nothing else of the encoded form is needed.

use alloc::vec::Vec;

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + 38)
}

/// Length of the label in ASCII form, `xn--` included; `u32::MAX` where it overflows.
pub(super) fn ascii_len(label: &[u16]) -> u32 {
    if label.iter().all(|unit| (0x20..=0x7E).contains(unit)) {
        return u32::try_from(label.len()).unwrap_or(u32::MAX);
    }
    let points: Vec<u32> = char::decode_utf16(label.iter().copied())
        .map(|point| point.map_or_else(|lone| u32::from(lone.unpaired_surrogate()), u32::from))
        .collect();
    encoded_len(&points).map_or(u32::MAX, |len| len.saturating_add(4))
}

fn encoded_len(points: &[u32]) -> Option<u32> {
    let total = u32::try_from(points.len()).ok()?;
    let basic = u32::try_from(points.iter().filter(|&&p| p < 0x80).count()).ok()?;
    // More than the limit whatever follows, and no quadratic work on a hostile text.
    if total > 256 {
        return None;
    }
    let mut len = if basic > 0 { basic + 1 } else { 0 };
    let (mut n, mut delta, mut bias, mut handled) = (128u32, 0u32, 72u32, basic);
    while handled < total {
        let next = points.iter().copied().filter(|&p| p >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for &point in points {
            if point < n {
                delta = delta.checked_add(1)?;
            }
            if point == n {
                let (mut q, mut k) = (delta, BASE);
                loop {
                    let t = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
                    len += 1;
                    if q < t {
                        break;
                    }
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n = n.checked_add(1)?;
    }
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_known_names() {
        for (label, ascii) in [
            ("example", "example"),
            ("bücher", "xn--bcher-kva"),
            ("münchen", "xn--mnchen-3ya"),
            ("日本語", "xn--wgv71a119e"),
            ("правда", "xn--80aafi6cg"),
            ("😀", "xn--e28h"),
            ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"),
        ] {
            let units: Vec<u16> = label.encode_utf16().collect();
            assert_eq!(ascii_len(&units) as usize, ascii.len(), "{label}");
        }
        assert_eq!(ascii_len(&[0xDC00; 1000]), u32::MAX);
    }
}
