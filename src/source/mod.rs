//! Texts and where they are: the ground floor. Knows nothing of Markdown, languages or mistakes.

mod files;
mod span;

pub use files::{
    Disk, FileEntry, FileKind, Files, Memory, PathKind, ReadError, is_ignored_name, watch_limit,
};
pub use span::{Lines, Position, Span, Spanned};

use siphasher::sip128::{Hasher128, SipHasher13};
use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

/// A 128-bit hash that is the same on every machine and in every release: the key of memos and fingerprints.
pub type Digest = u128;

/// The stable hash of a value.
pub fn digest<T: Hash + ?Sized>(value: &T) -> Digest {
    let mut hasher = SipHasher13::new();
    value.hash(&mut hasher);
    hasher.finish128().as_u128()
}

/// Names one source for as long as the process lives, whatever its text becomes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct SourceId(pub u32);

/// One text file as it was read: byte-order mark taken off, line ends made `\n`.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name for spans.
    pub id: SourceId,
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    /// The text, normalised.
    pub text: Arc<str>,
    /// Hash of path and text.
    pub hash: Digest,
    /// The file began with a byte-order mark.
    pub had_bom: bool,
    /// The file's lines ended in `\r\n`.
    pub had_crlf: bool,
}

/// Why bytes are no source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The bytes up to the first wrong one, as text (for the position).
    pub valid: String,
    /// The first wrong byte.
    pub byte: u8,
    /// A guess at the encoding, when the file begins like one.
    pub guess: Option<&'static str>,
}

impl Source {
    /// Makes a source of a file's bytes.
    ///
    /// # Errors
    /// When the bytes are not UTF-8.
    pub fn new(id: SourceId, path: Arc<str>, bytes: &[u8]) -> Result<Source, NotUtf8> {
        let had_bom = bytes.starts_with(b"\xEF\xBB\xBF");
        let bytes = if had_bom { &bytes[3..] } else { bytes };
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            let guess = match bytes {
                [0xFF, 0xFE, ..] => Some("UTF-16 (little endian)"),
                [0xFE, 0xFF, ..] => Some("UTF-16 (big endian)"),
                _ if looks_like_gbk(&bytes[at..]) => Some("GBK / GB 18030"),
                _ => None,
            };
            let valid = String::from_utf8_lossy(&bytes[..at]).into_owned();
            NotUtf8 { valid, byte: bytes[at], guess }
        })?;
        let had_crlf = text.contains("\r\n");
        let text: Arc<str> = if had_crlf { text.replace("\r\n", "\n").into() } else { text.into() };
        let hash = digest(&(&*path, &*text));
        Ok(Source { id, path, text, hash, had_bom, had_crlf })
    }

    /// Puts a changed text back into the file's own form (byte-order mark, line ends).
    pub fn to_bytes(&self, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() + 3);
        if self.had_bom {
            out.extend_from_slice(b"\xEF\xBB\xBF");
        }
        if self.had_crlf {
            out.extend_from_slice(text.replace('\n', "\r\n").as_bytes());
        } else {
            out.extend_from_slice(text.as_bytes());
        }
        out
    }
}

/// Two bytes in a row in the ranges that GBK uses for common characters.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    matches!(bytes, [0xB0..=0xF7, 0xA1..=0xFE, 0xB0..=0xF7 | 0xA1..=0xA9 | b' '..=b'~' | b'\n', ..])
}

/// All texts of a site by path and id. Ids are given once and never change their path.
///
/// A copy shares with its original all that neither changes: the state of a site keeps one, and copying thousands of
/// texts at each change would take longer than reading the one that changed.
#[derive(Clone, Default, Debug)]
pub struct Sources {
    ids: Arc<BTreeMap<Arc<str>, SourceId>>,
    /// The slot of an id is in the chunk `id / CHUNK`.
    chunks: Vec<Arc<Vec<Slot>>>,
}

/// Slots that are copied when one of them changes.
const CHUNK: usize = 128;

#[derive(Clone, Debug)]
struct Slot {
    path: Arc<str>,
    source: Option<Arc<Source>>,
}

