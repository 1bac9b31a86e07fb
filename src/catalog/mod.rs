//! All documents, resolved and linked: the typed graph that every page is a view of.
//!
//! A pure function of documents and configuration. The catalogue before it only saves work: a part of it is taken over
//! when all that it was made of is what it was. There are four kinds of parts. The [`Roster`] is made of the list of
//! files, of drafts and of origins, the [`Layout`] of it and the facts that front matter says. The links of a document
//! are made of its text, of the layout's structure, and of the outlines of those documents that its links lead into
//! ([`Reads`] records which). The findings about an entry are made of its own documents and the structure.

mod address;
mod alias;
mod backlinks;
mod cycle;
mod entry;
mod layout;
mod link;
mod linking;
mod mention;
mod names;
mod order;
mod relations;
mod roster;
mod rules;

pub use address::{Page, PageKind, output_path, relative};
pub use backlinks::{Backlink, BacklinkKind};
pub use entry::{Entry, EntryIx};
pub use layout::Layout;
pub use link::{Links, Reads, Target, has_anchor};
pub use linking::DocumentLinks;
pub use mention::Mention;
pub use names::{Named, Names};
pub use order::Alphabet;
pub use relations::{Move, MoveIx, Relations, learning_order};
pub use roster::{PartChapters, Roster};

use crate::config::Config;
use crate::content::{Bibliography, Collection, Document, Facets, Parsed};
use crate::diagnostic::{Diagnostic, Findings};
use crate::source::SourceId;
use backlinks::Backlinks;
use mention::Labels;
use names::Called;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// The catalogue. Everything in it is in a fixed order, whatever order the files were read in.
#[derive(Debug)]
pub struct Catalog {
    /// `site.toml`.
    pub config: Arc<Config>,
    /// All entries by collection and slug.
    pub entries: Vec<Arc<Entry>>,
    /// What their front matter says.
    pub layout: Arc<Layout>,
    /// Works cited.
    pub bibliography: Arc<Bibliography>,
    /// Paths of the entries' files.
    pub assets: Arc<BTreeSet<String>>,
    /// Old addresses below the locale, and the entry that they lead to.
    pub aliases: Arc<Vec<(EntryIx, String)>>,
    /// Documents whose links were resolved for this catalogue; the others were taken over.
    pub linked: usize,
    /// What becomes a link by itself in the texts of each language.
    labels: Vec<Arc<Labels>>,
    /// Made when somebody writes a name that is no slug.
    called: OnceLock<Called>,
    /// What each document leads to, by row.
    links: Vec<Option<Arc<DocumentLinks>>>,
    backlinks: Arc<Backlinks>,
    /// By document, as they were handed in.
    documents: Vec<Facets>,
    /// By row.
    facets: Vec<Option<Facets>>,
    /// Findings about single entries, by entry.
    rules: Vec<Findings>,
    /// Findings about aliases, about the whole, about entries that nothing leads to.
    whole: [Findings; 3],
}

/// A catalogue has all that its layout has.
impl std::ops::Deref for Catalog {
    type Target = Layout;

    fn deref(&self) -> &Layout {
        &self.layout
    }
}

/// What a catalogue is made of.
#[derive(Clone, Debug)]
pub struct Ingredients<'a> {
    /// `site.toml`.
    pub config: Arc<Config>,
    /// All documents.
    pub documents: &'a [Parsed],
    /// `sources.toml`.
    pub bibliography: Arc<Bibliography>,
    /// Paths of the entries' files.
    pub assets: Arc<BTreeSet<String>>,
    /// Slugs of entries of which a file could not be read.
    pub unread: BTreeSet<String>,
    /// Build drafts, too; the same for all catalogues of a site.
    pub drafts: bool,
}

