//! Results of a pure function for every row of a long list, kept by the hash of the row's whole input.

use crate::source::Digest;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Kept results, in the order of the list. A row that is what it was at the same place costs one comparison; one that
/// moved is found by its key; only what is new is made. Nothing is kept but the list's own rows, so memory follows the
/// site and not its history.
#[derive(Debug)]
pub struct Rows<T> {
    keys: Vec<Digest>,
    values: Vec<T>,
    /// Made for a list that was given up before it was complete.
    spare: HashMap<Digest, T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Rows<T> {
        Rows { keys: Vec::new(), values: Vec::new(), spare: HashMap::new() }
    }
}

impl<T: Clone + Send + Sync> Rows<T> {
    /// Makes the list one of these rows; `make` gives the result of a row by its place. Says how many were made; none
    /// when `stop` was raised on the way: then the list is what it was.
    pub fn update(
        &mut self,
        keys: Vec<Digest>,
        stop: &AtomicBool,
        make: impl Fn(usize) -> T + Sync,
    ) -> Option<usize> {
        let differs: Vec<usize> =
            (0..keys.len()).filter(|at| self.keys.get(*at) != Some(&keys[*at])).collect();
        let kept = |at: &usize| self.spare.get(&keys[*at]).cloned();
        let mut found: HashMap<usize, T> = differs.iter().filter_map(|at| Some((*at, kept(at)?))).collect();
        self.find_moved(&keys, &differs, &mut found);
        let new: Vec<usize> = differs.iter().copied().filter(|at| !found.contains_key(at)).collect();
        let one = |at: &usize| (!stop.load(Ordering::Relaxed)).then(|| make(*at));
        let made: Vec<Option<T>> = new.par_iter().map(one).collect();
        if made.iter().any(Option::is_none) {
            let made = new.into_iter().zip(made).filter_map(|(at, value)| Some((keys[at], value?)));
            self.spare.extend(made);
            return None;
        }
        let count = new.len();
        found.extend(new.into_iter().zip(made).filter_map(|(at, value)| Some((at, value?))));
        self.values.truncate(keys.len());
        for at in differs {
            let Some(value) = found.remove(&at) else { continue };
            match self.values.get_mut(at) {
                Some(slot) => *slot = value,
                None => self.values.push(value),
            }
        }
        self.keys = keys;
        self.spare.clear();
        Some(count)
    }

    /// Rows that stood at another place before.
    fn find_moved(&self, keys: &[Digest], differs: &[usize], found: &mut HashMap<usize, T>) {
        let gone =
            differs.iter().copied().filter(|at| *at < self.keys.len()).chain(keys.len()..self.keys.len());
        let places: HashMap<Digest, usize> = gone.map(|at| (self.keys[at], at)).collect();
        for at in differs {
            if let Some(place) = places.get(&keys[*at]) {
                found.insert(*at, self.values[*place].clone());
            }
        }
    }

    /// The keys of the rows, in order.
    pub fn keys(&self) -> &[Digest] {
        &self.keys
    }

    /// The results, in order.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_new_is_made_wherever_it_stands() {
        let (mut rows, go) = (Rows::default(), AtomicBool::new(false));
        let mut update = |keys: &[Digest]| {
            let made = rows.update(keys.to_vec(), &go, |at| keys[at] * 10);
            assert_eq!(rows.values(), keys.iter().map(|key| key * 10).collect::<Vec<_>>());
            made
        };
        assert_eq!(update(&[1, 2, 3]), Some(3));
        assert_eq!(update(&[1, 2, 3]), Some(0));
        assert_eq!(update(&[1, 5, 3]), Some(1));
        assert_eq!(update(&[0, 1, 5, 3]), Some(1));
        assert_eq!(update(&[3, 1]), Some(0));
        assert_eq!(update(&[]), Some(0));
        assert_eq!(update(&[3]), Some(1), "what the list did not have was forgotten");
    }

    #[test]
    fn what_was_made_before_a_stop_is_not_made_again() {
        let (mut rows, stop) = (Rows::default(), AtomicBool::new(false));
        assert_eq!(rows.update(vec![1], &stop, |_| 10), Some(1));
        let stopped = rows.update(vec![2, 3], &stop, |at| {
            stop.store(true, Ordering::Relaxed);
            [20, 30][at]
        });
        assert!(stopped.is_none_or(|made| made == 2), "both may have begun at once");
        if stopped.is_none() {
            assert_eq!(rows.values(), [10]);
        }
        stop.store(false, Ordering::Relaxed);
        let made = rows.update(vec![2, 3], &stop, |at| [20, 30][at]);
        assert!(made.is_some_and(|made| made < 2));
        assert_eq!(rows.values(), [20, 30]);
    }
}
