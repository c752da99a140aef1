//! What holds for every text: nothing is lost, everything fits, nothing panics.

use proptest::prelude::*;
use wesign_core::interpellation::{
    Accounts, Channel, Context, Grammar, Instance, Measuring, Message, Target, Template, Tlds,
    rotation, variant,
};
use wesign_core::platform::{Native, Platform};

/// Whether counts are as even as chance makes them: chi-squared below what one distribution in a
/// hundred thousand passes (Wilson and Hilferty's approximation at 4.27 standard deviations).
fn even(counts: &[f64]) -> bool {
    let share = counts.iter().sum::<f64>() / counts.len() as f64;
    let chi: f64 = counts.iter().map(|n| (n - share).powi(2) / share).sum();
    let freedom = counts.len() as f64 - 1.0;
    let spread = 2.0 / (9.0 * freedom);
    chi < freedom * (1.0 - spread + 4.27 * spread.sqrt()).powi(3)
}

/// Pieces that meet in messages, and that counters stumble over.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[a-zéèçœ’,;:!?. ]{1,40}",
        prop::sample::select(vec![
            " ",
            "\n",
            ". ",
            " ? ",
            "… ",
            "« ",
            "\u{A0}»",
            "e\u{301}",
            "\r\n",
            "\u{200d}",
            "\u{feff}",
            "@lea",
            "@lea@piaille.fr",
            "#été",
            "https://example.org/a/b?c=d#e",
            "example.org",
            "exemple.paris/été",
            "http://é.fr/(a)",
            "a_b.com",
            "xn--p1ai",
            "👨‍👩‍👧‍👦",
            "🇫🇷",
            "1️⃣",
            "👍🏽",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "❤️",
            "日本語。",
            "{",
            "}",
            "|",
            "\\",
            "{target.name}",
            "{target|a|b}",
            "{targets|x|y}",
            ":",
        ])
        .prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..30).prop_map(|pieces| pieces.concat())
}

fn channel() -> impl Strategy<Value = Channel> {
    prop::sample::select(Channel::ALL.to_vec())
}

