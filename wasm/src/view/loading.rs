//! What is fetched for a step: on its way, failed, or nothing there.

use web_sys::Element;
use wesign_core::flow::Loading;

use crate::dom::{Dom, append, focus, set, set_text, show};
use crate::words::Words;

/// Keys of what is said.
pub(crate) struct Said {
    pub(crate) pending: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) none: &'static str,
}

/// Draws a [`Loading`], all but what was loaded.
pub(crate) struct LoadingView {
    said: Said,
    pub(crate) root: Element,
    status: Element,
    notice: Element,
    failed: Element,
}

impl LoadingView {
    pub(crate) fn new(dom: &Dom, words: &Words, said: Said) -> Self {
        let root = dom.element("div", "said");
        let status = dom.element("p", "small status");
        set(&status, "role", "status");
        set(&status, "tabindex", "-1");
        let notice = dom.element("div", "notice bad");
        set(&notice, "role", "alert");
        set(&notice, "tabindex", "-1");
        let failed = dom.element("p", "");
        let retry = dom.button("button", "reload", &words.get("retry"));
        append(&notice, &[&failed, &retry]);
        append(&root, &[&status, &notice]);
        Self {
            said,
            root,
            status,
            notice,
            failed,
        }
    }

    /// `empty` where what was loaded has nothing to show.
    pub(crate) fn update<T>(&self, words: &Words, state: &Loading<T>, empty: bool) {
        let failed = matches!(state, Loading::Failed(_));
        let status = match state {
            Loading::Pending => words.get(self.said.pending),
            Loading::Loaded(_) if empty => words.get(self.said.none),
            _ => String::new(),
        };
        set_text(&self.status, &status);
        let text = if failed {
            words.get(self.said.failed)
        } else {
            String::new()
        };
        set_text(&self.failed, &text);
        show(&self.notice, failed);
    }

    /// Moves the focus to what is said; false where nothing is.
    pub(crate) fn focus(&self) -> bool {
        let said = |element: &Element| element.text_content().is_some_and(|text| !text.is_empty());
        if said(&self.failed) {
            focus(&self.notice);
        } else if said(&self.status) {
            focus(&self.status);
        } else {
            return false;
        }
        true
    }
}
