//! One source to one document: its path, its front matter, its body.

pub mod asset;
pub mod bibliography;
pub mod body;
pub mod front_matter;
pub mod markdown;
mod path;

pub use bibliography::{Bibliography, Work};
pub use body::Body;
pub use front_matter::{FrontMatter, Neutral};
pub use path::{
    CONTENT, Collection, ContentPath, EntryKey, RESERVED_PAGES, intended_slug, is_asset_name, read_path,
};

use crate::config::{Config, HtmlMode};
use crate::diagnostic::{Checked, Code};
use crate::locale::{Locale, Script};
use crate::source::{Digest, Source, SourceId, Span, digest};
use markdown::{Highlighter, Options};
use std::sync::Arc;

/// One content file, parsed: an entry in one language.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    /// The text that it was made of.
    pub source: SourceId,
    /// Where that text lies.
    pub path: Arc<str>,
    /// The entry that it is a part of.
    pub key: EntryKey,
    /// Its language.
    pub locale: Locale,
    /// Its metadata.
    pub front: FrontMatter,
    /// Its text, rendered but for the holes.
    pub body: Body,
    /// Something of it could not be read, which is told: what is missing in it may have been said.
    pub is_broken: bool,
    /// Hash of all that links in other documents can see of this one: path, names, headings.
    pub outline: Digest,
    /// Hash of the source's path and text: with the same configuration, equal documents have equal hashes.
    pub hash: Digest,
}

impl Document {
    /// The first byte of the file: where findings about the whole of it stand.
    pub fn head(&self) -> Span {
        self.front.title_span.unwrap_or(Span::new(self.source, 0..0))
    }
}

/// After these, not all that front matter and body say is known.
const LEAVES_A_GAP: [Code; 6] = [
    Code::BAD_TOML,
    Code::WRONG_TYPE,
    Code::BAD_VALUE,
    Code::FILE_TOO_LARGE,
    Code::NESTING_TOO_DEEP,
    Code::CONTROL_CHARACTER,
];

/// Parses one content file. Never fails: what cannot be read is left out and told.
pub fn parse(
    source: &Source,
    key: EntryKey,
    locale: Locale,
    config: &Config,
    untrusted: bool,
    highlighter: &Highlighter,
) -> Checked<Document> {
    let mut diagnostics = Vec::new();
    let mut document = Document {
        source: source.id,
        path: source.path.clone(),
        key,
        locale,
        front: FrontMatter::default(),
        body: Body::default(),
        is_broken: false,
        outline: 0,
        hash: source.hash,
    };
    match front_matter::split(source) {
        Err(finding) => {
            diagnostics.push(finding);
            document.is_broken = true;
        }
        Ok(split) => {
            let (front, found) = front_matter::read(source, split.front, document.key.collection, config);
            document.front = front;
            diagnostics.extend(found);
            let options = options(config, &document.locale, untrusted);
            let body = markdown::parse(source, split.body, &options, highlighter);
            document.body = body.drain_into(&mut diagnostics);
            document.is_broken = diagnostics.iter().any(|finding| LEAVES_A_GAP.contains(&finding.code));
        }
    }
    document.outline = outline(&document);
    Checked::new(document, diagnostics)
}

fn outline(document: &Document) -> Digest {
    fn words(labels: &[crate::source::Spanned<String>]) -> Vec<&str> {
        labels.iter().map(|label| label.value.as_str()).collect()
    }
    let front = &document.front;
    let headings: Vec<_> = document.body.headings.iter().map(|h| (&h.id, &h.was)).collect();
    let labels = (words(&front.alt_labels), words(&front.hidden_labels));
    let swallowed = &document.body.swallowed;
    digest(&(&*document.path, document.is_broken, &front.title, labels, headings, swallowed))
}

/// Hash of everything in the configuration that [`parse`] reads.
pub fn settings_hash(config: &Config, untrusted: bool) -> Digest {
    let languages: Vec<_> =
        config.languages.iter().map(|language| (&language.locale, &language.tag)).collect();
    digest(&(languages, &config.markdown, &config.limits, untrusted, config.default_language))
}

/// What a site decides about the Markdown of one of its languages. `untrusted` forces raw HTML to be text.
fn options(config: &Config, locale: &Locale, untrusted: bool) -> Options {
    let script = config.language(locale).map_or(Script::Other, |language| language.script);
    let first_tag = |wanted: Script| {
        let mut others = config.languages.iter().filter(|language| language.locale != *locale);
        others.find(|language| language.script == wanted).map(|language| Arc::from(language.tag.as_str()))
    };
    Options {
        script,
        latin_phrases: first_tag(Script::Other).filter(|_| script == Script::Chinese),
        han_phrases: first_tag(Script::Chinese).filter(|_| script == Script::Other),
        html: if untrusted { HtmlMode::Escape } else { config.markdown.html },
        han_latin_break: config.markdown.han_latin_break,
        limits: markdown::Limits {
            page_bytes: config.limits.page_bytes as usize,
            nesting: config.limits.nesting as usize,
        },
    }
}
