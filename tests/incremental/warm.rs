//! Builds one after the other, each with what the one before kept on the disk.

use crate::clean::{clean, difference_of_bytes, difference_of_findings, lines};
use crate::{Tree, apply, sequence, tell};
use bifold::render::Artifact;
use bifold::site::{Cache, Changed, Made, Options, Site, Target, publish};
use bifold::source::{Memory, digest};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// The output folder: what is there, and what comes there now.
struct Folder {
    before: Tree,
    now: Mutex<Tree>,
    held: AtomicUsize,
}

impl Target for Folder {
    fn take(&self, artifact: Artifact) {
        let path = artifact.path.clone();
        let twice = self.now.lock().unwrap().insert(artifact.path, artifact.bytes);
        assert!(twice.is_none(), "{path} is made twice");
    }

    fn holds(&self, path: &str, made: Made) -> bool {
        let Some(bytes) = self.before.get(path).filter(|bytes| digest(&bytes[..]) == made.hash) else {
            return false;
        };
        assert_eq!(bytes.len() as u64, made.size);
        self.now.lock().unwrap().insert(path.to_owned(), bytes.clone());
        self.held.fetch_add(1, Ordering::Relaxed);
        true
    }
}

/// Builds after each step of a sequence, and gives how many pages and texts were not made again.
pub fn try_sequence(like: &Site, seed: u64, length: usize) -> (usize, usize) {
    let (mut tree, steps) = sequence(seed, length);
    let kept = tempfile::tempdir().unwrap();
    let (mut folder, mut saved) = (Tree::new(), (0, 0));
    for at in 0..=steps.len() {
        if let Some(step) = at.checked_sub(1).map(|at| &steps[at]) {
            apply(&mut tree, step);
        }
        let what = build(like, &tree, kept.path(), &mut folder, &mut saved);
        if let Some(what) = what {
            let told = tell(&steps[at.saturating_sub(1)..at], at.saturating_sub(1));
            panic!("seed {seed}, step {at}: {what}\n{told}");
        }
    }
    saved
}

/// What differs from a fresh build, if anything does.
fn build(
    like: &Site,
    tree: &Tree,
    kept: &std::path::Path,
    folder: &mut Tree,
    saved: &mut (usize, usize),
) -> Option<String> {
    let memory = Memory::new();
    tree.iter().for_each(|(path, bytes)| memory.write(path, bytes));
    let mut site = like.beside(Arc::new(memory), Options::default());
    let cache = Cache::new(kept.to_owned(), b"this program");
    site.recall(&cache);
    let snapshot = site.refresh(&Changed::All);
    let target = Folder { before: folder.clone(), now: Mutex::default(), held: AtomicUsize::new(0) };
    let published = publish(&snapshot, &target, Some(&cache), &|_| {});
    saved.0 += target.held.into_inner();
    saved.1 += snapshot.sources.count().saturating_sub(snapshot.work.parsed);
    let fresh = clean(like, tree, Options::default());
    let said = lines(&published.diagnostics, &snapshot.sources);
    if let Some(what) = difference_of_findings(&said, &fresh.findings) {
        return Some(what);
    }
    if fresh.has_errors {
        return None;
    }
    site.keep(&cache);
    assert_eq!(cache.failure(), None);
    *folder = target.now.into_inner().unwrap();
    let path =
        folder.keys().chain(fresh.files.keys()).find(|path| folder.get(*path) != fresh.files.get(*path))?;
    let of = |tree: &Tree| tree.get(path).cloned().unwrap_or_default();
    Some(format!("{path}\n{}", difference_of_bytes(&of(folder), &of(&fresh.files))))
}
