//! Title, organisations and the live count.

use web_sys::Element;
use wesign_core::flow::SignStep;
use wesign_core::mobilisation::Organisation;
use wesign_core::tally::Tally;

use crate::dom::{Dom, append, set, set_lang, set_text, show};
use crate::host::calm;
use crate::words::Words;

/// The part that stays through the whole journey.
pub(crate) struct Header {
    pub(crate) root: Element,
    count: Element,
    goal: Element,
    bar: Element,
    /// Why to sign: no longer needed by who has signed.
    why: Element,
    /// Spoken by screen readers, and seldom: a goal that was passed.
    milestone: Element,
    /// Where the cards of the organisations go; taken by who begins them.
    pub(crate) cards: Option<Element>,
    /// Where it stands who signed lately.
    pub(crate) signatories: Element,
    shown: Option<Tally>,
    /// The count that rolls: from, to.
    rolling: (u64, u64),
}

impl Header {
    pub(crate) fn new(dom: &Dom, words: &Words, step: &SignStep) -> Self {
        let petition = step.mobilisation();
        let root = dom.element("div", "head");
        let title = dom.text("h2", "", &petition.title);
        set(&title, "part", "title");
        set_lang(&title, &petition.lang);
        append(&root, &[&title]);

        let cards = dom.element("div", "");
        if !petition.organisations.is_empty() {
            let by = dom.element("details", "by");
            let names = organisation_names(words, &petition.organisations);
            let summary = dom.text(
                "summary",
                "",
                &words.with("carried_by", &[("names", &names)]),
            );
            set(&summary, "data-act", "about");
            append(&by, &[&summary, &cards]);
            append(&root, &[&by]);
        }

        let tally = dom.element("div", "tally");
        let line = dom.element("p", "count");
        let count = dom.element("strong", "");
        let goal = dom.element("span", "small");
        append(&line, &[&count, &goal]);
        let bar = dom.element("progress", "");
        set(&bar, "part", "progress");
        let milestone = dom.element("p", "milestone");
        set(&milestone, "role", "status");
        let signatories = dom.element("p", "small");
        append(&tally, &[&line, &bar, &milestone, &signatories]);
        append(&root, &[&tally]);

        let why = dom.element("div", "head");
        append(&root, &[&why]);
        if !petition.summary.is_empty() {
            let summary = dom.text("p", "", &petition.summary);
            set_lang(&summary, &petition.lang);
            append(&why, &[&summary]);
        }
        if !petition.text.is_empty() {
            let details = dom.element("details", "");
            append(&details, &[&dom.text("summary", "", &words.get("read"))]);
            for paragraph in &petition.text {
                let paragraph = dom.text("p", "", paragraph);
                set_lang(&paragraph, &petition.lang);
                append(&details, &[&paragraph]);
            }
            append(&why, &[&details]);
        }

        let mut header = Self {
            root,
            count,
            goal,
            bar,
            why,
            milestone,
            cards: Some(cards),
            signatories,
            shown: None,
            rolling: (0, 0),
        };
        header.update(words, step);
        header
    }

    /// Brings the header to the step's state; true where the count now has to roll to a new one.
    pub(crate) fn update(&mut self, words: &Words, step: &SignStep) -> bool {
        let at_start = step.journey().position() == 1 && !step.signed();
        show(&self.why, at_start);
        if let Some(goal) = step.milestone() {
            set_text(&self.milestone, &words.counted("milestone", goal, &[]));
        }
        let tally = step.tally();
        if self.shown == Some(tally) {
            return false;
        }
        let before = self.shown.replace(tally);
        let goal = words.number(tally.goal);
        set_text(
            &self.goal,
            &words.counted("remaining", tally.remaining, &[("goal", &goal)]),
        );
        show(&self.goal, tally.remaining > 0);
        set(&self.bar, "max", "1000");
        set(&self.bar, "value", &tally.progress_permille().to_string());
        set(
            &self.bar,
            "aria-label",
            &words.with("progress", &[("goal", &goal)]),
        );
        let rolls = before.is_some() && !calm();
        let from = before.map_or(0, |before| before.count);
        self.rolling = (from, tally.count);
        if !rolls {
            self.write_count(words, tally.count);
        }
        rolls
    }

    /// One picture of the count that rolls, the `frame`th of so many; ever slower.
    pub(crate) fn roll(&self, words: &Words, frame: u32, of: u32) {
        let (from, to) = self.rolling;
        let left = u64::from((of - frame) * (of - frame));
        let way = to.saturating_sub(from);
        let rest =
            way / u64::from(of * of) * left + way % u64::from(of * of) * left / u64::from(of * of);
        self.write_count(words, to - rest);
    }

    fn write_count(&self, words: &Words, count: u64) {
        set_text(&self.count, &words.counted("count", count, &[]));
    }
}

/// So many organisations are named on one line; the others are counted.
const NAMED: usize = 4;

/// `A, B, C, D et 36 autres organisations`.
fn organisation_names(words: &Words, all: &[Organisation]) -> String {
    let rest = all.len().saturating_sub(NAMED) as u64;
    let others = (rest > 0).then(|| words.counted("carried_by.others", rest, &[]));
    let named = all.iter().take(NAMED).map(|one| one.name.clone());
    words.list(named.chain(others))
}
