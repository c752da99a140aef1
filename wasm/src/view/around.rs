//! The mobilisations as cards, near ones and large ones apart, and the petition in their stead.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};
use wesign_core::flow::{AroundSpot, AroundStep, Located};
use wesign_core::geo::Point;
use wesign_core::link::admitted;
use wesign_core::mobilisations::{Listing, Placed};
use wesign_core::time::Timestamp;

use crate::dom::{Dom, append, focus, set, set_if, set_lang, set_text, set_value, show};
use crate::intl::Kilometres;
use crate::read::Object;
use crate::view::field::labelled;
use crate::words::Words;
use crate::write::put;

/// Draws an [`AroundStep`].
pub(crate) struct AroundView {
    dom: Dom,
    words: Words,
    kilometres: Kilometres,
    /// All but the petition that is open in its stead.
    list: Element,
    postcode: Element,
    error: Element,
    status: Element,
    unreachable: Element,
    /// Tries again; where the directory could not be had.
    retry: Option<Element>,
    sections: Element,
    /// The heading of what is near, where anything is.
    near: Option<Element>,
    /// One a listing, in the order of the list; drawn once, then moved, so that no picture blinks.
    cards: Vec<Card>,
    /// The petition that is open, below the way back.
    open: Element,
    panel: Element,
    /// Those that were opened, by id. They stay where they are while another is shown: what was typed
    /// is there on return.
    opened: Vec<(String, Element)>,
    /// What a petition in place needs: its attributes, and the partner's own texts.
    attributes: Vec<(&'static str, String)>,
    texts: JsValue,
    /// From where the cards were last put in order.
    seen_from: Option<Option<Point>>,
}

struct Card {
    item: Element,
    /// What opens the mobilisation.
    way: Element,
    distance: Element,
}

impl AroundView {
    pub(crate) fn new(
        dom: Dom,
        words: Words,
        root: &Element,
        step: &AroundStep,
        options: &Object<'_>,
        now: Timestamp,
    ) -> Self {
        let list = dom.element("div", "around");
        append(&list, &[&dom.text("h2", "", &words.get("around.heading"))]);

        let form = dom.element("form", "look");
        set(&form, "novalidate", "");
        set(&form, "data-act", "look");
        let postcode = dom.element("input", "");
        set(&postcode, "autocomplete", "postal-code");
        set(&postcode, "inputmode", "numeric");
        set(&postcode, "aria-describedby", "error hint");
        let field = labelled(&dom, &words, "field.postcode", "postcode", &postcode);
        set_value(&postcode, step.whereabouts().postcode());
        let find = dom.text("button", "button", &words.get("around.find"));
        set(&find, "type", "submit");
        let hint = dom.text("p", "hint", &words.get("around.postcode.hint"));
        set(&hint, "id", "hint");
        let error = dom.element("p", "error");
        set(&error, "id", "error");
        set(&error, "role", "alert");
        append(&form, &[&field, &find, &hint, &error]);
        show(&form, step.asks_place());

        let status = dom.element("p", "status");
        set(&status, "role", "status");
        set(&status, "tabindex", "-1");
        let unreachable = dom.element("div", "notice bad");
        set(&unreachable, "role", "alert");
        let sections = dom.element("div", "parts");
        append(&list, &[&form, &status, &unreachable, &sections]);

        let open = dom.element("div", "stack");
        let back = dom.button("link", "back", &words.get("around.back"));
        let panel = dom.element("div", "");
        set(&panel, "role", "region");
        set(&panel, "tabindex", "-1");
        append(&open, &[&back, &panel]);
        append(root, &[&list, &open]);

        let here = options.text("open").as_deref() == Some("here");
        let listings = step.list().iter().enumerate();
        let cards = listings
            .map(|(at, listing)| Card::new(&dom, &words, at, listing, here, listing.is_closed(now)))
            .collect();
        Self {
            kilometres: Kilometres::new(words.lang()),
            dom,
            words,
            list,
            postcode,
            error,
            status,
            unreachable,
            retry: None,
            sections,
            near: None,
            cards,
            open,
            panel,
            opened: Vec::new(),
            attributes: ["api", "lang", "assets", "directory", "scheme"]
                .map(|name| (name, options.text(name).unwrap_or_default()))
                .into(),
            texts: options.get("texts"),
            seen_from: None,
        }
    }

