//! A mistake is a value: what is wrong, where, and what to do. Made on every floor, drawn only in [`render`].

mod code;
mod mend;
pub mod render;
mod similar;

pub use code::{Code, codes};
pub use mend::{Mended, mend};
pub use similar::{Candidate, nearest, one_of, similar_names};

use crate::source::{Sources, Span};
use std::sync::Arc;

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Switched off in `site.toml`: counted nowhere.
    Off,
    /// A reader can live with it.
    Warning,
    /// It would put something false, broken or unsafe on the site.
    Error,
}

/// Where a finding stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub enum Place {
    /// In a text.
    Span(Span),
    /// A file as a whole: it is a link, too large, missing, of a wrong name.
    File(Arc<str>),
}

impl Place {
    /// Whether two places begin at the same byte of the same file.
    pub fn begins_as(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Span(a), Place::Span(b)) => (a.source, a.start) == (b.source, b.start),
            (Place::File(a), Place::File(b)) => a == b,
            _ => false,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place::Span(span)
    }
}

/// Words at a second place that belongs to the same finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// One replacement in a text. Edits of one diagnostic belong together and do not overlap.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// A finding.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// The rule's own weight until `site.toml` and `--strict` have spoken.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The change that mends it; applied by `check --fix`. Empty when there is no one safe change.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// A finding with the severity that its code has by default.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            place: place.into(),
            message: message.into(),
            labels: Vec::new(),
            help: None,
            edits: Vec::new(),
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Points to another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a replacement to its edit.
    #[must_use]
    pub fn edit(mut self, span: Span, replacement: impl Into<String>) -> Diagnostic {
        self.edits.push(Edit { span, replacement: replacement.into() });
        self
    }

    /// The path of the file that it is in.
    pub fn path<'a>(&'a self, sources: &'a Sources) -> &'a str {
        match &self.place {
            Place::Span(span) => sources.path(span.source),
            Place::File(path) => path,
        }
    }
}

/// Sorts by path and place and drops repetitions: the order in which every run shows the same findings.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    let key = |d: &Diagnostic| {
        let range = match &d.place {
            Place::Span(span) => (span.start, span.end),
            Place::File(_) => (0, 0),
        };
        (d.path(sources).to_owned(), range, d.code.name(), d.message.clone())
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup();
}

/// Findings that are kept with what they are about and read by many: shared, and nothing at all where there are none.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Findings(Option<Arc<[Diagnostic]>>);

impl From<Vec<Diagnostic>> for Findings {
    fn from(found: Vec<Diagnostic>) -> Findings {
        Findings((!found.is_empty()).then(|| found.into()))
    }
}

impl std::ops::Deref for Findings {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        self.0.as_deref().unwrap_or(&[])
    }
}

/// A value and everything that was noticed while making it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked<T> {
    /// The best value that could be made.
    pub value: T,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value about which there is nothing to say.
    pub fn clean(value: T) -> Checked<T> {
        Checked { value, diagnostics: Vec::new() }
    }

    /// A value and its findings.
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Checked<T> {
        Checked { value, diagnostics }
    }

    /// Moves the findings to `all` and gives the value.
    pub fn drain_into(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }

    /// Changes the value only.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Checked<U> {
        Checked { value: f(self.value), diagnostics: self.diagnostics }
    }
}

/// How many findings of each weight.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic]) -> Counts {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Counts { errors: count(Severity::Error), warnings: count(Severity::Warning) }
    }
}
