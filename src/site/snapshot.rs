//! One immutable state of the whole site, from which any file can be made.

use super::search_files::{KeptTerms, SearchFiles};
use super::under_way::{Making, UnderWay};
use super::{Found, SITE_TOML, Work};
use crate::catalog::{Page, PageKind, output_path};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::render::view::PageView;
use crate::render::{Artifact, Edition};
use crate::source::{Digest, Sources, digest};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
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
    /// A file of these bytes.
    pub fn new(bytes: Vec<u8>) -> Arc<File> {
        let hash = digest(&bytes[..]);
        Arc::new(File { bytes, hash })
    }
}

/// Pages that were rendered, kept from snapshot to snapshot as long as their views stay equal.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pages: Mutex<BTreeMap<String, (Digest, Arc<File>)>>,
    terms: KeptTerms,
    pub(super) under_way: Arc<UnderWay>,
}

/// A value that is made when it is first asked for, with all the machine's threads. It is made outside any lock: a
/// thread that waits for others in the middle of it may be given work that asks for the same value. Two that ask at
/// once may both make it, and get equal values.
#[derive(Debug)]
struct Once<T>(OnceLock<T>);

impl<T> Default for Once<T> {
    fn default() -> Once<T> {
        Once(OnceLock::new())
    }
}

impl<T> Once<T> {
    fn get_or_make(&self, make: impl FnOnce() -> T) -> &T {
        if let Some(value) = self.0.get() {
            return value;
        }
        let value = make();
        self.0.get_or_init(|| value)
    }
}

/// Files made of the whole catalogue, by path, and what making them found.
type Others = (BTreeMap<String, Arc<File>>, Vec<Diagnostic>);

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
    found: Found,
    /// Weighed and sorted when they are first asked for.
    diagnostics: OnceLock<Vec<Diagnostic>>,
    shelf: Arc<Shelf>,
    others: Once<Others>,
    searches: Vec<Once<SearchFiles>>,
    rendered: AtomicUsize,
}

impl Snapshot {
    pub(super) fn new(
        version: u64,
        edition: Edition,
        sources: Arc<Sources>,
        bytes: Arc<BTreeMap<String, Arc<[u8]>>>,
        found: Found,
        work: Work,
        shelf: Arc<Shelf>,
    ) -> Snapshot {
        let searches = edition.catalog.config.languages.iter().map(|_| Once::default()).collect();
        Snapshot {
            version,
            edition,
            sources,
            work,
            bytes,
            found,
            diagnostics: OnceLock::new(),
            shelf,
            others: Once::default(),
            searches,
            rendered: AtomicUsize::new(0),
        }
    }

    /// How many pages were rendered for this state; the others were on the shelf, or nobody asked for them.
    pub fn rendered(&self) -> usize {
        self.rendered.load(Ordering::Relaxed)
    }

    /// How many pages' words the search has read since the site was opened, and of how many it keeps them.
    pub fn words_read(&self) -> (usize, usize) {
        self.shelf.terms.counts()
    }

    /// The sources shown on the page at a path of the output, the entry's own in the page's language first.
    pub fn sources_of(&self, path: &str) -> Vec<String> {
        let catalog = &self.edition.catalog;
        let Some(page) = self.page_at(path) else { return Vec::new() };
        let entries = match page.kind {
            PageKind::Entry(entry) | PageKind::Parallel(entry) => vec![entry],
            PageKind::Home => catalog.home.into_iter().collect(),
            PageKind::Move(at) => vec![catalog.moves[at.0 as usize].from, catalog.moves[at.0 as usize].to],
            PageKind::ComparePair(a, b) => vec![a, b],
            _ => Vec::new(),
        };
        let sources = entries.into_iter().flat_map(|ix| {
            let entry = catalog.entry(ix);
            let own = entry.document(page.language).0;
            let others = entry.documents.iter().flatten().filter(move |document| !Arc::ptr_eq(document, own));
            std::iter::once(own).chain(others).map(|document| document.path.to_string())
        });
        sources.collect()
    }

