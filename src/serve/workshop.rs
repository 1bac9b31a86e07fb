//! The engine over a real site, and its states as the server sees them.

use super::patient::Patient;
use super::published::{Changed, Engine, File, Published, Report, Tongue};
use crate::catalog::{Page, PageKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::site::{Enter, Options, Site, Snapshot, UnderWay};
use crate::source::{Files, Sources};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A site and its last state.
pub struct Workshop {
    site: Site,
    files: Arc<Patient>,
    version: u64,
    last: Option<Arc<State>>,
}

impl Workshop {
    /// Serves the site of these files, at `/`.
    pub fn new(files: Arc<dyn Files>, options: Options) -> Workshop {
        let options = Options { at_root: true, ..options };
        let files = Arc::new(Patient::new(files));
        Workshop { site: Site::new(files.clone(), options), files, version: 0, last: None }
    }

    /// Tells when a refresh enters a stage.
    pub fn keep_time(&mut self, enter: Arc<Enter>) {
        self.site.keep_time(enter);
    }

    /// The pages that are being made.
    pub fn under_way(&self) -> Arc<UnderWay> {
        self.site.under_way()
    }

    fn show(&mut self, snapshot: Arc<Snapshot>, failed: Failed, took: Duration) -> Arc<dyn Published> {
        self.version += 1;
        let state = Arc::new(State { version: self.version, snapshot, took, failed: Mutex::new(failed) });
        self.last = Some(state.clone());
        state
    }
}

impl Engine for Workshop {
    fn refresh(&mut self, changed: &Changed, stop: &AtomicBool) -> Option<Arc<dyn Published>> {
        let start = Instant::now();
        let changed = match changed {
            Changed::All => crate::site::Changed::All,
            Changed::Paths(paths) => crate::site::Changed::Paths(paths.clone()),
        };
        self.files.begin();
        let snapshot = self.site.next(&changed, stop)?;
        Some(self.show(snapshot, Failed::new(), start.elapsed()))
    }

    fn finish(&mut self, stop: &AtomicBool) -> Option<Arc<dyn Published>> {
        let state = self.last.clone()?;
        let known = state.failed().len();
        // Long pages come last: an edit waits until the page that is being made is there.
        let (short, long): (Vec<Page>, Vec<Page>) = state.snapshot.edition.pages().partition(is_short);
        for page in short.into_iter().chain(long) {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            if let Err(finding) = state.snapshot.page(page) {
                state.fail(&state.snapshot.path(page), *finding);
            }
        }
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        state.snapshot.sweep();
        for (index, finding) in state.snapshot.other_findings().iter().enumerate() {
            state.fail(&format!("/{index}"), finding.clone());
        }
        let failed = state.failed().clone();
        // What was found so may concern a page that is open in a browser, so it is a state to be told of.
        (failed.len() > known).then(|| self.show(state.snapshot.clone(), failed, state.took))
    }
}

/// Whether a page shows a few entries only, however many the site has.
fn is_short(page: &Page) -> bool {
    use PageKind::{ComparePair, Entry, Move, Parallel};
    matches!(page.kind, Entry(_) | Parallel(_) | Move(_) | ComparePair(..))
}

/// What rendering found, by the page's path.
type Failed = BTreeMap<String, Diagnostic>;

/// A state of the site.
struct State {
    version: u64,
    snapshot: Arc<Snapshot>,
    took: Duration,
    failed: Mutex<Failed>,
}

impl State {
    fn failed(&self) -> std::sync::MutexGuard<'_, Failed> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fail(&self, path: &str, finding: Diagnostic) {
        self.failed().insert(path.to_owned(), finding);
    }
}

impl Published for State {
    fn version(&self) -> u64 {
        self.version
    }

    fn file(&self, path: &str) -> Option<Arc<File>> {
        match self.snapshot.file(path)? {
            Ok(file) => Some(file),
            Err(finding) => {
                self.fail(path, *finding);
                None
            }
        }
    }

    fn contains(&self, path: &str) -> bool {
        self.snapshot.contains(path)
    }

    fn diagnostics(&self) -> Vec<Diagnostic> {
        let failed = self.failed().values().cloned().collect();
        self.snapshot.with_rendering(failed)
    }

    fn has_errors(&self) -> bool {
        let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
        let is_clean = self.failed().is_empty();
        self.snapshot.diagnostics().iter().any(is_error)
            || (!is_clean && self.diagnostics().iter().any(is_error))
    }

    fn sources(&self) -> &Sources {
        &self.snapshot.sources
    }

    fn sources_of(&self, path: &str) -> Vec<String> {
        self.snapshot.sources_of(path)
    }

    fn tongues(&self) -> Vec<Tongue> {
        let languages = self.snapshot.config().languages.iter();
        languages
            .map(|language| Tongue {
                key: language.locale.to_string(),
                tag: language.tag.clone(),
                name: language.name.clone(),
            })
            .collect()
    }

    fn editor(&self) -> Option<String> {
        self.snapshot.config().serve.editor.clone()
    }

    fn report(&self) -> Report {
        Report {
            parsed: self.snapshot.work.parsed,
            rendered: self.snapshot.rendered(),
            pages: self.snapshot.edition.pages().count(),
            took: self.took,
        }
    }
}
