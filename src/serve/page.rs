//! The served page is the published page and one script more.

/// The address of the script.
pub const SCRIPT: &str = "/-/reload.js";

/// Whether a page is what was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// It is.
    Yes,
    /// It is shown because there is nothing at the address.
    No,
}

/// Puts the script into a page, behind the page's own policy and before its other scripts. `tag` names the page as
/// it was published.
pub fn with_script(page: &[u8], tag: &str, found: Found) -> Vec<u8> {
    let at = place(page);
    let script = script(tag, found);
    let mut out = Vec::with_capacity(page.len() + script.len());
    out.extend_from_slice(&page[..at]);
    out.extend_from_slice(script.as_bytes());
    out.extend_from_slice(&page[at..]);
    out
}

/// The script's element: not deferred, so that it sees the page before other scripts change it.
pub fn script(tag: &str, found: Found) -> String {
    let tag = tag.trim_matches('"');
    let missing = if found == Found::No { " data-missing" } else { "" };
    format!("<script src=\"{SCRIPT}\" data-page=\"{tag}\"{missing}></script>")
}

/// Behind the `<meta>` of the policy, else at the head's beginning, else behind the document type.
fn place(page: &[u8]) -> usize {
    let start = &page[..page.len().min(16 << 10)];
    let lower = start.to_ascii_lowercase();
    let find = |needle: &[u8], from: usize| {
        let found = lower.get(from..)?.windows(needle.len()).position(|window| window == needle)?;
        Some(from + found)
    };
    let end_of = |at: usize| find(b">", at).map(|end| end + 1);
    let head = tag_start(&lower, b"<head");
    let policy = head.and_then(|head| find(b"content-security-policy", head));
    // The policy has no `>` in it: quotes, names of hosts and keywords only.
    let behind = policy.or(head).or_else(|| tag_start(&lower, b"<html")).or_else(|| find(b"<!doctype", 0));
    behind.and_then(end_of).unwrap_or(0)
}

/// Where a tag of this name begins; `<header` is not `<head`.
fn tag_start(text: &[u8], name: &[u8]) -> Option<usize> {
    let is_end = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    (0..text.len()).find(|at| text[*at..].starts_with(name) && is_end(text.get(at + name.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str) {
        let page = format!("{before}{after}");
        let served = with_script(page.as_bytes(), "\"1f\"", Found::Yes);
        let script = r#"<script src="/-/reload.js" data-page="1f"></script>"#;
        assert_eq!(String::from_utf8(served).unwrap(), format!("{before}{script}{after}"));
    }

    #[test]
    fn the_script_stands_behind_the_policy() {
        let policy = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#;
        check(&format!("<!doctype html><html lang=zh><head>{policy}"), "<title>x</title></head><body>");
        check("<!DOCTYPE html>\n<html>\n<HEAD>", "<title>x</title>");
        check("<!doctype html><html>", "<header>x</header>");
        check("<!doctype html>", "<p>x");
        check("", "plain");
        check("", "");
    }
}
