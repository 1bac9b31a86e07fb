//! Skill maps of all kinds of graphs, seen from their SVG.

use super::*;
use crate::map::check::assert_legible;
use proptest::prelude::*;

/// Groups given as `title: a b c`, prerequisites as `a>b`: a first, then b.
fn input(groups: &[&str], order: &str) -> SkillInput {
    let group = |text: &&str| {
        let (title, skills) = text.split_once(':').expect("a title");
        let skill = |id: &str| Skill {
            id: id.to_owned(),
            title: id.replace('_', " "),
            href: format!("../skills/{id}/"),
            label: id.to_owned(),
            lang: None,
        };
        SkillGroup { title: title.to_owned(), skills: skills.split_whitespace().map(skill).collect() }
    };
    let pair = |text: &str| text.split_once('>').map(|(first, then)| (then.to_owned(), first.to_owned()));
    SkillInput {
        groups: groups.iter().map(group).collect(),
        requires: order.split_whitespace().filter_map(pair).collect(),
    }
}

fn bakery() -> SkillInput {
    input(
        &[
            "Dough: kneading shaping sourdough lamination croissants weighing yeast_and_fermentation",
            "Oven: reading_the_oven scoring steam",
            "Shop: counter accounts",
        ],
        "weighing>kneading kneading>shaping kneading>lamination lamination>croissants shaping>croissants \
         yeast_and_fermentation>sourdough weighing>sourdough shaping>scoring reading_the_oven>steam oven>oven",
    )
}

/// The nested list in brackets.
fn nested(trees: &[Tree]) -> String {
    let one = |tree: &Tree| match &tree.children[..] {
        [] => tree.skill.id.clone(),
        children => format!("{}({})", tree.skill.id, nested(children)),
    };
    trees.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_skill_stands_once_below_what_it_needs() {
    let maps = skill_maps(&bakery());
    assert_eq!(
        nested(&maps[0].trees),
        "weighing(kneading(shaping(croissants) lamination) sourdough) yeast_and_fermentation"
    );
    let ids = |singles: &[Needs]| singles.iter().map(|needs| needs.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&maps[1].singles), ["scoring"]);
    assert_eq!(maps[1].singles[0].elsewhere, ["shaping"]);
    assert_eq!(ids(&maps[2].singles), ["counter", "accounts"]);
    assert_eq!(maps[2].svg, "");
    maps.iter().filter(|map| !map.svg.is_empty()).for_each(|map| {
        assert_legible(&map.svg);
    });
}

#[test]
fn blocks_go_into_the_shorter_column() {
    let columns: Vec<u32> = skill_maps(&bakery()).iter().map(|map| map.column).collect();
    assert_eq!(columns, [1, 2, 2]);
}

#[test]
fn a_corner_says_that_more_is_needed_from_elsewhere() {
    let mut input = bakery();
    input.requires.push(("steam".to_owned(), "weighing".to_owned()));
    let maps = skill_maps(&input);
    assert_eq!(maps[1].svg.matches("map-corner").count(), 1);
    assert_eq!(maps[1].trees[0].children[0].skill.elsewhere, ["weighing"]);
}

#[test]
fn chains_may_be_long_and_circles_closed() {
    let skills: Vec<String> = (0..10_000).map(|i| format!("s{i}")).collect();
    let mut order: Vec<String> = skills.windows(2).map(|pair| format!("{}>{}", pair[0], pair[1])).collect();
    order.push("s9999>s0".to_owned());
    let maps = skill_maps(&input(&[&format!("Chain: {}", skills.join(" "))], &order.join(" ")));
    let mut count = 0;
    let mut rest: Vec<&Tree> = maps[0].trees.iter().collect();
    while let Some(tree) = rest.pop() {
        count += 1;
        rest.extend(&tree.children);
    }
    assert_eq!(count, 10_000);
    assert_legible(
        &skill_maps(&input(&["Round: a b c d e f g h"], "a>b b>c c>d d>e e>f f>g g>h h>a")).remove(0).svg,
    );
}

#[test]
fn nothing_is_inline_and_states_are_classes() {
    let svg = skill_maps(&bakery()).remove(0).svg;
    for word in ["style=", "<style", "<script", "fill=", "stroke=", "url("] {
        assert!(!svg.contains(word), "{word}");
    }
    assert!(svg.contains("data-skill=\"kneading\""));
    assert_eq!(svg.matches("class=\"tick\"").count(), 7);
}

fn any_input() -> impl Strategy<Value = SkillInput> {
    let title = prop_oneof![
        "[a-z]{1,12}( [a-z]{1,12}){0,4}",
        "[机器学习工程师数据（）、A]{1,24}",
        "[a-zA-Z]{30,60}",
    ];
    let groups = prop::collection::vec((title.clone(), prop::collection::vec(title, 0..16)), 0..4);
    (groups, prop::collection::vec((0..60usize, 0..60usize), 0..60)).prop_map(|(groups, pairs)| {
        let mut number = 0;
        let mut skill = |title: String| {
            number += 1;
            let id = format!("s{}", number - 1);
            Skill { href: format!("{id}/"), label: title.clone(), id, title, lang: None }
        };
        let group = |(title, skills): (String, Vec<String>)| SkillGroup {
            title,
            skills: skills.into_iter().map(&mut skill).collect(),
        };
        SkillInput {
            groups: groups.into_iter().map(group).collect(),
            requires: pairs.into_iter().map(|(a, b)| (format!("s{a}"), format!("s{b}"))).collect(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_map_is_legible(input in any_input()) {
        let maps = skill_maps(&input);
        for map in maps.iter().filter(|map| !map.svg.is_empty()) {
            assert_legible(&map.svg);
        }
        prop_assert_eq!(maps, skill_maps(&input));
    }
}
