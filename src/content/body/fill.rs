//! Closing the holes of a body.

use super::{Body, HoleKind, ReferenceIx, Word};
use std::ops::Range;

/// What later floors know and a body does not. Everything is written to `out` as HTML, escaped for its place.
pub trait Fill {
    /// The address of a reference, for a quoted attribute.
    fn href(&self, reference: ReferenceIx, out: &mut String);
    /// The title of the entry that a reference names.
    fn title(&self, reference: ReferenceIx, out: &mut String);
    /// Further attributes of a link (` class="…"`, ` rel="…"`), each with a space before it; often nothing.
    fn link_attributes(&self, reference: ReferenceIx, out: &mut String);
    /// ` src="…"` of an image, and ` width="…" height="…"` where they are known.
    fn image(&self, reference: ReferenceIx, out: &mut String);
    /// The mark of a citation.
    fn cite(&self, reference: ReferenceIx, out: &mut String);
    /// What goes before each id, e.g. `data-engineer--`; often nothing.
    fn id_prefix(&self, out: &mut String);
    /// A word of the interface in the reader's language.
    fn word(&self, word: Word, out: &mut String);
}

/// HTML that a later floor puts between the characters of a body: the two ends of an automatic link in a
/// [`Run`](super::Run), a link at the end of a [`Heading`](super::Heading).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// Byte of [`Body::html`].
    pub at: u32,
    /// What goes there.
    pub html: String,
}

impl Body {
    /// The HTML of a part of the body (a block, a section, all of it), holes filled and insertions (ascending) made.
    pub fn fill(&self, range: Range<u32>, insertions: &[Insertion], fill: &impl Fill) -> String {
        let mut out = String::with_capacity((range.end - range.start) as usize * 5 / 4);
        self.fill_into(range, insertions, fill, &mut out);
        out
    }

    /// [`fill`](Self::fill) at the end of a string.
    pub fn fill_into(&self, range: Range<u32>, insertions: &[Insertion], fill: &impl Fill, out: &mut String) {
        let holes = &self.holes[self.holes.partition_point(|hole| hole.at < range.start)..];
        let mut holes = holes.iter().take_while(|hole| hole.at < range.end).peekable();
        let insertions = &insertions[insertions.partition_point(|i| i.at < range.start)..];
        let mut insertions = insertions.iter().take_while(|i| i.at <= range.end).peekable();
        let mut at = range.start as usize;
        loop {
            let next_hole = holes.peek().map_or(u32::MAX, |hole| hole.at);
            let next_insertion = insertions.peek().map_or(u32::MAX, |insertion| insertion.at);
            let next = next_hole.min(next_insertion);
            if next == u32::MAX {
                break;
            }
            out.push_str(&self.html[at..next as usize]);
            at = next as usize;
            // An insertion ends a link before whatever hole begins at the same byte.
            if next_insertion <= next_hole {
                out.push_str(insertions.next().map_or("", |insertion| &insertion.html));
            } else if let Some(hole) = holes.next() {
                fill_one(hole.kind, fill, out);
            }
        }
        out.push_str(&self.html[at..range.end as usize]);
    }
}

fn fill_one(kind: HoleKind, fill: &impl Fill, out: &mut String) {
    match kind {
        HoleKind::Href(reference) => fill.href(reference, out),
        HoleKind::Title(reference) => fill.title(reference, out),
        HoleKind::LinkAttributes(reference) => fill.link_attributes(reference, out),
        HoleKind::Image(reference) => fill.image(reference, out),
        HoleKind::Cite(reference) => {
            // The mark hangs on the word before it, however the author spaced the brackets.
            out.truncate(out.trim_end_matches([' ', '\n']).len());
            fill.cite(reference, out);
        }
        HoleKind::IdPrefix => fill.id_prefix(out),
        HoleKind::Word(word) => fill.word(word, out),
    }
}
