//! Columns and rows of the skills of one group.

use super::{Needs, SkillInput, Tree};
use crate::map::board::Cell;
use crate::map::layers::longest_paths;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a picture; longer chains go on downwards in the last one.
pub(super) const COLUMNS: usize = 4;
/// Nested lists are no deeper than this.
const DEEPEST: usize = 8;

/// All skills by number within their groups.
pub(super) struct Known<'a> {
    input: &'a SkillInput,
    /// For each group and skill those of the same group that build on it.
    next: Vec<Vec<Vec<usize>>>,
    /// For each group and skill the ids of prerequisites in other groups.
    elsewhere: Vec<Vec<Vec<&'a str>>>,
    /// For each group and skill the ids of all prerequisites.
    requires: Vec<Vec<Vec<&'a str>>>,
}

impl<'a> Known<'a> {
    pub fn new(input: &'a SkillInput) -> Known<'a> {
        let mut number: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (g, group) in input.groups.iter().enumerate() {
            for (s, skill) in group.skills.iter().enumerate() {
                number.entry(&skill.id).or_insert((g, s));
            }
        }
        let mut next: Vec<Vec<Vec<usize>>> =
            input.groups.iter().map(|group| vec![Vec::new(); group.skills.len()]).collect();
        let mut elsewhere: Vec<Vec<Vec<&'a str>>> =
            input.groups.iter().map(|group| vec![Vec::new(); group.skills.len()]).collect();
        let mut requires = elsewhere.clone();
        let mut seen = BTreeSet::new();
        for (skill, needed) in &input.requires {
            let (Some(&(g, s)), Some(&(h, n))) = (number.get(&**skill), number.get(&**needed)) else {
                continue;
            };
            if (g, s) == (h, n) || !seen.insert(((g, s), (h, n))) {
                continue;
            }
            requires[g][s].push(&**needed);
            if g == h {
                next[g][n].push(s);
            } else {
                elsewhere[g][s].push(needed);
            }
        }
        next.iter_mut().flatten().for_each(|next| next.sort_unstable());
        Known { input, next, elsewhere, requires }
    }

    /// Ids of all that a skill needs.
    pub fn requires(&self, g: usize, s: usize) -> &[&'a str] {
        &self.requires[g][s]
    }

    /// A skill and what it needs of other groups.
    pub fn needs(&self, g: usize, s: usize) -> Needs {
        Needs {
            id: self.input.groups[g].skills[s].id.clone(),
            elsewhere: self.elsewhere[g][s].iter().map(|id| (*id).to_owned()).collect(),
        }
    }
}

/// The trees of one group.
pub(super) struct Forest {
    /// The skills in trees, depth first, with their cells.
    pub nodes: Vec<Planted>,
    /// Lines, as places in `nodes`: from a skill to one that builds on it.
    pub lines: Vec<(usize, usize)>,
    /// Skills without relation inside the group.
    pub singles: Vec<usize>,
}

/// A skill in a tree.
pub(super) struct Planted {
    /// Its number in the group.
    pub skill: usize,
    pub cell: Cell,
    /// Whether it needs skills of other groups.
    pub corner: bool,
    /// Place of the skill below which it stands.
    parent: Option<usize>,
}

impl Forest {
    pub fn new(known: &Known, g: usize) -> Forest {
        let next = &known.next[g];
        let layers = longest_paths(next);
        let column = |s: usize| (layers[s] as usize).min(COLUMNS - 1);
        let mut needed = vec![false; next.len()];
        next.iter().flatten().for_each(|&s| needed[s] = true);
        let mut forest = Forest { nodes: Vec::new(), lines: Vec::new(), singles: Vec::new() };
        let mut place: Vec<Option<usize>> = vec![None; next.len()];
        // For each column the first free row.
        let mut free = [0; COLUMNS];
        // Those that need nothing here; then, for circles, whatever was not reached.
        let roots = (0..next.len()).filter(|&s| !needed[s]).chain((0..next.len()).filter(|&s| needed[s]));
        for root in roots {
            if next[root].is_empty() && !needed[root] {
                forest.singles.push(root);
                continue;
            }
            let mut way: Vec<(usize, Option<usize>)> = vec![(root, None)];
            while let Some((s, parent)) = way.pop() {
                if place[s].is_some() {
                    continue;
                }
                // At the height of what it leads to, so that the first line is level; a new tree below the others.
                let mut row = match parent {
                    Some(parent) => forest.nodes[parent].cell.row,
                    None => free.iter().copied().max().unwrap_or(0),
                };
                let mut last = s;
                loop {
                    row = row.max(free[column(last)]);
                    match next[last].iter().find(|&&child| place[child].is_none()) {
                        Some(&child) if column(child) > column(last) => last = child,
                        _ => break,
                    }
                }
                let cell = Cell { column: column(s), row };
                free[cell.column] = row + 1;
                place[s] = Some(forest.nodes.len());
                let children = next[s].iter().rev().filter(|&&child| place[child].is_none());
                way.extend(children.map(|&child| (child, place[s])));
                let corner = !known.elsewhere[g][s].is_empty();
                forest.nodes.push(Planted { skill: s, cell, corner, parent });
            }
        }
        for (s, next) in next.iter().enumerate() {
            let ends = next.iter().filter_map(|&target| Some((place[s]?, place[target]?)));
            forest.lines.extend(ends);
        }
        forest
    }

    /// How many columns and rows there are.
    pub fn extent(&self) -> (usize, usize) {
        let most = |of: fn(&Cell) -> usize| self.nodes.iter().map(|n| of(&n.cell) + 1).max().unwrap_or(0);
        (most(|cell| cell.column), most(|cell| cell.row))
    }

    /// The nested list.
    pub fn trees(&self, needs: impl Fn(usize) -> Needs) -> Vec<Tree> {
        let mut depth = vec![0; self.nodes.len()];
        let mut parent = vec![None; self.nodes.len()];
        for (n, node) in self.nodes.iter().enumerate() {
            let Some(above) = node.parent else { continue };
            parent[n] = if depth[above] + 1 < DEEPEST { Some(above) } else { parent[above] };
            depth[n] = (depth[above] + 1).min(DEEPEST - 1);
        }
        let mut roots = Vec::new();
        let mut children: Vec<Vec<Tree>> = vec![Vec::new(); self.nodes.len()];
        for (n, node) in self.nodes.iter().enumerate().rev() {
            let mut below = std::mem::take(&mut children[n]);
            below.reverse();
            let tree = Tree { skill: needs(node.skill), children: below };
            match parent[n] {
                Some(parent) => children[parent].push(tree),
                None => roots.push(tree),
            }
        }
        roots.reverse();
        roots
    }
}
