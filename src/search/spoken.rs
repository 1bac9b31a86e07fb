//! Names of pages in pinyin: what a reader types who has no Chinese keyboard at hand, whole or by initials.
//!
//! A reading is stored with the words it reads and with the pages that bear the name.

use super::Lexicon;
use super::fold::{fold, is_gram, is_word};
use super::page::Page;
use super::parts::Part;
use super::segment::Segmenter;
use serde::{Deserialize, Serialize};

/// Longest name that is read, in characters or Latin words.
const LONGEST: usize = 12;
/// Most readings of one name.
const MOST: usize = 4;

/// What another name than the title is worth, and what a heading is.
const OTHER_NAME: f32 = 0.9;
const HEADING: f32 = 0.8;

/// Words of a name and how they are read: each character's syllable, and each Latin word, begins with a capital.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Spoken {
    pub(super) reading: String,
    pub(super) words: String,
    /// As in [`super::page::Terms`]: the share of the name, and whether it is the page's or a heading's.
    pub(super) code: u8,
    /// The part of the page.
    pub(super) part: u8,
}

/// The readings of a page's names and headings, from each place where a word begins.
pub(super) fn spoken(page: &Page<'_>, parts: &[Part], lexicon: &Lexicon) -> Vec<Spoken> {
    let mut reader = Reader { lexicon, segmenter: Segmenter::default(), found: Vec::new() };
    reader.read(page.title, Worth { factor: 1.0, titled: true, part: 0 });
    for name in page.other_titles.iter().chain(&page.labels).chain(&page.hidden_labels) {
        reader.read(name, Worth { factor: OTHER_NAME, titled: true, part: 0 });
    }
    for (n, part) in parts.iter().enumerate() {
        for piece in part.pieces.iter().filter(|piece| piece.text.start == 0) {
            let worth = Worth { factor: HEADING, titled: false, part: n as u8 };
            reader.read(page.sections[piece.section].heading, worth);
        }
    }
    let rank = |spoken: &Spoken| std::cmp::Reverse((spoken.code & 1, spoken.code));
    reader.found.sort_by(|a, b| {
        (&a.reading, &a.words, rank(a), a.part).cmp(&(&b.reading, &b.words, rank(b), b.part))
    });
    reader.found.dedup_by(|a, b| (&a.reading, &a.words) == (&b.reading, &b.words));
    reader.found
}

/// What a name is sorted by: its letters, and the syllables of its Chinese characters.
pub(super) fn sort_key(name: &str, lexicon: &Lexicon) -> String {
    let mut reader = Reader { lexicon, segmenter: Segmenter::default(), found: Vec::new() };
    let mut characters = Vec::new();
    fold(name, lexicon, |c| characters.push(c));
    let units = reader.units(&characters);
    let said = units.iter().map(|unit| match unit.readings.first() {
        Some(reading) if !unit.text.is_ascii() => reading.as_str(),
        _ => unit.text.as_str(),
    });
    said.collect::<Vec<_>>().join(" ")
}

/// A character or a Latin word of a name.
struct Unit {
    text: String,
    readings: Vec<String>,
    starts: bool,
}

/// What a name is worth, and where it stands.
#[derive(Clone, Copy)]
struct Worth {
    factor: f32,
    titled: bool,
    part: u8,
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    segmenter: Segmenter,
    found: Vec<Spoken>,
}

impl Reader<'_> {
    fn read(&mut self, name: &str, worth: Worth) {
        if name.is_ascii() {
            return;
        }
        let mut characters = Vec::new();
        fold(name, self.lexicon, |c| characters.push(c));
        let pieces = characters.split(|c| !is_gram(*c) && !is_word(*c) && *c != ' ');
        let pieces: Vec<Vec<Unit>> = pieces.map(|piece| self.units(piece)).collect();
        let whole = pieces.iter().map(Vec::len).sum::<usize>() as f32;
        for units in &pieces {
            for at in (0..units.len()).filter(|at| units[*at].starts) {
                let units = &units[at..units.len().min(at + LONGEST)];
                let share = (15.0 * worth.factor * units.len() as f32 / whole).max(1.0) as u8;
                self.keep(units, share << 1 | u8::from(worth.titled), worth.part);
            }
        }
    }

    fn units(&mut self, piece: &[char]) -> Vec<Unit> {
        let mut units = Vec::new();
        for run in piece.chunk_by(|a, b| is_gram(*a) == is_gram(*b) && (*a == ' ') == (*b == ' ')) {
            if is_gram(run[0]) {
                self.han(run, &mut units);
            } else if run[0] != ' ' {
                let text: String = run.iter().collect();
                let latin: String = text.chars().filter(char::is_ascii_alphabetic).collect();
                units.push(Unit { text, readings: vec![latin], starts: true });
            }
        }
        units
    }

    fn han(&mut self, run: &[char], units: &mut Vec<Unit>) {
        let starts = self.segmenter.word_starts(run, &self.lexicon.words).to_vec();
        let first = units.len();
        for (c, starts) in run.iter().zip(&starts) {
            let readings = self.lexicon.readings(*c).iter().map(|r| (*r).to_owned()).collect();
            units.push(Unit { text: c.to_string(), readings, starts: *starts });
        }
        for at in 0..run.len() {
            for length in 2..=(run.len() - at).min(4) {
                let word: String = run[at..at + length].iter().collect();
                for (i, said) in self.lexicon.phrase(&word).into_iter().flatten().enumerate() {
                    units[first + at + i].readings = vec![(*said).to_owned()];
                }
            }
        }
    }

    fn keep(&mut self, units: &[Unit], code: u8, part: u8) {
        let known = units.iter().position(|unit| unit.readings.is_empty()).unwrap_or(units.len());
        let units = &units[..known];
        if !units.iter().any(|unit| !unit.text.is_ascii()) {
            return;
        }
        let mut readings = vec![String::new()];
        for unit in units {
            let more = if readings.len() * unit.readings.len() <= MOST { unit.readings.len() } else { 1 };
            let said = &unit.readings[..more];
            readings = readings.iter().flat_map(|start| said.iter().map(move |r| join(start, r))).collect();
        }
        let words: String = units.iter().map(|unit| unit.text.as_str()).collect();
        let spoken = readings.into_iter().map(|reading| Spoken { reading, words: words.clone(), code, part });
        self.found.extend(spoken);
    }
}

fn join(start: &str, reading: &str) -> String {
    let mut joined = start.to_owned();
    let mut letters = reading.chars();
    joined.extend(letters.next().map(|c| c.to_ascii_uppercase()));
    joined.extend(letters);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(title: &str) -> Vec<String> {
        let page = Page { title, ..Page::default() };
        spoken(&page, &[], &Lexicon::new())
            .into_iter()
            .map(|s| format!("{} {}", s.reading, s.words))
            .collect()
    }

    #[test]
    fn names_are_read_from_each_word() {
        assert_eq!(readings("机器学习"), ["JiQiXueXi 机器学习", "XueXi 学习"]);
        assert_eq!(readings("AI 算法"), ["AiSuanFa ai算法", "SuanFa 算法"]);
        assert_eq!(readings("Python"), [""; 0]);
    }

    #[test]
    fn polyphones_are_read_by_their_word_or_in_each_way() {
        assert_eq!(readings("银行"), ["YinHang 银行"]);
        assert_eq!(readings("会计"), ["KuaiJi 会计"]);
        assert_eq!(readings("长"), ["Chang 长", "Zhang 长"]);
    }
}
