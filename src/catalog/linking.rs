//! What the text of each document leads to, resolved anew only where something that was read for it differs.

use super::Catalog;
use super::backlinks::{self, Backlinks};
use super::entry::EntryIx;
use super::link::{self, Links};
use super::mention::Mention;
use rayon::prelude::*;
use std::sync::Arc;

/// What a document's text leads to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DocumentLinks {
    /// References, resolved.
    pub links: Links,
    /// Mentions that become links.
    pub mentions: Vec<Mention>,
}

/// Links all documents. `alike` has the same entries at the same places.
pub(super) fn link(catalog: &mut Catalog, alike: Option<&Catalog>) {
    let this = &*catalog;
    let kept = alike.map(|before| Kept::new(before, this));
    let one = |row: usize| this.facets[row].is_some().then(|| link_row(this, kept.as_ref(), row));
    let rows = 0..this.facets.len();
    let links: Vec<Option<Arc<DocumentLinks>>> = rows.into_par_iter().with_min_len(64).map(one).collect();
    let is_kept = |row: usize| match (&links[row], alike.and_then(|before| before.links[row].as_ref())) {
        (Some(now), Some(before)) => Arc::ptr_eq(now, before),
        (now, before) => now.is_none() && before.is_none(),
    };
    let changed: Vec<usize> = (0..links.len()).filter(|row| !is_kept(*row)).collect();
    let leads_as_before = |before: &Catalog, row: usize| match (&links[row], &before.links[row]) {
        (Some(now), Some(before)) => backlinks::entries(now).eq(backlinks::entries(before)),
        _ => false,
    };
    let same = alike.filter(|before| changed.iter().all(|row| leads_as_before(before, *row)));
    let backlinks = same.map(|before| before.backlinks.clone());
    catalog.links = links;
    catalog.linked = changed.len();
    catalog.backlinks = backlinks.unwrap_or_else(|| Arc::new(Backlinks::new(catalog)));
}

/// What of the catalogue before holds still.
struct Kept<'a> {
    before: &'a Catalog,
    /// By row: the outline differs.
    outlines: Vec<bool>,
    is_any_outline_new: bool,
    names: bool,
    /// By language.
    labels: Vec<bool>,
}

impl Kept<'_> {
    fn new<'a>(before: &'a Catalog, now: &Catalog) -> Kept<'a> {
        let pairs = || before.facets.iter().zip(&now.facets);
        let outlines: Vec<bool> =
            pairs().map(|(a, b)| a.map(|a| a.outline) != b.map(|b| b.outline)).collect();
        let labels = before.labels.iter().zip(&now.labels).map(|(a, b)| a.hash == b.hash).collect();
        Kept {
            before,
            is_any_outline_new: outlines.contains(&true),
            outlines,
            names: pairs().all(|(a, b)| a.map(|a| a.names) == b.map(|b| b.names)),
            labels,
        }
    }

    /// The links of a row if everything that was read for them is what it was: the document itself, the outlines of
    /// the documents that its links lead into, and, where it was looked through for a name, the names of all.
    fn links(&self, now: &Catalog, row: usize) -> Option<&Arc<DocumentLinks>> {
        let links = self.before.links[row].as_ref()?;
        if self.before.facets[row]?.whole != now.facets[row]?.whole {
            return None;
        }
        if self.names && !self.is_any_outline_new {
            return Some(links);
        }
        let reads = &links.links.reads;
        let holds =
            (self.names || !reads.names) && !reads.outlines.iter().any(|r| self.outlines[*r as usize]);
        holds.then_some(links)
    }
}

fn link_row(catalog: &Catalog, kept: Option<&Kept<'_>>, row: usize) -> Arc<DocumentLinks> {
    let languages = catalog.config.languages.len();
    let (entry, language) = (EntryIx((row / languages) as u32), row % languages);
    let links = kept.and_then(|kept| kept.links(catalog, row));
    if let Some(links) = links.filter(|_| kept.is_some_and(|kept| kept.labels[language])) {
        return links.clone();
    }
    let Some(document) = &catalog.entry(entry).documents[language] else { return Arc::default() };
    let links = match links {
        Some(links) => links.links.clone(),
        None => link::resolve(catalog, document, entry),
    };
    let mentions = catalog.labels[language].find(document, entry, &links);
    Arc::new(DocumentLinks { links, mentions })
}
