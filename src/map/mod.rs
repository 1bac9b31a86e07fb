//! The two maps, laid out at build time: the same input gives the same bytes.
//!
//! [`career_map`] draws roles and the moves between them, [`skill_maps`] a small tree of prerequisites for each group of
//! skills. Both give the picture as inline SVG and, as plain values, the list that says the same. This room knows
//! nothing of entries, pages or files: it takes titles and addresses, and gives markup.
//!
//! **Colours and type are the theme's.** The markup has classes, and of presentation attributes only those that the
//! layout depends on (size and direction of text). `assets/map.css` of the default theme gives the rest from the
//! tokens, so both colour schemes work.
//!
//! **What lights up.** When one points at a node or focuses it, its lines and neighbours stand out and all other lines
//! step back, without a script. A stylesheet cannot follow a line from one node to another, so either it has rules for
//! each node, generated with the picture, or the markup says what belongs together. The markup does: behind each node
//! stands a group `lit`, hidden, with copies (`<use>`) of its lines and of its neighbours' frames. Then two rules serve
//! every map, `.node:hover + .lit` and `.map:has(.node:hover) .lines`; no stylesheet changes when a move is added, and
//! where `:has()` is unknown only the stepping back is missing. It costs about 40 bytes for each end of a line.
//!
//! **For readers' software** the nodes are links with names, in the order of the list; lines and lanes are hidden from
//! it, and lines are not in the tab order, for each of their moves is in the list. The nodes must not be hidden with
//! `aria-hidden`, because they take the focus.

mod board;
mod career;
#[cfg(test)]
mod check;
mod geometry;
mod layers;
mod ports;
mod route;
mod skills;
mod svg;
mod text;

pub use career::{
    CareerInput, CareerMap, CareerWords, Lane, LaneBox, Move, Role, Step, StepRole, career_map,
};
pub use geometry::Rect;
pub use skills::{GroupMap, Needs, Skill, SkillGroup, SkillInput, Tree, skill_maps};

/// Height of the smallest text in both pictures at their natural width, in pixels. A screen that shows them smaller
/// than 12 / `TEXT_SIZE` should show a part instead.
pub const TEXT_SIZE: u32 = 14;
