//! Marks of emphasis that stayed in the text.

use super::{Beside, Lint};
use crate::content::markdown::characters::{BreakClass, is_han, is_punctuation};
use crate::diagnostic::{Code, Diagnostic};
use crate::locale::Script;
use pulldown_cmark::Event;
use std::ops::Range;

impl Lint<'_, '_> {
    /// `**`, `~~` and underscores in a text.
    pub(super) fn marks(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        let mut from = 0;
        while let Some(found) = memchr::memchr3(b'*', b'~', b'_', &bytes[from..]) {
            let start = from + found;
            let end = start + bytes[start..].iter().take_while(|b| **b == bytes[start]).count();
            from = end;
            let Some(range) = self.exact(at, start..end) else { continue };
            if bytes[start] == b'_' {
                from = self.underscores(text, at, start..end).unwrap_or(end);
            } else if end - start >= 2 {
                self.lonely.push(range);
            }
        }
    }

    /// Takes out marks with spaces on both sides in the source: a power, a placeholder, nothing that was ever meant as
    /// emphasis. At the end of a block it may be the end of `**重点 **`, when one other mark is alone before it.
    fn leave_free_standing(&self, marks: &mut Vec<Range<usize>>) {
        let text = self.context.text;
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let stands_free = |run: &Range<usize>| {
            is_space(text[..run.start].chars().next_back()) && is_space(text[run.end..].chars().next())
        };
        let ends_block = |run: &Range<usize>| text[run.end..].chars().next().is_none_or(|c| c == '\n');
        if let [open, close] = &marks[..]
            && !stands_free(open)
            && ends_block(close)
            && text[open.clone()] == text[close.clone()]
        {
            return;
        }
        marks.retain(|run| !stands_free(run));
    }

    /// Tells of the marks that found no partner in one block.
    pub(super) fn unpaired(&mut self) {
        let mut marks = std::mem::take(&mut self.lonely);
        self.leave_free_standing(&mut marks);
        let inner_space = self.space_inside(&marks);
        for range in marks {
            let mark = &self.context.text[range.clone()];
            let message = format!("`{mark}` has no partner, so that it stays in the text");
            let help = if self.is_wildcard(&range) {
                "put the path between backticks"
            } else {
                "close it in the same paragraph, without a space inside; to show it, write a backslash before it"
            };
            let told = Diagnostic::new(Code::UNPAIRED_EMPHASIS, self.span(range.clone()), message).help(help);
            self.found.push(match &inner_space {
                Some(space) if space.end == range.start => told.edit(self.span(space.clone()), ""),
                _ => told,
            });
        }
    }

    /// The spaces that keep `**重点 **` from being closed, where nothing else can be meant: the two marks are the only
    /// ones in their block, the first stands before words and the second after spaces.
    fn space_inside(&self, marks: &[Range<usize>]) -> Option<Range<usize>> {
        let text = self.context.text;
        let [open, close] = marks else { return None };
        let inner = &text[open.end..close.start];
        let words = inner.trim_end_matches(' ');
        let is_pair = text[open.clone()] == text[close.clone()] && !self.is_wildcard(open);
        let begins = words.starts_with(|c: char| !c.is_whitespace()) && !words.contains('\n');
        let is_end = |c: char| c.is_whitespace() || is_punctuation(c);
        let ends = text[close.end..].chars().next().is_none_or(is_end);
        (is_pair && begins && ends && words.len() < inner.len()).then(|| open.end + words.len()..close.start)
    }

    /// `root.**` and `src/**`: part of a path, never meant as emphasis.
    fn is_wildcard(&self, mark: &Range<usize>) -> bool {
        let (before, after) = (&self.context.text[..mark.start], &self.context.text[mark.end..]);
        before.ends_with(['.', '/']) && !after.starts_with(|c: char| c.is_alphanumeric() && c.is_ascii())
    }

