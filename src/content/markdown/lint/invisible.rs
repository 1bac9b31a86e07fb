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
    let bytes = context.text[body.clone()].as_bytes();
    // First bytes of the characters that are looked for, and all control bytes.
    let suspicious = |b: u8| (b < 0x20 && b != b'\n' && b != b'\t') || matches!(b, 0x7F | 0xC2 | 0xE2 | 0xEF);
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| suspicious(*b)) {
        let start = body.start + at + next;
        let Some(c) = context.text[start..].chars().next() else { break };
        if let Some(name) = name(c) {
            let span = context.span(start..start + c.len_utf8());
            let message = format!("there is {name} (U+{:04X}) here, which nobody sees", c as u32);
            found.push(
                Diagnostic::new(Code::INVISIBLE_CHARACTER, span, message).help("delete it").edit(span, ""),
            );
        }
        at = start - body.start + c.len_utf8();
    }
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
