//! Code blocks, and the blocks that are written as code: formulas and diagrams.

use super::Writer;
use super::text::escape_text;
use crate::content::body::BlockKind;
use crate::content::markdown::events::Piece;
use crate::content::markdown::highlight::Token;
use crate::content::markdown::{diagram, fence, math, survey};
use pulldown_cmark::{CodeBlockKind, Event};

impl<'a, 'p> Writer<'a, 'p> {
    pub(super) fn code_block(&mut self, kind: &'a CodeBlockKind<'p>, piece: &'a Piece<'p>) {
        let start = self.at - 1;
        let end = survey::end_of(self.pieces, start);
        let texts = self.pieces[self.at..end].iter().filter_map(|piece| match &piece.event {
            Event::Text(text) => Some(&**text),
            _ => None,
        });
        let code: String = texts.collect();
        self.at = end + 1;
        let info = match kind {
            CodeBlockKind::Indented => fence::Info::default(),
            CodeBlockKind::Fenced(info) => fence::read(info),
        };
        match info.language.as_str() {
            "math" => self.math_block(&code, piece),
            "mermaid" => self.diagram_block(&code, piece),
            _ => self.listing(&code, &info, piece),
        }
        self.close_block(piece);
    }

    /// A block of code in some language or none.
    fn listing(&mut self, code: &str, info: &fence::Info, piece: &'a Piece<'p>) {
        self.open_block(BlockKind::Code, piece);
        self.push("<figure class=\"code\"");
        if !info.language.is_empty() {
            self.attribute(" data-language=\"", &info.language);
        }
        self.push(">");
        if !info.title.is_empty() {
            self.push("<figcaption>");
            self.caption(&info.title);
            self.break_text('\n');
            self.push("</figcaption>");
        }
        self.push("<pre tabindex=\"0\"><code>");
        let tokens = self.context.highlighter.tokens(&info.language, code);
        write_code(code, &tokens, &info.marks, &mut self.body.html);
        self.line("</code></pre></figure>");
        let from = self.body.text.len();
        self.body.text.push_str(code);
        self.code.push(from..self.body.text.len());
    }

    fn math_block(&mut self, formula: &str, piece: &'a Piece<'p>) {
        match math::to_mathml(formula.trim(), math::Style::Display) {
            Ok(mathml) => {
                self.open_block(BlockKind::Math, piece);
                self.push("<div class=\"math\" tabindex=\"0\">");
                self.push(&mathml);
                self.line("</div>");
                self.body.text.push_str(formula);
            }
            Err(fault) => {
                self.found.push(math::diagnostic(&fault, self.context.first_line(&piece.range)));
                self.listing(formula, &fence::Info::default(), piece);
            }
        }
    }

    fn diagram_block(&mut self, code: &str, piece: &'a Piece<'p>) {
        self.found.push(diagram::diagnostic(self.context.first_line(&piece.range)));
        self.listing(code, &fence::Info { language: "mermaid".to_owned(), ..fence::Info::default() }, piece);
    }
}

/// Writes code with its tokens in their classes and its marked lines in `<mark>`.
fn write_code(code: &str, tokens: &[Token], marks: &[(usize, usize)], html: &mut String) {
    let is_marked = |line: usize| marks.iter().any(|(first, last)| (*first..=*last).contains(&line));
    let mut line = 1;
    let mut marked = !marks.is_empty() && is_marked(line);
    html.push_str(if marked { "<mark class=\"line\">" } else { "" });
    let mut at = 0;
    for token in tokens {
        let end = at + token.len as usize;
        let text = &code[at..end];
        at = end;
        if marks.is_empty() {
            write_token(text, token, html);
            continue;
        }
        // A token may run over several lines, a mark never does.
        for part in text.split_inclusive('\n') {
            write_token(part, token, html);
            if part.ends_with('\n') {
                html.push_str(if marked { "</mark>" } else { "" });
                line += 1;
                marked = is_marked(line);
                html.push_str(if marked { "<mark class=\"line\">" } else { "" });
            }
        }
    }
    html.push_str(if marked { "</mark>" } else { "" });
}

fn write_token(text: &str, token: &Token, html: &mut String) {
    match token.kind.class() {
        None => escape_text(text, html),
        Some(class) => {
            html.push_str("<span class=\"");
            html.push_str(class);
            html.push_str("\">");
            escape_text(text, html);
            html.push_str("</span>");
        }
    }
}
