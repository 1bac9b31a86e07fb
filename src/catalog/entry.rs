//! Documents become entries: one role, skill, chapter or page in all its languages.

use crate::config::Config;
use crate::content::{Document, EntryKey, Neutral};
use crate::diagnostic::{Code, Diagnostic};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The place of an entry in [`Catalog::entries`](super::Catalog::entries).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryIx(pub u32);

/// One item of a collection in all its languages.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// Collection and slug.
    pub key: EntryKey,
    /// The language that it was born in, as an index of the configuration's languages.
    pub origin: usize,
    /// Its document in each language of the site.
    pub documents: Vec<Option<Arc<Document>>>,
}

impl Entry {
    /// The document of the origin: it holds what is said once for all languages.
    pub fn origin_document(&self) -> &Arc<Document> {
        self.document(self.origin).0
    }

    /// What holds in every language.
    pub fn neutral(&self) -> &Neutral {
        &self.origin_document().front.neutral
    }

    /// The document shown to readers of a language, and the language that it is in: its own, else the origin's.
    pub fn document(&self, language: usize) -> (&Arc<Document>, usize) {
        let at = |index: usize| {
            self.documents.get(index).and_then(Option::as_ref).map(|document| (document, index))
        };
        at(language)
            .or_else(|| at(self.origin))
            .or_else(|| (0..self.documents.len()).find_map(at))
            .unwrap_or_else(|| unreachable!("an entry is made of at least one document"))
    }

    /// Whether readers of a language are shown another language's text.
    pub fn is_fallback(&self, language: usize) -> bool {
        self.documents.get(language).is_none_or(Option::is_none)
    }

    /// Its title for readers of a language.
    pub fn title(&self, language: usize) -> &str {
        let title = self.document(language).0.front.title.as_str();
        if title.is_empty() { &self.key.slug } else { title }
    }

    /// The languages that it really exists in.
    pub fn languages(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.documents.len()).filter(|language| self.documents[*language].is_some())
    }

    /// Every name that it goes by, in any language: titles, labels, hidden labels.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.documents.iter().flatten().flat_map(|document| {
            let front = &document.front;
            let labels = front.alt_labels.iter().chain(&front.hidden_labels);
            std::iter::once(front.title.as_str()).chain(labels.map(|label| label.value.as_str()))
        })
    }
}

/// Groups documents by entry, in the order of collection and slug. Slugs that two entries claim are added to `unread`:
/// which of them a name means nobody knows.
pub(super) fn group<'a>(
    documents: impl Iterator<Item = &'a Arc<Document>>,
    config: &Config,
    unread: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Entry>> {
    let language = |document: &Document| config.languages.iter().position(|l| l.locale == document.locale);
    let mut sorted: Vec<(usize, &Arc<Document>)> =
        documents.filter_map(|document| Some((language(document)?, document))).collect();
    sorted.sort_by(|a, b| a.1.key.cmp(&b.1.key));
    let mut entries: Vec<Entry> = sorted
        .chunk_by(|a, b| a.1.key == b.1.key)
        .map(|found| {
            let mut documents = vec![None; config.languages.len()];
            for (language, document) in found {
                documents[*language] = Some(Arc::clone(document));
            }
            let origin = origin(&documents, config, diagnostics);
            Entry { key: found[0].1.key.clone(), origin, documents }
        })
        .collect();
    drop_duplicates(&mut entries, unread, diagnostics);
    entries.into_iter().map(Arc::new).collect()
}

fn origin(documents: &[Option<Arc<Document>>], config: &Config, diagnostics: &mut Vec<Diagnostic>) -> usize {
    let mut declared = None;
    for (index, document) in documents.iter().enumerate() {
        let Some(document) = document else { continue };
        let Some(origin) = &document.front.neutral.origin else { continue };
        if origin.value != document.locale.as_str() {
            let message =
                format!("this file is `{}`, but says that the origin is `{}`", document.locale, origin.value);
            let help = format!("write `origin = \"{0}\"` in the `{0}` file, and nothing here", origin.value);
            diagnostics.push(Diagnostic::new(Code::BAD_ORIGIN, origin.span, message).help(help));
        } else if declared.is_some() {
            let message = "two files of this entry say that they are the origin";
            diagnostics.push(
                Diagnostic::new(Code::BAD_ORIGIN, origin.span, message).help("keep one of the two lines"),
            );
        } else {
            declared = Some(index);
        }
    }
    let default = config.default_language;
    let has_default = documents.get(default).is_some_and(Option::is_some);
    let first = || documents.iter().position(Option::is_some).unwrap_or(0);
    declared.unwrap_or_else(|| if has_default { default } else { first() })
}

/// Slugs are unique over all collections: the first collection keeps it, the others are told and left out.
fn drop_duplicates(
    entries: &mut Vec<Entry>,
    unread: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut seen: HashMap<Arc<str>, Arc<str>> = HashMap::new();
    entries.retain(|entry| {
        let document = entry.origin_document();
        if let Some(other) = seen.get(&entry.key.slug) {
            let message = format!("the slug `{}` is taken by {other}", entry.key.slug);
            let help = "slugs are unique over all collections: rename one of the two";
            diagnostics.push(Diagnostic::new(Code::DUPLICATE_SLUG, document.head(), message).help(help));
            unread.insert(entry.key.slug.to_string());
            return false;
        }
        seen.insert(entry.key.slug.clone(), document.path.clone());
        true
    });
}
