//! Pages of entries: chapter, role, skill, plain page.

use super::breaks;
use super::card;
use super::fill::{Filler, Placing};
use super::frame::{About, frame, language_name, toc};
use super::scene::Scene;
use super::scene::kind;
use super::sections;
use super::view::{
    ChapterView, Date, EntryHead, Html, Link, Mention, MoveRow, Need, Neighbour, OtherName, PageView,
    PlainView, RoleNeed, RoleView, SkillView, SourceRef, Text,
};
use crate::catalog::{BacklinkKind, EntryIx, MoveIx, PageKind, Target};
use crate::content::{Collection, Document, Work};
use crate::locale::Locale;
use std::collections::BTreeSet;

/// The page of an entry.
pub(super) fn entry(scene: &Scene<'_>, entry: EntryIx) -> PageView {
    let keys = source_keys(scene, entry);
    let language = scene.catalog().entry(entry).document(scene.page.language).1;
    let body = Filler::new(scene, entry, language, &keys, Placing::default())
        .html_with(sections::turns(scene, entry));
    match scene.catalog().entry(entry).key.collection {
        Collection::Chapters => PageView::Chapter(chapter(scene, entry, body, &keys)),
        Collection::Roles => PageView::Role(role(scene, entry, body, &keys)),
        Collection::Skills => PageView::Skill(skill(scene, entry, body, &keys)),
        Collection::Home | Collection::Pages => PageView::Plain(PlainView {
            frame: entry_frame(scene, entry, "page"),
            head: head(scene, entry),
            body,
            sources: source_refs(scene, &keys),
        }),
    }
}

fn entry_frame(scene: &Scene<'_>, entry: EntryIx, page: &'static str) -> super::view::Frame {
    let document = scene.document(entry);
    let about = About {
        page,
        title: scene.title(entry),
        description: document.front.summary.as_str().into(),
        entry: Some(entry),
        toc: toc(document),
    };
    frame(scene, about)
}

/// The head of an entry's page.
pub(super) fn head(scene: &Scene<'_>, entry: EntryIx) -> EntryHead {
    let found = scene.catalog().entry(entry);
    let (document, shown) = found.document(scene.page.language);
    let languages = &scene.catalog().config.languages;
    let others = found.languages().filter(|language| *language != scene.page.language);
    EntryHead {
        kind: kind(found.key.collection),
        title: scene.title(entry),
        title_html: breaks::title(&scene.title(entry), languages[shown].script, &scene.edition.lexicon),
        alt_labels: document.front.alt_labels.iter().map(|label| label.value.as_str().into()).collect(),
        summary: document.front.summary.as_str().into(),
        group: card::group_link(scene, entry),
        lang: scene.lang_of(entry),
        others: others
            .map(|language| OtherName {
                locale: languages[language].locale.as_str().into(),
                language: language_name(scene, language),
                lang: languages[language].tag.as_str().into(),
                title: found.title(language).into(),
                href: scene.entry_href_in(entry, language),
            })
            .collect(),
        minutes: document.body.counts.minutes(),
        updated: document.front.updated.map(|date| Date::new(date.year, date.month, date.day)),
        outdated: Vec::new(),
    }
}

fn chapter(scene: &Scene<'_>, entry: EntryIx, body: Html, keys: &[String]) -> ChapterView {
    let catalog = scene.catalog();
    let relations = catalog.relations(entry);
    let at = catalog.chapter_number(entry).map(|number| number - 1);
    let part = catalog.part_of(entry);
    let neighbour =
        |index: Option<usize>| index.and_then(|i| catalog.chapters().nth(i)).map(|c| scene.link(c));
    ChapterView {
        frame: entry_frame(scene, entry, "chapter"),
        head: head(scene, entry),
        number: at.map_or(0, |at| at as u32 + 1),
        part: part.map_or(0, |part| part as u32 + 1),
        body,
        roles: scene.links(&relations.roles),
        skills: scene.links(&relations.skills),
        previous: neighbour(at.and_then(|at| at.checked_sub(1))),
        next: neighbour(at.map(|at| at + 1)),
        sources: source_refs(scene, keys),
        mentions: mentions(scene, entry),
    }
}

