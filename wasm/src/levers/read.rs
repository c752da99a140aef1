//! Reading what the levers' resources send, see [`crate::read`]. What names nothing is passed over:
//! one entry of another shape does not take the others away.

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wesign_core::mobilisation::{
    Donation, Gathering, NetworkLink, News, Organisation, Platform, Venue,
};
use wesign_core::signature::Draft;
use wesign_core::time::Timestamp;

use crate::read::Object;

/// Somebody who signed and wants it to be seen.
pub(crate) struct Signatory {
    pub(crate) given_name: String,
    pub(crate) locality: String,
}

/// The entries of a list that is named `key`; `None` where there is no such list.
pub(super) fn list<T>(
    body: &JsValue,
    key: &str,
    read: impl Fn(&Object<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let list: Array = Object(body).get(key).dyn_into().ok()?;
    Some(
        list.iter()
            .filter_map(|value| read(&Object(&value)))
            .collect(),
    )
}

pub(super) fn gathering(of: &Object<'_>) -> Option<Gathering> {
    let place = of.get("place");
    let place = Object(&place);
    Some(Gathering {
        id: of.text("id")?,
        title: of.text("title")?,
        text: of.text_or_empty("text"),
        starts_at: time(of, "starts_at"),
        ends_at: time(of, "ends_at"),
        time_zone: of.text_or_empty("time_zone"),
        place: Venue {
            name: place.text_or_empty("name"),
            address: place.text_or_empty("address"),
            point: point(&place.get("point")),
        },
        url: of.text_or_empty("url"),
        capacity: of.small("capacity"),
        places_left: of.small("places_left"),
        cancelled: of.get("cancelled").as_bool().unwrap_or(false),
        organisation: of.text_or_empty("organisation"),
    })
}

pub(super) fn donation(of: &Object<'_>) -> Option<Donation> {
    Some(Donation {
        url: of.text("url")?,
        platform: match of.text("platform").as_deref() {
            Some("helloasso") => Platform::HelloAsso,
            _ => Platform::Other,
        },
        text: of.text_or_empty("text"),
        currency: of.text_or_empty("currency"),
        raised: of.whole("raised"),
        goal: of.whole("goal"),
        donors: of.whole("donors"),
    })
}

pub(super) fn news(of: &Object<'_>) -> Option<News> {
    Some(News {
        id: of.text_or_empty("id"),
        at: time(of, "at"),
        title: of.text("title")?,
        text: of.list("text", |paragraph| paragraph.as_string()),
        url: of.text_or_empty("url"),
    })
}

pub(super) fn signatory(of: &Object<'_>) -> Option<Signatory> {
    Some(Signatory {
        given_name: of.text("given_name").filter(|name| !name.is_empty())?,
        locality: of.text_or_empty("locality"),
    })
}

/// Who carries a petition, with all that their cards show.
pub(super) fn organisations(body: &JsValue) -> Vec<Organisation> {
    let read = |of: &Object<'_>| {
        Some(Organisation {
            id: of.text_or_empty("id"),
            name: of.text("name")?,
            url: of.text_or_empty("url"),
            logo: of.text_or_empty("logo"),
            text: of.text_or_empty("text"),
            email: of.text_or_empty("email"),
            links: of.list("links", |value| {
                let link = Object(&value);
                Some(NetworkLink {
                    network: link.text("network")?,
                    url: link.text("url")?,
                })
            }),
        })
    };
    list(body, "organisations", read).unwrap_or_default()
}

/// What the organiser says in a share; empty for the title.
pub(super) fn share_text(body: &JsValue) -> String {
    Object(&Object(body).get("share")).text_or_empty("text")
}

/// What the steps before know of the person, as a form begins with it.
pub(super) fn person(handover: &JsValue) -> Draft {
    let handover = Object(handover);
    let contact = handover.get("contact");
    let contact = Object(&contact);
    Draft {
        given_name: contact.text_or_empty("given_name"),
        family_name: contact.text_or_empty("family_name"),
        full_name: contact.text_or_empty("full_name"),
        email: contact.text_or_empty("email"),
        country: handover.text_or_empty("country"),
        postcode: handover.text_or_empty("postcode"),
        ..Draft::default()
    }
}

fn time(of: &Object<'_>, key: &str) -> Option<Timestamp> {
    Timestamp::parse(&of.text(key)?)
}

fn point(value: &JsValue) -> Option<[f64; 2]> {
    let pair = value.dyn_ref::<Array>()?;
    Some([pair.get(0).as_f64()?, pair.get(1).as_f64()?])
}
