//! Events to HTML with holes. One [`Writer`] for one body; each kind of block is a file of its own.

mod alert;
mod code;
mod element;
mod heading;
mod html;
mod image;
mod inline;
mod link;
mod list;
mod notes;
mod table;
mod text;

#[cfg(test)]
pub(super) use text::escape_attribute;

use super::Context;
use super::events::{Definitions, Piece};
use super::survey::{self, Survey};
use crate::content::body::{Block, BlockKind, Body, Hole, HoleKind, ReferenceIx, Section};
use crate::diagnostic::Diagnostic;
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::ops::Range;

/// Renders all events of a body.
pub(super) fn render(
    pieces: &[Piece<'_>],
    definitions: &Definitions,
    context: &Context<'_>,
    found: &mut Vec<Diagnostic>,
) -> Body {
    let survey = survey::survey(pieces, context, found);
    let passing = html::passing(pieces, context);
    let mut writer = Writer {
        pieces,
        definitions,
        context,
        survey,
        passing,
        found,
        body: Body::default(),
        at: 0,
        depth: 0,
        open: None,
        section: 0,
        prose: Prose::Running,
        links: Vec::new(),
        alignments: Vec::new(),
        cell: 0,
        cell_end: 0,
        words_end: 0,
        in_head: false,
        queue: Vec::new(),
        cited: Default::default(),
        code: Vec::new(),
        html_depth: 0,
        images: 0,
        alerts: Vec::new(),
        refused: Default::default(),
        refused_addresses: Default::default(),
    };
    let len = context.text.len();
    writer.body.html.reserve(len + len / 2);
    writer.body.text.reserve(len);
    writer.body.sections.push(Section { heading: None, text: 0..0 });
    writer.all(0..pieces.len());
    writer.finish()
}

/// What plain text becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Prose {
    /// Running text: searched, and automatic links may be put into it.
    Running,
    /// A caption or title: searched.
    Caption,
    /// A heading.
    Heading(usize),
}

/// A link that is being written.
struct OpenLink {
    /// None for a refused one, whose words alone are shown.
    reference: Option<ReferenceIx>,
}

/// A body in the making.
struct Writer<'a, 'p> {
    pieces: &'a [Piece<'p>],
    definitions: &'a Definitions,
    context: &'a Context<'a>,
    survey: Survey,
    passing: html::Passing,
    found: &'a mut Vec<Diagnostic>,
    body: Body,
    /// The next piece.
    at: usize,
    /// Blocks around it.
    depth: usize,
    /// The top-level block that is being written: its kind, where its HTML and text begin, its source.
    open: Option<OpenBlock>,
    /// The section that is being written.
    section: usize,
    prose: Prose,
    links: Vec<OpenLink>,
    alignments: Vec<Alignment>,
    cell: usize,
    /// Where the last cell ended in the plain text, when nothing has followed it.
    cell_end: usize,
    /// Where the words of the last link ended in the plain text.
    words_end: u32,
    in_head: bool,
    /// Labels of notes that the open block cites for the first time.
    queue: Vec<String>,
    /// How often each note has been cited so far.
    cited: std::collections::BTreeMap<String, usize>,
    /// Code blocks in the text.
    code: Vec<Range<usize>>,
    /// Elements of passing raw HTML that are open at top level: their blocks belong together.
    html_depth: usize,
    /// Images met so far.
    images: usize,
    /// For each open quotation whether it is an alert.
    alerts: Vec<bool>,
    /// Elements of raw HTML that were told of.
    refused: std::collections::BTreeSet<String>,
    /// Where addresses begin that were told of: one definition may serve many links.
    refused_addresses: std::collections::BTreeSet<u32>,
}

struct OpenBlock {
    kind: BlockKind,
    html: usize,
    text: usize,
    source: usize,
}

impl<'a, 'p> Writer<'a, 'p> {
    /// Writes a range of pieces.
    fn all(&mut self, range: Range<usize>) {
        self.at = range.start;
        while self.at < range.end {
            let piece = &self.pieces[self.at];
            self.at += 1;
            self.one(piece);
        }
    }

    fn one(&mut self, piece: &'a Piece<'p>) {
        match &piece.event {
            Event::Start(tag) => self.start(tag, piece),
            Event::End(tag) => self.end(*tag, piece),
            Event::Text(text) => self.text(text),
            Event::Code(code) => self.inline_code(code),
            Event::InlineMath(math) | Event::DisplayMath(math) => self.inline_math(math, piece),
            Event::Html(html) => self.raw_html(html, piece),
            Event::InlineHtml(html) => self.raw_html(html, piece),
            Event::FootnoteReference(label) => self.note_mark(label, piece),
            Event::SoftBreak => self.line_break("\n", ' '),
            Event::HardBreak => self.line_break("<br>\n", '\n'),
            Event::Rule => {
                self.open_block(BlockKind::Rule, piece);
                self.line("<hr>");
                self.close_block(piece);
            }
            Event::TaskListMarker(done) => self.task_box(*done),
        }
    }

