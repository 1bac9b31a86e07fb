//! Marks of the wrong width on Chinese pages.

use super::{Beside, Lint};
use crate::content::markdown::characters::is_han;
use crate::content::markdown::sentences::floor_boundary;
use crate::diagnostic::{Code, Diagnostic};
use std::ops::Range;

/// How far the end of a bracket is looked for.
const LONGEST_ASIDE: usize = 400;

impl Lint<'_, '_> {
    /// Looks through one text.
    pub(super) fn typography(&mut self, text: &str, at: usize) {
        let mut previous = None;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let end = match c {
                ',' | ';' | ':' | '!' | '?' => self.half_width(text, at, start, c, previous),
                '.' => self.dots(text, at, start, previous),
                '-' => self.dashes(text, at, start, previous),
                '(' => self.brackets(text, at, start, previous),
                '。' => self.stops(text, at, start),
                '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => self.letters(text, at, start),
                _ => None,
            };
            previous = Some(c);
            while let Some(end) = end
                && chars.peek().is_some_and(|(next, _)| *next < end)
            {
                previous = chars.next().map(|(_, c)| c);
            }
        }
    }

    fn previous(&self, previous: Option<char>, at: usize) -> Option<char> {
        previous.or_else(|| self.before(at).char())
    }

    /// What follows a byte of a text.
    fn next(&self, text: &str, from: usize, at: usize) -> Beside {
        text[from..].chars().next().map_or_else(|| self.after(at), Beside::Char)
    }

    /// A half-width mark after Han and before Han, or at the end of a block.
    fn half_width(
        &mut self,
        text: &str,
        at: usize,
        start: usize,
        mark: char,
        previous: Option<char>,
    ) -> Option<usize> {
        let before = self.previous(previous, at).filter(|c| is_chinese_before(*c))?;
        let after_space =
            text[start + 1..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(is_chinese_after));
        let end = if after_space { start + 2 } else { start + 1 };
        let chinese_follows = match self.next(text, end, at) {
            // `“true”, “false”` lists values; what is between the marks says nothing about the comma.
            Beside::Char('“' | '‘') if matches!(before, '”' | '’') => {
                is_around_chinese(text, start, end)
            }
            Beside::Char(next) => is_chinese_after(next),
            Beside::Nothing => true,
            Beside::Other => false,
        };
        if !chinese_follows {
            return None;
        }
        let full = match mark {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            '!' => '！',
            _ => '？',
        };
        let range = self.exact(at, start..end)?;
        let message = format!("half-width `{mark}` in Chinese");
        self.replace(
            Code::HALF_WIDTH_PUNCTUATION,
            range,
            &full.to_string(),
            message,
            &format!("write `{full}`"),
        );
        Some(end)
    }

    /// `...` beside Han, and one full stop between Han.
    fn dots(&mut self, text: &str, at: usize, start: usize, previous: Option<char>) -> Option<usize> {
        let end = start + text[start..].bytes().take_while(|b| *b == b'.').count();
        let before = self.previous(previous, at).is_some_and(is_han);
        let next = self.next(text, end, at);
        let after = next.char().is_some_and(is_han);
        match end - start {
            1 if after && is_name_with_dot(text, start) => return Some(end),
            1 if before && (after || next == Beside::Nothing) => {
                let range = self.exact(at, start..end)?;
                let message = "half-width full stop in Chinese".to_owned();
                self.replace(Code::HALF_WIDTH_PUNCTUATION, range, "。", message, "write `。`");
            }
            3.. if before || after => {
                let range = self.exact(at, start..end)?;
                let message = "full stops for an ellipsis in Chinese".to_owned();
                self.replace(Code::ELLIPSIS_OR_DASH, range, "……", message, "write `……`");
            }
            _ => return None,
        }
        Some(end)
    }

    /// `。。。`
    fn stops(&mut self, text: &str, at: usize, start: usize) -> Option<usize> {
        let count = text[start..].chars().take_while(|c| *c == '。').count();
        let end = start + count * '。'.len_utf8();
        if count < 3 {
            return None;
        }
        let range = self.exact(at, start..end)?;
        let message = "full stops for an ellipsis".to_owned();
        self.replace(Code::ELLIPSIS_OR_DASH, range, "……", message, "write `……`");
        Some(end)
    }

    /// `--` between Han.
    fn dashes(&mut self, text: &str, at: usize, start: usize, previous: Option<char>) -> Option<usize> {
        let end = start + text[start..].bytes().take_while(|b| *b == b'-').count();
        let before = self.previous(previous, at).is_some_and(is_han);
        let after = self.next(text, end, at).char().is_some_and(is_han);
        if !(2..=3).contains(&(end - start)) || !before || !after {
            return None;
        }
        let range = self.exact(at, start..end)?;
        self.replace(
            Code::ELLIPSIS_OR_DASH,
            range,
            "——",
            "hyphens for a dash in Chinese".to_owned(),
            "write `——`",
        );
        Some(end)
    }

    /// Half-width brackets around Chinese, touching Chinese.
    fn brackets(&mut self, text: &str, at: usize, start: usize, previous: Option<char>) -> Option<usize> {
        let rest = &text[start + 1..];
        let inner = rest[..floor_boundary(rest, LONGEST_ASIDE)].split_once(')')?.0;
        let close = start + 1 + inner.len();
        if inner.contains(['(', '（', '）']) || !inner.contains(is_han) {
            return None;
        }
        let before = self.previous(previous, at);
        // `max(甲, 乙)` is a formula, and so are its commas.
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') && inner.contains(',') {
            return Some(close + 1);
        }
        let before = before.is_some_and(is_chinese_before);
        let after = self.next(text, close + 1, at).char().is_some_and(is_chinese_after);
        if !before && !after {
            return None;
        }
        let (open, close) = (self.exact(at, start..start + 1)?, self.exact(at, close..close + 1)?);
        let diagnostic = Diagnostic::new(
            Code::HALF_WIDTH_PUNCTUATION,
            self.span(open.start..close.end),
            "half-width brackets around Chinese",
        )
        .help("write `（` and `）`")
        .edit(self.span(open), "（")
        .edit(self.span(close), "）");
        self.found.push(diagnostic);
        // What stands between the brackets is looked at as well.
        None
    }

    /// Full-width letters and digits.
    fn letters(&mut self, text: &str, at: usize, start: usize) -> Option<usize> {
        let is_letter = |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
        let len = text[start..].find(|c| !is_letter(c)).unwrap_or(text.len() - start);
        let wide = &text[start..start + len];
        let narrow: String = wide.chars().filter_map(|c| char::from_u32(c as u32 - 0xFEE0)).collect();
        let range: Range<usize> = self.exact(at, start..start + len)?;
        let message = format!("full-width letters or digits `{wide}`");
        self.replace(Code::FULL_WIDTH_LETTERS, range, &narrow, message, &format!("write `{narrow}`"));
        Some(start + len)
    }
}

