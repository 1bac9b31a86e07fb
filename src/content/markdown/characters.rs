//! What kinds of characters matter beside emphasis marks and line ends.

use crate::locale::Script;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Wide, full-width or half-width by East Asian Width and not an emoji by default, or Hangul: “CJK character” of the
/// CJK-friendly rule for emphasis. The ranges run over unassigned code points where that makes fewer of them; a test
/// holds them against the Unicode tables.
pub(super) fn is_cjk(c: char) -> bool {
    let c = c as u32;
    c >= 0x1100
        && matches!(
            c,
            0x2E80..=0x303E
                | 0x3041..=0x3247
                | 0x3250..=0xA4C6
                | 0xAC00..=0xD7FB
                | 0xFF01..=0xFFEE
                | 0x1100..=0x11FF
                | 0x20A9
                | 0x2329..=0x232A
                | 0x2630..=0x2637
                | 0x268A..=0x268F
                | 0xA960..=0xA97C
                | 0xF900..=0xFAFF
                | 0xFE10..=0xFE19
                | 0xFE30..=0xFE6B
                | 0x16FE0..=0x191D2
                | 0x1AFF0..=0x1B2FB
                | 0x1D300..=0x1D376
                | 0x1F1AE
                | 0x1F200
                | 0x1F202..=0x1F219
                | 0x1F21B..=0x1F22E
                | 0x1F230..=0x1F231
                | 0x1F237
                | 0x1F23B..=0x1F248
                | 0x1F260..=0x1F265
                | 0x1F7DA
                | 0x20000..=0x3FFFD
        )
}

/// Marks of Chinese writing that other languages use too, so that Unicode calls their width ambiguous.
pub(super) fn is_ambiguous_mark(c: char) -> bool {
    matches!(c, '\u{B7}' | '—' | '‘' | '’' | '“' | '”' | '…')
}

/// Punctuation or symbol, as CommonMark 0.31 counts them.
pub(super) fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    // Han is most of what is asked about.
    if matches!(c as u32, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3) {
        return false;
    }
    matches!(c.general_category_group(), GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol)
}

/// A Han character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x3005..=0x3007 | 0xF900..=0xFAFF | 0x20000..=0x3FFFD)
}

/// A letter of a script that is written without spaces, or a Hangul syllable: what is counted by characters.
pub(super) fn is_counted_alone(c: char) -> bool {
    let code = c as u32;
    is_han(c) || matches!(code, 0x3041..=0x3096 | 0x30A1..=0x30FA | 0xAC00..=0xD7A3)
}

/// Hangul letters: Korean is written with spaces.
pub(super) fn is_hangul(c: char) -> bool {
    matches!(
        c as u32,
        0x1100..=0x11FF | 0x3131..=0x318E | 0xA960..=0xA97C | 0xAC00..=0xD7FB | 0xFFA0..=0xFFDC
    )
}

/// How a character behaves at a line break.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BreakClass {
    /// A letter of a script without spaces.
    Letter,
    /// Full-width punctuation.
    Mark,
    /// “ ” ‘ ’ — … · on a Chinese page.
    Ambiguous,
    /// Everything that is written with spaces.
    Spaced,
}

impl BreakClass {
    /// The class of a character on a page of a script.
    pub(super) fn of(c: char, script: Script) -> BreakClass {
        if is_ambiguous_mark(c) {
            match script {
                Script::Chinese => BreakClass::Ambiguous,
                Script::Other => BreakClass::Spaced,
            }
        } else if !is_cjk(c) || is_hangul(c) || c == '\u{3000}' {
            BreakClass::Spaced
        } else if is_punctuation(c) {
            BreakClass::Mark
        } else {
            BreakClass::Letter
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_properties::{GeneralCategory, UnicodeEmoji};
    use unicode_width::UnicodeWidthChar;

    /// The width in a terminal is another table of the same data: two columns mean wide or full-width, but for emoji;
    /// half-width forms have one.
    #[test]
    fn the_ranges_are_those_of_unicode() {
        let mut wrong = Vec::new();
        for c in (0x80..0x40000).filter_map(char::from_u32) {
            let assigned = c.general_category() != GeneralCategory::Unassigned;
            let Some(width @ 1..) = c.width().filter(|_| assigned) else { continue };
            let half_width = matches!(c as u32, 0xFF61..=0xFFDC | 0xFFE8..=0xFFEE | 0x20A9);
            // Two Khmer letters are wide because they are drawn as several.
            let wide = width >= 2 && !c.has_emoji_presentation() && !matches!(c, '\u{17A4}' | '\u{17D8}');
            if is_cjk(c) != (wide || half_width || is_hangul(c)) {
                wrong.push(format!("U+{:04X} {c}", c as u32));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    trait EmojiPresentation {
        fn has_emoji_presentation(&self) -> bool;
    }

    impl EmojiPresentation for char {
        fn has_emoji_presentation(&self) -> bool {
            use unicode_properties::EmojiStatus as Status;
            matches!(
                self.emoji_status(),
                Status::EmojiPresentation
                    | Status::EmojiPresentationAndModifierBase
                    | Status::EmojiPresentationAndEmojiComponent
                    | Status::EmojiPresentationAndModifierAndEmojiComponent
            )
        }
    }

    #[test]
    fn marks_and_letters() {
        assert!(is_punctuation('。') && is_punctuation('“') && is_punctuation('¥') && is_punctuation('＋'));
        assert!(!is_punctuation('中') && !is_punctuation('é') && !is_punctuation('カ'));
        assert_eq!(BreakClass::of('“', Script::Other), BreakClass::Spaced);
        assert_eq!(BreakClass::of('，', Script::Other), BreakClass::Mark);
        assert_eq!(BreakClass::of('가', Script::Chinese), BreakClass::Spaced);
    }
}
