//! The typed metadata at the top of a content file, with the place of every value.

use super::path::Collection;
use crate::config::{Config, Date, Fields, Origin, Reader, read_toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span, Spanned};
use std::ops::Range;

/// Everything that front matter can say. Which fields a file may hold depends on its collection.
#[derive(Clone, PartialEq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct FrontMatter {
    /// The title; empty when it is missing (an error then).
    pub title: String,
    /// Where the title stands.
    pub title_span: Option<Span>,
    /// One sentence for lists, search, previews and meta description.
    pub summary: String,
    /// Other names: shown, searched, linked (SKOS altLabel).
    pub alt_labels: Vec<Spanned<String>>,
    /// Other names: searched only (SKOS hiddenLabel).
    pub hidden_labels: Vec<Spanned<String>>,
    /// Keys of `sources.toml`.
    pub sources: Vec<Spanned<String>>,
    /// Not built unless asked.
    pub draft: bool,
    /// When the text was last changed in substance.
    pub updated: Option<Date>,
    /// The key to sort by where the title sorts wrongly.
    pub sort: Option<String>,
    /// Written by `sync`; kept as it is.
    pub synced: Option<serde_json::Value>,
    /// For themes.
    pub extra: Option<serde_json::Value>,
    /// One sentence on a move, by its target.
    pub move_notes: Vec<(Spanned<String>, Spanned<String>)>,
    /// What is said once for all languages, in the origin.
    pub neutral: Neutral,
    /// The neutral fields that this file holds: an error in a translation.
    pub neutral_fields: Vec<NeutralField>,
}

/// A field that is said once for all languages, as a file holds it.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub struct NeutralField {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// What it says, as JSON.
    pub value: String,
    /// Its whole lines, when nothing else stands on them.
    pub lines: Option<Span>,
}

/// What holds for an entry in every language.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Neutral {
    /// The language that the entry was born in.
    pub origin: Option<Spanned<String>>,
    /// Old addresses, without locale.
    pub aliases: Vec<Spanned<String>>,
    /// Role or skill group.
    pub group: Option<Spanned<String>>,
    /// Skill type: `knowledge`, `skill` or `transversal`.
    pub kind: Option<Spanned<String>>,
    /// Role: skills usually needed. Chapter: what it is about.
    pub skills: Vec<Spanned<String>>,
    /// Role: skills needed in some workplaces.
    pub optional_skills: Vec<Spanned<String>>,
    /// Role: career moves from here.
    pub moves: Vec<Spanned<String>>,
    /// Skill: prerequisites.
    pub requires: Vec<Spanned<String>>,
    /// Skill: neighbours, symmetric.
    pub related: Vec<Spanned<String>>,
    /// Skill: wider skills.
    pub broader: Vec<Spanned<String>>,
    /// Chapter: roles that it is about.
    pub roles: Vec<Spanned<String>>,
}

/// Where a file's parts lie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Split {
    /// The TOML between the fences.
    pub front: Range<usize>,
    /// What follows the closing fence.
    pub body: Range<usize>,
}

/// Parts a text at its `+++` lines.
///
/// # Errors
/// A finding when there is no opening fence at the first byte, or no closing one.
pub fn split(source: &Source) -> Result<Split, Diagnostic> {
    let text = &*source.text;
    let first = text.lines().next().unwrap_or("");
    if first.trim_end() != "+++" {
        return Err(no_fence(source, first));
    }
    let begin = (first.len() + 1).min(text.len());
    let mut at = begin;
    for line in text[begin..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            return Ok(Split { front: begin..at, body: at + line.len()..text.len() });
        }
        at += line.len();
    }
    let span = Span::new(source.id, 0..first.trim_end().len());
    let message = "the front matter opened here is never closed";
    Err(Diagnostic::new(Code::UNCLOSED_FRONT_MATTER, span, message)
        .help("put a line `+++` between the front matter and the text"))
}

