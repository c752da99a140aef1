//! Reading the contract's JSON objects, as the browser parsed them, into the core's types.
//!
//! By hand, property by property: the same through serde-wasm-bindgen weighs 15 kB of brotli in the
//! first view (TOOLCHAIN.md), most of it for the words of errors that nobody sees. What is absent or
//! of another type takes the default, as the core's serde shapes do for what is absent; a build with
//! the feature `sdk` has both, and `tests/browser` compares them on every policy of `tests/cases`.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wesign_core::consent::{ConsentRequest, Purpose};
use wesign_core::field::{Country, Field};
use wesign_core::journey::Step;
use wesign_core::mobilisation::{
    Mobilisation, Organisation, Place, Privacy, Scope, TargetList, Targets,
};
use wesign_core::mobilisations::{Carrier, Listing};
use wesign_core::policy::{Ask, Names, Policy};
use wesign_core::problem::{Code, FieldError};
use wesign_core::signature::{Draft, DraftConsent};
use wesign_core::tally::GoalLadder;
use wesign_core::time::Timestamp;

/// A JavaScript object; every read of it can find nothing.
pub(crate) struct Object<'a>(pub(crate) &'a JsValue);

impl Object<'_> {
    pub(crate) fn get(&self, key: &str) -> JsValue {
        Reflect::get(self.0, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
    }

    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.get(key).as_string()
    }

    pub(crate) fn text_or_empty(&self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    /// A whole number that JavaScript holds exactly.
    pub(crate) fn whole(&self, key: &str) -> Option<u64> {
        whole(&self.get(key))
    }

    pub(crate) fn small(&self, key: &str) -> Option<u32> {
        u32::try_from(self.whole(key)?).ok()
    }

    /// Whether a field is asked for.
    pub(crate) fn ask(&self, key: &str) -> Option<Ask> {
        match &*self.text(key)? {
            "hidden" => Some(Ask::Hidden),
            "optional" => Some(Ask::Optional),
            "required" => Some(Ask::Required),
            _ => None,
        }
    }

    pub(crate) fn list<T>(&self, key: &str, read: impl FnMut(JsValue) -> Option<T>) -> Vec<T> {
        let list = self.get(key).dyn_into::<Array>().unwrap_or_default();
        list.iter().filter_map(read).collect()
    }
}

fn whole(value: &JsValue) -> Option<u64> {
    let number = value.as_f64()?;
    let exact = (0.0..=9_007_199_254_740_991.0).contains(&number) && number.trunc() == number;
    exact.then_some(number as u64)
}

/// A petition as the API sends it, without the parts that the step of signing does not show.
pub(crate) fn petition(body: &JsValue) -> Mobilisation {
    let petition = Object(body);
    let organisation = |value: JsValue| {
        let organisation = Object(&value);
        Some(Organisation {
            id: organisation.text_or_empty("id"),
            name: organisation.text("name")?,
            url: organisation.text_or_empty("url"),
            ..Organisation::default()
        })
    };
    let time = |key| petition.text(key).and_then(|text| Timestamp::parse(&text));
    let privacy = petition.get("privacy");
    let privacy = Object(&privacy);
    Mobilisation {
        id: petition.text_or_empty("id"),
        lang: petition.text_or_empty("lang"),
        title: petition.text_or_empty("title"),
        summary: petition.text_or_empty("summary"),
        text: petition.list("text", |paragraph| paragraph.as_string()),
        url: petition.text_or_empty("url"),
        organisations: petition.list("organisations", organisation),
        count: petition.whole("count").unwrap_or(0),
        goals: GoalLadder::new(petition.list("goals", |goal| whole(&goal))),
        opens_at: time("opens_at"),
        closes_at: time("closes_at"),
        policy: policy(&petition.get("policy")),
        targets: targets(&petition.get("targets")),
        steps: steps(petition.get("steps")),
        image: petition.text_or_empty("image"),
        image_alt: petition.text_or_empty("image_alt"),
        privacy: Privacy {
            controller: privacy.text_or_empty("controller"),
            url: privacy.text_or_empty("url"),
        },
        ..Mobilisation::default()
    }
}

/// The answer of `GET /api/petitions`, without items that nothing could be shown of; `None` where it
/// is none.
pub(crate) fn listings(body: &JsValue) -> Option<Vec<Listing>> {
    let body = Object(body);
    body.get("petitions").is_instance_of::<Array>().then(|| {
        body.list("petitions", |value| {
            let listing = listing(&Object(&value));
            let shown = !listing.id.is_empty() && !listing.title.is_empty();
            shown.then_some(listing)
        })
    })
}

