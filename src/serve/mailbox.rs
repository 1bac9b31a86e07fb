//! Hands changes from the watcher to the engine, newest together with those not yet taken.

use super::published::Changed;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many times running a build may be given up for newer changes before one is let through.
const PATIENCE: u32 = 3;

/// One place for one waiting batch. Newer batches join it.
#[derive(Debug)]
pub struct Mailbox {
    state: Mutex<State>,
    bell: Condvar,
    stop: AtomicBool,
}

#[derive(Debug)]
struct State {
    waiting: Changed,
    work: Work,
    given_up: u32,
    closed: bool,
}

/// What the engine's thread does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Work {
    Nothing,
    Building,
    Finishing,
}

impl Default for Mailbox {
    fn default() -> Mailbox {
        let state = State { waiting: Changed::none(), work: Work::Nothing, given_up: 0, closed: false };
        Mailbox { state: Mutex::new(state), bell: Condvar::new(), stop: AtomicBool::new(false) }
    }
}

impl Mailbox {
    /// Leaves a batch. A build that is at work is out of date now and told to stop.
    pub fn post(&self, changed: Changed) {
        let mut state = self.lock();
        let waiting = std::mem::replace(&mut state.waiting, Changed::none());
        state.waiting = waiting.and(changed);
        let gives_way = match state.work {
            Work::Nothing => false,
            Work::Building => state.given_up < PATIENCE,
            Work::Finishing => true,
        };
        if gives_way {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.bell.notify_all();
    }

    /// Waits for a batch; none when the mailbox was closed.
    pub fn take(&self) -> Option<Changed> {
        let mut state = self.lock();
        while state.waiting.is_empty() && !state.closed {
            state = self.bell.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return None;
        }
        state.work = Work::Building;
        self.stop.store(false, Ordering::Relaxed);
        Some(std::mem::replace(&mut state.waiting, Changed::none()))
    }

    /// The build of a batch has ended. One that was given up joins what is waiting.
    pub fn done(&self, changed: Changed, finished: bool) {
        let mut state = self.lock();
        state.work = Work::Nothing;
        if finished || !self.stop.load(Ordering::Relaxed) {
            state.given_up = 0;
            return;
        }
        state.given_up += 1;
        let waiting = std::mem::replace(&mut state.waiting, Changed::none());
        state.waiting = changed.and(waiting);
    }

    /// Runs `work`, which gives way to any new batch, once nothing has come for `quiet`; not when something has.
    pub fn when_quiet<T>(&self, quiet: Duration, work: impl FnOnce(&AtomicBool) -> Option<T>) -> Option<T> {
        let state = self.lock();
        let is_quiet = |state: &mut State| state.waiting.is_empty() && !state.closed;
        let waited = self.bell.wait_timeout_while(state, quiet, is_quiet);
        let (mut state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if !waited.timed_out() {
            return None;
        }
        state.work = Work::Finishing;
        self.stop.store(false, Ordering::Relaxed);
        drop(state);
        let result = work(&self.stop);
        self.lock().work = Work::Nothing;
        result
    }

    /// Raised when the build at work is out of date.
    pub fn stop(&self) -> &AtomicBool {
        &self.stop
    }

    /// No more batches: the build at work is told to stop, and waiting ends.
    pub fn close(&self) {
        self.lock().closed = true;
        self.stop.store(true, Ordering::Relaxed);
        self.bell.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> Changed {
        Changed::Paths(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn a_build_that_was_given_up_is_done_again_with_what_is_new() {
        let mailbox = Mailbox::default();
        mailbox.post(paths(&["a"]));
        let first = mailbox.take().unwrap();
        mailbox.post(paths(&["b"]));
        assert!(mailbox.stop().load(Ordering::Relaxed));
        mailbox.done(first, false);
        assert_eq!(mailbox.take(), Some(paths(&["a", "b"])));
        assert!(!mailbox.stop().load(Ordering::Relaxed));
    }

    #[test]
    fn a_build_without_difference_is_not_repeated() {
        let mailbox = Mailbox::default();
        mailbox.post(paths(&["a"]));
        let first = mailbox.take().unwrap();
        mailbox.done(first, false);
        assert!(mailbox.lock().waiting.is_empty());
    }

    #[test]
    fn finishing_waits_for_quiet_and_gives_way() {
        let mailbox = Mailbox::default();
        let quiet = Duration::from_millis(1);
        assert_eq!(mailbox.when_quiet(quiet, |_| Some(1)), Some(1));
        let seen = mailbox.when_quiet(quiet, |stop| {
            mailbox.post(paths(&["a"]));
            Some(stop.load(Ordering::Relaxed))
        });
        assert_eq!(seen, Some(true));
        assert_eq!(mailbox.when_quiet(quiet, |_| Some(1)), None);
        assert_eq!(mailbox.take(), Some(paths(&["a"])));
    }

    #[test]
    fn giving_up_has_an_end() {
        let mailbox = Mailbox::default();
        mailbox.post(Changed::All);
        for _ in 0..PATIENCE {
            let batch = mailbox.take().unwrap();
            mailbox.post(paths(&["b"]));
            mailbox.done(batch, false);
        }
        let batch = mailbox.take().unwrap();
        mailbox.post(paths(&["b"]));
        assert!(!mailbox.stop().load(Ordering::Relaxed));
        mailbox.done(batch, true);
        assert_eq!(mailbox.take(), Some(paths(&["b"])));
        mailbox.close();
        assert_eq!(mailbox.take(), None);
    }
}
