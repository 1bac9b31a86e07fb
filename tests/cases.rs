//! Literate cases: the pages of `tests/cases` and of every diagnostic, run as sites in memory.
//!
//! What a page may hold stands in [`support::literate`]. `BIFOLD_UPDATE=1 cargo test --test cases` writes the present
//! findings into the pages; look at the difference before you keep it.

mod support;

use bifold::diagnostic::codes;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use support::literate::{self, Outcome};

/// Codes that only a real disk brings up: shown by `tests/command`.
const ON_DISK: [&str; 3] = ["not-a-file", "symbolic-link", "unreadable-file"];

/// All `.md` files below a folder, sorted.
fn pages(folder: &str) -> Vec<PathBuf> {
    let folder = support::repository().join(folder);
    let names = support::tree(&folder).into_keys().filter(|name| name.ends_with(".md"));
    names.map(|name| folder.join(name)).collect()
}

/// Runs a page and compares it with what it says.
fn check(path: &Path) -> (Outcome, Vec<String>) {
    let page = std::fs::read_to_string(path).unwrap_or_default();
    let name = path.strip_prefix(support::repository()).unwrap_or(path).display().to_string();
    let outcome = literate::run(&page);
    let mut failures: Vec<String> =
        outcome.failures.iter().map(|failure| format!("{name}: {failure}")).collect();
    if outcome.rewritten != page {
        failures.push(format!("{name}: {}", first_difference(&page, &outcome.rewritten)));
        if support::is_updating() {
            assert!(std::fs::write(path, &outcome.rewritten).is_ok(), "{name} cannot be written");
        }
    }
    (outcome, failures)
}

fn first_difference(was: &str, is: &str) -> String {
    let pairs = was
        .lines()
        .map(Some)
        .chain(std::iter::repeat(None))
        .zip(is.lines().map(Some).chain(std::iter::repeat(None)));
    let most = was.lines().count().max(is.lines().count());
    let differ = pairs.take(most).enumerate().find(|(_, (was, is))| was != is);
    differ.map_or_else(String::new, |(line, (was, is))| {
        let show = |line: Option<&str>| line.unwrap_or("(the end)").to_owned();
        format!("line {}\n  says     {}\n  should   {}", line + 1, show(was), show(is))
    })
}

#[test]
fn every_case_is_as_its_page_says() {
    let pages = pages("tests/cases");
    assert!(!pages.is_empty(), "the cases are gone");
    let failures: Vec<String> = pages.par_iter().flat_map(|path| check(path).1).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_diagnostic_has_a_page_with_an_example_that_brings_it_up() {
    let pages = pages("src/diagnostic/codes");
    let names: Vec<String> = codes().map(|code| code.name().to_owned()).collect();
    let failures: Vec<String> = pages
        .par_iter()
        .flat_map(|path| {
            let (outcome, mut failures) = check(path);
            let code = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            failures.extend(shape(path, &code));
            if !names.contains(&code) {
                failures.push(format!("there is no code `{code}`: delete its page"));
            } else if !ON_DISK.contains(&&*code) && !outcome.codes.contains(&&*code) {
                failures.push(format!("no example of `{code}` brings it up"));
            }
            failures
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The form of a diagnostic's page, which `bifold explain` shows in a terminal.
fn shape(path: &Path, code: &str) -> Vec<String> {
    let page = std::fs::read_to_string(path).unwrap_or_default();
    let mut wrong = Vec::new();
    if !page.starts_with(&format!("# {code}\n\n")) {
        wrong.push(format!("{code}: the page begins with its name"));
    }
    for heading in ["\n## An example", "\n## How to mend it\n"] {
        if !page.contains(heading) {
            wrong.push(format!("{code}: a section is missing: {}", heading.trim()));
        }
    }
    let is_finding = |line: &str| ["error[", "warning["].iter().any(|sign| line.contains(sign));
    if let Some(line) = page.lines().find(|line| line.chars().count() > 100 && !is_finding(line)) {
        wrong.push(format!("{code}: longer than 100 characters: {line}"));
    }
    wrong
}
