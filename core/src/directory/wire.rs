//! The smallest pieces of the format: header, numbers, lines of text, numeric forms of codes.

use alloc::vec::Vec;

use super::{CommuneCode, Constituency, Date, Departement, DirectoryError};

/// First bytes of every file.
const MAGIC: [u8; 4] = *b"WSGD";
/// Version of the format that this code writes, and the newest that it reads.
const VERSION: u8 = 1;
/// Bytes before the payload: magic, checksum, version, kind, two zero bytes, length.
pub(super) const HEADER: usize = 16;
/// Where the bytes begin that the checksum covers: right after itself.
const CHECKED: usize = 8;

/// Kind of the file of points; below are the shards', see [`Kind`](super::Kind).
pub(super) const POINTS: u8 = 3;
/// Kind of the list of names.
pub(super) const NAMES: u8 = 4;

/// Checks the header and the checksum; gives the kind and the payload.
pub(super) fn open(bytes: &[u8]) -> Result<(u8, &[u8]), DirectoryError> {
    let (header, payload) = bytes
        .split_first_chunk::<HEADER>()
        .ok_or(DirectoryError::NotAShard)?;
    if !bytes.starts_with(&MAGIC) {
        return Err(DirectoryError::NotAShard);
    }
    #[rustfmt::skip]
    let [_, _, _, _, c0, c1, c2, c3, version, kind, z0, z1, l0, l1, l2, l3] = *header;
    if version > VERSION {
        return Err(DirectoryError::Newer);
    }
    if u32::from_le_bytes([l0, l1, l2, l3]) as usize != bytes.len() {
        return Err(DirectoryError::Length);
    }
    let checked = bytes.get(CHECKED..).unwrap_or_default();
    if u32::from_le_bytes([c0, c1, c2, c3]) != checksum(checked) {
        return Err(DirectoryError::Checksum);
    }
    if (version, z0, z1) != (VERSION, 0, 0) {
        return Err(DirectoryError::Malformed);
    }
    Ok((kind, payload))
}

/// Puts the header before a payload: the inverse of [`open`].
pub(super) fn close(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut checked = Vec::from([VERSION, kind, 0, 0]);
    checked.extend(((HEADER + payload.len()) as u32).to_le_bytes());
    checked.extend(payload);
    let mut file = Vec::from(MAGIC);
    file.extend(checksum(&checked).to_le_bytes());
    file.extend(checked);
    file
}

/// CRC-32 (IEEE 802.3), four bits at a time: sixteen words of table are a fair price for being
/// four times as fast as bit by bit, where the usual 256 would weigh more than the code.
fn checksum(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = {
        let mut table = [0; 16];
        let mut at = 0;
        while at < 16 {
            let mut crc = at as u32;
            let mut bit = 0;
            while bit < 4 {
                crc = (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
                bit += 1;
            }
            table[at] = crc;
            at += 1;
        }
        table
    };
    let mut crc = u32::MAX;
    for &byte in bytes {
        crc ^= u32::from(byte);
        crc = (crc >> 4) ^ TABLE[(crc & 15) as usize];
        crc = (crc >> 4) ^ TABLE[(crc & 15) as usize];
    }
    !crc
}

/// Numbers of a column, each in LEB128: seven bits a byte, low bits first, high bit on all but the
/// last byte. Ends early rather than fail; [`Numbers::take_columns`] is what checks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers<'a>(pub(super) &'a [u8]);

impl Iterator for Numbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut value = 0u32;
        let mut shift = 0;
        loop {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            // A fifth byte may only hold the four bits that are left of 32.
            if shift == 28 && byte > 0x0F {
                return None;
            }
            value |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
            shift += 7;
        }
    }
}

impl<'a> Numbers<'a> {
    /// The next number, which must be there.
    pub(super) fn required(&mut self) -> Result<u32, DirectoryError> {
        self.next().ok_or(DirectoryError::Malformed)
    }

    /// The next columns, each of so many numbers that must all be below a bound.
    pub(super) fn take_columns<const N: usize>(
        &mut self,
        shapes: [(u32, u32); N],
    ) -> Result<[Numbers<'a>; N], DirectoryError> {
        let mut columns = [Numbers(&[]); N];
        for (column, (count, bound)) in columns.iter_mut().zip(shapes) {
            *column = self.take_column(count, bound)?;
        }
        Ok(columns)
    }

    fn take_column(&mut self, count: u32, bound: u32) -> Result<Numbers<'a>, DirectoryError> {
        let all = self.0;
        for _ in 0..count {
            if self.required()? >= bound {
                return Err(DirectoryError::Malformed);
            }
        }
        let length = all.len() - self.0.len();
        Ok(Numbers(all.get(..length).unwrap_or_default()))
    }
}

