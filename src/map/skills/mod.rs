//! The skill map: for each group a small tree of prerequisites.
//!
//! All prerequisites of a handbook in one picture are wool: more than half of them lead from one group to another. So
//! each group has its own picture with the prerequisites inside it; a filled corner says that a skill needs others from
//! elsewhere. Skills without relation inside their group are no part of the picture but a list beside it.
//!
//! 1. The *column* of a skill is the longest chain of prerequisites before it, four columns at most.
//! 2. *Rows* follow the tree, depth first in the site's order: the first skill that builds on another takes its row,
//!    the next ones the next free rows.
//! 3. Groups stand in two columns of blocks, each in the shorter one.

mod draw;
#[cfg(test)]
mod tests;
mod tree;

use tree::{Forest, Known};

/// What the skill maps are made of.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SkillInput {
    /// Groups of skills, in the site's order.
    pub groups: Vec<SkillGroup>,
    /// Pairs of a skill and one that it needs, by id. Those with skills that are not there do not count.
    pub requires: Vec<(String, String)>,
}

/// A group of skills.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SkillGroup {
    /// Its title: the name of its picture.
    pub title: String,
    /// Its skills, in the site's order.
    pub skills: Vec<Skill>,
}

/// A skill.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Skill {
    /// What it is known by: its slug.
    pub id: String,
    /// Its title. U+200B marks places where it may be broken.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Name for readers' software: the title, and what it needs of other groups.
    pub label: String,
    /// Language tag of the title when it is not the page's.
    pub lang: Option<String>,
}

/// A group's picture, and the list that says the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupMap {
    /// The picture as an inline `<svg>`; empty when no skill of the group needs another of it.
    pub svg: String,
    /// Natural width of the picture in pixels.
    pub width: u32,
    /// Natural height.
    pub height: u32,
    /// Where the group stands when there are two columns of blocks: 1 or 2.
    pub column: u32,
    /// The skills of the picture: each once, below the first that it needs.
    pub trees: Vec<Tree>,
    /// The skills without relation inside the group, in the site's order.
    pub singles: Vec<Needs>,
}

/// A skill with those that build on it. Deep chains go on beside each other instead of below.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tree {
    /// The skill.
    pub skill: Needs,
    /// What builds on it.
    pub children: Vec<Tree>,
}

/// A skill and what it needs of other groups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Needs {
    /// Its id.
    pub id: String,
    /// Ids of prerequisites in other groups.
    pub elsewhere: Vec<String>,
}

/// Height of a block's head and of the space below it; of a row of skills without relation, and how many stand in one.
const BLOCK: u32 = 72;
const SINGLES: u32 = 30;
const SINGLES_A_ROW: usize = 4;

/// Lays out and draws the map of each group.
pub fn skill_maps(input: &SkillInput) -> Vec<GroupMap> {
    let known = Known::new(input);
    let mut filled = [0u32; 2];
    let mut maps = Vec::new();
    for (g, group) in input.groups.iter().enumerate() {
        let forest = Forest::new(&known, g);
        let picture = draw::picture(&known, group, g, &forest);
        let singles: Vec<Needs> = forest.singles.iter().map(|&s| known.needs(g, s)).collect();
        let rows = singles.len().div_ceil(SINGLES_A_ROW) as u32;
        let column = usize::from(filled[1] < filled[0]);
        filled[column] += BLOCK + picture.height + SINGLES * rows;
        maps.push(GroupMap {
            svg: picture.svg,
            width: picture.width,
            height: picture.height,
            column: column as u32 + 1,
            trees: forest.trees(|s| known.needs(g, s)),
            singles,
        });
    }
    maps
}
