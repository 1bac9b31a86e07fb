//! The sentences around links, for backlinks that say what they are about.

use crate::content::body::Body;

/// Longest context on either side of a link, in bytes.
const REACH: usize = 360;

/// Finds the sentence of each reference in the text.
pub(super) fn find(body: &mut Body) {
    let text = &body.text;
    for reference in &mut body.references {
        if !reference.in_heading {
            let start = start_before(text, reference.words.start as usize);
            let end = end_after(text, reference.words.end as usize);
            reference.sentence = start as u32..end as u32;
        }
    }
}

/// The first byte of the sentence that goes on at a byte.
fn start_before(text: &str, at: usize) -> usize {
    let floor = floor_boundary(text, at.saturating_sub(REACH));
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
    let ceiling = ceil_boundary(text, at + REACH);
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

/// The nearest character boundary at or before a byte.
pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The nearest character boundary at or after a byte.
pub(super) fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, word: &str) -> String {
        let at = text.find(word).unwrap();
        text[start_before(text, at)..end_after(text, at + word.len())].trim().to_owned()
    }

    #[test]
    fn sentences_are_cut_out() {
        assert_eq!(around("先学这个。再学Python，然后“实践。”之后", "Python"), "再学Python，然后“实践。”");
        assert_eq!(around("One. Learn v3.5 of Python first. Two.", "Python"), "Learn v3.5 of Python first.");
        assert_eq!(around("a\tcell with Python\tb\n", "Python"), "cell with Python");
    }
}