    /// `__强调__后`: underscores never work inside words, and Chinese has no spaces between them. Says where to go on.
    fn underscores(&mut self, text: &str, at: usize, open: Range<usize>) -> Option<usize> {
        let rest = &text[open.end..];
        let inner_len = rest.find('_').filter(|len| *len > 0)?;
        let inner = &rest[..inner_len];
        let close = open.end + inner_len..open.end + inner_len + open.len();
        let runs = rest[inner_len..].bytes().take_while(|b| *b == b'_').count();
        if runs != open.len() || !inner.contains(is_han) || inner.contains(char::is_whitespace) {
            return None;
        }
        let before = text[..open.start].chars().next_back().or_else(|| self.before(at).char());
        let after = text[close.end..].chars().next().or_else(|| self.after(at).char());
        let (blocked_before, blocked_after) = (before.is_some_and(is_han), after.is_some_and(is_han));
        // `变量_名_中文` is a name; one side free, or two underscores, is emphasis.
        if !(blocked_before || blocked_after) || (blocked_before && blocked_after && open.len() == 1) {
            return None;
        }
        let (Some(first), Some(last)) = (self.exact(at, open.clone()), self.exact(at, close.clone())) else {
            return None;
        };
        let stars = "*".repeat(open.len());
        let message = format!("`{}` works only between spaces, so that it stays in the text", &text[open]);
        let diagnostic =
            Diagnostic::new(Code::UNDERSCORE_EMPHASIS, self.span(first.start..last.end), message)
                .help(format!("write `{stars}`"))
                .edit(self.span(first), stars.as_str())
                .edit(self.span(last), stars.as_str());
        self.found.push(diagnostic);
        Some(close.end)
    }

    /// `~x~` strikes through as well as `~~x~~`, which few know who write about 3~5 years.
    pub(super) fn strikethrough(&mut self, at: usize) {
        let range = self.pieces[at].range.clone();
        let source = &self.context.text[range.clone()];
        if source.starts_with("~~") || !source.starts_with('~') || source.len() < 3 {
            return;
        }
        let message = "a single `~` strikes text through, as two do".to_owned();
        let diagnostic = Diagnostic::new(Code::SINGLE_TILDE, self.span(range.clone()), message)
            .help("write `~~` on both sides; for a range or an estimate, write a backslash before each `~`")
            .edit(self.span(range.start..range.start), "~")
            .edit(self.span(range.end..range.end), "~");
        self.found.push(diagnostic);
    }

    /// Two or more spaces between words.
    pub(super) fn spaces(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        let Some(mut from) = memchr::memmem::find(bytes, b"  ") else { return };
        // Tables drawn with characters are text whose spaces are meant.
        if text.contains(|c| matches!(c, '|' | '\u{2500}'..='\u{257F}')) {
            return;
        }
        while let Some(found) = memchr::memmem::find(&bytes[from..], b"  ") {
            let start = from + found;
            let end = start + text[start..].bytes().take_while(|b| *b == b' ').count();
            from = end;
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            let (Some(before), Some(after)) = (before, after) else { continue };
            // After a full stop two spaces are an old custom of typists.
            if matches!(before, '.' | '?' | '!' | ':') && before.is_ascii() {
                continue;
            }
            let Some(range) = self.exact(at, start..end) else { continue };
            let by = if is_joined(before, after) { "" } else { " " };
            let message = format!("{} spaces in a row", end - start);
            self.replace(
                Code::STRAY_SPACES,
                range,
                by,
                message,
                "leave one, or none between Chinese characters and beside their punctuation",
            );
        }
    }

    /// An address that ends where Chinese begins may go on.
    pub(super) fn address(&mut self, at: usize) {
        let range = self.pieces[at].range.clone();
        let source = &self.context.text[range.clone()];
        let Beside::Char(next) = self.after_link(at) else { return };
        if source.starts_with("http") && source.ends_with(['/', '=', '-']) && is_han(next) {
            let message = "the address ends before the Chinese that follows it".to_owned();
            let help = "if it goes on, put all of it between `<` and `>`; if not, put a space after it";
            self.found.push(Diagnostic::new(Code::ADDRESS_CUT, self.span(range), message).help(help));
        }
    }

    fn after_link(&self, at: usize) -> Beside {
        let end = crate::content::markdown::survey::end_of(self.pieces, at);
        match self.pieces.get(end + 1).map(|piece| &piece.event) {
            Some(Event::Text(text)) => text.chars().next().map_or(Beside::Other, Beside::Char),
            _ => Beside::Other,
        }
    }
}

/// Nothing stands between these two: Chinese is written without spaces, and its punctuation has its own room.
fn is_joined(before: char, after: char) -> bool {
    let is_mark = |c: char| BreakClass::of(c, Script::Other) == BreakClass::Mark;
    is_mark(before) || is_mark(after) || (is_han(before) && is_han(after))
}
