//! The terms of all pages of a language, merged: for each term the pages that hold it.

use super::digits::{CUT, push_number};
use super::page::Terms;
use super::term::{Key, gram_of};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::ops::Range;

/// Longest list of pages that is kept whole; of a longer one the best stay.
const LONGEST: usize = 1_500;
/// Most pages of a title's word that are told beside it in the vocabulary, and of another word.
const MOST_TITLED: usize = 10;
const MOST_OTHERS: usize = 2;
/// Keys fall into this many heaps of about the same size.
const HEAPS: u64 = 64;

/// A term of the language and its pages, as they stand in a shard.
pub(super) struct Posting {
    pub(super) term: Term,
    /// How many pages hold it.
    pub(super) pages: u32,
    /// The best of the pages that have it in a title, or else of all, encoded; empty if it is a gram.
    pub(super) best: String,
    /// Whether a title holds it.
    pub(super) is_titled: bool,
    /// Encoded.
    pub(super) list: String,
}

/// What is looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Term {
    Word(Box<str>),
    Gram(char, Option<char>),
}

impl Ord for Term {
    /// Words before grams, each in the order in which JavaScript compares strings.
    fn cmp(&self, other: &Term) -> Ordering {
        match (self, other) {
            (Term::Word(a), Term::Word(b)) if a.is_ascii() && b.is_ascii() => a.cmp(b),
            (Term::Word(a), Term::Word(b)) => a.encode_utf16().cmp(b.encode_utf16()),
            (Term::Word(_), Term::Gram(..)) => Ordering::Less,
            (Term::Gram(..), Term::Word(_)) => Ordering::Greater,
            (Term::Gram(a, b), Term::Gram(c, d)) => (a, b).cmp(&(c, d)),
        }
    }
}

impl PartialOrd for Term {
    fn partial_cmp(&self, other: &Term) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// All terms in order. `first_parts` are the numbers of the pages' first parts.
pub(super) fn merge(pages: &[&Terms], first_parts: &[u32]) -> Vec<Posting> {
    let heaps: Vec<Vec<Posting>> =
        (0..HEAPS).into_par_iter().map(|heap| merge_heap(heap, pages, first_parts)).collect();
    let mut postings: Vec<Posting> = heaps.into_iter().flatten().collect();
    postings.par_sort_unstable_by(|a, b| a.term.cmp(&b.term));
    postings
}

fn merge_heap(heap: u64, pages: &[&Terms], first_parts: &[u32]) -> Vec<Posting> {
    let ranges: Vec<Range<usize>> = pages.iter().map(|page| range_of(heap, &page.keys)).collect();
    let mut found = Lists::new(ranges.iter().map(Range::len).sum());
    for (page, range) in pages.iter().zip(&ranges) {
        for key in &page.keys[range.clone()] {
            found.count(*key);
        }
    }
    found.lay_out();
    for (n, (page, range)) in pages.iter().zip(&ranges).enumerate() {
        for at in range.clone() {
            let part = first_parts[n] + u32::from(page.parts[at]);
            found.add(page.keys[at], Place { page: n as u32, part, code: page.codes[at] });
        }
    }
    found
        .lists
        .iter()
        .map(|list| posting(list.key, &found.places[list.start as usize..list.end as usize], pages))
        .collect()
}

/// Where the keys of a heap stand in ascending keys.
fn range_of(heap: u64, keys: &[Key]) -> Range<usize> {
    let shift = 64 - HEAPS.trailing_zeros();
    let start = keys.partition_point(|key| key >> shift < heap);
    start..start + keys[start..].partition_point(|key| key >> shift == heap)
}

/// A page that holds a term.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) page: u32,
    pub(super) part: u32,
    pub(super) code: u8,
}

#[derive(Clone, Copy)]
struct List {
    key: Key,
    start: u32,
    /// While counting the length, while filling the next free place.
    end: u32,
}

/// Lists of places by key, in one piece of memory.
struct Lists {
    slots: Vec<u32>,
    lists: Vec<List>,
    places: Vec<Place>,
}

impl Lists {
    fn new(most: usize) -> Lists {
        Lists {
            slots: vec![0; (most * 2).next_power_of_two().max(16)],
            lists: Vec::new(),
            places: Vec::new(),
        }
    }

    /// The slot of a key: its list's number from 1, or 0.
    #[inline]
    fn slot(&self, key: Key) -> usize {
        let mut at = (key >> 1) as usize & (self.slots.len() - 1);
        while self.slots[at] != 0 && self.lists[self.slots[at] as usize - 1].key != key {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }

    #[inline]
    fn count(&mut self, key: Key) {
        let at = self.slot(key);
        if self.slots[at] == 0 {
            self.lists.push(List { key, start: 0, end: 0 });
            self.slots[at] = self.lists.len() as u32;
        }
        self.lists[self.slots[at] as usize - 1].end += 1;
    }

    fn lay_out(&mut self) {
        let mut next = 0;
        for list in &mut self.lists {
            let length = list.end;
            (list.start, list.end) = (next, next);
            next += length;
        }
        self.places = vec![Place::default(); next as usize];
    }

    #[inline]
    fn add(&mut self, key: Key, place: Place) {
        let list = self.slots[self.slot(key)] as usize - 1;
        self.places[self.lists[list].end as usize] = place;
        self.lists[list].end += 1;
    }
}

fn posting(key: Key, places: &[Place], pages: &[&Terms]) -> Posting {
    let term = match gram_of(key) {
        Some((first, second)) => Term::Gram(first, second),
        None => Term::Word(pages[places[0].page as usize].word(key).into()),
    };
    let is_titled = places.iter().any(|place| place.code & 1 == 1);
    let best = match term {
        Term::Word(_) if is_titled => encode_best(places, |place| place.code & 1 == 1, MOST_TITLED),
        Term::Word(_) => encode_best(places, |_| true, MOST_OTHERS),
        Term::Gram(..) => String::new(),
    };
    Posting { term, pages: places.len() as u32, best, is_titled, list: encode(places, LONGEST) }
}

/// `(part − part before − 1) · 32 + code` for each page, after the number of pages if some were left out.
pub(super) fn encode(places: &[Place], most: usize) -> String {
    if places.len() > most {
        return encode_best(places, |_| true, most);
    }
    let mut list = String::with_capacity(places.len() * 2);
    push_places(&mut list, places.iter());
    list
}

/// The best of the places that are `wanted`, as a list that was cut.
fn encode_best(places: &[Place], wanted: impl Fn(&Place) -> bool, most: usize) -> String {
    let mut best: Vec<&Place> = places.iter().filter(|place| wanted(place)).collect();
    best.sort_by_key(|place| (std::cmp::Reverse((place.code & 1, place.code)), place.part));
    best.truncate(most);
    best.sort_by_key(|place| place.part);
    let mut list = String::from(CUT);
    push_number(&mut list, places.len() as u32);
    push_places(&mut list, best.into_iter());
    list
}

fn push_places<'a>(list: &mut String, places: impl Iterator<Item = &'a Place>) {
    let mut next = 0;
    for place in places {
        push_number(list, (place.part - next) << 5 | u32::from(place.code));
        next = place.part + 1;
    }
}
