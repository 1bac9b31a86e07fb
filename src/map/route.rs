//! From rows and columns to coordinates, and the strokes of the lines.
//!
//! Boxes stand in columns; between two columns is a gutter. Every curve stays inside one gutter, and a column is only
//! passed level, between two boxes or through free cells. So no line can touch a box, whatever the graph.

use super::board::{Board, End, Level, Shape, Side, Stop};
use super::geometry::{Point, Rect, Segment, Stroke};
use super::ports::{self, Spacing};
use std::collections::BTreeMap;

/// The measures of a picture, in pixels at natural size.
#[derive(Clone, Debug)]
pub(super) struct Sizes {
    /// Width of each column: of its boxes, or of the bar.
    pub widths: Vec<f64>,
    /// Height of each box.
    pub heights: Vec<f64>,
    /// Height of each row: its highest box and the space around it.
    pub pitches: Vec<f64>,
    /// Between two columns.
    pub gutter: f64,
    /// Between the bar and the columns beside it.
    pub bar_gutter: f64,
    /// Left and right of everything.
    pub margin: f64,
    /// A narrower picture gets wider gutters, up to this.
    pub full: f64,
    /// Above each row something else may stand: the head of a lane. One more at the end for what is below.
    pub lead: Vec<f64>,
    /// Between the lines of one side of a box.
    pub spacing: Spacing,
}

/// Between two lines in one gap, and the free space beside them.
const SLOT: f64 = 8.0;
/// Length of an arrow's head; half its height is `HEAD_HALF`.
const HEAD: f64 = 7.0;
const HEAD_HALF: f64 = 3.75;
/// Between a box and the tip of an arrow.
const AIR: f64 = 1.5;
/// How far the first arc of a gutter bulges, and each further one more.
const BULGE: f64 = 26.0;
const BULGE_STEP: f64 = 8.0;
/// What a gutter with arcs has beside them for the bends of other lines.
const LINES: f64 = 46.0;
/// How much wider a gutter becomes where there is room.
const WIDER: f64 = 20.0;
/// More nested arcs than this lie on each other.
const DEEPEST: usize = 8;

/// Coordinates of everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// The boxes, as in the board.
    pub boxes: Vec<Rect>,
    /// Left edge of each column.
    pub columns: Vec<f64>,
    /// Middle of each row.
    pub rows: Vec<f64>,
    /// Top of what stands above each row, and the end of the last.
    pub leads: Vec<f64>,
    /// The lines, as in the board.
    pub wires: Vec<Routed>,
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
}

/// A line as it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Routed {
    /// Without the heads; two where the bar covers the middle.
    pub strokes: Vec<Stroke>,
    /// Heads: their three corners, tip first.
    pub heads: Vec<[Point; 3]>,
    /// The part nearer to each end, for the pointer.
    pub halves: [Vec<Stroke>; 2],
    /// How it runs.
    pub shape: Shape,
}

impl Routed {
    /// Whether it passes behind the bar.
    pub fn is_behind(&self) -> bool {
        self.shape == Shape::Behind
    }
}

/// Lays out a board.
pub(super) fn route(board: &Board, sizes: &Sizes) -> Plan {
    let stops = board.stops();
    let arcs = Arcs::new(board);
    let mut plan = Plan::default();
    plan.place_rows(board, sizes, &stops);
    plan.place_columns(board, sizes, &arcs);
    plan.boxes = board
        .boxes
        .iter()
        .zip(&sizes.heights)
        .map(|(cell, &height)| {
            let (x, y) = (plan.columns[cell.column], plan.rows[cell.row]);
            Rect::new(x, y - height / 2.0, sizes.widths[cell.column], height)
        })
        .collect();
    let offsets = ports::offsets(board, &stops, &sizes.heights, sizes.spacing);
    plan.wires = (0..board.wires.len())
        .map(|w| {
            let line =
                Line { board, sizes, plan: &plan, w, offsets: offsets[w], stops: &stops[w], arcs: &arcs };
            line.routed()
        })
        .collect();
    plan
}

