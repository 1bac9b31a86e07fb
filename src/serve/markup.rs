//! Reads finished pages again, as far as putting two of them on one page needs it. Knows tags and attributes of
//! well-formed HTML as templates write it; whatever else it meets it leaves as it is.

use std::ops::Range;

/// A start tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag<'a> {
    /// Its name as written.
    pub name: &'a str,
    /// From `<` to behind `>`.
    pub range: Range<usize>,
    /// Names, and where the values are, without quotes.
    pub attributes: Vec<(&'a str, Range<usize>)>,
    /// It is an end tag.
    pub is_end: bool,
}

impl Tag<'_> {
    /// The value of an attribute in the page that the tag is of.
    pub fn value<'p>(&self, name: &str, page: &'p str) -> Option<&'p str> {
        let (_, range) = self.attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        page.get(range.clone())
    }

    /// Whether it is a tag of this name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// All tags of a page, in order; not those in comments and in texts of scripts.
pub fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = page[at..].find('<') {
        let start = at + found;
        if page[start..].starts_with("<!--") {
            at = page[start..].find("-->").map_or(page.len(), |end| start + end + 3);
            continue;
        }
        let Some(tag) = tag(page, start) else {
            at = start + 1;
            continue;
        };
        at = tag.range.end;
        let is_raw = !tag.is_end && ["script", "style", "textarea", "title"].iter().any(|name| tag.is(name));
        if is_raw {
            let end = format!("</{}", tag.name.to_ascii_lowercase());
            at += page[at..].to_ascii_lowercase().find(&end).unwrap_or(page.len() - at);
        }
        tags.push(tag);
    }
    tags
}

fn tag(page: &str, start: usize) -> Option<Tag<'_>> {
    let bytes = page.as_bytes();
    let is_end = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(is_end);
    let name_end = skip(bytes, name_start, |b| b.is_ascii_alphanumeric() || b == b'-');
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let mut attributes = Vec::new();
    let mut at = name_end;
    loop {
        at = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
        if *bytes.get(at)? == b'>' {
            break;
        }
        let end = skip(bytes, at, |b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/'));
        let name = page.get(at..end.max(at + 1))?;
        at = end.max(at + 1);
        let equals = skip(bytes, at, |b| b.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            attributes.push((name, at..at));
            continue;
        }
        let value = skip(bytes, equals + 1, |b| b.is_ascii_whitespace());
        let range = match *bytes.get(value)? {
            quote @ (b'"' | b'\'') => value + 1..skip(bytes, value + 1, |b| b != quote),
            _ => value..skip(bytes, value, |b| !b.is_ascii_whitespace() && b != b'>'),
        };
        at = range.end + usize::from(range.start > value);
        attributes.push((name, range));
    }
    Some(Tag { name: &page[name_start..name_end], range: start..at + 1, attributes, is_end })
}

fn skip(bytes: &[u8], from: usize, is_part: impl Fn(u8) -> bool) -> usize {
    let from = from.min(bytes.len());
    from + bytes[from..].iter().take_while(|byte| is_part(**byte)).count()
}

/// What is between the first start tag of a name and its end tag; the tag's own range with it.
pub fn inside(tags: &[Tag<'_>], name: &str) -> Option<(usize, Range<usize>)> {
    let first = tags.iter().position(|tag| tag.is(name) && !tag.is_end)?;
    let mut depth = 0_usize;
    for tag in tags[first..].iter().filter(|tag| tag.is(name)) {
        depth = if tag.is_end { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return Some((first, tags[first].range.end..tag.range.start));
        }
    }
    None
}

/// Makes a relative address one from the root, as seen from the page at `base` (which begins and ends with `/`).
/// Anything else is none.
pub fn from_root(base: &str, address: &str) -> Option<String> {
    let has_scheme = address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    if address.starts_with(['/', '#']) || has_scheme {
        return None;
    }
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (path, rest) = address.split_at(end);
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    let mut ends_in_folder = true;
    for part in path.split('/').filter(|_| !path.is_empty()) {
        ends_in_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    let slash = if ends_in_folder && !parts.is_empty() { "/" } else { "" };
    Some(format!("/{}{slash}{rest}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_with_their_attributes() {
        let page =
            r#"<!doctype html><p a=1 b='2' c="<3>" d>x<!-- <i> --><script>"<b>"</script><br/>1 < 2</p>"#;
        let tags = tags(page);
        let names: Vec<&str> = tags.iter().map(|tag| tag.name).collect();
        assert_eq!(names, ["p", "script", "script", "br", "p"]);
        let values: Vec<_> = ["a", "B", "c", "d", "e"].iter().map(|name| tags[0].value(name, page)).collect();
        assert_eq!(values, [Some("1"), Some("2"), Some("<3>"), Some(""), None]);
    }

    #[test]
    fn what_is_inside_an_element_is_found_over_its_like() {
        let page = "<main><div>a<div>b</div></div>c</main>";
        let tags = tags(page);
        assert_eq!(inside(&tags, "div").map(|(_, range)| &page[range]), Some("a<div>b</div>"));
        assert_eq!(inside(&tags, "nav"), None);
        assert_eq!(inside(&super::tags("<main>cut"), "main"), None);
    }

    #[test]
    fn broken_markup_is_left_alone() {
        for page in ["<", "<p", "<p a", "<p a=", "<p a=\"", "</", "<!--", "<script>", "<p =>", "<é>", "< p>"]
        {
            tags(page);
        }
    }

    #[test]
    fn relative_addresses_are_seen_from_their_page() {
        let from = |address| from_root("/zh/chapters/pay/", address);
        assert_eq!(from("../../roles/x/#a").as_deref(), Some("/zh/roles/x/#a"));
        assert_eq!(from("../../../assets/a.css").as_deref(), Some("/assets/a.css"));
        assert_eq!(from("./").as_deref(), Some("/zh/chapters/pay/"));
        assert_eq!(from("?q=1").as_deref(), Some("/zh/chapters/pay/?q=1"));
        assert_eq!(from("../../../../../..").as_deref(), Some("/"));
        for other in ["/x/", "//x/", "#a", "https://x/", "mailto:a@b"] {
            assert_eq!(from(other), None, "{other}");
        }
    }
}