impl Sources {
    /// The id of a path, given at the first call.
    pub fn id(&mut self, path: &str) -> SourceId {
        if let Some(id) = self.ids.get(path) {
            return *id;
        }
        let count = self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len());
        let id = SourceId(count as u32);
        let path: Arc<str> = path.into();
        Arc::make_mut(&mut self.ids).insert(path.clone(), id);
        if count.is_multiple_of(CHUNK) {
            self.chunks.push(Arc::default());
        }
        if let Some(chunk) = self.chunks.last_mut() {
            Arc::make_mut(chunk).push(Slot { path, source: None });
        }
        id
    }

    /// Keeps a text under its id.
    pub fn put(&mut self, source: Arc<Source>) {
        let id = source.id;
        self.change(id, Some(source));
    }

    /// Forgets the text of a file that is gone; its id stays its own.
    pub fn remove(&mut self, path: &str) {
        if let Some(id) = self.ids.get(path) {
            self.change(*id, None);
        }
    }

    fn change(&mut self, id: SourceId, source: Option<Arc<Source>>) {
        let at = id.0 as usize;
        Arc::make_mut(&mut self.chunks[at / CHUNK])[at % CHUNK].source = source;
    }

    fn slot(&self, id: SourceId) -> Option<&Slot> {
        let at = id.0 as usize;
        self.chunks.get(at / CHUNK)?.get(at % CHUNK)
    }

    /// The text of an id, unless it is gone or was never readable.
    pub fn get(&self, id: SourceId) -> Option<&Arc<Source>> {
        self.slot(id)?.source.as_ref()
    }

    /// The path of an id.
    pub fn path(&self, id: SourceId) -> &str {
        self.slot(id).map_or("", |slot| &slot.path)
    }

    /// All paths that have an id, in the order of the ids.
    pub fn paths(&self) -> Vec<String> {
        self.chunks.iter().flat_map(|chunk| chunk.iter()).map(|slot| slot.path.to_string()).collect()
    }

    /// How many texts there are.
    pub fn count(&self) -> usize {
        self.chunks.iter().flat_map(|chunk| chunk.iter()).filter(|slot| slot.source.is_some()).count()
    }

    /// The text at a path.
    pub fn by_path(&self, path: &str) -> Option<&Arc<Source>> {
        self.get(*self.ids.get(path)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_keeps_its_form() {
        let source = Source::new(SourceId(0), "a.md".into(), b"\xEF\xBB\xBFone\r\ntwo\r\n").unwrap();
        assert_eq!(&*source.text, "one\ntwo\n");
        assert_eq!(source.to_bytes(&source.text), b"\xEF\xBB\xBFone\r\ntwo\r\n");
    }

    #[test]
    fn bytes_of_another_encoding_are_named() {
        let error = Source::new(SourceId(0), "a.md".into(), b"ok\n\xD6\xD0\xCE\xC4").unwrap_err();
        assert_eq!((error.valid.as_str(), error.byte, error.guess), ("ok\n", 0xD6, Some("GBK / GB 18030")));
        let error = Source::new(SourceId(0), "a.md".into(), b"\xFF\xFEa\0").unwrap_err();
        assert_eq!(error.guess, Some("UTF-16 (little endian)"));
    }

    #[test]
    fn an_id_never_changes_its_path_and_a_copy_is_its_own() {
        let mut sources = Sources::default();
        let a = sources.id("a.md");
        sources.put(Arc::new(Source::new(a, "a.md".into(), b"x").unwrap()));
        sources.remove("a.md");
        assert!(sources.get(a).is_none());
        assert_eq!((sources.id("a.md"), sources.path(a)), (a, "a.md"));
        let ids: Vec<SourceId> = (0..300).map(|n| sources.id(&format!("{n}.md"))).collect();
        let copy = sources.clone();
        let text = |words: &str| Arc::new(Source::new(ids[200], "200.md".into(), words.as_bytes()).unwrap());
        sources.put(text("new"));
        assert!(copy.get(ids[200]).is_none());
        assert_eq!(sources.by_path("200.md").map(|source| &*source.text), Some("new"));
        assert!(ids.iter().enumerate().all(|(n, id)| sources.path(*id) == format!("{n}.md")));
    }
}
