//! Three small sites whose whole output stands beside them, in `expected/`. Read the difference before you keep it:
//! `BIFOLD_UPDATE=1 cargo test --test sites golden` writes what is made now.
//!
//! - `one`: one language, the built-in theme as it is;
//! - `two`: two languages below a path, a theme of its own, a missing translation, an entry born in the other language,
//!   a draft;
//! - `three`: three languages, one of which the theme does not speak; the default theme overridden in its own place.
//!
//! Fingerprints in names are masked, and what lies in `assets/` is held by name alone (`expected/files.txt`), so that
//! an edit of a style sheet changes nothing here.

use super::support::{self, Tree};
use super::{build, links_resolve, relations_are_seen_from_both_ends};
use bifold::source::Memory;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The list of all files of an output.
const LIST: &str = "files.txt";

#[test]
fn one_language() {
    hold("one", "/");
}

#[test]
fn two_languages_below_a_path_in_a_theme_of_their_own() {
    hold("two", "/books/garden/");
}

#[test]
fn three_languages_with_the_default_theme_overridden() {
    hold("three", "/");
}

/// The site holds together, and its output is what stands in `expected/`.
fn hold(name: &str, base: &str) {
    let folder = support::repository().join("tests/sites").join(name);
    let (snapshot, made) = build(sources(&folder), None);
    links_resolve(&made, base);
    relations_are_seen_from_both_ends(&snapshot, &made);
    let made = comparable(&made);
    let expected_at = folder.join("expected");
    if support::is_updating() {
        write(&expected_at, &made);
        return;
    }
    let expected = support::tree(&expected_at);
    let paths: BTreeSet<&String> = made.keys().chain(expected.keys()).collect();
    let differing: Vec<String> = paths
        .into_iter()
        .filter(|path| made.get(*path) != expected.get(*path))
        .map(|path| format!("--- {path}\n{}", difference(expected.get(path), made.get(path))))
        .collect();
    let shown = differing[..differing.len().min(5)].join("\n");
    assert!(
        differing.is_empty(),
        "{} files of tests/sites/{name}/expected differ (- expected, + made):\n\n{shown}\n\nif that is right: \
         BIFOLD_UPDATE=1 cargo test --test sites golden",
        differing.len()
    );
}

fn sources(folder: &Path) -> Memory {
    let files = Memory::new();
    for (path, bytes) in support::tree(folder) {
        if !path.starts_with("expected/") {
            files.write(&path, bytes);
        }
    }
    if folder.ends_with("three") {
        // The words of a language that the theme does not speak: English ones, so that new words need none here.
        files.write("themes/default/strings/fr.toml", include_str!("../../themes/default/strings/en.toml"));
    }
    files
}

/// An output as it is kept: texts with masked fingerprints, and a list of everything.
fn comparable(made: &Tree) -> Tree {
    let fingerprints: BTreeSet<&str> = made.keys().filter_map(|path| fingerprint(path)).collect();
    let masked = |text: &str| {
        let mut text = text.to_owned();
        for fingerprint in &fingerprints {
            text = text.replace(fingerprint, &"#".repeat(fingerprint.len()));
        }
        text
    };
    let shards = |path: &str| path.starts_with("assets/search/") && path.matches('/').count() == 3;
    let names: BTreeSet<String> = made
        .keys()
        .map(|path| {
            masked(if shards(path) { path.rsplit_once('/').map_or("", |(folder, _)| folder) } else { path })
        })
        .collect();
    let mut kept = Tree::new();
    for (path, bytes) in made.iter().filter(|(path, _)| !path.starts_with("assets/")) {
        let text = std::str::from_utf8(bytes).expect("everything outside of assets/ is text");
        kept.insert(path.clone(), masked(text).into_bytes());
    }
    let list: Vec<String> = names.into_iter().collect();
    kept.insert(LIST.to_owned(), (list.join("\n") + "\n").into_bytes());
    kept
}

/// The part of an asset's path that changes with its contents: `site.1a2b3c4d.css`, `search/en-0123456789/d0.js`.
fn fingerprint(path: &str) -> Option<&str> {
    let is_hash = |part: &&str| {
        [8, 10].contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    path.strip_prefix("assets/")?.split(['.', '/', '-']).find(is_hash)
}

/// The lines in which two texts differ, without those that they begin and end with in common.
fn difference(expected: Option<&Vec<u8>>, made: Option<&Vec<u8>>) -> String {
    const MOST: usize = 12;
    let (Some(expected), Some(made)) = (expected, made) else {
        return if made.is_some() { "+ (a new file)" } else { "- (not made any more)" }.to_owned();
    };
    let (expected, made) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(made));
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), made.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
    let start = same(&mut old.iter().zip(&new));
    let end = same(&mut old[start..].iter().rev().zip(new[start..].iter().rev()));
    let part = |sign: &str, lines: &[&str]| {
        let more = lines.len().saturating_sub(MOST);
        let mut out: String = lines.iter().take(MOST).map(|line| format!("{sign} {line}\n")).collect();
        if more > 0 {
            out.push_str(&format!("{sign} … and {more} more lines\n"));
        }
        out
    };
    let (old, new) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    if old.is_empty() && new.is_empty() {
        return "only the ends of lines differ\n".to_owned();
    }
    format!("line {}\n{}{}", start + 1, part("-", old), part("+", new))
}

/// Puts what is made in the place of what was expected.
fn write(folder: &Path, made: &Tree) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).unwrap();
    }
    for (path, bytes) in made {
        let file: PathBuf = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}
