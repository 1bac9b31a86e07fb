//! The tables that the search reads: Traditional to Simplified, the commonest Chinese words, readings in pinyin.
//!
//! All are text files of `data/`, compiled in; where they come from is told in `data/README.md`.

use std::collections::HashMap;

const FOLD: &str = include_str!("data/fold.txt");
const WORDS: &str = include_str!("data/words.txt");
const READINGS: &str = include_str!("data/readings.txt");
const PHRASES: &str = include_str!("data/phrases.txt");

/// The tables, unpacked. Made once, read by all; making it takes a few milliseconds.
pub struct Lexicon {
    simplified: Box<[u16]>,
    pub(super) words: Words,
    readings: HashMap<char, Vec<&'static str>>,
    phrases: HashMap<&'static str, Vec<&'static str>>,
}

impl Lexicon {
    /// Unpacks the tables.
    pub fn new() -> Lexicon {
        Lexicon {
            simplified: unpack_fold(),
            words: Words::unpack(WORDS),
            readings: unpack_readings(),
            phrases: unpack_phrases(),
        }
    }

    /// The Simplified form of a character, or the character itself.
    #[inline]
    pub fn simplified(&self, c: char) -> char {
        match self.simplified.get(c as usize) {
            Some(&to) if to != 0 => char::from_u32(u32::from(to)).unwrap_or(c),
            _ => c,
        }
    }

    /// Every pair of the table, Traditional first, ascending.
    pub fn pairs(&self) -> impl Iterator<Item = (char, char)> {
        let pair = |(from, to): (usize, &u16)| {
            Some((char::from_u32(from as u32)?, char::from_u32(u32::from(*to))?))
                .filter(|(_, to)| *to != '\0')
        };
        self.simplified.iter().enumerate().filter_map(pair)
    }

    /// The readings of one character without tones, the commonest first; empty when it has none that we know.
    pub(super) fn readings(&self, c: char) -> &[&'static str] {
        self.readings.get(&c).map_or(&[], Vec::as_slice)
    }

    /// The reading of a word that holds a polyphone (银行: `yin hang`), if the list has it.
    pub(super) fn phrase(&self, word: &str) -> Option<&[&'static str]> {
        self.phrases.get(word).map(Vec::as_slice)
    }
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::new()
    }
}

fn unpack_fold() -> Box<[u16]> {
    let mut table = vec![0u16; 0x1_0000].into_boxed_slice();
    let mut characters = FOLD.chars().filter(|c| *c != '\n');
    while let (Some(from), Some(to)) = (characters.next(), characters.next()) {
        table[from as usize & 0xFFFF] = to as u16;
    }
    table
}

fn unpack_readings() -> HashMap<char, Vec<&'static str>> {
    let mut readings: HashMap<char, Vec<&'static str>> = HashMap::new();
    let mut others = Vec::new();
    for line in READINGS.lines() {
        let mut fields = line.split(' ');
        let syllable = fields.next().unwrap_or_default();
        for c in fields.next().unwrap_or_default().chars() {
            readings.entry(c).or_default().push(syllable);
        }
        others.extend(fields.next().unwrap_or_default().chars().map(|c| (c, syllable)));
    }
    for (c, syllable) in others {
        readings.entry(c).or_default().push(syllable);
    }
    readings
}

fn unpack_phrases() -> HashMap<&'static str, Vec<&'static str>> {
    let entry =
        |line: &'static str| line.split_once(' ').map(|(word, said)| (word, said.split(' ').collect()));
    PHRASES.lines().filter_map(entry).collect()
}

/// What stands for a word of one to four Han characters: 16 bits a character. Zero for anything else.
fn packed(characters: &[char]) -> u64 {
    characters.iter().fold(0, |key, c| key << 16 | u64::from(*c as u32 & 0xFFFF))
}

/// The commonest Chinese words with what each costs a segmentation: an open-addressing table, for speed.
pub(super) struct Words {
    keys: Box<[u64]>,
    /// Cost in steps of half a nat; [`Words::LONGER`] says that a longer word begins so.
    costs: Box<[u8]>,
}

impl Words {
    /// Longest word of the list, in characters.
    pub(super) const LONGEST: usize = 4;
    /// What a character costs that is no word: a little more than the rarest word.
    pub(super) const UNKNOWN: u32 = 34;
    const LONGER: u8 = 0x80;
    const NO_WORD: u8 = 0x7F;
    const SLOTS: usize = 1 << 18;

    fn unpack(list: &str) -> Words {
        let mut words = Words { keys: vec![0; Words::SLOTS].into(), costs: vec![0; Words::SLOTS].into() };
        for line in list.lines() {
            let mut fields = line.split(' ');
            let Some(cost) = fields.next().and_then(|level| level.parse::<u8>().ok()) else { continue };
            for word in fields {
                words.insert(word, cost.min(Words::NO_WORD - 1));
            }
        }
        words
    }

    fn insert(&mut self, word: &str, cost: u8) {
        let mut characters = ['\0'; Words::LONGEST];
        let mut length = 0;
        for (slot, c) in characters.iter_mut().zip(word.chars()) {
            *slot = c;
            length += 1;
        }
        let at = self.slot(packed(&characters[..length]));
        self.keys[at] = packed(&characters[..length]);
        self.costs[at] = cost | self.costs[at] & Words::LONGER;
        for shorter in 1..length {
            let key = packed(&characters[..shorter]);
            let at = self.slot(key);
            if self.keys[at] == 0 {
                self.keys[at] = key;
                self.costs[at] = Words::NO_WORD;
            }
            self.costs[at] |= Words::LONGER;
        }
    }

    /// Where a key is, or the empty slot where it would be.
    #[inline]
    fn slot(&self, key: u64) -> usize {
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 46) as usize;
        while self.keys[at] != 0 && self.keys[at] != key {
            at = (at + 1) & (Words::SLOTS - 1);
        }
        at
    }

    /// Calls `found(length, cost)` for each word that the characters begin with, shortest first.
    #[inline]
    pub(super) fn beginning(&self, characters: &[char], mut found: impl FnMut(usize, u32)) {
        let mut key = 0;
        for (i, c) in characters.iter().take(Words::LONGEST).enumerate() {
            if !('\u{4E00}'..='\u{9FFF}').contains(c) {
                return;
            }
            key = key << 16 | u64::from(*c as u32);
            let at = self.slot(key);
            if self.keys[at] == 0 {
                return;
            }
            let cost = self.costs[at];
            if cost & Words::NO_WORD != Words::NO_WORD {
                found(i + 1, u32::from(cost & Words::NO_WORD));
            }
            if cost & Words::LONGER == 0 {
                return;
            }
        }
    }
}
