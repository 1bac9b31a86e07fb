//! The page with all languages of an entry side by side, for those who keep them in step. Made of the published
//! pages: what is inside their `<main>`, with addresses seen from here and ids told apart.

use super::markup::{self, Tag};
use super::published::{Published, Tongue};
use super::state::findings_of;
use super::words::Words;
use std::collections::BTreeSet;
use std::fmt::Write;

/// An entry, as its files are called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    collection: String,
    slug: String,
}

impl Entry {
    /// Reads `edit/<collection>/<slug>/`, or `edit/home/`.
    pub fn of_address(name: &str) -> Option<Entry> {
        let parts: Vec<&str> = name.strip_prefix("edit/")?.strip_suffix('/')?.split('/').collect();
        match parts.as_slice() {
            ["home"] => Some(Entry { collection: "home".into(), slug: "home".into() }),
            [collection @ ("chapters" | "roles" | "skills" | "pages"), slug] => {
                Some(Entry { collection: (*collection).into(), slug: (*slug).into() })
            }
            _ => None,
        }
    }

    /// The entry of a source: `content/<collection>/<slug>.<locale>.md`.
    pub fn of_source(path: &str) -> Option<Entry> {
        let stem = path.strip_prefix("content/")?.strip_suffix(".md")?.rsplit_once('.')?.0;
        Entry::of_address(&format!("edit/{stem}/"))
    }

    /// The address of its page with all languages.
    pub fn address(&self) -> String {
        match self.collection.as_str() {
            "home" => "/-/edit/home/".to_owned(),
            collection => format!("/-/edit/{collection}/{}/", self.slug),
        }
    }

    /// Its page in a language, as a folder of the output.
    fn folder(&self, tongue: &Tongue) -> String {
        match self.collection.as_str() {
            "home" => format!("{}/", tongue.key),
            "pages" => format!("{}/{}/", tongue.key, self.slug),
            collection => format!("{}/{collection}/{}/", tongue.key, self.slug),
        }
    }

    fn source(&self, tongue: &Tongue) -> String {
        match self.collection.as_str() {
            "home" => format!("content/home.{}.md", tongue.key),
            collection => format!("content/{collection}/{}.{}.md", self.slug, tongue.key),
        }
    }
}

/// Whether the site has this entry.
pub fn exists(entry: &Entry, site: &dyn Published) -> bool {
    site.tongues().iter().any(|tongue| site.contains(&format!("{}index.html", entry.folder(tongue))))
}

/// One language of the entry.
struct Column {
    tongue: Tongue,
    folder: String,
    source: String,
    page: String,
    /// There is a source in this language: otherwise the page shows another language's text.
    is_written: bool,
    sections: BTreeSet<String>,
}

/// Composes the page; none when the site has no such entry.
pub fn compose(entry: &Entry, site: &dyn Published) -> Option<String> {
    let tongues = site.tongues();
    let columns: Vec<Column> = tongues.into_iter().filter_map(|tongue| column(entry, tongue, site)).collect();
    let first = columns.first()?;
    let words = Words::of(&first.tongue.tag);
    let mut out = String::with_capacity(columns.iter().map(|column| column.page.len()).sum());
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\" class=\"bf-both\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{} · {}</title>",
        escape(&first.tongue.tag),
        escape(&entry.slug),
        words.both
    );
    out.push_str(&styles(first));
    out.push_str("<link rel=\"stylesheet\" href=\"/-/edit.css\"><script src=\"/-/edit.js\" defer></script></head><body>");
    for column in &columns {
        let others: BTreeSet<&String> =
            columns.iter().filter(|c| c.tongue != column.tongue).flat_map(|c| &c.sections).collect();
        head(&mut out, column, &others, site);
    }
    out.push_str("</body></html>\n");
    Some(out)
}

fn column(entry: &Entry, tongue: Tongue, site: &dyn Published) -> Option<Column> {
    let folder = entry.folder(&tongue);
    let file = site.file(&format!("{folder}index.html"))?;
    let page = String::from_utf8_lossy(&file.bytes).into_owned();
    let source = entry.source(&tongue);
    let is_written = site.sources().by_path(&source).is_some();
    let sections = sections(&page);
    Some(Column { tongue, folder, source, page, is_written, sections })
}

