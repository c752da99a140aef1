//! The step that passes the petition on: a link for each channel, and the QR code.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};
use wesign_core::flow::{Done, ShareStep};
use wesign_core::interpellation::Channel;
use wesign_core::qr::Qr;
use wesign_core::share::ShareChannel;

use crate::dom::{Dom, append, focus, set, set_if, set_text, set_value, show};
use crate::intl::Browser;
use crate::view::field::labelled;
use crate::words::Words;

/// Name of the field for the Mastodon instance.
pub(crate) const INSTANCE: &str = "share-instance";

/// Draws a [`ShareStep`].
pub(crate) struct ShareView {
    dom: Dom,
    words: Words,
    /// Links that open a network or a mail program.
    networks: Vec<(Channel, Element)>,
    /// The buttons that show more.
    mastodon: Option<Element>,
    qr_button: Option<Element>,
    instance_line: Element,
    instance: Element,
    instance_error: Element,
    instance_open: Element,
    link: Element,
    qr: Element,
    status: Element,
}

impl ShareView {
    pub(crate) fn new(dom: Dom, words: Words, root: &Element, step: &ShareStep) -> Self {
        let heading = dom.text("h3", "", &words.get("share.heading"));
        set(&heading, "tabindex", "-1");
        let channels = step.channels();
        let lead = if channels.is_empty() {
            "share.none"
        } else {
            "share.lead"
        };
        append(root, &[&heading, &dom.text("p", "", &words.get(lead))]);

        let link = dom.element("input", "");
        set(&link, "readonly", "");
        let link_line = labelled(&dom, &words, "share.link", "share-link", &link);
        let copy = dom.button("button plain", "copy", &words.get("share.copy"));
        let row = dom.element("div", "ask");
        append(&row, &[&link, &copy]);
        append(&link_line, &[&row]);
        show(&link_line, channels.contains(&ShareChannel::Copy));

        let ways = dom.element("ul", "ways");
        let mut networks = Vec::new();
        let (mut mastodon, mut qr_button) = (None, None);
        for channel in channels {
            let control = match channel {
                ShareChannel::Copy => continue,
                ShareChannel::System => dom.button("button", "system", &words.get("share.system")),
                ShareChannel::QrCode => {
                    let button = dom.button("button plain", "qr", &words.get("share.qr"));
                    qr_button = Some(button.clone());
                    button
                }
                ShareChannel::Network(Channel::Mastodon) => {
                    let name = name_of(&words, Channel::Mastodon);
                    let button = dom.button("button plain", "instance", &name);
                    mastodon = Some(button.clone());
                    button
                }
                ShareChannel::Network(network) => {
                    let link = network_link(&dom, &words, network);
                    networks.push((network, link.clone()));
                    link
                }
            };
            let item = dom.element("li", "");
            append(&item, &[&control]);
            append(&ways, &[&item]);
        }

        let instance = dom.element("input", "");
        let instance_line = labelled(&dom, &words, "message.instance", INSTANCE, &instance);
        let hint = dom.text("p", "hint", &words.get("message.instance.hint"));
        set(&hint, "id", "share-instance-hint");
        // The browser may know it from elsewhere; the widget keeps it nowhere.
        set(&instance, "autocomplete", "off");
        set(&instance, "autocapitalize", "none");
        set(&instance, "spellcheck", "false");
        set(
            &instance,
            "aria-describedby",
            "share-instance-hint share-instance-error",
        );
        let _ = instance.before_with_node_1(&hint);
        let instance_error = dom.element("p", "error");
        set(&instance_error, "id", "share-instance-error");
        let instance_open = network_link(&dom, &words, Channel::Mastodon);
        instance_open.set_class_name("button");
        append(&instance_line, &[&instance_error, &instance_open]);

        let qr = dom.element("div", "qr");
        set(&qr, "tabindex", "-1");
        let status = dom.element("p", "small status");
        set(&status, "role", "status");
        append(root, &[&ways, &instance_line, &qr, &link_line, &status]);
        Self {
            dom,
            words,
            networks,
            mastodon,
            qr_button,
            instance_line,
            instance,
            instance_error,
            instance_open,
            link,
            qr,
            status,
        }
    }

