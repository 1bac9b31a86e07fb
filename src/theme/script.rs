//! Scripts kept in several files and published as one: a folder of the assets whose name ends in `.js`.
//!
//! Its files are put together in the order of their names, without comment lines and indentation, so that a script
//! can be read in pieces by people and fetched in one by browsers. A site overrides one piece at a time.

use super::Asset;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Replaces the pieces of such folders by what they make together.
pub(super) fn join(assets: BTreeMap<Arc<str>, Asset>) -> BTreeMap<Arc<str>, Asset> {
    let mut whole = BTreeMap::new();
    let mut joined: BTreeMap<Arc<str>, String> = BTreeMap::new();
    for (name, asset) in assets {
        match name.split_once(".js/") {
            Some((folder, piece)) if piece.ends_with(".js") => {
                squeeze(
                    &String::from_utf8_lossy(&asset.bytes),
                    joined.entry(format!("{folder}.js").into()).or_default(),
                );
            }
            _ => {
                whole.insert(name, asset);
            }
        }
    }
    whole.extend(joined.into_iter().map(|(name, script)| {
        let asset = Asset::new(&name, Arc::from(script.into_bytes()));
        (name, asset)
    }));
    whole
}

/// Appends a script without its comment lines and indentation. Line ends stay, so nothing joins that was apart; pieces
/// must not hold strings of several lines.
fn squeeze(script: &str, out: &mut String) {
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_become_one_script_in_order() {
        let asset = |name: &str, text: &str| (Arc::from(name), Asset::new(name, Arc::from(text.as_bytes())));
        let assets = join(BTreeMap::from([
            asset("client.js/2-b.js", "// b\nb();\n"),
            asset("client.js/1-a.js", "(() => {\n  a(\"// kept\");\n})();\n"),
            asset("site.js", "// site\n"),
        ]));
        let texts: Vec<_> = assets
            .iter()
            .map(|(name, asset)| (&**name, std::str::from_utf8(&asset.bytes).unwrap()))
            .collect();
        assert_eq!(
            texts,
            [("client.js", "(() => {\na(\"// kept\");\n})();\nb();\n"), ("site.js", "// site\n")]
        );
    }
}
