//! One page being made: where it stands, and links as they are written from there.

use super::view::{Kind, Link, Text};
use super::{Edition, LanguageEdition};
use crate::catalog::{Catalog, EntryIx, Page, PageKind, relative};
use crate::config::{Group, Language};
use crate::content::{Collection, Document};
use crate::theme::Words;
use std::sync::Arc;

/// Whatever a view function needs to know of its page.
pub(super) struct Scene<'a> {
    pub edition: &'a Edition,
    pub page: Page,
    /// Below the root.
    pub address: String,
}

impl<'a> Scene<'a> {
    pub fn new(edition: &'a Edition, page: Page) -> Scene<'a> {
        let address = edition.catalog.address(page);
        Scene { edition, page, address }
    }

    pub fn catalog(&self) -> &'a Catalog {
        &self.edition.catalog
    }

    pub fn language(&self) -> &'a Language {
        &self.catalog().config.languages[self.page.language]
    }

    pub fn shared(&self) -> &'a LanguageEdition {
        &self.edition.languages[self.page.language]
    }

    pub fn words(&self) -> &'a Words {
        self.edition.theme.words(&self.language().locale)
    }

    /// The way to an address below the root.
    pub fn to(&self, address: &str) -> String {
        match self.page.kind {
            // These pages are shown at any address: theirs begin at the base path.
            PageKind::NotFound | PageKind::RootNotFound => {
                format!("{}{address}", self.catalog().config.base_path())
            }
            _ => relative(&self.address, address),
        }
    }

    /// The way to a page in this page's language.
    pub fn href(&self, kind: PageKind) -> String {
        self.href_in(kind, self.page.language)
    }

    /// The way to a page in some language.
    pub fn href_in(&self, kind: PageKind, language: usize) -> String {
        self.to(&self.catalog().address(Page { kind, language }))
    }

    pub fn entry_href(&self, entry: EntryIx) -> String {
        self.entry_href_in(entry, self.page.language)
    }

    pub fn entry_href_in(&self, entry: EntryIx, language: usize) -> String {
        self.to(&self.catalog().address(self.catalog().entry_page(entry, language)))
    }

    /// The document of an entry that readers of this page are shown.
    pub fn document(&self, entry: EntryIx) -> &'a Arc<Document> {
        self.catalog().entry(entry).document(self.page.language).0
    }

    /// The tag of an entry's text where it is not the page's.
    pub fn lang_of(&self, entry: EntryIx) -> Option<Text> {
        let shown = self.catalog().entry(entry).document(self.page.language).1;
        (shown != self.page.language).then(|| self.catalog().config.languages[shown].tag.as_str().into())
    }

    pub fn title(&self, entry: EntryIx) -> Text {
        self.catalog().entry(entry).title(self.page.language).into()
    }

    pub fn link(&self, entry: EntryIx) -> Link {
        Link {
            href: self.entry_href(entry),
            title: self.title(entry),
            kind: kind(self.catalog().entry(entry).key.collection),
            slug: self.catalog().entry(entry).key.slug.clone(),
            lang: self.lang_of(entry),
        }
    }

    pub fn links(&self, entries: &[EntryIx]) -> Vec<Link> {
        entries.iter().map(|entry| self.link(*entry)).collect()
    }

    /// Entries in the site's order.
    pub fn in_order(&self, entries: &[EntryIx]) -> Vec<EntryIx> {
        let mut sorted = entries.to_vec();
        sorted.sort_by_key(|entry| (self.shared().ranks[entry.0 as usize], *entry));
        sorted
    }

    /// The groups of a collection.
    pub fn groups(&self, collection: Collection) -> &'a [Group] {
        let config = &self.catalog().config;
        match collection {
            Collection::Roles => &config.role_groups,
            Collection::Skills => &config.skill_groups,
            _ => &[],
        }
    }

    /// A group's title in this page's language.
    pub fn group_title(&self, group: &Group) -> Text {
        self.catalog().config.word(&group.title, &self.language().locale).into()
    }

    /// The place of an entry's group in its collection.
    pub fn group_of(&self, entry: EntryIx) -> Option<usize> {
        let entry = self.catalog().entry(entry);
        let group = entry.neutral().group.as_ref()?;
        self.groups(entry.key.collection).iter().position(|known| known.id == group.value)
    }

    /// A link to a place on a page that the site makes.
    pub fn made_link(&self, kind: PageKind, fragment: &str, title: Text) -> Link {
        let hash = if fragment.is_empty() { "" } else { "#" };
        let href = format!("{}{hash}{fragment}", self.href(kind));
        Link { href, title, kind: Kind::Page, slug: "".into(), lang: None }
    }
}

/// What templates call a collection's entries.
pub(super) fn kind(collection: Collection) -> Kind {
    match collection {
        Collection::Chapters => Kind::Chapter,
        Collection::Roles => Kind::Role,
        Collection::Skills => Kind::Skill,
        Collection::Home | Collection::Pages => Kind::Page,
    }
}
