//! Making every file of a snapshot, in parallel, and handing each on as it is done.

use super::search_files::{KeptTerms, with_index};
use super::{Snapshot, Stage};
use crate::catalog::{Page, PageKind};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::render::Artifact;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a build made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Published {
    /// HTML pages.
    pub pages: usize,
    /// All files.
    pub files: usize,
    /// Everything that was found, on every stage.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where files go, from any thread: an output, or nowhere when they are only checked.
pub type Take<'a> = dyn Fn(Artifact) + Sync + 'a;

/// Makes every file. `enter` is told when a stage begins.
pub fn publish(snapshot: &Snapshot, take: &Take<'_>, enter: &dyn Fn(Stage)) -> Published {
    let files = AtomicUsize::new(0);
    let findings = Mutex::new(Vec::new());
    let hand_on = |artifact: Artifact| {
        files.fetch_add(1, Ordering::Relaxed);
        take(artifact);
    };
    let find = |finding: Diagnostic| {
        findings.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(finding);
    };
    enter(Stage::Render);
    let mut pages: Vec<Page> = snapshot.edition.pages().collect();
    // The longest pages first, so that no thread is left with one at the end.
    pages.sort_by_key(|page| page.kind != PageKind::Print);
    pages.par_iter().for_each(|page| match snapshot.render(*page, &snapshot.edition.view(*page)) {
        Ok(artifact) => hand_on(artifact),
        Err(finding) => find(*finding),
    });
    enter(Stage::Files);
    let (others, found) = snapshot.plain_artifacts();
    found.into_iter().for_each(&find);
    others.into_par_iter().for_each(hand_on);
    enter(Stage::Search);
    search(snapshot, &hand_on);
    let findings = findings.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let diagnostics = snapshot.with_findings(once_a_place(findings));
    Published { pages: pages.len(), files: files.into_inner(), diagnostics }
}

impl Published {
    /// Whether anything found forbids to publish.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|finding| finding.severity == Severity::Error)
    }
}

fn search(snapshot: &Snapshot, hand_on: &(dyn Fn(Artifact) + Sync)) {
    for language in 0..snapshot.edition.catalog.config.languages.len() {
        with_index(&snapshot.edition, language, &KeptTerms::default(), |index| {
            index.files().par_iter().for_each(|file| {
                hand_on(Artifact { path: file.path.clone(), bytes: index.file(file) });
            });
        });
    }
}

/// A broken template fails on every page that uses it: told once, for the first of them.
pub(super) fn once_a_place(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut by_place: BTreeMap<(Place, String), Vec<Diagnostic>> = BTreeMap::new();
    for finding in findings {
        let what = finding.message.split(" (while rendering ").next().unwrap_or("").to_owned();
        by_place.entry((finding.place.clone(), what)).or_default().push(finding);
    }
    let first = |mut same: Vec<Diagnostic>| {
        same.sort_by(|a, b| a.message.cmp(&b.message));
        let more = same.len() - 1;
        let mut finding = same.swap_remove(0);
        if more > 0
            && let Some(open) = finding.message.strip_suffix(')')
        {
            finding.message = format!("{open} and {more} more)");
        }
        finding
    };
    by_place.into_values().map(first).collect()
}
