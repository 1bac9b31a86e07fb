//! Checks that need the whole: what no single file shows.

use super::Catalog;
use super::entry::{Entry, EntryIx};
use crate::config::Group;
use crate::content::body::{Body, Heading, ReferenceKind};
use crate::content::markdown::section_ids;
use crate::content::{Collection, Document};
use crate::diagnostic::{Code, Diagnostic, Findings, Place, similar_names};
use crate::source::{Digest, Span};
use std::collections::BTreeSet;

/// Checks every entry against the configuration and its own translations. `alike` has the same entries: what it found
/// about one whose documents are the same holds.
pub(super) fn of_entries(catalog: &Catalog, alike: Option<&Catalog>) -> Vec<Findings> {
    use rayon::prelude::*;
    let languages = catalog.config.languages.len();
    let facets = |of: &Catalog, index: usize| -> Vec<Option<Digest>> {
        of.facets[index * languages..][..languages].iter().map(|facets| facets.map(|f| f.whole)).collect()
    };
    let rows = (0..catalog.entries.len()).into_par_iter().with_min_len(64);
    rows.map(|index| match alike.filter(|before| facets(before, index) == facets(catalog, index)) {
        Some(before) => before.rules[index].clone(),
        None => of_entry(catalog, EntryIx(index as u32)),
    })
    .collect()
}

fn of_entry(catalog: &Catalog, ix: EntryIx) -> Findings {
    let (mut diagnostics, entry) = (Vec::new(), catalog.entry(ix));
    neutral_fields_stay_home(catalog, entry, &mut diagnostics);
    known_sources(catalog, entry, &mut diagnostics);
    chapter_has_part(catalog, ix, &mut diagnostics);
    // What an entry lacks may stand in a file that could not be read.
    if catalog.is_whole(ix) {
        group(catalog, entry, &mut diagnostics);
        has_sources(catalog, ix, &mut diagnostics);
        translations(catalog, entry, &mut diagnostics);
    }
    Findings::from(diagnostics)
}

/// Checks the parts of the book, the home page, and files that belong to nothing.
pub(super) fn of_whole(catalog: &Catalog) -> Findings {
    let mut diagnostics = Vec::new();
    parts(catalog, &mut diagnostics);
    home(catalog, &mut diagnostics);
    files_without_entry(catalog, &mut diagnostics);
    Findings::from(diagnostics)
}

/// Folders of files whose entry is not there, each told at its first file.
fn files_without_entry(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for path in catalog.assets.iter() {
        let Some((folder, slug)) = path.strip_prefix("content/").and_then(|below| {
            let (folder, rest) = below.split_once('/')?;
            Some((folder, rest.split_once('/')?.0))
        }) else {
            continue;
        };
        let Some(collection) = Collection::by_folder(folder).filter(|_| seen.insert((folder, slug))) else {
            continue;
        };
        let is_own = |entry: EntryIx| catalog.entry(entry).key.collection == collection;
        if !catalog.is_absent(slug) && !catalog.names.by_slug(slug).is_some_and(is_own) {
            let message =
                format!("there is no {} `{slug}` that this file could belong to", collection.noun());
            let help = catalog.names.suggest(slug, &catalog.entries, Some(collection));
            let place = Place::File(path.as_str().into());
            diagnostics.push(Diagnostic::new(Code::BAD_FILE_NAME, place, message).help(help));
        }
    }
}

fn group(catalog: &Catalog, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    let (groups, table): (&[Group], &str) = match entry.key.collection {
        Collection::Roles => (&catalog.config.role_groups, "role_groups"),
        Collection::Skills => (&catalog.config.skill_groups, "skill_groups"),
        _ => return,
    };
    let known = || groups.iter().map(|group| group.id.as_str());
    match &entry.neutral().group {
        Some(group) if !known().any(|id| id == group.value) => {
            let message = format!("site.toml has no group `{}` in `[{table}]`", group.value);
            let help = similar_names(&group.value, known())
                .unwrap_or_else(|| format!("its groups are {}", known().collect::<Vec<_>>().join(", ")));
            diagnostics.push(Diagnostic::new(Code::UNKNOWN_GROUP, group.span, message).help(help));
        }
        None if !groups.is_empty() => {
            let message = format!("{} needs a `group`", entry.key.collection.one());
            let help = format!("add a line `group = \"…\"`: {}", known().collect::<Vec<_>>().join(", "));
            let head = entry.origin_document().head();
            diagnostics.push(Diagnostic::new(Code::MISSING_FIELD, head, message).help(help));
        }
        _ => {}
    }
}

