//! Phrases of the other language within a text: screen readers and fonts want to know of them.
//!
//! On a Chinese page a phrase is three or more words of Latin letters in a row. One or two are a term (`Python`, `machine
//! learning`), which a Chinese voice reads well and which would only swell the page. On other pages every stretch of Han is
//! one.

use super::characters::{is_ambiguous_mark, is_cjk, is_han};
use super::options::Options;
use crate::locale::Script;
use std::ops::Range;

/// Words from which Latin on a Chinese page is a phrase.
const WORDS: usize = 3;

/// The tag that phrases on these pages get.
pub(super) fn tag(options: &Options) -> Option<&str> {
    match options.script {
        Script::Chinese => options.latin_phrases.as_deref(),
        Script::Other => options.han_phrases.as_deref(),
    }
}

/// Whether it is worth looking: a quick no for most texts.
pub(super) fn may_have(text: &str, script: Script) -> bool {
    match script {
        // Three words of two letters with spaces between them.
        Script::Chinese => text.len() >= 8 && text.bytes().filter(|b| *b == b' ').nth(WORDS - 2).is_some(),
        Script::Other => text.bytes().any(|b| b >= 0xE3),
    }
}

/// The phrases in a text, ascending.
pub(super) fn find(text: &str, script: Script) -> Vec<Range<usize>> {
    match script {
        Script::Chinese => latin(text),
        Script::Other => han(text),
    }
}

/// Stretches without Han and Chinese punctuation that hold words enough, from their first letter to their last mark.
fn latin(text: &str) -> Vec<Range<usize>> {
    let belongs = |c: char| c.is_ascii() || c == '’' || (c.is_alphabetic() && !is_cjk(c));
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(from) = text[at..].find(|c: char| c.is_ascii_alphabetic()).map(|from| at + from) else {
            break;
        };
        let to = text[from..].find(|c| !belongs(c)).map_or(text.len(), |to| from + to);
        let phrase =
            text[from..to].trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '?' | '!'));
        if words(phrase) >= WORDS {
            found.push(from..from + phrase.len());
        }
        at = to;
    }
    found
}

/// Words of two or more letters.
fn words(text: &str) -> usize {
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.len() > 1 && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    text.split(' ').filter(|word| is_word(word)).count()
}

/// Stretches of Han with the marks between them.
fn han(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_han(c) {
            open = Some(open.map_or(at, |open| open.start)..end);
        } else if is_cjk(c) {
            // A full-width mark belongs to the phrase on whose either side it stands, when there is one.
            open = open.map(|open| open.start..end);
        } else if !is_ambiguous_mark(c) {
            found.extend(open.take());
        }
    }
    found.extend(open);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found() {
        let of =
            |text: &'static str, script| find(text, script).into_iter().map(|r| &text[r]).collect::<Vec<_>>();
        assert_eq!(of("常问“Tell me about yourself.”这类题", Script::Chinese), ["Tell me about yourself."]);
        assert_eq!(of("会用 Python 3 与 machine learning 的人", Script::Chinese), Vec::<&str>::new());
        assert_eq!(of("(don’t repeat yourself)原则", Script::Chinese), ["don’t repeat yourself"]);
        assert_eq!(of("The word 面试。 means interview (简历).", Script::Other), ["面试。", "简历"]);
        assert_eq!(of("《机器学习职业手册》 and 他说“好”", Script::Other), ["机器学习职业手册》", "他说“好"]);
    }
}
