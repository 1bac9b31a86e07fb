//! Pages that list: home, chooser, collections, sources, what is not there.

use super::breaks;
use super::card;
use super::entry_page::source_ref;
use super::fill::{Filler, Placing};
use super::frame::{About, frame, toc};
use super::scene::Scene;
use super::sections;
use super::view::{
    ChapterListView, Choice, ChooserView, Counts, GroupLink, GroupView, HomeView, Html, Link, LostChoice,
    NotFoundView, OtherTitle, PageView, PartView, RoleListView, RootNotFoundView, SkillListView, SourcesView,
    Text,
};
use crate::catalog::{EntryIx, Page, PageKind, Target};
use crate::content::Collection;
use std::collections::BTreeSet;

fn counts(scene: &Scene<'_>) -> Counts {
    let catalog = scene.catalog();
    Counts {
        parts: catalog.parts.len() as u32,
        chapters: catalog.chapters().count() as u32,
        roles: scene.shared().roles.len() as u32,
        skills: scene.shared().skills.len() as u32,
        moves: catalog.moves.len() as u32,
    }
}

fn parts(scene: &Scene<'_>, summaries: bool) -> Vec<PartView> {
    let catalog = scene.catalog();
    let part = |(index, found): (usize, &crate::catalog::PartChapters)| {
        let part = &catalog.config.parts[found.part];
        let chapter = |chapter: &EntryIx| {
            let mut card = card::card(scene, *chapter);
            if !summaries {
                card.summary = "".into();
            }
            card
        };
        PartView {
            slug: part.slug.as_str().into(),
            number: index as u32 + 1,
            title: catalog.config.word(&part.title, &scene.language().locale).into(),
            href: format!("{}#{}", scene.href(PageKind::List(Collection::Chapters)), part.slug),
            chapters: found.chapters.iter().map(chapter).collect(),
        }
    };
    catalog.parts.iter().enumerate().map(part).collect()
}

/// The home page of a language.
pub(super) fn home(scene: &Scene<'_>) -> PageView {
    let catalog = scene.catalog();
    let language = scene.language();
    let entry = catalog.home;
    let title = entry.map_or_else(|| Text::from(language.title.as_str()), |entry| scene.title(entry));
    let summary = entry.map_or("", |entry| scene.document(entry).front.summary.as_str());
    let about = About {
        page: "home",
        title: title.clone(),
        description: if summary.is_empty() { language.description.as_str().into() } else { summary.into() },
        entry,
        toc: entry.map(|entry| toc(scene.document(entry))).unwrap_or_default(),
    };
    let (lead, starts) = entry.map_or_else(Default::default, |entry| {
        let shown = catalog.entry(entry).document(scene.page.language).1;
        let keys = super::entry_page::source_keys(scene, entry);
        let filler = Filler::new(scene, entry, shown, &keys, Placing::default());
        sections::cut(&filler, scene.document(entry))
    });
    let groups = |collection: Collection, entries: &[EntryIx]| -> Vec<GroupLink> {
        card::grouped(scene, collection, entries)
            .into_iter()
            .map(|(key, title, entries)| GroupLink {
                href: format!("{}#{key}", scene.href(PageKind::List(collection))),
                key,
                title,
                count: entries.len() as u32,
            })
            .collect()
    };
    let other = catalog.config.languages.iter().find(|other| other.locale != language.locale);
    PageView::Home(HomeView {
        frame: frame(scene, about),
        title_html: breaks::title(&title, language.script, &scene.edition.lexicon),
        title,
        summary: summary.into(),
        slip: slip(scene),
        other_title: other
            .map(|other| OtherTitle { lang: other.tag.as_str().into(), title: other.title.as_str().into() }),
        lead,
        starts,
        parts: parts(scene, false),
        role_groups: groups(Collection::Roles, &scene.shared().roles),
        skill_groups: groups(Collection::Skills, &scene.shared().skills),
        counts: counts(scene),
        first: catalog.chapters().next().map(|chapter| scene.link(chapter)),
        map: home_map(scene),
    })
}

/// The career map in small.
fn home_map(scene: &Scene<'_>) -> Option<Html> {
    let svg = super::map_page::picture(scene).svg;
    (!svg.is_empty()).then(|| Html::from(svg))
}

/// The book's title in lines for the slip: at spaces, or whole.
fn slip(scene: &Scene<'_>) -> Vec<Text> {
    scene.language().title.split_whitespace().map(Text::from).collect()
}

