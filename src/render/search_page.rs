//! The search page: what it shows without scripts, all names by letter.

use super::frame::{About, frame};
use super::scene::Scene;
use super::view::{ListedName, NameLetter, OtherTitle, PageView, SearchView};
use crate::catalog::EntryIx;
use crate::search::{Name, directory};

/// The search page of a language.
pub(super) fn search(scene: &Scene<'_>) -> PageView {
    let words = scene.words();
    let about = About::page("search", words.text("search_page.title"));
    PageView::Search(SearchView {
        frame: frame(scene, about.description(&words.text("search.all_lede"))),
        letters: letters(scene),
    })
}

fn letters(scene: &Scene<'_>) -> Vec<NameLetter> {
    let entries = scene.edition.searched(scene.page.language);
    let names = entries.iter().enumerate().flat_map(|(at, entry)| names(scene, *entry, at));
    let listed = |name: &Name<'_>| {
        let entry = entries[name.entry];
        ListedName {
            words: name.words.into(),
            is_label: name.is_label,
            others: if name.is_label { Vec::new() } else { other_titles(scene, entry) },
            link: scene.link(entry),
        }
    };
    directory(names, &scene.edition.lexicon)
        .iter()
        .map(|letter| NameLetter {
            letter: letter.letter.to_string().into(),
            names: letter.names.iter().map(listed).collect(),
        })
        .collect()
}

/// The title and the labels of an entry, as this language's readers are shown them.
fn names<'a>(scene: &Scene<'a>, entry: EntryIx, at: usize) -> Vec<Name<'a>> {
    let front = &scene.document(entry).front;
    let sort = front.sort.as_deref().unwrap_or("");
    let title = Name { words: &front.title, sort, entry: at, is_label: false };
    let label = |words| Name { words, sort: "", entry: at, is_label: true };
    let labels = front.alt_labels.iter().map(|label_| label(label_.value.as_str()));
    [title].into_iter().chain(labels).collect()
}

fn other_titles(scene: &Scene<'_>, entry: EntryIx) -> Vec<OtherTitle> {
    let found = scene.catalog().entry(entry);
    let shown = found.document(scene.page.language).1;
    let languages = &scene.catalog().config.languages;
    let others = found.documents.iter().zip(languages).enumerate().filter(|(index, _)| *index != shown);
    others
        .filter_map(|(_, (document, language))| {
            let title = document.as_ref()?.front.title.as_str().into();
            Some(OtherTitle { lang: language.tag.as_str().into(), title })
        })
        .collect()
}
