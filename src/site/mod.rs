//! The pipeline, and the only mutable state: sources as they were last read, and results kept by their inputs.
//!
//! [`Site::refresh`] reads what changed and gives a [`Snapshot`], an immutable state of the whole site from which any
//! file can be made. `build` makes all of them and hands them to an [`Output`]; `serve` makes those that are asked for.

mod cache;
mod inventory;
mod memo;
mod output;
mod pages;
mod paths;
mod policy;
mod publish;
mod rows;
mod search_files;
mod snapshot;
mod stage;
mod under_way;

pub use cache::{CACHE, Cache, List};
pub use memo::Memo;
pub use output::{Changes, Output, OutputError};
pub use pages::Made;
pub use paths::{Changed, SITE_TOML};
pub use publish::{Published, Target, publish};
pub use snapshot::{File, Snapshot};
pub use stage::{Enter, Stage};
pub use under_way::{Making, UnderWay};

use crate::catalog::{Catalog, Ingredients};
use crate::config::{self, Config};
use crate::content::markdown::Highlighter;
use crate::content::{self, Bibliography, Parsed};
use crate::diagnostic::{Checked, Code, Diagnostic, Findings, Place};
use crate::render::{Edition, EntryFile, Features};
use crate::search::Lexicon;
use crate::source::{Digest, Files, Source, Sources, digest};
use crate::theme::{Layer, Theme, Tongue};
use inventory::{FoundDocument, Inventory};
use policy::Policy;
use rows::Rows;
use snapshot::Shelf;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What a run was asked for beside what `site.toml` says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Another address to publish under, already normalised.
    pub base_url: Option<String>,
    /// Build drafts, too.
    pub drafts: bool,
    /// Every warning is an error.
    pub strict: bool,
    /// Raw HTML is text, whatever `site.toml` says.
    pub untrusted: bool,
    /// The site stands at `/` of its host, whatever path `base_url` has.
    pub at_root: bool,
}

/// A site being worked on.
pub struct Site {
    options: Options,
    inventory: Inventory,
    sources: Arc<Sources>,
    configs: Memo<Checked<Arc<Config>>>,
    bibliographies: Memo<Checked<Arc<Bibliography>>>,
    documents: Rows<Parsed>,
    themes: Memo<Checked<Arc<Theme>>>,
    /// The last one: parts of it are taken over.
    catalog: Option<Arc<Catalog>>,
    /// Parsed texts of the last run.
    earlier: List,
    highlighter: Arc<Highlighter>,
    lexicon: Arc<Lexicon>,
    shelf: Arc<Shelf>,
    version: u64,
    /// Something was read that no snapshot shows yet.
    is_dirty: bool,
    enter: Option<Arc<Enter>>,
}

/// Names of the lists of parsed texts, and of the paths in the order of their ids.
const TEXTS: &str = "texts";
const PATHS: &str = "paths";

/// Published files by path.
type Bytes = Arc<BTreeMap<String, Arc<[u8]>>>;

/// What one refresh did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Work {
    /// Documents parsed.
    pub parsed: usize,
    /// Documents whose links were resolved.
    pub linked: usize,
}

impl Site {
    /// A site whose files are yet to be read.
    pub fn new(files: Arc<dyn Files>, options: Options) -> Site {
        Site::with_tools(files, options, Arc::new(Highlighter::new()), Arc::new(Lexicon::new()))
    }

    /// Another site whose files are yet to be read. It shares with this one only what no file decides: the grammars
    /// and the words of the search, which take longer to make than a small site.
    pub fn beside(&self, files: Arc<dyn Files>, options: Options) -> Site {
        Site::with_tools(files, options, self.highlighter.clone(), self.lexicon.clone())
    }

    fn with_tools(
        files: Arc<dyn Files>,
        options: Options,
        highlighter: Arc<Highlighter>,
        lexicon: Arc<Lexicon>,
    ) -> Site {
        Site {
            options,
            inventory: Inventory::new(files),
            sources: Arc::default(),
            configs: Memo::default(),
            bibliographies: Memo::default(),
            documents: Rows::default(),
            themes: Memo::default(),
            catalog: None,
            earlier: List::default(),
            highlighter,
            lexicon,
            shelf: Arc::default(),
            version: 0,
            is_dirty: true,
            enter: None,
        }
    }

    /// Takes over the parsed texts that the last run kept, as far as they are what they were. Before the first refresh.
    pub fn recall(&mut self, cache: &Cache) {
        let paths: Vec<String> = cache.load(PATHS).get(0).unwrap_or_default();
        let sources = Arc::make_mut(&mut self.sources);
        // What was kept names texts by their ids: each path gets its own again, or none of it is used.
        for path in &paths {
            sources.id(path);
        }
        self.earlier = cache.load(TEXTS);
    }

