//! What the pages of a language share: the site's view and the navigation beside them.

use super::scene::Scene;
use super::view::{Extras, Language, LanguageWords, NavGroup, NavItem, NavView, SiteLink, SiteView, Text};
use super::{Edition, NavKey, data};
use crate::catalog::{Alphabet, Catalog, EntryIx, Page, PageKind};
use crate::config::Group;
use crate::content::Collection;

/// Roles or skills in the site's order: groups as in `site.toml`, and inside a group the language's alphabet.
pub(super) fn ordered(
    catalog: &Catalog,
    collection: Collection,
    language: usize,
    alphabet: &Alphabet,
) -> Vec<EntryIx> {
    let groups: &[Group] = match collection {
        Collection::Roles => &catalog.config.role_groups,
        _ => &catalog.config.skill_groups,
    };
    let group = |entry: EntryIx| {
        let group = catalog.entry(entry).neutral().group.as_ref();
        group.and_then(|group| groups.iter().position(|g| g.id == group.value)).unwrap_or(groups.len())
    };
    let key = |entry: EntryIx| -> String {
        let document = catalog.entry(entry).document(language).0;
        document.front.sort.clone().unwrap_or_else(|| catalog.entry(entry).title(language).to_owned())
    };
    let mut keyed: Vec<(usize, String, EntryIx)> =
        catalog.collection(collection).map(|entry| (group(entry), key(entry), entry)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| alphabet.compare(&a.1, &b.1)).then(a.2.cmp(&b.2)));
    keyed.into_iter().map(|(_, _, entry)| entry).collect()
}

/// The site in one language.
pub(super) fn site(edition: &Edition, language: usize) -> SiteView {
    let config = &edition.catalog.config;
    let own = &config.languages[language];
    let words = edition.theme.words(&own.locale);
    let made: Vec<PageKind> = edition.made_pages();
    let has = |wanted: PageKind| made.contains(&wanted);
    let address =
        |kind: PageKind| -> Option<Text> { has(kind).then(|| below(edition, Page { kind, language })) };
    let list = |collection| PageKind::List(collection);
    let places = [
        ("chapters", list(Collection::Chapters)),
        ("roles", list(Collection::Roles)),
        ("skills", list(Collection::Skills)),
        ("map", PageKind::Map),
        ("my-skills", PageKind::MySkills),
    ];
    let place = |(key, kind): (&str, PageKind)| {
        address(kind).map(|href| SiteLink { key: key.into(), href, title: None })
    };
    let entries = [Collection::Chapters, Collection::Roles, Collection::Skills];
    SiteView {
        locale: own.locale.as_str().into(),
        lang: own.tag.as_str().into(),
        title: own.title.as_str().into(),
        description: own.description.as_str().into(),
        languages: (0..config.languages.len()).map(|index| language_view(edition, index)).collect(),
        places: places.into_iter().filter_map(place).collect(),
        footer: footer(edition, language, &address),
        extras: Extras {
            search: address(PageKind::Search),
            sources: address(PageKind::Sources),
            print: address(PageKind::Print),
            map: address(PageKind::Map),
            skill_map: address(PageKind::SkillMap),
            compare: address(PageKind::Compare),
            my_skills: address(PageKind::MySkills),
            status: None,
            feed: None,
            opensearch: edition.features.search.then(|| "opensearch.xml".into()),
            graph: has(PageKind::MySkills).then(|| data::GRAPH.into()),
            entries: entries
                .into_iter()
                .filter(|collection| edition.catalog.collection(*collection).next().is_some())
                .map(|collection| (collection.folder().into(), data::entries_name(collection).into()))
                .collect(),
            contribute: edition
                .catalog
                .names
                .by_slug("contribute")
                .map(|entry| below(edition, edition.catalog.entry_page(entry, language))),
        },
        words: words.clone(),
        assets: edition.theme.asset_paths(),
    }
}

/// A page's address relative to the home of its language.
fn below(edition: &Edition, page: Page) -> Text {
    let address = edition.catalog.address(page);
    address.split_once('/').map_or("", |(_, below)| below).into()
}

fn language_view(edition: &Edition, index: usize) -> Language {
    let language = &edition.catalog.config.languages[index];
    Language {
        locale: language.locale.as_str().into(),
        lang: language.tag.as_str().into(),
        name: language.name.as_str().into(),
        title: language.title.as_str().into(),
        own: own_words(edition, index),
    }
}

/// What a language says of itself on pages in others.
pub(super) fn own_words(edition: &Edition, index: usize) -> LanguageWords {
    let language = &edition.catalog.config.languages[index];
    let words = edition.theme.words(&language.locale);
    let or = |key: &str, other: &str| words.get(key).cloned().unwrap_or_else(|| other.into());
    LanguageWords {
        short: or("language.short", &language.short),
        tag: or("language.tag", &language.short),
        read_page: or("language.read_page", &language.name),
        read_section: or("language.read_section", &language.name),
    }
}

