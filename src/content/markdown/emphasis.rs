//! Emphasis beside Chinese punctuation: a pass over the source before the parser sees it.
//!
//! CommonMark lets `**` close after a full stop only before a space or another mark. English has one there; Chinese never
//! does, so `**先看结论。**再看过程` stays literal, and the next `**` pairs with the wrong partner. The CJK-friendly rule says
//! instead: where neither neighbour is a space and one of them is CJK, a run of asterisks can both open and close.
//!
//! The parser lets a run do both when both its neighbours are punctuation. So one case alone needs help: one neighbour is
//! punctuation and the other is a letter. Then one punctuation character that the text does not use, the *sentinel*, is
//! put between the run and the letter. That place is never next to a backslash, bracket, pipe, backtick, quote or line
//! end, for all those are punctuation or spaces; so no other construct can see it. Wherever it lands, in code or in an
//! address, it is taken out of the events again, and byte ranges are mapped back: nothing of it is ever seen.
//!
//! A parser that knows the rule itself makes this pass needless; a test waits for it.

use super::characters::{is_ambiguous_mark, is_cjk, is_punctuation};
use crate::locale::Script;
use pulldown_cmark::CowStr;
use std::borrow::Cow;
use std::ops::Range;

/// A text made ready for the parser.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    /// The text, with sentinels where they are needed; as a rule the text itself.
    pub text: Cow<'a, str>,
    sentinel: char,
    /// Where sentinels stand in [`text`](Self::text), ascending.
    at: Vec<usize>,
}

/// Punctuation of scripts that no handbook uses: each four bytes long, and punctuation to the parser.
const SENTINELS: [char; 4] = ['\u{1BC9F}', '\u{1DA8B}', '\u{10A58}', '\u{1DA87}'];
const SENTINEL_BYTES: usize = 4;

/// Puts sentinels where the parser would miss emphasis. On Chinese pages “ ” ‘ ’ — … · count as CJK as well.
pub(super) fn prepare(text: &str, script: Script) -> Prepared<'_> {
    let as_is = Prepared { text: Cow::Borrowed(text), sentinel: SENTINELS[0], at: Vec::new() };
    let places = places(text, script);
    if places.is_empty() {
        return as_is;
    }
    let Some(sentinel) = SENTINELS.into_iter().find(|c| !is_used(*c, text)) else { return as_is };
    let mut out = String::with_capacity(text.len() + places.len() * SENTINEL_BYTES);
    let (mut at, mut copied) = (Vec::with_capacity(places.len()), 0);
    for place in places {
        out.push_str(&text[copied..place]);
        at.push(out.len());
        out.push(sentinel);
        copied = place;
    }
    out.push_str(&text[copied..]);
    Prepared { text: Cow::Owned(out), sentinel, at }
}

impl<'a> Prepared<'a> {
    /// The text without the pass.
    #[cfg(test)]
    pub(super) fn untouched(text: &'a str) -> Prepared<'a> {
        Prepared { text: Cow::Borrowed(text), sentinel: SENTINELS[0], at: Vec::new() }
    }

    /// Some sentinel was put in.
    pub(super) fn is_changed(&self) -> bool {
        !self.at.is_empty()
    }

    /// A range of the prepared text as one of the source.
    pub(super) fn to_source(&self, range: Range<usize>) -> Range<usize> {
        if self.at.is_empty() {
            return range;
        }
        let before = |byte| byte - SENTINEL_BYTES * self.at.partition_point(|at| *at < byte);
        before(range.start)..before(range.end)
    }

    /// The stretches of a range of the prepared text between its sentinels.
    pub(super) fn stretches(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let from = self.at.partition_point(|at| *at < range.start);
        let inside = self.at[from..].iter().take_while(move |at| **at < range.end);
        let starts = std::iter::once(range.start).chain(inside.clone().map(|at| at + SENTINEL_BYTES));
        let ends = inside.copied().chain(std::iter::once(range.end));
        starts.zip(ends).map(|(start, end)| start..end).filter(|stretch| !stretch.is_empty())
    }

    /// A string of an event without sentinels.
    pub(super) fn clean<'s>(&self, string: CowStr<'s>) -> CowStr<'s> {
        if self.at.is_empty() || !string.contains(self.sentinel) {
            string
        } else {
            string.replace(self.sentinel, "").into()
        }
    }
}

/// Whether a text has a character, as itself or as a numeric reference. A reference in any spelling ends in `;` after
/// its digits; leading zeros are all that varies.
fn is_used(c: char, text: &str) -> bool {
    if text.contains(c) {
        return true;
    }
    let (hex, decimal) = (format!("{:x}", c as u32), (c as u32).to_string());
    text.match_indices("&#").any(|(at, _)| {
        let rest = &text[at + 2..];
        match rest.strip_prefix(['x', 'X']) {
            Some(rest) => {
                let rest = rest.trim_start_matches('0');
                rest.get(..hex.len()).is_some_and(|digits| digits.eq_ignore_ascii_case(&hex))
            }
            None => rest.trim_start_matches('0').starts_with(&decimal),
        }
    })
}

/// The bytes before which a sentinel belongs, ascending.
fn places(text: &str, script: Script) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(found) = memchr::memchr3(b'*', b'_', b'~', &bytes[from..]) {
        let start = from + found;
        let mark = bytes[start];
        let backslashes = bytes[..start].iter().rev().take_while(|b| **b == b'\\').count();
        if backslashes % 2 == 1 {
            from = start + 1;
            continue;
        }
        let len = bytes[start..].iter().take_while(|b| **b == mark).count();
        let end = start + len;
        from = end;
        if mark != b'~' || len == 2 {
            decide(text, mark, start..end, script, &mut places);
        }
    }
    places
}

