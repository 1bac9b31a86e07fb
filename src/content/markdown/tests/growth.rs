//! No text takes more than its share of time: four times the text, about four times the time.
//!
//! What counts is the processor's time of this thread, not the clock's, and the ratio of two in one run; even so it is
//! not for every run of the tests: it is measured when `BIFOLD_GROWTH` is set, in a release build, by `tests/long`.

use super::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Texts that brought some parser or pass down, as patterns to repeat.
const FAMILIES: [(&str, &str, &str); 58] = [
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
    ("declarations that end", "<!A", ">"),
    ("elements that never end", "<kbd", ">"),
    ("braces that are words", "# a {b}\n", ""),
    ("headings with old ids", "# a {#b was=c}\n", ""),
    ("definitions of addresses", "[a]: /u\n", ""),
    ("alerts", "> [!NOTE]\n\n", ""),
    ("images", "![a](b.png)\n\n", ""),
    ("curly quotation marks", "“中", "”"),
    ("pairs of quotation marks", "“中”,", ""),
    ("spaces without width", "中\u{200B}", ""),
    ("brackets around Chinese", "(中", ")"),
    ("marks without a partner", "**中 ", ""),
    ("names with dots", "中.中", ""),
    ("tasks", "- [x] 中\n", ""),
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
        // A text that outgrows a cache is slower once; what is quadratic stays so at the next step.
        if ratio >= MOST && time(&text(400_000)).as_secs_f64() / large.as_secs_f64() >= MOST {
            steep.push(name);
        }
    }
    assert!(steep.is_empty(), "{steep:?}");
}

/// What four times the text may take at most; a quadratic pass takes sixteen times as long.
const MOST: f64 = 6.0;

/// Best of three, each as often as it takes to be seen: the system counts in steps of some milliseconds.
fn time(text: &str) -> Duration {
    const SEEN: Duration = Duration::from_millis(40);
    let source = source(text);
    let options = Options { html: HtmlMode::AllowList, ..options("zh") };
    let highlighter = Highlighter::new();
    let once = || {
        let (start, mut times) = (processor_time(), 0);
        loop {
            std::hint::black_box(parse(&source, 0..text.len(), &options, &highlighter));
            times += 1;
            let took = processor_time() - start;
            if took >= SEEN {
                return took / times;
            }
        }
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

/// How long this thread has had a processor; where the system does not say, the time of the clock.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
