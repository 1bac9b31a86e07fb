//! What the front matter of all documents says: entries, relations, moves. No look into the texts.

use super::entry::{Entry, EntryIx};
use super::relations::{self, Move, Relations};
use super::roster::Roster;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::source::{Digest, SourceId, digest};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The part of the catalogue that depends on facts alone, not on words: an edit of a text or title leaves it as it is.
#[derive(Debug)]
pub struct Layout {
    /// Who is in the book.
    pub roster: Arc<Roster>,
    /// All moves, by the role that one leaves.
    pub moves: Vec<Move>,
    /// Pairs of roles with a page that compares them, the lesser first.
    pub pairs: Vec<(EntryIx, EntryIx)>,
    /// Hash of the roster and of the moves: which entry an [`EntryIx`] is, and which pages there are.
    pub(super) structure: Digest,
    pub(super) relations: Vec<Relations>,
    pub(super) findings: Findings,
}

/// A layout has all that its roster has.
impl std::ops::Deref for Layout {
    type Target = Roster;

    fn deref(&self) -> &Roster {
        &self.roster
    }
}

impl Layout {
    /// Reads the front matter of all entries.
    pub(super) fn new(roster: Arc<Roster>, entries: &[Arc<Entry>]) -> Arc<Layout> {
        let mut diagnostics = Vec::new();
        let absent = |slug: &str| roster.is_absent(slug);
        let (relations, moves) = relations::derive(entries, &roster.names, &absent, &mut diagnostics);
        let pairs: BTreeSet<(EntryIx, EntryIx)> =
            moves.iter().map(|m| (m.from.min(m.to), m.from.max(m.to))).collect();
        let ends: Vec<_> = moves.iter().map(|m| (m.from, m.to)).collect();
        Arc::new(Layout {
            structure: digest(&(roster.hash, ends)),
            roster,
            moves,
            pairs: pairs.into_iter().collect(),
            relations,
            findings: Findings::from(diagnostics),
        })
    }
}

/// Whether findings also are those of documents that say the same facts. They say where things stand, and some suggest
/// titles: they hold where no document that they stand in has another front matter, and none suggests.
pub(super) fn hold(findings: &Findings, is_changed: impl Fn(SourceId) -> bool, are_names_same: bool) -> bool {
    let stands_there = |finding: &Diagnostic| {
        let place = match &finding.place {
            Place::Span(span) => is_changed(span.source),
            Place::File(_) => false,
        };
        place || finding.labels.iter().any(|label| is_changed(label.span.source))
    };
    let suggests = |finding: &Diagnostic| finding.code == Code::UNKNOWN_ENTRY;
    !findings.iter().any(|finding| stands_there(finding) || (!are_names_same && suggests(finding)))
}
