//! `bifold check`: its forms, and what `--fix` does.

use crate::handbook::Handbook;
use serde_json::Value;

/// One error and one warning, the error in a line of wide characters.
fn with_findings() -> Handbook {
    let book = Handbook::new();
    book.write(
        "content/pages/about.zh.md",
        "+++\ntitle = \"关于\"\n+++\n\n这本手册写给想当[园艺师](@/roles/gardner)的人。\n",
    );
    book
}

#[test]
fn findings_for_people_stand_on_standard_output_with_carets_under_the_place() {
    let book = with_findings();
    let run = book.run(&["check"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.err, "Checked 0 pages: 1 error, 1 warning.\n".replace('0', &pages(&run.err)));
    let expected = "\
warning[missing-translation]: the translation of `pages/about` to `en` is missing
 --> content/pages/about.zh.md:2:9
  |
2 | title = \"关于\"
  |         ^^^^^^
  |
  = help: write content/pages/about.en.md; until then readers see this text with a notice

error[unresolved-link]: there is no role `gardner`
 --> content/pages/about.zh.md:5:15
  |
5 | 这本手册写给想当[园艺师](@/roles/gardner)的人。
  |                          ^^^^^^^^^^^^^^^
  |
  = help: did you mean `gardener` (园艺师)?

";
    assert_eq!(run.out, expected);
    assert!(!book.path("public").exists());
}

fn pages(remark: &str) -> String {
    remark.split(' ').nth(1).unwrap().to_owned()
}

#[test]
fn long_lines_are_cropped_around_the_place() {
    let book = Handbook::new();
    let line = "很长的一段话，".repeat(300);
    book.write(
        "content/pages/about.zh.md",
        format!("+++\ntitle = \"关于\"\n+++\n\n{line}[甲](@/roles/x){line}\n"),
    );
    let run = book.run(&["check"]);
    let crop = run.out.lines().find(|line| line.contains("@/roles/x")).unwrap();
    assert!(crop.chars().count() < 120 && crop.contains('…') || crop.contains("..."), "{crop}");
    assert!(run.out.contains("about.zh.md:5:2105"), "{}", run.out);
}

#[test]
fn one_line_each() {
    let run = with_findings().run(&["check", "--format", "short", "--quiet"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(
        lines,
        [
            "content/pages/about.zh.md:2:9 warning[missing-translation] the translation of `pages/about` to `en` is missing; write content/pages/about.en.md; until then readers see this text with a notice",
            "content/pages/about.zh.md:5:15 error[unresolved-link] there is no role `gardner`; did you mean `gardener` (园艺师)?",
        ]
    );
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[test]
fn json_is_one_object_a_line() {
    let book = with_findings();
    book.replace("content/roles/gardener.en.md", "+++\n\n##", "group = \"core\"\n+++\n\n##");
    let run = book.run(&["check", "--format", "json"]);
    let objects: Vec<Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 3);
    assert_eq!(
        objects[1],
        serde_json::json!({
            "code": "unresolved-link",
            "severity": "error",
            "path": "content/pages/about.zh.md",
            "line": 5,
            "column": 15,
            "end_line": 5,
            "end_column": 30,
            "message": "there is no role `gardner`",
            "help": "did you mean `gardener` (园艺师)?",
            "edits": [],
        })
    );
    assert_eq!(
        objects[2]["edits"],
        serde_json::json!([{
            "path": "content/roles/gardener.en.md",
            "line": 4,
            "column": 1,
            "end_line": 5,
            "end_column": 1,
            "replacement": "",
        }])
    );
}

#[test]
fn workflow_commands_of_github() {
    let run = with_findings().run(&["check", "--format", "github"]);
    let line = run.out.lines().find(|line| line.starts_with("::error ")).unwrap();
    let place = "file=content/pages/about.zh.md,line=5,col=15,endLine=5,endColumn=30,title=unresolved-link";
    assert_eq!(
        line,
        format!("::error {place}::there is no role `gardner`%0Adid you mean `gardener` (园艺师)?")
    );
    assert!(run.out.contains("::warning file=content/pages/about.zh.md,line=2,"));
}

#[test]
fn sarif_is_one_log() {
    let run = with_findings().run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    assert_eq!(results[1]["ruleId"], "unresolved-link");
    let region = &results[1]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(5), Some(15)));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
    }
}

