//! Images, in the text and alone.

use super::Writer;
use crate::content::body::{BlockKind, HoleKind, ReferenceKind};
use crate::content::markdown::events::Piece;
use crate::content::markdown::survey;
use crate::content::markdown::urls;
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::{Event, LinkType, Tag};

impl<'a, 'p> Writer<'a, 'p> {
    /// An image in running text.
    pub(super) fn image(&mut self, link_type: LinkType, dest: &str, title: &str, piece: &'a Piece<'p>) {
        let end = survey::end_of(self.pieces, self.at - 1);
        self.picture(link_type, dest, piece, end, Some(title).filter(|title| !title.is_empty()));
        self.at = end + 1;
    }

    /// A paragraph that is one image becomes a figure, its title the caption.
    pub(super) fn lone_image(&mut self, paragraph: &'a Piece<'p>) -> bool {
        let Some(piece) = self.pieces.get(self.at) else { return false };
        let Event::Start(Tag::Image { link_type, dest_url, title, .. }) = &piece.event else { return false };
        let end = survey::end_of(self.pieces, self.at);
        let ends_paragraph =
            self.pieces.get(end + 1).is_some_and(|next| next.event == Event::End(Tag::Paragraph.to_end()));
        if !ends_paragraph {
            return false;
        }
        self.open_block(BlockKind::Figure, paragraph);
        self.push("<figure class=\"image\">");
        self.at += 1;
        self.picture(*link_type, dest_url, piece, end, None);
        if !title.is_empty() {
            self.push("<figcaption>");
            self.caption(title);
            self.push("</figcaption>");
        }
        self.line("</figure>");
        self.at = end + 2;
        self.close_block(paragraph);
        true
    }

    /// The image itself. Its first event has been read; its alternative text goes up to `end`.
    fn picture(
        &mut self,
        link_type: LinkType,
        dest: &str,
        piece: &Piece<'_>,
        end: usize,
        title: Option<&str>,
    ) {
        let mut target = urls::target(dest);
        let refused = match target.kind {
            ReferenceKind::Refused => {
                self.refuse(&target.target, link_type, piece);
                true
            }
            ReferenceKind::External => {
                let span = self.span(self.target_range(link_type, piece));
                let message = "images from other sites are not shown";
                let help = "put the file into the entry's folder and link it from there";
                self.found.push(Diagnostic::new(Code::REMOTE_IMAGE, span, message).help(help));
                true
            }
            _ => false,
        };
        target.kind = if refused { ReferenceKind::Refused } else { ReferenceKind::Image };
        let reference = self.refer(link_type, target, piece);
        let words = self.words_until(end);
        if refused {
            return self.caption(&words);
        }
        if words.trim().is_empty() {
            let span = self.span(piece.range.clone());
            let message = "the image has no words that stand for it";
            let help = "write between the brackets what the image shows, for those who cannot see it";
            self.found.push(Diagnostic::new(Code::MISSING_ALT_TEXT, span, message).help(help));
        }
        self.push("<img");
        self.hole(HoleKind::Image(reference));
        self.attribute(" alt=\"", &words);
        if let Some(title) = title {
            self.attribute(" title=\"", title);
        }
        // The first image may be on the first screen: the browser should not wait with it.
        self.push(if self.images == 0 { ">" } else { " loading=\"lazy\" decoding=\"async\">" });
        self.images += 1;
        self.plain(&words);
        self.body.references[reference.0 as usize].words.end = self.body.text.len() as u32;
    }

    /// Words that are searched but never linked.
    pub(super) fn caption(&mut self, words: &str) {
        let before = self.prose;
        if before == super::Prose::Running {
            self.break_text('\n');
            self.prose = super::Prose::Caption;
        }
        self.text(words);
        self.prose = before;
    }
}
