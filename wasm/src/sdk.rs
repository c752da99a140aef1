//! The core's rules for JavaScript, without a page: values in, values out, nothing kept.
//!
//! `tests/browser/cases.spec.ts` runs `tests/cases` on it, with the browser's own Unicode services
//! in place of the native crates.

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wesign_core::directory::{Area, Kind, Names, Person, Points, Seat, Shard, shard_prefix};
use wesign_core::field::{Field, suggest_email};
use wesign_core::geo::distance_km;
use wesign_core::interpellation::{
    Channel, Context, Grammar, Instance, Measuring, Message, Petition, Signer, Target, Template,
    Tlds,
};
use wesign_core::policy::Policy;
use wesign_core::problem::{Code, FieldError};
use wesign_core::signature::{Draft, DraftConsent, Signature};
use wesign_core::tally::{GoalLadder, Tally};
use wesign_core::time::Timestamp;

use crate::intl::Browser;

/// What a draft is worth: a signature, or every error.
#[derive(Serialize)]
struct Checked {
    #[serde(skip_serializing_if = "Option::is_none")]
    ok: Option<Signature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<FieldError>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// Checks a draft under a policy at a moment (RFC 3339, UTC).
///
/// # Errors
/// A policy, a draft or a moment that is none.
#[wasm_bindgen]
pub fn check(draft: JsValue, policy: JsValue, now: &str) -> Result<JsValue, JsValue> {
    let draft: Draft = read(draft)?;
    let policy: Policy = read(policy)?;
    let now = Timestamp::parse(now).ok_or("not a moment")?;
    let hint = suggest_email(&draft.email);
    write(&match draft.check(&policy, &Browser, now) {
        Ok(signature) => Checked {
            canonical: Some(signature.canonical_email()),
            ok: Some(signature),
            errors: None,
            hint,
        },
        Err(errors) => Checked {
            ok: None,
            canonical: None,
            errors: Some(errors),
            hint,
        },
    })
}

/// What the person may have meant by an address, `gmail.com` for `gmial.com`; nothing for one that
/// needs no hint.
#[wasm_bindgen]
#[must_use]
pub fn suggest(email: &str) -> Option<String> {
    suggest_email(email)
}

/// How far a petition is.
#[derive(Serialize)]
struct Progress {
    #[serde(flatten)]
    tally: Tally,
    /// Of the goal, in thousandths; 1000 only when it is reached.
    permille: u16,
}

/// The largest count that JavaScript can tell from its neighbours: 2⁵³ − 1.
const MOST: f64 = 9_007_199_254_740_991.0;

/// Count, goal, what remains and progress, by the organiser's goals (empty for the usual ladder).
///
/// # Errors
/// A count or goals that are none.
#[wasm_bindgen]
pub fn tally(count: f64, goals: JsValue) -> Result<JsValue, JsValue> {
    if !(0.0..=MOST).contains(&count) || count.fract() != 0.0 {
        return Err("not a count".into());
    }
    let ladder: GoalLadder = read(goals)?;
    let tally = Tally::new(count as u64, &ladder);
    write(&Progress {
        permille: tally.progress_permille(),
        tally,
    })
}

/// What parts the texts of [`Rules::errors`].
const BETWEEN: char = '\0';
/// Where an error has no bound; no bound is as high.
const NONE: u32 = u32::MAX;

/// The rules of one policy, read once for many drafts: what a form checks at each key stroke.
#[wasm_bindgen]
pub struct Rules {
    policy: Policy,
    fields: Vec<Field>,
    /// The last draft: its texts lend their memory to the next one.
    draft: Draft,
}

#[wasm_bindgen]
impl Rules {
    /// Reads a policy.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(policy: &JsValue) -> Rules {
        let policy = crate::read::policy(policy);
        Rules {
            fields: policy.fields().collect(),
            policy,
            draft: Draft::default(),
        }
    }

