//! Postcode forms by country.
//!
//! Sources: CLDR 26 `postalCodeData.xml` (the last with postcodes), Google's address data
//! (libaddressinput) for what CLDR lacks or has outdated (Irish Eircodes, the Maltese form of 2007,
//! letters that Dutch codes leave out), and the UPU's addressing sheets for the spelling and the
//! first digits in use.

use alloc::string::String;

/// Country, then its form: `N` a digit, `[1-8]` a digit of that range, `A` a letter, `E` a letter of
/// Eircodes, `X` the same or a digit, a digit itself; space and hyphen belong to the normalised
/// spelling and need not be typed.
const FORMS: &[(&str, &str)] = &[
    ("AT", "[1-9]NNN"),
    ("AX", "22NNN"),
    ("BE", "[1-9]NNN"),
    ("BG", "[1-9]NNN"),
    ("BL", "97[1-7]NN"),
    ("CH", "[1-9]NNN"),
    ("CY", "[1-9]NNN"),
    ("CZ", "[1-7]NN NN"),
    ("DE", "NNNNN"),
    ("DK", "NNNN"),
    ("EE", "[1-9]NNNN"),
    ("ES", "[0-5]NNNN"),
    ("FI", "NNNNN"),
    ("FR", "NNNNN"),
    ("GF", "973NN"),
    ("GP", "971NN"),
    ("GR", "[1-8]NN NN"),
    ("HR", "[1-5]NNNN"),
    ("HU", "[1-9]NNN"),
    ("IE", "EXX XXXX"),
    ("IS", "[1-9]NN"),
    ("IT", "NNNNN"),
    ("LI", "94[8-9]N"),
    ("LT", "NNNNN"),
    ("LU", "[1-9]NNN"),
    ("LV", "[1-5]NNN"),
    ("MC", "980NN"),
    ("MF", "97[1-8]NN"),
    ("MQ", "972NN"),
    ("MT", "AAA NNNN"),
    ("NC", "988NN"),
    ("NL", "[1-9]NNN AA"),
    ("NO", "NNNN"),
    ("PF", "987NN"),
    ("PL", "NN-NNN"),
    ("PM", "975NN"),
    ("PT", "[1-9]NNN-NNN"),
    ("RE", "974NN"),
    ("RO", "NNNNNN"),
    ("SE", "[1-9]NN NN"),
    ("SI", "[1-9]NNN"),
    ("SJ", "NNNN"),
    ("SK", "NNN NN"),
    ("SM", "4789N"),
    ("TF", "984NN"),
    ("VA", "00120"),
    ("WF", "986NN"),
    ("YT", "976NN"),
];

/// The areas of British postcodes, the islands and non-geographic ones included, each in two
/// characters.
const AREAS: &str = "\
    ABALB BABBBDBFBHBLBNBRBSBTBXCACBCFCHCMCOCRCTCVCWDADDDEDGDHDLDNDTDYE ECEHENEXFKFY\
    G GLGYGUHAHDHGHPHRHSHUHXIGIMIPIVJEKAKTKWKYL LALDLELLLNLSLUM MEMKMLN NENGNNNPNRNW\
    OLOXPAPEPHPLPOPRRGRHRMS SASESGSKSLSMSNSOSPSRSSSTSWSYTATDTFTNTQTRTSTWUBW WAWCWDWF\
    WNWRWSWVYOZE";

/// What was typed, in the spelling of `country`: `Some(None)` where it does not fit, `None` where the
/// country's form is not known here.
pub(super) fn normalise(typed: &str, country: &str) -> Option<Option<String>> {
    if matches!(country, "GB" | "GG" | "IM" | "JE") {
        return Some(british(typed, country));
    }
    let (_, form) = FORMS.iter().find(|(code, _)| *code == country)?;
    let typed = without_prefix(typed, country, form);
    let fitted = fit(typed, form).or_else(|| match country {
        // The four digits alone are an older form that is still in use.
        "PT" => fit(typed, "[1-9]NNN"),
        _ => None,
    });
    Some(
        fitted
            .filter(|code| exists(code, country))
            .map(|code| match country {
                // Baltic posts write the country into the code.
                "LT" | "LV" => [country, "-", &code].concat(),
                _ => code,
            }),
    )
}