    /// Brings the page to the step's state.
    pub(crate) fn update(&mut self, step: &AroundStep, now: Timestamp) {
        let chosen = step.chosen();
        show(&self.list, chosen.is_none());
        show(&self.open, chosen.is_some());
        if let Some(listing) = chosen {
            set(&self.panel, "aria-label", &listing.title);
        }
        let here = step.whereabouts().point();
        if self.seen_from != Some(here) {
            self.seen_from = Some(here);
            self.order(step, now);
        }
        self.answer(step, now);
    }

    /// Moves the focus to a place of the element.
    pub(crate) fn focus(&self, spot: &AroundSpot) {
        let reached = match spot {
            AroundSpot::Postcode => &self.postcode,
            AroundSpot::Near => self
                .retry
                .as_ref()
                .or(self.near.as_ref())
                .unwrap_or(&self.status),
            AroundSpot::Card(id) => {
                let act = ["open:", id].concat();
                let of = |card: &&Card| card.way.get_attribute("data-act").as_ref() == Some(&act);
                match self.cards.iter().find(of) {
                    Some(card) => &card.way,
                    None => return,
                }
            }
        };
        focus(reached);
    }

    /// Shows the petition of this id, and moves the focus to it.
    pub(crate) fn open(&mut self, id: &str) {
        if !self.opened.iter().any(|(known, _)| known == id) {
            let petition = self.dom.element("wesign-petition", "");
            for (name, value) in &self.attributes {
                set(&petition, name, value);
            }
            set(&petition, "petition", id);
            set(&petition, "exportparts", "title,progress,submit");
            let options = js_sys::Object::new();
            put(&options, "texts", &self.texts);
            put(petition.unchecked_ref(), "options", options);
            append(&self.panel, &[&petition]);
            self.opened.push((id.to_owned(), petition));
        }
        for (known, petition) in &self.opened {
            show(petition, known == id);
        }
        focus(&self.panel);
    }

    /// What came of the postcode.
    fn answer(&mut self, step: &AroundStep, now: Timestamp) {
        let words = &self.words;
        let whereabouts = step.whereabouts();
        let (mut error, mut status) = (String::new(), String::new());
        match whereabouts.located() {
            Located::Refused(wrong) => error = words.error(wrong),
            Located::Unknown => {
                let postcode = [("postcode", whereabouts.postcode())];
                error = words.with("around.unknown", &postcode);
            }
            Located::Looking => status = words.get("around.looking"),
            Located::At(_) => {
                let distance = self.kilometres.format(step.radius_km());
                let distance = [("distance", &*distance)];
                status = match step.around(now).near.len() {
                    0 => words.with("around.near.none", &distance),
                    count => words.counted("around.near.count", count as u64, &distance),
                };
            }
            Located::Unasked | Located::Unreachable => {}
        }
        set_text(&self.error, &error);
        let invalid = (!error.is_empty()).then_some("true");
        set_if(&self.postcode, "aria-invalid", invalid);
        set_text(&self.status, &status);

        let unreachable = *whereabouts.located() == Located::Unreachable;
        show(&self.unreachable, unreachable);
        if unreachable != self.retry.is_some() {
            self.unreachable.set_text_content(None);
            self.retry = unreachable.then(|| {
                let text = self.dom.text("p", "", &words.get("around.unreachable"));
                let retry = self.dom.button("button", "look", &words.get("retry"));
                append(&self.unreachable, &[&text, &retry]);
                retry
            });
        }
    }

    /// Puts the cards into their sections.
    fn order(&mut self, step: &AroundStep, now: Timestamp) {
        self.sections.set_text_content(None);
        if step.list().is_empty() {
            let text = self.dom.text("p", "", &self.words.get("around.none"));
            append(&self.sections, &[&text]);
        }
        let around = step.around(now);
        let near = match step.whereabouts().point() {
            Some(_) => "around.near",
            None => "around.local",
        };
        self.near = self.section(step, near, &around.near);
        self.section(step, "around.national", &around.national);
        self.section(step, "around.european", &around.european);
        self.section(step, "around.farther", &around.farther);
    }

