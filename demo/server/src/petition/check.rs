//! What keeps a petition file from being published. The organiser hears it, not the visitor.

use std::collections::HashSet;

use wesign_core::consent::Purpose;
use wesign_core::field::EmailAddress;
use wesign_core::interpellation::{Grammar, Template, departements};
use wesign_core::mobilisation::{Gathering, Mobilisation, Organisation, Scope};
use wesign_core::platform::Native;

use super::address::{Kind, publish};
use super::edition::Texts;
use super::file::File;
use super::shape::{Checked, filled, id, is_time_zone, language, point, unique};
use crate::origin::Origin;

/// Networks that an organisation can be on.
const NETWORKS: [&str; 9] = [
    "mastodon",
    "bluesky",
    "x",
    "facebook",
    "instagram",
    "youtube",
    "linkedin",
    "peertube",
    "website",
];
/// Consents that a petition can ask for, besides `newsletter:` of its organisations.
const PURPOSES: [&str; 5] = [
    "terms",
    "petition_updates",
    "public_signatory",
    "gatherings",
    "similar_petitions",
];

/// Checks the file, publishes its addresses as absolute ones and puts gatherings and news in order.
pub(super) fn file(file: &mut File, public: &Origin) -> Checked {
    let petition = &mut file.mobilisation;
    id("id", &petition.id, 64)?;
    for (name, value) in [("title", &petition.title), ("lang", &petition.lang)] {
        filled(name, value)?;
    }
    language("lang", &petition.lang)?;
    address("url", &mut petition.url, Kind::Link, public)?;
    address("image", &mut petition.image, Kind::Page, public)?;
    address("privacy.url", &mut petition.privacy.url, Kind::Link, public)?;
    unique("steps", petition.steps.iter().map(|step| step.as_str()))?;
    place(petition)?;
    let names = petition.organisations.iter().map(|one| &*one.id);
    unique("organisations", names)?;
    for (at, one) in petition.organisations.iter_mut().enumerate() {
        organisation(&format!("organisations[{at}]"), one, public)?;
    }
    purposes(petition)?;

    let organisations: HashSet<&str> = file
        .mobilisation
        .organisations
        .iter()
        .map(|one| &*one.id)
        .collect();
    let ids = file.gatherings.iter().map(|one| &*one.gathering.id);
    unique("gatherings", ids)?;
    for (at, meeting) in file.gatherings.iter_mut().enumerate() {
        let path = format!("gatherings[{at}]");
        gathering(&path, &mut meeting.gathering, &organisations, public)?;
    }
    file.gatherings.sort_by_key(|one| one.gathering.starts_at);

    unique("news", file.news.iter().map(|news| &*news.id))?;
    for (at, news) in file.news.iter_mut().enumerate() {
        let path = format!("news[{at}]");
        id(&format!("{path}.id"), &news.id, 64)?;
        filled(&format!("{path}.title"), &news.title)?;
        news.at.ok_or_else(|| format!("{path}.at is missing"))?;
        address(&format!("{path}.url"), &mut news.url, Kind::Link, public)?;
    }
    file.news.sort_by_key(|news| std::cmp::Reverse(news.at));

    if let Some(donation) = &mut file.donation {
        filled("donation.url", &donation.url)?;
        address("donation.url", &mut donation.url, Kind::Page, public)?;
        if donation.currency.is_empty() {
            donation.currency = "EUR".into();
        }
        let code = &donation.currency;
        if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(format!(
                "donation.currency: `{code}` is no ISO 4217 code such as EUR"
            ));
        }
    }
    for (tag, translation) in &mut file.translations {
        let path = format!("translations.{tag}");
        language(&path, tag)?;
        if tag.eq_ignore_ascii_case(&file.mobilisation.lang) {
            return Err(format!("{path}: that is the petition's own language"));
        }
        address(
            &format!("{path}.url"),
            &mut translation.url,
            Kind::Link,
            public,
        )?;
    }
    Ok(())
}

/// Refuses texts whose messages nobody could send.
pub(super) fn messages(texts: &Texts) -> Checked {
    let Mobilisation {
        message,
        lang,
        targets,
        ..
    } = &texts.mobilisation;
    for (path, text, lang) in message.all(lang) {
        if let Some(error) = Template::check(text, &Grammar::of(lang)).first() {
            return Err(format!("{path}, line:column {error}, in `{text}`"));
        }
    }
    match targets.check(message, lang).first() {
        Some(error) => Err(error.to_string()),
        None => Ok(()),
    }
}

