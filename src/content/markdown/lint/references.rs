//! Marks of notes without a note.

use super::Lint;
use crate::diagnostic::{Code, Diagnostic};

impl Lint<'_, '_> {
    /// `[^无]` in a text: no note has the label.
    pub(super) fn note_marks(&mut self, text: &str, at: usize) {
        let mut from = 0;
        while let Some(found) = memchr::memchr(b'[', &text.as_bytes()[from..]) {
            let start = from + found;
            from = start + 1;
            if !text[from..].starts_with('^') {
                continue;
            }
            from += 1;
            let Some(len) = text[from..].find([']', '[', ' ', '\n']) else { continue };
            let end = from + len + 1;
            if len == 0 || text.as_bytes()[end - 1] != b']' {
                continue;
            }
            // `[^1]：` is told as a note with the wrong colon, `\[^1]` is text.
            let Some(range) = self.exact(at, start..end) else { continue };
            if text[end..].starts_with(['：', ':']) {
                continue;
            }
            let label = &text[from..end - 1];
            let message = format!("there is no note `[^{label}]` in this file");
            let help = format!("write the note, `[^{label}]: …`, or delete the mark");
            self.found.push(Diagnostic::new(Code::UNKNOWN_NOTE, self.span(range), message).help(help));
            from = end;
        }
    }
}
