//! Lists, and lists of tasks.

use super::Writer;
use crate::content::body::{BlockKind, Word};
use crate::content::markdown::events::Piece;
use pulldown_cmark::{Event, Tag};

impl<'a, 'p> Writer<'a, 'p> {
    pub(super) fn list(&mut self, first: Option<u64>, piece: &'a Piece<'p>) {
        let has_tasks = self.task_at(self.at + 1).is_some();
        let class = if has_tasks { " class=\"tasks\"" } else { "" };
        let html = match first {
            None => format!("<ul{class}>"),
            Some(1) => format!("<ol{class}>"),
            Some(first) => format!("<ol{class} start=\"{first}\">"),
        };
        self.container(BlockKind::List, &html, piece);
    }

    pub(super) fn item(&mut self) {
        match self.task_at(self.at) {
            None => self.line_start("<li>"),
            Some(true) => self.line_start("<li class=\"task done\">"),
            Some(false) => self.line_start("<li class=\"task\">"),
        }
    }

    pub(super) fn end_item(&mut self) {
        self.end_line("</li>");
    }

    /// The box of a task: an image with a name, so that a screen reader says what it shows.
    pub(super) fn task_box(&mut self, done: bool) {
        let word = if done { Word::TaskDone } else { Word::TaskOpen };
        self.word_attribute("<span class=\"check\" role=\"img\" aria-label=\"", word);
        self.push("\"></span>");
    }

    /// Whether the item whose first event this is is a task, and done.
    fn task_at(&self, at: usize) -> Option<bool> {
        match self.pieces.get(at)?.event {
            Event::TaskListMarker(done) => Some(done),
            Event::Start(Tag::Paragraph) => match self.pieces.get(at + 1)?.event {
                Event::TaskListMarker(done) => Some(done),
                _ => None,
            },
            _ => None,
        }
    }
}
