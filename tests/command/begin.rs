//! `bifold init`, `bifold new`, `bifold explain`

use crate::handbook::{Handbook, bifold};

#[test]
fn init_writes_over_nothing() {
    let book = Handbook::new();
    let before = book.tree("");
    let run = book.run(&["init"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("has a site.toml already"), "{}", run.err);
    assert_eq!(book.tree(""), before);
}

#[test]
fn init_makes_its_folder_and_uses_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let run = bifold(folder.path(), &["init", "a/b"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("bifold serve"), "{}", run.out);
    assert_eq!(bifold(&folder.path().join("a/b"), &["build", "--strict"]).code, 0);
    std::fs::create_dir(folder.path().join("c")).unwrap();
    assert_eq!(bifold(&folder.path().join("c"), &["init"]).code, 0);
    assert!(folder.path().join("c/content/home.zh.md").is_file());
    // A repository that was begun elsewhere keeps its own list of what is not kept.
    std::fs::create_dir(folder.path().join("d")).unwrap();
    std::fs::write(folder.path().join("d/.gitignore"), "*~\n").unwrap();
    let run = bifold(&folder.path().join("d"), &["init"]);
    assert!(run.code == 0 && run.out.contains("Add /public and /.bifold to .gitignore"), "{}", run.out);
    assert_eq!(std::fs::read_to_string(folder.path().join("d/.gitignore")).unwrap(), "*~\n");
}

#[test]
fn new_begins_an_entry_in_every_language() {
    let book = Handbook::new();
    for (kind, slug) in [("role", "landscape-architect"), ("skill", "grafting"), ("chapter", "a-year")] {
        let run = book.run(&["new", kind, slug, "--title", "zh=新的“一篇”", "--title", "en=A \"new\" one"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{kind}");
        for locale in ["zh", "en"] {
            let path = format!("content/{kind}s/{slug}.{locale}.md");
            assert!(run.out.contains(&format!("Wrote {path}")), "{}", run.out);
            let text = book.read(&path);
            assert!(text.contains("draft = true"), "{text}");
            let neutral = ["group = ", "roles = ["].iter().any(|field| text.contains(field));
            assert_eq!(neutral, locale == "zh", "neutral fields stand in the origin");
        }
    }
    let run = book.run(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "drafts break nothing");
    book.replace("site.toml", "[\"first-steps\"]", "[\"first-steps\", \"a-year\"]");
    let run = book.run(&["build", "--drafts"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(book.read("public/en/roles/landscape-architect/index.html").contains("A &quot;new&quot; one"));
}

#[test]
fn new_says_where_a_chapter_belongs() {
    let book = Handbook::new();
    let run = book.run(&["new", "chapter", "a-year", "--part", "start"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("Added \"a-year\" to the part `start`"), "{}", run.out);
    assert!(book.read("site.toml").contains("\nchapters = [\"first-steps\", \"a-year\"]\n"));
    assert_eq!(book.run(&["check", "--drafts"]).code, 0);
    let run = book.run(&["new", "chapter", "c-year"]);
    assert!(run.out.contains("Now add \"c-year\" to `chapters` of a part"), "{}", run.out);
    let run = book.run(&["new", "chapter", "b-year", "--part", "strat"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("the parts in site.toml are start"), "{}", run.err);
}

#[test]
fn new_refuses_what_would_not_build() {
    let book = Handbook::new();
    let before = book.tree("content");
    for (arguments, why) in [
        (&["new", "role", "Data_Engineer"][..], "cannot be a slug"),
        (&["new", "role", "pruning"], "the slug `pruning` is taken by content/skills/pruning.en.md"),
        (&["new", "role", "home"], "is taken by content/home.en.md"),
        (&["new", "skill", "grafting", "--part", "start"], "names no part for a chapter"),
        (&["new", "skill", "grafting", "--title", "Grafting"], "does not say its language"),
        (&["new", "skill", "grafting", "--title", "fr=Greffe"], "is no language of this site"),
        (&["new", "page", "about"], "possible values"),
    ] {
        let run = book.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
    }
    assert_eq!(book.tree("content"), before);
}

#[test]
fn new_needs_a_site_toml_that_can_be_read() {
    let book = Handbook::new();
    book.replace("site.toml", "name = \"English\"", "nmae = \"English\"");
    let before = book.tree("content");
    let run = book.run(&["new", "skill", "grafting"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("error[unknown-field]") && run.err.contains("site.toml:15:1"), "{}", run.err);
    assert_eq!(book.tree("content"), before);
}

#[test]
fn explain_shows_a_code_s_page() {
    let folder = tempfile::tempdir().unwrap();
    let run = bifold(folder.path(), &["explain", "unresolved-link"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("unresolved-link (error)\n\n"), "{}", run.out);
    assert!(run.out.contains("\nHow to mend it\n"), "{}", run.out);
    assert!(!run.out.contains("```"), "{}", run.out);
    let run = bifold(folder.path(), &["explain", "unresolved-lnk"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("did you mean `unresolved-link`"), "{}", run.err);
    let all = bifold(folder.path(), &["explain"]).out;
    for code in bifold::diagnostic::codes() {
        assert!(all.lines().any(|line| line.ends_with(&format!(" {}", code.name()))), "{}", code.name());
        let run = bifold(folder.path(), &["explain", code.name()]);
        assert!(run.code == 0 && run.out.lines().count() > 5, "{}", code.name());
    }
}
