//! How far a request on behalf of a person has come, and a way to make it again.

use web_sys::Element;
use wesign_core::flow::Sending;

use crate::dom::{Dom, append, focus, set, set_text, show};
use crate::words::Words;

/// Beginnings of the keys that say it.
pub(crate) struct Said {
    /// Under way; `.slow` for longer than people expect.
    pub(crate) pending: [&'static str; 2],
    /// What failed, by the failure's code.
    pub(crate) failed: &'static str,
    /// That it is tried again without anybody asking.
    pub(crate) again: &'static str,
}

/// Draws a [`Sending`].
pub(crate) struct SendingView {
    said: Said,
    pub(crate) status: Element,
    pub(crate) notice: Element,
    text: Element,
    retry: Element,
}

impl SendingView {
    /// `retry` is the act of the button that tries again.
    pub(crate) fn new(dom: &Dom, words: &Words, said: Said, retry: &str) -> Self {
        let status = dom.element("p", "small status");
        set(&status, "role", "status");
        let notice = dom.element("div", "notice bad");
        set(&notice, "role", "alert");
        set(&notice, "tabindex", "-1");
        show(&notice, false);
        let text = dom.element("p", "");
        let retry = dom.button("button", retry, &words.get("retry"));
        append(&notice, &[&text, &retry]);
        Self {
            said,
            status,
            notice,
            text,
            retry,
        }
    }

    pub(crate) fn update(&self, words: &Words, sending: &Sending) {
        let status = match sending {
            Sending::Pending { slow } => {
                let [brief, long] = self.said.pending;
                let long = words.find(long).filter(|_| *slow);
                long.unwrap_or_else(|| words.get(brief))
            }
            _ => String::new(),
        };
        set_text(&self.status, &status);
        if let Sending::Failed(failure) | Sending::Waiting(failure) = sending {
            let values = [("code", failure.detail())];
            let key = [self.said.failed, failure.code()].concat();
            // Where the later texts could not be had, the connection is what failed.
            let known = words.find(&key).is_some();
            let key = if known { &key } else { "load.failed" };
            let mut text = words.with(key, &values);
            let again = words.find(self.said.again);
            if let (Sending::Waiting(_), Some(again)) = (sending, again) {
                text.push(' ');
                text.push_str(&again);
            }
            set_text(&self.text, &text);
            show(&self.retry, failure.may_retry());
            show(&self.notice, true);
        } else {
            show(&self.notice, false);
        }
    }

    pub(crate) fn focus(&self) {
        focus(&self.notice);
    }
}

pub(crate) fn is_pending(sending: &Sending) -> bool {
    matches!(sending, Sending::Pending { .. })
}

/// What is said of the requests after the signature.
pub(crate) const LATER: Said = Said {
    pending: ["request.sending", "request.slow"],
    failed: "lost.",
    again: "",
};