/// The value of a parameter, read by a URL parser.
fn parameter(url: &str, name: &str) -> Option<String> {
    let url = url::Url::parse(url).expect("a link is a URL");
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn decode(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

fn graphemes(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut ends = vec![0];
    Native.graphemes(text, &mut |cluster| {
        at += cluster.len();
        ends.push(at);
    });
    ends
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Whatever is typed, on every channel, with and without the list, counting gives an answer;
    /// without the list it is marked when it is not exact.
    #[test]
    fn measuring_any_text(text in text(), channel in channel()) {
        let exact = channel.measure(&text, &Native, &Measuring::default());
        let none = Measuring { tlds: Tlds::none(), limit: None };
        let bound = channel.measure(&text, &Native, &none);
        prop_assert!(exact.exact);
        prop_assert!(!bound.exact || bound == exact, "{exact:?} {bound:?}");
        prop_assert_eq!(exact.remaining.is_some(), exact.limit.is_some());
    }

    /// A broken list finds less, and breaks nothing.
    #[test]
    fn any_list_of_domains(list in "\\PC{0,60}", text in text()) {
        let measuring = Measuring { tlds: Tlds::new(&list), limit: None };
        Channel::X.measure(&text, &Native, &measuring);
    }

    /// The pieces of a thread are the text; every part fits; nothing whole is cut.
    #[test]
    fn threads_lose_nothing(text in text(), channel in channel(), limit in 40u32..400) {
        let measuring = Measuring { tlds: Tlds::default(), limit: Some(limit) };
        let Ok(parts) = channel.split(&text, &Native, &measuring) else { return Ok(()) };
        let joined: String = parts.iter().map(|part| part.body).collect();
        prop_assert_eq!(&joined, &text);
        let ends = graphemes(&text);
        let mut at = 0;
        for (n, part) in parts.iter().enumerate() {
            prop_assert!(channel.measure(&part.text, &Native, &measuring).fits(), "{:?}", part);
            at += part.body.len();
            prop_assert!(ends.contains(&at), "inside a grapheme");
            for whole in ["https://example.org/a/b?c=d#e", "@lea@piaille.fr", "👨‍👩‍👧‍👦"] {
                let before = text.get(..at).unwrap();
                for (start, _) in text.match_indices(whole) {
                    // Something joined to it from the left may make it a part of something else.
                    let alone = text[..start].ends_with([' ', '\n']);
                    prop_assert!(!alone || before.len() <= start || before.len() >= start + whole.len());
                }
            }
            if parts.len() > 1 {
                let number = format!(" {}/{}", n + 1, parts.len());
                let kept = part.body.trim_matches([' ', '\n', '\r', '\t']);
                prop_assert_eq!(&part.text, &(kept.to_owned() + &number));
            }
        }
    }

    /// Reading what a template prints gives the same template.
    #[test]
    fn templates_print_as_they_read(source in text()) {
        if let Ok(template) = Template::parse(&source, &Grammar::FRENCH) {
            let printed = template.to_string();
            let again = Template::parse(&printed, &Grammar::FRENCH);
            prop_assert_eq!(again, Ok(template));
        }
    }

    /// A template that is nothing but text comes out as it went in.
    #[test]
    fn escaped_text_comes_out(source in text()) {
        let escaped: String = source
            .chars()
            .flat_map(|c| "{}|\\".contains(c).then_some('\\').into_iter().chain([c]))
            .collect();
        let template = Template::parse(&escaped, &Grammar::FRENCH).unwrap();
        prop_assert_eq!(template.render(&Context::new(&[]), Channel::X).text, source);
    }

    /// Errors have places that exist.
    #[test]
    fn errors_have_places(source in text()) {
        let mut last = (1, 0);
        for error in Template::check(&source, &Grammar::NONE) {
            let line = source.split('\n').nth(error.line as usize - 1);
            prop_assert!(line.is_some_and(|line| error.column as usize <= line.chars().count()), "{}", error);
            prop_assert!((error.line, error.column) >= last, "in order");
            last = (error.line, error.column);
        }
    }

    /// Any value can be filled in, and it comes out unchanged.
    #[test]
    fn rendering_any_value(name in text(), account in text(), channel in channel()) {
        let target = Target {
            name: name.clone(),
            accounts: Accounts {
                x: account.clone(), bluesky: account.clone(), mastodon: account.clone(), threads: account.clone(),
                telegram: account, ..Accounts::default()
            },
            ..Target::default()
        };
        let template = Template::parse("{target.handle}", &Grammar::FRENCH).unwrap();
        let rendered = template.render(&Context::new(&[&target]), channel);
        let mention = rendered.text.strip_prefix('@').is_some_and(|handle| {
            !handle.contains(|c: char| !c.is_ascii_alphanumeric() && !"_.-@".contains(c))
        });
        prop_assert!(mention || rendered.text == name);
    }

    /// The network gets exactly the text.
    #[test]
    fn links_give_the_text_back(text in text(), subject in "[^\r\n]{0,20}", channel in channel()) {
        let instance = Instance::parse("mastodon.social", &Native).unwrap();
        let message = Message {
            text: &text,
            subject: &subject,
            to: if channel == Channel::Email { &["a@example.org", "b@example.org"] } else { &[] },
            page: "https://example.org/p?a=b&c",
            instance: Some(&instance),
        };
        let Ok(url) = channel.compose_url(&message) else { return Ok(()) };
        prop_assert!(url.is_ascii());
        prop_assert!(!url.contains(|c: char| c.is_ascii_control() || " \"<>\\^`{|}".contains(c)), "{}", url);
        match channel {
            Channel::X | Channel::Bluesky | Channel::Mastodon | Channel::Threads | Channel::WhatsApp =>
                prop_assert_eq!(parameter(&url, "text"), Some(text)),
            Channel::Telegram => {
                prop_assert_eq!(parameter(&url, "url"), Some(message.page.to_owned()));
                prop_assert_eq!(parameter(&url, "text"), Some(text));
            }
            Channel::Facebook => prop_assert_eq!(parameter(&url, "u"), Some(message.page.to_owned())),
            Channel::LinkedIn => prop_assert_eq!(parameter(&url, "url"), Some(message.page.to_owned())),
            Channel::Email | Channel::Sms => {
                let lines = text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
                prop_assert_eq!(parameter(&url, "body").unwrap_or_default(), lines);
            }
            _ => {}
        }
    }

    /// A header cannot be slipped into a mail through an address.
    #[test]
    fn addresses_stay_addresses(address in text()) {
        let message = Message { to: &[&address], ..Message::default() };
        if let Ok(url) = Channel::Email.compose_url(&message) {
            prop_assert!(!url.contains(['?', '&', '\n', '\r']), "{}", url);
            prop_assert!(!url.contains("%0D") && !url.contains("%0A"), "{}", url);
            prop_assert_eq!(decode(&url["mailto:".len()..].replace('+', "%2B")), address.trim());
        }
    }

    #[test]
    fn any_instance(typed in text()) {
        if let Ok(instance) = Instance::parse(&typed, &Native) {
            let host = instance.as_str();
            prop_assert!(host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b)), "{}", host);
        }
    }

    /// Groups hold every target once, in order, and a message to several fits.
    #[test]
    fn groups_hold_everyone(names in prop::collection::vec("[a-zé ]{0,60}", 0..40), limit in 20u32..300) {
        let targets: Vec<Target> =
            names.into_iter().map(|name| Target { name, ..Target::default() }).collect();
        let targets: Vec<&Target> = targets.iter().collect();
        let template = Template::parse("{target.name} : {targets|vous|vous toutes}", &Grammar::FRENCH).unwrap();
        let measuring = Measuring { tlds: Tlds::default(), limit: Some(limit) };
        let groups = template.render_groups(&Context::new(&targets), Channel::X, &Native, &measuring);
        let mut next = 0;
        for group in groups {
            prop_assert_eq!(group.targets.start, next);
            prop_assert!(group.measure.fits() || group.targets.len() == 1);
            next = group.targets.end;
        }
        prop_assert_eq!(next, targets.len());
    }
}

