//! The words of the interface: `strings/<locale>.toml`, the same keys in every language.

use super::{Layer, ThemeContent, Tongue, embedded};
use crate::config::{Origin, syntax_errors};
use crate::diagnostic::{Checked, Code, Diagnostic, Place, similar_names};
use crate::locale::Locale;
use crate::source::{Source, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// Names of the forms that words with a number may have.
pub(super) const PLURAL: [&str; 2] = ["one", "other"];

/// Words of one language, as a tree of tables.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Words {
    root: Option<Arc<BTreeMap<Arc<str>, Word>>>,
}

/// A word, a list of words, or a table.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(untagged)]
enum Word {
    Text(Arc<str>),
    List(Vec<Arc<str>>),
    Table(BTreeMap<Arc<str>, Word>),
}

impl Words {
    /// No words at all.
    pub const EMPTY: Words = Words { root: None };

    /// The words at a key such as `body.note`; nothing for tables, lists and keys that are not there.
    pub fn get(&self, key: &str) -> Option<&Arc<str>> {
        match self.find(key)? {
            Word::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The words at a key, or nothing to see.
    pub fn text(&self, key: &str) -> Arc<str> {
        self.get(key).cloned().unwrap_or_default()
    }

    /// The n-th (from 1) of the list at a key.
    pub fn nth(&self, key: &str, n: usize) -> Option<&Arc<str>> {
        match self.find(key)? {
            Word::List(list) => list.get(n.checked_sub(1)?),
            _ => None,
        }
    }

    /// All words of a table, by their keys, in the order of the keys; words with several forms and lists are left out.
    pub fn table(&self, key: &str) -> Vec<(&str, &Arc<str>)> {
        let Some(Word::Table(table)) = self.find(key) else { return Vec::new() };
        table
            .iter()
            .filter_map(|(key, word)| match word {
                Word::Text(text) => Some((&**key, text)),
                _ => None,
            })
            .collect()
    }

    fn find(&self, key: &str) -> Option<&Word> {
        let mut parts = key.split('.');
        let mut word = self.root.as_ref()?.get(parts.next()?)?;
        for part in parts {
            let Word::Table(table) = word else { return None };
            word = table.get(part)?;
        }
        Some(word)
    }
}

/// A leaf of a file of words: what it says and where.
struct Entry {
    word: Word,
    place: Place,
}

/// Leaves by key, with dots.
type Entries = BTreeMap<Arc<str>, Entry>;

/// The words of every language: built-in ones first, then those of the layers, key by key.
pub(super) fn load(layers: &[Layer], tongues: &[Tongue]) -> Checked<BTreeMap<Locale, Words>> {
    let mut diagnostics = Vec::new();
    let reference = builtin(|_| true);
    let templates: Vec<&Source> =
        layers.iter().flat_map(texts("templates/")).map(|(_, source)| source).collect();
    let mut languages: Vec<(&Tongue, Entries)> = Vec::new();
    for tongue in tongues {
        let mut entries = builtin(|file| speaks(file, tongue));
        for layer in layers.iter().rev() {
            for (path, source) in texts("strings/")(layer) {
                if stem(path) == tongue.locale.as_str() {
                    entries.extend(read(source, &mut diagnostics));
                }
            }
        }
        languages.push((tongue, entries));
    }
    // A theme may bring words of its own for its own templates; then every language needs them.
    let mut keys: BTreeMap<Arc<str>, &Entry> = reference.iter().map(|(k, e)| (k.clone(), e)).collect();
    for (_, entries) in &languages {
        for (key, entry) in entries {
            let own = || templates.iter().any(|t| t.text.contains(key.rsplit('.').next().unwrap_or(key)));
            if keys.contains_key(key) {
                continue;
            }
            if own() {
                keys.insert(key.clone(), entry);
            } else {
                diagnostics.push(unknown(key, entry, reference.keys().map(|k| &**k)));
            }
        }
    }
    let theme = layers.first().map_or(super::DEFAULT, |layer| &layer.name);
    for (tongue, entries) in &languages {
        diagnostics.extend(compare(tongue, theme, entries, &keys));
    }
    // What a language lacks is told once; the templates need something to show all the same.
    let all: BTreeMap<Arc<str>, Word> = keys.iter().map(|(key, e)| (key.clone(), e.word.clone())).collect();
    let whole = |entries: Entries| {
        let mut words = all.clone();
        words.extend(entries.into_iter().map(|(key, entry)| (key, entry.word)));
        tree(words.into_iter())
    };
    let words =
        languages.into_iter().map(|(tongue, entries)| (tongue.locale.clone(), whole(entries))).collect();
    Checked::new(words, diagnostics)
}

/// Text files of a layer below a folder.
fn texts(folder: &'static str) -> impl Fn(&Layer) -> Vec<(&str, &Source)> {
    move |layer| {
        let text = |file: &'_ super::ThemeFile| match &file.content {
            ThemeContent::Text(_) => file.path.starts_with(folder),
            ThemeContent::Bytes(_) => false,
        };
        layer
            .files
            .iter()
            .filter(|file| text(file))
            .filter_map(|file| match &file.content {
                ThemeContent::Text(source) => Some((&*file.path, &**source)),
                ThemeContent::Bytes(_) => None,
            })
            .collect()
    }
}

/// `strings/en.toml` → `en`.
fn stem(path: &str) -> &str {
    path.rsplit('/').next().and_then(|file| file.strip_suffix(".toml")).unwrap_or("")
}

/// Whether the built-in file of words serves a language: by its key, else by its tag, else by the tag's language.
fn speaks(file: &str, tongue: &Tongue) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_ascii_lowercase();
    let by_key = |name: &str| {
        embedded::FILES.iter().any(|(path, _)| stem(path) == name && path.starts_with("strings/"))
    };
    let wanted =
        if by_key(tongue.locale.as_str()) { tongue.locale.as_str().to_owned() } else { primary(&tongue.tag) };
    stem(file) == wanted
}

