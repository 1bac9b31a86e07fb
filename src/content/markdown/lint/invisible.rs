//! Characters that nobody sees: control characters, marks that turn the direction of text, spaces without width.
//!
//! They come from copying. Some hide what a text says, in code above all; a space without width keeps emphasis from
//! working; none of them is ever meant.

use crate::content::markdown::Context;
use crate::diagnostic::{Code, Diagnostic};
use std::ops::Range;

/// Looks through a whole body, code included.
pub(in crate::content::markdown) fn lint(
    body: Range<usize>,
    context: &Context<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let text = &context.text[..body.end];
    let bytes = text.as_bytes();
    // First bytes of the characters that are looked for, and all control bytes.
    let suspicious = |b: u8| (b < 0x20 && b != b'\n' && b != b'\t') || matches!(b, 0x7F | 0xC2 | 0xE2 | 0xEF);
    let mut at = body.start;
    while let Some(next) = bytes[at..].iter().position(|b| suspicious(*b)) {
        let start = at + next;
        let Some(c) = text[start..].chars().next() else { break };
        at = start + c.len_utf8();
        let Some(name) = name(c) else { continue };
        // A row of one character, as editors leave them, is one mistake.
        at = text.len() - text[at..].trim_start_matches(c).len();
        let times = match (at - start) / c.len_utf8() {
            1 => String::new(),
            count => format!(", {count} times"),
        };
        let span = context.span(start..at);
        let message = format!("there is {name} (U+{:04X}) here{times}, which nobody sees", c as u32);
        let told = Diagnostic::new(Code::INVISIBLE_CHARACTER, span, message);
        found.push(if keeps_apart(&text[body.start..start], &text[at..]) {
            told.help("delete it, and look at the marks on both sides: without it they are read as one")
        } else {
            told.help("delete it").edit(span, "")
        });
    }
}

/// Whether two sides mean something else once they touch: `**` and `**` become one mark, a backslash takes the next
/// character's meaning away, `<` and a name become an element.
fn keeps_apart(before: &str, after: &str) -> bool {
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let is_doubled = before == after && before.is_ascii_punctuation();
    is_doubled || (matches!(before, '\\' | '&' | '<' | '!' | ']') && !after.is_whitespace())
}

/// What an invisible character is called; none for those that have their uses.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\n' | '\t' => return None,
        '\u{200B}' => "a space without width",
        '\u{FEFF}' => "a byte-order mark",
        '\u{2028}' | '\u{2029}' => "a line separator",
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "a mark that turns the direction of text",
        c if c.is_control() => "a control character",
        _ => return None,
    })
}
