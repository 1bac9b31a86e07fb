//! The sentence around some words of a body's text.

use super::{Body, ReferenceIx};
use std::ops::Range;

/// Longest context on either side of the words, in bytes.
const REACH: usize = 360;

impl Body {
    /// The sentence around a range of the text: what stands before it, the words, what follows.
    pub fn sentence_at(
        &self,
        words: Range<u32>,
        title: impl Fn(ReferenceIx) -> String,
    ) -> (String, String, String) {
        let around = sentence_around(&self.text, words.start as usize..words.end as usize);
        let (start, end) = (around.start as u32, around.end as u32);
        (
            self.plain(start..words.start, &title).trim_start().to_owned(),
            self.plain(words.clone(), &title),
            self.plain(words.end..end, &title).trim_end().to_owned(),
        )
    }
}

/// The range of the sentence that holds a range of a text.
pub fn sentence_around(text: &str, words: Range<usize>) -> Range<usize> {
    start_before(text, words.start)..end_after(text, words.end)
}

/// The first byte of the sentence that goes on at a byte.
fn start_before(text: &str, at: usize) -> usize {
    let floor = (0..=at.saturating_sub(REACH)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut next: Option<char> = None;
    let mut start = at;
    for (index, c) in text[floor..at].char_indices().rev() {
        if ends_sentence(c, next) {
            return start;
        }
        start = floor + index;
        next = Some(c);
    }
    start
}

/// One past the last byte of the sentence that goes on at a byte.
fn end_after(text: &str, at: usize) -> usize {
    let ceiling = (at + REACH..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let mut chars = text[at..ceiling].char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        let end = at + index;
        if matches!(c, '\n' | '\t') {
            return end;
        }
        if ends_sentence(c, chars.peek().map(|(_, next)| *next)) {
            // Closing quotation marks and brackets belong to the sentence that they close.
            let rest = &text[end + c.len_utf8()..ceiling];
            let closing =
                rest.len() - rest.trim_start_matches(['”', '’', '」', '』', '）', ')', '"', '》']).len();
            return end + c.len_utf8() + closing;
        }
    }
    ceiling
}

/// A character after which a new sentence begins. A full stop of Latin ends one before a space only.
fn ends_sentence(c: char, next: Option<char>) -> bool {
    match c {
        '\n' | '\t' | '。' | '！' | '？' | '；' => true,
        '.' | '!' | '?' => next.is_none_or(char::is_whitespace),
        _ => false,
    }
}
