//! A full draft validated: wesign-core, `validator`, and `garde` with `email_address`.
//!
//! *own*: the others do what they bring along (lengths, e-mail, a pattern for the postcode, no control
//! characters), wesign-core does all of its rules. *same*: the others also normalise (NFC, spaces)
//! and refuse what wesign-core refuses in names, by patterns as their users write them, without
//! copying what is tidy. *values*: the same, and the normalised values are handed out, owned.
//! Ratios are printed at the end; above 1 wesign-core is the faster one.
//!
//! Instructions instead of times, for a busy machine:
//! `valgrind --tool=callgrind target/bench-core/release/deps/draft-… --only plain "garde, own" 1000`.

use std::{borrow::Cow, fs, hint::black_box, path::Path, sync::LazyLock, time::Duration};

use criterion::{BatchSize, Criterion};
use garde::Validate as _;
use regex::Regex;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use validator::Validate as _;
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
    use std::borrow::Cow;

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
    pub struct Same<'a> {
        #[validate(length(min = 1, max = 100), regex(path = *HARMLESS), custom(function = "name"))]
        pub given_name: Cow<'a, str>,
        #[validate(length(min = 1, max = 100), regex(path = *HARMLESS), custom(function = "name"))]
        pub family_name: Cow<'a, str>,
        #[validate(length(max = 254), email)]
        pub email: Cow<'a, str>,
        #[validate(regex(path = *POSTCODE))]
        pub postcode: Cow<'a, str>,
    }

    fn name(text: &str) -> Result<(), ValidationError> {
        match LETTER.is_match(text) && !HOSTILE.is_match(text) {
            true => Ok(()),
            false => Err(ValidationError::new("name")),
        }
    }
}

