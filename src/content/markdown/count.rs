//! How much there is to read: Han characters and words, counted together in mixed text.

use super::characters::is_counted_alone;
use crate::content::body::{Body, Counts};
use std::ops::Range;

/// Counts a text without code.
pub(super) fn of_text(text: &str) -> Counts {
    let (mut han, mut words) = (0, 0);
    let mut in_word = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii() {
            let bytes = c.is_ascii_alphanumeric();
            // `3.5`, `It's`, `well-known`, `a_b` are one; so are `C++` and `C#`, which end in their signs.
            let joins = in_word
                && matches!(c, '.' | '\'' | '-' | '_' | '+' | '#')
                && chars.peek().is_some_and(|next| next.is_alphanumeric() || matches!(c, '+' | '#'));
            words += u32::from(bytes && !in_word);
            in_word = bytes || joins;
        } else if is_counted_alone(c) {
            han += 1;
            in_word = false;
        } else if is_common_mark(c) {
            in_word = in_word && c == '’' && chars.peek().is_some_and(|next| next.is_alphanumeric());
        } else if c.is_alphanumeric() {
            words += u32::from(!in_word);
            in_word = true;
        } else {
            in_word = false;
        }
    }
    Counts { han, words, code: 0 }
}

/// Punctuation of Chinese and typography: most of what is neither a letter nor ASCII, told apart without a table.
fn is_common_mark(c: char) -> bool {
    matches!(c as u32, 0x2000..=0x206F | 0x3000..=0x3004 | 0x3008..=0x3020 | 0xFF01..=0xFF0F | 0xFF1A..=0xFF20)
}

/// Counts a body: its text and headings as they are, its code blocks apart.
pub(super) fn of_body(body: &Body, code: &[Range<usize>]) -> Counts {
    let mut counts = Counts::default();
    let mut at = 0;
    for block in code {
        counts = counts + of_text(&body.text[at..block.start]);
        let inside = of_text(&body.text[block.clone()]);
        counts.code += inside.han + inside.words;
        at = block.end;
    }
    counts = counts + of_text(&body.text[at..]);
    body.headings.iter().fold(counts, |counts, heading| counts + of_text(&heading.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_text_adds_up() {
        for (text, han, words) in [
            ("今天学习 Rust 和 C++，花了 3.5 小时。", 9, 3),
            ("产品经理PM面试指南", 8, 1),
            ("It's a well-known fact.", 0, 4),
            ("It’s naïve. C# is fine.", 0, 5),
            ("", 0, 0),
        ] {
            let counts = of_text(text);
            assert_eq!((counts.han, counts.words), (han, words), "{text}");
        }
    }

    #[test]
    fn reading_time_is_rounded_up() {
        let minutes = |han, words, code| Counts { han, words, code }.minutes();
        assert_eq!(
            (minutes(0, 0, 0), minutes(1, 0, 0), minutes(400, 0, 0), minutes(400, 1, 0)),
            (0, 1, 1, 2)
        );
        assert_eq!((minutes(0, 230, 0), minutes(200, 115, 0), minutes(0, 0, 460)), (1, 1, 1));
    }
}
