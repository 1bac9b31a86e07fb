//! A site that is kept and refreshed is the site that a fresh run would make, whatever was edited on the way; and an edit
//! makes again only the pages that show it.
//!
//! `BIFOLD_LONG=500 cargo test --release --test incremental` tries 500 sequences of edits.
#![allow(clippy::unwrap_used)] // whatever fails here fails the test

use bifold::diagnostic::render::short;
use bifold::render::Artifact;
use bifold::site::{Changed, Options, Site, Snapshot, publish};
use bifold::source::{Digest, Memory};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::{Arc, Mutex};

type Tree = BTreeMap<String, Vec<u8>>;

/// What a step writes, or takes away.
type Step = BTreeMap<String, Option<Vec<u8>>>;

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// Some of them, each in one case of `n`, in their order.
    fn some(&mut self, all: &[&str], n: usize) -> String {
        let kept: Vec<String> =
            all.iter().filter(|_| self.one_in(n)).map(|item| format!("{item:?}")).collect();
        format!("[{}]", kept.join(", "))
    }
}

const SLUGS: &[(&str, &[&str])] = &[
    ("chapters", &["start", "pay"]),
    ("roles", &["gardener", "florist"]),
    ("skills", &["pruning", "soil", "water"]),
];
const SKILLS: &[&str] = &["pruning", "soil", "water"];
const ROLES: &[&str] = &["gardener", "florist"];
const CHART: &str = "content/chapters/pay/chart.svg";

fn site_toml(chance: &mut Chance) -> String {
    let mut site = String::from("base_url = \"https://example.org/book/\"\ndefault_language = \"zh\"\n");
    writeln!(site, "theme = \"{}\"", if chance.one_in(8) { "default" } else { "own" }).unwrap();
    site.push_str("[languages.zh]\ntag = \"zh-Hans\"\nname = \"简体中文\"\ntitle = \"手册\"\n");
    writeln!(
        site,
        "[languages.en]\ntag = \"en\"\nname = \"English\"\ntitle = \"{}\"",
        chance.of(&["Book", "Handbook"])
    )
    .unwrap();
    writeln!(site, "[role_groups]\ncore = {{ zh = \"核心\", en = \"{}\" }}", chance.of(&["Core", "Heart"]))
        .unwrap();
    site.push_str("side = { zh = \"副\", en = \"Side\" }\n[skill_groups]\nplants = { zh = \"植物\", en = \"Plants\" }\n");
    let part = chance.of(&["First", "Beginning"]);
    let chapters =
        chance.of(&["\"start\", \"pay\"", "\"pay\", \"start\"", "\"start\"", "\"start\", \"gone\""]);
    writeln!(
        site,
        "[[parts]]\nslug = \"one\"\ntitle = {{ zh = \"一\", en = \"{part}\" }}\nchapters = [{chapters}]"
    )
    .unwrap();
    let (automatic, never) = (!chance.one_in(3), chance.of(&["", "\"Soil\"", "\"修剪\""]));
    writeln!(
        site,
        "[links]\nautomatic = {automatic}\nnever = [{never}]\n[output]\nprint = {}",
        !chance.one_in(6)
    )
    .unwrap();
    if chance.one_in(4) {
        site.push_str("[diagnostics]\nunlinked-entry = \"off\"\nmissing-translation = \"error\"\n");
    }
    if chance.one_in(8) {
        site.push_str("[limits]\npage_bytes = 300\n");
    }
    site
}

fn sources_toml(chance: &mut Chance) -> String {
    let mut text = String::new();
    for key in ["own", "smith"] {
        if !chance.one_in(4) {
            let title = chance.of(&["Work", "Labour", "Toil"]);
            writeln!(
                text,
                "[{key}]\ntitle = {{ zh = \"书\", en = \"{title}\" }}\ndate = \"undated\"\nlanguage = \"en\""
            )
            .unwrap();
        }
    }
    text
}

