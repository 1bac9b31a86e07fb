//! Quotations and alerts.

use super::text::escape_text;
use super::{Prose, Writer};
use crate::content::body::{BlockKind, HoleKind, Word};
use crate::content::markdown::events::Piece;
use crate::diagnostic::{Code, Diagnostic, similar_names};
use pulldown_cmark::{BlockQuoteKind, Event, Tag};

/// The kinds of alerts by the name that opens them.
const KINDS: [(&str, Word); 5] = [
    ("note", Word::Note),
    ("tip", Word::Tip),
    ("important", Word::Important),
    ("warning", Word::Warning),
    ("caution", Word::Caution),
];

impl<'a, 'p> Writer<'a, 'p> {
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>, piece: &'a Piece<'p>) {
        let known = kind.map(|kind| match kind {
            BlockQuoteKind::Note => 0,
            BlockQuoteKind::Tip => 1,
            BlockQuoteKind::Important => 2,
            BlockQuoteKind::Warning => 3,
            BlockQuoteKind::Caution => 4,
        });
        let titled = if known.is_none() { self.titled() } else { None };
        let Some(kind) = known.or(titled.map(|(kind, _)| kind)) else {
            self.alerts.push(false);
            return self.container(BlockKind::Quote, "<blockquote>", piece);
        };
        let (name, word) = KINDS[kind];
        self.alerts.push(true);
        self.container(BlockKind::Alert, &format!("<div class=\"alert alert-{name}\">"), piece);
        self.push("<p class=\"alert-title\">");
        match titled {
            Some((_, prefix)) => self.title(prefix),
            None => {
                self.hole(HoleKind::Word(word));
                self.line("</p>");
            }
        }
    }

    pub(super) fn end_quote(&mut self, piece: &'a Piece<'p>) {
        let alert = self.alerts.pop().unwrap_or_default();
        self.line(if alert { "</div>" } else { "</blockquote>" });
        self.close_block(piece);
    }

    /// The kind of an alert whose first line goes on after `[!KIND]`, and how much of the first text that is.
    fn titled(&mut self) -> Option<(usize, usize)> {
        let [paragraph, first] = self.pieces.get(self.at..self.at + 2)? else { return None };
        let (Event::Start(Tag::Paragraph), Event::Text(text)) = (&paragraph.event, &first.event) else {
            return None;
        };
        let (name, rest) = text.strip_prefix("[!")?.split_once(']')?;
        // `\[!NOTE]` is text.
        if !first.is_exact(0) || !self.context.text[first.range.start..].starts_with('[') {
            return None;
        }
        let kind = KINDS.iter().position(|(known, _)| known.eq_ignore_ascii_case(name));
        if kind.is_none() {
            let span = self.span(first.source_range(0..name.len() + 3));
            let names = KINDS.map(|(known, _)| known);
            let help =
                similar_names(name, names).unwrap_or_else(|| format!("there are {}", names.join(", ")));
            let message = format!("there is no alert `[!{name}]`, so that it is shown as a quotation");
            self.found.push(Diagnostic::new(Code::UNKNOWN_ALERT, span, message).help(help));
        }
        // Without words after it the parser has taken the name, unless it stands in a form that it does not know.
        Some((kind?, text.len() - rest.trim_start().len()))
    }

    /// The author's title of an alert: the rest of its first line.
    fn title(&mut self, prefix: usize) {
        let paragraph = &self.pieces[self.at];
        let first = &self.pieces[self.at + 1];
        self.at += 2;
        self.prose = Prose::Caption;
        if let Event::Text(text) = &first.event {
            self.text(&text[prefix..]);
        }
        let goes_on = loop {
            let Some(piece) = self.pieces.get(self.at) else { break false };
            self.at += 1;
            match &piece.event {
                Event::SoftBreak | Event::HardBreak => break true,
                Event::Text(text) if text.is_empty() => break true,
                Event::End(end) if *end == Tag::Paragraph.to_end() => break false,
                _ => self.one(piece),
            }
        };
        self.line("</p>");
        self.prose = Prose::Running;
        self.break_text('\n');
        if goes_on {
            self.open_block(BlockKind::Paragraph, paragraph);
            self.push("<p>");
        }
    }

    /// Code, escaped; not searched as words.
    pub(super) fn shown(&mut self, code: &str) {
        escape_text(code, &mut self.body.html);
    }
}