fn chapter_has_part(catalog: &Catalog, ix: EntryIx, diagnostics: &mut Vec<Diagnostic>) {
    let entry = catalog.entry(ix);
    if entry.key.collection == Collection::Chapters && catalog.chapter_number(ix).is_none() {
        let message = format!("no part of the book lists the chapter `{}`", entry.key.slug);
        let help = "add its slug to `chapters` of a `[[parts]]` in site.toml";
        let head = entry.origin_document().head();
        diagnostics.push(Diagnostic::new(Code::CHAPTER_WITHOUT_PART, head, message).help(help));
    }
}

fn parts(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for part in &catalog.config.parts {
        for chapter in &part.chapters {
            let found = catalog.names.by_slug(&chapter.value);
            let is_chapter =
                found.is_some_and(|entry| catalog.entry(entry).key.collection == Collection::Chapters);
            if !is_chapter {
                if catalog.is_absent(&chapter.value) {
                    continue;
                }
                let message =
                    format!("the part `{}` lists `{}`, which is no chapter", part.slug, chapter.value);
                let help =
                    catalog.names.suggest(&chapter.value, &catalog.entries, Some(Collection::Chapters));
                diagnostics.push(Diagnostic::new(Code::UNKNOWN_CHAPTER, chapter.span, message).help(help));
            } else if !seen.insert(&chapter.value) {
                let message = format!("the chapter `{}` is listed twice", chapter.value);
                let finding = Diagnostic::new(Code::REPEATED_RELATION, chapter.span, message);
                diagnostics.push(finding.help("a chapter has one place in the book: delete one of the two"));
            }
        }
    }
}

fn home(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    if catalog.home.is_none() && !catalog.unread.contains("home") {
        let locale = &catalog.config.default_language().locale;
        let path = format!("content/home.{locale}.md");
        let message = format!("there is no {path}, so the site has no home page");
        let place = Place::File(path.as_str().into());
        let finding = Diagnostic::new(Code::MISSING_FIELD, place, message);
        diagnostics.push(finding.help("write one: front matter with `title` and `summary`, and a few words"));
    }
}

/// What holds in every language is said once.
fn neutral_fields_stay_home(catalog: &Catalog, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    let origin = &catalog.config.languages[entry.origin].locale;
    for (index, document) in entry.documents.iter().enumerate() {
        let Some(document) = document.as_ref().filter(|_| index != entry.origin) else { continue };
        for field in &document.front.neutral_fields {
            let message =
                format!("`{}` is said once, in the origin ({origin}), not in a translation", field.name);
            let in_origin =
                entry.origin_document().front.neutral_fields.iter().find(|o| o.name == field.name);
            let help = match in_origin {
                Some(same) if same.value == field.value => {
                    format!("delete it: {} says the same", entry.origin_document().path)
                }
                Some(_) => format!("delete it: {} says something else", entry.origin_document().path),
                None => format!("move it to {}", entry.origin_document().path),
            };
            let mut finding =
                Diagnostic::new(Code::NEUTRAL_FIELD_IN_TRANSLATION, field.span, message).help(help);
            if let Some(other) = in_origin {
                finding = finding.label(other.span, "said here");
                if let Some(lines) = field.lines.filter(|_| other.value == field.value) {
                    finding = finding.edit(lines, "");
                }
            }
            diagnostics.push(finding);
        }
    }
}

fn known_sources(catalog: &Catalog, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    let works = &catalog.bibliography.works;
    for document in entry.documents.iter().flatten() {
        for key in document.front.sources.iter().filter(|key| !works.contains_key(&key.value)) {
            let message = format!("sources.toml has no `{}`", key.value);
            let help = similar_names(&key.value, works.keys().map(String::as_str))
                .unwrap_or_else(|| "add it to content/sources.toml".to_owned());
            diagnostics.push(Diagnostic::new(Code::UNKNOWN_SOURCE, key.span, message).help(help));
        }
    }
}

/// A chapter, role or skill stands on a work: in its front matter, or cited in a text.
fn has_sources(catalog: &Catalog, ix: EntryIx, diagnostics: &mut Vec<Diagnostic>) {
    let entry = catalog.entry(ix);
    let needs = matches!(entry.key.collection, Collection::Chapters | Collection::Roles | Collection::Skills);
    let cites = |document: &Document| {
        let mut references = document.body.references.iter();
        !document.front.sources.is_empty() || references.any(|r| r.kind == ReferenceKind::Cite)
    };
    let none = !entry.documents.iter().flatten().any(|document| cites(document));
    if needs && none && !catalog.bibliography.works.is_empty() {
        let message = "this entry names no source";
        let help = "add `sources = [\"…\"]` with keys of content/sources.toml";
        let head = entry.origin_document().head();
        diagnostics.push(Diagnostic::new(Code::MISSING_SOURCES, head, message).help(help));
    }
}