    /// One section, unless it is empty; its heading.
    fn section(&self, step: &AroundStep, key: &str, placed: &[Placed<'_>]) -> Option<Element> {
        if placed.is_empty() {
            return None;
        }
        let section = self.dom.element("section", "stack");
        let heading = self.dom.text("h3", "", &self.words.get(key));
        set(&heading, "id", key);
        set(&heading, "tabindex", "-1");
        set(&section, "aria-labelledby", key);
        let list = self.dom.element("ul", "tiles");
        for placed in placed {
            let of = |known: &Listing| std::ptr::eq(known, placed.listing);
            let Some(card) = step
                .list()
                .iter()
                .position(of)
                .and_then(|at| self.cards.get(at))
            else {
                continue;
            };
            let distance = placed
                .distance_km
                .map(|km| self.kilometres.away(&self.words, km));
            set_text(&card.distance, &distance.unwrap_or_default());
            append(&list, &[&card.item]);
        }
        append(&section, &[&heading, &list]);
        append(&self.sections, &[&section]);
        Some(heading)
    }
}

impl Card {
    fn new(
        dom: &Dom,
        words: &Words,
        at: usize,
        listing: &Listing,
        here: bool,
        closed: bool,
    ) -> Self {
        let item = dom.element("li", "");
        let card = dom.element("article", "tile");
        set(&card, "part", "tile");
        let title_id = ["title-", &at.to_string()].concat();
        set(&card, "aria-labelledby", &title_id);
        append(&item, &[&card]);
        if admitted(&listing.image).is_some() {
            let picture = dom.element("img", "picture");
            set(&picture, "part", "image");
            set(&picture, "alt", &listing.image_alt);
            set(&picture, "loading", "lazy");
            set(&picture, "decoding", "async");
            set(&picture, "referrerpolicy", "no-referrer");
            set_lang(&picture, &listing.lang);
            LOST.with(|lost| {
                let lost = lost.as_ref().unchecked_ref();
                let _ = picture.add_event_listener_with_callback("error", lost);
            });
            set(&picture, "src", &listing.image);
            append(&card, &[&picture]);
        }
        let body = dom.element("div", "told");
        append(&card, &[&body]);

        let heading = dom.element("h4", "");
        set(&heading, "part", "title");
        set(&heading, "id", &title_id);
        set_lang(&heading, &listing.lang);
        let link = if here { None } else { admitted(&listing.url) };
        let way = match link {
            Some(address) => {
                let link = dom.text("a", "opener", &listing.title);
                set(&link, "href", address);
                set(&link, "data-act", &["follow:", &listing.id].concat());
                link
            }
            // Without a page of its own it opens here: no card leads nowhere.
            None => dom.button("opener", &["open:", &listing.id].concat(), &listing.title),
        };
        append(&heading, &[&way]);
        append(&body, &[&heading]);

        let distance = dom.element("span", "small");
        if let Some(place) = &listing.place {
            let line = dom.element("p", "place");
            append(&line, &[&dom.text("span", "", &place.name), &distance]);
            append(&body, &[&line]);
        }

        if !listing.summary.is_empty() {
            let summary = dom.text("p", "summary", &listing.summary);
            set_lang(&summary, &listing.lang);
            append(&body, &[&summary]);
        }
        append(&body, &[&tally(dom, words, listing, closed)]);
        if !listing.organisations.is_empty() {
            let names = listing.organisations.iter().map(|o| o.name.clone());
            let by = words.with("carried_by", &[("names", &words.list(names))]);
            append(&body, &[&dom.text("p", "by", &by)]);
        }
        Self {
            item,
            way,
            distance,
        }
    }
}

/// The count against its goal; of a closed petition, that it is.
fn tally(dom: &Dom, words: &Words, listing: &Listing, closed: bool) -> Element {
    let tally = listing.tally();
    let root = dom.element("div", "tally");
    let line = dom.element("p", "count");
    let count = dom.text("strong", "", &words.counted("count", tally.count, &[]));
    append(&line, &[&count]);
    append(&root, &[&line]);
    if closed {
        let closed = dom.text("span", "small", &words.get("around.closed"));
        append(&line, &[&closed]);
        return root;
    }
    let goal = words.number(tally.goal);
    let goal = [("goal", &*goal)];
    let left = words.counted("remaining", tally.remaining, &goal);
    append(&line, &[&dom.text("span", "small", &left)]);
    let bar = dom.element("progress", "");
    set(&bar, "part", "progress");
    set(&bar, "max", "1000");
    set(&bar, "value", &tally.progress_permille().to_string());
    set(&bar, "aria-label", &words.with("progress", &goal));
    append(&root, &[&bar]);
    root
}

thread_local! {
    /// Takes away a picture that does not load: a card without one looks whole. One for all, and
    /// never dropped: a picture can fail after its list is gone.
    static LOST: Closure<dyn Fn(Event)> = Closure::new(|event: Event| {
        if let Some(picture) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) {
            picture.remove();
        }
    });
}
