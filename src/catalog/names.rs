//! Finding entries by what people call them.

use super::entry::{Entry, EntryIx};
use crate::content::Collection;
use crate::diagnostic::{Candidate, nearest, one_of};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;

/// Slugs, titles and labels of all entries.
#[derive(Debug, Default)]
pub struct Names {
    slugs: HashMap<Arc<str>, EntryIx>,
    /// Made when somebody writes a name that is no slug.
    called: OnceLock<Called>,
}

/// Titles and labels, folded.
#[derive(Debug, Default)]
struct Called {
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
        let slugs = entries.iter().enumerate().map(|(at, entry)| (entry.key.slug.clone(), EntryIx(at as u32)));
        Names { slugs: slugs.collect(), called: OnceLock::new() }
    }

    /// The entry of a slug.
    pub fn by_slug(&self, slug: &str) -> Option<EntryIx> {
        self.slugs.get(slug).copied()
    }

    /// The entries of a title in any language, else of a label in any language. `entries` are those of [`Names::new`].
    pub fn called(&self, name: &str, entries: &[Arc<Entry>]) -> Named {
        let folded = fold(name);
        let called = self.called.get_or_init(|| Called::new(entries));
        match called.titles.get(&folded).or_else(|| called.labels.get(&folded)).map(Vec::as_slice) {
            None | Some([]) => Named::Nobody,
            Some([one]) => Named::One(*one),
            Some(several) => Named::Several(several.to_vec()),
        }
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
            return "write the slug of an entry: its file name without language and `.md`".to_owned();
        }
        format!("did you mean {}?", one_of(&quoted))
    }
}

impl Called {
    fn new(entries: &[Arc<Entry>]) -> Called {
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