fn footer(edition: &Edition, language: usize, address: &dyn Fn(PageKind) -> Option<Text>) -> Vec<SiteLink> {
    let catalog = &edition.catalog;
    let mut links: Vec<SiteLink> = catalog
        .collection(Collection::Pages)
        .map(|entry| SiteLink {
            key: catalog.entry(entry).key.slug.clone(),
            href: below(edition, catalog.entry_page(entry, language)),
            title: Some(catalog.entry(entry).title(language).into()),
        })
        .collect();
    for (key, kind) in [("sources", PageKind::Sources), ("print", PageKind::Print)] {
        links.extend(address(kind).map(|href| SiteLink { key: key.into(), href, title: None }));
    }
    links
}

/// The navigation of a page.
pub(super) fn key(catalog: &Catalog, page: Page) -> NavKey {
    let entry = match page.kind {
        PageKind::List(collection) => return NavKey::Groups(collection, None),
        PageKind::Entry(entry) => entry,
        _ => return NavKey::None,
    };
    let found = catalog.entry(entry);
    let open = match found.key.collection {
        Collection::Chapters => catalog.part_of(entry),
        Collection::Roles | Collection::Skills => {
            let groups = groups(catalog, found.key.collection);
            let group = found.neutral().group.as_ref();
            group.and_then(|group| groups.iter().position(|known| known.id == group.value))
        }
        Collection::Home | Collection::Pages => return NavKey::None,
    };
    NavKey::Groups(found.key.collection, open)
}

fn groups(catalog: &Catalog, collection: Collection) -> &[Group] {
    match collection {
        Collection::Roles => &catalog.config.role_groups,
        Collection::Skills => &catalog.config.skill_groups,
        _ => &[],
    }
}

/// The navigations that a site has.
pub(super) fn keys(catalog: &Catalog) -> Vec<NavKey> {
    let counts = [
        (Collection::Chapters, catalog.parts.len()),
        (Collection::Roles, catalog.config.role_groups.len()),
        (Collection::Skills, catalog.config.skill_groups.len()),
    ];
    let mut keys = vec![NavKey::None];
    for (collection, groups) in counts {
        keys.push(NavKey::Groups(collection, None));
        keys.extend((0..groups).map(|open| NavKey::Groups(collection, Some(open))));
    }
    keys
}

/// One navigation.
pub(super) fn nav(
    edition: &Edition,
    language: usize,
    key: NavKey,
    roles: &[EntryIx],
    skills: &[EntryIx],
) -> NavView {
    let NavKey::Groups(collection, open) = key else { return NavView::default() };
    let catalog = &edition.catalog;
    let grouped = |entries: &[EntryIx]| -> Vec<Vec<EntryIx>> {
        let is_in = |entry: &EntryIx, group: &Group| {
            catalog.entry(*entry).neutral().group.as_ref().is_some_and(|g| g.value == group.id)
        };
        let groups = groups(catalog, collection).iter();
        groups.map(|group| entries.iter().copied().filter(|entry| is_in(entry, group)).collect()).collect()
    };
    let members = match collection {
        Collection::Roles => grouped(roles),
        Collection::Skills => grouped(skills),
        _ => catalog.parts.iter().map(|part| part.chapters.clone()).collect(),
    };
    let group = |at| nav_group(edition, language, collection, &members, at, open);
    NavView { collection: collection.folder().into(), groups: (0..members.len()).map(group).collect() }
}

fn nav_group(
    edition: &Edition,
    language: usize,
    collection: Collection,
    groups: &[Vec<EntryIx>],
    at: usize,
    open: Option<usize>,
) -> NavGroup {
    let catalog = &edition.catalog;
    let config = &catalog.config;
    let (key, title) = if collection == Collection::Chapters {
        let part = &config.parts[catalog.parts[at].part];
        (part.slug.as_str(), &part.title)
    } else {
        let group = &self::groups(catalog, collection)[at];
        (group.id.as_str(), &group.title)
    };
    let number = |entry: Option<&EntryIx>| entry.and_then(|e| catalog.chapter_number(*e)).unwrap_or(0) as u32;
    let open = open == Some(at);
    let scene = Scene::new(edition, Page { kind: PageKind::Home, language });
    let item = |entry: &EntryIx| NavItem {
        slug: catalog.entry(*entry).key.slug.clone(),
        href: below(edition, catalog.entry_page(*entry, language)),
        title: catalog.entry(*entry).title(language).into(),
        lang: scene.lang_of(*entry),
        number: number(Some(entry)),
    };
    NavGroup {
        key: key.into(),
        title: config.word(title, &config.languages[language].locale).into(),
        href: format!("{collection}/#{key}").into(),
        first: number(groups[at].first()),
        last: number(groups[at].last()),
        count: groups[at].len() as u32,
        open,
        items: if open { groups[at].iter().map(item).collect() } else { Vec::new() },
    }
}
