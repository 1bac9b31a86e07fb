//! What an address in a link or image points to, and which are let through.

use crate::content::body::ReferenceKind;
use std::borrow::Cow;
use std::fmt::Write;

/// What an address is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target {
    pub kind: ReferenceKind,
    pub target: String,
    pub anchor: Option<String>,
}

/// Schemes that a link may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Classifies the destination of a link, entities and backslashes already taken off.
///
/// Browsers take control characters and spaces out before they look for a scheme; so does this, or `java\nscript:` would
/// pass.
pub(super) fn target(dest: &str) -> Target {
    let seen = as_browsers_see(dest);
    let kind = kind(&seen);
    let whole = |target: &str| Target { kind, target: target.to_owned(), anchor: None };
    match kind {
        ReferenceKind::Entry | ReferenceKind::File | ReferenceKind::Anchor => {
            let path = seen.strip_prefix("@/").unwrap_or(&seen);
            let (path, anchor) = match path.split_once('#') {
                Some((path, anchor)) => (path, Some(decode(anchor).into_owned())),
                None => (path, None),
            };
            Target {
                kind,
                target: decode(path).into_owned(),
                anchor: anchor.filter(|anchor| !anchor.is_empty()),
            }
        }
        _ => whole(&seen),
    }
}

fn kind(dest: &str) -> ReferenceKind {
    if dest.contains('\\') || dest.starts_with("//") {
        return ReferenceKind::Refused;
    }
    if dest.starts_with("@/") {
        return ReferenceKind::Entry;
    }
    match dest.as_bytes().first() {
        Some(b'#') => return ReferenceKind::Anchor,
        Some(b'/') => return ReferenceKind::Rooted,
        None => return ReferenceKind::File,
        _ => {}
    }
    let end = dest.find(['/', '?', '#']).unwrap_or(dest.len());
    match dest[..end].split_once(':') {
        None => ReferenceKind::File,
        Some((scheme, _)) if SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
            ReferenceKind::External
        }
        Some(_) => ReferenceKind::Refused,
    }
}

fn as_browsers_see(dest: &str) -> Cow<'_, str> {
    let trimmed = dest.trim_matches(|c: char| c.is_control() || c == ' ');
    if trimmed.contains(|c: char| c.is_control()) {
        Cow::Owned(trimmed.chars().filter(|c| !c.is_control()).collect())
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// Percent-escapes as the characters that they are; what is none, or no UTF-8, stays.
pub(super) fn decode(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |index: usize| bytes.get(index).and_then(|b| (*b as char).to_digit(16));
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).map_or(Cow::Borrowed(path), Cow::Owned)
}

/// Writes an address for a quoted attribute: ASCII only, percent-escapes that are there kept.
pub(super) fn write_href(address: &str, out: &mut String) {
    for b in address.bytes() {
        match b {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'[' | b']' => {
                let _ = write!(out, "%{b:02X}");
            }
            0x21..=0x7E => out.push(b as char),
            _ => {
                let _ = write!(out, "%{b:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_pass() {
        for dest in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            " \u{1}javascript:x",
            "java\tscript:x",
            "vbscript:x",
            "data:text/html,x",
            "//evil.example/",
            "\\\\evil\\x",
            "/\\evil",
            "file:///etc/passwd",
            "C:x",
        ] {
            assert_eq!(target(dest).kind, ReferenceKind::Refused, "{dest:?}");
        }
        for dest in ["https://a.example/", "HTTP://a", "mailto:a@b.c", "tel:+86"] {
            assert_eq!(target(dest).kind, ReferenceKind::External, "{dest:?}");
        }
    }

    #[test]
    fn our_own_addresses_are_taken_apart() {
        let of = |dest: &str| {
            let Target { kind, target, anchor } = target(dest);
            (kind, target, anchor.unwrap_or_default())
        };
        assert_eq!(
            of("@/chapters/pay#figures"),
            (ReferenceKind::Entry, "chapters/pay".into(), "figures".into())
        );
        assert_eq!(of("../roles/x.zh.md"), (ReferenceKind::File, "../roles/x.zh.md".into(), String::new()));
        assert_eq!(of("#%E9%9D%A2"), (ReferenceKind::Anchor, String::new(), "面".into()));
        assert_eq!(of("pic%20one.png#").1, "pic one.png");
        assert_eq!(of("/zh/x/").0, ReferenceKind::Rooted);
        assert_eq!(of("a?x=b:c").0, ReferenceKind::File);
    }

    #[test]
    fn addresses_are_written_in_ascii() {
        let mut out = String::new();
        write_href("https://a.example/中?x=1&y='%20", &mut out);
        assert_eq!(out, "https://a.example/%E4%B8%AD?x=1&amp;y=&#39;%20");
    }
}
