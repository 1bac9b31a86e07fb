//! What an edit makes the search read again, and what is kept of earlier states.

use crate::Step;
use crate::exact::{fixed, tools};
use crate::kept::Kept;
use bifold::site::Snapshot;

/// Makes the search of every language; says how many pages' words were ever read, and of how many they are kept.
fn searched(snapshot: &Snapshot) -> (usize, usize) {
    for language in 0..snapshot.config().languages.len() {
        snapshot.search(language);
    }
    snapshot.words_read()
}

/// How many pages' words are read again after an edit that puts `to` for `from` in a file.
fn read_again(path: &str, from: &str, to: &str) -> usize {
    let tree = fixed();
    let mut kept = Kept::new(&tools(), &tree);
    let (before, held) = searched(&kept.refresh(&Step::new()));
    assert_eq!((before, held), (10, 10), "five entries in two languages");
    let text = String::from_utf8(tree[path].clone()).unwrap();
    assert!(text.contains(from), "{from} is not in {path}");
    let step = Step::from([(path.to_owned(), Some(text.replacen(from, to, 1).into_bytes()))]);
    searched(&kept.refresh(&step)).0 - before
}

#[test]
fn an_edit_reads_the_words_of_the_pages_that_hold_it() {
    assert_eq!(read_again("content/chapters/pay.en.md", "Words.", "Other words."), 1);
    // Each language finds an entry by its title in the other, too.
    assert_eq!(read_again("content/skills/soil.en.md", "\"Soil\"", "\"Earth\""), 2);
    assert_eq!(read_again("content/roles/gardener.zh.md", "[\"pruning\"]", "[\"pruning\", \"soil\"]"), 0);
    assert_eq!(read_again("content/home.en.md", "Words.", "Other words."), 0);
}

#[test]
fn a_new_page_is_read_alone_though_it_moves_all_others() {
    let mut kept = Kept::new(&tools(), &fixed());
    let (before, _) = searched(&kept.refresh(&Step::new()));
    let page = |title: &str| {
        format!("+++\ntitle = \"{title}\"\nsummary = \"S.\"\ngroup = \"core\"\n+++\n\nNew.\n").into_bytes()
    };
    let step = Step::from([
        ("content/roles/botanist.zh.md".to_owned(), Some(page("植物学家"))),
        ("content/roles/botanist.en.md".to_owned(), Some(page("Botanist"))),
    ]);
    let (after, held) = searched(&kept.refresh(&step));
    assert_eq!((after - before, held), (2, 12));
}

#[test]
fn words_of_earlier_states_are_forgotten() {
    let tree = fixed();
    let path = "content/chapters/pay.en.md";
    let text = String::from_utf8(tree[path].clone()).unwrap();
    let mut kept = Kept::new(&tools(), &tree);
    for n in 0..30 {
        let step =
            Step::from([(path.to_owned(), Some(text.replace("Words.", &format!("Edit {n}.")).into_bytes()))]);
        let (read, held) = searched(&kept.refresh(&step));
        assert_eq!((read, held), (10 + n, 10));
    }
    let (_, held) =
        searched(&kept.refresh(&Step::from([(path.to_owned(), None), (path.replace(".en.", ".zh."), None)])));
    assert_eq!(held, 8);
}

#[test]
fn pages_of_entries_that_are_gone_are_forgotten() {
    let tree = fixed();
    let mut kept = Kept::new(&tools(), &tree);
    let made = |snapshot: &Snapshot| {
        let count = snapshot.edition.pages().filter(|page| snapshot.page(*page).is_ok()).count();
        snapshot.sweep();
        (count, snapshot.kept_pages())
    };
    let (all, held) = made(&kept.refresh(&Step::new()));
    assert_eq!(all, held);
    let gone = tree.keys().filter(|path| path.starts_with("content/chapters/pay."));
    let step: Step = gone.map(|path| (path.clone(), None)).collect();
    assert_eq!(step.len(), 2);
    let (fewer, held) = made(&kept.refresh(&step));
    assert!(fewer < all);
    assert_eq!(fewer, held);
}
