//! Files that are published as they are, under names that change with their contents.

use super::{Layer, ThemeContent, embedded, fingerprint, pieces};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A stylesheet, script or picture of the theme.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Asset {
    /// Its name in the theme's `assets` folder: `site.css`.
    pub name: Arc<str>,
    /// Where it is published, relative to the output's root: `assets/site.1f2e3d4c.css`.
    pub published: Arc<str>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl Asset {
    pub(super) fn new(name: &str, bytes: Arc<[u8]>) -> Asset {
        let bytes = if name.ends_with(".css") { squeeze_css(&bytes).unwrap_or(bytes) } else { bytes };
        let print = fingerprint(&bytes);
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let published = match file.rsplit_once('.') {
            Some((stem, extension)) => format!("assets/{folder}{slash}{stem}.{print}.{extension}"),
            None => format!("assets/{folder}{slash}{file}.{print}"),
        };
        Asset { name: name.into(), published: published.into(), bytes }
    }
}

/// The assets of all layers, the strongest layer's where names meet.
pub(super) fn collect(layers: &[Layer]) -> BTreeMap<Arc<str>, Asset> {
    let mut assets = BTreeMap::new();
    for (path, bytes) in embedded::FILES {
        if let Some(name) = path.strip_prefix("assets/") {
            pieces::add(&mut assets, Asset::new(name, Arc::from(*bytes)));
        }
    }
    for layer in layers.iter().rev() {
        for file in &layer.files {
            let (Some(name), ThemeContent::Bytes(bytes)) = (file.path.strip_prefix("assets/"), &file.content)
            else {
                continue;
            };
            pieces::add(&mut assets, Asset::new(name, bytes.clone()));
        }
    }
    pieces::join(assets)
}

/// Takes comments out of a stylesheet, and white space that separates nothing; strings are left alone. None when it is
/// not UTF-8 or a comment or string is open.
fn squeeze_css(bytes: &[u8]) -> Option<Arc<[u8]>> {
    let css = std::str::from_utf8(bytes).ok()?;
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    // Whether white space waits to be written, and whether what was written last needs none after it.
    let (mut gap, mut apart) = (false, true);
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = &comment[comment.find("*/")? + 2..];
            continue;
        }
        if first.is_ascii_whitespace() {
            gap = true;
            rest = &rest[1..];
            continue;
        }
        let length = match first {
            '"' | '\'' => string_end(rest)?,
            // An escaped sign is part of a name, whatever sign it is.
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => first.len_utf8(),
        };
        let (part, after) = rest.split_at(length);
        if gap && !apart && !matches!(part, "{" | "}" | ";" | ",") {
            out.push(' ');
        }
        // The last declaration of a block needs no end of its own, unless it is an empty one.
        if part == "}" && out.ends_with(';') && !out.ends_with(":;") {
            out.pop();
        }
        out.push_str(part);
        apart = matches!(part, "{" | "}" | ";" | "," | ":");
        gap = false;
        rest = after;
    }
    Some(Arc::from(out.as_bytes()))
}

/// Where the CSS string at the start of `text` ends.
fn string_end(text: &str) -> Option<usize> {
    let quote = text.as_bytes().first()?;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b if b == *quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_names_carry_the_fingerprint() {
        let asset = Asset::new("img/mark.svg", Arc::from(&b"<svg/>"[..]));
        let print = fingerprint(b"<svg/>");
        assert_eq!(&*asset.published, format!("assets/img/mark.{print}.svg"));
        let other = Asset::new("img/mark.svg", Arc::from(&b"<svg />"[..]));
        assert_ne!(asset.published, other.published);
    }

    fn squeezed(css: &str) -> Option<String> {
        Some(String::from_utf8(squeeze_css(css.as_bytes())?.to_vec()).unwrap())
    }

    #[test]
    fn stylesheets_lose_what_separates_nothing() {
        let css = "/* one */\na > b :is(c, d) {\n  color: red;\n  margin: 0\n    auto;\n}\n\n@media (x) and (y) {\n  b::after { content: \"/* not\n a ; comment */\"; }\n}\n";
        assert_eq!(
            squeezed(css).unwrap(),
            "a > b :is(c,d){color:red;margin:0 auto}@media (x) and (y){b::after{content:\"/* not\n a ; comment */\"}}"
        );
        assert_eq!(squeezed(".a\\: b { --none: ; } /*/ c {} */").unwrap(), ".a\\: b{--none:;}");
        assert_eq!(squeezed("a { width: calc(1px + 2px) ; }").unwrap(), "a{width:calc(1px + 2px)}");
        assert!(squeezed("a { /* open").is_none());
        assert!(squeezed("a { content: \"open }").is_none());
    }
}
