//! Draws both maps of a graph into pages that can be looked at: `cargo run --example maps -- graph.json out/`.
//!
//! The file holds `role_groups`, `roles` (title, group, moves), `skill_groups` and `skills` (title, group, requires),
//! each by slug, titles by language.

use bifold::locale::Script;
use bifold::map::{
    CareerInput, CareerWords, GroupMap, Lane, Move, Role, Skill, SkillGroup, SkillInput, career_map,
    skill_maps,
};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::path::Path;

#[derive(serde::Deserialize)]
struct Graph {
    role_groups: Ordered,
    roles: Ordered,
    skill_groups: Ordered,
    skills: Ordered,
}

/// An object with its members in the order of the file: the site's order.
struct Ordered(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Ordered, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Ordered;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Ordered(members))
            }
        }
        input.deserialize_map(Members)
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(graph), Some(out)) = (args.next(), args.next()) else {
        panic!("usage: maps <graph.json> <folder>");
    };
    let graph = std::fs::read_to_string(&graph).expect("the graph is readable");
    let graph: Graph = serde_json::from_str(&graph).expect("the graph is JSON");
    std::fs::create_dir_all(&out).expect("the folder can be made");
    for locale in ["zh", "en"] {
        let map = career_map(&career(&graph, locale));
        let input = skills(&graph, locale);
        for (name, body) in [
            ("career", format!("<div class=\"stage\"><div class=\"drawing\">{}</div></div>", map.svg)),
            ("skills", blocks(&input, &skill_maps(&input))),
        ] {
            std::fs::write(Path::new(&out).join(format!("{name}-{locale}.html")), page(locale, &body))
                .expect("the page can be written");
        }
    }
}

fn page(locale: &str, body: &str) -> String {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/assets");
    let css =
        ["site.css", "map.css"].map(|name| std::fs::read_to_string(assets.join(name)).unwrap_or_default());
    format!(
        "<!doctype html><html lang=\"{locale}\"><meta charset=\"utf-8\"><style>{}</style>\n\
         <main class=\"tool map-page\">{body}</main></html>",
        css.concat()
    )
}

fn words(value: &Value, locale: &str) -> String {
    value[locale].as_str().unwrap_or("").to_owned()
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|v| v.as_str()).map(str::to_owned).collect()
}

fn career(graph: &Graph, locale: &str) -> CareerInput {
    let roles = &graph.roles.0;
    let title = |slug: &str| {
        roles.iter().find(|(key, _)| key == slug).map_or("".into(), |(_, r)| words(&r["title"], locale))
    };
    let lanes = graph.role_groups.0.iter().map(|(key, title)| Lane {
        title: words(title, locale),
        roles: roles
            .iter()
            .filter(|(_, role)| role["group"] == **key)
            .map(|(slug, role)| Role {
                id: slug.clone(),
                title: words(&role["title"], locale),
                href: format!("../roles/{slug}/"),
                lang: None,
            })
            .collect(),
    });
    let title = &title;
    let moves = roles.iter().flat_map(|(from, role)| {
        list(&role["moves"]).into_iter().map(move |to| Move {
            href: format!("../moves/{from}/{to}/"),
            label: format!("{} → {}", words(&role["title"], locale), title(&to)),
            from: from.clone(),
            to,
        })
    });
    let zh = locale == "zh";
    let strings =
        |zh_words: [&str; 4], en_words: [&str; 4]| if zh { zh_words } else { en_words }.map(str::to_owned);
    CareerInput {
        lanes: lanes.collect(),
        moves: moves.collect(),
        spine: None,
        script: Script::of_tag(locale),
        words: CareerWords {
            label: if zh { "职业地图" } else { "Career map" }.to_owned(),
            steps_in: strings(
                ["一步转入", "两步", "三步", "三步以上"],
                ["one move in", "two moves", "three moves", "three moves or more"],
            ),
            steps_out: strings(
                ["一步转出", "两步", "三步", "三步以上"],
                ["one move out", "two moves", "three moves", "three moves or more"],
            ),
            alone: if zh { "书中没有写到转岗的：" } else { "No moves described:" }.to_owned(),
        },
    }
}

fn skills(graph: &Graph, locale: &str) -> SkillInput {
    let skills = &graph.skills.0;
    let of = |key: &str| -> Vec<Skill> {
        let group = skills.iter().filter(|(_, skill)| skill["group"] == *key);
        group
            .map(|(slug, skill)| Skill {
                id: slug.clone(),
                title: words(&skill["title"], locale),
                href: format!("../skills/{slug}/"),
                label: words(&skill["title"], locale),
                lang: None,
            })
            .collect()
    };
    let groups = graph.skill_groups.0.iter();
    SkillInput {
        groups: groups
            .map(|(key, title)| SkillGroup { title: words(title, locale), skills: of(key) })
            .collect(),
        requires: skills
            .iter()
            .flat_map(|(slug, skill)| list(&skill["requires"]).into_iter().map(move |r| (slug.clone(), r)))
            .collect(),
    }
}

/// The blocks as a page may show them.
fn blocks(input: &SkillInput, maps: &[GroupMap]) -> String {
    let column = |n: u32| -> String {
        let groups = input.groups.iter().zip(maps).filter(|(_, map)| map.column == n);
        groups
            .map(|(group, map)| {
                let title = |id: &str| {
                    let skill = group.skills.iter().find(|skill| skill.id == id);
                    skill.map_or("", |skill| &*skill.title).to_owned()
                };
                let singles: String = map
                    .singles
                    .iter()
                    .map(|single| {
                        let corner = if single.elsewhere.is_empty() { "" } else { " class=\"corner\"" };
                        format!("<li{corner}><a>{}</a></li>", title(&single.id))
                    })
                    .collect();
                format!(
                    "<section class=\"block\"><h2>{}</h2><div class=\"trees\">{}</div><ul class=\"singles\">{singles}</ul></section>",
                    group.title, map.svg
                )
            })
            .collect()
    };
    format!("<div class=\"skill-map\">{}{}</div>", column(1), column(2))
}