impl Plan {
    fn place_rows(&mut self, board: &Board, sizes: &Sizes, stops: &[Vec<Stop>]) {
        let mut slots = vec![0usize; board.rows + 1];
        for stop in stops.iter().flatten() {
            if let Level::Gap { above, slot } = stop.level {
                slots[above] = slots[above].max(slot + 1);
            }
        }
        let mut y = 0.0;
        for (row, &slots) in slots.iter().enumerate() {
            self.leads.push(y);
            y += sizes.lead[row] + SLOT * slots.saturating_sub(1) as f64;
            if row < board.rows {
                self.rows.push(y + sizes.pitches[row] / 2.0);
                y += sizes.pitches[row];
            } else if slots > 0 {
                y += SLOT;
            }
        }
        self.height = y;
    }

    /// The height of a level.
    fn level(&self, level: Level, sizes: &Sizes) -> f64 {
        match level {
            Level::Row(row) => self.rows[row],
            Level::Gap { above, slot } => {
                let top = match self.rows.get(above) {
                    Some(middle) => middle - sizes.pitches[above] / 2.0,
                    None => self.height - SLOT,
                };
                top - SLOT * slot as f64
            }
        }
    }

    fn place_columns(&mut self, board: &Board, sizes: &Sizes, arcs: &Arcs) {
        let mut deepest = vec![0usize; board.columns + 1];
        let mut load = vec![0usize; board.columns + 1];
        for (wire, &depth) in board.wires.iter().zip(&arcs.depths) {
            let [a, b] = wire.ends.map(|end| board.column(end));
            if depth > 0 {
                let gutter = if board.side(wire, 0) == Side::Left { a } else { a + 1 };
                deepest[gutter] = deepest[gutter].max(depth);
            }
            load[a + 1..=b].iter_mut().for_each(|load| *load += 1);
        }
        let mut gutters: Vec<f64> = Vec::new();
        for (gutter, &depth) in deepest.iter().enumerate() {
            let arcs = zone(depth);
            let beside_bar = board.bar.is_some_and(|bar| gutter == bar || gutter == bar + 1);
            gutters.push(if gutter == 0 || gutter == board.columns {
                sizes.margin + arcs
            } else if beside_bar {
                sizes.bar_gutter
            } else {
                // Many lines need room to be told apart, unless they come from one point.
                let many = if sizes.spacing.fan { 0 } else { load[gutter].saturating_sub(8).min(30) };
                (sizes.gutter + 3.0 * many as f64).max(if depth > 0 { arcs + LINES } else { 0.0 })
            });
        }
        let narrow = gutters.iter().chain(&sizes.widths).sum::<f64>();
        let spare = (sizes.full - narrow).max(0.0) / board.columns.saturating_sub(1).max(1) as f64;
        let mut x = 0.0;
        for (column, width) in sizes.widths.iter().enumerate() {
            let between = if column > 0 { spare.min(WIDER) } else { 0.0 };
            x += (gutters[column] + between).floor();
            self.columns.push(x);
            x += width;
        }
        self.width = x + gutters[board.columns];
    }
}

/// Arcs of all columns.
struct Arcs {
    /// How deep each arc lies over others of its column: 1 for the innermost, 0 for lines that are no arcs.
    depths: Vec<usize>,
    /// For each column with arcs, how many lie over each other between a row and the next.
    deep: BTreeMap<usize, Vec<usize>>,
}

