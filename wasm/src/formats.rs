//! Distances, money and dates as a language writes them.

use js_sys::{Date, Object};
use wasm_bindgen::JsValue;
use wesign_core::time::Timestamp;

use crate::intl::{DateTimeFormat, NumberFormat};
use crate::read;
use crate::words::Words;
use crate::write::put;

/// `à 12 km`, whole kilometres: a postcode is no more exact.
pub(crate) fn distance(words: &Words, kilometres: f64) -> String {
    let options = options(&[
        ("style", "unit"),
        ("unit", "kilometer"),
        ("unitDisplay", "short"),
    ]);
    put(&options, "maximumFractionDigits", 0);
    let Ok(format) = NumberFormat::with(words.lang(), &options) else {
        return String::new();
    };
    let (key, shown) = if kilometres < 1.0 {
        ("around.distance.close", 1.0)
    } else {
        ("around.distance", kilometres)
    };
    words.with(key, &[("distance", &format.format(shown))])
}

/// An amount given in hundredths of `currency` (ISO 4217); `None` for what is no currency. Whole
/// amounts come without decimals.
pub(crate) fn money(lang: &str, hundredths: u64, currency: &str) -> Option<String> {
    let options = options(&[("style", "currency"), ("currency", currency)]);
    let decimals = if hundredths.is_multiple_of(100) { 0 } else { 2 };
    put(&options, "minimumFractionDigits", decimals);
    put(&options, "maximumFractionDigits", decimals);
    let format = NumberFormat::with(lang, &options).ok()?;
    Some(format.format(hundredths as f64 / 100.0))
}

/// `25 novembre 2026`, by the visitor's clock.
pub(crate) fn day(lang: &str, at: Timestamp) -> String {
    let format = DateTimeFormat::new(lang, &options(&[("dateStyle", "long")]));
    let text = format.and_then(|format| format.format(&date(at)));
    text.unwrap_or_default()
}

/// `samedi 5 décembre 2026, 14:00 – 16:00`: in the time zone of the place (IANA), which is named
/// where the visitor's clock shows another time. Where it is not known, or the browser does not know
/// it, by the visitor's own zone, and it says which.
pub(crate) fn moment(
    words: &Words,
    starts: Timestamp,
    ends: Option<Timestamp>,
    time_zone: &str,
) -> String {
    let say = |zone: Option<&str>, named: bool| {
        let options = options(&[
            ("weekday", "long"),
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("hour", "numeric"),
            ("minute", "2-digit"),
        ]);
        if let Some(zone) = zone {
            put(&options, "timeZone", zone);
        }
        if named {
            put(&options, "timeZoneName", "short");
        }
        let format = DateTimeFormat::new(words.lang(), &options)?;
        match ends.filter(|ends| *ends > starts) {
            Some(ends) => format.format_range(&date(starts), &date(ends)),
            None => format.format(&date(starts)),
        }
    };
    let own = say(None, false).unwrap_or_default();
    let known = Some(time_zone).filter(|zone| !zone.is_empty());
    match known.and_then(|zone| say(Some(zone), false).ok()) {
        Some(there) if there == own => own,
        Some(there) => say(known, true).unwrap_or(there),
        None => {
            let values = [("date", &*own), ("zone", &own_zone(words.lang()))];
            words.with("gatherings.own_zone", &values)
        }
    }
}

/// The visitor's time zone, by its IANA name.
fn own_zone(lang: &str) -> String {
    let resolved =
        DateTimeFormat::new(lang, &Object::new()).map(|format| format.resolved_options());
    let zone = resolved.map(|resolved| read::Object(&resolved).text("timeZone"));
    zone.ok().flatten().unwrap_or_default()
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.unix() as f64 * 1000.0))
}

fn options(texts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in texts {
        put(&options, key, *value);
    }
    options
}
