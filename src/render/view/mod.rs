//! The contract with templates: everything that a page shows, and nothing else.
//!
//! A template gets three values and no more: `site` ([`SiteView`], one per language), `nav` ([`NavView`], one per
//! language and open part) and `page` ([`PageView`], one per page). They are plain values: no spans, no ids, nothing
//! that could look anything up. So the hash of the three is the whole record of what a page depends on.
//!
//! **Addresses.** Those inside a page view are ready: relative to that page, ending in `/`. Those in `site` and `nav`
//! are shared by pages of any depth, so they are relative to the language's home (`chapters/pay/`) and a template
//! puts [`Frame::home`] before them; assets are relative to the output's root and get [`Frame::root`].
//!
//! **Text.** `Text` is plain and escaped by the template; [`Html`] is finished markup and written with `| safe`.
//! Words of the interface are no part of a view: templates take them from `site.words` and put the facts in.
//!
//! `themes/README.md` documents the same for authors of themes; a test compares the two.

mod entry;
mod frame;
mod graph;
mod lists;
mod map;
mod pages;
mod tools;

pub use entry::*;
pub use frame::*;
pub use graph::*;
pub use lists::*;
pub use map::*;
pub use pages::*;
pub use tools::*;

use serde::Serialize;
use std::sync::Arc;

/// Plain text, shared between the views that show it; templates escape it.
pub type Text = Arc<str>;

/// Finished markup; written by templates with `| safe`, by nobody else.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Html(pub Arc<str>);

impl From<String> for Html {
    fn from(html: String) -> Html {
        Html(html.into())
    }
}

impl From<&str> for Html {
    fn from(html: &str) -> Html {
        Html(html.into())
    }
}

/// What an address leads to: decides its mark and its colour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A chapter of the book.
    Chapter,
    /// A role.
    Role,
    /// A skill.
    Skill,
    /// The page of a move from one role to another.
    Move,
    /// Any other page.
    Page,
}

/// A link as it stands on a page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// The words.
    pub title: Text,
    /// What is there.
    pub kind: Kind,
    /// The target's slug: what scripts know an entry by. Empty for what is no entry.
    pub slug: Text,
    /// The language tag of the title, when it is not the page's (the entry has no translation here).
    pub lang: Option<Text>,
}

/// A day, or a month. Templates write it out in the words of the language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Date {
    /// For machines: `2026-11-22`, `2026-11`.
    pub iso: Text,
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31, or 0 when only the month is known.
    pub day: u8,
}

impl Date {
    /// A day; `day` 0 leaves it at the month.
    pub fn new(year: u16, month: u8, day: u8) -> Date {
        let iso =
            if day == 0 { format!("{year:04}-{month:02}") } else { format!("{year:04}-{month:02}-{day:02}") };
        Date { iso: iso.into(), year, month, day }
    }
}

/// Any page.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant)] // made once a page and handed on by reference
pub enum PageView {
    /// `/<locale>/`
    Home(HomeView),
    /// `/`
    Chooser(ChooserView),
    /// `/<locale>/chapters/`
    ChapterList(ChapterListView),
    /// `/<locale>/roles/`
    RoleList(RoleListView),
    /// `/<locale>/skills/`
    SkillList(SkillListView),
    /// `/<locale>/chapters/<slug>/`
    Chapter(ChapterView),
    /// `/<locale>/roles/<slug>/`
    Role(RoleView),
    /// `/<locale>/skills/<slug>/`
    Skill(SkillView),
    /// `/<locale>/<slug>/`
    Plain(PlainView),
    /// `/<locale>/moves/<from>/<to>/`
    Move(MoveView),
    /// `/<locale>/compare/`
    Compare(CompareView),
    /// `/<locale>/compare/<a>/<b>/`
    ComparePair(ComparePairView),
    /// `/<locale>/map/`
    CareerMap(CareerMapView),
    /// `/<locale>/map/skills/`
    SkillMap(SkillMapView),
    /// `/<locale>/my-skills/`
    MySkills(MySkillsView),
    /// `/<locale>/parallel/<collection>/<slug>/`
    Parallel(ParallelView),
    /// `/<locale>/search/`
    Search(SearchView),
    /// `/<locale>/sources/`
    Sources(SourcesView),
    /// `/<locale>/print/`
    Print(PrintView),
    /// `/<locale>/404.html`
    NotFound(NotFoundView),
    /// `/404.html`
    RootNotFound(RootNotFoundView),
    /// An alias.
    Redirect(RedirectView),
}

impl PageView {
    /// The template that renders it.
    pub fn template(&self) -> &'static str {
        match self {
            PageView::Home(_) => "home.html",
            PageView::Chooser(_) => "chooser.html",
            PageView::ChapterList(_) => "chapters.html",
            PageView::RoleList(_) => "roles.html",
            PageView::SkillList(_) => "skills.html",
            PageView::Chapter(_) => "chapter.html",
            PageView::Role(_) => "role.html",
            PageView::Skill(_) => "skill.html",
            PageView::Plain(_) => "page.html",
            PageView::Move(_) => "move.html",
            PageView::Compare(_) => "compare.html",
            PageView::ComparePair(_) => "compare-pair.html",
            PageView::CareerMap(_) => "map.html",
            PageView::SkillMap(_) => "skill-map.html",
            PageView::MySkills(_) => "my-skills.html",
            PageView::Parallel(_) => "parallel.html",
            PageView::Search(_) => "search.html",
            PageView::Sources(_) => "sources.html",
            PageView::Print(_) => "print.html",
            PageView::NotFound(_) => "404.html",
            PageView::RootNotFound(_) => "root-404.html",
            PageView::Redirect(_) => "redirect.html",
        }
    }
}
