//! The files of a language's index: which there are, and what is in each.

use super::digits::{END, push_number};
use super::merge::{Posting, Term, merge};
use super::page::{Page, Scale, Terms};
use super::parts::parts;
use super::readings::readings;
use super::shards::{Shards, cut};
use super::{Lexicon, texts};
use crate::source::{Digest, digest};
use std::collections::{BTreeMap, BTreeSet};

/// What all pages of a language share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Language {
    /// Its key, as in addresses.
    pub locale: String,
    /// Its BCP 47 tag.
    pub tag: String,
    /// The site's other languages: key, tag, and name as this language calls it.
    pub others: Vec<(String, String, String)>,
    /// Its collections in the order of [`Page::collection`]: key (`roles`) and name (岗位).
    pub collections: Vec<(String, String)>,
    /// The words of the search's interface, by key: the table `search` of the theme's words.
    pub strings: Vec<(String, String)>,
}

/// A page with what was made of it.
#[derive(Clone, Copy)]
pub struct Indexed<'a> {
    /// The page.
    pub page: &'a Page<'a>,
    /// What [`super::terms`] said of it.
    pub terms: &'a Terms,
    /// The hash of the page.
    pub digest: Digest,
}

/// Raised when the files change their form, so that no client reads a form that it does not know.
const FORM: u32 = 3;
/// Characters in a shard.
const SHARD: usize = 5_000;
/// Most files of texts: above, several parts share one, as many hosts take no more than 20,000 files.
const TEXTS: u32 = 5_000;

/// The index of one language, ready to be written.
pub struct Index<'a> {
    language: &'a Language,
    pages: &'a [Indexed<'a>],
    scale: Scale,
    /// Where all files but the manifest lie, and the part of it that is in the manifest.
    folder: String,
    hash: String,
    first_parts: Vec<u32>,
    shards: Shards,
    /// Small files by name: vocabularies, readings, facets.
    lists: BTreeMap<String, String>,
    variants: String,
}

/// One file of an index, not yet made.
#[derive(Clone, Debug)]
pub struct IndexFile {
    /// Below the root of the site.
    pub path: String,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Manifest,
    Shard(usize),
    /// From a part on as many as share a file.
    Texts(u32),
    List(String),
}

impl<'a> Index<'a> {
    /// Merges a language's pages. They come in the order of their collections; their places are their numbers.
    pub fn new(
        language: &'a Language,
        pages: &'a [Indexed<'a>],
        scale: Scale,
        lexicon: &Lexicon,
    ) -> Index<'a> {
        let mut first_parts = Vec::with_capacity(pages.len() + 1);
        let mut next = 0;
        for page in pages {
            first_parts.push(next);
            next += u32::from(page.terms.part_count);
        }
        first_parts.push(next);
        let terms: Vec<&Terms> = pages.iter().map(|page| page.terms).collect();
        let postings = merge(&terms, &first_parts);
        let digests: Vec<Digest> = pages.iter().map(|page| page.digest).collect();
        let hash = format!("{:032x}", digest(&(FORM, scale, SHARD, &digests)))[..10].to_owned();
        let folder = format!("assets/search/{}-{hash}/", language.locale);
        let shards = cut(&postings, SHARD);
        let mut lists = vocabularies(&postings);
        lists.extend(related(pages));
        lists.extend(readings(&terms, &first_parts));
        let variants = variants(&postings, lexicon);
        Index { language, pages, scale, folder, hash, first_parts, shards, lists, variants }
    }

    /// The files, in a fixed order.
    pub fn files(&self) -> Vec<IndexFile> {
        let mut files =
            vec![IndexFile { path: manifest_path(&self.language.locale), content: Content::Manifest }];
        let mut push = |name: String, content| {
            files.push(IndexFile { path: format!("{}{name}.js", self.folder), content })
        };
        for shard in 0..self.shards.bodies.len() {
            push(format!("t{shard}"), Content::Shard(shard));
        }
        for first in (0..self.part_count()).step_by(self.parts_a_text() as usize) {
            push(format!("d{}", first / self.parts_a_text()), Content::Texts(first));
        }
        for name in self.lists.keys() {
            push(name.clone(), Content::List(name.clone()));
        }
        files
    }

    fn part_count(&self) -> u32 {
        self.first_parts.last().copied().unwrap_or(0)
    }

    /// How many parts share a file.
    fn parts_a_text(&self) -> u32 {
        self.part_count().div_ceil(TEXTS).max(1)
    }

    /// The text of a part, by its number among those of all pages.
    fn text(&self, number: u32) -> String {
        let page = self.first_parts.partition_point(|first| *first <= number) - 1;
        let part = (number - self.first_parts[page]) as usize;
        let page = self.pages[page].page;
        parts(page, self.scale).get(part).map(|p| texts::record(page, p, part == 0)).unwrap_or_default()
    }

    fn texts(&self, first: u32) -> String {
        let last = (first + self.parts_a_text()).min(self.part_count());
        (first..last).map(|number| self.text(number)).collect::<Vec<_>>().join(texts::BETWEEN)
    }

    /// The bytes of one of [`Index::files`].
    pub fn file(&self, file: &IndexFile) -> Vec<u8> {
        let locale = &self.language.locale;
        match &file.content {
            Content::Manifest => self.manifest(),
            Content::Shard(n) => texts::call(&format!("{locale}/t{n}"), &self.shards.bodies[*n]),
            Content::Texts(first) => {
                let name = format!("{locale}/d{}", first / self.parts_a_text());
                texts::call(&name, &self.texts(*first))
            }
            Content::List(name) => {
                texts::call(&format!("{locale}/{name}"), self.lists.get(name).map_or("", String::as_str))
            }
        }
    }

    fn manifest(&self) -> Vec<u8> {
        let mut parts = String::new();
        for page in self.pages {
            push_number(&mut parts, u32::from(page.terms.part_count));
        }
        let mut ends = vec![0usize; self.language.collections.len()];
        for page in self.pages {
            if let Some(end) = ends.get_mut(usize::from(page.page.collection)) {
                *end += 1;
            }
        }
        let named = |prefix: char| -> String {
            self.lists.keys().filter_map(|name| name.strip_prefix(prefix)).collect()
        };
        let collections = self.language.collections.iter().zip(ends);
        let collections: Vec<_> = collections.map(|((key, name), count)| (key, name, count)).collect();
        let mut entries = String::new();
        push_steps(&mut entries, entry_pages(self.pages).keys().copied());
        let other = |(locale, tag, name): &(String, String, String)| serde_json::json!({ "locale": locale, "tag": tag, "name": name });
        let json = serde_json::json!({
            "tag": self.language.tag,
            "others": self.language.others.iter().map(other).collect::<Vec<_>>(),
            "entries": entries,
            "form": FORM,
            "dir": format!("{}-{}", self.language.locale, self.hash),
            "parts": parts,
            "texts": self.parts_a_text(),
            "words": self.shards.words,
            "wordShards": self.shards.word_count,
            "grams": self.shards.grams,
            "kinds": collections,
            "vocabularies": named('v'),
            "readings": named('p'),
            "variants": self.variants,
            "strings": self.language.strings.iter().cloned().collect::<BTreeMap<_, _>>(),
        });
        texts::call(&self.language.locale, &json.to_string())
    }
}

