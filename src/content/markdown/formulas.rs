//! Formulas among words: `` $`…`$ ``, as code hosts write them. A lone `$` stays text, for pages about pay are full of it.

use super::Context;
use super::events::Piece;
use pulldown_cmark::{CowStr, Event};

/// Makes formulas of code between dollar signs.
pub(super) fn find<'p>(mut pieces: Vec<Piece<'p>>, context: &Context<'_>) -> Vec<Piece<'p>> {
    for at in 1..pieces.len().saturating_sub(1) {
        if !is_formula(&pieces, at, context) {
            continue;
        }
        let Event::Code(formula) = std::mem::replace(&mut pieces[at].event, Event::SoftBreak) else {
            continue;
        };
        pieces[at].event = Event::InlineMath(formula);
        let range = &mut pieces[at].range;
        *range = range.start - 1..range.end + 1;
        shorten(&mut pieces[at - 1], false);
        shorten(&mut pieces[at + 1], true);
    }
    pieces
}

fn is_formula(pieces: &[Piece<'_>], at: usize, context: &Context<'_>) -> bool {
    let (Event::Text(before), Event::Code(_), Event::Text(after)) =
        (&pieces[at - 1].event, &pieces[at].event, &pieces[at + 1].event)
    else {
        return false;
    };
    let range = &pieces[at].range;
    let escaped = context.text[..range.start].ends_with("\\$");
    before.ends_with('$') && after.starts_with('$') && !escaped && context.text[range.end..].starts_with('$')
}

/// Takes a dollar sign off one end of a text.
fn shorten(piece: &mut Piece<'_>, at_start: bool) {
    let Event::Text(text) = &piece.event else { return };
    let part = if at_start { 1..text.len() } else { 0..text.len() - 1 };
    if part.is_empty() {
        piece.event = Event::Text(CowStr::Borrowed(""));
        piece.range =
            if at_start { piece.range.end..piece.range.end } else { piece.range.start..piece.range.start };
    } else {
        *piece = piece.part(text, part);
    }
}
