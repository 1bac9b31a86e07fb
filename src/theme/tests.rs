//! The built-in theme is whole; overrides fall back file by file; mistakes of authors are told where they stand.

use super::*;
use crate::source::SourceId;

fn tongues() -> Vec<Tongue> {
    [("zh", "zh-Hans"), ("en", "en")]
        .map(|(locale, tag)| Tongue { locale: Locale::new(locale), tag: tag.into() })
        .to_vec()
}

fn text(path: &str, text: &str) -> ThemeFile {
    let source = Source::new(SourceId(7), format!("themes/mine/{path}").into(), text.as_bytes()).unwrap();
    ThemeFile { path: path.into(), content: ThemeContent::Text(Arc::new(source)) }
}

fn mine(files: Vec<ThemeFile>) -> Vec<Layer> {
    vec![Layer { name: "mine".into(), files }]
}

/// Code and message of every finding, with the text that it points to.
fn findings(layers: &[Layer]) -> Vec<String> {
    let checked = Theme::load(layers, &tongues());
    let source = |layers: &[Layer]| {
        layers.iter().flat_map(|l| &l.files).find_map(|f| match &f.content {
            ThemeContent::Text(source) => Some(source.clone()),
            ThemeContent::Bytes(_) => None,
        })
    };
    let text = source(layers);
    let show = |d: &Diagnostic| {
        let at = match (&d.place, &text) {
            (Place::Span(span), Some(source)) => &source.text[span.range()],
            (Place::File(path), _) => path,
            _ => "",
        };
        format!("{} [{at}] {}", d.code.name(), d.message)
    };
    checked.diagnostics.iter().map(show).collect()
}

fn render(layers: &[Layer], template: &str, page: &impl Serialize) -> Result<String, Diagnostic> {
    let theme = Theme::load(layers, &tongues()).value;
    let empty = Shared::new(&BTreeMap::<String, String>::new());
    theme.render(template, &empty, &empty, page)
}

#[test]
fn the_built_in_theme_has_nothing_to_mend() {
    assert_eq!(findings(&[]), Vec::<String>::new());
}

