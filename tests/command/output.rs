//! Folders that no build may fill, and those that it may.

use crate::handbook::Handbook;

/// Runs a build that must be refused, and leave everything as it was.
fn refused(book: &Handbook, out: &str, why: &str) {
    let before = book.tree("..");
    let run = book.run(&["build", "--out", out]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{out}: {}", run.err);
    assert!(run.err.contains(why), "{out}: {}", run.err);
    assert!(run.err.contains("help: "), "{out}: {}", run.err);
    assert_eq!(book.tree(".."), before, "{out}");
}

#[test]
fn a_folder_of_somebody_else_is_refused_until_it_is_adopted() {
    let book = Handbook::new();
    book.write("../thesis/chapter.tex", "years of work");
    book.write("../thesis/index.html", "not ours");
    refused(&book, "../thesis", "was not made by Bifold (it holds chapter.tex, index.html)");
    let run = book.run(&["build", "--out", "../thesis", "--adopt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(book.read("../thesis/chapter.tex"), "years of work");
    assert!(book.read("../thesis/index.html").starts_with("<!DOCTYPE html>"));
    assert_eq!(book.run(&["build", "--out", "../thesis"]).code, 0, "it is ours from now on");
    assert_eq!(book.read("../thesis/chapter.tex"), "years of work");
}

#[test]
fn the_site_s_own_folders_are_refused() {
    let book = Handbook::new();
    refused(&book, ".", "holds the site's own sources");
    refused(&book, "..", "holds the site's own sources");
    refused(&book, "/", "is the root of the disk");
    refused(&book, "content", "lies among the site's sources");
    refused(&book, "content/public", "lies among the site's sources");
    refused(&book, "x/../themes/new", "lies among the site's sources");
    refused(&book, ".bifold/site", "lies among the site's sources");
    refused(&book, "site.toml", "is no folder");
}

#[test]
fn an_empty_folder_and_a_new_one_are_filled() {
    let book = Handbook::new();
    std::fs::create_dir(book.path("empty")).unwrap();
    assert_eq!(book.run(&["build", "--out", "empty"]).code, 0);
    assert_eq!(book.run(&["build", "--out", "a/b/c"]).code, 0);
    assert!(book.path("a/b/c/index.html").is_file());
}

#[test]
fn a_manifest_that_was_cut_off_makes_nothing_of_others_ours() {
    let book = Handbook::new();
    assert_eq!(book.run(&["build"]).code, 0);
    let manifest = book.read("public/.bifold-manifest");
    let forged =
        format!("{}00 1 ../site.toml\n00 1 /etc/hostname\nnonsense\n", manifest.split("end").next().unwrap());
    book.write("public/.bifold-manifest", forged);
    assert_eq!(book.run(&["build"]).code, 0);
    assert!(book.path("site.toml").is_file());
    book.write("public/.bifold-manifest", "");
    assert_eq!(book.run(&["build"]).code, 0);
    assert_eq!(book.read("public/.bifold-manifest"), manifest);
}

#[test]
fn what_a_killed_build_left_is_cleared() {
    let book = Handbook::new();
    book.write(".public.bifold-staging/zh/index.html", "half");
    assert_eq!(book.run(&["build"]).code, 0);
    assert!(!book.path(".public.bifold-staging").exists());
    assert!(!book.read("public/zh/index.html").contains("half"));
}

#[test]
fn a_disk_that_will_not_is_told() {
    let book = Handbook::new();
    book.write("file", "");
    let run = book.run(&["build", "--out", "file/public"]);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.starts_with("error: cannot "), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn links_are_looked_through() {
    let book = Handbook::new();
    book.write("../elsewhere/keep", "");
    std::os::unix::fs::symlink(book.path("../elsewhere"), book.path("link")).unwrap();
    refused(&book, "link", "is a symbolic link");
    std::os::unix::fs::symlink(book.path("content"), book.path("../way")).unwrap();
    refused(&book, "../way/public", "lies among the site's sources");
}
