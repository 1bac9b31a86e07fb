//! Ids that sections lack, the same in all languages of an entry.
//!
//! Headings of the languages are matched by their levels and by the ids that are there already; a heading without an id
//! gets that of its partners, or one made of the words of the first language whose words are Latin. Once written an id is
//! never made again.

use super::characters::is_han;
use super::ids;
use crate::content::body::{Body, Heading};
use crate::diagnostic::{Code, Diagnostic, Edit};
use std::collections::BTreeSet;

/// A finding for every h2 and h3 without a written id, in the order of the bodies, with the edit that writes one.
///
/// The bodies are those of one entry in all its languages, the origin's first; with fewer than two nothing is missing.
pub fn missing(bodies: &[&Body]) -> Vec<Diagnostic> {
    if bodies.len() < 2 {
        return Vec::new();
    }
    let outlines: Vec<Vec<&Heading>> = bodies.iter().map(|body| outline(body)).collect();
    if outlines.iter().flatten().all(|heading| heading.explicit) {
        return Vec::new();
    }
    let mut taken: BTreeSet<String> = bodies
        .iter()
        .flat_map(|body| &body.headings)
        .flat_map(|heading| heading.explicit.then_some(&heading.id).into_iter().chain(&heading.was))
        .cloned()
        .collect();
    let mut found: Vec<Vec<Option<String>>> =
        outlines.iter().map(|outline| vec![None; outline.len()]).collect();
    for group in groups(&outlines) {
        let id = id_of(&group, &outlines, &mut taken);
        for (body, heading) in group {
            found[body][heading] = Some(id.clone());
        }
    }
    let mut diagnostics = Vec::new();
    for (outline, ids) in outlines.iter().zip(found) {
        let without = outline.iter().zip(ids).filter(|(heading, _)| !heading.explicit);
        diagnostics.extend(without.map(|(heading, id)| tell(heading, id.as_deref())));
    }
    diagnostics
}

/// The headings that make sections.
fn outline(body: &Body) -> Vec<&Heading> {
    body.headings.iter().filter(|heading| heading.top_level && matches!(heading.level, 2 | 3)).collect()
}

/// Headings of the first body with their partners in the others: body and place in its outline.
fn groups(outlines: &[Vec<&Heading>]) -> Vec<Vec<(usize, usize)>> {
    let mut groups: Vec<Vec<(usize, usize)>> = (0..outlines[0].len()).map(|at| vec![(0, at)]).collect();
    for (body, other) in outlines.iter().enumerate().skip(1) {
        for (first, second) in pairs(&outlines[0], other) {
            groups[first].push((body, second));
        }
    }
    // A section that only one language has needs no id before the outlines agree.
    groups.retain(|group| group.len() == outlines.len());
    groups
}

/// The longest common part of two outlines; headings with different ids are different.
fn pairs(a: &[&Heading], b: &[&Heading]) -> Vec<(usize, usize)> {
    let same = |a: &Heading, b: &Heading| a.level == b.level && (!a.explicit || !b.explicit || a.id == b.id);
    let width = b.len() + 1;
    // Lengths of the longest common parts of what follows.
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i * width + j] = if same(a[i], b[j]) {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if same(a[i], b[j]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The id of a group: one that is written somewhere, or a new one.
fn id_of(group: &[(usize, usize)], outlines: &[Vec<&Heading>], taken: &mut BTreeSet<String>) -> String {
    let headings = || group.iter().map(|(body, heading)| outlines[*body][*heading]);
    if let Some(written) = headings().find(|heading| heading.explicit) {
        return written.id.clone();
    }
    let latin = headings().filter(|heading| !heading.text.contains(is_han));
    let made = latin.chain(headings()).find_map(|heading| ids::suggested(&heading.text));
    // Nothing Latin in any language: a number says no less than a transcription would.
    let made = made.unwrap_or_else(|| format!("s{}", group[0].1 + 1));
    let free = (1..).map(|n| if n == 1 { made.clone() } else { format!("{made}-{n}") });
    let id = free.into_iter().find(|id| !taken.contains(id)).unwrap_or_default();
    taken.insert(id.clone());
    id
}

fn tell(heading: &Heading, id: Option<&str>) -> Diagnostic {
    let message = "this section has no id, so that switching language loses the reader's place here";
    let diagnostic = Diagnostic::new(Code::MISSING_SECTION_ID, heading.span, message);
    let Some(id) = id else {
        return diagnostic.help("write the same `{#id}` after the heading in each language");
    };
    let Edit { span, replacement } = heading.id_edit(id);
    diagnostic
        .help(format!("write `{{#{id}}}` after the heading in each language; `bifold check --fix` does"))
        .edit(span, replacement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::{Highlighter, Options, parse};
    use crate::locale::Script;
    use crate::source::{Source, SourceId};

    /// The texts after all edits, applied until nothing is left to apply.
    fn fixed(texts: &[&str]) -> Vec<String> {
        let mut texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        for _ in 0..2 {
            let bodies: Vec<Body> = texts.iter().enumerate().map(|(at, text)| body(at, text)).collect();
            let found = missing(&bodies.iter().collect::<Vec<_>>());
            let mut edits: Vec<_> = found.into_iter().flat_map(|finding| finding.edits).collect();
            edits.sort();
            for edit in edits.iter().rev() {
                texts[edit.span.source.0 as usize].replace_range(edit.span.range(), &edit.replacement);
            }
        }
        texts
    }

    fn body(at: usize, text: &str) -> Body {
        let source = Source::new(SourceId(at as u32), "a.md".into(), text.as_bytes()).unwrap();
        parse(&source, 0..text.len(), &Options::new(Script::Chinese), &Highlighter::new()).value
    }

    #[test]
    fn both_languages_get_the_same_ids() {
        let [zh, en] = &fixed(&[
            "## 是什么 {#what}\n## 怎么学\n### 第一步 ##\n## C++\n\n> ## 引文\n",
            "## What it is\n\n## How to learn it\n### Step *one*\nC++\n-----\n",
        ])[..] else {
            panic!()
        };
        assert_eq!(
            zh,
            "## 是什么 {#what}\n## 怎么学 {#how-to-learn-it}\n### 第一步 ## {#step-one}\n## C++ {#cplusplus}\n\n> ## 引文\n"
        );
        assert_eq!(
            en,
            "## What it is {#what}\n\n## How to learn it {#how-to-learn-it}\n### Step *one* {#step-one}\nC++ {#cplusplus}\n-----\n"
        );
    }

    #[test]
    fn outlines_that_differ_are_matched_where_they_agree() {
        let fixed = fixed(&["## 甲\n### 乙\n## 丙\n", "## One\n## Three {#three}\n"]);
        assert_eq!(fixed, ["## 甲 {#one}\n### 乙\n## 丙 {#three}\n", "## One {#one}\n## Three {#three}\n"]);
    }

    #[test]
    fn ids_are_used_once() {
        let fixed = fixed(&["## 甲 {was=step}\n## 乙\n## 丙\n", "## Step\n## Step\n## 、\n"]);
        assert_eq!(fixed[0], "## 甲 {#step-2 was=step}\n## 乙 {#step-3}\n## 丙 {#s3}\n");
        assert_eq!(fixed[1], "## Step {#step-2}\n## Step {#step-3}\n## 、 {#s3}\n");
    }

    #[test]
    fn one_language_needs_no_ids() {
        assert!(missing(&[&body(0, "## 甲\n")]).is_empty());
    }
}
