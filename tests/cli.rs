//! The real binary: what it writes, what it says, and how it exits.
#![allow(clippy::unwrap_used)] // a test that cannot go on ends here

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;
use tempfile::TempDir;

const SITE: &[(&str, &str)] = &[
    (
        "site.toml",
        r#"base_url = "https://example.org/"
default_language = "zh"

[languages.zh]
tag = "zh-Hans"
name = "简体中文"
short = "中文"
title = "园艺手册"
description = "写给想以园艺为业的人。"

[languages.en]
tag = "en"
name = "English"
short = "EN"
title = "Gardening handbook"
description = "For people who want to work with plants."

[role_groups]
core = { zh = "核心岗位", en = "Core roles" }

[skill_groups]
plants = { zh = "植物", en = "Plants" }

[[parts]]
slug = "start"
title = { zh = "入门", en = "Getting started" }
chapters = ["first-steps"]
"#,
    ),
    ("content/sources.toml", "[own]\ntitle = \"Own experience\"\ndate = \"undated\"\nlanguage = \"en\"\n"),
    (
        "content/home.zh.md",
        "+++\ntitle = \"园艺手册\"\nsummary = \"植物。\"\n+++\n\n从[[first-steps]]开始。\n",
    ),
    (
        "content/home.en.md",
        "+++\ntitle = \"Handbook\"\nsummary = \"Plants.\"\n+++\n\nBegin with [[first-steps]].\n",
    ),
    (
        "content/chapters/first-steps.zh.md",
        "+++\ntitle = \"第一步\"\nsummary = \"开始。\"\nsources = [\"own\"]\nroles = [\"gardener\"]\nskills = [\"pruning\"]\n+++\n\n## 从哪里开始 {#where}\n\n再学[[pruning]]。\n",
    ),
    ("content/chapters/first-steps.en.md", CHAPTER_EN),
    ("content/roles/gardener.zh.md", ROLE_ZH),
    (
        "content/roles/gardener.en.md",
        "+++\ntitle = \"Gardener\"\nsummary = \"Looks after plants.\"\n+++\n\n## The work {#work}\n\nPlant in spring.\n",
    ),
    ("content/skills/pruning.zh.md", SKILL_ZH),
    (
        "content/skills/pruning.en.md",
        "+++\ntitle = \"Pruning\"\nsummary = \"Knowing where to cut.\"\n+++\n\n## What it is {#what}\n\nThe right branch.\n",
    ),
];

const CHAPTER_EN: &str = "+++\ntitle = \"First steps\"\nsummary = \"Begin.\"\n+++\n\n## Where to begin {#where}\n\nThen learn [[pruning]].\n";
const ROLE_ZH: &str = "+++\ntitle = \"园艺师\"\nsummary = \"照料植物。\"\nsources = [\"own\"]\n\ngroup = \"core\"\nskills = { essential = [\"pruning\"] }\n+++\n\n## 工作内容 {#work}\n\n春天种。\n";
const SKILL_ZH: &str = "+++\ntitle = \"修剪\"\nsummary = \"知道剪哪里。\"\nsources = [\"own\"]\n\ngroup = \"plants\"\ntype = \"skill\"\n+++\n\n## 是什么 {#what}\n\n剪掉对的枝条。\n";
/// Half-width comma between Chinese characters: a warning that `--fix` mends.
const WARNED: &str =
    "+++\ntitle = \"园艺手册\"\nsummary = \"植物。\"\n+++\n\n从[[first-steps]]开始,慢慢来。\n";
const DEAD_LINK: &str = "+++\ntitle = \"Handbook\"\nsummary = \"Plants.\"\n+++\n\nSee [[prunning]].\n";

fn site() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in SITE {
        put(folder.path(), path, text.as_bytes());
    }
    folder
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

fn command(here: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bifold"));
    command.current_dir(here).args(arguments).env_remove("COLUMNS").env("NO_COLOR", "1");
    command
}

/// What a run gave: its exit code, standard output and standard error.
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: &Output) -> Run {
        let run = Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        };
        assert!(!run.all().contains("panicked"), "{}", run.all());
        assert!(!run.all().contains("failed inside"), "{}", run.all());
        run
    }

    fn all(&self) -> String {
        format!("exit {}\nstdout:\n{}\nstderr:\n{}", self.code, self.out, self.err)
    }

    #[track_caller]
    fn exits(self, code: i32) -> Run {
        assert!(self.code == code, "expected exit {code}: {}", self.all());
        self
    }
}

