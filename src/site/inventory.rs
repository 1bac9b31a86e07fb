//! Every file of the site as it was last read: configuration, content, theme.

use super::paths::{Changed, SITE_TOML, published, roots};
use crate::config::Config;
use crate::content::{CONTENT, ContentPath, EntryKey, read_path};
use crate::diagnostic::{Checked, Code, Diagnostic, Place};
use crate::locale::Locale;
use crate::render::EntryFile;
use crate::source::Digest;
use crate::source::{FileKind, Files, NotUtf8, ReadError, Source, Sources, Span, digest};
use crate::theme::{DEFAULT, Layer, ThemeContent, ThemeFile};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CONFIG_BYTES: u64 = 1 << 20;

/// A document's source with what its path says.
#[derive(Clone, Debug)]
pub(super) struct FoundDocument {
    pub source: Arc<Source>,
    /// The source's hash and length once more: read for all documents at each change, which is quick side by side.
    pub hash: Digest,
    pub bytes: usize,
    pub key: EntryKey,
    pub locale: Locale,
}

impl FoundDocument {
    fn new(source: &Arc<Source>, key: &EntryKey, locale: &Locale) -> FoundDocument {
        let (hash, bytes) = (source.hash, source.text.len());
        FoundDocument { source: source.clone(), hash, bytes, key: key.clone(), locale: locale.clone() }
    }
}

/// One file as it was last read.
#[derive(Clone, Debug)]
enum Held {
    /// With the entry and language that its path says, where it is a document.
    Text(Arc<Source>, Option<(EntryKey, Locale)>),
    Bytes(Arc<[u8]>, EntryFile),
}

impl Held {
    fn hash(&self) -> Digest {
        match self {
            Held::Text(source, _) => source.hash,
            Held::Bytes(_, file) => digest(&file.published),
        }
    }
}

pub(super) struct Inventory {
    files: Arc<dyn Files>,
    held: BTreeMap<String, Held>,
    /// Findings of single files, by path; those of folders under the folder's.
    problems: BTreeMap<String, Vec<Diagnostic>>,
    /// What paths and limits mean depends on the configuration: when that changes, everything is looked at again.
    settings: Digest,
    /// Counts the times that anything held or found changed.
    revision: u64,
    /// By path.
    documents: Vec<FoundDocument>,
    layers: Vec<Layer>,
    layers_hash: Digest,
    entry_files: Arc<BTreeMap<String, EntryFile>>,
    assets: Arc<BTreeSet<String>>,
    bytes: Arc<BTreeMap<String, Arc<[u8]>>>,
}

impl Inventory {
    pub fn new(files: Arc<dyn Files>) -> Inventory {
        Inventory {
            files,
            held: BTreeMap::new(),
            problems: BTreeMap::new(),
            settings: 0,
            revision: 0,
            documents: Vec::new(),
            layers: Vec::new(),
            layers_hash: 0,
            entry_files: Arc::default(),
            assets: Arc::default(),
            bytes: Arc::default(),
        }
    }

