//! The parser's events in the coordinates of the source, with the texts between them whole.

use super::emphasis::Prepared;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag};
use std::collections::BTreeMap;
use std::ops::Range;

/// One event and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Piece<'p> {
    pub event: Event<'p>,
    /// Bytes of the whole source text.
    pub range: Range<usize>,
    /// For a text that is not written as it reads (escapes, entities, removed sentinels): where its parts come from.
    seams: Option<Box<[Seam]>>,
}

/// Where a part of a text comes from.
#[derive(Clone, Copy, Debug)]
struct Seam {
    /// First byte in the text.
    text: usize,
    /// First byte in the source.
    source: usize,
    /// The part is written as it reads; otherwise all its bytes come from the one place.
    exact: bool,
}

impl<'p> Piece<'p> {
    /// An event that is written as it reads.
    pub(super) fn new(event: Event<'p>, range: Range<usize>) -> Piece<'p> {
        Piece { event, range, seams: None }
    }

    /// The byte of the source from which a byte of the text comes.
    pub(super) fn source_at(&self, text_at: usize) -> usize {
        match &self.seams {
            None => self.range.start + text_at,
            Some(seams) => {
                let seam = seams[seams.partition_point(|seam| seam.text <= text_at).saturating_sub(1)];
                if seam.exact { seam.source + (text_at - seam.text) } else { seam.source }
            }
        }
    }

    /// The range of the source from which a range of the text comes.
    pub(super) fn source_range(&self, text: Range<usize>) -> Range<usize> {
        let end = match text.end.checked_sub(1) {
            Some(last) if !text.is_empty() => self.end_of(last),
            _ => self.source_at(text.start),
        };
        self.source_at(text.start)..end
    }

    /// One past the byte of the source from which a byte of the text comes.
    fn end_of(&self, text_at: usize) -> usize {
        let Some(seams) = &self.seams else { return self.range.start + text_at + 1 };
        let index = seams.partition_point(|seam| seam.text <= text_at).saturating_sub(1);
        if seams[index].exact {
            seams[index].source + (text_at - seams[index].text) + 1
        } else {
            seams.get(index + 1).map_or(self.range.end, |next| next.source)
        }
    }

    /// The text is written as it reads, escapes and entities apart, at this byte.
    pub(super) fn is_exact(&self, text_at: usize) -> bool {
        self.seams.as_ref().is_none_or(|seams| {
            seams[seams.partition_point(|seam| seam.text <= text_at).saturating_sub(1)].exact
        })
    }

    /// A part of a text as a piece of its own.
    pub(super) fn part(&self, text: &str, part: Range<usize>) -> Piece<'p> {
        let range = self.source_range(part.clone());
        let seams = self.seams.as_ref().map(|seams| {
            let first = seams.partition_point(|seam| seam.text <= part.start).saturating_sub(1);
            let inside = seams[first..].iter().take_while(|seam| seam.text < part.end);
            inside
                .map(|seam| Seam {
                    text: seam.text.saturating_sub(part.start),
                    source: self.source_at(seam.text.max(part.start)),
                    exact: seam.exact,
                })
                .collect()
        });
        Piece { event: Event::Text(text[part].to_owned().into()), range, seams }
    }
}

/// The destination under which a citation `[@key]` comes through the parser.
pub(super) const CITATION: &str = "bf:cite";

/// The places of the definitions of addresses (`[label]: address`) in the source, by their label in lower case.
pub(super) type Definitions = BTreeMap<String, Range<usize>>;

