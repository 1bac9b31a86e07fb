//! What Tera reports, as our own diagnostics: with the place in the file, drawn by us.

use super::templates::{BUILTIN, Origin, Origins};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{Lines, Span};
use std::sync::Arc;
use tera::ErrorKind;

/// A finding and the template that it is in.
pub(super) struct Problem {
    /// Its name in Tera, when it is known.
    pub(super) template: Option<Arc<str>>,
    /// What to tell the author.
    pub(super) diagnostic: Diagnostic,
}

/// What is wrong with the templates as a whole.
pub(super) fn of_loading(error: &tera::Error, origins: &Origins) -> Vec<Problem> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            vec![at_range(report.filename(), report.span().range.clone(), report.message(), origins)]
        }
        ErrorKind::MissingParent { current, parent } => {
            vec![at_word(current, parent, &format!("there is no template `{parent}` to extend"), origins)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let circle = circle(tpl, inheritance_chain);
            vec![at_word(
                tpl,
                "extends",
                &format!("templates extend each other in a circle: {circle}"),
                origins,
            )]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let circle = circle(tpl, include_chain);
            vec![at_word(
                tpl,
                "include",
                &format!("templates include each other in a circle: {circle}"),
                origins,
            )]
        }
        ErrorKind::Msg(text) => reports(text, origins),
        other => vec![anywhere(&other.to_string(), origins)],
    }
}

/// What is wrong with one page.
pub(super) fn of_rendering(error: &tera::Error, template: &str, origins: &Origins) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            at_range(report.filename(), report.span().range.clone(), report.message(), origins).diagnostic
        }
        other => {
            let place = Place::File(format!("themes/default/templates/{template}").into());
            Diagnostic::new(Code::TEMPLATE_ERROR, place, tidy(&other.to_string()))
        }
    }
}

/// The first place where a word stands in a template of the site.
pub(super) fn word_in(origin: &Origin, word: &str) -> Option<Place> {
    let Origin::Site(source) = origin else { return None };
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let start = source.text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = at.checked_sub(1).map(|i| source.text.as_bytes()[i]);
        let after = source.text.as_bytes().get(at + word.len()).copied();
        !before.is_some_and(|b| is_word(b) || b == b'.') && !after.is_some_and(is_word)
    });
    let start = start.unwrap_or(0);
    Some(Place::Span(Span::new(source.id, start..start + word.len())))
}

fn at_range(name: &str, range: std::ops::Range<usize>, message: &str, origins: &Origins) -> Problem {
    let message = tidy(message);
    let (place, message) = match origins.get(name) {
        Some(Origin::Site(source)) => (Place::Span(Span::new(source.id, range)), message),
        Some(Origin::Builtin(text)) => {
            let at = Lines::new(text).position(range.start);
            (
                builtin(name),
                format!("{message} (line {}, column {} of the built-in template)", at.line, at.column),
            )
        }
        None => (builtin(name), message),
    };
    Problem { template: Some(name.into()), diagnostic: Diagnostic::new(Code::TEMPLATE_ERROR, place, message) }
}

fn at_word(name: &str, word: &str, message: &str, origins: &Origins) -> Problem {
    let place = origins.get(name).and_then(|origin| word_in(origin, word)).unwrap_or_else(|| builtin(name));
    Problem { template: Some(name.into()), diagnostic: Diagnostic::new(Code::TEMPLATE_ERROR, place, message) }
}

/// An error that names no template: told at all templates of the site, which are left out then.
fn anywhere(message: &str, origins: &Origins) -> Problem {
    let named = origins.named_in(message);
    let place = named.as_deref().and_then(|n| origins.get(n)).and_then(start_of);
    let place = place.unwrap_or_else(|| Place::File("themes".into()));
    Problem { template: named, diagnostic: Diagnostic::new(Code::TEMPLATE_ERROR, place, tidy(message)) }
}

fn start_of(origin: &Origin) -> Option<Place> {
    match origin {
        Origin::Site(source) => Some(Place::Span(Span::new(source.id, 0..0))),
        Origin::Builtin(_) => None,
    }
}

fn builtin(name: &str) -> Place {
    let file = name.split_once('/').map_or(name, |(_, file)| file);
    Place::File(format!("themes/default/templates/{file}").into())
}

fn circle(first: &str, chain: &[String]) -> String {
    let mut names: Vec<&str> = chain.iter().map(String::as_str).collect();
    if names.first() != Some(&first) {
        names.insert(0, first);
    }
    if names.last() != Some(&first) {
        names.push(first);
    }
    names.join(" → ")
}

/// Several reports in one text, as Tera writes them: `error: …`, then ` --> name:line:column`.
fn reports(text: &str, origins: &Origins) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        let locus = lines.peek().and_then(|next| next.trim_start().strip_prefix("--> "));
        let place = locus.and_then(|locus| {
            let mut parts = locus.rsplitn(3, ':');
            let column: usize = parts.next()?.parse().ok()?;
            let line: usize = parts.next()?.parse().ok()?;
            Some((parts.next()?, line, column))
        });
        match place {
            Some((name, line, column)) => {
                let text = origins.get(name).map_or("", |origin| match origin {
                    Origin::Site(source) => &*source.text,
                    Origin::Builtin(text) => text,
                });
                let start = byte_of(text, line, column);
                let end = start + quoted(message).map_or(0, str::len);
                let end = if text.is_char_boundary(end) { end.min(text.len()) } else { start };
                found.push(at_range(name, start..end, message, origins));
            }
            None => found.push(anywhere(message, origins)),
        }
    }
    if found.is_empty() {
        found.push(anywhere(text, origins));
    }
    // The same built-in text has two names; one report of it is enough.
    found.dedup_by(|a, b| a.diagnostic == b.diagnostic && same_but_prefix(a, b));
    found
}

fn same_but_prefix(a: &Problem, b: &Problem) -> bool {
    let file = |p: &Problem| p.template.as_deref().and_then(|t| t.split_once('/').map(|(_, f)| f.to_owned()));
    file(a) == file(b) && a.template.as_deref().is_some_and(|t| t.starts_with(BUILTIN))
}

fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[line_start.min(text.len())..];
    line_start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

fn quoted(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// One line, lower case at the start, no full stop.
fn tidy(message: &str) -> String {
    let line = message.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ");
    let line = line.strip_suffix('.').unwrap_or(&line);
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "the template could not be used".to_owned(),
    }
}

impl Origins {
    /// The template of the site that a message names.
    fn named_in(&self, message: &str) -> Option<Arc<str>> {
        let mut quoted = message.split(['`', '\'']).skip(1).step_by(2);
        quoted.find_map(|name| self.key(name))
    }
}
