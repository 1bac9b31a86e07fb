//! The search through all orders of the roles of one column in one lane.

use super::rows::{COLUMN_WEIGHT, bend};

/// What the search knows.
pub(super) struct Orders {
    /// `outside[i][row]`: cost of the lines of role i to roles of other groups; nothing where it may not stand.
    outside: Vec<Vec<Option<i64>>>,
    /// Lines within the group: roles by their place in it.
    inside: Vec<(usize, usize)>,
    rows: usize,
    current: Vec<usize>,
    best: Option<(i64, Vec<usize>)>,
}

impl Orders {
    /// A search among so many rows.
    pub fn new(outside: Vec<Vec<Option<i64>>>, inside: Vec<(usize, usize)>, rows: usize) -> Orders {
        Orders { outside, inside, rows, current: Vec::new(), best: None }
    }

    /// The rows with the least cost; of equals those that come first.
    pub fn best(mut self) -> Option<Vec<usize>> {
        self.search(0);
        self.best.map(|(_, rows)| rows)
    }

    /// Tries all rows for the next role; at most seven deep.
    fn search(&mut self, cost: i64) {
        if self.best.as_ref().is_some_and(|(least, _)| cost >= *least) {
            return;
        }
        let i = self.current.len();
        if i == self.outside.len() {
            self.best = Some((cost, self.current.clone()));
            return;
        }
        for row in 0..self.rows {
            let Some(outside) = self.outside[i][row] else { continue };
            if self.current.contains(&row) {
                continue;
            }
            let inside: i64 = self
                .inside
                .iter()
                .filter(|&&(_, second)| second == i)
                .map(|&(first, _)| COLUMN_WEIGHT * bend(2 * self.current[first] as i64, 2 * row as i64))
                .sum();
            self.current.push(row);
            self.search(cost + outside + inside);
            self.current.pop();
        }
    }
}
