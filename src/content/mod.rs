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
use crate::diagnostic::{Checked, Code, Findings};
use crate::locale::{Locale, Script};
use crate::source::{Digest, Source, SourceId, Span, digest};
use markdown::{Highlighter, Options};
use std::sync::Arc;

/// One content file, parsed: an entry in one language.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
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
    /// Hashes of what others read of it.
    pub facets: Facets,
}

/// What others read of a document, each part by its hash: who reads a part alone need not look again while its hash is
/// what it was. Equal under the same configuration only.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Facets {
    /// The source's path and text: all of it.
    pub whole: Digest,
    /// Path, front matter, and whether the document is broken: all that entries, relations and orders are made of.
    pub front: Digest,
    /// Path, whether it is a draft, and the origin that it says: all that the list of entries is made of, but for the
    /// places where it is said.
    pub roster: Digest,
    /// Path, and what front matter says apart from words: all that the layout of the book is made of, but for the places
    /// where it is said.
    pub facts: Digest,
    /// Path, title and labels: what names in double brackets and suggestions look through.
    pub names: Digest,
    /// Path, headings, and whether the document is broken: what links to its sections lead to.
    pub outline: Digest,
}

/// A document that was parsed, and what was noticed.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Parsed {
    /// The document.
    pub document: Arc<Document>,
    /// Its facets once more: read for all documents at each change, which is quick side by side.
    pub facets: Facets,
    /// What was noticed.
    pub findings: Findings,
}

impl From<Checked<Document>> for Parsed {
    fn from(checked: Checked<Document>) -> Parsed {
        let facets = checked.value.facets;
        Parsed { document: Arc::new(checked.value), facets, findings: Findings::from(checked.diagnostics) }
    }
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
        facets: Facets::default(),
    };
    let mut front_text = &*source.text;
    match front_matter::split(source) {
        Err(finding) => {
            diagnostics.push(finding);
            document.is_broken = true;
        }
        Ok(split) => {
            let (front, found) = front_matter::read(source, split.front, document.key.collection, config);
            document.front = front;
            diagnostics.extend(found);
            front_text = &source.text[..split.body.start];
            let options = options(config, &document.locale, untrusted);
            let body = markdown::parse(source, split.body, &options, highlighter);
            document.body = body.drain_into(&mut diagnostics);
            document.is_broken = diagnostics.iter().any(|finding| LEAVES_A_GAP.contains(&finding.code));
        }
    }
    document.facets = facets(&document, source.hash, front_text);
    Checked::new(document, diagnostics)
}

fn facets(document: &Document, whole: Digest, front_text: &str) -> Facets {
    fn words(labels: &[crate::source::Spanned<String>]) -> Vec<&str> {
        labels.iter().map(|label| label.value.as_str()).collect()
    }
    let (path, front) = (&*document.path, &document.front);
    let headings: Vec<_> = document.body.headings.iter().map(|h| (&h.id, &h.was)).collect();
    Facets {
        whole,
        front: digest(&(path, document.is_broken, front_text)),
        roster: digest(&(path, front.draft, front.neutral.origin.as_ref().map(|origin| &origin.value))),
        facts: facts(document),
        names: digest(&(path, &front.title, words(&front.alt_labels), words(&front.hidden_labels))),
        outline: digest(&(path, document.is_broken, headings, &document.body.swallowed)),
    }
}

fn facts(document: &Document) -> Digest {
    fn values(fields: &[crate::source::Spanned<String>]) -> Vec<&str> {
        fields.iter().map(|field| field.value.as_str()).collect()
    }
    let (front, neutral) = (&document.front, &document.front.neutral);
    let one = [&neutral.origin, &neutral.group, &neutral.kind];
    let one = one.map(|field| field.as_ref().map(|field| field.value.as_str()));
    let lists = [
        &neutral.aliases,
        &neutral.skills,
        &neutral.optional_skills,
        &neutral.moves,
        &neutral.requires,
        &neutral.related,
        &neutral.broader,
        &neutral.roles,
    ];
    let fields: Vec<_> = front.neutral_fields.iter().map(|f| (&f.name, &f.value)).collect();
    let notes: Vec<&str> = front.move_notes.iter().map(|(target, _)| target.value.as_str()).collect();
    let said = (one, lists.map(|list| values(list)), fields, notes);
    digest(&(&*document.path, document.is_broken, front.draft, said))
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