    /// Reads `site.toml` if it may have changed, and has it understood by `read`. Without a readable one, the defaults
    /// and an error.
    pub fn config(
        &mut self,
        changed: &Changed,
        sources: &mut Sources,
        read: &dyn Fn(&Source) -> Arc<Checked<Arc<Config>>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Arc<Config> {
        if changed.holds(SITE_TOML) || !self.held.contains_key(SITE_TOML) {
            let state = |this: &Inventory| {
                (this.held.get(SITE_TOML).map(Held::hash), this.problems.get(SITE_TOML).cloned())
            };
            let before = state(self);
            self.text(SITE_TOML, CONFIG_BYTES, sources);
            self.revision += u64::from(state(self) != before);
        }
        let source = match self.held.get(SITE_TOML) {
            Some(Held::Text(source, _)) => source.clone(),
            _ => {
                let id = sources.id(SITE_TOML);
                // An empty text is valid UTF-8.
                let empty = Source::new(id, SITE_TOML.into(), b"");
                diagnostics.extend(self.problems.get(SITE_TOML).into_iter().flatten().cloned());
                match empty {
                    Ok(source) => return read(&source).value.clone(),
                    Err(_) => unreachable!("no bytes are UTF-8"),
                }
            }
        };
        let checked = read(&source);
        diagnostics.extend(checked.diagnostics.iter().cloned());
        checked.value.clone()
    }

    /// Reads content and theme as far as they may have changed.
    pub fn read(&mut self, changed: &Changed, config: &Config, sources: &mut Sources) {
        let locales: Vec<&Locale> = config.languages.iter().map(|language| &language.locale).collect();
        let settings = digest(&(locales, &config.limits, &config.theme.value, config.default_language));
        let everything = *changed == Changed::All || settings != self.settings;
        self.settings = settings;
        let (mut differs, mut is_arranged) = (false, !everything);
        if everything {
            let before = self.whole();
            self.read_all(config, sources);
            differs = self.whole() != before;
        } else if let Changed::Paths(paths) = changed {
            for path in paths.iter().filter(|path| *path != SITE_TOML) {
                if self.read_below(path, config, sources) {
                    differs = true;
                    is_arranged &= self.replace_document(path);
                }
            }
        }
        self.revision += u64::from(differs);
        if !is_arranged {
            self.arrange(config);
        }
    }

    /// Puts a document that has another text now in the place of the old one; a path means the same entry and language
    /// as before. False when there is more to do.
    fn replace_document(&mut self, path: &str) -> bool {
        let place = self.documents.binary_search_by(|found| (*found.source.path).cmp(path));
        match (place, self.held.get(path)) {
            (Ok(at), Some(Held::Text(source, Some((key, locale))))) => {
                self.documents[at] = FoundDocument::new(source, key, locale);
                true
            }
            _ => false,
        }
    }

    /// Changes whenever anything held or found changes.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Everything held and found below the roots.
    fn whole(&self) -> Digest {
        let held = self.held.iter().map(|(path, held)| (path, held.hash()));
        digest(&(held.collect::<Vec<_>>(), &self.problems))
    }

    fn read_all(&mut self, config: &Config, sources: &mut Sources) {
        let is_below = |path: &String| path != SITE_TOML;
        self.forget(&is_below, sources);
        for folder in roots(config) {
            self.read_folder(&folder, config, sources);
        }
    }

    fn read_folder(&mut self, folder: &str, config: &Config, sources: &mut Sources) {
        let (entries, errors) = self.files.walk(folder);
        for (path, why) in errors {
            let message = format!("this folder cannot be read: {why}");
            let finding = Diagnostic::new(Code::UNREADABLE_FILE, Place::File(path.as_str().into()), message);
            let help = "give yourself the right to read it, or take it out of the site";
            self.problems.entry(path).or_default().push(finding.help(help));
        }
        for entry in entries {
            if entry.odd_name {
                let message = "the file's name is not UTF-8";
                self.problem(
                    &entry.path,
                    Code::BAD_FILE_NAME,
                    message,
                    "rename it with ASCII letters and digits",
                );
                continue;
            }
            self.read_entry(&entry.path, entry.kind, config, sources);
        }
    }

    /// A path that a watcher named: a file, or a folder that came or went. Says whether anything differs now.
    fn read_below(&mut self, path: &str, config: &Config, sources: &mut Sources) -> bool {
        if !roots(config).iter().any(|root| path == root || path.starts_with(&format!("{root}/"))) {
            return false;
        }
        let prefix = format!("{path}/");
        let below = |known: &String| known == path || known.starts_with(&prefix);
        let state = |this: &Inventory| -> (Vec<(String, Digest)>, Vec<Vec<Diagnostic>>) {
            let held = this.held.range(path.to_owned()..).take_while(|(known, _)| known.starts_with(path));
            let held = held.filter(|(known, _)| below(known));
            let problems = this.problems.iter().filter(|(known, _)| below(known));
            (
                held.map(|(known, held)| (known.clone(), held.hash())).collect(),
                problems.map(|(_, found)| found.clone()).collect(),
            )
        };
        let before = state(self);
        self.forget(&below, sources);
        let hidden = path.split('/').any(crate::source::is_ignored_name);
        if !hidden {
            self.read_entry_or_folder(path, config, sources);
        }
        state(self) != before
    }

    /// Forgets what was read at these paths, texts included: of a file that is no text only the beginning may be known.
    fn forget(&mut self, which: &dyn Fn(&String) -> bool, sources: &mut Sources) {
        for path in self.held.keys().chain(self.problems.keys()).filter(|path| which(path)) {
            sources.remove(path);
        }
        self.held.retain(|path, _| !which(path));
        self.problems.retain(|path, _| !which(path));
    }

    fn read_entry_or_folder(&mut self, path: &str, config: &Config, sources: &mut Sources) {
        match self.files.kind(path) {
            None => {}
            Some(crate::source::PathKind::Folder) => self.read_folder(path, config, sources),
            Some(crate::source::PathKind::Entry(kind)) => self.read_entry(path, kind, config, sources),
        }
    }

    fn read_entry(&mut self, path: &str, kind: FileKind, config: &Config, sources: &mut Sources) {
        match kind {
            FileKind::Symlink => {
                let message = "this is a symbolic link, which is not followed";
                return self.problem(path, Code::SYMBOLIC_LINK, message, "put the file itself here");
            }
            FileKind::Other => {
                let message = "this is a pipe, socket or device";
                return self.problem(path, Code::NOT_A_FILE, message, "content is made of regular files");
            }
            FileKind::File => {}
        }
        if let Some(below) = path.strip_prefix("themes/") {
            let asset = below.split('/').nth(1) == Some("assets");
            if asset {
                self.binary(path, config, None)
            } else {
                self.text(path, CONFIG_BYTES, sources)
            }
            return;
        }
        match read_path(path, config) {
            Err(finding) => self.problems.entry(path.to_owned()).or_default().push(finding),
            Ok(ContentPath::Asset(key)) => self.binary(path, config, Some(&key)),
            Ok(ContentPath::Bibliography) => self.text(path, config.limits.page_bytes, sources),
            Ok(ContentPath::Document(key, locale)) => {
                self.text(path, config.limits.page_bytes, sources);
                if let Some(Held::Text(_, document)) = self.held.get_mut(path) {
                    *document = Some((key, locale));
                }
            }
        }
    }

    fn problem(&mut self, path: &str, code: Code, message: impl Into<String>, help: &str) {
        let finding = Diagnostic::new(code, Place::File(path.into()), message).help(help);
        self.problems.entry(path.to_owned()).or_default().push(finding);
    }

    fn text(&mut self, path: &str, limit: u64, sources: &mut Sources) {
        self.held.remove(path);
        self.problems.remove(path);
        let Some(bytes) = self.bytes_or_problem(path, limit) else { return };
        let id = sources.id(path);
        match Source::new(id, path.into(), &bytes) {
            Ok(source) => {
                let source = Arc::new(source);
                sources.put(source.clone());
                self.held.insert(path.to_owned(), Held::Text(source, None));
            }
            Err(error) => self.not_utf8(path, &error, sources),
        }
    }

    /// The readable beginning becomes the source, so that the line can be shown.
    fn not_utf8(&mut self, path: &str, error: &NotUtf8, sources: &mut Sources) {
        let id = sources.id(path);
        let shown = format!("{}\u{fffd}", error.valid);
        if let Ok(source) = Source::new(id, path.into(), shown.as_bytes()) {
            sources.put(Arc::new(source));
        }
        let at = error.valid.replace("\r\n", "\n").len();
        let message = format!("the file is not UTF-8: here is the byte 0x{:02X}", error.byte);
        let help = match error.guess {
            Some(guess) => format!("save it as UTF-8 (it looks like {guess})"),
            None => "save it as UTF-8".to_owned(),
        };
        let finding = Diagnostic::new(Code::INVALID_UTF8, Span::new(id, at..at + 3), message).help(help);
        self.problems.entry(path.to_owned()).or_default().push(finding);
    }

    fn binary(&mut self, path: &str, config: &Config, key: Option<&EntryKey>) {
        let Some(bytes) = self.bytes_or_problem(path, config.limits.asset_bytes) else { return };
        let (file, findings) = match key {
            Some(_) => crate::content::asset::inspect(path, &bytes),
            None => (crate::content::asset::AssetInfo::default(), Vec::new()),
        };
        self.problems.entry(path.to_owned()).or_default().extend(findings);
        let published = published(path, &bytes);
        self.held
            .insert(path.to_owned(), Held::Bytes(bytes.into(), EntryFile { published, size: file.size }));
    }

    fn bytes_or_problem(&mut self, path: &str, limit: u64) -> Option<Vec<u8>> {
        match self.files.read(path, limit) {
            Ok(bytes) => return Some(bytes),
            Err(ReadError::Missing) if path != SITE_TOML => {}
            Err(ReadError::Missing) => {
                self.problem(path, Code::UNREADABLE_FILE, "there is no site.toml", "`bifold init` makes one");
            }
            Err(ReadError::TooLarge(size)) => {
                let message = format!("the file has {}; the limit is {}", bytes_of(size), bytes_of(limit));
                let help = "split it, or raise the limit in `[limits]` of site.toml";
                self.problem(path, Code::FILE_TOO_LARGE, message, help);
            }
            Err(ReadError::NotAFile) => {
                self.problem(
                    path,
                    Code::NOT_A_FILE,
                    "this is no regular file",
                    "content is made of regular files",
                );
            }
            Err(ReadError::Io(why)) => {
                let message = format!("this file cannot be read: {why}");
                let help = "give yourself the right to read it, or take it out of the site";
                self.problem(path, Code::UNREADABLE_FILE, message, help);
            }
        }
        None
    }

    /// Sorts what is held into what the pipeline asks for.
    fn arrange(&mut self, config: &Config) {
        self.documents.clear();
        let (mut files, mut bytes) = (BTreeMap::new(), BTreeMap::new());
        let mut layers: BTreeMap<String, Vec<ThemeFile>> = BTreeMap::new();
        let mut hash = Vec::new();
        for (path, held) in &self.held {
            if let Some(below) = path.strip_prefix("themes/") {
                let Some((name, inner)) = below.split_once('/') else { continue };
                let content = match held {
                    Held::Text(source, _) => ThemeContent::Text(source.clone()),
                    Held::Bytes(bytes, _) => ThemeContent::Bytes(bytes.clone()),
                };
                hash.push(match held {
                    Held::Text(source, _) => (path.clone(), source.hash),
                    Held::Bytes(bytes, _) => (path.clone(), digest(&**bytes)),
                });
                layers.entry(name.to_owned()).or_default().push(ThemeFile { path: inner.into(), content });
                continue;
            }
            match held {
                Held::Bytes(content, file) => {
                    files.insert(path.clone(), file.clone());
                    bytes.insert(file.published.clone(), content.clone());
                }
                Held::Text(source, Some((key, locale))) => {
                    self.documents.push(FoundDocument::new(source, key, locale));
                }
                Held::Text(_, None) => {}
            }
        }
        let strongest = [config.theme.value.as_str(), DEFAULT];
        self.layers = strongest
            .iter()
            .enumerate()
            .filter(|(at, name)| *at == 0 || **name != strongest[0])
            .filter_map(|(_, name)| layers.remove(*name).map(|files| Layer { name: (*name).into(), files }))
            .collect();
        self.layers_hash = digest(&hash);
        if !self.assets.iter().eq(files.keys()) {
            self.assets = Arc::new(files.keys().cloned().collect());
        }
        self.entry_files = Arc::new(files);
        self.bytes = Arc::new(bytes);
    }

    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        self.problems.iter().filter(|(path, _)| *path != SITE_TOML).flat_map(|(_, found)| found).cloned()
    }

