//! Which pages are being made at this moment, for whoever keeps the time: a template can loop for ever.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Pages being made, by a number that is given once.
#[derive(Debug, Default)]
pub struct UnderWay {
    pages: Mutex<(u64, BTreeMap<u64, Making>)>,
}

/// A page that is being made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Making {
    /// Its address: `/en/roles/gardener/`.
    pub address: String,
    /// How many seconds it may take.
    pub limit: u64,
}

impl UnderWay {
    /// Runs what makes a page.
    pub(super) fn during<T>(&self, page: Making, make: impl FnOnce() -> T) -> T {
        let number = {
            let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
            pages.0 += 1;
            let number = pages.0;
            pages.1.insert(number, page);
            number
        };
        let _end = End(self, number);
        make()
    }

    /// What is being made now.
    pub fn now(&self) -> BTreeMap<u64, Making> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }
}

/// Takes a page off the list, even when making it fell over.
struct End<'a>(&'a UnderWay, u64);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.pages.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&self.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_fell_over_is_no_longer_being_made() {
        let pages = UnderWay::default();
        let making = Making { address: "/en/".to_owned(), limit: 1 };
        pages.during(making.clone(), || assert_eq!(pages.now().into_values().collect::<Vec<_>>(), [making]));
        assert!(pages.now().is_empty());
        let making = Making { address: "/zh/".to_owned(), limit: 1 };
        let fell = std::panic::catch_unwind(|| pages.during(making, || panic!("on purpose")));
        assert!(fell.is_err() && pages.now().is_empty());
    }
}
