//! Applying the edits of findings to their texts: what `check --fix` writes.

use super::{Diagnostic, Edit};
use crate::source::{Source, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A text with edits applied.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The text as it was read.
    pub source: Arc<Source>,
    /// The text now.
    pub text: String,
    /// How many edits were applied.
    pub edits: usize,
}

/// Applies the edits of all findings, one text each, in the order of their paths. The edits of one finding are applied
/// together or not at all; those that touch another finding's are left for the next run.
pub fn mend(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Mended> {
    let mut by_path: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for finding in diagnostics {
        let is_free = finding.edits.iter().all(|edit| {
            let taken = by_path.get(sources.path(edit.span.source));
            taken.is_none_or(|edits| edits.iter().all(|other| apart(edit, other)))
        });
        if is_free {
            for edit in &finding.edits {
                by_path.entry(sources.path(edit.span.source)).or_default().push(edit);
            }
        }
    }
    let texts = by_path.into_iter().filter_map(|(path, mut edits)| {
        let source = sources.by_path(path)?.clone();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let text = apply(&source.text, &edits);
        Some(Mended { source, text, edits: edits.len() })
    });
    texts.collect()
}

/// Two insertions at one place would come in an order that nobody chose.
fn apart(a: &Edit, b: &Edit) -> bool {
    a.span.source != b.span.source
        || a.span.end < b.span.start
        || b.span.end < a.span.start
        || (a.span.end == b.span.start) != (a.span.start == b.span.end)
}

/// `edits` are sorted and apart.
fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.push_str(text.get(at..range.start).unwrap_or(""));
        out.push_str(&edit.replacement);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{SourceId, Span};

    fn finding(edits: &[(usize, usize, &str)]) -> Diagnostic {
        let span = |start, end| Span::new(SourceId(0), start..end);
        let finding = Diagnostic::new(Code::BAD_VALUE, span(0, 0), "");
        edits.iter().fold(finding, |finding, (start, end, text)| finding.edit(span(*start, *end), *text))
    }

    fn mended(findings: &[Diagnostic]) -> (String, usize) {
        let mut sources = Sources::default();
        let id = sources.id("a.md");
        sources.put(Arc::new(Source::new(id, "a.md".into(), "一二三四五".as_bytes()).unwrap()));
        let mended = mend(findings, &sources).remove(0);
        (mended.text, mended.edits)
    }

    #[test]
    fn edits_are_applied_in_the_order_of_the_text() {
        let findings = [finding(&[(9, 12, "4")]), finding(&[(0, 3, "1"), (6, 6, "+")])];
        assert_eq!(mended(&findings), ("1二+三4五".to_owned(), 3));
    }

    #[test]
    fn a_finding_whose_edits_touch_another_s_waits() {
        let findings = [finding(&[(0, 6, "12")]), finding(&[(3, 9, "x"), (12, 15, "5")])];
        assert_eq!(mended(&findings), ("12三四五".to_owned(), 1));
        assert_eq!(mended(&[finding(&[(3, 3, "a")]), finding(&[(3, 3, "b")])]).0, "一a二三四五");
        assert_eq!(mended(&[finding(&[(0, 3, "1")]), finding(&[(3, 6, "2")])]).0, "12三四五");
    }
}
