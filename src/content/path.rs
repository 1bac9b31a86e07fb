//! What a path in `content/` says: collection, slug and locale.

use crate::config::{Config, is_device_name, is_slug};
use crate::diagnostic::{Candidate, Code, Diagnostic, Place, nearest, similar_names};
use crate::locale::Locale;
use std::fmt;
use std::sync::Arc;

/// The folder that all content lies in.
pub const CONTENT: &str = "content";

/// Entries of one schema.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Collection {
    /// The page at `/<locale>/`: one entry, called `home`.
    Home,
    /// Guides, in the order of the parts.
    Chapters,
    /// Occupations.
    Roles,
    /// Knowledge and skills.
    Skills,
    /// Outside the book's order: about, contribute.
    Pages,
}

impl Collection {
    /// All, in the order in which lists show them.
    pub const ALL: [Collection; 5] =
        [Collection::Home, Collection::Chapters, Collection::Roles, Collection::Skills, Collection::Pages];

    /// The folder's name, also the first part of addresses.
    pub fn folder(self) -> &'static str {
        match self {
            Collection::Home => "home",
            Collection::Chapters => "chapters",
            Collection::Roles => "roles",
            Collection::Skills => "skills",
            Collection::Pages => "pages",
        }
    }

    /// What one entry of it is called in messages, without an article.
    pub fn noun(self) -> &'static str {
        match self {
            Collection::Home => "home page",
            Collection::Chapters => "chapter",
            Collection::Roles => "role",
            Collection::Skills => "skill",
            Collection::Pages => "page",
        }
    }

    /// What one entry of it is called in messages, with an article.
    pub fn one(self) -> &'static str {
        match self {
            Collection::Home => "the home page",
            Collection::Chapters => "a chapter",
            Collection::Roles => "a role",
            Collection::Skills => "a skill",
            Collection::Pages => "a page",
        }
    }

    /// The collection of a folder's name.
    pub fn by_folder(name: &str) -> Option<Collection> {
        Collection::ALL.into_iter().find(|c| *c != Collection::Home && c.folder() == name)
    }
}

impl fmt::Display for Collection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.folder())
    }
}

/// Names an entry in all its languages.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct EntryKey {
    /// What kind of entry.
    pub collection: Collection,
    /// Its slug, unique over all collections.
    pub slug: Arc<str>,
}

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.collection {
            Collection::Home => f.write_str("home"),
            _ => write!(f, "{}/{}", self.collection, self.slug),
        }
    }
}

/// What a file in `content/` is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ContentPath {
    /// An entry in a language.
    Document(EntryKey, Locale),
    /// `sources.toml`.
    Bibliography,
    /// A file of an entry: `<collection>/<slug>/…`.
    Asset(EntryKey),
}

/// Addresses below `/<locale>/` that are not for `content/pages`.
pub const RESERVED_PAGES: &[&str] = &[
    "404",
    "assets",
    "chapters",
    "compare",
    "home",
    "map",
    "moves",
    "my-skills",
    "pages",
    "parallel",
    "print",
    "roles",
    "search",
    "skills",
    "sources",
    "status",
];

/// Reads a path below `content/`.
///
/// # Errors
/// A finding that says which names are possible.
pub fn read_path(path: &str, config: &Config) -> Result<ContentPath, Diagnostic> {
    let place = || Place::File(path.into());
    let below = path.strip_prefix("content/").unwrap_or(path);
    let parts: Vec<&str> = below.split('/').collect();
    match parts.as_slice() {
        ["sources.toml"] => Ok(ContentPath::Bibliography),
        [name] if name.ends_with(".md") => {
            let (slug, locale) = file_name(path, name, config)?;
            if slug != "home" {
                let message = format!("`{name}` lies in no collection");
                let help = "put it in content/chapters, content/roles, content/skills or content/pages";
                return Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help));
            }
            Ok(ContentPath::Document(EntryKey { collection: Collection::Home, slug: slug.into() }, locale))
        }
        [folder, rest @ ..] if !rest.is_empty() => {
            let Some(collection) = Collection::by_folder(folder) else {
                let message = format!("`{folder}` is no collection");
                let help = similar_names(folder, ["chapters", "roles", "skills", "pages"])
                    .unwrap_or_else(|| "the collections are chapters, roles, skills and pages".to_owned());
                return Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help));
            };
            in_collection(path, collection, rest, config)
        }
        _ => {
            let message = "this file is no entry and belongs to none";
            let help =
                "files of an entry go into a folder with its slug, e.g. content/chapters/pay/chart.svg";
            Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help))
        }
    }
}

