use core::fmt;

use crate::problem::{Code, Problem};

/// The 249 officially assigned codes of ISO 3166-1 alpha-2, in alphabetical order.
const CODES: &str = "\
    ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCI\
    CKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQ\
    GRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLS\
    LTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPG\
    PHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTK\
    TLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// A country: an officially assigned code of ISO 3166-1 alpha-2.
///
/// ```
/// use wesign_core::{field::Country, problem::Code};
/// assert_eq!(Country::parse(" fr "), Ok(Country::FRANCE));
/// assert_eq!(Country::parse("UK").unwrap_err().code, Code::CountryUnknown); // ISO says GB
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(u8);

impl Country {
    /// France.
    ///
    /// ```
    /// # use wesign_core::field::Country;
    /// assert_eq!(Country::FRANCE.as_str(), "FR");
    /// ```
    pub const FRANCE: Country = Country(74);

    /// Reads a code, in either case.
    ///
    /// # Errors
    /// `required`, `country_unknown`.
    ///
    /// ```
    /// # use wesign_core::{field::Country, problem::Code};
    /// assert_eq!(Country::parse("be").unwrap().as_str(), "BE");
    /// assert_eq!(Country::parse("ZZ").unwrap_err().code, Code::CountryUnknown);
    /// ```
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required.into());
        }
        let [a, b] = *text.as_bytes() else {
            return Err(Code::CountryUnknown.into());
        };
        let code = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
        Self::all()
            .find(|country| country.bytes() == code)
            .ok_or(Code::CountryUnknown.into())
    }

    /// The code, in capitals.
    ///
    /// ```
    /// # use wesign_core::field::Country;
    /// assert_eq!(Country::parse("ch").unwrap().as_str(), "CH");
    /// ```
    pub fn as_str(self) -> &'static str {
        let at = usize::from(self.0) * 2;
        CODES.get(at..at + 2).unwrap_or_default()
    }

    fn bytes(self) -> [u8; 2] {
        let at = usize::from(self.0) * 2;
        [CODES.as_bytes()[at], CODES.as_bytes()[at + 1]]
    }

    /// Whether it is France or one of its overseas territories, which ISO 3166-1 also knows by codes
    /// of their own: they share postcodes and the numbering plan of the phone.
    ///
    /// ```
    /// # use wesign_core::field::Country;
    /// assert!(Country::parse("RE").unwrap().is_french());
    /// assert!(!Country::parse("MC").unwrap().is_french());
    /// ```
    pub fn is_french(self) -> bool {
        matches!(
            &self.bytes(),
            b"FR"
                | b"BL"
                | b"GF"
                | b"GP"
                | b"MF"
                | b"MQ"
                | b"NC"
                | b"PF"
                | b"PM"
                | b"RE"
                | b"TF"
                | b"WF"
                | b"YT"
        )
    }

    /// Whether the country has postcodes at all. Source: Google's address data (libaddressinput),
    /// countries without a `zip` rule.
    ///
    /// ```
    /// # use wesign_core::field::Country;
    /// assert!(!Country::parse("HK").unwrap().has_postcodes());
    /// ```
    pub fn has_postcodes(self) -> bool {
        // A bit for each of CODES: a list of codes would be four times as long.
        const WITHOUT: [u8; 32] = [
            138, 33, 144, 177, 150, 91, 16, 10, 68, 40, 146, 96, 0, 128, 224, 129, 128, 0, 201, 8,
            0, 19, 64, 132, 6, 196, 205, 153, 70, 0, 26, 1,
        ];
        WITHOUT[usize::from(self.0 / 8)] >> (self.0 % 8) & 1 == 0
    }

    /// Every country, by code.
    ///
    /// ```
    /// # use wesign_core::field::Country;
    /// assert_eq!(Country::all().count(), 249);
    /// ```
    pub fn all() -> impl Iterator<Item = Country> {
        (0..(CODES.len() / 2) as u8).map(Country)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
crate::text_serde::as_text!(Country);

#[cfg(feature = "serde")]
impl crate::text_serde::FromText for Country {
    fn from_text(text: &str) -> Option<Self> {
        Country::parse(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::Country;

    #[test]
    fn the_countries_without_postcodes_are_those_of_the_source() {
        let without: String = Country::all()
            .filter(|country| !country.has_postcodes())
            .map(Country::as_str)
            .collect();
        let source = "\
            AEAGAOAQAWBFBIBJBOBQBSBVBWBZCDCFCGCICKCMCWDJDMERFJGAGDGHGMGQGYHKJMKIKMKNKPLCLYMLMOMRMSMW\
            NRNUPAPSQARWSBSCSLSRSSSTSXSYTDTFTGTKTLTOTTTVUGVUWSYEZW";
        assert_eq!(without, source);
    }
}
