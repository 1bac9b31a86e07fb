//! What `check --fix` may change: marks and spaces, never words, and never what a page is made of.

use super::properties::{mend, mend_some};
use super::*;
use pulldown_cmark::Event;

/// Rules about the look of text. Their edits leave every block, link and emphasis what it was.
const TYPOGRAPHY: [Code; 6] = [
    Code::HALF_WIDTH_PUNCTUATION,
    Code::WRONG_QUOTES,
    Code::ELLIPSIS_OR_DASH,
    Code::FULL_WIDTH_LETTERS,
    Code::STRAY_SPACES,
    Code::MANUAL_INDENT,
];

/// What a page consists of: its events, texts without marks and spaces, letters and digits in their narrow form.
fn skeleton(text: &str, language: &str) -> Vec<String> {
    let prepared = emphasis::prepare(text, Script::of_tag(language));
    let mut parts: Vec<String> = Vec::new();
    for piece in events::read(&prepared, parser_options(), 0).0 {
        match &piece.event {
            Event::Text(text) => parts.push(words(text)),
            event => parts.push(format!("{event:?}")),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The letters and digits of a text.
fn words(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().filter(|c| c.is_alphanumeric()).map(narrow).collect()
}

/// Checks all that is promised of mending one page, and gives it mended.
pub(super) fn check_mending(name: &str, text: &str, language: &str) -> String {
    let (mended, rounds) = mend(text, language);
    assert!(rounds < 20, "{name}: still something to mend after {rounds} rounds");
    assert_eq!(mend(&mended, language).0, mended, "{name}: mended again");
    let typography = mend_some(text, language, |code| TYPOGRAPHY.contains(&code)).0;
    assert_eq!(skeleton(&typography, language), skeleton(text, language), "{name}");
    assert_eq!(words(&mended), words(text), "{name}: words of the source");
    mended
}

/// A page as somebody would write it who knows neither full-width marks nor Markdown well: of the places where each
/// mistake could be made, every one, every second or every third has it.
fn spoilt(text: &str, seed: usize) -> String {
    const MISTAKES: [(&str, &str); 22] = [
        ("，", ","),
        ("；", ";"),
        ("：", ":"),
        ("？", "?"),
        ("。", "."),
        ("（", "("),
        ("）", ")"),
        ("“", "\""),
        ("”", "\""),
        ("……", "..."),
        ("——", "--"),
        ("的", "的  "),
        ("，", "，  "),
        ("\n- ", "\n-\u{3000}"),
        ("\n- [ ] ", "\n- [ ]"),
        ("\n1. ", "\n1、"),
        ("\n## ", "\n＃＃ "),
        ("\n### ", "\n###\u{3000}"),
        ("\n> ", "\n＞ "),
        ("**", "\u{200B}**"),
        ("数据", "数\u{200B}据"),
        ("**", "__"),
    ];
    let mut text = text.to_owned();
    for (at, (right, wrong)) in MISTAKES.into_iter().enumerate() {
        let every = 1 + (seed + at) % 3;
        if (seed / 3 + at).is_multiple_of(2) {
            continue;
        }
        let mut parts = text.split(right);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (count, part) in parts.enumerate() {
            out.push_str(if count % every == 0 { wrong } else { right });
            out.push_str(part);
        }
        text = out;
    }
    text
}

/// The handbook of this repository, as it is and with mistakes put into it.
#[test]
fn mending_keeps_what_pages_say() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut paths = Vec::new();
    for folder in ["chapters", "pages", "roles", "skills"] {
        paths.extend(std::fs::read_dir(content.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| path.to_string_lossy().ends_with(".zh.md"));
    paths.sort();
    assert!(paths.len() > 100);
    for (seed, path) in paths.iter().enumerate() {
        let text = std::fs::read_to_string(path).unwrap();
        let body = text.split_once("\n+++\n").unwrap().1;
        let name = path.display().to_string();
        assert_eq!(check_mending(&name, body, "zh"), body, "{name}: nothing is wrong with it");
        if seed % 3 == 0 {
            let spoilt = spoilt(body, seed / 3);
            assert_ne!(
                check_mending(&format!("{name}, spoilt"), &spoilt, "zh"),
                spoilt,
                "{name}: nothing is found"
            );
        }
    }
}
