//! No text takes more than its share of time: four times the text, about four times the time.
//!
//! Times on a busy machine mean little, so this runs when `BIFOLD_GROWTH` is set, in a release build.

use super::*;
use std::time::{Duration, Instant};

/// Texts that brought some parser or pass down, as patterns to repeat.
const FAMILIES: [(&str, &str, &str); 44] = [
    ("quotations and lazy lines", "> a\nb\n", ""),
    ("brackets", "[", ""),
    ("links that never close", "[a](", ""),
    ("images in links", "![[]()", ""),
    ("double brackets", "[[", ""),
    ("double brackets that close", "[[a|", "]]"),
    ("emphasis of two kinds", "*a_ ", ""),
    ("emphasis in words", "a**b", "c* "),
    ("Han and emphasis", "中。**中", ""),
    ("Han and underscores", "中_。", ""),
    ("backslashes and stars", "\\*", ""),
    ("backslashes", "\\", "*"),
    ("backticks", "`a``b```", ""),
    ("tildes", "~~中。", ""),
    ("comments", "<!--", ""),
    ("tags", "<kbd>", ""),
    ("tags that close", "</kbd>", ""),
    ("attributes", "<a b=\"", ""),
    ("declarations", "<!A", ""),
    ("entities", "&#x1BC9F", ";**甲。**乙"),
    ("notes", "[^1]", "\n\n[^1]: x"),
    ("notes that are missing", "[^x] ", ""),
    ("marks of notes", "[^", ""),
    ("headings", "# a {#a}\n", ""),
    ("headings of one name", "# a\n", ""),
    ("braces", "# {a\n", ""),
    ("tables", "| a | b |\n", ""),
    ("bars", "|", "\n|-|\n"),
    ("addresses", "https://a.b/c ", ""),
    ("brackets after an address", "https://a.b/", "))))"),
    ("closing brackets of an address", "https://a.b)", ""),
    ("schemes", "://", ""),
    ("full-width brackets", "［a］（", ""),
    ("full-width closing brackets", "）", ""),
    ("half-width brackets", "中(", ""),
    ("numbers of lists", "1、a\n", ""),
    ("quotation marks", "\"中", ""),
    ("dots", "中.", ""),
    ("dollars", "$`a`", "$"),
    ("definitions", "a\n: b\n", ""),
    ("soft breaks", "中\n", ""),
    ("hard breaks", "中  \n", ""),
    ("references", "[a]", "\n\n[a]: /u"),
    ("citations", "[@k]", ""),
];

#[test]
fn time_grows_with_the_text() {
    if std::env::var_os("BIFOLD_GROWTH").is_none() {
        println!("BIFOLD_GROWTH is not set: nothing is measured");
        return;
    }
    let mut steep = Vec::new();
    for (name, part, end) in FAMILIES {
        let text = |bytes: usize| format!("{}{end}", part.repeat(bytes / part.len()));
        let (small, large) = (time(&text(25_000)), time(&text(100_000)));
        let ratio = large.as_secs_f64() / small.as_secs_f64();
        println!("{name:<32} {:>8.2} ms, four times the text × {ratio:.1}", large.as_secs_f64() * 1e3);
        if ratio > 6.5 && large > Duration::from_millis(50) {
            steep.push(name);
        }
    }
    assert!(steep.is_empty(), "{steep:?}");
}

/// Best of five.
fn time(text: &str) -> Duration {
    let source = source(text);
    let options = Options { html: HtmlMode::AllowList, ..options("zh") };
    let highlighter = Highlighter::new();
    let once = || {
        let start = Instant::now();
        std::hint::black_box(parse(&source, 0..text.len(), &options, &highlighter));
        start.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap_or_default()
}
