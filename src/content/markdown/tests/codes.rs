//! The pages of our codes: each example gives exactly the findings that its page shows, of its own code.

use super::*;
use crate::content::markdown::section_ids;
use crate::diagnostic::codes;

/// A file of an example: its path and text.
type File = (String, String);

#[test]
fn examples_of_codes_are_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/codes");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for code in codes() {
        let page = code.page();
        let files = files(page);
        let is_ours = page.contains("path=content/pages/about.");
        if !is_ours {
            continue;
        }
        seen += 1;
        let told = findings(code, &files);
        let (before, rest) = page.split_once("```diagnostics\n").unwrap();
        let (was, after) = rest.split_once("```\n").unwrap();
        if was != told || told.is_empty() {
            wrong.push(format!("{}:\n{was}  is now\n{told}", code.name()));
            if std::env::var_os("BIFOLD_UPDATE").is_some() {
                let page = format!("{before}```diagnostics\n{told}```\n{after}");
                std::fs::write(folder.join(format!("{}.md", code.name())), page).unwrap();
            }
        }
    }
    assert!(seen > 25);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The blocks of a page with a path.
fn files(page: &str) -> Vec<File> {
    let mut files = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let fence = line.len() - line.trim_start_matches('`').len();
        let Some((_, path)) = line.split_once(" path=").filter(|_| fence >= 3) else { continue };
        let close = &line[..fence];
        let text: String =
            lines.by_ref().take_while(|line| *line != close).map(|line| format!("{line}\n")).collect();
        files.push((path.to_owned(), text));
    }
    files
}

/// What is told of the files, in the form of the page.
fn findings(code: Code, files: &[File]) -> String {
    let trusted = files.iter().any(|(path, text)| path == "site.toml" && text.contains("\"trusted\""));
    let texts: Vec<&File> = files.iter().filter(|(path, _)| path.ends_with(".md")).collect();
    let mut bodies = Vec::new();
    let mut all = Vec::new();
    for (index, (path, text)) in texts.iter().enumerate() {
        let source = Source::new(SourceId(index as u32), path.as_str().into(), text.as_bytes()).unwrap();
        let start = text.find("\n+++\n").map_or(0, |at| at + "\n+++\n".len());
        let mut options = options(if path.ends_with(".zh.md") { "zh" } else { "en" });
        if trusted {
            options.html = HtmlMode::Trusted;
        }
        let Checked { value, diagnostics } = parse(&source, start..text.len(), &options, &Highlighter::new());
        bodies.push(value);
        all.extend(diagnostics);
    }
    all.extend(section_ids::missing(&bodies.iter().collect::<Vec<_>>()));
    let mut out = String::new();
    for (index, (path, text)) in texts.iter().enumerate() {
        let of_file = |diagnostic: &&Diagnostic| matches!(diagnostic.place, crate::diagnostic::Place::Span(span) if span.source.0 == index as u32);
        let own: Vec<Diagnostic> = all.iter().filter(of_file).filter(|d| d.code == code).cloned().collect();
        let told = told(text, &own);
        let rows = told.lines().filter(|line| !line.starts_with("  "));
        out.extend(rows.map(|row| format!("{path}:{row}\n")));
    }
    out
}
