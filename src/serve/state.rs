//! What the script in the browser shows beside a page: findings with their lines, the build, places to open.

use super::both::Entry;
use super::editor::{Editor, Spot};
use super::published::Published;
use super::words::Words;
use crate::diagnostic::render::{Located, severity_name};
use crate::diagnostic::{Counts, Diagnostic, Place};
use crate::source::{Lines, Position, Sources};
use serde::Serialize;
use std::path::Path;

/// As many findings are shown in the browser.
const MOST: usize = 50;
/// Characters of a line that are shown before and behind the place.
const BEFORE: usize = 40;
const BEHIND: usize = 80;

/// Everything beside one page.
#[derive(Debug, Serialize)]
pub struct State<'a> {
    version: u64,
    errors: usize,
    warnings: usize,
    milliseconds: u128,
    parsed: usize,
    rendered: usize,
    pages: usize,
    /// The page is shown as it was in an older state.
    is_last_good: bool,
    /// The address of the page with both languages.
    both: Option<String>,
    sources: Vec<Opens>,
    findings: Vec<Finding>,
    more: usize,
    words: &'a Words,
}

/// A source that can be opened.
#[derive(Debug, Serialize)]
struct Opens {
    path: String,
    open: Option<String>,
}

/// A finding as it is shown.
#[derive(Debug, Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    path: String,
    line: usize,
    column: usize,
    message: String,
    help: Option<String>,
    /// The line, cut around the place. Absent for findings about whole files.
    row: Option<Row>,
    open: Option<String>,
}

/// A line in three parts; the middle one is meant.
#[derive(PartialEq, Eq, Debug, Serialize)]
struct Row {
    before: String,
    marked: String,
    behind: String,
}

/// What a state is made for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The output path of the page, if the browser shows one.
    pub page: &'a str,
    /// The page's language.
    pub tag: &'a str,
    /// It is shown as it was in an older state.
    pub is_last_good: bool,
    /// The person's own setting.
    pub editor: Option<&'a Editor>,
    /// The folder of `site.toml`.
    pub root: &'a Path,
    /// This run's secret: needed to run a command.
    pub token: &'a str,
}

/// Gathers what is shown beside a page: findings in the page's own sources first.
pub fn state<'a>(site: &dyn Published, asked: Asked<'a>) -> State<'a> {
    let mut diagnostics = site.diagnostics();
    let own = site.sources_of(asked.page);
    let counts = Counts::of(&diagnostics);
    let sources = site.sources();
    // A stable sort: within each part the order stays that of every other command.
    diagnostics
        .sort_by_key(|d| (std::cmp::Reverse(d.severity), !own.iter().any(|path| path == d.path(sources))));
    let of_site = site.editor().and_then(|setting| Editor::of_site(&setting));
    let editor = asked.editor.or(of_site.as_ref());
    let opens = |spot: Spot<'_>| open(editor, &asked, &spot);
    let report = site.report();
    State {
        version: site.version(),
        errors: counts.errors,
        warnings: counts.warnings,
        milliseconds: report.took.as_millis(),
        parsed: report.parsed,
        rendered: report.rendered,
        pages: report.pages,
        is_last_good: asked.is_last_good,
        both: own.first().and_then(|path| Entry::of_source(path)).map(|entry| entry.address()),
        sources: own
            .into_iter()
            .map(|path| Opens { open: opens(Spot { path: &path, line: 1, column: 1 }), path })
            .collect(),
        findings: diagnostics.iter().take(MOST).map(|d| finding(d, sources, &opens)).collect(),
        more: diagnostics.len().saturating_sub(MOST),
        words: Words::of(asked.tag),
    }
}

/// Where a click on a place leads: out of the browser, or to the server, which runs the person's command.
fn open(editor: Option<&Editor>, asked: &Asked<'_>, spot: &Spot<'_>) -> Option<String> {
    let editor = editor?;
    if let Some(address) = editor.address(asked.root, spot) {
        return Some(address);
    }
    let path = super::answer::encode(spot.path);
    Some(format!("/-/open?token={}&path={path}&line={}&column={}", asked.token, spot.line, spot.column))
}

fn finding(d: &Diagnostic, sources: &Sources, opens: &impl Fn(Spot<'_>) -> Option<String>) -> Finding {
    let place = Located::of(d, sources);
    let spot = Spot { path: place.path, line: place.start.line, column: place.start.column };
    Finding {
        code: d.code.name(),
        severity: severity_name(d.severity),
        path: place.path.to_owned(),
        line: spot.line,
        column: spot.column,
        message: d.message.clone(),
        help: d.help.clone(),
        row: row(d, sources),
        open: opens(spot),
    }
}

fn row(d: &Diagnostic, sources: &Sources) -> Option<Row> {
    let Place::Span(span) = d.place else { return None };
    let source = sources.get(span.source)?;
    let lines = Lines::new(&source.text);
    let (start, end) = (lines.position(span.start as usize), lines.position(span.end as usize));
    let line = lines.line(start.line);
    let length = if end.line == start.line { end.column - start.column } else { usize::MAX };
    let split = |text: &'_ str, at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    let (before, rest) = line.split_at(split(line, start.column - 1));
    let (marked, behind) = rest.split_at(split(rest, length.max(1)));
    let skipped = before.chars().count().saturating_sub(BEFORE);
    let mut before = before[split(before, skipped)..].to_owned();
    if skipped > 0 {
        before.insert(0, '…');
    }
    Some(Row { before, marked: cut(marked), behind: cut(behind) })
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(BEHIND) {
        Some((byte, _)) => format!("{}…", &text[..byte]),
        None => text.to_owned(),
    }
}

/// The findings in one source, each on a line.
pub fn findings_of(path: &str, site: &dyn Published) -> Vec<String> {
    let sources = site.sources();
    let diagnostics = site.diagnostics();
    let own = diagnostics.iter().filter(|d| d.path(sources) == path);
    own.map(|d| {
        let Position { line, column } = Located::of(d, sources).start;
        let help = d.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        let severity = severity_name(d.severity);
        format!("{line}:{column} {severity}[{}] {}{help}", d.code.name(), d.message)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{Source, Span};
    use std::sync::Arc;

    fn row_of(text: &str, range: std::ops::Range<usize>) -> Row {
        let mut sources = Sources::default();
        let id = sources.id("a.md");
        sources.put(Arc::new(Source::new(id, "a.md".into(), text.as_bytes()).unwrap()));
        row(&Diagnostic::new(Code::BAD_FILE_NAME, Span::new(id, range), "x"), &sources).unwrap()
    }

    fn parts(before: &str, marked: &str, behind: &str) -> Row {
        Row { before: before.into(), marked: marked.into(), behind: behind.into() }
    }

    #[test]
    fn a_line_is_cut_around_the_place() {
        assert_eq!(row_of("甲乙丙\n丁", 3..6), parts("甲", "乙", "丙"));
        assert_eq!(row_of("甲乙丙\n丁", 6..13), parts("甲乙", "丙", ""));
        assert_eq!(row_of("ab", 2..2), parts("ab", "", ""));
        let long = format!("{}X{}", "甲".repeat(100), "乙".repeat(100));
        let cut = row_of(&long, 300..301);
        assert_eq!(cut, parts(&format!("…{}", "甲".repeat(40)), "X", &format!("{}…", "乙".repeat(80))));
    }
}
