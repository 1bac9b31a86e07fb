//! Both languages side by side, and the whole book on one page.

use super::breaks;
use super::card;
use super::entry_page::{head, source_ref};
use super::fill::{Filler, Placing};
use super::frame::{About, frame};
use super::scene::Scene;
use super::view::{
    Date, Html, PageView, ParallelRow, ParallelSection, ParallelSide, ParallelView, PrintEntry, PrintPart,
    PrintView, Text,
};
use crate::catalog::EntryIx;
use crate::content::body::{Block, BlockKind};
use crate::content::{Collection, Document};
use std::mem::discriminant;

/// Both languages of an entry, aligned section by section, and block by block where the blocks match.
pub(super) fn parallel(scene: &Scene<'_>, entry: EntryIx) -> PageView {
    let catalog = scene.catalog();
    let found = catalog.entry(entry);
    let languages = &catalog.config.languages;
    let shown: Vec<usize> = found.languages().collect();
    let side = |language: &usize| {
        let title = found.title(*language);
        let own = &languages[*language];
        ParallelSide {
            locale: own.locale.as_str().into(),
            lang: own.tag.as_str().into(),
            href: scene.entry_href_in(entry, *language),
            title: title.into(),
            title_html: breaks::title(title, own.script, &scene.edition.lexicon),
            summary: found.document(*language).0.front.summary.as_str().into(),
            origin: *language == found.origin,
        }
    };
    let keys = super::entry_page::source_keys(scene, entry);
    let sides: Vec<Side<'_>> =
        shown.iter().map(|language| Side::new(scene, entry, *language, &keys)).collect();
    let part = catalog.part_of(entry);
    let about = About {
        page: "parallel",
        title: scene.title(entry),
        description: scene.document(entry).front.summary.as_str().into(),
        entry: Some(entry),
        toc: Vec::new(),
    };
    PageView::Parallel(ParallelView {
        frame: frame(scene, about),
        collection: found.key.collection.folder().into(),
        group: card::group_link(scene, entry),
        part: part.map_or(0, |part| part as u32 + 1),
        sides: shown.iter().map(side).collect(),
        sections: sections(&sides),
    })
}

/// One language of a parallel page: its blocks by section.
struct Side<'a> {
    filler: Filler<'a>,
    insertions: Vec<crate::content::body::Insertion>,
    document: &'a Document,
    /// For each section: the heading's id (empty for the lead), its level, and the blocks from the heading on.
    sections: Vec<(String, u8, std::ops::Range<usize>)>,
}

impl<'a> Side<'a> {
    fn new(scene: &'a Scene<'a>, entry: EntryIx, language: usize, keys: &'a [String]) -> Side<'a> {
        let document = scene.catalog().entry(entry).document(language).0;
        let locale = &scene.catalog().config.languages[language].locale;
        let placing = Placing { prefix: format!("{locale}--"), whole_book: false };
        let filler = Filler::new(scene, entry, language, keys, placing);
        let mut sections = vec![(String::new(), 0, 0..0)];
        for (index, block) in document.body.blocks.iter().enumerate() {
            let heading = match block.kind {
                BlockKind::Heading(at) => Some(&document.body.headings[at as usize]),
                _ => None,
            };
            if let Some(heading) = heading.filter(|heading| heading.level <= 3) {
                sections.push((heading.id.clone(), heading.level, index..index));
            }
            if let Some(last) = sections.last_mut() {
                last.2.end = index + 1;
            }
        }
        let insertions = filler.insertions();
        Side { filler, insertions, document, sections }
    }

    fn blocks(&self, section: usize) -> &[Block] {
        let range = self.sections.get(section).map_or(0..0, |section| section.2.clone());
        &self.document.body.blocks[range]
    }

    fn html(&self, blocks: &[Block]) -> Html {
        match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => {
                Html::from(self.filler.range(first.html.start..last.html.end, &self.insertions))
            }
            _ => Html::default(),
        }
    }
}

