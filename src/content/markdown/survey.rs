//! A look over all events before the first is rendered: ids of headings and numbers of notes, which depend on what
//! follows.

use super::Context;
use super::events::Piece;
use super::ids;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use pulldown_cmark::{CowStr, Event, Tag};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// In the order of the text.
    pub headings: Vec<HeadingId>,
    /// By folded label.
    pub notes: BTreeMap<String, Note>,
}

/// The id of a heading.
#[derive(Debug, Default)]
pub(super) struct HeadingId {
    /// The event with which it starts.
    pub piece: usize,
    pub id: String,
    pub explicit: bool,
    pub was: Vec<String>,
    /// The written id.
    pub span: Option<Span>,
}

/// A note.
#[derive(Debug)]
pub(super) struct Note {
    /// Its number; 0 when nothing cites it.
    pub number: usize,
    /// Its id without `fn-`.
    pub id: String,
    /// How often it is cited.
    pub references: usize,
    /// The events of its text.
    pub pieces: Range<usize>,
}

/// Looks over the events.
pub(super) fn survey(pieces: &[Piece<'_>], context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Survey {
    Survey { headings: headings(pieces, context, found), notes: notes(pieces, context, found) }
}

/// The pieces between a start and its end.
pub(super) fn inner<'s, 'p>(pieces: &'s [Piece<'p>], start: usize) -> &'s [Piece<'p>] {
    &pieces[start + 1..end_of(pieces, start)]
}

/// The index of the end that belongs to a start.
pub(super) fn end_of(pieces: &[Piece<'_>], start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, piece) in pieces.iter().enumerate().skip(start) {
        match piece.event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return index;
                }
            }
            _ => {}
        }
    }
    pieces.len()
}

