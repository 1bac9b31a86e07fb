//! Golden pages: prose, Markdown, the HTML and the findings that become of it.
//!
//! A page of `tests/markdown/cases` is read and written again with what the program makes of it now; the two must be
//! equal. `BIFOLD_UPDATE=1` writes the new page to its place.

use super::*;

/// Opens and closes the blocks of a case; longer than any fence that a case shows.
const FENCE: &str = "~~~~~~";

#[test]
fn cases_are_as_they_were() {
    let folder = test_path("markdown/cases");
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut changed = Vec::new();
    for path in paths {
        let page = std::fs::read_to_string(&path).unwrap();
        let now = rewritten(&page);
        if now != page {
            changed.push(format!("{}:\n{}", path.display(), first_difference(&page, &now)));
            if std::env::var_os("BIFOLD_UPDATE").is_some_and(|value| value == "1") {
                std::fs::write(&path, now).unwrap();
            }
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

/// The page with the present results after each Markdown block.
fn rewritten(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(&format!("{FENCE} md ")) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (info, body) = rest.split_once('\n').unwrap();
        let (markdown, after) = body.split_once(&format!("{FENCE}\n")).unwrap();
        out.push_str(&format!("{info}\n{markdown}{FENCE}\n"));
        rest = after;
        // Old results go.
        while let Some(result) = ["html", "diagnostics", "text"].iter().find_map(|kind| {
            let body = rest.strip_prefix(&format!("{FENCE} {kind}\n"))?;
            Some(body.split_once(&format!("{FENCE}\n")).unwrap().1)
        }) {
            rest = result;
        }
        out.push_str(&results(info, markdown));
    }
    out.push_str(rest);
    out
}

/// The blocks with what becomes of a Markdown block: HTML, findings, and with `+text` the plain text.
fn results(info: &str, markdown: &str) -> String {
    let mut words = info.split(' ').skip(2);
    let mut options = options(words.next().unwrap());
    let mut out = String::new();
    let mut with_text = false;
    for word in words {
        match word {
            "allow-list" => options.html = HtmlMode::AllowList,
            "trusted" => options.html = HtmlMode::Trusted,
            "+text" => with_text = true,
            other => panic!("{other}"),
        }
    }
    let source = source(markdown);
    let Checked { value: body, diagnostics } =
        parse(&source, 0..source.text.len(), &options, &Highlighter::new());
    check(&body);
    out.push_str(&format!("{FENCE} html\n{}{FENCE}\n", ended(shown(&body))));
    if with_text {
        out.push_str(&format!("{FENCE} text\n{}{FENCE}\n", ended(body.text)));
    }
    let told = told(markdown, &diagnostics);
    if !told.is_empty() {
        out.push_str(&format!("{FENCE} diagnostics\n{told}{FENCE}\n"));
    }
    out
}

fn ended(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn first_difference(before: &str, now: &str) -> String {
    let mut lines = before.lines().zip(now.lines()).enumerate();
    let (line, (was, is)) =
        lines.find(|(_, (was, is))| was != is).unwrap_or((0, ("", "(longer or shorter)")));
    format!("line {}:\n  was {was}\n  is  {is}", line + 1)
}

/// What holds of every body.
pub(super) fn check(body: &Body) {
    let boundary = |at: u32| assert!(body.html.is_char_boundary(at as usize));
    assert!(body.holes.windows(2).all(|pair| pair[0].at <= pair[1].at));
    body.holes.iter().for_each(|hole| boundary(hole.at));
    let mut at = 0;
    for block in &body.blocks {
        assert_eq!(block.html.start, at, "blocks tile the HTML: {body:#?}");
        at = block.html.end;
    }
    assert_eq!(at as usize, body.html.len());
    let mut at = 0;
    for section in &body.sections {
        assert_eq!(section.text.start, at, "sections tile the text");
        at = section.text.end;
    }
    assert_eq!(at as usize, body.text.len());
    let mut at = 0;
    for run in &body.runs {
        assert!(run.html.start >= at);
        at = run.html.end;
        let text = &body.text[run.text.start as usize..run.text.end as usize];
        let html = &body.html[run.html.start as usize..run.html.end as usize];
        assert_eq!(html, text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
        assert_eq!(run.html_at(body, run.text.end), run.html.end);
    }
    for reference in &body.references {
        assert!(reference.sentence.start <= reference.words.start);
        assert!(reference.words.end <= reference.sentence.end || reference.in_heading);
        let _ = &body.text[reference.sentence.start as usize..reference.sentence.end as usize];
    }
    for heading in &body.headings {
        assert!(body.html[heading.end as usize..].starts_with("</h"));
        assert!(!heading.id.is_empty());
    }
}
