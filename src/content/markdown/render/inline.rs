//! Formulas among words.

use super::Writer;
use crate::content::markdown::events::Piece;
use crate::content::markdown::math;

impl<'a, 'p> Writer<'a, 'p> {
    /// A formula in running text.
    pub(super) fn inline_math(&mut self, formula: &str, piece: &'a Piece<'p>) {
        match math::to_mathml(formula, math::Style::Inline) {
            Ok(mathml) => self.push(&mathml),
            Err(fault) => {
                let span = self.span(piece.range.clone());
                self.found.push(math::diagnostic(&fault, span));
                self.push("<code>");
                self.shown(formula);
                self.push("</code>");
            }
        }
        self.plain(formula);
    }
}