fn run(here: &Path, arguments: &[&str]) -> Run {
    Run::of(&command(here, arguments).output().unwrap())
}

/// All files below a folder with their bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn modified(path: PathBuf) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn a_build_writes_the_site_and_says_so_in_one_line() {
    let site = site();
    let built = run(site.path(), &["build"]).exits(0);
    assert!(built.err.is_empty(), "{}", built.all());
    assert!(built.out.lines().count() == 1, "{}", built.all());
    assert!(
        built.out.starts_with("Built ") && built.out.contains(" pages in 2 languages in "),
        "{}",
        built.out
    );
    assert!(built.out.ends_with(": no errors or warnings.\n"), "{}", built.out);
    for page in ["index.html", "404.html", "zh/index.html", "en/index.html"] {
        assert!(site.path().join("public").join(page).is_file(), "{page} is missing");
    }
    for entry in ["roles/gardener", "skills/pruning"] {
        for locale in ["zh", "en"] {
            let page = site.path().join(format!("public/{locale}/{entry}/index.html"));
            assert!(page.is_file(), "{} is missing", page.display());
        }
    }
    let quiet = run(site.path(), &["build", "-q"]).exits(0);
    assert!(quiet.out.is_empty() && quiet.err.is_empty(), "{}", quiet.all());
}

#[test]
fn a_build_finds_its_site_from_a_folder_below_and_by_name() {
    let site = site();
    run(&site.path().join("content/roles"), &["build"]).exits(0);
    let first = tree(&site.path().join("public"));
    let elsewhere = TempDir::new().unwrap();
    let root = site.path().to_str().unwrap();
    run(elsewhere.path(), &["build", "--root", root, "--out", "out"]).exits(0);
    assert!(tree(&elsewhere.path().join("out")) == first, "the same site from another folder differs");
}

#[test]
fn a_build_with_an_error_leaves_the_old_site() {
    let site = site();
    put(site.path(), "content/home.en.md", DEAD_LINK.as_bytes());
    let failed = run(site.path(), &["build"]).exits(1);
    assert!(failed.out.is_empty() && failed.err.contains("Not published"), "{}", failed.all());
    assert!(!site.path().join("public").exists(), "a build with an error made its folder");
    put(site.path(), "content/home.en.md", SITE[3].1.as_bytes());
    run(site.path(), &["build"]).exits(0);
    let old = tree(site.path());
    put(site.path(), "content/home.en.md", DEAD_LINK.as_bytes());
    let failed = run(site.path(), &["build"]).exits(1);
    assert!(
        failed.err.contains("unresolved-link") && failed.err.contains("content/home.en.md:6:"),
        "{}",
        failed.err
    );
    put(site.path(), "content/home.en.md", SITE[3].1.as_bytes());
    assert!(tree(site.path()) == old, "a build with an error changed something");
}