    /// Keeps the parsed texts for the next run; the rest is kept by [`publish`].
    pub fn keep(&self, cache: &Cache) {
        let paths = self.sources.paths();
        // Ids of files that are gone cost little, but not for ever.
        if paths.len() > 2 * self.sources.count() {
            return cache.forget(PATHS);
        }
        cache.store(PATHS, &List::default(), std::iter::once((0, &paths)));
        let keys = self.documents.keys().iter().copied();
        cache.store(TEXTS, &self.earlier, keys.zip(self.documents.values()));
    }

    /// Tells when a refresh enters a stage.
    pub fn keep_time(&mut self, enter: Arc<Enter>) {
        self.enter = Some(enter);
    }

    /// The pages that are being made, in whatever state of the site.
    pub fn under_way(&self) -> Arc<UnderWay> {
        self.shelf.under_way.clone()
    }

    fn enter(&self, stage: Stage) {
        if let Some(enter) = &self.enter {
            enter(stage);
        }
    }

    /// Reads what changed and gives the site as it is now. Equal files give an equal snapshot, whatever came before.
    pub fn refresh(&mut self, changed: &Changed) -> Arc<Snapshot> {
        self.is_dirty = true;
        let never = AtomicBool::new(false);
        self.next(changed, &never).unwrap_or_else(|| unreachable!("it is dirty and nobody stops it"))
    }

    /// The same for somebody who keeps the last snapshot: none when nothing differs from it. None as well when `stop`
    /// is raised on the way; what was read by then is in the next snapshot.
    pub fn next(&mut self, changed: &Changed, stop: &AtomicBool) -> Option<Arc<Snapshot>> {
        let mut diagnostics = Vec::new();
        self.enter(Stage::Read);
        let config = self.read(changed, &mut diagnostics);
        self.enter(Stage::Parse);
        if !self.is_dirty || stop.load(Ordering::Relaxed) {
            return None;
        }
        let parsed = self.parse(&config, stop)?;
        let bibliography = self.bibliography(&config, &mut diagnostics);
        let theme = self.theme(&config, &mut diagnostics);
        let files = self.inventory.entry_files();
        self.enter(Stage::Link);
        let catalog = self.catalog(&config, bibliography);
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        page_limit(&catalog, &mut diagnostics);
        let search = theme.assets().any(|asset| &*asset.name == "search.js");
        let features = Features { print: prints(&config, self.inventory.documents()), search };
        let bytes = shown(self.inventory.bytes(), &files, &catalog);
        let work = Work { parsed, linked: catalog.linked };
        let edition = Edition::new(catalog, theme, files, features, self.lexicon.clone());
        self.configs.sweep();
        self.bibliographies.sweep();
        self.themes.sweep();
        self.version += 1;
        self.is_dirty = false;
        let texts = self.documents.values().iter().map(|parsed| parsed.findings.clone());
        let found = Found {
            others: diagnostics,
            texts: texts.filter(|found| !found.is_empty()).collect(),
            policy: Policy::new(self.options.strict, config),
        };
        let sources = self.sources.clone();
        let shelf = self.shelf.clone();
        Some(Arc::new(Snapshot::new(self.version, edition, sources, bytes, found, work, shelf)))
    }

    /// Reads what changed; the site is dirty when it differs from what was read before.
    fn read(&mut self, changed: &Changed, diagnostics: &mut Vec<Diagnostic>) -> Arc<Config> {
        let before = self.inventory.revision();
        let sources = Arc::make_mut(&mut self.sources);
        let (options, configs) = (&self.options, &self.configs);
        let understand = |source: &Source| {
            let adapted = || config::read(source).map(|config| Arc::new(options.adapt(config)));
            configs.get(source.hash, adapted)
        };
        let config = self.inventory.config(changed, sources, &understand, diagnostics);
        self.inventory.read(changed, &config, Arc::make_mut(&mut self.sources));
        diagnostics.extend(self.inventory.diagnostics());
        self.is_dirty |= self.inventory.revision() != before;
        config
    }

    /// Parses the documents that differ, and says how many these were.
    fn parse(&mut self, config: &Config, stop: &AtomicBool) -> Option<usize> {
        let untrusted = self.options.untrusted;
        let settings = content::settings_hash(config, untrusted);
        let (found, highlighter) = (self.inventory.documents(), &self.highlighter);
        // A parsed text names its source by its id.
        let key = |found: &FoundDocument| digest(&(found.hash, found.source.id, settings));
        let keys = found.iter().map(key).collect();
        let (earlier, parsed) = (&self.earlier, AtomicUsize::new(0));
        self.documents.update(keys, stop, |at| {
            let found = &found[at];
            if let Some(parsed) = earlier.get(key(found)) {
                return parsed;
            }
            parsed.fetch_add(1, Ordering::Relaxed);
            let (entry, locale) = (found.key.clone(), found.locale.clone());
            content::parse(&found.source, entry, locale, config, untrusted, highlighter).into()
        })?;
        Some(parsed.into_inner())
    }

