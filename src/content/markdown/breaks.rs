//! Line breaks inside a paragraph: nothing between Han, a space between words.
//!
//! No browser gets this right for Chinese, and feeds and plain text never would, so it is decided here. The rule goes by
//! the characters on both sides, seen through emphasis, links and code; beside anything else the break stays.

use super::characters::BreakClass;
use super::events::Piece;
use super::options::{HanLatinBreak, Options};
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// Replaces the breaks that join by nothing.
pub(super) fn join_lines(pieces: &mut [Piece<'_>], options: &Options) {
    for at in 0..pieces.len() {
        if matches!(pieces[at].event, Event::SoftBreak)
            && let (Some(before), Some(after)) =
                (last_character(&pieces[..at]), first_character(&pieces[at + 1..]))
            && joins(before, after, options)
        {
            pieces[at].event = Event::Text(CowStr::Borrowed(""));
        }
    }
}

/// Whether a break between two characters becomes nothing.
fn joins(before: char, after: char, options: &Options) -> bool {
    use BreakClass::{Ambiguous, Letter, Mark, Spaced};
    let (b, a) = (BreakClass::of(before, options.script), BreakClass::of(after, options.script));
    match (b, a) {
        (Letter | Mark | Ambiguous, Letter | Mark | Ambiguous) => true,
        // A full-width mark brings its own space; Hangul keeps the one that it is written with.
        (Mark, Spaced) => !super::characters::is_hangul(after),
        (Spaced, Mark) => !super::characters::is_hangul(before),
        (Letter, Spaced) => options.han_latin_break == HanLatinBreak::None && after.is_alphanumeric(),
        (Spaced, Letter) => options.han_latin_break == HanLatinBreak::None && before.is_alphanumeric(),
        (Ambiguous, Spaced) | (Spaced, Ambiguous | Spaced) => false,
    }
}

fn last_character(pieces: &[Piece<'_>]) -> Option<char> {
    for piece in pieces.iter().rev() {
        match &piece.event {
            Event::Text(text) if text.is_empty() => {}
            Event::Text(text) | Event::Code(text) => return text.chars().next_back(),
            Event::Start(tag) if is_seen_through(tag) => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => return None,
        }
    }
    None
}

fn first_character(pieces: &[Piece<'_>]) -> Option<char> {
    for piece in pieces {
        match &piece.event {
            Event::Text(text) if text.is_empty() => {}
            Event::Text(text) | Event::Code(text) => return text.chars().next(),
            Event::Start(tag) if is_seen_through(tag) => {}
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            _ => return None,
        }
    }
    None
}

fn is_seen_through(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
}
