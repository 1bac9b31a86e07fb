//! Results of pure functions, kept by the hash of their whole input.

use crate::source::Digest;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Kept results. What a build did not ask for is swept after it, so memory follows the site and not its history.
#[derive(Debug)]
pub struct Memo<T> {
    slots: Mutex<HashMap<Digest, Slot<T>>>,
    generation: u64,
    made: AtomicUsize,
}

#[derive(Debug)]
struct Slot<T> {
    value: Arc<T>,
    used: u64,
}

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo { slots: Mutex::default(), generation: 0, made: AtomicUsize::new(0) }
    }
}

impl<T> Memo<T> {
    /// The kept result of a key, or the one that `make` gives now. `make` runs outside the lock: two threads that ask
    /// for the same key at once may both run it, and get equal values.
    pub fn get(&self, key: Digest, make: impl FnOnce() -> T) -> Arc<T> {
        {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(slot) = slots.get_mut(&key) {
                slot.used = self.generation;
                return slot.value.clone();
            }
        }
        let value = Arc::new(make());
        self.made.fetch_add(1, Ordering::Relaxed);
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = Slot { value: value.clone(), used: self.generation };
        slots.insert(key, slot);
        value
    }

    /// Ends a build: drops what it did not use, and says how many results it made.
    pub fn sweep(&mut self) -> usize {
        let generation = self.generation;
        let slots = self.slots.get_mut().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|_, slot| slot.used == generation);
        self.generation += 1;
        self.made.swap(0, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_input_is_computed_once_and_swept_when_unused() {
        let mut memo = Memo::default();
        assert_eq!(*memo.get(1, || "a"), "a");
        assert_eq!(*memo.get(1, || "b"), "a");
        assert_eq!(memo.sweep(), 1);
        assert_eq!(memo.sweep(), 0);
        assert_eq!(*memo.get(1, || "c"), "c");
    }
}
