//! Languages of a site: the short key in file names and addresses, and the tag that browsers read.

use std::fmt;
use std::sync::Arc;

/// A language's key, as in `site.toml` `[languages.zh]`, in file names and in addresses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Locale(Arc<str>);

impl Locale {
    /// A locale by its key.
    pub fn new(key: &str) -> Locale {
        Locale(key.into())
    }

    /// Whether a key is of the form that addresses allow: `zh`, `en`, `pt-br`.
    pub fn is_valid_key(key: &str) -> bool {
        let first = key.split('-').next().unwrap_or("");
        (2..=3).contains(&first.len())
            && key.len() <= 20
            && key.split('-').all(|part| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            })
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a language is written, as far as typography and Markdown care: chosen by its tag, never by its key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Script {
    /// Chinese: full-width punctuation, no spaces between words, “ ” — … wide.
    Chinese,
    /// Everything else that we know nothing special of.
    Other,
}

impl Script {
    /// The script of a BCP 47 tag such as `zh-Hans` or `en`.
    pub fn of_tag(tag: &str) -> Script {
        let primary = tag.split('-').next().unwrap_or("");
        if ["zh", "yue", "wuu", "hak", "nan", "lzh"].iter().any(|t| primary.eq_ignore_ascii_case(t)) {
            Script::Chinese
        } else {
            Script::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_and_plain() {
        assert!(["zh", "en", "pt-br", "zh-hant"].iter().all(|k| Locale::is_valid_key(k)));
        assert!(["", "z", "ZH", "zh_hans", "en-", "english"].iter().all(|k| !Locale::is_valid_key(k)));
    }

    #[test]
    fn the_tag_decides_the_script() {
        assert_eq!(Script::of_tag("zh-Hans"), Script::Chinese);
        assert_eq!(Script::of_tag("en"), Script::Other);
    }
}