fn front(chance: &mut Chance, collection: &str, slug: &str, locale: &str) -> String {
    let zh = locale == "zh";
    let title = if chance.one_in(3) {
        chance.of(&["Soil", "水", "A <b> & c", "修剪"]).to_owned()
    } else {
        format!("{slug} {locale}")
    };
    let mut text = format!(
        "+++\ntitle = \"{title}\"\nsummary = \"{}\"\n",
        chance.of(&["Short.", "一句话。", "Another."])
    );
    writeln!(text, "alt_labels = {}", chance.some(&["Earth", "Care of plants", "浇水", "Soil"], 4)).unwrap();
    writeln!(text, "hidden_labels = {}", chance.some(&["mud", "泥"], 5)).unwrap();
    writeln!(text, "sources = {}", chance.some(&["own", "smith"], 3)).unwrap();
    if chance.one_in(6) {
        text.push_str("draft = true\n");
    }
    if chance.one_in(4) {
        writeln!(text, "updated = 2026-0{}-01", 1 + chance.below(9)).unwrap();
    }
    // Said once for all languages; now and then in both, which is an error.
    if zh || chance.one_in(10) {
        match collection {
            "chapters" => {
                writeln!(text, "roles = {}\nskills = {}", chance.some(ROLES, 2), chance.some(SKILLS, 2))
                    .unwrap();
            }
            "roles" => {
                let group = chance.of(&["core", "side"]);
                let (essential, optional) = (chance.some(SKILLS, 2), chance.some(SKILLS, 3));
                writeln!(
                    text,
                    "group = \"{group}\"\nskills = {{ essential = {essential}, optional = {optional} }}"
                )
                .unwrap();
                writeln!(text, "moves = {}", chance.some(ROLES, 2)).unwrap();
            }
            "skills" => {
                let kind = chance.of(&["skill", "knowledge", "transversal"]);
                writeln!(
                    text,
                    "group = \"plants\"\ntype = \"{kind}\"\nrequires = {}",
                    chance.some(SKILLS, 4)
                )
                .unwrap();
                writeln!(text, "related = {}\nbroader = {}", chance.some(SKILLS, 4), chance.some(SKILLS, 6))
                    .unwrap();
            }
            _ => {}
        }
        if chance.one_in(5) {
            let alias = chance.of(&["roles/old", "skills/old", "chapters/pay", "roles/gardener"]);
            writeln!(text, "aliases = [\"{alias}\"]").unwrap();
        }
    }
    if collection == "roles" && chance.one_in(3) {
        writeln!(text, "[move_notes]\n{} = \"A step.\"", chance.of(ROLES)).unwrap();
    }
    if chance.one_in(25) {
        text.push_str("title = broken\n");
    }
    text + "+++\n"
}

const PIECES: &[&str] = &[
    "Plain words about earth and 浇水 and care of plants.",
    "Soil and Pruning. 修剪与 water。",
    "See [a skill](@/skills/soil) and [](@/roles/gardener).",
    "See [a section](@/chapters/start#work), [gone](@/skills/gone).",
    "As they say [@own], and [@smith].",
    "![chart](chart.svg)",
    "> [!TIP]\n> Water early.",
    "```rust\nfn main() {}\n```",
    "$x^2$ and <b>html</b>",
    "- [ ] one\n- [x] two",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "Note[^1].\n\n[^1]: The note.",
];

fn body(chance: &mut Chance) -> String {
    let mut text = String::from("\n");
    for heading in ["Work {#work}", "More {#more}", "Way"] {
        if !chance.one_in(3) {
            writeln!(text, "## {heading}\n").unwrap();
        }
        for _ in 0..chance.below(3) {
            writeln!(text, "{}\n", chance.of(PIECES)).unwrap();
        }
    }
    text
}

fn document(chance: &mut Chance, path: &str) -> Vec<u8> {
    let (collection, name) =
        path.strip_prefix("content/").unwrap().split_once('/').unwrap_or(("home", "home.zh.md"));
    let slug = name.split('.').next().unwrap();
    let locale = if path.ends_with(".zh.md") { "zh" } else { "en" };
    (front(chance, collection, slug, locale) + &body(chance)).into_bytes()
}

