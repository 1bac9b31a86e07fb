//! Where Chinese words begin: a cheapest path over the commonest words. Used at build only, to weigh pairs of
//! characters and to find where a reading may start; queries are never segmented, so both sides cannot disagree.

use super::Lexicon;
use super::lexicon::Words;

/// Room for one segmentation after another.
#[derive(Default)]
pub(super) struct Segmenter {
    cost: Vec<u32>,
    from: Vec<u8>,
    starts: Vec<bool>,
}

impl Segmenter {
    /// For each character of a run whether a word starts there. The slice lives until the next call.
    pub(super) fn word_starts(&mut self, run: &[char], words: &Words) -> &[bool] {
        let n = run.len();
        self.cost.clear();
        self.cost.resize(n + 1, u32::MAX);
        self.from.clear();
        self.from.resize(n + 1, 1);
        self.cost[0] = 0;
        for i in 0..n {
            let here = self.cost[i];
            self.relax(i, 1, here + Words::UNKNOWN);
            words.beginning(&run[i..], |length, cost| self.relax(i, length, here + cost));
        }
        self.starts.clear();
        self.starts.resize(n, false);
        let mut end = n;
        while end > 0 {
            end -= usize::from(self.from[end]);
            self.starts[end] = true;
        }
        &self.starts
    }

    #[inline]
    fn relax(&mut self, at: usize, length: usize, cost: u32) {
        if cost < self.cost[at + length] {
            self.cost[at + length] = cost;
            self.from[at + length] = length as u8;
        }
    }
}

/// Where a title may be broken, as bytes of it, ascending: before Chinese words, never inside one and never after an
/// opening mark.
pub fn word_breaks(text: &str, lexicon: &Lexicon) -> Vec<usize> {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    let mut segmenter = Segmenter::default();
    let (mut breaks, mut run, mut begin) = (Vec::new(), Vec::new(), 0);
    let mut before = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_han(c) {
            if run.is_empty() {
                begin = at;
            }
            run.push(c);
            continue;
        }
        let mut byte = begin;
        for (index, start) in segmenter.word_starts(&run, &lexicon.words).iter().enumerate() {
            let opened = index == 0 && before.is_none_or(|b: char| "（《“‘「『【(".contains(b));
            if *start && !opened {
                breaks.push(byte);
            }
            byte += run[index].len_utf8();
        }
        run.clear();
        before = Some(c);
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let lexicon = Lexicon::new();
        let run: Vec<char> = text.chars().collect();
        let mut segmenter = Segmenter::default();
        let starts = segmenter.word_starts(&run, &lexicon.words);
        run.iter().zip(starts).fold(String::new(), |mut out, (c, start)| {
            if *start && !out.is_empty() {
                out.push(' ');
            }
            out.push(*c);
            out
        })
    }

    #[test]
    fn titles_break_between_words() {
        let lexicon = Lexicon::new();
        let broken = |title: &str| {
            let mut out = title.to_owned();
            word_breaks(title, &lexicon).iter().rev().for_each(|at| out.insert(*at, '|'));
            out
        };
        assert_eq!(broken("一个机器学习项目的一生"), "一个|机器|学习|项目|的|一生");
        assert_eq!(broken("读《机器学习》"), "读《机器|学习》");
        assert_eq!(broken("Python语言"), "Python|语言");
        assert_eq!(broken(""), "");
    }

    #[test]
    fn common_words_stay_whole() {
        assert_eq!(words("在中国的大学里"), "在 中国 的 大学 里");
        assert_eq!(words("机器学习工程师需要数学"), "机器 学习 工程师 需要 数学");
        assert_eq!(words("㐀㐁"), "㐀 㐁");
        assert_eq!(words(""), "");
    }
}
