//! A small book about a garden, and what may happen to it: every kind of page and every output, in sound states and in
//! broken ones.

use crate::chance::Chance;
use crate::{Step, Tree};
use std::fmt::Write;

const SLUGS: &[(&str, &[&str])] = &[
    ("chapters", &["start", "pay"]),
    ("roles", &["gardener", "florist"]),
    ("skills", &["pruning", "soil", "water"]),
    ("pages", &["about"]),
];
const SKILLS: &[&str] = &["pruning", "soil", "water"];
const ROLES: &[&str] = &["gardener", "florist"];
const CHART: &str = "content/chapters/pay/chart.svg";
const PHOTO: &str = "content/roles/gardener/photo.png";

/// Makes books and steps. A calm one makes mistakes seldom, so that most states could be published; a wild one always.
pub struct Garden {
    pub chance: Chance,
    pub calm: bool,
}

impl Garden {
    /// Every other seed is a calm one.
    pub fn new(seed: u64) -> Garden {
        Garden { chance: Chance(seed), calm: seed % 2 == 1 }
    }

    /// A mistake: in a wild garden in one case of `n`, in a calm one far more seldom.
    fn slips(&mut self, n: usize) -> bool {
        let n = if self.calm { n * 100 } else { n };
        self.chance.one_in(n)
    }

    /// A whole site to begin with.
    pub fn start(&mut self) -> Tree {
        let mut tree = Tree::new();
        tree.insert("site.toml".to_owned(), self.site_toml().into_bytes());
        tree.insert("content/sources.toml".to_owned(), self.sources_toml().into_bytes());
        for path in documents() {
            if self.calm || !self.chance.one_in(12) {
                tree.insert(path.clone(), self.document(&path));
            }
        }
        tree.insert(CHART.to_owned(), self.chart());
        tree.insert(PHOTO.to_owned(), self.photo());
        tree.insert("themes/own/strings/en.toml".to_owned(), self.strings());
        tree
    }

    fn site_toml(&mut self) -> String {
        let third = self.slips(10);
        let turned = self.slips(8);
        let chance = &mut self.chance;
        let mut site = String::from("base_url = \"https://example.org/book/\"\n");
        let default = if turned { "en" } else { "zh" };
        writeln!(site, "default_language = \"{default}\"").unwrap();
        writeln!(site, "x_default = \"{}\"", chance.of(&["chooser", "en"])).unwrap();
        writeln!(site, "theme = \"{}\"", if chance.one_in(8) { "default" } else { "own" }).unwrap();
        site.push_str("[languages.zh]\ntag = \"zh-Hans\"\nname = \"简体中文\"\ntitle = \"手册\"\n");
        let title = chance.of(&["Book", "Handbook"]);
        writeln!(site, "[languages.en]\ntag = \"en\"\nname = \"English\"\ntitle = \"{title}\"").unwrap();
        if third {
            site.push_str("[languages.fr]\ntag = \"fr\"\nname = \"Français\"\ntitle = \"Livre\"\n");
        }
        let core = chance.of(&["Core", "Heart"]);
        writeln!(site, "[role_groups]\ncore = {{ zh = \"核心\", en = \"{core}\" }}").unwrap();
        site.push_str("side = { zh = \"副\", en = \"Side\" }\n");
        site.push_str("[skill_groups]\nplants = { zh = \"植物\", en = \"Plants\" }\n");
        let part = chance.of(&["First", "Beginning"]);
        let turned = chance.one_in(2);
        let chapters = match (self.slips(3), turned) {
            (true, true) => "\"start\"",
            (true, false) => "\"start\", \"gone\"",
            (false, true) => "\"pay\", \"start\"",
            (false, false) => "\"start\", \"pay\"",
        };
        writeln!(site, "[[parts]]\nslug = \"one\"\ntitle = {{ zh = \"一\", en = \"{part}\" }}").unwrap();
        writeln!(site, "chapters = [{chapters}]").unwrap();
        self.settings(&mut site);
        site
    }

