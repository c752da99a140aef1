//! The step that gives: how far the fundraiser has come, and the way to its page.

use web_sys::{Element, Url};
use wesign_core::flow::DonateStep;
use wesign_core::mobilisation::Donation;

use crate::dom::{Dom, append, focus, set, set_lang, set_text};
use crate::formats::money;
use crate::view::loading::{LoadingView, Said};
use crate::words::Words;

/// Draws a [`DonateStep`].
pub(crate) struct DonateView {
    dom: Dom,
    words: Words,
    /// Language of the petition's texts.
    lang: String,
    heading: Element,
    loading: LoadingView,
    body: Element,
    status: Element,
}

impl DonateView {
    pub(crate) fn new(dom: Dom, words: Words, root: &Element, lang: &str) -> Self {
        let heading = dom.text("h3", "", &words.get("donate.heading"));
        set(&heading, "tabindex", "-1");
        let said = Said {
            pending: "donate.loading",
            failed: "donate.failed",
            none: "donate.none",
        };
        let loading = LoadingView::new(&dom, &words, said);
        let body = dom.element("div", "stack");
        let status = dom.element("p", "small status");
        set(&status, "role", "status");
        append(root, &[&heading, &loading.root, &body, &status]);
        Self {
            dom,
            words,
            lang: lang.to_owned(),
            heading,
            loading,
            body,
            status,
        }
    }

    /// Brings the page to the step's state.
    pub(crate) fn update(&self, step: &DonateStep) {
        let state = step.donation();
        let donation = state.loaded().and_then(Option::as_ref);
        self.loading.update(&self.words, state, donation.is_none());
        // Drawn once: it comes once.
        if let Some(donation) = donation
            && self.body.child_element_count() == 0
        {
            self.draw(donation);
        }
    }

    fn draw(&self, donation: &Donation) {
        let Self {
            dom, words, body, ..
        } = self;
        let text = dom.text("p", "", &donation.text);
        set_lang(&text, &self.lang);
        append(body, &[&text]);
        self.draw_progress(donation);
        if let Some(link) = donation.link() {
            let open = dom.link(link, &words.get("donate.open"));
            open.set_class_name("button big");
            set(&open, "data-act", "give");
            append(
                &open,
                &[&dom.text("span", "hush", &words.get("new_window"))],
            );
            let site = Url::new(link).map(|url| url.hostname()).unwrap_or_default();
            let site = site.strip_prefix("www.").unwrap_or(&site);
            let note = words.with("donate.where", &[("site", site)]);
            append(body, &[&open, &dom.text("p", "small", &note)]);
        }
    }

    /// What is known of raised, goal and donors; what is not known is simply not there.
    fn draw_progress(&self, donation: &Donation) {
        let Self { dom, words, .. } = self;
        let amount = |hundredths: Option<u64>| {
            let hundredths = hundredths.filter(|hundredths| *hundredths > 0);
            money(words.lang(), hundredths?, &donation.currency)
        };
        let tally = dom.element("div", "tally");
        let line = dom.element("p", "count");
        let goal = amount(donation.goal);
        if let Some(raised) = amount(donation.raised) {
            let raised = words.with("donate.raised", &[("amount", &raised)]);
            append(&line, &[&dom.text("strong", "", &raised)]);
            if let Some(goal) = &goal {
                let goal = words.with("donate.goal", &[("amount", goal)]);
                append(&line, &[&dom.text("span", "small", &goal)]);
            }
            append(&tally, &[&line]);
        }
        if let Some(permille) = donation.progress_permille()
            && let Some(goal) = &goal
        {
            let bar = dom.element("progress", "");
            set(&bar, "max", "1000");
            set(&bar, "value", &permille.min(1000).to_string());
            set(
                &bar,
                "aria-label",
                &words.with("donate.progress", &[("goal", goal)]),
            );
            append(&tally, &[&bar]);
        }
        if let Some(donors) = donation.donors.filter(|donors| *donors > 0) {
            let text = words.counted("donate.donors", donors, &[]);
            append(&tally, &[&dom.text("p", "small", &text)]);
        }
        if tally.child_element_count() > 0 {
            append(&self.body, &[&tally]);
        }
    }

    /// Says that the page was opened.
    pub(crate) fn thank(&self) {
        set_text(&self.status, &self.words.get("donate.opened"));
    }

    /// Moves the focus to what was fetched again.
    pub(crate) fn focus(&self) {
        if !self.loading.focus() {
            focus(&self.heading);
        }
    }
}
