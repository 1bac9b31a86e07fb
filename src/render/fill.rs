//! Closing the holes of a body for one page: addresses, titles, sizes of images, words, ids.

use super::escape;
use super::frame::asset;
use super::scene::{Scene, kind};
use super::view::{Html, Kind};
use crate::catalog::{DocumentLinks, EntryIx, PageKind, Target, has_anchor};
use crate::content::Document;
use crate::content::body::{Fill, Insertion, ReferenceIx, Word};
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

/// How ids and links to entries are written: on a page of its own, or among others.
#[derive(Clone, Debug, Default)]
pub(super) struct Placing {
    /// Before each id of the body: `data-engineer--`.
    pub prefix: String,
    /// All entries stand on this page: links to them are fragments.
    pub whole_book: bool,
}

/// One document on one page.
pub(super) struct Filler<'a> {
    scene: &'a Scene<'a>,
    document: &'a Arc<Document>,
    links: Option<&'a Arc<DocumentLinks>>,
    /// Keys of the page's sources, in the order of their numbers.
    sources: &'a [String],
    placing: Placing,
}

impl<'a> Filler<'a> {
    /// For the document of an entry in a language.
    pub fn new(
        scene: &'a Scene<'a>,
        entry: EntryIx,
        language: usize,
        sources: &'a [String],
        placing: Placing,
    ) -> Filler<'a> {
        let links = scene.catalog().links(entry, language);
        let document = scene.catalog().entry(entry).document(language).0;
        Filler { scene, document, links, sources, placing }
    }

    /// The whole body.
    pub fn html(&self) -> Html {
        self.html_with(Vec::new())
    }

    /// The whole body, with further insertions: one of `more` goes before ours at the same place.
    pub fn html_with(&self, more: Vec<Insertion>) -> Html {
        let end = self.document.body.html.len() as u32;
        let mut insertions = more;
        insertions.extend(self.insertions());
        insertions.sort_by_key(|insertion| insertion.at);
        Html::from(self.range(0..end, &insertions))
    }

    /// A part of the body.
    pub fn range(&self, range: Range<u32>, insertions: &[Insertion]) -> String {
        self.document.body.fill(range, insertions, self)
    }

    /// The two ends of each automatic link.
    pub fn insertions(&self) -> Vec<Insertion> {
        let Some(links) = self.links else { return Vec::new() };
        let mut insertions = Vec::with_capacity(links.mentions.len() * 2);
        for mention in &links.mentions {
            let mut open = String::from("<a href=\"");
            self.entry_href(mention.entry, None, &mut open);
            open.push('"');
            self.entry_attributes(mention.entry, "auto ", &mut open);
            open.push('>');
            insertions.push(Insertion { at: mention.html.start, html: open });
            insertions.push(Insertion { at: mention.html.end, html: "</a>".to_owned() });
        }
        insertions
    }

    fn target(&self, reference: ReferenceIx) -> &Target {
        self.links.and_then(|links| links.links.targets.get(reference.0 as usize)).unwrap_or(&Target::Broken)
    }

    /// A section that the shown language lacks (its outline differs, which is told) leads to the page as a whole.
    fn entry_href(&self, entry: EntryIx, anchor: Option<&str>, out: &mut String) {
        let shown = self.scene.document(entry);
        let anchor = anchor.filter(|anchor| has_anchor(shown, anchor));
        if self.placing.whole_book && self.on_this_page(entry) {
            let slug = &self.scene.catalog().entry(entry).key.slug;
            let _ = match anchor {
                Some(anchor) => write!(out, "#{slug}--{}", Fragment(anchor)),
                None => write!(out, "#{slug}"),
            };
            return;
        }
        out.push_str(&self.scene.entry_href(entry));
        if let Some(anchor) = anchor {
            let _ = write!(out, "#{}", Fragment(anchor));
        }
    }

    fn on_this_page(&self, entry: EntryIx) -> bool {
        matches!(
            kind(self.scene.catalog().entry(entry).key.collection),
            Kind::Chapter | Kind::Role | Kind::Skill
        )
    }

    fn entry_attributes(&self, entry: EntryIx, before: &str, out: &mut String) {
        let class = match kind(self.scene.catalog().entry(entry).key.collection) {
            Kind::Chapter => "chapter",
            Kind::Role => "role",
            Kind::Skill => "skill",
            Kind::Move | Kind::Page => return,
        };
        let _ = write!(out, " class=\"{before}{class}\"");
    }
}