#[test]
fn every_page_has_its_template() {
    let theme = Theme::load(&[], &tongues()).value;
    let missing: Vec<_> = EMBEDDED
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("templates/"))
        .filter(|name| !theme.has_template(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_override_extends_what_it_replaces() {
    let page = serde_json::json!({"href": "../b/", "title": "B", "lang": "en", "frame": {"canonical": null}});
    let site = serde_json::json!({"words": {"redirect": {"text": "Moved:"}}});
    let theme =
        Theme::load(&mine(vec![text("templates/note.html", "<p>{{ page.title }}</p>")]), &tongues()).value;
    let html = theme.render("redirect.html", &Shared::new(&site), &Shared::new(&site), &page).unwrap();
    assert!(html.contains("url=../b/"), "{html}");
    assert_eq!(
        render(&mine(vec![text("templates/redirect.html", "mine {{ page.title }}")]), "redirect.html", &page)
            .unwrap(),
        "mine B"
    );
    let layers = mine(vec![text("templates/redirect.html", "{% include \"default/footer.html\" %}")]);
    assert!(findings(&layers).is_empty());
}

#[test]
fn a_refused_template_leaves_the_next_one_in_its_place() {
    let layers = mine(vec![text("templates/redirect.html", "<p>{{ page.title }</p>")]);
    let found = findings(&layers);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("template-error ["), "{found:?}");
    assert!(Theme::load(&layers, &tongues()).value.has_template("redirect.html"));
}

#[test]
fn mistakes_in_templates_are_told_where_they_stand() {
    let one = |source: &str| findings(&mine(vec![text("templates/note.html", source)])).join("\n");
    assert!(
        one("甲{{ page.title | shout }}").contains("unknown filter `shout`"),
        "{}",
        one("甲{{ page.title | shout }}")
    );
    assert!(
        one("{{ pgae.title }}").contains("[pgae] there is no variable `pgae`"),
        "{}",
        one("{{ pgae.title }}")
    );
    assert!(
        one("{% extends \"bse.html\" %}").contains("[bse.html]"),
        "{}",
        one("{% extends \"bse.html\" %}")
    );
    assert!(one("{% include \"nothing.html\" %}").contains("unknown template"));
    assert!(one("{% extends \"note.html\" %}").contains("circle"), "{}", one("{% extends \"note.html\" %}"));
}

#[test]
fn a_field_that_the_view_lacks_is_an_error_of_the_page() {
    let layers = mine(vec![text("templates/redirect.html", "<b>{{ page.tilte }}</b>")]);
    let error = render(&layers, "redirect.html", &serde_json::json!({"title": "B"})).unwrap_err();
    assert_eq!(error.code, Code::TEMPLATE_ERROR);
    assert!(matches!(error.place, Place::Span(_)), "{error:?}");
}

#[test]
fn one_word_can_be_replaced() {
    let layers = mine(vec![text("strings/en.toml", "[places]\nroles = \"Occupations\"\n")]);
    let theme = Theme::load(&layers, &tongues());
    assert!(theme.diagnostics.is_empty(), "{:?}", theme.diagnostics);
    let words = theme.value.words(&Locale::new("en")).clone();
    assert_eq!(&*words.text("places.roles"), "Occupations");
    assert_eq!(&*words.text("places.skills"), "Skills");
}

#[test]
fn mistakes_in_words_are_told() {
    let one = |source: &str| findings(&mine(vec![text("strings/en.toml", source)])).join("\n");
    assert!(one("[places]\nrolse = \"Roles\"\n").contains("unknown-string [\"Roles\"]"));
    assert!(one("comma = 3\n").contains("wrong-type [3]"));
    assert!(one("[chapters]\npart = \"Part {number}\"\n").contains("placeholder `{number}`"));
    assert!(one("comma = \n").contains("bad-toml"));
}

#[test]
fn a_language_without_words_is_told_once() {
    let mut tongues = tongues();
    tongues.push(Tongue { locale: Locale::new("de"), tag: "de".into() });
    tongues.push(Tongue { locale: Locale::new("cn"), tag: "zh-Hans".into() });
    let found = Theme::load(&[], &tongues);
    let messages: Vec<&str> = found.diagnostics.iter().map(|d| &*d.message).collect();
    assert_eq!(messages, ["there are no words of the interface for the language `de`"]);
    assert_eq!(&*found.value.words(&Locale::new("cn")).text("places.roles"), "岗位");
}

#[test]
fn built_in_words_have_the_same_keys_and_placeholders() {
    // `Theme::load` compares keys; placeholders are compared with the first language, so try both orders.
    let mut reversed = tongues();
    reversed.reverse();
    assert!(Theme::load(&[], &reversed).diagnostics.is_empty());
}

#[test]
fn words_take_facts() {
    let page = serde_json::json!({"one": {"one": "{n} skill", "other": "{n} skills"}, "list": ["甲", "乙"], "t": "<b>"});
    let show = |template: &str| {
        render(&mine(vec![text("templates/note.html", template)]), "note.html", &page).map_err(|d| d.message)
    };
    assert_eq!(show("{{ page.one | fill(n=1) }}, {{ page.one | fill(n=2) }}").unwrap(), "1 skill, 2 skills");
    assert_eq!(show("{{ page.list | pick(n=2) }}{{ page.list | pick(n=3) }}").unwrap(), "乙3");
    assert_eq!(show("{{ \"a {x}\" | fill(x=page.t) }}").unwrap(), "a &lt;b&gt;");
    assert_eq!(
        show("{{ page.one | json }}").unwrap(),
        "{&quot;one&quot;:&quot;{n} skill&quot;,&quot;other&quot;:&quot;{n} skills&quot;}"
    );
    assert!(show("{{ \"a {x}\" | fill(y=1) }}").unwrap_err().contains("`fill` was not given `x`"));
}
