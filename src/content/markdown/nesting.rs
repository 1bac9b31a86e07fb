//! Blocks within blocks, counted before the parser sees them.
//!
//! The parser's time grows with depth times lines where quotations or lists are nested deeply and continued lazily: a
//! hundred kilobytes of `> > > …` take seconds. So a line with more markers than the limit is refused beforehand. Depth
//! that grows by indentation from line to line costs its author its square in spaces; it is counted on the events.

use super::events::Piece;
use pulldown_cmark::{Event, TagEnd};

/// The first byte of the first line that opens more than `limit` containers.
pub(super) fn too_deep_line(text: &str, limit: usize) -> Option<usize> {
    // Two bytes a level at the least: most lines are too short to be looked at.
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > limit && markers(line) > limit {
            return Some(start);
        }
        start += line.len();
    }
    None
}

/// How many containers the beginning of a line opens or continues.
fn markers(line: &str) -> usize {
    let is_rule = |mark: u8| line.bytes().all(|b| b == mark || b.is_ascii_whitespace());
    if [b'-', b'*', b'_'].into_iter().any(is_rule) {
        return 0;
    }
    let bytes = line.as_bytes();
    let (mut at, mut count) = (0, 0);
    loop {
        at += bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let len = match bytes.get(at + digits) {
            Some(b'>') if digits == 0 => 1,
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
            _ => return count,
        };
        let is_quote = bytes[at] == b'>';
        at += len;
        if !is_quote && !bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\t')) {
            return count;
        }
        count += 1;
    }
}

/// The first byte of the first block deeper than `limit`.
pub(super) fn too_deep_block(pieces: &[Piece<'_>], limit: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for piece in pieces {
        match &piece.event {
            Event::Start(tag) if is_container(tag.to_end()) => {
                depth += 1;
                // A list and its item are one level.
                if depth > 2 * limit {
                    return Some(piece.range.start);
                }
            }
            Event::End(tag) if is_container(*tag) => depth -= 1,
            _ => {}
        }
    }
    None
}

fn is_container(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_lines_are_found() {
        assert_eq!(too_deep_line(&format!("a\n{}b\nc\n", "> ".repeat(101)), 100), Some(2));
        assert_eq!(too_deep_line(&format!("{}b\n", "- ".repeat(101)), 100), Some(0));
        assert_eq!(too_deep_line(&format!("{}b\n", "1. > * ".repeat(40)), 100), Some(0));
        assert_eq!(too_deep_line(&format!("{}\n", "- ".repeat(500)), 100), None);
        assert_eq!(too_deep_line(&format!("{}b\n", "> ".repeat(100)), 100), None);
    }
}