fn documents() -> Vec<String> {
    let mut paths = vec!["content/home.zh.md".to_owned(), "content/home.en.md".to_owned()];
    for (collection, slugs) in SLUGS {
        for slug in *slugs {
            paths.extend(["zh", "en"].map(|locale| format!("content/{collection}/{slug}.{locale}.md")));
        }
    }
    paths.push("content/pages/about.en.md".to_owned());
    paths
}

fn start(chance: &mut Chance) -> Tree {
    let mut tree = Tree::new();
    tree.insert("site.toml".to_owned(), site_toml(chance).into_bytes());
    tree.insert("content/sources.toml".to_owned(), sources_toml(chance).into_bytes());
    for path in documents() {
        tree.insert(path.clone(), document(chance, &path));
    }
    tree.insert(CHART.to_owned(), chart(chance));
    tree.insert("themes/own/strings/en.toml".to_owned(), strings(chance));
    tree
}

fn chart(chance: &mut Chance) -> Vec<u8> {
    let width = 10 + chance.below(3);
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"10\"></svg>").into_bytes()
}

fn strings(chance: &mut Chance) -> Vec<u8> {
    let chapters = chance.of(&["Chapters", "Guides", "Texts"]);
    let more = chance.of(&["", "[lost]\ntitle = \"Lost\"\n", "[gone]\nkey = \"x\"\n", "[places\n"]);
    format!("[places]\nchapters = \"{chapters}\"\n{more}").into_bytes()
}

fn step(chance: &mut Chance, tree: &Tree) -> Step {
    let mut step = Step::new();
    let all = documents();
    for _ in 0..1 + chance.below(2) {
        let path = all[chance.below(all.len())].clone();
        let old =
            tree.get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let (head, tail) = old.rfind("+++\n").map_or(("", ""), |at| old.split_at(at + 4));
        let write = |text: String| Some(text.into_bytes());
        match chance.below(17) {
            0..=2 => drop(step.insert(path, write(head.to_owned() + &body(chance)))),
            3..=5 => {
                let new = document(chance, &path);
                let new = String::from_utf8(new).unwrap();
                let end = new.rfind("+++\n").unwrap() + 4;
                step.insert(path, write(new[..end].to_owned() + tail));
            }
            6 => drop(step.insert(path.clone(), Some(document(chance, &path)))),
            7 => drop(step.insert(path, None)),
            8 => {
                let to = all[chance.below(all.len())].clone();
                if let Some(bytes) = tree.get(&path) {
                    step.insert(path, None);
                    step.insert(to, Some(bytes.clone()));
                }
            }
            9 => drop(step.insert("themes/own/strings/en.toml".to_owned(), Some(strings(chance)))),
            10 => {
                let name = chance.of(&["footer", "404", "skill", "notice"]);
                let path = format!("themes/own/templates/{name}.html");
                let content = match chance.below(6) {
                    0 | 1 => None,
                    2 => write("<p>{{ page.no.such }}</p>".to_owned()),
                    3 => write("{% if %}".to_owned()),
                    n => write(format!("<p>own {n} {{{{ site.title }}}}</p>")),
                };
                step.insert(path, content);
            }
            11 | 12 => drop(step.insert("site.toml".to_owned(), write(site_toml(chance)))),
            13 => drop(step.insert("content/sources.toml".to_owned(), write(sources_toml(chance)))),
            14 => {
                let content = (!chance.one_in(3)).then(|| chart(chance));
                step.insert(CHART.to_owned(), content);
            }
            15 => {
                let path = chance.of(&[
                    "themes/own/assets/own.css",
                    "themes/own/assets/home.css",
                    "themes/own/assets/search.js",
                ]);
                let content =
                    (!chance.one_in(3)).then(|| format!("p{{order:{}}}", chance.below(3)).into_bytes());
                step.insert(path.to_owned(), content);
            }
            _ => {
                let odd = [
                    "content/skills/Soil.en.md",
                    "content/skills/soil.fr.md",
                    "content/other.txt",
                    "content/skills/soil.en.md",
                ];
                let content = (!chance.one_in(2)).then(|| b"+++\ntitle = \"Od\xFFd\"\n+++\n".to_vec());
                step.insert(chance.of(&odd).to_owned(), content);
            }
        }
    }
    step
}

