//! The career map as SVG.
//!
//! From back to front: lanes, lines, frames, roles. A role is a link; behind each stands, unseen, what lights up when
//! one points at it, as copies (`<use>`): its own frame, then each of its lines and the frame at the other end. So one
//! rule of the stylesheet serves all roles: `.node:hover + .lit`.

use super::lanes::{SMALL, TITLE, Words};
use super::place::{Form, INDENT, Layout, Node};
use super::{CareerInput, Role};
use crate::locale::Script;
use crate::map::geometry::{Point, Rect};
use crate::map::route::Routed;
use crate::map::svg::{escape, number, path, polygons, rect, text};
use std::fmt::Write;

/// Depth of the spine's notches.
const NOTCH: f64 = 16.0;

/// Draws a layout.
pub(super) fn svg(input: &CareerInput, layout: &Layout) -> String {
    let roles: Vec<&Role> = input.lanes.iter().flat_map(|lane| &lane.roles).collect();
    let (width, height) = (number(layout.width.ceil()), number(layout.height.ceil()));
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg class=\"map career\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-size=\"{}\" role=\"group\" aria-label=\"{}\">",
        layout.text.size,
        escape(&input.words.label)
    );
    lanes(&mut out, layout);
    out.push_str("\n<g class=\"lines\" aria-hidden=\"true\">");
    for w in 0..layout.plan.wires.len() {
        line(&mut out, input, layout, w);
    }
    out.push_str("\n</g>\n<g class=\"frames\">");
    for (n, node) in layout.nodes.iter().enumerate() {
        frame(&mut out, n, node);
    }
    out.push_str("\n</g>\n<g class=\"roles\">");
    let touching = touching(layout);
    for (n, node) in layout.nodes.iter().enumerate() {
        role(&mut out, input, node, roles[node.role]);
        lit(&mut out, layout, n, &touching[n]);
    }
    out.push_str("\n</g></svg>");
    out
}

fn lanes(out: &mut String, layout: &Layout) {
    out.push_str("<g class=\"lanes\" aria-hidden=\"true\">");
    for heading in &layout.headings {
        let middle = Point::new(heading.area.x + heading.area.width / 2.0, heading.area.middle());
        out.push('\n');
        let _ = write!(
            out,
            "<text class=\"step\" text-anchor=\"middle\" font-size=\"{}\" x=\"{}\" y=\"{}\">{}</text>",
            SMALL.size,
            number(middle.x),
            number(middle.y + f64::from(SMALL.size) * 0.35),
            escape(&heading.lines.lines.join(" "))
        );
    }
    for lane in &layout.lanes {
        let Rect { x, y, width, height } = lane.area;
        let _ = write!(
            out,
            "\n<g class=\"lane\" data-box=\"{} {} {} {}\" font-size=\"{}\">",
            number(x),
            number(y),
            number(width),
            number(height),
            TITLE.size
        );
        let _ = write!(out, "<path class=\"rule\" d=\"M0 {}H{}\"/>", number(y), number(width));
        out.push_str(&words("lane-title", &lane.title, TITLE.size));
        if let Some(alone) = &lane.alone {
            out.push_str(&words("step", alone, SMALL.size));
        }
        out.push_str("</g>");
    }
    out.push_str("\n</g>");
}

fn words(class: &str, words: &Words, size: u32) -> String {
    text(class, &words.lines, words.area.x, words.area.middle(), size, 18.0)
}

/// A line: what is seen, and for each of its moves an invisible link along it; with two moves, each has the half that
/// is nearer to the role one enters.
fn line(out: &mut String, input: &CareerInput, layout: &Layout, w: usize) {
    let Routed { strokes, heads, halves, .. } = &layout.plan.wires[w];
    let behind = layout.plan.wires[w].is_behind();
    let class = if behind { " class=\"map-behind\"" } else { "" };
    let _ = write!(
        out,
        "\n<g class=\"line\"><g id=\"cw{w}\"><path{class} d=\"{}\"/><path class=\"map-head\" d=\"{}\"/></g>",
        path(strokes),
        polygons(heads)
    );
    let link = &layout.links[w];
    let whole = [link.there, link.back].iter().flatten().count() == 1;
    for (step, half) in [(link.back, &halves[0]), (link.there, &halves[1])] {
        let Some(step) = step.map(|step| &input.moves[step]) else { continue };
        let _ = write!(
            out,
            "<a href=\"{}\" tabindex=\"-1\"><title>{}</title><path class=\"hit\" d=\"{}\"/></a>",
            escape(&step.href),
            escape(&step.label),
            path(if whole { strokes } else { half })
        );
    }
    out.push_str("</g>");
}

