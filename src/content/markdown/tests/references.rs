//! References: exact places in the source, sentences, and what `fill` makes of a part of a body.

use super::*;
use crate::content::body::{Insertion, ReferenceKind};

fn body(text: &str) -> Body {
    parse(&source(text), 0..text.len(), &options("zh"), &Highlighter::new()).value
}

#[test]
fn targets_have_exact_places() {
    let text = "看[甲](@/roles/x#y)、[乙]( <a b.md> \"题\" )、[丙][ref]、[ref]、[[python|丁]]、[[c++]]、[@key-1]、\
                <https://a.example/>、https://b.example/c。![图](a.png)**[粗。](u(v))**后\n\n[ref]: ../r.md#z (题)\n";
    let body = body(text);
    let places: Vec<_> =
        body.references.iter().map(|r| (&text[r.span.range()], &text[r.whole.range()])).collect();
    assert_eq!(
        places,
        [
            ("@/roles/x#y", "[甲](@/roles/x#y)"),
            ("a b.md", "[乙]( <a b.md> \"题\" )"),
            ("../r.md#z", "[丙][ref]"),
            ("../r.md#z", "[ref]"),
            ("python", "[[python|丁]]"),
            ("c++", "[[c++]]"),
            ("key-1", "[@key-1]"),
            ("https://a.example/", "<https://a.example/>"),
            ("https://b.example/c", "https://b.example/c"),
            ("a.png", "![图](a.png)"),
            ("u(v)", "[粗。](u(v))"),
        ]
    );
    assert_eq!(body.references[2].kind, ReferenceKind::File);
    assert_eq!(body.references[2].anchor.as_deref(), Some("z"));
}

#[test]
fn backlinks_have_their_sentence() {
    let text = "先学别的。再学[[python]]与[统计](@/skills/statistics)，然后实践！之后。\n\n## 关于[它](@/x)\n\n- 项[甲](@/a)\n- 项乙\n";
    let body = body(text);
    let title = |index: ReferenceIx| format!("《{}》", body.reference(index).target);
    let sentence = |index| body.sentence(ReferenceIx(index), title);
    let of = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(sentence(0), of("再学", "《python》", "与统计，然后实践！"));
    assert_eq!(sentence(1), of("再学《python》与", "统计", "，然后实践！"));
    assert_eq!(sentence(2), of("关于它", "", ""));
    assert_eq!(sentence(3), of("项", "甲", ""));
    assert_eq!(
        body.plain(0..body.text.len() as u32, title),
        "先学别的。再学《python》与统计，然后实践！之后。\n项甲\n项乙\n"
    );
}

#[test]
fn the_mark_of_a_source_leaves_no_gap_in_the_text() {
    let text = "Some need them [@a] [@b]. Others & more  [@c], as [.NET ](@/x) [@d] does `x ` [@e]\n[@f] not [@g].\n\n\
                | A [@a] | [@b] B |\n|---|---|\n| [@c] | d |\n";
    let body = body(text);
    let plain = body.plain(0..body.text.len() as u32, |_| String::new());
    assert_eq!(
        plain, "Some need them. Others & more, as .NET  does x not.\nA\t B\nd\n",
        "words of links and cells keep what they hold"
    );
    let image = self::body("中![ Rust ](u)[@k]。\n");
    assert_eq!(image.plain(0..image.text.len() as u32, |_| String::new()), "中 Rust 。\n");
    let title = self::body("> [!NOTE] Said [@k], twice\n> a ![](https://x.y/z) [@k].\n");
    assert!(title.text.starts_with("Said, twice\n"), "{}", title.text);
    let found = body.text.find("more").unwrap() as u32;
    let run = body.runs.iter().find(|run| run.text.contains(&found)).unwrap();
    let at = run.html_at(&body, found) as usize;
    assert_eq!(&body.html[at..at + 6], "more  ", "the page has its mark where the spaces are");
    let sentence = body.sentence_at(found..found + 4, |_| String::new());
    assert_eq!(sentence, ("Others & ".to_owned(), "more".to_owned(), ", as .NET  does x not.".to_owned()));
}

#[test]
fn parts_are_filled_and_inserted_into() {
    let body = body("甲 & 机器学习。\n\n## 乙 {#b}\n\n[丙](@/c)\n");
    let run = &body.runs[0];
    let at = body.text.find("机器").unwrap() as u32;
    let insertions = [
        Insertion { at: run.html_at(&body, at), html: "<a>".into() },
        Insertion { at: run.html_at(&body, at + 12), html: "</a>".into() },
        Insertion { at: body.headings[0].end, html: "<b></b>".into() },
    ];
    let parts: Vec<_> =
        body.blocks.iter().map(|block| body.fill(block.html.clone(), &insertions, &Shown(&body))).collect();
    assert_eq!(
        parts,
        [
            "<p>甲 &amp; <a>机器学习</a>。</p>\n",
            "<h2 id=\"b\">乙<b></b></h2>\n",
            "<p><a href=\"{Entry c}\">丙</a></p>\n"
        ]
    );
}

#[test]
fn a_break_between_han_and_latin_may_be_nothing() {
    let text = "用\nRust\n写，\nGo\n";
    let options = Options { han_latin_break: HanLatinBreak::None, ..options("zh") };
    let body = parse(&source(text), 0..text.len(), &options, &Highlighter::new()).value;
    assert_eq!(body.html, "<p>用Rust写，Go</p>\n");
}

#[test]
fn limits_are_told() {
    let parse = |text: &str, options: &Options| {
        let found = parse(&source(text), 0..text.len(), options, &Highlighter::new());
        assert!(found.value.html.is_empty() && found.value.sections.len() == 1);
        found.diagnostics[0].code
    };
    let mut options = options("zh");
    options.limits.page_bytes = 10;
    assert_eq!(parse("0123456789a", &options), Code::FILE_TOO_LARGE);
    options.limits = Limits { nesting: 3, ..Limits::default() };
    assert_eq!(parse("> > > > a", &options), Code::NESTING_TOO_DEEP);
    assert_eq!(parse("- a\n  - b\n    - c\n      - d\n        - e\n", &options), Code::NESTING_TOO_DEEP);
    assert_eq!(parse("a\0b", &options), Code::CONTROL_CHARACTER);
}

#[test]
fn spans_are_of_the_whole_text() {
    let text = "+++\ntitle = \"甲\"\n+++\n\n**乙。**丙[丁](javascript:x)";
    let start = text.find("\n\n").unwrap() + 1;
    let found = parse(&source(text), start..text.len(), &options("zh"), &Highlighter::new());
    let crate::diagnostic::Place::Span(span) = found.diagnostics[0].place else { panic!() };
    assert_eq!(&text[span.range()], "javascript:x");
    assert_eq!(&text[found.value.blocks[0].span.range()], "**乙。**丙[丁](javascript:x)");
}
