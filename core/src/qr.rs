//! QR codes (ISO/IEC 18004), for screens and posters.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::Write as _;

use qrcodegen_no_heap::{QrCode, QrCodeEcc, Version};

/// The light frame that readers need around a code, in modules.
const QUIET: u32 = 4;

/// A text as a QR code.
///
/// ```
/// use wesign_core::qr::Qr;
/// let code = Qr::new("https://example.org/p?utm_source=qr").unwrap();
/// assert_eq!(code.side(), 29 + 2 * 4);
/// assert!(code.path().starts_with("M4 4h7v1h-7z"), "the corner that a reader looks for");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules a side, without the frame.
    size: u32,
    /// Row by row.
    dark: Vec<bool>,
}

impl Qr {
    /// The code of `text`, in the smallest version that holds it with level M at least (a seventh of
    /// it may be dirty or torn); `None` for more than 2,331 bytes.
    ///
    /// ```
    /// # use wesign_core::qr::Qr;
    /// assert!(Qr::new(&"a".repeat(2331)).is_some());
    /// assert!(Qr::new(&"a".repeat(2332)).is_none());
    /// ```
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut data = vec![0; Version::MAX.buffer_len()];
        let mut out = data.clone();
        data.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        // Addresses have small letters, so the modes for digits and capitals would never be used.
        let code = QrCode::encode_binary(
            &mut data,
            text.len(),
            &mut out,
            QrCodeEcc::Medium,
            Version::MIN,
            Version::MAX,
            None,
            true,
        )
        .ok()?;
        let size = code.size();
        let rows = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
        Some(Self {
            size: size.unsigned_abs(),
            dark: rows.map(|(x, y)| code.get_module(x, y)).collect(),
        })
    }

    /// Modules a side, with the light frame of four: the `viewBox` is `0 0 side side`.
    ///
    /// ```
    /// # use wesign_core::qr::Qr;
    /// // The smallest code has 21 modules a side.
    /// assert_eq!(Qr::new("a").unwrap().side(), 4 + 21 + 4);
    /// ```
    #[must_use]
    pub fn side(&self) -> u32 {
        self.size + 2 * QUIET
    }

    /// Whether the module at column `x` and row `y`, frame included, is dark.
    ///
    /// ```
    /// # use wesign_core::qr::Qr;
    /// let code = Qr::new("a").unwrap();
    /// assert!(code.is_dark(4, 4) && !code.is_dark(3, 4) && !code.is_dark(1000, 4));
    /// ```
    #[must_use]
    pub fn is_dark(&self, x: u32, y: u32) -> bool {
        let within = |at: u32| at.checked_sub(QUIET).filter(|at| *at < self.size);
        let index = within(x).zip(within(y)).map(|(x, y)| y * self.size + x);
        let dark = index.and_then(|index| self.dark.get(index as usize));
        dark.copied().unwrap_or_default()
    }

    /// The dark modules as the data of one SVG `path`, a rectangle for each run of a row.
    ///
    /// ```
    /// # use wesign_core::qr::Qr;
    /// let code = Qr::new("https://example.org/arbres").unwrap();
    /// let (side, path) = (code.side(), code.path());
    /// let svg = format!(r#"<svg viewBox="0 0 {side} {side}"><path d="{path}"/></svg>"#);
    /// assert!(svg.contains("M4 4h7v1h-7z"), "the upper edge of the first finder");
    /// ```
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.side() {
            let mut run = 0;
            // The frame ends every run.
            for x in 0..self.side() {
                if self.is_dark(x, y) {
                    run += 1;
                } else if run > 0 {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{} {y}h{run}v1h-{run}z", x - run);
                    run = 0;
                }
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a reader sees: modules of four pixels, painted from the path.
    fn read(code: &Qr) -> String {
        let side = code.side() as usize;
        let mut dark = vec![false; side * side];
        for rectangle in code.path().split_terminator('z') {
            let numbers = rectangle.split(|c: char| !c.is_ascii_digit());
            let numbers: Vec<usize> = numbers.filter_map(|number| number.parse().ok()).collect();
            let [x, y, width, 1, back] = numbers[..] else {
                panic!("no rectangle: {rectangle}");
            };
            assert_eq!(width, back);
            dark[y * side + x..][..width].fill(true);
        }
        let shade = |x: usize, y: usize| if dark[y / 4 * side + x / 4] { 0 } else { 255 };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * 4, side * 4, shade);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().expect("readable").1
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn a_reader_reads_what_was_written(path in "[ -~]{0,300}", word in "\\PC{0,20}") {
            let text = std::format!("https://example.org/{path}{word}");
            let code = Qr::new(&text).expect("short enough");
            prop_assert_eq!(read(&code), text);
        }
    }
}