    /// Brings the page to the step's state.
    pub(crate) fn update(&mut self, step: &ShareStep) {
        for (network, link) in &self.networks {
            let address = step.link(*network, &Browser).ok();
            set_if(link, "href", address.as_deref());
            show(link, address.is_some());
        }
        set_value(
            &self.link,
            &step.url(ShareChannel::Copy).unwrap_or_default(),
        );
        self.update_instance(step);
        self.update_qr(step);
        let said = match step.done() {
            None => None,
            Some((ShareChannel::Copy, Done::Copied)) => Some("share.copied"),
            Some((ShareChannel::Copy, _)) => Some("share.copy_failed"),
            Some((ShareChannel::Network(_), _)) => Some("share.opened"),
            Some(_) => Some("share.shared"),
        };
        let said = said.map(|key| self.words.get(key));
        set_text(&self.status, &said.unwrap_or_default());
    }

    fn update_instance(&self, step: &ShareStep) {
        let shown = step.instance();
        show(&self.instance_line, shown.is_some());
        expanded(self.mastodon.as_ref(), shown.is_some());
        let typed = shown.unwrap_or_default();
        set_value(&self.instance, typed);
        let address = step.link(Channel::Mastodon, &Browser).ok();
        set_if(&self.instance_open, "href", address.as_deref());
        show(&self.instance_open, address.is_some());
        let wrong = address.is_none() && !typed.trim().is_empty();
        set_if(&self.instance, "aria-invalid", wrong.then_some("true"));
        let error = wrong.then(|| self.words.get("message.instance.invalid"));
        set_text(&self.instance_error, &error.unwrap_or_default());
    }

    fn update_qr(&self, step: &ShareStep) {
        show(&self.qr, step.shows_qr());
        expanded(self.qr_button.as_ref(), step.shows_qr());
        if !step.shows_qr() || self.qr.child_element_count() > 0 {
            return;
        }
        let url = step.url(ShareChannel::QrCode).unwrap_or_default();
        if let Some(code) = Qr::new(&url) {
            let (dom, words) = (&self.dom, &self.words);
            let hint = dom.text("p", "small", &words.get("share.qr.hint"));
            let save = dom.button("button plain", "save", &words.get("share.qr.save"));
            let picture = picture(dom, &code, &words.get("share.qr.alt"));
            append(&self.qr, &[&picture, &hint, &save]);
        }
    }

    /// The QR code as the text of an SVG file.
    pub(crate) fn qr_code(&self) -> Option<String> {
        Some(self.qr.first_element_child()?.outer_html())
    }

    /// Moves the focus to the field for the instance.
    pub(crate) fn focus_instance(&self) {
        focus(&self.instance);
    }

    /// Moves the focus to the QR code.
    pub(crate) fn focus_qr(&self) {
        focus(&self.qr);
    }

    /// Selects the link, for copying by hand.
    pub(crate) fn select_link(&self) {
        focus(&self.link);
        if let Some(input) = self.link.dyn_ref::<HtmlInputElement>() {
            input.select();
        }
    }
}

fn name_of(words: &Words, network: Channel) -> String {
    words.get(&["channel.", network.as_str()].concat())
}

/// A link that opens the post; its address comes with the step's state.
fn network_link(dom: &Dom, words: &Words, network: Channel) -> Element {
    let link = dom.text("a", "button plain", &name_of(words, network));
    set(&link, "data-act", &["opened:", network.as_str()].concat());
    // A network's page opens beside this one; mail and messages are programs.
    if !matches!(network, Channel::Email | Channel::Sms) {
        set(&link, "target", "_blank");
        set(&link, "rel", "noopener noreferrer");
        append(
            &link,
            &[&dom.text("span", "hush", &words.get("new_window"))],
        );
    }
    link
}

fn expanded(button: Option<&Element>, shown: bool) {
    if let Some(button) = button {
        set(
            button,
            "aria-expanded",
            if shown { "true" } else { "false" },
        );
    }
}

/// Dark on light whatever the colour scheme: that is what readers look for.
fn picture(dom: &Dom, code: &Qr, alt: &str) -> Element {
    let side = code.side().to_string();
    let svg = dom.svg("svg");
    // A file of its own says what it is.
    set(&svg, "xmlns", crate::dom::SVG);
    set(&svg, "viewBox", &["0 0 ", &side, " ", &side].concat());
    set(&svg, "role", "img");
    set(&svg, "aria-label", alt);
    let light = dom.svg("rect");
    set(&light, "width", &side);
    set(&light, "height", &side);
    set(&light, "fill", "#fff");
    let dark = dom.svg("path");
    set(&dark, "d", &code.path());
    set(&dark, "fill", "#000");
    set(&dark, "shape-rendering", "crispEdges");
    append(&svg, &[&light, &dark]);
    svg
}