/// Whether Chinese is right inside one of two quotations: the first ends with the character before `start`, the second
/// begins at `end`.
fn is_around_chinese(text: &str, start: usize, end: usize) -> bool {
    let last = text[..start].chars().rev().nth(1);
    let first = text[end..].chars().nth(1);
    last.is_some_and(is_han) || first.is_some_and(is_han)
}

/// `包名.类名`: a full stop that parts two short names as one does in code, rather than two sentences.
fn is_name_with_dot(text: &str, dot: usize) -> bool {
    const LONGEST_NAME: usize = 4;
    let before = text[..dot].chars().rev().take_while(|c| is_han(*c)).take(LONGEST_NAME + 1).count();
    let after = text[dot + 1..].chars().take_while(|c| is_han(*c)).take(LONGEST_NAME + 1).count();
    (1..=LONGEST_NAME).contains(&before) && (1..=LONGEST_NAME).contains(&after)
}

/// A character after which Chinese punctuation stands.
fn is_chinese_before(c: char) -> bool {
    is_han(c) || matches!(c, '”' | '’' | '》' | '」' | '）' | '】')
}

/// A character before which Chinese punctuation stands.
fn is_chinese_after(c: char) -> bool {
    is_han(c) || matches!(c, '“' | '‘' | '《' | '「' | '（' | '【')
}
