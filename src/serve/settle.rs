//! When a change is complete: a clockless rule that is told the time.
//!
//! The first change of a quiet period is handed on at once when every file in it is whole (written and closed, not
//! empty, other than before). Everything else waits until [`Timing::quiet`] has passed without an event, empty files
//! longer. Nothing else waits longer than [`Timing::longest`], however fast events flow. A file that changes without end
//! is named and handed on at a pace; from then on others do not wait for it.

use super::published::Changed;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// The waits.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Without an event for so long, a batch is complete.
    pub quiet: Duration,
    /// An empty file may be one that is about to be written.
    pub empty: Duration,
    /// No batch is older than this, but for files that are empty or gone just now.
    pub longest: Duration,
    /// A file that changes more often than this for longer than [`Timing::patience`] is handed on at this pace.
    pub pace: Duration,
    /// See [`Timing::pace`].
    pub patience: Duration,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            quiet: Duration::from_millis(50),
            empty: Duration::from_millis(200),
            longest: Duration::from_secs(1),
            pace: Duration::from_millis(250),
            patience: Duration::from_secs(5),
        }
    }
}

/// A file that is noted so often within one batch may be why the batch does not come to rest.
const RESTLESS: u32 = 8;

/// What a look at a changed file showed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// Written to its end, not empty, and other than when last handed on.
    Whole,
    /// Perhaps still being written, or as it was before.
    Doubtful,
    /// Empty.
    Empty,
    /// Not there.
    Gone,
}

/// Changes that wait to be handed on.
#[derive(Debug)]
pub struct Settle {
    timing: Timing,
    waiting: BTreeMap<String, Look>,
    /// How often each of them was noted.
    noted: BTreeMap<String, u32>,
    everything: bool,
    first: Option<Instant>,
    last: Option<Instant>,
    lacking_until: Option<Instant>,
    handed: Option<Instant>,
    storms: BTreeMap<String, Storm>,
    named: BTreeSet<String>,
}

/// How far a file is ahead of the pace: each time it is handed on adds one beat, time takes them away.
#[derive(Debug)]
struct Storm {
    ahead: Duration,
    at: Instant,
}

impl Settle {
    /// Nothing waits.
    pub fn new(timing: Timing) -> Settle {
        Settle {
            timing,
            waiting: BTreeMap::new(),
            noted: BTreeMap::new(),
            everything: false,
            first: None,
            last: None,
            lacking_until: None,
            handed: None,
            storms: BTreeMap::new(),
            named: BTreeSet::new(),
        }
    }

    /// A file changed.
    pub fn note(&mut self, path: &str, look: Look, now: Instant) {
        *self.noted.entry(path.to_owned()).or_default() += 1;
        if self.is_slow(path) {
            // It is often caught half written: nobody waits for that.
            self.waiting.insert(path.to_owned(), Look::Doubtful);
            return;
        }
        self.first.get_or_insert(now);
        self.last = Some(now);
        let before = self.waiting.insert(path.to_owned(), look);
        let pause = match look {
            Look::Empty => Some(self.timing.empty),
            Look::Gone => Some(self.timing.quiet),
            Look::Whole | Look::Doubtful => None,
        };
        self.lacking_until = match pause.filter(|_| before != Some(look)) {
            Some(pause) => self.lacking_until.max(Some(now + pause)),
            None if self.waiting.values().any(|look| matches!(look, Look::Empty | Look::Gone)) => {
                self.lacking_until
            }
            None => None,
        };
    }

    /// A file that nobody knew is gone again: an editor's trial.
    pub fn forget(&mut self, path: &str) {
        self.waiting.remove(path);
        if self.waiting.is_empty() && !self.everything {
            self.clear();
        }
    }

    /// Anything may have changed.
    pub fn note_all(&mut self, now: Instant) {
        self.first.get_or_insert(now);
        self.last = Some(now);
        self.everything = true;
    }

    /// When to ask [`Settle::take`] next; none when nothing waits.
    pub fn due(&self) -> Option<Instant> {
        let slow = self.waiting.keys().any(|path| self.is_slow(path));
        let paced = self.handed.filter(|_| slow).map(|handed| handed + self.timing.pace);
        let paced = paced.map(|paced| paced.max(self.written().unwrap_or(paced)));
        [self.settled(), paced].into_iter().flatten().min()
    }

