//! Notes: marks in the text, and after each block the notes that it is the first to cite.

use super::Writer;
use crate::content::body::{BlockKind, HoleKind, Word};
use crate::content::markdown::events::Piece;
use crate::content::markdown::survey;
use pulldown_cmark::{Event, Tag};

impl<'a, 'p> Writer<'a, 'p> {
    /// The mark of a note.
    pub(super) fn note_mark(&mut self, label: &str, _piece: &'a Piece<'p>) {
        let label = survey::fold(label);
        let Some(note) = self.survey.notes.get(&label) else { return };
        let (number, id) = (note.number, note.id.clone());
        let count = self.cited.entry(label.clone()).or_default();
        *count += 1;
        let mark = mark_id(&id, *count);
        if *count == 1 {
            self.queue.push(label);
        }
        self.id_attribute("<sup class=\"note-ref\"><a id=\"", &mark);
        self.push(" href=\"#");
        self.hole(HoleKind::IdPrefix);
        self.push(&format!("fn-{id}\""));
        self.word_attribute(" aria-label=\"", Word::Footnote);
        self.push(&format!(" {number}\">{number}</a></sup>"));
    }

    /// The notes that were cited since the last call, those that they cite included.
    pub(super) fn notes(&mut self) {
        if self.queue.is_empty() {
            return;
        }
        let at = self.at;
        let start = self.body.html.len();
        let text = self.body.text.len();
        let mut source = None;
        self.line("<aside class=\"notes\">");
        // Notes are no top-level blocks of their own.
        self.depth += 1;
        let mut next = 0;
        while next < self.queue.len() {
            let label = self.queue[next].clone();
            next += 1;
            source.get_or_insert_with(|| self.survey.notes[&label].pieces.start - 1);
            self.note(&label);
        }
        self.queue.clear();
        self.depth -= 1;
        self.line("</aside>");
        self.at = at;
        let span = self.pieces[source.unwrap_or_default()].range.clone();
        let span = span.start..span.start + self.context.text[span].trim_end().len();
        self.body.blocks.push(crate::content::body::Block {
            kind: BlockKind::Notes,
            html: start as u32..self.body.html.len() as u32,
            text: text as u32..self.body.text.len() as u32,
            span: self.span(span),
        });
    }

    fn note(&mut self, label: &str) {
        let note = &self.survey.notes[label];
        let (number, id, references, pieces) =
            (note.number, note.id.clone(), note.references, note.pieces.clone());
        self.id_attribute("<div class=\"note\" id=\"", &format!("fn-{id}"));
        self.push(&format!("><span class=\"note-number\">{number}</span>"));
        self.all(pieces.clone());
        // The way back stands at the end of the last paragraph, not on a line of its own.
        let ends_in_paragraph = pieces.end.checked_sub(1).is_some_and(|last| {
            last >= pieces.start && self.pieces[last].event == Event::End(Tag::Paragraph.to_end())
        }) && self.body.html.ends_with("</p>\n");
        if ends_in_paragraph {
            let len = self.body.html.len() - "</p>\n".len();
            self.body.html.truncate(len);
        }
        for count in 1..=references {
            self.push(" <a class=\"note-back\" href=\"#");
            self.hole(HoleKind::IdPrefix);
            self.push(&mark_id(&id, count));
            self.word_attribute("\" aria-label=\"", Word::BackToText);
            let number = if references > 1 { format!(" {count}") } else { String::new() };
            self.push(&format!("{number}\">↩</a>"));
        }
        self.push(if ends_in_paragraph { "</p>\n" } else { "" });
        self.line("</div>");
        self.break_text('\n');
    }
}

/// The id of the mark that cites a note for the n-th time. No label has a full stop, so that no two marks meet.
fn mark_id(note: &str, count: usize) -> String {
    if count == 1 { format!("fnref-{note}") } else { format!("fnref-{note}.{count}") }
}