impl Catalog {
    /// Builds the catalogue; equal ingredients give an equal one, whatever was `before`.
    pub fn build(ingredients: &Ingredients<'_>, before: Option<&Catalog>) -> Catalog {
        let before = before.filter(|before| before.has_ground_of(ingredients));
        let documents: Vec<Facets> = ingredients.documents.iter().map(|parsed| parsed.facets).collect();
        let same = before.filter(|before| before.has_fronts(&documents));
        let changed = before.map(|before| before.changed(ingredients.documents)).unwrap_or_default();
        let listed = before.filter(|before| before.has_roster(&documents, &changed));
        let (roster, entries) = match listed {
            Some(listed) => (listed.layout.roster.clone(), listed.entries_with(ingredients.documents)),
            None => Roster::new(ingredients),
        };
        let alike = listed.filter(|before| before.has_facts(&documents, &changed));
        let layout = match alike {
            Some(alike) => alike.layout.clone(),
            None => Layout::new(roster, &entries),
        };
        let named = alike.filter(|before| pairs(&before.documents, &documents, |a, b| a.names == b.names));
        let labels = |language| {
            let known = before.and_then(|before| before.labels.get(language));
            Labels::new(&entries, &ingredients.config, language, known)
        };
        let languages = ingredients.config.languages.len();
        let mut facets = vec![None; entries.len() * languages];
        for (row, facet) in layout.rows.iter().zip(&documents) {
            if let Some(row) = row {
                facets[*row as usize] = Some(*facet);
            }
        }
        let mut catalog = Catalog {
            labels: named.map_or_else(|| (0..languages).map(labels).collect(), |named| named.labels.clone()),
            called: OnceLock::new(),
            config: ingredients.config.clone(),
            entries,
            layout,
            bibliography: ingredients.bibliography.clone(),
            assets: ingredients.assets.clone(),
            aliases: Arc::default(),
            linked: 0,
            links: Vec::new(),
            backlinks: Arc::default(),
            documents,
            facets,
            rules: Vec::new(),
            whole: Default::default(),
        };
        // The same entries at the same places: what was said of each before may still hold.
        let alike = before.filter(|before| before.layout.structure == catalog.layout.structure);
        linking::link(&mut catalog, alike);
        catalog.check(alike, same);
        catalog
    }

    /// Whether all but the documents is the same. What is not rebuilt keeps its place in memory.
    fn has_ground_of(&self, ingredients: &Ingredients<'_>) -> bool {
        Arc::ptr_eq(&self.config, &ingredients.config)
            && Arc::ptr_eq(&self.bibliography, &ingredients.bibliography)
            && Arc::ptr_eq(&self.assets, &ingredients.assets)
            && self.layout.lost == ingredients.unread
    }

    fn has_fronts(&self, documents: &[Facets]) -> bool {
        pairs(&self.documents, documents, |a, b| a.front == b.front)
    }

    /// The sources of documents that have another front matter now.
    fn changed(&self, documents: &[Parsed]) -> BTreeSet<SourceId> {
        let changed = documents.iter().zip(&self.documents).filter(|(now, a)| now.facets.front != a.front);
        changed.map(|(now, _)| now.document.source).collect()
    }

    /// Whether these documents make the same roster, and what was found in it stands where it stood.
    fn has_roster(&self, facets: &[Facets], changed: &BTreeSet<SourceId>) -> bool {
        pairs(&self.documents, facets, |a, b| a.roster == b.roster)
            && layout::hold(&self.layout.roster.findings, |source| changed.contains(&source), true)
    }

    /// Whether documents of the same roster say the same facts, and what was found in the layout stands where it stood.
    fn has_facts(&self, facets: &[Facets], changed: &BTreeSet<SourceId>) -> bool {
        let names = || pairs(&self.documents, facets, |a, b| a.names == b.names);
        pairs(&self.documents, facets, |a, b| a.facts == b.facts)
            && layout::hold(&self.layout.findings, |source| changed.contains(&source), names())
    }

