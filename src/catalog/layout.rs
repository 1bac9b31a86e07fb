//! What the front matter of all documents says: entries, names, relations, the book's order. No look into the texts.

use super::Ingredients;
use super::entry::{self, Entry, EntryIx};
use super::names::Names;
use super::relations::{self, Move, Relations};
use crate::config::Config;
use crate::content::{Collection, Document, EntryKey, Parsed};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::source::{Digest, SourceId, digest};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A part of the book with its chapters found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartChapters {
    /// Its place in the configuration's parts.
    pub part: usize,
    /// Its chapters, in order.
    pub chapters: Vec<EntryIx>,
}

/// The part of the catalogue that depends on facts alone, not on words: an edit of a text or title leaves it as it is.
#[derive(Debug)]
pub struct Layout {
    /// The names of all entries.
    pub names: Names,
    /// All moves, by the role that one leaves.
    pub moves: Vec<Move>,
    /// Pairs of roles with a page that compares them, the lesser first.
    pub pairs: Vec<(EntryIx, EntryIx)>,
    /// The parts of the book.
    pub parts: Vec<PartChapters>,
    /// The entry of the home page.
    pub home: Option<EntryIx>,
    /// Entries that are drafts in some language and left out there.
    pub drafts: Vec<EntryKey>,
    /// Slugs of entries of which a file could not be read, and slugs that two entries claim, which is told: what they
    /// say nobody knows.
    pub unread: BTreeSet<String>,
    /// Slugs of entries of which a file could not be read.
    pub(super) lost: BTreeSet<String>,
    /// Hash of the entries, in order, of the files that each has, and of the moves: which entry an [`EntryIx`]
    /// is, and which pages there are.
    pub(super) structure: Digest,
    /// By document: its row (see [`super::Catalog::row`]), none for a draft that is left out.
    pub(super) rows: Vec<Option<u32>>,
    pub(super) relations: Vec<Relations>,
    /// By entry: the index of a chapter's part, and its number in the book.
    pub(super) places: Vec<Option<(usize, usize)>>,
    pub(super) book: Vec<EntryIx>,
    pub(super) findings: Findings,
}

impl Layout {
    /// Reads the front matter of all documents.
    pub(super) fn new(ingredients: &Ingredients<'_>) -> (Arc<Layout>, Vec<Arc<Entry>>) {
        let mut diagnostics = Vec::new();
        let config = &*ingredients.config;
        let is_shown = |parsed: &&Parsed| ingredients.drafts || !parsed.document.front.draft;
        let shown = ingredients.documents.iter().filter(is_shown).map(|parsed| &parsed.document);
        let hidden = ingredients.documents.iter().filter(|parsed| !is_shown(parsed));
        let drafts: BTreeSet<EntryKey> = hidden.map(|parsed| parsed.document.key.clone()).collect();
        let mut unread = ingredients.unread.clone();
        let entries = entry::group(shown, config, &mut unread, &mut diagnostics);
        let names = Names::new(&entries);
        let absent = |slug: &str| unread.contains(slug) || drafts.iter().any(|key| *key.slug == *slug);
        let (relations, moves) = relations::derive(&entries, &names, &absent, &mut diagnostics);
        let parts = book(config, &entries, &names);
        let book: Vec<EntryIx> = parts.iter().flat_map(|part| part.chapters.iter().copied()).collect();
        let pairs: BTreeSet<(EntryIx, EntryIx)> =
            moves.iter().map(|m| (m.from.min(m.to), m.from.max(m.to))).collect();
        let home = entries.iter().position(|entry| entry.key.collection == Collection::Home);
        let layout = Layout {
            structure: structure(&entries, &moves, &drafts),
            rows: rows(ingredients.documents, &entries, &names, config),
            places: places(&parts, entries.len()),
            names,
            moves,
            pairs: pairs.into_iter().collect(),
            parts,
            home: home.map(|index| EntryIx(index as u32)),
            drafts: drafts.into_iter().collect(),
            lost: ingredients.unread.clone(),
            unread,
            relations,
            book,
            findings: Findings::from(diagnostics),
        };
        (Arc::new(layout), entries)
    }

    /// Whether it is also the layout of documents that say the same facts. Its findings say where things stand, and some
    /// suggest titles: they hold where no document that they stand in has another front matter, and none suggests.
    pub(super) fn holds(&self, is_changed: impl Fn(SourceId) -> bool, are_names_same: bool) -> bool {
        let stands_there = |finding: &Diagnostic| {
            let place = match &finding.place {
                Place::Span(span) => is_changed(span.source),
                Place::File(_) => false,
            };
            place || finding.labels.iter().any(|label| is_changed(label.span.source))
        };
        let suggests = |finding: &Diagnostic| finding.code == Code::UNKNOWN_ENTRY;
        !self.findings.iter().any(|finding| stands_there(finding) || (!are_names_same && suggests(finding)))
    }
}

fn structure(entries: &[Arc<Entry>], moves: &[Move], drafts: &BTreeSet<EntryKey>) -> Digest {
    fn of(entry: &Entry) -> (&EntryKey, usize, Vec<Option<&str>>) {
        let paths = entry.documents.iter().map(|document| document.as_ref().map(|d| &*d.path));
        (&entry.key, entry.origin, paths.collect())
    }
    let moves: Vec<_> = moves.iter().map(|m| (m.from, m.to)).collect();
    digest(&(entries.iter().map(|entry| of(entry)).collect::<Vec<_>>(), moves, drafts))
}

fn rows(documents: &[Parsed], entries: &[Arc<Entry>], names: &Names, config: &Config) -> Vec<Option<u32>> {
    let languages = config.languages.len();
    let row = |document: &Arc<Document>| {
        let entry = names.by_slug(&document.key.slug)?;
        let shown = &entries[entry.0 as usize].documents;
        let language = shown.iter().position(|d| d.as_ref().is_some_and(|d| Arc::ptr_eq(d, document)))?;
        Some(entry.0 * languages as u32 + language as u32)
    };
    documents.iter().map(|parsed| row(&parsed.document)).collect()
}

fn places(parts: &[PartChapters], entries: usize) -> Vec<Option<(usize, usize)>> {
    let mut places = vec![None; entries];
    let parted = parts.iter().enumerate().flat_map(|(at, part)| part.chapters.iter().map(move |c| (at, *c)));
    for (index, (part, chapter)) in parted.enumerate() {
        places[chapter.0 as usize] = Some((part, index + 1));
    }
    places
}

fn book(config: &Config, entries: &[Arc<Entry>], names: &Names) -> Vec<PartChapters> {
    let mut seen = BTreeSet::new();
    let mut chapter = |slug: &str| {
        let entry = names.by_slug(slug)?;
        let is_chapter = entries[entry.0 as usize].key.collection == Collection::Chapters;
        (is_chapter && seen.insert(entry)).then_some(entry)
    };
    let mut parts = Vec::new();
    for (part, written) in config.parts.iter().enumerate() {
        let chapters = written.chapters.iter().filter_map(|slug| chapter(&slug.value)).collect();
        parts.push(PartChapters { part, chapters });
    }
    parts
}
