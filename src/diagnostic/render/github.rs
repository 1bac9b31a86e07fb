//! Workflow commands of GitHub Actions: findings beside the lines of a pull request.
//! Form: <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>.

use super::super::{Diagnostic, Severity};
use super::Located;
use crate::source::Sources;

pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = Located::of(diagnostic, sources);
    let level = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
    let text = match &diagnostic.help {
        Some(help) => format!("{}\n{help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    format!(
        "::{level} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
        property(place.path),
        place.start.line,
        place.start.column,
        place.end.line,
        place.end.column,
        diagnostic.code.name(),
        data(&text)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
