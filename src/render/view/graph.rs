//! Data for the scripts. Each value becomes one `.js` file with a single call, `bifoldData("graph", {…})`, because
//! neither modules nor `fetch` work from `file://`. The files have lasting names: a page that loads one does not
//! change with its contents. Indices are positions in the arrays of the same file.

use super::{Kind, Text};
use serde::Serialize;

/// Skills, roles and their relations in one language: for own skills and comparisons. Name: `graph`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
pub struct GraphData {
    /// Titles of the skill groups, in the site's order.
    pub groups: Vec<Text>,
    /// All skills, in the site's order.
    pub skills: Vec<GraphSkill>,
    /// All roles, in the site's order.
    pub roles: Vec<GraphRole>,
    /// Moves: role one leaves, role one enters.
    pub moves: Vec<(u32, u32)>,
    /// Pairs of roles that have a page of their own, as in its address.
    pub pairs: Vec<(u32, u32)>,
}

/// A skill.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct GraphSkill {
    /// Slug.
    pub s: Text,
    /// Title.
    pub t: Text,
    /// Group.
    pub g: u32,
    /// Direct prerequisites.
    pub r: Vec<u32>,
}

/// A role.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct GraphRole {
    /// Slug.
    pub s: Text,
    /// Title.
    pub t: Text,
    /// Essential skills.
    pub e: Vec<u32>,
    /// Optional skills.
    pub o: Vec<u32>,
}

/// The entries of one collection in one language: for previews, for unfolding the navigation and for the nearest
/// entries on the 404 page. Name: `chapters`, `roles` or `skills`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EntriesData {
    /// What they are.
    pub kind: Kind,
    /// Parts or groups: key and title.
    pub groups: Vec<(Text, Text)>,
    /// The entries, in the order of the navigation.
    pub entries: Vec<EntryData>,
}

/// An entry.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct EntryData {
    /// Slug.
    pub s: Text,
    /// Title.
    pub t: Text,
    /// Summary.
    pub d: Text,
    /// Part or group.
    pub g: u32,
    /// Chapter: its number. Role: its essential skills. Skill: the roles that call it essential.
    pub n: u32,
}
