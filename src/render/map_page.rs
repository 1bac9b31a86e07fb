//! The two maps: pictures laid out by [`crate::map`], and the lists that say the same.

use super::card;
use super::frame::{About, frame};
use super::graph_page::move_title;
use super::scene::Scene;
use super::view::{
    CareerMapView, Html, Kind, Link, MapColumn, MapRole, PageView, SkillLeaf, SkillMapGroup, SkillMapView,
    SkillNode, Text,
};
use crate::catalog::{EntryIx, MoveIx, PageKind};
use crate::content::Collection;
use crate::locale::Script;
use crate::map::{
    CareerInput, CareerMap, CareerWords, Lane, Move, Needs, Role, Skill, SkillGroup, SkillInput, Tree,
    career_map, skill_maps,
};
use crate::search::word_breaks;

/// Trees deeper than this go on flat: templates nest a list in a list for each step.
const DEEPEST: usize = 12;

/// A title with marks where a box may break it.
fn broken(scene: &Scene<'_>, entry: EntryIx) -> String {
    let mut title = scene.title(entry).to_string();
    if scene.language().script == Script::Chinese {
        for at in word_breaks(&title.clone(), &scene.edition.lexicon).into_iter().rev() {
            title.insert(at, '\u{200b}');
        }
    }
    title
}

fn id(scene: &Scene<'_>, entry: EntryIx) -> String {
    scene.catalog().entry(entry).key.slug.to_string()
}

fn by_id(scene: &Scene<'_>, id: &str) -> Option<EntryIx> {
    scene.catalog().names.by_slug(id)
}

/// The picture of all roles and moves.
pub(super) fn picture(scene: &Scene<'_>) -> CareerMap {
    let catalog = scene.catalog();
    let words = scene.words();
    let role = |entry: &EntryIx| Role {
        id: id(scene, *entry),
        title: broken(scene, *entry),
        href: scene.entry_href(*entry),
        lang: scene.lang_of(*entry).map(|lang| lang.to_string()),
    };
    let groups = card::grouped(scene, Collection::Roles, &scene.shared().roles).into_iter();
    let lanes = groups
        .map(|(_, title, roles)| Lane { title: title.to_string(), roles: roles.iter().map(role).collect() });
    let moves = catalog.moves.iter().enumerate().map(|(at, m)| Move {
        from: id(scene, m.from),
        to: id(scene, m.to),
        href: scene.href(PageKind::Move(MoveIx(at as u32))),
        label: move_title(scene, MoveIx(at as u32)).to_string(),
    });
    let steps = |key: &str| {
        let step = |n: usize, more: &str| {
            let form = if n == 1 { "one" } else { "other" };
            words.text(&format!("map.{key}.{form}")).replace("{n}", &format!("{n}{more}"))
        };
        [step(1, ""), step(2, ""), step(3, ""), step(3, "+")]
    };
    career_map(&CareerInput {
        lanes: lanes.collect(),
        moves: moves.collect(),
        spine: None,
        script: scene.language().script,
        words: CareerWords {
            label: words.text("map.title").to_string(),
            steps_in: steps("steps_in"),
            steps_out: steps("steps_out"),
            alone: words.text("map.alone").to_string(),
        },
    })
}

/// The career map.
pub(super) fn careers(scene: &Scene<'_>) -> PageView {
    let catalog = scene.catalog();
    let map = picture(scene);
    let target = |at: &usize| {
        let m = &catalog.moves[*at];
        let href = scene.href(PageKind::Move(MoveIx(*at as u32)));
        Link { href, kind: Kind::Move, ..scene.link(m.to) }
    };
    let columns = map.steps.iter().map(|step| MapColumn {
        distance: step.distance,
        roles: step
            .roles
            .iter()
            .filter_map(|found| {
                let role = scene.link(by_id(scene, &found.id)?);
                Some(MapRole { role, moves: found.moves.iter().map(target).collect() })
            })
            .collect(),
    });
    let title = scene.words().text("map.title");
    PageView::CareerMap(CareerMapView {
        frame: frame(scene, About::page("map", title)),
        roles: scene.shared().roles.len() as u32,
        moves: catalog.moves.len() as u32,
        spine: map.spine.as_deref().and_then(|spine| by_id(scene, spine)).map(|role| scene.link(role)),
        columns: columns.collect(),
        alone: map.alone.iter().filter_map(|role| by_id(scene, role)).map(|role| scene.link(role)).collect(),
        svg: Html::from(map.svg),
    })
}

