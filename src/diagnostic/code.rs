//! The one table of codes. Each has a page in `codes/`, which is its text for `explain` and its test.

use super::Severity;

/// The kebab-case name of a rule, with its weight and its page.
#[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct Code {
    index: u16,
}

struct Row {
    name: &'static str,
    severity: Severity,
    page: &'static str,
}

macro_rules! table {
    ($($(#[$doc:meta])* $constant:ident = $name:literal $severity:ident;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)] // an index by name, private to the macro
        #[repr(u16)]
        enum Index { $($constant),* }

        impl Code {
            $($(#[$doc])* pub const $constant: Code = Code { index: Index::$constant as u16 };)*
        }

        const TABLE: &[Row] = &[$(Row {
            name: $name,
            severity: Severity::$severity,
            page: include_str!(concat!("codes/", $name, ".md")),
        }),*];
    };
}

// One line a code; keep them sorted by what they are about.
table! {
    // Files
    /// The bytes are not UTF-8.
    INVALID_UTF8 = "invalid-utf8" Error;
    /// A symbolic link in content or theme.
    SYMBOLIC_LINK = "symbolic-link" Error;
    /// A pipe, socket or device.
    NOT_A_FILE = "not-a-file" Error;
    /// The system would not read it.
    UNREADABLE_FILE = "unreadable-file" Error;
    /// Larger than the limit.
    FILE_TOO_LARGE = "file-too-large" Error;
    /// A name of which no entry can be made.
    BAD_FILE_NAME = "bad-file-name" Error;
    /// A file that a browser would run.
    FORBIDDEN_FILE = "forbidden-file" Error;
    /// The locale in a file name is not in `site.toml`.
    UNKNOWN_LOCALE = "unknown-locale" Error;

    // Front matter and configuration
    /// TOML that does not parse.
    BAD_TOML = "bad-toml" Error;
    /// No `+++` at the top of the file.
    MISSING_FRONT_MATTER = "missing-front-matter" Error;
    /// No closing `+++`.
    UNCLOSED_FRONT_MATTER = "unclosed-front-matter" Error;
    /// A field that the schema does not know.
    UNKNOWN_FIELD = "unknown-field" Error;
    /// A value of another type than the field's.
    WRONG_TYPE = "wrong-type" Error;
    /// A value that the field does not allow.
    BAD_VALUE = "bad-value" Error;
    /// A field that must be there.
    MISSING_FIELD = "missing-field" Error;
    /// A language-neutral field in a translation.
    NEUTRAL_FIELD_IN_TRANSLATION = "neutral-field-in-translation" Error;
    /// Two files say that they are the origin, or one that it is not there.
    BAD_ORIGIN = "bad-origin" Error;

    // The catalogue
    /// A slug that is used twice.
    DUPLICATE_SLUG = "duplicate-slug" Error;
    /// A name that no entry has.
    UNKNOWN_ENTRY = "unknown-entry" Error;
    /// A group that `site.toml` does not have.
    UNKNOWN_GROUP = "unknown-group" Error;
    /// A source that `sources.toml` does not have.
    UNKNOWN_SOURCE = "unknown-source" Error;
    /// A relation of an entry with itself.
    SELF_RELATION = "self-relation" Error;
    /// The same entry named twice in one relation.
    REPEATED_RELATION = "repeated-relation" Warning;
    /// Prerequisites that lead back to where they began.
    PREREQUISITE_CYCLE = "prerequisite-cycle" Error;
    /// A pair both in `related` and in `requires`.
    RELATED_AND_REQUIRED = "related-and-required" Warning;
    /// A chapter that no part lists.
    CHAPTER_WITHOUT_PART = "chapter-without-part" Error;
    /// A part that lists what is no chapter.
    UNKNOWN_CHAPTER = "unknown-chapter" Error;
    /// Two owners of one address.
    ADDRESS_COLLISION = "address-collision" Error;
    /// An alias that is no address of ours.
    BAD_ALIAS = "bad-alias" Error;
    /// A note on a move that is not declared.
    NOTE_WITHOUT_MOVE = "note-without-move" Error;
    /// No translation in a language of the site.
    MISSING_TRANSLATION = "missing-translation" Warning;
    /// Outlines of two languages differ.
    OUTLINE_DIFFERS = "outline-differs" Warning;
    /// An entry without sources.
    MISSING_SOURCES = "missing-sources" Warning;
    /// An entry that nothing links to.
    UNLINKED_ENTRY = "unlinked-entry" Warning;

    /// More pages than the limit.
    TOO_MANY_PAGES = "too-many-pages" Error;

    // Links
    /// A link to an entry, page or file that is not there.
    UNRESOLVED_LINK = "unresolved-link" Error;
    /// A link to a heading that is not there.
    UNRESOLVED_ANCHOR = "unresolved-anchor" Error;
    /// A name that more than one entry has.
    AMBIGUOUS_LINK = "ambiguous-link" Error;

    /// An address that links may not have.
    FORBIDDEN_URL = "forbidden-url" Error;
    /// An image of another site.
    REMOTE_IMAGE = "remote-image" Error;

    // Markdown
    /// A byte that no text has.
    CONTROL_CHARACTER = "control-character" Error;
    /// Blocks within blocks beyond the limit.
    NESTING_TOO_DEEP = "nesting-too-deep" Error;
    /// Raw HTML that does not pass.
    RAW_HTML = "raw-html" Error;
    /// A word between angle brackets that is no element of HTML.
    UNKNOWN_ELEMENT = "unknown-element" Warning;
    /// Raw HTML that the page's policy blocks.
    BLOCKED_HTML = "blocked-html" Warning;
    /// An id that is no id.
    BAD_ID = "bad-id" Error;
    /// An id used twice in one file.
    DUPLICATE_ID = "duplicate-id" Error;
    /// A section without a written id, in an entry with several languages.
    MISSING_SECTION_ID = "missing-section-id" Warning;
    /// A note that is cited nowhere.
    UNUSED_NOTE = "unused-note" Error;
    /// A note that is written twice.
    DUPLICATE_NOTE = "duplicate-note" Error;
    /// An alert of a kind that there is not.
    UNKNOWN_ALERT = "unknown-alert" Warning;
    /// A formula that cannot be read.
    BAD_MATH = "bad-math" Error;
    /// A diagram that cannot be drawn.
    BAD_DIAGRAM = "bad-diagram" Error;

    // What was probably meant otherwise
    /// A mark of a note that there is not.
    UNKNOWN_NOTE = "unknown-note" Error;
    /// Attributes of a heading that are not read.
    HEADING_ATTRIBUTES = "heading-attributes" Warning;
    /// A mark of emphasis that stays in the text.
    UNPAIRED_EMPHASIS = "unpaired-emphasis" Warning;
    /// Underscores for emphasis inside Chinese.
    UNDERSCORE_EMPHASIS = "underscore-emphasis" Warning;
    /// Text struck through by single tildes.
    SINGLE_TILDE = "single-tilde" Warning;
    /// A fence of code that is never closed.
    UNCLOSED_FENCE = "unclosed-fence" Warning;
    /// A comment that is never closed.
    UNCLOSED_COMMENT = "unclosed-comment" Warning;
    /// A heading of the first level in a text.
    SECOND_TITLE = "second-title" Warning;
    /// An image without words.
    MISSING_ALT_TEXT = "missing-alt-text" Warning;
    /// A line of text that became a row of the table before it.
    TEXT_IN_TABLE = "text-in-table" Warning;
    /// Full-width characters where Markdown needs its own.
    FULL_WIDTH_SYNTAX = "full-width-syntax" Warning;
    /// A mark of Markdown without the space that it needs.
    MISSING_SPACE = "missing-space" Warning;
    /// Half-width punctuation in Chinese.
    HALF_WIDTH_PUNCTUATION = "half-width-punctuation" Warning;
    /// Quotation marks that are straight or face the wrong way in Chinese.
    WRONG_QUOTES = "wrong-quotes" Warning;
    /// Full stops or hyphens for an ellipsis or a dash in Chinese.
    ELLIPSIS_OR_DASH = "ellipsis-or-dash" Warning;
    /// Full-width letters or digits.
    FULL_WIDTH_LETTERS = "full-width-letters" Warning;
    /// A character that nobody sees.
    INVISIBLE_CHARACTER = "invisible-character" Warning;
    /// Several spaces in a row.
    STRAY_SPACES = "stray-spaces" Warning;
    /// A paragraph indented by hand.
    MANUAL_INDENT = "manual-indent" Warning;
    /// A bare address that ends where Chinese begins.
    ADDRESS_CUT = "address-cut" Warning;

    // Theme
    /// A template that Tera refuses.
    TEMPLATE_ERROR = "template-error" Error;
    /// A word of the interface that a language lacks.
    MISSING_STRING = "missing-string" Error;
    /// A word of the interface that the theme does not know.
    UNKNOWN_STRING = "unknown-string" Warning;
    /// The theme that `site.toml` names is not there.
    UNKNOWN_THEME = "unknown-theme" Error;
    /// A file in a theme that nothing reads.
    UNKNOWN_THEME_FILE = "unknown-theme-file" Warning;
    /// A page that grew past the limit.
    PAGE_TOO_LARGE = "page-too-large" Error;
}

impl Code {
    fn row(self) -> &'static Row {
        &TABLE[self.index as usize]
    }

    /// Its name, as in messages and in `[diagnostics]`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Its weight when `site.toml` says nothing.
    pub fn severity(self) -> Severity {
        self.row().severity
    }

    /// Its page: what it means, an example, what to do.
    pub fn page(self) -> &'static str {
        self.row().page
    }

    /// The code of a name.
    pub fn by_name(name: &str) -> Option<Code> {
        codes().find(|code| code.name() == name)
    }
}

/// All codes.
pub fn codes() -> impl Iterator<Item = Code> {
    (0..TABLE.len() as u16).map(|index| Code { index })
}

impl PartialEq for Code {
    fn eq(&self, other: &Code) -> bool {
        self.index == other.index
    }
}

impl Eq for Code {}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
