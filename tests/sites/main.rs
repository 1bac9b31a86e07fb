//! Whole sites, built as `build` builds them: every link and anchor leads somewhere, every relation is seen from both
//! ends, any number of languages works, and the same sources give the same bytes.

#![allow(clippy::unwrap_used)] // a test stops at the first surprise

#[path = "../support/mod.rs"]
mod support;

mod golden;

use bifold::catalog::{Page, PageKind};
use bifold::diagnostic::Severity;
use bifold::site::{Changed, Options, Site, Snapshot, publish};
use bifold::source::{Disk, Files, Memory};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use support::Tree;

fn build(files: impl Files + 'static, base_url: Option<&str>) -> (Arc<Snapshot>, Tree) {
    let options = Options { base_url: base_url.map(str::to_owned), ..Options::default() };
    let snapshot = Site::new(Arc::new(files), options).refresh(&Changed::All);
    let tree = Mutex::new(Tree::new());
    let take = |artifact: bifold::render::Artifact| {
        let old = tree.lock().unwrap().insert(artifact.path.clone(), artifact.bytes);
        assert!(old.is_none(), "{} is made twice", artifact.path);
    };
    let published = publish(&snapshot, &take, None, &|_| {});
    let errors: Vec<_> = published.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    (snapshot, tree.into_inner().unwrap())
}

/// A small site in some languages: two roles with a move, three skills in a chain, a chapter, a page, an alias.
fn small(locales: &[&str]) -> Memory {
    let files = Memory::new();
    let mut site =
        format!("base_url = \"https://example.org/book/\"\ndefault_language = \"{}\"\n", locales[0]);
    for locale in locales {
        let tag = if *locale == "zh" { "zh-Hans" } else { locale };
        site.push_str(&format!(
            "[languages.{locale}]\ntag = \"{tag}\"\nname = \"{locale}\"\ntitle = \"Book {locale}\"\n"
        ));
    }
    site.push_str("[role_groups.core]\n");
    locales.iter().for_each(|locale| site.push_str(&format!("{locale} = \"Core\"\n")));
    site.push_str("[skill_groups.all]\n");
    locales.iter().for_each(|locale| site.push_str(&format!("{locale} = \"All\"\n")));
    site.push_str("[[parts]]\nslug = \"one\"\ntitle = \"One\"\nchapters = [\"start\", \"end\"]\n[links]\nautomatic = true\n");
    files.write("site.toml", site);
    if locales.contains(&"fr") {
        // A language that the theme does not speak brings its words.
        files.write("themes/default/strings/fr.toml", include_str!("../../themes/default/strings/en.toml"));
    }
    files.write("content/sources.toml", "[work]\ntitle = \"A work\"\ndate = \"2022\"\n");
    for (index, locale) in locales.iter().enumerate() {
        let origin = index == 0;
        let put = |path: &str, words: &str, neutral: &str, body: &str| {
            let neutral = if origin { neutral } else { "" };
            let text =
                format!("+++\ntitle = \"{words}\"\nsummary = \"{words}.\"\n{neutral}\n+++\n\n{body}\n");
            files.write(&format!("content/{path}.{locale}.md"), text);
        };
        put("home", "Home", "", "[[cook]] [first](@/chapters/start#a)");
        put("pages/about", "About", "", "## Aim {#aim}\n\nSee [sources](@/sources) and [@work].");
        put(
            "chapters/start",
            "Start",
            "roles = [\"cook\"]\nskills = [\"knife\"]\nsources = [\"work\"]",
            "## A {#a}\n\nThe Cook cuts.[^1]\n\n[^1]: With care.",
        );
        put(
            "chapters/end",
            "End",
            "sources = [\"work\"]",
            "## B {#b}\n\nBack to [a](start.md) or [[knife]]."
                .replace("start.md", &format!("start.{locale}.md"))
                .as_str(),
        );
        put(
            "roles/cook",
            "Cook",
            "group = \"core\"\nsources = [\"work\"]\nskills = { essential = [\"knife\", \"soup\"], optional = [\"menu\"] }\nmoves = [\"chef\"]\naliases = [\"/roles/cuisinier/\"]",
            "## Work {#work}\n\nCooks.",
        );
        put(
            "roles/chef",
            "Chef",
            "group = \"core\"\nsources = [\"work\"]\nskills = { essential = [\"soup\", \"menu\"] }",
            "## Work {#work}\n\nLeads.",
        );
        put(
            "skills/knife",
            "Knife",
            "group = \"all\"\nsources = [\"work\"]\ntype = \"skill\"",
            "## What {#what}\n\nCut.",
        );
        put(
            "skills/soup",
            "Soup",
            "group = \"all\"\nsources = [\"work\"]\nrequires = [\"knife\"]",
            "## What {#what}\n\nBoil.",
        );
        put(
            "skills/menu",
            "Menu",
            "group = \"all\"\nsources = [\"work\"]\nrequires = [\"soup\"]\nrelated = [\"knife\"]",
            "## What {#what}\n\nPlan.",
        );
    }
    files
}

