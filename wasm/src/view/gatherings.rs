//! The step that gathers: where the person is, and a card for each gathering.

use web_sys::Element;
use wesign_core::field::Field;
use wesign_core::flow::{GatheringsSpot, GatheringsStep, Located};
use wesign_core::mobilisation::{Gathering, Organisation};
use wesign_core::time::Timestamp;

use crate::dom::{Dom, append, focus, set, set_if, set_text, set_value, show};
use crate::view::entry::Fields;
use crate::view::field::labelled;
use crate::view::gathering::Card;
use crate::view::loading::{LoadingView, Said};
use crate::words::Words;

/// What stands before the names of this step's fields.
pub(crate) const PREFIX: &str = "gatherings-";

/// Draws a [`GatheringsStep`].
pub(crate) struct GatheringsView {
    dom: Dom,
    words: Words,
    /// Language of the petition's texts.
    lang: String,
    organisations: Vec<Organisation>,
    /// Address of the privacy notice.
    privacy: String,
    loading: LoadingView,
    place: PlaceForm,
    list: Element,
    cards: Vec<Card>,
    /// Names and e-mail address, in the card whose form is open.
    contact: Element,
    fields: Fields,
}

impl GatheringsView {
    pub(crate) fn new(
        dom: Dom,
        words: Words,
        root: &Element,
        step: &GatheringsStep,
        organisations: Vec<Organisation>,
        lang: &str,
        privacy: &str,
    ) -> Self {
        let heading = dom.text("h3", "", &words.get("gatherings.heading"));
        set(&heading, "tabindex", "-1");
        let lead = dom.text("p", "", &words.get("gatherings.lead"));
        let said = Said {
            pending: "gatherings.loading",
            failed: "gatherings.failed",
            none: "gatherings.none",
        };
        let loading = LoadingView::new(&dom, &words, said);
        let place = PlaceForm::new(&dom, &words);
        let list = dom.element("ul", "cards");
        set(&list, "tabindex", "-1");
        append(root, &[&heading, &lead, &loading.root, &place.root, &list]);
        let contact = dom.element("div", "fields");
        let mut fields = Fields::new(&dom, PREFIX);
        for field in step.policy().fields() {
            let control = dom.element("input", "");
            let line = fields.add(&dom, &words, step.policy(), field, control, true);
            append(&contact, &[&line]);
        }
        Self {
            dom,
            words,
            lang: lang.to_owned(),
            organisations,
            privacy: privacy.to_owned(),
            loading,
            place,
            list,
            cards: Vec::new(),
            contact,
            fields,
        }
    }

    /// Brings the page to the step's state at the moment `now`.
    pub(crate) fn update(&mut self, step: &GatheringsStep, now: Timestamp) {
        let listed = step.listed(now);
        self.loading
            .update(&self.words, step.list(), listed.is_empty());
        let mut there = self.list.first_element_child();
        for (at, one) in listed.iter().enumerate() {
            let id = &one.gathering.id;
            let known = self.cards.iter().position(|card| card.id() == id);
            let found = known.unwrap_or_else(|| {
                let card = self.card(one.gathering);
                self.cards.push(card);
                self.cards.len() - 1
            });
            self.cards.swap(at, found);
            let root = self.cards[at].root();
            // Moving an element takes the focus away from what is in it.
            if there.as_ref() == Some(root) {
                there = root.next_element_sibling();
            } else {
                let _ = self
                    .list
                    .insert_before(root, there.as_ref().map(AsRef::as_ref));
            }
        }
        let open = step.open();
        let form = step.form();
        for (card, one) in self.cards.iter().zip(&listed) {
            card.update(&self.words, step, one);
            if open == Some(card.id()) && !card.holds(&self.contact) {
                card.open(&self.contact);
            }
        }
        if open.is_none() {
            self.contact.remove();
        }
        self.fields
            .update(&self.words, form.draft(), form.errors(), form.suggestion());
        // One gathering needs no order.
        let placed = listed
            .iter()
            .filter(|one| one.gathering.place.point.is_some());
        self.place.update(&self.words, step, placed.count() > 1);
    }

    fn card(&self, gathering: &Gathering) -> Card {
        let mut holders = self.organisations.iter();
        let by = holders.find(|known| known.id == gathering.organisation);
        let by = by.map(|organisation| &*organisation.name);
        Card::new(
            &self.dom,
            &self.words,
            gathering,
            by,
            &self.lang,
            &self.privacy,
        )
    }

    /// Moves the keyboard focus.
    pub(crate) fn focus(&self, spot: &GatheringsSpot) {
        match spot {
            GatheringsSpot::List => {
                if !self.loading.focus() {
                    focus(&self.list);
                }
            }
            GatheringsSpot::Postcode => focus(&self.place.input),
            GatheringsSpot::Field(field) => self.fields.focus(field),
            GatheringsSpot::Outcome(id) => {
                if let Some(card) = self.find(id) {
                    card.focus_outcome();
                }
            }
        }
    }

    /// Moves the focus to the button that registers.
    pub(crate) fn focus_button(&self, id: &str) {
        if let Some(card) = self.find(id) {
            card.focus_button();
        }
    }

    fn find(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id() == id)
    }
}

/// Where the person is: a postcode to order by.
struct PlaceForm {
    root: Element,
    input: Element,
    status: Element,
    error: Element,
}

impl PlaceForm {
    fn new(dom: &Dom, words: &Words) -> Self {
        let root = dom.element("form", "");
        set(&root, "novalidate", "");
        set(&root, "data-act", "sort");
        let input = dom.element("input", "");
        let name = [PREFIX, Field::Postcode.name()].concat();
        let line = labelled(dom, words, "gatherings.postcode", &name, &input);
        set(&input, "autocomplete", "postal-code");
        let described = "gatherings-postcode-hint gatherings-postcode-error";
        set(&input, "aria-describedby", described);
        let hint = dom.text("p", "hint", &words.get("around.postcode.hint"));
        set(&hint, "id", "gatherings-postcode-hint");
        let row = dom.element("div", "ask");
        let button = dom.text("button", "button plain", &words.get("gatherings.sort"));
        set(&button, "type", "submit");
        append(&row, &[&input, &button]);
        let error = dom.element("p", "error");
        set(&error, "id", "gatherings-postcode-error");
        let status = dom.element("p", "small status");
        set(&status, "role", "status");
        append(&line, &[&hint, &row, &error, &status]);
        append(&root, &[&line]);
        Self {
            root,
            input,
            status,
            error,
        }
    }

    fn update(&self, words: &Words, step: &GatheringsStep, shown: bool) {
        show(&self.root, shown);
        let place = step.whereabouts();
        set_value(&self.input, place.postcode());
        let (mut error, mut status) = (String::new(), String::new());
        match place.located() {
            Located::Unasked => {}
            Located::Refused(wrong) => error = words.error(wrong),
            Located::Looking => status = words.get("around.looking"),
            Located::At(_) => status = words.get("gatherings.sorted"),
            Located::Unknown => {
                error = words.with("around.unknown", &[("postcode", place.postcode())]);
            }
            Located::Unreachable => error = words.get("around.unreachable"),
        }
        set_if(
            &self.input,
            "aria-invalid",
            matches!(place.located(), Located::Refused(_)).then_some("true"),
        );
        set_text(&self.error, &error);
        set_text(&self.status, &status);
    }
}
