//! Twenty mistakes that authors make: each one clear message with its place and help, the right exit code, no panic.

use crate::handbook::Handbook;

/// Brings a mistake into a new handbook and checks what is said of it: on one line, drawn for people, by exit codes.
fn mistake(make: impl FnOnce(&Handbook), expected: &[&str]) {
    let book = Handbook::new();
    make(&book);
    let check = book.run(&["check", "--format", "short"]);
    let lines: Vec<&str> = check.out.lines().collect();
    assert_eq!(lines, expected);
    let is_error = expected.iter().any(|line| line.contains(" error["));
    let code = i32::from(is_error);
    assert_eq!(check.code, code);
    assert_eq!(book.run(&["check", "--strict", "--format", "short"]).code, i32::from(!expected.is_empty()));

    let build = book.run(&["build"]);
    assert_eq!(build.code, code, "{}", build.err);
    assert_eq!(book.path("public").exists(), !is_error);
    for line in expected {
        let (place, rest) = line.split_once(' ').unwrap();
        let (severity, message) = rest.split_once("] ").unwrap();
        let message = message.split("; ").next().unwrap();
        assert!(build.err.contains(&format!("{severity}]: {message}")), "{}", build.err);
        let path = place.strip_suffix(":1:1").unwrap_or(place);
        assert!(build.err.contains(&format!("--> {path}")), "{}", build.err);
    }
}

const GARDENER: &str = "content/roles/gardener.zh.md";

#[test]
fn an_unknown_field() {
    mistake(
        |book| book.replace(GARDENER, "summary", "sumary"),
        &[
            "content/roles/gardener.zh.md:3:1 error[unknown-field] a role's front matter has no field `sumary`; did you mean `summary`?",
        ],
    );
}

#[test]
fn a_value_of_the_wrong_type() {
    mistake(
        |book| book.replace(GARDENER, "[\"own-experience\"]", "\"own-experience\""),
        &[
            "content/roles/gardener.zh.md:4:11 error[wrong-type] `sources` must be a list of strings, not a string; write `sources = [\"…\", \"…\"]`",
        ],
    );
}

#[test]
fn a_role_that_is_not_there() {
    mistake(
        |book| book.replace("content/chapters/first-steps.zh.md", "\"gardener\"", "\"gardner\""),
        &[
            "content/chapters/first-steps.zh.md:5:10 error[unknown-entry] `roles` names `gardner`, but there is no such role; did you mean `gardener` (园艺师)?",
        ],
    );
}

#[test]
fn an_anchor_that_is_not_there() {
    mistake(
        |book| book.replace("content/home.zh.md", "@/chapters/first-steps", "@/chapters/first-steps#wher"),
        &[
            "content/home.zh.md:6:8 error[unresolved-anchor] content/chapters/first-steps.zh.md has no heading `#wher`; did you mean `where`?",
        ],
    );
}

#[test]
fn a_neutral_field_in_a_translation() {
    mistake(
        |book| book.replace("content/roles/gardener.en.md", "summary", "group = \"core\"\nsummary"),
        &[
            "content/roles/gardener.en.md:3:1 error[neutral-field-in-translation] `group` is said once, in the origin (zh), not in a translation; delete it: content/roles/gardener.zh.md says the same",
        ],
    );
}

#[test]
fn front_matter_that_is_never_closed() {
    mistake(
        |book| book.replace(GARDENER, "}\n+++\n", "}\n"),
        &[
            "content/roles/gardener.zh.md:1:1 error[unclosed-front-matter] the front matter opened here is never closed; put a line `+++` between the front matter and the text",
        ],
    );
}

#[test]
fn a_slug_twice() {
    mistake(
        |book| book.write("content/pages/gardener.zh.md", "+++\ntitle = \"园艺师\"\n+++\n"),
        &[
            "content/pages/gardener.zh.md:2:9 error[duplicate-slug] the slug `gardener` is taken by content/roles/gardener.zh.md; slugs are unique over all collections: rename one of the two",
        ],
    );
}

#[test]
fn prerequisites_in_a_circle() {
    mistake(
        |book| {
            let skill = |needs: &str| {
                format!(
                    "+++\ntitle = \"甲\"\ngroup = \"plants\"\nsources = [\"own-experience\"]\nrequires = [\"{needs}\"]\n+++\n"
                )
            };
            book.write("content/skills/a.zh.md", skill("b"));
            book.write("content/skills/b.zh.md", skill("c"));
            book.write("content/skills/c.zh.md", skill("a"));
            for slug in ["a", "b", "c"] {
                book.write(
                    &format!("content/skills/{slug}.en.md"),
                    format!("+++\ntitle = \"{slug}\"\n+++\n"),
                );
            }
        },
        &[
            "content/skills/a.zh.md:5:13 error[prerequisite-cycle] prerequisites go in a circle: a → b → c → a; delete the one of these that can be learned without the other",
        ],
    );
}

#[test]
fn a_chapter_in_no_part() {
    mistake(
        |book| book.replace("site.toml", "chapters = [\"first-steps\"]", "chapters = []"),
        &[
            "content/chapters/first-steps.zh.md:2:9 error[chapter-without-part] no part of the book lists the chapter `first-steps`; add its slug to `chapters` of a `[[parts]]` in site.toml",
        ],
    );
}

#[test]
fn a_part_with_a_chapter_that_is_not_there() {
    mistake(
        |book| book.replace("site.toml", "[\"first-steps\"]", "[\"first-steps\", \"first-step\"]"),
        &[
            "site.toml:29:28 error[unknown-chapter] the part `start` lists `first-step`, which is no chapter; did you mean `first-steps` (第一步)?",
        ],
    );
}