#[test]
fn a_clean_site_has_nothing_to_say() {
    let book = Handbook::new();
    for format in ["human", "short", "json", "github"] {
        let run = book.run(&["check", "--format", format]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{format}");
        assert!(run.err.starts_with("Checked "), "{}", run.err);
    }
    let log: Value = serde_json::from_str(&book.run(&["check", "--format", "sarif"]).out).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn colours_are_for_those_who_ask() {
    let book = with_findings();
    assert!(!book.run(&["check"]).out.contains('\x1b'));
    assert!(book.run(&["check", "--color", "always"]).out.contains('\x1b'));
    assert!(!book.run(&["check", "--color", "never"]).out.contains('\x1b'));
}

#[test]
fn the_first_fifty_and_how_many_more() {
    let book = Handbook::new();
    let links: String = (0..63).map(|n| format!("[[nobody-{n:02}]]\n")).collect();
    book.write("content/pages/about.zh.md", format!("+++\ntitle = \"关于\"\n+++\n\n{links}"));
    let run = book.run(&["check"]);
    assert_eq!(run.out.matches("error[unresolved-link]").count() + run.out.matches("warning[").count(), 50);
    assert!(run.out.contains("and 14 more"), "{}", run.out);
    assert_eq!(book.run(&["check", "--format", "short"]).out.lines().count(), 64);
}

/// Several edits, some in one file, two of them touching.
fn mendable() -> Handbook {
    let book = Handbook::new();
    book.write(
        "content/pages/about.zh.md",
        "\u{feff}+++\r\ntitle = \"关于\"\r\n+++\r\n\r\n[甲](@/skills/gardener)，[乙](/roles/gardener/)。\r\n",
    );
    book.write("content/pages/about.en.md", "+++\ntitle = \"About\"\naliases = [\"old\"]\n+++\n");
    book.replace("content/pages/about.zh.md", "title", "aliases = [\"old\"]\r\ntitle");
    book
}

#[test]
fn fix_mends_what_is_safe_and_nothing_else() {
    let book = mendable();
    let before = book.tree("content");
    let dry = book.run(&["check", "--fix", "--dry-run"]);
    assert_eq!(dry.code, 1);
    assert!(dry.err.contains("Would mend content/pages/about.zh.md: 3 edits"), "{}", dry.err);
    assert!(dry.err.contains("Would mend content/pages/about.en.md: 1 edit\n"), "{}", dry.err);
    assert_eq!(book.tree("content"), before, "a dry run changes nothing");

    let run = book.run(&["check", "--fix"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(run.err.contains("Mended content/pages/about.zh.md: 3 edits"), "{}", run.err);
    assert_eq!(
        book.read("content/pages/about.zh.md"),
        "\u{feff}+++\r\naliases = [\"/old/\"]\r\ntitle = \"关于\"\r\n+++\r\n\r\n\
         [甲](@/roles/gardener)，[乙](@/roles/gardener)。\r\n",
        "line ends and byte-order mark stay as they were"
    );
    assert_eq!(book.read("content/pages/about.en.md"), "+++\ntitle = \"About\"\n+++\n");
    let after = book.tree("content");
    let changed: Vec<&String> =
        after.iter().filter(|(path, file)| before.get(*path) != Some(*file)).map(|(path, _)| path).collect();
    assert_eq!(changed, ["pages/about.en.md", "pages/about.zh.md"]);

    let again = book.run(&["check", "--fix"]);
    assert_eq!(again.code, 0);
    assert!(!again.err.contains("Mended"), "{}", again.err);
    assert_eq!(book.tree("content"), after, "a second run changes nothing");
}

#[test]
fn a_dry_run_is_one_of_fix() {
    let run = Handbook::new().run(&["check", "--dry-run"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--fix"), "{}", run.err);
}
