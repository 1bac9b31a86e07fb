//! Fences of code that are never closed.

use super::Lint;
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::CodeBlockKind;

impl Lint<'_, '_> {
    /// A fenced block whose last line is no fence: everything up to the end of the file, or of its list, became code.
    pub(super) fn fence(&mut self, kind: &CodeBlockKind<'_>, at: usize) {
        if kind.is_indented() {
            return;
        }
        let range = self.pieces[at].range.clone();
        let source = &self.context.text[range.clone()];
        let mark = if source.starts_with('~') { '~' } else { '`' };
        let len = source.chars().take_while(|c| *c == mark).count();
        let last = source.trim_end().rsplit('\n').next().unwrap_or("");
        let closes = last.trim_start_matches([' ', '\t', '>']);
        let is_first = !source.trim_end().contains('\n');
        if !is_first && closes.len() >= len && closes.chars().all(|c| c == mark) {
            return;
        }
        let message = "the fence is never closed, so that everything after it is code";
        let span = self.context.first_line(&range);
        let help = format!("write {len} times {mark} on a line after the code");
        self.found.push(Diagnostic::new(Code::UNCLOSED_FENCE, span, message).help(help));
    }
}
