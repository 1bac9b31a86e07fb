//! Orders that readers expect: the book's, and each language's alphabet.

use crate::config::Language;
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use std::cmp::Ordering;

/// Compares titles as readers of a language expect: pinyin for Chinese, numbers by value.
pub struct Alphabet {
    collator: Option<CollatorBorrowed<'static>>,
}

impl Alphabet {
    /// The alphabet of a language's tag (CLDR root order for tags without data).
    pub fn new(language: &Language) -> Alphabet {
        let locale =
            language.tag.parse::<icu_locale_core::Locale>().unwrap_or(icu_locale_core::Locale::UNKNOWN);
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Alphabet { collator: Collator::try_new(preferences, CollatorOptions::default()).ok() }
    }

    /// Compares two titles.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        match &self.collator {
            Some(collator) => collator.compare(a, b).then_with(|| a.cmp(b)),
            None => a.cmp(b),
        }
    }
}
