//! Colours for code, found at build.
//!
//! The grammars are those of VS Code, run by `syntaxmate`, a TextMate engine in Rust alone; this file is the only one that
//! knows it. Measured on the 7,048 different blocks of code (2.9 MB, mostly SQL, shell, Java) of a corpus of
//! documentation, one thread, release build:
//!
//! | engine | time | languages of the corpus unknown to it | weight |
//! |---|---|---|---|
//! | `syntaxmate` 0.3 | 0.48 s | none that is a language | 10 crates, 4.9 MB of program with 264 grammars |
//! | `syntect` 5.3, Oniguruma (C) | 2.2 s | shell sessions, batch, systemd | 37 crates, 2.4 MB |
//! | `syntect` 5.3, fancy-regex | 6.9 s | the same | 39 crates, 4.5 MB |
//! | `giallo` (Zola's) | not measured | – | EUPL, a copyleft licence, and a C library |

use crate::source::{Digest, digest};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// A stretch of code of one kind. Tokens tile their code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Bytes.
    pub len: u32,
    pub kind: TokenKind,
}

/// Kinds of tokens: as few as a reader can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TokenKind {
    Plain,
    Comment,
    String,
    Keyword,
    /// Numbers and names of fixed values.
    Literal,
    Function,
    /// Types, tags, names of fields.
    Type,
    Inserted,
    Deleted,
}

impl TokenKind {
    /// Its class in the HTML.
    pub(super) fn class(self) -> Option<&'static str> {
        match self {
            TokenKind::Plain => None,
            TokenKind::Comment => Some("hl-comment"),
            TokenKind::String => Some("hl-string"),
            TokenKind::Keyword => Some("hl-keyword"),
            TokenKind::Literal => Some("hl-literal"),
            TokenKind::Function => Some("hl-function"),
            TokenKind::Type => Some("hl-type"),
            TokenKind::Inserted => Some("hl-inserted"),
            TokenKind::Deleted => Some("hl-deleted"),
        }
    }
}

/// Finds the tokens of code and remembers them by language and code, so that the same example in two languages, or in
/// two builds of one `serve`, is looked at once. Shared by all threads.
#[derive(Default)]
pub struct Highlighter {
    /// None when the grammars of the program cannot be read: then all code is plain.
    engine: Option<syntaxmate::Highlighter>,
    kept: RwLock<HashMap<Digest, Arc<[Token]>>>,
}

/// Longest line that is looked at: grammars need more than linear time on hostile ones.
const LONGEST_LINE: usize = 2_000;

/// Results that are kept; then all are forgotten. A site has thousands of examples, an hour of editing some hundreds.
const MOST_KEPT: usize = 100_000;

impl Highlighter {
    /// Knows all languages and remembers nothing yet.
    pub fn new() -> Highlighter {
        Highlighter { engine: syntaxmate::Highlighter::bundled().ok(), kept: RwLock::default() }
    }

    /// The tokens of a piece of code. In a language that is unknown, or none, all of it is one.
    pub(super) fn tokens(&self, language: &str, code: &str) -> Arc<[Token]> {
        let engine = self.engine.as_ref().filter(|_| !language.is_empty());
        let Some(engine) = engine.filter(|_| code.lines().all(|line| line.len() <= LONGEST_LINE)) else {
            return plain(code);
        };
        let key = digest(&(language, code));
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(tokens) = kept {
            return tokens;
        }
        let tokens = find(engine, known_name(language), code);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, tokens.clone());
        tokens
    }
}

impl fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Highlighter").finish_non_exhaustive()
    }
}

/// Names that authors use and the catalogue of grammars does not.
fn known_name(language: &str) -> &str {
    match language {
        "golang" => "go",
        "conf" | "cnf" | "cfg" => "ini",
        "shell-session" | "terminal" => "console",
        "jupyter" | "ipython" => "python",
        other => other,
    }
}

fn plain(code: &str) -> Arc<[Token]> {
    let token = Token { len: code.len() as u32, kind: TokenKind::Plain };
    if code.is_empty() { Arc::new([]) } else { Arc::new([token]) }
}

fn find(engine: &syntaxmate::Highlighter, language: &str, code: &str) -> Arc<[Token]> {
    let Ok(document) = engine.tokenize(language, code) else { return plain(code) };
    // Most tokens of a document share a few stacks of scopes.
    let mut known: HashMap<_, Meaning> = HashMap::new();
    let mut tokens: Vec<Token> = Vec::new();
    let mut lines = document.lines().iter();
    for line in code.split_inclusive('\n') {
        let mut at = 0;
        for token in lines.next().map_or(&[][..], |line| line.tokens()) {
            let range = token.range();
            // Tokens come in order and inside their line; were one not to, the code would be shown wrongly.
            let Some(text) = line.get(range.clone()).filter(|_| range.start >= at) else {
                return plain(code);
            };
            let meaning = match token.scope_stack() {
                Some(stack) => *known.entry(stack).or_insert_with(|| meaning(token.scopes())),
                None => meaning(token.scopes()),
            };
            add(&mut tokens, range.start - at, TokenKind::Plain);
            add(&mut tokens, range.len(), meaning.of(text));
            at = range.end;
        }
        add(&mut tokens, line.len() - at, TokenKind::Plain);
    }
    tokens.into()
}

