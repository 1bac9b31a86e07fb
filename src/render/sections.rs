//! Sections of a body on its own page: the way to the same section in other languages, and the body cut at its
//! headings.

use super::fill::{Filler, Fragment};
use super::scene::Scene;
use super::view::{Html, LanguageWords};
use super::{escape, nav};
use crate::catalog::EntryIx;
use crate::content::Document;
use crate::content::body::{BlockKind, Insertion};
use std::fmt::Write;
use std::ops::Range;

/// Headings of level 2 with their places in the HTML.
fn headings(document: &Document) -> impl Iterator<Item = (&str, Range<u32>)> {
    let body = &document.body;
    body.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Heading(at) => {
            let heading = body.headings.get(at as usize)?;
            (heading.level == 2).then(|| (heading.id.as_str(), block.html.clone()))
        }
        _ => None,
    })
}

/// What goes around each heading of level 2 that other languages have too: a line with the links to it there.
pub(super) fn turns(scene: &Scene<'_>, entry: EntryIx) -> Vec<Insertion> {
    let found = scene.catalog().entry(entry);
    let (document, shown) = found.document(scene.page.language);
    if shown != scene.page.language {
        return Vec::new();
    }
    let others: Vec<Other<'_>> = found
        .languages()
        .filter(|other| *other != shown)
        .map(|other| Other::new(scene, entry, other))
        .collect();
    let mut insertions = Vec::new();
    for (id, html) in headings(document) {
        let links: String = others.iter().filter_map(|other| other.link(id)).collect();
        if !links.is_empty() {
            insertions.push(Insertion { at: html.start, html: "<div class=\"section-head\">".to_owned() });
            insertions.push(Insertion { at: html.end, html: format!("{links}</div>\n") });
        }
    }
    insertions
}

/// The entry in another language.
struct Other<'a> {
    document: &'a Document,
    tag: &'a str,
    href: String,
    words: LanguageWords,
}

impl<'a> Other<'a> {
    fn new(scene: &Scene<'a>, entry: EntryIx, language: usize) -> Other<'a> {
        let known = &scene.catalog().config.languages[language];
        Other {
            document: scene.catalog().entry(entry).document(language).0,
            tag: &known.tag,
            href: scene.entry_href_in(entry, language),
            words: nav::own_words(scene.edition, language),
        }
    }

    /// The link to the section with that id, if it is there.
    fn link(&self, id: &str) -> Option<String> {
        headings(self.document).find(|(other, _)| *other == id)?;
        let mut out = String::new();
        let _ = write!(
            out,
            "<a class=\"turn\" href=\"{}#{}\" lang=\"{tag}\" hreflang=\"{tag}\" aria-label=\"",
            self.href,
            Fragment(id),
            tag = self.tag
        );
        escape(&self.words.read_section, &mut out);
        out.push_str("\">");
        escape(&self.words.tag, &mut out);
        out.push_str("</a>");
        Some(out)
    }
}

/// The body before its first heading of level 2, and each section from there.
pub(super) fn cut(filler: &Filler<'_>, document: &Document) -> (Html, Vec<Html>) {
    let mut starts: Vec<u32> = headings(document).map(|(_, html)| html.start).collect();
    let end = document.body.html.len() as u32;
    let lead = starts.first().copied().unwrap_or(end);
    starts.push(end);
    let insertions = filler.insertions();
    let part = |range| Html::from(filler.range(range, &insertions));
    (part(0..lead), starts.windows(2).map(|pair| part(pair[0]..pair[1])).collect())
}
