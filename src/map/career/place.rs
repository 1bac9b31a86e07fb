//! From rows to a picture: lanes, boxes, the spine, links to roles without moves, lines.

use super::graph::{Graph, Link};
use super::lanes::{Frame, LaneArea, Strip, Words, areas, headings, lanes, leads, strips, titles};
use super::{CareerInput, Role, rows};
use crate::locale::Script;
use crate::map::board::{Board, Cell, End, Wire};
use crate::map::geometry::Rect;
use crate::map::ports::Spacing;
use crate::map::route::{Plan, Sizes, route};
use crate::map::text::{Lines, Style, wrap};
use std::collections::BTreeSet;

/// From the box's left edge to its text, and from the text to the right edge.
pub(super) const INDENT: f64 = 16.0;
const OUTDENT: f64 = 8.0;
/// Widths of text that are tried, the narrowest first.
const WIDTHS: [u32; 6] = [136, 142, 148, 154, 160, 166];
/// Lines of a box: two, three for very long titles.
const MOST_LINES: usize = 3;
/// Height of a row of boxes, and of one that holds links alone; more when a title needs it.
const PITCH: f64 = 58.0;
const LOW_PITCH: f64 = 40.0;
/// Space between two boxes of a column, at least.
const BETWEEN: f64 = 10.0;
const BAR_WIDTH: f64 = 64.0;
/// What a wide screen has room for.
const FULL_WIDTH: f64 = 1372.0;

/// Everything with its place.
pub(super) struct Layout {
    pub graph: Graph,
    pub spine: Option<usize>,
    /// Columns in which roles from farther away stand too.
    pub folded: BTreeSet<i32>,
    /// Roles in the order of the list: column by column, then those without moves.
    pub nodes: Vec<Node>,
    /// Lanes with roles.
    pub lanes: Vec<LaneArea>,
    /// Above the columns.
    pub headings: Vec<Words>,
    pub plan: Plan,
    /// For each line its moves.
    pub links: Vec<Link>,
    /// For each line the nodes at its ends.
    pub ends: Vec<[usize; 2]>,
    pub text: Style,
    pub width: f64,
    pub height: f64,
}

/// How a role is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    Box,
    Spine,
    Alone,
}

pub(super) struct Node {
    pub role: usize,
    pub form: Form,
    /// The column; nothing for roles without moves.
    pub distance: Option<i32>,
    pub area: Rect,
    pub label: Lines,
    /// Pixels an em.
    pub size: u32,
}

/// Lays everything out.
pub(super) fn lay_out(input: &CareerInput) -> Layout {
    let graph = Graph::new(input);
    let roles: Vec<&Role> = input.lanes.iter().flat_map(|lane| &lane.roles).collect();
    let named = input.spine.as_ref().and_then(|id| roles.iter().position(|role| role.id == *id));
    let spine = graph.spine(named);
    let columns = graph.columns(spine);
    let rows = rows::choose(&graph, &columns.of, spine, input.lanes.len());
    let text = Style { size: if input.script == Script::Chinese { 15 } else { 14 }, bold: false };
    let names: Vec<&str> =
        if roles.len() <= 300 { roles.iter().map(|role| &*role.title).collect() } else { Vec::new() };
    let (room, labels) = fit(&roles, &names, text);
    let frame = Frame::new(&columns.of, spine);
    let strips = strips(input, &graph, spine, &frame, &columns.of, &rows);
    let draft = Draft { input, graph: &graph, spine, frame, columns: &columns.of, strips, rows: &rows };
    let (board, links) = draft.board();
    let width = f64::from(room) + INDENT + OUTDENT;
    let titles = titles(input, &draft.strips, &board, width);
    let leads = leads(&draft.strips, &titles, spine.is_some());
    let plan = route(&board, &draft.sizes(&board, &labels, leads, width));
    let nodes = draft.nodes(&plan, &board, labels, &roles, text, width);
    let ends = ends(&nodes, &links);
    let lanes = lanes(&input.words, &draft.strips, titles, &plan, spine.is_some(), width);
    let headings = match spine {
        Some(_) => headings(&input.words, &columns, &draft.frame, &plan, width),
        None => Vec::new(),
    };
    let (width, height) = (plan.width, plan.height);
    let folded = columns.folded;
    Layout { graph, spine, folded, nodes, lanes, headings, plan, links, ends, text, width, height }
}