/// Adds a stretch; neighbours of one kind are one.
fn add(tokens: &mut Vec<Token>, len: usize, kind: TokenKind) {
    match tokens.last_mut() {
        _ if len == 0 => {}
        Some(last) if last.kind == kind => last.len += len as u32,
        _ => tokens.push(Token { len: len as u32, kind }),
    }
}

/// What a stack of scopes says of a token.
#[derive(Clone, Copy)]
enum Meaning {
    Kind(TokenKind),
    /// Read well enough without a colour, unless it is a word.
    Operator,
}

impl Meaning {
    fn of(self, text: &str) -> TokenKind {
        match self {
            Meaning::Operator if text.bytes().any(|b| b.is_ascii_alphabetic()) => TokenKind::Keyword,
            Meaning::Operator => TokenKind::Plain,
            // A space has no colour, but inside a comment or string it need not end one.
            Meaning::Kind(kind @ (TokenKind::Comment | TokenKind::String)) => kind,
            Meaning::Kind(_) if text.bytes().all(|b| b.is_ascii_whitespace()) => TokenKind::Plain,
            Meaning::Kind(kind) => kind,
        }
    }
}

/// The innermost scope that says anything.
fn meaning<'s>(scopes: impl Iterator<Item = &'s str>) -> Meaning {
    scopes.filter_map(meaning_of).last().unwrap_or(Meaning::Kind(TokenKind::Plain))
}

/// What scopes mean, the more special before the more general.
const SCOPES: [(&str, TokenKind); 26] = [
    ("keyword", TokenKind::Keyword),
    ("storage", TokenKind::Keyword),
    ("comment", TokenKind::Comment),
    ("punctuation.definition.comment", TokenKind::Comment),
    ("string", TokenKind::String),
    ("constant.character", TokenKind::String),
    ("meta.embedded", TokenKind::Plain),
    ("meta.template.expression", TokenKind::Plain),
    ("meta.interpolation", TokenKind::Plain),
    ("constant.other.placeholder", TokenKind::String),
    ("constant", TokenKind::Literal),
    ("entity.name.function", TokenKind::Function),
    ("support.function", TokenKind::Function),
    ("entity.name.command", TokenKind::Function),
    ("entity.name.type", TokenKind::Type),
    ("entity.name.class", TokenKind::Type),
    ("entity.name.tag", TokenKind::Type),
    ("entity.other.inherited-class", TokenKind::Type),
    ("entity.other.attribute-name", TokenKind::Type),
    ("support.type", TokenKind::Type),
    ("support.class", TokenKind::Type),
    ("markup.inserted", TokenKind::Inserted),
    ("markup.deleted", TokenKind::Deleted),
    ("markup.heading", TokenKind::Keyword),
    ("variable.language", TokenKind::Keyword),
    ("variable", TokenKind::Plain),
];

fn meaning_of(scope: &str) -> Option<Meaning> {
    let is = |prefix: &str| {
        scope.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if is("keyword.operator") {
        return Some(Meaning::Operator);
    }
    SCOPES.iter().find(|(prefix, _)| is(prefix)).map(|(_, kind)| Meaning::Kind(*kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(language: &str, code: &str) -> Vec<(String, TokenKind)> {
        let mut at = 0;
        let tokens = Highlighter::new().tokens(language, code);
        let shown = tokens.iter().map(|token| {
            let text = code[at..at + token.len as usize].to_owned();
            at += token.len as usize;
            (text, token.kind)
        });
        shown.filter(|(_, kind)| *kind != TokenKind::Plain).collect()
    }

    #[test]
    fn tokens_have_their_kinds() {
        use TokenKind::{Comment, Function, Keyword, Literal, String};
        let of = |text: &str, kind| (text.to_owned(), kind);
        assert_eq!(
            classes("sql", "SELECT count(*), 15 FROM t WHERE x = '中文' -- note\n"),
            [
                of("SELECT", Keyword),
                of("count", Function),
                of("15", Literal),
                of("FROM", Keyword),
                of("WHERE", Keyword),
                of("'中文'", String),
                of("-- note", Comment),
            ]
        );
        assert_eq!(classes("pyhton", "import x"), []);
        assert_eq!(classes("", "import x"), []);
    }

    #[test]
    fn every_byte_is_in_a_token() {
        let highlighter = Highlighter::new();
        for (language, code) in [
            ("rust", "fn main() {\n    let s = \"a\nb\"; // 注\n}"),
            ("yaml", "a: [1, 2]\n\n# x"),
            ("json", ""),
            ("sh", "\n"),
        ] {
            let tokens = highlighter.tokens(language, code);
            assert_eq!(
                tokens.iter().map(|token| token.len as usize).sum::<usize>(),
                code.len(),
                "{language}"
            );
        }
        let long = "(".repeat(LONGEST_LINE + 1);
        assert_eq!(highlighter.tokens("rust", &long).len(), 1);
    }
}
