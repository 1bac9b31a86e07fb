//! Catalogue and theme give pages: views are taken, bodies filled, templates rendered. Pure, and never near a file.
//!
//! An [`Edition`] is everything that rendering reads: one catalogue, one theme, and what the pages of a language share.
//! [`Edition::view`] takes the view of one page, [`Edition::render`] makes it bytes.

mod breaks;
mod card;
mod data;
mod entry_page;
mod fill;
mod frame;
mod graph_page;
mod list_page;
mod map_page;
mod nav;
mod plain;
mod scene;
mod search_input;
mod search_page;
mod sections;
mod tool_page;
pub mod view;

pub use search_input::{COLLECTIONS, SearchDocument, search_document};

use crate::catalog::{Alphabet, Catalog, EntryIx, Page, PageKind};
use crate::content::Collection;
use crate::diagnostic::Diagnostic;
use crate::search::Lexicon;
use crate::source::{Digest, digest};
use crate::theme::{Shared, Theme};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use view::{PageView, SiteView};

/// One finished file: where it goes, below the root of the output, and its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Artifact {
    /// With `/`, never beginning with it.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A published file of an entry.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct EntryFile {
    /// Where it is published, with its fingerprint: `assets/chapters/pay/chart.1f2e3d4c.svg`.
    pub published: String,
    /// Width and height in CSS pixels, for images whose size is known.
    pub size: Option<(u32, u32)>,
}

/// Which pages beside those of the catalogue there are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Features {
    /// The whole book on one page, in each language (by its index) where it is built.
    pub print: bool,
    /// Files of the search.
    pub search: bool,
}

/// Everything that rendering reads.
pub struct Edition {
    /// The entries.
    pub catalog: Arc<Catalog>,
    /// The look.
    pub theme: Arc<Theme>,
    /// Published files of entries, by their path in the site's folder.
    pub files: Arc<BTreeMap<String, EntryFile>>,
    /// Optional pages.
    pub features: Features,
    /// Chinese words, to break titles between them.
    pub lexicon: Arc<Lexicon>,
    languages: Vec<LanguageEdition>,
}

/// What all pages of a language share.
struct LanguageEdition {
    site: Shared,
    site_hash: Digest,
    /// Made when the first page beside which it stands is rendered.
    navs: BTreeMap<NavKey, OnceLock<(Shared, Digest)>>,
    /// Roles, then skills, in the order of groups and, inside, of the language's alphabet.
    roles: Vec<EntryIx>,
    skills: Vec<EntryIx>,
    /// By entry: its place in the site's order.
    ranks: Vec<u32>,
}

/// Which navigation stands beside a page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum NavKey {
    None,
    /// A collection with all groups closed, or one open.
    Groups(Collection, Option<usize>),
}

/// A rendered page, or why it could not be rendered.
pub type Rendered = Result<Artifact, Box<Diagnostic>>;

impl Edition {
    /// Takes the views that pages share.
    pub fn new(
        catalog: Arc<Catalog>,
        theme: Arc<Theme>,
        files: Arc<BTreeMap<String, EntryFile>>,
        features: Features,
        lexicon: Arc<Lexicon>,
    ) -> Edition {
        let mut edition = Edition { catalog, theme, files, features, lexicon, languages: Vec::new() };
        let languages: Vec<LanguageEdition> =
            (0..edition.catalog.config.languages.len()).map(|language| edition.language(language)).collect();
        edition.languages = languages;
        edition
    }

    fn language(&self, language: usize) -> LanguageEdition {
        let alphabet = Alphabet::new(&self.catalog.config.languages[language]);
        let roles = nav::ordered(&self.catalog, Collection::Roles, language, &alphabet);
        let skills = nav::ordered(&self.catalog, Collection::Skills, language, &alphabet);
        let mut ranks = vec![u32::MAX; self.catalog.entries.len()];
        let all = self.catalog.chapters().chain(roles.iter().copied()).chain(skills.iter().copied());
        for (rank, entry) in all.enumerate() {
            ranks[entry.0 as usize] = rank as u32;
        }
        let site: SiteView = nav::site(self, language);
        let navs = nav::keys(&self.catalog).into_iter().map(|key| (key, OnceLock::new())).collect();
        LanguageEdition { site_hash: digest(&site), site: Shared::new(&site), navs, roles, skills, ranks }
    }

