//! Headings.

use super::text::{escape_attribute, escape_text};
use super::{Prose, Writer};
use crate::content::body::{BlockKind, Heading, HoleKind, Section};
use crate::content::markdown::events::Piece;
use crate::content::markdown::survey;
use crate::source::Span;
use pulldown_cmark::{Event, Tag};

impl<'a, 'p> Writer<'a, 'p> {
    pub(super) fn heading(&mut self, level: u8, piece: &'a Piece<'p>) {
        let (start, index) = (self.at - 1, self.body.headings.len());
        let top_level = self.depth == 0 && self.html_depth == 0;
        self.open_block(BlockKind::Heading(index as u32), piece);
        let heading = self.described(level, start, piece, top_level);
        for was in &heading.was {
            self.id_attribute("<span class=\"was\" id=\"", was);
            self.push("></span>");
        }
        self.push(&format!("<h{level}"));
        self.id_attribute(" id=\"", &heading.id);
        self.push(">");
        self.body.headings.push(heading);
        self.prose = Prose::Heading(index);
        if top_level {
            let at = self.body.text.len() as u32;
            self.body.sections[self.section].text.end = at;
            self.section = self.body.sections.len();
            self.body.sections.push(Section { heading: Some(index as u32), text: at..at });
        }
    }

    /// Everything about a heading but its words.
    fn described(&self, level: u8, start: usize, piece: &Piece<'_>, top_level: bool) -> Heading {
        let headings = &self.survey.headings;
        let found = headings.binary_search_by_key(&start, |heading| heading.piece).map(|at| &headings[at]);
        let inner = survey::inner(self.pieces, start);
        let text = self.context.text;
        let end = piece.range.start + text[piece.range.clone()].trim_end().len();
        let has_attributes = match &piece.event {
            Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
                id.is_some() || !classes.is_empty() || !attrs.is_empty()
            }
            _ => false,
        };
        // After closing hashes, but before the underline of a heading that is underlined.
        let words_end = inner.iter().map(|piece| piece.range.end).max().unwrap_or(end);
        let id_at = match text[piece.range.clone()].rfind('{') {
            Some(brace) if has_attributes => piece.range.start + brace + 1,
            _ if text[piece.range.start..].starts_with('#') => end,
            _ => words_end,
        };
        Heading {
            level,
            id: found.map_or(String::new(), |heading| heading.id.clone()),
            explicit: found.is_ok_and(|heading| heading.explicit),
            was: found.map_or(Vec::new(), |heading| heading.was.clone()),
            html: contents_html(inner),
            text: String::new(),
            at: self.body.html.len() as u32,
            end: 0,
            top_level,
            span: self.context.span(piece.range.start..end),
            id_span: found.ok().and_then(|heading| heading.span),
            id_at: self.context.span(id_at..id_at),
            in_braces: has_attributes,
        }
    }

    pub(super) fn end_heading(&mut self, level: u8, piece: &'a Piece<'p>) {
        if let Prose::Heading(index) = self.prose {
            self.body.headings[index].end = self.body.html.len() as u32;
        }
        self.prose = Prose::Running;
        self.line(&format!("</h{level}>"));
        self.close_block(piece);
    }
}

/// The words of a heading as a list of contents shows them.
fn contents_html(pieces: &[Piece<'_>]) -> String {
    let mut html = String::new();
    for piece in pieces {
        match &piece.event {
            Event::Text(text) => escape_text(text, &mut html),
            Event::Code(code) => {
                html.push_str("<code>");
                escape_text(code, &mut html);
                html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => html.push(' '),
            Event::Start(Tag::Emphasis) => html.push_str("<em>"),
            Event::Start(Tag::Strong) => html.push_str("<strong>"),
            Event::End(end) if *end == Tag::Emphasis.to_end() => html.push_str("</em>"),
            Event::End(end) if *end == Tag::Strong.to_end() => html.push_str("</strong>"),
            _ => {}
        }
    }
    html
}

impl Writer<'_, '_> {
    /// A span of the source between two bytes.
    pub(super) fn span(&self, range: std::ops::Range<usize>) -> Span {
        self.context.span(range)
    }

    /// A word of the interface in an attribute.
    pub(super) fn word_attribute(&mut self, before: &str, word: crate::content::body::Word) {
        self.push(before);
        self.hole(HoleKind::Word(word));
    }

    /// A quoted attribute.
    pub(super) fn attribute(&mut self, before: &str, value: &str) {
        self.push(before);
        escape_attribute(value, &mut self.body.html);
        self.push("\"");
    }
}
