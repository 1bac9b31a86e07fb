//! Every relation of the graph, derived once with its inverse: an edge seen from A is always seen from B.

use super::entry::{Entry, EntryIx};
use super::names::Names;
use crate::content::Collection;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The place of a move in [`Catalog::moves`](super::Catalog::moves).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MoveIx(pub u32);

/// Everything that one entry is related to. Which fields are used depends on its collection.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Relations {
    /// Role: skills usually needed. In the order written.
    pub essential: Vec<EntryIx>,
    /// Role: skills needed in some workplaces. In the order written.
    pub optional: Vec<EntryIx>,
    /// Skill: roles that usually need it.
    pub essential_for: Vec<EntryIx>,
    /// Skill: roles that sometimes need it.
    pub optional_for: Vec<EntryIx>,
    /// Skill: prerequisites, in the order written.
    pub requires: Vec<EntryIx>,
    /// Skill: what it is a prerequisite of.
    pub unlocks: Vec<EntryIx>,
    /// Skill: neighbours, from both sides.
    pub related: Vec<EntryIx>,
    /// Skill: wider skills.
    pub broader: Vec<EntryIx>,
    /// Skill: narrower skills.
    pub narrower: Vec<EntryIx>,
    /// Role or skill: chapters about it.
    pub chapters: Vec<EntryIx>,
    /// Chapter: roles that it is about, in the order written.
    pub roles: Vec<EntryIx>,
    /// Chapter: skills that it is about, in the order written.
    pub skills: Vec<EntryIx>,
    /// Role: moves from here, in the order written.
    pub moves_out: Vec<MoveIx>,
    /// Role: moves to here.
    pub moves_in: Vec<MoveIx>,
}

/// One declared career move, with what it asks of the skills. Each essential skill stands in one list only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Move {
    /// The role that one leaves.
    pub from: EntryIx,
    /// The role that one goes to.
    pub to: EntryIx,
    /// Essential here, and essential or optional there.
    pub kept: Vec<EntryIx>,
    /// Essential there and not here, in an order in which each comes after its prerequisites: a reading path.
    pub needed: Vec<EntryIx>,
    /// Essential here, and not named there.
    pub left: Vec<EntryIx>,
}

/// Derives all relations. An `absent` entry is a draft, or could not be read: relations to it wait.
pub(super) fn derive(
    entries: &[Arc<Entry>],
    names: &Names,
    absent: &dyn Fn(&str) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Relations>, Vec<Move>) {
    let all = vec![Relations::default(); entries.len()];
    let mut edges = Edges { entries, names, absent, all, diagnostics };
    let mut moves = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let from = EntryIx(index as u32);
        match entry.key.collection {
            Collection::Home | Collection::Pages => {}
            Collection::Chapters => edges.chapter(from),
            Collection::Roles => edges.role(from, &mut moves),
            Collection::Skills => edges.skill(from),
        }
    }
    edges.both_ways();
    let mut all = edges.all;
    super::cycle::check(entries, &all, diagnostics);
    for m in &mut moves {
        fill_move(m, &all);
    }
    for (index, m) in moves.iter().enumerate() {
        all[m.from.0 as usize].moves_out.push(MoveIx(index as u32));
        all[m.to.0 as usize].moves_in.push(MoveIx(index as u32));
    }
    (all, moves)
}