fn in_collection(
    path: &str,
    collection: Collection,
    rest: &[&str],
    config: &Config,
) -> Result<ContentPath, Diagnostic> {
    let place = || Place::File(path.into());
    if let [name] = rest {
        if !name.ends_with(".md") {
            let message = "only Markdown files stand beside each other in a collection";
            let help = format!(
                "put it into a folder with the slug of its entry: content/{collection}/<slug>/{name}"
            );
            return Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help));
        }
        let (slug, locale) = file_name(path, name, config)?;
        if collection == Collection::Pages && RESERVED_PAGES.contains(&slug) {
            let message = format!("`{slug}` is the address of a page that Bifold makes itself");
            let help = "choose another slug";
            return Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help));
        }
        return Ok(ContentPath::Document(EntryKey { collection, slug: slug.into() }, locale));
    }
    let slug = rest[0];
    let odd = rest.iter().find(|part| !is_asset_name(part));
    if let Some(part) = odd {
        let message = format!("`{part}` cannot stand in an address");
        let help = "use ASCII letters, digits, `-`, `_` and `.`, e.g. team-map.svg";
        return Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help));
    }
    if rest.last().is_some_and(|name| name.ends_with(".md")) {
        let message = "an entry's folder holds its files, not further Markdown";
        let help = format!("entries stand beside each other: content/{collection}/<slug>.<locale>.md");
        return Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help));
    }
    Ok(ContentPath::Asset(EntryKey { collection, slug: slug.into() }))
}

/// Whether a file's or folder's name can stand in an address on every system.
pub fn is_asset_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").to_ascii_lowercase();
    !name.is_empty()
        && name.len() <= 200
        && !name.starts_with(['.', '_', '-'])
        && !name.ends_with('.')
        && !is_device_name(&stem)
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn file_name<'a>(path: &str, name: &'a str, config: &Config) -> Result<(&'a str, Locale), Diagnostic> {
    let place = || Place::File(path.into());
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let Some((slug, key)) = stem.rsplit_once('.') else {
        let first = config.default_language().locale.as_str();
        let message = format!("`{name}` does not say its language");
        let help = format!("call it {stem}.{first}.md (the name is <slug>.<locale>.md)");
        return Err(Diagnostic::new(Code::UNKNOWN_LOCALE, place(), message).help(help));
    };
    let Some(language) = config.languages.iter().find(|language| language.locale.as_str() == key) else {
        let keys: Vec<&str> = config.languages.iter().map(|language| language.locale.as_str()).collect();
        let message = format!("`{key}` is no language of this site");
        let near = nearest(key, keys.iter().map(|key| Candidate { name: key, write: key }));
        let near = near.first().or_else(|| keys.iter().find(|known| key.starts_with(**known)));
        let known =
            format!("the languages in site.toml are {}; the name is <slug>.<locale>.md", keys.join(", "));
        let help = match near {
            Some(near) => format!("is it {slug}.{near}.md? {known}"),
            None => known,
        };
        return Err(Diagnostic::new(Code::UNKNOWN_LOCALE, place(), message).help(help));
    };
    if !is_slug(slug) {
        let message = format!("`{slug}` cannot be a slug");
        let mut help = "a slug is lower-case ASCII letters and digits, words joined by `-`".to_owned();
        let mended = mend_slug(slug);
        if is_slug(&mended) {
            help = format!("rename it to {mended}.{key}.md; {help}");
        }
        return Err(Diagnostic::new(Code::BAD_FILE_NAME, place(), message).help(help));
    }
    Ok((slug, language.locale.clone()))
}

/// The slug that a file's name stands for, perhaps after a slip: `Data_Engineer.cn.md` → `data-engineer`.
pub fn intended_slug(name: &str) -> Option<String> {
    let slug = mend_slug(name.split('.').next()?);
    is_slug(&slug).then_some(slug)
}

fn mend_slug(slug: &str) -> String {
    let lower = slug.to_ascii_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_mended() {
        assert_eq!(mend_slug("Data_Engineer (2)"), "data-engineer-2");
    }

    #[test]
    fn names_of_files_fit_every_system() {
        assert!(["a.svg", "Team-map_2.png"].iter().all(|s| is_asset_name(s)));
        assert!(["", ".x", "_x", "a b", "图.png", "nul.txt", "a:b"].iter().all(|s| !is_asset_name(s)));
    }
}
