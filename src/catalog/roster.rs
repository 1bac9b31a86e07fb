//! Who is in the book: entries by name, their rows, the book's order. No look at what they say of each other.

use super::Ingredients;
use super::entry::{self, Entry, EntryIx};
use super::names::Names;
use crate::config::Config;
use crate::content::{Collection, EntryKey, Parsed};
use crate::diagnostic::Findings;
use crate::source::{Digest, digest};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A part of the book with its chapters found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartChapters {
    /// Its place in the configuration's parts.
    pub part: usize,
    /// Its chapters, in order.
    pub chapters: Vec<EntryIx>,
}

/// The part of the layout that depends on which files there are, on drafts and on origins: an edit of a relation leaves
/// it as it is.
#[derive(Debug)]
pub struct Roster {
    /// The names of all entries.
    pub names: Names,
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
    /// Hash of the entries, in order, of the files that each has, and of the drafts.
    pub(super) hash: Digest,
    /// By document: its row (see [`super::Catalog::row`]), none for a draft that is left out.
    pub(super) rows: Vec<Option<u32>>,
    /// By entry: the index of a chapter's part, and its number in the book.
    pub(super) places: Vec<Option<(usize, usize)>>,
    pub(super) book: Vec<EntryIx>,
    pub(super) findings: Findings,
}

impl Roster {
    /// Groups all documents.
    pub(super) fn new(ingredients: &Ingredients<'_>) -> (Arc<Roster>, Vec<Arc<Entry>>) {
        let mut diagnostics = Vec::new();
        let config = &*ingredients.config;
        let is_shown = |parsed: &&Parsed| ingredients.drafts || !parsed.document.front.draft;
        let shown = ingredients.documents.iter().filter(is_shown).map(|parsed| &parsed.document);
        let hidden = ingredients.documents.iter().filter(|parsed| !is_shown(parsed));
        let drafts: BTreeSet<EntryKey> = hidden.map(|parsed| parsed.document.key.clone()).collect();
        let mut unread = ingredients.unread.clone();
        let entries = entry::group(shown, config, &mut unread, &mut diagnostics);
        let names = Names::new(&entries);
        let parts = book(config, &entries, &names);
        let home = entries.iter().position(|entry| entry.key.collection == Collection::Home);
        let roster = Roster {
            hash: hash(&entries, &drafts),
            rows: rows(ingredients.documents, &entries, config),
            places: places(&parts, entries.len()),
            book: parts.iter().flat_map(|part| part.chapters.iter().copied()).collect(),
            names,
            parts,
            home: home.map(|index| EntryIx(index as u32)),
            drafts: drafts.into_iter().collect(),
            lost: ingredients.unread.clone(),
            unread,
            findings: Findings::from(diagnostics),
        };
        (Arc::new(roster), entries)
    }

    /// Whether what is written under a slug is not known: it is a draft, or could not be read.
    pub(super) fn is_absent(&self, slug: &str) -> bool {
        self.unread.contains(slug) || self.drafts.iter().any(|key| *key.slug == *slug)
    }
}

fn hash(entries: &[Arc<Entry>], drafts: &BTreeSet<EntryKey>) -> Digest {
    fn of(entry: &Entry) -> (&EntryKey, usize, Vec<Option<&str>>) {
        let paths = entry.documents.iter().map(|document| document.as_ref().map(|d| &*d.path));
        (&entry.key, entry.origin, paths.collect())
    }
    digest(&(entries.iter().map(|entry| of(entry)).collect::<Vec<_>>(), drafts))
}

fn rows(documents: &[Parsed], entries: &[Arc<Entry>], config: &Config) -> Vec<Option<u32>> {
    let languages = config.languages.len();
    let shown = entries.iter().enumerate().flat_map(|(at, entry)| {
        let documents = entry.documents.iter().enumerate();
        documents
            .filter_map(move |(language, document)| Some((document.as_ref()?, at * languages + language)))
    });
    let rows: HashMap<_, u32> = shown.map(|(document, row)| (Arc::as_ptr(document), row as u32)).collect();
    documents.iter().map(|parsed| rows.get(&Arc::as_ptr(&parsed.document)).copied()).collect()
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
