//! Words of the interface inside a body.

/// Words of the interface that a body needs; themes give them in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Word {
    /// Title of a note.
    Note,
    /// Title of a tip.
    Tip,
    /// Title of an important remark.
    Important,
    /// Title of a warning.
    Warning,
    /// Title of a caution.
    Caution,
    /// Label of a footnote mark, before its number: “Note”.
    Footnote,
    /// Label of the link from a footnote to its mark: “Back to the text”.
    BackToText,
    /// Label of a region in which a wide table scrolls: “Table”.
    Table,
    /// Label of a ticked box: “done”.
    TaskDone,
    /// Label of an empty box: “open”.
    TaskOpen,
}

impl Word {
    /// All of them.
    pub const ALL: [Word; 10] = [
        Word::Note,
        Word::Tip,
        Word::Important,
        Word::Warning,
        Word::Caution,
        Word::Footnote,
        Word::BackToText,
        Word::Table,
        Word::TaskDone,
        Word::TaskOpen,
    ];

    /// Its key in a theme's `strings/<locale>.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Word::Note => "note",
            Word::Tip => "tip",
            Word::Important => "important",
            Word::Warning => "warning",
            Word::Caution => "caution",
            Word::Footnote => "footnote",
            Word::BackToText => "back-to-text",
            Word::Table => "table",
            Word::TaskDone => "task-done",
            Word::TaskOpen => "task-open",
        }
    }
}
