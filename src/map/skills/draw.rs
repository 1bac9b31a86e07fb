//! The picture of one group.
//!
//! Layers, links and what lights up are those of the career map. A node has two parts more, both hidden until a script
//! gives it a class: an inner frame for `ready`, a tick for `got`.

use super::tree::{Forest, Known, Planted};
use super::{Skill, SkillGroup};
use crate::map::TEXT_SIZE;
use crate::map::board::{Board, End, Wire};
use crate::map::geometry::{Point, Rect};
use crate::map::ports::Spacing;
use crate::map::route::{Plan, Sizes, route};
use crate::map::svg::{escape, number, path, polygons, rect, text};
use crate::map::text::{Lines, Style, wrap};
use std::fmt::Write;

/// Width of a block: a picture is never wider.
const BLOCK_WIDTH: f64 = 662.0;
/// Widths of a box that are tried, how narrow it becomes where room is short, and lines of its title.
const WIDTHS: [f64; 12] =
    [120.0, 128.0, 136.0, 144.0, 152.0, 160.0, 168.0, 176.0, 184.0, 192.0, 200.0, WIDEST];
const WIDEST: f64 = 208.0;
const NARROWEST: f64 = 96.0;
const STEP: f64 = 8.0;
const LINES: usize = 3;
const GUTTER: f64 = 34.0;
const ARCS: f64 = 40.0;
/// From the box's left edge to its text; behind the text the tick has its place.
const INDENT: f64 = 11.0;
const OUTDENT: f64 = 17.0;
const STYLE: Style = Style { size: TEXT_SIZE, bold: false };
/// Height of a box with one line, of each further line, and the space between two.
const HEIGHT: f64 = 27.0;
const LINE: f64 = 17.0;
const BETWEEN: f64 = 8.0;
/// Side of the filled corner.
const CORNER: f64 = 9.0;

/// A finished picture.
#[derive(Default)]
pub(super) struct Picture {
    pub svg: String,
    pub width: u32,
    pub height: u32,
}

/// What is drawn, with its places.
pub(super) struct Layout<'a> {
    pub nodes: &'a [Planted],
    pub labels: Vec<Lines>,
    pub plan: Plan,
    /// For each line the nodes at its ends, as the board has it.
    pub ends: Vec<[usize; 2]>,
}

/// Draws the trees of a group.
pub(super) fn picture(known: &Known, group: &SkillGroup, g: usize, forest: &Forest) -> Picture {
    if forest.nodes.is_empty() {
        return Picture::default();
    }
    let layout = lay_out(group, forest);
    let (width, height) = (layout.plan.width.ceil(), layout.plan.height.ceil());
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"map skills\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-size=\"{TEXT_SIZE}\" role=\"group\" aria-label=\"{}\">\n<g class=\"lines\" aria-hidden=\"true\">",
        escape(&group.title)
    );
    for (w, wire) in layout.plan.wires.iter().enumerate() {
        let (line, head) = (path(&wire.strokes), polygons(&wire.heads));
        let _ = write!(
            svg,
            "\n<g id=\"s{g}w{w}\"><path d=\"{line}\"/><path class=\"map-head\" d=\"{head}\"/></g>"
        );
    }
    svg.push_str("\n</g>\n<g class=\"frames\">");
    for (n, node) in layout.nodes.iter().enumerate() {
        let area = &layout.plan.boxes[n];
        let _ = write!(svg, "\n<g id=\"s{g}n{n}\"><rect {}/>", rect(area));
        if node.corner {
            let (a, b) = (Point::new(area.x + CORNER, area.y), Point::new(area.x, area.y + CORNER));
            let corner = polygons(&[[Point::new(area.x, area.y), a, b]]);
            let _ = write!(svg, "<path class=\"map-corner\" d=\"{corner}\"/>");
        }
        svg.push_str("</g>");
    }
    svg.push_str("\n</g>\n<g class=\"nodes\">");
    let mut touching = vec![Vec::new(); layout.nodes.len()];
    for (w, [a, b]) in layout.ends.iter().enumerate() {
        touching[*a].push((w, *b));
        touching[*b].push((w, *a));
    }
    for (n, node) in layout.nodes.iter().enumerate() {
        let requires = known.requires(g, node.skill).join(" ");
        link(&mut svg, &group.skills[node.skill], &requires, &layout.plan.boxes[n], &layout.labels[n]);
        let _ = write!(svg, "<g class=\"lit\" aria-hidden=\"true\"><use href=\"#s{g}n{n}\"/>");
        for (w, other) in &touching[n] {
            let _ = write!(svg, "<use href=\"#s{g}w{w}\"/><use href=\"#s{g}n{other}\"/>");
        }
        svg.push_str("</g>");
    }
    svg.push_str("\n</g></svg>");
    Picture { svg, width: width as u32, height: height as u32 }
}