/// An id as a fragment: what is no ASCII is percent-encoded.
pub(super) struct Fragment<'a>(pub &'a str);

impl std::fmt::Display for Fragment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                f.write_char(char::from(byte))?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

impl Filler<'_> {
    /// Where the list of sources stands: at the end of this page, but a page with both languages has none.
    fn sources_page(&self) -> String {
        match self.scene.page.kind {
            PageKind::Parallel(entry) => self.scene.entry_href(entry),
            _ => String::new(),
        }
    }
}

impl Fill for Filler<'_> {
    fn href(&self, reference: ReferenceIx, out: &mut String) {
        match self.target(reference) {
            Target::Entry(entry, anchor) => self.entry_href(*entry, anchor.as_deref(), out),
            Target::Page(page, anchor) => {
                out.push_str(&self.scene.href(*page));
                if let Some(anchor) = anchor {
                    let _ = write!(out, "#{}", Fragment(anchor));
                }
            }
            Target::Anchor(anchor) if anchor.is_empty() => out.push('#'),
            Target::Anchor(anchor) => {
                let _ = write!(out, "#{}{}", self.placing.prefix, Fragment(anchor));
            }
            Target::External(url) => escape(url, out),
            Target::Asset(path) => match self.scene.edition.files.get(path) {
                Some(file) => out.push_str(&asset(self.scene, &file.published)),
                None => out.push('#'),
            },
            Target::Source(_) | Target::Broken => out.push('#'),
        }
    }

    fn title(&self, reference: ReferenceIx, out: &mut String) {
        match self.target(reference) {
            Target::Entry(entry, _) => escape(&self.scene.title(*entry), out),
            _ => escape(&self.document.body.reference(reference).target, out),
        }
    }

    fn link_attributes(&self, reference: ReferenceIx, out: &mut String) {
        match self.target(reference) {
            Target::Entry(entry, _) => self.entry_attributes(*entry, "", out),
            Target::Page(PageKind::Move(_), _) => out.push_str(" class=\"move\""),
            Target::External(_) => out.push_str(" class=\"external\" rel=\"external noopener\""),
            _ => {}
        }
    }

    fn image(&self, reference: ReferenceIx, out: &mut String) {
        let file = match self.target(reference) {
            Target::Asset(path) => self.scene.edition.files.get(path),
            _ => None,
        };
        let Some(file) = file else {
            out.push_str(" src=\"data:,\"");
            return;
        };
        let _ = write!(out, " src=\"{}\"", asset(self.scene, &file.published));
        if let Some((width, height)) = file.size {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
    }

    fn cite(&self, reference: ReferenceIx, out: &mut String) {
        let Target::Source(key) = self.target(reference) else { return };
        let Some(at) = self.sources.iter().position(|known| known == key) else { return };
        let words = self.scene.words();
        let (locale, config) = (&self.scene.language().locale, &self.scene.catalog().config);
        let title =
            self.scene.catalog().bibliography.works.get(key).map_or("", |w| config.word(&w.title, locale));
        let number = at + 1;
        // A word joiner: Han characters would let the mark begin a line.
        let _ = write!(
            out,
            "\u{2060}<sup class=\"cite\"><a href=\"{}#source-{key}\" aria-label=\"",
            self.sources_page()
        );
        escape(&words.text("body.source"), out);
        let _ = write!(out, " {number}: ");
        escape(title, out);
        let _ = write!(out, "\">{number}</a></sup>");
    }

    fn id_prefix(&self, out: &mut String) {
        out.push_str(&self.placing.prefix);
    }

    fn word(&self, word: Word, out: &mut String) {
        escape(&self.scene.words().text(&format!("body.{}", word.key())), out);
    }
}
