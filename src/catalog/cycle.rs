//! Prerequisites that lead back to where they began, each cycle named in full.

use super::entry::{Entry, EntryIx};
use super::relations::Relations;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use std::collections::VecDeque;
use std::sync::Arc;

/// Reports one shortest cycle for each knot of skills that require each other.
pub(super) fn check(entries: &[Arc<Entry>], all: &[Relations], diagnostics: &mut Vec<Diagnostic>) {
    for knot in knots(all) {
        let cycle = shortest(&knot, all);
        let Some(first) = cycle.first() else { continue };
        let slugs: Vec<&str> =
            cycle.iter().chain([first]).map(|e| &*entries[e.0 as usize].key.slug).collect();
        let message = format!("prerequisites go in a circle: {}", shorten(&slugs));
        let edges: Vec<Span> = cycle
            .iter()
            .zip(cycle.iter().cycle().skip(1))
            .map(|(from, to)| place(&entries[from.0 as usize], &entries[to.0 as usize].key.slug))
            .collect();
        let mut finding = Diagnostic::new(Code::PREREQUISITE_CYCLE, edges[0], message)
            .help("delete the one of these that can be learned without the other");
        for (edge, pair) in edges.iter().zip(slugs.windows(2)).skip(1).take(20) {
            finding = finding.label(*edge, format!("{} requires {}", pair[0], pair[1]));
        }
        diagnostics.push(finding);
    }
}

/// A long cycle is named by its beginning and its end; the labels lead along it.
fn shorten(slugs: &[&str]) -> String {
    if slugs.len() <= 24 {
        return slugs.join(" → ");
    }
    let (head, tail) = (&slugs[..12], &slugs[slugs.len() - 4..]);
    format!("{} → … ({} more) … → {}", head.join(" → "), slugs.len() - 16, tail.join(" → "))
}

fn place(entry: &Entry, required: &str) -> Span {
    let written = entry.neutral().requires.iter().find(|name| name.value == required);
    written.map_or_else(|| entry.origin_document().head(), |name| name.span)
}

/// The strongly connected components of more than one skill (Tarjan 1972, with a stack of its own: chains may be long).
fn knots(all: &[Relations]) -> Vec<Vec<EntryIx>> {
    const UNSEEN: u32 = u32::MAX;
    let mut index = vec![UNSEEN; all.len()];
    let mut low = vec![0u32; all.len()];
    let mut on_stack = vec![false; all.len()];
    let (mut stack, mut knots, mut counter) = (Vec::new(), Vec::new(), 0);
    for root in 0..all.len() {
        if index[root] != UNSEEN {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((at, next)) = work.pop() {
            if next == 0 {
                index[at] = counter;
                low[at] = counter;
                counter += 1;
                stack.push(at);
                on_stack[at] = true;
            }
            match all[at].requires.get(next) {
                Some(to) => {
                    let to = to.0 as usize;
                    work.push((at, next + 1));
                    if index[to] == UNSEEN {
                        work.push((to, 0));
                    } else if on_stack[to] {
                        low[at] = low[at].min(index[to]);
                    }
                }
                None => {
                    if low[at] == index[at] {
                        let from = stack.iter().rposition(|s| *s == at).unwrap_or(0);
                        let members: Vec<usize> = stack.drain(from..).collect();
                        members.iter().for_each(|member| on_stack[*member] = false);
                        if members.len() > 1 {
                            let mut knot: Vec<EntryIx> = members.iter().map(|m| EntryIx(*m as u32)).collect();
                            knot.sort_unstable();
                            knots.push(knot);
                        }
                    }
                    if let Some((parent, _)) = work.last() {
                        low[*parent] = low[*parent].min(low[at]);
                    }
                }
            }
        }
    }
    knots.sort();
    knots
}

/// A shortest cycle through the first member of a knot.
fn shortest(knot: &[EntryIx], all: &[Relations]) -> Vec<EntryIx> {
    let start = knot[0];
    let mut came_from = std::collections::BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for to in &all[at.0 as usize].requires {
            if *to == start {
                let mut path = vec![at];
                while let Some(before) = came_from.get(path.last().unwrap_or(&start)) {
                    path.push(*before);
                }
                path.reverse();
                return path;
            }
            if knot.binary_search(to).is_ok() && !came_from.contains_key(to) {
                came_from.insert(*to, at);
                queue.push_back(*to);
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[&[u32]]) -> Vec<Relations> {
        edges
            .iter()
            .map(|to| Relations {
                requires: to.iter().map(|i| EntryIx(*i)).collect(),
                ..Relations::default()
            })
            .collect()
    }

    #[test]
    fn the_shortest_way_round_is_named() {
        let all = graph(&[&[1], &[2, 0], &[3], &[0], &[0]]);
        let knots = knots(&all);
        assert_eq!(knots.len(), 1);
        assert_eq!(shortest(&knots[0], &all), [EntryIx(0), EntryIx(1)]);
    }

    #[test]
    fn chains_of_ten_thousand_are_safe() {
        let mut all: Vec<Relations> = (0..10_000u32)
            .map(|i| Relations { requires: vec![EntryIx(i + 1)], ..Relations::default() })
            .collect();
        all.push(Relations::default());
        assert!(knots(&all).is_empty());
        let order = super::super::relations::learning_order(&[EntryIx(0), EntryIx(9_999)], &all);
        assert_eq!(order, [EntryIx(9_999), EntryIx(0)]);
        all[10_000].requires.push(EntryIx(0));
        assert_eq!(shortest(&knots(&all)[0], &all).len(), 10_001);
    }
}