mod by_garde {
    use std::borrow::Cow;

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
    pub struct Same<'a> {
        #[garde(length(chars, min = 1, max = 100), pattern(*HARMLESS), custom(name))]
        pub given_name: Cow<'a, str>,
        #[garde(length(chars, min = 1, max = 100), pattern(*HARMLESS), custom(name))]
        pub family_name: Cow<'a, str>,
        #[garde(length(max = 254), custom(address))]
        pub email: Cow<'a, str>,
        #[garde(pattern(*POSTCODE))]
        pub postcode: Cow<'a, str>,
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

/// What the others need to be told to do before they validate, by the same shortcuts: what is tidy is
/// not copied.
fn normalised(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let tidy = trimmed.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !trimmed.contains("  ");
    if tidy {
        return Cow::Borrowed(trimmed);
    }
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
    Cow::Owned(normalised)
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

/// A way to judge a draft.
type Candidate = (&'static str, fn(&Draft) -> bool);

static POLICY: LazyLock<Policy> = LazyLock::new(Policy::default);
const NOW: Timestamp = Timestamp::from_unix(1_795_305_600);

/// Whether a draft may be signed: nothing is kept.
const VERDICT: [Candidate; 5] = [
    ("wesign-core, errors", |draft| {
        draft.errors(&POLICY, &Native, NOW).is_empty()
    }),
    ("validator, own", |draft| {
        let Draft {
            given_name,
            family_name,
            email,
            postcode,
            ..
        } = draft;
        by_validator::Own {
            given_name,
            family_name,
            email,
            postcode,
        }
        .validate()
        .is_ok()
    }),
    ("garde, own", |draft| {
        let Draft {
            given_name,
            family_name,
            email,
            postcode,
            ..
        } = draft;
        by_garde::Own {
            given_name,
            family_name,
            email,
            postcode,
        }
        .validate()
        .is_ok()
    }),
    ("validator, same", |draft| {
        by_validator::Same {
            given_name: normalised(&draft.given_name),
            family_name: normalised(&draft.family_name),
            email: draft.email.trim().into(),
            postcode: draft.postcode.trim().into(),
        }
        .validate()
        .is_ok()
    }),
    ("garde, same", |draft| {
        by_garde::Same {
            given_name: normalised(&draft.given_name),
            family_name: normalised(&draft.family_name),
            email: draft.email.trim().into(),
            postcode: draft.postcode.trim().into(),
        }
        .validate()
        .is_ok()
    }),
];

/// A way to turn a draft into values.
type Conversion = (&'static str, fn(Draft) -> bool);

/// A draft in, its normalised values out, owned: what is tidy is moved.
const VALUES: [Conversion; 4] = [
    ("wesign-core, into_signature", |draft| {
        black_box(draft.into_signature(&POLICY, &Native, NOW)).is_ok()
    }),
    ("wesign-core, check", |draft| {
        black_box(draft.check(&POLICY, &Native, NOW)).is_ok()
    }),
    ("validator, values", |draft| {
        let values = by_validator::Same {
            given_name: moved(draft.given_name, normalised),
            family_name: moved(draft.family_name, normalised),
            email: moved(draft.email, |text| text.trim().into()),
            postcode: moved(draft.postcode, |text| text.trim().into()),
        };
        black_box(values.validate().map(|()| values)).is_ok()
    }),
    ("garde, values", |draft| {
        let values = by_garde::Same {
            given_name: moved(draft.given_name, normalised),
            family_name: moved(draft.family_name, normalised),
            email: moved(draft.email, |text| text.trim().into()),
            postcode: moved(draft.postcode, |text| text.trim().into()),
        };
        black_box(values.validate().map(|()| values)).is_ok()
    }),
];

fn moved(text: String, normalise: fn(&str) -> Cow<'_, str>) -> Cow<'static, str> {
    let other = match normalise(&text) {
        Cow::Borrowed(same) if same.len() == text.len() => None,
        other => Some(other.into_owned()),
    };
    Cow::Owned(other.unwrap_or(text))
}

/// Runs one candidate on one draft, for `valgrind --tool=callgrind`: `--only DRAFT CANDIDATE TIMES`.
fn only(arguments: &[String]) {
    let [kind, candidate, times] = arguments else {
        panic!("--only DRAFT CANDIDATE TIMES");
    };
    let verdict = VERDICT.iter().find(|(name, _)| name == candidate);
    let values = VALUES.iter().find(|(name, _)| name == candidate);
    let drafts = drafts();
    let (_, draft) = drafts
        .iter()
        .find(|(name, _)| name == kind)
        .expect("a draft");
    for _ in 0..times.parse::<u32>().expect("a number") {
        if let Some((_, judge)) = verdict {
            black_box(judge(black_box(draft)));
        }
        if let Some((_, convert)) = values {
            black_box(convert(black_box(draft.clone())));
        }
    }
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

fn print_ratios(folder: &Path, title: &str, names: &[&str]) {
    let [own, others @ ..] = names else {
        return;
    };
    println!("\n{title}: time of the others in times that of {own} (median)\n");
    let heads: String = others.iter().map(|name| format!("{name:>19}")).collect();
    println!("{:<10}{own:>28}{heads}", "draft");
    for (kind, _) in drafts() {
        let time = median(folder, kind, own);
        let ratios: String = others
            .iter()
            .map(|name| format!("{:>18.1}×", median(folder, kind, name) / time))
            .collect();
        println!("{kind:<10}{time:>25.0} ns{ratios}");
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = arguments.as_slice()
        && first == "--only"
    {
        return only(rest);
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion");
    let mut criterion = Criterion::default()
        .output_directory(&folder)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .without_plots();
    for (kind, draft) in drafts() {
        let mut group = criterion.benchmark_group(kind);
        // None may be fast by being wrong.
        for (name, judge) in VERDICT {
            assert_eq!(judge(&draft), kind != "wrong", "{name}: {kind}");
            group.bench_function(name, |bench| bench.iter(|| judge(black_box(&draft))));
        }
        for (name, convert) in VALUES {
            assert_eq!(convert(draft.clone()), kind != "wrong", "{name}: {kind}");
            group.bench_function(name, |bench| {
                bench.iter_batched(|| draft.clone(), convert, BatchSize::SmallInput);
            });
        }
        group.finish();
    }
    print_ratios(&folder, "Verdict", &VERDICT.map(|(name, _)| name));
    print_ratios(&folder, "Values", &VALUES.map(|(name, _)| name));
}
