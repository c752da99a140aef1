//! A full draft validated: wesign-core, `validator`, and `garde` with `email_address`.
//!
//! Two comparisons. *Own validators*: the others do what they bring along (lengths, e-mail, a pattern
//! for the postcode, no control characters), wesign-core does all of its rules. *Same rules*: the
//! others also normalise (NFC, spaces) and refuse what wesign-core refuses in names, by patterns as
//! their users write them. Ratios are printed at the end; above 1 wesign-core is the faster one.

use std::{fs, hint::black_box, path::Path, sync::LazyLock, time::Duration};

use criterion::{BenchmarkGroup, Criterion, measurement::WallTime};
use regex::Regex;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use wesign_core::{platform::Native, policy::Policy, signature::Draft, time::Timestamp};

static POSTCODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{2} ?\d{3}$"));
static LETTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Alphabetic}"));
static HARMLESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^[^=+\-@\t＝＋－＠\p{Cc}\x{202A}-\x{202E}\x{2066}-\x{2069}\p{Co}<>]",
        r"[^\p{Cc}\x{202A}-\x{202E}\x{2066}-\x{2069}\p{Co}<>]*$",
    ))
});
static HOSTILE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)://|\bwww\.|\bhttps?:|\bmailto:|\bjavascript:|\[/|\[url|\]\(|\{\{|\$\{|&#|&[lg]t;",
        r"|[\pL\d-]{2,}\.(com|net|org|biz|eu|fr|ru|cn|io|xyz|click|tk|cc|tv|ly|dev",
        r"|info|shop|online|site|app|vip)\b",
    ))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

mod by_validator {
    use super::{HARMLESS, HOSTILE, LETTER, POSTCODE};
    use validator::{Validate, ValidationError};

    #[derive(Validate)]
    pub struct Own<'a> {
        #[validate(length(min = 1, max = 100), non_control_character)]
        pub given_name: &'a str,
        #[validate(length(min = 1, max = 100), non_control_character)]
        pub family_name: &'a str,
        #[validate(length(max = 254), email)]
        pub email: &'a str,
        #[validate(regex(path = *POSTCODE))]
        pub postcode: &'a str,
    }

    #[derive(Validate)]
    pub struct Same {
        #[validate(length(min = 1, max = 100), regex(path = *HARMLESS), custom(function = "name"))]
        pub given_name: String,
        #[validate(length(min = 1, max = 100), regex(path = *HARMLESS), custom(function = "name"))]
        pub family_name: String,
        #[validate(length(max = 254), email)]
        pub email: String,
        #[validate(regex(path = *POSTCODE))]
        pub postcode: String,
    }

    fn name(text: &str) -> Result<(), ValidationError> {
        match LETTER.is_match(text) && !HOSTILE.is_match(text) {
            true => Ok(()),
            false => Err(ValidationError::new("name")),
        }
    }
}

mod by_garde {
    use super::{HARMLESS, HOSTILE, LETTER, POSTCODE};
    use email_address::EmailAddress;
    use garde::Validate;

    #[derive(Validate)]
    pub struct Own<'a> {
        #[garde(length(chars, min = 1, max = 100))]
        pub given_name: &'a str,
        #[garde(length(chars, min = 1, max = 100))]
        pub family_name: &'a str,
        #[garde(length(max = 254), custom(address))]
        pub email: &'a str,
        #[garde(pattern(*POSTCODE))]
        pub postcode: &'a str,
    }

    #[derive(Validate)]
    pub struct Same {
        #[garde(length(chars, min = 1, max = 100), pattern(*HARMLESS), custom(name))]
        pub given_name: String,
        #[garde(length(chars, min = 1, max = 100), pattern(*HARMLESS), custom(name))]
        pub family_name: String,
        #[garde(length(max = 254), custom(address))]
        pub email: String,
        #[garde(pattern(*POSTCODE))]
        pub postcode: String,
    }

    fn name(text: &str, _: &()) -> garde::Result {
        match LETTER.is_match(text) && !HOSTILE.is_match(text) {
            true => Ok(()),
            false => Err(garde::Error::new("name")),
        }
    }

    fn address(text: &str, _: &()) -> garde::Result {
        match EmailAddress::is_valid(text) {
            true => Ok(()),
            false => Err(garde::Error::new("email")),
        }
    }
}

