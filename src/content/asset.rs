//! Files of an entry: how large an image is, and whether a drawing is harmless.

use crate::diagnostic::{Code, Diagnostic, Place};

/// What the pages that show a file need to know of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct AssetInfo {
    /// Width and height in CSS pixels.
    pub size: Option<(u32, u32)>,
}

/// Looks at the bytes of a file. An SVG that could run a script is an error.
pub fn inspect(path: &str, bytes: &[u8]) -> (AssetInfo, Vec<Diagnostic>) {
    let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "svg" => {
            let text = String::from_utf8_lossy(bytes);
            (AssetInfo { size: svg_size(&text) }, unsafe_svg(path, &text))
        }
        "html" | "htm" | "xhtml" | "js" | "mjs" | "xml" | "xsl" => {
            let message =
                format!("`.{extension}` files are not published: a browser would run what is in them");
            let finding = Diagnostic::new(Code::FORBIDDEN_FILE, Place::File(path.into()), message);
            (AssetInfo::default(), vec![finding.help("write Markdown, or attach a picture or a data file")])
        }
        _ => {
            let size = imagesize::blob_size(bytes).ok();
            let size = size.and_then(|s| Some((u32::try_from(s.width).ok()?, u32::try_from(s.height).ok()?)));
            (AssetInfo { size }, Vec::new())
        }
    }
}

/// `width` and `height` of the root element, else those of its `viewBox`.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let root = &text[start..start + text[start..].find('>')?];
    let number = |value: &str| {
        let digits: String = value.trim().trim_end_matches("px").to_owned();
        digits.parse::<f64>().ok().filter(|n| *n > 0.0 && *n < 1e5).map(|n| n.round() as u32)
    };
    let (width, height) =
        (attribute(root, "width").and_then(number), attribute(root, "height").and_then(number));
    if let (Some(width), Some(height)) = (width, height) {
        return Some((width, height));
    }
    let mut view = attribute(root, "viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    Some((number(view.next()?)?, number(view.next()?)?))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=').map(str::trim_start)
            && let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
        {
            return value[1..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
    None
}

/// Scripts in a drawing run when it is opened by itself.
fn unsafe_svg(path: &str, text: &str) -> Vec<Diagnostic> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    for (sign, what) in [
        ("<script", "a script"),
        ("<foreignobject", "foreign content"),
        ("javascript:", "a javascript: address"),
        ("<!entity", "an entity"),
        ("<iframe", "a frame"),
    ] {
        if lower.contains(sign) {
            found.push(what);
        }
    }
    let handler = lower.split(|c: char| c.is_ascii_whitespace()).any(|word| {
        let name = word.split('=').next().unwrap_or("");
        word.contains('=')
            && name.len() > 2
            && name.starts_with("on")
            && name.bytes().all(|b| b.is_ascii_lowercase())
    });
    if handler {
        found.push("an event handler");
    }
    found
        .into_iter()
        .map(|what| {
            Diagnostic::new(
                Code::FORBIDDEN_FILE,
                Place::File(path.into()),
                format!("this drawing holds {what}"),
            )
            .help("export it as plain SVG: shapes and text only")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_say_their_size() {
        let size = |svg: &str| inspect("a.svg", svg.as_bytes()).0.size;
        assert_eq!(size("<svg width=\"30\" height='20px' viewBox=\"0 0 1 1\">"), Some((30, 20)));
        assert_eq!(size("<?xml?><svg viewBox=\"0 0 640 480\" width=\"100%\">"), Some((640, 480)));
        assert_eq!(size("<p>"), None);
    }

    #[test]
    fn drawings_with_scripts_are_refused() {
        let count = |svg: &str| inspect("a.svg", svg.as_bytes()).1.len();
        assert_eq!(count("<svg><script>1</script></svg>"), 1);
        assert_eq!(count("<svg onload=\"x()\"><a href=\"JavaScript:x\"/></svg>"), 2);
        assert_eq!(count("<svg><text>online = good</text></svg>"), 0);
    }
}