impl Arcs {
    fn new(board: &Board) -> Arcs {
        let mut arcs = Arcs { depths: vec![0; board.wires.len()], deep: BTreeMap::new() };
        let rows = |w: usize| {
            let (a, b) = (board.row(&board.wires[w], 0), board.row(&board.wires[w], 1));
            (a.min(b), a.max(b))
        };
        let mut order: Vec<usize> =
            (0..board.wires.len()).filter(|&w| board.shape(&board.wires[w]) == Shape::Arc).collect();
        order.sort_by_key(|&w| (rows(w).1 - rows(w).0, rows(w).0, w));
        for w in order {
            let (top, bottom) = rows(w);
            let column = board.column(board.wires[w].ends[0]);
            let deep = arcs.deep.entry(column).or_insert_with(|| vec![0; board.rows + 1]);
            let depth = (1 + deep[top..bottom].iter().copied().max().unwrap_or(0)).min(DEEPEST);
            deep[top..bottom].fill(depth);
            arcs.depths[w] = depth;
        }
        arcs
    }

    /// How far the arcs of a column reach out between two rows.
    fn reach(&self, column: usize, top: usize, bottom: usize) -> f64 {
        let deep = self.deep.get(&column).and_then(|deep| deep.get(top..bottom));
        zone(deep.and_then(|deep| deep.iter().copied().max()).unwrap_or(0))
    }
}

/// How far arcs reach out.
fn zone(depth: usize) -> f64 {
    if depth > 0 { BULGE + BULGE_STEP * (depth - 1) as f64 + 4.0 } else { 0.0 }
}

/// A line on its way to a stroke.
struct Line<'a> {
    board: &'a Board,
    sizes: &'a Sizes,
    plan: &'a Plan,
    w: usize,
    offsets: [f64; 2],
    stops: &'a [Stop],
    arcs: &'a Arcs,
}

