//! What the search sees of the catalogue: one page of input for each entry and language.

use super::Edition;
use super::scene::Scene;
use crate::catalog::{EntryIx, Page, PageKind, Target};
use crate::content::Collection;
use crate::search;
use std::borrow::Cow;

/// Collections in the order of their numbers in the index.
pub const COLLECTIONS: [Collection; 4] =
    [Collection::Chapters, Collection::Roles, Collection::Skills, Collection::Pages];

/// An entry as the search sees it, holding the texts that its [`search::Page`] borrows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SearchDocument<'a> {
    url: String,
    title: &'a str,
    other_titles: Vec<&'a str>,
    labels: Vec<&'a str>,
    hidden_labels: Vec<&'a str>,
    summary: &'a str,
    collection: u16,
    group: String,
    lang: String,
    about: Vec<u32>,
    sections: Vec<(&'a str, &'a str, Cow<'a, str>)>,
}

impl SearchDocument<'_> {
    /// The search's input.
    pub fn page(&self) -> search::Page<'_> {
        search::Page {
            url: &self.url,
            title: self.title,
            other_titles: self.other_titles.clone(),
            labels: self.labels.clone(),
            hidden_labels: self.hidden_labels.clone(),
            summary: self.summary,
            collection: self.collection,
            group: &self.group,
            lang: &self.lang,
            about: self.about.clone(),
            sections: self
                .sections
                .iter()
                .map(|(id, heading, text)| search::Section { id, heading, text })
                .collect(),
        }
    }
}

impl Edition {
    /// The entries that the search of a language finds, in the order of collections and of the site.
    pub fn searched(&self, language: usize) -> Vec<EntryIx> {
        let scene = Scene::new(self, Page { kind: PageKind::Home, language });
        let entries = |collection| scene.in_order(&self.catalog.collection(collection).collect::<Vec<_>>());
        COLLECTIONS.into_iter().flat_map(entries).collect()
    }
}

/// One entry in one language. `order` is what [`Edition::searched`] gave.
pub fn search_document<'a>(
    edition: &'a Edition,
    language: usize,
    entry: EntryIx,
    places: &dyn Fn(EntryIx) -> Option<u32>,
) -> SearchDocument<'a> {
    let catalog = &*edition.catalog;
    let scene = Scene::new(edition, Page { kind: PageKind::Home, language });
    let found = catalog.entry(entry);
    let (document, shown) = found.document(language);
    let front = &document.front;
    let others = found.documents.iter().enumerate().filter(|(index, _)| *index != shown);
    let others: Vec<&'a crate::content::Document> = others.filter_map(|(_, d)| d.as_deref()).collect();
    let own_labels = front.alt_labels.iter();
    let labels = own_labels.chain(others.iter().flat_map(|other| &other.front.alt_labels));
    let hidden = front.hidden_labels.iter().chain(others.iter().flat_map(|other| &other.front.hidden_labels));
    let links = catalog.links(entry, shown);
    let title_of = |reference: crate::content::body::ReferenceIx| match links
        .and_then(|links| links.links.targets.get(reference.0 as usize))
    {
        Some(Target::Entry(target, _)) => catalog.entry(*target).title(language).to_owned(),
        _ => String::new(),
    };
    let body = &document.body;
    let section = |section: &crate::content::body::Section| {
        let heading = section.heading.and_then(|heading| body.headings.get(heading as usize));
        let text: Cow<'a, str> = if body.text_holes.is_empty() {
            Cow::Borrowed(&body.text[section.text.start as usize..section.text.end as usize])
        } else {
            Cow::Owned(body.plain(section.text.clone(), title_of))
        };
        (heading.map_or("", |h| h.id.as_str()), heading.map_or("", |h| h.text.as_str()), text)
    };
    let relations = catalog.relations(entry);
    let about =
        [&relations.roles, &relations.skills, &relations.essential, &relations.optional, &relations.requires];
    let about = about.into_iter().flatten().filter_map(|e| places(*e)).collect();
    SearchDocument {
        url: catalog.address(catalog.entry_page(entry, language)),
        title: found.title(language),
        other_titles: others.iter().map(|other| other.front.title.as_str()).collect(),
        labels: labels.map(|label| label.value.as_str()).collect(),
        hidden_labels: hidden.map(|label| label.value.as_str()).collect(),
        summary: &front.summary,
        collection: COLLECTIONS.iter().position(|c| *c == found.key.collection).unwrap_or(0) as u16,
        group: super::card::group_link(&scene, entry)
            .map_or_else(String::new, |group| group.title.to_string()),
        lang: scene.lang_of(entry).map_or_else(String::new, |lang| lang.to_string()),
        about,
        sections: body.sections.iter().map(section).collect(),
    }
}