fn no_fence(source: &Source, first: &str) -> Diagnostic {
    let (message, help) = if first.trim_end() == "---" {
        (
            "front matter stands between `+++` lines, not `---`",
            "write `+++` for `---`, and TOML (`key = \"value\"`) for YAML",
        )
    } else if first.trim() == "+++" || source.text.trim_start().starts_with("+++") {
        ("front matter must begin at the first character of the file", "delete what stands before the `+++`")
    } else {
        (
            "the file does not begin with front matter",
            "begin it with three lines: `+++`, `title = \"…\"`, `+++`",
        )
    };
    let span = Span::new(source.id, 0..first.len());
    Diagnostic::new(Code::MISSING_FRONT_MATTER, span, message).help(help)
}

/// Reads the front matter of a file.
pub fn read(
    source: &Source,
    range: Range<usize>,
    collection: Collection,
    config: &Config,
) -> (FrontMatter, Vec<Diagnostic>) {
    if range.len() as u64 > config.limits.front_matter_bytes {
        let message = format!(
            "front matter of {} bytes; the limit is {}",
            range.len(),
            config.limits.front_matter_bytes
        );
        let span = Span::new(source.id, 0..3);
        let finding = Diagnostic::new(Code::FILE_TOO_LARGE, span, message).help("move text into the body");
        return (FrontMatter::default(), vec![finding]);
    }
    let text = &source.text[range.clone()];
    let name = match collection {
        Collection::Home => "the home page's front matter".to_owned(),
        other => format!("{}'s front matter", other.one()),
    };
    let head = Span::new(source.id, 0..3);
    let origin = Origin { source: source.id, offset: range.start, head };
    let (mut front, findings) =
        read_toml(origin, text, &name, |reader, fields| schema(reader, fields, collection, config));
    for field in &mut front.neutral_fields {
        field.lines = field.lines.and_then(|span| whole_lines(&source.text, span));
    }
    (front, findings)
}

/// A key with its value as whole lines, when nothing else stands on them.
fn whole_lines(text: &str, field: Span) -> Option<Span> {
    let range = field.range();
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    let alone = text[start..range.start].trim().is_empty() && text[range.end..end].trim().is_empty();
    // The value of a table with a header of its own stands elsewhere.
    let is_pair = text[range.clone()].lines().next().is_some_and(|line| line.contains('='));
    (alone && is_pair).then(|| Span::new(field.source, start..end))
}

fn schema(
    reader: &mut Reader,
    mut fields: Fields<'_>,
    collection: Collection,
    config: &Config,
) -> FrontMatter {
    let title = fields.required(reader, "title");
    let mut front = FrontMatter {
        title_span: title.as_ref().map(|title| title.span),
        title: title.map_or_else(String::new, |title| title.value),
        summary: fields.string(reader, "summary").map_or_else(String::new, |summary| summary.value),
        alt_labels: labels(reader, &mut fields, "alt_labels"),
        hidden_labels: labels(reader, &mut fields, "hidden_labels"),
        sources: fields.strings(reader, "sources"),
        draft: fields.boolean(reader, "draft").is_some_and(|draft| draft.value),
        updated: fields.date(reader, "updated").map(|date| date.value),
        sort: fields.string(reader, "sort").map(|sort| sort.value),
        synced: fields.free("synced"),
        extra: fields.free("extra"),
        ..FrontMatter::default()
    };
    one_line(reader, &front);
    neutral(reader, &mut fields, collection, config, &mut front);
    if collection == Collection::Roles
        && let Some(mut notes) = fields.table(reader, "move_notes")
    {
        front.move_notes = notes.all_strings(reader);
    }
    fields.finish_with(reader, |name| field_of_others(name, collection));
    front
}

