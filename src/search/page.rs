//! What the search sees of a page, and what it makes of one page alone.

use super::Lexicon;
use super::parts::{Part, parts};
use super::spoken::{Spoken, spoken};
use super::term::{Key, Table, gram_key, word_key};
use super::tokens::{Sink, Tokeniser};
use crate::source::{Digest, digest};
use serde::{Deserialize, Serialize};

/// One page in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Page<'a> {
    /// Its address below the root of the site: `zh/roles/data-engineer/`.
    pub url: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its titles in the other languages: searched like the title, and shown.
    pub other_titles: Vec<&'a str>,
    /// Its other names, in any language: searched like the title.
    pub labels: Vec<&'a str>,
    /// Names that are searched and never shown.
    pub hidden_labels: Vec<&'a str>,
    /// One sentence.
    pub summary: &'a str,
    /// Where it belongs, as an index into the language's collections.
    pub collection: u16,
    /// What stands above it: the title of its part or group.
    pub group: &'a str,
    /// The tag of the language of its text, where that is not the language of the index (a fallback page).
    pub lang: &'a str,
    /// The entries it is about, by their pages' places in the list: the facet "about this role or skill".
    pub about: Vec<u32>,
    /// Its text, in order; the first may have no heading.
    pub sections: Vec<Section<'a>>,
}

impl Page<'_> {
    /// The hash of all that [`terms`] reads of the page.
    pub fn key(&self, scale: Scale) -> Digest {
        let names = (self.title, &self.other_titles, &self.labels, &self.hidden_labels);
        digest(&(names, self.summary, &self.sections, scale))
    }
}

/// A heading and the text below it, up to the next heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Section<'a> {
    /// The id of the heading; empty for text before the first one.
    pub id: &'a str,
    /// Its words.
    pub heading: &'a str,
    /// The plain text; paragraphs are lines.
    pub text: &'a str,
}

/// What has to be known of all pages of a language before one can be read: rounded, so that an edit seldom moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scale {
    /// Length of a middling page, in bytes of text.
    pub(super) page: u32,
    /// Largest part of a page that is fetched as one text, in bytes.
    pub(super) part: u32,
}

impl Scale {
    /// The scale of a language's pages, from the lengths of their texts in bytes.
    pub fn of(lengths: impl Iterator<Item = usize>) -> Scale {
        let (mut pages, mut bytes) = (0usize, 0usize);
        for length in lengths {
            pages += 1;
            bytes += length;
        }
        let average = (bytes / pages.max(1)).max(200) as f64;
        let page = 2f64.powf((average.log2() * 2.0).round() / 2.0) as u32;
        // Small sites can afford small texts; large ones would drown in files.
        let part = match bytes {
            0..4_000_000 => 2_400,
            4_000_000..16_000_000 => 3_600,
            _ => 6_000,
        };
        Scale { page, part }
    }

    #[doc(hidden)]
    pub fn with_part(self, part: u32) -> Scale {
        Scale { part, ..self }
    }
}

/// The numbers behind the weights of terms.
pub(super) mod weight {
    pub const HEADING: f32 = 2.5;
    /// What all terms of a heading get beyond that, together.
    pub const WHOLE_HEADING: f32 = 8.0;
    pub const SUMMARY: f32 = 2.0;
    /// A pair of characters that belongs to two words.
    pub const ACROSS: f32 = 0.3;
    /// Where the weight of a term in a page is half of the most.
    pub const HALF: f32 = 1.8;
    /// How much the length of a page counts.
    pub const LENGTH: f32 = 0.65;
    /// Labels and titles of other languages against the title.
    pub const OTHER_TITLE: f32 = 0.9;
}

/// The terms of one page: each once, with its weight and the part of the page where it is strongest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Terms {
    /// Ascending.
    pub(super) keys: Vec<Key>,
    /// Weight (4 bits) and whether the term is in a title (the lowest bit), by key.
    pub(super) codes: Vec<u8>,
    /// Part of the page, by key.
    pub(super) parts: Vec<u8>,
    /// The words among the terms, ascending by key, as ranges of `letters`.
    pub(super) words: Vec<(Key, u32)>,
    pub(super) letters: String,
    /// Number of parts.
    pub(super) part_count: u8,
    /// Readings of its titles and headings.
    pub(super) spoken: Vec<Spoken>,
}

