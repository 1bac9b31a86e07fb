//! The output folder: only what differs is written, only what an earlier build wrote is removed, and nothing of it
//! is touched before everything has been made.

use super::cache::CACHE;
use super::pages::Made;
use crate::source::{Digest, digest};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// In the output folder: which files are ours.
const MANIFEST: &str = ".bifold-manifest";
const MANIFEST_HEAD: &str = "bifold manifest 1";

/// Why an output folder cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OutputError {
    /// It is not ours: what it is, and what to do.
    NotOurs(String, String),
    /// The machine would not do it.
    Io(String),
}

/// A folder being published to.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    staging: PathBuf,
    old: BTreeMap<String, Entry>,
    /// The old files once more, by what they hold.
    twins: BTreeMap<Entry, String>,
    new: Mutex<BTreeMap<String, (Entry, bool)>>,
    failed: Mutex<Option<String>>,
    fresh: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Entry {
    hash: Digest,
    size: u64,
}

/// What a publish changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Files written: new or different.
    pub written: usize,
    /// Files that no source makes any more.
    pub removed: usize,
    /// Files left as they were.
    pub kept: usize,
}

impl Output {
    /// Looks at a folder before anything is written. `root` is the site's folder; `adopt` takes over a folder that
    /// holds other files, which stay.
    ///
    /// # Errors
    /// [`OutputError::NotOurs`] when writing there could harm what somebody else owns.
    pub fn open(folder: &Path, root: &Path, adopt: bool) -> Result<Output, OutputError> {
        let folder = absolute(folder)?;
        guard(&folder, root)?;
        let fresh = !folder.exists();
        let old = if fresh { BTreeMap::new() } else { read_manifest(&folder, adopt)? };
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let staging = folder.with_file_name(format!(".{name}.bifold-staging"));
        clear_staging(&staging)?;
        let twins = old.iter().map(|(path, entry)| (*entry, path.clone())).collect();
        let (new, failed) = (Mutex::default(), Mutex::default());
        Ok(Output { folder, staging, old, twins, new, failed, fresh })
    }

    /// Takes a finished file. Writes it beside the folder if it differs from what is there.
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let entry = Entry { hash: digest(bytes), size: bytes.len() as u64 };
        let differs = self.fresh || fs::read(self.folder.join(path)).ok().is_none_or(|old| old != bytes);
        if differs
            && !self.is_linked(path, entry, bytes)
            && let Err(error) = self.stage(path, bytes)
        {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert(error);
        }
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        new.insert(path.to_owned(), (entry, differs));
    }

    /// Keeps a file that is there as it was made before. False when it is not, or is another by now.
    pub fn keep(&self, path: &str, made: Made) -> bool {
        if self.fresh || !fs::read(self.folder.join(path)).is_ok_and(|bytes| digest(&bytes[..]) == made.hash)
        {
            return false;
        }
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        new.insert(path.to_owned(), (Entry { hash: made.hash, size: made.size }, false));
        true
    }

    /// Stages a file that is there under another path as one more name of it. Whole folders are named after what they
    /// hold, and move at each edit.
    fn is_linked(&self, path: &str, entry: Entry, bytes: &[u8]) -> bool {
        let Some(twin) = self.twins.get(&entry).map(|twin| self.folder.join(twin)) else { return false };
        let target = self.staging.join(path);
        // Where the disk has no such names, the file is written.
        let link = || {
            fs::hard_link(&twin, &target).or_else(|_| {
                fs::create_dir_all(target.parent().unwrap_or(&self.staging))?;
                fs::hard_link(&twin, &target)
            })
        };
        let is_file = fs::symlink_metadata(&twin).is_ok_and(|found| found.is_file());
        is_file && fs::read(&twin).is_ok_and(|old| old == bytes) && link().is_ok()
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let target = self.staging.join(path);
        let written = match fs::write(&target, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let parent = target.parent().unwrap_or(&self.staging);
                fs::create_dir_all(parent).and_then(|()| fs::write(&target, bytes))
            }
            other => other,
        };
        written.map_err(|error| format!("cannot write {}: {error}", target.display()))
    }

    /// Throws away what was taken; the folder stays as it was.
    pub fn abandon(self) {
        let _ = fs::remove_dir_all(&self.staging);
    }

    /// Moves everything into place, removes what an earlier build wrote and this one did not, writes the manifest.
    ///
    /// # Errors
    /// What the disk would not do.
    pub fn publish(self) -> Result<Changes, OutputError> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(error) = failed {
            let _ = fs::remove_dir_all(&self.staging);
            return Err(OutputError::Io(error));
        }
        let changes = self.move_into_place();
        let _ = fs::remove_dir_all(&self.staging);
        changes
            .map_err(|error| OutputError::Io(format!("cannot publish to {}: {error}", self.folder.display())))
    }

    fn move_into_place(&self) -> io::Result<Changes> {
        let new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changes = Changes::default();
        let manifest = manifest(&new);
        if self.fresh {
            fs::create_dir_all(&self.staging)?;
            fs::write(self.staging.join(MANIFEST), manifest)?;
            fs::rename(&self.staging, &self.folder)?;
            changes.written = new.len();
            return Ok(changes);
        }
        for (path, (_, differs)) in new.iter() {
            if !differs {
                changes.kept += 1;
                continue;
            }
            let target = self.folder.join(path);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::rename(self.staging.join(path), target)?;
            changes.written += 1;
        }
        for path in self.old.keys().filter(|path| !new.contains_key(*path)) {
            changes.removed += usize::from(self.remove(path)?);
        }
        let temporary = self.folder.join(format!("{MANIFEST}.new"));
        fs::write(&temporary, manifest)?;
        fs::rename(temporary, self.folder.join(MANIFEST))?;
        Ok(changes)
    }

    /// Removes a file that an earlier build wrote, and the folders that this leaves empty.
    fn remove(&self, path: &str) -> io::Result<bool> {
        let target = self.folder.join(path);
        match fs::symlink_metadata(&target) {
            Ok(found) if found.is_file() => fs::remove_file(&target)?,
            _ => return Ok(false),
        }
        let mut parent = target.parent();
        while let Some(folder) = parent.filter(|folder| *folder != self.folder) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
            parent = folder.parent();
        }
        Ok(true)
    }
}

