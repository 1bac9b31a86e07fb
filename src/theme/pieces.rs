//! Style sheets and scripts kept in several files and published as one: a folder of the assets whose name ends in
//! `.css` or `.js`.
//!
//! Its files of that ending are put together in the order of their names, so that people read them in pieces and
//! browsers fetch them in one. A site overrides one piece at a time, or all of them by a file of the folder's name.

use super::Asset;
use std::collections::BTreeMap;
use std::sync::Arc;

type Assets = BTreeMap<Arc<str>, Asset>;

/// The published whole of which the asset `name` is a piece: `site.css` for `site.css/2-base.css`.
fn whole_of(name: &str) -> Option<&str> {
    [".css", ".js"].into_iter().find_map(|ending| {
        let (folder, piece) = name.split_once(&format!("{ending}/"))?;
        piece.ends_with(ending).then(|| &name[..folder.len() + ending.len()])
    })
}

/// Adds an asset of a stronger layer. A whole file takes the place of the pieces below it; a piece comes after a whole
/// file below it.
pub(super) fn add(assets: &mut Assets, asset: Asset) {
    assets.retain(|name, _| whole_of(name) != Some(&asset.name));
    assets.insert(asset.name.clone(), asset);
}

/// Replaces pieces by what they make together.
pub(super) fn join(assets: Assets) -> Assets {
    let (pieces, mut whole): (Assets, Assets) =
        assets.into_iter().partition(|(name, _)| whole_of(name).is_some());
    let mut joined: BTreeMap<Arc<str>, String> = BTreeMap::new();
    for (name, piece) in &pieces {
        let Some(target) = whole_of(name) else { continue };
        let text = joined.entry(target.into()).or_insert_with(|| {
            whole
                .get(target)
                .map_or_else(String::new, |asset| String::from_utf8_lossy(&asset.bytes).into_owned() + "\n")
        });
        let bytes = String::from_utf8_lossy(&piece.bytes);
        if target.ends_with(".js") {
            squeeze_script(&bytes, text);
        } else {
            text.push_str(&bytes);
            text.push('\n');
        }
    }
    whole.extend(joined.into_iter().map(|(name, text)| {
        let asset = Asset::new(&name, Arc::from(text.into_bytes()));
        (name, asset)
    }));
    whole
}

/// Appends a script without its comment lines and indentation. Line ends stay, so nothing joins that was apart; pieces
/// must not hold strings of several lines.
fn squeeze_script(script: &str, out: &mut String) {
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(files: &[(&str, &str)]) -> Assets {
        let mut assets = Assets::new();
        for (name, text) in files {
            add(&mut assets, Asset::new(name, Arc::from(text.as_bytes())));
        }
        assets
    }

    fn joined(files: &[(&str, &str)]) -> Vec<(String, String)> {
        join(assets(files))
            .into_iter()
            .map(|(name, asset)| (name.to_string(), String::from_utf8(asset.bytes.to_vec()).unwrap()))
            .collect()
    }

    fn pair(name: &str, text: &str) -> (String, String) {
        (name.into(), text.into())
    }

    #[test]
    fn pieces_become_one_file_in_order() {
        assert_eq!(
            joined(&[
                ("client.js/2-b.js", "// b\nb();\n"),
                ("client.js/1-a.js", "(() => {\n  a(\"// kept\");\n})();\n"),
                ("client.js/notes.md", "notes"),
                ("look.css/2-b.css", "b { color: red; }\n"),
                ("look.css/1-a.css", "/* a */\na {\n  color: blue;\n}\n"),
                ("site.js", "// site\n"),
            ]),
            [
                pair("client.js", "(() => {\na(\"// kept\");\n})();\nb();\n"),
                pair("client.js/notes.md", "notes"),
                pair("look.css", "a{color:blue}b{color:red}"),
                pair("site.js", "// site\n"),
            ]
        );
    }

    #[test]
    fn a_file_of_the_folders_name_replaces_all_pieces() {
        let below = [("look.css/1-a.css", "a{}"), ("look.css/2-b.css", "b{}")];
        assert_eq!(joined(&[below[0], below[1], ("look.css", "c{}")]), [pair("look.css", "c{}")]);
        assert_eq!(joined(&[below[0], below[1], ("look.css/1-a.css", "c{}")]), [pair("look.css", "c{}b{}")]);
        assert_eq!(joined(&[("look.css", "c{}"), below[0]]), [pair("look.css", "c{}a{}")]);
    }
}
