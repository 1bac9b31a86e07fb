//! Which templates a page may come to use: its own, and those that this one leads to.
//!
//! Tera names others in string literals alone, so a template leads at most to those whose names stand somewhere in its
//! text. Components have names of their own: whatever defines one is within everybody's reach. So is a template of a
//! name that a literal writes with an escape. That is more than is used, and never less.

use crate::source::{Digest, digest};
use std::collections::{BTreeMap, BTreeSet};

/// The hash of all that the pages of each template are made of, by the template's name without its theme's.
pub(super) fn digests<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, Digest> {
    // The same name in several themes is one step: which of them serves depends on all.
    let mut by_name: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (path, text) in texts {
        let name = path.split_once('/').map_or(path, |(_, name)| name);
        by_name.entry(name).or_default().push((path, text));
    }
    let says = |name: &str, words: &str| by_name[name].iter().any(|(_, text)| text.contains(words));
    let is_common =
        |name: &str| says(name, "component") || name.contains(['"', '\'', '`', '\\', '\n', '\t', '\r']);
    let common: BTreeSet<&str> = by_name.keys().copied().filter(|name| is_common(name)).collect();
    let reach = |start: &'_ str| {
        let mut reached: BTreeSet<&str> = common.clone();
        reached.extend(by_name.get_key_value(start).map(|(name, _)| *name));
        let mut open: Vec<&str> = reached.iter().copied().collect();
        while let Some(at) = open.pop() {
            for name in by_name.keys().filter(|name| says(at, name)) {
                if reached.insert(name) {
                    open.push(name);
                }
            }
        }
        digest(&reached.iter().map(|name| &by_name[name]).collect::<Vec<_>>())
    };
    by_name.keys().map(|name| ((*name).to_owned(), reach(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The templates of which a page's bytes change when one of them does.
    fn touched(changed: &str) -> Vec<&'static str> {
        let texts = [
            ("own/page.html", "{% extends \"base.html\" %}"),
            ("default/page.html", "{% extends \"default/base.html\" %}"),
            ("default/base.html", "{% include 'foot.html' %}"),
            ("default/foot.html", "{{ <mark /> }}"),
            ("default/bare.html", "{{ page }}"),
            ("default/marks.html", "{% component mark() %}*{% endcomponent mark %}"),
            ("own/it\"s.html", ""),
        ];
        let names = ["page.html", "base.html", "foot.html", "bare.html", "marks.html", "it\"s.html"];
        let of = |with: &str| {
            let texts: Vec<(&str, String)> = texts
                .map(|(path, text)| (path, if path == with { format!("{text} ") } else { text.to_owned() }))
                .into();
            digests(texts.iter().map(|(path, text)| (*path, text.as_str())))
        };
        let (before, after) = (of(""), of(changed));
        names.into_iter().filter(|name| before[*name] != after[*name]).collect()
    }

    #[test]
    fn what_leads_to_a_template_changes_with_it() {
        assert_eq!(touched("own/page.html"), ["page.html"]);
        assert_eq!(touched("default/page.html"), ["page.html"]);
        assert_eq!(touched("default/bare.html"), ["bare.html"]);
        assert_eq!(touched("default/base.html"), ["page.html", "base.html"]);
        assert_eq!(touched("default/foot.html"), ["page.html", "base.html", "foot.html"]);
    }

    #[test]
    fn what_anybody_may_use_changes_all() {
        assert_eq!(touched("default/marks.html").len(), 6);
        assert_eq!(touched("own/it\"s.html").len(), 6);
    }
}
