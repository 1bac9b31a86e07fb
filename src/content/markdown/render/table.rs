//! Tables, in a region that scrolls by itself on narrow screens.

use super::Writer;
use crate::content::body::{BlockKind, Word};
use crate::content::markdown::events::Piece;
use pulldown_cmark::Alignment;

impl<'a, 'p> Writer<'a, 'p> {
    pub(super) fn table(&mut self, alignments: &[Alignment], piece: &'a Piece<'p>) {
        self.open_block(BlockKind::Table, piece);
        self.alignments = alignments.to_vec();
        self.word_attribute("<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"", Word::Table);
        self.line("\"><table>");
    }

    pub(super) fn end_table(&mut self, piece: &'a Piece<'p>) {
        self.push(if self.in_head { "" } else { "</tbody>" });
        self.line("</table></div>");
        self.close_block(piece);
    }

    pub(super) fn table_head(&mut self) {
        (self.in_head, self.cell) = (true, 0);
        self.push("<thead><tr>");
    }

    pub(super) fn end_table_head(&mut self) {
        self.in_head = false;
        self.line("</tr></thead><tbody>");
        self.break_text('\n');
    }

    pub(super) fn table_row(&mut self) {
        self.cell = 0;
        self.push("<tr>");
    }

    pub(super) fn end_table_row(&mut self) {
        self.end_line("</tr>");
    }

    pub(super) fn table_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"start\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"end\"",
            Some(Alignment::None) | None => "",
        };
        self.push(if self.in_head { "<th scope=\"col\"" } else { "<td" });
        self.push(class);
        self.push(">");
    }

    pub(super) fn end_table_cell(&mut self) {
        if self.in_head && !self.unsay_empty_header() {
            self.push("</th>");
        } else {
            self.push("</td>");
        }
        self.cell += 1;
        self.break_text('\t');
    }

    /// A header cell without words heads nothing: it becomes an ordinary cell.
    fn unsay_empty_header(&mut self) -> bool {
        let html = &mut self.body.html;
        let Some(at) = html.rfind('<') else { return false };
        if !html.ends_with('>') || !html[at..].starts_with("<th scope=\"col\"") {
            return false;
        }
        html.replace_range(at..at + "<th scope=\"col\"".len(), "<td");
        true
    }
}
