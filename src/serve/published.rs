//! What the server is given: finished states of the site, and the engine that makes the next one.

pub use crate::site::File;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A language as the server needs to know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tongue {
    /// Its key, the first part of addresses.
    pub key: String,
    /// Its BCP 47 tag.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
}

/// What the making of one state took.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Report {
    /// Files read as Markdown anew.
    pub parsed: usize,
    /// Pages rendered so far.
    pub rendered: usize,
    /// Pages of the site.
    pub pages: usize,
    /// From the first look at the changed files to the finished state.
    pub took: Duration,
}

/// One immutable state of the whole site.
///
/// Pages are rendered when first asked for and kept. A page that cannot be rendered, or whose sources cannot be read
/// at all, is no file: the server then goes on showing it as it was in the last state without errors.
pub trait Published: Send + Sync {
    /// Grows with each state.
    fn version(&self) -> u64;

    /// A file by its output path (`zh/chapters/pay/index.html`). None: not part of the site, or not renderable.
    fn file(&self, path: &str) -> Option<Arc<File>>;

    /// Whether a path is part of the site; renders nothing.
    fn contains(&self, path: &str) -> bool;

    /// All findings, sorted; those of templates come with the pages that were rendered.
    fn diagnostics(&self) -> Vec<Diagnostic>;

    /// Whether any finding is an error. Asked on the way of each page, so better known than looked for.
    fn has_errors(&self) -> bool {
        self.diagnostics().iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The texts that findings point into.
    fn sources(&self) -> &Sources;

    /// Paths of the sources shown on a page, the entry's own first.
    fn sources_of(&self, path: &str) -> Vec<String>;

    /// The languages, in the order of `site.toml`.
    fn tongues(&self) -> Vec<Tongue>;

    /// The site's own setting for opening a place in an editor.
    fn editor(&self) -> Option<String>;

    /// What this state took.
    fn report(&self) -> Report;
}

/// Which files may have changed since the engine last looked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Changed {
    /// Any of them: look at everything.
    All,
    /// These: written, made or gone. Paths of files, relative to the root, with `/`.
    Paths(BTreeSet<String>),
}

impl Changed {
    /// Nothing.
    pub fn none() -> Changed {
        Changed::Paths(BTreeSet::new())
    }

    /// Whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        matches!(self, Changed::Paths(paths) if paths.is_empty())
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Changed) -> Changed {
        match (self, other) {
            (Changed::Paths(mut paths), Changed::Paths(more)) => {
                paths.extend(more);
                Changed::Paths(paths)
            }
            _ => Changed::All,
        }
    }
}

/// Makes states of the site; kept by one thread.
pub trait Engine: Send {
    /// Reads what changed and gives the next state. None when nothing differs, or when `stop` was raised on the way:
    /// then the same changes are handed in again, with newer ones.
    fn refresh(&mut self, changed: &Changed, stop: &AtomicBool) -> Option<Arc<dyn Published>>;

    /// Makes what nobody has asked for yet, while nothing else is to do. Gives a state when that found something new.
    fn finish(&mut self, stop: &AtomicBool) -> Option<Arc<dyn Published>>;
}
