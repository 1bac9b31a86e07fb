//! Drawing findings: for people, for editors, for machines. Each form is a file of its own.

mod github;
mod human;
mod json;
mod sarif;

pub use human::Style;

use super::{Diagnostic, Place, Severity};
use crate::source::{Lines, Position, Sources, Span};

/// The forms of `check --format`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The line, the caret, what to do.
    Human(Style),
    /// One line a finding: `path:line:column severity[code] message; help`.
    Short,
    /// One JSON object a line.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// One SARIF 2.1.0 log.
    Sarif,
}

/// Draws findings, in the order given, ending in a line end (or empty).
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, format: Format) -> String {
    match format {
        Format::Human(style) => human::render(diagnostics, sources, style),
        Format::Short => diagnostics.iter().map(|d| format!("{}\n", short(d, sources))).collect(),
        Format::Json => diagnostics.iter().map(|d| json::render(d, sources)).collect(),
        Format::Github => diagnostics.iter().map(|d| github::render(d, sources)).collect(),
        Format::Sarif => sarif::render(diagnostics, sources),
    }
}

/// One finding on one line.
pub fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = Located::of(diagnostic, sources);
    let mut line = format!(
        "{}:{}:{} {}[{}] {}",
        place.path,
        place.start.line,
        place.start.column,
        severity_name(diagnostic.severity),
        diagnostic.code.name(),
        diagnostic.message
    );
    if let Some(help) = &diagnostic.help {
        line.push_str("; ");
        line.push_str(help);
    }
    line
}

/// A severity as messages name it.
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Off => "note",
    }
}

/// Where a finding is, in lines and columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<'a> {
    /// Relative to the root.
    pub path: &'a str,
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

impl<'a> Located<'a> {
    /// Looks a finding's place up.
    pub fn of(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Located<'a> {
        match &diagnostic.place {
            Place::Span(span) => Located::of_span(*span, sources),
            Place::File(path) => {
                let first = Position { line: 1, column: 1 };
                Located { path, start: first, end: first }
            }
        }
    }

    /// Looks a span up.
    pub fn of_span(span: Span, sources: &Sources) -> Located<'_> {
        let path = sources.path(span.source);
        let lines = Lines::new(sources.get(span.source).map_or("", |source| &source.text));
        let range = span.range();
        Located { path, start: lines.position(range.start), end: lines.position(range.end) }
    }
}
