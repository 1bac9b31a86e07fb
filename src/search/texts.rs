//! The texts that a result shows: one file for each part of a page.

use super::digits::push_quoted;
use super::page::Page;
use super::parts::Part;

/// What stands between two records in one file, and in none of them.
pub(super) const BETWEEN: &str = "\r";

/// The record of one part. Lines; the first four say what page it is, a line that begins with a tab opens a section
/// (`⇥id⇥heading`), the others are text.
pub(super) fn record(page: &Page<'_>, part: &Part, first: bool) -> String {
    let mut out = String::new();
    push_line(&mut out, page.url);
    push_line(&mut out, page.title);
    let names: Vec<String> = page.other_titles.iter().chain(&page.labels).map(|name| plain(name)).collect();
    out.push_str(&names.join("\t"));
    out.push('\n');
    out.push_str(&[plain(page.group), page.lang.to_owned()].join("\t"));
    if first && !page.summary.is_empty() {
        out.push('\n');
        out.push_str(&plain(page.summary));
    }
    for piece in &part.pieces {
        let section = &page.sections[piece.section];
        if !section.id.is_empty() || !section.heading.is_empty() {
            out.push_str(&format!("\n\t{}\t{}", plain(section.id), plain(section.heading)));
        }
        for line in section.text[piece.text.clone()].lines().filter(|line| !line.trim().is_empty()) {
            out.push('\n');
            out.push_str(&plain(line));
        }
    }
    out
}

/// One line without tabs.
fn plain(text: &str) -> String {
    text.trim().replace(['\t', '\n', '\r'], " ")
}

fn push_line(out: &mut String, text: &str) {
    out.push_str(&plain(text));
    out.push('\n');
}

/// A file of the index: a call with its name and one quoted string.
pub(super) fn call(name: &str, text: &str) -> Vec<u8> {
    let mut out = String::with_capacity(text.len() + text.len() / 16 + 32);
    out.push_str("bifoldSearch(");
    push_quoted(&mut out, name);
    out.push(',');
    push_quoted(&mut out, text);
    out.push_str(")\n");
    out.into_bytes()
}
