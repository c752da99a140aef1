//! The message: channel, text, length, and the ways to send it.

use wasm_bindgen::JsCast as _;
use web_sys::Element;
use wesign_core::flow::{Composer, Done};
use wesign_core::interpellation::{Channel, Tlds};

use crate::dom::{Dom, append, focus, set, set_if, set_lang, set_text, set_value, show};
use crate::host;
use crate::intl::Browser;
use crate::view::field::labelled;
use crate::words::Words;

/// Drawn once for a target; what changes is patched.
pub(crate) struct ComposerView {
    pub(crate) root: Element,
    target: String,
    tabs: Vec<(Channel, Element)>,
    subject_line: Element,
    subject: Element,
    text: Element,
    left: Element,
    another: Element,
    notes: Element,
    instance_line: Element,
    instance: Element,
    instance_error: Element,
    split: Element,
    thread: Element,
    /// The messages of the thread that are drawn.
    parts: Vec<String>,
    open: Element,
    open_label: Element,
    /// That a network's page opens in a window of its own.
    beside: Element,
    status: Element,
}

impl ComposerView {
    pub(crate) fn new(dom: &Dom, words: &Words, state: &Composer, lang: &str) -> Self {
        let root = dom.element("div", "stack");
        let channels = dom.element("div", "channels");
        set(&channels, "role", "group");
        set(&channels, "aria-label", &words.get("channels"));
        let mut tabs = Vec::new();
        for &channel in state.channels() {
            let act = ["channel:", channel.as_str()].concat();
            let name = words.get(&["channel.", channel.as_str()].concat());
            let tab = dom.button("channel", &act, &name);
            append(&channels, &[&tab]);
            tabs.push((channel, tab));
        }

        let subject = dom.element("input", "");
        set(&subject, "autocomplete", "off");
        set_lang(&subject, lang);
        let subject_line = labelled(dom, words, "message.subject", "subject", &subject);

        let text = dom.element("textarea", "");
        let line = labelled(dom, words, "message.label", "message", &text);
        set(&text, "rows", "8");
        set_lang(&text, lang);
        set(&text, "aria-describedby", "left notes");
        let meter = dom.element("p", "meter");
        let left = dom.element("span", "");
        set(&left, "id", "left");
        let another = dom.button("link", "another", &words.get("message.another"));
        append(&meter, &[&left, &another]);
        append(&line, &[&meter]);

        let notes = dom.element("p", "hint status");
        set(&notes, "id", "notes");
        let instance = dom.element("input", "");
        let instance_line = labelled(dom, words, "message.instance", "instance", &instance);
        let hint = dom.text("p", "hint", &words.get("message.instance.hint"));
        set(&hint, "id", "hint-instance");
        // The browser may know it from elsewhere; the widget keeps it nowhere.
        set(&instance, "autocomplete", "off");
        set(&instance, "autocapitalize", "none");
        set(&instance, "spellcheck", "false");
        set(
            &instance,
            "aria-describedby",
            "hint-instance error-instance",
        );
        let instance_error = dom.element("p", "error");
        set(&instance_error, "id", "error-instance");
        // The hint stands between the label and its control.
        let _ = instance.before_with_node_1(&hint);
        append(&instance_line, &[&instance_error]);

        let split = dom.button("button plain", "thread", "");
        let thread = dom.element("ol", "choices");
        set(&thread, "aria-label", &words.get("message.thread"));
        let buttons = dom.element("div", "row");
        let open = dom.element("a", "button");
        set(&open, "data-act", "open");
        let open_label = dom.element("span", "");
        let beside = dom.text("span", "hush", &words.get("new_window"));
        append(&open, &[&open_label, &beside]);
        let copy = dom.button("button plain", "copy", &words.get("message.copy"));
        append(&buttons, &[&open, &copy]);
        if host::can_share() {
            let share = dom.button("button plain", "share", &words.get("message.share"));
            append(&buttons, &[&share]);
        }
        let status = dom.element("p", "small status");
        set(&status, "role", "status");

        append(
            &root,
            &[
                &channels,
                &subject_line,
                &line,
                &notes,
                &instance_line,
                &split,
                &thread,
                &buttons,
                &status,
            ],
        );
        let target = state.target().id.clone();
        Self {
            root,
            target,
            tabs,
            subject_line,
            subject,
            text,
            left,
            another,
            notes,
            instance_line,
            instance,
            instance_error,
            split,
            thread,
            parts: Vec::new(),
            open,
            open_label,
            beside,
            status,
        }
    }

    /// Whether this view was drawn for the state's target.
    pub(crate) fn is_for(&self, state: &Composer) -> bool {
        self.target == state.target().id
    }

