//! What a letter says, as text and as HTML.

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use crate::html::Html;
use crate::locale::Locale;

/// A letter that is written.
pub(super) struct Letter<'a> {
    pub(super) words: &'static Locale,
    pub(super) subject: String,
    pub(super) paragraphs: Vec<String>,
    /// What to do: the words of the button, and its address.
    pub(super) button: Option<(&'a str, String)>,
    /// Below the button.
    pub(super) after: Vec<String>,
    /// At the very end: what one can do besides.
    pub(super) links: Vec<(&'a str, String)>,
    /// Where a mail program unsubscribes for the person (RFC 8058).
    pub(super) unsubscribe: Option<String>,
}

impl Letter<'_> {
    fn text(&self) -> String {
        let link = |(label, address): &(&str, String)| format!("{label}:\n{address}");
        let parts = self.paragraphs.iter().cloned();
        let parts = parts.chain(self.button.iter().map(link));
        let parts = parts.chain(self.after.iter().cloned());
        let parts: Vec<String> = parts.chain(self.links.iter().map(link)).collect();
        parts.join("\n\n") + "\n"
    }

    fn html(&self) -> String {
        let mut html = Html::default();
        html.tag("<!doctype html>\n<html")
            .attribute("lang", self.words.lang);
        html.tag("><head><meta charset=\"utf-8\"><title>")
            .text(&self.subject)
            .tag("</title></head>\n<body style=\"font:16px/1.5 sans-serif;max-width:36em\">\n");
        let paragraph = |html: &mut Html, text: &str| {
            html.tag("<p>").text(text).tag("</p>\n");
        };
        for text in &self.paragraphs {
            paragraph(&mut html, text);
        }
        if let Some((label, address)) = &self.button {
            html.tag("<p>").link(address, label).tag("</p>\n");
        }
        for text in &self.after {
            paragraph(&mut html, text);
        }
        for (label, address) in &self.links {
            html.tag("<p><small>")
                .link(address, label)
                .tag("</small></p>\n");
        }
        html.tag("</body></html>\n").into_text()
    }

    /// The letter as it goes out; `None` where one of the addresses is none.
    pub(super) fn message(
        &self,
        from: &Mailbox,
        reply_to: &str,
        to: &str,
        id: &str,
        headers: &[(&'static str, String)],
    ) -> Option<Message> {
        let to: Address = to.parse().ok()?;
        let mut builder = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .message_id(Some(format!("<{id}@{}>", from.email.domain())))
            .subject(&*self.subject);
        if let Ok(address) = reply_to.parse() {
            builder = builder.reply_to(Mailbox::new(None, address));
        }
        let bodies = MultiPart::alternative_plain_html(self.text(), self.html());
        let mut message = builder.multipart(bodies).ok()?;
        for (name, value) in headers {
            let name = HeaderName::new_from_ascii_str(name);
            message
                .headers_mut()
                .insert_raw(HeaderValue::new(name, value.clone()));
        }
        Some(message)
    }
}