/// The ids of second- and third-level headings.
fn sections(page: &str) -> BTreeSet<String> {
    let headings = markup::tags(page);
    let headings = headings.iter().filter(|tag| !tag.is_end && (tag.is("h2") || tag.is("h3")));
    headings.filter_map(|tag| tag.value("id", page).map(str::to_owned)).collect()
}

/// The style sheets and the icon of a page, from here.
fn styles(column: &Column) -> String {
    let page = &column.page;
    let base = format!("/{}", column.folder);
    let links = markup::tags(page);
    let is_shared = |tag: &&Tag<'_>| matches!(tag.value("rel", page), Some("stylesheet" | "icon"));
    let links = links.iter().filter(|tag| tag.is("link")).filter(is_shared);
    links.map(|tag| rewritten(page, tag, &base, "")).collect()
}

/// One column: what is known of it, then its text.
fn head(out: &mut String, column: &Column, others: &BTreeSet<&String>, site: &dyn Published) {
    let words = Words::of(&column.tongue.tag);
    let (key, tag) = (escape(&column.tongue.key), escape(&column.tongue.tag));
    let _ = write!(
        out,
        "<section class=\"bf-column\" lang=\"{tag}\" data-locale=\"{key}\"><header class=\"bf-column-head\">\
         <h1><a href=\"/{}\">{}</a></h1><p class=\"bf-source\">{}</p>",
        escape(&column.folder),
        escape(&column.tongue.name),
        escape(&column.source)
    );
    if !column.is_written {
        let _ = write!(out, "<p class=\"bf-missing\">{}</p>", words.missing);
    }
    let findings = findings_of(&column.source, site);
    if !findings.is_empty() {
        out.push_str("<ul class=\"bf-findings\">");
        for line in findings {
            let _ = write!(out, "<li>{}</li>", escape(&line));
        }
        out.push_str("</ul>");
    }
    out.push_str("</header><div class=\"bf-text\" tabindex=\"0\">");
    out.push_str(&text(column, others, words));
    out.push_str("</div></section>");
}

/// What is inside the page's `<main>`, made fit for this page.
fn text(column: &Column, others: &BTreeSet<&String>, words: &Words) -> String {
    let page = &column.page;
    let tags = markup::tags(page);
    let Some((_, range)) = markup::inside(&tags, "main") else { return String::new() };
    let base = format!("/{}", column.folder);
    let prefix = format!("{}--", column.tongue.key);
    let mut out = String::with_capacity(range.len());
    let mut at = range.start;
    let mut in_script = false;
    for tag in tags.iter().filter(|tag| range.contains(&tag.range.start)) {
        if !in_script {
            out.push_str(&page[at..tag.range.start]);
        }
        at = tag.range.end;
        if tag.is("script") {
            in_script = !tag.is_end;
            continue;
        }
        out.push_str(&rewritten(page, tag, &base, &prefix));
        let is_heading = !tag.is_end && (tag.is("h2") || tag.is("h3"));
        if is_heading && tag.value("id", page).is_some_and(|id| !others.contains(&id.to_owned())) {
            let _ = write!(out, "<span class=\"bf-alone\" title=\"{}\"></span>", words.alone);
        }
    }
    out.push_str(&page[at..range.end]);
    out
}

/// A tag whose addresses are seen from here and whose ids begin with `prefix`.
fn rewritten(page: &str, tag: &Tag<'_>, base: &str, prefix: &str) -> String {
    let mut out = String::with_capacity(tag.range.len() + 32);
    let mut at = tag.range.start;
    for (name, range) in &tag.attributes {
        let value = &page[range.clone()];
        let new = match name.to_ascii_lowercase().as_str() {
            "href" | "src" | "poster" => match value.strip_prefix('#') {
                Some(id) if !prefix.is_empty() => Some(format!("#{prefix}{id}")),
                _ => markup::from_root(base, value),
            },
            "id" | "for" | "list" | "aria-labelledby" | "aria-describedby" | "aria-controls" | "headers"
                if !value.is_empty() =>
            {
                let ids = value.split_ascii_whitespace().map(|id| format!("{prefix}{id}"));
                Some(ids.collect::<Vec<_>>().join(" "))
            }
            _ => None,
        };
        if let Some(new) = new {
            out.push_str(&page[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
    }
    out.push_str(&page[at..tag.range.end]);
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
