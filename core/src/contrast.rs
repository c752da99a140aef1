//! Readable colours: contrast as WCAG 2.2 defines it, and text that has enough of it.
//!
//! `js/contrast.ts` says the same in the widget's first script; both run `tests/cases/contrast.json`.

use core::fmt;

/// The least contrast of text with its background (WCAG 2.2, success criterion 1.4.3).
///
/// ```
/// # use wesign_core::contrast::{Color, TEXT};
/// let grey = Color::parse("#777777").unwrap();
/// assert!(grey.contrast(Color::parse("#ffffff").unwrap()) < TEXT);
/// ```
pub const TEXT: f64 = 4.5;
/// The least contrast of what shows a control or a graphic (success criterion 1.4.11).
///
/// ```
/// # use wesign_core::contrast::{Color, NON_TEXT};
/// let grey = Color::parse("#777777").unwrap();
/// assert!(grey.contrast(Color::parse("#ffffff").unwrap()) > NON_TEXT);
/// ```
pub const NON_TEXT: f64 = 3.0;

const WHITE: Color = Color([255; 3]);
const BLACK: Color = Color([0; 3]);
/// Softer than black, for text on bright colours.
const NEAR_BLACK: Color = Color([0x11; 3]);

/// An opaque sRGB colour.
///
/// ```
/// use wesign_core::contrast::Color;
/// let accent = Color::parse("rgb(74, 47, 189)").unwrap();
/// assert_eq!(accent.to_string(), "#4a2fbd");
/// assert_eq!(Color::parse("#FFF"), Color::parse("rgb(255 255 255)"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color([u8; 3]);