    /// What was found while reading and linking, weighed and sorted. Rendering may find more.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.get_or_init(|| self.found.all(&self.edition.catalog, &self.sources))
    }

    /// Findings weighed as this site weighs them, with those of reading and linking.
    pub fn with_findings(&self, more: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut all = self.diagnostics().to_vec();
        if more.is_empty() {
            return all;
        }
        // What was seen in a template as it was loaded fails again when a page is rendered.
        let told = |finding: &Diagnostic| {
            self.diagnostics().iter().any(|f| f.code == finding.code && f.place.begins_as(&finding.place))
        };
        let more = more.into_iter().filter(|finding| !told(finding)).collect();
        all.extend(self.found.policy.apply(more, &self.sources));
        crate::diagnostic::sort(&mut all, &self.sources);
        all
    }

    /// Findings of rendering, as `build` tells them, with those of reading and linking.
    pub fn with_rendering(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        self.with_findings(super::publish::once_a_place(findings))
    }

    /// `site.toml`.
    pub fn config(&self) -> &Config {
        &self.edition.catalog.config
    }

    /// The path of a page in the output.
    pub fn path(&self, page: Page) -> String {
        output_path(&self.edition.catalog.address(page))
    }

    /// Renders a page.
    ///
    /// # Errors
    /// What its template could not do, or that it is larger than the limit.
    pub(super) fn render(&self, page: Page, view: &PageView) -> Result<Artifact, Box<Diagnostic>> {
        let make = || self.edition.render(page, view);
        // The whole book on one page may take its time.
        let artifact = if page.kind == PageKind::Print {
            make()?
        } else {
            let address = format!("/{}", self.edition.catalog.address(page));
            let making = Making { address, limit: self.config().limits.page_seconds };
            self.shelf.under_way.during(making, make)?
        };
        self.within_limit(page, &artifact.path, artifact.bytes.len() as u64)?;
        Ok(artifact)
    }

    pub(super) fn within_limit(&self, page: Page, path: &str, size: u64) -> Result<(), Box<Diagnostic>> {
        let limit = self.config().limits.output_bytes;
        if size <= limit || page.kind == PageKind::Print {
            return Ok(());
        }
        let address = self.edition.catalog.address(page);
        let message = format!("the page /{address} has {size} bytes; the limit is {limit}");
        // What can be made shorter: the text that it shows, else the limit that it passes.
        let place = self.sources_of(path).into_iter().next().unwrap_or_else(|| SITE_TOML.to_owned());
        let finding = Diagnostic::new(Code::PAGE_TOO_LARGE, Place::File(place.as_str().into()), message);
        let help = "split its source, or raise `output_bytes` in `[limits]` of site.toml";
        Err(Box::new(finding.help(help)))
    }

    /// Renders a page, or takes it from the shelf when its view is what it was.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn page(&self, page: Page) -> Result<Arc<File>, Box<Diagnostic>> {
        let view = self.edition.view(page);
        let key = self.edition.key(page, &view);
        let path = self.path(page);
        let kept = {
            let pages = self.shelf.pages.lock().unwrap_or_else(PoisonError::into_inner);
            pages.get(&path).filter(|(kept, _)| *kept == key).map(|(_, file)| file.clone())
        };
        if let Some(file) = kept {
            self.within_limit(page, &path, file.bytes.len() as u64)?;
            return Ok(file);
        }
        let file = File::new(self.render(page, &view)?.bytes);
        self.rendered.fetch_add(1, Ordering::Relaxed);
        let mut pages = self.shelf.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(path, (key, file.clone()));
        Ok(file)
    }

    /// Forgets pages of addresses that the site no longer has.
    pub fn sweep(&self) {
        let mut pages = self.shelf.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() > self.edition.pages().count() {
            let here: BTreeSet<String> = self.edition.pages().map(|page| self.path(page)).collect();
            pages.retain(|path, _| here.contains(path));
        }
    }

    /// How many pages are kept, whether the site has them still or not.
    pub fn kept_pages(&self) -> usize {
        self.shelf.pages.lock().unwrap_or_else(PoisonError::into_inner).len()
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
        if let Some(file) = self.others().0.get(path) {
            return Some(file.clone());
        }
        let languages = self.edition.catalog.config.languages.iter();
        let language = languages.enumerate().find(|(_, l)| SearchFiles::may_hold(path, l.locale.as_str()))?.0;
        self.search(language).get(path).map(|bytes| File::new(bytes.to_vec()))
    }

    fn others(&self) -> &Others {
        self.others.get_or_make(|| {
            let (files, findings) = self.made_of_all();
            (files.into_iter().map(|artifact| (artifact.path, File::new(artifact.bytes))).collect(), findings)
        })
    }

    /// What making the files that are no pages finds.
    pub fn other_findings(&self) -> &[Diagnostic] {
        &self.others().1
    }

    /// Files that are made of the whole catalogue: data, sitemap, redirects.
    fn made_of_all(&self) -> (Vec<Artifact>, Vec<Diagnostic>) {
        let mut files = self.edition.plain_files();
        files.extend(self.edition.data_files());
        let mut findings = Vec::new();
        for redirect in self.edition.redirects() {
            match redirect {
                Ok(file) => files.push(file),
                Err(finding) => findings.push(*finding),
            }
        }
        (files, findings)
    }

    /// The search of a language.
    pub fn search(&self, language: usize) -> &SearchFiles {
        self.searches[language].get_or_make(|| SearchFiles::make(&self.edition, language, &self.shelf.terms))
    }

    /// Every file that is no page: theme assets, entries' files, data, sitemap, redirects. Search is apart.
    pub(super) fn plain_artifacts(&self) -> (Vec<Artifact>, Vec<Diagnostic>) {
        let mut files = Vec::new();
        for asset in self.edition.theme.assets() {
            files.push(Artifact { path: asset.published.to_string(), bytes: asset.bytes.to_vec() });
        }
        for (path, bytes) in self.bytes.iter() {
            files.push(Artifact { path: path.clone(), bytes: bytes.to_vec() });
        }
        let (made, findings) = self.made_of_all();
        files.extend(made);
        (files, findings)
    }
}
