//! The terms of a page while it is read: a table from keys to counts.

use super::page::{Terms, weight};

/// Stands for a term: exact for grams, a hash for words. Two words of one site meet by chance about once in
/// 10⁸ sites of 400,000 words, and would then be found together.
pub(super) type Key = u64;

const ODD: u64 = 0x4F1B_BCDC_BFA5_3E0B; // odd, so multiplying by it can be undone (modulo 2⁶³)
const MASK: u64 = u64::MAX >> 1;

/// The key of two characters or of one.
#[inline]
pub(super) fn gram_key(first: char, second: Option<char>) -> Key {
    let plain = u64::from(first as u32) << 21 | second.map_or(0, |c| u64::from(c as u32));
    (plain.wrapping_mul(ODD) & MASK) << 1 | 1
}

/// The characters of a key, if it is a gram's.
pub(super) fn gram_of(key: Key) -> Option<(char, Option<char>)> {
    if key & 1 == 0 {
        return None;
    }
    let plain = (key >> 1).wrapping_mul(inverse(ODD)) & MASK;
    let character = |bits: u64| char::from_u32((bits & 0x1F_FFFF) as u32);
    Some((character(plain >> 21)?, character(plain).filter(|c| *c != '\0')))
}

/// What undoes a multiplication by an odd number modulo a power of two (Newton's steps double the right bits).
fn inverse(odd: u64) -> u64 {
    (0..6).fold(odd, |x, _| x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x))))
}

/// The key of a word.
#[inline]
pub(super) fn word_key(word: &str) -> Key {
    let mut hash = word.len() as u64;
    for chunk in word.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(23) ^ u64::from_le_bytes(bytes)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 29;
    }
    hash = (hash ^ hash >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (hash ^ hash >> 32) << 1
}

#[derive(Clone, Copy, Default)]
struct Entry {
    key: Key,
    /// Share of the title that it is most of; 0 if in none.
    share: f32,
    /// Weighted occurrences in headings and summary.
    heading: f32,
    body: f32,
    /// In the part being read, heading and body together.
    here: f32,
    best: f32,
    best_part: u8,
    part: u8,
}

/// Counts of the terms of one page.
pub(super) struct Table {
    slots: Vec<u32>,
    entries: Vec<Entry>,
    words: Vec<(Key, u32)>,
    letters: String,
    part: u8,
}

impl Default for Table {
    fn default() -> Table {
        Table {
            slots: vec![0; 1 << 11],
            entries: Vec::new(),
            words: Vec::new(),
            letters: String::new(),
            part: 0,
        }
    }
}

impl Table {
    /// What is counted from now on stands in part `part`.
    pub(super) fn begin_part(&mut self, part: u8) {
        self.part = part;
    }

    /// The place of a term, new or known.
    #[inline]
    pub(super) fn entry(&mut self, key: Key) -> usize {
        let mut at = self.slot(key);
        while self.slots[at] != 0 {
            let entry = self.slots[at] as usize - 1;
            if self.entries[entry].key == key {
                return entry;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.entries.push(Entry { key, part: self.part, ..Entry::default() });
        self.slots[at] = self.entries.len() as u32;
        if self.entries.len() * 2 > self.slots.len() {
            self.grow();
        }
        self.entries.len() - 1
    }

    /// The place of a word, whose letters are kept the first time.
    #[inline]
    pub(super) fn word_entry(&mut self, key: Key, word: &str) -> usize {
        let known = self.entries.len();
        let entry = self.entry(key);
        if self.entries.len() > known {
            self.words.push((key, self.letters.len() as u32));
            self.letters.push_str(word);
            self.letters.push('\n');
        }
        entry
    }

    #[inline]
    fn slot(&self, key: Key) -> usize {
        (key >> 1) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 4];
        for i in 0..self.entries.len() {
            let mut at = self.slot(self.entries[i].key);
            while self.slots[at] != 0 {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = i as u32 + 1;
        }
    }

    pub(super) fn share(&mut self, entry: usize, share: f32) {
        let entry = &mut self.entries[entry];
        entry.share = entry.share.max(share);
    }

    #[inline]
    pub(super) fn body(&mut self, entry: usize, times: f32) {
        self.entries[entry].body += times;
        self.here(entry, times);
    }

    #[inline]
    pub(super) fn heading(&mut self, entry: usize, times: f32) {
        self.entries[entry].heading += times;
        self.here(entry, times);
    }

    #[inline]
    fn here(&mut self, entry: usize, times: f32) {
        let entry = &mut self.entries[entry];
        if entry.part != self.part {
            entry.part = self.part;
            entry.here = 0.0;
        }
        entry.here += times;
        if entry.here > entry.best {
            entry.best = entry.here;
            entry.best_part = entry.part;
        }
    }

    /// The terms by key, weighed for a page that is `length` times as long as a middling one.
    pub(super) fn finish(mut self, length: f32) -> Terms {
        self.entries.sort_unstable_by_key(|entry| entry.key);
        self.words.sort_unstable();
        let norm = 1.0 - weight::LENGTH + weight::LENGTH * length;
        Terms {
            keys: self.entries.iter().map(|entry| entry.key).collect(),
            codes: self.entries.iter().map(|entry| code(entry, norm)).collect(),
            parts: self.entries.iter().map(|entry| entry.best_part).collect(),
            words: self.words,
            letters: self.letters,
            ..Terms::default()
        }
    }
}

/// Four bits of weight and the bit that says "in a title", in which case the weight is the term's share of it.
fn code(entry: &Entry, norm: f32) -> u8 {
    if entry.share > 0.0 {
        return (entry.share * 15.0).ceil().clamp(1.0, 15.0) as u8 * 2 + 1;
    }
    let times = (entry.heading + entry.body) / norm;
    let weight = (15.0 * times / (times + weight::HALF)).round().clamp(1.0, 15.0);
    weight as u8 * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gram_can_be_read_back_from_its_key() {
        for (a, b) in [('机', Some('器')), ('器', None), ('𠮷', Some('野')), ('ア', Some('イ'))] {
            assert_eq!(gram_of(gram_key(a, b)), Some((a, b)));
        }
        assert_eq!(gram_of(word_key("python")), None);
    }
}