    /// When the files that come to rest are complete.
    fn settled(&self) -> Option<Instant> {
        let (first, last) = (self.first?, self.last?);
        if self.is_at_once(first) {
            return Some(first);
        }
        let settled = (last + self.timing.quiet).min(first + self.timing.longest);
        Some(settled.max(self.written().unwrap_or(settled)))
    }

    /// When a file that is empty or gone must be meant so. However fast events flow, it gets its time; but none for
    /// ever.
    fn written(&self) -> Option<Instant> {
        Some(self.lacking_until?.min(self.first? + self.timing.longest * 2))
    }

    /// Hands the batch on if it is due, and the file to be named if it changes without end.
    pub fn take(&mut self, now: Instant) -> Option<(Changed, Option<String>)> {
        if self.due()? > now {
            return None;
        }
        let stormy = self.count_storms(now);
        let paths: BTreeSet<String> = std::mem::take(&mut self.waiting).into_keys().collect();
        let changed = if self.everything { Changed::All } else { Changed::Paths(paths) };
        self.clear();
        self.handed = Some(now);
        Some((changed, stormy))
    }

    fn clear(&mut self) {
        self.waiting.clear();
        self.noted.clear();
        self.everything = false;
        (self.first, self.last, self.lacking_until) = (None, None, None);
    }

    fn is_at_once(&self, first: Instant) -> bool {
        let after_quiet = self.handed.is_none_or(|handed| first >= handed + self.timing.quiet);
        let mut resting = self.waiting.iter().filter(|(path, _)| !self.is_slow(path));
        after_quiet && !self.everything && resting.all(|(_, look)| *look == Look::Whole)
    }

    /// Whether a file changes without end.
    fn is_slow(&self, path: &str) -> bool {
        self.storms.get(path).is_some_and(|storm| storm.ahead >= self.timing.patience)
    }

    /// Counts the batch; gives a file that has just proved to be one without end.
    fn count_storms(&mut self, now: Instant) -> Option<String> {
        for storm in self.storms.values_mut() {
            storm.ahead = storm.ahead.saturating_sub(now.saturating_duration_since(storm.at));
            storm.at = now;
        }
        self.storms.retain(|_, storm| !storm.ahead.is_zero());
        // A batch that never came to rest counts with its whole time against the files that were noted all along.
        let age = self.first.map_or(Duration::ZERO, |first| now.saturating_duration_since(first));
        let restless = age >= self.timing.longest;
        for path in self.waiting.keys() {
            let none = Storm { ahead: Duration::ZERO, at: now };
            let storm = self.storms.entry(path.clone()).or_insert(none);
            let is_cause = restless && self.noted.get(path).is_some_and(|times| *times >= RESTLESS);
            let more = if is_cause { age * 2 } else { self.timing.pace };
            storm.ahead = (storm.ahead + more).min(self.timing.patience + self.timing.pace);
        }
        let patience = self.timing.patience;
        let mut slow = self.storms.iter().filter(|(_, storm)| storm.ahead >= patience).map(|(path, _)| path);
        let new = slow.find(|path| !self.named.contains(*path))?.clone();
        self.named.insert(new.clone());
        Some(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    fn paths(names: &[&str]) -> Changed {
        Changed::Paths(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn taken(settle: &mut Settle, now: Instant) -> Option<Changed> {
        settle.take(now).map(|(changed, _)| changed)
    }

    #[test]
    fn the_first_whole_change_is_handed_on_at_once_and_what_follows_settles() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        settle.note("a.md", Look::Whole, start);
        assert_eq!(taken(&mut settle, start), Some(paths(&["a.md"])));
        settle.note("b.md", Look::Whole, start + ms(10));
        assert_eq!(settle.due(), Some(start + ms(60)));
        settle.note("c.md", Look::Whole, start + ms(40));
        assert_eq!(taken(&mut settle, start + ms(60)), None);
        assert_eq!(taken(&mut settle, start + ms(90)), Some(paths(&["b.md", "c.md"])));
        settle.note("a.md", Look::Whole, start + ms(150));
        assert_eq!(settle.due(), Some(start + ms(150)));
    }

    #[test]
    fn a_deletion_waits_unless_the_file_is_written_anew() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        settle.note("a.md", Look::Gone, start);
        assert_eq!(settle.due(), Some(start + ms(50)));
        settle.note("a.md", Look::Whole, start + ms(2));
        assert_eq!(taken(&mut settle, start + ms(2)), Some(paths(&["a.md"])));
    }

    #[test]
    fn an_empty_file_waits_longer_and_not_for_ever() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        settle.note("a.md", Look::Empty, start);
        settle.note("b.md", Look::Whole, start + ms(5));
        assert_eq!(settle.due(), Some(start + ms(200)));
        settle.note("a.md", Look::Whole, start + ms(20));
        assert_eq!(settle.due(), Some(start));
        assert_eq!(taken(&mut settle, start + ms(20)), Some(paths(&["a.md", "b.md"])));
    }

    #[test]
    fn a_text_that_is_being_saved_gets_its_time_at_the_end_of_a_flow() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        for n in 0..99 {
            settle.note(&format!("{n}.md"), Look::Doubtful, start + ms(n * 10));
        }
        settle.note("a.md", Look::Empty, start + ms(990));
        assert_eq!(taken(&mut settle, start + ms(1000)), None);
        settle.note("a.md", Look::Empty, start + ms(1020));
        assert_eq!(settle.due(), Some(start + ms(1190)), "it is empty since the first look");
        settle.note("a.md", Look::Whole, start + ms(1030));
        settle.note("b.md", Look::Gone, start + ms(1040));
        assert_eq!(settle.due(), Some(start + ms(1090)), "another may be put in its place");
        settle.note("b.md", Look::Whole, start + ms(1045));
        assert!(settle.take(start + ms(1030)).is_some());
        for n in 0..400 {
            let look = if n % 2 == 0 { Look::Empty } else { Look::Doubtful };
            settle.note("b.md", look, start + ms(2000 + n * 10));
        }
        assert!(settle.due().unwrap() <= start + ms(4000), "not for ever");
    }

