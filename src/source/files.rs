//! The outside world of files behind one trait: the disk, or a map in memory for tests and fuzzers.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

/// What a path is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A symbolic link; never followed.
    Symlink,
    /// A pipe, socket or device.
    Other,
}

/// One entry of a folder, at any depth.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileEntry {
    /// Relative to the root, with `/`. A name that is not UTF-8 is shown with replacement characters.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub len: u64,
    /// See [`Files::stamp`].
    pub stamp: u64,
    /// The name could not be read as UTF-8.
    pub odd_name: bool,
}

/// Why a file could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// There is none.
    Missing,
    /// It is larger than the limit that was given; its size in bytes.
    TooLarge(u64),
    /// It is not a regular file.
    NotAFile,
    /// What the system said.
    Io(String),
}

/// What stands at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathKind {
    /// A folder.
    Folder,
    /// Anything else.
    Entry(FileKind),
}

/// Reads files below a root. Paths are relative to it, with `/`, and never leave it.
pub trait Files: Send + Sync {
    /// All files, links and oddities below a folder, sorted by path; names that editors and systems leave behind
    /// are left out. A folder that cannot be read comes back as an error with its path.
    fn walk(&self, folder: &str) -> (Vec<FileEntry>, Vec<(String, String)>);

    /// What stands at a path; nothing when there is nothing.
    fn kind(&self, path: &str) -> Option<PathKind>;

    /// The bytes of a regular file of at most `limit` bytes.
    ///
    /// # Errors
    /// See [`ReadError`].
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// Differs when a file was written, as far as its time, size and place on the disk can tell without reading it:
    /// a reason to look, never a proof that nothing changed. None when there is nothing at the path.
    fn stamp(&self, path: &str) -> Option<u64>;
}

/// How many folders and files one user may watch, where the system has such a limit.
pub fn watch_limit() -> Option<u64> {
    std::fs::read_to_string("/proc/sys/fs/inotify/max_user_watches").ok()?.trim().parse().ok()
}

fn stamp_of(meta: &std::fs::Metadata) -> u64 {
    let time = meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    #[cfg(unix)]
    let place = {
        use std::os::unix::fs::MetadataExt;
        (meta.ino(), meta.ctime(), meta.ctime_nsec())
    };
    #[cfg(not(unix))]
    let place = ();
    super::digest(&(time, meta.len(), place)) as u64
}

/// Names that editors and systems leave behind: never content.
pub fn is_ignored_name(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.ends_with(".tmp")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || matches!(name, "4913" | "Thumbs.db" | "desktop.ini")
}

/// The real disk below a root.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

/// Folders deeper than this are not walked.
const DEPTH: usize = 32;

impl Disk {
    /// Reads below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Disk {
        Disk { root: root.into() }
    }

    /// The first part of a path that is a symbolic link: what lies behind it is not below the root.
    fn link_on_the_way(&self, folder: &str) -> Option<String> {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        let mut parts = ends.map(|end| &folder[..end]);
        let is_link = |part: &&str| {
            std::fs::symlink_metadata(self.root.join(part)).is_ok_and(|found| found.is_symlink())
        };
        parts.find(is_link).map(str::to_owned)
    }

    fn relative(&self, path: &Path) -> (String, bool) {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        let odd = path.to_str().is_none();
        (path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"), odd)
    }
}

