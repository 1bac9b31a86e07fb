//! Running text: escaped for the page, plain for search, with phrases of the other language marked.

use super::{Prose, Writer};
use crate::content::body::Run;
use crate::content::markdown::phrases;
use pulldown_cmark::Event;

impl Writer<'_, '_> {
    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let options = self.context.options;
        let Some(tag) = phrases::tag(options).filter(|_| phrases::may_have(text, options.script)) else {
            return self.plain_text(text);
        };
        let mut done = 0;
        for phrase in phrases::find(text, options.script) {
            self.plain_text(&text[done..phrase.start]);
            self.push("<span lang=\"");
            escape_attribute(tag, &mut self.body.html);
            self.push("\">");
            self.plain_text(&text[phrase.clone()]);
            self.push("</span>");
            done = phrase.end;
        }
        self.plain_text(&text[done..]);
    }

    /// A text without phrases.
    fn plain_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let html = self.body.html.len() as u32;
        escape_text(text, &mut self.body.html);
        let text_start = self.plain(text);
        if self.prose == Prose::Running && self.links.is_empty() {
            let html = html..self.body.html.len() as u32;
            let text = text_start..self.body.text.len() as u32;
            match self.body.runs.last_mut() {
                // A line break that joined by nothing.
                Some(last) if last.html.end == html.start && last.text.end == text.start => {
                    last.html.end = html.end;
                    last.text.end = text.end;
                }
                _ => self.body.runs.push(Run { html, text, section: self.section as u32 }),
            }
        }
    }

    /// Words for search alone; says where they begin.
    pub(super) fn plain(&mut self, words: &str) -> u32 {
        let out = match self.prose {
            Prose::Heading(index) => &mut self.body.headings[index].text,
            Prose::Running | Prose::Caption => &mut self.body.text,
        };
        let start = out.len() as u32;
        out.push_str(words);
        start
    }

    pub(super) fn inline_code(&mut self, code: &str) {
        self.push("<code>");
        escape_text(code, &mut self.body.html);
        self.push("</code>");
        self.plain(code);
    }

    pub(super) fn line_break(&mut self, html: &str, plain: char) {
        self.push(html);
        self.plain(plain.encode_utf8(&mut [0; 4]));
    }

    /// Ends a line of the plain text, or a cell of one.
    pub(super) fn break_text(&mut self, with: char) {
        let text = &mut self.body.text;
        if text.is_empty() || text.ends_with('\n') {
            return;
        }
        if with == '\n' && self.cell_end == text.len() {
            text.pop();
        }
        text.push(with);
        self.cell_end = if with == '\t' { text.len() } else { 0 };
    }

    /// Takes off the spaces at the end of the text: a source's mark, which follows, hangs on the word before it and is
    /// no part of the text.
    pub(super) fn close_text(&mut self) {
        if matches!(self.prose, Prose::Heading(_)) || !self.links.is_empty() {
            return;
        }
        // What a reference has for its words stays; a link may end behind the references inside it.
        let last = self.body.references.last().map_or(0, |last| last.words.end);
        let text = &mut self.body.text;
        let end = text.trim_end_matches(' ').len().max(self.words_end.max(last) as usize);
        text.truncate(end);
        let end = end as u32;
        // Between two spaces there may have been something that is no text.
        while self.body.runs.pop_if(|run| run.text.start >= end).is_some() {}
        if let Some(last) = self.body.runs.last_mut().filter(|run| run.text.end > end) {
            last.html.end -= last.text.end - end;
            last.text.end = end;
        }
    }

    /// The alternative text of an image, up to its end.
    pub(super) fn words_until(&mut self, end: usize) -> String {
        let mut words = String::new();
        while self.at < end {
            match &self.pieces[self.at].event {
                Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => words.push_str(text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                _ => {}
            }
            self.at += 1;
        }
        words
    }
}

/// Escapes for the text of an element.
pub(in crate::content::markdown) fn escape_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Escapes for a quoted attribute.
pub(in crate::content::markdown) fn escape_attribute(text: &str, out: &mut String) {
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            out.push_str("&quot;");
        }
        escape_text(part, out);
    }
}
