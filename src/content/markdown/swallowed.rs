//! Headings that became code because a fence is never closed.
//!
//! One missing fence turns every later one around: what was code is prose and the other way about, up to the last,
//! which is the one that never closes. So in such a body each fenced block may hold headings of the author's. They are
//! named, so that links to them are not told as further mistakes: the fence is.

use super::Context;
use super::events::Piece;
use super::ids;
use pulldown_cmark::{CodeBlockKind, Event, Tag};

/// The ids that the swallowed headings of a body would have had; none when every fence is closed.
pub(super) fn headings(pieces: &[Piece<'_>], context: &Context<'_>) -> Vec<String> {
    let fenced =
        |piece: &&Piece<'_>| matches!(piece.event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))));
    let blocks: Vec<&str> =
        pieces.iter().filter(fenced).map(|piece| &context.text[piece.range.clone()]).collect();
    if blocks.iter().all(|block| is_closed(block)) {
        return Vec::new();
    }
    blocks.iter().flat_map(|block| block.lines().skip(1)).filter_map(heading_id).collect()
}

/// The last line of a fenced block is its closing fence.
pub(super) fn is_closed(block: &str) -> bool {
    let (mark, len) = fence(block);
    let Some((_, last)) = block.trim_end().rsplit_once('\n') else { return false };
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.len() >= len && last.chars().all(|c| c == mark)
}

/// The character of the fence that a block begins with, and how often it stands there.
pub(super) fn fence(block: &str) -> (char, usize) {
    let mark = if block.starts_with('~') { '~' } else { '`' };
    (mark, block.chars().take_while(|c| *c == mark).count())
}

/// The id of a line that would be a heading.
fn heading_id(line: &str) -> Option<String> {
    let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
    let words = line.trim_start_matches('#');
    if !(1..=6).contains(&(line.len() - words.len())) || !words.starts_with([' ', '\t']) {
        return None;
    }
    let attributes = words.strip_suffix('}').and_then(|rest| rest.rsplit_once('{'));
    let written =
        attributes.and_then(|(_, inside)| inside.split_whitespace().find_map(|a| a.strip_prefix('#')));
    Some(written.map_or_else(|| ids::generated(words.trim_end_matches('#')), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_would_be_headings() {
        assert_eq!(heading_id("## 数字 {#figures}").as_deref(), Some("figures"));
        assert_eq!(heading_id("  ### 数字 {was=old #figures}").as_deref(), Some("figures"));
        assert_eq!(heading_id("# What it is ##").as_deref(), Some("what-it-is"));
        assert_eq!(heading_id("#include <stdio.h>"), None);
        assert_eq!(heading_id("####### 七"), None);
        assert_eq!(heading_id("正文"), None);
    }

    #[test]
    fn a_fence_is_closed_by_one_as_long() {
        assert!(is_closed("```sh\nls\n```\n"));
        assert!(is_closed("> ~~~\n> a\n> ~~~~".trim_start_matches("> ")));
        assert!(!is_closed("````\na\n```"));
        assert!(!is_closed("```\na\n~~~"));
        assert!(!is_closed("```"));
    }
}
