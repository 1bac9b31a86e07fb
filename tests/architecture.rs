//! The rules of the house, held against the code: who may use whom, who may print, what may touch the disk.

#![allow(clippy::unwrap_used)] // a test stops at the first surprise

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Each room with the rooms that it may use. Arrows only go down; see ARCHITECTURE.md.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("locale", &[]),
    ("diagnostic", &["source"]),
    ("config", &["diagnostic", "source", "locale"]),
    ("content", &["config", "diagnostic", "source", "locale"]),
    ("theme", &["config", "diagnostic", "source", "locale"]),
    ("search", &["source", "locale"]),
    ("map", &["locale"]),
    ("catalog", &["content", "config", "diagnostic", "source", "locale"]),
    ("render", &["catalog", "content", "theme", "search", "map", "config", "diagnostic", "source", "locale"]),
    (
        "site",
        &["render", "catalog", "content", "theme", "search", "config", "diagnostic", "source", "locale"],
    ),
    ("serve", &["site", "render", "catalog", "content", "theme", "config", "diagnostic", "source", "locale"]),
    ("cli", &["serve", "site", "render", "catalog", "content", "config", "diagnostic", "source", "locale"]),
];

/// Files with more lines of code than this are two files, functions with more are two functions.
const LONGEST_FILE: usize = 450;
const LONGEST_FUNCTION: usize = 60;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of the program with its room, tests left out.
fn files() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name =
                    path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
                let room = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((room, name, text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 50, "the walk finds the sources");
    found
}

/// The code without its unit tests and comments.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/") || name.ends_with("/tests.rs") || name == "map/check.rs"
}

#[test]
fn arrows_go_down() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, name, text) in files() {
        let Some(may) = allowed.get(room.as_str()) else { continue };
        if is_test(&name) {
            continue;
        }
        let code = code(&text);
        for (other, _) in ROOMS {
            let uses =
                code.contains(&format!("crate::{other}::")) || code.contains(&format!("crate::{other};"));
            if uses && *other != room && !may.contains(other) {
                wrong.push(format!("{name} uses {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_in_the_table() {
    let known: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    for (room, name, _) in files() {
        assert!(known.contains(&room.as_str()) || matches!(name.as_str(), "lib.rs" | "main.rs"), "{name}");
    }
}

/// Words that only some files may hold, with the reason.
const KEPT: &[(&str, &[&str], &str)] = &[
    ("println!", &[], "the library never prints; `cli::screen` writes to its streams"),
    ("print!(", &[], "the library never prints; `cli::screen` writes to its streams"),
    (
        "std::fs",
        &["source/files.rs", "site/output.rs", "site/cache.rs", "cli/build.rs", "cli/new.rs", "cli/check.rs"],
        "the disk is behind `Files`, `Output` and `Cache`, which `build` names its own program to; beside them `new` and `check --fix` write texts of authors",
    ),
    ("SystemTime", &["serve/"], "same input, same bytes: no clock"),
    ("Instant", &["cli/", "serve/"], "same input, same bytes: no clock"),
    ("std::env::var", &["cli/", "serve/"], "same input, same bytes: no environment"),
    ("annotate_snippets", &["diagnostic/render/human.rs"], "one file knows the drawing library"),
    ("tokio::", &["serve/"], "nothing else is async"),
    ("std::process::Command", &["cli/", "serve/"], "a build runs no program"),
    ("thread_local!", &[], "`site` holds the only state"),
    ("crate::{", &[], "one `use` a room: so the arrows can be read off"),
    ("thread::spawn", &["serve/", "cli/"], "below, rayon decides about threads"),
];

#[test]
fn what_is_kept_to_few_stays_there() {
    let mut wrong = Vec::new();
    for (_, name, text) in files() {
        let code = code(&text);
        for (word, places, reason) in KEPT {
            let may = places.iter().any(|place| name.starts_with(place)) || is_test(&name);
            if code.contains(word) && !may {
                wrong.push(format!("{name} has `{word}`: {reason}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_says_what_it_is_for_and_fits_a_head() {
    let mut wrong = Vec::new();
    for (_, name, text) in files() {
        if !text.starts_with("//!") && !name.contains("/tests/") {
            wrong.push(format!("{name} has no module doc"));
        }
        let lines = code(&text).lines().count();
        if lines > LONGEST_FILE && !is_test(&name) {
            wrong.push(format!("{name} has {lines} lines of code"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Functions that are longer than the most, by name, with their lines: from the line of `fn` to its closing brace.
fn long_functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut long = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let head = line.trim_start().split('(').next().unwrap_or("");
        let is_function = head.split_whitespace().any(|word| word == "fn");
        if !is_function {
            continue;
        }
        let close = format!("{}}}", &line[..indent]);
        let length = lines[start..].iter().position(|line| *line == close).map_or(1, |at| at + 1);
        let is_one_line = line.trim_end().ends_with(['}', ';']);
        if !is_one_line && length > LONGEST_FUNCTION {
            let name = line.split("fn ").nth(1).unwrap().split(['(', '<']).next().unwrap();
            long.push((name.to_owned(), length));
        }
    }
    long
}

#[test]
fn functions_fit_a_screen() {
    assert_eq!(long_functions(&format!("fn a() {{\n{}}}\n", "    x;\n".repeat(60))), [("a".to_owned(), 62)]);
    let long = files().into_iter().filter(|(_, name, _)| !is_test(name)).flat_map(|(_, name, text)| {
        let found = long_functions(&code(&text)).into_iter();
        found.map(move |(function, lines)| format!("{name}: {function} has {lines} lines"))
    });
    assert_eq!(long.collect::<Vec<_>>(), Vec::<String>::new());
}

/// A `static` may hold what never changes; what changes is the state of `site` and `serve`.
#[test]
fn no_static_holds_state() {
    const CHANGES: [&str; 8] =
        ["mut ", "Mutex", "RwLock", "Atomic", "OnceLock", "OnceCell", "LazyLock", "RefCell"];
    let mut wrong = Vec::new();
    for (_, name, text) in files().into_iter().filter(|(_, name, _)| !is_test(name)) {
        for line in code(&text).lines().map(str::trim_start) {
            let is_static = line.split(" static ").count() > 1 || line.starts_with("static ");
            if is_static && CHANGES.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{name}: {line}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_code_has_its_page() {
    let folder = root().join("src/diagnostic/codes");
    let mut pages: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().trim_end_matches(".md").to_owned())
        .collect();
    let mut codes: Vec<String> = bifold::diagnostic::codes().map(|code| code.name().to_owned()).collect();
    pages.sort();
    codes.sort();
    assert_eq!(pages, codes);
}
