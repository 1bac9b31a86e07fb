//! What the graph gives: moves, comparisons, maps, the reader's own skills.

use super::breaks;
use super::card;
use super::frame::{About, frame};
use super::scene::Scene;
use super::view::{
    CompareGroup, ComparePairView, ComparePairs, CompareRole, CompareRow, CompareView, KeptSkill, Kind,
    LearnSkill, LeftSkill, Link, MoveView, MySkillsView, Need, PageView, RoleGroup, Text,
};
use crate::catalog::{EntryIx, MoveIx, PageKind};
use crate::content::Collection;

fn need(scene: &Scene<'_>, role: EntryIx, skill: EntryIx) -> Need {
    let relations = scene.catalog().relations(role);
    if relations.essential.contains(&skill) {
        Need::Essential
    } else if relations.optional.contains(&skill) {
        Need::Optional
    } else {
        Need::None
    }
}

/// The title of a move's page: both roles with an arrow between.
pub(super) fn move_title(scene: &Scene<'_>, at: MoveIx) -> Text {
    let m = &scene.catalog().moves[at.0 as usize];
    format!("{} → {}", scene.title(m.from), scene.title(m.to)).into()
}

/// The page of a move.
pub(super) fn career_move(scene: &Scene<'_>, at: MoveIx) -> PageView {
    let catalog = scene.catalog();
    let m = &catalog.moves[at.0 as usize];
    let note = card::move_note(scene, at);
    let description = note.as_ref().map_or("", |(note, _)| note);
    let about = About::page("move", move_title(scene, at)).description(description);
    let from = catalog.relations(m.from);
    let to = catalog.relations(m.to);
    let script = scene.language().script;
    let lexicon = &scene.edition.lexicon;
    let kept = m.kept.iter().map(|skill| KeptSkill {
        link: scene.link(*skill),
        from: need(scene, m.from, *skill),
        to: need(scene, m.to, *skill),
    });
    let learn = m.needed.iter().map(|skill| {
        let requires = &catalog.relations(*skill).requires;
        LearnSkill {
            link: scene.link(*skill),
            requires: card::required_slugs(scene, *skill),
            after: requires.iter().filter(|s| m.needed.contains(s)).map(|s| scene.title(*s)).collect(),
            on_the_way: false,
        }
    });
    let new = |skill: &&EntryIx| !from.essential.contains(skill) && !from.optional.contains(skill);
    let reverse = catalog.moves.iter().position(|other| other.from == m.to && other.to == m.from);
    let pair = PageKind::ComparePair(m.from.min(m.to), m.from.max(m.to));
    PageView::Move(MoveView {
        frame: frame(scene, about),
        from: scene.link(m.from),
        to: scene.link(m.to),
        from_html: breaks::title(&scene.title(m.from), script, lexicon),
        to_html: breaks::title(&scene.title(m.to), script, lexicon),
        note_lang: note.as_ref().and_then(|(_, lang)| lang.clone()),
        note: note.map(|(note, _)| note),
        kept: kept.collect(),
        learn: learn.collect(),
        learn_optional: to.optional.iter().filter(new).map(|skill| card::skill_row(scene, *skill)).collect(),
        left: m
            .left
            .iter()
            .map(|skill| LeftSkill { link: scene.link(*skill), from: need(scene, m.from, *skill) })
            .collect(),
        chapters: chapters_to_read(scene, m.to, &m.needed).iter().map(|c| card::card(scene, *c)).collect(),
        reverse: reverse.map(|index| {
            let at = MoveIx(index as u32);
            let href = scene.href(PageKind::Move(at));
            Link { href, title: move_title(scene, at), kind: Kind::Move, slug: "".into(), lang: None }
        }),
        compare: Some(scene.href(pair)),
        map: Some(format!("{}#{}", scene.href(PageKind::Map), catalog.entry(m.to).key.slug)),
    })
}

