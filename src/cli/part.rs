//! Adds a chapter to its part in `site.toml`, and leaves every other byte as it was.

use crate::config::Part;

/// The text with `slug` as the last chapter of a part; none when the list has nothing that it could follow.
pub(super) fn with_chapter(text: &str, part: &Part, slug: &str) -> Option<String> {
    let last = part.chapters.last()?.span.range();
    let (head, rest) = text.split_at(last.end);
    let indent = &head[head.rfind('\n').map_or(0, |at| at + 1)..last.start];
    let (tail, below) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
    let code = tail.split('#').next().unwrap_or("").trim();
    if !indent.trim().is_empty() {
        return Some(format!("{head}, \"{slug}\"{rest}"));
    }
    // One chapter a line. A remark behind the last one stays with it.
    Some(match code {
        "" => format!("{head},{tail}\n{indent}\"{slug}\"{below}"),
        "," => format!("{head}{tail}\n{indent}\"{slug}\",{below}"),
        _ => format!("{head},\n{indent}\"{slug}\"{rest}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourceId};

    fn added(chapters: &str) -> Option<String> {
        let text = format!("[[parts]]\nslug = \"one\"\ntitle = \"一\"\nchapters = {chapters}\n# end\n");
        let source = Source::new(SourceId(0), "site.toml".into(), text.as_bytes()).unwrap();
        let config = crate::config::read(&source).value;
        let made = with_chapter(&text, &config.parts[0], "new")?;
        Some(made.split_once("chapters = ")?.1.strip_suffix("\n# end\n")?.to_owned())
    }

    #[test]
    fn a_chapter_follows_the_last() {
        assert_eq!(added("[\"a\"]").as_deref(), Some("[\"a\", \"new\"]"));
        assert_eq!(added("[\"a\", \"b\" ]").as_deref(), Some("[\"a\", \"b\", \"new\" ]"));
        assert_eq!(added("[\n  \"a\", # 甲\n]").as_deref(), Some("[\n  \"a\", # 甲\n  \"new\",\n]"));
        assert_eq!(added("[\n  \"a\"\n]").as_deref(), Some("[\n  \"a\",\n  \"new\"\n]"));
        assert_eq!(added("[\n  \"a\"]").as_deref(), Some("[\n  \"a\",\n  \"new\"]"));
        assert_eq!(added("[]"), None);
    }
}
