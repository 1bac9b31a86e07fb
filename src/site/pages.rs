//! The pages of a build, and how those of the last were made.

use super::Snapshot;
use super::cache::{Cache, List};
use super::publish::Target;
use crate::catalog::Page;
use crate::diagnostic::Diagnostic;
use crate::render::Artifact;
use crate::source::{Digest, digest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The name of their list.
const LIST: &str = "pages";

/// How a page was made: enough to know it again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// Hash of its bytes.
    pub hash: Digest,
    /// How many these are.
    pub size: u64,
}

/// The pages of a build.
pub(super) struct Pages<'a> {
    snapshot: &'a Snapshot,
    target: &'a dyn Target,
    cache: Option<&'a Cache>,
    last: List,
    made: Mutex<BTreeMap<Digest, Made>>,
}

impl<'a> Pages<'a> {
    pub fn new(snapshot: &'a Snapshot, target: &'a dyn Target, cache: Option<&'a Cache>) -> Pages<'a> {
        let last = cache.map(|cache| cache.load(LIST)).unwrap_or_default();
        Pages { snapshot, target, cache, last, made: Mutex::default() }
    }

    /// Makes a page; none when the target holds it already. What it was made of decides, its bytes are looked at: no
    /// list and no date is believed.
    ///
    /// # Errors
    /// As [`Snapshot::render`].
    pub fn page(&self, page: Page) -> Result<Option<Artifact>, Box<Diagnostic>> {
        let view = self.snapshot.edition.view(page);
        if self.cache.is_none() {
            return self.snapshot.render(page, &view).map(Some);
        }
        let key = self.snapshot.edition.key(page, &view);
        let path = self.snapshot.path(page);
        if let Some(made) = self.last.get::<Made>(key).filter(|made| self.target.holds(&path, *made)) {
            self.snapshot.within_limit(page, &path, made.size)?;
            self.note(key, made);
            return Ok(None);
        }
        let artifact = self.snapshot.render(page, &view)?;
        self.note(key, Made { hash: digest(&artifact.bytes[..]), size: artifact.bytes.len() as u64 });
        Ok(Some(artifact))
    }

    fn note(&self, key: Digest, made: Made) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made);
    }

    /// Keeps how they were made for the next build.
    pub fn keep(&self) {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cache) = self.cache {
            cache.store(LIST, &self.last, made.iter().map(|(key, made)| (*key, made)));
        }
    }
}