/// The narrowest text in which all titles take two lines, and the titles broken for it.
fn fit(roles: &[&Role], names: &[&str], text: Style) -> (u32, Vec<Lines>) {
    let broken = |width: u32, most: usize| -> Vec<Lines> {
        roles.iter().map(|role| wrap(&role.title, text, width, most, names)).collect()
    };
    for width in WIDTHS {
        let labels = broken(width, 2);
        if labels.iter().all(|label| !label.cut) {
            return (width, labels);
        }
    }
    let widest = WIDTHS[WIDTHS.len() - 1];
    (widest, broken(widest, MOST_LINES))
}

fn height(label: &Lines) -> f64 {
    match label.lines.len() {
        0 | 1 => 40.0,
        lines => 48.0 + 18.0 * (lines - 2) as f64,
    }
}

/// Height of a link without a box.
fn lone_height(label: &Lines) -> f64 {
    LOW_PITCH + 18.0 * label.lines.len().saturating_sub(2) as f64
}

/// For each line the nodes at its ends.
fn ends(nodes: &[Node], links: &[Link]) -> Vec<[usize; 2]> {
    let mut node = vec![0; nodes.iter().map(|node| node.role + 1).max().unwrap_or(0)];
    for (n, known) in nodes.iter().enumerate() {
        node[known.role] = n;
    }
    links.iter().map(|link| [node[link.a], node[link.b]]).collect()
}

/// What is known before coordinates are.
struct Draft<'a> {
    input: &'a CareerInput,
    graph: &'a Graph,
    spine: Option<usize>,
    frame: Frame,
    columns: &'a [Option<i32>],
    strips: Vec<Strip>,
    rows: &'a rows::Rows,
}

