//! Rows: where in its lane each role of a column stands, so that lines are short and cross seldom.
//!
//! All costs are whole numbers, so that every machine chooses alike.

use super::graph::Graph;
use super::orders::Orders;
use super::spans::{Span, Spans, crossings};

/// Up to this many roles in a column of a lane, and rows in the lane, all orders are tried.
const EXACT_ROLES: usize = 7;
const EXACT_ROWS: usize = 8;
/// Rounds over all columns.
const ROUNDS: usize = 5;
/// Rounds of exchanging pairs, and how far apart the two may be in high lanes.
const EXCHANGES: usize = 8;
const REACH: usize = 7;
/// Maps with more lines are not looked through for crossings.
const MOST_LINES: usize = 600;
/// What a crossing costs; a line that is one row longer costs about 4,000.
const CROSSING: i64 = 10_000;
const DOTTED_CROSSING: i64 = 4_000;
/// Weights of lengths: ordinary lines, those within a column, those behind the spine.
const WEIGHT: i64 = 10;
pub(super) const COLUMN_WEIGHT: i64 = 14;
const BEHIND_WEIGHT: i64 = 7;

/// The rows of all lanes.
pub(super) struct Rows {
    /// For each lane how many rows it has.
    pub high: Vec<usize>,
    /// For each role with a column, but for the spine, its row in its lane.
    pub row: Vec<Option<usize>>,
}

/// Chooses rows.
pub(super) fn choose(graph: &Graph, columns: &[Option<i32>], spine: Option<usize>, lanes: usize) -> Rows {
    let mut table = Table::new(graph, columns, spine, lanes);
    for _ in 0..ROUNDS {
        for g in 0..table.groups.len() {
            table.arrange(g);
        }
    }
    if table.lines.len() <= MOST_LINES {
        table.exchange();
    }
    let stands = |role: usize| columns[role].is_some() && spine != Some(role);
    let row = (0..columns.len()).map(|role| stands(role).then_some(table.row[role])).collect();
    Rows { high: table.lanes.iter().map(|lane| lane.1).collect(), row }
}

/// The roles of one column in one lane.
struct Group {
    lane: usize,
    column: i32,
    roles: Vec<usize>,
}

/// A line not touching the spine, or one to it.
#[derive(Clone, Copy)]
struct Thread {
    a: usize,
    b: usize,
    /// Columns of a and b; a's is not right of b's.
    from: i32,
    to: i32,
    behind: bool,
    spine: bool,
}

impl Thread {
    fn weight(&self) -> i64 {
        match () {
            () if self.behind => BEHIND_WEIGHT,
            () if self.from == self.to => COLUMN_WEIGHT,
            () => WEIGHT,
        }
    }
}

struct Table<'a> {
    graph: &'a Graph,
    spine: Option<usize>,
    lanes: Vec<(usize, usize)>,
    /// In each lane the fullest columns first.
    groups: Vec<Group>,
    /// Row within the lane.
    row: Vec<usize>,
    lines: Vec<Thread>,
    /// For each role its lines.
    of: Vec<Vec<usize>>,
    /// Roles whose line to the spine passes the column between.
    passing: Vec<bool>,
    /// Lanes with such roles.
    crowded: Vec<bool>,
}

