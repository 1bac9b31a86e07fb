//! Reads TOML tables field by field, with spans, and tells every mistake of a table at once.
//!
//! Serde stops at the first wrong value; authors want all of them. So each schema asks for its fields by name and
//! type, and [`Fields::finish`] rejects whatever nobody asked for.

use crate::diagnostic::{Code, Diagnostic, similar_names};
use crate::source::{SourceId, Span, Spanned};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Collects the findings of one text and knows where in its source that text begins.
#[derive(Debug)]
pub struct Reader {
    source: SourceId,
    offset: usize,
    /// What was found so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// The fields of one table, each handed out once.
#[derive(Debug)]
pub struct Fields<'a> {
    /// What it is, for messages: “a role”, “`[languages.zh]`”.
    name: String,
    span: Span,
    entries: Vec<Field<'a>>,
    asked: Vec<&'static str>,
}

#[derive(Debug)]
struct Field<'a> {
    key: &'a str,
    key_span: Span,
    value: &'a DeValue<'a>,
    span: Span,
    taken: bool,
}

/// A calendar date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    /// Year of the common era.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Parses TOML and gives its root table to `read`; syntax errors come first among the findings.
///
/// `offset` is where `text` begins in the source.
pub fn read_toml<T>(
    source: SourceId,
    offset: usize,
    text: &str,
    name: &str,
    read: impl FnOnce(&mut Reader, Fields<'_>) -> T,
) -> (T, Vec<Diagnostic>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { source, offset, diagnostics: Vec::new() };
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let range = if range.is_empty() { widen(text, range.start) } else { range };
        let span = reader.span(range);
        let message = error.message().trim().replace('\n', ", ");
        reader.diagnostics.push(
            Diagnostic::new(Code::BAD_TOML, span, message)
                .help("front matter and configuration are TOML: `key = \"value\"`, lists in `[ ]`"),
        );
    }
    let root_span = reader.span(root.span());
    let fields = reader.fields(name.to_owned(), root_span, root.get_ref());
    // What could not be parsed would be told again as missing or unknown: once is enough.
    if errors.is_empty() {
        let value = read(&mut reader, fields);
        (value, reader.diagnostics)
    } else {
        let kept = reader.diagnostics.len();
        let value = read(&mut reader, fields);
        reader.diagnostics.truncate(kept);
        (value, reader.diagnostics)
    }
}

/// An empty range made visible: the character at it.
fn widen(text: &str, at: usize) -> Range<usize> {
    let at = (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let len = text[at..].chars().next().map_or(0, char::len_utf8);
    at..at + len
}

impl Reader {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range.start + self.offset..range.end + self.offset)
    }

    fn fields<'a>(&self, name: String, span: Span, table: &'a DeTable<'a>) -> Fields<'a> {
        let mut entries: Vec<Field<'a>> = table
            .iter()
            .map(|(key, value)| Field {
                key: key.get_ref(),
                key_span: self.span(key.span()),
                value: value.get_ref(),
                span: self.span(value.span()),
                taken: false,
            })
            .collect();
        // Groups and languages are shown in file order.
        entries.sort_by_key(|field| field.key_span.start);
        Fields { name, span, entries, asked: Vec::new() }
    }

    fn wrong_type(&mut self, field: &str, span: Span, wanted: &str, value: &DeValue<'_>) {
        let message = format!("`{field}` must be {wanted}, not {}", article(value.type_str()));
        self.diagnostics.push(Diagnostic::new(Code::WRONG_TYPE, span, message).help(example(field, wanted)));
    }

    /// Reports a value that the field does not allow.
    pub fn bad_value(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(Code::BAD_VALUE, span, message).help(help));
    }

    fn text(&mut self, field: &str, span: Span, value: &DeValue<'_>) -> Option<Spanned<String>> {
        let Some(text) = value.as_str() else {
            self.wrong_type(field, span, "a string", value);
            return None;
        };
        if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
            let message = format!("`{field}` holds the control character U+{:04X}", u32::from(c));
            self.bad_value(
                span,
                message,
                "delete it; such characters are invisible and can hide what a text says",
            );
            return None;
        }
        Some(Spanned::new(text.to_owned(), span))
    }
}

