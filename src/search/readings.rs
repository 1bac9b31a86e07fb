//! The names that can be typed in pinyin: files by first letter that say how a name is read and whose it is, so that
//! a reading costs no further request before the texts.

use super::digits::{END, push_number};
use super::merge::{Place, encode};
use super::page::Terms;
use std::collections::BTreeMap;

/// Most pages that are told of one name.
const MOST: usize = 12;

/// A name, how it is read, and the pages that bear it.
struct Entry<'a> {
    reading: &'a str,
    words: &'a str,
    places: Vec<Place>,
}

/// The readings of all names by file; what is shared with the line before is a digit.
pub(super) fn readings(terms: &[&Terms], first_parts: &[u32]) -> BTreeMap<String, String> {
    let mut lists: BTreeMap<String, String> = BTreeMap::new();
    let mut last: BTreeMap<String, Entry<'_>> = BTreeMap::new();
    for entry in entries(terms, first_parts) {
        let Some(first) = entry.reading.chars().next() else { continue };
        let name = format!("p{}", first.to_ascii_lowercase());
        let list = lists.entry(name.clone()).or_default();
        let (reading, words) = last.get(&name).map_or(("", ""), |before| (before.reading, before.words));
        push_rest(list, reading, entry.reading);
        list.push(' ');
        push_rest(list, words, entry.words);
        list.push(END);
        list.push_str(&encode(&entry.places, MOST));
        list.push('\n');
        last.insert(name, entry);
    }
    lists
}

fn entries<'a>(terms: &[&'a Terms], first_parts: &[u32]) -> Vec<Entry<'a>> {
    let mut all: BTreeMap<(&str, &str), Vec<Place>> = BTreeMap::new();
    for (page, terms) in terms.iter().enumerate() {
        for spoken in &terms.spoken {
            let part = first_parts[page] + u32::from(spoken.part);
            let place = Place { page: page as u32, part, code: spoken.code };
            all.entry((&spoken.reading, &spoken.words)).or_default().push(place);
        }
    }
    let mut kept: Vec<Entry<'_>> = Vec::new();
    for ((reading, words), places) in all {
        let entry = Entry { reading, words, places };
        if kept.last().is_some_and(|shorter| continues(&entry, shorter)) {
            kept.pop();
        }
        kept.push(entry);
    }
    kept
}

/// Whether a name begins with another and says all that the other says, so that the other is found by it.
fn continues(longer: &Entry<'_>, shorter: &Entry<'_>) -> bool {
    let told = |place: &Place| {
        let at = longer.places.binary_search_by_key(&place.page, |other| other.page);
        at.is_ok_and(|at| longer.places[at].code & 1 >= place.code & 1)
    };
    longer.reading.starts_with(shorter.reading)
        && longer.words.starts_with(shorter.words)
        && shorter.places.iter().all(told)
}

fn push_rest(list: &mut String, before: &str, text: &str) {
    let shared = before.chars().zip(text.chars()).take_while(|(a, b)| a == b).count().min(50);
    push_number(list, shared as u32);
    list.extend(text.chars().skip(shared));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Lexicon, Page, Scale, terms};

    #[test]
    fn a_reading_says_whose_name_it_is() {
        let lexicon = Lexicon::new();
        let made = |title| {
            let page = Page { title, ..Page::default() };
            terms(&page, Scale::of([1].into_iter()), &lexicon)
        };
        let pages = [made("机器"), made("机器学习"), made("学习")];
        let lists = readings(&pages.each_ref(), &[0, 1, 2]);
        let lines = |name: &str| lists[name].lines().map(str::to_owned).collect::<Vec<_>>();
        // A title of another page stays beside the longer one that begins with it.
        assert_eq!(lines("pj").len(), 2, "{lists:?}");
        assert!(lines("pj")[0].starts_with("$JiQi $机器!"), "{lists:?}");
        assert!(lines("pj")[1].starts_with(")XueXi '学习!"), "{lists:?}");
        assert_eq!(lines("px").len(), 1, "{lists:?}");
    }
}