impl Color {
    /// Reads `#rgb`, `#rrggbb`, `rgb(r, g, b)` and `rgb(r g b)` with whole numbers to 255: what
    /// organisers write, and what browsers give for a computed colour. `None` for anything else, a
    /// colour with transparency included, whose contrast nobody knows.
    ///
    /// ```
    /// use wesign_core::contrast::Color;
    /// assert_eq!(Color::parse("#4a2fbd80"), None);
    /// assert_eq!(Color::parse("rebeccapurple"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(hex) = text.strip_prefix('#') {
            let digit = |at: usize| {
                let digit = char::from(*hex.as_bytes().get(at)?).to_digit(16)?;
                u8::try_from(digit).ok()
            };
            let channel = |n: usize| match hex.len() {
                3 => digit(n).map(|digit| digit * 17),
                6 => Some(digit(2 * n)? * 16 + digit(2 * n + 1)?),
                _ => None,
            };
            return Some(Self([channel(0)?, channel(1)?, channel(2)?]));
        }
        let (name, rest) = text.split_at_checked(4)?;
        let channels = rest.strip_suffix(')')?;
        let comma = channels.contains(',');
        let split = |c: char| {
            if comma {
                c == ','
            } else {
                c.is_ascii_whitespace()
            }
        };
        let mut given = channels
            .split(split)
            .map(str::trim)
            .filter(|channel| comma || !channel.is_empty());
        let mut channel = || {
            let digits = given.next()?;
            let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            whole.then(|| digits.parse().ok())?
        };
        let color = Self([channel()?, channel()?, channel()?]);
        (name.eq_ignore_ascii_case("rgb(") && given.next().is_none()).then_some(color)
    }

    /// Relative luminance, 0 (black) to 1 (white).
    ///
    /// ```
    /// # use wesign_core::contrast::Color;
    /// assert_eq!(Color::parse("#fff").unwrap().luminance(), 1.0);
    /// ```
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast with another colour, 1 to 21.
    ///
    /// ```
    /// # use wesign_core::contrast::Color;
    /// let [grey, white] = ["#777", "#fff"].map(|text| Color::parse(text).unwrap());
    /// assert_eq!((grey.contrast(white) * 100.0).floor(), 447.0);
    /// ```
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    /// The colour of text on this one, and its contrast, never below [`TEXT`]: white where it can be
    /// read, as designers have it on an accent; else nearly black, else black.
    ///
    /// ```
    /// # use wesign_core::contrast::Color;
    /// let on = |accent| Color::parse(accent).unwrap().readable_on().0.to_string();
    /// assert_eq!((on("#4a2fbd"), on("#ffd500")), ("#ffffff".into(), "#111111".into()));
    /// ```
    #[must_use]
    pub fn readable_on(self) -> (Self, f64) {
        let ratio = |text: Self| (text, text.contrast(self));
        let enough = |text: &(Self, f64)| text.1 >= TEXT;
        let mut choices = [WHITE, NEAR_BLACK].map(ratio).into_iter();
        choices.find(enough).unwrap_or_else(|| ratio(BLACK))
    }

    /// This colour as one sees it on `surface`: itself where its contrast is `least`, else made darker
    /// or lighter just until it is, in linear light, so that the hue stays; and its contrast. Up to
    /// [`TEXT`] there is always such a colour; where there is none, black or white.
    ///
    /// ```
    /// use wesign_core::contrast::{Color, TEXT};
    /// let [yellow, white] = ["#ffd500", "#fff"].map(|text| Color::parse(text).unwrap());
    /// let (text, ratio) = yellow.readable_as(white, TEXT);
    /// assert_eq!(text.to_string(), "#8c7400");
    /// assert!((TEXT..TEXT + 0.1).contains(&ratio));
    /// ```
    #[must_use]
    pub fn readable_as(self, surface: Self, least: f64) -> (Self, f64) {
        let ratio = |text: Self| (text, text.contrast(surface));
        let own = ratio(self);
        if own.1 >= least {
            return own;
        }
        let (light, behind) = (self.luminance(), surface.luminance());
        let darkest = (behind + 0.05) / least - 0.05;
        let lightest = (behind + 0.05) * least - 0.05;
        let darker = (darkest >= 0.0).then(|| {
            let share = if light > 0.0 { darkest / light } else { 0.0 };
            self.map(|channel| (encoded(channel * share) * 255.0) as u8)
        });
        let lighter = (lightest <= 1.0).then(|| {
            let share = (lightest - light) / (1.0 - light);
            let mixed = |channel: f64| encoded(channel + (1.0 - channel) * share) * 255.0;
            self.map(|channel| libm::ceil(mixed(channel)) as u8)
        });
        // Both can be had on middle greys only: then the way that is shorter.
        let near_dark = light - darkest <= lightest - light;
        let choice = match (darker, lighter) {
            (Some(darker), Some(_)) if near_dark => darker,
            (_, Some(lighter)) => lighter,
            (Some(darker), None) => darker,
            (None, None) => {
                let white = WHITE.contrast(surface) > BLACK.contrast(surface);
                if white { WHITE } else { BLACK }
            }
        };
        ratio(choice)
    }

    fn map(self, change: impl Fn(f64) -> u8) -> Self {
        Self(self.0.map(|channel| change(linear(channel))))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// A channel in linear light (IEC 61966-2-1; WCAG 2.2, "relative luminance").
fn linear(channel: u8) -> f64 {
    let channel = f64::from(channel) / 255.0;
    if channel <= 0.04045 {
        channel / 12.92
    } else {
        libm::pow((channel + 0.055) / 1.055, 2.4)
    }
}

/// The other way round.
fn encoded(linear: f64) -> f64 {
    let encoded = if linear <= 0.003_130_8 {
        linear * 12.92
    } else {
        1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055
    };
    encoded.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn color() -> impl Strategy<Value = Color> {
        any::<[u8; 3]>().prop_map(Color)
    }

    #[test]
    fn every_grey_has_readable_text_on_it_and_as_it() {
        for grey in 0..=255 {
            let surface = Color([grey; 3]);
            assert!(surface.readable_on().1 >= TEXT, "{surface}");
            for accent in (0..=255).step_by(15) {
                let (text, ratio) = Color([accent, 0, 255 - accent]).readable_as(surface, TEXT);
                assert!(ratio >= TEXT, "{text} on {surface}: {ratio}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn text_is_readable_on_and_as_any_colour(accent in color(), surface in color()) {
            prop_assert!(accent.readable_on().1 >= TEXT);
            for least in [NON_TEXT, TEXT] {
                let (text, ratio) = accent.readable_as(surface, least);
                prop_assert!(ratio >= least, "{} {} {}", accent, surface, text);
                prop_assert_eq!(ratio, text.contrast(surface));
                if accent.contrast(surface) >= least {
                    prop_assert_eq!(text, accent);
                }
            }
            prop_assert_eq!(Color::parse(&std::string::ToString::to_string(&accent)), Some(accent));
        }

        #[test]
        fn any_text_is_a_colour_or_none(text in "\\PC{0,20}|#[0-9a-fA-F]{0,8}|rgb\\([0-9, %]{0,14}\\)") {
            let _ = Color::parse(&text);
        }

        #[test]
        fn more_than_can_be_had_gives_the_most(accent in color(), surface in color()) {
            let (_, ratio) = accent.readable_as(surface, 21.5);
            let most = surface.contrast(WHITE).max(surface.contrast(BLACK));
            prop_assert_eq!(ratio, most);
        }
    }
}
