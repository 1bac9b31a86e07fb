//! A light stemmer for English: plurals, -ing, -ed, a final e. The client does the same (`search-engine.js`);
//! `tests/search/tokens.json` holds both to it.

/// Cuts a word of `a`–`z` to its stem, in place. Shorter words and anything else stay as they are.
pub(super) fn stem(word: &mut String) {
    if word.len() <= 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return;
    }
    plural(word);
    past_or_present(word);
    if word.len() > 3 && word.ends_with("ie") {
        replace_end(word, 2, "y");
    } else if word.len() > 3 && word.ends_with('e') {
        word.pop();
    }
    undouble(word);
}

fn plural(word: &mut String) {
    if word.ends_with("ies") && word.len() > 4 {
        replace_end(word, 3, "y");
    } else if ["sses", "ches", "shes", "xes", "zes"].iter().any(|end| word.ends_with(end)) {
        replace_end(word, 2, "");
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        word.pop();
    }
}

fn past_or_present(word: &mut String) {
    if word.ends_with("ied") && word.len() > 4 {
        replace_end(word, 3, "y");
    } else if word.ends_with("ing") && is_stem(&word[..word.len() - 3]) {
        replace_end(word, 3, "");
    } else if word.ends_with("ed") && !word.ends_with("eed") && is_stem(&word[..word.len() - 2]) {
        replace_end(word, 2, "");
    }
}

/// Long enough to mean something, and with a vowel: `train`, not `str`.
fn is_stem(start: &str) -> bool {
    start.len() >= 3 && start.bytes().any(|b| b"aeiouy".contains(&b))
}

/// `controll` and `control`, `process` and `proces` must meet.
fn undouble(word: &mut String) {
    if let [.., _, a, b] = word.as_bytes()
        && a == b
        && !b"aeiou".contains(b)
        && word.len() > 3
    {
        word.pop();
    }
}

fn replace_end(word: &mut String, length: usize, end: &str) {
    word.truncate(word.len() - length);
    word.push_str(end);
}