impl Terms {
    /// The letters of a word that the page holds.
    pub(super) fn word(&self, key: Key) -> &str {
        let at = self.words.partition_point(|(k, _)| *k < key);
        let Some((_, start)) = self.words.get(at) else { return "" };
        let rest = &self.letters[*start as usize..];
        &rest[..rest.find('\n').unwrap_or(rest.len())]
    }
}

/// The terms of a page. A pure function of its arguments: keep the result by [`Page::key`].
pub fn terms(page: &Page<'_>, scale: Scale, lexicon: &Lexicon) -> Terms {
    let parts = parts(page, scale);
    let mut reader = Reader { tokeniser: Tokeniser::new(lexicon), table: Table::default() };
    reader.names(page);
    reader.read(page.summary, Field::Summary);
    for (n, part) in parts.iter().enumerate() {
        reader.table.begin_part(n as u8);
        reader.part(page, part);
    }
    let length = page.sections.iter().map(|s| s.text.len()).sum::<usize>() as f32 / scale.page as f32;
    let mut terms = reader.table.finish(length);
    terms.part_count = parts.len().min(255) as u8;
    terms.spoken = spoken(page, &parts, lexicon);
    terms
}

struct Reader<'a> {
    tokeniser: Tokeniser<'a>,
    table: Table,
}

impl Reader<'_> {
    fn read(&mut self, text: &str, field: Field) {
        self.tokeniser.read(text, &mut Count { table: &mut self.table, field });
    }

    fn part(&mut self, page: &Page<'_>, part: &Part) {
        for piece in &part.pieces {
            let section = &page.sections[piece.section];
            if piece.text.start == 0 {
                self.heading(section.heading);
            }
            self.read(&section.text[piece.text.clone()], Field::Body);
        }
    }

    /// A heading of few words says more with each of them.
    fn heading(&mut self, heading: &str) {
        let entries = self.name(heading);
        let whole: f32 = entries.iter().map(|(_, weight)| weight).sum();
        for (entry, weight) in entries {
            self.table.heading(entry, weight::HEADING + weight::WHOLE_HEADING * weight / whole);
        }
    }

    fn name(&mut self, name: &str) -> Vec<(usize, f32)> {
        let mut list = Names { table: &mut self.table, entries: Vec::new() };
        self.tokeniser.read(name, &mut list);
        list.entries
    }

    /// Title, labels and other titles: of each term its share of the name that it is most of.
    fn names(&mut self, page: &Page<'_>) {
        let others = page.other_titles.iter().chain(&page.labels).chain(&page.hidden_labels);
        for (name, factor) in
            [(&page.title, 1.0)].into_iter().chain(others.map(|name| (name, weight::OTHER_TITLE)))
        {
            let entries = self.name(name);
            let whole: f32 = entries.iter().map(|(_, weight)| weight).sum();
            for (entry, weight) in entries {
                self.table.share(entry, factor * weight / whole);
            }
        }
    }
}

/// Running text, by where it stands.
#[derive(Clone, Copy)]
enum Field {
    Summary,
    Body,
}

struct Count<'a> {
    table: &'a mut Table,
    field: Field,
}

impl Count<'_> {
    #[inline]
    fn add(&mut self, entry: usize, times: f32) {
        match self.field {
            Field::Body => self.table.body(entry, times),
            Field::Summary => self.table.heading(entry, times * weight::SUMMARY),
        }
    }
}

impl Sink for Count<'_> {
    #[inline]
    fn gram(&mut self, first: char, second: Option<char>, inside: bool) {
        let entry = self.table.entry(gram_key(first, second));
        self.add(entry, if inside { 1.0 } else { weight::ACROSS });
    }

    #[inline]
    fn word(&mut self, word: &str) {
        let entry = self.table.word_entry(word_key(word), word);
        self.add(entry, 1.0);
    }
}

struct Names<'a> {
    table: &'a mut Table,
    entries: Vec<(usize, f32)>,
}

impl Sink for Names<'_> {
    fn gram(&mut self, first: char, second: Option<char>, _: bool) {
        self.entries.push((self.table.entry(gram_key(first, second)), 1.0));
    }

    fn word(&mut self, word: &str) {
        let weight = if is_small(word) { 0.2 } else { 1.0 };
        self.entries.push((self.table.word_entry(word_key(word), word), weight));
    }
}

/// Words that make no title.
fn is_small(word: &str) -> bool {
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"]
        .contains(&word)
}