impl Draft<'_> {
    /// Roles that are boxes, in the site's order.
    fn boxes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.columns.len()).filter(|&role| self.columns[role].is_some() && self.spine != Some(role))
    }

    /// The board; with the moves of its lines, seen from left to right.
    fn board(&self) -> (Board, Vec<Link>) {
        let mut starts = vec![0; self.input.lanes.len()];
        self.strips.iter().for_each(|strip| starts[strip.lane] = strip.first);
        let mut board = Board {
            columns: self.frame.count,
            rows: self.strips.last().map_or(0, |strip| strip.first + strip.rows),
            bar: self.frame.bar,
            ..Board::default()
        };
        let mut end = vec![End::Bar; self.columns.len()];
        for role in self.boxes() {
            let column = self.frame.column(self.columns[role].unwrap_or(0));
            let row = starts[self.graph.lane[role]] + self.rows.row[role].unwrap_or(0);
            end[role] = End::Box(board.boxes.len());
            board.boxes.push(Cell { column, row });
        }
        board.taken =
            self.strips.iter().flat_map(|strip| strip.alone.iter().map(|(_, cell)| *cell)).collect();
        let mut links = Vec::new();
        for &link in &self.graph.links {
            let turned = self.columns[link.a] > self.columns[link.b];
            let Link { a, b, there, back } = link;
            let link = if turned { Link { a: b, b: a, there: back, back: there } } else { link };
            let heads = [link.back.is_some(), link.there.is_some()];
            board.wires.push(Wire { ends: [end[link.a], end[link.b]], heads });
            links.push(link);
        }
        (board, links)
    }

    fn sizes(&self, board: &Board, labels: &[Lines], lead: Vec<f64>, box_width: f64) -> Sizes {
        let heights: Vec<f64> = self.boxes().map(|role| height(&labels[role])).collect();
        let tallest = heights.iter().map(|height| height + BETWEEN).fold(PITCH, f64::max);
        let mut pitches = vec![tallest; board.rows];
        let boxed: BTreeSet<usize> = board.boxes.iter().map(|cell| cell.row).collect();
        for strip in self.strips.iter().filter(|strip| !strip.alone.is_empty()) {
            for row in (strip.first..strip.first + strip.rows).filter(|row| !boxed.contains(row)) {
                let here =
                    strip.alone.iter().filter(|(_, cell)| cell.row == row).filter_map(|(role, _)| *role);
                pitches[row] = here.map(|role| lone_height(&labels[role])).fold(LOW_PITCH, f64::max);
            }
        }
        Sizes {
            widths: (0..board.columns)
                .map(|column| if board.bar == Some(column) { BAR_WIDTH } else { box_width })
                .collect(),
            heights,
            pitches,
            gutter: 66.0,
            bar_gutter: 104.0,
            margin: 6.0,
            full: FULL_WIDTH,
            lead,
            spacing: Spacing { step: 8.5, first: 9.0, corner: 4.0, fan: false },
        }
    }

    fn nodes(
        &self,
        plan: &Plan,
        board: &Board,
        mut labels: Vec<Lines>,
        roles: &[&Role],
        text: Style,
        width: f64,
    ) -> Vec<Node> {
        let mut nodes: Vec<(usize, f64, Node)> = Vec::new();
        for (b, role) in self.boxes().enumerate() {
            let label = std::mem::replace(&mut labels[role], empty());
            let area = plan.boxes[b];
            let distance = self.columns[role];
            let node = Node { role, form: Form::Box, distance, area, label, size: text.size };
            nodes.push((board.boxes[b].column, area.y, node));
        }
        if let (Some(spine), Some(bar)) = (self.spine, self.frame.bar) {
            let area = self.bar(plan, bar);
            let (label, size) = bar_label(&roles[spine].title, area);
            let distance = Some(0);
            nodes.push((bar, area.y, Node { role: spine, form: Form::Spine, distance, area, label, size }));
        }
        nodes.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut nodes: Vec<Node> = nodes.into_iter().map(|(_, _, node)| node).collect();
        for (role, cell) in self.strips.iter().flat_map(|strip| &strip.alone) {
            let Some(role) = *role else { continue };
            let label = std::mem::replace(&mut labels[role], empty());
            let (x, high) = (plan.columns[cell.column], lone_height(&label) - 4.0);
            let area = Rect::new(x, plan.rows[cell.row] - high / 2.0, width, high);
            nodes.push(Node { role, form: Form::Alone, distance: None, area, label, size: text.size });
        }
        nodes
    }

    /// The bar reaches over all lanes that have something to do with the spine.
    fn bar(&self, plan: &Plan, column: usize) -> Rect {
        let mut touched: BTreeSet<usize> = self.spine.iter().map(|&spine| self.graph.lane[spine]).collect();
        for link in &self.graph.links {
            let sides =
                [self.columns[link.a], self.columns[link.b]].map(|column| column.unwrap_or(0).signum());
            if sides[0] != sides[1] {
                let ends = [link.a, link.b].into_iter().filter(|&role| self.spine != Some(role));
                touched.extend(ends.map(|role| self.graph.lane[role]));
            }
        }
        let areas = areas(&self.strips, plan, true);
        let mut areas = self.strips.iter().zip(areas).filter(|(strip, _)| touched.contains(&strip.lane));
        let first = areas.next().map(|(_, area)| area).unwrap_or_default();
        let last = areas.next_back().map_or(first, |(_, area)| area);
        let top = first.y + 2.0;
        Rect::new(plan.columns[column], top, BAR_WIDTH, last.bottom() - 6.0 - top)
    }
}

fn empty() -> Lines {
    Lines { lines: Vec::new(), width: 0, cut: false }
}

/// The spine's title along the bar: as large as fits, in two lines if it must be.
fn bar_label(title: &str, bar: Rect) -> (Lines, u32) {
    let room = (bar.height - 44.0).max(28.0) as u32;
    for (most, sizes) in [(1, &[22, 20, 18, 16][..]), (2, &[18, 16, 14][..])] {
        for &size in sizes {
            let lines = wrap(title, Style { size, bold: true }, room, most, &[]);
            if !lines.cut {
                return (lines, size);
            }
        }
    }
    (wrap(title, Style { size: 14, bold: true }, room, 2, &[]), 14)
}