/// Rules that a form cannot say.
fn exists(code: &str, country: &str) -> bool {
    match country {
        "DE" | "DK" => !code.starts_with("00"),
        "ES" => !code.starts_with("00") && *code < *"53",
        "NO" | "FI" | "IT" | "RO" | "PL" => code.bytes().any(|byte| byte != b'0' && byte != b'-'),
        "SK" => matches!(code.as_bytes()[0], b'0' | b'8' | b'9') && !code.starts_with("00"),
        // SA, SD and SS are left out for what they stood for.
        "NL" => !["SA", "SD", "SS"]
            .iter()
            .any(|left_out| code.ends_with(left_out)),
        "LI" => ("9485"..="9498").contains(&code),
        // Of all routing keys only D6W ends in a letter.
        "IE" => code.as_bytes()[1..3].iter().all(u8::is_ascii_digit) || code.starts_with("D6W"),
        "BL" => code == "97133" || code.starts_with("977"),
        "MF" => code == "97150" || code.starts_with("978"),
        _ => true,
    }
}

/// Without the country before it: `F-75011`, `CH-8001`, `LV-1010`.
fn without_prefix<'a>(typed: &'a str, country: &str, form: &str) -> &'a str {
    let letters = typed.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (prefix, rest) = typed.split_at(letters);
    let known = prefix.len() <= 2
        && country
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if known && !form.starts_with(['A', 'E']) {
        rest
    } else {
        typed
    }
}

/// The signs that were typed, without what only separates them.
fn signs(typed: &str) -> impl Iterator<Item = char> + '_ {
    typed
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '\u{A0}' | '\u{202F}'))
}

fn fit(typed: &str, form: &str) -> Option<String> {
    let mut typed = signs(typed).map(|sign| sign.to_ascii_uppercase());
    let mut form = form.chars();
    let mut fitted = String::with_capacity(10);
    while let Some(wanted) = form.next() {
        let sign = match wanted {
            ' ' | '-' => {
                fitted.push(wanted);
                continue;
            }
            _ => typed.next()?,
        };
        let fits = match wanted {
            'N' => sign.is_ascii_digit(),
            'A' => sign.is_ascii_uppercase(),
            'E' => is_eircode_letter(sign),
            'X' => sign.is_ascii_digit() || is_eircode_letter(sign),
            '[' => {
                let (low, _, high, _) = (form.next()?, form.next(), form.next()?, form.next());
                (low..=high).contains(&sign)
            }
            itself => sign == itself,
        };
        if !fits {
            return None;
        }
        fitted.push(sign);
    }
    typed.next().is_none().then_some(fitted)
}

/// Letters that are not taken for one another or for a digit.
fn is_eircode_letter(sign: char) -> bool {
    matches!(sign, 'A' | 'C'..='F' | 'H' | 'K' | 'N' | 'P' | 'R' | 'T' | 'V'..='Y')
}

/// Area, district, space, sector, unit: `SW1A 1AA`; `GIR 0AA`; British forces, `BFPO 61`.
fn british(typed: &str, country: &str) -> Option<String> {
    let mut code: String = signs(typed)
        .map(|sign| sign.to_ascii_uppercase())
        .take(9)
        .collect();
    let mainland = country == "GB";
    if let Some(number) = code.strip_prefix("BFPO") {
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        let fits = mainland && digits && (1..=4).contains(&number.len());
        return fits.then(|| ["BFPO ", number].concat());
    }
    if !code.is_ascii() || !(5..=7).contains(&code.len()) {
        return None;
    }
    let (outward, inward) = code.split_at(code.len() - 3);
    let inward = inward.as_bytes();
    let unit = |byte: &u8| byte.is_ascii_uppercase() && !b"CIKMOV".contains(byte);
    let letters = outward.bytes().take_while(u8::is_ascii_uppercase).count();
    let (area, district) = outward.split_at(letters.min(2));
    let fits = match district.as_bytes() {
        [first] => first.is_ascii_digit(),
        [first, second] => first.is_ascii_digit() && second.is_ascii_alphanumeric(),
        _ => false,
    };
    let island = match country {
        "GG" => area == "GY",
        "IM" => area == "IM",
        "JE" => area == "JE",
        _ => is_area(area),
    };
    let fits = inward[0].is_ascii_digit() && inward[1..].iter().all(unit) && fits && island;
    let giro = mainland && code == "GIR0AA";
    code.insert(code.len() - 3, ' ');
    (fits || giro).then_some(code)
}

fn is_area(area: &str) -> bool {
    AREAS
        .as_bytes()
        .chunks(2)
        .any(|known| known.trim_ascii_end() == area.as_bytes())
}
