//! Reads TOML tables field by field, with spans, and tells every mistake of a table at once.
//!
//! Serde stops at the first wrong value; authors want all of them. So each schema asks for its fields by name and
//! type, and [`Fields::finish`] rejects whatever nobody asked for.

use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic, similar_names};
use crate::source::{Span, Spanned};
use toml::de::{DeTable, DeValue};

/// The fields of one table, each handed out once.
#[derive(Debug)]
pub struct Fields<'a> {
    /// What it is, for messages: “a role”, “`[languages.zh]`”.
    name: String,
    /// Its path below the root, ending in a dot: `languages.`
    path: String,
    head: Span,
    entries: Vec<Field<'a>>,
    asked: Vec<&'static str>,
}

#[derive(Clone, Debug)]
struct Field<'a> {
    key: &'a str,
    key_span: Span,
    value: &'a DeValue<'a>,
    span: Span,
    taken: bool,
}

/// Texts with the languages that they are for; without one, for all.
pub type WordsRead = Vec<(Option<Spanned<String>>, Spanned<String>)>;

/// A calendar date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
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

impl<'a> Fields<'a> {
    /// The root table; `head` is where a missing field is reported.
    pub(super) fn root(reader: &Reader, name: &str, head: Span, table: &'a DeTable<'a>) -> Fields<'a> {
        Fields::new(reader, name.to_owned(), String::new(), head, table)
    }

    /// The table of a field, called by its path.
    fn below(&self, reader: &Reader, key: &str, span: Span, table: &'a DeTable<'a>) -> Fields<'a> {
        let path = format!("{}{key}", self.path);
        Fields::new(reader, format!("`[{path}]`"), format!("{path}."), span, table)
    }

    fn new(reader: &Reader, name: String, path: String, head: Span, table: &'a DeTable<'a>) -> Fields<'a> {
        let mut entries: Vec<Field<'a>> = table
            .iter()
            .map(|(key, value)| Field {
                key: key.get_ref(),
                key_span: reader.span(key.span()),
                value: value.get_ref(),
                span: reader.span(value.span()),
                taken: false,
            })
            .collect();
        // Groups and languages are shown in file order.
        entries.sort_by_key(|field| field.key_span.start);
        Fields { name, path, head, entries, asked: Vec::new() }
    }

    /// Where the table stands.
    pub fn head(&self) -> Span {
        self.head
    }

    /// The keys in file order, with their spans.
    pub fn keys(&self) -> impl Iterator<Item = (&'a str, Span)> + '_ {
        self.entries.iter().map(|field| (field.key, field.key_span))
    }

    /// Where a field's key stands, if the field is there.
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|field| field.key == name).map(|field| field.key_span)
    }

    /// Where a field's value stands, and what it is.
    pub fn peek(&self, name: &str) -> Option<(Span, serde_json::Value)> {
        self.entries.iter().find(|field| field.key == name).map(|field| (field.span, to_json(field.value)))
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
            reader.diagnostics.push(Diagnostic::new(Code::MISSING_FIELD, self.head, message).help(help));
        }
        match text {
            Some(text) if text.value.trim().is_empty() => {
                reader.bad_value(text.span, format!("`{name}` is empty"), "write it, or delete the line");
                None
            }
            text => text,
        }
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
        match (read, value) {
            (None, DeValue::Integer(_) | DeValue::Float(_)) => {
                let message = format!("`{name}` must be a whole number of zero or more");
                reader.bad_value(span, message, format!("write `{name} = 10`"));
            }
            (None, _) => reader.wrong_type(name, span, "a whole number", value),
            (Some(_), _) => {}
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
        if read.is_none() && value.is_datetime() {
            let help = format!("write `{name} = 2026-01-31`");
            reader.bad_value(span, format!("`{name}` must be a date without a time"), help);
        } else if read.is_none() {
            reader.wrong_type(name, span, "a date", value);
        }
        read.map(|d| Spanned::new(Date { year: d.year, month: d.month, day: d.day }, span))
    }

    /// A table of its own.
    pub fn table(&mut self, reader: &mut Reader, name: &'static str) -> Option<Fields<'a>> {
        let (value, span) = self.take(name)?;
        let read = value.as_table().map(|table| self.below(reader, name, span, table));
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
                Some(table) => {
                    let (title, path) = (format!("`[[{name}]]`"), format!("{name}."));
                    tables.push(Fields::new(reader, title, path, span, table));
                }
                None => reader.wrong_type(name, span, "a list of tables", item.get_ref()),
            }
        }
        tables
    }

    /// Every field as a table, by its key, in file order: `[languages.zh]`, `[datacamp-2022]`.
    pub fn all_tables(&mut self, reader: &mut Reader) -> Vec<(Spanned<String>, Fields<'a>)> {
        let mut all = Vec::new();
        for field in self.take_all() {
            match field.value.as_table() {
                Some(table) => {
                    let fields = self.below(reader, field.key, field.span, table);
                    all.push((Spanned::new(field.key.to_owned(), field.key_span), fields));
                }
                None => {
                    let path = format!("{}{}", self.path, field.key);
                    reader.wrong_type(&path, field.span, "a table", field.value);
                }
            }
        }
        all
    }

    fn take_all(&mut self) -> Vec<Field<'a>> {
        self.entries.iter_mut().for_each(|field| field.taken = true);
        self.entries.clone()
    }

    /// Every field as a string, by its key, in file order: `{ zh = "…", en = "…" }`.
    pub fn all_strings(&mut self, reader: &mut Reader) -> Vec<(Spanned<String>, Spanned<String>)> {
        let mut all = Vec::new();
        for field in self.take_all() {
            if let Some(text) = reader.text(field.key, field.span, field.value) {
                all.push((Spanned::new(field.key.to_owned(), field.key_span), text));
            }
        }
        all
    }

    /// A text that is one string for all languages, or a table of one string a language.
    pub fn words(&mut self, reader: &mut Reader, name: &'static str) -> WordsRead {
        let Some((value, span)) = self.take(name) else { return Vec::new() };
        self.words_of(reader, name, value, span)
    }

    fn words_of(&self, reader: &mut Reader, name: &str, value: &'a DeValue<'a>, span: Span) -> WordsRead {
        match value {
            DeValue::Table(table) => {
                let mut fields = self.below(reader, name, span, table);
                fields.all_strings(reader).into_iter().map(|(key, text)| (Some(key), text)).collect()
            }
            _ => reader.text(name, span, value).map(|text| (None, text)).into_iter().collect(),
        }
    }

    /// Every field as such a text, by its key, in file order.
    pub fn all_words(&mut self, reader: &mut Reader) -> Vec<(Spanned<String>, WordsRead)> {
        let fields = self.take_all();
        let read = fields.into_iter().map(|field| {
            let words = self.words_of(reader, field.key, field.value, field.span);
            (Spanned::new(field.key.to_owned(), field.key_span), words)
        });
        read.collect()
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
        self.finish_with(reader, |_| None);
    }

    /// The same, where `hint` knows what some names mean elsewhere.
    pub fn finish_with(self, reader: &mut Reader, hint: impl Fn(&str) -> Option<String>) {
        for field in self.entries.iter().filter(|field| !field.taken) {
            let message = format!("{} has no field `{}`", self.name, field.key);
            let help = hint(field.key)
                .or_else(|| similar_names(field.key, self.asked.iter().copied()))
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
