//! Quotation marks on Chinese pages: straight ones around Chinese, and pairs that face the same way.

use super::Lint;
use crate::content::markdown::characters::is_han;
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::Event;
use std::ops::Range;

/// A quotation mark: which event, where in its text.
#[derive(Clone, Copy, Debug)]
struct Mark {
    piece: usize,
    at: usize,
    mark: char,
}

impl Lint<'_, '_> {
    /// Looks through the words of one block.
    pub(super) fn quotes(&mut self, range: Range<usize>) {
        let mut marks = Vec::new();
        for piece in range {
            // `“` and `”` begin with the same byte.
            if let Event::Text(text) = &self.pieces[piece].event
                && memchr::memchr2(b'"', 0xE2, text.as_bytes()).is_some()
            {
                let found = text.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”'));
                marks.extend(found.map(|(at, mark)| Mark { piece, at, mark }));
            }
        }
        if !marks.is_empty() {
            self.straight(&marks);
            self.one_way(&marks);
        }
    }

    /// `"中文"`: pairs of straight marks with Chinese right inside.
    fn straight(&mut self, marks: &[Mark]) {
        let straight: Vec<Mark> = marks.iter().copied().filter(|mark| mark.mark == '"').collect();
        if straight.len() % 2 == 1 {
            return;
        }
        for pair in straight.chunks_exact(2) {
            let (open, close) = (pair[0], pair[1]);
            let before = self.text_of(open)[..open.at].trim_end().chars().next_back();
            let first = self.text_of(open)[open.at + 1..].chars().next();
            let last = self.text_of(close)[..close.at].chars().next_back();
            // `"name": "值"` and `x = "值"` are code that was not marked as such.
            let in_code = before.is_some_and(|c| matches!(c, '=' | ':' | '(' | '[' | '{' | ',' | '"'));
            if !in_code && (first.is_some_and(is_han) || last.is_some_and(is_han)) {
                self.tell(
                    open,
                    close,
                    "straight quotation marks around Chinese",
                    &[(open, "“"), (close, "”")],
                );
            }
        }
    }

    /// `“中文“`: two that open, none that closes, or the other way round.
    fn one_way(&mut self, marks: &[Mark]) {
        let curly: Vec<Mark> = marks.iter().copied().filter(|mark| mark.mark != '"').collect();
        let same = |mark: char| curly.iter().all(|other| other.mark == mark);
        if curly.is_empty() || curly.len() % 2 == 1 || !(same('“') || same('”')) {
            return;
        }
        for pair in curly.chunks_exact(2) {
            let (open, close) = (pair[0], pair[1]);
            let edit = if open.mark == '“' { (close, "”") } else { (open, "“") };
            self.tell(open, close, "both quotation marks face the same way", &[edit]);
        }
    }

    fn tell(&mut self, open: Mark, close: Mark, message: &str, edits: &[(Mark, &str)]) {
        let place = |mark: Mark| self.exact(mark.piece, mark.at..mark.at + mark.mark.len_utf8());
        let (Some(start), Some(end)) = (place(open), place(close)) else { return };
        let mut diagnostic = Diagnostic::new(Code::WRONG_QUOTES, self.span(start.start..end.end), message)
            .help("write “ before and ” after");
        for (mark, by) in edits {
            if let Some(range) = place(*mark) {
                diagnostic = diagnostic.edit(self.span(range), *by);
            }
        }
        self.found.push(diagnostic);
    }

    fn text_of(&self, mark: Mark) -> &str {
        match &self.pieces[mark.piece].event {
            Event::Text(text) => text,
            _ => "",
        }
    }
}
