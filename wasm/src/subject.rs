//! Reading what the step that writes needs: see [`crate::read`] for why by hand.
//!
//! Through serde-wasm-bindgen the module of the step was 19 kB of brotli larger.

use wasm_bindgen::JsValue;
use wesign_core::flow::{Handover, Subject};
use wesign_core::interpellation::{Accounts, Gender, Role, Target, TargetKind};
use wesign_core::mobilisation::{Choice, TargetList, Targets, Wordings};

use crate::read::Object;

/// What the step needs of the petition.
pub(crate) fn subject(body: &JsValue) -> Subject {
    let petition = Object(body);
    let targets = petition.get("targets");
    Subject {
        lang: petition.text_or_empty("lang"),
        title: petition.text_or_empty("title"),
        url: petition.text_or_empty("url"),
        targets: match crate::read::targets(&targets) {
            Targets::List(_) => Targets::List(list(&Object(&targets))),
            named => named,
        },
        message: wordings(&petition.get("message")),
    }
}

/// What the step knows of the person; nobody is registered here, so no address is read.
pub(crate) fn handover(value: &JsValue) -> Handover {
    let handover = Object(value);
    Handover {
        given_name: handover.text_or_empty("given_name"),
        locality: handover.text_or_empty("locality"),
        postcode: handover.text_or_empty("postcode"),
        country: handover.text_or_empty("country"),
        count: handover.whole("count").unwrap_or(0),
        seed: handover.text_or_empty("seed"),
        signed: handover.get("signed").as_bool().unwrap_or(false),
        ..Handover::default()
    }
}

fn wordings(value: &JsValue) -> Wordings {
    let wordings = Object(value);
    let texts = |key| wordings.list(key, |text| text.as_string());
    Wordings {
        lang: wordings.text_or_empty("lang"),
        subject: wordings.text_or_empty("subject"),
        short: texts("short"),
        long: texts("long"),
        call: texts("call"),
        translations: wordings.list("translations", |value| Some(self::wordings(&value))),
    }
}

fn list(list: &Object<'_>) -> TargetList {
    TargetList {
        choice: match list.text("choice").as_deref() {
            Some("rotation") => Choice::Rotation,
            Some("all") => Choice::All,
            _ => Choice::Chosen,
        },
        people: list.list("people", |value| Some(target(&value))),
    }
}

fn target(value: &JsValue) -> Target {
    let target = Object(value);
    let accounts = target.get("accounts");
    let accounts = Object(&accounts);
    Target {
        id: target.text_or_empty("id"),
        kind: match target.text("kind").as_deref() {
            Some("company") => TargetKind::Company,
            Some("media") => TargetKind::Media,
            Some("institution") => TargetKind::Institution,
            _ => TargetKind::Person,
        },
        name: target.text_or_empty("name"),
        lang: target.text_or_empty("lang"),
        family_name: target.text_or_empty("family_name"),
        gender: match target.text("gender").as_deref() {
            Some("F") => Some(Gender::Feminine),
            Some("M") => Some(Gender::Masculine),
            _ => None,
        },
        role: match target.text("role").as_deref() {
            Some("deputy") => Role::Deputy,
            Some("senator") => Role::Senator,
            Some("mep") => Role::Mep,
            Some("mayor") => Role::Mayor,
            Some("minister") => Role::Minister,
            _ => Role::Other,
        },
        title: target.text_or_empty("title"),
        constituency: target.text_or_empty("constituency"),
        group: target.text_or_empty("group"),
        url: target.text_or_empty("url"),
        accounts: Accounts {
            x: accounts.text_or_empty("x"),
            bluesky: accounts.text_or_empty("bluesky"),
            mastodon: accounts.text_or_empty("mastodon"),
            threads: accounts.text_or_empty("threads"),
            telegram: accounts.text_or_empty("telegram"),
            whatsapp: accounts.text_or_empty("whatsapp"),
            email: accounts.text_or_empty("email"),
            phone: accounts.text_or_empty("phone"),
        },
    }
}
