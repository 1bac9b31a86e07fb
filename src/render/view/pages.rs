//! Pages of entries: chapter, role, skill, plain page, move.

use super::{EntryCard, EntryHead, Frame, Html, Link, Mention, Need, SkillGroup, SkillRow, SourceRef, Text};
use serde::Serialize;

/// A chapter.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct ChapterView {
    /// Around it.
    pub frame: Frame,
    /// Its head; `group` is the part.
    pub head: EntryHead,
    /// Its number in the book.
    pub number: u32,
    /// The part's number.
    pub part: u32,
    /// Its text; empty when the file has none.
    pub body: Html,
    /// Roles it is about.
    pub roles: Vec<Link>,
    /// Skills it is about.
    pub skills: Vec<Link>,
    /// The chapter before.
    pub previous: Option<Link>,
    /// The chapter after.
    pub next: Option<Link>,
    /// Its sources.
    pub sources: Vec<SourceRef>,
    /// Where the book mentions it.
    pub mentions: Vec<Mention>,
}

/// A role.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RoleView {
    /// Around it.
    pub frame: Frame,
    /// Its head.
    pub head: EntryHead,
    /// Essential skills by group.
    pub essential: Vec<SkillGroup>,
    /// Optional skills by group.
    pub optional: Vec<SkillGroup>,
    /// How many are essential.
    pub essential_count: u32,
    /// How many are optional.
    pub optional_count: u32,
    /// Moves to here.
    pub moves_in: Vec<MoveRow>,
    /// Moves from here.
    pub moves_out: Vec<MoveRow>,
    /// The place of the role on the career map.
    pub map: Option<String>,
    /// Its text; empty when the file has none.
    pub body: Html,
    /// Chapters about it.
    pub chapters: Vec<Link>,
    /// Other roles that need its essential skills, most shared first.
    pub neighbours: Vec<Neighbour>,
    /// Pages that compare it with another.
    pub compare: Vec<Link>,
    /// Comparing it with any other.
    pub compare_any: Option<String>,
    /// Its sources.
    pub sources: Vec<SourceRef>,
    /// Where the book mentions it.
    pub mentions: Vec<Mention>,
}

/// A move, as a row on the page of one of its roles.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MoveRow {
    /// The move's page.
    pub href: String,
    /// The role at the other end.
    pub role: Link,
    /// Skills that one takes along.
    pub kept: u32,
    /// Essential skills that one has to learn.
    pub learn: u32,
    /// The first of them, in the order of prerequisites.
    pub first: Vec<Text>,
    /// The author's sentence on it.
    pub note: Option<Text>,
}

/// A role that shares essential skills.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct Neighbour {
    /// The role.
    pub role: Link,
    /// How many essential skills both have.
    pub shared: u32,
    /// Of how many that it needs.
    pub total: u32,
}

/// A skill.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct SkillView {
    /// Around it.
    pub frame: Frame,
    /// Its head.
    pub head: EntryHead,
    /// `knowledge`, `skill` or `transversal`: key in `site.words.skill.types`.
    pub skill_type: Text,
    /// What to learn first.
    pub requires: Vec<SkillRow>,
    /// What it opens the way to.
    pub unlocks: Vec<SkillRow>,
    /// Skills beside it.
    pub related: Vec<Link>,
    /// The wider skill it is a part of.
    pub broader: Option<Link>,
    /// Skills that are a part of it.
    pub narrower: Vec<Link>,
    /// Roles that need it, essential first.
    pub roles: Vec<RoleNeed>,
    /// Its text; empty when the file has none.
    pub body: Html,
    /// Chapters about it.
    pub chapters: Vec<Link>,
    /// Its place on the skill map.
    pub map: Option<String>,
    /// Its sources.
    pub sources: Vec<SourceRef>,
    /// Where the book mentions it.
    pub mentions: Vec<Mention>,
}

/// A role that needs a skill.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct RoleNeed {
    /// The role.
    pub role: Link,
    /// How strongly.
    pub need: Need,
    /// How many essential skills the role has.
    pub essential_count: u32,
}

/// A page outside the book's order.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct PlainView {
    /// Around it.
    pub frame: Frame,
    /// Its head.
    pub head: EntryHead,
    /// Its text; empty when the file has none.
    pub body: Html,
    /// Its sources.
    pub sources: Vec<SourceRef>,
}

/// A move from one role to another.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct MoveView {
    /// Around it.
    pub frame: Frame,
    /// The role one leaves.
    pub from: Link,
    /// The role one enters.
    pub to: Link,
    /// Both titles with break opportunities.
    pub from_html: Html,
    /// See `from_html`.
    pub to_html: Html,
    /// The author's sentence.
    pub note: Option<Text>,
    /// The note's language when it is not the page's.
    pub note_lang: Option<Text>,
    /// Skills of both roles.
    pub kept: Vec<KeptSkill>,
    /// Essential skills of the new role that the old one does not have, prerequisites first.
    pub learn: Vec<LearnSkill>,
    /// Optional skills of the new role that the old one does not have.
    pub learn_optional: Vec<SkillRow>,
    /// Skills of the old role that the new one does not ask for.
    pub left: Vec<LeftSkill>,
    /// Chapters to read.
    pub chapters: Vec<EntryCard>,
    /// The move back, when it is declared.
    pub reverse: Option<Link>,
    /// Both roles side by side.
    pub compare: Option<String>,
    /// The place on the career map.
    pub map: Option<String>,
}

/// A skill that one takes along.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct KeptSkill {
    /// The skill.
    pub link: Link,
    /// How much the old role needs it.
    pub from: Need,
    /// How much the new role needs it.
    pub to: Need,
}

/// A skill to learn for a move.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LearnSkill {
    /// The skill.
    pub link: Link,
    /// Slugs of its direct prerequisites.
    pub requires: Vec<Text>,
    /// Titles of those prerequisites that are to be learned here too.
    pub after: Vec<Text>,
    /// Not needed by the new role itself, but by a skill that is.
    pub on_the_way: bool,
}

/// A skill that one leaves behind.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LeftSkill {
    /// The skill.
    pub link: Link,
    /// How much the old role needs it.
    pub from: Need,
}
