//! Tests of the passes and of the rendering, on cases from `tests/markdown` and `tests/commonmark`.

mod cases;
mod corpus;
mod growth;
mod mending;
mod passes;
mod properties;
mod references;

use super::*;
use crate::content::body::{Fill, ReferenceIx, Word};
use crate::locale::Script;
use crate::source::Lines;
use std::path::Path;

/// A file of the repository's tests.
fn read(path: &str) -> String {
    let path = test_path(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn test_path(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// A source with a text.
fn source(text: &str) -> Source {
    Source::new(SourceId(0), "a.md".into(), text.as_bytes()).unwrap()
}

/// The options of a page in a language, phrases of the other one marked.
fn options(language: &str) -> Options {
    Options {
        latin_phrases: (language == "zh").then(|| "en".into()),
        han_phrases: (language == "en").then(|| "zh-Hans".into()),
        ..Options::new(Script::of_tag(language))
    }
}

/// Fills holes with what they ask for, between braces.
struct Shown<'a>(&'a Body);

impl Fill for Shown<'_> {
    fn href(&self, reference: ReferenceIx, out: &mut String) {
        let reference = self.0.reference(reference);
        let anchor = reference.anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
        escaped(&format!("{{{:?} {}{anchor}}}", reference.kind, reference.target), out);
    }

    fn title(&self, reference: ReferenceIx, out: &mut String) {
        escaped(&format!("{{title of {}}}", self.0.reference(reference).target), out);
    }

    fn link_attributes(&self, _: ReferenceIx, _: &mut String) {}

    fn image(&self, reference: ReferenceIx, out: &mut String) {
        escaped(&format!(" {{{}}}", self.0.reference(reference).target), out);
    }

    fn cite(&self, reference: ReferenceIx, out: &mut String) {
        escaped(&format!("{{cite {}}}", self.0.reference(reference).target), out);
    }

    fn id_prefix(&self, _: &mut String) {}

    fn word(&self, word: Word, out: &mut String) {
        out.push_str(&format!("{{{}}}", word.key()));
    }
}

fn escaped(text: &str, out: &mut String) {
    super::render::escape_attribute(text, out);
}

/// The whole body with its holes filled.
fn shown(body: &Body) -> String {
    body.fill(0..body.html.len() as u32, &[], &Shown(body))
}

/// Findings one a line: `2:1 warning[code] message; help`, edits as `2:1-2:3 -> "text"` below.
fn told(text: &str, diagnostics: &[Diagnostic]) -> String {
    use crate::diagnostic::Place;
    let lines = Lines::new(text);
    let mut rows: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| {
            let Place::Span(span) = diagnostic.place else { panic!("{diagnostic:?}") };
            let at = lines.position(span.start as usize);
            let severity = format!("{:?}", diagnostic.severity).to_lowercase();
            let mut row = format!(
                "{}:{} {severity}[{}] {}",
                at.line,
                at.column,
                diagnostic.code.name(),
                diagnostic.message
            );
            if let Some(help) = &diagnostic.help {
                row.push_str(&format!("; {help}"));
            }
            row.push('\n');
            for edit in &diagnostic.edits {
                let was = &text[edit.span.range()];
                row.push_str(&format!("  {was:?} -> {:?}\n", edit.replacement));
            }
            (span.start, row)
        })
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}
