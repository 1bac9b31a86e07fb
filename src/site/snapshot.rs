//! One immutable state of the whole site, from which any file can be made.

use super::search_files::{SearchFiles, SearchMemo};
use super::{Policy, Work};
use crate::catalog::{Page, PageKind, output_path};
use crate::diagnostic::Diagnostic;
use crate::render::{Artifact, Edition};
use crate::source::{Digest, Sources, digest};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A file of the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Hash of the bytes.
    pub hash: Digest,
}

impl File {
    fn new(bytes: Vec<u8>) -> Arc<File> {
        let hash = digest(&bytes[..]);
        Arc::new(File { bytes, hash })
    }
}

/// Pages that were rendered, kept from snapshot to snapshot as long as their views stay equal.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pages: Mutex<BTreeMap<String, (Digest, Arc<File>)>>,
    terms: SearchMemo,
}

/// A state of the site.
pub struct Snapshot {
    /// Counts the states of one [`Site`](super::Site).
    pub version: u64,
    /// Everything that rendering reads.
    pub edition: Edition,
    /// The texts that findings point into.
    pub sources: Arc<Sources>,
    /// What making it took.
    pub work: Work,
    bytes: Arc<BTreeMap<String, Arc<[u8]>>>,
    policy: Policy,
    found: Vec<Diagnostic>,
    shelf: Arc<Shelf>,
    others: OnceLock<BTreeMap<String, Arc<File>>>,
    searches: Vec<OnceLock<SearchFiles>>,
}

impl Snapshot {
    #[allow(clippy::too_many_arguments)] // the one place where a snapshot is put together
    pub(super) fn new(
        version: u64,
        edition: Edition,
        sources: Arc<Sources>,
        bytes: Arc<BTreeMap<String, Arc<[u8]>>>,
        policy: Policy,
        found: Vec<Diagnostic>,
        work: Work,
        shelf: Arc<Shelf>,
    ) -> Snapshot {
        let searches = edition.catalog.config.languages.iter().map(|_| OnceLock::new()).collect();
        let others = OnceLock::new();
        let found = policy.apply(found, &sources);
        Snapshot { version, edition, sources, work, bytes, policy, found, shelf, others, searches }
    }

    /// What was found while reading and linking, weighed and sorted. Rendering may find more.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Findings weighed as this site weighs them, with those of reading and linking.
    pub fn with_findings(&self, more: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut all = self.found.clone();
        all.extend(self.policy.apply(more, &self.sources));
        crate::diagnostic::sort(&mut all, &self.sources);
        all
    }

    /// Renders a page, or takes it from the shelf when its view is what it was.
    ///
    /// # Errors
    /// What its template could not do.
    pub fn page(&self, page: Page) -> Result<Arc<File>, Box<Diagnostic>> {
        let view = self.edition.view(page);
        let key = self.edition.key(page, &view);
        let path = output_path(&self.edition.catalog.address(page));
        {
            let pages = self.shelf.pages.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((kept, file)) = pages.get(&path)
                && *kept == key
            {
                return Ok(file.clone());
            }
        }
        let file = File::new(self.edition.render(page, &view)?.bytes);
        let mut pages = self.shelf.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(path, (key, file.clone()));
        Ok(file)
    }

    /// Whether the site has a file at a path of the output.
    pub fn contains(&self, path: &str) -> bool {
        self.page_at(path).is_some()
            || self.bytes.contains_key(path)
            || self.asset(path).is_some()
            || self.made(path).is_some()
    }

    /// A file by its path in the output; nothing when the site has none there, or when its template fails.
    pub fn file(&self, path: &str) -> Option<Result<Arc<File>, Box<Diagnostic>>> {
        if let Some(page) = self.page_at(path) {
            return Some(self.page(page));
        }
        if let Some(bytes) = self.bytes.get(path) {
            return Some(Ok(File::new(bytes.to_vec())));
        }
        self.asset(path).or_else(|| self.made(path)).map(Ok)
    }

    /// The page at a path of the output.
    pub fn page_at(&self, path: &str) -> Option<Page> {
        let features = self.edition.features;
        self.edition.catalog.page_at(path).filter(|page| match page.kind {
            PageKind::Print => features.print,
            PageKind::Search => features.search,
            _ => true,
        })
    }

    fn asset(&self, path: &str) -> Option<Arc<File>> {
        if !path.starts_with("assets/") {
            return None;
        }
        let asset = self.edition.theme.assets().find(|asset| *asset.published == *path)?;
        Some(File::new(asset.bytes.to_vec()))
    }

    /// Files that are made of the whole catalogue: when the first is asked for, all are made.
    fn made(&self, path: &str) -> Option<Arc<File>> {
        if let Some(file) = self.others().get(path) {
            return Some(file.clone());
        }
        let languages = self.edition.catalog.config.languages.iter();
        let language = languages.enumerate().find(|(_, l)| SearchFiles::may_hold(path, l.locale.as_str()))?.0;
        self.search(language).get(path).map(|bytes| File::new(bytes.to_vec()))
    }

    fn others(&self) -> &BTreeMap<String, Arc<File>> {
        self.others.get_or_init(|| {
            let redirects = self.edition.redirects().into_iter().filter_map(Result::ok);
            let made =
                self.edition.plain_files().into_iter().chain(self.edition.data_files()).chain(redirects);
            made.map(|artifact| (artifact.path, File::new(artifact.bytes))).collect()
        })
    }

    /// The search of a language.
    pub fn search(&self, language: usize) -> &SearchFiles {
        self.searches[language].get_or_init(|| SearchFiles::make(&self.edition, language, &self.shelf.terms))
    }

    /// Every file that is no page: theme assets, entries' files, data, sitemap, redirects. Search is apart.
    pub(super) fn plain_artifacts(&self) -> (Vec<Artifact>, Vec<Diagnostic>) {
        let (mut files, mut findings) = (Vec::new(), Vec::new());
        for asset in self.edition.theme.assets() {
            files.push(Artifact { path: asset.published.to_string(), bytes: asset.bytes.to_vec() });
        }
        for (path, bytes) in self.bytes.iter() {
            files.push(Artifact { path: path.clone(), bytes: bytes.to_vec() });
        }
        files.extend(self.edition.plain_files());
        files.extend(self.edition.data_files());
        for redirect in self.edition.redirects() {
            match redirect {
                Ok(file) => files.push(file),
                Err(finding) => findings.push(*finding),
            }
        }
        (files, findings)
    }
}
