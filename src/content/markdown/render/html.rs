//! Raw HTML: shown as text, or a few harmless elements let through, or trusted.
//!
//! The page is never parsed again: what passes are whole tokens of an exact form that are balanced within their block,
//! so that no `</main>` and no forgotten `</details>` breaks out of it. Comments are left out.

use super::Writer;
use super::element;
use super::text::escape_text;
use crate::content::body::BlockKind;
use crate::content::markdown::Context;
use crate::content::markdown::events::Piece;
use crate::content::markdown::options::HtmlMode;
use crate::content::markdown::survey;
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeSet;
use std::ops::Range;

/// Elements that pass the allow-list, without attributes but for the title of an abbreviation.
const ALLOWED: [&str; 14] =
    ["abbr", "br", "del", "details", "ins", "kbd", "mark", "rb", "rp", "rt", "ruby", "sub", "summary", "sup"];

/// Tokens that pass: the event that they begin in and their first byte in its text.
pub(super) type Passing = BTreeSet<(usize, usize)>;

/// A part of raw HTML.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Token<'t> {
    Open(&'t str),
    Close(&'t str),
    Void,
    Comment,
    /// Everything else.
    Text,
}

/// Finds the tokens that pass: allowed ones whose partner stands in the same block.
pub(super) fn passing(pieces: &[Piece<'_>], context: &Context<'_>) -> Passing {
    let mut passing = Passing::new();
    let is_html = |piece: &Piece<'_>| matches!(piece.event, Event::Html(_) | Event::InlineHtml(_));
    if context.options.html != HtmlMode::AllowList || !pieces.iter().any(is_html) {
        return passing;
    }
    // Open elements, with a mark where a block begins.
    let mut open: Vec<Option<(usize, usize, String)>> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        match &pieces[at].event {
            Event::Start(Tag::HtmlBlock) => {
                let html = block_text(pieces, at);
                note(&html, at, &mut open, &mut passing);
                at = survey::end_of(pieces, at);
            }
            Event::InlineHtml(html) => note(html, at, &mut open, &mut passing),
            Event::Start(_) => open.push(None),
            Event::End(_) => while let Some(Some(_)) = open.pop() {},
            _ => {}
        }
        at += 1;
    }
    passing
}

/// The whole text of an HTML block, which comes line by line.
fn block_text(pieces: &[Piece<'_>], start: usize) -> String {
    let lines = survey::inner(pieces, start).iter().filter_map(|piece| match &piece.event {
        Event::Html(html) | Event::Text(html) => Some(&**html),
        _ => None,
    });
    lines.collect()
}

fn note(html: &str, at: usize, open: &mut Vec<Option<(usize, usize, String)>>, passing: &mut Passing) {
    for (range, token) in tokens(html) {
        match token {
            Token::Void => {
                passing.insert((at, range.start));
            }
            Token::Open(name) => open.push(Some((at, range.start, name.to_ascii_lowercase()))),
            Token::Close(name) => {
                let partner =
                    matches!(open.last(), Some(Some((.., open))) if name.eq_ignore_ascii_case(open));
                if partner && let Some(Some((piece, byte, _))) = open.pop() {
                    passing.insert((piece, byte));
                    passing.insert((at, range.start));
                }
            }
            Token::Comment | Token::Text => {}
        }
    }
}

/// Takes raw HTML apart.
fn tokens(html: &str) -> Vec<(Range<usize>, Token<'_>)> {
    let mut tokens = Vec::new();
    let (mut at, mut text) = (0, 0);
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        match token(&html[start..]) {
            Some((len, token)) => {
                if text < start {
                    tokens.push((text..start, Token::Text));
                }
                tokens.push((start..start + len, token));
                at = start + len;
                text = at;
            }
            None => at = start + 1,
        }
    }
    if text < html.len() {
        tokens.push((text..html.len(), Token::Text));
    }
    tokens
}

/// The token that a text begins with, and its length.
fn token(html: &str) -> Option<(usize, Token<'_>)> {
    if let Some(rest) = html.strip_prefix("<!--") {
        let end = rest.find("-->").map_or(html.len(), |end| end + "<!---->".len());
        return Some((end, Token::Comment));
    }
    // A `<` before the end makes it text, and keeps a row of them from being looked through again for each.
    let end = 1 + html[1..].find(['<', '>'])?;
    let inside = html[end..].starts_with('>').then(|| &html[1..end])?;
    let allowed = |name: &str| ALLOWED.iter().any(|known| known.eq_ignore_ascii_case(name));
    if let Some(name) = inside.strip_prefix('/') {
        return (allowed(name) && !name.eq_ignore_ascii_case("br")).then_some((end + 1, Token::Close(name)));
    }
    let name = inside.trim_end_matches('/').trim_end();
    if name.eq_ignore_ascii_case("br") {
        return Some((end + 1, Token::Void));
    }
    let element = match inside.split_once(' ') {
        Some((element, title)) if element.eq_ignore_ascii_case("abbr") && is_title(title) => element,
        Some(_) => return None,
        None => inside,
    };
    allowed(element).then_some((end + 1, Token::Open(element)))
}

/// `title="…"` and nothing else.
fn is_title(attribute: &str) -> bool {
    let value = attribute.strip_prefix("title=\"").and_then(|rest| rest.strip_suffix('"'));
    value.is_some_and(|value| !value.contains(['"', '<']))
}

impl<'a, 'p> Writer<'a, 'p> {
    /// A block of raw HTML, up to its end.
    pub(super) fn html_block(&mut self, piece: &'a Piece<'p>) {
        let start = self.at - 1;
        let html = block_text(self.pieces, start);
        let end = survey::end_of(self.pieces, start);
        self.open_block(BlockKind::Html, piece);
        let balance = match self.context.options.html {
            HtmlMode::Trusted => {
                self.trusted(&html, piece);
                element_balance(&html)
            }
            HtmlMode::Escape | HtmlMode::AllowList => self.filtered_block(&html, start, piece),
        };
        if !self.body.html.is_empty() && !self.body.html.ends_with('\n') {
            self.push("\n");
        }
        if self.depth == 1 {
            self.html_depth = self.html_depth.saturating_add_signed(balance);
        }
        self.at = end;
    }

    pub(super) fn end_html_block(&mut self, piece: &'a Piece<'p>) {
        self.close_block(piece);
    }

    /// A tag among words.
    pub(super) fn raw_html(&mut self, html: &str, piece: &'a Piece<'p>) {
        if self.context.options.html == HtmlMode::Trusted {
            self.trusted(html, piece);
        } else {
            self.filtered(html, self.at - 1, piece);
        }
    }

    /// What passes of a block; the rest as a paragraph of text. How many elements stay open.
    fn filtered_block(&mut self, html: &str, at: usize, piece: &Piece<'_>) -> isize {
        let tokens = tokens(html);
        let passes = |range: &Range<usize>| self.passing.contains(&(at, range.start));
        let none_passes = !tokens.iter().any(|(range, _)| passes(range));
        let shows = tokens
            .iter()
            .any(|(range, token)| *token != Token::Comment && !html[range.clone()].trim().is_empty());
        let opens =
            tokens.iter().filter(|(range, token)| matches!(token, Token::Open(_)) && passes(range)).count();
        let closes =
            tokens.iter().filter(|(range, token)| matches!(token, Token::Close(_)) && passes(range)).count();
        if !shows {
            tokens.iter().for_each(|(range, _)| self.comment(html[range.clone()].trim_end(), piece));
            return 0;
        }
        self.push(if none_passes { "<p>" } else { "" });
        self.filtered(html.trim_end_matches('\n'), at, piece);
        self.push(if none_passes { "</p>" } else { "" });
        opens as isize - closes as isize
    }

    /// What passes; the rest as text, and told.
    fn filtered(&mut self, html: &str, at: usize, piece: &Piece<'_>) {
        let mut refused: Option<&str> = None;
        for (range, token) in tokens(html) {
            let text = &html[range.clone()];
            if token == Token::Comment {
                self.comment(text, piece);
                continue;
            }
            if self.passing.contains(&(at, range.start)) {
                self.push(text);
                continue;
            }
            escape_text(text, &mut self.body.html);
            if text.contains('<') {
                // What a browser would obey is told before a mere placeholder.
                let weightier =
                    |told: &str| element::first_real(told).is_none() && element::first_real(text).is_some();
                if refused.is_none_or(weightier) {
                    refused = Some(text.trim());
                }
            } else {
                self.plain(text);
            }
        }
        if let Some(text) = refused {
            self.refuse_html(text, piece);
        }
    }

    /// Tells of a comment that takes the rest of the file with it.
    fn comment(&mut self, comment: &str, piece: &Piece<'_>) {
        if !comment.ends_with("-->") {
            let span = self.context.first_line(&piece.range);
            let message = "the comment is never closed, so that everything after it is left out";
            let help = "write `-->` where it ends";
            self.found.push(Diagnostic::new(Code::UNCLOSED_COMMENT, span, message).help(help));
        }
    }

    /// Tells of HTML that is shown as text. A closing tag is not told where its opening one was.
    fn refuse_html(&mut self, text: &str, piece: &Piece<'_>) {
        let name = |text: &str| -> String {
            text.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect()
        };
        let name = name(text);
        if text.starts_with("</") && self.refused.contains(&name) {
            return;
        }
        self.refused.insert(name);
        if let (None, Some(word)) = (element::first_real(text), element::first(text)) {
            return self.placeholder(word, piece);
        }
        let end = piece.range.start + self.context.text[piece.range.clone()].trim_end().len();
        let first_line =
            self.context.text[piece.range.start..end].find('\n').unwrap_or(end - piece.range.start);
        let span = self.span(piece.range.start..piece.range.start + first_line);
        let help = match self.context.options.html {
            HtmlMode::AllowList => {
                "without attributes and balanced, these pass: abbr (with a title), br, del, details, ins, kbd, mark, \
                 rb, rp, rt, ruby, sub, summary, sup; to show a tag, put it between backticks"
            }
            _ => {
                "write it in Markdown; to show a tag, put it between backticks; `html = \"allow-list\"` under \
                 `[markdown]` in site.toml lets a few elements pass"
            }
        };
        let message = "raw HTML does not pass, so that it is shown as text";
        self.found.push(Diagnostic::new(Code::RAW_HTML, span, message).help(help));
    }

    /// Tells of a word between angle brackets that is no element.
    fn placeholder(&mut self, word: &str, piece: &Piece<'_>) {
        let start = self.context.text[piece.range.clone()]
            .find(word)
            .map_or(piece.range.start, |at| piece.range.start + at);
        let message = format!("`{word}` is no HTML element, so that it is shown as text");
        let help =
            format!("write it between backticks, or `{}`", word.replace('<', "&lt;").replace('>', "&gt;"));
        let span = self.span(start..start + word.len());
        self.found.push(Diagnostic::new(Code::UNKNOWN_ELEMENT, span, message).help(help));
    }

    /// Trusted HTML, as it is; what the page's policy will not run is told.
    fn trusted(&mut self, html: &str, piece: &Piece<'_>) {
        self.push(html);
        let lower = html.to_ascii_lowercase();
        let blocked = if lower.contains("<script") || lower.contains("javascript:") {
            "scripts in a page"
        } else if lower.contains("<style") || lower.contains(" style=") {
            "styles in a page"
        } else if lower.contains("<iframe") || lower.contains("<object") || lower.contains("<embed") {
            "pages within a page"
        } else if lower.split_ascii_whitespace().any(|part| part.starts_with("on") && part.contains('=')) {
            "handlers in attributes"
        } else {
            return;
        };
        let message = format!("the page's security policy blocks {blocked}");
        let help = "move it to a file of the theme, or leave it out";
        let span = self.span(piece.range.clone());
        self.found.push(Diagnostic::new(Code::BLOCKED_HTML, span, message).help(help));
    }
}

/// How many elements a piece of trusted HTML leaves open, as far as its tags tell.
fn element_balance(html: &str) -> isize {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        "!",
    ];
    let mut balance = 0;
    for part in html.split('<').skip(1) {
        let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '!').collect();
        let void = VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) || name.starts_with('!');
        if part.starts_with('/') {
            balance -= 1;
        } else if !name.is_empty() && !void && !part.split('>').next().unwrap_or("").ends_with('/') {
            balance += 1;
        }
    }
    balance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_tokens_are_seen() {
        let of = |html: &'static str| token(html).map(|(_, token)| token);
        assert_eq!(of("<kbd>"), Some(Token::Open("kbd")));
        assert_eq!(of("</KBD>"), Some(Token::Close("KBD")));
        assert_eq!(of("<br />"), Some(Token::Void));
        assert_eq!(of("<abbr title=\"a b\">"), Some(Token::Open("abbr")));
        assert_eq!(of("<!-- x --> y"), Some(Token::Comment));
        for html in [
            "<kbd class=x>",
            "<abbr title=\"a\" id=\"b\">",
            "<script>",
            "< kbd>",
            "<kbd",
            "<details open>",
            "</br>",
        ] {
            assert_eq!(of(html), None, "{html}");
        }
    }
}
