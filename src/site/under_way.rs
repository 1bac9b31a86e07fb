//! Which pages are being made at this moment, for whoever keeps the time: a template can loop for ever.

use crate::catalog::{Page, PageKind};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Pages being made, by a number that is given once.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    pages: Mutex<(u64, BTreeMap<u64, Page>)>,
}

impl UnderWay {
    /// Runs what makes a page. The whole book on one page may take its time.
    pub fn during<T>(&self, page: Page, make: impl FnOnce() -> T) -> T {
        if page.kind == PageKind::Print {
            return make();
        }
        let number = {
            let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
            pages.0 += 1;
            let number = pages.0;
            pages.1.insert(number, page);
            number
        };
        let made = make();
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&number);
        made
    }

    /// What is being made now.
    pub fn now(&self) -> Vec<(u64, Page)> {
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.1.iter().map(|(number, page)| (*number, *page)).collect()
    }
}
