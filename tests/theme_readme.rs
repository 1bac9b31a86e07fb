//! `themes/README.md` documents what templates may see, in the words of the types themselves.

mod support;

use std::fmt::Write;
use std::path::Path;

const FILES: [&str; 7] = ["frame", "entry", "pages", "lists", "tools", "map", "graph"];
const BEGIN: &str =
    "<!-- views: written from the sources by `BIFOLD_UPDATE=1 cargo test --test theme_readme` -->\n";
const END: &str = "<!-- end of views -->\n";

/// The structs and enums of one source file as Markdown: doc comments and public fields.
fn document(source: &str) -> String {
    let mut out = String::new();
    let mut doc = String::new();
    let mut inside = false;
    let mut is_enum = false;
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            if !doc.is_empty() {
                doc.push(' ');
            }
            doc.push_str(text.trim());
            continue;
        }
        let item = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if let Some(name) = item.and_then(|item| item.strip_suffix(" {")) {
            inside = true;
            is_enum = line.starts_with("pub enum");
            let what = if is_enum { "value" } else { "field | type" };
            let line = if is_enum { "---" } else { "---|---" };
            let _ = writeln!(out, "\n### {name}\n\n{doc}\n\n| {what} | |\n|{line}|---|");
        } else if inside && line == "}" {
            inside = false;
        } else if inside && is_enum {
            let name = line.split([',', '(']).next().unwrap_or("").to_lowercase();
            if !name.is_empty() && !name.starts_with('#') {
                let _ = writeln!(out, "| `{name}` | {doc} |");
            }
        } else if let Some((name, kind)) =
            line.strip_prefix("pub ").and_then(|l| l.split_once(": ")).filter(|_| inside)
        {
            let _ = writeln!(out, "| `{name}` | `{}` | {doc} |", kind.trim_end_matches(','));
        }
        if !line.starts_with("#[") {
            doc.clear();
        }
    }
    out.replace("[`super::", "[`").replace("[`", "`").replace("`]", "`")
}

#[test]
fn the_readme_of_themes_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut views = String::new();
    for file in ["mod"].iter().chain(&FILES) {
        let path = root.join(format!("src/render/view/{file}.rs"));
        let source = std::fs::read_to_string(path).unwrap();
        // `PageView` is the table above; the rest of `mod.rs` belongs to all pages.
        let source = source.split("/// Any page.").next().unwrap();
        views.push_str(&document(source));
    }
    let path = root.join("themes/README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = readme.split_once(BEGIN).expect("the marker before the views");
    let (_, tail) = rest.split_once(END).expect("the marker after the views");
    let wanted = format!("{head}{BEGIN}{views}\n{END}{tail}");
    if support::is_updating() {
        std::fs::write(&path, &wanted).unwrap();
    } else {
        let hint = "themes/README.md is behind the views: BIFOLD_UPDATE=1 cargo test --test theme_readme";
        assert!(readme == wanted, "{hint}");
    }
    let module = std::fs::read_to_string(root.join("src/render/view/mod.rs")).unwrap();
    for line in module.lines().filter(|l| l.contains("=> \"")) {
        let template = line.split('"').nth(1).unwrap();
        assert!(readme.contains(&format!("`{template}`")), "the README does not name {template}");
    }
}