    /// The names of the fields that are asked for, consents last, in the order of [`Rules::errors`].
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        self.fields.iter().map(ToString::to_string).collect()
    }

    /// The codes of errors, in the order of [`Rules::errors`].
    #[must_use]
    pub fn codes() -> Vec<String> {
        Code::ALL.iter().map(ToString::to_string).collect()
    }

    /// The errors of a draft at a moment (seconds since 1970), four numbers each: which of `fields`,
    /// which of `codes`, the least and the most that would have been right (2³² − 1: no bound).
    /// Nothing for a draft that may be signed.
    ///
    /// One string crosses the boundary several times faster than the object it stands for: the
    /// texts of the fields, then of each consent that is given its purpose, wording, version and
    /// language, all with U+0000 between.
    ///
    /// # Errors
    /// Where the texts are not as many as that: one of them holds U+0000, see [`check`].
    pub fn errors(&mut self, texts: &str, now: f64) -> Result<Option<Vec<u32>>, JsValue> {
        let mut texts = texts.split(BETWEEN);
        for field in &self.fields {
            if let Some(typed) = self.draft.text_mut(field) {
                texts.next().ok_or("too few texts")?.clone_into(typed);
            }
        }
        let consents = &mut self.draft.consents;
        let mut given = 0;
        while let Some(purpose) = texts.next() {
            let mut next = || texts.next().ok_or("too few texts");
            if given == consents.len() {
                consents.push(DraftConsent::default());
            }
            let consent = &mut consents[given];
            purpose.clone_into(&mut consent.purpose);
            consent.granted = true;
            next()?.clone_into(&mut consent.wording);
            consent.version = next()?.parse().map_err(|_| "not a version")?;
            next()?.clone_into(&mut consent.lang);
            given += 1;
        }
        consents.truncate(given);
        let now = Timestamp::from_unix(now as i64);
        let errors = self.draft.errors(&self.policy, &Browser, now);
        if errors.is_empty() {
            return Ok(None);
        }
        let place = |found: Option<usize>| found.and_then(|at| u32::try_from(at).ok());
        let numbers = errors.iter().flat_map(|error| {
            let field = self.fields.iter().position(|field| *field == error.field);
            let code = Code::ALL.iter().position(|code| *code == error.code);
            [place(field), place(code), error.min, error.max].map(|number| number.unwrap_or(NONE))
        });
        Ok(Some(numbers.collect()))
    }
}

/// Whether the widget's own reader of policies ([`crate::read`]) sees in one what serde sees.
///
/// # Errors
/// A policy that is none.
#[wasm_bindgen]
pub fn policy_reads_alike(policy: JsValue) -> Result<bool, JsValue> {
    let by_hand = crate::read::policy(&policy);
    Ok(by_hand == read::<Policy>(policy)?)
}

/// Whether the widget's own reader of targets and wordings ([`crate::subject`]) sees in a petition
/// what serde sees.
///
/// # Errors
/// A petition that is none.
#[wasm_bindgen]
pub fn subject_reads_alike(petition: JsValue) -> Result<bool, JsValue> {
    let by_hand = crate::subject::subject(&petition);
    Ok(by_hand == read::<wesign_core::flow::Subject>(petition)?)
}

/// The shard that knows a postcode; nothing for what is none.
#[wasm_bindgen]
#[must_use]
pub fn shard_of(postcode: &str) -> Option<String> {
    shard_prefix(postcode).map(str::to_owned)
}

/// What a postcode leads to in a shard.
///
/// # Errors
/// The code of what is wrong with the shard.
#[wasm_bindgen]
pub fn find(shard: &[u8], postcode: &str) -> Result<JsValue, JsValue> {
    write(&decode(shard)?.find(postcode))
}

/// Who sits for a constituency, `75-03`; undefined where the shard has no such seat.
///
/// # Errors
/// As [`find`], or a constituency that is none.
#[wasm_bindgen]
pub fn seat(shard: &[u8], constituency: &str) -> Result<JsValue, JsValue> {
    let constituency = constituency.parse().map_err(|_| "not a constituency")?;
    write(&decode(shard)?.seat(constituency))
}

/// What elects people together: a country, a département as a whole.
#[derive(Serialize)]
struct AreaOf<'a> {
    area: Area<'a>,
    seats: Vec<Seat<'a>>,
    people: Vec<Person<'a>>,
}

/// An area of a shard with its seats (constituencies) or its people (senators, members of the
/// European Parliament); undefined where the shard has none of that code.
///
/// # Errors
/// As [`find`].
#[wasm_bindgen]
pub fn area(shard: &[u8], code: &str) -> Result<JsValue, JsValue> {
    let shard = decode(shard)?;
    let deputies = shard.kind() == Kind::Deputies;
    write(&shard.area(code).map(|area| AreaOf {
        seats: if deputies {
            shard.seats_of(&area).collect()
        } else {
            Vec::new()
        },
        people: if deputies {
            Vec::new()
        } else {
            shard.people(&area).collect()
        },
        area,
    }))
}

