//! Pages to use rather than to read: comparing, own skills, both languages side by side.

use super::{Frame, Html, Link, Need, SkillGroup, Text};
use serde::Serialize;

/// Comparing any two or three roles. With scripts the table stands here; without, the pages of declared pairs.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CompareView {
    /// Around it.
    pub frame: Frame,
    /// All roles by group, for the selects.
    pub roles: Vec<RoleGroup>,
    /// Pages that exist, by their first role.
    pub pairs: Vec<ComparePairs>,
}

/// Roles of one group.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RoleGroup {
    /// The group's key.
    pub key: Text,
    /// Its title.
    pub title: Text,
    /// Its roles.
    pub roles: Vec<Link>,
}

/// A role and those that it has a page with.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ComparePairs {
    /// The role.
    pub role: Link,
    /// The other role's title, with the address of the page for both.
    pub with: Vec<Link>,
}

/// Two roles side by side.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ComparePairView {
    /// Around it.
    pub frame: Frame,
    /// The roles, in the order of the address.
    pub roles: Vec<CompareRole>,
    /// Skills that at least one of them asks for, by group.
    pub groups: Vec<CompareGroup>,
    /// How many skills all of them ask for.
    pub shared: u32,
    /// All roles by group, for the selects that scripts add.
    pub all: Vec<RoleGroup>,
    /// The page for any choice of roles.
    pub compare: String,
}

/// A column of the comparison.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CompareRole {
    /// The role.
    pub role: Link,
    /// Essential skills.
    pub essential_count: u32,
    /// Optional skills.
    pub optional_count: u32,
    /// Pages of moves from this role to the others; the title is the role one enters.
    pub moves: Vec<Link>,
}

/// A group of rows of the comparison.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CompareGroup {
    /// The group's key.
    pub key: Text,
    /// Its title.
    pub title: Text,
    /// Its rows.
    pub rows: Vec<CompareRow>,
}

/// A row of the comparison.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct CompareRow {
    /// The skill.
    pub skill: Link,
    /// How much each role needs it, in the order of the columns.
    pub needs: Vec<Need>,
    /// All of them do.
    pub all: bool,
}

/// The reader's own skills.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MySkillsView {
    /// Around it.
    pub frame: Frame,
    /// All skills, by group.
    pub groups: Vec<SkillGroup>,
    /// How many skills there are.
    pub skill_count: u32,
    /// How many roles there are.
    pub role_count: u32,
}

/// Both languages of an entry side by side.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ParallelView {
    /// Around it.
    pub frame: Frame,
    /// The collection: chapters, roles or skills.
    pub collection: Text,
    /// The part or group.
    pub group: Option<Link>,
    /// The part's number; 0 for others.
    pub part: u32,
    /// The sides, in the order of `site.toml`; the origin is marked.
    pub sides: Vec<ParallelSide>,
    /// The lead and the sections.
    pub sections: Vec<ParallelSection>,
}

/// One side.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ParallelSide {
    /// Its key.
    pub locale: Text,
    /// Its tag.
    pub lang: Text,
    /// The entry's page in it.
    pub href: String,
    /// Title.
    pub title: Text,
    /// Title with break opportunities.
    pub title_html: Html,
    /// Summary.
    pub summary: Text,
    /// The origin: on a phone it comes first.
    pub origin: bool,
}

/// A section, aligned at its heading.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ParallelSection {
    /// Its number from 1; 0 for what stands before the first heading and for sections within sections.
    pub number: u32,
    /// The blocks match one by one; otherwise there is one row with everything.
    pub aligned: bool,
    /// The heading is there in all languages.
    pub matched: bool,
    /// Rows: a heading, a paragraph, a table…
    pub rows: Vec<ParallelRow>,
}

/// What stands side by side: a cell for each side, empty where nothing corresponds.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ParallelRow {
    /// The row holds headings.
    pub heading: bool,
    /// In the order of the sides.
    pub cells: Vec<Html>,
}