/// The words of events as plain text.
pub(super) fn plain(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match &piece.event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => out.push_str(text),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

fn headings(pieces: &[Piece<'_>], context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Vec<HeadingId> {
    let mut list = Vec::new();
    let mut words = Vec::new();
    let mut taken: BTreeMap<String, Option<Span>> = BTreeMap::new();
    for (index, piece) in pieces.iter().enumerate() {
        let Event::Start(Tag::Heading { id, attrs, .. }) = &piece.event else { continue };
        let mut heading = HeadingId { piece: index, ..HeadingId::default() };
        if let Some(id) = id {
            written_id(id, inner(pieces, index), piece, context, &mut taken, &mut heading, found);
        }
        for (key, value) in attrs {
            if let ("was", Some(old)) = (key.as_ref(), value) {
                old_id(old, piece, context, &mut taken, &mut heading, found);
            }
        }
        words.push(if heading.explicit { String::new() } else { plain(inner(pieces, index)) });
        list.push(heading);
    }
    // Where counting goes on for words that many headings have, so that a thousand of them are not a million look-ups.
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for (heading, words) in list.iter_mut().zip(words) {
        if !heading.explicit {
            let made = ids::generated(&words);
            let next = next.entry(made.clone()).or_insert(1);
            heading.id = loop {
                let id = if *next == 1 { made.clone() } else { format!("{made}-{next}") };
                *next += 1;
                if !taken.contains_key(&id) {
                    break id;
                }
            };
            taken.insert(heading.id.clone(), None);
        }
    }
    list
}

/// Takes a written id, unless it is wrong or taken.
fn written_id(
    id: &CowStr<'_>,
    words: &[Piece<'_>],
    heading: &Piece<'_>,
    context: &Context<'_>,
    taken: &mut BTreeMap<String, Option<Span>>,
    out: &mut HeadingId,
    found: &mut Vec<Diagnostic>,
) {
    let span = attribute_span(&format!("#{id}"), heading, context).map_or_else(
        || context.span(heading.range.clone()),
        |range| context.span(range.start + 1..range.end),
    );
    if let Some(fault) = ids::fault(id) {
        let mut diagnostic = Diagnostic::new(Code::BAD_ID, span, format!("the id `{id}` {fault}"));
        let from = if ids::is_reserved(id) { plain(words) } else { format!("{id} {}", plain(words)) };
        diagnostic =
            match ids::suggested(id).filter(|_| !ids::is_reserved(id)).or_else(|| ids::suggested(&from)) {
                Some(suggested) => diagnostic.help(format!("write `{{#{suggested}}}`")),
                None => diagnostic.help("write a short id in lower-case Latin letters, e.g. `{#getting-in}`"),
            };
        found.push(diagnostic);
        return;
    }
    if let Some(first) = taken.get(&**id) {
        found.push(duplicate(id, span, *first));
        return;
    }
    taken.insert(id.to_string(), Some(span));
    (out.id, out.explicit, out.span) = (id.to_string(), true, Some(span));
}

/// Takes an old id. It may be a generated one, so letters of any script are allowed.
fn old_id(
    old: &CowStr<'_>,
    heading: &Piece<'_>,
    context: &Context<'_>,
    taken: &mut BTreeMap<String, Option<Span>>,
    out: &mut HeadingId,
    found: &mut Vec<Diagnostic>,
) {
    let span = attribute_span(&format!("was={old}"), heading, context).map_or_else(
        || context.span(heading.range.clone()),
        |range| context.span(range.start + "was=".len()..range.end),
    );
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if old.is_empty() || !old.chars().all(plain) || ids::is_reserved(old) {
        let message = format!("`{old}` cannot have been the id of a heading");
        found.push(
            Diagnostic::new(Code::BAD_ID, span, message).help("write `was=` and the old id, without quotes"),
        );
        return;
    }
    if let Some(first) = taken.get(&**old) {
        found.push(duplicate(old, span, *first));
        return;
    }
    taken.insert(old.to_string(), Some(span));
    out.was.push(old.to_string());
}

fn duplicate(id: &str, span: Span, first: Option<Span>) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::DUPLICATE_ID, span, format!("the id `{id}` is used twice in this file"))
            .help("give one of the two another id");
    match first {
        Some(first) => diagnostic.label(first, "first used here"),
        None => diagnostic,
    }
}

/// Where an attribute stands in a heading.
fn attribute_span(attribute: &str, heading: &Piece<'_>, context: &Context<'_>) -> Option<Range<usize>> {
    let text = &context.text[heading.range.clone()];
    let open = text.rfind('{')?;
    let at = heading.range.start + open + text[open..].find(attribute)?;
    Some(at..at + attribute.len())
}

/// Numbers the notes in the order in which a reader meets them: through the text, and after each top-level block through
/// the notes that it cites.
fn notes(pieces: &[Piece<'_>], context: &Context<'_>, found: &mut Vec<Diagnostic>) -> BTreeMap<String, Note> {
    let mut notes = definitions(pieces, context, found);
    if notes.is_empty() {
        return notes;
    }
    let (mut next, mut depth, mut at) = (1, 0_usize, 0);
    let mut queue = VecDeque::new();
    while at < pieces.len() {
        match &pieces[at].event {
            Event::Start(Tag::FootnoteDefinition(_)) => at = end_of(pieces, at),
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                while depth == 0
                    && let Some(label) = queue.pop_front()
                {
                    let inside = notes.get(&label).map_or(0..0, |note| note.pieces.clone());
                    for piece in &pieces[inside] {
                        if let Event::FootnoteReference(label) = &piece.event {
                            cite(label, &mut notes, &mut next, &mut queue);
                        }
                    }
                }
            }
            Event::FootnoteReference(label) => cite(label, &mut notes, &mut next, &mut queue),
            _ => {}
        }
        at += 1;
    }
    for (label, note) in notes.iter().filter(|(_, note)| note.number == 0) {
        let range = pieces[note.pieces.start - 1].range.clone();
        let end = range.start + label.len() + "[^]:".len();
        let span = context.span(range.start..end.min(range.end));
        let message = format!("nothing cites the note `[^{label}]`, so that no reader sees it");
        let help = format!("put `[^{label}]` where it belongs, or delete the note");
        found.push(Diagnostic::new(Code::UNUSED_NOTE, span, message).help(help));
    }
    notes
}

/// Labels are compared without regard to case.
pub(super) fn fold(label: &str) -> String {
    label.to_lowercase()
}

fn cite(label: &str, notes: &mut BTreeMap<String, Note>, next: &mut usize, queue: &mut VecDeque<String>) {
    let Some(note) = notes.get_mut(&fold(label)) else { return };
    note.references += 1;
    if note.number == 0 {
        note.number = *next;
        *next += 1;
        if note.id.is_empty() {
            note.id = note.number.to_string();
        }
        queue.push_back(fold(label));
    }
}

fn definitions(
    pieces: &[Piece<'_>],
    context: &Context<'_>,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Note> {
    let mut notes: BTreeMap<String, Note> = BTreeMap::new();
    for (index, piece) in pieces.iter().enumerate() {
        let Event::Start(Tag::FootnoteDefinition(label)) = &piece.event else { continue };
        let inside = index + 1..end_of(pieces, index);
        if let Some(first) = notes.get(&fold(label)) {
            let span = context.span(piece.range.start..piece.range.start + label.len() + "[^]:".len());
            let first = pieces[first.pieces.start - 1].range.clone();
            let first = context.span(first.start..first.start + label.len() + "[^]:".len());
            let message = format!("the note `[^{label}]` is written twice, and only the first is shown");
            found.push(
                Diagnostic::new(Code::DUPLICATE_NOTE, span, message).label(first, "first written here"),
            );
            continue;
        }
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        // A label that is an id stays the note's address when other notes come and go; other notes go by their number.
        let lasting =
            label.bytes().all(plain) && label.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
        let id = if lasting { label.to_string() } else { String::new() };
        notes.insert(fold(label), Note { number: 0, id, references: 0, pieces: inside });
    }
    notes
}
