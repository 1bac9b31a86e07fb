//! What becomes of one Markdown body: finished HTML with holes, and everything that later floors ask of it.
//!
//! A body is parsed and rendered once, from its own text alone. What depends on other pages (addresses, titles,
//! sizes of images), on the theme (words of the interface) or on the page that shows it (prefixes of ids) is left
//! open as [`Hole`]s, which [`Body::fill`] closes. So an edit elsewhere never parses this text again.
//!
//! # The HTML
//! Elements and classes that a theme's style sheet meets (nothing else, and never a `style` attribute):
//!
//! | Markdown | HTML |
//! |---|---|
//! | heading | `<h2 id="…">words</h2>`; old ids (`was=`) as `<span class="was" id="…"></span>` before it |
//! | table | `<div class="table" role="group" tabindex="0" aria-label="(word)"><table>…</table></div>`; cells `class="start"`, `"center"`, `"end"` |
//! | code block | `<figure class="code" data-language="rust"><figcaption>title</figcaption><pre tabindex="0"><code>…</code></pre></figure>`; tokens `<span class="hl-…">`; marked lines `<mark class="line">…</mark>` |
//! | alert | `<div class="alert alert-note"><p class="alert-title">(word) or the author's words</p>…</div>` |
//! | footnote mark | `<sup class="note-ref"><a id="fnref-…" href="#fn-…" aria-label="(word) 1">1</a></sup>` |
//! | footnotes | after the block that cites them: `<aside class="notes"><div class="note" id="fn-…"><span class="note-number">1</span>…<a class="note-back" href="#fnref-…" aria-label="(word)">↩</a></div></aside>` |
//! | lone image | `<figure class="image"><img …><figcaption>title</figcaption></figure>` |
//! | task list | `<ul class="tasks"><li class="task done"><span class="check" role="img" aria-label="(word)"></span>…` |
//! | citation | what the filler writes |
//! | math | `<math>…</math>`, display in `<div class="math" tabindex="0">` |
//! | diagram | `<figure class="diagram"><svg …></figure>` |
//! | phrase of another language | `<span lang="…">` |

mod fill;
mod sentence;
mod word;

pub use fill::{Fill, Insertion};
pub use sentence::sentence_around;
pub use word::Word;

use crate::diagnostic::Edit;
use crate::source::Span;
use std::ops::Range;

/// One rendered body. All ranges are bytes; `u32` because a body is at most a few megabytes.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Body {
    /// Finished HTML but for the holes.
    pub html: String,
    /// Places in [`html`](Self::html) that later floors fill, ascending.
    pub holes: Vec<Hole>,
    /// Links, names in double brackets, images and citations, in the order of the text.
    pub references: Vec<Reference>,
    /// Headings in the order of the text.
    pub headings: Vec<Heading>,
    /// Top-level blocks; their ranges tile [`html`](Self::html).
    pub blocks: Vec<Block>,
    /// Stretches of plain running text in which automatic links may be put, ascending.
    pub runs: Vec<Run>,
    /// Plain text: blocks one a line, code included, headings and notes' numbers not. Titles of entries that are
    /// linked without words are not in it: see [`text_holes`](Self::text_holes).
    pub text: String,
    /// Places in [`text`](Self::text) where the title of a linked entry belongs, ascending.
    pub text_holes: Vec<TextHole>,
    /// The text by headings; the ranges tile [`text`](Self::text). The first is the lead, before any heading.
    pub sections: Vec<Section>,
    /// How much there is to read.
    pub counts: Counts,
    /// Ids of headings that became code, because a fence is never closed. That is told at the fence: what follows
    /// from it (links to these headings, an outline without them) is not told again.
    pub swallowed: Vec<String>,
}

/// The place of a reference in [`Body::references`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct ReferenceIx(pub u32);

/// A place in the HTML that a later floor fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Hole {
    /// Byte of [`Body::html`] before which the filling goes.
    pub at: u32,
    /// What belongs there.
    pub kind: HoleKind,
}