fn apply(tree: &mut Tree, step: &Step) {
    for (path, content) in step {
        match content {
            Some(bytes) => drop(tree.insert(path.clone(), bytes.clone())),
            None => drop(tree.remove(path)),
        }
    }
}

/// A site that is kept, with its files.
struct Kept {
    memory: Memory,
    site: Site,
    /// Every path that the output ever had.
    seen: BTreeSet<String>,
}

impl Kept {
    fn new(tree: &Tree) -> Kept {
        let memory = Memory::new();
        tree.iter().for_each(|(path, bytes)| memory.write(path, bytes));
        let mut site = Site::new(Arc::new(memory.clone()), Options::default());
        site.refresh(&Changed::All);
        Kept { memory, site, seen: BTreeSet::new() }
    }

    fn refresh(&mut self, step: &Step) -> Arc<Snapshot> {
        for (path, content) in step {
            match content {
                Some(bytes) => self.memory.write(path, bytes),
                None => self.memory.remove(path),
            }
        }
        self.site.refresh(&Changed::Paths(step.keys().cloned().collect()))
    }

    /// What differs from a fresh run, in one line.
    fn difference(&mut self, step: &Step) -> Option<String> {
        let kept = self.refresh(step);
        let fresh = Site::new(Arc::new(self.memory.clone()), Options::default()).refresh(&Changed::All);
        let made = Mutex::new(Tree::new());
        let take = |artifact: Artifact| {
            let path = artifact.path.clone();
            assert!(
                made.lock().unwrap().insert(artifact.path, artifact.bytes).is_none(),
                "{path} is made twice"
            );
        };
        let published = publish(&fresh, &take, &|_| {});
        let made = made.into_inner().unwrap();
        let said = |all: &[bifold::diagnostic::Diagnostic], of: &Snapshot| -> Vec<String> {
            all.iter().map(|finding| short(finding, &of.sources)).collect()
        };
        let (a, b) = (said(kept.diagnostics(), &kept), said(fresh.diagnostics(), &fresh));
        if a != b {
            return Some(format!("findings\nkept:  {a:#?}\nfresh: {b:#?}"));
        }
        let mut findings: Vec<_> =
            kept.edition.pages().filter_map(|page| kept.page(page).err()).map(|finding| *finding).collect();
        findings.extend(kept.other_findings().iter().cloned());
        let (a, b) = (said(&kept.with_rendering(findings), &kept), said(&published.diagnostics, &fresh));
        if a != b {
            return Some(format!("findings of rendering\nkept:  {a:#?}\nfresh: {b:#?}"));
        }
        for (path, bytes) in &made {
            match kept.file(path) {
                Some(Ok(file)) if file.bytes == *bytes => {}
                Some(Ok(file)) => return Some(format!("{path}\n{}", first_difference(&file.bytes, bytes))),
                Some(Err(finding)) => return Some(format!("{path}: {}", finding.message)),
                None => return Some(format!("{path}: the kept site has none")),
            }
        }
        self.seen.extend(kept.edition.pages().map(|page| kept.path(page)));
        self.seen.extend(made.keys().cloned());
        let more =
            self.seen.iter().find(|path| !made.contains_key(*path) && matches!(kept.file(path), Some(Ok(_))));
        more.map(|path| format!("{path}: only the kept site has one"))
    }
}