/// The root: which language?
pub(super) fn chooser(scene: &Scene<'_>) -> PageView {
    let config = &scene.catalog().config;
    let mut order: Vec<usize> = (0..config.languages.len()).collect();
    order.sort_by_key(|language| *language != config.default_language);
    let choices = order.into_iter().map(|index| {
        let language = &config.languages[index];
        let words = scene.edition.theme.words(&language.locale);
        Choice {
            locale: language.locale.as_str().into(),
            lang: language.tag.as_str().into(),
            href: scene.href_in(PageKind::Home, index),
            title: language.title.as_str().into(),
            title_html: breaks::title(&language.title, language.script, &scene.edition.lexicon),
            description: language.description.as_str().into(),
            open: words.text("language.open"),
            remembered: words.text("language.remembered"),
        }
    });
    let titles: Vec<&str> = config.languages.iter().map(|language| language.title.as_str()).collect();
    let about = About::page("chooser", titles.join(" / ").into()).description(&scene.language().description);
    PageView::Chooser(ChooserView { frame: frame(scene, about), choices: choices.collect() })
}

/// All entries of a collection.
pub(super) fn list(scene: &Scene<'_>, collection: Collection) -> PageView {
    let words = scene.words();
    let key = collection.folder();
    let title = words.text(&format!("{key}.title"));
    let about = About::page(collection.folder(), title).description(&scene.language().description);
    let frame = frame(scene, about);
    let groups = |entries: &[EntryIx]| -> Vec<GroupView> {
        card::grouped(scene, collection, entries)
            .into_iter()
            .map(|(key, title, entries)| GroupView {
                key,
                title,
                entries: entries.iter().map(|entry| card::card(scene, *entry)).collect(),
            })
            .collect()
    };
    let counts = counts(scene);
    match collection {
        Collection::Roles => {
            PageView::RoleList(RoleListView { frame, groups: groups(&scene.shared().roles), counts })
        }
        Collection::Skills => {
            PageView::SkillList(SkillListView { frame, groups: groups(&scene.shared().skills), counts })
        }
        _ => PageView::ChapterList(ChapterListView { frame, parts: parts(scene, true), counts }),
    }
}

/// All works, with the pages that cite them.
pub(super) fn sources(scene: &Scene<'_>) -> PageView {
    let catalog = scene.catalog();
    let title = scene.words().text("sources_page.title");
    let works = catalog.bibliography.works.iter().enumerate().map(|(index, (key, work))| {
        let mut source = source_ref(scene, key, work, index as u32 + 1);
        source.pages = citing(scene, key);
        source
    });
    let sources = works.collect();
    PageView::Sources(SourcesView { frame: frame(scene, About::page("sources", title)), sources })
}

/// Pages that name a work in front matter or text, in the site's order.
fn citing(scene: &Scene<'_>, key: &str) -> Vec<Link> {
    let catalog = scene.catalog();
    let mut found: BTreeSet<EntryIx> = BTreeSet::new();
    for (index, entry) in catalog.entries.iter().enumerate() {
        let names =
            |document: &crate::content::Document| document.front.sources.iter().any(|s| s.value == key);
        if entry.documents.iter().flatten().any(|document| names(document)) {
            found.insert(EntryIx(index as u32));
        }
        let cites = |target: &Target| matches!(target, Target::Source(cited) if cited == key);
        let links = catalog.all_links(EntryIx(index as u32));
        if links.flat_map(|links| &links.links.targets).any(cites) {
            found.insert(EntryIx(index as u32));
        }
    }
    let entries: Vec<EntryIx> = found.into_iter().collect();
    scene.links(&scene.in_order(&entries))
}

/// What is not there, in one language.
pub(super) fn not_found(scene: &Scene<'_>) -> PageView {
    let title = scene.words().text("lost.title");
    PageView::NotFound(NotFoundView { frame: frame(scene, About::page("404", title)) })
}

/// What is not there, in all languages.
pub(super) fn root_not_found(scene: &Scene<'_>) -> PageView {
    let config = &scene.catalog().config;
    let choices = config.languages.iter().enumerate().map(|(index, language)| {
        let words = scene.edition.theme.words(&language.locale);
        LostChoice {
            locale: language.locale.as_str().into(),
            lang: language.tag.as_str().into(),
            href: scene.to(&scene.catalog().address(Page { kind: PageKind::Home, language: index })),
            title: language.title.as_str().into(),
            missing: words.text("lost.title"),
            why: words.text("lost.text"),
            back: words.text("lost.home"),
        }
    });
    let choices = choices.collect();
    let title = scene.words().text("lost.title");
    PageView::RootNotFound(RootNotFoundView { frame: frame(scene, About::page("root-404", title)), choices })
}
