//! All documents, resolved and linked: the typed graph that every page is a view of.
//!
//! Built whole from documents and configuration by pure functions. What depends on one document and on the names of
//! the others alone ([`DocumentLinks`]) is handed in by a memo, because at thousands of documents it is most of the
//! work.

mod address;
mod alias;
mod cycle;
mod entry;
mod link;
mod mention;
mod names;
mod order;
mod relations;
mod rules;

pub use address::{Page, PageKind, output_path, relative};
pub use entry::{Entry, EntryIx};
pub use link::{Links, Target, has_anchor};
pub use mention::{Labels, Mention};
pub use names::{Named, Names};
pub use order::Alphabet;
pub use relations::{Move, MoveIx, Relations, learning_order};

use crate::config::{Config, Group};
use crate::content::{Bibliography, Collection, Document, EntryKey};
use crate::diagnostic::{Checked, Diagnostic};
use crate::source::{Digest, digest};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a document's text leads to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DocumentLinks {
    /// References, resolved.
    pub links: Links,
    /// Mentions that become links.
    pub mentions: Vec<Mention>,
}

/// A place that mentions an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Backlink {
    /// The entry whose text it stands in.
    pub from: EntryIx,
    /// The language of that text.
    pub language: usize,
    /// What kind of link, and its index in the document's references or mentions.
    pub link: BacklinkKind,
}

/// Which list a backlink points into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BacklinkKind {
    /// A reference that somebody wrote.
    Written(u32),
    /// A mention that became a link.
    Automatic(u32),
}

/// A part of the book with its chapters found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartChapters {
    /// Its place in the configuration's parts.
    pub part: usize,
    /// Its chapters, in order.
    pub chapters: Vec<EntryIx>,
}

/// The catalogue. Everything in it is in a fixed order, whatever order the files were read in.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// `site.toml`.
    pub config: Arc<Config>,
    /// All entries by collection and slug.
    pub entries: Vec<Entry>,
    /// Their names.
    pub names: Names,
    /// All moves, by the role that one leaves.
    pub moves: Vec<Move>,
    /// Pairs of roles with a page that compares them, the lesser first.
    pub pairs: Vec<(EntryIx, EntryIx)>,
    /// The parts of the book.
    pub parts: Vec<PartChapters>,
    /// The entry of the home page.
    pub home: Option<EntryIx>,
    /// Works cited.
    pub bibliography: Arc<Bibliography>,
    /// Paths of the entries' files.
    pub assets: Arc<BTreeSet<String>>,
    /// Entries that are drafts in some language and left out there.
    pub drafts: Vec<EntryKey>,
    /// Slugs of entries of which a file could not be read, and slugs that two entries claim, which is told: what they
    /// say nobody knows.
    pub unread: BTreeSet<String>,
    /// Old addresses below the locale, and the entry that they lead to.
    pub aliases: Vec<(EntryIx, String)>,
    /// What each document leads to, by entry and language.
    pub links: Vec<Vec<Option<Arc<DocumentLinks>>>>,
    /// Who mentions an entry, by entry; in the order of the pages.
    pub backlinks: Vec<Vec<Backlink>>,
    /// Hash of all that resolving a document's references reads of other documents.
    pub index_hash: Digest,
    relations: Vec<Relations>,
    /// By entry: the index of a chapter's part, and its number in the book.
    places: Vec<Option<(usize, usize)>>,
    book: Vec<EntryIx>,
}

/// What a catalogue is made of.
#[derive(Clone, Debug)]
pub struct Ingredients<'a> {
    /// `site.toml`.
    pub config: Arc<Config>,
    /// All documents.
    pub documents: &'a [Arc<Document>],
    /// `sources.toml`.
    pub bibliography: Arc<Bibliography>,
    /// Paths of the entries' files.
    pub assets: Arc<BTreeSet<String>>,
    /// Slugs of entries of which a file could not be read.
    pub unread: BTreeSet<String>,
    /// Build drafts, too.
    pub drafts: bool,
}

/// Makes what one document leads to, given the catalogue's names: [`resolve_document`], kept by whoever has a memo.
pub type Resolve<'a> = dyn Fn(&Catalog, &[Labels], EntryIx, usize) -> Arc<DocumentLinks> + Sync + 'a;

/// What one document leads to. Reads of the rest of the catalogue only what [`Catalog::index_hash`] and the labels'
/// hash cover.
pub fn resolve_document(
    catalog: &Catalog,
    labels: &[Labels],
    entry: EntryIx,
    language: usize,
) -> DocumentLinks {
    let Some(document) = &catalog.entry(entry).documents[language] else { return DocumentLinks::default() };
    let links = link::resolve(catalog, document, entry);
    let mentions = labels[language].find(document, entry, &links);
    DocumentLinks { links, mentions }
}