/// Chapters about the new role or the skills to learn, those that touch most of them first; at most six.
fn chapters_to_read(scene: &Scene<'_>, to: EntryIx, needed: &[EntryIx]) -> Vec<EntryIx> {
    let catalog = scene.catalog();
    let mut scored: Vec<(usize, EntryIx)> = Vec::new();
    for chapter in catalog.chapters() {
        let relations = catalog.relations(chapter);
        let skills = relations.skills.iter().filter(|skill| needed.contains(skill)).count();
        let score = skills * 2 + usize::from(relations.roles.contains(&to));
        if score > 0 {
            scored.push((score, chapter));
        }
    }
    scored.sort_by_key(|(score, chapter)| (std::cmp::Reverse(*score), catalog.chapter_number(*chapter)));
    scored.truncate(6);
    scored.into_iter().map(|(_, chapter)| chapter).collect()
}

fn role_groups(scene: &Scene<'_>) -> Vec<RoleGroup> {
    card::grouped(scene, Collection::Roles, &scene.shared().roles)
        .into_iter()
        .map(|(key, title, roles)| RoleGroup { key, title, roles: scene.links(&roles) })
        .collect()
}

/// Comparing any roles.
pub(super) fn compare(scene: &Scene<'_>) -> PageView {
    let catalog = scene.catalog();
    let title = scene.words().text("compare.title");
    let pairs = scene.shared().roles.iter().filter_map(|role| {
        let with: Vec<Link> = catalog
            .pairs
            .iter()
            .filter(|(a, b)| a == role || b == role)
            .map(|(a, b)| {
                let other = if a == role { b } else { a };
                Link { href: scene.href(PageKind::ComparePair(*a, *b)), ..scene.link(*other) }
            })
            .collect();
        (!with.is_empty()).then(|| ComparePairs { role: scene.link(*role), with })
    });
    PageView::Compare(CompareView {
        frame: frame(scene, About::page("compare", title)),
        roles: role_groups(scene),
        pairs: pairs.collect(),
    })
}

/// Two roles side by side.
pub(super) fn compare_pair(scene: &Scene<'_>, a: EntryIx, b: EntryIx) -> PageView {
    let catalog = scene.catalog();
    let roles = [a, b];
    let title: Text = format!("{} ◇ {}", scene.title(a), scene.title(b)).into();
    let asked: Vec<EntryIx> = scene
        .shared()
        .skills
        .iter()
        .copied()
        .filter(|skill| roles.iter().any(|role| need(scene, *role, *skill) != Need::None))
        .collect();
    let row = |skill: &EntryIx| {
        let needs: Vec<Need> = roles.iter().map(|role| need(scene, *role, *skill)).collect();
        let all = needs.iter().all(|need| *need != Need::None);
        CompareRow { skill: scene.link(*skill), needs, all }
    };
    let groups: Vec<CompareGroup> = card::grouped(scene, Collection::Skills, &asked)
        .into_iter()
        .map(|(key, title, skills)| CompareGroup { key, title, rows: skills.iter().map(row).collect() })
        .collect();
    let column = |role: &EntryIx| {
        let relations = catalog.relations(*role);
        let to_other =
            relations.moves_out.iter().filter(|at| roles.contains(&catalog.moves[at.0 as usize].to));
        CompareRole {
            role: scene.link(*role),
            essential_count: relations.essential.len() as u32,
            optional_count: relations.optional.len() as u32,
            moves: to_other
                .map(|at| Link {
                    href: scene.href(PageKind::Move(*at)),
                    kind: Kind::Move,
                    ..scene.link(catalog.moves[at.0 as usize].to)
                })
                .collect(),
        }
    };
    let shared = groups.iter().flat_map(|group| &group.rows).filter(|row| row.all).count();
    PageView::ComparePair(ComparePairView {
        frame: frame(scene, About::page("compare-pair", title)),
        roles: roles.iter().map(column).collect(),
        groups,
        shared: shared as u32,
        all: role_groups(scene),
        compare: scene.href(PageKind::Compare),
    })
}

/// The reader's own skills.
pub(super) fn my_skills(scene: &Scene<'_>) -> PageView {
    let shared = scene.shared();
    let title = scene.words().text("my_skills.title");
    PageView::MySkills(MySkillsView {
        frame: frame(scene, About::page("my-skills", title)),
        groups: card::skill_groups(scene, &shared.skills),
        skill_count: shared.skills.len() as u32,
        role_count: shared.roles.len() as u32,
    })
}
