//! Pages in parts: what a reader's browser fetches to show where in a page something was found.

use super::{Page, Scale};
use std::ops::Range;

/// A stretch of a page, cut at headings where it can be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Part {
    pub(super) pieces: Vec<Piece>,
}

/// A section or, if that is too long, some of its paragraphs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) section: usize,
    pub(super) text: Range<usize>,
}

/// The parts of a page; at least one, at most 255 (the last takes what is left).
pub(super) fn parts(page: &Page<'_>, scale: Scale) -> Vec<Part> {
    let largest = scale.part as usize;
    let mut parts = vec![Part::default()];
    let mut size = 0;
    for (section, content) in page.sections.iter().enumerate() {
        for text in stretches(content.text, largest) {
            let length = text.len() + if text.start == 0 { content.heading.len() } else { 0 };
            if size > 0 && size + length > largest && parts.len() < 255 {
                parts.push(Part::default());
                size = 0;
            }
            size += length;
            if let Some(part) = parts.last_mut() {
                part.pieces.push(Piece { section, text });
            }
        }
    }
    parts
}

/// A text in stretches of whole lines, none longer than `largest` unless a line is.
fn stretches(text: &str, largest: usize) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if end > start && end + line.len() - start > largest {
            stretches.push(start..end);
            start = end;
        }
        end += line.len();
    }
    stretches.push(start..end);
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Section;

    #[test]
    fn parts_hold_everything_once() {
        let text = "一二三四五\n".repeat(40);
        let page = Page {
            sections: vec![
                Section { text: "lead", ..Section::default() },
                Section { id: "a", heading: "A", text: &text },
                Section { id: "b", heading: "B", text: "end" },
            ],
            ..Page::default()
        };
        let parts = parts(&page, Scale { page: 1000, part: 200 });
        assert!(parts.len() > 3);
        let mut seen = [String::new(), String::new(), String::new()];
        for piece in parts.iter().flat_map(|part| &part.pieces) {
            seen[piece.section].push_str(&page.sections[piece.section].text[piece.text.clone()]);
        }
        assert_eq!(seen, ["lead", text.as_str(), "end"]);
        assert_eq!(super::parts(&Page::default(), Scale { page: 1000, part: 200 }).len(), 1);
    }
}