/// Every `href` and `src` of the HTML leads to a file of the tree, and its fragment to an id there.
fn links_resolve(tree: &Tree, base: &str) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let found = attributes(&text(bytes), &["id"]);
        let mut seen = BTreeSet::new();
        for id in found {
            assert!(seen.insert(id.clone()), "{path} has the id {id} twice");
        }
        ids.insert(path, seen);
    }
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        for link in attributes(&text(bytes), &["href", "src"]) {
            if link.contains("://") || link.starts_with("mailto:") || link.starts_with("data:") {
                continue;
            }
            count += 1;
            let link = link.replace("&amp;", "&");
            let (address, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let address = address.split('?').next().unwrap();
            let target = match address.strip_prefix(base) {
                Some(below) if path.ends_with("404.html") => below.to_owned(),
                _ if address.is_empty() => path.clone(),
                _ => join(path, address),
            };
            let target = if target.is_empty() || target.ends_with('/') {
                format!("{target}index.html")
            } else {
                target
            };
            if !tree.contains_key(&target) {
                wrong.push(format!("{path}: {link} (no {target})"));
            } else if !fragment.is_empty() {
                let known = ids.get(target.as_str()).is_some_and(|ids| ids.contains(&decoded(fragment)));
                if !known {
                    wrong.push(format!("{path}: {link} (no such id)"));
                }
            }
        }
    }
    assert!(count > 50, "only {count} links were looked at");
    assert!(wrong.is_empty(), "{} of {count}: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
}

fn attributes(html: &str, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for name in names {
        let sign = format!(" {name}=\"");
        let mut rest = html;
        while let Some(at) = rest.find(&sign) {
            rest = &rest[at + sign.len()..];
            let end = rest.find('"').unwrap();
            found.push(rest[..end].to_owned());
        }
    }
    found
}

fn decoded(fragment: &str) -> String {
    let bytes = fragment.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&fragment[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

fn join(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop().expect("a link stays inside the site");
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// For every relation, a link stands on both pages, in every language.
fn relations_are_seen_from_both_ends(snapshot: &Snapshot, tree: &Tree) {
    let catalog = &snapshot.edition.catalog;
    let mut edges = 0;
    for language in 0..catalog.config.languages.len() {
        for index in 0..catalog.entries.len() {
            let from = bifold::catalog::EntryIx(index as u32);
            let relations = catalog.relations(from);
            let others = [&relations.essential, &relations.optional, &relations.requires, &relations.related];
            let chapters = [&relations.roles, &relations.skills];
            for to in others.into_iter().chain(chapters).flatten() {
                edges += 1;
                for (a, b) in [(from, *to), (*to, from)] {
                    let page = catalog.address(Page { kind: PageKind::Entry(a), language });
                    let other = catalog.address(Page { kind: PageKind::Entry(b), language });
                    let html = String::from_utf8_lossy(&tree[&format!("{page}index.html")]);
                    let link = bifold::catalog::relative(&page, &other);
                    assert!(html.contains(&format!("href=\"{link}")), "{page} does not link to {other}");
                }
            }
        }
    }
    assert!(edges > 5);
}

#[test]
fn sites_in_one_two_and_three_languages_hold_together() {
    for locales in [&["en"][..], &["zh", "en"], &["en", "zh", "fr"]] {
        let (snapshot, tree) = build(small(locales), None);
        links_resolve(&tree, "/book/");
        relations_are_seen_from_both_ends(&snapshot, &tree);
        let parallel = tree.keys().any(|path| path.contains("/parallel/"));
        assert_eq!(parallel, locales.len() > 1);
        for locale in locales {
            assert!(tree.contains_key(&format!("{locale}/moves/cook/chef/index.html")));
            assert!(tree.contains_key(&format!("{locale}/roles/cuisinier/index.html")), "aliases lead on");
        }
    }
}

#[test]
fn a_missing_translation_is_a_page_that_says_so() {
    let files = small(&["zh", "en"]);
    files.remove("content/skills/menu.en.md");
    let (_, tree) = build(files, None);
    links_resolve(&tree, "/book/");
    let html = String::from_utf8_lossy(&tree["en/skills/menu/index.html"]).into_owned();
    assert!(html.contains("noindex") && html.contains("lang=\"zh-Hans\""));
    assert!(html.contains("<link rel=\"canonical\" href=\"https://example.org/book/zh/skills/menu/\">"));
    assert!(!html.contains("rel=\"alternate\" hreflang=\"en\""));
    assert!(!String::from_utf8_lossy(&tree["sitemap.xml"]).contains("/en/skills/menu/"));
}

#[test]
fn the_handbook_holds_together() {
    let (snapshot, tree) = build(Disk::new(env!("CARGO_MANIFEST_DIR")), None);
    links_resolve(&tree, "/handbook/");
    relations_are_seen_from_both_ends(&snapshot, &tree);
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(|| build(small(&["zh", "en"]), None).1);
    let two = pool(2).install(|| build(small(&["zh", "en"]), None).1);
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(bytes == &two[path], "{path} differs");
    }
}

#[test]
fn another_address_changes_absolute_links_alone() {
    let (_, here) = build(small(&["zh", "en"]), None);
    let (_, there) = build(small(&["zh", "en"]), Some("http://other.example/"));
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    links_resolve(&there, "/");
    let html = String::from_utf8_lossy(&there["zh/roles/cook/index.html"]).into_owned();
    assert!(html.contains("http://other.example/zh/roles/cook/") && !html.contains("https://example.org"));
}