fn first_difference(kept: &[u8], fresh: &[u8]) -> String {
    let at = kept.iter().zip(fresh).take_while(|(a, b)| a == b).count();
    let near = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(60).min(bytes.len())..(at + 60).min(bytes.len())])
            .into_owned()
    };
    format!("kept:  {}\nfresh: {}", near(kept), near(fresh))
}

/// The first step at which a kept site differs from a fresh one.
fn first_failure(tree: &Tree, steps: &[Step]) -> Option<(usize, String)> {
    let mut kept = Kept::new(tree);
    let found = kept.difference(&Step::new()).map(|what| (0, what));
    found.or_else(|| steps.iter().enumerate().find_map(|(at, step)| Some((at + 1, kept.difference(step)?))))
}

fn tell(steps: &[Step]) -> String {
    let mut out = String::new();
    for (at, step) in steps.iter().enumerate() {
        for (path, content) in step {
            let text = content.as_ref().map_or("(gone)".into(), |bytes| String::from_utf8_lossy(bytes));
            writeln!(out, "--- step {}: {path}\n{text}", at + 1).unwrap();
        }
    }
    out
}

fn try_sequence(seed: u64, length: usize) {
    let mut chance = Chance(seed);
    let mut trees = vec![start(&mut chance)];
    let mut steps = Vec::new();
    for _ in 0..length {
        let mut tree = trees.last().unwrap().clone();
        let step = step(&mut chance, &tree);
        apply(&mut tree, &step);
        trees.push(tree);
        steps.push(step);
    }
    let Some((at, what)) = first_failure(&trees[0], &steps) else { return };
    // As few steps as still fail: a site that begins with the files of a later step.
    let last =
        (0..at).rev().find_map(|first| Some((first, first_failure(&trees[first], &steps[first..at])?)));
    let (first, (_, what)) = last.unwrap_or((0, (at, what)));
    panic!("seed {seed}, steps {}..={at}: {what}\n{}", first + 1, tell(&steps[first..at]));
}

#[test]
fn a_kept_site_is_a_fresh_site() {
    let sequences = std::env::var("BIFOLD_LONG").ok().and_then(|n| n.parse().ok()).unwrap_or(4_u64);
    // Not on rayon's threads, which the site itself needs.
    std::thread::scope(|scope| {
        for first in 0..4 {
            scope.spawn(move || (first..sequences).step_by(4).for_each(|seed| try_sequence(seed, 20)));
        }
    });
}

// What an edit makes again.

fn fixed() -> Tree {
    let site = "base_url = \"https://example.org/\"\ndefault_language = \"zh\"\ntheme = \"own\"\n\
        [languages.zh]\ntag = \"zh-Hans\"\nname = \"简体中文\"\ntitle = \"手册\"\n\
        [languages.en]\ntag = \"en\"\nname = \"English\"\ntitle = \"Book\"\n\
        [role_groups]\ncore = { zh = \"核心\", en = \"Core\" }\n\
        [skill_groups]\nplants = { zh = \"植物\", en = \"Plants\" }\n\
        [[parts]]\nslug = \"one\"\ntitle = { zh = \"一\", en = \"One\" }\nchapters = [\"start\", \"pay\"]\n";
    let chapters = [("chapters/start", "开始", "Start", ""), ("chapters/pay", "薪水", "Pay", "")];
    let others = [
        (
            "roles/gardener",
            "园艺师",
            "Gardener",
            "group = \"core\"\nskills = { essential = [\"pruning\"] }\n",
        ),
        ("skills/pruning", "修剪", "Pruning", "group = \"plants\"\ntype = \"skill\"\n"),
        ("skills/soil", "土壤", "Soil", "group = \"plants\"\ntype = \"skill\"\n"),
    ];
    let mut tree = Tree::from([("site.toml".to_owned(), site.into())]);
    for (path, zh, en, neutral) in [("home", "首页", "Home", "")].into_iter().chain(chapters).chain(others)
    {
        let text = |title: &str, more: &str| {
            format!("+++\ntitle = \"{title}\"\nsummary = \"S.\"\n{more}+++\n\n## W {{#w}}\n\nWords.\n")
        };
        tree.insert(format!("content/{path}.zh.md"), text(zh, neutral).into());
        tree.insert(format!("content/{path}.en.md"), text(en, "").into());
    }
    tree
}

