//! One JSON object a line: what editors and scripts read.

use super::super::Diagnostic;
use super::{Located, severity_name};
use crate::source::Sources;
use serde_json::{Value, json};

pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = Located::of(diagnostic, sources);
    let edits: Vec<Value> = diagnostic
        .edits
        .iter()
        .map(|edit| {
            let at = Located::of_span(edit.span, sources);
            json!({
                "path": at.path,
                "line": at.start.line,
                "column": at.start.column,
                "end_line": at.end.line,
                "end_column": at.end.column,
                "replacement": edit.replacement,
            })
        })
        .collect();
    let object = json!({
        "code": diagnostic.code.name(),
        "severity": severity_name(diagnostic.severity),
        "path": place.path,
        "line": place.start.line,
        "column": place.start.column,
        "end_line": place.end.line,
        "end_column": place.end.column,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "edits": edits,
    });
    format!("{object}\n")
}
