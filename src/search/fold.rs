//! The form in which characters are compared: NFKC, lower case, no accents, Simplified.
//!
//! The client does the same with the browser's own tables; `tests/search/tokens.json` holds both to it.

use super::Lexicon;
use unicode_normalization::UnicodeNormalization;

/// Hands the folded characters of a text to `push`, one by one.
pub(super) fn fold(text: &str, lexicon: &Lexicon, mut push: impl FnMut(char)) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(folded) = fold_simple(c, lexicon) {
            push(folded);
            rest = &rest[c.len_utf8()..];
        } else {
            let end = rest.find(|c| fold_simple(c, lexicon).is_some()).unwrap_or(rest.len());
            fold_any(&rest[..end], lexicon, &mut push);
            rest = &rest[end..];
        }
    }
}

/// The folded form where it is one character whatever stands beside it: nearly all of our texts.
#[inline]
fn fold_simple(c: char, lexicon: &Lexicon) -> Option<char> {
    match c {
        '\0'..='\x7F' => Some(c.to_ascii_lowercase()),
        '\u{3400}'..='\u{9FFF}' => Some(lexicon.simplified(c)),
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{201C}'..='\u{201D}' | '\u{2014}' => Some(c),
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(c as u32 - 0xFEE0).map(|narrow| plain_mark(narrow.to_ascii_lowercase()))
        }
        _ => None,
    }
}

/// Any text, by the book.
fn fold_any(text: &str, lexicon: &Lexicon, push: &mut impl FnMut(char)) {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let bare: String = lower.nfd().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).collect();
    for c in bare.nfc().filter(|c| !is_ignored(*c)) {
        push(lexicon.simplified(plain_mark(c)));
    }
}

/// Marks that mean the same to a reader who types.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => '\'',
        '\u{2010}' => '-',
        'ς' => 'σ',
        _ => c,
    }
}

/// Characters without width: variation selectors, joiners, soft hyphens.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Scripts written without spaces: their runs are cut into overlapping pairs.
#[inline]
pub(super) fn is_gram(c: char) -> bool {
    c >= '\u{E01}'
        && matches!(c,
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{3005}' | '\u{3007}'
            | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}' | '\u{AC00}'..='\u{D7A3}'
            | '\u{E01}'..='\u{E4E}' | '\u{E81}'..='\u{ECE}' | '\u{1000}'..='\u{103F}' | '\u{1780}'..='\u{17D3}'
            | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Letters and digits of scripts with spaces, and the low line.
#[inline]
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { c.is_alphanumeric() && !is_gram(c) }
}

/// What may stand between the parts of a name: Node.js, f1-score, don't, C++, C#.
#[inline]
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '.' | '\'' | '+' | '#' | '-')
}