/// What the others need to be told to do before they validate, by the same shortcut.
fn normalised(text: &str) -> String {
    let mut normalised = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !normalised.is_empty() {
            normalised.push(' ');
        }
        match is_nfc_quick(word.chars()) {
            IsNormalized::Yes => normalised.push_str(word),
            _ => normalised.extend(word.nfc()),
        }
    }
    normalised
}

fn drafts() -> [(&'static str, Draft); 3] {
    let draft = |given_name: &str, family_name: &str, email: &str, postcode: &str| Draft {
        given_name: given_name.into(),
        family_name: family_name.into(),
        email: email.into(),
        postcode: postcode.into(),
        ..Draft::default()
    };
    [
        (
            "plain",
            draft("Jean", "Martin", "jean.martin@example.org", "75018"),
        ),
        (
            "accents",
            draft(
                "  Zoé-Éléonore ",
                "d’Ormesson",
                "zoe.dormesson@example.org",
                "75 018",
            ),
        ),
        (
            "wrong",
            draft("Jean", &"a".repeat(101), "jean.example.org", "7501"),
        ),
    ]
}

fn compare(group: &mut BenchmarkGroup<'_, WallTime>, draft: &Draft) {
    use garde::Validate as _;
    use validator::Validate as _;
    let (policy, now) = (Policy::default(), Timestamp::from_unix(1_795_305_600));
    group.bench_function("wesign-core", |bench| {
        bench.iter(|| black_box(draft).check(&policy, &Native, now).is_ok());
    });
    group.bench_function("validator, own", |bench| {
        bench.iter(|| {
            let Draft {
                given_name,
                family_name,
                email,
                postcode,
                ..
            } = black_box(draft);
            by_validator::Own {
                given_name,
                family_name,
                email,
                postcode,
            }
            .validate()
            .is_ok()
        });
    });
    group.bench_function("garde, own", |bench| {
        bench.iter(|| {
            let Draft {
                given_name,
                family_name,
                email,
                postcode,
                ..
            } = black_box(draft);
            by_garde::Own {
                given_name,
                family_name,
                email,
                postcode,
            }
            .validate()
            .is_ok()
        });
    });
    group.bench_function("validator, same", |bench| {
        bench.iter(|| {
            let draft = black_box(draft);
            let same = by_validator::Same {
                given_name: normalised(&draft.given_name),
                family_name: normalised(&draft.family_name),
                email: draft.email.trim().to_owned(),
                postcode: draft.postcode.trim().to_owned(),
            };
            same.validate().map(|()| same).is_ok()
        });
    });
    group.bench_function("garde, same", |bench| {
        bench.iter(|| {
            let draft = black_box(draft);
            let same = by_garde::Same {
                given_name: normalised(&draft.given_name),
                family_name: normalised(&draft.family_name),
                email: draft.email.trim().to_owned(),
                postcode: draft.postcode.trim().to_owned(),
            };
            same.validate().map(|()| same).is_ok()
        });
    });
}

/// The median of a benchmark in nanoseconds, as Criterion wrote it down: a busy machine moves means.
fn median(folder: &Path, group: &str, name: &str) -> f64 {
    let path = folder.join(group).join(name).join("new/estimates.json");
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let estimates: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    estimates["median"]["point_estimate"]
        .as_f64()
        .expect("a median")
}

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion");
    let mut criterion = Criterion::default()
        .output_directory(&folder)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .without_plots();
    for (name, draft) in drafts() {
        let mut group = criterion.benchmark_group(name);
        compare(&mut group, &draft);
        group.finish();
    }
    let others = [
        "validator, own",
        "garde, own",
        "validator, same",
        "garde, same",
    ];
    println!("\nTime of the others in times that of wesign-core (median)\n");
    println!(
        "{:<10}{:>14}{}",
        "draft",
        "wesign-core",
        others.map(|name| format!("{name:>18}")).concat()
    );
    for (name, _) in drafts() {
        let own = median(&folder, name, "wesign-core");
        let ratios = others.map(|other| format!("{:>17.1}×", median(&folder, name, other) / own));
        println!("{name:<10}{own:>11.0} ns{}", ratios.concat());
    }
}
