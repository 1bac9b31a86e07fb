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
    /// Made, and not yet shown: a file of it was being written.
    held_back: Option<Arc<Snapshot>>,
}

impl Workshop {
    /// Serves the site of these files, at `/`.
    pub fn new(files: Arc<dyn Files>, options: Options) -> Workshop {
        let options = Options { at_root: true, ..options };
        let files = Arc::new(Patient::new(files));
        Workshop { site: Site::new(files.clone(), options), files, version: 0, last: None, held_back: None }
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
        let mut changed = match changed {
            Changed::All => crate::site::Changed::All,
            Changed::Paths(paths) => crate::site::Changed::Paths(paths.clone()),
        };
        self.files.begin();
        loop {
            let next = self.site.next(&changed, stop);
            self.held_back = next.or(self.held_back.take());
            let moving = self.files.moving();
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            if moving.is_empty() {
                break;
            }
            changed = crate::site::Changed::Paths(moving);
        }
        let snapshot = self.held_back.take()?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test stops at the first surprise
mod tests {
    use super::*;
    use crate::source::{FileEntry, Memory, PathKind, ReadError};
    use std::collections::BTreeSet;
    use std::sync::atomic::AtomicUsize;

    const PATH: &str = "content/home.en.md";

    /// Files of which one grows by a part each time that it was read.
    struct Growing {
        files: Memory,
        parts: AtomicUsize,
        /// Raised when somebody looks whether it has grown.
        stop: AtomicBool,
    }

    fn text(parts: usize) -> String {
        let parts: String = (0..parts).map(|part| format!("Part {part}.\n\n")).collect();
        format!("+++\ntitle = \"Home\"\nsummary = \"S.\"\n+++\n\n{parts}")
    }

    impl Files for Growing {
        fn walk(&self, folder: &str) -> (Vec<FileEntry>, Vec<(String, String)>) {
            self.files.walk(folder)
        }

        fn kind(&self, path: &str) -> Option<PathKind> {
            self.files.kind(path)
        }

        fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
            let read = self.files.read(path, limit);
            let parts = self.parts.load(Ordering::Relaxed);
            if path == PATH && (1..5).contains(&parts) {
                self.parts.store(parts + 1, Ordering::Relaxed);
                self.files.write(PATH, text(parts + 1));
            }
            read
        }

        fn stamp(&self, path: &str) -> Option<u64> {
            if self.parts.load(Ordering::Relaxed) == 5 {
                self.stop.store(true, Ordering::Relaxed);
            }
            self.files.stamp(path)
        }
    }

    #[test]
    fn a_text_that_is_being_written_is_shown_when_it_is_whole() {
        let files = Memory::new();
        let site = "base_url = \"https://example.org/\"\ndefault_language = \"en\"\n[languages.en]\ntag = \"en\"\n\
                    name = \"English\"\ntitle = \"Book\"\n";
        files.write("site.toml", site);
        files.write(PATH, text(0));
        let growing = Arc::new(Growing {
            files: files.clone(),
            parts: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
        });
        let mut workshop = Workshop::new(growing.clone(), Options::default());
        let never = AtomicBool::new(false);
        let shows = |shown: Option<Arc<dyn Published>>| {
            let page = shown.unwrap().file("en/index.html").unwrap();
            String::from_utf8_lossy(&page.bytes).matches("Part ").count()
        };
        assert_eq!(shows(workshop.refresh(&Changed::All, &never)), 0);
        let changed = Changed::Paths(BTreeSet::from([PATH.to_owned()]));
        for changed in [changed.clone(), Changed::All] {
            growing.parts.store(1, Ordering::Relaxed);
            files.write(PATH, text(1));
            assert_eq!(shows(workshop.refresh(&changed, &never)), 5);
        }
        assert!(workshop.refresh(&changed, &never).is_none(), "nothing differs");
        // Given up in the middle: what was made by then is shown with the next batch, though nothing else differs then.
        growing.parts.store(4, Ordering::Relaxed);
        growing.stop.store(false, Ordering::Relaxed);
        files.write(PATH, text(4));
        assert!(workshop.refresh(&changed, &growing.stop).is_none());
        growing.parts.store(0, Ordering::Relaxed);
        files.write(PATH, text(4));
        assert_eq!(shows(workshop.refresh(&changed, &never)), 4);
    }
}
