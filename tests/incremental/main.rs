//! A site that is kept and refreshed is the site that a fresh run would make, whatever was edited on the way; so is what
//! a running server shows, and what builds make that keep results on the disk. And an edit makes again only the pages that show it.
//!
//! ```text
//! BIFOLD_STEPS=100000 cargo test --release --test incremental served -- --nocapture   # so many steps
//! BIFOLD_SEED=17 BIFOLD_STEPS=50 cargo test --test incremental                        # one sequence again
//! ```
#![allow(clippy::unwrap_used, clippy::print_stderr)] // whatever fails here fails the test; long runs say how far they are

mod chance;
mod clean;
mod exact;
mod garden;
mod kept;
mod served;
mod warm;
mod words;

use bifold::site::{Options, Site};
use bifold::source::Memory;
use garden::Garden;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// Files by path.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// What a step writes, or takes away.
pub type Step = BTreeMap<String, Option<Vec<u8>>>;

/// Makes the changes of a step.
pub fn apply(tree: &mut Tree, step: &Step) {
    for (path, content) in step {
        match content {
            Some(bytes) => drop(tree.insert(path.clone(), bytes.clone())),
            None => drop(tree.remove(path)),
        }
    }
}

/// Steps in words, the first of them after `before` others.
pub fn tell(steps: &[Step], before: usize) -> String {
    let mut out = String::new();
    for (at, step) in steps.iter().enumerate() {
        for (path, content) in step {
            let text = content.as_ref().map_or("(gone)".into(), |bytes| String::from_utf8_lossy(bytes));
            writeln!(out, "--- step {}: {path}\n{text}", before + at + 1).unwrap();
        }
    }
    out
}

/// A book and what happens to it.
pub fn sequence(seed: u64, length: usize) -> (Tree, Vec<Step>) {
    let mut garden = Garden::new(seed);
    let start = garden.start();
    let (mut tree, mut steps) = (start.clone(), Vec::new());
    while steps.len() < length {
        let step = garden.step(&tree);
        apply(&mut tree, &step);
        steps.push(step);
    }
    (start, steps)
}

/// How many steps are tried, and from which seed on.
pub struct Plan {
    first: u64,
    sequences: u64,
    length: usize,
}

impl Plan {
    /// As the environment says: `BIFOLD_STEPS` in all, `BIFOLD_SEED` first.
    pub fn new(steps: usize) -> Plan {
        let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let steps = number("BIFOLD_STEPS").map_or(steps, |steps| steps as usize);
        let length = (steps / 40).clamp(50, 500);
        Plan { first: number("BIFOLD_SEED").unwrap_or(1), sequences: steps.div_ceil(length) as u64, length }
    }

    /// Runs every sequence, some at once; not on rayon's threads, which the sites themselves need.
    pub fn run(&self, work: impl Fn(&Site, u64, usize) + Sync) {
        const AT_ONCE: u64 = 4;
        let like = Site::new(Arc::new(Memory::new()), Options::default());
        std::thread::scope(|scope| {
            for lane in 0..AT_ONCE {
                let (work, like) = (&work, &like);
                let seeds = (lane..self.sequences).step_by(AT_ONCE as usize);
                scope.spawn(move || seeds.for_each(|at| work(like, self.first + at, self.length)));
            }
        });
    }
}

#[test]
fn a_kept_site_is_a_fresh_site() {
    Plan::new(100).run(|like, seed, length| {
        let (start, steps) = sequence(seed, length);
        if let Some(what) = kept::shortest_failure(like, &start, &steps) {
            panic!("seed {seed}, {what}");
        }
    });
}

#[test]
fn builds_that_keep_results_on_the_disk_are_fresh_builds() {
    let saved = std::sync::Mutex::new((0, 0));
    Plan::new(100).run(|like, seed, length| {
        let (pages, texts) = warm::try_sequence(like, seed, length);
        let mut saved = saved.lock().unwrap();
        *saved = (saved.0 + pages, saved.1 + texts);
    });
    let (pages, texts) = saved.into_inner().unwrap();
    eprintln!("{pages} pages and {texts} texts were not made again");
    assert!(pages > 0 && texts > 0);
}

#[test]
fn what_a_running_server_shows_is_a_fresh_site() {
    let tally = served::Tally::default();
    Plan::new(2000).run(|like, seed, length| served::try_sequence(like, seed, length, &tally));
    eprintln!("{tally}");
    tally.assert_that_it_tried();
}