/// A field that other collections have.
fn field_of_others(name: &str, own: Collection) -> Option<String> {
    let others: Vec<&str> = Collection::ALL
        .into_iter()
        .filter(|other| *other != own && neutral_names(*other).contains(&name))
        .map(Collection::folder)
        .collect();
    let first = own.one();
    (!others.is_empty()).then(|| format!("delete it: {first} has none, {} have", others.join(" and ")))
}

/// The fields of a collection that are said once for all languages.
fn neutral_names(collection: Collection) -> &'static [&'static str] {
    match collection {
        Collection::Home | Collection::Pages => &["origin", "aliases"],
        Collection::Chapters => &["origin", "aliases", "roles", "skills"],
        Collection::Roles => &["origin", "aliases", "group", "skills", "moves"],
        Collection::Skills => &["origin", "aliases", "group", "type", "requires", "related", "broader"],
    }
}

fn labels(reader: &mut Reader, fields: &mut Fields<'_>, name: &'static str) -> Vec<Spanned<String>> {
    let mut labels = fields.strings(reader, name);
    labels.retain(|label| {
        let empty = label.value.trim().is_empty();
        if empty {
            reader.bad_value(label.span, format!("an empty label in `{name}`"), "delete it");
        }
        !empty
    });
    labels
}

/// A title is one line: it stands in tabs, lists and addresses of search results.
fn one_line(reader: &mut Reader, front: &FrontMatter) {
    if let Some(span) = front.title_span
        && front.title.chars().count() > 200
    {
        reader.bad_value(
            span,
            "the title is longer than 200 characters",
            "shorten it; the summary can say more",
        );
    }
}

fn neutral(
    reader: &mut Reader,
    fields: &mut Fields<'_>,
    collection: Collection,
    config: &Config,
    front: &mut FrontMatter,
) {
    let names = neutral_names(collection).iter().filter(|name| **name != "origin");
    front.neutral_fields = names
        .filter_map(|name| {
            let span = fields.key_span(name)?;
            let (value_span, value) = fields.peek(name)?;
            let lines = Some(Span { end: value_span.end.max(span.end), ..span });
            Some(NeutralField { name: (*name).to_owned(), span, value: value.to_string(), lines })
        })
        .collect();
    let neutral = &mut front.neutral;
    neutral.origin = fields.string(reader, "origin");
    if let Some(origin) = &neutral.origin
        && !config.languages.iter().any(|language| language.locale.as_str() == origin.value)
    {
        let keys: Vec<&str> = config.languages.iter().map(|language| language.locale.as_str()).collect();
        let help = format!("the languages of this site are {}", keys.join(", "));
        reader.bad_value(origin.span, format!("`{}` is no language of this site", origin.value), help);
        neutral.origin = None;
    }
    neutral.aliases = fields.strings(reader, "aliases");
    match collection {
        Collection::Home | Collection::Pages => {}
        Collection::Chapters => {
            neutral.roles = fields.strings(reader, "roles");
            neutral.skills = fields.strings(reader, "skills");
        }
        Collection::Roles => {
            neutral.group = fields.string(reader, "group");
            if let Some(mut skills) = fields.table(reader, "skills") {
                neutral.skills = skills.strings(reader, "essential");
                neutral.optional_skills = skills.strings(reader, "optional");
                skills.finish(reader);
            }
            neutral.moves = fields.strings(reader, "moves");
        }
        Collection::Skills => {
            neutral.group = fields.string(reader, "group");
            neutral.kind = skill_type(reader, fields);
            neutral.requires = fields.strings(reader, "requires");
            neutral.related = fields.strings(reader, "related");
            neutral.broader = fields.strings(reader, "broader");
        }
    }
}

fn skill_type(reader: &mut Reader, fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    let kind = fields.string(reader, "type")?;
    let known = ["knowledge", "skill", "transversal"];
    if known.contains(&kind.value.as_str()) {
        return Some(kind);
    }
    let message = format!("`{}` is no type of skill", kind.value);
    reader.bad_value(kind.span, message, "the types are \"knowledge\", \"skill\" and \"transversal\"");
    None
}
