//! What a build keeps for the next one: it saves work and never changes what comes of it.

use crate::handbook::{Handbook, Run};
use std::collections::BTreeMap;

/// The files of a folder without their times.
fn files(book: &Handbook, folder: &str) -> BTreeMap<String, Vec<u8>> {
    book.tree(folder).into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

/// Builds with what is kept, and anew into another folder: both say and write the same.
fn builds_as_anew(book: &Handbook, options: &[&str]) -> Run {
    let warm = book.run(&[&["build", "-v"], options].concat());
    let anew = book.run(&[&["build", "-v", "--no-cache", "--out", "anew"], options].concat());
    let found = |run: &Run| {
        let stage = |line: &&str| !line.starts_with("  ") || line.contains('|');
        run.err.replace("anew", "public").lines().filter(stage).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!((warm.code, found(&warm)), (anew.code, found(&anew)));
    let (warm_files, anew_files) = (files(book, "public"), files(book, "anew"));
    let differ: Vec<_> =
        anew_files.iter().filter(|(path, bytes)| warm_files.get(*path) != Some(bytes)).collect();
    assert!(differ.is_empty() && warm_files.len() == anew_files.len(), "{:?}", differ.first());
    warm
}

/// How many documents were parsed and how many pages rendered.
fn work(run: &Run) -> (usize, usize) {
    let number = |words: &str| {
        let before = run.err.split(words).next().unwrap();
        before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
    };
    (number(" documents parsed"), number(" rendered"))
}

/// A handbook with a warning in a text, built once.
fn built() -> (Handbook, (usize, usize)) {
    let book = Handbook::new();
    book.replace("content/home.zh.md", "或者", "或者,");
    let first = book.run(&["build", "-v"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("half-width"), "{}", first.err);
    let all = work(&first);
    (book, all)
}

#[test]
fn a_build_after_an_edit_makes_what_differs_and_says_all_that_it_said() {
    let (book, all) = built();
    assert!(all.0 > 6 && all.1 > 20, "{all:?}");
    assert_eq!(work(&builds_as_anew(&book, &[])), (0, 0));
    book.replace("content/skills/pruning.en.md", "\n+++\n\n", "\n+++\n\nAnother sentence.\n\n");
    let (parsed, rendered) = work(&builds_as_anew(&book, &[]));
    assert!(parsed == 1 && (1..all.1 / 2).contains(&rendered), "{parsed} {rendered}");
    std::fs::remove_file(book.path("content/skills/pruning.en.md")).unwrap();
    book.write("content/pages/a.en.md", "+++\ntitle = \"A\"\norigin = \"en\"\n+++\n\nText.\n");
    assert_eq!(work(&builds_as_anew(&book, &[])).0, 1, "texts keep their places in the list");
}

#[test]
fn other_settings_find_nothing_that_does_not_hold() {
    let (book, _) = built();
    book.write("content/pages/a.en.md", "+++\ntitle = \"A\"\ndraft = true\norigin = \"en\"\n+++\n\nText.\n");
    for options in [&["--drafts"][..], &["--base-url", "https://example.com/a/"], &["--untrusted"], &[]] {
        builds_as_anew(&book, options);
    }
    book.write("themes/default/templates/footer.html", "<footer>{{ site.title }}</footer>\n");
    builds_as_anew(&book, &[]);
    let site = book.read("site.toml");
    book.write("site.toml", format!("{site}\n[limits]\noutput_bytes = 100\n"));
    let run = book.run(&["build"]);
    assert!(run.code == 1 && run.err.contains("page-too-large"), "{}", run.err);
}

#[test]
fn a_folder_that_somebody_changed_is_set_right() {
    let (book, all) = built();
    book.write("public/zh/index.html", "changed");
    std::fs::remove_file(book.path("public/en/roles/gardener/index.html")).unwrap();
    assert_eq!(work(&builds_as_anew(&book, &[])), (0, 2));
    std::fs::remove_dir_all(book.path("public")).unwrap();
    assert_eq!(work(&builds_as_anew(&book, &[])), (0, all.1));
}

#[test]
fn files_that_only_move_are_right_whatever_became_of_the_old_ones() {
    let (book, _) = built();
    let shards = |book: &Handbook| -> Vec<String> {
        let is_ours = |path: &String| path.starts_with("assets/search/en-");
        files(book, "public").into_keys().filter(is_ours).collect()
    };
    let old = shards(&book);
    assert!(old.len() > 3, "{old:?}");
    let sentence = |words: &str| book.replace("content/skills/pruning.en.md", "\n+++\n\n", words);
    sentence("\n+++\n\nAnother sentence.\n\n");
    builds_as_anew(&book, &[]);
    assert!(shards(&book).iter().all(|path| !old.contains(path)), "the folder is named after what it holds");
    for path in shards(&book) {
        book.write(&format!("public/{path}"), "changed");
    }
    sentence("\n+++\n\nOne more.\n\n");
    builds_as_anew(&book, &[]);
}

#[test]
fn what_is_damaged_is_as_if_it_were_not_there() {
    let (book, all) = built();
    let names: Vec<String> = files(&book, ".bifold").into_keys().collect();
    assert_eq!(names, [".gitignore", "CACHEDIR.TAG", "pages", "paths", "texts", "words-en", "words-zh"]);
    let names = &names[2..];
    let read = |name: &str| std::fs::read(book.path(".bifold").join(name)).unwrap();
    for name in names {
        let whole = read(name);
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 4;
        let other = read(if name == "pages" { "texts" } else { "pages" });
        for bytes in [&whole[..whole.len() / 3], b"", &flipped, &other] {
            book.write(&format!(".bifold/{name}"), bytes);
            builds_as_anew(&book, &[]);
            assert_eq!(read(name), whole, "it is made again");
        }
    }
    // Where the paths are not those of the texts, no place of a text may be believed.
    let mut paths = book.tree(".bifold").remove("paths").unwrap().0;
    paths.truncate(0);
    book.write(".bifold/paths", paths);
    book.write("content/pages/aaa.en.md", "+++\ntitle = \"A\"\norigin = \"en\"\n+++\n\nText,文字。\n");
    let run = builds_as_anew(&book, &[]);
    assert!(work(&run).0 > all.0 / 2, "{}", run.err);
}

#[test]
fn a_build_that_fails_or_is_told_so_leaves_it_as_it_is() {
    let (book, all) = built();
    let before = book.tree(".bifold");
    assert_eq!(work(&book.run(&["build", "-v", "--no-cache"])), all);
    assert_eq!(book.tree(".bifold"), before);
    book.replace("content/home.en.md", "[[gardener]]", "[[gardner]]");
    assert_eq!(book.run(&["build"]).code, 1);
    assert_eq!(book.run(&["build"]).code, 1, "an error is told at each build");
    assert_eq!(book.tree(".bifold"), before);
    let fresh = Handbook::new();
    assert_eq!(fresh.run(&["build", "--no-cache"]).code, 0);
    assert!(!fresh.path(".bifold").exists());
    assert_eq!(fresh.run(&["check"]).code, 0);
    assert!(!fresh.path(".bifold").exists());
}

#[test]
fn where_nothing_can_be_kept_the_site_is_built_all_the_same() {
    let book = Handbook::new();
    book.write(".bifold", "a file");
    let run = book.run(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let run = book.run(&["build", "-v"]);
    assert!(run.err.contains("Nothing is kept for the next build: cannot write "), "{}", run.err);
    assert_eq!(book.read(".bifold"), "a file");
}

#[test]
fn a_page_that_fails_fails_again() {
    let (book, _) = built();
    book.write(
        "themes/default/templates/role.html",
        "{% extends \"builtin/role.html\" %}{% block main %}{{ page.head.nothing.at_all }}{% endblock %}",
    );
    let first = book.run(&["build"]);
    assert_eq!(first.code, 1, "{}", first.err);
    assert_eq!(book.run(&["build"]).err, first.err);
}
