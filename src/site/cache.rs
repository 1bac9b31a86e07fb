//! What the last run made, on the disk: never needed, never trusted.
//!
//! Each list is a file of its own. Its items are found by the hash of everything that they were made of. At the end of
//! the file stands the hash of it all and of the program that wrote it: a list of another program, or one that was cut
//! off or damaged, is as if it were not there.

use crate::source::{Digest, digest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use siphasher::sip128::{Hasher128, SipHasher13};
use std::collections::HashMap;
use std::fs;
use std::hash::Hasher;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Where it is, in the folder of `site.toml`.
pub const CACHE: &str = ".bifold";
/// Says to backup programs (<https://bford.info/cachedir/>) and to git that nothing here needs to be kept.
const TAGS: [(&str, &str); 2] =
    [("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n"), (".gitignore", "*\n")];
/// Bytes of a hash.
const HASH: usize = size_of::<Digest>();
/// Bytes of the length of an item.
const LENGTH: usize = size_of::<u32>();

/// A folder with what the last run made.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    program: Digest,
    failed: Mutex<Option<String>>,
}

/// A list that was kept: items by the hash of what they were made of, decoded when they are asked for.
#[derive(Debug, Default)]
pub struct List {
    bytes: Vec<u8>,
    items: HashMap<Digest, Range<usize>>,
}

impl Cache {
    /// What this program kept in a folder.
    pub fn new(folder: PathBuf, program: &[u8]) -> Cache {
        Cache { folder, program: digest(program), failed: Mutex::default() }
    }

    /// The list of a name; an empty one where there is none that can be used.
    pub fn load(&self, name: &str) -> List {
        let Ok(mut bytes) = fs::read(self.folder.join(name)) else { return List::default() };
        let Some(end) = bytes.len().checked_sub(HASH) else { return List::default() };
        let mut sealed = Sealed::new(self.program, io::sink());
        let is_ours = sealed.write_all(&bytes[..end]).is_ok() && sealed.seal() == bytes[end..];
        bytes.truncate(end);
        if is_ours { List::read(bytes).unwrap_or_default() } else { List::default() }
    }

