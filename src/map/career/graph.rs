//! Roles and moves by number, and the columns that follow from the distances.

use super::CareerInput;
use crate::map::layers::longest_paths;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// More columns than this on a side are folded together.
pub(super) const FARTHEST: i32 = 3;
/// A role with fewer neighbours is no spine unless the site names it.
const LEAST_NEIGHBOURS: usize = 5;
/// Columns of a map without spine.
const LAYERS: i32 = 7;

/// The moves between roles, which are numbered in the site's order.
pub(super) struct Graph {
    /// The lane of each role.
    pub lane: Vec<usize>,
    /// For each role those that one can move to, in the order of the moves.
    pub out: Vec<Vec<usize>>,
    /// For each role those that lead to it.
    pub into: Vec<Vec<usize>>,
    /// Pairs of roles with a move in one direction or both.
    pub links: Vec<Link>,
}

/// Columns of roles.
pub(super) struct Columns {
    /// For each role: 0 for the spine, negative to its left; without a spine from 0 up. Nothing for roles without
    /// moves.
    pub of: Vec<Option<i32>>,
    /// Columns in which roles from still farther away stand too.
    pub folded: BTreeSet<i32>,
}

/// Two roles with a move between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub a: usize,
    pub b: usize,
    /// The move from a to b, by its place in the input.
    pub there: Option<usize>,
    /// The move from b to a.
    pub back: Option<usize>,
}

impl Graph {
    /// Numbers everything. Moves from or to roles that are not there, to themselves, or named before, do not count.
    pub fn new(input: &CareerInput) -> Graph {
        let roles =
            || input.lanes.iter().enumerate().flat_map(|(l, lane)| lane.roles.iter().map(move |r| (l, r)));
        let mut number: BTreeMap<&str, usize> = BTreeMap::new();
        for (i, (_, role)) in roles().enumerate() {
            number.entry(&role.id).or_insert(i);
        }
        let lane: Vec<usize> = roles().map(|(lane, _)| lane).collect();
        let mut graph = Graph {
            out: vec![Vec::new(); lane.len()],
            into: vec![Vec::new(); lane.len()],
            links: Vec::new(),
            lane,
        };
        let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (m, step) in input.moves.iter().enumerate() {
            let (Some(&from), Some(&to)) = (number.get(&*step.from), number.get(&*step.to)) else { continue };
            if from == to || graph.out[from].contains(&to) {
                continue;
            }
            graph.out[from].push(to);
            graph.into[to].push(from);
            let pair = (from.min(to), from.max(to));
            let link = *known.entry(pair).or_insert_with(|| {
                graph.links.push(Link { a: pair.0, b: pair.1, there: None, back: None });
                graph.links.len() - 1
            });
            let link = &mut graph.links[link];
            *(if from == link.a { &mut link.there } else { &mut link.back }) = Some(m);
        }
        graph
    }

    /// The role in the middle: the one named, else the one with most neighbours, the first of equals.
    pub fn spine(&self, named: Option<usize>) -> Option<usize> {
        named.or_else(|| {
            let neighbours =
                |r: usize| self.out[r].iter().chain(&self.into[r]).collect::<BTreeSet<_>>().len();
            let most = (0..self.lane.len()).rev().max_by_key(|&r| neighbours(r))?;
            (neighbours(most) >= LEAST_NEIGHBOURS).then_some(most)
        })
    }

    /// Whether a role has moves at all.
    pub fn is_alone(&self, role: usize) -> bool {
        self.out[role].is_empty() && self.into[role].is_empty()
    }

    /// The column of each role.
    pub fn columns(&self, spine: Option<usize>) -> Columns {
        let (columns, least, most) = match spine {
            Some(spine) => (self.by_distance(spine), -FARTHEST, FARTHEST),
            None => (longest_paths(&self.out).into_iter().map(Some).collect(), 0, LAYERS - 1),
        };
        let shown = |role: usize| !self.is_alone(role) || spine == Some(role);
        let folded = columns.iter().flatten().filter(|c| !(least..=most).contains(*c));
        Columns {
            folded: folded.map(|&c| c.clamp(least, most)).collect(),
            of: (columns.iter().enumerate())
                .map(|(role, c)| c.filter(|_| shown(role)).map(|c| c.clamp(least, most)))
                .collect(),
        }
    }

    fn by_distance(&self, spine: usize) -> Vec<Option<i32>> {
        let (from, to) = (distances(&self.out, spine), distances(&self.into, spine));
        let mut columns: Vec<Option<i32>> = (0..self.lane.len())
            .map(|role| match (from[role], to[role]) {
                (Some(from), Some(to)) if to < from => Some(-to),
                (Some(from), _) => Some(from),
                (None, Some(to)) => Some(-to),
                (None, None) => None,
            })
            .collect();
        let first = columns.clone();
        for role in 0..columns.len() {
            let beside = |&other: &usize| {
                first[other] == Some(1)
                    && self.lane[other] == self.lane[role]
                    && !self.out[role].contains(&other)
            };
            if first[role] == Some(1)
                && !self.out[role].contains(&spine)
                && self.into[role].iter().any(beside)
            {
                columns[role] = Some(2);
            }
        }
        self.place_strangers(&mut columns);
        columns
    }

    /// Roles that neither lead to the spine nor start from it: where the nearest of those stands to which they lead;
    /// else beside those that lead to them; and what has nothing to do with the spine at all, to its right.
    fn place_strangers(&self, columns: &mut [Option<i32>]) {
        let near = |others: &[usize], columns: &[Option<i32>]| {
            others.iter().filter_map(|&o| columns[o]).filter(|&c| c != 0).min_by_key(|c| c.abs())
        };
        for neighbours in [&self.out, &self.into] {
            let back = if std::ptr::eq(neighbours, &self.out) { &self.into } else { &self.out };
            let mut queue: VecDeque<usize> = (0..columns.len()).filter(|&r| columns[r].is_none()).collect();
            while let Some(role) = queue.pop_front() {
                if columns[role].is_some() {
                    continue;
                }
                columns[role] = near(&neighbours[role], columns);
                if columns[role].is_some() {
                    queue.extend(back[role].iter().filter(|&&r| columns[r].is_none()));
                }
            }
        }
        let layers = longest_paths(&self.out);
        for (role, column) in columns.iter_mut().enumerate() {
            column.get_or_insert(layers[role] + 1);
        }
    }
}

/// Fewest moves from one role to each.
fn distances(next: &[Vec<usize>], start: usize) -> Vec<Option<i32>> {
    let mut distance = vec![None; next.len()];
    distance[start] = Some(0);
    let mut queue = VecDeque::from([(start, 0)]);
    while let Some((role, steps)) = queue.pop_front() {
        for &target in &next[role] {
            if distance[target].is_none() {
                distance[target] = Some(steps + 1);
                queue.push_back((target, steps + 1));
            }
        }
    }
    distance
}
