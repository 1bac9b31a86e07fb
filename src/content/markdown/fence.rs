//! What stands after the fence of a code block: language, `title="…"`, `{1,3-5}`.

/// The options of a code block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Info {
    /// Lower case; empty when there is none.
    pub language: String,
    pub title: String,
    /// First and last of each stretch of marked lines, from 1.
    pub marks: Vec<(usize, usize)>,
}

/// Reads the words after a fence. What other programs understand and we do not is left alone.
pub(super) fn read(info: &str) -> Info {
    let info = info.trim();
    let end = info.find([' ', '\t', ',', '{']).unwrap_or(info.len());
    let mut out = Info { language: info[..end].to_ascii_lowercase(), ..Info::default() };
    let rest = &info[end..];
    if let Some((_, value)) = rest.split_once("title=\"")
        && let Some((title, _)) = value.split_once('"')
    {
        title.clone_into(&mut out.title);
    }
    let braces = rest.split('{').skip(1).filter_map(|part| part.split_once('}'));
    for (inside, _) in braces {
        out.marks.extend(inside.split(',').filter_map(|part| stretch(part.trim())));
    }
    out
}

/// `4` or `3-5`.
fn stretch(part: &str) -> Option<(usize, usize)> {
    let (first, last) = part.split_once('-').unwrap_or((part, part));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (1 <= first && first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_after_a_fence() {
        let info = read("Rust title=\"src/main.rs\" {1,3-5}");
        assert_eq!((info.language.as_str(), info.title.as_str()), ("rust", "src/main.rs"));
        assert_eq!(info.marks, [(1, 1), (3, 5)]);
        assert_eq!(read("rust,ignore").language, "rust");
        assert_eq!(read("js{2}").marks, [(2, 2)]);
        assert_eq!(read(""), Info::default());
        assert!(read("sh {.line-numbers}").marks.is_empty());
    }
}