fn role(scene: &Scene<'_>, entry: EntryIx, body: Html, keys: &[String]) -> RoleView {
    let catalog = scene.catalog();
    let relations = catalog.relations(entry);
    let row = |at: &MoveIx, incoming: bool| move_row(scene, *at, incoming);
    let compare = catalog.pairs.iter().filter_map(|(a, b)| {
        let other = if *a == entry { *b } else { *a };
        (*a == entry || *b == entry).then(|| {
            let href = scene.href(PageKind::ComparePair(*a, *b));
            Link { href, ..scene.link(other) }
        })
    });
    RoleView {
        frame: entry_frame(scene, entry, "role"),
        head: head(scene, entry),
        essential: card::skill_groups(scene, &relations.essential),
        optional: card::skill_groups(scene, &relations.optional),
        essential_count: relations.essential.len() as u32,
        optional_count: relations.optional.len() as u32,
        moves_in: relations.moves_in.iter().map(|at| row(at, true)).collect(),
        moves_out: relations.moves_out.iter().map(|at| row(at, false)).collect(),
        map: Some(format!("{}#{}", scene.href(PageKind::Map), catalog.entry(entry).key.slug)),
        body,
        chapters: scene.links(&scene.in_order(&relations.chapters)),
        neighbours: neighbours(scene, entry),
        compare: compare.collect(),
        compare_any: Some(format!(
            "{}?roles={}",
            scene.href(PageKind::Compare),
            catalog.entry(entry).key.slug
        )),
        sources: source_refs(scene, keys),
        mentions: mentions(scene, entry),
    }
}

fn move_row(scene: &Scene<'_>, at: MoveIx, incoming: bool) -> MoveRow {
    let m = &scene.catalog().moves[at.0 as usize];
    MoveRow {
        href: scene.href(PageKind::Move(at)),
        role: scene.link(if incoming { m.from } else { m.to }),
        kept: m.kept.len() as u32,
        learn: m.needed.len() as u32,
        first: m.needed.iter().take(3).map(|skill| scene.title(*skill)).collect(),
        note: card::move_note(scene, at).map(|(note, _)| note),
    }
}

/// Other roles by the number of essential skills that both need.
fn neighbours(scene: &Scene<'_>, entry: EntryIx) -> Vec<Neighbour> {
    let catalog = scene.catalog();
    let own = &catalog.relations(entry).essential;
    let mut shared: Vec<(usize, EntryIx)> = Vec::new();
    for other in scene.shared().roles.iter().filter(|other| **other != entry) {
        let count = catalog.relations(*other).essential.iter().filter(|skill| own.contains(skill)).count();
        if count > 1 {
            shared.push((count, *other));
        }
    }
    shared.sort_by_key(|(count, other)| (std::cmp::Reverse(*count), scene.shared().ranks[other.0 as usize]));
    shared
        .into_iter()
        .take(8)
        .map(|(count, other)| Neighbour {
            role: scene.link(other),
            shared: count as u32,
            total: catalog.relations(other).essential.len() as u32,
        })
        .collect()
}

fn skill(scene: &Scene<'_>, entry: EntryIx, body: Html, keys: &[String]) -> SkillView {
    let catalog = scene.catalog();
    let relations = catalog.relations(entry);
    let need = |roles: &[EntryIx], need: Need| -> Vec<RoleNeed> {
        let row = |role: &EntryIx| RoleNeed {
            role: scene.link(*role),
            need,
            essential_count: catalog.relations(*role).essential.len() as u32,
        };
        scene.in_order(roles).iter().map(row).collect()
    };
    let mut roles = need(&relations.essential_for, Need::Essential);
    roles.extend(need(&relations.optional_for, Need::Optional));
    let rows = |skills: &[EntryIx]| skills.iter().map(|skill| card::skill_row(scene, *skill)).collect();
    let group = catalog.entry(entry).neutral().group.as_ref().map_or("", |group| group.value.as_str());
    SkillView {
        frame: entry_frame(scene, entry, "skill"),
        head: head(scene, entry),
        skill_type: catalog
            .entry(entry)
            .neutral()
            .kind
            .as_ref()
            .map_or("", |kind| kind.value.as_str())
            .into(),
        requires: rows(&relations.requires),
        unlocks: rows(&scene.in_order(&relations.unlocks)),
        related: scene.links(&scene.in_order(&relations.related)),
        broader: relations.broader.first().map(|broader| scene.link(*broader)),
        narrower: scene.links(&scene.in_order(&relations.narrower)),
        roles,
        body,
        chapters: scene.links(&scene.in_order(&relations.chapters)),
        map: Some(format!("{}#{group}", scene.href(PageKind::SkillMap))),
        sources: source_refs(scene, keys),
        mentions: mentions(scene, entry),
    }
}

