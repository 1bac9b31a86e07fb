//! Findings as people read them: the only file that knows the drawing library.

use super::super::{Diagnostic, Place, Severity};
use crate::source::{Sources, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// How findings are drawn on a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// With colours.
    pub color: bool,
    /// Columns of the screen; longer lines are cropped around the caret.
    pub width: usize,
    /// Show at most this many; the rest is counted.
    pub most: usize,
}

impl Default for Style {
    fn default() -> Style {
        Style { color: false, width: 110, most: 50 }
    }
}

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width).decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for diagnostic in diagnostics.iter().take(style.most) {
        out.push_str(&renderer.render(&[group(diagnostic, sources)]));
        out.push_str("\n\n");
    }
    if let Some(more) = diagnostics.len().checked_sub(style.most).filter(|more| *more > 0) {
        out.push_str(&format!("… and {more} more; `bifold check --format short` shows all\n\n"));
    }
    out
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning | Severity::Off => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&*diagnostic.message).id(diagnostic.code.name()));
    match &diagnostic.place {
        Place::File(path) => group = group.element(Origin::path(&**path)),
        Place::Span(span) => {
            let near: Vec<_> = diagnostic.labels.iter().filter(|label| is_near(label.span, *span)).collect();
            let labels = near.iter().map(|label| (label.span, label.text.as_str()));
            let spans = std::iter::once((*span, "")).chain(labels).collect::<Vec<_>>();
            if let Some(snippet) = snippet(&spans, true, sources) {
                group = group.element(snippet);
            } else {
                group = group.element(Origin::path(sources.path(span.source)));
            }
            for label in diagnostic.labels.iter().filter(|label| !is_near(label.span, *span)) {
                if let Some(snippet) = snippet(&[(label.span, &label.text)], false, sources) {
                    group = group.element(snippet);
                }
            }
        }
    }
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(&**help)),
        None => group,
    }
}

/// Same text and close enough to be drawn in one frame.
fn is_near(a: Span, b: Span) -> bool {
    a.source == b.source && a.start.abs_diff(b.start) < 2000
}

/// The lines that hold the spans; the first span is the place itself when `primary`.
fn snippet<'a>(
    spans: &[(Span, &'a str)],
    primary: bool,
    sources: &'a Sources,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let source = sources.get(spans.first()?.0.source)?;
    let text: &'a str = &source.text;
    let first = spans.iter().map(|(span, _)| span.start).min()? as usize;
    let last = spans.iter().map(|(span, _)| span.end).max()? as usize;
    let begin = text.get(..first).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    let last = last.min(text.len());
    let end = text.get(last..).and_then(|after| after.find('\n')).map_or(text.len(), |at| last + at);
    let window = text.get(begin..end)?;
    let line = text[..begin].matches('\n').count() + 1;
    let mut snippet = Snippet::source(window).path(sources.path(source.id)).line_start(line);
    for (index, (span, label)) in spans.iter().enumerate() {
        let range = inside(span.range(), begin, window);
        let kind = if primary && index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(range);
        snippet = snippet.annotation(if label.is_empty() { annotation } else { annotation.label(*label) });
    }
    Some(snippet)
}

/// A range of the source as a range of the window, on character boundaries and on one line if it began on one.
fn inside(range: Range<usize>, begin: usize, window: &str) -> Range<usize> {
    let bound = |at: usize| {
        let mut at = at.saturating_sub(begin).min(window.len());
        while !window.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    bound(range.start)..bound(range.end)
}
