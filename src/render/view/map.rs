//! The two maps: a picture laid out at build time, and the list that says the same.

use super::{Frame, Html, Link, SkillRow, Text};
use serde::Serialize;

/// The career map.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CareerMapView {
    /// Around it.
    pub frame: Frame,
    /// How many roles.
    pub roles: u32,
    /// How many moves.
    pub moves: u32,
    /// The role that most moves touch, when the map has one in its middle.
    pub spine: Option<Link>,
    /// The picture; its nodes are links, its lines are hidden from readers' software, which has them in the list.
    pub svg: Html,
    /// The list: columns from left to right.
    pub columns: Vec<MapColumn>,
    /// Roles without any move.
    pub alone: Vec<Link>,
}

/// A column of the career map.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MapColumn {
    /// Moves from the spine: negative to the left, positive to the right, 0 the spine itself.
    pub distance: i32,
    /// Its roles, in the order of the picture.
    pub roles: Vec<MapRole>,
}

/// A role on the career map.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MapRole {
    /// The role.
    pub role: Link,
    /// Pages of its moves; the title is the role one enters.
    pub moves: Vec<Link>,
}

/// The skill map: a small tree for each group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillMapView {
    /// Around it.
    pub frame: Frame,
    /// How many skills.
    pub skills: u32,
    /// How many prerequisites.
    pub requirements: u32,
    /// The groups, in the site's order.
    pub groups: Vec<SkillMapGroup>,
}

/// A group of the skill map.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillMapGroup {
    /// Its key: the id on the page.
    pub key: Text,
    /// Its title.
    pub title: Text,
    /// Its picture: trees only. Empty when no skill of it needs another.
    pub svg: Html,
    /// The column where it stands when there are two: 1 or 2.
    pub column: u32,
    /// The skills in the picture, as nested list.
    pub trees: Vec<SkillNode>,
    /// The skills without relation inside the group.
    pub singles: Vec<SkillLeaf>,
}

/// A skill with what it unlocks inside its group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillNode {
    /// The skill.
    pub skill: SkillRow,
    /// Titles of prerequisites in other groups.
    pub elsewhere: Vec<Text>,
    /// What it unlocks inside the group; each skill stands once.
    pub children: Vec<SkillNode>,
}

/// A skill without relation inside its group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillLeaf {
    /// The skill.
    pub skill: SkillRow,
    /// Titles of prerequisites in other groups.
    pub elsewhere: Vec<Text>,
}
