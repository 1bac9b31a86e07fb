//! `site.toml`, typed, with the places of what it says.

mod fields;
mod read;
mod reader;
mod slug;

pub use fields::{Date, Fields, WordsRead};
pub(crate) use read::words;
pub use read::{normalise_base_url, read};
pub use reader::{Origin, Reader, read_toml, syntax_errors};
pub use slug::{is_device_name, is_slug};

use crate::diagnostic::{Code, Severity};
use crate::locale::{Locale, Script};
use crate::source::{SourceId, Span, Spanned};
use std::collections::BTreeMap;

/// The whole configuration of a site.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// `site.toml` itself, for findings that belong to it as a whole.
    pub source: SourceId,
    /// How far it could be understood.
    pub reading: Reading,
    /// Where the site will stand; scheme, host and path, ending in `/`.
    pub base_url: String,
    /// In file order; never empty.
    pub languages: Vec<Language>,
    /// Index of the default language in `languages`.
    pub default_language: usize,
    /// What hreflang `x-default` names.
    pub x_default: XDefault,
    /// Name of the theme.
    pub theme: Spanned<String>,
    /// Groups of roles, in file order.
    pub role_groups: Vec<Group>,
    /// Groups of skills, in file order.
    pub skill_groups: Vec<Group>,
    /// Parts of the book, in order.
    pub parts: Vec<Part>,
    /// `[links]`.
    pub links: Links,
    /// `[markdown]`.
    pub markdown: Markdown,
    /// `[diagnostics]`: severities that the site sets itself.
    pub severities: BTreeMap<&'static str, Severity>,
    /// `[limits]`.
    pub limits: Limits,
    /// `[output]`.
    pub output: OutputOptions,
    /// `[serve]`.
    pub serve: ServeOptions,
    /// `[site]`-wide free data for themes.
    pub extra: serde_json::Value,
}

/// How far `site.toml` could be understood. What content says that depends on the rest is not told: it would follow
/// from the mistake there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reading {
    /// Not at all, or without the languages: nothing about the content can be said.
    Unreadable,
    /// Some of it has an error.
    InPart,
    /// All of it.
    Whole,
}

/// One language of the site.
#[derive(Clone, PartialEq, Debug)]
pub struct Language {
    /// Its key.
    pub locale: Locale,
    /// BCP 47 tag for `lang` and hreflang.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
    /// The shortest form of its name in itself, for the switch: 中, EN.
    pub short: String,
    /// Title of the site in it.
    pub title: String,
    /// One sentence about the site in it.
    pub description: String,
    /// How it is written.
    pub script: Script,
}

/// What `x-default` leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum XDefault {
    /// The chooser at `/` for the home page; for other pages, the default language.
    Chooser,
    /// Always this language (index in [`Config::languages`]).
    Language(usize),
}

/// One word or sentence in each language; a missing one falls back.
pub type Words = BTreeMap<Locale, String>;

/// A group of roles or skills.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// Its name in front matter.
    pub id: String,
    /// Its title.
    pub title: Words,
}

/// A part of the book.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: Words,
    /// Its chapters in order.
    pub chapters: Vec<Spanned<String>>,
    /// Where it is declared.
    pub span: Span,
}

/// `[links]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Links {
    /// Make links of first mentions.
    pub automatic: bool,
    /// Labels that never become links.
    pub never: Vec<String>,
}

/// What raw HTML in Markdown becomes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum HtmlMode {
    /// Text, with an error that says so.
    #[default]
    Escape,
    /// A short list of harmless tags without attributes passes.
    AllowList,
    /// Everything passes.
    Trusted,
}

/// What a line break between Han and Latin becomes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum HanLatinBreak {
    /// A space.
    #[default]
    Space,
    /// Nothing.
    None,
}

/// `[markdown]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Markdown {
    /// `html`.
    pub html: HtmlMode,
    /// `han_latin_break`.
    pub han_latin_break: HanLatinBreak,
}

/// `[limits]`, each an error when passed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Limits {
    /// Bytes of one Markdown file.
    pub page_bytes: u64,
    /// Bytes of one front matter.
    pub front_matter_bytes: u64,
    /// Containers in containers in one body.
    pub nesting: u64,
    /// Bytes of one rendered page.
    pub output_bytes: u64,
    /// Pages of the site.
    pub pages: u64,
    /// Bytes of one asset.
    pub asset_bytes: u64,
    /// Seconds after which a page that is still rendering is named and the build ends.
    pub page_seconds: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            page_bytes: 2 << 20,
            front_matter_bytes: 64 << 10,
            nesting: 100,
            output_bytes: 16 << 20,
            pages: 50_000,
            asset_bytes: 32 << 20,
            page_seconds: 10,
        }
    }
}

/// `[output]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct OutputOptions {
    /// Names in the output folder that are not ours and stay.
    pub keep: Vec<String>,
    /// The whole book on one page: on, off, or by size.
    pub print: Option<bool>,
}

/// `[serve]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct ServeOptions {
    /// Opens a place in the editor: a URL pattern (`vscode://file{path}:{line}:{column}`) or a command.
    pub editor: Option<String>,
}

impl Config {
    /// The default language.
    pub fn default_language(&self) -> &Language {
        &self.languages[self.default_language]
    }

    /// A language by its key.
    pub fn language(&self, locale: &Locale) -> Option<&Language> {
        self.languages.iter().find(|language| language.locale == *locale)
    }

    /// The path part of `base_url`: begins and ends with `/`.
    pub fn base_path(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        rest.find('/').map_or("/", |at| &rest[at..])
    }

    /// A word in a language, else in the default one, else in any.
    pub fn word<'a>(&self, words: &'a Words, locale: &Locale) -> &'a str {
        words
            .get(locale)
            .or_else(|| words.get(&self.default_language().locale))
            .or_else(|| words.values().next())
            .map_or("", String::as_str)
    }

    /// `site.toml` names no language; what stands in for one has no name.
    pub(crate) fn has_no_language(&self) -> bool {
        self.languages.iter().all(|language| language.name.is_empty())
    }

    /// The severity of a code on this site.
    pub fn severity(&self, code: Code) -> Severity {
        self.severities.get(code.name()).copied().unwrap_or(code.severity())
    }
}
