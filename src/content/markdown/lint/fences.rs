//! Fences of code that are never closed.

use super::Lint;
use crate::content::markdown::swallowed;
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::CodeBlockKind;

impl Lint<'_, '_> {
    /// A fenced block whose last line is no fence: everything up to the end of the file, or of its list, became code.
    pub(super) fn fence(&mut self, kind: &CodeBlockKind<'_>, at: usize) {
        let range = self.pieces[at].range.clone();
        let source = &self.context.text[range.clone()];
        if kind.is_indented() || swallowed::is_closed(source) {
            return;
        }
        let (mark, len) = swallowed::fence(source);
        let message = "the fence is never closed, so that everything after it is code";
        let span = self.context.first_line(&range);
        let help = format!("write {len} times {mark} on a line after the code");
        self.found.push(Diagnostic::new(Code::UNCLOSED_FENCE, span, message).help(help));
    }
}