fn organisation(path: &str, one: &mut Organisation, public: &Origin) -> Checked {
    // `newsletter:` and the id are a purpose.
    id(
        &format!("{path}.id"),
        &one.id,
        Purpose::MAX - "newsletter:".len(),
    )?;
    filled(&format!("{path}.name"), &one.name)?;
    address(&format!("{path}.url"), &mut one.url, Kind::Link, public)?;
    address(&format!("{path}.logo"), &mut one.logo, Kind::Page, public)?;
    if !one.email.is_empty()
        && let Err(error) = EmailAddress::parse(&one.email, &Native)
    {
        return Err(format!("{path}.email: {error}"));
    }
    for (at, link) in one.links.iter_mut().enumerate() {
        let path = format!("{path}.links[{at}]");
        if !NETWORKS.contains(&&*link.network) {
            let known = NETWORKS.join(", ");
            let network = &link.network;
            return Err(format!("{path}.network: `{network}` is not one of {known}"));
        }
        filled(&format!("{path}.url"), &link.url)?;
        address(&format!("{path}.url"), &mut link.url, Kind::Page, public)?;
    }
    Ok(())
}

fn gathering(
    path: &str,
    one: &mut Gathering,
    organisations: &HashSet<&str>,
    public: &Origin,
) -> Checked {
    // `gathering:` and the id are a purpose.
    id(
        &format!("{path}.id"),
        &one.id,
        Purpose::MAX - "gathering:".len(),
    )?;
    filled(&format!("{path}.title"), &one.title)?;
    let starts = one
        .starts_at
        .ok_or_else(|| format!("{path}.starts_at is missing"))?;
    if one.ends_at.is_some_and(|ends| ends < starts) {
        return Err(format!("{path}.ends_at is before starts_at"));
    }
    if !one.time_zone.is_empty() && !is_time_zone(&one.time_zone) {
        let zone = &one.time_zone;
        return Err(format!(
            "{path}.time_zone: `{zone}` is no IANA name such as Europe/Paris"
        ));
    }
    point(&format!("{path}.place.point"), one.place.point)?;
    address(&format!("{path}.url"), &mut one.url, Kind::Link, public)?;
    if !one.organisation.is_empty() && !organisations.contains(&*one.organisation) {
        let name = &one.organisation;
        return Err(format!(
            "{path}.organisation: `{name}` is none of the organisations"
        ));
    }
    Ok(())
}

fn place(petition: &Mobilisation) -> Checked {
    match (&petition.place, petition.scope) {
        (None, Scope::Local) => Err("place is missing: a local mobilisation has one".into()),
        (None, _) => Ok(()),
        (Some(place), Scope::Local) => {
            filled("place.name", &place.name)?;
            let code = &place.departement;
            if !code.is_empty() && !departements().any(|(known, _)| known == code) {
                return Err(format!("place.departement: `{code}` is no département"));
            }
            point("place.point", place.point)
        }
        (Some(_), _) => Err("place: only a mobilisation of scope local has one".into()),
    }
}

fn purposes(petition: &Mobilisation) -> Checked {
    let consents = &petition.policy.consents;
    unique(
        "policy.consents",
        consents.iter().map(|one| one.purpose.as_str()),
    )?;
    for (at, request) in consents.iter().enumerate() {
        let purpose = &request.purpose;
        let known = match (purpose.kind(), purpose.party()) {
            ("newsletter", Some(party)) => {
                let mut all = petition.organisations.iter();
                all.any(|organisation| organisation.id == party)
            }
            (kind, None) => PURPOSES.contains(&kind),
            _ => false,
        };
        if !known {
            let known = PURPOSES.join(", ");
            return Err(format!(
                "policy.consents[{at}].purpose: `{purpose}` is not one of {known}, or newsletter: \
                 and the id of an organisation"
            ));
        }
    }
    Ok(())
}

fn address(path: &str, text: &mut String, kind: Kind, public: &Origin) -> Checked {
    publish(text, kind, public).map_err(|reason| format!("{path}: `{text}` is {reason}"))
}
