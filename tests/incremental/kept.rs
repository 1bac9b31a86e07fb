//! A site that is kept and refreshed, in memory.

use crate::clean::{clean, difference_of_bytes, difference_of_findings, lines};
use crate::{Step, Tree};
use bifold::site::{Changed, Options, Site, Snapshot};
use bifold::source::Memory;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A site that is kept, with its files.
pub struct Kept {
    tree: Tree,
    memory: Memory,
    site: Site,
    /// Every path that the output ever had.
    seen: BTreeSet<String>,
}

impl Kept {
    pub fn new(like: &Site, tree: &Tree) -> Kept {
        let memory = Memory::new();
        tree.iter().for_each(|(path, bytes)| memory.write(path, bytes));
        let mut site = like.beside(Arc::new(memory.clone()), Options::default());
        site.refresh(&Changed::All);
        Kept { tree: tree.clone(), memory, site, seen: BTreeSet::new() }
    }

    pub fn refresh(&mut self, step: &Step) -> Arc<Snapshot> {
        crate::apply(&mut self.tree, step);
        for (path, content) in step {
            match content {
                Some(bytes) => self.memory.write(path, bytes),
                None => self.memory.remove(path),
            }
        }
        self.site.refresh(&Changed::Paths(step.keys().cloned().collect()))
    }

    /// What differs from a fresh run after a step.
    pub fn difference(&mut self, step: &Step) -> Option<String> {
        let kept = self.refresh(step);
        let fresh = clean(&self.site, &self.tree, Options::default());
        let mut findings: Vec<_> =
            kept.edition.pages().filter_map(|page| kept.page(page).err()).map(|finding| *finding).collect();
        findings.extend(kept.other_findings().iter().cloned());
        let said = lines(&kept.with_rendering(findings), &kept.sources);
        if let Some(what) = difference_of_findings(&said, &fresh.findings) {
            return Some(what);
        }
        for (path, bytes) in &fresh.files {
            match kept.file(path) {
                Some(Ok(file)) if file.bytes == *bytes => {}
                Some(Ok(file)) => {
                    return Some(format!("{path}\n{}", difference_of_bytes(&file.bytes, bytes)));
                }
                Some(Err(finding)) => return Some(format!("{path}: {}", finding.message)),
                None => return Some(format!("{path}: the kept site has none")),
            }
        }
        self.seen.extend(kept.edition.pages().map(|page| kept.path(page)));
        self.seen.extend(fresh.files.keys().cloned());
        let is_more =
            |path: &&String| !fresh.files.contains_key(*path) && matches!(kept.file(path), Some(Ok(_)));
        self.seen.iter().find(is_more).map(|path| format!("{path}: only the kept site has one"))
    }
}

/// The first step at which a kept site differs from a fresh one.
pub fn first_failure(like: &Site, tree: &Tree, steps: &[Step]) -> Option<(usize, String)> {
    let mut kept = Kept::new(like, tree);
    let found = kept.difference(&Step::new()).map(|what| (0, what));
    found.or_else(|| steps.iter().enumerate().find_map(|(at, step)| Some((at + 1, kept.difference(step)?))))
}

/// As few steps as still fail: a site that begins with the files of a later step. In words, if any fail at all.
pub fn shortest_failure(like: &Site, tree: &Tree, steps: &[Step]) -> Option<String> {
    let (at, what) = first_failure(like, tree, steps)?;
    let mut trees = vec![tree.clone()];
    for step in &steps[..at] {
        let mut tree = trees[trees.len() - 1].clone();
        crate::apply(&mut tree, step);
        trees.push(tree);
    }
    let later = (0..at).rev();
    let mut shorter =
        later.filter_map(|first| Some((first, first_failure(like, &trees[first], &steps[first..at])?)));
    let (first, (_, what)) = shorter.next().unwrap_or((0, (at, what)));
    Some(format!("steps {}..={at}: {what}\n{}", first + 1, crate::tell(&steps[first..at], first)))
}
