//! Postcode forms by country.

/// Forms by country: `N` a digit, `A` a letter, `X` a letter or digit; anything else stands for
/// itself in the normalised spelling and may be left out when typed. Sources: CLDR 26
/// `postalCodeData.xml` and the UPU's addressing sheets.
const FORMS: &[(&str, &str)] = &[
    ("AT", "NNNN"),
    ("BE", "NNNN"),
    ("BG", "NNNN"),
    ("CH", "NNNN"),
    ("CY", "NNNN"),
    ("CZ", "NNN NN"),
    ("DE", "NNNNN"),
    ("DK", "NNNN"),
    ("EE", "NNNNN"),
    ("ES", "NNNNN"),
    ("FI", "NNNNN"),
    ("GR", "NNN NN"),
    ("HR", "NNNNN"),
    ("HU", "NNNN"),
    ("IE", "AXX XXXX"),
    ("IS", "NNN"),
    ("IT", "NNNNN"),
    ("LT", "LT-NNNNN"),
    ("LU", "NNNN"),
    ("LV", "LV-NNNN"),
    ("MT", "AAA NNNN"),
    ("NL", "NNNN AA"),
    ("NO", "NNNN"),
    ("PL", "NN-NNN"),
    ("PT", "NNNN-NNN"),
    ("RO", "NNNNNN"),
    ("SE", "NNN NN"),
    ("SI", "NNNN"),
    ("SK", "NNN NN"),
];

/// The form of a country's postcodes, if it is known.
pub(super) fn form(country: &str) -> Option<&'static str> {
    FORMS
        .iter()
        .find(|(code, _)| *code == country)
        .map(|(_, form)| *form)
}