/// What belongs in a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum HoleKind {
    /// The address of a reference, inside `href="…"`.
    Href(ReferenceIx),
    /// The title of the entry that a reference without words names.
    Title(ReferenceIx),
    /// Further attributes of a link, each with a space before it.
    LinkAttributes(ReferenceIx),
    /// ` src="…"` of an image, with ` width` and ` height` where they are known.
    Image(ReferenceIx),
    /// The mark of a citation, whole: `<a …>…</a>` or whatever the theme shows.
    Cite(ReferenceIx),
    /// What goes before each id of this body and each fragment that points into it.
    IdPrefix,
    /// A word of the interface.
    Word(Word),
}

/// What a reference points to, as far as its spelling tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum ReferenceKind {
    /// `@/roles/data-engineer`: an entry in the reader's language. The target is what follows `@/`.
    Entry,
    /// A path relative to the file: another `.md` file, or a file of the entry.
    File,
    /// `#id` in this body. The target is empty, the anchor is the id.
    Anchor,
    /// `/…`: an address from the root of the host, which no page of a movable site should use.
    Rooted,
    /// `http:`, `https:`, `mailto:` or `tel:`; the HTML holds it already.
    External,
    /// `[[name]]`: an entry by slug, title or label. The target is the whole name.
    Name,
    /// `![…](…)`.
    Image,
    /// `[@key]`: a key of the bibliography, without the `@`.
    Cite,
    /// An address that the URL filter refused; the HTML shows the words alone. Already told.
    Refused,
}

/// A link, name, image or citation as written, not yet resolved.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reference {
    /// What kind of target it is.
    pub kind: ReferenceKind,
    /// The target, entities and backslashes taken off, percent-escapes of paths decoded, without prefix and anchor.
    pub target: String,
    /// What follows `#`, decoded.
    pub anchor: Option<String>,
    /// The target in the source, exactly as long as it is written there, anchor included.
    pub span: Span,
    /// The whole reference in the source, brackets included.
    pub whole: Span,
    /// Its words in [`Body::text`]; empty where the title of the entry stands for them.
    pub words: Range<u32>,
    /// The sentence around it in [`Body::text`]; for a link in a heading empty (the heading is its sentence).
    pub sentence: Range<u32>,
    /// The heading in or under which it stands.
    pub heading: Option<u32>,
    /// It stands in a heading.
    pub in_heading: bool,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, without prefix; unique in the body.
    pub id: String,
    /// The author wrote the id.
    pub explicit: bool,
    /// Ids that it once had.
    pub was: Vec<String>,
    /// The words as HTML for lists of contents: without links, notes, ids and holes.
    pub html: String,
    /// The words alone.
    pub text: String,
    /// Where `<hN` (or the anchors of old ids) starts in [`Body::html`].
    pub at: u32,
    /// Where `</hN>` starts: here an [`Insertion`] can add links of the page to the heading.
    pub end: u32,
    /// It stands in no list, quotation or other block: only such headings make sections.
    pub top_level: bool,
    /// The heading in the source, without line end.
    pub span: Span,
    /// The written id, without `#`.
    pub id_span: Option<Span>,
    /// Where an id can be written: after the heading, or after the brace that opens its attributes.
    pub id_at: Span,
    /// It has attributes.
    pub in_braces: bool,
}

impl Heading {
    /// The change that gives the heading a written id, if it has none.
    pub fn id_edit(&self, id: &str) -> Edit {
        let replacement = if self.in_braces { format!("#{id} ") } else { format!(" {{#{id}}}") };
        Edit { span: self.id_at, replacement }
    }
}

/// A top-level block.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its HTML.
    pub html: Range<u32>,
    /// Its text in [`Body::text`].
    pub text: Range<u32>,
    /// Its source.
    pub span: Span,
}

/// Kinds of top-level blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum BlockKind {
    /// A heading; its place in [`Body::headings`].
    Heading(u32),
    /// A paragraph.
    Paragraph,
    /// A list of any kind, of tasks too.
    List,
    /// A table.
    Table,
    /// A code block.
    Code,
    /// A quotation.
    Quote,
    /// An alert.
    Alert,
    /// A lone image.
    Figure,
    /// A definition list.
    Definitions,
    /// A formula.
    Math,
    /// A diagram.
    Diagram,
    /// A rule.
    Rule,
    /// Raw HTML.
    Html,
    /// The notes that the block before them cites.
    Notes,
}

/// A stretch of plain running text: one text node, never in code, headings, links, captions or notes' marks.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Run {
    /// The text node in [`Body::html`]; `&`, `<` and `>` are written as entities there.
    pub html: Range<u32>,
    /// The same words in [`Body::text`].
    pub text: Range<u32>,
    /// Its place in [`Body::sections`].
    pub section: u32,
}