    fn settings(&mut self, site: &mut String) {
        let chance = &mut self.chance;
        let (automatic, never) = (!chance.one_in(3), chance.of(&["", "\"Soil\"", "\"修剪\""]));
        writeln!(site, "[links]\nautomatic = {automatic}\nnever = [{never}]").unwrap();
        writeln!(site, "[output]\nprint = {}", !chance.one_in(6)).unwrap();
        let html = if self.calm { "allow-list" } else { self.chance.of(&["escape", "allow-list"]) };
        writeln!(site, "[markdown]\nhtml = \"{html}\"").unwrap();
        if self.chance.one_in(4) {
            site.push_str("[diagnostics]\nunlinked-entry = \"off\"\n");
            if self.slips(1) {
                site.push_str("missing-translation = \"error\"\n");
            }
        }
        if self.slips(8) {
            let limit = self.chance.of(&["page_bytes = 300", "output_bytes = 9000", "pages = 20"]);
            writeln!(site, "[limits]\n{limit}").unwrap();
        }
        if self.slips(20) {
            site.push_str("[markdown\n");
        }
    }

    fn sources_toml(&mut self) -> String {
        let mut text = String::new();
        for key in ["own", "smith"] {
            if !self.slips(4) {
                let title = self.chance.of(&["Work", "Labour", "Toil"]);
                writeln!(text, "[{key}]\ntitle = {{ zh = \"书\", en = \"{title}\" }}").unwrap();
                text.push_str("date = \"undated\"\nlanguage = \"en\"\n");
            }
        }
        text
    }

    fn front(&mut self, collection: &str, slug: &str, locale: &str) -> String {
        let title = if self.chance.one_in(if self.calm { 20 } else { 3 }) {
            self.chance.of(&["Soil", "水", "A <b> & c", "修剪"]).to_owned()
        } else {
            format!("{slug} {locale}")
        };
        let summary = self.chance.of(&["Short.", "一句话。", "Another."]);
        let mut text = format!("+++\ntitle = \"{title}\"\nsummary = \"{summary}\"\n");
        if !matches!(collection, "home" | "pages") {
            let others = self.chance.some(&["Earth", "Care of plants", "浇水", "Soil"], 6);
            writeln!(text, "alt_labels = {others}").unwrap();
            writeln!(text, "hidden_labels = {}", self.chance.some(&["mud", "泥"], 5)).unwrap();
        }
        writeln!(text, "sources = {}", self.chance.some(&["own", "smith"], 3)).unwrap();
        let spare = slug == "about" || (slug == "water" && locale == "en");
        if (spare && self.chance.one_in(4)) || self.slips(6) {
            text.push_str("draft = true\n");
        }
        if self.chance.one_in(4) {
            writeln!(text, "updated = 2026-0{}-01", 1 + self.chance.below(9)).unwrap();
        }
        // Said once for all languages; now and then in both, which is an error.
        if locale == "zh" || self.slips(10) {
            self.facts(&mut text, collection, slug);
        }
        if self.slips(25) {
            text.push_str("title = broken\n");
        }
        if collection == "roles" && (if self.calm { false } else { self.chance.one_in(3) }) {
            writeln!(text, "[move_notes]\n{} = \"A step.\"", self.chance.of(ROLES)).unwrap();
        }
        text + "+++\n"
    }

    /// What does not depend on the language.
    fn facts(&mut self, text: &mut String, collection: &str, slug: &str) {
        // An entry that names itself, or a circle, is a mistake: the calm name only what comes behind them.
        let behind = |all: &[&'static str], calm: bool| -> Vec<&'static str> {
            let at = all.iter().position(|one| *one == slug).map_or(0, |at| at + 1);
            if calm { all[at..].to_vec() } else { all.to_vec() }
        };
        let (skills, roles) = (behind(SKILLS, self.calm), behind(ROLES, self.calm));
        let chance = &mut self.chance;
        match collection {
            "chapters" => {
                let (roles, skills) = (chance.some(ROLES, 2), chance.some(SKILLS, 2));
                writeln!(text, "roles = {roles}\nskills = {skills}").unwrap();
            }
            "roles" => {
                let group = chance.of(&["core", "side"]);
                let (essential, optional) = (chance.some(SKILLS, 2), chance.some(SKILLS, 3));
                writeln!(text, "group = \"{group}\"\nmoves = {}", chance.some(&roles, 2)).unwrap();
                writeln!(text, "skills = {{ essential = {essential}, optional = {optional} }}").unwrap();
            }
            "skills" => {
                let kind = chance.of(&["skill", "knowledge", "transversal"]);
                writeln!(text, "group = \"plants\"\ntype = \"{kind}\"").unwrap();
                writeln!(text, "requires = {}", chance.some(&skills, 4)).unwrap();
                writeln!(text, "related = {}", chance.some(&skills, 4)).unwrap();
                writeln!(text, "broader = {}", chance.some(&skills, 6)).unwrap();
            }
            _ => {}
        }
        if chance.one_in(4) && collection != "home" {
            let own = format!("/{collection}/old-{slug}/");
            let alias = if self.slips(2) {
                self.chance.of(&["roles/old", "/skills/old/", "/chapters/pay/", "roles/gardener"])
            } else {
                &own
            };
            writeln!(text, "aliases = [\"{alias}\"]").unwrap();
        }
    }

    fn body(&mut self, path: &str) -> String {
        let mut text = String::from("\n");
        for heading in ["Work {#work}", "More {#more}", "Way"] {
            if self.calm || !self.chance.one_in(3) {
                writeln!(text, "## {heading}\n").unwrap();
            }
            for _ in 0..self.chance.below(3) {
                writeln!(text, "{}\n", self.piece(path)).unwrap();
            }
        }
        text
    }

    fn piece(&mut self, path: &str) -> &'static str {
        if path.starts_with("content/chapters/pay.") && self.chance.one_in(4) {
            return "![chart](pay/chart.svg)";
        }
        if path.starts_with("content/roles/gardener.") && self.chance.one_in(4) {
            return "![A photo](gardener/photo.png)";
        }
        if self.slips(8) { self.chance.of(WRONG) } else { self.chance.of(PIECES) }
    }

