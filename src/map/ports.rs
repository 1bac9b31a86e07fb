//! Where on the side of a box each line begins: ordered so that lines of one box do not cross, and level lines in the
//! middle.

use super::board::{Board, End, Level, Shape, Side, Stop};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// With more lines than this above or below it, a line to the bar leaves the middle: it is level at any height.
const CROWD: usize = 2;

/// Distances between the lines of one side of a box.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Spacing {
    /// Between two lines.
    pub step: f64,
    /// From the level line in the middle to the next one.
    pub first: f64,
    /// How close to the corners of the box a line may come.
    pub corner: f64,
    /// Whether all lines to the right begin at one point.
    pub fan: bool,
}

/// One end of a line at a box.
#[derive(Clone, Copy)]
struct Port {
    wire: usize,
    end: usize,
    /// From top to bottom: arcs upwards, lines, arcs downwards.
    class: u8,
    /// Height that the line makes for.
    aim: usize,
    level: bool,
    shape: Shape,
}

/// For each line the distances of its two ends from the middle of their boxes, downwards.
pub(super) fn offsets(
    board: &Board,
    stops: &[Vec<Stop>],
    heights: &[f64],
    spacing: Spacing,
) -> Vec<[f64; 2]> {
    let mut sides: BTreeMap<(usize, Side), Vec<Port>> = BTreeMap::new();
    for (w, wire) in board.wires.iter().enumerate() {
        for end in 0..2 {
            if let End::Box(b) = wire.ends[end] {
                sides.entry((b, board.side(wire, end))).or_default().push(port(board, stops, w, end));
            }
        }
    }
    let mut offsets = vec![[0.0; 2]; board.wires.len()];
    for ((b, side), mut ports) in sides {
        if spacing.fan && side == Side::Right {
            continue;
        }
        ports.sort_by_key(order);
        // One line may keep the middle: that to the bar, else the first that is level.
        let middle = ports
            .iter()
            .position(|port| port.level && port.shape == Shape::ToBar)
            .filter(|&middle| middle.max(ports.len() - 1 - middle) <= CROWD)
            .or_else(|| ports.iter().position(|port| port.level && port.shape == Shape::Across));
        let room = heights[b] / 2.0 - spacing.corner;
        for (place, port) in ports.iter().enumerate() {
            offsets[port.wire][port.end] = match middle {
                Some(middle) => beside(place, middle, ports.len(), room, spacing),
                None => centred(place, ports.len(), room, spacing),
            };
        }
    }
    offsets
}

fn port(board: &Board, stops: &[Vec<Stop>], w: usize, end: usize) -> Port {
    let wire = &board.wires[w];
    let own = 2 * board.row(wire, end) + 1;
    let next = if end == 0 { stops[w].first() } else { stops[w].last() };
    let other = 2 * board.row(wire, 1 - end) + 1;
    let aim = next.map_or(other, |stop| stop.level.rank());
    let shape = board.shape(wire);
    let class = match shape {
        Shape::Arc if aim < own => 0,
        Shape::Arc => 2,
        _ => 1,
    };
    // A way between two rows is never level with a box, whatever its rank.
    let level = aim == own && next.is_none_or(|stop| matches!(stop.level, Level::Row(_)));
    Port { wire: w, end, class, aim, level, shape }
}

/// From top to bottom. Arcs to near boxes lie inside those to far ones; a dotted line lies below the level one beside it.
fn order(port: &Port) -> (u8, Reverse<usize>, usize, bool, usize) {
    let inside_out = if port.class == 1 { 0 } else { port.aim };
    let downwards = if port.class == 1 { port.aim } else { 0 };
    (port.class, Reverse(inside_out), downwards, port.shape == Shape::Behind, port.wire)
}

/// Places around a line in the middle.
fn beside(place: usize, middle: usize, count: usize, room: f64, spacing: Spacing) -> f64 {
    if place == middle {
        return 0.0;
    }
    let (nth, of, sign) = if place > middle {
        (place - middle, count - 1 - middle, 1.0)
    } else {
        (middle - place, middle, -1.0)
    };
    let reach = spacing.first + spacing.step * (of - 1) as f64;
    let squeeze = if reach > room { room / reach } else { 1.0 };
    sign * squeeze * (spacing.first + spacing.step * (nth - 1) as f64)
}

/// Places around the middle.
fn centred(place: usize, count: usize, room: f64, spacing: Spacing) -> f64 {
    let span = spacing.step * (count - 1) as f64;
    let squeeze = if span > 2.0 * room { 2.0 * room / span } else { 1.0 };
    squeeze * (spacing.step * place as f64 - span / 2.0)
}