/// Adds the places beside one run of delimiters.
fn decide(text: &str, mark: u8, run: Range<usize>, script: Script, places: &mut Vec<usize>) {
    let (Some(before), Some(after)) = (text[..run.start].chars().next_back(), text[run.end..].chars().next())
    else {
        return;
    };
    if before.is_whitespace() || after.is_whitespace() {
        return;
    }
    // The most common case by far: letters on both sides, or marks on both, where both rules agree.
    let (punct_before, punct_after) = (is_punctuation(before), is_punctuation(after));
    if punct_before && punct_after {
        return;
    }
    let have = |punct_before: bool, punct_after: bool| Flanking::of_parser(mark, punct_before, punct_after);
    let want = Flanking::wanted(text, mark, &run, before, after, script);
    if want == have(punct_before, punct_after) {
        return;
    }
    if !punct_after && have(punct_before, true) == want {
        places.push(run.end);
    } else if !punct_before && have(true, punct_after) == want {
        places.push(run.start);
    } else {
        places.push(run.start);
        places.push(run.end);
    }
}

/// What a run of delimiters can do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Flanking {
    open: bool,
    close: bool,
}

impl Flanking {
    /// What the parser computes for a run between two characters that are no spaces.
    fn of_parser(mark: u8, punct_before: bool, punct_after: bool) -> Flanking {
        match mark {
            b'*' => Flanking { open: !punct_after || punct_before, close: !punct_before || punct_after },
            b'~' => Flanking { open: true, close: !punct_before || punct_after },
            _ => Flanking { open: punct_before, close: punct_after },
        }
    }

    /// What the CJK-friendly rule says about the same.
    fn wanted(
        text: &str,
        mark: u8,
        run: &Range<usize>,
        before: char,
        after: char,
        script: Script,
    ) -> Flanking {
        let counts_as_cjk = |c: char| is_cjk(c) || (script == Script::Chinese && is_ambiguous_mark(c));
        let (base, sequence) = base_before(&text[..run.start], before);
        let ideographic_variant = ('\u{E0100}'..='\u{E01EF}').contains(&before);
        let quote = |c: char| matches!(c, '‘' | '’' | '“' | '”');
        let wide_quote_before = before == '\u{FE01}' && sequence && quote(base);
        let wide_quote_after = quote(after) && text[run.end + after.len_utf8()..].starts_with('\u{FE01}');
        let (punct_before, punct_after) = (is_punctuation(base), is_punctuation(after));
        let cjk_before = counts_as_cjk(base) || wide_quote_before;
        let cjk_after = counts_as_cjk(after) || wide_quote_after;
        let left = !punct_after || punct_before || cjk_before || cjk_after || ideographic_variant;
        let right = !punct_before || punct_after || cjk_before || cjk_after;
        match mark {
            b'*' => Flanking { open: left, close: right },
            // The parser is more lenient about opening; that is its own affair.
            b'~' => Flanking { open: true, close: right },
            _ => Flanking { open: left && (!right || punct_before), close: right && (!left || punct_after) },
        }
    }
}

/// The character before a run, or the one that it is a variation of, and whether it is a variation.
fn base_before(text: &str, before: char) -> (char, bool) {
    if !('\u{FE00}'..='\u{FE0E}').contains(&before) {
        return (before, false);
    }
    match text[..text.len() - before.len_utf8()].chars().next_back() {
        Some(base) if !base.is_whitespace() => (base, true),
        _ => (before, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_does_not_know_the_rule_itself() {
        // When this fails, the parser brings the base rule: then only the extension for Chinese pages stays ours.
        assert!(pulldown_cmark::Options::from_name("ENABLE_CJK_FRIENDLY_EMPHASIS").is_none());
    }

    #[test]
    fn nothing_is_copied_where_nothing_is_needed() {
        for text in ["**bold** and *more*", "没有星号", "**粗体**后文", "a_b_c ~~x~~", "**bold**."] {
            assert!(matches!(prepare(text, Script::Chinese).text, Cow::Borrowed(_)), "{text}");
        }
        assert!(matches!(prepare("**“open”**GitHub", Script::Other).text, Cow::Borrowed(_)));
    }

    #[test]
    fn ranges_are_mapped_back() {
        let prepared = prepare("**甲。**乙", Script::Chinese);
        assert_eq!(prepared.text.len(), "**甲。**乙".len() + 4);
        let end = prepared.text.len();
        assert_eq!(prepared.to_source(0..end), 0..13);
        assert_eq!(prepared.to_source(end - 3..end), 10..13);
        assert_eq!(prepared.stretches(0..end).collect::<Vec<_>>(), [0..10, 14..17]);
    }

    #[test]
    fn a_used_sentinel_is_left_alone() {
        for used in ["\u{1BC9F}", "&#x1BC9F;", "&#x0001bc9f;", "&#113823;"] {
            let text = format!("{used}**甲。**乙");
            let prepared = prepare(&text, Script::Chinese);
            assert!(prepared.is_changed() && prepared.sentinel != '\u{1BC9F}');
        }
        let all: String = SENTINELS.iter().collect();
        assert!(!prepare(&format!("{all}**甲。**乙"), Script::Chinese).is_changed());
    }
}
