//! Links, names in double brackets, citations.

use super::{OpenLink, Writer};
use crate::content::body::{HoleKind, Reference, ReferenceIx, ReferenceKind};
use crate::content::markdown::events::{CITATION, Piece};
use crate::content::markdown::survey;
use crate::content::markdown::urls::{self, Target};
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

impl<'a, 'p> Writer<'a, 'p> {
    pub(super) fn link(&mut self, link_type: LinkType, dest: &str, title: &str, piece: &'a Piece<'p>) {
        let start = self.at - 1;
        if link_type == LinkType::ShortcutUnknown && dest == CITATION {
            return self.citation(piece);
        }
        let target = self.target_of(link_type, dest);
        if target.kind == ReferenceKind::Refused {
            self.refuse(&target.target, link_type, piece);
            self.refer(link_type, target, piece);
            self.links.push(OpenLink { reference: None });
            return;
        }
        let kind = target.kind;
        let reference = self.refer(link_type, target, piece);
        self.push("<a href=\"");
        if kind == ReferenceKind::External {
            let address = self.body.reference(reference).target.clone();
            urls::write_href(&address, &mut self.body.html);
        } else {
            self.hole(HoleKind::Href(reference));
        }
        self.push("\"");
        self.hole(HoleKind::LinkAttributes(reference));
        if !title.is_empty() {
            self.attribute(" title=\"", title);
        }
        self.push(">");
        self.links.push(OpenLink { reference: Some(reference) });
        if let LinkType::WikiLink { has_pothole } = link_type {
            let end = survey::end_of(self.pieces, start);
            let words = &self.pieces[self.at..end];
            if !has_pothole || survey::plain(words).trim().is_empty() {
                self.at = end;
                self.hole(HoleKind::Title(reference));
                self.text_hole(reference);
            }
        }
    }

    fn target_of(&self, link_type: LinkType, dest: &str) -> Target {
        let whole = |kind, target: &str| Target { kind, target: target.to_owned(), anchor: None };
        match link_type {
            // In a table the bar is written `\|`, and the parser leaves the backslash with the name.
            LinkType::WikiLink { .. } => whole(ReferenceKind::Name, dest.trim_end_matches('\\').trim()),
            LinkType::Email => whole(ReferenceKind::External, &format!("mailto:{dest}")),
            _ => urls::target(dest),
        }
    }

    pub(super) fn end_link(&mut self, _piece: &'a Piece<'p>) {
        let Some(open) = self.links.pop() else { return };
        if let Some(reference) = open.reference {
            self.push("</a>");
            let end = self.body.text.len() as u32;
            self.body.references[reference.0 as usize].words.end = end;
            self.words_end = end;
        }
    }

    /// A citation is a link without words to the parser.
    fn citation(&mut self, piece: &'a Piece<'p>) {
        let start = self.at - 1;
        let key = self.context.text[piece.range.clone()].trim_matches(['[', ']', '@']).to_owned();
        self.at = survey::end_of(self.pieces, start) + 1;
        let target = Target { kind: ReferenceKind::Cite, target: key, anchor: None };
        self.close_text();
        let reference = self.refer(LinkType::ShortcutUnknown, target, piece);
        self.hole(HoleKind::Cite(reference));
    }

    /// Notes a reference whose words begin here.
    pub(super) fn refer(&mut self, link_type: LinkType, target: Target, piece: &Piece<'_>) -> ReferenceIx {
        let index = ReferenceIx(self.body.references.len() as u32);
        let at = self.body.text.len() as u32;
        let span = self.target_range(link_type, piece);
        let (heading, in_heading) = match self.prose {
            super::Prose::Heading(index) => (Some(index as u32), true),
            _ => (self.body.sections[self.section].heading, false),
        };
        self.body.references.push(Reference {
            kind: target.kind,
            target: target.target,
            anchor: target.anchor,
            span: self.span(span),
            whole: self.span(piece.range.clone()),
            words: at..at,
            sentence: at..at,
            heading,
            in_heading,
        });
        index
    }