#[test]
fn only_what_differs_is_written_and_only_ours_is_removed() {
    let site = site();
    run(site.path(), &["build"]).exits(0);
    let public = site.path().join("public");
    put(&public, "CNAME", b"example.org\n");
    put(&public, "en/skills/pruning/notes.txt", b"not ours\n");
    let (same, other) =
        (public.join("zh/roles/gardener/index.html"), public.join("en/roles/gardener/index.html"));
    let long_ago = SystemTime::now() - std::time::Duration::from_secs(1000);
    for file in [&same, &other] {
        fs::File::options().write(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    let before = (modified(same.clone()), modified(other.clone()));
    let text = SITE[7].1.replace("Plant in spring", "Plant in autumn");
    put(site.path(), "content/roles/gardener.en.md", text.as_bytes());
    run(site.path(), &["build"]).exits(0);
    assert!(modified(same) == before.0, "a page that did not change was written");
    assert!(modified(other.clone()) != before.1, "a page that changed was not written");
    assert!(fs::read_to_string(other).unwrap().contains("Plant in autumn"));

    for locale in ["zh", "en"] {
        fs::remove_file(site.path().join(format!("content/skills/pruning.{locale}.md"))).unwrap();
        let path = format!("content/chapters/first-steps.{locale}.md");
        let text = fs::read_to_string(site.path().join(&path)).unwrap();
        put(
            site.path(),
            &path,
            text.replace("[[pruning]]", "").replace("skills = [\"pruning\"]\n", "").as_bytes(),
        );
    }
    let role = ROLE_ZH.replace("skills = { essential = [\"pruning\"] }\n", "");
    put(site.path(), "content/roles/gardener.zh.md", role.as_bytes());
    run(site.path(), &["build"]).exits(0);
    assert!(!public.join("zh/skills/pruning").exists(), "a page without source stays");
    assert!(!public.join("en/skills/pruning/index.html").exists(), "a page without source stays");
    assert!(fs::read(public.join("CNAME")).unwrap() == b"example.org\n");
    assert!(fs::read(public.join("en/skills/pruning/notes.txt")).unwrap() == b"not ours\n");
}

#[test]
fn an_output_folder_that_is_not_ours_is_refused() {
    let site = site();
    put(site.path(), "public/letter.txt", b"dear");
    let refused = run(site.path(), &["build"]).exits(2);
    assert!(refused.err.contains("was not made by Bifold (it holds letter.txt)"), "{}", refused.err);
    assert!(refused.err.contains("--adopt"), "{}", refused.err);
    assert!(tree(&site.path().join("public")).len() == 1, "a refused folder was written to");
    run(site.path(), &["build", "--adopt"]).exits(0);
    assert!(site.path().join("public/index.html").is_file());
    assert!(fs::read(site.path().join("public/letter.txt")).unwrap() == b"dear");
    run(site.path(), &["build"]).exits(0);
    for folder in [".", "..", "/", "content", "content/out", "themes/out", "site.toml"] {
        let refused = run(site.path(), &["build", "--adopt", "--out", folder]).exits(2);
        assert!(refused.err.starts_with("error: ") && refused.err.contains("help: "), "{}", refused.all());
    }
    put(site.path(), "empty/x", b"");
    fs::remove_file(site.path().join("empty/x")).unwrap();
    run(site.path(), &["build", "--out", "empty"]).exits(0);
}

#[cfg(unix)]
#[test]
fn an_output_folder_behind_a_symbolic_link_is_refused() {
    let site = site();
    fs::create_dir(site.path().join("real")).unwrap();
    std::os::unix::fs::symlink("real", site.path().join("public")).unwrap();
    let refused = run(site.path(), &["build", "--adopt"]).exits(2);
    assert!(refused.err.contains("symbolic link"), "{}", refused.err);
}

#[test]
fn without_a_site_there_is_nothing_to_do() {
    let empty = TempDir::new().unwrap();
    for arguments in [
        &["build"][..],
        &["check"],
        &["serve"],
        &["new", "role", "gardener"],
        &["build", "--root", "."],
        &["check", "--root", "not-there"],
    ] {
        let run = run(empty.path(), arguments).exits(2);
        assert!(
            run.err.contains("there is no site.toml") && run.err.contains("bifold init"),
            "{}",
            run.all()
        );
    }
    assert!(tree(empty.path()).is_empty());
}

#[test]
fn bad_arguments_exit_2_and_help_0() {
    let site = site();
    for arguments in [
        &[][..],
        &["biuld"],
        &["build", "--nothing"],
        &["build", "extra"],
        &["check", "--format", "xml"],
        &["check", "--dry-run"],
        &["check", "--color", "red"],
        &["build", "--base-url", "example.org"],
        &["serve", "--port", "70000"],
        &["new", "role"],
        &["new", "job", "gardener"],
        &["new", "role", "Head Gardener"],
        &["new", "role", "pruning"],
        &["new", "role", "florist", "--title", "Florist"],
        &["new", "role", "florist", "--title", "fr=Fleuriste"],
        &["new", "chapter", "winter", "--part", "strat"],
        &["explain", "unresolved-lnk"],
    ] {
        let run = run(site.path(), arguments).exits(2);
        assert!(!run.err.is_empty() && run.out.is_empty(), "{arguments:?}: {}", run.all());
    }
    for arguments in [&["--help"][..], &["build", "--help"], &["--version"]] {
        let run = run(site.path(), arguments).exits(0);
        assert!(run.err.is_empty() && !run.out.is_empty(), "{}", run.all());
    }
}

#[test]
fn check_exits_by_what_it_finds_and_writes_nothing() {
    let site = site();
    let before = tree(site.path());
    let clean = run(site.path(), &["check", "--format", "short"]).exits(0);
    assert!(clean.out.is_empty() && clean.err.ends_with("no errors or warnings.\n"), "{}", clean.all());
    assert!(tree(site.path()) == before, "check wrote something");

    put(site.path(), "content/home.zh.md", WARNED.as_bytes());
    let place = "content/home.zh.md:6:19";
    let warned = run(site.path(), &["check", "--format", "short"]).exits(0);
    assert!(warned.out.starts_with(&format!("{place} warning[half-width-punctuation] ")), "{}", warned.all());
    let strict = run(site.path(), &["check", "--format", "short", "--strict"]).exits(1);
    assert!(strict.out.starts_with(&format!("{place} error[half-width-punctuation] ")), "{}", strict.all());
    run(site.path(), &["build", "--strict"]).exits(1);
    assert!(!site.path().join("public").exists(), "a strict build with a warning was published");
    let built = run(site.path(), &["build"]).exits(0);
    assert!(built.out.ends_with(": 0 errors, 1 warning.\n"), "{}", built.all());

    put(site.path(), "content/home.en.md", DEAD_LINK.as_bytes());
    let found = run(site.path(), &["check", "--format", "short"]).exits(1);
    assert!(found.err.contains("1 error, 1 warning"), "{}", found.all());
}

/// The example site with an error and a warning.
fn with_findings() -> TempDir {
    let site = site();
    put(site.path(), "content/home.zh.md", WARNED.as_bytes());
    put(site.path(), "content/home.en.md", DEAD_LINK.as_bytes());
    site
}

#[test]
fn short_findings_are_one_line_each() {
    let site = with_findings();
    let short = run(site.path(), &["check", "--format", "short"]).exits(1);
    let lines: Vec<&str> = short.out.lines().collect();
    assert!(lines.len() == 2, "{}", short.all());
    assert!(lines[0].starts_with("content/home.en.md:6:7 error[unresolved-link] "), "{}", lines[0]);
    assert!(lines[0].contains("did you mean"), "{}", lines[0]);
    assert!(lines[1].starts_with("content/home.zh.md:6:19 warning[half-width-punctuation] "), "{}", lines[1]);
}

#[test]
fn human_findings_have_their_caret_under_the_place() {
    let site = with_findings();
    let human = run(site.path(), &["check"]).exits(1);
    let lines: Vec<&str> = human.out.lines().collect();
    let at = lines.iter().position(|line| line.contains("See [[prunning]].")).unwrap();
    let caret = lines[at + 1].find('^').unwrap();
    assert!(lines[at].find("[[prunning").unwrap().abs_diff(caret) <= 2, "{}", human.out);
    assert!(human.out.contains("content/home.zh.md:6:19"), "{}", human.out);
    assert!(!human.out.contains('\x1b'), "colour without a terminal: {}", human.out);
    assert!(run(site.path(), &["check", "--color", "always"]).exits(1).out.contains('\x1b'));
}

#[test]
fn json_findings_are_one_object_a_line() {
    let site = with_findings();
    let json = run(site.path(), &["check", "--format", "json"]).exits(1);
    let found: Vec<Value> = json.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(found.len() == 2, "{}", json.out);
    let members =
        ["code", "severity", "path", "line", "column", "end_line", "end_column", "message", "help", "edits"];
    for finding in &found {
        let object = finding.as_object().unwrap();
        assert!(members.iter().all(|member| object.contains_key(*member)), "{finding}");
        assert!(object.len() == members.len(), "{finding}");
    }
    let warned = &found[1];
    assert!(warned["code"] == "half-width-punctuation" && warned["severity"] == "warning", "{warned}");
    assert!(warned["path"] == "content/home.zh.md", "{warned}");
    let place = ["line", "column", "end_line", "end_column"].map(|member| warned[member].as_u64().unwrap());
    assert!(place == [6, 19, 6, 20], "{warned}");
    assert!(warned["edits"][0]["replacement"] == "，", "{warned}");
}

#[test]
fn github_findings_are_workflow_commands() {
    let site = with_findings();
    let github = run(site.path(), &["check", "--format", "github"]).exits(1);
    let lines: Vec<&str> = github.out.lines().collect();
    assert!(lines.len() == 2, "{}", github.out);
    assert!(lines[0].starts_with("::error file=content/home.en.md,line=6,col=7,"), "{}", lines[0]);
    assert!(lines[0].contains(",title=unresolved-link::"), "{}", lines[0]);
    assert!(lines[1].starts_with("::warning file=content/home.zh.md,line=6,col=19,"), "{}", lines[1]);
}

#[test]
fn sarif_findings_are_one_log() {
    let site = with_findings();
    let sarif = run(site.path(), &["check", "--format", "sarif"]).exits(1);
    let log: Value = serde_json::from_str(&sarif.out).unwrap();
    assert!(log["version"] == "2.1.0", "{log}");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() == 2, "{log}");
    assert!(results[0]["ruleId"] == "unresolved-link" && results[0]["level"] == "error", "{log}");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert!(place["artifactLocation"]["uri"] == "content/home.en.md", "{log}");
    assert!(place["region"]["startLine"] == 6, "{log}");
    put(site.path(), "content/home.zh.md", SITE[2].1.as_bytes());
    put(site.path(), "content/home.en.md", SITE[3].1.as_bytes());
    let clean = run(site.path(), &["check", "--format", "sarif"]).exits(0);
    let log: Value = serde_json::from_str(&clean.out).unwrap();
    assert!(log["runs"][0]["results"].as_array().is_some_and(Vec::is_empty), "{log}");
}

#[test]
fn fixes_are_shown_then_made_once() {
    let site = site();
    put(site.path(), "content/home.zh.md", WARNED.as_bytes());
    let before = tree(site.path());
    let dry = run(site.path(), &["check", "--fix", "--dry-run"]).exits(0);
    assert!(dry.err.contains("Would mend content/home.zh.md: 1 edit\n"), "{}", dry.all());
    assert!(tree(site.path()) == before, "a dry run changed something");
    let fixed = run(site.path(), &["check", "--fix"]).exits(0);
    assert!(fixed.err.contains("Mended content/home.zh.md: 1 edit\n"), "{}", fixed.all());
    assert!(fixed.err.contains("no errors or warnings"), "{}", fixed.all());
    let after = tree(site.path());
    assert!(
        after["content/home.zh.md"] == WARNED.replace(',', "，").as_bytes(),
        "the edit is not the one told"
    );
    assert!(after.len() == before.len(), "mending left files behind");
    let again = run(site.path(), &["check", "--fix"]).exits(0);
    assert!(!again.err.contains("Mended") && tree(site.path()) == after, "{}", again.all());
}

#[test]
fn init_makes_a_site_that_builds_and_new_adds_to_it() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), &["init", "book"]).exits(0);
    let book = folder.path().join("book");
    let started = tree(&book);
    run(folder.path(), &["init", "book"]).exits(2);
    assert!(tree(&book) == started, "a second init changed the first");
    run(&book, &["check", "--strict"]).exits(0);
    run(&book, &["new", "role", "florist", "--title", "zh=花艺师", "--title", "en=A \"real\" florist"])
        .exits(0);
    run(&book, &["new", "skill", "watering"]).exits(0);
    let chapter = run(&book, &["new", "chapter", "winter", "--part", "start"]).exits(0);
    assert!(
        chapter.out.contains("Now add \"winter\" to `chapters` of the part `start`"),
        "{}",
        chapter.all()
    );
    for (path, part) in [
        ("content/roles/florist.zh.md", "title = \"花艺师\"\n"),
        ("content/roles/florist.en.md", "title = \"A \\\"real\\\" florist\"\n"),
        ("content/skills/watering.zh.md", "draft = true\n"),
        ("content/chapters/winter.en.md", "draft = true\n"),
    ] {
        assert!(fs::read_to_string(book.join(path)).unwrap().contains(part), "{path} has no {part}");
    }
    run(&book, &["new", "skill", "florist"]).exits(2);
    run(&book, &["build"]).exits(0);
    assert!(!book.join("public/zh/roles/florist").exists(), "a draft was published");
}

