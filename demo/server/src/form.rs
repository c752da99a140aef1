//! The plain form: signing where no script runs.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response};
use wesign_core::field::Field;
use wesign_core::mobilisation::Mobilisation;
use wesign_core::policy::Policy;
use wesign_core::signature::{Draft, DraftConsent};

use crate::app::App;
use crate::body;
use crate::cors::Source;
use crate::locale::Locale;
use crate::mail::words;
use crate::page::{self, Subject};
use crate::petition::Petition;
use crate::problem::{Kind, Problem};
use crate::read;
use crate::sign::register;
use crate::write::admit;

/// Answers a posted form with a page: thanks, the form with its errors, or why it cannot be.
pub async fn answer(
    app: &App,
    petition: Option<&Petition>,
    source: &Source,
    Parts { headers, uri, .. }: &Parts,
    body: Body,
) -> Response<Body> {
    let Some(petition) = petition else {
        // Without a petition, the language is the browser's.
        let locale = Locale::accepted(headers);
        return page::refused(locale, None, &Kind::PetitionNotFound.into());
    };
    let subject = || Subject::new(petition, &read::lang(uri));
    let refused = |problem| page::refused(subject().locale, Some(subject()), &problem);
    match take(app, petition, subject().petition, source, headers, body).await {
        Ok(draft) => match register(app, petition, &draft, None).await {
            Ok(_) if petition.confirms => {
                let lang = &subject().petition.lang;
                page::links::sent(words(&[lang, &petition.mobilisation().lang]), petition)
            }
            Ok(_) => page::thanks(subject()),
            Err(problem) if problem.kind == Kind::InvalidSignature => {
                page::correct(subject(), &draft, &problem)
            }
            Err(problem) => refused(problem),
        },
        Err(problem) => refused(problem),
    }
}

async fn take(
    app: &App,
    petition: &Petition,
    shown: &Mobilisation,
    source: &Source,
    headers: &HeaderMap,
    body: Body,
) -> Result<Draft, Problem> {
    // A page that hides its origin (`no-referrer`, a sandbox) sends `null` with a plain form. The
    // answer is a page of its own that such a site cannot read, and a person must not be lost
    // because of a privacy setting.
    if *source != Source::Opaque {
        admit(app, petition, source)?;
    }
    let bytes = body::read(headers, body).await?;
    Ok(draft(&bytes, shown))
}

/// The draft that a form holds. What is not a field of a draft is dropped.
fn draft(bytes: &[u8], petition: &Mobilisation) -> Draft {
    let mut draft = Draft {
        lang: petition.lang.clone(),
        ..Draft::default()
    };
    let mut ticked = Vec::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        if name == "consent" {
            ticked.push(value.into_owned());
        } else if let Some(slot) = Field::parse(&name).and_then(|field| slot(&mut draft, &field)) {
            // Forms send line ends as CR LF.
            *slot = value.replace("\r\n", "\n");
        }
    }
    draft.consents = answers(&petition.policy, &ticked);
    draft
}

/// What was ticked, each in the wording and the language that the person saw.
fn answers(policy: &Policy, ticked: &[String]) -> Vec<DraftConsent> {
    let granted = |purpose: &str| ticked.iter().any(|ticked| ticked == purpose);
    policy
        .consents
        .iter()
        .map(|request| DraftConsent::to(request, granted(request.purpose.as_str())))
        .collect()
}

fn slot<'d>(draft: &'d mut Draft, field: &Field) -> Option<&'d mut String> {
    Some(match field {
        Field::GivenName => &mut draft.given_name,
        Field::FamilyName => &mut draft.family_name,
        Field::FullName => &mut draft.full_name,
        Field::Email => &mut draft.email,
        Field::Country => &mut draft.country,
        Field::Postcode => &mut draft.postcode,
        Field::Locality => &mut draft.locality,
        Field::Phone => &mut draft.phone,
        Field::Comment => &mut draft.comment,
        Field::BirthYear => &mut draft.birth_year,
        Field::Organisation => &mut draft.organisation,
        Field::Consent(_) => return None,
    })
}
