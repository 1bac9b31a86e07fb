//! The search's files of one language, made when they are first asked for.

use super::cache::{Cache, List};
use crate::catalog::EntryIx;
use crate::render::{Edition, SearchDocument, search_document};
use crate::search::{Index, Indexed, Language, Lexicon, Scale, Terms, manifest_path, terms};
use crate::source::{Digest, digest};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

type ByPage = HashMap<Digest, Arc<Terms>>;

/// The terms of each language's pages as its search was last made: only pages that read otherwise are read again, and
/// what the search no longer holds is forgotten, so that memory follows the site and not its history.
#[derive(Debug, Default)]
pub(super) struct KeptTerms {
    /// Those of an earlier run.
    earlier: List,
    languages: Mutex<BTreeMap<usize, Arc<ByPage>>>,
    made: AtomicUsize,
}

impl KeptTerms {
    /// Those of an earlier run, all of one language.
    pub(super) fn after(earlier: List) -> KeptTerms {
        KeptTerms { earlier, ..KeptTerms::default() }
    }

    /// Keeps the terms of a language for the next run.
    pub(super) fn store(&self, language: usize, cache: &Cache, name: &str) {
        let terms = self.lock().get(&language).cloned().unwrap_or_default();
        let mut items: Vec<(Digest, &Terms)> = terms.iter().map(|(key, terms)| (*key, &**terms)).collect();
        items.sort_unstable_by_key(|(key, _)| *key);
        cache.store(name, &self.earlier, items.into_iter());
    }

    /// The terms of all pages of a language, in order.
    fn of(
        &self,
        language: usize,
        pages: &[crate::search::Page<'_>],
        scale: Scale,
        lexicon: &Lexicon,
    ) -> Vec<Arc<Terms>> {
        let kept = self.lock().get(&language).cloned().unwrap_or_default();
        let one = |page: &crate::search::Page<'_>| {
            let key = page.key(scale);
            let make = || {
                self.made.fetch_add(1, Ordering::Relaxed);
                terms(page, scale, lexicon)
            };
            let from_disk = || Arc::new(self.earlier.get(key).unwrap_or_else(make));
            (key, kept.get(&key).cloned().unwrap_or_else(from_disk))
        };
        let made: Vec<(Digest, Arc<Terms>)> = pages.par_iter().map(one).collect();
        self.lock().insert(language, Arc::new(made.iter().cloned().collect()));
        made.into_iter().map(|(_, terms)| terms).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<usize, Arc<ByPage>>> {
        self.languages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many pages were read, and how many are kept.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.made.load(Ordering::Relaxed), self.lock().values().map(|kept| kept.len()).sum())
    }
}

/// All files of one language's search by path.
#[derive(Debug, Default)]
pub struct SearchFiles {
    files: BTreeMap<String, Vec<u8>>,
}

impl SearchFiles {
    /// Whether a path could be one of a language's search files.
    pub fn may_hold(path: &str, locale: &str) -> bool {
        path == manifest_path(locale) || path.starts_with(&format!("assets/search/{locale}-"))
    }

    /// A file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files.
    pub fn into_files(self) -> BTreeMap<String, Vec<u8>> {
        self.files
    }

    /// Makes the search of a language: the terms of pages that did not change are those that were kept.
    pub(super) fn make(edition: &Edition, language: usize, kept: &KeptTerms) -> SearchFiles {
        let mut files = BTreeMap::new();
        with_index(edition, language, kept, |index| {
            let plan = index.files();
            let made: Vec<(String, Vec<u8>)> =
                plan.par_iter().map(|file| (file.path.clone(), index.file(file))).collect();
            files.extend(made);
        });
        SearchFiles { files }
    }
}

/// Builds the index of a language and gives it to `use_it`.
pub(super) fn with_index(
    edition: &Edition,
    language: usize,
    kept: &KeptTerms,
    use_it: impl FnOnce(&Index<'_>),
) {
    let entries = edition.searched(language);
    let places: BTreeMap<EntryIx, u32> =
        entries.iter().enumerate().map(|(at, entry)| (*entry, at as u32)).collect();
    let place = |entry: EntryIx| places.get(&entry).copied();
    let documents: Vec<SearchDocument<'_>> =
        entries.par_iter().map(|entry| search_document(edition, language, *entry, &place)).collect();
    let pages: Vec<_> = documents.iter().map(SearchDocument::page).collect();
    let length =
        |page: &crate::search::Page<'_>| page.sections.iter().map(|section| section.text.len()).sum();
    let scale = Scale::of(pages.iter().map(length));
    let made = kept.of(language, &pages, scale, &edition.lexicon);
    let indexed: Vec<Indexed<'_>> = pages
        .par_iter()
        .zip(&made)
        .map(|(page, terms)| Indexed { page, terms, digest: digest(&(page, scale)) })
        .collect();
    let language = describe(edition, language);
    let index = Index::new(&language, &indexed, scale, &edition.lexicon);
    use_it(&index);
}

fn describe(edition: &Edition, language: usize) -> Language {
    let languages = &edition.catalog.config.languages;
    let own = &languages[language];
    let words = edition.theme.words(&own.locale);
    let others = languages.iter().filter(|other| other.locale != own.locale);
    let name = |other: &crate::config::Language| {
        words
            .get(&format!("languages.{}", other.locale))
            .map_or_else(|| other.name.clone(), ToString::to_string)
    };
    let collection = |collection: &crate::content::Collection| {
        let key = collection.folder();
        (key.to_owned(), words.text(&format!("places.{key}")).to_string())
    };
    Language {
        locale: own.locale.to_string(),
        tag: own.tag.clone(),
        others: others.map(|other| (other.locale.to_string(), other.tag.clone(), name(other))).collect(),
        collections: crate::render::COLLECTIONS.iter().map(collection).collect(),
        strings: words.table("search").into_iter().map(|(k, v)| (k.to_string(), v.to_string())).collect(),
    }
}