    /// Every page of the site.
    pub fn pages(&self) -> impl Iterator<Item = Page> + '_ {
        let languages = if self.features.print { self.catalog.config.languages.len() } else { 0 };
        let print = (0..languages).map(|language| Page { kind: PageKind::Print, language });
        let search = self.features.search;
        self.catalog.pages().filter(move |page| search || page.kind != PageKind::Search).chain(print)
    }

    /// The pages of a language that the site makes itself: lists, maps, tools.
    fn made_pages(&self) -> Vec<PageKind> {
        let mut kinds = self.catalog.made_kinds();
        kinds.retain(|kind| self.features.search || *kind != PageKind::Search);
        if self.features.print {
            kinds.push(PageKind::Print);
        }
        kinds
    }

    /// The view of a page: all that its template may see.
    pub fn view(&self, page: Page) -> PageView {
        let scene = scene::Scene::new(self, page);
        match page.kind {
            PageKind::Chooser => list_page::chooser(&scene),
            PageKind::Home => list_page::home(&scene),
            PageKind::List(collection) => list_page::list(&scene, collection),
            PageKind::Entry(entry) => entry_page::entry(&scene, entry),
            PageKind::Move(at) => graph_page::career_move(&scene, at),
            PageKind::Map => map_page::careers(&scene),
            PageKind::SkillMap => map_page::skills(&scene),
            PageKind::Compare => graph_page::compare(&scene),
            PageKind::ComparePair(a, b) => graph_page::compare_pair(&scene, a, b),
            PageKind::MySkills => graph_page::my_skills(&scene),
            PageKind::Parallel(entry) => tool_page::parallel(&scene, entry),
            PageKind::Search => search_page::search(&scene),
            PageKind::Sources => list_page::sources(&scene),
            PageKind::Print => tool_page::print(&scene),
            PageKind::NotFound => list_page::not_found(&scene),
            PageKind::RootNotFound => list_page::root_not_found(&scene),
        }
    }

    /// The hash of all that a page's bytes depend on, given its view.
    pub fn key(&self, page: Page, view: &PageView) -> Digest {
        let (language, nav) = self.shared(page);
        let template = view.template();
        digest(&(template, view, language.site_hash, nav.1, self.theme.digest(template)))
    }

    /// Renders a page.
    ///
    /// # Errors
    /// What its template could not do.
    pub fn render(&self, page: Page, view: &PageView) -> Rendered {
        let (language, nav) = self.shared(page);
        let html = self.theme.render(view.template(), &language.site, &nav.0, view).map_err(|finding| {
            let address = self.catalog.address(page);
            let message = format!("{} (while rendering /{address})", finding.message);
            Box::new(Diagnostic { message, ..finding })
        })?;
        let path = crate::catalog::output_path(&self.catalog.address(page));
        Ok(Artifact { path, bytes: html.into_bytes() })
    }

    fn shared(&self, page: Page) -> (&LanguageEdition, &(Shared, Digest)) {
        let language = &self.languages[page.language];
        let key = nav::key(&self.catalog, page);
        let nav = language.navs.get(&key).or_else(|| language.navs.get(&NavKey::None));
        let nav = nav.unwrap_or_else(|| unreachable!("every language has an empty navigation"));
        let make = || {
            let view = nav::nav(self, page.language, key, &language.roles, &language.skills);
            (Shared::new(&view), digest(&view))
        };
        (language, nav.get_or_init(make))
    }

    /// Redirects from old addresses: path and what renders it.
    pub fn redirects(&self) -> Vec<Rendered> {
        plain::redirects(self)
    }

    /// sitemap.xml, robots.txt, .nojekyll, OpenSearch descriptions.
    pub fn plain_files(&self) -> Vec<Artifact> {
        plain::files(self)
    }

    /// Data for the scripts, in each language.
    pub fn data_files(&self) -> Vec<Artifact> {
        data::files(self)
    }
}

/// Text as HTML, for element content and quoted attributes.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}
