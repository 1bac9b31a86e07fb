//! Lanes: their rows, titles, links to roles without moves, and the headings of the columns.

use super::graph::Graph;
use super::rows::Rows;
use super::{CareerInput, CareerWords};
use crate::map::board::{Board, Cell, Shape, Side};
use crate::map::geometry::Rect;
use crate::map::route::Plan;
use crate::map::text::{Lines, Style, wrap};
use std::collections::BTreeSet;

/// Style of headings and of lane titles.
pub(super) const SMALL: Style = Style { size: 14, bold: false };
pub(super) const TITLE: Style = Style { size: 14, bold: true };
/// Height of the column headings, of a lane's head with one line, of a further line of it, below a lane.
const HEADINGS: f64 = 44.0;
const HEAD: f64 = 28.0;
const HEAD_LINE: f64 = 18.0;
const FOOT: f64 = 12.0;
/// A title that runs on over the next column counts on a gutter of this width.
const GUTTER: u32 = 66;

/// Which distances are columns of the board.
pub(super) struct Frame {
    pub count: usize,
    pub bar: Option<usize>,
    least: i32,
}

impl Frame {
    pub fn new(columns: &[Option<i32>], spine: Option<usize>) -> Frame {
        let of = || columns.iter().flatten().copied();
        // Titles of lanes stand in the first column; it is there even when it would be empty.
        let least = of().min().unwrap_or(0).min(if spine.is_some() { -1 } else { 0 });
        let most = of().max().unwrap_or(0).max(least);
        Frame { least, count: (most - least + 1) as usize, bar: spine.map(|_| -least as usize) }
    }

    pub fn column(&self, distance: i32) -> usize {
        (distance - self.least) as usize
    }
}

/// A lane while rows are counted.
pub(super) struct Strip {
    pub lane: usize,
    /// Its first row, and how many it has.
    pub first: usize,
    pub rows: usize,
    /// Cells of the words before the roles without moves, and of these.
    pub alone: Vec<(Option<usize>, Cell)>,
}

/// A lane with its place.
pub(super) struct LaneArea {
    pub lane: usize,
    pub area: Rect,
    pub title: Words,
    /// The words before links to roles without moves.
    pub alone: Option<Words>,
}

/// Words with a place.
pub(super) struct Words {
    pub lines: Lines,
    pub area: Rect,
}

/// Rows of each lane with roles, with those for links to roles without moves.
pub(super) fn strips(
    input: &CareerInput,
    graph: &Graph,
    spine: Option<usize>,
    frame: &Frame,
    columns: &[Option<i32>],
    rows: &Rows,
) -> Vec<Strip> {
    let mut here = vec![Vec::new(); input.lanes.len()];
    (0..graph.lane.len()).for_each(|role| here[graph.lane[role]].push(role));
    let mut strips = Vec::new();
    let mut first = 0;
    for (lane, roles) in here.iter().enumerate().filter(|(_, roles)| !roles.is_empty()) {
        let cell = |&role: &usize| Some(Cell { column: frame.column(columns[role]?), row: rows.row[role]? });
        let full: BTreeSet<Cell> = roles.iter().filter_map(cell).collect();
        let lone: Vec<usize> =
            roles.iter().copied().filter(|&role| graph.is_alone(role) && spine != Some(role)).collect();
        let (alone, high) = lone_cells(&lone, &full, frame, rows.high[lane]);
        // A lane that holds the spine alone has a row for it.
        let high = high.max(1);
        let below = |(role, cell): (Option<usize>, Cell)| (role, Cell { row: first + cell.row, ..cell });
        strips.push(Strip { lane, first, rows: high, alone: alone.into_iter().map(below).collect() });
        first += high;
    }
    strips
}

/// Cells for the words and the lone roles of a lane: at the beginning of rows that have room, else in rows of their
/// own. The first column is for the words alone.
fn lone_cells(
    lone: &[usize],
    full: &BTreeSet<Cell>,
    frame: &Frame,
    high: usize,
) -> (Vec<(Option<usize>, Cell)>, usize) {
    if lone.is_empty() {
        return (Vec::new(), high);
    }
    let usable: Vec<usize> = (0..frame.count).filter(|&column| Some(column) != frame.bar).collect();
    let before_bar = frame.bar.unwrap_or(frame.count);
    let mut cells = Vec::new();
    for row in 0..high {
        let free = (0..before_bar).take_while(|&column| !full.contains(&Cell { column, row })).count();
        cells.extend((1..free).map(|column| Cell { column, row }));
        if free < 2 {
            cells.clear();
        }
    }
    let mut more = 0;
    if cells.len() < lone.len() {
        // A single column has no place beside the words.
        let columns = usable.get(1..).filter(|rest| !rest.is_empty()).unwrap_or(&usable);
        let below = usize::from(usable.len() == 1);
        more = lone.len().div_ceil(columns.len()) + below;
        let cell =
            |i: usize| Cell { column: columns[i % columns.len()], row: high + below + i / columns.len() };
        cells = (0..lone.len()).map(cell).collect();
    }
    let words = Cell { column: usable[0], row: if more > 0 { high } else { cells[0].row } };
    let links = lone.iter().copied().map(Some).zip(cells);
    ([(None, words)].into_iter().chain(links).collect(), high + more)
}

