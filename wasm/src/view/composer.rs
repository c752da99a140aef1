//! The message: channel, text, length, and the ways to send it.

use wasm_bindgen::JsCast as _;
use web_sys::Element;
use wesign_core::flow::{Composer, Done, MessagePart, MessageStep, Split};
use wesign_core::interpellation::Channel;

use crate::dom::{Dom, append, focus, set, set_if, set_lang, set_text, set_value, show};
use crate::host;
use crate::intl::Browser;
use crate::view::field::labelled;
use crate::words::Words;

/// Drawn once for a target; what changes is patched.
pub(crate) struct ComposerView {
    pub(crate) root: Element,
    /// Identifiers of the targets it was drawn for.
    targets: Vec<String>,
    tabs: Vec<(Channel, Element)>,
    subject_line: Element,
    subject: Element,
    label: Option<Element>,
    text: Element,
    /// Subject and text as they are printed: a text field never ends on another page than it began.
    paper: [Element; 2],
    left: Element,
    another: Element,
    notes: Element,
    instance_line: Element,
    instance: Element,
    instance_error: Element,
    /// Offers to send the message as a thread, and as several by groups of targets.
    splits: [Element; 2],
    list: Element,
    /// The messages that are drawn.
    parts: Vec<MessagePart>,
    open: Element,
    open_label: Element,
    /// That a network's page opens in a window of its own.
    beside: Element,
    status: Element,
}

impl ComposerView {
    pub(crate) fn new(dom: &Dom, words: &Words, state: &Composer) -> Self {
        let lang = state.lang();
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
        subject_line.set_class_name("field typed");

        let text = dom.element("textarea", "");
        let line = labelled(dom, words, "message.label", "message", &text);
        line.set_class_name("field typed");
        set(&text, "rows", "8");
        set_lang(&text, lang);
        set(&text, "aria-describedby", "left notes");
        let meter = dom.element("p", "meter");
        let left = dom.element("span", "");
        set(&left, "id", "left");
        let another = dom.button("link", "another", &words.get("message.another"));
        append(&meter, &[&left, &another]);
        append(&line, &[&meter]);

        let paper = dom.element("div", "paper");
        set_lang(&paper, lang);
        let on_paper = ["strong", "p"].map(|tag| dom.element(tag, ""));
        append(&paper, &[&on_paper[0], &on_paper[1]]);

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

        let splits = ["split:thread", "split:groups"];
        let splits = splits.map(|act| dom.button("button plain", act, ""));
        let list = dom.element("ol", "choices");
        set(&list, "aria-label", &words.get("message.thread"));
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
                &paper,
                &notes,
                &instance_line,
                &splits[0],
                &splits[1],
                &list,
                &buttons,
                &status,
            ],
        );
        Self {
            root,
            targets: ids(state).map(str::to_owned).collect(),
            tabs,
            subject_line,
            subject,
            label: line.first_element_child(),
            text,
            paper: on_paper,
            left,
            another,
            notes,
            instance_line,
            instance,
            instance_error,
            splits,
            list,
            parts: Vec::new(),
            open,
            open_label,
            beside,
            status,
        }
    }

    /// Whether this view was drawn for the state's targets.
    pub(crate) fn is_for(&self, state: &Composer) -> bool {
        self.targets.iter().map(String::as_str).eq(ids(state))
    }

    pub(crate) fn select(&self) {
        if let Some(area) = self.text.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            // Selecting does not focus, and what is copied is the selection of what has the focus.
            focus(&self.text);
            area.select();
        }
    }

    pub(crate) fn update(
        &mut self,
        dom: &Dom,
        words: &Words,
        step: &MessageStep,
        state: &Composer,
    ) {
        let channel = state.channel();
        let is_email = channel == Channel::Email;
        let is_call = channel == Channel::Phone;
        // A network's page opens beside this one; a mail program or a phone is no page.
        let beside = !is_email && !is_call;
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
        set_text(&self.paper[0], if is_email { state.subject() } else { "" });
        set_text(&self.paper[1], state.text());
        show(&self.another, state.has_wordings());

        if let Some(label) = &self.label {
            let key = if is_call {
                "message.script"
            } else {
                "message.label"
            };
            set_text(label, &words.get(key));
        }

        let measure = state.measure(&Browser, step.tlds());
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

        let channel_name = words.get(&["channel.", channel.as_str()].concat());
        let names = |names: Vec<&str>| words.list(names.into_iter().map(str::to_owned));
        let (named, unreached) = (state.named(), state.unreached());
        let link = state.link(&Browser);
        // Too long for a link: the window opens empty, to the right person, and the text is pasted.
        let empty = state.link_of("", &Browser).ok();
        let note = if link.is_err() && empty.is_some() {
            words.get("message.long_link")
        } else if !named.is_empty() {
            let values = [("name", &*names(named)), ("channel", &*channel_name)];
            words.with("message.named", &values)
        } else if !unreached.is_empty() {
            words.with("message.unreached", &[("name", &names(unreached))])
        } else {
            String::new()
        };
        set_text(&self.notes, &note);

        let number = state.targets().first().and_then(|t| t.account(channel));
        let label = words.with(
            &["message.open.", channel.as_str()].concat(),
            &[("number", number.unwrap_or_default())],
        );
        set_text(&self.open_label, &label);
        show(&self.beside, beside);
        set_if(&self.open, "target", beside.then_some("_blank"));
        set_if(&self.open, "rel", beside.then_some("noopener noreferrer"));
        let href = link.as_deref().ok().or(empty.as_deref());
        set_if(&self.open, "href", href);
        let parts = step.parts(&Browser);
        show(&self.open, href.is_some() && parts.is_empty());

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

        let ways = if measure.fits() {
            [0, 0]
        } else {
            let thread = state.thread(&Browser, step.tlds());
            [thread.len(), step.groups(&Browser).len()]
        };
        for (n, (key, split)) in [
            ("message.split", Split::Thread),
            ("message.groups", Split::Groups),
        ]
        .into_iter()
        .enumerate()
        {
            show(&self.splits[n], ways[n] > 1 && state.split() != split);
            set_text(&self.splits[n], &words.counted(key, ways[n] as u64, &[]));
        }
        self.draw_parts(dom, words, parts);

        set_text(
            &self.status,
            &match state.done() {
                Done::Nothing => String::new(),
                Done::Opened if is_call => words.get("message.called"),
                Done::Opened => words.get("message.opened"),
                Done::Copied => words.get("message.copied"),
                Done::CopyRefused => words.get("message.copy_failed"),
            },
        );
    }

    /// Draws the messages that the message is sent as, each with its own link.
    fn draw_parts(&mut self, dom: &Dom, words: &Words, parts: Vec<MessagePart>) {
        show(&self.list, !parts.is_empty());
        if self.parts == parts {
            return;
        }
        self.parts = parts;
        self.list.set_text_content(None);
        let total = words.number(self.parts.len() as u64);
        for (index, part) in self.parts.iter().enumerate() {
            let number = words.number(index as u64 + 1);
            let values = [("n", &*number), ("total", &*total)];
            let item = dom.element("li", "part");
            if !part.to.is_empty() {
                let names = words.list(part.to.iter().cloned());
                let to = words.with("people.to", &[("names", &names)]);
                append(&item, &[&dom.text("p", "small", &to)]);
            }
            append(&item, &[&dom.text("p", "", &part.text)]);
            let row = dom.element("div", "row");
            if let Ok(link) = &part.link {
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
            append(&self.list, &[&item]);
        }
    }
}

fn ids(state: &Composer) -> impl Iterator<Item = &str> {
    state.targets().iter().map(|target| &*target.id)
}