impl Files for Disk {
    fn walk(&self, folder: &str) -> (Vec<FileEntry>, Vec<(String, String)>) {
        let start = self.root.join(folder);
        let (mut entries, mut errors) = (Vec::new(), Vec::new());
        if let Some(link) = self.link_on_the_way(folder) {
            entries.push(FileEntry {
                path: link,
                kind: FileKind::Symlink,
                len: 0,
                stamp: 0,
                odd_name: false,
            });
            return (entries, errors);
        }
        if !start.exists() {
            return (entries, errors);
        }
        let walk = walkdir::WalkDir::new(&start).follow_links(false).max_depth(DEPTH).sort_by_file_name();
        let walk = walk
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !e.file_name().to_str().is_some_and(is_ignored_name));
        for item in walk {
            match item {
                Ok(entry) if entry.file_type().is_dir() => {
                    if entry.depth() == DEPTH {
                        errors.push((self.relative(entry.path()).0, format!("it lies {DEPTH} folders deep")));
                    }
                }
                Ok(entry) => {
                    let kind = match entry.file_type() {
                        t if t.is_file() => FileKind::File,
                        t if t.is_symlink() => FileKind::Symlink,
                        _ => FileKind::Other,
                    };
                    let (path, odd_name) = self.relative(entry.path());
                    let meta = entry.metadata();
                    let (len, stamp) = meta.map_or((0, 0), |meta| (meta.len(), stamp_of(&meta)));
                    entries.push(FileEntry { path, kind, len, stamp, odd_name });
                }
                Err(error) => {
                    let path = error.path().map_or(String::new(), |p| self.relative(p).0);
                    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    errors.push((path, why));
                }
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        (entries, errors)
    }

    fn kind(&self, path: &str) -> Option<PathKind> {
        let kind = std::fs::symlink_metadata(self.root.join(path)).ok()?.file_type();
        Some(match kind {
            kind if kind.is_dir() => PathKind::Folder,
            kind if kind.is_file() => PathKind::Entry(FileKind::File),
            kind if kind.is_symlink() => PathKind::Entry(FileKind::Symlink),
            _ => PathKind::Entry(FileKind::Other),
        })
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let io = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => ReadError::Missing,
            _ => ReadError::Io(error.to_string()),
        };
        let full = self.root.join(path);
        let meta = std::fs::symlink_metadata(&full).map_err(io)?;
        if !meta.is_file() {
            return Err(ReadError::NotAFile);
        }
        if meta.len() > limit {
            return Err(ReadError::TooLarge(meta.len()));
        }
        let file = std::fs::File::open(&full).map_err(io)?;
        // The file may grow between the two calls: the bound holds all the same.
        let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
        file.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
        if bytes.len() as u64 > limit { Err(ReadError::TooLarge(bytes.len() as u64)) } else { Ok(bytes) }
    }

    fn stamp(&self, path: &str) -> Option<u64> {
        std::fs::symlink_metadata(self.root.join(path)).ok().map(|meta| stamp_of(&meta))
    }
}

/// Files in memory; the same rules as on disk. Clones share their files.
#[derive(Clone, Default, Debug)]
pub struct Memory {
    files: Arc<RwLock<BTreeMap<String, Arc<[u8]>>>>,
}

impl Memory {
    /// No files.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Writes a file.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let mut files = self.files.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.insert(path.to_owned(), bytes.as_ref().into());
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        let mut files = self.files.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.remove(path);
    }

    fn with<T>(&self, f: impl FnOnce(&BTreeMap<String, Arc<[u8]>>) -> T) -> T {
        f(&self.files.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Files for Memory {
    fn walk(&self, folder: &str) -> (Vec<FileEntry>, Vec<(String, String)>) {
        let prefix = format!("{folder}/");
        let entries = self.with(|files| {
            let below = files.iter().filter(|(path, _)| folder.is_empty() || path.starts_with(&prefix));
            let kept = below.filter(|(path, _)| !path.split('/').any(is_ignored_name));
            kept.map(|(path, bytes)| FileEntry {
                path: path.clone(),
                kind: FileKind::File,
                len: bytes.len() as u64,
                stamp: super::digest(bytes) as u64,
                odd_name: false,
            })
            .collect()
        });
        (entries, Vec::new())
    }

    fn kind(&self, path: &str) -> Option<PathKind> {
        let prefix = format!("{path}/");
        self.with(|files| {
            if files.contains_key(path) {
                return Some(PathKind::Entry(FileKind::File));
            }
            files.keys().any(|known| known.starts_with(&prefix)).then_some(PathKind::Folder)
        })
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.with(|files| files.get(path).cloned()).ok_or(ReadError::Missing)?;
        if bytes.len() as u64 > limit {
            Err(ReadError::TooLarge(bytes.len() as u64))
        } else {
            Ok(bytes.to_vec())
        }
    }

    fn stamp(&self, path: &str) -> Option<u64> {
        self.with(|files| files.get(path).map(|bytes| super::digest(bytes) as u64))
    }
}