impl<'a> Table<'a> {
    fn new(graph: &'a Graph, columns: &'a [Option<i32>], spine: Option<usize>, lanes: usize) -> Table<'a> {
        let mut groups: Vec<Group> = Vec::new();
        for lane in 0..lanes {
            let start = groups.len();
            for role in (0..columns.len()).filter(|&r| graph.lane[r] == lane && Some(r) != spine) {
                let Some(column) = columns[role] else { continue };
                match groups[start..].iter_mut().find(|g| g.column == column) {
                    Some(group) => group.roles.push(role),
                    None => groups.push(Group { lane, column, roles: vec![role] }),
                }
            }
            groups[start..].sort_by_key(|group| (std::cmp::Reverse(group.roles.len()), group.column));
        }
        let lines = threads(graph, columns, spine);
        let mut of = vec![Vec::new(); columns.len()];
        let mut passing = vec![false; columns.len()];
        for (l, line) in lines.iter().enumerate() {
            for (role, column) in [(line.a, line.from), (line.b, line.to)] {
                of[role].push(l);
                passing[role] |= line.spine && column.abs() > 1;
            }
        }
        let row = vec![0; columns.len()];
        let mut table =
            Table { graph, spine, lanes: Vec::new(), groups, row, lines, of, passing, crowded: Vec::new() };
        table.first_rows(lanes);
        table
    }

    /// Site order from the top; roles whose line must pass another column at the end, below the roles of that column.
    fn first_rows(&mut self, lanes: usize) {
        let mut start = 0;
        for lane in 0..lanes {
            let groups = || self.groups.iter().filter(|group| group.lane == lane);
            let passing = |group: &Group| group.roles.iter().filter(|&&r| self.passing[r]).count();
            let beyond: usize = groups().map(passing).sum();
            let high = groups()
                .map(|g| g.roles.len() + if g.column.abs() == 1 { beyond } else { 0 })
                .max()
                .unwrap_or(0);
            for group in self.groups.iter().filter(|group| group.lane == lane) {
                let (mut top, mut bottom) = (0, high);
                for &role in &group.roles {
                    if self.passing[role] {
                        bottom -= 1;
                        self.row[role] = bottom;
                    } else {
                        self.row[role] = top;
                        top += 1;
                    }
                }
            }
            self.lanes.push((start, high));
            self.crowded.push(beyond > 0);
            start += high;
        }
    }

    /// Height of a role in half rows; the head of a lane counts for one.
    fn height(&self, role: usize) -> i64 {
        let lane = self.graph.lane[role];
        (2 * (self.lanes[lane].0 + self.row[role]) + lane) as i64
    }

    /// Whether a role of a group may stand in a row, as far as lines that pass are concerned.
    fn may_stand(&self, group: &Group, role: usize, row: usize) -> bool {
        if !self.crowded[group.lane] {
            return true;
        }
        let inner =
            |column: i32| column.signum() == group.column.signum() && column.abs() < group.column.abs();
        let outer =
            |column: i32| column.signum() == group.column.signum() && column.abs() > group.column.abs();
        self.groups.iter().filter(|other| other.lane == group.lane).all(|other| {
            let blocks = |&r: &usize| {
                self.row[r] == row
                    && ((self.passing[role] && inner(other.column))
                        || (self.passing[r] && outer(other.column)))
            };
            !other.roles.iter().any(blocks)
        })
    }

    /// Puts the roles of a group into the rows where their lines are shortest.
    fn arrange(&mut self, g: usize) {
        let group = &self.groups[g];
        let rows = self.lanes[group.lane].1;
        if group.roles.len() <= EXACT_ROLES && rows <= EXACT_ROWS {
            if let Some(best) = self.orders(group).best() {
                for (role, row) in group.roles.iter().zip(best) {
                    self.row[*role] = row;
                }
            }
            return;
        }
        let mut at: Vec<Option<usize>> = vec![None; rows];
        group.roles.iter().for_each(|&role| at[self.row[role]] = Some(role));
        for row in 1..rows {
            self.try_exchange(g, &mut at, row - 1, row, Table::length_of);
        }
    }

    /// What placing the roles of a group costs.
    fn orders(&self, group: &Group) -> Orders {
        let (start, rows) = self.lanes[group.lane];
        let height = |row: usize| (2 * (start + row) + group.lane) as i64;
        let place = |role: usize| group.roles.iter().position(|&r| r == role);
        let mut inside = Vec::new();
        let mut outside = vec![vec![Some(0); rows]; group.roles.len()];
        for (i, &role) in group.roles.iter().enumerate() {
            for &l in self.of[role].iter().filter(|&&l| !self.lines[l].spine) {
                let line = &self.lines[l];
                let other = if line.a == role { line.b } else { line.a };
                if let Some(j) = place(other) {
                    inside.extend((i < j).then_some((i, j)));
                    continue;
                }
                for (row, cost) in outside[i].iter_mut().enumerate() {
                    *cost = cost.map(|cost| cost + line.weight() * bend(height(row), self.height(other)));
                }
            }
            for (row, cost) in outside[i].iter_mut().enumerate() {
                *cost = cost.filter(|_| self.may_stand(group, role, row));
            }
        }
        Orders::new(outside, inside, rows)
    }

    /// Exchanges what stands in two rows of a group when that costs less.
    fn try_exchange(
        &mut self,
        g: usize,
        at: &mut [Option<usize>],
        i: usize,
        j: usize,
        cost: fn(&Table<'a>, &[usize]) -> i64,
    ) -> bool {
        let both: Vec<(usize, usize)> =
            [at[i].map(|role| (role, j)), at[j].map(|role| (role, i))].into_iter().flatten().collect();
        let allowed = |&(role, row): &(usize, usize)| self.may_stand(&self.groups[g], role, row);
        if both.is_empty() || !both.iter().all(allowed) {
            return false;
        }
        let mut touched: Vec<usize> =
            both.iter().flat_map(|&(role, _)| self.of[role].iter().copied()).collect();
        touched.sort_unstable();
        touched.dedup();
        let before = cost(self, &touched);
        let old: Vec<usize> = both.iter().map(|&(role, _)| self.row[role]).collect();
        both.iter().for_each(|&(role, row)| self.row[role] = row);
        if cost(self, &touched) < before {
            at.swap(i, j);
            return true;
        }
        both.iter().zip(old).for_each(|(&(role, _), row)| self.row[role] = row);
        false
    }

    /// Exchanges pairs until neither lengths nor crossings get less.
    fn exchange(&mut self) {
        for _ in 0..EXCHANGES {
            let mut better = false;
            for g in 0..self.groups.len() {
                let rows = self.lanes[self.groups[g].lane].1;
                let reach = if rows <= 2 * REACH { rows } else { REACH };
                let mut at: Vec<Option<usize>> = vec![None; rows];
                self.groups[g].roles.iter().for_each(|&role| at[self.row[role]] = Some(role));
                for i in 0..rows {
                    for j in i + 1..rows.min(i + 1 + reach) {
                        better |= self.try_exchange(g, &mut at, i, j, Table::cost_of);
                    }
                }
            }
            if !better {
                return;
            }
        }
    }

    fn length_of(&self, touched: &[usize]) -> i64 {
        touched.iter().map(|&l| self.length(l)).sum()
    }

    /// Lengths of some lines and their crossings with all others.
    fn cost_of(&self, touched: &[usize]) -> i64 {
        let mut cost = self.length_of(touched);
        for &l in touched {
            let spans = self.spans(l);
            for other in 0..self.lines.len() {
                if other == l || (other < l && touched.binary_search(&other).is_ok()) {
                    continue;
                }
                let dotted = self.lines[l].behind || self.lines[other].behind;
                let price = if dotted { DOTTED_CROSSING } else { CROSSING };
                cost += price * crossings(&spans, &self.spans(other));
            }
        }
        cost
    }

    fn length(&self, l: usize) -> i64 {
        let line = &self.lines[l];
        if line.spine {
            return 0;
        }
        line.weight() * bend(self.height(line.a), self.height(line.b))
    }

    /// The line's way through the gutters, as if it were straight. The gutter left of column c has the number c.
    fn spans(&self, l: usize) -> Spans {
        let line = &self.lines[l];
        let mut spans = Spans::default();
        let (a, b) = match (line.spine, self.spine) {
            (true, Some(spine)) if line.a == spine => (self.height(line.b), self.height(line.b)),
            (true, _) => (self.height(line.a), self.height(line.a)),
            _ => (self.height(line.a), self.height(line.b)),
        };
        if line.from == line.to {
            let left = self.spine.is_some() && line.from < 0;
            let gutter = if left { line.from } else { line.from + 1 };
            spans.push(Span { gutter, left: a.min(b), right: a.max(b), arc: Some(!left) });
            return spans;
        }
        // In twelfths, which the number of gutters nearly always divides.
        let steps = i64::from(line.to - line.from);
        let at = |k: i64| a * 12 + (b - a) * 12 * k / steps;
        for k in 0..steps {
            let gutter = line.from + 1 + k as i32;
            spans.push(Span { gutter, left: at(k), right: at(k + 1), arc: None });
        }
        spans
    }
}

/// All lines with the columns of their ends, those on the left first.
fn threads(graph: &Graph, columns: &[Option<i32>], spine: Option<usize>) -> Vec<Thread> {
    let mut threads = Vec::new();
    for link in &graph.links {
        let (Some(from), Some(to)) = (columns[link.a], columns[link.b]) else { continue };
        let behind = spine.is_some() && from.signum() * to.signum() < 0;
        let spine = spine.is_some_and(|spine| spine == link.a || spine == link.b);
        let (a, b, from, to) =
            if from <= to { (link.a, link.b, from, to) } else { (link.b, link.a, to, from) };
        threads.push(Thread { a, b, from, to, behind, spine });
    }
    threads
}

/// What it costs to go from one height to another: a little more than in proportion.
pub(super) fn bend(a: i64, b: i64) -> i64 {
    let d = (a - b).abs();
    200 * d + 3 * d * d
}