/// Communes of a shard by a part of their name.
///
/// # Errors
/// As [`find`].
#[wasm_bindgen]
pub fn search(shard: &[u8], query: &str) -> Result<JsValue, JsValue> {
    write(&decode(shard)?.search(query).collect::<Vec<_>>())
}

/// Communes of the whole country by name, out of the list of names: the best `limit`, and how many
/// more there are.
///
/// # Errors
/// The code of what is wrong with the list.
#[wasm_bindgen]
pub fn search_names(names: &[u8], query: &str, limit: usize) -> Result<JsValue, JsValue> {
    let names = Names::decode(names).map_err(|error| error.code())?;
    write(&names.search(query, limit))
}

/// Kilometres between the points of two postcodes; undefined where one has none.
///
/// # Errors
/// The code of what is wrong with the file of points.
#[wasm_bindgen]
pub fn distance(points: &[u8], from: &str, to: &str) -> Result<Option<f64>, JsValue> {
    let points = Points::decode(points).map_err(|error| error.code())?;
    let (from, to) = (points.find(from), points.find(to));
    Ok(from.zip(to).map(|(from, to)| distance_km(from, to)))
}

fn decode(shard: &[u8]) -> Result<Shard<'_>, JsValue> {
    Shard::decode(shard).map_err(|error| error.code().into())
}

/// The length of a text as a channel counts it. `tlds` is the package's `tlds.txt`, `limit` the
/// Mastodon instance's.
///
/// # Errors
/// A channel that is none.
#[wasm_bindgen]
pub fn measure(
    channel: &str,
    text: &str,
    tlds: Option<String>,
    limit: Option<u32>,
) -> Result<JsValue, JsValue> {
    let tlds = tlds.as_deref().map_or(Tlds::none(), Tlds::new);
    let measuring = Measuring { tlds, limit };
    write(&read_channel(channel)?.measure(text, &Browser, &measuring))
}

/// What a link is made of.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Letter {
    text: String,
    subject: String,
    to: Vec<String>,
    page: String,
    instance: Option<String>,
}

/// The link that opens a message.
///
/// # Errors
/// `{ code, length, max }`, or a channel or an instance that is none.
#[wasm_bindgen]
pub fn compose_url(channel: &str, letter: JsValue) -> Result<String, JsValue> {
    let letter: Letter = read(letter)?;
    let to: Vec<&str> = letter.to.iter().map(String::as_str).collect();
    let instance = letter.instance.map(|host| Instance::parse(&host, &Browser));
    let instance = instance.transpose().map_err(|error| error.to_string())?;
    let message = Message {
        text: &letter.text,
        subject: &letter.subject,
        to: &to,
        page: &letter.page,
        instance: instance.as_ref(),
    };
    read_channel(channel)?
        .compose_url(&message)
        .or_else(|error| Err(write(&error)?))
}

/// Everything that is wrong with a template: `line:column: code`.
#[wasm_bindgen]
#[must_use]
pub fn template_errors(template: &str, lang: &str) -> Vec<String> {
    let errors = Template::check(template, &Grammar::of(lang));
    errors.iter().map(ToString::to_string).collect()
}

/// What a message is made of.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Composition {
    template: String,
    lang: String,
    targets: Vec<Target>,
    given_name: String,
    family_name: String,
    locality: String,
    title: String,
    url: String,
    count: String,
}

/// The message of a template on a channel: `{ text, named }`.
///
/// # Errors
/// The template's first error, in words; a channel that is none.
#[wasm_bindgen]
pub fn render(channel: &str, composition: JsValue) -> Result<JsValue, JsValue> {
    let given: Composition = read(composition)?;
    let template = Template::parse(&given.template, &Grammar::of(&given.lang))
        .map_err(|error| error.to_string())?;
    let targets: Vec<&Target> = given.targets.iter().collect();
    let mut context = Context::new(&targets);
    context.signer = Signer {
        given_name: &given.given_name,
        family_name: &given.family_name,
        locality: &given.locality,
    };
    context.petition = Petition {
        title: &given.title,
        url: &given.url,
        count: &given.count,
    };
    write(&template.render(&context, read_channel(channel)?))
}

fn read_channel(name: &str) -> Result<Channel, JsValue> {
    Channel::from_name(name).ok_or_else(|| "not a channel".into())
}

fn read<T: serde::de::DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(JsValue::from)
}

fn write(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}