/// All events of a prepared text that lies at `offset` in its source. Neighbouring texts are one.
pub(super) fn read<'p>(
    prepared: &'p Prepared<'_>,
    options: Options,
    offset: usize,
) -> (Vec<Piece<'p>>, Definitions) {
    let citation = |link: BrokenLink<'_>| {
        let is_citation = link.link_type == LinkType::Shortcut && is_citation(&link.reference);
        is_citation.then_some((CowStr::Borrowed(CITATION), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(&prepared.text, options, Some(citation));
    let definitions = parser.reference_definitions().iter().map(|(label, definition)| {
        let range = prepared.to_source(definition.span.clone());
        let label = prepared.clean(CowStr::Borrowed(label)).to_lowercase();
        (label, range.start + offset..range.end + offset)
    });
    let definitions = definitions.collect();
    let mut pieces = Vec::with_capacity(prepared.text.len() / 24 + 8);
    let mut texts: Vec<(CowStr<'p>, Range<usize>)> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        if let Event::Text(text) = event {
            texts.push((text, range));
            continue;
        }
        if !texts.is_empty() {
            pieces.push(text_piece(prepared, &mut texts, offset));
        }
        let event = if prepared.is_changed() { clean(prepared, event) } else { event };
        let range = prepared.to_source(range);
        pieces.push(Piece::new(event, range.start + offset..range.end + offset));
    }
    if !texts.is_empty() {
        pieces.push(text_piece(prepared, &mut texts, offset));
    }
    (pieces, definitions)
}

/// `@` and a key as the bibliography has them.
fn is_citation(reference: &str) -> bool {
    reference.strip_prefix('@').is_some_and(|key| {
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    })
}

/// One text of neighbouring ones, which are taken out of the list.
fn text_piece<'p>(
    prepared: &'p Prepared<'_>,
    texts: &mut Vec<(CowStr<'p>, Range<usize>)>,
    offset: usize,
) -> Piece<'p> {
    let (start, end) = (texts[0].1.start, texts[texts.len() - 1].1.end);
    let source = prepared.to_source(start..end);
    let range = source.start + offset..source.end + offset;
    let borrowed = |(text, range): &(CowStr<'_>, Range<usize>)| {
        matches!(text, CowStr::Borrowed(_)) && text.len() == range.len()
    };
    let contiguous = texts.windows(2).all(|pair| pair[0].1.end == pair[1].1.start);
    let changed = range.len() != end - start;
    if contiguous && !changed && texts.iter().all(borrowed) {
        texts.clear();
        return Piece::new(Event::Text(CowStr::Borrowed(&prepared.text[start..end])), range);
    }
    let mut text = String::with_capacity(end - start);
    let mut seams = Vec::with_capacity(texts.len() + 1);
    for (part, range) in texts.drain(..) {
        if part.len() == range.len() {
            for stretch in prepared.stretches(range) {
                let source = prepared.to_source(stretch.clone()).start + offset;
                seams.push(Seam { text: text.len(), source, exact: true });
                text.push_str(&prepared.text[stretch]);
            }
        } else {
            let source = prepared.to_source(range).start + offset;
            seams.push(Seam { text: text.len(), source, exact: false });
            text.push_str(&prepared.clean(part));
        }
    }
    Piece { event: Event::Text(text.into()), range, seams: Some(seams.into()) }
}

/// The event without sentinels in any of its strings.
fn clean<'p>(prepared: &Prepared<'_>, event: Event<'p>) -> Event<'p> {
    use pulldown_cmark::CodeBlockKind::Fenced;
    let clean = |string| prepared.clean(string);
    match event {
        Event::Text(s) => Event::Text(clean(s)),
        Event::Code(s) => Event::Code(clean(s)),
        Event::Html(s) => Event::Html(clean(s)),
        Event::InlineHtml(s) => Event::InlineHtml(clean(s)),
        Event::InlineMath(s) => Event::InlineMath(clean(s)),
        Event::DisplayMath(s) => Event::DisplayMath(clean(s)),
        Event::FootnoteReference(s) => Event::FootnoteReference(clean(s)),
        Event::Start(Tag::FootnoteDefinition(s)) => Event::Start(Tag::FootnoteDefinition(clean(s))),
        Event::Start(Tag::CodeBlock(Fenced(s))) => Event::Start(Tag::CodeBlock(Fenced(clean(s)))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => Event::Start(Tag::Link {
            link_type,
            dest_url: clean(dest_url),
            title: clean(title),
            id: clean(id),
        }),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => Event::Start(Tag::Image {
            link_type,
            dest_url: clean(dest_url),
            title: clean(title),
            id: clean(id),
        }),
        Event::Start(Tag::Heading { level, id, classes, attrs }) => Event::Start(Tag::Heading {
            level,
            id: id.map(clean),
            classes: classes.into_iter().map(clean).collect(),
            attrs: attrs.into_iter().map(|(key, value)| (clean(key), value.map(clean))).collect(),
        }),
        other => other,
    }
}
