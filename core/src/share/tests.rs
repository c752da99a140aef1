//! What is shared, whatever the texts.

use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::interpellation::Measuring;
use crate::link::admitted;
use crate::platform::Native;

const PAGE: &str = "https://example.org/arbres?a=1#haut";

fn sharing<'a>(text: &'a str, title: &'a str) -> Sharing<'a> {
    Sharing {
        petition: "arbres",
        page: PAGE,
        title,
        text,
        instance: None,
    }
}

fn networks() -> impl Iterator<Item = Channel> {
    ShareChannel::ALL
        .into_iter()
        .filter_map(|channel| match channel {
            ShareChannel::Network(network) => Some(network),
            _ => None,
        })
}

#[test]
fn each_network_gets_a_link_of_its_own() {
    let instance = Instance::parse("piaille.fr", &Native).expect("a host");
    let mut sharing = sharing("Signez", "Titre & co");
    sharing.instance = Some(&instance);
    let mut links = Vec::new();
    for network in networks() {
        let link = sharing
            .link(ShareChannel::Network(network))
            .expect("a link");
        let source = std::format!("utm_source%3D{}%26", network.as_str());
        assert!(link.contains(&source), "{link}");
        links.push(link);
    }
    links.sort();
    links.dedup();
    assert_eq!(links.len(), networks().count());
    let mail = sharing.link(ShareChannel::Network(Channel::Email));
    assert_eq!(
        mail.expect("a link"),
        "mailto:?subject=Titre%20%26%20co&body=Signez%0D%0A%0D%0Ahttps%3A%2F%2Fexample.org%2Farbres%3F\
         a%3D1%26utm_source%3Demail%26utm_medium%3Dshare%26utm_campaign%3Darbres%23haut"
    );
    let telegram = sharing.link(ShareChannel::Network(Channel::Telegram));
    assert!(
        telegram.expect("a link").ends_with("&text=Signez"),
        "the page is not said twice"
    );
}

#[test]
fn what_keeps_a_link_from_being_made() {
    let code = |sharing: Sharing<'_>, channel| sharing.link(channel).map_err(|error| error.code);
    let mastodon = ShareChannel::Network(Channel::Mastodon);
    assert_eq!(
        code(sharing("", "T"), mastodon),
        Err(ComposeCode::NoInstance)
    );
    assert_eq!(
        code(sharing("", "T"), ShareChannel::Copy),
        Err(ComposeCode::NoLink)
    );
    for page in [
        "",
        "javascript:alert(1)",
        "/p",
        "mailto:a@b.fr",
        "http://a.example",
    ] {
        let unlinked = Sharing {
            page,
            ..sharing("", "T")
        };
        let x = ShareChannel::Network(Channel::X);
        assert_eq!(code(unlinked, x), Err(ComposeCode::NoPage), "{page}");
        assert_eq!(unlinked.url(ShareChannel::Copy), None);
        assert_eq!(unlinked.post(ShareChannel::Copy), "T");
    }
}

#[test]
fn an_e_mail_that_would_be_too_long_says_so() {
    let long = "é".repeat(2000);
    let error = sharing(&long, "T").link(ShareChannel::Network(Channel::Email));
    assert_eq!(error.expect_err("too long").code, ComposeCode::TooLong);
}

/// Queries as organisers write them, with campaigns of their own among them.
fn page() -> impl Strategy<Value = String> {
    let parameter = prop::sample::select(std::vec![
        "",
        "a",
        "a=1",
        "utm_source=tract",
        "utm_medium=",
        "utm_campaign",
        "xutm_source=1",
        "b=%26%23",
        "c=?",
    ]);
    let query = prop::option::of(prop::collection::vec(parameter, 0..4));
    let fragment = prop::option::of("[a-z?&=#/]{0,6}");
    (query, fragment).prop_map(|(query, fragment)| {
        let query = query.map(|query| std::format!("?{}", query.join("&")));
        let fragment = fragment.map(|fragment| std::format!("#{fragment}"));
        let [query, fragment] = [query, fragment].map(Option::unwrap_or_default);
        std::format!("https://example.org/p{query}{fragment}")
    })
}

proptest! {
    #[test]
    fn the_source_joins_the_query_and_changes_nothing_else(page in page(), petition in "\\PC{0,12}") {
        let made = campaign_url(&page, "x", &petition);
        prop_assert!(admitted(&made).is_some());
        let [before, after] = [&page, &made].map(|url| ::url::Url::parse(url).expect("a URL"));
        prop_assert_eq!(before.path(), after.path());
        prop_assert_eq!(before.fragment(), after.fragment());
        let pairs = |url: &::url::Url| -> Vec<(String, String)> { url.query_pairs().into_owned().collect() };
        let (before, after) = (pairs(&before), pairs(&after));
        prop_assert!(after.starts_with(&before), "{} {}", page, made);
        for (name, value) in [("utm_source", "x"), ("utm_medium", "share"), ("utm_campaign", petition.as_str())] {
            let of = |pairs: &[(String, String)]| -> Vec<String> {
                pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
            };
            let given = of(&before);
            let expected = if given.is_empty() { std::vec![String::from(value)] } else { given };
            prop_assert_eq!(of(&after), expected);
        }
    }

    #[test]
    fn a_post_fits_and_no_text_leaves_its_parameter(text in "\\PC{0,400}|[a-zé ]{0,700}", title in "\\PC{0,400}") {
        let instance = Instance::parse("piaille.fr", &Native).expect("a host");
        let mut sharing = sharing(&text, &title);
        sharing.instance = Some(&instance);
        for network in networks() {
            let channel = ShareChannel::Network(network);
            let Ok(link) = sharing.link(channel) else {
                // Only a mail program's or a phone's limit is in reach of such texts.
                prop_assert!(matches!(network, Channel::Email | Channel::Sms), "{:?}", network);
                continue;
            };
            if link.starts_with("https:") {
                prop_assert!(admitted(&link).is_some());
                let parsed = ::url::Url::parse(&link).expect("a URL");
                prop_assert_eq!(parsed.as_str(), &link);
            }
            let post = sharing.post(channel);
            let url = sharing.url(channel).expect("a page");
            prop_assert!(post.ends_with(&url));
            if !matches!(network, Channel::X | Channel::Mastodon | Channel::Bluesky) {
                continue;
            }
            // A text that holds further links is counted by the network's own window.
            if !text.contains(['.', '。', '．']) && !title.contains(['.', '。', '．']) {
                let measured = network.measure(&post, &Native, &Measuring::default());
                prop_assert!(measured.fits(), "{:?} {} {}", network, post, measured.length);
            }
        }
    }
}
