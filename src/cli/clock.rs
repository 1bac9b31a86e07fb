//! Time and counts of each stage, for `-v`.

use super::screen::Screen;
use crate::site::{Changes, Published, Snapshot, Stage};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The time that each stage took.
pub(super) struct Clock {
    start: Instant,
    stages: Mutex<Vec<(&'static str, Instant)>>,
    /// Nanoseconds that all threads together spent on writing files while others were still being made.
    writing: AtomicU64,
}

impl Clock {
    pub fn new() -> Clock {
        Clock { start: Instant::now(), stages: Mutex::default(), writing: AtomicU64::new(0) }
    }

    /// A stage of the pipeline begins, and the one before it ends.
    pub fn enter(&self, stage: Stage) {
        self.begin(match stage {
            Stage::Read => "read",
            Stage::Parse => "parse",
            Stage::Link => "link",
            Stage::Render => "render",
            Stage::Files => "other files",
            Stage::Search => "search",
        });
    }

    /// Everything has been made and goes to its place.
    pub fn publishing(&self) {
        self.begin("write");
    }

    fn begin(&self, name: &'static str) {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner).push((name, Instant::now()));
    }

    /// Runs what writes a file.
    pub fn writing(&self, write: impl FnOnce()) {
        let start = Instant::now();
        write();
        self.writing.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
    }

    /// Seconds since the beginning.
    pub fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// One line a stage, if the run was asked for them. The last stage ends now.
    pub fn tell(
        &self,
        screen: &Screen,
        snapshot: &Snapshot,
        published: &Published,
        changes: Option<&Changes>,
    ) {
        if !screen.verbose {
            return;
        }
        let now = Instant::now();
        let stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = stages.iter().skip(1).map(|(_, begin)| *begin).chain([now]);
        for ((name, begin), end) in stages.iter().zip(ends) {
            let what = match *name {
                "read" => format!("{} texts", snapshot.sources.count()),
                "parse" => format!("{} documents parsed", snapshot.work.parsed),
                "link" => format!("{} documents linked", snapshot.work.linked),
                "render" => format!("{} pages", published.pages),
                "search" => format!("{} files in all", published.files),
                _ => String::new(),
            };
            line(screen, name, end - *begin, &what);
        }
        if let Some(changes) = changes {
            let while_made = Duration::from_nanos(self.writing.load(Ordering::Relaxed));
            let what = format!(
                "{} written, {} unchanged, {} removed (within the stages above, all threads together)",
                changes.written, changes.kept, changes.removed
            );
            line(screen, "files to disk", while_made, &what);
        }
    }
}

fn line(screen: &Screen, name: &str, time: Duration, what: &str) {
    let line = format!("  {name:<14}{:>9.1} ms   {what}", time.as_secs_f64() * 1000.0);
    screen.remark(line.trim_end());
}