/// Sections of the first side in order, each with the sections of the same id on the others; what only others have
/// comes where it stands there.
fn sections(sides: &[Side<'_>]) -> Vec<ParallelSection> {
    let Some(first) = sides.first() else { return Vec::new() };
    let mut out = Vec::new();
    let mut number = 0;
    let mut next: Vec<usize> = vec![0; sides.len()];
    let find = |side: &Side<'_>, id: &str| side.sections.iter().position(|section| section.0 == id);
    for (index, (id, level, _)) in first.sections.iter().enumerate() {
        let found: Vec<Option<usize>> = sides
            .iter()
            .enumerate()
            .map(|(at, side)| if at == 0 { Some(index) } else { find(side, id) })
            .collect();
        for at in 1..sides.len() {
            while let Some(here) = found[at].filter(|here| next[at] < *here) {
                let lone = next[at];
                next[at] += 1;
                let known = find(first, &sides[at].sections[lone].0).is_some();
                if !known && lone < here {
                    let mut places = vec![None; sides.len()];
                    places[at] = Some(lone);
                    out.push(section(sides, &places, 0));
                }
            }
            if let Some(here) = found[at] {
                next[at] = next[at].max(here + 1);
            }
        }
        if *level == 2 {
            number += 1;
        }
        out.push(section(sides, &found, if *level == 2 { number } else { 0 }));
    }
    for at in 1..sides.len() {
        for lone in next[at]..sides[at].sections.len() {
            if find(first, &sides[at].sections[lone].0).is_none() {
                let mut places = vec![None; sides.len()];
                places[at] = Some(lone);
                out.push(section(sides, &places, 0));
            }
        }
    }
    out.retain(|section| !section.rows.is_empty());
    out
}

fn section(sides: &[Side<'_>], places: &[Option<usize>], number: u32) -> ParallelSection {
    let blocks: Vec<&[Block]> =
        sides.iter().zip(places).map(|(side, at)| at.map_or(&[][..], |at| side.blocks(at))).collect();
    let matched = places.iter().all(Option::is_some);
    let same_kinds = |a: &[Block], b: &[Block]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| discriminant(&a.kind) == discriminant(&b.kind))
    };
    let aligned = matched && blocks.windows(2).all(|pair| same_kinds(pair[0], pair[1]));
    let is_heading =
        |blocks: &&[Block]| matches!(blocks.first().map(|b| b.kind), Some(BlockKind::Heading(_)));
    let cell = |index: usize, range: std::ops::Range<usize>| {
        let blocks = blocks[index].get(range).unwrap_or(&[]);
        sides[index].html(blocks)
    };
    let row = |heading: bool, range: std::ops::Range<usize>| ParallelRow {
        heading,
        cells: (0..sides.len()).map(|index| cell(index, range.clone())).collect(),
    };
    let longest = blocks.iter().map(|blocks| blocks.len()).max().unwrap_or(0);
    let mut rows = Vec::new();
    if aligned {
        rows.extend((0..longest).map(|at| row(at == 0 && blocks.iter().any(is_heading), at..at + 1)));
    } else {
        let headed = blocks.iter().any(is_heading);
        if headed {
            rows.push(row(true, 0..1));
        }
        let from = usize::from(headed);
        if longest > from {
            let rest = (0..sides.len()).map(|index| cell(index, from..blocks[index].len().max(from)));
            rows.push(ParallelRow { heading: false, cells: rest.collect() });
        }
    }
    ParallelSection { number, aligned, matched, rows }
}

/// The whole book.
pub(super) fn print(scene: &Scene<'_>) -> PageView {
    let catalog = scene.catalog();
    let config = &catalog.config;
    let all: Vec<String> = catalog.bibliography.works.keys().cloned().collect();
    let parts = catalog.parts.iter().enumerate().map(|(index, found)| {
        let part = &config.parts[found.part];
        PrintPart {
            key: part.slug.as_str().into(),
            number: index as u32 + 1,
            title: config.word(&part.title, &scene.language().locale).into(),
            entries: found.chapters.iter().map(|entry| print_entry(scene, *entry, &all)).collect(),
        }
    });
    let groups = |collection: Collection, entries: &[EntryIx]| -> Vec<PrintPart> {
        let part = |(key, title, entries): (Text, Text, Vec<EntryIx>)| PrintPart {
            key,
            number: 0,
            title,
            entries: entries.iter().map(|entry| print_entry(scene, *entry, &all)).collect(),
        };
        card::grouped(scene, collection, entries).into_iter().map(part).collect()
    };
    let sources = catalog.bibliography.works.iter().enumerate();
    let documents = catalog.entries.iter().map(|entry| entry.document(scene.page.language).0);
    let updated = documents.filter_map(|document| document.front.updated).max();
    let title = scene.words().text("print_page.title");
    PageView::Print(PrintView {
        frame: frame(scene, About::page("print", title)),
        parts: parts.collect(),
        roles: groups(Collection::Roles, &scene.shared().roles),
        skills: groups(Collection::Skills, &scene.shared().skills),
        sources: sources.map(|(index, (key, work))| source_ref(scene, key, work, index as u32 + 1)).collect(),
        updated: updated.map(|date| Date::new(date.year, date.month, date.day)),
    })
}

fn print_entry(scene: &Scene<'_>, entry: EntryIx, keys: &[String]) -> PrintEntry {
    let catalog = scene.catalog();
    let found = catalog.entry(entry);
    let relations = catalog.relations(entry);
    let placing = Placing { prefix: format!("{}--", found.key.slug), whole_book: true };
    let filler = Filler::new(scene, entry, found.document(scene.page.language).1, keys, placing);
    let here = |skills: &[EntryIx]| {
        let link = |skill: &EntryIx| super::view::Link {
            href: format!("#{}", catalog.entry(*skill).key.slug),
            ..scene.link(*skill)
        };
        skills.iter().map(link).collect()
    };
    let (essential, optional) = match found.key.collection {
        Collection::Roles => (here(&relations.essential), here(&relations.optional)),
        Collection::Skills => (here(&relations.requires), Vec::new()),
        _ => (Vec::new(), Vec::new()),
    };
    PrintEntry {
        slug: found.key.slug.clone(),
        number: catalog.chapter_number(entry).unwrap_or(0) as u32,
        head: head(scene, entry),
        html: Html::from(lower_headings(&filler.html().0)),
        essential,
        optional,
    }
}

/// Headings one level lower: on the whole book the entry's own title is an h2 at the highest.
fn lower_headings(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<h").into_iter().chain(rest.find("</h")).min() {
        let tag = if rest[at..].starts_with("</h") { at + 3 } else { at + 2 };
        out.push_str(&rest[..tag]);
        let level = rest.as_bytes().get(tag).copied().unwrap_or(0);
        let closes = rest.as_bytes().get(tag + 1).is_some_and(|b| matches!(b, b' ' | b'>'));
        rest = &rest[tag..];
        if (b'1'..=b'5').contains(&level) && closes {
            out.push(char::from(level + 1));
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::lower_headings;

    #[test]
    fn headings_go_down_one_level() {
        let html = "<h2 id=\"a\">x</h2><hr><header></header><h6>y</h6>";
        assert_eq!(lower_headings(html), "<h3 id=\"a\">x</h3><hr><header></header><h6>y</h6>");
    }
}
