//! Small parts that many pages show: cards, rows of skills, notes on moves.

use super::scene::Scene;
use super::view::{EntryCard, Link, SkillGroup, SkillRow, Text};
use crate::catalog::{EntryIx, MoveIx, PageKind};
use crate::content::Collection;

/// An entry in a list.
pub(super) fn card(scene: &Scene<'_>, entry: EntryIx) -> EntryCard {
    let catalog = scene.catalog();
    let front = &scene.document(entry).front;
    let relations = catalog.relations(entry);
    let collection = catalog.entry(entry).key.collection;
    EntryCard {
        link: scene.link(entry),
        alt_labels: front.alt_labels.iter().map(|label| label.value.as_str().into()).collect(),
        summary: front.summary.as_str().into(),
        number: catalog.chapter_number(entry).unwrap_or(0) as u32,
        minutes: match collection {
            Collection::Chapters => scene.document(entry).body.counts.minutes(),
            _ => 0,
        },
        count: match collection {
            Collection::Roles => relations.essential.len() as u32,
            Collection::Skills => relations.essential_for.len() as u32,
            _ => 0,
        },
    }
}

/// The part of a chapter, the group of a role or skill, on its list page.
pub(super) fn group_link(scene: &Scene<'_>, entry: EntryIx) -> Option<Link> {
    let catalog = scene.catalog();
    let collection = catalog.entry(entry).key.collection;
    if collection == Collection::Chapters {
        let part = &catalog.parts[catalog.part_of(entry)?];
        let part = &catalog.config.parts[part.part];
        let title = catalog.config.word(&part.title, &scene.language().locale).into();
        return Some(scene.made_link(PageKind::List(collection), &part.slug, title));
    }
    let group = scene.groups(collection).get(scene.group_of(entry)?)?;
    Some(scene.made_link(PageKind::List(collection), &group.id, scene.group_title(group)))
}

/// A skill in a list.
pub(super) fn skill_row(scene: &Scene<'_>, skill: EntryIx) -> SkillRow {
    SkillRow { link: scene.link(skill), requires: required_slugs(scene, skill) }
}

/// Slugs of a skill's direct prerequisites.
pub(super) fn required_slugs(scene: &Scene<'_>, skill: EntryIx) -> Vec<Text> {
    let requires = &scene.catalog().relations(skill).requires;
    requires.iter().map(|skill| scene.catalog().entry(*skill).key.slug.clone()).collect()
}

/// Skills by group, groups and skills in the site's order; those without a known group come last.
pub(super) fn skill_groups(scene: &Scene<'_>, skills: &[EntryIx]) -> Vec<SkillGroup> {
    grouped(scene, Collection::Skills, skills)
        .into_iter()
        .map(|(key, title, skills)| SkillGroup {
            key,
            title,
            skills: skills.iter().map(|skill| skill_row(scene, *skill)).collect(),
        })
        .collect()
}

/// Entries by group: key, title, entries in the site's order. Empty groups are left out.
pub(super) fn grouped(
    scene: &Scene<'_>,
    collection: Collection,
    entries: &[EntryIx],
) -> Vec<(Text, Text, Vec<EntryIx>)> {
    let groups = scene.groups(collection);
    let mut sorted: Vec<Vec<EntryIx>> = vec![Vec::new(); groups.len() + 1];
    for entry in scene.in_order(entries) {
        sorted[scene.group_of(entry).unwrap_or(groups.len())].push(entry);
    }
    let names = groups.iter().map(|group| (Text::from(group.id.as_str()), scene.group_title(group)));
    let names = names.chain([(Text::from("other"), scene.words().text("entry.other_group"))]);
    names.zip(sorted).filter(|(_, entries)| !entries.is_empty()).map(|((k, t), e)| (k, t, e)).collect()
}

/// The author's sentence on a move, in this page's language or another, and the tag of another.
pub(super) fn move_note(scene: &Scene<'_>, at: MoveIx) -> Option<(Text, Option<Text>)> {
    let catalog = scene.catalog();
    let m = &catalog.moves[at.0 as usize];
    let from = catalog.entry(m.from);
    let to = &catalog.entry(m.to).key.slug;
    let note = |language: usize| {
        let front = &from.documents.get(language)?.as_ref()?.front;
        let (_, note) = front.move_notes.iter().find(|(target, _)| *target.value == **to)?;
        Some((Text::from(note.value.as_str()), language))
    };
    let others = (0..from.documents.len()).filter(|language| *language != scene.page.language);
    let found =
        note(scene.page.language).or_else(|| note(from.origin)).or_else(|| others.clone().find_map(note));
    let (note, language) = found?;
    let lang = (language != scene.page.language)
        .then(|| Text::from(catalog.config.languages[language].tag.as_str()));
    Some((note, lang))
}

/// Longest piece of a sentence that is shown on either side of a name, in characters.
const BESIDE: usize = 70;

/// A sentence cropped around the name in it.
pub(super) fn crop(before: String, text: String, after: String) -> (String, String, String) {
    let length = before.chars().count();
    let before = match before.char_indices().nth(length.saturating_sub(BESIDE)) {
        Some((at, _)) if length > BESIDE => format!("…{}", &before[at..]),
        _ => before,
    };
    let after = match after.char_indices().nth(BESIDE) {
        Some((at, _)) if after[at..].chars().count() > 1 => format!("{}…", &after[..at]),
        _ => after,
    };
    (before, text, after)
}