/// A place in the text where the title of a linked entry belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TextHole {
    /// Byte of [`Body::text`].
    pub at: u32,
    /// The reference whose entry's title it is.
    pub reference: ReferenceIx,
}

/// What stands under one top-level heading, up to the next of any level.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Section {
    /// Its place in [`Body::headings`]; none for what stands before the first heading.
    pub heading: Option<u32>,
    /// Its part of [`Body::text`], without the heading's own words.
    pub text: Range<u32>,
}

/// How much there is to read. Headings, captions and notes count; code counts apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Han characters, kana and Hangul syllables.
    pub han: u32,
    /// Runs of Latin letters and digits (`C++`, `3.5` and `It's` are one each).
    pub words: u32,
    /// The same in code blocks: characters and words together.
    pub code: u32,
}

impl Counts {
    /// Characters and words together, code left out: 字数.
    pub fn total(self) -> u32 {
        self.han + self.words
    }

    /// Minutes that a reader needs, at 400 characters or 230 words a minute, code counted at half; at least one when
    /// there is anything to read.
    pub fn minutes(self) -> u32 {
        // In units of 1/9200 minute, so that no rounding differs between machines.
        let units = u64::from(self.han) * 23 + u64::from(self.words) * 40 + u64::from(self.code) * 20;
        units.div_ceil(9_200) as u32
    }
}

impl std::ops::Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts { han: self.han + other.han, words: self.words + other.words, code: self.code + other.code }
    }
}

impl Body {
    /// A reference by its index.
    pub fn reference(&self, index: ReferenceIx) -> &Reference {
        &self.references[index.0 as usize]
    }

    /// The sentence around a reference: what stands before its words, its words, what follows. Titles that are not in
    /// the text ([`text_holes`](Self::text_holes)) are asked of `title`. For a link in a heading: the heading's words.
    pub fn sentence(
        &self,
        index: ReferenceIx,
        title: impl Fn(ReferenceIx) -> String,
    ) -> (String, String, String) {
        let reference = self.reference(index);
        if reference.in_heading {
            let text = reference.heading.map(|heading| self.headings[heading as usize].text.clone());
            return (text.unwrap_or_default(), String::new(), String::new());
        }
        let (sentence, words) = (&reference.sentence, &reference.words);
        // An own title stands where the (empty) words stand, not before or after them.
        let others = |other| if other == index { String::new() } else { title(other) };
        let own = |other| if other == index { title(other) } else { String::new() };
        let inside =
            if words.is_empty() { self.plain(words.clone(), own) } else { self.plain(words.clone(), &title) };
        (
            self.plain(sentence.start..words.start, others).trim_start().to_owned(),
            inside,
            self.plain(words.end..sentence.end, others).trim_end().to_owned(),
        )
    }

    /// A part of the text with the titles of linked entries in their places.
    pub fn plain(&self, range: Range<u32>, title: impl Fn(ReferenceIx) -> String) -> String {
        let mut out = String::with_capacity((range.end - range.start) as usize);
        let from = self.text_holes.partition_point(|hole| hole.at < range.start);
        let mut at = range.start;
        for hole in self.text_holes[from..].iter().take_while(|hole| hole.at <= range.end) {
            out.push_str(&self.text[at as usize..hole.at as usize]);
            out.push_str(&title(hole.reference));
            at = hole.at;
        }
        out.push_str(&self.text[at as usize..range.end as usize]);
        out
    }
}

impl Run {
    /// The byte of [`Body::html`] at which a byte of [`Body::text`] stands, which must lie in this run.
    pub fn html_at(&self, body: &Body, text_at: u32) -> u32 {
        let plain = self.html.end - self.html.start == self.text.end - self.text.start;
        let before = &body.text[self.text.start as usize..text_at as usize];
        // An entity is longer than its character: `&amp;` by four bytes, `&lt;` and `&gt;` by three.
        let longer = |b: u8| match b {
            b'&' => 4,
            b'<' | b'>' => 3,
            _ => 0,
        };
        let extra: u32 = if plain { 0 } else { before.bytes().map(longer).sum() };
        self.html.start + (text_at - self.text.start) + extra
    }
}
