//! Text right after a table, which becomes a row of it.

use super::Lint;
use crate::diagnostic::{Code, Diagnostic};

impl Lint<'_, '_> {
    pub(super) fn row(&mut self, at: usize) {
        let range = self.pieces[at].range.clone();
        let source = self.context.text[range.clone()].trim_end();
        if source.contains('|') || source.is_empty() {
            return;
        }
        let span = self.span(range.start..range.start + source.len());
        let message = "the line right after a table becomes a row of it";
        let mut diagnostic = Diagnostic::new(Code::TEXT_IN_TABLE, span, message)
            .help("put an empty line between the table and the text");
        // Inside a list or quotation the empty line needs the marks of its container.
        let line = self.context.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        if line == range.start {
            diagnostic = diagnostic.edit(self.span(line..line), "\n");
        }
        self.found.push(diagnostic);
    }
}