fn link(out: &mut String, skill: &Skill, requires: &str, area: &Rect, label: &Lines) {
    let lang = skill.lang.as_ref().map_or(String::new(), |lang| format!(" lang=\"{}\"", escape(lang)));
    let inner = Rect::new(area.x + 3.0, area.y + 3.0, area.width - 6.0, area.height - 6.0);
    let (x, y) = (area.right() - 15.0, area.middle());
    let _ = write!(
        out,
        "\n<a class=\"node\" href=\"{}\" data-skill=\"{}\" data-requires=\"{}\" aria-label=\"{}\"{lang}><rect class=\"box\" {}/>\
         <rect class=\"inner\" {}/><path class=\"tick\" d=\"M{} {}l3.5 4 6.5-8\"/>{}</a>",
        escape(&skill.href),
        escape(&skill.id),
        escape(requires),
        escape(&skill.label),
        rect(area),
        rect(&inner),
        number(x),
        number(y),
        text("", label, area.x + INDENT, area.middle(), STYLE.size, LINE)
    );
}

/// Places the skills of a group.
pub(super) fn lay_out<'a>(group: &SkillGroup, forest: &'a Forest) -> Layout<'a> {
    let (columns, rows) = forest.extent();
    let gutters = GUTTER * (columns as f64 - 1.0);
    // Chains that go on within the last column have arcs beside it.
    let column = |n: usize| forest.nodes[n].cell.column;
    let arcs = if forest.lines.iter().any(|&(a, b)| column(a) == column(b)) { ARCS } else { 0.0 };
    let (widths, labels) = labels(group, forest, columns, BLOCK_WIDTH - 2.0 - arcs - gutters);
    let heights: Vec<f64> =
        labels.iter().map(|label| HEIGHT + LINE * (label.lines.len() as f64 - 1.0)).collect();
    let mut pitches = vec![HEIGHT + BETWEEN; rows];
    for (node, height) in forest.nodes.iter().zip(&heights) {
        pitches[node.cell.row] = pitches[node.cell.row].max(height + BETWEEN);
    }
    let (board, ends) = board(forest, columns, rows);
    let plan = route(
        &board,
        &Sizes {
            widths,
            heights,
            pitches,
            gutter: GUTTER,
            bar_gutter: 0.0,
            margin: 1.0,
            full: 0.0,
            lead: vec![0.0; rows + 1],
            spacing: Spacing { step: 7.0, first: 7.0, corner: 4.0, fan: true },
        },
    );
    Layout { nodes: &forest.nodes, labels, plan, ends }
}

fn board(forest: &Forest, columns: usize, rows: usize) -> (Board, Vec<[usize; 2]>) {
    let boxes = forest.nodes.iter().map(|node| node.cell).collect();
    let mut board = Board { columns, rows, boxes, ..Board::default() };
    let mut ends = Vec::new();
    for &(from, to) in &forest.lines {
        // Only a circle leads back to the left.
        let turned = board.boxes[from].column > board.boxes[to].column;
        let (a, b) = if turned { (to, from) } else { (from, to) };
        board.wires.push(Wire { ends: [End::Box(a), End::Box(b)], heads: [turned, !turned] });
        ends.push([a, b]);
    }
    (board, ends)
}

/// Widths of the columns and the titles broken for them. A column is as wide as its widest title in one line, if that
/// is not too much; where they do not fit side by side, the widest gives way as long as no word must be broken.
fn labels(group: &SkillGroup, forest: &Forest, columns: usize, room: f64) -> (Vec<f64>, Vec<Lines>) {
    let title = |node: &Planted| &*group.skills[node.skill].title;
    let names: Vec<&str> = match forest.nodes.len() {
        0..=300 => forest.nodes.iter().map(title).collect(),
        _ => Vec::new(),
    };
    let broken = |title: &str, width: f64, lines: usize| {
        wrap(title, STYLE, (width - INDENT - OUTDENT) as u32, lines, &names)
    };
    let count = |title: &str, width: f64| (1..=LINES).find(|&lines| !broken(title, width, lines).cut);
    let natural = |node: &Planted| {
        let tries = (1..=LINES).flat_map(|lines| WIDTHS.map(|width| (lines, width)));
        let fit = tries.into_iter().find(|&(lines, width)| !broken(title(node), width, lines).cut);
        fit.map_or(WIDEST, |(_, width)| width)
    };
    let of = |column: usize| forest.nodes.iter().filter(move |node| node.cell.column == column);
    let mut widths: Vec<f64> =
        (0..columns).map(|column| of(column).map(natural).fold(WIDTHS[0], f64::max)).collect();
    while widths.iter().sum::<f64>() > room {
        // That column gives way in which the fewest titles get more lines, and none needs a word broken.
        let price = |column: usize| -> Option<usize> {
            let width = Some(widths[column] - STEP).filter(|&width| width >= NARROWEST)?;
            let more = |node: &Planted| match (count(title(node), widths[column]), count(title(node), width))
            {
                (Some(now), Some(then)) => Some(then - now),
                (None, None) => Some(0),
                _ => None,
            };
            of(column).map(more).sum()
        };
        let cheapest =
            (0..columns).filter_map(|column| Some((price(column)?, -widths[column] as i32, column))).min();
        let Some((_, _, column)) = cheapest else { break };
        widths[column] -= STEP;
    }
    let lines = |node: &Planted| {
        let width = widths[node.cell.column];
        broken(title(node), width, count(title(node), width).unwrap_or(LINES))
    };
    let labels = forest.nodes.iter().map(lines).collect();
    (widths, labels)
}
