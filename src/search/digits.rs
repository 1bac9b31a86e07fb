//! Numbers and strings in the files of the index: printable ASCII that needs no escape in a quoted string.

/// Starts an entry of a shard.
pub(super) const ENTRY: char = ' ';
/// Ends the letters of a word.
pub(super) const END: char = '!';
/// Begins a list that was cut, before the number of pages that it had.
pub(super) const CUT: char = '#';

/// 60 digits that end a number, then 27 that go on. None of `space ! " # & < \ backtick`.
const DIGITS: &[u8; 87] =
    b"$%'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
const LAST: u32 = 60;
const MORE: u32 = 27;

/// Appends a number.
#[inline]
pub(super) fn push_number(out: &mut String, number: u32) {
    let mut more = [0u8; 8];
    let mut length = 0;
    let mut high = number / LAST;
    while high > 0 {
        high -= 1;
        more[length] = DIGITS[(LAST + high % MORE) as usize];
        length += 1;
        high /= MORE;
    }
    for digit in more[..length].iter().rev() {
        out.push(char::from(*digit));
    }
    out.push(char::from(DIGITS[(number % LAST) as usize]));
}

/// Appends a quoted string: JSON, and as such a JavaScript string too.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\0'..='\x1F' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        let mut high = 0;
        for byte in text.bytes() {
            let digit = DIGITS.iter().position(|d| *d == byte).unwrap() as u32;
            if digit < LAST {
                numbers.push(high * LAST + digit);
                high = 0;
            } else {
                high = high * MORE + (digit - LAST) + 1;
            }
        }
        numbers
    }

    #[test]
    fn numbers_come_back() {
        let numbers: Vec<u32> = (0..5000).chain([59, 60, 1679, 1680, 1_000_000, u32::MAX / 64]).collect();
        let mut text = String::new();
        numbers.iter().for_each(|n| push_number(&mut text, *n));
        assert_eq!(read(&text), numbers);
    }

    #[test]
    fn no_digit_needs_an_escape() {
        assert!(DIGITS.iter().all(|d| !b" !\"#&<\\`".contains(d)));
        let mut out = String::new();
        push_quoted(&mut out, "a\"\\\n\t\u{1}\u{2028}机");
        assert_eq!(out, "\"a\\\"\\\\\\n\\t\\u0001\\u2028机\"");
    }
}
