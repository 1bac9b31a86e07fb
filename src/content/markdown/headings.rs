//! Braces at the end of a heading.

use super::Context;
use super::events::Piece;
use pulldown_cmark::{Event, Tag};

/// Gives back to headings the braces that were no attributes: the parser takes any `{…}` at the end of a heading for
/// some, and `## 模板 {name}` would lose a word. Only `#id` and `was=` are read.
pub(super) fn keep_braces<'p>(mut pieces: Vec<Piece<'p>>, context: &Context<'_>) -> Vec<Piece<'p>> {
    let mut at = 0;
    while at < pieces.len() {
        if let Event::Start(Tag::Heading { id: None, classes, attrs, .. }) = &pieces[at].event
            && !(classes.is_empty() && attrs.is_empty())
            && !attrs.iter().any(|(key, _)| &**key == "was")
        {
            let range = pieces[at].range.clone();
            let heading = &context.text[range.clone()];
            if let (Some(open), Some(close)) = (heading.rfind('{'), heading.rfind('}'))
                && open < close
            {
                let end = super::survey::end_of(&pieces, at);
                let braces = range.start + open..range.start + close + 1;
                let text = format!(" {}", &context.text[braces.clone()]);
                pieces.insert(end, Piece::new(Event::Text(text.into()), braces.start - 1..braces.end));
            }
            if let Event::Start(Tag::Heading { classes, attrs, .. }) = &mut pieces[at].event {
                classes.clear();
                attrs.clear();
            }
        }
        at += 1;
    }
    pieces
}
