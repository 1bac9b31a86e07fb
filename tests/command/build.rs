//! `bifold build`

use crate::handbook::{Handbook, bifold};
use std::collections::BTreeMap;

#[test]
fn a_new_handbook_builds_without_a_finding() {
    let book = Handbook::new();
    let run = book.run(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("Built ") && run.out.ends_with(": no errors or warnings.\n"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1);
    for file in ["index.html", "zh/index.html", "en/roles/gardener/index.html", "404.html", "sitemap.xml"] {
        assert!(book.path("public").join(file).is_file(), "{file}");
    }
}

#[test]
fn a_second_build_writes_nothing() {
    let book = Handbook::new();
    book.run(&["build"]);
    let before = book.tree("public");
    let run = book.run(&["build", "-v"]);
    let files = before.len() - 1; // the manifest
    assert!(run.err.contains(&format!("0 written, {files} unchanged, 0 removed")), "{}", run.err);
    let after = book.tree("public");
    let changed: Vec<_> = after.iter().filter(|(path, file)| before.get(*path) != Some(file)).collect();
    assert!(changed.iter().all(|(path, _)| *path == ".bifold-manifest"), "{changed:?}");
}

#[test]
fn only_what_differs_is_written_and_only_what_was_ours_is_removed() {
    let book = Handbook::new();
    book.run(&["build"]);
    book.write("public/CNAME", "book.example.org");
    book.write("public/zh/skills/notes.txt", "mine");
    let before = book.tree("public");
    for file in ["pruning.zh.md", "pruning.en.md"] {
        std::fs::remove_file(book.path("content/skills").join(file)).unwrap();
    }
    book.replace("content/home.zh.md", "或者", "也可以");
    book.replace("content/chapters/first-steps.zh.md", "skills = [\"pruning\"]\n", "");
    book.replace("content/chapters/first-steps.zh.md", "[[pruning]]", "修剪");
    book.replace("content/chapters/first-steps.en.md", "[[pruning]]", "pruning");
    book.replace("content/roles/gardener.zh.md", "skills = { essential = [\"pruning\"] }\n", "");
    let run = book.run(&["build", "-v"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let after = book.tree("public");
    assert!(before.contains_key("zh/skills/pruning/index.html"));
    assert!(!after.contains_key("zh/skills/pruning/index.html"));
    assert!(!book.path("public/zh/skills/pruning").exists(), "empty folders go");
    assert_eq!(after["CNAME"].0, b"book.example.org");
    assert_eq!(after["zh/skills/notes.txt"].0, b"mine");
    for (path, (bytes, time)) in &after {
        if let Some((old, was)) = before.get(path).filter(|_| path != ".bifold-manifest") {
            assert_eq!(old == bytes, was == time, "{path}: written if and only if it differs");
        }
    }
}

#[test]
fn a_build_with_errors_writes_nothing() {
    let book = Handbook::new();
    book.replace("content/home.en.md", "[[gardener]]", "[[gardner]]");
    let run = book.run(&["build"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("Not published: 1 error, 0 warnings."), "{}", run.err);
    assert!(!book.path("public").exists());
    assert_eq!(book.tree("").keys().filter(|path| path.contains("bifold-")).count(), 0);

    book.replace("content/home.en.md", "[[gardner]]", "[[gardener]]");
    assert_eq!(book.run(&["build"]).code, 0);
    let before = book.tree("public");
    book.replace("content/home.en.md", "[[gardener]]", "[[gardner]]");
    book.replace("content/home.zh.md", "岗位", "职业");
    assert_eq!(book.run(&["build"]).code, 1);
    assert_eq!(book.tree("public"), before);
}

#[test]
fn warnings_pass_unless_strict() {
    let book = Handbook::new();
    std::fs::remove_file(book.path("content/roles/gardener.en.md")).unwrap();
    let run = book.run(&["build"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("warning[missing-translation]"), "{}", run.err);
    assert!(run.out.ends_with(": 0 errors, 1 warning.\n"), "{}", run.out);
    let run = book.run(&["build", "--strict", "--out", "strict"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("error[missing-translation]"), "{}", run.err);
    assert!(!book.path("strict").exists());
}

#[test]
fn quiet_says_nothing_but_what_is_wrong() {
    let book = Handbook::new();
    let run = book.run(&["build", "-q"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    book.replace("content/home.en.md", "[[gardener]]", "[[gardner]]");
    let run = book.run(&["build", "--quiet"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("error[unresolved-link]"));
}

#[test]
fn verbose_says_times_and_counts() {
    let book = Handbook::new();
    let run = book.run(&["build", "--verbose"]);
    const STAGES: [&str; 6] = ["read", "parse", "link", "render", "other files", "search"];
    let tells = |err: &str, word: &str| {
        assert!(err.lines().any(|line| line.starts_with(&format!("  {word} "))), "{word}: {err}");
    };
    STAGES.iter().chain(&["write", "files to disk"]).for_each(|stage| tells(&run.err, stage));
    assert!(run.err.contains(" documents parsed") && run.err.contains(" written, "), "{}", run.err);
    // A run that finds errors, and one that only checks, say where the time went as well.
    book.write("content/home.zh.md", "+++\ntitle = \"园艺\"\n+++\n\n[[nobody]]\n");
    for command in ["build", "check"] {
        let run = book.run(&[command, "-v"]);
        assert_eq!(run.code, 1);
        STAGES.iter().for_each(|stage| tells(&run.err, stage));
    }
}

#[test]
fn another_folder_another_address() {
    let book = Handbook::new();
    let run = book.run(&["build", "--out", "../site", "--base-url", "https://books.example/garden"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = book.read("../site/zh/roles/gardener/index.html");
    assert!(
        page.contains("<link rel=\"canonical\" href=\"https://books.example/garden/zh/roles/gardener/\">")
    );
    assert!(!book.path("public").exists());
    for url in ["books.example", "https://", "https://books.example/?a", "ftp://books.example/"] {
        let run = book.run(&["build", "--base-url", url]);
        assert_eq!(run.code, 2, "{url}");
        assert!(run.err.contains("is no address to publish under"), "{}", run.err);
    }
}

#[test]
fn drafts_are_built_when_asked_for() {
    let book = Handbook::new();
    book.write("content/skills/grafting.zh.md", "+++\ntitle = \"嫁接\"\ndraft = true\n+++\n");
    assert_eq!(book.run(&["build"]).code, 0);
    assert!(!book.path("public/zh/skills/grafting").exists());
    assert_eq!(book.run(&["build", "--drafts"]).code, 1, "its group is missing");
    book.replace("content/skills/grafting.zh.md", "draft", "group = \"plants\"\ndraft");
    assert_eq!(book.run(&["build", "--drafts"]).code, 0);
    assert!(book.path("public/zh/skills/grafting/index.html").is_file());
}

#[test]
fn a_draft_s_files_are_not_published() {
    let book = Handbook::new();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>";
    book.write(
        "content/skills/grafting.zh.md",
        "+++\ntitle = \"嫁接\"\ngroup = \"plants\"\ndraft = true\n+++\n",
    );
    book.write("content/skills/grafting/secret.svg", svg);
    book.write("content/skills/pruning/known.svg", svg);
    let published = |name: &str| book.tree("public").into_keys().any(|path| path.contains(name));
    assert_eq!(book.run(&["build"]).code, 0);
    assert_eq!((published("secret"), published("known")), (false, true));
    assert_eq!(book.run(&["build", "--drafts"]).code, 0);
    assert!(published("secret"));
}

#[test]
fn untrusted_content_shows_its_html_as_text() {
    let book = Handbook::new();
    book.write("site.toml", book.read("site.toml") + "\n[markdown]\nhtml = \"trusted\"\n");
    book.replace("content/home.en.md", "Begin", "<b class=\"x\">Begin</b>");
    assert_eq!(book.run(&["build"]).code, 0);
    assert!(book.read("public/en/index.html").contains("<b class=\"x\">Begin</b>"));
    let run = book.run(&["build", "--untrusted", "--out", "preview"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("error[raw-html]"), "{}", run.err);
}

#[test]
fn the_site_is_found_from_below_and_by_name() {
    let book = Handbook::new();
    let run = bifold(&book.path("content/roles"), &["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(book.path("public/index.html").is_file(), "the output lies in the root");
    let elsewhere = tempfile::tempdir().unwrap();
    let root = book.root();
    let run = bifold(elsewhere.path(), &["build", "--root", root.to_str().unwrap(), "--out", "here"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(elsewhere.path().join("here/index.html").is_file(), "paths are relative to the current folder");

    let run = bifold(elsewhere.path(), &["build"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("there is no site.toml here or in a folder above"), "{}", run.err);
    assert!(run.err.contains("bifold init"), "{}", run.err);
    let run = bifold(elsewhere.path(), &["check", "--root", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no site.toml in nowhere"), "{}", run.err);
}

#[test]
fn wrong_arguments_are_answered_with_help() {
    let book = Handbook::new();
    for arguments in [&["biuld"][..], &["build", "--nope"], &["check", "--format", "xml"], &[]] {
        let run = book.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains("Usage") || run.err.contains("possible values"), "{}", run.err);
    }
    assert!(book.run(&["biuld"]).err.contains("build"), "the nearest command is named");
    let run = book.run(&["--help"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for command in ["build", "check", "serve", "new", "init", "explain"] {
        assert!(run.out.contains(command), "{command}");
        assert_eq!(book.run(&[command, "--help"]).code, 0);
    }
    let run = book.run(&["--version"]);
    assert_eq!((run.code, run.out.as_str()), (0, concat!("bifold ", env!("CARGO_PKG_VERSION"), "\n")));
}

#[test]
fn threads_and_folders_make_no_difference() {
    let trees: Vec<BTreeMap<_, _>> = ["1", "2", "7"]
        .iter()
        .map(|threads| {
            let book = Handbook::new();
            let status = std::process::Command::new(env!("CARGO_BIN_EXE_bifold"))
                .args(["build", "--quiet"])
                .current_dir(book.root())
                .env("RAYON_NUM_THREADS", threads)
                .env("LANG", "tr_TR.UTF-8")
                .env("TZ", "Pacific/Kiritimati")
                .status();
            assert!(status.unwrap().success());
            book.tree("public").into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
        })
        .collect();
    assert!(trees.iter().all(|tree| *tree == trees[0]));
}
