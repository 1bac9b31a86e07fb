//! Making every file of a snapshot, in parallel, and handing each on as it is done.

use super::cache::Cache;
use super::pages::{Made, Pages};
use super::search_files::{KeptTerms, with_index};
use super::{Snapshot, Stage};
use crate::catalog::{Page, PageKind};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::render::Artifact;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What a build made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Published {
    /// HTML pages.
    pub pages: usize,
    /// Those of them that were rendered; the others were there already.
    pub rendered: usize,
    /// All files.
    pub files: usize,
    /// Everything that was found, on every stage.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where files go, from any thread: an output, or nowhere when they are only checked.
pub trait Target: Sync {
    /// Takes a file.
    fn take(&self, artifact: Artifact);

    /// Whether a file is there already as it was made before; it stays then, as if it had been taken again.
    fn holds(&self, _path: &str, _made: Made) -> bool {
        false
    }
}

impl<F: Fn(Artifact) + Sync> Target for F {
    fn take(&self, artifact: Artifact) {
        self(artifact);
    }
}

/// Makes every file. `enter` is told when a stage begins. What a cache keeps of the last run is not made again, as far
/// as it was made of the same and the target still holds it.
pub fn publish(
    snapshot: &Snapshot,
    target: &dyn Target,
    cache: Option<&Cache>,
    enter: &dyn Fn(Stage),
) -> Published {
    let (files, rendered) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let findings = Mutex::new(Vec::new());
    let hand_on = |artifact: Artifact| {
        files.fetch_add(1, Ordering::Relaxed);
        target.take(artifact);
    };
    let find = |finding: Diagnostic| {
        findings.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    };
    enter(Stage::Render);
    let made = Pages::new(snapshot, target, cache);
    let mut pages: Vec<Page> = snapshot.edition.pages().collect();
    // The longest pages first, so that no thread is left with one at the end.
    pages.sort_by_key(|page| page.kind != PageKind::Print);
    pages.par_iter().for_each(|page| match made.page(*page) {
        Ok(Some(artifact)) => {
            rendered.fetch_add(1, Ordering::Relaxed);
            hand_on(artifact);
        }
        Ok(None) => drop(files.fetch_add(1, Ordering::Relaxed)),
        Err(finding) => find(*finding),
    });
    enter(Stage::Files);
    let (others, found) = snapshot.plain_artifacts();
    found.into_iter().for_each(&find);
    others.into_par_iter().for_each(hand_on);
    let findings = std::mem::take(&mut *findings.lock().unwrap_or_else(PoisonError::into_inner));
    let diagnostics = snapshot.with_findings(once_a_place(findings));
    let rendered = rendered.into_inner();
    let mut published = Published { pages: pages.len(), rendered, files: 0, diagnostics };
    // A run that publishes nothing leaves what is kept as it is.
    let keeps = !published.has_errors();
    if keeps {
        made.keep();
    }
    enter(Stage::Search);
    for language in 0..snapshot.edition.catalog.config.languages.len() {
        search(snapshot, language, &hand_on, cache, keeps);
    }
    published.files = files.into_inner();
    published
}

impl Published {
    /// Whether anything found forbids to publish.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|finding| finding.severity == Severity::Error)
    }
}

fn search(
    snapshot: &Snapshot,
    language: usize,
    hand_on: &(dyn Fn(Artifact) + Sync),
    cache: Option<&Cache>,
    keeps: bool,
) {
    let name = format!("words-{}", snapshot.config().languages[language].locale);
    let terms = KeptTerms::after(cache.map(|cache| cache.load(&name)).unwrap_or_default());
    with_index(&snapshot.edition, language, &terms, |index| {
        index.files().par_iter().for_each(|file| {
            hand_on(Artifact { path: file.path.clone(), bytes: index.file(file) });
        });
    });
    if let Some(cache) = cache.filter(|_| keeps) {
        terms.store(language, cache, &name);
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