fn absolute(folder: &Path) -> Result<PathBuf, OutputError> {
    let made = std::path::absolute(folder).map_err(|error| OutputError::Io(error.to_string()))?;
    // `absolute` keeps `..`; a folder is compared without them.
    let mut clean = PathBuf::new();
    for part in made.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    Ok(clean)
}

/// Folders that no build may fill.
fn guard(folder: &Path, root: &Path) -> Result<(), OutputError> {
    let refuse = |what: &str, help: &str| {
        Err(OutputError::NotOurs(format!("{} {what}", folder.display()), help.to_owned()))
    };
    let other = "choose another folder with --out";
    let root = absolute(root)?;
    if folder.parent().is_none() {
        return refuse("is the root of the disk", other);
    }
    if let Ok(found) = fs::symlink_metadata(folder) {
        if found.file_type().is_symlink() {
            return refuse("is a symbolic link", "name the folder that it leads to");
        }
        if !found.is_dir() {
            return refuse("is no folder", other);
        }
    }
    // Links in the way are looked through, so that `link/public` cannot lead into the sources.
    let real = |path: &Path| {
        let existing = path.ancestors().find(|p| p.exists()).unwrap_or(path);
        let base = existing.canonicalize().unwrap_or_else(|_| existing.to_path_buf());
        base.join(path.strip_prefix(existing).unwrap_or(Path::new("")))
    };
    let (folder_real, root_real) = (real(folder), real(&root));
    if root_real.starts_with(&folder_real) {
        return refuse("holds the site's own sources", other);
    }
    for sources in ["content", "themes", "src", "tests", ".git", CACHE] {
        let sources = root_real.join(sources);
        if folder_real.starts_with(&sources) {
            return refuse("lies among the site's sources", other);
        }
    }
    Ok(())
}

/// The files of an earlier build. An empty folder is ours; one with other files only when it has our manifest.
fn read_manifest(folder: &Path, adopt: bool) -> Result<BTreeMap<String, Entry>, OutputError> {
    let io = |error: io::Error| OutputError::Io(format!("cannot read {}: {error}", folder.display()));
    match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => Ok(parse_manifest(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut names = Vec::new();
            for entry in fs::read_dir(folder).map_err(io)? {
                names.push(entry.map_err(io)?.file_name().to_string_lossy().into_owned());
            }
            names.sort();
            if names.is_empty() || adopt {
                return Ok(BTreeMap::new());
            }
            let more = if names.len() > 3 { ", …" } else { "" };
            let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            Err(OutputError::NotOurs(
                format!("{} was not made by Bifold (it holds {shown}{more})", folder.display()),
                "move it away, choose another folder with --out, or run once with --adopt to build into it"
                    .to_owned(),
            ))
        }
        Err(error) => Err(io(error)),
    }
}

fn manifest(new: &BTreeMap<String, (Entry, bool)>) -> String {
    let mut out = String::with_capacity(new.len() * 90);
    let _ = writeln!(out, "{MANIFEST_HEAD}");
    for (path, (entry, _)) in new {
        let _ = writeln!(out, "{:032x} {} {path}", entry.hash, entry.size);
    }
    out.push_str("end\n");
    out
}

/// A manifest that was cut off or changed by hand gives the lines that can be read: what it does not name is not
/// ours and stays.
fn parse_manifest(text: &str) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut fields = line.splitn(3, ' ');
        let (Some(hash), Some(size), Some(path)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let (Ok(hash), Ok(size)) = (Digest::from_str_radix(hash, 16), size.parse()) else { continue };
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if inside {
            entries.insert(path.to_owned(), Entry { hash, size });
        }
    }
    entries
}

/// What a build that was killed left behind.
fn clear_staging(staging: &Path) -> Result<(), OutputError> {
    match fs::remove_dir_all(staging) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(OutputError::Io(format!("cannot remove {}: {error}", staging.display()))),
    }
}
