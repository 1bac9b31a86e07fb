//! What every page has around its own content: head, languages, place.

use super::scene::Scene;
use super::view::{
    Alternate, Fallback, Frame, LanguageLink, LanguageState, Link, ParallelLink, Text, TocItem,
};
use crate::catalog::{EntryIx, Page, PageKind, relative};
use crate::config::XDefault;
use crate::content::{Collection, Document};

/// What a page says of itself for its frame.
pub(super) struct About {
    /// Name of the template.
    pub page: &'static str,
    pub title: Text,
    pub description: Text,
    /// The entry whose text it shows.
    pub entry: Option<EntryIx>,
    pub toc: Vec<TocItem>,
}

impl About {
    pub fn page(page: &'static str, title: Text) -> About {
        About { page, title, description: "".into(), entry: None, toc: Vec::new() }
    }

    #[must_use]
    pub fn description(mut self, description: &str) -> About {
        self.description = description.into();
        self
    }
}

/// The frame of a page.
pub(super) fn frame(scene: &Scene<'_>, about: About) -> Frame {
    let root = scene.to("");
    let home = scene.href(PageKind::Home);
    let fallback = about.entry.and_then(|entry| fallback(scene, entry));
    let hidden = matches!(
        scene.page.kind,
        PageKind::NotFound | PageKind::RootNotFound | PageKind::Search | PageKind::Print
    );
    Frame {
        page: about.page.into(),
        slug: about.entry.map_or_else(|| "".into(), |entry| scene.catalog().entry(entry).key.slug.clone()),
        root,
        home,
        title: about.title,
        description: about.description,
        canonical: canonical(scene, about.entry),
        alternates: if hidden || fallback.is_some() { Vec::new() } else { alternates(scene, about.entry) },
        noindex: hidden || fallback.is_some(),
        place: place(scene),
        languages: languages(scene, about.entry),
        parallel: parallel(scene, about.entry),
        toc: about.toc,
        fallback,
    }
}

fn absolute(scene: &Scene<'_>, page: Page) -> Text {
    format!("{}{}", scene.catalog().config.base_url, scene.catalog().address(page)).into()
}

/// The address to keep: the page's own, a fallback's real page, none for pages that are shown anywhere.
fn canonical(scene: &Scene<'_>, entry: Option<EntryIx>) -> Option<Text> {
    if matches!(scene.page.kind, PageKind::NotFound | PageKind::RootNotFound) {
        return None;
    }
    let mut page = scene.page;
    if let (Some(entry), false) = (entry, matches!(page.kind, PageKind::Parallel(_))) {
        page.language = scene.catalog().entry(entry).document(page.language).1;
    }
    Some(absolute(scene, page))
}

/// The same page in each language where it is real, and `x-default`.
fn alternates(scene: &Scene<'_>, entry: Option<EntryIx>) -> Vec<Alternate> {
    let config = &scene.catalog().config;
    // Both languages side by side are one text, whatever language its frame speaks.
    if matches!(scene.page.kind, PageKind::Parallel(_)) || config.languages.len() < 2 {
        return Vec::new();
    }
    let kind = if scene.page.kind == PageKind::Chooser { PageKind::Home } else { scene.page.kind };
    let real: Vec<usize> = (0..config.languages.len())
        .filter(|language| entry.is_none_or(|entry| !scene.catalog().entry(entry).is_fallback(*language)))
        .collect();
    if real.len() < 2 {
        return Vec::new();
    }
    let mut alternates: Vec<Alternate> = real
        .iter()
        .map(|language| Alternate {
            lang: config.languages[*language].tag.as_str().into(),
            href: absolute(scene, Page { kind, language: *language }),
        })
        .collect();
    let default = match (&config.x_default, kind) {
        (XDefault::Chooser, PageKind::Home) => {
            Page { kind: PageKind::Chooser, language: config.default_language }
        }
        (XDefault::Chooser, _) => Page { kind, language: first_of(&real, config.default_language) },
        (XDefault::Language(language), _) => Page { kind, language: first_of(&real, *language) },
    };
    alternates.push(Alternate { lang: "x-default".into(), href: absolute(scene, default) });
    alternates
}

fn first_of(real: &[usize], wanted: usize) -> usize {
    if real.contains(&wanted) { wanted } else { real[0] }
}