    /// The entries with these documents instead of those that differ from them. The roster stays.
    fn entries_with(&self, documents: &[Parsed]) -> Vec<Arc<Entry>> {
        let mut entries = self.entries.clone();
        let languages = self.config.languages.len();
        for (at, parsed) in documents.iter().enumerate() {
            if let Some(row) = self.layout.rows[at].filter(|_| parsed.facets != self.documents[at]) {
                let entry = Arc::make_mut(&mut entries[row as usize / languages]);
                entry.documents[row as usize % languages] = Some(parsed.document.clone());
            }
        }
        entries
    }

    /// Finds what is wrong. `alike` has the same entries, `same` the same front matter.
    fn check(&mut self, alike: Option<&Catalog>, same: Option<&Catalog>) {
        self.rules = rules::of_entries(self, alike);
        match same {
            Some(same) => {
                self.aliases = same.aliases.clone();
                self.whole = same.whole.clone();
            }
            None => {
                let (aliases, found) = alias::read(self);
                self.aliases = Arc::new(aliases);
                self.whole[0] = found;
                self.whole[1] = rules::of_whole(self);
            }
        }
        if !same.is_some_and(|same| Arc::ptr_eq(&same.backlinks, &self.backlinks)) {
            self.whole[2] = rules::unlinked(self);
        }
    }

    /// Everything that was noticed.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let links = self.links.iter().flatten().flat_map(|links| links.links.findings.iter());
        let entries = self.rules.iter().flat_map(|found| found.iter());
        let whole = self.whole.iter().flat_map(|found| found.iter());
        self.layout
            .roster
            .findings
            .iter()
            .chain(self.layout.findings.iter())
            .chain(entries)
            .chain(whole)
            .chain(links)
    }

    /// The place of an entry in a language in lists of all documents.
    fn row(&self, entry: EntryIx, language: usize) -> usize {
        entry.0 as usize * self.config.languages.len() + language
    }

    /// What the document of an entry in a language leads to.
    pub fn links(&self, entry: EntryIx, language: usize) -> Option<&Arc<DocumentLinks>> {
        if language >= self.config.languages.len() {
            return None;
        }
        self.links[self.row(entry, language)].as_ref()
    }

    /// What the documents of an entry lead to, in all languages.
    pub fn all_links(&self, entry: EntryIx) -> impl Iterator<Item = &Arc<DocumentLinks>> {
        self.links[self.row(entry, 0)..self.row(entry, self.config.languages.len())].iter().flatten()
    }

    /// Who mentions an entry, in the order of the pages.
    pub fn backlinks(&self, entry: EntryIx) -> &[Backlink] {
        self.backlinks.of(entry)
    }

    /// The entries of a title or label.
    fn called(&self, name: &str) -> Named {
        self.called.get_or_init(|| Called::new(&self.entries)).find(name)
    }

    /// An entry.
    pub fn entry(&self, ix: EntryIx) -> &Entry {
        &self.entries[ix.0 as usize]
    }

    /// What an entry is related to.
    pub fn relations(&self, ix: EntryIx) -> &Relations {
        &self.layout.relations[ix.0 as usize]
    }

    /// The relations of all entries, by entry.
    pub fn all_relations(&self) -> &[Relations] {
        &self.layout.relations
    }

    /// A chapter's number in the book, from 1.
    pub fn chapter_number(&self, ix: EntryIx) -> Option<usize> {
        self.layout.places[ix.0 as usize].map(|(_, number)| number)
    }

    /// The part that a chapter stands in, as an index of [`Roster::parts`].
    pub fn part_of(&self, ix: EntryIx) -> Option<usize> {
        self.layout.places[ix.0 as usize].map(|(part, _)| part)
    }

    /// All chapters in the book's order.
    pub fn chapters(&self) -> impl ExactSizeIterator<Item = EntryIx> + '_ {
        self.layout.book.iter().copied()
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

/// Whether two lists are as long as each other and alike pair by pair.
fn pairs<T>(a: &[T], b: &[T], alike: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
}
