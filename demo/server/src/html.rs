//! HTML that cannot be injected into: text is escaped, markup comes from the source only.

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};

/// A page under construction.
#[derive(Default)]
pub struct Html(String);

impl Html {
    /// Adds markup. Only a literal fits, so that nothing from outside can be markup.
    pub fn tag(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text, escaped for elements and for quoted attributes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// Adds ` name="value"`.
    pub fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.tag(" ").tag(name).tag("=\"").text(value).tag("\"")
    }

    /// Adds a link, or the text alone where the address is not one of the web's.
    pub fn link(&mut self, address: &str, text: &str) -> &mut Self {
        if address.starts_with("https://") || address.starts_with("http://") {
            self.tag("<a")
                .attribute("href", address)
                .tag(">")
                .text(text)
                .tag("</a>")
        } else {
            self.text(text)
        }
    }
}

impl Html {
    /// What was written.
    #[must_use]
    pub fn into_text(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

/// What a page of the server may do: show its own style sheet and send its own form.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// A whole page in `lang`, never stored: it can hold what a person typed.
#[must_use]
pub fn page(lang: &str, title: &str, main: Html) -> Response<Body> {
    let mut page = Html::default();
    page.tag("<!doctype html>\n<html")
        .attribute("lang", lang)
        .tag(
            ">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"stylesheet\" href=\"/petitions/page.css\">\n<title>",
        );
    page.text(title).tag("</title>\n</head>\n<body>\n<main>\n");
    page.0.push_str(&main.0);
    page.tag("\n</main>\n</body>\n</html>\n");

    let mut response = Response::new(Body::from(page.0));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // `same-origin` and not `no-referrer`, which would send the form with the origin `null`.
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn hostile_text_stays_text() {
        let mut html = Html::default();
        html.tag("<p")
            .attribute("title", "\"><script>x</script>")
            .tag(">")
            .text("<b>'&\"</b>");
        assert_eq!(
            html.0,
            "<p title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">&lt;b&gt;&#39;&amp;&quot;&lt;/b&gt;"
        );
    }

    #[test]
    fn only_web_addresses_are_links() {
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            " https://a",
            "//a",
        ] {
            let mut html = Html::default();
            html.link(address, "x");
            assert_eq!(html.0, "x", "{address}");
        }
        let mut html = Html::default();
        html.link("https://a.example/?a&b", "x");
        assert_eq!(html.0, "<a href=\"https://a.example/?a&amp;b\">x</a>");
    }
}
