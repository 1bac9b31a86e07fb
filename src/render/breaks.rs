//! Titles with break opportunities between words: Chinese headings break between words, never inside one.

use super::escape;
use super::view::Html;
use crate::locale::Script;
use crate::search::{Lexicon, word_breaks};

/// A title as markup, with `<wbr>` between Chinese words.
pub(super) fn title(title: &str, script: Script, lexicon: &Lexicon) -> Html {
    let mut out = String::with_capacity(title.len() + 16);
    if script != Script::Chinese {
        escape(title, &mut out);
        return Html::from(out);
    }
    let mut from = 0;
    for at in word_breaks(title, lexicon) {
        escape(&title[from..at], &mut out);
        out.push_str("<wbr>");
        from = at;
    }
    escape(&title[from..], &mut out);
    Html::from(out)
}