    #[test]
    fn a_flow_of_events_does_not_starve() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        let mut handed = 0;
        for n in 0..300 {
            let now = start + ms(n * 10);
            settle.note(&format!("{n}.md"), Look::Doubtful, now);
            handed += usize::from(settle.take(now).is_some());
        }
        assert_eq!(handed, 2);
    }

    #[test]
    fn a_file_without_end_is_slowed_down_and_named_once() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        let (mut handed, mut named) = (0, Vec::new());
        for n in 0..600 {
            let now = start + ms(n * 51);
            settle.note("log.md", Look::Whole, now);
            if let Some((_, stormy)) = settle.take(now) {
                handed += 1;
                named.extend(stormy);
            }
        }
        assert_eq!(named, ["log.md"]);
        assert!((120..160).contains(&handed), "{handed} in 30 s");
    }

    #[test]
    fn a_file_that_never_rests_is_named_and_others_do_not_wait_for_it() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        let mut named = Vec::new();
        for n in 0..900 {
            let now = start + ms(n * 10);
            settle.note("log.md", Look::Doubtful, now);
            named.extend(settle.take(now).and_then(|(_, stormy)| stormy));
        }
        assert_eq!(named, ["log.md"]);
        // Its next turn is a while away; a text that is saved now is handed on as if nothing else happened.
        let now = settle.due().unwrap() + ms(100);
        assert!(settle.take(now).is_some());
        settle.note("log.md", Look::Doubtful, now + ms(60));
        settle.note("a.md", Look::Whole, now + ms(70));
        settle.note("log.md", Look::Doubtful, now + ms(80));
        assert_eq!(taken(&mut settle, now + ms(80)), Some(paths(&["a.md", "log.md"])));
    }

    #[test]
    fn a_trial_file_leaves_nothing_behind() {
        let (mut settle, start) = (Settle::new(Timing::default()), Instant::now());
        settle.note("4913", Look::Doubtful, start);
        settle.forget("4913");
        assert_eq!(settle.due(), None);
        settle.note_all(start);
        assert_eq!(taken(&mut settle, start + ms(50)), Some(Changed::All));
    }
}
