//! The passes alone: events after them through the parser's own HTML writer, raw HTML passing.

use super::*;
use pulldown_cmark::Options as Extensions;

/// Which passes a text goes through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Passes {
    None,
    /// All but those that add to CommonMark.
    Emphasis,
    All,
}

/// HTML of a text after passes.
fn html(text: &str, script: Script, extensions: Extensions, passes: Passes) -> String {
    let options = Options::new(script);
    let highlighter = Highlighter::new();
    let context = Context { source: SourceId(0), text, options: &options, highlighter: &highlighter };
    let prepared = match passes {
        Passes::None => emphasis::Prepared::untouched(text),
        Passes::Emphasis | Passes::All => emphasis::prepare(text, script),
    };
    let (mut pieces, _) = events::read(&prepared, extensions, 0);
    match passes {
        Passes::None => {}
        Passes::Emphasis => breaks::join_lines(&mut pieces, &options),
        Passes::All => pieces = super::passes(pieces, &context),
    }
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pieces.into_iter().map(|piece| piece.event));
    html
}

/// The cases of a page: fences of eight tildes with a language.
fn pairs(page: &str) -> Vec<(&str, String, String)> {
    let named = |text: &str| text.replace("‹U+1BC9F›", "\u{1BC9F}");
    let cases = page.split("\n~~~~~~~~ ").skip(1).map(|case| {
        let (language, rest) = case.split_once('\n').unwrap();
        let (markdown, rest) = rest.split_once("\n.\n").unwrap();
        let (html, _) = rest.split_once("\n~~~~~~~~").unwrap();
        (language, named(markdown), named(html))
    });
    cases.collect()
}

#[test]
fn all_pairs_hold() {
    let page = read("markdown/pairs.md");
    let pairs = pairs(&page);
    assert_eq!(pairs.len(), 79);
    let extensions = super::parser_options() - Extensions::ENABLE_WIKILINKS;
    let mut wrong = Vec::new();
    for (language, markdown, expected) in pairs {
        let is = html(&markdown, Script::of_tag(language), extensions, Passes::All);
        if is.trim_end() != expected {
            wrong.push(format!("[{language}] {markdown}\n  is  {is}  not {expected}\n"));
        }
    }
    assert!(wrong.is_empty(), "{} pairs do not hold:\n{}", wrong.len(), wrong.concat());
}

#[test]
fn commonmark_stays_what_it_is() {
    let page = read("commonmark/examples.txt");
    let fence = "`".repeat(32);
    let examples: Vec<&str> = page.split(&format!("{fence} example\n")).skip(1).collect();
    assert_eq!(examples.len(), 652);
    for example in examples {
        let (example, _) = example.split_once(&format!("\n{fence}")).unwrap();
        let example = format!("\n{example}\n").replace('→', "\t");
        let (markdown, expected) = example.split_once("\n.\n").unwrap();
        let markdown = format!("{}\n", markdown.strip_prefix('\n').unwrap_or(markdown));
        let plain = html(&markdown, Script::Other, Extensions::empty(), Passes::None);
        for script in [Script::Chinese, Script::Other] {
            assert_eq!(html(&markdown, script, Extensions::empty(), Passes::Emphasis), plain, "{markdown}");
        }
        // The parser's table of entities lacks one of two characters.
        if !markdown.contains("&ngE;") {
            assert_eq!(normal(&plain), normal(expected), "{markdown}");
        }
    }
}

/// Without the white space and the spellings in which writers of HTML differ.
fn normal(html: &str) -> String {
    html.replace("&quot;", "\"").split_whitespace().collect::<String>()
}