impl Catalog {
    /// Builds the catalogue.
    pub fn build(ingredients: &Ingredients<'_>, resolve: &Resolve<'_>) -> Checked<Catalog> {
        let mut diagnostics = Vec::new();
        let mut catalog = Catalog::gather(ingredients, &mut diagnostics);
        rules::entries(&catalog, &mut diagnostics);
        catalog.aliases = alias::read(&catalog, &mut diagnostics);
        catalog.index_hash = catalog.hash_of_index();
        catalog.link_up(resolve, &mut diagnostics);
        rules::unlinked(&catalog, &mut diagnostics);
        Checked::new(catalog, diagnostics)
    }

    /// Entries, names, relations, the book's order: all that needs no look into the texts.
    fn gather(ingredients: &Ingredients<'_>, diagnostics: &mut Vec<Diagnostic>) -> Catalog {
        let config = ingredients.config.clone();
        let is_shown = |document: &&Arc<Document>| ingredients.drafts || !document.front.draft;
        let documents: Vec<Arc<Document>> = ingredients.documents.iter().filter(is_shown).cloned().collect();
        let hidden = ingredients.documents.iter().filter(|document| !is_shown(document));
        let drafts: BTreeSet<EntryKey> = hidden.map(|document| document.key.clone()).collect();
        let mut unread = ingredients.unread.clone();
        let entries = entry::group(&documents, &config, &mut unread, diagnostics);
        let names = Names::new(&entries);
        let absent = |slug: &str| unread.contains(slug) || drafts.iter().any(|key| *key.slug == *slug);
        let (relations, moves) = relations::derive(&entries, &names, &absent, diagnostics);
        let parts = book(&config, &entries, &names);
        let book: Vec<EntryIx> = parts.iter().flat_map(|part| part.chapters.iter().copied()).collect();
        let mut places = vec![None; entries.len()];
        let parted =
            parts.iter().enumerate().flat_map(|(at, part)| part.chapters.iter().map(move |c| (at, *c)));
        for (index, (part, chapter)) in parted.enumerate() {
            places[chapter.0 as usize] = Some((part, index + 1));
        }
        let pairs: BTreeSet<(EntryIx, EntryIx)> =
            moves.iter().map(|m| (m.from.min(m.to), m.from.max(m.to))).collect();
        let home = entries.iter().position(|entry| entry.key.collection == Collection::Home);
        Catalog {
            config,
            names,
            moves,
            pairs: pairs.into_iter().collect(),
            parts,
            home: home.map(|index| EntryIx(index as u32)),
            bibliography: ingredients.bibliography.clone(),
            assets: ingredients.assets.clone(),
            drafts: drafts.into_iter().collect(),
            unread,
            aliases: Vec::new(),
            links: Vec::new(),
            backlinks: vec![Vec::new(); entries.len()],
            index_hash: 0,
            relations,
            places,
            book,
            entries,
        }
    }

    /// Everything that resolving a document reads of others: names, outlines, drafts, moves, files, works.
    fn hash_of_index(&self) -> Digest {
        let entries: Vec<_> = self
            .entries
            .iter()
            .map(|entry| {
                let documents: Vec<_> =
                    entry.documents.iter().map(|d| d.as_ref().map(|d| d.outline)).collect();
                (&entry.key, entry.origin, documents)
            })
            .collect();
        let moves: Vec<_> = self.moves.iter().map(|m| (m.from, m.to)).collect();
        let works: Vec<&String> = self.bibliography.works.keys().collect();
        let languages: Vec<_> = self.config.languages.iter().map(|l| (&l.locale, l.script)).collect();
        let groups = |groups: &[Group]| groups.iter().map(|group| group.id.clone()).collect::<Vec<_>>();
        let parts: Vec<&String> = self.config.parts.iter().map(|part| &part.slug).collect();
        let sections = (groups(&self.config.role_groups), groups(&self.config.skill_groups), parts);
        let absent = (&self.drafts, &self.unread);
        digest(&(entries, moves, works, &*self.assets, absent, languages, sections))
    }

