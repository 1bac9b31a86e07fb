//! The career map: roles in lanes, moves as lines, the role that most moves touch as the spine in the middle.
//!
//! 1. The *spine* is the role with most neighbours (five at least), or the one that the site names.
//! 2. *Columns* are distances in moves: on the left the roles that lead to the spine, on the right those that it leads
//!    to. Without a spine columns follow the longest path.
//! 3. *Lanes* are the groups, one below the other; within a lane and a column the rows are chosen so that lines are
//!    short and cross seldom.
//! 4. *Lines* to the spine are level, lines within a column bulge outwards, lines from left to right pass behind the
//!    spine, dotted. Both directions share one line.
//!
//! Roles without moves stand as plain links at the end of their lane.

mod draw;
mod graph;
mod lanes;
mod orders;
mod place;
mod rows;
mod spans;
#[cfg(test)]
mod tests;

use super::geometry::Rect;
use crate::locale::Script;

/// What a career map is made of.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CareerInput {
    /// Groups of roles, in the site's order.
    pub lanes: Vec<Lane>,
    /// The moves. Those from or to roles that are not there do not count.
    pub moves: Vec<Move>,
    /// Id of the role in the middle, when the site names it.
    pub spine: Option<String>,
    /// How the language is written.
    pub script: Script,
    /// Words in the picture.
    pub words: CareerWords,
}

/// A group of roles.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Lane {
    /// Its title.
    pub title: String,
    /// Its roles, in the site's order.
    pub roles: Vec<Role>,
}

/// A role.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Role {
    /// What it is known by: its slug.
    pub id: String,
    /// Its title. U+200B marks places where it may be broken.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Language tag of the title when it is not the page's.
    pub lang: Option<String>,
}

/// A move.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Move {
    /// Id of the role one leaves.
    pub from: String,
    /// Id of the role one enters.
    pub to: String,
    /// Its page.
    pub href: String,
    /// What the line says when one points at it.
    pub label: String,
}

/// Words in the picture.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CareerWords {
    /// Name of the whole picture.
    pub label: String,
    /// Above the columns on the left, the nearest first: one move in, two, three, three and more.
    pub steps_in: [String; 4],
    /// Above the columns on the right, the nearest first.
    pub steps_out: [String; 4],
    /// Before the links to roles without moves.
    pub alone: String,
}

/// A career map: the picture, and the list that says the same.
#[derive(Clone, PartialEq, Debug)]
pub struct CareerMap {
    /// The picture as an inline `<svg>`; empty when there are no roles.
    pub svg: String,
    /// Natural width of the picture in pixels; its text is [`super::TEXT_SIZE`] high at this width.
    pub width: u32,
    /// Natural height.
    pub height: u32,
    /// Id of the role in the middle.
    pub spine: Option<String>,
    /// The columns from left to right.
    pub steps: Vec<Step>,
    /// Ids of the roles without moves, in the site's order.
    pub alone: Vec<String>,
    /// Where each lane with roles is, in the picture's units: what a small screen shows at a time.
    pub lanes: Vec<LaneBox>,
}

/// A column of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Moves from the spine: negative before it, 0 the spine itself. Without a spine counted from 0.
    pub distance: i32,
    /// Whether roles still farther away stand here too.
    pub folded: bool,
    /// Its roles, from top to bottom.
    pub roles: Vec<StepRole>,
}

/// A role of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StepRole {
    /// Its id.
    pub id: String,
    /// The moves from here, as places in the input's moves.
    pub moves: Vec<usize>,
}

/// A lane of the picture.
#[derive(Clone, PartialEq, Debug)]
pub struct LaneBox {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub area: Rect,
}

/// Lays out a career map and draws it.
pub fn career_map(input: &CareerInput) -> CareerMap {
    let layout = place::lay_out(input);
    let svg = if layout.nodes.is_empty() { String::new() } else { draw::svg(input, &layout) };
    let roles: Vec<&Role> = input.lanes.iter().flat_map(|lane| &lane.roles).collect();
    let graph = &layout.graph;
    CareerMap {
        svg,
        width: layout.width.ceil() as u32,
        height: layout.height.ceil() as u32,
        spine: layout.spine.map(|spine| roles[spine].id.clone()),
        steps: steps(&layout, &roles),
        alone: (0..roles.len())
            .filter(|&r| graph.is_alone(r) && layout.spine != Some(r))
            .map(|r| roles[r].id.clone())
            .collect(),
        lanes: layout
            .lanes
            .iter()
            .map(|lane| LaneBox { title: input.lanes[lane.lane].title.clone(), area: lane.area })
            .collect(),
    }
}

/// The list: the roles as the picture shows them, column by column.
fn steps(layout: &place::Layout, roles: &[&Role]) -> Vec<Step> {
    let mut moves: Vec<Vec<usize>> = vec![Vec::new(); roles.len()];
    for link in &layout.graph.links {
        moves[link.a].extend(link.there);
        moves[link.b].extend(link.back);
    }
    moves.iter_mut().for_each(|moves| moves.sort_unstable());
    let mut steps: Vec<Step> = Vec::new();
    for node in layout.nodes.iter().filter(|node| node.distance.is_some()) {
        let distance = node.distance.unwrap_or(0);
        if steps.last().is_none_or(|step| step.distance != distance) {
            let folded = layout.folded.contains(&distance);
            steps.push(Step { distance, folded, roles: Vec::new() });
        }
        let role = StepRole { id: roles[node.role].id.clone(), moves: std::mem::take(&mut moves[node.role]) };
        if let Some(step) = steps.last_mut() {
            step.roles.push(role);
        }
    }
    steps
}