    /// Keeps these items as the list of a name, whole or not at all. Those of `old` are not encoded again, and a list
    /// that would be what it was is not written.
    pub fn store<'a, T: Serialize + 'a>(
        &self,
        name: &str,
        old: &List,
        items: impl Iterator<Item = (Digest, &'a T)> + Clone,
    ) {
        if items.clone().count() == old.items.len() && items.clone().all(|(key, _)| old.holds(key)) {
            return;
        }
        if let Err(error) = self.replace(name, old, items) {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert(format!("cannot write {}: {error}", self.folder.join(name).display()));
        }
    }

    /// Forgets the list of a name.
    pub fn forget(&self, name: &str) {
        // There may be none; one that cannot be removed is still never trusted.
        let _ = fs::remove_file(self.folder.join(name));
    }

    /// Why something could not be kept, if so. The site does not depend on it.
    pub fn failure(&self) -> Option<String> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace<'a, T: Serialize + 'a>(
        &self,
        name: &str,
        old: &List,
        items: impl Iterator<Item = (Digest, &'a T)>,
    ) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        for (name, text) in TAGS {
            let tag = self.folder.join(name);
            if !tag.exists() {
                fs::write(tag, text)?;
            }
        }
        // Two builds at once must not write into each other's file.
        let temporary = self.folder.join(format!(".{name}.{}", std::process::id()));
        let written = fs::File::create(&temporary).and_then(|file| self.write(file, old, items));
        let stored = written.and_then(|()| fs::rename(&temporary, self.folder.join(name)));
        stored.inspect_err(|_| drop(fs::remove_file(&temporary)))
    }

    fn write<'a, T: Serialize + 'a>(
        &self,
        file: fs::File,
        old: &List,
        items: impl Iterator<Item = (Digest, &'a T)>,
    ) -> io::Result<()> {
        let mut out = Sealed::new(self.program, BufWriter::new(file));
        for (key, item) in items {
            let new;
            let bytes = match old.raw(key) {
                Some(bytes) => bytes,
                None => {
                    new = postcard::to_allocvec(item).map_err(io::Error::other)?;
                    &new
                }
            };
            out.write_all(&key.to_le_bytes())?;
            out.write_all(&u32::try_from(bytes.len()).map_err(io::Error::other)?.to_le_bytes())?;
            out.write_all(bytes)?;
        }
        let seal = out.seal();
        out.to.write_all(&seal)?;
        out.to.flush()
    }
}

impl List {
    fn read(bytes: Vec<u8>) -> Option<List> {
        let mut items = HashMap::new();
        let mut at = 0;
        while at < bytes.len() {
            let begin = at + HASH + LENGTH;
            let (key, length) = bytes.get(at..begin)?.split_at(HASH);
            let end = begin.checked_add(u32::from_le_bytes(length.try_into().ok()?) as usize)?;
            bytes.get(begin..end)?;
            items.insert(Digest::from_le_bytes(key.try_into().ok()?), begin..end);
            at = end;
        }
        Some(List { bytes, items })
    }

    /// The item that was made of what has this hash.
    pub fn get<T: DeserializeOwned>(&self, key: Digest) -> Option<T> {
        let (item, rest) = postcard::take_from_bytes(self.raw(key)?).ok()?;
        rest.is_empty().then_some(item)
    }

    fn holds(&self, key: Digest) -> bool {
        self.items.contains_key(&key)
    }

    fn raw(&self, key: Digest) -> Option<&[u8]> {
        self.bytes.get(self.items.get(&key)?.clone())
    }
}

/// Hashes what goes through it.
struct Sealed<W> {
    hasher: SipHasher13,
    to: W,
}

impl<W> Sealed<W> {
    fn new(program: Digest, to: W) -> Sealed<W> {
        let mut hasher = SipHasher13::new();
        hasher.write_u128(program);
        Sealed { hasher, to }
    }

    fn seal(&self) -> [u8; HASH] {
        self.hasher.finish128().as_u128().to_le_bytes()
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        self.hasher.write(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // a test stops at the first surprise
mod tests {
    use super::*;

    fn of(cache: &Cache) -> Vec<Option<String>> {
        let list = cache.load("list");
        (1..=3).map(|key| list.get(key)).collect()
    }

    fn stored() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("kept"), b"this program");
        let (one, two) = ("甲".to_owned(), "two".to_owned());
        cache.store("list", &List::default(), [(1, &one), (2, &two)].into_iter());
        assert_eq!(cache.failure(), None);
        (folder, cache)
    }

    #[test]
    fn what_was_kept_is_found_by_this_program_only() {
        let (folder, cache) = stored();
        assert_eq!(of(&cache), [Some("甲".to_owned()), Some("two".to_owned()), None]);
        let other = Cache::new(folder.path().join("kept"), b"that program");
        assert_eq!(of(&other), [None, None, None]);
        assert_eq!(cache.load("list").get::<(u64, u64)>(2), None, "another shape");
        let tag = fs::read_to_string(folder.path().join("kept/CACHEDIR.TAG")).unwrap();
        assert!(tag.starts_with("Signature: "));
    }

    #[test]
    fn a_list_that_was_damaged_anywhere_is_none() {
        let (folder, cache) = stored();
        let file = folder.path().join("kept/list");
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            fs::write(&file, &whole[..at]).unwrap();
            assert_eq!(of(&cache), [None, None, None], "cut at {at}");
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&file, changed).unwrap();
            assert_eq!(of(&cache), [None, None, None], "changed at {at}");
        }
        fs::write(&file, [&whole[..], b"more"].concat()).unwrap();
        assert_eq!(of(&cache), [None, None, None]);
    }

    #[test]
    fn what_stays_is_taken_over_and_what_goes_is_dropped() {
        let (folder, cache) = stored();
        let old = cache.load("list");
        let time = || fs::metadata(folder.path().join("kept/list")).unwrap().modified().unwrap();
        let before = time();
        let other = "never encoded, for the key says that it is what it was".to_owned();
        cache.store("list", &old, [(2, &other), (1, &other)].into_iter());
        assert_eq!(time(), before, "it would be the same list");
        let three = "drei".to_owned();
        cache.store("list", &old, [(3, &three), (2, &other)].into_iter());
        assert_eq!(of(&cache), [None, Some("two".to_owned()), Some("drei".to_owned())]);
        let files = fs::read_dir(folder.path().join("kept")).unwrap().count();
        assert_eq!(files, 1 + TAGS.len(), "the list and the tags");
    }

    #[test]
    fn a_disk_that_will_not_is_told_once_and_nothing_else_happens() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("kept"), "a file").unwrap();
        let cache = Cache::new(folder.path().join("kept"), b"");
        cache.store("list", &List::default(), [(1, &1)].into_iter());
        assert!(cache.failure().unwrap().starts_with("cannot write "));
        assert_eq!(cache.load("list").get::<i32>(1), None);
    }
}
