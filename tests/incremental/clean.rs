//! What a fresh run makes: the measure of everything else.

use crate::Tree;
use bifold::diagnostic::render::short;
use bifold::diagnostic::{Diagnostic, Severity};
use bifold::render::Artifact;
use bifold::site::{Changed, Options, Site, publish};
use bifold::source::{Memory, Sources};
use std::sync::{Arc, Mutex};

/// The result of a fresh run.
pub struct Clean {
    /// Every file that would be written.
    pub files: Tree,
    /// Every finding on a line.
    pub findings: Vec<String>,
    /// Such a run publishes nothing.
    pub has_errors: bool,
}

/// Builds these files as `build` does; from `like` it takes only what no file decides.
pub fn clean(like: &Site, tree: &Tree, options: Options) -> Clean {
    let memory = Memory::new();
    tree.iter().for_each(|(path, bytes)| memory.write(path, bytes));
    let snapshot = like.beside(Arc::new(memory), options).refresh(&Changed::All);
    let made = Mutex::new(Tree::new());
    let take = |artifact: Artifact| {
        let path = artifact.path.clone();
        let twice = made.lock().unwrap().insert(artifact.path, artifact.bytes);
        assert!(twice.is_none(), "{path} is made twice");
    };
    let published = publish(&snapshot, &take, None, &|_| {});
    Clean {
        files: made.into_inner().unwrap(),
        findings: lines(&published.diagnostics, &snapshot.sources),
        has_errors: published.diagnostics.iter().any(|found| found.severity == Severity::Error),
    }
}

/// Findings, a line each.
pub fn lines(findings: &[Diagnostic], sources: &Sources) -> Vec<String> {
    findings.iter().map(|finding| short(finding, sources)).collect()
}

/// Where two lists of findings differ.
pub fn difference_of_findings(kept: &[String], fresh: &[String]) -> Option<String> {
    if kept == fresh {
        return None;
    }
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).cloned().collect()
    };
    let (more, fewer) = (only(kept, fresh), only(fresh, kept));
    Some(format!("findings\nonly here:   {more:#?}\nonly fresh:  {fewer:#?}"))
}

/// The place where two files part.
pub fn difference_of_bytes(kept: &[u8], fresh: &[u8]) -> String {
    let at = kept.iter().zip(fresh).take_while(|(a, b)| a == b).count();
    let near = |bytes: &[u8]| {
        let range = at.saturating_sub(60).min(bytes.len())..(at + 60).min(bytes.len());
        String::from_utf8_lossy(&bytes[range]).into_owned()
    };
    format!("here:  {}\nfresh: {}", near(kept), near(fresh))
}
