//! Boxes in columns and rows and the lines between them: what both maps are before anything has a size, and the ways
//! that long lines take past the boxes of other columns.

use std::collections::{BTreeMap, BTreeSet};

/// A picture in columns and rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Board {
    /// How many columns, the bar's included.
    pub columns: usize,
    /// How many rows.
    pub rows: usize,
    /// The boxes; no two in one cell.
    pub boxes: Vec<Cell>,
    /// The column that is one tall bar instead of cells.
    pub bar: Option<usize>,
    /// The lines.
    pub wires: Vec<Wire>,
    /// Cells that hold something that is no box; no line may pass there.
    pub taken: BTreeSet<Cell>,
}

/// Where a box stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Cell {
    pub column: usize,
    pub row: usize,
}

/// What a line ends at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum End {
    /// A box, by its index.
    Box(usize),
    /// The bar, at the height of the other end.
    Bar,
}

/// A line between two boxes, or a box and the bar. `ends[0]` is not right of `ends[1]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Wire {
    pub ends: [End; 2],
    /// At which ends it has an arrow's head.
    pub heads: [bool; 2],
}

/// How a line runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// Level, to or from the bar.
    ToBar,
    /// Between two columns of one side.
    Across,
    /// Between two columns on either side of the bar, behind it.
    Behind,
    /// Within one column, bulging outwards.
    Arc,
}

/// A side of a box.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Side {
    Left,
    Right,
}

/// A height at which a line passes columns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Level {
    /// Through free cells, at the middle of a row.
    Row(usize),
    /// Between the boxes, above a row (or below the last one); slots count upwards.
    Gap { above: usize, slot: usize },
}

impl Level {
    /// Its place from top to bottom: rows are odd, gaps even.
    pub fn rank(self) -> usize {
        match self {
            Level::Row(row) => 2 * row + 1,
            Level::Gap { above, .. } => 2 * above,
        }
    }
}

/// Columns that a line passes at one height.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stop {
    pub first: usize,
    pub last: usize,
    pub level: Level,
}

impl Board {
    /// The column of an end.
    pub fn column(&self, end: End) -> usize {
        match end {
            End::Box(b) => self.boxes[b].column,
            End::Bar => self.bar.unwrap_or(0),
        }
    }

    /// The row of a line's end; for the bar, that of the other end.
    pub fn row(&self, wire: &Wire, end: usize) -> usize {
        match (wire.ends[end], wire.ends[1 - end]) {
            (End::Box(b), _) | (End::Bar, End::Box(b)) => self.boxes[b].row,
            (End::Bar, End::Bar) => 0,
        }
    }

    /// How a line runs.
    pub fn shape(&self, wire: &Wire) -> Shape {
        let [a, b] = wire.ends.map(|end| self.column(end));
        match self.bar {
            _ if wire.ends.contains(&End::Bar) => Shape::ToBar,
            Some(bar) if a < bar && bar < b => Shape::Behind,
            _ if a == b => Shape::Arc,
            _ => Shape::Across,
        }
    }

    /// On which side a line leaves an end.
    pub fn side(&self, wire: &Wire, end: usize) -> Side {
        match self.shape(wire) {
            Shape::Arc if self.bar.is_some_and(|bar| self.column(wire.ends[0]) < bar) => Side::Left,
            Shape::Arc => Side::Right,
            _ if end == 0 => Side::Right,
            _ => Side::Left,
        }
    }

    /// The columns strictly between a line's ends, cut in two where the bar stands among them.
    fn passed(&self, wire: &Wire) -> Vec<(usize, usize)> {
        let [a, b] = wire.ends.map(|end| self.column(end));
        let bar = self.bar.filter(|bar| (a + 1..b).contains(bar));
        let runs = match bar {
            Some(bar) => vec![(a + 1, bar), (bar + 1, b)],
            None => vec![(a + 1, b)],
        };
        runs.into_iter().filter(|(first, end)| first < end).map(|(first, end)| (first, end - 1)).collect()
    }

    /// For each line the columns that it passes, and at which height: through free cells of its own rows if there are
    /// any, else through the nearest free cells or between two rows.
    pub fn stops(&self) -> Vec<Vec<Stop>> {
        let mut ways = Ways { board: self, full: self.taken.clone(), slots: BTreeMap::new() };
        ways.full.extend(self.boxes.iter().copied());
        let mut stops = vec![Vec::new(); self.wires.len()];
        let mut order: Vec<usize> = (0..self.wires.len()).collect();
        // Lines to the bar are to be level, so they choose first.
        order.sort_by_key(|&w| self.shape(&self.wires[w]) != Shape::ToBar);
        for w in order {
            let wire = &self.wires[w];
            for (first, last) in self.passed(wire) {
                let level = ways.choose(wire, first, last);
                stops[w].push(Stop { first, last, level });
            }
        }
        stops
    }
}

/// What is still free while the lines choose their ways.
struct Ways<'a> {
    board: &'a Board,
    /// Cells that are not free.
    full: BTreeSet<Cell>,
    /// For each gap and slot the columns already passed.
    slots: BTreeMap<usize, Vec<Vec<(usize, usize)>>>,
}

impl Ways<'_> {
    fn choose(&mut self, wire: &Wire, first: usize, last: usize) -> Level {
        let (a, b) = (self.board.row(wire, 0), self.board.row(wire, 1));
        let (top, bottom) = (a.min(b), a.max(b));
        let bend = |rank: usize| rank.abs_diff(2 * a + 1) + rank.abs_diff(2 * b + 1);
        let mut best: Option<(usize, Level)> = None;
        let mut offer = |cost: usize, level: Level| {
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, level));
            }
        };
        for row in top.saturating_sub(1)..=(bottom + 1).min(self.board.rows.saturating_sub(1)) {
            let empty = (first..=last).all(|column| !self.full.contains(&Cell { column, row }));
            if empty {
                offer(2 * bend(2 * row + 1), Level::Row(row));
            }
        }
        for above in top..=(bottom + 1).min(self.board.rows) {
            let slot = self.slot(above, first, last);
            offer(2 * bend(2 * above) + 1 + slot, Level::Gap { above, slot });
        }
        let level = best.map_or(Level::Gap { above: top, slot: 0 }, |(_, level)| level);
        self.take(level, first, last);
        level
    }

    /// The lowest slot of a gap in which these columns, and those beside them, are free.
    fn slot(&self, above: usize, first: usize, last: usize) -> usize {
        let apart = |&(f, l): &(usize, usize)| l + 1 < first || last + 1 < f;
        let slots = self.slots.get(&above).map_or(&[][..], Vec::as_slice);
        slots.iter().position(|passed| passed.iter().all(apart)).unwrap_or(slots.len())
    }

    fn take(&mut self, level: Level, first: usize, last: usize) {
        match level {
            Level::Row(row) => self.full.extend((first..=last).map(|column| Cell { column, row })),
            Level::Gap { above, slot } => {
                let slots = self.slots.entry(above).or_default();
                if slots.len() <= slot {
                    slots.push(Vec::new());
                }
                slots[slot].push((first, last));
            }
        }
    }
}
