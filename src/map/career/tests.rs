//! Career maps of all kinds of graphs, seen from their SVG.

use super::*;
use crate::map::TEXT_SIZE;
use crate::map::check::{assert_legible, crossings};
use proptest::prelude::*;

/// A map of lanes given as `title: a b c`, and moves as `a>b` or `a=b` for both directions.
fn input(lanes: &[&str], moves: &str) -> CareerInput {
    let lane = |text: &&str| {
        let (title, roles) = text.split_once(':').expect("a title");
        let role = |id: &str| Role {
            id: id.to_owned(),
            title: id.replace('_', " "),
            href: format!("../roles/{id}/"),
            lang: None,
        };
        Lane { title: title.to_owned(), roles: roles.split_whitespace().map(role).collect() }
    };
    let step = |from: &str, to: &str| Move {
        from: from.to_owned(),
        to: to.to_owned(),
        href: format!("../moves/{from}/{to}/"),
        label: format!("{from} → {to}"),
    };
    let mut all = Vec::new();
    for text in moves.split_whitespace() {
        if let Some((a, b)) = text.split_once('>') {
            all.push(step(a, b));
        } else if let Some((a, b)) = text.split_once('=') {
            all.extend([step(a, b), step(b, a)]);
        }
    }
    CareerInput {
        lanes: lanes.iter().map(lane).collect(),
        moves: all,
        spine: None,
        script: Script::Other,
        words: CareerWords {
            label: "Map".to_owned(),
            steps_in: ["one in", "two in", "three in", "three or more in"].map(str::to_owned),
            steps_out: ["one out", "two out", "three out", "three or more out"].map(str::to_owned),
            alone: "No moves:".to_owned(),
        },
    }
}

/// A theatre: the stage manager knows everybody.
fn theatre() -> CareerInput {
    input(
        &[
            "Stage: stage_manager deputy_stage_manager assistant_stage_manager flyman stagehand prompter",
            "Light and sound: lighting_technician lighting_designer sound_technician composer_for_the_stage",
            "House: house_manager usher box_office_clerk artistic_director",
            "People one meets: critic patron landlord",
        ],
        "stagehand>flyman flyman=stagehand flyman>assistant_stage_manager prompter>assistant_stage_manager \
         assistant_stage_manager>stage_manager deputy_stage_manager=stage_manager \
         assistant_stage_manager>deputy_stage_manager lighting_technician>stage_manager \
         lighting_technician=lighting_designer sound_technician>stage_manager sound_technician>composer_for_the_stage \
         stage_manager>house_manager stage_manager>artistic_director usher>house_manager box_office_clerk>usher \
         usher>stage_manager house_manager>artistic_director lighting_technician>house_manager patron>critic",
    )
}

fn columns(map: &CareerMap) -> Vec<(i32, Vec<&str>)> {
    map.steps.iter().map(|step| (step.distance, step.roles.iter().map(|role| &*role.id).collect())).collect()
}

#[test]
fn distance_from_the_spine_is_the_column() {
    let map = career_map(&theatre());
    assert_eq!(map.spine.as_deref(), Some("stage_manager"));
    let columns = columns(&map);
    let of = |id: &str| columns.iter().find(|(_, roles)| roles.contains(&id)).map(|(column, _)| *column);
    assert_eq!(of("assistant_stage_manager"), Some(-1));
    assert_eq!(of("flyman"), Some(-2));
    assert_eq!(of("stagehand"), Some(-3));
    assert_eq!(of("house_manager"), Some(1));
    // Reached from the house manager of its own lane, and with no way back: one column farther.
    assert_eq!(of("artistic_director"), Some(2));
    // As near both ways: to the right.
    assert_eq!(of("deputy_stage_manager"), Some(1));
    assert_eq!(map.alone, ["landlord"]);
    let seen = assert_legible(&map.svg);
    assert_eq!((seen.boxes.len(), seen.lines.len()), (15, 18));
    assert!(crossings(&seen) <= 4, "{}", crossings(&seen));
}

#[test]
fn every_move_is_in_the_list_and_in_the_picture() {
    let input = theatre();
    let map = career_map(&input);
    let listed: Vec<usize> = map.steps.iter().flat_map(|s| &s.roles).flat_map(|r| r.moves.clone()).collect();
    let different: std::collections::BTreeSet<(&str, &str)> =
        input.moves.iter().map(|step| (&*step.from, &*step.to)).collect();
    assert_eq!(listed.len(), different.len(), "the doubled move counts once");
    for m in listed {
        assert!(map.svg.contains(&format!("<a href=\"{}\" tabindex=\"-1\">", input.moves[m].href)));
    }
    for role in input.lanes.iter().flat_map(|lane| &lane.roles) {
        assert!(map.svg.contains(&format!("data-role=\"{}\" aria-label=\"{}\"", role.id, role.title)));
    }
}

