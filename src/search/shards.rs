//! Terms in order, cut into files of a few kilobytes, and the list of where each file begins.

use super::digits::{END, ENTRY, push_number};
use super::merge::{Posting, Term};

/// The shards of a language.
pub(super) struct Shards {
    /// What each holds.
    pub(super) bodies: Vec<String>,
    /// Where the shards of words begin, separated by spaces.
    pub(super) words: String,
    /// How many shards hold words; the rest hold grams.
    pub(super) word_count: usize,
    /// Where the shards of grams begin: for each the step from the last first character, doubled, and, if that is
    /// odd, the second character.
    pub(super) grams: String,
}

/// Most shards, more or less: the manifest says where each begins, and every reader fetches it. A second level of
/// manifests would keep shards small on larger sites, too, but every query would wait for one more answer.
const MOST: usize = 1_500;

/// Cuts terms (in order) into shards of about `size` characters, larger ones where they would be too many.
pub(super) fn cut(postings: &[Posting], size: usize) -> Shards {
    let whole: usize = postings.iter().map(|posting| posting.list.len() + 3).sum();
    let size = size.max(whole / MOST);
    let mut shards = Shards { bodies: Vec::new(), words: String::new(), word_count: 0, grams: String::new() };
    let words = postings.partition_point(|posting| matches!(posting.term, Term::Word(_)));
    cut_words(&mut shards, &postings[..words], size);
    shards.word_count = shards.bodies.len();
    cut_grams(&mut shards, &postings[words..], size);
    shards
}

fn cut_words(shards: &mut Shards, postings: &[Posting], size: usize) {
    let mut last = "";
    let mut body = String::new();
    for posting in postings {
        let Term::Word(word) = &posting.term else { continue };
        if body.len() > size {
            shards.bodies.push(std::mem::take(&mut body));
        }
        let shared = if body.is_empty() { 0 } else { shared_start(last, word) };
        if body.is_empty() {
            begin_words(shards, last, word);
        }
        body.push(ENTRY);
        push_number(&mut body, word[..shared].chars().map(char::len_utf16).sum::<usize>() as u32);
        body.push_str(&word[shared..]);
        body.push(END);
        body.push_str(&posting.list);
        last = word;
    }
    if !body.is_empty() {
        shards.bodies.push(body);
    }
}

/// The shortest start of a shard's first word that the word before it does not have.
fn begin_words(shards: &mut Shards, last: &str, first: &str) {
    if !shards.words.is_empty() {
        shards.words.push(' ');
    }
    let own = first[shared_start(last, first)..].chars().next().map_or(0, char::len_utf8);
    shards.words.push_str(&first[..shared_start(last, first) + own]);
}

/// Length of the common start of two words, in bytes, between characters.
fn shared_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// Shards of grams begin with a new first character where they can: that costs less in the manifest.
fn cut_grams(shards: &mut Shards, postings: &[Posting], size: usize) {
    let mut cutter = GramCutter { shards, body: String::new(), from: 0 };
    for group in postings.chunk_by(|a, b| first_of(a) == first_of(b)) {
        let length: usize = group.iter().map(|posting| posting.list.len() + 3).sum();
        if cutter.body.len() + length / 2 > size {
            cutter.end();
        }
        let mut open = false;
        for posting in group {
            let Term::Gram(first, second) = posting.term else { continue };
            if cutter.body.len() > size + size / 4 {
                cutter.end();
                open = false;
            }
            if cutter.body.is_empty() {
                cutter.begin(first, second.filter(|_| posting.term != group[0].term));
            }
            if !open {
                cutter.body.extend([ENTRY, first]);
                open = true;
            }
            cutter.body.extend(second);
            cutter.body.push_str(&posting.list);
        }
    }
    cutter.end();
}

fn first_of(posting: &Posting) -> Option<char> {
    match posting.term {
        Term::Gram(first, _) => Some(first),
        Term::Word(_) => None,
    }
}

struct GramCutter<'a> {
    shards: &'a mut Shards,
    body: String,
    from: u32,
}

impl GramCutter<'_> {
    fn begin(&mut self, first: char, second: Option<char>) {
        push_number(&mut self.shards.grams, (first as u32 - self.from) << 1 | u32::from(second.is_some()));
        if let Some(second) = second {
            push_number(&mut self.shards.grams, second as u32);
        }
        self.from = first as u32;
    }

    fn end(&mut self) {
        if !self.body.is_empty() {
            self.shards.bodies.push(std::mem::take(&mut self.body));
        }
    }
}