impl Line<'_> {
    fn routed(&self) -> Routed {
        let wire = &self.board.wires[self.w];
        let shape = self.board.shape(wire);
        let tips = [self.tip(0), self.tip(1)];
        let heads: Vec<[Point; 3]> =
            (0..2).filter(|&end| wire.heads[end]).map(|end| self.head(end, tips[end])).collect();
        let starts = [self.base(0, tips[0]), self.base(1, tips[1])];
        let whole =
            if shape == Shape::Arc { self.arc(starts, self.arcs.depths[self.w]) } else { self.glide(starts) };
        let (first, second) = whole.halves();
        let shown = |stroke: &Stroke| match self.board.bar {
            Some(bar) if shape == Shape::Behind => {
                let left = self.plan.columns[bar];
                stroke.without(left - 1.0, left + self.sizes.widths[bar] + 1.0)
            }
            _ => vec![stroke.clone()],
        };
        Routed { strokes: shown(&whole), heads, halves: [shown(&first), shown(&second)], shape }
    }

    /// Where an end touches its box or the bar.
    fn tip(&self, end: usize) -> Point {
        let wire = &self.board.wires[self.w];
        match wire.ends[end] {
            End::Box(b) => {
                let rect = &self.plan.boxes[b];
                let y = rect.middle() + self.offsets[end];
                match self.board.side(wire, end) {
                    Side::Left => Point::new(rect.x - AIR, y),
                    Side::Right => Point::new(rect.right() + AIR, y),
                }
            }
            End::Bar => {
                let bar = self.board.column(End::Bar);
                let x = self.plan.columns[bar];
                let next = if end == 0 { self.stops.first() } else { self.stops.last() };
                let y = match next.filter(|_| !self.is_level()) {
                    Some(stop) => self.plan.level(stop.level, self.sizes),
                    None => self.tip(1 - end).y,
                };
                if end == 0 {
                    Point::new(x + self.sizes.widths[bar] + AIR, y)
                } else {
                    Point::new(x - AIR, y)
                }
            }
        }
    }

    /// 1 when a line leaves this end to the right.
    fn outwards(&self, end: usize) -> f64 {
        if self.board.side(&self.board.wires[self.w], end) == Side::Left { -1.0 } else { 1.0 }
    }

    fn head(&self, end: usize, tip: Point) -> [Point; 3] {
        let back = tip.x + HEAD * self.outwards(end);
        [tip, Point::new(back, tip.y - HEAD_HALF), Point::new(back, tip.y + HEAD_HALF)]
    }

    /// Where the stroke begins: at the box, or under the arrow's head.
    fn base(&self, end: usize, tip: Point) -> Point {
        let headed = self.board.wires[self.w].heads[end];
        let back = if headed { HEAD - 1.0 } else { -AIR };
        Point::new(tip.x + back * self.outwards(end), tip.y)
    }

    fn glide(&self, [start, end]: [Point; 2]) -> Stroke {
        let mut stroke = Stroke::from(start);
        if self.is_level() {
            stroke.glide(end);
            return stroke;
        }
        // Bends stay clear of the arcs of the columns; those that are in the way are crossed level.
        stroke.glide(Point::new(start.x + self.clearance(0), start.y));
        for stop in self.stops {
            let y = self.plan.level(stop.level, self.sizes);
            // Level already a little before the first box, and until a little behind the last one.
            stroke.glide(Point::new(self.plan.columns[stop.first] - 4.0, y));
            stroke.glide(Point::new(self.plan.columns[stop.last] + self.sizes.widths[stop.last] + 4.0, y));
        }
        stroke.glide(Point::new(end.x - self.clearance(1), end.y));
        stroke.glide(end);
        stroke
    }

    /// Whether it is level from the bar to its box, through free cells of the box's row.
    fn is_level(&self) -> bool {
        let wire = &self.board.wires[self.w];
        let own = Level::Row(self.board.row(wire, 0));
        self.board.shape(wire) == Shape::ToBar && self.stops.iter().all(|stop| stop.level == own)
    }

    /// How far the line goes level from an end: as far as arcs of that column reach on its way.
    fn clearance(&self, end: usize) -> f64 {
        let wire = &self.board.wires[self.w];
        let End::Box(b) = wire.ends[end] else { return 0.0 };
        let arcs_right = self.board.bar.is_none_or(|bar| self.board.boxes[b].column > bar);
        if arcs_right != (end == 0) {
            return 0.0;
        }
        let own = self.board.boxes[b].row;
        let next = if end == 0 { self.stops.first() } else { self.stops.last() };
        let other = next.map_or(self.board.row(wire, 1 - end), |stop| stop.level.rank() / 2);
        let reach = self.arcs.reach(self.board.boxes[b].column, own.min(other), own.max(other));
        if wire.heads[end] { (reach - HEAD).max(0.0) } else { reach }
    }

    fn arc(&self, [start, end]: [Point; 2], depth: usize) -> Stroke {
        let out = self.outwards(0);
        let edge = if out > 0.0 { start.x.max(end.x) } else { start.x.min(end.x) };
        let bulge = BULGE + BULGE_STEP * (depth.max(1) - 1) as f64;
        let mut stroke = Stroke::from(start);
        if (end.y - start.y).abs() <= 3.0 * bulge {
            // A cubic reaches three quarters of the way to its control points.
            let x = edge + out * bulge / 0.75;
            let (b, c) = (Point::new(x, start.y), Point::new(x, end.y));
            stroke.segments.push(Segment::Cubic(b, c, end));
            return stroke;
        }
        let x = edge + out * bulge;
        let down = if end.y > start.y { bulge } else { -bulge };
        let (turn, back) = (Point::new(x, start.y + down), Point::new(x, end.y - down));
        // Quarter circles: 0.55 of the radius.
        let bow = |from: f64| from + (x - from) * 0.55;
        stroke.segments.push(Segment::Cubic(
            Point::new(bow(start.x), start.y),
            Point::new(x, turn.y - down * 0.55),
            turn,
        ));
        stroke.segments.push(Segment::Line(back));
        stroke.segments.push(Segment::Cubic(
            Point::new(x, back.y + down * 0.55),
            Point::new(bow(end.x), end.y),
            end,
        ));
        stroke
    }
}