fn translations(catalog: &Catalog, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) {
    let origin = entry.origin_document();
    for (index, document) in entry.documents.iter().enumerate() {
        let locale = &catalog.config.languages[index].locale;
        match document {
            None => {
                let draft = catalog.drafts.iter().any(|key| key.slug == entry.key.slug);
                let (state, act) = if draft { ("is a draft", "publish") } else { ("is missing", "write") };
                let path = origin.path.replace(&format!(".{}.md", origin.locale), &format!(".{locale}.md"));
                let message = format!("the translation of `{}` to `{locale}` {state}", entry.key);
                let help = format!("{act} {path}; until then readers see this text with a notice");
                diagnostics
                    .push(Diagnostic::new(Code::MISSING_TRANSLATION, origin.head(), message).help(help));
            }
            Some(document) if index != entry.origin => outline(origin, document, diagnostics),
            Some(_) => {}
        }
    }
    let others = entry.documents.iter().enumerate().filter(|(index, _)| *index != entry.origin);
    let others = others.filter_map(|(_, document)| document.as_ref());
    let bodies: Vec<&Body> = std::iter::once(origin).chain(others).map(|document| &document.body).collect();
    diagnostics.extend(section_ids::missing(&bodies));
}

/// h2 and h3 of a translation carry the ids of the origin, in the same order.
fn outline(origin: &Document, translation: &Document, diagnostics: &mut Vec<Diagnostic>) {
    fn sections(document: &Document) -> Vec<&Heading> {
        let headings = document.body.headings.iter();
        headings.filter(|h| h.top_level && matches!(h.level, 2 | 3)).collect()
    }
    if !(origin.body.swallowed.is_empty() && translation.body.swallowed.is_empty()) {
        return;
    }
    let (ours, theirs) = (sections(origin), sections(translation));
    // Missing ids are told one by one elsewhere; comparing generated ones would tell the same thing twice.
    if ours.iter().chain(&theirs).any(|heading| !heading.explicit) && ours.len() == theirs.len() {
        return;
    }
    let same = |a: &Heading, b: &Heading| a.level == b.level && a.id == b.id;
    let at = ours.iter().zip(&theirs).position(|(a, b)| !same(a, b)).unwrap_or(ours.len().min(theirs.len()));
    let end = |document: &Document| {
        let last = document.body.blocks.last().map_or(document.head(), |block| block.span);
        Span { start: last.end.saturating_sub(1).max(last.start), ..last }
    };
    let (message, span, other) = match (ours.get(at), theirs.get(at)) {
        (None, None) => return,
        (Some(ours), Some(theirs)) => (
            format!(
                "here `{}` has `{}`, and `{}` has `{}`",
                origin.locale,
                name(ours),
                translation.locale,
                name(theirs)
            ),
            theirs.span,
            ours.span,
        ),
        (Some(ours), None) => (
            format!("the section `{}` is missing in `{}`", name(ours), translation.locale),
            end(translation),
            ours.span,
        ),
        (None, Some(theirs)) => {
            (format!("the section `{}` is not in the origin", name(theirs)), theirs.span, end(origin))
        }
    };
    let finding = Diagnostic::new(Code::OUTLINE_DIFFERS, span, message)
        .label(other, format!("the outline of {}", origin.path))
        .help("both languages have the same h2 and h3 with the same ids in the same order");
    diagnostics.push(finding);
}

fn name(heading: &Heading) -> String {
    format!("{} {{#{}}}", "#".repeat(heading.level as usize), heading.id)
}

/// Entries that nothing leads to: no relation, no link, no list of the book's chapters.
pub(super) fn unlinked(catalog: &Catalog) -> Findings {
    let mut diagnostics = Vec::new();
    let entries = (0..catalog.entries.len()).map(|index| EntryIx(index as u32));
    if !catalog.unread.is_empty() || !entries.clone().all(|entry| catalog.is_whole(entry)) {
        return Findings::default();
    }
    for ix in entries {
        let entry = catalog.entry(ix);
        let relations = catalog.relations(ix);
        let related = match entry.key.collection {
            Collection::Home | Collection::Pages | Collection::Chapters => true,
            Collection::Roles => !relations.chapters.is_empty() || !relations.moves_in.is_empty(),
            Collection::Skills => {
                !relations.essential_for.is_empty()
                    || !relations.optional_for.is_empty()
                    || !relations.chapters.is_empty()
                    || !relations.unlocks.is_empty()
            }
        };
        if !related && catalog.backlinks(ix).is_empty() {
            let message = format!("nothing in the book links to `{}`", entry.key);
            let help =
                "name it in a role, a chapter or a prerequisite, or link to it where a reader would want it";
            let head = entry.origin_document().head();
            diagnostics.push(Diagnostic::new(Code::UNLINKED_ENTRY, head, message).help(help));
        }
    }
    Findings::from(diagnostics)
}