/// Keys of the works that an entry's page lists, in the order of their numbers: the origin's, the shown document's
/// own, then those that are only cited in the text.
pub(super) fn source_keys(scene: &Scene<'_>, entry: EntryIx) -> Vec<String> {
    let catalog = scene.catalog();
    let found = catalog.entry(entry);
    let (document, language) = found.document(scene.page.language);
    let mut keys: Vec<String> = Vec::new();
    let mut add = |key: &str| {
        if catalog.bibliography.works.contains_key(key) && !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    };
    found.origin_document().front.sources.iter().for_each(|key| add(&key.value));
    document.front.sources.iter().for_each(|key| add(&key.value));
    if let Some(links) = catalog.links(entry, language) {
        for target in &links.links.targets {
            if let Target::Source(key) = target {
                add(key);
            }
        }
    }
    keys
}

/// Works as they stand at the end of an entry.
pub(super) fn source_refs(scene: &Scene<'_>, keys: &[String]) -> Vec<SourceRef> {
    let works = &scene.catalog().bibliography.works;
    let found = keys.iter().filter_map(|key| works.get(key).map(|work| (key, work)));
    found.enumerate().map(|(index, (key, work))| source_ref(scene, key, work, index as u32 + 1)).collect()
}

/// A work in the words of this page's language.
pub(super) fn source_ref(scene: &Scene<'_>, key: &str, work: &Work, number: u32) -> SourceRef {
    let config = &scene.catalog().config;
    let locale: &Locale = &scene.language().locale;
    let own_title = work.title.contains_key(locale);
    let title = config.word(&work.title, locale);
    let lang = config.languages.iter().find(|l| work.title.get(&l.locale).is_some_and(|t| t == title));
    let note = work.note.get(locale).map(|note| note.as_str().into());
    SourceRef {
        key: key.into(),
        number,
        title: title.into(),
        lang: lang.filter(|_| !own_title).map(|language| language.tag.as_str().into()),
        author: work.author.as_deref().map(Text::from),
        site: work.site.as_deref().map(Text::from),
        date: written_date(&work.date),
        url: work.url.as_deref().map(Text::from),
        accessed: work.accessed.as_deref().and_then(written_date),
        note,
        pages: Vec::new(),
    }
}

/// `2022`, `2022-06`, `2022-06-27`; nothing for `undated`.
fn written_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-').map(str::parse::<u16>);
    let year = parts.next()?.ok()?;
    let month = parts.next().and_then(Result::ok).unwrap_or(0);
    let day = parts.next().and_then(Result::ok).unwrap_or(0);
    Some(Date::new(year, month as u8, day as u8))
}

/// Where the book mentions an entry: the first sentence of each page, in the book's order.
pub(super) fn mentions(scene: &Scene<'_>, entry: EntryIx) -> Vec<Mention> {
    let catalog = scene.catalog();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for backlink in catalog.backlinks(entry) {
        let from = catalog.entry(backlink.from);
        if from.document(scene.page.language).1 != backlink.language || seen.contains(&backlink.from) {
            continue;
        }
        let Some(mention) = sentence(scene, backlink.from, backlink.language, backlink.link) else {
            continue;
        };
        seen.insert(backlink.from);
        found.push((scene.shared().ranks[backlink.from.0 as usize], mention));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, mention)| mention).collect()
}

fn sentence(scene: &Scene<'_>, from: EntryIx, language: usize, link: BacklinkKind) -> Option<Mention> {
    let catalog = scene.catalog();
    let document: &Document = catalog.entry(from).documents[language].as_ref()?;
    let links = catalog.links(from, language)?;
    let body = &document.body;
    let title = |reference| match links.links.targets.get(usize::try_from(ref_index(reference)).unwrap_or(0))
    {
        Some(Target::Entry(entry, _)) => catalog.entry(*entry).title(language).to_owned(),
        _ => String::new(),
    };
    let (heading, (before, text, after)) = match link {
        BacklinkKind::Written(at) => {
            let index = crate::content::body::ReferenceIx(at);
            (body.reference(index).heading, body.sentence(index, title))
        }
        BacklinkKind::Automatic(at) => {
            let mention = links.mentions.get(at as usize)?;
            let section = body.sections.get(mention.section as usize)?;
            (section.heading, body.sentence_at(mention.text.clone(), title))
        }
    };
    let mut link = scene.link(from);
    if let Some(heading) = heading.and_then(|heading| body.headings.get(heading as usize)) {
        link.href = format!("{}#{}", link.href, heading.id);
    }
    let cut = card::crop(before, text, after);
    Some(Mention { link, before: cut.0.into(), text: cut.1.into(), after: cut.2.into() })
}

fn ref_index(reference: crate::content::body::ReferenceIx) -> u32 {
    reference.0
}
