//! Ids of headings: the grammar of written ones, and made ones for the rest.

use unicode_normalization::UnicodeNormalization;

/// Longest id that an author may write.
const LONGEST: usize = 40;

/// Beginnings of ids that the page needs for itself: interface, notes and their marks.
const RESERVED: [&str; 3] = ["bf-", "fn-", "fnref-"];

/// What is wrong with a written id, as the end of a sentence that begins with it.
pub(super) fn fault(id: &str) -> Option<&'static str> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if id.is_empty() {
        Some("is empty")
    } else if !id.bytes().all(plain) || !id.as_bytes()[0].is_ascii_lowercase() {
        Some("is not made of a-z, 0-9 and -, beginning with a letter")
    } else if id.len() > LONGEST {
        Some("is longer than 40 characters")
    } else if is_reserved(id) {
        Some("begins with a prefix that the page needs for itself")
    } else {
        None
    }
}

/// The id belongs to the page, not to its author.
pub(super) fn is_reserved(id: &str) -> bool {
    RESERVED.iter().any(|prefix| id.starts_with(prefix))
}

/// An id made of a heading's words: letters and digits of any script in lower case, anything else a hyphen.
pub(super) fn generated(words: &str) -> String {
    let folded: String = words.nfkc().flat_map(char::to_lowercase).nfc().collect();
    let folded = spell_out(&spell_out(&folded, "c++", "cplusplus"), "c#", "csharp");
    let mut id = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    if id.ends_with('-') {
        id.pop();
    }
    if id.is_empty() {
        "section".to_owned()
    } else if is_reserved(&id) {
        format!("section-{id}")
    } else {
        id
    }
}

/// An id that an author could write, made of words that may hold anything; none when no Latin letter is in them.
pub(super) fn suggested(words: &str) -> Option<String> {
    let folded: String = words.nfkd().flat_map(char::to_lowercase).filter(char::is_ascii).collect();
    let made = generated(&folded);
    let made = made.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let cut =
        if made.len() <= LONGEST { made } else { &made[..made[..LONGEST].rfind('-').unwrap_or(LONGEST)] };
    (!cut.is_empty() && cut != "section" && fault(cut).is_none()).then(|| cut.to_owned())
}

/// Names of languages whose signs would be lost.
fn spell_out(text: &str, name: &str, spelt: &str) -> String {
    if !text.contains(name) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let alone = !rest[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        out.push_str(&rest[..at]);
        out.push_str(if alone { spelt } else { name });
        rest = &rest[at + name.len()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_words() {
        for (words, id) in [
            ("一、什么是 Rust？", "一-什么是-rust"),
            ("Ｒｕｓｔ 入门", "rust-入门"),
            ("C++ 与 C#", "cplusplus-与-csharp"),
            ("？！", "section"),
            ("What it's for", "what-it-s-for"),
            ("Fn 1", "section-fn-1"),
            ("Cafe\u{301}", "café"),
        ] {
            assert_eq!(generated(words), id);
        }
    }

    #[test]
    fn written_ids_have_a_grammar() {
        assert_eq!(fault("getting-in"), None);
        for id in ["", "中文", "Work", "1st", "a_b", "bf-x", "fn-1", &"a".repeat(41)] {
            assert!(fault(id).is_some(), "{id}");
        }
        assert_eq!(suggested("2. Getting In!").as_deref(), Some("getting-in"));
        assert_eq!(suggested("如何入行"), None);
    }
}