/// No text makes counting slow: 16 kB of what the link grammar has to look at most.
#[test]
fn hostile_texts_are_counted_in_linear_time() {
    for unit in [
        "a.",
        "a_b.",
        "a_a_",
        "a-",
        "http://",
        "https://a",
        "a.com",
        "a.com/(",
        "a.b_c.com",
        "é.",
        "中.com",
        "@a@",
        "@a@b.",
        "👨‍",
        "(",
        "com.",
        "xn--a.",
        "a.aaa_",
        "://",
        "..",
        "a。",
        ".com",
        "_a.com",
        "a.b/?",
    ] {
        let text = unit.repeat(16_384 / unit.len());
        for channel in [Channel::X, Channel::Mastodon] {
            let start = std::time::Instant::now();
            channel.measure(&text, &Native, &Measuring::default());
            let none = Measuring {
                tlds: Tlds::none(),
                limit: None,
            };
            channel.measure(&text, &Native, &none);
            // A debug build on a busy machine; quadratic work would take minutes.
            assert!(
                start.elapsed().as_secs() < 10,
                "{unit} on {channel:?}: {:?}",
                start.elapsed()
            );
        }
    }
}

proptest! {
    // Each case is a distribution over 1,500 people.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// Rotation is fair whatever the list and whoever comes, and the same person gets the same target
    /// wherever it stands in the list.
    #[test]
    fn rotation_is_fair_and_stable(
        ids in prop::collection::hash_set("[A-Za-z0-9 é-]{1,12}", 2..24),
        salt in "[a-f0-9]{0,32}",
    ) {
        let ids: Vec<String> = ids.into_iter().collect();
        let mut reversed: Vec<&str> = ids.iter().map(String::as_str).collect();
        reversed.reverse();
        let mut counts = vec![0.0; ids.len()];
        let people = 1_500;
        for person in 0..people {
            let seed = format!("{salt}{person}");
            let chosen = rotation(&seed, ids.iter().map(String::as_str)).unwrap();
            counts[chosen] += 1.0;
            if person % 31 == 0 {
                let again = rotation(&seed, reversed.iter().copied()).unwrap();
                prop_assert_eq!(reversed[again], &ids[chosen]);
            }
        }
        prop_assert!(even(&counts), "{counts:?}");
    }

    /// The same for wordings.
    #[test]
    fn wordings_are_spread_evenly(count in 2_usize..12, salt in "[a-f0-9]{0,32}") {
        let mut counts = vec![0.0; count];
        for person in 0..1_500 {
            counts[variant(&format!("{salt}{person}"), count)] += 1.0;
        }
        prop_assert!(even(&counts), "{counts:?}");
    }
}
