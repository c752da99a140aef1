//! The step that keeps in touch: the news, and what to be told about.

use web_sys::Element;
use wesign_core::field::Field;
use wesign_core::flow::{UpdatesSpot, UpdatesStep};
use wesign_core::mobilisation::News;

use crate::dom::{Dom, append, focus, set, set_if, set_lang, set_text, show};
use crate::formats::day;
use crate::view::entry::Fields;
use crate::view::loading::{LoadingView, Said};
use crate::view::sending::{self, SendingView, is_pending};
use crate::words::Words;

/// What stands before the names of this step's fields.
pub(crate) const PREFIX: &str = "updates-";

/// So many pieces of news are in view; the older ones unfold.
const IN_VIEW: usize = 3;

/// Draws an [`UpdatesStep`].
pub(crate) struct UpdatesView {
    dom: Dom,
    words: Words,
    /// Language of the petition's texts.
    lang: String,
    loading: LoadingView,
    news: Element,
    form: Element,
    fields: Fields,
    nothing: Element,
    submit: Element,
    sending: SendingView,
    thanks: Element,
}

impl UpdatesView {
    pub(crate) fn new(
        dom: Dom,
        words: Words,
        root: &Element,
        step: &UpdatesStep,
        lang: &str,
        privacy: &str,
    ) -> Self {
        let heading = dom.text("h3", "", &words.get("updates.heading"));
        set(&heading, "tabindex", "-1");
        let said = Said {
            pending: "updates.loading",
            failed: "updates.failed",
            none: "updates.none",
        };
        let loading = LoadingView::new(&dom, &words, said);
        let news = dom.element("div", "stack");
        set(&news, "tabindex", "-1");

        let form = dom.element("form", "box");
        set(&form, "novalidate", "");
        set(&form, "data-act", "subscribe");
        let mut fields = Fields::new(&dom, PREFIX);
        let choices = dom.element("fieldset", "consents");
        append(
            &choices,
            &[&dom.text("legend", "", &words.get("updates.choose"))],
        );
        for (index, request) in step.policy().consents.iter().enumerate() {
            let field = Field::Consent(request.purpose.clone());
            let (line, text) = fields.add_consent(&dom, field, index, false, false);
            let key = ["updates.", request.purpose.as_str()].concat();
            set_text(&text, &words.get(&key));
            append(&choices, &[&line]);
        }
        // One error for all of them: any one will do.
        let nothing = dom.element("p", "error");
        set(&nothing, "id", "updates-nothing");
        for view in &fields.all {
            set(&view.control, "aria-describedby", "updates-nothing");
        }
        append(&choices, &[&nothing]);
        let email = dom.element("input", "");
        let line = fields.add(&dom, &words, step.policy(), Field::Email, email, true);
        let sending = SendingView::new(&dom, &words, sending::LATER, "retry");
        let submit = dom.text("button", "button", &words.get("updates.submit"));
        set(&submit, "type", "submit");
        append(
            &form,
            &[&choices, &line, &sending.notice, &submit, &sending.status],
        );
        if !privacy.is_empty() {
            let note = dom.element("p", "small");
            append(&note, &[&dom.link(privacy, &words.get("privacy.link"))]);
            append(&form, &[&note]);
        }
        let thanks = dom.text("p", "thanks", &words.get("updates.done"));
        set(&thanks, "tabindex", "-1");
        append(root, &[&heading, &loading.root, &news, &form, &thanks]);
        Self {
            dom,
            words,
            lang: lang.to_owned(),
            loading,
            news,
            form,
            fields,
            nothing,
            submit,
            sending,
            thanks,
        }
    }

    /// Brings the page to the step's state.
    pub(crate) fn update(&mut self, step: &UpdatesStep) {
        let words = &self.words;
        let news = step.news().loaded().map_or(&[][..], Vec::as_slice);
        self.loading.update(words, step.news(), news.is_empty());
        // Drawn once: they come once.
        if self.news.child_element_count() == 0 && !news.is_empty() {
            self.draw(news);
        }
        let form = step.form();
        self.fields
            .update(words, form.draft(), form.errors(), form.suggestion());
        let wrong = |field: &Field| matches!(field, Field::Consent(_));
        let nothing = form.errors().iter().any(|error| wrong(&error.field));
        let text = nothing.then(|| words.get("updates.nothing"));
        set_text(&self.nothing, &text.unwrap_or_default());
        let pending = is_pending(step.sending());
        set_if(&self.submit, "aria-disabled", pending.then_some("true"));
        self.sending.update(words, step.sending());
        show(&self.form, !step.subscribed());
        show(&self.thanks, step.subscribed());
    }

    fn draw(&self, news: &[News]) {
        let (dom, words) = (&self.dom, &self.words);
        let list = |some: &[News]| {
            let list = dom.element("ul", "cards");
            set(&list, "aria-label", &words.get("updates.news"));
            for one in some {
                append(&list, &[&self.piece(one)]);
            }
            list
        };
        let (newest, older) = news.split_at(news.len().min(IN_VIEW));
        append(&self.news, &[&list(newest)]);
        if !older.is_empty() {
            let details = dom.element("details", "");
            let summary = dom.text("summary", "", &words.get("updates.older"));
            append(&details, &[&summary, &list(older)]);
            append(&self.news, &[&details]);
        }
    }

    fn piece(&self, news: &News) -> Element {
        let dom = &self.dom;
        let item = dom.element("li", "piece");
        if let Some(at) = news.at {
            let time = dom.text("time", "small", &day(self.words.lang(), at));
            set(&time, "datetime", &at.to_string());
            append(&item, &[&time]);
        }
        let title = dom.text("h4", "", &news.title);
        set_lang(&title, &self.lang);
        append(&item, &[&title]);
        for paragraph in &news.text {
            let paragraph = dom.text("p", "", paragraph);
            set_lang(&paragraph, &self.lang);
            append(&item, &[&paragraph]);
        }
        if wesign_core::link::admitted(&news.url).is_some() {
            let more = dom.link(&news.url, &self.words.get("more"));
            append(&more, &[&dom.text("span", "hush", &news.title)]);
            append(&item, &[&more]);
        }
        item
    }

    /// Moves the keyboard focus.
    pub(crate) fn focus(&self, spot: &UpdatesSpot) {
        match spot {
            UpdatesSpot::News => {
                if !self.loading.focus() {
                    focus(&self.news);
                }
            }
            UpdatesSpot::Field(field) => self.fields.focus(field),
            UpdatesSpot::Thanks => focus(&self.thanks),
            UpdatesSpot::Notice => self.sending.focus(),
        }
    }
}