/// The built-in words of the files that are wanted, the first file's where keys meet.
fn builtin(wanted: impl Fn(&str) -> bool) -> Entries {
    let mut entries = Entries::new();
    for (path, bytes) in
        embedded::FILES.iter().filter(|(path, _)| path.starts_with("strings/") && wanted(path))
    {
        let place = Place::File(format!("themes/default/{path}").into());
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        if let Ok(table) = DeTable::parse(text) {
            flatten("", table.get_ref(), &mut |key, word, _| {
                if let Some(word) = word {
                    entries.entry(key).or_insert(Entry { word, place: place.clone() });
                }
            });
        }
    }
    entries
}

/// Reads a file of words of the site.
fn read(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Entries {
    let mut entries = Entries::new();
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let origin = Origin { source: source.id, offset: 0, head: Span::new(source.id, 0..0) };
    diagnostics.extend(syntax_errors(origin, &errors, &source.text));
    flatten("", table.get_ref(), &mut |key, word, range| {
        let place = Place::Span(Span::new(source.id, range));
        match word {
            Some(word) => drop(entries.insert(key, Entry { word, place })),
            None => diagnostics.push(Diagnostic::new(
                Code::WRONG_TYPE,
                place,
                format!("`{key}` must be words in quotes, a list of them, or a table"),
            )),
        }
    });
    entries
}

/// Calls `found` for each leaf of a table: a text, a list of texts, or the forms of words with a number.
fn flatten(
    prefix: &str,
    table: &DeTable<'_>,
    found: &mut impl FnMut(Arc<str>, Option<Word>, std::ops::Range<usize>),
) {
    for (name, value) in table.iter() {
        let key = if prefix.is_empty() {
            name.get_ref().to_string()
        } else {
            format!("{prefix}.{}", name.get_ref())
        };
        match value.get_ref() {
            DeValue::Table(inner) if !is_plural(inner) => flatten(&key, inner, found),
            other => found(key.into(), leaf(other), value.span()),
        }
    }
}

/// Forms of words with a number, and nothing else.
fn is_plural(table: &DeTable<'_>) -> bool {
    let name =
        |key: &toml::Spanned<toml::de::DeString<'_>>| PLURAL.iter().position(|form| key.get_ref() == form);
    table.keys().all(|key| name(key).is_some()) && table.keys().any(|key| name(key) == Some(1))
}

fn leaf(value: &DeValue<'_>) -> Option<Word> {
    match value {
        DeValue::String(text) => Some(Word::Text(text.as_ref().into())),
        DeValue::Array(items) => items
            .iter()
            .map(|i| i.get_ref().as_str().map(Arc::from))
            .collect::<Option<Vec<_>>>()
            .map(Word::List),
        DeValue::Table(forms) => forms
            .iter()
            .map(|(name, form)| {
                Some((Arc::from(name.get_ref().as_ref()), Word::Text(form.get_ref().as_str()?.into())))
            })
            .collect::<Option<BTreeMap<_, _>>>()
            .map(Word::Table),
        _ => None,
    }
}

/// Missing words, and placeholders that the templates do not fill.
fn compare(
    tongue: &Tongue,
    theme: &str,
    entries: &Entries,
    keys: &BTreeMap<Arc<str>, &Entry>,
) -> Vec<Diagnostic> {
    let locale = &tongue.locale;
    let file = || Place::File(format!("themes/{theme}/strings/{locale}.toml").into());
    if entries.is_empty() {
        let message = format!("there are no words of the interface for the language `{locale}`");
        let help = format!(
            "write themes/{theme}/strings/{locale}.toml with the keys of the built-in `strings/en.toml`"
        );
        return vec![Diagnostic::new(Code::MISSING_STRING, file(), message).help(help)];
    }
    let mut found = Vec::new();
    let missing: Vec<String> =
        keys.keys().filter(|key| !entries.contains_key(*key)).map(|key| format!("`{key}`")).collect();
    if !missing.is_empty() {
        let message = match missing.as_slice() {
            [one] => format!("the word {one} is missing in the language `{locale}`"),
            [a, b, c, rest @ ..] if !rest.is_empty() => {
                let more = rest.len();
                format!("words are missing in the language `{locale}`: {a}, {b}, {c} and {more} more")
            }
            some => format!("words are missing in the language `{locale}`: {}", some.join(", ")),
        };
        let help =
            format!("add them to themes/{theme}/strings/{locale}.toml, as in the built-in `strings/en.toml`");
        found.push(Diagnostic::new(Code::MISSING_STRING, file(), message).help(help));
    }
    for (key, model) in keys {
        let Some(entry) = entries.get(key) else { continue };
        let known = placeholders(&model.word);
        if let Some(odd) = placeholders(&entry.word).into_iter().find(|name| !known.contains(name)) {
            let list: Vec<String> = known.iter().map(|name| format!("`{{{name}}}`")).collect();
            let allowed = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
            let message = format!("the word `{key}` has the placeholder `{{{odd}}}`, which nothing fills");
            found.push(
                Diagnostic::new(Code::BAD_VALUE, entry.place.clone(), message)
                    .help(format!("placeholders of this word: {allowed}")),
            );
        }
    }
    found
}

fn placeholders(word: &Word) -> BTreeSet<&str> {
    match word {
        Word::Text(text) => {
            text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
        }
        Word::List(_) => BTreeSet::new(),
        Word::Table(forms) => forms.values().flat_map(placeholders).collect(),
    }
}

fn unknown<'a>(key: &str, entry: &Entry, names: impl Iterator<Item = &'a str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UNKNOWN_STRING,
        entry.place.clone(),
        format!("no template uses the word `{key}`"),
    );
    match similar_names(key, names) {
        Some(near) => diagnostic.help(near),
        None => diagnostic,
    }
}

/// Leaves with dotted keys as nested tables.
fn tree(leaves: impl Iterator<Item = (Arc<str>, Word)>) -> Words {
    let mut root = BTreeMap::new();
    for (key, word) in leaves {
        insert(&mut root, &key, word);
    }
    Words { root: Some(Arc::new(root)) }
}

fn insert(table: &mut BTreeMap<Arc<str>, Word>, key: &str, word: Word) {
    match key.split_once('.') {
        None => drop(table.insert(key.into(), word)),
        Some((first, rest)) => {
            let inner = table.entry(first.into()).or_insert_with(|| Word::Table(BTreeMap::new()));
            if let Word::Table(inner) = inner {
                insert(inner, rest, word);
            }
        }
    }
}