    fn start(&mut self, tag: &'a Tag<'p>, piece: &'a Piece<'p>) {
        match tag {
            Tag::Paragraph => self.paragraph(piece),
            Tag::Heading { level, .. } => self.heading(*level as u8, piece),
            Tag::BlockQuote(kind) => self.quote(*kind, piece),
            Tag::CodeBlock(kind) => self.code_block(kind, piece),
            Tag::List(first) => self.list(*first, piece),
            Tag::Item => self.item(),
            Tag::DefinitionList => self.container(BlockKind::Definitions, "<dl>", piece),
            Tag::DefinitionListTitle => self.line_start("<dt>"),
            Tag::DefinitionListDefinition => self.line_start("<dd>"),
            Tag::Table(alignments) => self.table(alignments, piece),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(),
            Tag::HtmlBlock => self.html_block(piece),
            // Written where they are cited.
            Tag::FootnoteDefinition(_) => self.at = survey::end_of(self.pieces, self.at - 1) + 1,
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, piece),
            Tag::Image { link_type, dest_url, title, .. } => self.image(*link_type, dest_url, title, piece),
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, piece: &'a Piece<'p>) {
        match tag {
            TagEnd::Paragraph => {
                self.line("</p>");
                self.close_block(piece);
            }
            TagEnd::Heading(level) => self.end_heading(level as u8, piece),
            TagEnd::BlockQuote(_) => self.end_quote(piece),
            TagEnd::List(ordered) => {
                self.line(if ordered { "</ol>" } else { "</ul>" });
                self.close_block(piece);
            }
            TagEnd::Item => self.end_item(),
            TagEnd::DefinitionList => {
                self.line("</dl>");
                self.close_block(piece);
            }
            TagEnd::DefinitionListTitle => self.end_line("</dt>"),
            TagEnd::DefinitionListDefinition => self.end_line("</dd>"),
            TagEnd::Table => self.end_table(piece),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.end_table_row(),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Emphasis => self.push("</em>"),
            TagEnd::Strong => self.push("</strong>"),
            TagEnd::Strikethrough => self.push("</del>"),
            TagEnd::Link => self.end_link(piece),
            TagEnd::HtmlBlock => self.end_html_block(piece),
            TagEnd::CodeBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn paragraph(&mut self, piece: &'a Piece<'p>) {
        if self.lone_image(piece) {
            return;
        }
        self.open_block(BlockKind::Paragraph, piece);
        self.push("<p>");
    }

    /// Begins a block that holds others.
    fn container(&mut self, kind: BlockKind, html: &str, piece: &'a Piece<'p>) {
        self.open_block(kind, piece);
        self.line(html);
    }

    /// Notes the beginning of a block, on a line of its own.
    fn open_block(&mut self, kind: BlockKind, piece: &Piece<'_>) {
        if !self.body.html.is_empty() && !self.body.html.ends_with('\n') {
            self.push("\n");
        }
        self.break_text('\n');
        if self.depth == 0 && self.open.is_none() {
            let (html, text) = (self.body.html.len(), self.body.text.len());
            self.open = Some(OpenBlock { kind, html, text, source: piece.range.start });
        }
        self.depth += 1;
    }

    /// Ends a block; at top level, its notes follow.
    fn close_block(&mut self, piece: &Piece<'_>) {
        self.break_text('\n');
        self.depth -= 1;
        if self.depth == 0 && self.html_depth == 0 {
            self.close_top_level(piece.range.end);
            self.notes();
        }
    }

    fn close_top_level(&mut self, source_end: usize) {
        let Some(open) = self.open.take() else { return };
        let source_end = self.context.text[..source_end].trim_end_matches('\n').len().max(open.source);
        self.body.blocks.push(Block {
            kind: open.kind,
            html: open.html as u32..self.body.html.len() as u32,
            text: open.text as u32..self.body.text.len() as u32,
            span: self.context.span(open.source..source_end),
        });
    }

    /// The finished body.
    fn finish(mut self) -> Body {
        if self.open.is_some() {
            self.close_top_level(self.context.text.len());
        }
        self.notes();
        let end = self.body.text.len() as u32;
        self.body.sections[self.section].text.end = end;
        super::sentences::find(&mut self.body);
        self.body.counts = super::count::of_body(&self.body, &self.code);
        self.body
    }

    fn push(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    /// HTML and a line end.
    fn line(&mut self, html: &str) {
        self.push(html);
        self.push("\n");
    }

    /// HTML on a new line.
    fn line_start(&mut self, html: &str) {
        if !self.body.html.ends_with('\n') {
            self.push("\n");
        }
        self.push(html);
    }

    /// The end of an element that is a line of text.
    fn end_line(&mut self, html: &str) {
        self.line(html);
        self.break_text('\n');
    }

    fn hole(&mut self, kind: HoleKind) {
        self.body.holes.push(Hole { at: self.body.html.len() as u32, kind });
    }

    /// An attribute with an id of this body, prefix and all.
    fn id_attribute(&mut self, before: &str, id: &str) {
        self.push(before);
        self.hole(HoleKind::IdPrefix);
        text::escape_attribute(id, &mut self.body.html);
        self.push("\"");
    }
}
