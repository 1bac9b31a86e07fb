//! What holds of any text whatever.

use super::*;
use proptest::prelude::*;
use pulldown_cmark::Event;

/// Parts that random documents are made of: everything that one of the passes looks at, and what could confuse it.
const PARTS: [&str; 84] = [
    "中",
    "文",
    "中文",
    "甲乙丙",
    "Rust",
    " Rust ",
    "a",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n",
    "。",
    "，",
    "：",
    "、",
    "“",
    "”",
    "——",
    "……",
    "（",
    "）",
    "《",
    "》",
    "·",
    "¥",
    "!",
    "?",
    ",",
    ".",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "```math\n",
    "- ",
    "1. ",
    "1、",
    "> ",
    "# ",
    "## ",
    "＃ ",
    "\u{3000}",
    "    ",
    "\t",
    "[",
    "]",
    "(",
    ")",
    "](u)",
    "](@/roles/x#y)",
    "![",
    "[[",
    "]]",
    "|",
    "|-|\n",
    "｜",
    "\\",
    "&amp;",
    "&#x1BC9F;",
    "\u{1BC9F}",
    "<b>",
    "</kbd>",
    "<kbd>",
    "<!--",
    "-->",
    "https://a.example/",
    "[^1]",
    "[^1]: ",
    "[@k]",
    "$`x`$",
    " {#id}",
    "\u{FE00}",
    "\u{E0101}",
    "\u{200B}",
    "𠮷",
    "🎉",
];

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..60).prop_map(|parts| parts.concat())
}

fn languages() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["zh", "en"])
}

fn modes() -> impl Strategy<Value = HtmlMode> {
    prop::sample::select(vec![HtmlMode::Escape, HtmlMode::AllowList])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Ranges lie on character boundaries inside the source, begin one after the other, and hold what they say.
    #[test]
    fn ranges_are_those_of_the_source(text in document(), language in languages()) {
        let script = Script::of_tag(language);
        let offset = 7;
        let whole = format!("+++\n+++{text}");
        let prepared = emphasis::prepare(&text, script);
        let mut last = 0;
        for piece in events::read(&prepared, parser_options(), offset).0 {
            let range = piece.range.clone();
            prop_assert!(whole.get(range.clone()).is_some(), "{piece:?}");
            // With an image in double brackets the parser loses the order of events, not their places.
            if !matches!(piece.event, Event::End(_)) && !text.contains("[[") && !text.contains("]]") {
                prop_assert!(range.start >= last, "{piece:?}");
                last = range.start;
            }
            if let Event::Text(words) = &piece.event {
                for (at, c) in words.char_indices().filter(|(at, _)| piece.is_exact(*at)) {
                    prop_assert!(whole[piece.source_at(at)..].starts_with(c), "{piece:?} at {at}");
                }
            }
        }
    }

    /// The pass does nothing without Chinese, Japanese or Korean, and copies nothing then.
    #[test]
    fn latin_is_left_alone(text in "[ -~\n]{0,80}", language in languages()) {
        let prepared = emphasis::prepare(&text, Script::of_tag(language));
        prop_assert!(matches!(prepared.text, std::borrow::Cow::Borrowed(_)));
    }

    /// No sentinel reaches the page, the plain text or a reference, unless its author wrote it.
    #[test]
    fn sentinels_stay_unseen(text in document(), language in languages()) {
        let text = text.replace(['\u{1BC9F}'], "").replace("&#x1BC9F;", "");
        let source = source(&text);
        let body = parse(&source, 0..text.len(), &options(language), &Highlighter::new()).value;
        let all = format!("{body:?}");
        prop_assert!(!all.contains(['\u{1BC9F}', '\u{1DA8B}']), "{}", all);
    }

    /// Bodies hold together, and their HTML is balanced and made of known elements and attributes alone.
    #[test]
    fn bodies_hold_together(text in document(), language in languages(), html in modes()) {
        let source = source(&text);
        let options = Options { html, ..options(language) };
        let found = parse(&source, 0..text.len(), &options, &Highlighter::new());
        cases::check(&found.value);
        well_formed(&shown(&found.value)).map_err(TestCaseError::fail)?;
        for diagnostic in &found.diagnostics {
            let crate::diagnostic::Place::Span(span) = diagnostic.place else { panic!("{diagnostic:?}") };
            let spans = diagnostic.edits.iter().map(|edit| edit.span).chain([span]);
            for span in spans.chain(diagnostic.labels.iter().map(|label| label.span)) {
                prop_assert!(text.get(span.range()).is_some(), "{diagnostic:?}");
            }
        }
    }

    /// What the findings would change is changed once: after that they ask for nothing more.
    #[test]
    fn mending_ends(text in document()) {
        let mended = mend(&text, "zh").0;
        prop_assert_eq!(&mend(&mended, "zh").0, &mended);
    }
}

/// Applies all edits that do not meet each other, until there are none; and how many rounds it took.
pub(super) fn mend(text: &str, language: &str) -> (String, usize) {
    mend_some(text, language, |_| true)
}

/// The same with the findings of some rules.
pub(super) fn mend_some(text: &str, language: &str, wanted: impl Fn(Code) -> bool) -> (String, usize) {
    let mut text = text.to_owned();
    for round in 0..20 {
        let source = source(&text);
        let mut found = parse(&source, 0..text.len(), &options(language), &Highlighter::new()).diagnostics;
        found.retain(|diagnostic| !diagnostic.edits.is_empty() && wanted(diagnostic.code));
        if found.is_empty() {
            return (text, round);
        }
        found.sort_by_key(|diagnostic| diagnostic.edits[0].span);
        let mut edits: Vec<crate::diagnostic::Edit> = Vec::new();
        for diagnostic in found {
            let meets = |a: &crate::diagnostic::Edit, b: &crate::diagnostic::Edit| {
                a.span.start <= b.span.end && b.span.start <= a.span.end
            };
            if !diagnostic.edits.iter().any(|edit| edits.iter().any(|other| meets(edit, other))) {
                edits.extend(diagnostic.edits);
            }
        }
        edits.sort();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.replacement);
        }
    }
    (text, usize::MAX)
}

/// Whether HTML is balanced and made of what we write.
fn well_formed(html: &str) -> Result<(), String> {
    const VOID: [&str; 3] = ["br", "hr", "img"];
    const ATTRIBUTES: [&str; 20] = [
        "alt",
        "aria-label",
        "class",
        "data-language",
        "decoding",
        "display",
        "href",
        "id",
        "lang",
        "loading",
        "role",
        "scope",
        "start",
        "tabindex",
        "title",
        "mathvariant",
        "stretchy",
        "symmetric",
        "form",
        "width",
    ];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (tag, after) = rest[at + 1..].split_once('>').ok_or(format!("open tag in {html}"))?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("`</{name}>` in {html}"));
            }
            continue;
        }
        // Elements of formulas may close themselves.
        let (tag, closed) = tag.strip_suffix(" /").map_or((tag, false), |tag| (tag, true));
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        while let Some((key, value)) = attributes.split_once("=\"") {
            let key = key.rsplit(' ').next().unwrap_or("");
            if !ATTRIBUTES.contains(&key) {
                return Err(format!("attribute `{key}` in {html}"));
            }
            attributes = value.split_once('"').ok_or(format!("quotation in {html}"))?.1;
        }
        let shown_by_filler = attributes.trim().starts_with('{');
        if !attributes.trim().is_empty() && !shown_by_filler {
            return Err(format!("`{attributes}` in {html}"));
        }
        if !closed && !VOID.contains(&name) {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open in {html}")) }
}