/// Control characters, and those that reorder text on the screen.
fn is_forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn article(type_name: &str) -> String {
    let vowel = type_name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {type_name}", if vowel { "an" } else { "a" })
}

fn example(field: &str, wanted: &str) -> String {
    match wanted {
        "a string" => format!("write `{field} = \"…\"`"),
        "a list of strings" => format!("write `{field} = [\"…\", \"…\"]`"),
        "a date" => format!("write `{field} = 2026-01-31`, without quotation marks"),
        "true or false" => format!("write `{field} = true`"),
        "a whole number" => format!("write `{field} = 10`"),
        _ => format!("see `{field}` in the handbook's own files for an example"),
    }
}

impl<'a> Fields<'a> {
    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The keys in file order, with their spans.
    pub fn keys(&self) -> impl Iterator<Item = (&'a str, Span)> + '_ {
        self.entries.iter().map(|field| (field.key, field.key_span))
    }

    /// Where a field's key stands, if the field is there.
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|field| field.key == name).map(|field| field.key_span)
    }

    fn take(&mut self, name: &'static str) -> Option<(&'a DeValue<'a>, Span)> {
        self.asked.push(name);
        self.take_any(name)
    }

    fn take_any(&mut self, name: &str) -> Option<(&'a DeValue<'a>, Span)> {
        let field = self.entries.iter_mut().find(|field| field.key == name)?;
        field.taken = true;
        Some((field.value, field.span))
    }

    /// A string.
    pub fn string(&mut self, reader: &mut Reader, name: &'static str) -> Option<Spanned<String>> {
        let (value, span) = self.take(name)?;
        reader.text(name, span, value)
    }

    /// A string that must be there and must not be empty.
    pub fn required(&mut self, reader: &mut Reader, name: &'static str) -> Option<Spanned<String>> {
        let present = self.key_span(name).is_some();
        let text = self.string(reader, name);
        if !present {
            let message = format!("{} needs a `{name}`", self.name);
            let help = format!("add a line `{name} = \"…\"`");
            reader.diagnostics.push(Diagnostic::new(Code::MISSING_FIELD, self.head(), message).help(help));
        }
        match text {
            Some(text) if text.value.trim().is_empty() => {
                reader.bad_value(text.span, format!("`{name}` is empty"), "write it, or delete the line");
                None
            }
            text => text,
        }
    }

    /// The beginning of the table: where what is missing is reported.
    fn head(&self) -> Span {
        Span { end: self.span.start, ..self.span }
    }

    /// A list of strings; absent is empty.
    pub fn strings(&mut self, reader: &mut Reader, name: &'static str) -> Vec<Spanned<String>> {
        let Some((value, span)) = self.take(name) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            reader.wrong_type(name, span, "a list of strings", value);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| {
                let span = reader.span(item.span());
                if !item.get_ref().is_str() {
                    reader.wrong_type(name, span, "a list of strings", item.get_ref());
                    return None;
                }
                reader.text(name, span, item.get_ref())
            })
            .collect()
    }

    /// true or false.
    pub fn boolean(&mut self, reader: &mut Reader, name: &'static str) -> Option<Spanned<bool>> {
        let (value, span) = self.take(name)?;
        let read = value.as_bool().map(|b| Spanned::new(b, span));
        if read.is_none() {
            reader.wrong_type(name, span, "true or false", value);
        }
        read
    }

    /// A whole number of zero or more.
    pub fn number(&mut self, reader: &mut Reader, name: &'static str) -> Option<Spanned<u64>> {
        let (value, span) = self.take(name)?;
        let read = value.as_integer().and_then(|i| u64::from_str_radix(i.as_str(), i.radix()).ok());
        if read.is_none() {
            reader.wrong_type(name, span, "a whole number", value);
        }
        read.map(|n| Spanned::new(n, span))
    }

    /// Whether a field holds a TOML date, where a string is possible too.
    pub fn is_date(&self, name: &str) -> bool {
        self.entries.iter().any(|field| field.key == name && field.value.is_datetime())
    }

    /// A date without a time.
    pub fn date(&mut self, reader: &mut Reader, name: &'static str) -> Option<Spanned<Date>> {
        let (value, span) = self.take(name)?;
        let read = value.as_datetime().filter(|d| d.time.is_none()).and_then(|d| d.date);
        if read.is_none() {
            reader.wrong_type(name, span, "a date", value);
        }
        read.map(|d| Spanned::new(Date { year: d.year, month: d.month, day: d.day }, span))
    }

    /// A table of its own.
    pub fn table(&mut self, reader: &mut Reader, name: &'static str) -> Option<Fields<'a>> {
        let (value, span) = self.take(name)?;
        let read = value.as_table().map(|table| reader.fields(format!("`{name}`"), span, table));
        if read.is_none() {
            reader.wrong_type(name, span, "a table", value);
        }
        read
    }

    /// A list of tables, as `[[parts]]`.
    pub fn tables(&mut self, reader: &mut Reader, name: &'static str) -> Vec<Fields<'a>> {
        let Some((value, span)) = self.take(name) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            reader.wrong_type(name, span, "a list of tables", value);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            let span = reader.span(item.span());
            match item.get_ref().as_table() {
                Some(table) => tables.push(reader.fields(format!("`[[{name}]]`"), span, table)),
                None => reader.wrong_type(name, span, "a list of tables", item.get_ref()),
            }
        }
        tables
    }

    /// Every field as a table, by its key, in file order: `[languages.zh]`, `[datacamp-2022]`.
    pub fn all_tables(&mut self, reader: &mut Reader) -> Vec<(Spanned<String>, Fields<'a>)> {
        let mut all = Vec::new();
        for field in &mut self.entries {
            field.taken = true;
            match field.value.as_table() {
                Some(table) => {
                    let fields = reader.fields(format!("`[{}]`", field.key), field.span, table);
                    all.push((Spanned::new(field.key.to_owned(), field.key_span), fields));
                }
                None => reader.wrong_type(field.key, field.span, "a table", field.value),
            }
        }
        all
    }

    /// Every field as a string, by its key, in file order: `{ zh = "…", en = "…" }`.
    pub fn all_strings(&mut self, reader: &mut Reader) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut all = Vec::new();
        for field in &mut self.entries {
            field.taken = true;
            if let Some(text) = reader.text(field.key, field.span, field.value) {
                all.push((Spanned::new(field.key.to_owned(), field.key_span), text));
            }
        }
        all
    }

    /// A text that is one string for all languages, or a table of one string a language.
    pub fn words(
        &mut self,
        reader: &mut Reader,
        name: &'static str,
    ) -> Vec<(Option<Spanned<String>>, Spanned<String>)> {
        let Some((value, span)) = self.take(name) else { return Vec::new() };
        if let Some(table) = value.as_table() {
            let mut fields = reader.fields(format!("`{name}`"), span, table);
            fields.all_strings(reader).into_iter().map(|(key, text)| (Some(key), text)).collect()
        } else {
            reader.text(name, span, value).map(|text| (None, text)).into_iter().collect()
        }
    }

    /// The field as free data, for `[extra]`.
    pub fn free(&mut self, name: &'static str) -> Option<serde_json::Value> {
        self.take(name).map(|(value, _)| to_json(value))
    }

    /// Takes a field without looking at it.
    pub fn skip(&mut self, name: &'static str) {
        self.take(name);
    }

    /// Rejects whatever nobody asked for, with the nearest name that is known.
    pub fn finish(self, reader: &mut Reader) {
        for field in self.entries.iter().filter(|field| !field.taken) {
            let message = format!("{} has no field `{}`", self.name, field.key);
            let help = similar_names(field.key, self.asked.iter().copied())
                .unwrap_or_else(|| format!("its fields are {}", self.asked.join(", ")));
            reader.diagnostics.push(Diagnostic::new(Code::UNKNOWN_FIELD, field.key_span, message).help(help));
        }
    }
}

fn to_json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(s) => Value::String(s.to_string()),
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(f) => f.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(d) => Value::String(d.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(|item| to_json(item.get_ref())).collect()),
        DeValue::Table(table) => Value::Object(
            table.iter().map(|(k, v)| (k.get_ref().to_string(), to_json(v.get_ref()))).collect(),
        ),
    }
}
