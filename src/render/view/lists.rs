//! Pages that list: home, chooser, the three collections, sources, the whole book, what is not there.

use super::{Date, EntryCard, EntryHead, Frame, Html, Link, SourceRef, Text};
use serde::Serialize;

/// The home page of a language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct HomeView {
    /// Around it.
    pub frame: Frame,
    /// What the book is, in one sentence: the title of `content/home`.
    pub title: Text,
    /// The same with break opportunities.
    pub title_html: Html,
    /// A few sentences more: its summary.
    pub summary: Text,
    /// The book's title, a line each, for the slip on the cover.
    pub slip: Vec<Text>,
    /// The book's title in another language, for the foot of the cover.
    pub other_title: Option<OtherTitle>,
    /// The text of `content/home` before its first section.
    pub lead: Html,
    /// Its sections, each with its heading of level 2: where to start for whom.
    pub starts: Vec<Html>,
    /// The parts with their chapters.
    pub parts: Vec<PartView>,
    /// Groups of roles.
    pub role_groups: Vec<GroupLink>,
    /// Groups of skills.
    pub skill_groups: Vec<GroupLink>,
    /// How much there is.
    pub counts: Counts,
    /// The first chapter.
    pub first: Option<Link>,
    /// The career map in small.
    pub map: Option<Html>,
}

/// A title in another language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct OtherTitle {
    /// The language's tag.
    pub lang: Text,
    /// The title.
    pub title: Text,
}

/// How much there is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize)]
pub struct Counts {
    /// Parts.
    pub parts: u32,
    /// Chapters.
    pub chapters: u32,
    /// Roles.
    pub roles: u32,
    /// Skills.
    pub skills: u32,
    /// Moves.
    pub moves: u32,
}

/// A part of the book.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PartView {
    /// Its slug: the id on the list page.
    pub slug: Text,
    /// Its number, from 1.
    pub number: u32,
    /// Its title.
    pub title: Text,
    /// Its place on the list page.
    pub href: String,
    /// Its chapters. On the home page the cards carry no summaries.
    pub chapters: Vec<EntryCard>,
}

/// A group with its size.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct GroupLink {
    /// Its key.
    pub key: Text,
    /// Its title.
    pub title: Text,
    /// Its place on the list page.
    pub href: String,
    /// How many entries.
    pub count: u32,
}

/// The root: which language?
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ChooserView {
    /// Around it.
    pub frame: Frame,
    /// The languages, the default one first.
    pub choices: Vec<Choice>,
}

/// One language of the chooser, wholly in its own words.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Choice {
    /// Its key.
    pub locale: Text,
    /// Its tag.
    pub lang: Text,
    /// Its home.
    pub href: String,
    /// The book's title.
    pub title: Text,
    /// The book's title with break opportunities.
    pub title_html: Html,
    /// The book in a sentence.
    pub description: Text,
    /// The words on the button.
    pub open: Text,
    /// That the choice is remembered.
    pub remembered: Text,
}

/// All chapters, by part.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ChapterListView {
    /// Around it.
    pub frame: Frame,
    /// The parts in order.
    pub parts: Vec<PartView>,
    /// How much there is.
    pub counts: Counts,
}

/// All roles, by group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RoleListView {
    /// Around it.
    pub frame: Frame,
    /// The groups in order.
    pub groups: Vec<GroupView>,
    /// How much there is.
    pub counts: Counts,
}

/// All skills, by group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillListView {
    /// Around it.
    pub frame: Frame,
    /// The groups in order.
    pub groups: Vec<GroupView>,
    /// How much there is.
    pub counts: Counts,
}

/// A group with its entries, sorted as readers of the language expect.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct GroupView {
    /// Its key: the id on the page.
    pub key: Text,
    /// Its title.
    pub title: Text,
    /// Its entries.
    pub entries: Vec<EntryCard>,
}

/// The search page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SearchView {
    /// Around it.
    pub frame: Frame,
    /// All names of the book by letter, Chinese ones by their reading: what the page shows without scripts.
    pub letters: Vec<NameLetter>,
}

/// The names under one letter.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NameLetter {
    /// `A`–`Z`, or `#` for all that begins otherwise.
    pub letter: Text,
    /// In order.
    pub names: Vec<ListedName>,
}

/// A title or another name of an entry.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ListedName {
    /// The name.
    pub words: Text,
    /// It is not the entry's title; that is the link's.
    pub is_label: bool,
    /// The entry's titles in other languages; only beside its title.
    pub others: Vec<OtherTitle>,
    /// The entry.
    pub link: Link,
}

/// The list of sources.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SourcesView {
    /// Around it.
    pub frame: Frame,
    /// In the order of `sources.toml`, with the pages that cite each.
    pub sources: Vec<SourceRef>,
}

/// The whole book on one page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PrintView {
    /// Around it.
    pub frame: Frame,
    /// The parts with their chapters.
    pub parts: Vec<PrintPart>,
    /// Then the roles, by group.
    pub roles: Vec<PrintPart>,
    /// Then the skills, by group.
    pub skills: Vec<PrintPart>,
    /// All sources.
    pub sources: Vec<SourceRef>,
    /// The latest `updated` of all entries.
    pub updated: Option<Date>,
}

/// A part or group of the whole book.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PrintPart {
    /// Its slug or key, for its id.
    pub key: Text,
    /// Its number from 1; 0 for groups.
    pub number: u32,
    /// Its title.
    pub title: Text,
    /// Its entries.
    pub entries: Vec<PrintEntry>,
}

/// An entry of the whole book. Its ids, and links to other entries, are `#<slug>--<id>` and `#<slug>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PrintEntry {
    /// Its slug: its id on this page.
    pub slug: Text,
    /// A chapter's number; 0 for others.
    pub number: u32,
    /// Its head.
    pub head: EntryHead,
    /// Its text, headings one level lower.
    pub html: Html,
    /// Titles of its essential skills (roles) or prerequisites (skills).
    pub essential: Vec<Link>,
    /// Titles of its optional skills.
    pub optional: Vec<Link>,
}

/// What is not there, in one language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct NotFoundView {
    /// Around it; `root` and `home` begin at the base path, as all addresses of this page.
    pub frame: Frame,
}

/// What is not there, in all languages.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RootNotFoundView {
    /// Around it.
    pub frame: Frame,
    /// Each language in its own words.
    pub choices: Vec<LostChoice>,
}

/// One language of the root's 404 page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LostChoice {
    /// Its key.
    pub locale: Text,
    /// Its tag.
    pub lang: Text,
    /// Its home, from the base path.
    pub href: String,
    /// The book's title.
    pub title: Text,
    /// That the page is not there.
    pub missing: Text,
    /// What may have happened.
    pub why: Text,
    /// The words of the link home.
    pub back: Text,
}

/// An old address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RedirectView {
    /// Around it; `canonical` is the new address.
    pub frame: Frame,
    /// The new address, relative to this page.
    pub href: String,
    /// The page's title there.
    pub title: Text,
    /// The page's language.
    pub lang: Text,
}