struct Edges<'a> {
    entries: &'a [Arc<Entry>],
    names: &'a Names,
    absent: &'a dyn Fn(&str) -> bool,
    all: Vec<Relations>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Edges<'_> {
    /// The entries that a field names, each once; what cannot be one is told.
    fn resolve(
        &mut self,
        from: EntryIx,
        field: &str,
        written: &[Spanned<String>],
        wanted: Collection,
    ) -> Vec<EntryIx> {
        let mut found: Vec<EntryIx> = Vec::new();
        for name in written {
            let Some(target) = self.names.by_slug(&name.value) else {
                if (self.absent)(&name.value) {
                    continue;
                }
                let message =
                    format!("`{field}` names `{}`, but there is no such {}", name.value, wanted.noun());
                let help = self.names.suggest(&name.value, self.entries, Some(wanted));
                self.diagnostics.push(Diagnostic::new(Code::UNKNOWN_ENTRY, name.span, message).help(help));
                continue;
            };
            let collection = self.entries[target.0 as usize].key.collection;
            if collection != wanted && (self.absent)(&name.value) {
                continue;
            }
            if collection != wanted {
                let message = format!("`{}` is {}, not a {}", name.value, collection.one(), wanted.noun());
                let help = format!("`{field}` takes {wanted}");
                self.diagnostics.push(Diagnostic::new(Code::UNKNOWN_ENTRY, name.span, message).help(help));
            } else if target == from {
                let message = format!("`{field}` names the entry itself");
                self.diagnostics
                    .push(Diagnostic::new(Code::SELF_RELATION, name.span, message).help("delete it"));
            } else if found.contains(&target) {
                let message = format!("`{field}` names `{}` twice", name.value);
                self.diagnostics
                    .push(Diagnostic::new(Code::REPEATED_RELATION, name.span, message).help("delete one"));
            } else {
                found.push(target);
            }
        }
        found
    }

    fn chapter(&mut self, from: EntryIx) {
        let entries = self.entries;
        let neutral = entries[from.0 as usize].neutral();
        let roles = self.resolve(from, "roles", &neutral.roles, Collection::Roles);
        let skills = self.resolve(from, "skills", &neutral.skills, Collection::Skills);
        for target in roles.iter().chain(&skills) {
            self.all[target.0 as usize].chapters.push(from);
        }
        let own = &mut self.all[from.0 as usize];
        own.roles = roles;
        own.skills = skills;
    }

    fn role(&mut self, from: EntryIx, moves: &mut Vec<Move>) {
        let entries = self.entries;
        let neutral = entries[from.0 as usize].neutral();
        let essential = self.resolve(from, "skills.essential", &neutral.skills, Collection::Skills);
        let mut optional =
            self.resolve(from, "skills.optional", &neutral.optional_skills, Collection::Skills);
        self.not_in_both(&essential, &mut optional, &neutral.optional_skills);
        for skill in &essential {
            self.all[skill.0 as usize].essential_for.push(from);
        }
        for skill in &optional {
            self.all[skill.0 as usize].optional_for.push(from);
        }
        let targets = self.resolve(from, "moves", &neutral.moves, Collection::Roles);
        let none = Vec::new;
        moves.extend(targets.iter().map(|to| Move {
            from,
            to: *to,
            kept: none(),
            needed: none(),
            left: none(),
        }));
        self.notes_have_moves(from, &targets);
        let own = &mut self.all[from.0 as usize];
        own.essential = essential;
        own.optional = optional;
    }

    fn not_in_both(
        &mut self,
        essential: &[EntryIx],
        optional: &mut Vec<EntryIx>,
        written: &[Spanned<String>],
    ) {
        optional.retain(|skill| {
            let slug = &self.entries[skill.0 as usize].key.slug;
            let twice = essential.contains(skill);
            if twice && let Some(name) = written.iter().find(|name| *name.value == **slug) {
                let message = format!("`{slug}` is both essential and optional");
                let finding = Diagnostic::new(Code::REPEATED_RELATION, name.span, message);
                self.diagnostics.push(finding.help("delete one of the two"));
            }
            !twice
        });
    }

    fn notes_have_moves(&mut self, from: EntryIx, targets: &[EntryIx]) {
        let entry = &self.entries[from.0 as usize];
        if entry.origin_document().is_broken {
            return;
        }
        for document in entry.documents.iter().flatten() {
            for (target, _) in &document.front.move_notes {
                if (self.absent)(&target.value) {
                    continue;
                }
                let known = self.names.by_slug(&target.value).is_some_and(|entry| targets.contains(&entry));
                if !known {
                    let message =
                        format!("a note on a move to `{}`, which this role does not declare", target.value);
                    let help = "add the target to `moves` in the origin, or delete the note";
                    self.diagnostics
                        .push(Diagnostic::new(Code::NOTE_WITHOUT_MOVE, target.span, message).help(help));
                }
            }
        }
    }

    fn skill(&mut self, from: EntryIx) {
        let entries = self.entries;
        let neutral = entries[from.0 as usize].neutral();
        let requires = self.resolve(from, "requires", &neutral.requires, Collection::Skills);
        let related = self.resolve(from, "related", &neutral.related, Collection::Skills);
        let broader = self.resolve(from, "broader", &neutral.broader, Collection::Skills);
        for target in &requires {
            self.all[target.0 as usize].unlocks.push(from);
        }
        for target in &broader {
            self.all[target.0 as usize].narrower.push(from);
        }
        let own = &mut self.all[from.0 as usize];
        own.requires = requires;
        own.related = related;
        own.broader = broader;
    }

    /// `related` is symmetric, and never doubles `requires`.
    fn both_ways(&mut self) {
        let mut pairs = BTreeSet::new();
        for (index, relations) in self.all.iter().enumerate() {
            let from = EntryIx(index as u32);
            for to in &relations.related {
                let required = relations.requires.contains(to) || relations.unlocks.contains(to);
                if required {
                    let (message, span) = self.double(from, *to);
                    let finding = Diagnostic::new(Code::RELATED_AND_REQUIRED, span, message);
                    self.diagnostics.push(finding.help("keep `requires`, and delete it from `related`"));
                } else {
                    pairs.insert((from.min(*to), from.max(*to)));
                }
            }
        }
        for relations in &mut self.all {
            relations.related.clear();
        }
        for (a, b) in pairs {
            self.all[a.0 as usize].related.push(b);
            self.all[b.0 as usize].related.push(a);
        }
    }

    fn double(&self, from: EntryIx, to: EntryIx) -> (String, Span) {
        let (entry, other) = (&self.entries[from.0 as usize], &self.entries[to.0 as usize].key.slug);
        let written = entry.neutral().related.iter().find(|name| *name.value == **other);
        let span = written.map_or_else(|| entry.origin_document().head(), |name| name.span);
        (format!("`{other}` is joined to this skill by `requires` already"), span)
    }
}