/// Appends a number as [`Numbers`] reads it.
pub(super) fn put(into: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

/// Lines of text, each ended by `\n`. Past the last one there are only empty ones.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lines<'a>(pub(super) &'a str);

impl<'a> Lines<'a> {
    /// The next line.
    pub(super) fn take(&mut self) -> &'a str {
        let end = self.0.bytes().position(|byte| byte == b'\n');
        let end = end.unwrap_or(self.0.len());
        let line = self.0.get(..end).unwrap_or_default();
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        line
    }

    /// Goes over `count` lines.
    pub(super) fn skip(&mut self, count: u32) {
        for _ in 0..count {
            self.take();
        }
    }
}

/// A commune code as a number: its digits, with `2A004` as 20004 and `2B004` as 20504 (Corsica's
/// two départements have fewer than 500 communes each, and no code begins with 20).
pub(super) fn commune_number(code: CommuneCode) -> u32 {
    let text = code.as_str();
    let digits = |text: &str| text.bytes().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    match text.as_bytes()[1] {
        b'A' => 20_000 + digits(&text[2..]),
        b'B' => 20_500 + digits(&text[2..]),
        _ => digits(text),
    }
}

/// The inverse of [`commune_number`].
pub(super) fn commune_code(number: u32) -> CommuneCode {
    let (first, rest) = match number {
        20_000..20_500 => (Some(b'A'), number - 20_000),
        20_500..21_000 => (Some(b'B'), number - 20_500),
        _ => (None, number),
    };
    let mut bytes = decimal(rest);
    if let Some(letter) = first {
        bytes[0] = b'2';
        bytes[1] = letter;
    }
    CommuneCode::from_bytes(bytes)
}

/// The last five decimal digits of a number.
pub(super) fn decimal(mut number: u32) -> [u8; 5] {
    let mut bytes = [b'0'; 5];
    for byte in bytes.iter_mut().rev() {
        *byte = b'0' + (number % 10) as u8;
        number /= 10;
    }
    bytes
}

/// A constituency as a number: département × 100 + ordinal, the département by its digits with
/// 2A as 201 and 2B as 202.
pub(super) fn constituency_number(constituency: Constituency) -> u32 {
    let departement = constituency.departement();
    let number = match departement.as_str() {
        "2A" => 201,
        "2B" => 202,
        digits => digits.bytes().fold(0, |n, b| n * 10 + u32::from(b - b'0')),
    };
    number * 100 + u32::from(constituency.ordinal())
}

/// The inverse of [`constituency_number`].
pub(super) fn constituency(number: u32) -> Option<Constituency> {
    let digits = decimal(number / 100);
    let text = match number / 100 {
        201 => "2A",
        202 => "2B",
        100.. => core::str::from_utf8(digits.last_chunk::<3>()?).ok()?,
        _ => core::str::from_utf8(digits.last_chunk::<2>()?).ok()?,
    };
    Constituency::new(Departement::new(text)?, (number % 100) as u8)
}

/// A day as a number, 31 to a month; 0 stands for none.
pub(super) fn date_number(date: Option<Date>) -> u32 {
    date.map_or(0, |date| {
        let months = (u32::from(date.year()) - 1900) * 12 + u32::from(date.month()) - 1;
        months * 31 + u32::from(date.day())
    })
}

/// The inverse of [`date_number`].
pub(super) fn date(number: u32) -> Option<Date> {
    let days = number.checked_sub(1)?;
    let months = days / 31;
    let year = u16::try_from(1900 + months / 12).ok()?;
    Date::new(year, (months % 12 + 1) as u8, (days % 31 + 1) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_is_the_common_crc_32() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn numbers_come_back() {
        let values = [0, 1, 127, 128, 16_383, 16_384, 841_701, u32::MAX];
        let mut bytes = Vec::new();
        values.iter().for_each(|&value| put(&mut bytes, value));
        assert!(Numbers(&bytes).eq(values));
        assert!(Numbers(&bytes[..bytes.len() - 1]).count() < values.len());
        assert_eq!(Numbers(&[0xFF, 0xFF, 0xFF, 0xFF, 0x10]).next(), None);
    }

    #[test]
    fn codes_come_back() {
        for code in ["01001", "2A004", "2B366", "75118", "98901"] {
            let code = CommuneCode::new(code).unwrap();
            assert_eq!(commune_code(commune_number(code)), code);
        }
        for text in ["01-01", "2A-02", "2B-01", "75-18", "977-01", "99-11"] {
            let read: Constituency = text.parse().unwrap();
            assert_eq!(constituency(constituency_number(read)), Some(read));
        }
        for days in [(1900, 1, 1), (2024, 7, 8), (2026, 12, 31)] {
            let day = Date::new(days.0, days.1, days.2);
            assert_eq!(date(date_number(day)), day);
        }
        assert_eq!(date(0), None);
        assert_eq!(date(u32::MAX), None);
    }

    #[test]
    fn lines_end_in_empty_ones() {
        let mut lines = Lines("a\n\nbé\n");
        assert_eq!(
            [lines.take(), lines.take(), lines.take(), lines.take()],
            ["a", "", "bé", ""]
        );
    }
}