    fn bibliography(&self, config: &Arc<Config>, diagnostics: &mut Vec<Diagnostic>) -> Arc<Bibliography> {
        let source = self.inventory.bibliography();
        let key = digest(&(source.map(|source| source.hash), content::settings_hash(config, false)));
        let read = || match source {
            Some(source) => content::bibliography::read(source, config).map(Arc::new),
            None => Checked::clean(Arc::default()),
        };
        let checked = self.bibliographies.get(key, read);
        diagnostics.extend(checked.diagnostics.iter().cloned());
        checked.value.clone()
    }

    fn theme(&self, config: &Arc<Config>, diagnostics: &mut Vec<Diagnostic>) -> Arc<Theme> {
        let (layers, hash): (Vec<Layer>, Digest) = self.inventory.layers();
        let tongues: Vec<Tongue> = config
            .languages
            .iter()
            .map(|language| Tongue { locale: language.locale.clone(), tag: language.tag.as_str().into() })
            .collect();
        let tags: Vec<_> = tongues.iter().map(|tongue| (&tongue.locale, &tongue.tag)).collect();
        let key = digest(&(hash, &config.theme.value, tags));
        let checked = self.themes.get(key, || Theme::load(&layers, &tongues).map(Arc::new));
        diagnostics.extend(checked.diagnostics.iter().cloned());
        let name = &config.theme.value;
        if name != crate::theme::DEFAULT && !layers.iter().any(|layer| *layer.name == **name) {
            let message = format!("there is no theme `{name}` in themes/");
            let finding = Diagnostic::new(Code::UNKNOWN_THEME, config.theme.span, message);
            diagnostics
                .push(finding.help(format!("make the folder themes/{name}, or write theme = \"default\"")));
        }
        checked.value.clone()
    }

    fn catalog(&mut self, config: &Arc<Config>, bibliography: Arc<Bibliography>) -> Arc<Catalog> {
        let ingredients = Ingredients {
            config: config.clone(),
            documents: self.documents.values(),
            bibliography,
            assets: self.inventory.assets(),
            unread: self.inventory.unread(),
            drafts: self.options.drafts,
        };
        let catalog = Arc::new(Catalog::build(&ingredients, self.catalog.as_deref()));
        self.catalog = Some(catalog.clone());
        catalog
    }
}

impl Options {
    /// The configuration as this run was asked for.
    fn adapt(&self, mut config: Config) -> Config {
        if let Some(url) = &self.base_url {
            config.base_url.clone_from(url);
        }
        if self.at_root {
            let length = config.base_url.len() - config.base_path().len();
            config.base_url.truncate(length);
            config.base_url.push('/');
        }
        config
    }
}

/// The files of entries that have a page; those of drafts wait with them.
fn shown(bytes: Bytes, files: &BTreeMap<String, EntryFile>, catalog: &Catalog) -> Bytes {
    if catalog.drafts.is_empty() {
        return bytes;
    }
    let is_hidden = |path: &&String| {
        let slug = path.split('/').nth(2).unwrap_or("");
        catalog.names.by_slug(slug).is_none()
    };
    let mut shown = (*bytes).clone();
    for path in files.keys().filter(is_hidden) {
        shown.remove(&files[path].published);
    }
    Arc::new(shown)
}

/// The whole book on one page: as `site.toml` says, else up to 2 MB of Markdown a language.
fn prints(config: &Config, documents: &[FoundDocument]) -> bool {
    const MOST: usize = 2_000_000;
    let largest = config.languages.iter().map(|language| {
        let own = documents.iter().filter(|document| document.locale == language.locale);
        own.map(|document| document.bytes).sum::<usize>()
    });
    config.output.print.unwrap_or_else(|| largest.max().unwrap_or(0) <= MOST)
}

fn page_limit(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let pages = catalog.pages().count() as u64;
    let limit = catalog.config.limits.pages;
    if pages > limit {
        let message = format!("the site has {pages} pages; the limit is {limit}");
        let place = Place::File(SITE_TOML.into());
        let finding = Diagnostic::new(Code::TOO_MANY_PAGES, place, message);
        diagnostics.push(finding.help("raise `pages` in `[limits]` of site.toml"));
    }
}

/// What was noticed while reading and linking, apart from what the catalogue has.
#[derive(Debug)]
struct Found {
    others: Vec<Diagnostic>,
    /// By document, where there are any.
    texts: Vec<Findings>,
    policy: Policy,
}

impl Found {
    /// All of it and the catalogue's, weighed and sorted.
    fn all(&self, catalog: &Catalog, sources: &Sources) -> Vec<Diagnostic> {
        let texts = self.texts.iter().flat_map(|found| found.iter());
        let all = self.others.iter().chain(texts).chain(catalog.findings());
        self.policy.apply(all.cloned().collect(), sources)
    }
}
