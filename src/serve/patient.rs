//! Files as they are between two saves: a build that reads while an editor writes waits a moment for the rest.
//!
//! The watcher waits for a change to be complete before it tells of it; but a build that it caused by another change
//! reads this one, too.

use crate::source::{FileEntry, Files, PathKind, ReadError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A file that was emptied gets so long to be filled.
const EMPTY: Duration = Duration::from_millis(200);
/// A file that is gone gets so long to be replaced.
const GONE: Duration = Duration::from_millis(30);
/// Between two looks.
const STEP: Duration = Duration::from_millis(3);
/// All files of one refresh that are gone share this: a thousand deletions take no longer than a few.
const ALL_GONE: Duration = Duration::from_millis(90);
/// The same for those that are empty.
const ALL_EMPTY: Duration = Duration::from_millis(400);

/// Files that are read with patience.
pub struct Patient {
    files: Arc<dyn Files>,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    /// Files that had a content when they were last read.
    filled: BTreeSet<String>,
    /// What this refresh has waited.
    waited: BTreeMap<Lack, Duration>,
}

/// What a file lacks that had a content before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Lack {
    Itself,
    Content,
}

impl Lack {
    /// How long one file and all files of a refresh are waited for.
    fn pauses(self) -> (Duration, Duration) {
        match self {
            Lack::Itself => (GONE, ALL_GONE),
            Lack::Content => (EMPTY, ALL_EMPTY),
        }
    }
}

impl Patient {
    /// Reads these.
    pub fn new(files: Arc<dyn Files>) -> Patient {
        Patient { files, memory: Mutex::default() }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A refresh begins: it has all its patience, whatever the one before waited for.
    pub fn begin(&self) {
        self.memory().waited.clear();
    }

    /// Looks until what is seen lacks nothing, as long as this refresh allows.
    fn look<T>(&self, look: impl Fn() -> T, lacks: impl Fn(&T) -> Option<Lack>) -> T {
        let start = Instant::now();
        loop {
            let seen = look();
            let Some(lack) = lacks(&seen) else { return seen };
            let (own, all) = lack.pauses();
            let waited = self.memory().waited.get(&lack).copied().unwrap_or_default();
            if start.elapsed() >= own || waited >= all {
                return seen;
            }
            std::thread::sleep(STEP);
            *self.memory().waited.entry(lack).or_default() += STEP;
        }
    }

    fn was_filled(&self, path: &str) -> bool {
        self.memory().filled.contains(path)
    }
}

impl Files for Patient {
    fn walk(&self, folder: &str) -> (Vec<FileEntry>, Vec<(String, String)>) {
        let below = format!("{folder}/");
        let missing = |seen: &[FileEntry]| -> Vec<String> {
            let memory = self.memory();
            let known = memory.filled.range(below.clone()..).take_while(|path| path.starts_with(&below));
            let is_there = |path: &String| seen.binary_search_by(|entry| entry.path.cmp(path)).is_ok();
            known.filter(|path| !is_there(path)).cloned().collect()
        };
        let seen = self.look(
            || self.files.walk(folder),
            |(seen, _)| (!missing(seen).is_empty()).then_some(Lack::Itself),
        );
        let gone = missing(&seen.0);
        self.memory().filled.retain(|path| !gone.contains(path));
        seen
    }

    fn kind(&self, path: &str) -> Option<PathKind> {
        let was_filled = self.was_filled(path);
        self.look(|| self.files.kind(path), |kind| (was_filled && kind.is_none()).then_some(Lack::Itself))
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let was_filled = self.was_filled(path);
        let lacks = |read: &Result<Vec<u8>, ReadError>| match read {
            Ok(bytes) if bytes.is_empty() => Some(Lack::Content),
            Err(ReadError::Missing) => Some(Lack::Itself),
            _ => None,
        };
        let read = self.look(|| self.files.read(path, limit), |read| lacks(read).filter(|_| was_filled));
        let is_filled = read.as_ref().is_ok_and(|bytes| !bytes.is_empty());
        if is_filled != was_filled {
            let mut memory = self.memory();
            if is_filled {
                memory.filled.insert(path.to_owned());
            } else {
                memory.filled.remove(path);
            }
        }
        read
    }

    fn stamp(&self, path: &str) -> Option<u64> {
        self.files.stamp(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory as InMemory;

    /// Does something to the files a little later.
    fn after(pause: Duration, files: &InMemory, act: impl FnOnce(&InMemory) + Send + 'static) {
        let files = files.clone();
        std::thread::spawn(move || {
            std::thread::sleep(pause);
            act(&files);
        });
    }

    fn soon(files: &InMemory, act: impl FnOnce(&InMemory) + Send + 'static) {
        after(Duration::from_millis(8), files, act);
    }

    fn patient() -> (InMemory, Patient) {
        let files = InMemory::new();
        files.write("content/a.md", "one");
        let patient = Patient::new(Arc::new(files.clone()));
        assert_eq!(patient.read("content/a.md", 9).unwrap(), b"one");
        (files, patient)
    }

    #[test]
    fn what_is_being_saved_is_waited_for() {
        let (files, patient) = patient();
        files.write("content/a.md", "");
        soon(&files, |files| files.write("content/a.md", "two"));
        assert_eq!(patient.read("content/a.md", 9).unwrap(), b"two");
    }

    #[test]
    fn what_is_being_replaced_is_waited_for() {
        let (files, patient) = patient();
        files.remove("content/a.md");
        soon(&files, |files| files.write("content/a.md", "two"));
        assert_eq!(patient.walk("content").0.len(), 1);
        let (files, patient) = self::patient();
        files.remove("content/a.md");
        soon(&files, |files| files.write("content/a.md", "two"));
        assert!(patient.kind("content/a.md").is_some());
    }

    #[test]
    fn what_is_meant_is_taken_after_a_while_and_then_at_once() {
        let (files, patient) = patient();
        files.write("content/a.md", "");
        assert_eq!(patient.read("content/a.md", 9).unwrap(), b"");
        files.remove("content/a.md");
        assert_eq!(patient.read("content/a.md", 9), Err(ReadError::Missing));
        assert!(patient.memory().filled.is_empty(), "nothing is expected there any more");
    }

    #[test]
    fn what_one_refresh_waited_for_takes_nothing_from_the_next() {
        let (files, patient) = patient();
        for text in ["two", "three", "four"] {
            files.write("content/b.md", text);
            patient.begin();
            assert_eq!(patient.read("content/b.md", 9).unwrap(), text.as_bytes());
            files.remove("content/b.md");
            assert_eq!(patient.read("content/b.md", 9), Err(ReadError::Missing), "as a checkout does");
            files.write("content/a.md", "");
            after(EMPTY / 4 * 3, &files, move |files| files.write("content/a.md", text));
            assert_eq!(patient.read("content/a.md", 9).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn many_deletions_take_no_longer_than_one() {
        let files = InMemory::new();
        let patient = Patient::new(Arc::new(files.clone()));
        let names: Vec<String> = (0..400).map(|n| format!("content/{n}.md")).collect();
        for name in &names {
            files.write(name, "x");
            patient.read(name, 9).unwrap();
            files.remove(name);
        }
        let start = Instant::now();
        assert!(names.iter().all(|name| patient.kind(name).is_none()));
        // One by one they would take twelve seconds.
        assert!(start.elapsed() < Duration::from_secs(6));
    }
}