/// Titles of the lanes, broken for the columns that they may run over: up to the first gutter in which a line comes
/// down from the lane above.
pub(super) fn titles(input: &CareerInput, strips: &[Strip], board: &Board, width: f64) -> Vec<Lines> {
    let before_bar = board.bar.unwrap_or(board.columns);
    let mut titles = Vec::new();
    for strip in strips {
        let mut free = before_bar;
        for wire in &board.wires {
            let rows = [board.row(wire, 0), board.row(wire, 1)];
            let [a, b] = wire.ends.map(|end| board.column(end));
            // Where it passes columns it may do so a row above or below both of its ends.
            let slack = usize::from(b > a + 1);
            let comes_down =
                rows[0].min(rows[1]) < strip.first + slack && rows[0].max(rows[1]) + slack >= strip.first;
            let gutter = match board.shape(wire) {
                Shape::Arc if board.side(wire, 0) == Side::Left => a,
                _ => a + 1,
            };
            if comes_down && gutter > 0 {
                free = free.min(gutter);
            }
        }
        let free = free.max(1) as u32;
        let room = free * width as u32 + (free - 1) * GUTTER;
        titles.push(wrap(&input.lanes[strip.lane].title, TITLE, room, 2, &[]));
    }
    titles
}

/// What stands above each row, and below the last one.
pub(super) fn leads(strips: &[Strip], titles: &[Lines], headed: bool) -> Vec<f64> {
    let rows = strips.last().map_or(0, |strip| strip.first + strip.rows);
    let mut leads = vec![0.0; rows + 1];
    for (i, (strip, title)) in strips.iter().zip(titles).enumerate() {
        let more = title.lines.len().saturating_sub(1) as f64 * HEAD_LINE;
        leads[strip.first] = HEAD + more + above(i, headed);
    }
    leads[rows] = FOOT;
    leads
}

/// From where the last row ends to the top of a lane.
fn above(i: usize, headed: bool) -> f64 {
    match () {
        () if i > 0 => FOOT,
        () if headed => HEADINGS,
        () => 0.0,
    }
}

/// The areas of the lanes, over the whole width.
pub(super) fn areas(strips: &[Strip], plan: &Plan, headed: bool) -> Vec<Rect> {
    let top =
        |i: usize| strips.get(i).map_or(plan.height, |strip| plan.leads[strip.first] + above(i, headed));
    (0..strips.len()).map(|i| Rect::new(0.0, top(i), plan.width, top(i + 1) - top(i))).collect()
}

/// The lanes with their words.
pub(super) fn lanes(
    words: &CareerWords,
    strips: &[Strip],
    titles: Vec<Lines>,
    plan: &Plan,
    headed: bool,
    width: f64,
) -> Vec<LaneArea> {
    let left = plan.columns.first().copied().unwrap_or(0.0);
    let areas = areas(strips, plan, headed);
    let mut lanes = Vec::new();
    for ((strip, title), area) in strips.iter().zip(titles).zip(areas) {
        let high = 20.0 + HEAD_LINE * title.lines.len().saturating_sub(1) as f64;
        let place = Rect::new(left, area.y + 5.0, f64::from(title.width).max(width), high);
        let alone = strip.alone.first().map(|(_, cell)| {
            let (x, middle) = (plan.columns[cell.column], plan.rows[cell.row]);
            let lines = wrap(&words.alone, SMALL, width as u32, 2, &[]);
            Words { lines, area: Rect::new(x, middle - 20.0, width, 40.0) }
        });
        lanes.push(LaneArea { lane: strip.lane, area, title: Words { lines: title, area: place }, alone });
    }
    lanes
}

/// Words above the columns.
pub(super) fn headings(
    words: &CareerWords,
    columns: &super::graph::Columns,
    frame: &Frame,
    plan: &Plan,
    width: f64,
) -> Vec<Words> {
    let present: BTreeSet<i32> = columns.of.iter().flatten().copied().filter(|&c| c != 0).collect();
    let heading = |distance: i32| {
        let list = if distance < 0 { &words.steps_in } else { &words.steps_out };
        let farther = usize::from(columns.folded.contains(&distance));
        let text = list.get(distance.unsigned_abs() as usize - 1 + farther)?;
        let area = Rect::new(plan.columns[frame.column(distance)], 10.0, width, 24.0);
        Some(Words { lines: wrap(text, SMALL, width as u32, 1, &[]), area })
    };
    present.into_iter().filter_map(heading).collect()
}