fn keys(snapshot: &Snapshot) -> BTreeMap<String, Digest> {
    let edition = &snapshot.edition;
    let key = |page| (edition.catalog.address(page), edition.key(page, &edition.view(page)));
    edition.pages().map(key).collect()
}

/// The pages whose keys an edit changes, by address; `from` becomes `to` in a file that has it, or all of a new one.
fn touched(path: &str, from: &str, to: &str) -> (Vec<String>, usize) {
    let tree = fixed();
    let mut kept = Kept::new(&tree);
    let before = kept.refresh(&Step::new());
    let text = tree.get(path).map(|bytes| String::from_utf8(bytes.clone()).unwrap()).unwrap_or_default();
    assert!(text.contains(from), "{from} is not in {path}");
    let text = if text.is_empty() { to.to_owned() } else { text.replacen(from, to, 1) };
    let after = kept.refresh(&Step::from([(path.to_owned(), Some(text.into_bytes()))]));
    let (old, new) = (keys(&before), keys(&after));
    assert!(old.keys().eq(new.keys()), "the edit changes which pages there are");
    (
        new.into_iter().filter(|(page, key)| old[page] != *key).map(|(page, _)| page).collect(),
        after.work.parsed,
    )
}

fn all_pages() -> Vec<String> {
    keys(&Kept::new(&fixed()).refresh(&Step::new())).into_keys().collect()
}

#[test]
fn a_body_touches_the_pages_that_show_it() {
    let (pages, parsed) = touched("content/chapters/pay.en.md", "Words.", "Other words.");
    assert_eq!(parsed, 1);
    assert_eq!(
        pages,
        ["en/chapters/pay/", "en/parallel/chapters/pay/", "en/print/", "zh/parallel/chapters/pay/"]
    );
}

#[test]
fn a_title_touches_the_pages_that_name_it() {
    let (pages, parsed) = touched("content/skills/soil.en.md", "\"Soil\"", "\"Earth\"");
    assert_eq!(parsed, 1);
    // The page of `pruning` has the skills of its group beside it. Chinese pages say the name in the other language.
    let english = [
        "en/map/skills/",
        "en/my-skills/",
        "en/parallel/skills/soil/",
        "en/print/",
        "en/search/",
        "en/skills/",
        "en/skills/pruning/",
        "en/skills/soil/",
    ];
    let chinese = ["zh/parallel/skills/soil/", "zh/print/", "zh/search/", "zh/skills/soil/"];
    assert_eq!(pages, [&english[..], &chinese[..]].concat());
}

#[test]
fn a_skill_of_a_role_touches_both() {
    let (pages, parsed) = touched("content/roles/gardener.zh.md", "[\"pruning\"]", "[\"pruning\", \"soil\"]");
    assert_eq!(parsed, 1);
    // The page of `pruning` says how many skills the role needs.
    let below = ["print/", "roles/", "roles/gardener/", "skills/", "skills/pruning/", "skills/soil/"];
    let both = ["en", "zh"].iter().flat_map(|locale| below.map(|page| format!("{locale}/{page}")));
    assert_eq!(pages, both.collect::<Vec<_>>());
}

#[test]
fn a_string_touches_every_page_of_its_language() {
    let (pages, parsed) = touched("themes/own/strings/en.toml", "", "[places]\nchapters = \"Guides\"\n");
    assert_eq!(parsed, 0);
    let english = all_pages().into_iter().filter(|page| page.starts_with("en/"));
    assert_eq!(pages, english.collect::<Vec<_>>());
}

#[test]
fn a_template_touches_every_page() {
    let (pages, parsed) = touched("themes/own/templates/footer.html", "", "<footer>Own</footer>\n");
    assert_eq!(parsed, 0);
    assert_eq!(pages, all_pages());
}
