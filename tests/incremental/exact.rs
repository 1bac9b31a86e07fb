//! What an edit makes again: the exact pages, by address.

use crate::kept::Kept;
use crate::{Step, Tree};
use bifold::site::{Options, Site, Snapshot};
use bifold::source::Memory;
use std::sync::Arc;

pub fn fixed() -> Tree {
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
    let link = "\nMind the [soil](@/skills/soil) first.\n\n![Chart](start/chart.svg)\n";
    let start = tree.get_mut("content/chapters/start.en.md").unwrap();
    start.extend_from_slice(link.as_bytes());
    let chart = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>";
    tree.insert("content/chapters/start/chart.svg".to_owned(), chart.into());
    tree
}

/// A site of which nothing is read.
pub fn tools() -> Site {
    Site::new(Arc::new(Memory::new()), Options::default())
}

/// Makes every page and gives the addresses of those that had to be rendered.
fn render(snapshot: &Snapshot) -> Vec<String> {
    let mut rendered = Vec::new();
    for page in snapshot.edition.pages() {
        let before = snapshot.rendered();
        snapshot.page(page).unwrap();
        if snapshot.rendered() > before {
            rendered.push(snapshot.edition.catalog.address(page));
        }
    }
    rendered.sort();
    rendered
}

/// The pages that are rendered again after an edit, by address, and how many documents are parsed; `from` becomes `to`
/// in a file that has it, or all of a new one.
fn touched(path: &str, from: &str, to: &str) -> (Vec<String>, usize) {
    let tree = fixed();
    let mut kept = Kept::new(&tools(), &tree);
    let all = render(&kept.refresh(&Step::new()));
    let text = tree.get(path).map(|bytes| String::from_utf8(bytes.clone()).unwrap()).unwrap_or_default();
    assert!(text.contains(from), "{from} is not in {path}");
    let text = if text.is_empty() { to.to_owned() } else { text.replacen(from, to, 1) };
    let after = kept.refresh(&Step::from([(path.to_owned(), Some(text.into_bytes()))]));
    let again = render(&after);
    assert!(again.iter().all(|page| all.contains(page)), "the edit changes which pages there are");
    assert_eq!(render(&after), Vec::<String>::new(), "what is rendered is kept");
    (again, after.work.parsed)
}

fn all_pages() -> Vec<String> {
    render(&Kept::new(&tools(), &fixed()).refresh(&Step::new()))
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
fn a_template_touches_the_pages_that_use_it() {
    let template = "{% extends \"default/role.html\" %}\n{% block footer %}Own{% endblock %}\n";
    let (pages, parsed) = touched("themes/own/templates/role.html", "", template);
    assert_eq!(parsed, 0);
    assert_eq!(pages, ["en/roles/gardener/", "zh/roles/gardener/"]);
}

#[test]
fn a_template_of_all_pages_touches_them_all() {
    let (pages, parsed) = touched("themes/own/templates/footer.html", "", "<footer>Own</footer>\n");
    assert_eq!(parsed, 0);
    assert_eq!(pages, all_pages());
}

#[test]
fn a_sentence_with_a_link_touches_the_page_that_it_leads_to() {
    let (pages, parsed) = touched("content/chapters/start.en.md", "Mind the", "Look at the");
    assert_eq!(parsed, 1);
    let pages_before = ["en/chapters/start/", "en/parallel/chapters/start/", "en/print/"];
    assert_eq!(pages, [&pages_before[..], &["en/skills/soil/", "zh/parallel/chapters/start/"]].concat());
}

#[test]
fn a_summary_touches_the_pages_that_show_it() {
    let (pages, parsed) = touched("content/roles/gardener.en.md", "\"S.\"", "\"Grows things.\"");
    assert_eq!(parsed, 1);
    let pages_of_it = ["en/parallel/roles/gardener/", "en/print/", "en/roles/", "en/roles/gardener/"];
    assert_eq!(pages, [&pages_of_it[..], &["zh/parallel/roles/gardener/"]].concat());
}

#[test]
fn a_picture_touches_the_pages_that_show_it() {
    let (pages, parsed) = touched("content/chapters/start/chart.svg", "width=\"9\"", "width=\"8\"");
    assert_eq!(parsed, 0);
    let english = ["en/chapters/start/", "en/parallel/chapters/start/", "en/print/"];
    assert_eq!(pages, [&english[..], &["zh/parallel/chapters/start/"]].concat());
}

#[test]
fn a_part_of_the_book_touches_what_names_it() {
    let (pages, parsed) = touched("site.toml", "en = \"One\"", "en = \"First\"");
    assert_eq!(parsed, 0);
    // The home page and the list show the parts; a chapter's page and its parallel page say in which part it is.
    let below = ["", "chapters/", "chapters/pay/", "chapters/start/"];
    let more = ["parallel/chapters/pay/", "parallel/chapters/start/", "print/"];
    let english = below.iter().chain(&more).map(|page| format!("en/{page}"));
    assert_eq!(pages, english.collect::<Vec<_>>());
}

#[test]
fn what_is_written_as_it_was_touches_nothing() {
    let (pages, parsed) = touched("content/chapters/start.en.md", "Words.", "Words.");
    assert_eq!((pages, parsed), (Vec::new(), 0));
}

#[test]
fn a_comment_in_the_settings_touches_nothing() {
    let (pages, parsed) = touched("site.toml", "theme", "# A comment.\ntheme");
    assert_eq!((pages, parsed), (Vec::new(), 0));
}

#[test]
fn a_style_sheet_touches_every_page() {
    let (pages, parsed) = touched("themes/own/assets/home.css", "", "p { order: 1 }");
    assert_eq!(parsed, 0);
    assert_eq!(pages, all_pages());
}
