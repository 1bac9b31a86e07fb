//! Parses TOML and collects what is wrong with it, in the words that authors read.

use super::fields::Fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span, Spanned};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Where a piece of TOML comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The text that it stands in.
    pub source: SourceId,
    /// Where it begins there.
    pub offset: usize,
    /// Where a field is reported that the whole lacks.
    pub head: Span,
}

/// Collects the findings of one piece of TOML and knows where in its source it begins.
#[derive(Debug)]
pub struct Reader {
    origin: Origin,
    /// What was found so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses TOML and gives its root table to `read`. What `name`s the table in messages: “a role's front matter”.
///
/// Syntax errors are told alone: what could not be parsed would be told again as missing or unknown.
pub fn read_toml<T>(
    origin: Origin,
    text: &str,
    name: &str,
    read: impl FnOnce(&mut Reader, Fields<'_>) -> T,
) -> (T, Vec<Diagnostic>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { origin, diagnostics: Vec::new() };
    let fields = Fields::root(&reader, name, origin.head, root.get_ref());
    let value = read(&mut reader, fields);
    if !errors.is_empty() {
        reader.diagnostics = syntax_errors(origin, &errors, text);
    }
    (value, reader.diagnostics)
}

/// An empty range made visible: the character at it.
fn widen(text: &str, at: usize) -> Range<usize> {
    let at = (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let len = text[at..].chars().next().map_or(0, char::len_utf8);
    at..at + len
}

/// What the parser could not read, the first of each line: what stands behind it follows from it.
pub fn syntax_errors(origin: Origin, errors: &[toml::de::Error], text: &str) -> Vec<Diagnostic> {
    let mut lines = BTreeSet::new();
    let mut found = Vec::new();
    for error in errors {
        let range = error.span().unwrap_or(0..0);
        let range = if range.is_empty() { widen(text, range.start) } else { range };
        let before = text.get(..range.start).unwrap_or("");
        if lines.insert(before.matches('\n').count()) {
            let message = in_plain_words(error.message().trim(), text.get(range.clone()).unwrap_or(""));
            let finding = Diagnostic::new(Code::BAD_TOML, origin.span(range), message);
            found.push(finding.help("TOML is written `key = \"value\"`, with lists in `[ ]`"));
        }
    }
    found
}

impl Origin {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range.start + self.offset..range.end + self.offset)
    }
}

impl Reader {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.origin.span(range)
    }

    pub(super) fn wrong_type(&mut self, field: &str, span: Span, wanted: &str, value: &DeValue<'_>) {
        let message = format!("`{field}` must be {wanted}, not {}", type_name(value));
        self.diagnostics.push(Diagnostic::new(Code::WRONG_TYPE, span, message).help(example(field, wanted)));
    }

    /// Reports a value that the field does not allow.
    pub fn bad_value(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Code::BAD_VALUE, span, message).help(help));
    }

    pub(super) fn text(&mut self, field: &str, span: Span, value: &DeValue<'_>) -> Option<Spanned<String>> {
        let Some(text) = value.as_str() else {
            self.wrong_type(field, span, "a string", value);
            return None;
        };
        match text.chars().find(|c| is_forbidden(*c)) {
            None => return Some(Spanned::new(text.to_owned(), span)),
            Some('\n' | '\r') => {
                let help = "write it on one line: it stands in lists, tabs and previews";
                self.bad_value(span, format!("`{field}` holds a line break"), help);
            }
            Some(c) => {
                let message = format!("`{field}` holds the control character U+{:04X}", u32::from(c));
                let help = "delete it; such characters are invisible and can hide what a text says";
                self.bad_value(span, message, help);
            }
        }
        None
    }
}

/// The parser's words for what authors do most often, in the words of authors.
fn in_plain_words(message: &str, at: &str) -> String {
    let plain = match message {
        "duplicate key" => return format!("`{}` is there twice", at.trim_matches(['"', '[', ']'])),
        m if m.starts_with("string values must be quoted") => "text must stand in quotation marks",
        m if m.contains("string") && m.contains("visible characters") => "a text holds a control character",
        m if m.starts_with("invalid basic string") && m.ends_with("expected `\"`") => {
            "the quotation mark that ends this text is missing"
        }
        m if m.starts_with("extra `=`") => "there is a `=` too many",
        m if m.starts_with("unclosed array") => "the `]` that ends this list is missing",
        m if m.starts_with("unclosed inline table") => "the `}` that ends this table is missing",
        m if m.starts_with("unclosed table") => "the `]` that ends the name of this table is missing",
        other => return other.replace('\n', ", "),
    };
    plain.to_owned()
}

/// Control characters, and those that reorder text on the screen.
fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn example(field: &str, wanted: &str) -> String {
    match (field, wanted) {
        ("skills", "a table") => {
            "write `skills = { essential = [\"…\"], optional = [\"…\"] }` in a role".to_owned()
        }
        (_, "a string") => format!("write `{field} = \"…\"`"),
        (_, "a list of strings") => format!("write `{field} = [\"…\", \"…\"]`"),
        (_, "a date") => format!("write `{field} = 2026-01-31`, without quotation marks"),
        (_, "true or false") => format!("write `{field} = true`"),
        (_, "a whole number") => format!("write `{field} = 10`"),
        (_, "a list of tables") => format!("write a line `[[{field}]]`, and its fields below it"),
        (_, "a table") => format!("write a line `[{field}]`, and its fields below it"),
        _ => format!("write `{field}` as {wanted}"),
    }
}
