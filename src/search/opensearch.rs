//! The OpenSearch description: with it, browsers offer the book's search in their address bar.

use std::fmt::Write;

/// What a browser is told of the search in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Description<'a> {
    /// The book's title.
    pub title: &'a str,
    /// What the book is, in a sentence.
    pub description: &'a str,
    /// The tag of the language.
    pub lang: &'a str,
    /// Absolute address of the search page, ending in `/`.
    pub page: &'a str,
    /// Absolute address of this description.
    pub own: &'a str,
    /// Absolute address of an SVG picture, or empty.
    pub icon: &'a str,
}

/// Longest short name that OpenSearch 1.1 allows, in characters; and longest description.
const SHORT: usize = 16;
const LONG: usize = 1024;

/// The description as XML.
pub fn opensearch(about: &Description<'_>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    element(&mut out, "ShortName", "", &cut(about.title, SHORT));
    element(
        &mut out,
        "Description",
        "",
        &cut(if about.description.is_empty() { about.title } else { about.description }, LONG),
    );
    element(&mut out, "Language", "", about.lang);
    element(&mut out, "InputEncoding", "", "UTF-8");
    if !about.icon.is_empty() {
        element(&mut out, "Image", " type=\"image/svg+xml\"", about.icon);
    }
    let page = escape(about.page);
    let _ = writeln!(out, "<Url type=\"text/html\" method=\"get\" template=\"{page}?q={{searchTerms}}\"/>");
    let own = escape(about.own);
    let _ = writeln!(
        out,
        "<Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{own}\"/>"
    );
    out.push_str("</OpenSearchDescription>\n");
    out
}

fn element(out: &mut String, name: &str, attributes: &str, text: &str) {
    let _ = writeln!(out, "<{name}{attributes}>{}</{name}>", escape(text));
}

/// The text, shortened at a space or with an ellipsis where it is too long.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let start: String = text.chars().take(longest).collect();
    if text[start.len()..].starts_with(' ') {
        return start;
    }
    match start.rfind(' ') {
        Some(space) if space * 2 > start.len() => start[..space].to_owned(),
        _ => start.chars().take(longest - 1).chain(['…']).collect(),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_escaped_and_short() {
        let xml = opensearch(&Description {
            title: "Machine Learning <Career> Handbook",
            lang: "en",
            page: "https://example.org/a&b/en/search/",
            own: "https://example.org/a&b/en/opensearch.xml",
            ..Description::default()
        });
        assert!(xml.contains("<ShortName>Machine Learning</ShortName>"), "{xml}");
        assert!(xml.contains("template=\"https://example.org/a&amp;b/en/search/?q={searchTerms}\""), "{xml}");
        assert!(xml.contains("<Description>Machine Learning &lt;Career&gt; Handbook</Description>"), "{xml}");
    }
}