#[test]
fn explain_has_a_page_for_every_code_that_it_lists() {
    let here = TempDir::new().unwrap();
    let list = run(here.path(), &["explain"]).exits(0);
    let codes: Vec<&str> = list.out.lines().filter_map(|line| line.split_whitespace().last()).collect();
    assert!(codes.contains(&"unresolved-link") && codes.len() > 50, "{}", list.out);
    for code in ["unresolved-link", "bad-toml", "half-width-punctuation"] {
        let page = run(here.path(), &["explain", code]).exits(0);
        assert!(page.out.starts_with(code) && page.out.contains("How to mend it"), "{}", page.out);
    }
    let unknown = run(here.path(), &["explain", "unresolved-lnk"]).exits(2);
    assert!(unknown.err.contains("unresolved-link"), "{}", unknown.err);
}

#[test]
fn a_base_url_may_have_a_path() {
    let site = site();
    run(site.path(), &["build", "--base-url", "https://example.com/deep/book"]).exits(0);
    let page = fs::read_to_string(site.path().join("public/en/index.html")).unwrap();
    assert!(page.contains("https://example.com/deep/book/en/"), "no canonical address");
    assert!(!page.contains("example.org"), "the address of site.toml is still there");
    for (path, bytes) in tree(&site.path().join("public")) {
        let text = String::from_utf8_lossy(&bytes);
        let escapes = ["href=\"/", "src=\"/"].iter().flat_map(|start| text.match_indices(start));
        for (at, start) in escapes {
            let rest = &text[at + start.len()..];
            assert!(!path.ends_with(".html") || rest.starts_with("deep/book/"), "{path}: /{rest:.60}");
        }
    }
}

