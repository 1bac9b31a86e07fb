//! Finding entries by what people call them.

use super::entry::{Entry, EntryIx};
use crate::content::Collection;
use crate::diagnostic::{Candidate, nearest, one_of};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Slugs of all entries.
#[derive(Debug, Default)]
pub struct Names {
    slugs: HashMap<Arc<str>, EntryIx>,
}

/// Titles and labels of all entries, folded.
#[derive(Debug, Default)]
pub(super) struct Called {
    titles: BTreeMap<String, Vec<EntryIx>>,
    labels: BTreeMap<String, Vec<EntryIx>>,
}

/// What a name in double brackets leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    /// One entry.
    One(EntryIx),
    /// Several entries go by that name.
    Several(Vec<EntryIx>),
    /// None does.
    Nobody,
}

impl Names {
    /// Collects the names of all entries.
    pub fn new(entries: &[Arc<Entry>]) -> Names {
        let slugs =
            entries.iter().enumerate().map(|(at, entry)| (entry.key.slug.clone(), EntryIx(at as u32)));
        Names { slugs: slugs.collect() }
    }

    /// The entry of a slug.
    pub fn by_slug(&self, slug: &str) -> Option<EntryIx> {
        self.slugs.get(slug).copied()
    }

    /// “did you mean …?” over slugs, titles and labels in all languages, as a help line.
    pub fn suggest(&self, wanted: &str, entries: &[Arc<Entry>], collection: Option<Collection>) -> String {
        let candidates = entries
            .iter()
            .filter(|entry| collection.is_none_or(|wanted| entry.key.collection == wanted))
            .flat_map(|entry| {
                let slug = &*entry.key.slug;
                std::iter::once(slug).chain(entry.names()).map(move |name| Candidate { name, write: slug })
            });
        let found = nearest(wanted, candidates);
        let quoted: Vec<String> = found
            .iter()
            .map(|slug| {
                let title = self.by_slug(slug).map_or("", |ix| {
                    let entry = &entries[ix.0 as usize];
                    entry.title(entry.origin)
                });
                format!("`{slug}` ({title})")
            })
            .collect();
        if quoted.is_empty() {
            let (what, below) = match collection {
                Some(Collection::Home) | None => ("an entry", String::new()),
                Some(collection) => (collection.one(), format!("{collection}/")),
            };
            return format!(
                "write the slug of {what}: a file's name in content/{below} without language and `.md`"
            );
        }
        format!("did you mean {}?", one_of(&quoted))
    }
}

impl Called {
    /// Collects them.
    pub fn new(entries: &[Arc<Entry>]) -> Called {
        let mut called = Called::default();
        for (index, entry) in entries.iter().enumerate() {
            let ix = EntryIx(index as u32);
            for document in entry.documents.iter().flatten() {
                add(&mut called.titles, &document.front.title, ix);
                for label in document.front.alt_labels.iter().chain(&document.front.hidden_labels) {
                    add(&mut called.labels, &label.value, ix);
                }
            }
        }
        called
    }

    /// The entries of a title in any language, else of a label in any language.
    pub fn find(&self, name: &str) -> Named {
        let folded = fold(name);
        match self.titles.get(&folded).or_else(|| self.labels.get(&folded)).map(Vec::as_slice) {
            None | Some([]) => Named::Nobody,
            Some([one]) => Named::One(*one),
            Some(several) => Named::Several(several.to_vec()),
        }
    }
}

fn add(map: &mut BTreeMap<String, Vec<EntryIx>>, name: &str, entry: EntryIx) {
    let entries = map.entry(fold(name)).or_default();
    if !entries.contains(&entry) {
        entries.push(entry);
    }
}

/// Names are the same when they differ in case, width or outer spaces alone.
fn fold(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).collect()
}
