//! Files that are published as they are, under names that change with their contents.

use super::{Layer, ThemeContent, embedded, fingerprint, script};
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
            assets.insert(Arc::from(name), Asset::new(name, Arc::from(*bytes)));
        }
    }
    for layer in layers.iter().rev() {
        for file in &layer.files {
            let (Some(name), ThemeContent::Bytes(bytes)) = (file.path.strip_prefix("assets/"), &file.content)
            else {
                continue;
            };
            assets.insert(Arc::from(name), Asset::new(name, bytes.clone()));
        }
    }
    script::join(assets)
}

/// Takes comments, indentation and line ends out of a stylesheet; strings are left alone. Nothing else is touched,
/// so a line of the source is still found in the result. None when it is not UTF-8 or a comment or string is open.
fn squeeze_css(bytes: &[u8]) -> Option<Arc<[u8]>> {
    let css = std::str::from_utf8(bytes).ok()?;
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['/', '"', '\'', '\n']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("/*") {
            rest = &rest[rest.find("*/")? + 2..];
        } else if rest.starts_with('\n') {
            // A line end is a space to CSS; between a declaration's parts it must stay one.
            out.truncate(out.trim_end_matches([' ', '\t']).len());
            rest = rest.trim_start_matches(['\n', ' ', '\t', '\r']);
            if !out.is_empty() && !out.ends_with(['{', '}', ';', ',', '\n']) && !rest.starts_with('}') {
                out.push('\n');
            }
        } else if rest.starts_with('/') {
            out.push('/');
            rest = &rest[1..];
        } else {
            let end = string_end(rest)?;
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out.push_str(rest);
    Some(Arc::from(out.trim_end().as_bytes()))
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

    #[test]
    fn stylesheets_lose_comments_and_indentation_only() {
        let css = "/* one */\na {\n  color: red;\n  margin: 0\n    auto;\n}\n\n@media (x) {\n  b::after { content: \"/* not\n a comment */\"; }\n}\n";
        let squeezed = squeeze_css(css.as_bytes()).unwrap();
        assert_eq!(
            std::str::from_utf8(&squeezed).unwrap(),
            "a {color: red;margin: 0\nauto;}@media (x) {b::after { content: \"/* not\n a comment */\"; }}"
        );
        assert!(squeeze_css(b"a { /* open").is_none());
    }
}