fn fill_move(m: &mut Move, all: &[Relations]) {
    let (from, to) = (&all[m.from.0 as usize], &all[m.to.0 as usize]);
    let wanted = |skill: &EntryIx| to.essential.contains(skill) || to.optional.contains(skill);
    m.kept = from.essential.iter().copied().filter(wanted).collect();
    m.left = from.essential.iter().copied().filter(|skill| !wanted(skill)).collect();
    let needed: Vec<EntryIx> =
        to.essential.iter().copied().filter(|skill| !from.essential.contains(skill)).collect();
    m.needed = learning_order(&needed, all);
}

/// The same skills, each after those of them that it requires, directly or through others; otherwise as given.
///
/// Visits with a stack of its own, so that a chain of any length is safe; a cycle (an error told elsewhere) is cut
/// where it closes.
pub fn learning_order(skills: &[EntryIx], all: &[Relations]) -> Vec<EntryIx> {
    let wanted: BTreeSet<EntryIx> = skills.iter().copied().collect();
    let mut done = vec![false; all.len()];
    let mut order = Vec::with_capacity(skills.len());
    for skill in skills {
        let mut stack = vec![(*skill, 0)];
        let mut open = BTreeSet::from([*skill]);
        while let Some((at, next)) = stack.pop() {
            if done[at.0 as usize] {
                continue;
            }
            match all[at.0 as usize].requires.get(next) {
                Some(prerequisite) => {
                    stack.push((at, next + 1));
                    if !done[prerequisite.0 as usize] && open.insert(*prerequisite) {
                        stack.push((*prerequisite, 0));
                    }
                }
                None => {
                    done[at.0 as usize] = true;
                    if wanted.contains(&at) {
                        order.push(at);
                    }
                }
            }
        }
    }
    order
}
