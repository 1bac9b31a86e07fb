//! The look of a site: templates, assets and words. The default theme is compiled in; a site replaces one file, or
//! one word, at a time.
//!
//! A theme is made of layers, the strongest first: the theme that `site.toml` names, `themes/default` in the site's
//! folder, and the one that is compiled in. A template `page.html` means the nearest; `default/page.html` and
//! `builtin/page.html` name one layer, so that an override can extend what it replaces.

mod asset;
mod embedded;
mod fill;
mod pieces;
mod problem;
mod reach;
mod templates;
mod words;

#[cfg(test)]
mod tests;

pub use asset::Asset;
pub use embedded::FILES as EMBEDDED;
pub use words::Words;

use crate::diagnostic::{Checked, Code, Diagnostic, Place};
use crate::locale::Locale;
use crate::source::{Digest, Source, digest};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the theme that is compiled in.
pub const DEFAULT: &str = "default";

/// A file of a theme in the site's folder.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Inside the theme's folder: `templates/page.html`, `assets/site.css`, `strings/en.toml`.
    pub path: Arc<str>,
    /// What it holds.
    pub content: ThemeContent,
}

/// Templates and words are texts with positions; assets are bytes.
#[derive(Clone, Debug)]
pub enum ThemeContent {
    /// A template or a file of words.
    Text(Arc<Source>),
    /// An asset.
    Bytes(Arc<[u8]>),
}

/// The files of `themes/<name>`.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Name of the folder.
    pub name: Arc<str>,
    /// Its files, sorted by path.
    pub files: Vec<ThemeFile>,
}

/// A language that the theme needs words for.
#[derive(Clone, Debug)]
pub struct Tongue {
    /// Its key: `strings/<locale>.toml` is looked for first.
    pub locale: Locale,
    /// Its tag: then the words of the same tag, then those of its primary language.
    pub tag: Arc<str>,
}

/// A view that many pages share, made ready for templates once.
#[derive(Clone, Debug)]
pub struct Shared {
    value: tera::Value,
}

impl Shared {
    /// Makes a view ready.
    pub fn new(view: &impl Serialize) -> Shared {
        // Views are structs of strings, numbers and maps with string keys: Tera can hold all of them.
        Shared { value: tera::Value::try_from_serializable(view).unwrap_or_else(|_| tera::Value::none()) }
    }
}

/// A loaded theme. Rendering is pure: the same views give the same bytes.
#[derive(Clone)]
pub struct Theme {
    templates: templates::Templates,
    words: BTreeMap<Locale, Words>,
    assets: BTreeMap<Arc<str>, Asset>,
}

impl Theme {
    /// Loads a theme of its layers, the strongest first; the built-in files are always below them.
    ///
    /// # Errors (as diagnostics)
    /// Templates that Tera refuses (the next layer's is used then), variables that no template gets, words that are
    /// missing in a language or unknown, files that belong to no part of a theme.
    pub fn load(layers: &[Layer], tongues: &[Tongue]) -> Checked<Theme> {
        let mut diagnostics = Vec::new();
        for layer in layers {
            for file in &layer.files {
                diagnostics.extend(stray(layer, file));
            }
        }
        let templates = templates::Templates::load(layers).drain_into(&mut diagnostics);
        let words = words::load(layers, tongues).drain_into(&mut diagnostics);
        let assets = asset::collect(layers);
        Checked::new(Theme { templates, words, assets }, diagnostics)
    }

    /// Renders a template. `page` is any view with the fields that the template uses.
    ///
    /// # Errors
    /// A [`Code::TEMPLATE_ERROR`] at the place in the template, such as a field that its view does not have.
    #[allow(clippy::result_large_err)] // once a page at most, and then the build fails
    pub fn render(
        &self,
        template: &str,
        site: &Shared,
        nav: &Shared,
        page: &impl Serialize,
    ) -> Result<String, Diagnostic> {
        self.templates.render(template, site, nav, page)
    }

    /// Whether there is a template of that name.
    pub fn has_template(&self, name: &str) -> bool {
        self.templates.has(name)
    }

    /// The words of a language.
    pub fn words(&self, locale: &Locale) -> &Words {
        static NONE: Words = Words::EMPTY;
        self.words.get(locale).unwrap_or(&NONE)
    }

    /// All assets, by name.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values()
    }

    /// Names of the assets and where they are published, relative to the output's root; for `site.assets`.
    pub fn asset_paths(&self) -> BTreeMap<Arc<str>, Arc<str>> {
        self.assets.iter().map(|(name, asset)| (name.clone(), asset.published.clone())).collect()
    }

    /// The hash of all templates that a page of this one may come to use: part of the key under which rendered pages are
    /// kept. Words and addresses of assets reach pages through `site` and are no part of it.
    pub fn digest(&self, template: &str) -> Digest {
        self.templates.digest(template)
    }
}

/// A file that no part of a theme would read: a slip of the author's.
fn stray(layer: &Layer, file: &ThemeFile) -> Option<Diagnostic> {
    let path = &*file.path;
    let known = path.starts_with("assets/")
        || (path.starts_with("templates/") && path.ends_with(".html"))
        || (path.starts_with("strings/") && path.ends_with(".toml"))
        || path == "README.md";
    if known {
        return None;
    }
    let place = Place::File(format!("themes/{}/{path}", layer.name).into());
    Some(
        Diagnostic::new(Code::UNKNOWN_THEME_FILE, place, "this file is no part of a theme")
            .help("a theme has `templates/*.html`, `strings/<locale>.toml` and whatever lies in `assets/`"),
    )
}

/// The hash that goes into a published name: eight hexadecimal digits.
fn fingerprint(bytes: &[u8]) -> String {
    format!("{:08x}", digest(bytes) as u32)
}
