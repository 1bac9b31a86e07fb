//! Texts into tokens: pairs of characters for scripts without spaces, whole names and their parts for the others.

use super::Lexicon;
use super::fold::{fold, is_gram, is_joiner, is_word};
use super::segment::Segmenter;
use super::stem::stem;

/// Longest token, in characters; of longer names only the parts are kept.
const LONGEST: usize = 32;

/// Takes the tokens of a text, in order.
pub(super) trait Sink {
    /// Two neighbouring characters, or one that stands alone. `inside`: both belong to one word.
    fn gram(&mut self, first: char, second: Option<char>, inside: bool);
    /// A word, stemmed if it is one that can be.
    fn word(&mut self, word: &str);
}

/// The tokens of a text as the client would make them of a query, for tests and for the curious.
pub fn tokens(text: &str, lexicon: &Lexicon) -> Vec<String> {
    #[derive(Default)]
    struct List(Vec<String>);
    impl Sink for List {
        fn gram(&mut self, first: char, second: Option<char>, _: bool) {
            self.0.push([Some(first), second].into_iter().flatten().collect());
        }
        fn word(&mut self, word: &str) {
            self.0.push(word.to_owned());
        }
    }
    let mut list = List::default();
    Tokeniser::new(lexicon).read(text, &mut list);
    list.0
}

/// Reads texts one after another, keeping its buffers.
pub(super) struct Tokeniser<'a> {
    lexicon: &'a Lexicon,
    segmenter: Segmenter,
    run: Vec<char>,
    name: String,
    tail: String,
    token: String,
}

impl<'a> Tokeniser<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Tokeniser<'a> {
        Tokeniser {
            lexicon,
            segmenter: Segmenter::default(),
            run: Vec::new(),
            name: String::new(),
            tail: String::new(),
            token: String::new(),
        }
    }

    /// Gives the tokens of a text to `sink`.
    pub(super) fn read(&mut self, text: &str, sink: &mut impl Sink) {
        let lexicon = self.lexicon;
        fold(text, lexicon, |c| self.push(c, sink));
        self.end_name(sink);
        self.end_run(sink);
    }

    #[inline]
    fn push(&mut self, c: char, sink: &mut impl Sink) {
        if is_word(c) {
            self.end_run(sink);
            if self.tail.len() == 1 {
                self.name.push_str(&self.tail);
                self.tail.clear();
            } else if !self.tail.is_empty() {
                self.end_name(sink);
            }
            self.name.push(c);
        } else if is_gram(c) {
            self.end_name(sink);
            self.run.push(c);
        } else if is_joiner(c) && !self.name.is_empty() {
            self.tail.push(c);
        } else {
            self.end_name(sink);
            self.end_run(sink);
        }
    }

    fn end_run(&mut self, sink: &mut impl Sink) {
        match self.run[..] {
            [] => return,
            [only] => sink.gram(only, None, true),
            _ => {
                let starts = self.segmenter.word_starts(&self.run, &self.lexicon.words);
                for (pair, start) in self.run.windows(2).zip(&starts[1..]) {
                    sink.gram(pair[0], Some(pair[1]), !start);
                }
            }
        }
        self.run.clear();
    }

    fn end_name(&mut self, sink: &mut impl Sink) {
        if self.name.is_empty() {
            return;
        }
        let plus = self.tail.find(|c| c != '+' && c != '#').unwrap_or(self.tail.len());
        self.name.push_str(&self.tail[..plus]);
        self.tail.clear();
        let name = self.name.strip_suffix("'s").unwrap_or(&self.name);
        if name.bytes().any(|b| b != b'_') {
            if name.chars().count() <= LONGEST {
                self.token.clear();
                self.token.push_str(name);
                stem(&mut self.token);
                sink.word(&self.token);
            }
            parts(name, &mut self.token, sink);
        }
        self.name.clear();
    }
}

/// The parts of a name that has several: `node` and `js`, `max` and `threads`.
fn parts(name: &str, token: &mut String, sink: &mut impl Sink) {
    if name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return;
    }
    let split = || name.split(|c| c == '_' || is_joiner(c)).filter(|part| !part.is_empty());
    if split().nth(1).is_none() {
        return;
    }
    for part in split().filter(|part| part.chars().count() <= LONGEST) {
        token.clear();
        token.push_str(part);
        stem(token);
        sink.word(token);
    }
}
