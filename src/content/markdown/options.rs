//! What a site decides about its Markdown.

pub use crate::config::{HanLatinBreak, HtmlMode};
use crate::locale::Script;
use std::sync::Arc;

/// Everything besides the text that decides what becomes of a body: one value for each language of a site.
///
/// The same text with equal options gives the same body, so text and options together are the key of a memo.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// How the language is written.
    pub script: Script,
    /// The tag for phrases in Latin letters on a Chinese page (`en`); none leaves them unmarked.
    pub latin_phrases: Option<Arc<str>>,
    /// The tag for phrases in Han characters on other pages (`zh-Hans`); none leaves them unmarked.
    pub han_phrases: Option<Arc<str>>,
    /// What is done with raw HTML.
    pub html: HtmlMode,
    /// What a line break between Han and Latin becomes.
    pub han_latin_break: HanLatinBreak,
    /// Bounds.
    pub limits: Limits,
}

impl Options {
    /// The defaults for a script.
    pub fn new(script: Script) -> Options {
        Options {
            script,
            latin_phrases: None,
            han_phrases: None,
            html: HtmlMode::Escape,
            han_latin_break: HanLatinBreak::Space,
            limits: Limits::default(),
        }
    }
}

/// Bounds that keep a hostile or broken page from taking the build down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Bytes of one file.
    pub page_bytes: usize,
    /// Blocks within blocks.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { page_bytes: 2 << 20, nesting: 100 }
    }
}