#[test]
fn a_language_that_the_site_has_not() {
    mistake(
        |book| book.write("content/roles/gardener.cn.md", "+++\ntitle = \"园艺师\"\n+++\n"),
        &[
            "content/roles/gardener.cn.md:1:1 error[unknown-locale] `cn` is no language of this site; the languages in site.toml are zh, en; the name is <slug>.<locale>.md",
        ],
    );
}

#[test]
fn a_text_that_is_not_utf_8() {
    mistake(
        |book| book.write("content/roles/gardener.en.md", b"+++\ntitle = \"Gard\xE9ner\"\n+++\n"),
        &[
            "content/roles/gardener.en.md:2:14 error[invalid-utf8] the file is not UTF-8: here is the byte 0xE9; save it as UTF-8",
        ],
    );
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_no_mistake() {
    mistake(
        |book| {
            let text = book.read(GARDENER).replace('\n', "\r\n");
            book.write(GARDENER, format!("\u{feff}{text}"));
        },
        &[],
    );
    mistake(
        |book| {
            let text = book.read(GARDENER).replace('\n', "\r\n").replace("summary", "sumary");
            book.write(GARDENER, format!("\u{feff}{text}"));
        },
        &[
            "content/roles/gardener.zh.md:3:1 error[unknown-field] a role's front matter has no field `sumary`; did you mean `summary`?",
        ],
    );
}

#[test]
fn a_template_that_does_not_parse() {
    mistake(
        |book| book.write("themes/default/templates/footer.html", "<p>\n{% if site.title %}x\n</p>\n"),
        &["themes/default/templates/footer.html:2:20 error[template-error] unexpected end of input"],
    );
}

#[test]
fn a_variable_that_no_template_has() {
    mistake(
        |book| {
            book.write(
                "themes/default/templates/footer.html",
                "<p>{{ site.title }}</p>\n<p>{{ pgae.title }}</p>\n",
            )
        },
        &[
            "themes/default/templates/footer.html:2:7 error[template-error] there is no variable `pgae` in templates; did you mean `page`?",
        ],
    );
}

#[test]
fn words_that_a_language_lacks() {
    mistake(
        |book| {
            let site = book.read("site.toml");
            let french = "[languages.fr]\nname = \"Français\"\ntitle = \"Manuel\"\n";
            let off = "[diagnostics]\nmissing-translation = \"off\"\n";
            book.write("site.toml", format!("{site}\n{french}\n{off}"));
        },
        &[
            "themes/default/strings/fr.toml:1:1 error[missing-string] there are no words of the interface for the language `fr`; write themes/default/strings/fr.toml with the keys of the built-in `strings/en.toml`",
        ],
    );
}

#[test]
fn an_alias_that_is_another_page_s_address() {
    mistake(
        |book| book.replace(GARDENER, "group", "aliases = [\"/skills/pruning/\"]\ngroup"),
        &[
            "content/roles/gardener.zh.md:6:12 error[address-collision] `/skills/pruning/` is the address of `skills/pruning`; an alias is an address that nothing has any more: delete or change it",
        ],
    );
}

#[test]
fn a_configuration_that_is_wrong() {
    mistake(
        |book| {
            book.replace("site.toml", "https://example.org/", "example.org");
            book.replace("site.toml", "theme = ", "them = ");
        },
        &[
            "site.toml:1:12 error[bad-value] `base_url` is no address to publish under: it must begin with https:// or http://; write it like `https://example.org/handbook/`",
            "site.toml:4:1 error[unknown-field] `site.toml` has no field `them`; did you mean `theme`?",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_symbolic_link() {
    mistake(
        |book| {
            std::fs::rename(book.path("content/roles/gardener.en.md"), book.path("../gardener.md")).unwrap();
            std::os::unix::fs::symlink("../../../gardener.md", book.path("content/roles/gardener.en.md"))
                .unwrap();
        },
        &[
            "content/roles/gardener.en.md:1:1 error[symbolic-link] this is a symbolic link, which is not followed; put the file itself here",
        ],
    );
}

#[test]
fn an_output_folder_that_is_not_ours() {
    let book = Handbook::new();
    book.write("public/thesis.txt", "mine");
    let run = book.run(&["build"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("was not made by Bifold (it holds thesis.txt)"), "{}", run.err);
    assert!(run.err.contains("help: move it away, choose another folder with --out"), "{}", run.err);
    assert_eq!(book.tree("public").len(), 1);
}

#[test]
fn a_file_over_the_limit() {
    mistake(
        |book| {
            let text = book.read("content/roles/gardener.en.md");
            book.write(
                "content/roles/gardener.en.md",
                format!("{text}{}", "All work and no play.\n".repeat(100_000)),
            );
        },
        &[
            "content/roles/gardener.en.md:1:1 error[file-too-large] the file has 2.1 MiB; the limit is 2.0 MiB; split it, or raise the limit in `[limits]` of site.toml",
        ],
    );
}

#[test]
fn a_translation_that_is_missing_is_a_warning() {
    mistake(
        |book| std::fs::remove_file(book.path("content/skills/pruning.en.md")).unwrap(),
        &[
            "content/skills/pruning.zh.md:2:9 warning[missing-translation] the translation of `skills/pruning` to `en` is missing; write content/skills/pruning.en.md; until then readers see this text with a notice",
        ],
    );
}