    fn link_up(&mut self, resolve: &Resolve<'_>, diagnostics: &mut Vec<Diagnostic>) {
        use rayon::prelude::*;
        let languages = self.config.languages.len();
        let labels: Vec<Labels> =
            (0..languages).map(|language| Labels::new(&self.entries, &self.config, language)).collect();
        let this: &Catalog = self;
        let links: Vec<Vec<Option<Arc<DocumentLinks>>>> = this
            .entries
            .par_iter()
            .enumerate()
            .map(|(index, entry)| {
                let ix = EntryIx(index as u32);
                let real = |language: usize| entry.documents[language].is_some();
                (0..languages)
                    .map(|language| real(language).then(|| resolve(this, &labels, ix, language)))
                    .collect()
            })
            .collect();
        self.links = links;
        for document in self.links.iter().flatten().flatten() {
            diagnostics.extend(document.links.diagnostics.iter().cloned());
        }
        self.backlinks = backlinks(&self.links, self.entries.len());
    }

    /// An entry.
    pub fn entry(&self, ix: EntryIx) -> &Entry {
        &self.entries[ix.0 as usize]
    }

    /// What an entry is related to.
    pub fn relations(&self, ix: EntryIx) -> &Relations {
        &self.relations[ix.0 as usize]
    }

    /// The relations of all entries, by entry.
    pub fn all_relations(&self) -> &[Relations] {
        &self.relations
    }

    /// A chapter's number in the book, from 1.
    pub fn chapter_number(&self, ix: EntryIx) -> Option<usize> {
        self.places[ix.0 as usize].map(|(_, number)| number)
    }

    /// The part that a chapter stands in, as an index of [`Catalog::parts`].
    pub fn part_of(&self, ix: EntryIx) -> Option<usize> {
        self.places[ix.0 as usize].map(|(part, _)| part)
    }

    /// All chapters in the book's order.
    pub fn chapters(&self) -> impl Iterator<Item = EntryIx> + '_ {
        self.book.iter().copied()
    }

    /// Entries of a collection, by slug.
    pub fn collection(&self, collection: Collection) -> impl Iterator<Item = EntryIx> + '_ {
        let entries = self.entries.iter().enumerate();
        entries.filter(move |(_, e)| e.key.collection == collection).map(|(index, _)| EntryIx(index as u32))
    }

    /// Whether all that an entry says is known: each of its files was read and understood.
    pub fn is_whole(&self, ix: EntryIx) -> bool {
        let entry = self.entry(ix);
        !self.unread.contains(&*entry.key.slug) && !entry.documents.iter().flatten().any(|d| d.is_broken)
    }

    /// The index of a document's language.
    pub fn language_of(&self, document: &Document) -> usize {
        self.config.languages.iter().position(|language| language.locale == document.locale).unwrap_or(0)
    }

    /// The entry whose document lies at a path.
    pub fn by_path(&self, path: &str) -> Option<EntryIx> {
        let name = path.rsplit('/').next()?.strip_suffix(".md")?;
        let entry = self.names.by_slug(name.rsplit_once('.')?.0)?;
        let is_it = |document: &Arc<Document>| *document.path == *path;
        self.entry(entry).documents.iter().flatten().any(is_it).then_some(entry)
    }

    pub(in crate::catalog) fn move_page(&self, from: &str, to: &str) -> Option<PageKind> {
        let (from, to) = (self.names.by_slug(from)?, self.names.by_slug(to)?);
        let found = self.moves.iter().position(|m| m.from == from && m.to == to)?;
        Some(PageKind::Move(MoveIx(found as u32)))
    }

    pub(in crate::catalog) fn compare_page(&self, a: &str, b: &str) -> Option<PageKind> {
        let (a, b) = (self.names.by_slug(a)?, self.names.by_slug(b)?);
        let pair = (a.min(b), a.max(b));
        self.pairs.contains(&pair).then_some(PageKind::ComparePair(pair.0, pair.1))
    }
}

fn book(config: &Config, entries: &[Entry], names: &Names) -> Vec<PartChapters> {
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

fn backlinks(links: &[Vec<Option<Arc<DocumentLinks>>>], entries: usize) -> Vec<Vec<Backlink>> {
    let mut all = vec![Vec::new(); entries];
    for (index, languages) in links.iter().enumerate() {
        let from = EntryIx(index as u32);
        for (language, document) in languages.iter().enumerate() {
            let Some(document) = document else { continue };
            let mut add = |to: EntryIx, link| {
                if to != from {
                    all[to.0 as usize].push(Backlink { from, language, link });
                }
            };
            for (at, target) in document.links.targets.iter().enumerate() {
                if let Target::Entry(to, _) = target {
                    add(*to, BacklinkKind::Written(at as u32));
                }
            }
            for (at, mention) in document.mentions.iter().enumerate() {
                add(mention.entry, BacklinkKind::Automatic(at as u32));
            }
        }
    }
    all
}
