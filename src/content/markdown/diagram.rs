//! Diagrams: a fenced `mermaid` block is shown as code, with a finding that says what to do instead.
//!
//! Nothing is drawn, for a judgement by eye. Nine diagrams such as a handbook has (flow charts, a sequence, classes,
//! states, a plan, entities, shares, a mind map; most labels Chinese) went through each renderer in Rust that needs no
//! browser, in November 2026. What was asked: legible, nothing cut off, Chinese as wide as it is, the same bytes twice,
//! no style element or attribute (the page's security policy blocks them), mistakes told with their place.
//!
//! | crate | what was seen | crates |
//! |---|---|---|
//! | mermaid-svg 0.7.0 | nearest: small, quick, errors with a line, one style attribute. But a curved edge and its label leave the picture, arrows run through titles of groups and over labels, composite states fall apart, `click` passes `javascript:` | 9 |
//! | mermaid-rs-renderer 0.3.1 | good lines; a message of a sequence stands outside its frame, and its strict mode takes a node that is never closed for an empty picture | 39 |
//! | selkie-rs 0.3.0 | no Chinese names in sequences, states and classes; other bytes each time; a style element | 50 |
//! | merman 0.9.0 | nearest to the original; words in HTML inside the SVG, cut off where a reader's font is wider than the one it measured; up to 73 style attributes a picture; an `<img>` in a label passes | 135 |
//!
//! Whoever tries again: colours as presentation attributes may be `var(--…)`, so both schemes can be had from one
//! picture; ids of markers need a prefix for each diagram; elements, attributes and addresses need an allow-list of ours.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The finding about a diagram that is shown as code.
pub(super) fn diagnostic(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BAD_DIAGRAM, span, "diagrams are not drawn; this one is shown as code")
        .help("draw it to an SVG file, put that into the entry's folder and show it as an image")
}