    /// Tells of an address that the filter refused.
    pub(super) fn refuse(&mut self, address: &str, link_type: LinkType, piece: &Piece<'_>) {
        let span = self.span(self.target_range(link_type, piece));
        if !self.refused_addresses.insert(span.start) {
            return;
        }
        let message = match address.split_once(':') {
            Some((scheme, _)) if !scheme.contains(['/', '\\']) => {
                format!("addresses that begin with `{scheme}:` are not allowed")
            }
            _ => format!("`{address}` is not an address that links may have"),
        };
        let help = "use http:, https:, mailto: or tel:, or the path of a file, or `@/` and an entry";
        self.found.push(Diagnostic::new(Code::FORBIDDEN_URL, span, message).help(help));
    }

    /// Where the target of a link or image stands in the source.
    pub(super) fn target_range(&self, link_type: LinkType, piece: &Piece<'_>) -> Range<usize> {
        let whole = piece.range.clone();
        let source = &self.context.text[whole.clone()];
        let within = |from: usize, to: usize| whole.start + from..whole.start + to;
        match link_type {
            LinkType::Inline => {
                let start = self.at - 1;
                let end = survey::end_of(self.pieces, start);
                let words = self.pieces[start + 1..end].iter().map(|piece| piece.range.end).max();
                let words_end = words.map_or(0, |end| end.saturating_sub(whole.start)).min(source.len());
                let Some(at) = source[words_end..].find("](").map(|at| words_end + at + 2) else {
                    return whole;
                };
                let (from, to) = destination(source, at);
                within(from, to)
            }
            LinkType::Autolink | LinkType::Email if source.starts_with('<') => within(1, source.len() - 1),
            LinkType::WikiLink { .. } => {
                let from = source.find("[[").map_or(0, |at| at + 2);
                let rest = &source[from..];
                let to = rest.find('|').or_else(|| rest.find("]]")).unwrap_or(rest.len());
                within(from, from + rest[..to].trim_end_matches('\\').len())
            }
            LinkType::ShortcutUnknown => {
                let from = source.find('@').map_or(0, |at| at + 1);
                within(from, source.len().saturating_sub(1).max(from))
            }
            _ => self.defined_target(piece).unwrap_or(whole),
        }
    }

    /// Where the address of `[words][label]` is written: in the definition of the label.
    fn defined_target(&self, piece: &Piece<'_>) -> Option<Range<usize>> {
        let (Event::Start(Tag::Link { id, .. }) | Event::Start(Tag::Image { id, .. })) = &piece.event else {
            return None;
        };
        let range = self.definitions.get(&id.to_lowercase())?;
        let source = &self.context.text[range.clone()];
        let (from, to) = destination(source, source.find("]:")? + 2);
        Some(range.start + from..range.start + to)
    }
}

/// The destination that begins at or after a byte, without its pointed brackets.
fn destination(source: &str, at: usize) -> (usize, usize) {
    let bytes = source.as_bytes();
    let from = at + source[at..].len() - source[at..].trim_start().len();
    if bytes.get(from) == Some(&b'<') {
        let end = source[from..].find('>').map_or(source.len(), |end| from + end);
        return (from + 1, end);
    }
    let (mut depth, mut end) = (0_usize, from);
    while let Some(b) = bytes.get(end) {
        match b {
            b'\\' => end += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            b if b.is_ascii_whitespace() => break,
            _ => {}
        }
        end += 1;
    }
    (from, end.min(bytes.len()))
}

impl Writer<'_, '_> {
    /// Leaves a place in the plain text for the title of an entry.
    fn text_hole(&mut self, reference: ReferenceIx) {
        if !matches!(self.prose, super::Prose::Heading(_)) {
            let at = self.body.text.len() as u32;
            self.body.text_holes.push(crate::content::body::TextHole { at, reference });
        }
    }
}