/// The skill map.
pub(super) fn skills(scene: &Scene<'_>) -> PageView {
    let catalog = scene.catalog();
    let groups = card::grouped(scene, Collection::Skills, &scene.shared().skills);
    let skill = |entry: &EntryIx| Skill {
        id: id(scene, *entry),
        title: broken(scene, *entry),
        href: scene.entry_href(*entry),
        label: label(scene, *entry),
        lang: scene.lang_of(*entry).map(|lang| lang.to_string()),
    };
    let input = SkillInput {
        groups: groups
            .iter()
            .map(|(_, title, skills)| SkillGroup {
                title: title.to_string(),
                skills: skills.iter().map(skill).collect(),
            })
            .collect(),
        requires: scene
            .shared()
            .skills
            .iter()
            .flat_map(|entry| {
                let needs = catalog.relations(*entry).requires.iter();
                needs.map(|needed| (id(scene, *entry), id(scene, *needed)))
            })
            .collect(),
    };
    let maps = skill_maps(&input).into_iter().zip(&groups).map(|(map, (key, title, _))| SkillMapGroup {
        key: key.clone(),
        title: title.clone(),
        svg: Html::from(map.svg),
        column: map.column,
        trees: map.trees.iter().filter_map(|tree| node(scene, tree, 0)).collect(),
        singles: map.singles.iter().filter_map(|needs| leaf(scene, needs)).collect(),
    });
    let title = scene.words().text("skill_map.title");
    PageView::SkillMap(SkillMapView {
        frame: frame(scene, About::page("skill-map", title)),
        skills: scene.shared().skills.len() as u32,
        requirements: input.requires.len() as u32,
        groups: maps.collect(),
    })
}

/// A skill's name for readers' software, with what it needs of other groups.
fn label(scene: &Scene<'_>, entry: EntryIx) -> String {
    let group = scene.group_of(entry);
    let requires = &scene.catalog().relations(entry).requires;
    let elsewhere: Vec<Text> =
        requires.iter().filter(|needed| scene.group_of(**needed) != group).map(|s| scene.title(*s)).collect();
    let title = scene.title(entry).to_string();
    if elsewhere.is_empty() {
        return title;
    }
    let words = scene.words();
    let names = elsewhere.join(&*words.text("comma"));
    format!("{title} ({})", words.text("skill_map.elsewhere").replace("{names}", &names))
}

fn leaf(scene: &Scene<'_>, needs: &Needs) -> Option<SkillLeaf> {
    let skill = card::skill_row(scene, by_id(scene, &needs.id)?);
    let elsewhere = needs.elsewhere.iter().filter_map(|id| by_id(scene, id)).map(|s| scene.title(s));
    Some(SkillLeaf { skill, elsewhere: elsewhere.collect() })
}

fn node(scene: &Scene<'_>, tree: &Tree, depth: usize) -> Option<SkillNode> {
    let SkillLeaf { skill, elsewhere } = leaf(scene, &tree.skill)?;
    let mut children = Vec::new();
    if depth < DEEPEST {
        children.extend(tree.children.iter().filter_map(|child| node(scene, child, depth + 1)));
    } else {
        let mut open: Vec<&Tree> = tree.children.iter().rev().collect();
        while let Some(next) = open.pop() {
            let flat = leaf(scene, &next.skill);
            children.extend(flat.map(|SkillLeaf { skill, elsewhere }| SkillNode {
                skill,
                elsewhere,
                children: Vec::new(),
            }));
            open.extend(next.children.iter().rev());
        }
    }
    Some(SkillNode { skill, elsewhere, children })
}
