//! Files as they are between two saves: a build that reads while an editor writes waits a moment for the rest.
//!
//! The watcher waits for a change to be complete before it tells of it; but a build that it caused by another change
//! reads this one, too, and on a busy machine an event may come when the file is already being written again.

use crate::source::{FileEntry, Files, PathKind, ReadError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A file that was emptied gets so long to be filled.
const EMPTY: Duration = Duration::from_millis(200);
/// A file that is gone gets so long to be replaced.
const GONE: Duration = Duration::from_millis(30);
/// Files that go on changing while they are read get so long to come to rest, all of a refresh together.
const MOVING: Duration = Duration::from_millis(60);
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
    /// Files that had a content when they were last read, with their stamps then.
    filled: BTreeMap<String, Option<u64>>,
    /// Nothing was read before this refresh, so nothing can be told about what it reads.
    is_first: bool,
    /// Files that this refresh found changed, with their stamps when it read them.
    fresh: BTreeMap<String, Option<u64>>,
    /// Files that did not come to rest in time: nobody waits for them again before they have rested.
    restless: BTreeSet<String>,
    /// What this refresh has waited.
    waited: BTreeMap<Lack, Duration>,
}

/// What a file lacks that had a content before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Lack {
    Itself,
    Content,
    /// It is being written.
    Rest,
}

impl Lack {
    /// How long one file and all files of a refresh are waited for.
    fn pauses(self) -> (Duration, Duration) {
        match self {
            Lack::Itself => (GONE, ALL_GONE),
            Lack::Content => (EMPTY, ALL_EMPTY),
            Lack::Rest => (MOVING, MOVING),
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
        let mut memory = self.memory();
        memory.waited.clear();
        memory.fresh.clear();
        memory.is_first = memory.filled.is_empty();
    }

    /// Files that have changed since this refresh read them, after a pause: what it made of them is not to be shown.
    /// None once it has waited for as long as it may.
    pub fn moving(&self) -> BTreeSet<String> {
        let fresh = std::mem::take(&mut self.memory().fresh);
        let has_moved = |(path, stamp): &(String, Option<u64>)| self.files.stamp(path) != *stamp;
        let (moved, resting): (Vec<_>, Vec<_>) = fresh.into_iter().partition(has_moved);
        let mut memory = self.memory();
        for (path, _) in &resting {
            memory.restless.remove(path);
        }
        let moved = moved.into_iter().map(|(path, _)| path);
        let moving: BTreeSet<String> = moved.filter(|path| !memory.restless.contains(path)).collect();
        drop(memory);
        if moving.is_empty() || self.pause(Lack::Rest, Instant::now()) {
            return moving;
        }
        self.memory().restless.extend(moving);
        BTreeSet::new()
    }

    /// Waits a moment for what is lacking since then; false when it has been waited for long enough.
    fn pause(&self, lack: Lack, since: Instant) -> bool {
        let (own, all) = lack.pauses();
        let waited = self.memory().waited.get(&lack).copied().unwrap_or_default();
        if since.elapsed() >= own || waited >= all {
            return false;
        }
        std::thread::sleep(STEP);
        *self.memory().waited.entry(lack).or_default() += STEP;
        true
    }

    /// Looks until what is seen lacks nothing, as long as this refresh allows.
    fn look<T>(&self, look: impl Fn() -> T, lacks: impl Fn(&T) -> Option<Lack>) -> T {
        let start = Instant::now();
        loop {
            let seen = look();
            let Some(lack) = lacks(&seen) else { return seen };
            if !self.pause(lack, start) {
                return seen;
            }
        }
    }

    fn was_filled(&self, path: &str) -> bool {
        self.memory().filled.contains_key(path)
    }
}

impl Files for Patient {
    fn walk(&self, folder: &str) -> (Vec<FileEntry>, Vec<(String, String)>) {
        let below = format!("{folder}/");
        let missing = |seen: &[FileEntry]| -> Vec<String> {
            let memory = self.memory();
            let known = memory.filled.range(below.clone()..).map(|(path, _)| path);
            let known = known.take_while(|path| path.starts_with(&below));
            let is_there = |path: &String| seen.binary_search_by(|entry| entry.path.cmp(path)).is_ok();
            known.filter(|path| !is_there(path)).cloned().collect()
        };
        let seen = self.look(
            || self.files.walk(folder),
            |(seen, _)| (!missing(seen).is_empty()).then_some(Lack::Itself),
        );
        let gone = missing(&seen.0);
        self.memory().filled.retain(|path, _| !gone.contains(path));
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
        let look = || (self.files.stamp(path), self.files.read(path, limit));
        let (stamp, read) = self.look(look, |(_, read)| lacks(read).filter(|_| was_filled));
        let is_filled = read.as_ref().is_ok_and(|bytes| !bytes.is_empty());
        let mut memory = self.memory();
        if !memory.is_first && memory.filled.get(path) != Some(&stamp) {
            memory.fresh.insert(path.to_owned(), stamp);
        }
        if is_filled {
            memory.filled.insert(path.to_owned(), stamp);
        } else {
            memory.filled.remove(path);
        }
        drop(memory);
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
    fn what_changes_while_it_is_read_is_read_again_but_not_for_ever() {
        let (files, patient) = patient();
        let read = || patient.read("content/a.md", 9).unwrap();
        patient.begin();
        assert_eq!(read(), b"one");
        files.write("content/a.md", "half");
        assert!(patient.moving().is_empty(), "the next batch tells of it: this one read a whole file");
        patient.begin();
        assert_eq!(read(), b"half");
        files.write("content/a.md", "whole");
        assert_eq!(patient.moving(), BTreeSet::from(["content/a.md".to_owned()]));
        assert_eq!(read(), b"whole");
        assert!(patient.moving().is_empty());
        let grow = |n: usize| files.write("content/a.md", n.to_string());
        let mut grown = 0;
        let mut without_end = || {
            patient.begin();
            for looks in 1.. {
                grown += 2;
                grow(grown);
                read();
                grow(grown + 1);
                if patient.moving().is_empty() {
                    return looks;
                }
            }
            unreachable!()
        };
        assert!((10..100).contains(&without_end()));
        assert_eq!(without_end(), 1, "nobody waits for it again");
        patient.begin();
        read();
        assert!(patient.moving().is_empty(), "it has rested");
        assert!(without_end() > 9);
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
