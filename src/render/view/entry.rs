//! Parts that pages of entries share: head, body, sources, neighbours, places that mention it.

use super::{Date, Html, Kind, Link, Text};
use serde::Serialize;

/// The head of an entry's page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EntryHead {
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: Text,
    /// The same with break opportunities between words.
    pub title_html: Html,
    /// Other names that are shown.
    pub alt_labels: Vec<Text>,
    /// One sentence.
    pub summary: Text,
    /// The group of a role or skill, the part of a chapter, on its list page.
    pub group: Option<Link>,
    /// The language tag of title, summary and body where it is not the page's (a fallback page).
    pub lang: Option<Text>,
    /// Its names in the other languages, those that exist.
    pub others: Vec<OtherName>,
    /// Reading time, rounded up; 0 when there is no text.
    pub minutes: u32,
    /// When its text was last looked through.
    pub updated: Option<Date>,
    /// Sections behind the origin; empty while the translation is in step.
    pub outdated: Vec<OutdatedSection>,
}

/// An entry's name in another language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct OtherName {
    /// The language's key.
    pub locale: Text,
    /// What this page's language calls it: `words.get("languages.<key>")`, or its own name.
    pub language: Text,
    /// Its tag.
    pub lang: Text,
    /// The title there.
    pub title: Text,
    /// The page there.
    pub href: String,
}

/// A section of a translation that its origin has left behind.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct OutdatedSection {
    /// The heading's id on this page; empty for the lead.
    pub id: Text,
    /// The heading; empty for the lead.
    pub title: Text,
}

/// A heading in the table of contents.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct TocItem {
    /// Its id.
    pub id: Text,
    /// Its words.
    pub title: Text,
    /// The headings one level below.
    pub children: Vec<TocItem>,
}

/// A source, as it stands at the end of an entry and in the list of sources.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SourceRef {
    /// Its key; the list item's id is `source-<key>`.
    pub key: Text,
    /// Its number on this page, as citations show it; from 1.
    pub number: u32,
    /// Title.
    pub title: Text,
    /// The title's language when it is not the page's.
    pub lang: Option<Text>,
    /// Author.
    pub author: Option<Text>,
    /// Site or publisher.
    pub site: Option<Text>,
    /// When it was written; absent for `undated`.
    pub date: Option<Date>,
    /// Address.
    pub url: Option<Text>,
    /// When it was read.
    pub accessed: Option<Date>,
    /// A remark.
    pub note: Option<Text>,
    /// Pages that cite it; only in the list of sources.
    pub pages: Vec<Link>,
}

/// A place in the book that mentions the entry.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Mention {
    /// The page, with the section where it can be named.
    pub link: Link,
    /// The sentence: before the name,
    pub before: Text,
    /// the name,
    pub text: Text,
    /// and after it.
    pub after: Text,
}

/// An entry in a list.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EntryCard {
    /// The entry.
    pub link: Link,
    /// Other names.
    pub alt_labels: Vec<Text>,
    /// One sentence.
    pub summary: Text,
    /// A chapter's number; 0 for others.
    pub number: u32,
    /// Reading time of a chapter.
    pub minutes: u32,
    /// Required skills of a role, roles that need a skill.
    pub count: u32,
}

/// How strongly a role needs a skill.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// It does not.
    None,
    /// Useful.
    Optional,
    /// Required.
    Essential,
}

/// A skill in a list, with what scripts need to tell the reader how near it is.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillRow {
    /// The skill.
    pub link: Link,
    /// Slugs of its direct prerequisites.
    pub requires: Vec<Text>,
}

/// Skills of one group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillGroup {
    /// The group's key.
    pub key: Text,
    /// Its title.
    pub title: Text,
    /// Its skills, in the site's order.
    pub skills: Vec<SkillRow>,
}