#[test]
fn links_are_in_the_order_of_the_list() {
    let map = career_map(&theatre());
    let listed: Vec<&str> = map
        .steps
        .iter()
        .flat_map(|step| &step.roles)
        .map(|role| &*role.id)
        .chain(map.alone.iter().map(|s| &**s))
        .collect();
    let drawn: Vec<&str> =
        map.svg.split("data-role=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(listed, drawn);
}

#[test]
fn the_page_gives_colours_and_nothing_is_inline() {
    let svg = career_map(&theatre()).svg;
    for word in ["style=", "<style", "<script", "onclick", "fill=", "stroke=", "url("] {
        assert!(!svg.contains(word), "{word}");
    }
    assert_eq!(svg, career_map(&theatre()).svg);
}

#[test]
fn titles_cannot_break_the_markup() {
    let mut input = theatre();
    input.lanes[0].roles[1].title = "\"><script>alert('&')</script>".to_owned();
    input.moves[0].label = "</title><b>".to_owned();
    let svg = career_map(&input).svg;
    assert!(!svg.contains("<script") && !svg.contains("<b>"));
    assert_legible(&svg);
}

#[test]
fn a_lane_on_a_phone_is_legible() {
    let map = career_map(&theatre());
    assert_eq!(map.lanes.len(), 4);
    for lane in &map.lanes {
        // A phone of 360 × 640 leaves about 360 × 480 to the picture; the width is for panning.
        let scale = (480.0 / lane.area.height).min(1.0);
        assert!(scale * f64::from(TEXT_SIZE) >= 12.0, "{}: {scale}", lane.title);
    }
}

#[test]
fn a_role_that_the_site_names_is_the_spine() {
    let mut input = theatre();
    input.spine = Some("usher".to_owned());
    let map = career_map(&input);
    assert_eq!(map.spine.as_deref(), Some("usher"));
    assert_legible(&map.svg);
    input.spine = Some("landlord".to_owned());
    assert_legible(&career_map(&input).svg);
}

#[test]
fn a_short_spine_keeps_its_title() {
    let mut input = input(&["One: a b", "Two: the_very_last_of_all_of_them"], "a>b");
    input.spine = Some("the_very_last_of_all_of_them".to_owned());
    assert_legible(&career_map(&input).svg);
}

#[test]
fn without_a_spine_columns_follow_the_longest_path() {
    let map = career_map(&input(&["All: a b c d"], "a>b b>c a>c c>a"));
    assert_eq!(map.spine, None);
    assert_eq!(columns(&map), [(0, vec!["a"]), (1, vec!["b"]), (2, vec!["c"])]);
    assert_eq!(map.alone, ["d"]);
    assert_legible(&map.svg);
}

#[test]
fn small_and_odd_maps_work() {
    assert_eq!(career_map(&input(&[], "")).svg, "");
    assert_eq!(career_map(&input(&["Empty:"], "a>b")).svg, "");
    for (lanes, moves) in [
        (&["One: a"][..], ""),
        (&["One: a b c d e f g h i j"], ""),
        (&["One: a", "None:", "Two: b"], "a>b b>a a>a x>a a>x"),
        (&["One: a b c d e f g"], "a>b a>c a>d a>e a>f f>g"),
        (&["One: a b c d e f"], "b>a c>a d>a e>a f>a"),
        (&["Circle: a b c d e f g h"], "a>b b>c c>d d>e e>f f>g g>h h>a a=c a=d a=e a=f"),
    ] {
        let map = career_map(&input(lanes, moves));
        assert_legible(&map.svg);
        let listed = map.steps.iter().map(|step| step.roles.len()).sum::<usize>() + map.alone.len();
        assert_eq!(
            listed,
            lanes
                .iter()
                .map(|lane| lane.split_whitespace().count()
                    - lane.split(':').next().map_or(0, |t| t.split_whitespace().count()))
                .sum::<usize>()
        );
    }
}

#[test]
fn chains_may_be_long() {
    let roles: Vec<String> = (0..10_000).map(|i| format!("r{i}")).collect();
    let moves: Vec<String> = roles.windows(2).map(|pair| format!("{}>{}", pair[0], pair[1])).collect();
    let map = career_map(&input(&[&format!("Chain: {}", roles.join(" "))], &moves.join(" ")));
    assert_eq!(map.steps.len(), 7);
    assert!(map.steps[6].folded);
    assert_eq!(map.steps.iter().map(|step| step.roles.len()).sum::<usize>(), 10_000);
}

/// Any graph: lanes of so many roles, moves between any two, perhaps a spine, titles of all lengths.
fn any_input(roles: usize, moves: usize) -> impl Strategy<Value = CareerInput> {
    let title = prop_oneof![
        "[a-z]{1,12}( [a-z]{1,12}){0,4}",
        "[机器学习工程师数据（）、A]{1,24}",
        "\\PC{0,40}",
        "[a-zA-Z]{30,60}",
    ];
    let lanes = prop::collection::vec((title.clone(), prop::collection::vec(title, 0..=roles)), 0..5);
    let number = || 0..(5 * roles).max(1);
    let moves = prop::collection::vec((number(), number()), 0..=moves);
    (lanes, moves, prop::option::of(number()), any::<bool>()).prop_map(|(lanes, moves, spine, chinese)| {
        let mut number = 0;
        let mut role = |title: String| {
            number += 1;
            let id = format!("r{}", number - 1);
            Role { href: format!("{id}/"), id, title, lang: None }
        };
        let lane = |(title, roles): (String, Vec<String>)| Lane {
            title,
            roles: roles.into_iter().map(&mut role).collect(),
        };
        let step = |(a, b): (usize, usize)| Move {
            from: format!("r{a}"),
            to: format!("r{b}"),
            href: format!("{a}/{b}/"),
            label: String::new(),
        };
        CareerInput {
            lanes: lanes.into_iter().map(lane).collect(),
            moves: moves.into_iter().map(step).collect(),
            spine: spine.map(|spine| format!("r{spine}")),
            script: if chinese { Script::Chinese } else { Script::Other },
            words: theatre().words,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_small_map_is_legible(input in any_input(6, 30)) {
        let map = career_map(&input);
        if !map.svg.is_empty() {
            assert_legible(&map.svg);
        }
        prop_assert_eq!(map, career_map(&input));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_large_map_is_legible(input in any_input(24, 200)) {
        let map = career_map(&input);
        if !map.svg.is_empty() {
            assert_legible(&map.svg);
        }
    }
}
