//! Time and counts of each stage, for `-v`.

use super::screen::Screen;
use crate::site::{Changes, Published, Snapshot, Stage};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
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

    /// A stage of the pipeline begins, and the one before it ends. Reading begins a run; what was before is over.
    pub fn enter(&self, stage: Stage) {
        if stage == Stage::Read {
            self.stages().clear();
        }
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

    /// What the next build may use is put aside.
    pub fn keeping(&self) {
        self.begin("keep");
    }

    fn begin(&self, name: &'static str) {
        self.stages().push((name, Instant::now()));
    }

    fn stages(&self) -> MutexGuard<'_, Vec<(&'static str, Instant)>> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Each stage and its time. The last ends now.
    fn times(&self) -> Vec<(&'static str, Duration)> {
        let (now, stages) = (Instant::now(), self.stages());
        let ends = stages.iter().skip(1).map(|(_, begin)| *begin).chain([now]);
        stages.iter().zip(ends).map(|((name, begin), end)| (*name, end - *begin)).collect()
    }

    /// Runs what writes a file.
    pub fn writing<T>(&self, write: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let written = write();
        self.writing.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
        written
    }

    /// Seconds since the beginning.
    pub fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// One line for all stages of the refresh that has just ended, if the run was asked for them.
    pub fn tell_refresh(&self, screen: &Screen) {
        let times = self.times();
        self.stages().clear();
        if screen.verbose && !times.is_empty() {
            let stage =
                |(name, time): (&str, Duration)| format!("{name} {:.1} ms", time.as_secs_f64() * 1000.0);
            screen.remark(format!("  {}", times.into_iter().map(stage).collect::<Vec<_>>().join(", ")));
        }
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
        for (name, time) in self.times() {
            let what = match name {
                "read" => format!("{} texts", snapshot.sources.count()),
                "parse" => format!("{} documents parsed", snapshot.work.parsed),
                "link" => format!("{} documents linked", snapshot.work.linked),
                "render" => format!("{} pages, {} rendered", published.pages, published.rendered),
                "search" => format!("{} files in all", published.files),
                _ => String::new(),
            };
            line(screen, name, time, &what);
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
