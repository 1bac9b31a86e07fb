//! Diagrams.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The finding about a diagram that is shown as code.
pub(super) fn diagnostic(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BAD_DIAGRAM, span, "diagrams are not drawn; this one is shown as code")
        .help("draw it to an SVG file, put that into the entry's folder and show it as an image")
}
