//! Data for the scripts: one `.js` file a language and subject, with a single call, because neither modules nor
//! `fetch` work from `file://`.

use super::scene::{Scene, kind};
use super::view::{EntriesData, EntryData, GraphData, GraphRole, GraphSkill, Text};
use super::{Artifact, Edition};
use crate::catalog::{EntryIx, Page, PageKind};
use crate::content::Collection;
use serde::Serialize;

/// Relative to the language's home.
pub(super) const GRAPH: &str = "data/graph.js";

/// Relative to the language's home.
pub(super) fn entries_name(collection: Collection) -> String {
    format!("data/{collection}.js")
}

/// All data files.
pub(super) fn files(edition: &Edition) -> Vec<Artifact> {
    let mut files = Vec::new();
    for language in 0..edition.catalog.config.languages.len() {
        let scene = Scene::new(edition, Page { kind: PageKind::Home, language });
        let locale = &scene.language().locale;
        for collection in [Collection::Chapters, Collection::Roles, Collection::Skills] {
            if edition.catalog.collection(collection).next().is_some() {
                let path = format!("{locale}/{}", entries_name(collection));
                files.push(script(path, collection.folder(), &entries(&scene, collection)));
            }
        }
        if !scene.shared().roles.is_empty() && !scene.shared().skills.is_empty() {
            files.push(script(format!("{locale}/{GRAPH}"), "graph", &graph(&scene)));
        }
    }
    files
}

fn script(path: String, name: &str, data: &impl Serialize) -> Artifact {
    // Views are structs of strings and numbers: JSON can hold all of them.
    let json = serde_json::to_string(data).unwrap_or_default();
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    Artifact { path, bytes: format!("bifoldData(\"{name}\",{json});\n").into_bytes() }
}

fn graph(scene: &Scene<'_>) -> GraphData {
    let catalog = scene.catalog();
    let shared = scene.shared();
    let groups = scene.groups(Collection::Skills);
    let skill_at =
        |entry: &EntryIx| shared.skills.iter().position(|skill| skill == entry).map(|at| at as u32);
    let role_at = |entry: &EntryIx| shared.roles.iter().position(|role| role == entry).map(|at| at as u32);
    let skills = shared.skills.iter().map(|skill| GraphSkill {
        s: catalog.entry(*skill).key.slug.clone(),
        t: scene.title(*skill),
        g: scene.group_of(*skill).unwrap_or(groups.len()) as u32,
        r: catalog.relations(*skill).requires.iter().filter_map(skill_at).collect(),
    });
    let roles = shared.roles.iter().map(|role| GraphRole {
        s: catalog.entry(*role).key.slug.clone(),
        t: scene.title(*role),
        e: catalog.relations(*role).essential.iter().filter_map(skill_at).collect(),
        o: catalog.relations(*role).optional.iter().filter_map(skill_at).collect(),
    });
    let other = scene.words().text("entry.other_group");
    GraphData {
        groups: groups.iter().map(|group| scene.group_title(group)).chain([other]).collect(),
        skills: skills.collect(),
        roles: roles.collect(),
        moves: catalog.moves.iter().filter_map(|m| Some((role_at(&m.from)?, role_at(&m.to)?))).collect(),
        pairs: catalog.pairs.iter().filter_map(|(a, b)| Some((role_at(a)?, role_at(b)?))).collect(),
    }
}

fn entries(scene: &Scene<'_>, collection: Collection) -> EntriesData {
    let catalog = scene.catalog();
    let config = &catalog.config;
    let title = |words| Text::from(config.word(words, &scene.language().locale));
    let (groups, entries): (Vec<(Text, Text)>, Vec<EntryIx>) = match collection {
        Collection::Chapters => (
            config.parts.iter().map(|part| (part.slug.as_str().into(), title(&part.title))).collect(),
            catalog.chapters().collect(),
        ),
        collection => {
            let groups = scene.groups(collection).iter().map(|g| (g.id.as_str().into(), title(&g.title)));
            let shared = scene.shared();
            let list = if collection == Collection::Roles { &shared.roles } else { &shared.skills };
            (groups.collect(), list.clone())
        }
    };
    let group_at = |entry: EntryIx| match collection {
        Collection::Chapters => catalog.part_of(entry),
        _ => scene.group_of(entry),
    };
    let data = |entry: &EntryIx| {
        let relations = catalog.relations(*entry);
        EntryData {
            s: catalog.entry(*entry).key.slug.clone(),
            t: scene.title(*entry),
            d: scene.document(*entry).front.summary.as_str().into(),
            g: group_at(*entry).unwrap_or(groups.len()) as u32,
            n: match collection {
                Collection::Chapters => catalog.chapter_number(*entry).unwrap_or(0) as u32,
                Collection::Roles => relations.essential.len() as u32,
                _ => relations.essential_for.len() as u32,
            },
        }
    };
    EntriesData { kind: kind(collection), entries: entries.iter().map(data).collect(), groups }
}
