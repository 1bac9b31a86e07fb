//! Opening a place in the person's editor: by an address that the browser hands on, or by a command of theirs.
//!
//! `site.toml` comes with the handbook and may have been written by anyone, so it can only name an address. A command
//! comes from the person who started `serve`, and is never given to a shell.

use std::path::Path;

/// How to open a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Editor {
    /// An address with `{path}`, `{line}` and `{column}`: `vscode://file{path}:{line}:{column}`.
    Address(String),
    /// A program and its arguments, with the same places to fill in.
    Command(Vec<String>),
}

/// Schemes that would run in the page or show a file in the browser.
const NEVER: [&str; 5] = ["javascript", "data", "vbscript", "blob", "file"];

impl Editor {
    /// Reads a person's own setting: an address if it has a scheme and `//`, else a command, whose words are
    /// separated by spaces. A command that does not say where the path goes gets it at the end.
    pub fn of_person(setting: &str) -> Option<Editor> {
        if scheme(setting).is_some() {
            return Editor::of_site(setting);
        }
        let mut words: Vec<String> = setting.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return None;
        }
        if !words.iter().any(|word| word.contains("{path}")) {
            words.push("{path}".to_owned());
        }
        Some(Editor::Command(words))
    }

    /// Reads the site's setting, which can only be an address that leaves the browser.
    pub fn of_site(setting: &str) -> Option<Editor> {
        let scheme = scheme(setting)?;
        let is_safe = !NEVER.contains(&scheme.to_ascii_lowercase().as_str()) && setting.contains("{path}");
        is_safe.then(|| Editor::Address(setting.to_owned()))
    }

    /// The address of a place, when this editor is opened by one.
    pub fn address(&self, root: &Path, place: &Spot<'_>) -> Option<String> {
        let Editor::Address(pattern) = self else { return None };
        let mut path = root.join(place.path).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        Some(place.fill(pattern, &super::answer::encode(&path)))
    }

    /// Program and arguments for a place, when this editor is opened by a command.
    pub fn command(&self, root: &Path, place: &Spot<'_>) -> Option<Vec<String>> {
        let Editor::Command(words) = self else { return None };
        let path = root.join(place.path).to_string_lossy().into_owned();
        Some(words.iter().map(|word| place.fill(word, &path)).collect())
    }
}

/// A place in a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spot<'a> {
    /// Relative to the root.
    pub path: &'a str,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
}

impl Spot<'_> {
    fn fill(&self, pattern: &str, path: &str) -> String {
        // The path goes in last: whatever it holds is not filled in again.
        let pattern = pattern.replace("{line}", &self.line.to_string());
        pattern.replace("{column}", &self.column.to_string()).replace("{path}", path)
    }
}

fn scheme(setting: &str) -> Option<&str> {
    let (scheme, _) = setting.split_once("://")?;
    let is_name = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
    (is_name && scheme.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPOT: Spot<'static> = Spot { path: "content/chapters/a b.zh.md", line: 3, column: 7 };

    #[test]
    fn an_address_is_filled_in_and_encoded() {
        let editor = Editor::of_site("vscode://file{path}:{line}:{column}").unwrap();
        let address = editor.address(Path::new("/home/me"), &SPOT);
        assert_eq!(address.as_deref(), Some("vscode://file/home/me/content/chapters/a%20b.zh.md:3:7"));
        assert_eq!(editor.command(Path::new("/"), &SPOT), None);
    }

    #[test]
    fn a_command_is_the_persons_own() {
        let editor = Editor::of_person("code -g {path}:{line}").unwrap();
        let words = editor.command(Path::new("/home/me"), &SPOT).unwrap();
        assert_eq!(words, ["code", "-g", "/home/me/content/chapters/a b.zh.md:3"]);
        assert_eq!(Editor::of_person("kate"), Some(Editor::Command(vec!["kate".into(), "{path}".into()])));
        assert_eq!(Editor::of_person("  "), None);
    }

    #[test]
    fn the_site_cannot_name_what_runs() {
        for setting in
            ["rm -rf {path}", "javascript://%0aalert(1)//{path}", "DATA://{path}", "vscode://file", ""]
        {
            assert_eq!(Editor::of_site(setting), None, "{setting}");
        }
    }
}
