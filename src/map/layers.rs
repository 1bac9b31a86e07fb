//! Longest paths in a graph that may have circles.

use std::collections::BTreeSet;

/// For each node the number of steps of the longest path to it. Steps that close a circle, searching from the first
/// node on, do not count. Without recursion: chains may be long.
pub(super) fn longest_paths(next: &[Vec<usize>]) -> Vec<i32> {
    // 0: not seen, 1: on the way, 2: done.
    let mut state = vec![0u8; next.len()];
    let mut closing: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut done: Vec<usize> = Vec::new();
    for root in 0..next.len() {
        let mut way: Vec<(usize, usize)> = if state[root] == 0 { vec![(root, 0)] } else { Vec::new() };
        while let Some((node, step)) = way.last_mut() {
            let node = *node;
            state[node] = 1;
            let Some(&target) = next[node].get(*step) else {
                state[node] = 2;
                done.push(node);
                way.pop();
                continue;
            };
            *step += 1;
            match state[target] {
                0 => way.push((target, 0)),
                1 => {
                    closing.insert((node, target));
                }
                _ => {}
            }
        }
    }
    let mut longest = vec![0; next.len()];
    for &node in done.iter().rev() {
        for &target in next[node].iter().filter(|&&target| !closing.contains(&(node, target))) {
            longest[target] = longest[target].max(longest[node] + 1);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::longest_paths;

    #[test]
    fn circles_are_opened_where_the_search_closes_them() {
        assert_eq!(longest_paths(&[vec![1, 2], vec![2], vec![0]]), [0, 1, 2]);
        assert_eq!(longest_paths(&[vec![0]]), [0]);
        let chain: Vec<Vec<usize>> =
            (1..=10_000).map(|i| if i < 10_000 { vec![i] } else { vec![0] }).collect();
        assert_eq!(longest_paths(&chain)[9_999], 9_999);
    }
}