#[test]
fn folders_and_threads_do_not_show() {
    let build = |threads: &str| {
        let site = site();
        let mut build = command(site.path(), &["build"]);
        Run::of(&build.env("RAYON_NUM_THREADS", threads).output().unwrap()).exits(0);
        tree(&site.path().join("public"))
    };
    let (one, two) = (build("1"), build("2"));
    assert!(one.keys().eq(two.keys()), "different files");
    for (path, bytes) in &one {
        assert!(*bytes == two[path], "{path} differs");
    }
}

/// A mistake: its name, the files that make it, the beginning of the line it gives, and the exit code.
type Mistake<'a> = (&'a str, Vec<(&'a str, Vec<u8>)>, &'a str, i32);

fn changed(text: &str, from: &str, to: &str) -> Vec<u8> {
    assert!(text.contains(from), "the example has no {from}");
    text.replacen(from, to, 1).into_bytes()
}

fn mistakes() -> Vec<Mistake<'static>> {
    let (site, role, skill, chapter) = (
        "site.toml",
        "content/roles/gardener.zh.md",
        "content/skills/pruning.zh.md",
        "content/chapters/first-steps.en.md",
    );
    let toml = SITE[0].1;
    let role_with = |from: &str, to: &str| vec![(role, changed(ROLE_ZH, from, to))];
    let skill_with = |from: &str, to: &str| vec![(skill, changed(SKILL_ZH, from, to))];
    let site_with = |from: &str, to: &str| vec![(site, changed(toml, from, to))];
    let chapter_with = |from: &str, to: &str| vec![(chapter, changed(CHAPTER_EN, from, to))];
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    let mut own_theme =
        site_with("default_language = \"zh\"\n", "default_language = \"zh\"\ntheme = \"mine\"\n");
    own_theme.push(("themes/mine/templates/footer.html", b"<p>{{ site.title }</p>\n".to_vec()));
    let mut undefined =
        site_with("default_language = \"zh\"\n", "default_language = \"zh\"\ntheme = \"mine\"\n");
    undefined.push((
        "themes/mine/templates/404.html",
        b"{% extends \"default/404.html\" %}\n{% block main %}<h1>{{ pages.title }}</h1>{% endblock %}\n"
            .to_vec(),
    ));
    let mut invalid = SKILL_ZH.as_bytes().to_vec();
    invalid.extend(b"\xff\xfe\n");
    let mut large = SKILL_ZH.as_bytes().to_vec();
    large.resize((2 << 20) + 1, b'\n');
    let again = |path| vec![(path, SKILL_ZH.as_bytes().to_vec())];
    vec![
        (
            "unknown field",
            role_with("summary", "sumary"),
            "content/roles/gardener.zh.md:3:1 error[unknown-field] ",
            1,
        ),
        (
            "wrong type",
            role_with("[\"own\"]", "\"own\""),
            "content/roles/gardener.zh.md:4:11 error[wrong-type] ",
            1,
        ),
        (
            "dangling role",
            vec![("content/chapters/first-steps.zh.md", changed(SITE[4].1, "\"gardener\"", "\"gardner\""))],
            "content/chapters/first-steps.zh.md:5:10 error[unknown-entry] ",
            1,
        ),
        (
            "wrong anchor",
            chapter_with("[[pruning]]", "[it](@/skills/pruning#waht)"),
            "content/chapters/first-steps.en.md:8:17 error[unresolved-anchor] ",
            1,
        ),
        (
            "neutral field in a translation",
            chapter_with("+++\n\n", "roles = [\"gardener\"]\n+++\n\n"),
            "content/chapters/first-steps.en.md:4:1 error[neutral-field-in-translation] ",
            1,
        ),
        (
            "no closing fence",
            chapter_with("+++\n\n", "\n"),
            "content/chapters/first-steps.en.md:1:1 error[unclosed-front-matter] ",
            1,
        ),
        (
            "duplicate slug",
            again("content/skills/gardener.zh.md"),
            "content/skills/gardener.zh.md:2:9 error[duplicate-slug] ",
            1,
        ),
        (
            "cycle",
            skill_with("type = \"skill\"\n", "type = \"skill\"\nrequires = [\"cutting\"]\n")
                .into_iter()
                .chain([(
                    "content/skills/cutting.zh.md",
                    changed(SKILL_ZH, "type = \"skill\"\n", "type = \"skill\"\nrequires = [\"pruning\"]\n"),
                )])
                .collect(),
            "content/skills/cutting.zh.md:8:13 error[prerequisite-cycle] ",
            1,
        ),
        (
            "chapter in no part",
            vec![("content/chapters/second-steps.en.md", CHAPTER_EN.into())],
            "content/chapters/second-steps.en.md:2:9 error[chapter-without-part] ",
            1,
        ),
        (
            "unknown part entry",
            site_with("[\"first-steps\"]", "[\"first-steps\", \"frist-steps\"]"),
            "site.toml:27:28 error[unknown-chapter] ",
            1,
        ),
        (
            "bad locale",
            again("content/skills/pruning.fr.md"),
            "content/skills/pruning.fr.md:1:1 error[unknown-locale] ",
            1,
        ),
        (
            "invalid UTF-8",
            vec![(skill, invalid)],
            "content/skills/pruning.zh.md:13:1 error[invalid-utf8] ",
            1,
        ),
        (
            "CRLF and byte order mark",
            vec![(site, windows(toml)), (role, windows(ROLE_ZH)), (chapter, windows(CHAPTER_EN))],
            "",
            0,
        ),
        ("template syntax", own_theme, "themes/mine/templates/footer.html:1:18 error[template-error] ", 1),
        ("undefined variable", undefined, "themes/mine/templates/404.html:2:24 error[template-error] ", 1),
        (
            "missing string",
            site_with(
                "[role_groups]\n",
                "[languages.ja]\ntag = \"ja\"\nname = \"日本語\"\ntitle = \"手引き\"\n\n[role_groups]\n",
            ),
            "themes/default/strings/ja.toml:1:1 error[missing-string] ",
            1,
        ),
        (
            "alias collision",
            role_with("[\"own\"]\n", "[\"own\"]\naliases = [\"/skills/pruning/\"]\n"),
            "content/roles/gardener.zh.md:5:12 error[address-collision] ",
            1,
        ),
        ("bad site.toml", site_with("short = \"EN\"", "short = EN"), "site.toml:14:9 error[bad-toml] ", 1),
        (
            "file over the limit",
            vec![(skill, large)],
            "content/skills/pruning.zh.md:1:1 error[file-too-large] ",
            1,
        ),
    ]
}

