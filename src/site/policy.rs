//! What findings weigh in a run, and which of them only follow from others.

use super::SITE_TOML;
use crate::config::{Config, Reading};
use crate::diagnostic::{Code, Diagnostic, Severity, sort};
use crate::source::Sources;
use std::sync::Arc;

/// What `site.toml` can be told for by itself, before anything else is read.
const OF_SITE_TOML: [Code; 11] = [
    Code::INVALID_UTF8,
    Code::SYMBOLIC_LINK,
    Code::NOT_A_FILE,
    Code::UNREADABLE_FILE,
    Code::FILE_TOO_LARGE,
    Code::BAD_TOML,
    Code::UNKNOWN_FIELD,
    Code::WRONG_TYPE,
    Code::BAD_VALUE,
    Code::MISSING_FIELD,
    Code::UNKNOWN_LOCALE,
];

/// What other files are told for because `site.toml` says too little: its languages, parts, groups, how HTML passes.
const FOLLOW_FROM_SITE_TOML: [Code; 4] =
    [Code::UNKNOWN_LOCALE, Code::CHAPTER_WITHOUT_PART, Code::UNKNOWN_GROUP, Code::RAW_HTML];

/// What findings weigh in this run.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    strict: bool,
    config: Arc<Config>,
}

impl Policy {
    pub fn new(strict: bool, config: Arc<Config>) -> Policy {
        Policy { strict, config }
    }

    /// Weighs findings as `site.toml` and `--strict` say, drops those that are off or follow from a mistake in
    /// `site.toml` that is told, and sorts them.
    pub fn apply(&self, mut diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        for finding in &mut diagnostics {
            let set = self.config.severities.get(finding.code.name()).copied();
            finding.severity = set.unwrap_or(finding.severity);
            if self.strict && finding.severity == Severity::Warning {
                finding.severity = Severity::Error;
            }
        }
        diagnostics.retain(|finding| finding.severity != Severity::Off && self.is_own(finding, sources));
        sort(&mut diagnostics, sources);
        diagnostics
    }

    /// The finding does not merely follow from a mistake in `site.toml`.
    fn is_own(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        let in_site_toml = || finding.path(sources) == SITE_TOML;
        match self.config.reading {
            Reading::Whole => true,
            Reading::InPart => !FOLLOW_FROM_SITE_TOML.contains(&finding.code) || in_site_toml(),
            Reading::Unreadable => OF_SITE_TOML.contains(&finding.code) && in_site_toml(),
        }
    }
}
