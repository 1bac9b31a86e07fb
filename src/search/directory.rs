//! The index at the back of the book: all names by letter, Chinese ones by their reading. It works without scripts.

use super::Lexicon;
use super::spoken::sort_key;

/// A name to be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// As it is shown.
    pub words: &'a str,
    /// What it is sorted by, where that is not the name itself; else empty.
    pub sort: &'a str,
    /// Whose name it is: any number of the caller's.
    pub entry: usize,
    /// Another name than the entry's title.
    pub is_label: bool,
}

/// The names under one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter<'a> {
    /// `A`–`Z`, or `#` for all that begins otherwise.
    pub letter: char,
    /// In order.
    pub names: Vec<Name<'a>>,
}

/// Sorts names into letters: Latin ones by their letters, Chinese ones by their reading in pinyin.
pub fn directory<'a>(names: impl IntoIterator<Item = Name<'a>>, lexicon: &Lexicon) -> Vec<Letter<'a>> {
    let key = |name: &Name<'a>| sort_key(if name.sort.is_empty() { name.words } else { name.sort }, lexicon);
    let mut keyed: Vec<(String, Name<'a>)> = names.into_iter().map(|name| (key(&name), name)).collect();
    keyed.sort_by(|(a, x), (b, y)| {
        (letter_of(a), a, x.words, x.entry).cmp(&(letter_of(b), b, y.words, y.entry))
    });
    keyed.dedup_by(|(_, a), (_, b)| (a.words, a.entry) == (b.words, b.entry));
    let mut letters: Vec<Letter<'a>> = Vec::new();
    for (key, name) in keyed {
        let letter = letter_of(&key);
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.names.push(name),
            _ => letters.push(Letter { letter, names: vec![name] }),
        }
    }
    letters
}

fn letter_of(key: &str) -> char {
    key.chars().next().filter(char::is_ascii_alphabetic).map_or('#', |c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_under_their_letters() {
        let name = |words, entry, is_label| Name { words, sort: "", entry, is_label };
        let names = [
            name("数据工程师", 0, false),
            name("big data engineer", 0, true),
            name("算法", 1, false),
            name("C++", 2, false),
            name("3D 视觉", 3, false),
            name("数据分析师", 4, false),
            Name { sort: "chongqing", ..name("重庆", 5, false) },
        ];
        let letters = directory(names, &Lexicon::new());
        let shown: Vec<String> = letters
            .iter()
            .map(|l| {
                format!("{}: {}", l.letter, l.names.iter().map(|n| n.words).collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            shown,
            ["#: 3D 视觉", "B: big data engineer", "C: C++ 重庆", "S: 数据分析师 数据工程师 算法"]
        );
    }
}