/// Where the manifest of a language is: the one address that does not change with its content.
pub fn manifest_path(locale: &str) -> String {
    format!("assets/search/{locale}.js")
}

/// Ascending numbers, each as the step from the one before.
fn push_steps(out: &mut String, numbers: impl Iterator<Item = u32>) {
    let mut last = 0;
    for number in numbers {
        push_number(out, number - last);
        last = number;
    }
}

/// For each page of an entry that others are about: itself, those others, and what it is about in turn.
fn entry_pages(pages: &[Indexed<'_>]) -> BTreeMap<u32, BTreeSet<u32>> {
    let about = || {
        let known = |entry: &&u32| (**entry as usize) < pages.len();
        let of = move |(page, indexed): (usize, &Indexed<'_>)| {
            indexed.page.about.iter().filter(known).map(|entry| (page as u32, *entry)).collect::<Vec<_>>()
        };
        pages.iter().enumerate().flat_map(of)
    };
    let mut entries: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (page, entry) in about() {
        entries.entry(entry).or_insert_with(|| BTreeSet::from([entry])).insert(page);
    }
    for (page, entry) in about() {
        if let Some(related) = entries.get_mut(&page) {
            related.insert(entry);
        }
    }
    entries
}

/// The pages about each entry, a line an entry, 32 in a file.
fn related(pages: &[Indexed<'_>]) -> BTreeMap<String, String> {
    let mut lists: BTreeMap<String, String> = BTreeMap::new();
    for (n, about) in entry_pages(pages).into_values().enumerate() {
        let list = lists.entry(format!("r{}", n / 32)).or_default();
        push_steps(list, about.into_iter());
        list.push('\n');
    }
    lists
}

/// The words that a mistyped one may have been meant for, by first letter. With each come the best of its pages, so
/// that a slip costs no further request.
fn vocabularies(postings: &[Posting]) -> BTreeMap<String, String> {
    let mut lists: BTreeMap<String, String> = BTreeMap::new();
    for posting in postings {
        let Term::Word(word) = &posting.term else { break };
        let known = posting.pages > 1 || posting.is_titled;
        if known && (3..=20).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()) {
            let list = lists.entry(format!("v{}", &word[..1])).or_default();
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(&word[1..]);
            list.push(END);
            list.push_str(&posting.best);
        }
    }
    lists
}

/// Traditional characters whose Simplified form the site holds, and those forms: of both the step from the pair
/// before, that of the second doubled and, where it goes back, less one. Most characters come in the same order in
/// both, so the steps are short.
fn variants(postings: &[Posting], lexicon: &Lexicon) -> String {
    let mut held = BTreeSet::new();
    for posting in postings {
        if let Term::Gram(first, second) = posting.term {
            held.insert(first);
            held.extend(second);
        }
    }
    let mut out = String::new();
    let mut last = (0, 0);
    for (from, to) in lexicon.pairs().filter(|(_, to)| held.contains(to)) {
        let pair = (from as u32, to as u32);
        push_number(&mut out, pair.0 - last.0);
        push_number(
            &mut out,
            if pair.1 < last.1 { (last.1 - pair.1) * 2 - 1 } else { (pair.1 - last.1) * 2 },
        );
        last = pair;
    }
    out
}