/// The place in the header that a page belongs to.
fn place(scene: &Scene<'_>) -> Option<Text> {
    let collection = |entry: EntryIx| match scene.catalog().entry(entry).key.collection {
        Collection::Home | Collection::Pages => None,
        collection => Some(collection.folder()),
    };
    let key = match scene.page.kind {
        PageKind::List(collection) => Some(collection.folder()),
        PageKind::Entry(entry) | PageKind::Parallel(entry) => collection(entry),
        PageKind::Move(_) | PageKind::Compare | PageKind::ComparePair(..) => Some("roles"),
        PageKind::Map | PageKind::SkillMap => Some("map"),
        PageKind::MySkills => Some("my-skills"),
        _ => None,
    };
    key.map(Text::from)
}

fn languages(scene: &Scene<'_>, entry: Option<EntryIx>) -> Vec<LanguageLink> {
    let count = scene.catalog().config.languages.len();
    if count < 2 || matches!(scene.page.kind, PageKind::Chooser | PageKind::RootNotFound) {
        return Vec::new();
    }
    // A page without an address of its own leads to the other language's home.
    let kind = if scene.page.kind == PageKind::NotFound { PageKind::Home } else { scene.page.kind };
    // From a page with both languages the switch leads to the page in one.
    let kind = match kind {
        PageKind::Parallel(entry) => PageKind::Entry(entry),
        kind => kind,
    };
    (0..count)
        .map(|language| {
            let shown = entry.is_none_or(|entry| !scene.catalog().entry(entry).is_fallback(language));
            let parallel = matches!(scene.page.kind, PageKind::Parallel(_));
            let state = match (language == scene.page.language && !parallel, shown) {
                (true, _) => LanguageState::Current,
                (false, true) => LanguageState::Translated,
                (false, false) => LanguageState::Fallback,
            };
            LanguageLink { href: scene.href_in(kind, language), state }
        })
        .collect()
}

fn parallel(scene: &Scene<'_>, entry: Option<EntryIx>) -> Option<ParallelLink> {
    let entry = entry.filter(|entry| scene.catalog().has_parallel(*entry))?;
    let current = matches!(scene.page.kind, PageKind::Parallel(_));
    Some(ParallelLink { href: scene.href(PageKind::Parallel(entry)), current })
}

fn fallback(scene: &Scene<'_>, entry: EntryIx) -> Option<Fallback> {
    if matches!(scene.page.kind, PageKind::Parallel(_)) {
        return None;
    }
    let found = scene.catalog().entry(entry);
    let (_, shown) = found.document(scene.page.language);
    if shown == scene.page.language {
        return None;
    }
    let language = &scene.catalog().config.languages[shown];
    let list = match found.key.collection {
        Collection::Home | Collection::Pages => None,
        collection => {
            let title = scene.words().text(&format!("places.{collection}"));
            Some(scene.made_link(PageKind::List(collection), "", title))
        }
    };
    let help = scene.catalog().names.by_slug("contribute").map(|page| scene.entry_href(page));
    Some(Fallback {
        lang: language.tag.as_str().into(),
        language: language_name(scene, shown),
        href: scene.href_in(scene.page.kind, shown),
        help,
        list: list as Option<Link>,
    })
}

/// What readers of this page call a language.
pub(super) fn language_name(scene: &Scene<'_>, language: usize) -> Text {
    let language = &scene.catalog().config.languages[language];
    let own = scene.words().get(&format!("languages.{}", language.locale));
    own.cloned().unwrap_or_else(|| language.name.as_str().into())
}

/// Headings of levels 2 and 3.
pub(super) fn toc(document: &Document) -> Vec<TocItem> {
    let mut items: Vec<TocItem> = Vec::new();
    let headings = document.body.headings.iter();
    for heading in headings.filter(|heading| heading.top_level && matches!(heading.level, 2 | 3)) {
        let item = TocItem {
            id: heading.id.as_str().into(),
            title: heading.text.as_str().into(),
            children: Vec::new(),
        };
        match items.last_mut() {
            Some(parent) if heading.level == 3 => parent.children.push(item),
            _ => items.push(item),
        }
    }
    items
}

/// The way from a page to a file of the theme or an entry.
pub(super) fn asset(scene: &Scene<'_>, published: &str) -> String {
    match scene.page.kind {
        PageKind::NotFound | PageKind::RootNotFound => scene.to(published),
        _ => relative(&scene.address, published),
    }
}
