//! `content/sources.toml`: the works that the book cites.

use crate::config::{Config, Origin, Reader, Words, read_toml, words};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::locale::Locale;
use crate::source::{Source, Span};
use std::collections::BTreeMap;

/// All works by key.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Bibliography {
    /// By key, in alphabetical order.
    pub works: BTreeMap<String, Work>,
}

/// One work.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Work {
    /// Its title, by language.
    pub title: Words,
    /// Who wrote it.
    pub author: Option<String>,
    /// Where it appeared.
    pub site: Option<String>,
    /// Year, month or day, or `undated`.
    pub date: String,
    /// Its address.
    pub url: Option<String>,
    /// When the address was last opened.
    pub accessed: Option<String>,
    /// The language that it is in.
    pub language: String,
    /// What a reader should know of it, by language.
    pub note: Words,
    /// Where it is declared.
    pub span: Span,
}

/// Reads `sources.toml`.
pub fn read(source: &Source, config: &Config) -> Checked<Bibliography> {
    let locales: Vec<Locale> = config.languages.iter().map(|language| language.locale.clone()).collect();
    let origin = Origin { source: source.id, offset: 0, head: Span::new(source.id, 0..0) };
    let (works, findings) = read_toml(origin, &source.text, "`sources.toml`", |reader, mut fields| {
        let mut works = BTreeMap::new();
        for (key, mut work) in fields.all_tables(reader) {
            let is_key = !key.value.is_empty()
                && key.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if !is_key {
                let message = format!("`{}` cannot be the key of a source", key.value);
                reader.bad_value(key.span, message, "use lower-case ASCII letters, digits and `-`");
                continue;
            }
            let title = words(reader, &mut work, "title", &locales);
            if title.is_empty() && work.key_span("title").is_none() {
                let message = format!("the source `{}` needs a `title`", key.value);
                let finding = Diagnostic::new(Code::MISSING_FIELD, key.span, message);
                reader.diagnostics.push(finding.help("add a line `title = \"…\"`"));
            }
            let read = Work {
                title,
                author: work.string(reader, "author").map(|text| text.value),
                site: work.string(reader, "site").map(|text| text.value),
                date: date(reader, &mut work),
                url: url(reader, &mut work),
                accessed: date_or_text(reader, &mut work, "accessed"),
                language: work.string(reader, "language").map_or_else(String::new, |text| text.value),
                note: words(reader, &mut work, "note", &locales),
                span: key.span,
            };
            work.finish(reader);
            works.insert(key.value, read);
        }
        works
    });
    Checked::new(Bibliography { works }, findings)
}

type Fields<'a> = crate::config::Fields<'a>;

fn date(reader: &mut Reader, work: &mut Fields<'_>) -> String {
    date_or_text(reader, work, "date").unwrap_or_else(|| "undated".to_owned())
}

/// A TOML date, or a string such as `2022` or `2012-10`.
fn date_or_text(reader: &mut Reader, work: &mut Fields<'_>, name: &'static str) -> Option<String> {
    if work.is_date(name) {
        return work.date(reader, name).map(|date| date.value.to_string());
    }
    let form = "write \"2022\", \"2022-06\", 2022-06-27 or \"undated\"";
    if let Some((span, serde_json::Value::Number(number))) = work.peek(name) {
        work.skip(name);
        reader.bad_value(span, format!("the year {number} stands without quotation marks"), form);
        return None;
    }
    let text = work.string(reader, name)?;
    let digits = text.value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let plausible = text.value == "undated" || (digits && matches!(text.value.len(), 4 | 7 | 10));
    if !plausible {
        let message = format!("`{}` is no date", text.value);
        reader.bad_value(text.span, message, form);
    }
    Some(text.value)
}

fn url(reader: &mut Reader, work: &mut Fields<'_>) -> Option<String> {
    let url = work.string(reader, "url")?;
    let web = url.value.starts_with("https://") || url.value.starts_with("http://");
    if !web || url.value.contains([' ', '"', '<', '>']) {
        reader.bad_value(url.span, "`url` is no web address", "it begins with https:// or http://");
        return None;
    }
    Some(url.value)
}