    /// Slugs of entries of which a file is there and could not be read, as far as its name says.
    pub fn unread(&self) -> BTreeSet<String> {
        let lost = self.problems.keys().filter(|path| !self.held.contains_key(*path));
        let names = lost.filter(|path| path.starts_with(CONTENT)).filter_map(|path| path.rsplit('/').next());
        names.filter(|name| name.ends_with(".md")).filter_map(crate::content::intended_slug).collect()
    }

    pub fn documents(&self) -> &[FoundDocument] {
        &self.documents
    }

    pub fn bibliography(&self) -> Option<&Arc<Source>> {
        match self.held.get("content/sources.toml")? {
            Held::Text(source, _) => Some(source),
            Held::Bytes(..) => None,
        }
    }

    pub fn layers(&self) -> (Vec<Layer>, Digest) {
        (self.layers.clone(), self.layers_hash)
    }

    /// Paths of the entries' files.
    pub fn assets(&self) -> Arc<BTreeSet<String>> {
        self.assets.clone()
    }

    pub fn entry_files(&self) -> Arc<BTreeMap<String, EntryFile>> {
        self.entry_files.clone()
    }

    /// The entries' files by the path that they are published under.
    pub fn bytes(&self) -> Arc<BTreeMap<String, Arc<[u8]>>> {
        self.bytes.clone()
    }
}

/// A size as people say it.
fn bytes_of(size: u64) -> String {
    match size {
        0..10_240 => format!("{size} bytes"),
        10_240..1_048_576 => format!("{} KiB", size / 1024),
        _ => format!("{:.1} MiB", size as f64 / 1_048_576.0),
    }
}