    fn document(&mut self, path: &str) -> Vec<u8> {
        let below = path.strip_prefix("content/").unwrap();
        let (collection, name) = below.split_once('/').unwrap_or(("home", below));
        let slug = name.split('.').next().unwrap();
        let locale = if path.ends_with(".zh.md") { "zh" } else { "en" };
        (self.front(collection, slug, locale) + &self.body(path)).into_bytes()
    }

    fn chart(&mut self) -> Vec<u8> {
        let width = 10 + self.chance.below(3);
        let size = format!("width=\"{width}\" height=\"10\"");
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}></svg>").into_bytes()
    }

    /// The beginning of a PNG, which says its size.
    fn photo(&mut self) -> Vec<u8> {
        let width = 1 + self.chance.below(3) as u8;
        let head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0";
        [&head[..], &[width, 0, 0, 0, 5, 8, 2, 0, 0, 0]].concat()
    }

    fn strings(&mut self) -> Vec<u8> {
        let chapters = self.chance.of(&["Chapters", "Guides", "Texts"]);
        let more = if self.slips(2) {
            self.chance.of(&["[lost]\ntitle = \"Lost\"\n", "[gone]\nkey = \"x\"\n", "[places\n"])
        } else {
            ""
        };
        format!("[places]\nchapters = \"{chapters}\"\n{more}").into_bytes()
    }

    /// What happens next: one thing or two, sometimes many at once.
    pub fn step(&mut self, tree: &Tree) -> Step {
        let mut step = Step::new();
        if self.chance.one_in(40) {
            for path in documents() {
                step.insert(path.clone(), Some(self.document(&path)));
            }
            return step;
        }
        for _ in 0..1 + self.chance.below(2) {
            self.change(tree, &mut step);
        }
        step
    }

    fn change(&mut self, tree: &Tree, step: &mut Step) {
        let all = documents();
        let path = all[self.chance.below(all.len())].clone();
        let old = tree.get(&path).map_or_else(Vec::new, Clone::clone);
        let old = String::from_utf8_lossy(&old).into_owned();
        let (head, tail) = old.rfind("+++\n").map_or(("", ""), |at| old.split_at(at + 4));
        match self.chance.below(18) {
            0..=2 if !head.is_empty() => {
                let text = head.to_owned() + &self.body(&path);
                step.insert(path, Some(text.into_bytes()));
            }
            3..=5 => {
                let new = String::from_utf8(self.document(&path)).unwrap();
                let end = new.rfind("+++\n").unwrap() + 4;
                step.insert(path, Some((new[..end].to_owned() + tail).into_bytes()));
            }
            0..=6 => drop(step.insert(path.clone(), Some(self.document(&path)))),
            7 => self.remove(&path, step),
            8 => self.rename(path, tree, step),
            9 => {
                let path = self.chance.of(&["themes/own/strings/en.toml", "themes/own/strings/zh.toml"]);
                step.insert(path.to_owned(), Some(self.strings()));
            }
            10 | 11 => self.template(step),
            12 => drop(step.insert("site.toml".to_owned(), Some(self.site_toml().into_bytes()))),
            13 => {
                let text = self.sources_toml();
                step.insert("content/sources.toml".to_owned(), Some(text.into_bytes()));
            }
            14 => self.picture(step),
            15 => self.asset(step),
            16 => {
                let [zh, en] = ["zh", "en"].map(|locale| format!("content/home.{locale}.md"));
                let path = if self.chance.one_in(2) { zh } else { en };
                step.insert(path.clone(), Some(self.document(&path)));
            }
            _ => self.oddity(step),
        }
    }

    fn remove(&mut self, path: &str, step: &mut Step) {
        let may = !self.calm || path.ends_with(".en.md") || path.contains("about");
        if may {
            step.insert(path.to_owned(), None);
        }
    }

    fn rename(&mut self, path: String, tree: &Tree, step: &mut Step) {
        let all = documents();
        let to = all[self.chance.below(all.len())].clone();
        let collection = |path: &str| path.split('/').nth(1).map(str::to_owned);
        let harmless = path.ends_with(".en.md") && to.ends_with(".en.md");
        if self.calm && !(harmless && collection(&path) == collection(&to)) {
            return;
        }
        if let Some(bytes) = tree.get(&path) {
            step.insert(path, None);
            step.insert(to, Some(bytes.clone()));
        }
    }

    fn template(&mut self, step: &mut Step) {
        let name = self.chance.of(&["footer", "404", "root-404", "skill", "notice", "redirect", "switch"]);
        let path = format!("themes/own/templates/{name}.html");
        let content = match self.chance.below(4) {
            _ if self.slips(3) => {
                Some(self.chance.of(&["<p>{{ page.no.such }}</p>", "{% if %}", "{{ nosuch() }}"]).to_owned())
            }
            0 | 1 => None,
            n => Some(format!("<p>own {n} {{{{ site.title }}}}</p>")),
        };
        step.insert(path, content.map(String::into_bytes));
    }

    fn picture(&mut self, step: &mut Step) {
        let gone = self.slips(3);
        if self.chance.one_in(2) {
            step.insert(CHART.to_owned(), (!gone).then(|| self.chart()));
        } else {
            step.insert(PHOTO.to_owned(), (!gone).then(|| self.photo()));
        }
    }

    fn asset(&mut self, step: &mut Step) {
        let path = self.chance.of(&[
            "themes/own/assets/own.css",
            "themes/own/assets/home.css",
            "themes/own/assets/search.js",
            "themes/default/assets/base.css",
        ]);
        let content = format!("p{{order:{}}}", self.chance.below(3)).into_bytes();
        step.insert(path.to_owned(), (!self.chance.one_in(3)).then_some(content));
    }

    fn oddity(&mut self, step: &mut Step) {
        let odd = [
            "content/skills/Soil.en.md",
            "content/skills/soil.fr.md",
            "content/other.txt",
            "content/skills/soil.en.md",
            "content/chapters/pay/notes.zh.md",
            "site.toml",
        ];
        let path = self.chance.of(&odd);
        if self.slips(2) {
            step.insert(path.to_owned(), Some(b"+++\ntitle = \"Od\xFFd\"\n+++\n".to_vec()));
        } else if path == "site.toml" {
            step.insert(path.to_owned(), Some(self.site_toml().into_bytes()));
        } else if path == "content/skills/soil.en.md" {
            step.insert(path.to_owned(), Some(self.document(path)));
        } else {
            step.insert(path.to_owned(), None);
        }
    }
}

const PIECES: &[&str] = &[
    "Plain words about earth and 浇水 and care of plants.",
    "Soil and Pruning. 修剪与 water。",
    "See [a skill](@/skills/soil) and [](@/roles/gardener).",
    "See [a section](@/chapters/start#work).",
    "As they say [@own], and [@smith].",
    "> [!TIP]\n> Water early.",
    "```rust\nfn main() {}\n```",
    "$x^2$ and <kbd>Enter</kbd>",
    "- [ ] one\n- [x] two",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "Words about [[pruning]] and **heavy** ones.",
];

const WRONG: &[&str] = &[
    "[gone](@/skills/gone)",
    "![chart](chart.svg)",
    "Note[^1].\n\n[^1]: The note.",
    "<b>html</b> [@nobody]",
    "```mermaid\ngraph TD\n```",
];

/// The documents of a whole book.
fn documents() -> Vec<String> {
    let mut paths = vec!["content/home.zh.md".to_owned(), "content/home.en.md".to_owned()];
    for (collection, slugs) in SLUGS {
        for slug in *slugs {
            paths.extend(["zh", "en"].map(|locale| format!("content/{collection}/{slug}.{locale}.md")));
        }
    }
    paths
}
