//! Markdown that is right in Chinese: one body to HTML with holes.
//!
//! The steps, each a file of its own:
//! 1. [`nesting`]: refuse what would take the parser too long;
//! 2. [`emphasis`]: make emphasis beside Chinese punctuation visible to the parser;
//! 3. [`events`]: parse, map ranges back to the source, join neighbouring texts;
//! 4. [`breaks`], [`bare_urls`], [`formulas`]: small passes over the events;
//! 5. [`survey`]: ids of headings, numbers of notes;
//! 6. [`render`]: events to HTML, references, plain text;
//! 7. [`lint`]: what was probably meant otherwise.

mod bare_urls;
mod breaks;
mod characters;
mod count;
mod diagram;
mod emphasis;
mod events;
mod fence;
mod formulas;
mod headings;
mod highlight;
mod ids;
mod lint;
mod math;
mod nesting;
mod options;
mod phrases;
mod render;
pub mod section_ids;
mod sentences;
mod survey;
mod swallowed;
mod urls;

pub use highlight::Highlighter;
pub use options::{HanLatinBreak, HtmlMode, Limits, Options};

use super::body::{Body, Section};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::source::{Source, SourceId, Span};
use events::Piece;
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
    let context = Context { source: source.id, text: &source.text, options, highlighter };
    let mut found = Vec::new();
    let empty = Body { sections: vec![Section { heading: None, text: 0..0 }], ..Body::default() };
    let text = &source.text[body.clone()];
    if let Some(diagnostic) = beyond_limits(text, body.start, &context) {
        return Checked::new(empty, vec![diagnostic]);
    }
    let prepared = emphasis::prepare(text, options.script);
    let (pieces, definitions) = events::read(&prepared, parser_options(), body.start);
    let pieces = passes(pieces, &context);
    let limit = options.limits.nesting;
    if let Some(at) = nesting::too_deep_block(&pieces, limit) {
        return Checked::new(empty, vec![too_deep(at, limit, &context)]);
    }
    let range = body;
    let mut body = render::render(&pieces, &definitions, &context, &mut found);
    body.swallowed = swallowed::headings(&pieces, &context);
    lint::lint(&pieces, range, &context, &mut found);
    Checked::new(body, found)
}

/// What all steps need to know.
struct Context<'a> {
    source: SourceId,
    /// The whole text, front matter included.
    text: &'a str,
    options: &'a Options,
    highlighter: &'a Highlighter,
}

impl Context<'_> {
    /// A range of the text; a bound inside a character is moved out of it.
    fn span(&self, range: Range<usize>) -> Span {
        let start = sentences::floor_boundary(self.text, range.start);
        let end = sentences::ceil_boundary(self.text, range.end).max(start);
        Span::new(self.source, start..end)
    }

    /// The first line of a block.
    fn first_line(&self, range: &Range<usize>) -> Span {
        let end = self.text[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
        self.span(range.start..end)
    }
}

/// The parser's extensions that we use. Off, each for a reason that was measured: smart punctuation (wrong quotation
/// marks beside Han), math (tears `$20k~$30k` apart), sub- and superscript (`~` means something else), metadata blocks
/// (found in the middle of a text as well).
fn parser_options() -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// The small passes over the events.
fn passes<'p>(pieces: Vec<Piece<'p>>, context: &Context<'_>) -> Vec<Piece<'p>> {
    let mut pieces = formulas::find(headings::keep_braces(pieces, context), context);
    breaks::join_lines(&mut pieces, context.options);
    bare_urls::link(pieces)
}

/// What keeps a text from being parsed at all.
fn beyond_limits(text: &str, offset: usize, context: &Context<'_>) -> Option<Diagnostic> {
    let limit = context.options.limits.page_bytes;
    if text.len() > limit {
        let message = format!("the text is {} bytes long, which is more than {limit}", text.len());
        let help = "make two entries of it, or raise `page_bytes` under `[limits]` in site.toml";
        return Some(Diagnostic::new(Code::FILE_TOO_LARGE, context.span(offset..offset), message).help(help));
    }
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let span = context.span(offset + at..offset + at + 1);
        return Some(
            Diagnostic::new(Code::CONTROL_CHARACTER, span, "there is a NUL byte in the text")
                .help("delete it"),
        );
    }
    let nesting = context.options.limits.nesting;
    nesting::too_deep_line(text, nesting).map(|at| too_deep(offset + at, nesting, context))
}

fn too_deep(at: usize, limit: usize, context: &Context<'_>) -> Diagnostic {
    let span = context.first_line(&(at..context.text.len()));
    let message = format!("more than {limit} quotations or lists stand within each other");
    Diagnostic::new(Code::NESTING_TOO_DEEP, span, message)
        .help("was this meant to be Markdown? if not, make it code")
}

#[cfg(test)]
mod tests;