fn listing(listing: &Object<'_>) -> Listing {
    let place = listing.get("place");
    let place = place.is_object().then(|| {
        let place = Object(&place);
        let point = place.list("point", |degrees| degrees.as_f64());
        Place {
            name: place.text_or_empty("name"),
            departement: place.text_or_empty("departement"),
            point: point.try_into().ok(),
        }
    });
    let carrier = |value: JsValue| {
        let carrier = Object(&value);
        Some(Carrier {
            id: carrier.text_or_empty("id"),
            name: carrier.text("name")?,
        })
    };
    let closes_at = listing.text("closes_at");
    Listing {
        id: listing.text_or_empty("id"),
        lang: listing.text_or_empty("lang"),
        title: listing.text_or_empty("title"),
        summary: listing.text_or_empty("summary"),
        url: listing.text_or_empty("url"),
        image: listing.text_or_empty("image"),
        image_alt: listing.text_or_empty("image_alt"),
        scope: match listing.text("scope").as_deref() {
            Some("local") => Scope::Local,
            Some("european") => Scope::European,
            _ => Scope::National,
        },
        place,
        count: listing.whole("count").unwrap_or(0),
        goals: GoalLadder::new(listing.list("goals", |goal| whole(&goal))),
        organisations: listing.list("organisations", carrier),
        closes_at: closes_at.and_then(|text| Timestamp::parse(&text)),
    }
}

/// The steps of a list of names; a name that is none is passed over.
pub(crate) fn steps(list: JsValue) -> Vec<Step> {
    let list = list.dyn_into::<Array>().unwrap_or_default();
    list.iter()
        .filter_map(|name| Step::parse(&name.as_string()?))
        .collect()
}

/// Whether there are targets, and whether they are looked up by the place; the people of a list are
/// for the step that writes to them.
pub(crate) fn targets(value: &JsValue) -> Targets {
    match value.as_string().as_deref() {
        Some("deputies") => Targets::Deputies,
        Some("senators") => Targets::Senators,
        Some("meps") => Targets::Meps,
        None if value.is_object() => Targets::List(TargetList::default()),
        _ => Targets::None,
    }
}

/// What a petition asks.
pub(crate) fn policy(value: &JsValue) -> Policy {
    let policy = Object(value);
    let default = Policy::default();
    let ask = |key, otherwise| policy.ask(key).unwrap_or(otherwise);
    let country = |text: Option<String>| Country::parse(&text?).ok();
    let age = policy
        .small("minimum_age")
        .and_then(|age| u8::try_from(age).ok());
    Policy {
        names: match policy.text("names").as_deref() {
            Some("full") => Names::Full,
            _ => Names::Split,
        },
        given_name: ask("given_name", default.given_name),
        family_name: ask("family_name", default.family_name),
        country: ask("country", default.country),
        postcode: ask("postcode", default.postcode),
        locality: ask("locality", default.locality),
        phone: ask("phone", default.phone),
        comment: ask("comment", default.comment),
        birth_year: ask("birth_year", default.birth_year),
        organisation: ask("organisation", default.organisation),
        default_country: country(policy.text("default_country")).unwrap_or(default.default_country),
        countries: policy.list("countries", |value| country(value.as_string())),
        minimum_age: age.or(default.minimum_age),
        disposable_domains: policy.list("disposable_domains", |domain| domain.as_string()),
        email_provider_rules: policy
            .get("email_provider_rules")
            .as_bool()
            .unwrap_or(default.email_provider_rules),
        comment_max: policy.small("comment_max").unwrap_or(default.comment_max),
        consents: policy.list("consents", consent),
    }
}

fn consent(value: JsValue) -> Option<ConsentRequest> {
    let consent = Object(&value);
    Some(ConsentRequest {
        purpose: Purpose::parse(&consent.text("purpose")?)?,
        wording: consent.text_or_empty("wording"),
        version: consent.small("version").unwrap_or(1),
        lang: consent.text_or_empty("lang"),
        text: consent.text_or_empty("text"),
        required: consent.get("required").as_bool().unwrap_or(false),
    })
}

/// A draft as [`crate::write::draft`] writes it.
pub(crate) fn draft(value: &JsValue) -> Draft {
    let object = Object(value);
    let mut draft = Draft {
        lang: object.text_or_empty("lang"),
        consents: object.list("consents", |answer| {
            let answer = Object(&answer);
            Some(DraftConsent {
                purpose: answer.text_or_empty("purpose"),
                granted: answer.get("granted").as_bool()?,
                wording: answer.text_or_empty("wording"),
                version: answer.small("version").unwrap_or(0),
                lang: answer.text_or_empty("lang"),
            })
        }),
        ..Draft::default()
    };
    for field in Field::PLAIN {
        if let (Some(text), Some(typed)) = (object.text(field.name()), draft.text_mut(field)) {
            *typed = text;
        }
    }
    draft
}

/// The errors of a refused signature; `None` where an entry names no field, as no server of the
/// contract answers.
pub(crate) fn errors(body: &Object<'_>) -> Option<Vec<FieldError>> {
    let mut known = true;
    let errors = body.list("errors", |value| {
        let error = Object(&value);
        let field = error.text("field").and_then(|name| Field::parse(&name));
        known &= field.is_some();
        Some(FieldError {
            field: field?,
            // A code of a newer server is still an error of its field.
            code: error
                .text("code")
                .and_then(|code| Code::parse(&code))
                .unwrap_or(Code::Invalid),
            min: error.small("min"),
            max: error.small("max"),
        })
    });
    known.then_some(errors)
}
