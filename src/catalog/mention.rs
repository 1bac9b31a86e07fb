//! Links that nobody has to write: the first mention of a role's or skill's name in a section.

use super::entry::{Entry, EntryIx};
use super::link::{Links, Target};
use crate::config::Config;
use crate::content::{Collection, Document};
use crate::locale::Script;
use crate::source::{Digest, digest};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// All names that become links in the texts of one language, ready to be found in one pass.
#[derive(Clone, Debug)]
pub struct Labels {
    finder: Option<AhoCorasick>,
    names: Vec<(String, EntryIx)>,
    /// Equal labels have equal hashes.
    pub hash: Digest,
}

/// A mention that becomes a link.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mention {
    /// Its words in the body's HTML.
    pub html: Range<u32>,
    /// The same in the body's text.
    pub text: Range<u32>,
    /// The section that it stands in, an index of the body's sections.
    pub section: u32,
    /// What it names.
    pub entry: EntryIx,
}

impl Labels {
    /// The labels for texts in a language: titles and labels of roles and skills in it, and those of other languages
    /// that are written in Latin letters (a Chinese text says Python, too).
    ///
    /// Taken over from `known` if it has the same.
    pub fn new(
        entries: &[Arc<Entry>],
        config: &Config,
        language: usize,
        known: Option<&Arc<Labels>>,
    ) -> Arc<Labels> {
        if !config.links.automatic {
            return Arc::new(Labels { finder: None, names: Vec::new(), hash: 0 });
        }
        let names = names(entries, config, language);
        let hash = digest(&names);
        if let Some(known) = known.filter(|known| known.hash == hash) {
            return known.clone();
        }
        let finder = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(names.iter().map(|(name, _)| name))
            .ok();
        Arc::new(Labels { finder, names, hash })
    }

    /// The mentions of a document that become links: the first in each section that does not link there already.
    pub fn find(&self, document: &Document, own: EntryIx, links: &Links) -> Vec<Mention> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let body = &document.body;
        let mut linked: BTreeSet<(u32, EntryIx)> = BTreeSet::new();
        for (reference, target) in body.references.iter().zip(&links.targets) {
            if let Target::Entry(entry, _) = target {
                let section = section_at(document, reference.sentence.start.max(reference.words.start));
                linked.insert((section, *entry));
            }
        }
        let mut mentions = Vec::new();
        for run in &body.runs {
            let text = &body.text[run.text.start as usize..run.text.end as usize];
            for found in finder.find_iter(text) {
                let (name, entry) = &self.names[found.pattern().as_usize()];
                let words = &text[found.range()];
                if *entry == own || !stands_alone(text, found.range()) || !same_case(name, words) {
                    continue;
                }
                if !linked.insert((run.section, *entry)) {
                    continue;
                }
                let at = run.text.start + found.start() as u32..run.text.start + found.end() as u32;
                let html = run.html_at(body, at.start)..run.html_at(body, at.end);
                mentions.push(Mention { html, text: at, section: run.section, entry: *entry });
            }
        }
        mentions
    }
}

/// Names and whose each is, sorted. A name that two entries share says nothing for sure: left alone.
fn names(entries: &[Arc<Entry>], config: &Config, language: usize) -> Vec<(String, EntryIx)> {
    let never: BTreeSet<String> = config.links.never.iter().map(|label| label.to_lowercase()).collect();
    let mut found: BTreeMap<String, BTreeSet<EntryIx>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if !matches!(entry.key.collection, Collection::Roles | Collection::Skills) {
            continue;
        }
        for (at, document) in entry.documents.iter().enumerate() {
            let Some(document) = document else { continue };
            let own = at == language || (entry.is_fallback(language) && at == entry.document(language).1);
            let front = &document.front;
            let labels = front.alt_labels.iter().map(|label| label.value.as_str());
            for name in std::iter::once(front.title.as_str()).chain(labels) {
                let borrowed =
                    !own && (config.languages[language].script != Script::Chinese || !name.is_ascii());
                if name.chars().nth(1).is_some() && !borrowed && !never.contains(&name.to_lowercase()) {
                    found.entry(name.to_owned()).or_default().insert(EntryIx(index as u32));
                }
            }
        }
    }
    found
        .into_iter()
        .filter_map(|(name, entries)| match entries.iter().collect::<Vec<_>>().as_slice() {
            [one] => Some((name, **one)),
            _ => None,
        })
        .collect()
}

/// The section of a byte of the text.
fn section_at(document: &Document, at: u32) -> u32 {
    let sections = &document.body.sections;
    (sections.partition_point(|section| section.text.start <= at) as u32).saturating_sub(1)
}

/// A Latin name matches where neither neighbour is a Latin letter or digit; Han is a boundary.
fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let letter =
        |c: char| c.is_ascii_alphanumeric() || (c.is_alphabetic() && ('\u{c0}'..'\u{250}').contains(&c));
    let words = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let open = words.chars().next().is_some_and(letter) && before.is_some_and(letter);
    let close = words.chars().next_back().is_some_and(letter) && after.is_some_and(letter);
    !open && !close
}

/// Names of up to three letters are abbreviations: `IT` is not `it`.
fn same_case(name: &str, words: &str) -> bool {
    name.chars().count() > 3 || name == words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_names_end_at_letters_and_begin_at_han() {
        let text = "用Python写的Pythonic代码";
        assert!(stands_alone(text, 3..9));
        let second = text.find("Pythonic").unwrap();
        assert!(!stands_alone(text, second..second + 6));
        assert!(stands_alone("R是", 0..1) && same_case("API", "API") && !same_case("API", "api"));
    }
}