#[test]
fn every_mistake_of_an_author_is_told_at_its_place() {
    let mut wrong = Vec::new();
    for (name, files, expected, code) in mistakes() {
        let site = site();
        for (path, bytes) in files {
            put(site.path(), path, &bytes);
        }
        let found = run(site.path(), &["check", "--format", "short"]);
        let told = if expected.is_empty() {
            found.out.is_empty()
        } else {
            let name = expected.split(['[', ']']).nth(1).unwrap();
            let others = |line: &&str| line.contains(" error[") && !line.contains(&format!("[{name}] "));
            found.out.lines().any(|line| line.starts_with(expected)) && !found.out.lines().any(|l| others(&l))
        };
        if !told || found.code != code {
            wrong.push(format!("{name}: expected exit {code} and {expected}\n{}", found.all()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_told_and_not_followed() {
    let site = site();
    put(site.path(), "elsewhere.md", SKILL_ZH.as_bytes());
    std::os::unix::fs::symlink("../../elsewhere.md", site.path().join("content/skills/cutting.zh.md"))
        .unwrap();
    let found = run(site.path(), &["check", "--format", "short"]).exits(1);
    let expected = "content/skills/cutting.zh.md:1:1 error[symbolic-link] ";
    assert!(found.out.starts_with(expected), "{}", found.all());
}
