//! What was probably meant otherwise: Markdown that silently became text, and marks of the wrong width.
//!
//! Everything here is a warning by default. A finding carries an edit where one change is surely the right one.

mod emphasis;
mod fences;
mod invisible;
mod markers;
mod quotes;
mod references;
mod tables;
mod typography;

use super::Context;
use super::events::Piece;
use crate::diagnostic::{Code, Diagnostic};
use crate::locale::Script;
use crate::source::Span;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Looks over all events of a body, and over its characters.
pub(super) fn lint(
    pieces: &[Piece<'_>],
    body: Range<usize>,
    context: &Context<'_>,
    found: &mut Vec<Diagnostic>,
) {
    invisible::lint(body, context, found);
    let mut lint = Lint { pieces, context, found, literal: 0, lonely: Vec::new() };
    let mut block = None;
    for (at, piece) in pieces.iter().enumerate() {
        match &piece.event {
            Event::Start(tag) => lint.start(tag, at),
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                lint.literal = lint.literal.saturating_sub(1);
            }
            Event::Text(text) if lint.literal == 0 => lint.text(text, at),
            _ => {}
        }
        // Words that belong together lie between two events of blocks.
        if is_inline(&piece.event) {
            block.get_or_insert(at);
        } else if let Some(first) = block.take() {
            lint.words(first..at);
        }
    }
    if let Some(first) = block {
        lint.words(first..pieces.len());
    }
}

struct Lint<'a, 'p> {
    pieces: &'a [Piece<'p>],
    context: &'a Context<'a>,
    found: &'a mut Vec<Diagnostic>,
    /// Code, HTML and addresses around the present event, whose texts are left alone.
    literal: u32,
    /// Marks of emphasis without a partner in the present block.
    lonely: Vec<Range<usize>>,
}

impl Lint<'_, '_> {
    fn start(&mut self, tag: &Tag<'_>, at: usize) {
        match tag {
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.literal += 1;
                self.address(at);
            }
            // Ends of links count down as well.
            Tag::Link { .. } => self.literal += u32::from(self.literal > 0),
            Tag::Image { .. } | Tag::HtmlBlock => self.literal += 1,
            Tag::CodeBlock(kind) => {
                self.literal += 1;
                self.fence(kind, at);
            }
            Tag::Paragraph => self.paragraph(at),
            Tag::Item => self.item(at),
            Tag::Heading { .. } => self.heading(at),
            Tag::TableRow => self.row(at),
            Tag::Strikethrough => self.strikethrough(at),
            _ => {}
        }
    }

    /// One text among words.
    fn text(&mut self, text: &str, at: usize) {
        self.marks(text, at);
        if self.context.options.script == Script::Chinese {
            self.typography(text, at);
        }
        self.spaces(text, at);
        self.note_marks(text, at);
    }

    /// All inline events of one block.
    fn words(&mut self, range: Range<usize>) {
        self.unpaired();
        let before = range.start.checked_sub(1).map(|at| &self.pieces[at].event);
        if matches!(before, Some(Event::Start(Tag::CodeBlock(_)))) {
            return;
        }
        if self.context.options.script == Script::Chinese {
            self.quotes(range);
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.context.span(range)
    }

    /// The source of a part of a text, if it is written as it reads and without a backslash before it.
    fn exact(&self, at: usize, part: Range<usize>) -> Option<Range<usize>> {
        let piece = &self.pieces[at];
        let len = part.len();
        let exact = piece.is_exact(part.start) && (part.is_empty() || piece.is_exact(part.end - 1));
        let range = exact.then(|| piece.source_range(part)).filter(|range| range.len() == len)?;
        let before = self.context.text[..range.start].bytes().rev();
        (before.take_while(|b| *b == b'\\').count() % 2 == 0).then_some(range)
    }

    /// Tells of a place with one replacement.
    fn replace(&mut self, code: Code, range: Range<usize>, by: &str, message: String, help: &str) {
        let span = self.span(range);
        self.found.push(Diagnostic::new(code, span, message).help(help).edit(span, by));
    }

    /// What stands before a text on its line, seen through emphasis and links.
    fn before(&self, at: usize) -> Beside {
        for piece in self.pieces[..at].iter().rev() {
            match &piece.event {
                // A joined line break: what begins a line may be a mark of Markdown.
                Event::Text(text) if text.is_empty() => return Beside::Other,
                Event::Text(text) => return text.chars().next_back().map_or(Beside::Other, Beside::Char),
                event if is_transparent(event) => {}
                event => return if is_inline(event) { Beside::Other } else { Beside::Nothing },
            }
        }
        Beside::Nothing
    }

    /// What stands after a text.
    fn after(&self, at: usize) -> Beside {
        for piece in &self.pieces[at + 1..] {
            match &piece.event {
                Event::Text(text) if text.is_empty() => {}
                Event::Text(text) => return text.chars().next().map_or(Beside::Other, Beside::Char),
                event if is_transparent(event) => {}
                event => return if is_inline(event) { Beside::Other } else { Beside::Nothing },
            }
        }
        Beside::Nothing
    }
}

/// What stands beside a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Beside {
    /// A character of another text.
    Char(char),
    /// The end of the block.
    Nothing,
    /// Code, an image, a break.
    Other,
}

impl Beside {
    fn char(self) -> Option<char> {
        match self {
            Beside::Char(c) => Some(c),
            Beside::Nothing | Beside::Other => None,
        }
    }
}

fn is_transparent(event: &Event<'_>) -> bool {
    use pulldown_cmark::Tag::{Emphasis, Link, Strikethrough, Strong};
    matches!(event, Event::Start(Emphasis | Strong | Strikethrough | Link { .. }))
        || matches!(
            event,
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
        )
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => true,
        Event::Start(_) | Event::End(_) => is_transparent(event),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}
