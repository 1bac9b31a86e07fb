//! From a request's path to what is asked for: by name only, never as a path on the disk.

use super::gate::Refusal;
use super::published::{Published, Tongue};

/// What an address leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    /// A file of the site, by its output path.
    File(String),
    /// The same address with a `/` at its end is a page.
    Slash(String),
    /// Nothing; the page to show instead, when the site has one.
    NotFound(Option<String>),
    /// Something of the server's own, below `/-/`.
    Own(String),
}

/// Longest path that is looked at.
const LONGEST: usize = 2048;

/// Decodes a path into the key that files are looked up by: no empty part, no `.` or `..`, nothing that means
/// something else to another program.
///
/// # Errors
/// When it cannot be an address of ours.
pub fn key(path: &str) -> Result<String, Refusal> {
    let rest = path.strip_prefix('/').ok_or(Refusal::Path)?;
    if path.len() > LONGEST {
        return Err(Refusal::Path);
    }
    let decoded = decode(rest).ok_or(Refusal::Path)?;
    let is_odd = |c: char| c.is_control() || c == '\\' || c == '\u{FFFD}';
    let parts: Vec<&str> = decoded.strip_suffix('/').unwrap_or(&decoded).split('/').collect();
    let is_empty = decoded.is_empty();
    if decoded.contains(is_odd) || (!is_empty && parts.iter().any(|part| matches!(*part, "" | "." | ".."))) {
        return Err(Refusal::Path);
    }
    Ok(decoded)
}

/// Decodes a value of a query.
pub fn decode_value(text: &str) -> Option<String> {
    decode(&text.replace("%2F", "/").replace("%2f", "/"))
}

/// Takes `%xx` away. None when it is malformed, hides a separator, or is no UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let hex = |digit: u8| (digit as char).to_digit(16);
        let value = (hex(rest.next()?)? * 16 + hex(rest.next()?)?) as u8;
        if matches!(value, b'/' | b'\\' | b'%') {
            return None;
        }
        bytes.push(value);
    }
    String::from_utf8(bytes).ok()
}

/// Finds what a decoded path leads to.
pub fn find(key: &str, site: &dyn Published) -> Route {
    if let Some(own) = key.strip_prefix("-/") {
        return Route::Own(own.to_owned());
    }
    let file = if key.is_empty() || key.ends_with('/') { format!("{key}index.html") } else { key.to_owned() };
    if site.contains(&file) {
        return Route::File(file);
    }
    if !file.ends_with('/') && site.contains(&format!("{file}/index.html")) {
        return Route::Slash(format!("/{file}/"));
    }
    Route::NotFound(not_found(key, site))
}

/// The page that says that there is nothing, in the language of the address.
fn not_found(key: &str, site: &dyn Published) -> Option<String> {
    let first = key.split('/').next().unwrap_or("");
    let is_language = site.tongues().iter().any(|Tongue { key, .. }| key == first);
    let own = is_language.then(|| format!("{first}/404.html")).filter(|path| site.contains(path));
    own.or_else(|| Some("404.html".to_owned()).filter(|path| site.contains(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_in_one_way_only() {
        assert_eq!(key("/").unwrap(), "");
        assert_eq!(key("/zh/chapters/pay/").unwrap(), "zh/chapters/pay/");
        assert_eq!(key("/zh/%E4%B8%AD").unwrap(), "zh/中");
        assert_eq!(key("/%7Ea%2dz").unwrap(), "~a-z");
    }

    #[test]
    fn what_other_programs_read_otherwise_is_no_address() {
        let long = format!("/{}", "a".repeat(LONGEST));
        let odd = [
            "",
            "zh/",
            "//",
            "//zh/",
            "/zh//",
            "/.",
            "/..",
            "/zh/./",
            "/zh/../en/",
            "/%2e%2e/",
            "/%2E/",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a\\b",
            "/%00",
            "/a%0ab",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
            "/%c3%28",
            "/%252e%252e/",
            "/\u{85}",
            &long,
        ];
        for path in odd {
            assert_eq!(key(path), Err(Refusal::Path), "{path:?}");
        }
    }
}
