//! Addresses written bare in running text become links, and stop where Chinese text begins.

use super::events::Piece;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Makes links of bare `http://` and `https://` addresses outside links and code.
pub(super) fn link(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let has_address = |piece: &Piece<'_>| matches!(&piece.event, Event::Text(text) if text.contains("://"));
    let Some(first) = pieces.iter().position(has_address) else { return pieces };
    let mut out = Vec::with_capacity(pieces.len() + 8);
    let (mut links, mut code) = (0_u32, false);
    for (index, piece) in pieces.into_iter().enumerate() {
        match &piece.event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links -= 1,
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            _ => {}
        }
        if index >= first && links == 0 && !code && has_address(&piece) {
            split(piece, &mut out);
        } else {
            out.push(piece);
        }
    }
    out
}

/// Adds one text with its addresses as links.
fn split<'p>(piece: Piece<'p>, out: &mut Vec<Piece<'p>>) {
    let Event::Text(text) = &piece.event else { return out.push(piece) };
    let mut done = 0;
    while let Some(found) = next_address(text, done) {
        if found.start > done {
            out.push(piece.part(text, done..found.start));
        }
        let words = piece.part(text, found.clone());
        let dest_url = CowStr::from(text[found.clone()].to_owned());
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url,
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        out.push(Piece::new(Event::Start(tag), words.range.clone()));
        let range = words.range.clone();
        out.push(words);
        out.push(Piece::new(Event::End(TagEnd::Link), range));
        done = found.end;
    }
    match done {
        0 => out.push(piece),
        _ if done < text.len() => out.push(piece.part(text, done..text.len())),
        _ => {}
    }
}

/// The next address at or after a byte.
fn next_address(text: &str, from: usize) -> Option<Range<usize>> {
    let mut search = from;
    while let Some(found) = text[search..].find("://") {
        let colon = search + found;
        search = colon + 3;
        let scheme = ["https", "http"].into_iter().find(|scheme| text[from..colon].ends_with(scheme));
        let Some(start) = scheme.map(|scheme| colon - scheme.len()) else { continue };
        // Han before it is fine; a letter or digit is part of a longer word.
        if text[..start].bytes().next_back().is_some_and(|b| b.is_ascii_alphanumeric()) {
            continue;
        }
        let end = colon + 3 + address_len(&text[colon + 3..]);
        let end = start + trim(&text[start..end]);
        if end > colon + 3 {
            return Some(start..end);
        }
    }
    None
}

/// How far the characters of an address go.
fn address_len(rest: &str) -> usize {
    rest.bytes()
        .position(|b| {
            !b.is_ascii_graphic()
                || matches!(b, b'<' | b'>' | b'"' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^')
        })
        .unwrap_or(rest.len())
}

/// The length of an address without what belongs to the sentence around it.
fn trim(address: &str) -> usize {
    let count = |wanted| address.bytes().filter(|b| *b == wanted).count() as isize;
    // Closing brackets that have no opening one.
    let (mut round, mut square) = (count(b')') - count(b'('), count(b']') - count(b'['));
    let kept = address.bytes().rev().position(|last| match last {
        b'?' | b'!' | b'.' | b',' | b':' | b';' | b'*' | b'_' | b'~' | b'\'' => false,
        b')' => {
            round -= 1;
            round < 0
        }
        b']' => {
            square -= 1;
            square < 0
        }
        _ => true,
    });
    kept.map_or(0, |cut| address.len() - cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_it_should() {
        let found = |text: &str| next_address(text, 0).map(|range| text[range].to_owned());
        assert_eq!(found("见 https://example.com/a。然后").as_deref(), Some("https://example.com/a"));
        assert_eq!(found("(https://a.example/b_(c)).").as_deref(), Some("https://a.example/b_(c)"));
        assert_eq!(found("xhttps://a.example, http://b!").as_deref(), Some("http://b"));
        assert_eq!(found("https://…"), None);
    }
}
