//! What all pages have: the site in one language, the navigation, and the frame around a page.

use super::{Link, Text, TocItem};
use crate::theme::Words;
use serde::Serialize;
use std::collections::BTreeMap;

/// The site in one language: the same for each of its pages, so it is made and serialised once.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SiteView {
    /// The language's key: `zh`.
    pub locale: Text,
    /// Its BCP 47 tag: `zh-Hans`.
    pub lang: Text,
    /// The book's title.
    pub title: Text,
    /// What the book is, in a sentence.
    pub description: Text,
    /// Every language of the site, in the order of `site.toml`.
    pub languages: Vec<Language>,
    /// The places in the header, in order; those without a page are left out.
    pub places: Vec<SiteLink>,
    /// The links in the footer, in order: the plain pages, then sources and print where they exist.
    pub footer: Vec<SiteLink>,
    /// Which of the optional pages and files exist, with their addresses (relative to the language's home).
    pub extras: Extras,
    /// The words of the interface.
    pub words: Words,
    /// Published paths of the theme's assets by their names: `site.css` → `assets/site.1f2e3d4c.css`, relative to
    /// the output's root.
    pub assets: BTreeMap<Text, Text>,
}

/// A language of the site, as others speak of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Language {
    /// Its key.
    pub locale: Text,
    /// Its tag.
    pub lang: Text,
    /// Its name in itself: `简体中文`.
    pub name: Text,
    /// The book's title in it.
    pub title: Text,
    /// Its words for the switch, in itself.
    pub own: LanguageWords,
}

/// What a language says of itself on pages in other languages; taken from its own words.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
pub struct LanguageWords {
    /// On the switch: `中文`, `EN`.
    pub short: Text,
    /// On the tag beside a heading: `中`, `EN`.
    pub tag: Text,
    /// The whole page: `Read this page in English`.
    pub read_page: Text,
    /// One section: `Read this section in English`.
    pub read_section: Text,
}

/// A link that pages of any depth share; relative to the language's home.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SiteLink {
    /// The words' key in `site.words.places`, or the slug of a plain page.
    pub key: Text,
    /// Relative to the language's home, ending in `/`.
    pub href: Text,
    /// The title of a plain page. Absent where the words have it.
    pub title: Option<Text>,
}

/// Addresses of what not every site has; relative to the language's home.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
pub struct Extras {
    /// The search page.
    pub search: Option<Text>,
    /// The list of sources.
    pub sources: Option<Text>,
    /// The whole book on one page.
    pub print: Option<Text>,
    /// The career map.
    pub map: Option<Text>,
    /// The skill map.
    pub skill_map: Option<Text>,
    /// Comparing roles.
    pub compare: Option<Text>,
    /// The reader's own skills.
    pub my_skills: Option<Text>,
    /// How far the translation is.
    pub status: Option<Text>,
    /// The feed.
    pub feed: Option<Text>,
    /// OpenSearch description.
    pub opensearch: Option<Text>,
    /// Data script with the roles' and skills' relations ([`super::GraphData`]).
    pub graph: Option<Text>,
    /// Data scripts with the entries of each collection ([`super::EntriesData`]), by the name of the collection.
    pub entries: BTreeMap<Text, Text>,
    /// The page that says how to contribute a translation.
    pub contribute: Option<Text>,
}

/// The navigation beside a page: one per language and open group, shared by all pages in that group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
pub struct NavView {
    /// What is listed: `chapters`, `roles`, `skills`; empty for pages without navigation.
    pub collection: Text,
    /// Parts or groups, in the site's order.
    pub groups: Vec<NavGroup>,
}

/// A part of the book or a group of entries in the navigation.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NavGroup {
    /// The slug of the part or the key of the group.
    pub key: Text,
    /// Its title.
    pub title: Text,
    /// Its place on the list page, relative to the language's home: `chapters/#understand`.
    pub href: Text,
    /// Numbers of its first and last chapter; 0 for roles and skills.
    pub first: u32,
    /// See `first`.
    pub last: u32,
    /// How many entries it has.
    pub count: u32,
    /// The page's own group.
    pub open: bool,
    /// Its entries when it is open; otherwise empty, so that pages stay small.
    pub items: Vec<NavItem>,
}

/// An entry in the navigation.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NavItem {
    /// Its slug; the current one is that of `page.frame.slug`.
    pub slug: Text,
    /// Relative to the language's home.
    pub href: Text,
    /// Its title.
    pub title: Text,
    /// The title's language when it is not the page's.
    pub lang: Option<Text>,
    /// A chapter's number in the book; 0 for others.
    pub number: u32,
}

/// What every page has around its own content.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
pub struct Frame {
    /// The template's name without `.html`: the class of the page.
    pub page: Text,
    /// Slug of the entry, or empty.
    pub slug: Text,
    /// From here to the output's root: `../../../`; in 404 pages the base path.
    pub root: String,
    /// From here to the home of the page's language: `../../`; `./` on that page.
    pub home: String,
    /// The page's own title, for the head; the book's title is put behind it.
    pub title: Text,
    /// For search engines: the entry's summary.
    pub description: Text,
    /// The absolute address to keep. Absent on 404 pages.
    pub canonical: Option<Text>,
    /// Absolute addresses of real translations, this page and `x-default` among them.
    pub alternates: Vec<Alternate>,
    /// Not for search engines: fallback pages, 404, search, redirects.
    pub noindex: bool,
    /// Key of the place in the header that this page belongs to.
    pub place: Option<Text>,
    /// The same page in each language, in the order of `site.languages`; empty with one language.
    pub languages: Vec<LanguageLink>,
    /// Both languages side by side; absent where only one is there.
    pub parallel: Option<ParallelLink>,
    /// Headings of levels 2 and 3 of the text.
    pub toc: Vec<TocItem>,
    /// The text shown is not in the page's language.
    pub fallback: Option<Fallback>,
}

/// An `hreflang` alternate.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Alternate {
    /// A tag, or `x-default`.
    pub lang: Text,
    /// Absolute.
    pub href: Text,
}

/// The page in one of the site's languages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LanguageLink {
    /// Its address there; the page's own for the current language.
    pub href: String,
    /// What is there.
    pub state: LanguageState,
}

/// What a reader finds when switching the language.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LanguageState {
    /// This page is in it.
    Current,
    /// The page in that language.
    Translated,
    /// The page with the text in another language.
    Fallback,
}

/// The page with both languages side by side.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ParallelLink {
    /// Its address.
    pub href: String,
    /// This is it.
    pub current: bool,
}

/// Why a page shows another language's text.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Fallback {
    /// The tag of the text.
    pub lang: Text,
    /// What the reader's language calls the text's: `words.get("languages.<key>")`, or its own name.
    pub language: Text,
    /// The page in that language.
    pub href: String,
    /// How to help with the translation.
    pub help: Option<String>,
    /// The list of what there is in the reader's language.
    pub list: Option<Link>,
}
