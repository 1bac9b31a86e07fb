//! One SARIF 2.1.0 log: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use super::super::{Diagnostic, Severity};
use super::Located;
use crate::source::Sources;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let rules: BTreeSet<&str> = diagnostics.iter().map(|d| d.code.name()).collect();
    let rules: Vec<Value> = rules.into_iter().map(|id| json!({ "id": id })).collect();
    let results: Vec<Value> = diagnostics.iter().map(|d| result(d, sources)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "bifold", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let place = Located::of(diagnostic, sources);
    let text = match &diagnostic.help {
        Some(help) => format!("{}. {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    json!({
        "ruleId": diagnostic.code.name(),
        "level": if diagnostic.severity == Severity::Error { "error" } else { "warning" },
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": place.path },
                "region": {
                    "startLine": place.start.line,
                    "startColumn": place.start.column,
                    "endLine": place.end.line,
                    "endColumn": place.end.column,
                },
            },
        }],
    })
}
