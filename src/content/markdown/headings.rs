//! Braces at the end of a heading.

use super::Context;
use super::events::Piece;
use pulldown_cmark::{Event, Tag, TagEnd};

/// Gives back to headings the braces that were no attributes: the parser takes any `{…}` at the end of a heading for
/// some, and `## 模板 {name}` would lose a word. Only `#id` and `was=` are read.
pub(super) fn keep_braces<'p>(pieces: Vec<Piece<'p>>, context: &Context<'_>) -> Vec<Piece<'p>> {
    if !pieces.iter().any(|piece| is_without_attributes(&piece.event)) {
        return pieces;
    }
    let mut kept = Vec::with_capacity(pieces.len() + 8);
    let mut words = None;
    for mut piece in pieces {
        if is_without_attributes(&piece.event) {
            words = braces(&piece, context);
            if let Event::Start(Tag::Heading { classes, attrs, .. }) = &mut piece.event {
                classes.clear();
                attrs.clear();
            }
        } else if let Event::End(TagEnd::Heading(_)) = &piece.event {
            kept.extend(words.take());
        }
        kept.push(piece);
    }
    kept
}

/// A heading whose braces hold something, but neither an id nor an old one.
fn is_without_attributes(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::Heading { id: None, classes, attrs, .. }) => {
            let is_old = attrs.iter().any(|(key, _)| &**key == "was");
            !is_old && (!classes.is_empty() || !attrs.is_empty())
        }
        _ => false,
    }
}

/// The braces of a heading as a text.
fn braces<'p>(heading: &Piece<'_>, context: &Context<'_>) -> Option<Piece<'p>> {
    let source = &context.text[heading.range.clone()];
    let (open, close) = (source.rfind('{')?, source.rfind('}')?);
    if open > close {
        return None;
    }
    let range = heading.range.start + open..heading.range.start + close + 1;
    let text = format!(" {}", &context.text[range.clone()]);
    Some(Piece::new(Event::Text(text.into()), range.start - 1..range.end))
}