fn frame(out: &mut String, n: usize, node: &Node) {
    match node.form {
        Form::Alone => {}
        Form::Spine => {
            let _ = write!(out, "\n<path id=\"cn{n}\" class=\"spine\" d=\"{}\"/>", fishtail(&node.area, 0.0));
            let _ = write!(out, "<path class=\"crease\" d=\"{}\"/>", creases(&node.area));
        }
        Form::Box => {
            let bar = Rect { width: 5.0, ..node.area };
            let _ = write!(
                out,
                "\n<g id=\"cn{n}\"><rect {}/><rect class=\"map-edge\" {}/></g>",
                rect(&node.area),
                rect(&bar)
            );
        }
    }
}

/// A bar with a notch at both ends.
fn fishtail(area: &Rect, inset: f64) -> String {
    let (left, right, middle) = (area.x + inset, area.right() - inset, area.x + area.width / 2.0);
    let (top, bottom) = (area.y, area.bottom());
    polygons(&[[
        Point::new(left, top),
        Point::new(middle, top + NOTCH),
        Point::new(right, top),
        Point::new(right, bottom),
        Point::new(middle, bottom - NOTCH),
        Point::new(left, bottom),
    ]])
}

/// Two lines along the bar.
fn creases(area: &Rect) -> String {
    let line = |x: f64| format!("M{} {}V{}", number(x), number(area.y + 12.0), number(area.bottom() - 12.0));
    format!("{}{}", line(area.x + 6.0), line(area.right() - 6.0))
}

fn role(out: &mut String, input: &CareerInput, node: &Node, role: &Role) {
    let class = match node.form {
        Form::Box => "node",
        Form::Spine => "node middle",
        Form::Alone => "node alone",
    };
    let lang = role.lang.as_ref().map_or(String::new(), |lang| format!(" lang=\"{}\"", escape(lang)));
    let _ = write!(
        out,
        "\n<a class=\"{class}\" href=\"{}\" data-role=\"{}\" aria-label=\"{}\"{lang}>",
        escape(&role.href),
        escape(&role.id),
        escape(&role.title)
    );
    if node.form == Form::Spine {
        let _ = write!(out, "<path class=\"box\" d=\"{}\"/>", fishtail(&node.area, 0.0));
        out.push_str(&spine_title(node, input.script));
    } else {
        let indent = if node.form == Form::Box { INDENT } else { 0.0 };
        let _ = write!(out, "<rect class=\"box\" {}/>", rect(&node.area));
        out.push_str(&text("", &node.label, node.area.x + indent, node.area.middle(), node.size, 18.0));
    }
    out.push_str("</a>");
}

/// The title along the bar: upright characters one below the other, or turned.
fn spine_title(node: &Node, script: Script) -> String {
    let pitch = f64::from(node.size) * 1.25;
    let middle = node.area.x + node.area.width / 2.0;
    // Near the top of a long bar, where one begins to read; in the middle of a short one.
    let top = node.area.y + ((node.area.height - f64::from(node.label.width)) / 2.0).min(52.0);
    let mut out = String::new();
    for (i, line) in node.label.lines.iter().enumerate() {
        // The first line is the one at the right.
        let x = middle + pitch * (node.label.lines.len() as f64 - 1.0) / 2.0 - pitch * i as f64;
        let (x, y, how) = match script {
            Script::Chinese => (x, top, " writing-mode=\"vertical-rl\"".to_owned()),
            Script::Other => {
                let turned = format!(" transform=\"rotate(90 {} {})\"", number(x), number(top));
                (x, top + f64::from(node.size) * 0.33, turned)
            }
        };
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{how}>{}</text>",
            number(x),
            number(y),
            node.size,
            escape(line)
        );
    }
    out
}

/// For each node its lines.
fn touching(layout: &Layout) -> Vec<Vec<usize>> {
    let mut touching = vec![Vec::new(); layout.nodes.len()];
    for (w, [a, b]) in layout.ends.iter().enumerate() {
        touching[*a].push(w);
        touching[*b].push(w);
    }
    touching
}

fn lit(out: &mut String, layout: &Layout, n: usize, wires: &[usize]) {
    if wires.is_empty() {
        return;
    }
    let _ = write!(out, "<g class=\"lit\" aria-hidden=\"true\"><use href=\"#cn{n}\"/>");
    for &w in wires {
        let [a, b] = layout.ends[w];
        let _ = write!(out, "<use href=\"#cw{w}\"/><use href=\"#cn{}\"/>", if a == n { b } else { a });
    }
    out.push_str("</g>");
}