    pub(crate) fn select(&self) {
        if let Some(area) = self.text.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            // Selecting does not focus, and what is copied is the selection of what has the focus.
            focus(&self.text);
            area.select();
        }
    }

    pub(crate) fn update(&mut self, dom: &Dom, words: &Words, state: &Composer, tlds: Tlds<'_>) {
        let channel = state.channel();
        let is_email = channel == Channel::Email;
        for (known, tab) in &self.tabs {
            set(
                tab,
                "aria-pressed",
                if *known == channel { "true" } else { "false" },
            );
        }
        show(&self.subject_line, is_email);
        set_value(&self.subject, state.subject());
        set_value(&self.text, state.text());
        show(&self.another, state.has_wordings());

        let measure = state.measure(&Browser, tlds);
        let left = match measure.remaining {
            None => String::new(),
            Some(left) => {
                let key = if left < 0 {
                    "message.over"
                } else {
                    "message.left"
                };
                words.counted(key, left.unsigned_abs().into(), &[])
            }
        };
        set_text(&self.left, &left);
        self.left
            .set_class_name(if measure.fits() { "" } else { "over" });
        set_if(
            &self.text,
            "aria-invalid",
            (!measure.fits()).then_some("true"),
        );

        let name = &state.target().name;
        let channel_name = words.get(&["channel.", channel.as_str()].concat());
        let link = state.link(&Browser);
        // Too long for a link: the window opens empty, to the right person, and the text is pasted.
        let empty = state.link_of("", &Browser).ok();
        let note = if link.is_err() && empty.is_some() {
            words.get("message.long_link")
        } else if state.named() {
            words.with(
                "message.named",
                &[("name", name), ("channel", &channel_name)],
            )
        } else {
            String::new()
        };
        set_text(&self.notes, &note);

        let label = words.get(&["message.open.", channel.as_str()].concat());
        set_text(&self.open_label, &label);
        show(&self.beside, !is_email);
        // A network's page opens beside this one; a mail program is no page.
        set_if(&self.open, "target", (!is_email).then_some("_blank"));
        set_if(
            &self.open,
            "rel",
            (!is_email).then_some("noopener noreferrer"),
        );
        let href = link.as_deref().ok().or(empty.as_deref());
        set_if(&self.open, "href", href);
        show(
            &self.open,
            href.is_some() && (measure.fits() || !state.threaded()),
        );

        let on_mastodon = channel == Channel::Mastodon;
        show(&self.instance_line, on_mastodon);
        set_value(&self.instance, state.instance());
        let unknown = on_mastodon && link.is_err() && !state.instance().trim().is_empty();
        set_if(&self.instance, "aria-invalid", unknown.then_some("true"));
        let wrong = if unknown {
            words.get("message.instance.invalid")
        } else {
            String::new()
        };
        set_text(&self.instance_error, &wrong);

        let parts = if measure.fits() {
            Vec::new()
        } else {
            state.thread(&Browser, tlds)
        };
        show(&self.split, parts.len() > 1 && !state.threaded());
        set_text(
            &self.split,
            &words.counted("message.split", parts.len() as u64, &[]),
        );
        self.draw_thread(
            dom,
            words,
            state,
            if state.threaded() { parts } else { Vec::new() },
        );

        set_text(
            &self.status,
            &match state.done() {
                Done::Nothing => String::new(),
                Done::Opened => words.get("message.opened"),
                Done::Copied => words.get("message.copied"),
                Done::CopyRefused => words.get("message.copy_failed"),
            },
        );
    }

    /// Draws the messages of the thread, each with its own link.
    fn draw_thread(&mut self, dom: &Dom, words: &Words, state: &Composer, parts: Vec<String>) {
        show(&self.thread, !parts.is_empty());
        // Links hold the instance and the text; only a change of either needs a new list.
        let links: Vec<String> = parts
            .iter()
            .map(|part| state.link_of(part, &Browser).unwrap_or_default())
            .collect();
        let drawn = [parts.as_slice(), links.as_slice()].concat();
        if self.parts == drawn {
            return;
        }
        self.parts = drawn;
        self.thread.set_text_content(None);
        let total = words.number(parts.len() as u64);
        for (index, (part, link)) in parts.iter().zip(&links).enumerate() {
            let number = words.number(index as u64 + 1);
            let values = [("n", &*number), ("total", &*total)];
            let item = dom.element("li", "part");
            append(&item, &[&dom.text("p", "", part)]);
            let row = dom.element("div", "row");
            if !link.is_empty() {
                let open = dom.link(link, &words.with("message.part.open", &values));
                open.set_class_name("button");
                set(&open, "data-act", "open");
                append(&row, &[&open]);
            }
            let act = ["copy:", &index.to_string()].concat();
            let copy = dom.button(
                "button plain",
                &act,
                &words.with("message.part.copy", &values),
            );
            append(&row, &[&copy]);
            append(&item, &[&row]);
            append(&self.thread, &[&item]);
        }
    }
}
