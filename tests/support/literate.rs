//! Markdown pages that are tests: prose, files and what becomes of them.
//!
//! ````md
//! ## A link to a role that is not there
//!
//! ```md path=content/chapters/start.zh.md
//! …
//! ```
//!
//! ```diagnostics
//! content/chapters/start.zh.md:5:3 error[unresolved-link] …
//! ```
//! ````
//!
//! A heading with files below it begins a case; files before the second heading belong to all cases of the page. The
//! blocks of a case:
//!
//! - `<language> path=…` is a file; `toml path=site.toml excerpt` replaces some tables of the default `site.toml`;
//!   with `escapes`, `\r`, `\t`, `\xE9`, `\u{feff}` and the like are read as in Rust;
//! - `diagnostics` holds everything that is found, a line each; `strict`, `drafts`, `untrusted` are the options of that
//!   run and of the blocks that follow;
//! - `<language> path=… contains` (or `lacks`) names lines that a made file holds in this order (or holds nowhere);
//! - `<language> path=… mended` is a source after `check --fix`;
//! - any other block is prose.

use super::{Built, EXCERPT, Tree, build_again, site_of};
use bifold::site::Options;
use std::fmt::Write as _;

/// One fenced block.
#[derive(Clone, Debug)]
struct Block {
    /// The opening line and, at the end, the closing one.
    open: String,
    close: String,
    /// Everything between the two.
    body: String,
}

enum Segment {
    Prose(String),
    Block(Block),
}

/// What a page says, and what it ought to say.
pub struct Outcome {
    /// The page with the present results.
    pub rewritten: String,
    /// What a page cannot be rewritten for: a line that is not in a file.
    pub failures: Vec<String>,
    /// Every code that one of its cases brings up.
    pub codes: Vec<&'static str>,
    /// How many cases it has.
    pub cases: usize,
}

/// Runs every case of a page.
pub fn run(page: &str) -> Outcome {
    let mut outcome = Outcome { rewritten: String::new(), failures: Vec::new(), codes: Vec::new(), cases: 0 };
    let mut shared = Tree::new();
    let mut case = Case::default();
    for (at, section) in sections(page).into_iter().enumerate() {
        let own: Vec<(String, Vec<u8>)> = blocks(&section).filter_map(Block::file).collect();
        if !own.is_empty() {
            outcome.cases += 1;
            let mut files = shared.clone();
            files.extend(own);
            case = Case { files, built: None };
            case.run(Options::default(), &mut outcome);
        }
        if at == 0 {
            shared.clone_from(&case.files);
        }
        case.write(&section, &mut outcome);
    }
    outcome
}

/// Splits a page at its headings below the title.
fn sections(page: &str) -> Vec<Vec<Segment>> {
    let mut sections = vec![Vec::new()];
    let mut lines = page.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let ticks = line.bytes().take_while(|b| *b == b'`').count();
        if ticks >= 3 {
            let fence = &line[..ticks];
            let mut block = Block { open: line.to_owned(), close: String::new(), body: String::new() };
            for inner in lines.by_ref() {
                if inner.trim_end() == fence {
                    inner.clone_into(&mut block.close);
                    break;
                }
                block.body.push_str(inner);
            }
            assert!(!block.close.is_empty(), "a block is not closed: {}", block.open);
            sections.last_mut().unwrap().push(Segment::Block(block));
            continue;
        }
        if line.starts_with("## ") || line.starts_with("### ") {
            sections.push(Vec::new());
        }
        match sections.last_mut().unwrap().last_mut() {
            Some(Segment::Prose(prose)) => prose.push_str(line),
            _ => sections.last_mut().unwrap().push(Segment::Prose(line.to_owned())),
        }
    }
    sections
}

impl Block {
    fn words(&self) -> Vec<&str> {
        self.open.trim_matches(['`', '\n']).split_whitespace().collect()
    }

    fn path(&self) -> Option<&str> {
        self.words().iter().find_map(|word| word.strip_prefix("path="))
    }

    fn has(&self, word: &str) -> bool {
        self.words().contains(&word)
    }

    /// The path and bytes of a file of the site.
    fn file(&self) -> Option<(String, Vec<u8>)> {
        let expected = ["contains", "lacks", "mended"].iter().any(|word| self.has(word));
        let path = self.path().filter(|_| !expected)?;
        let bytes = if self.has("escapes") { unescaped(&self.body) } else { self.body.clone().into_bytes() };
        let path = if self.has("excerpt") { EXCERPT } else { path };
        Some((path.to_owned(), bytes))
    }

    fn is_diagnostics(&self) -> bool {
        self.words().first() == Some(&"diagnostics")
    }

    fn options(&self) -> Options {
        let has = |word| self.has(word);
        Options {
            strict: has("strict"),
            drafts: has("drafts"),
            untrusted: has("untrusted"),
            ..Options::default()
        }
    }
}

fn blocks(section: &[Segment]) -> impl DoubleEndedIterator<Item = &Block> {
    section.iter().filter_map(|segment| match segment {
        Segment::Block(block) => Some(block),
        Segment::Prose(_) => None,
    })
}

/// A site and what became of it in its last run.
#[derive(Default)]
struct Case {
    files: Tree,
    built: Option<Built>,
}

impl Case {
    fn run(&mut self, options: Options, outcome: &mut Outcome) {
        let built = build_again(site_of(&self.files), options);
        outcome.codes.extend(&built.codes);
        self.built = Some(built);
    }

    /// Writes a section with the present results.
    fn write(&mut self, section: &[Segment], outcome: &mut Outcome) {
        let is_told = blocks(section).any(Block::is_diagnostics);
        let last_file = blocks(section).rfind(|block| block.file().is_some()).map(|block| &block.open);
        for segment in section {
            let Segment::Block(block) = segment else {
                outcome.write(segment, None);
                continue;
            };
            if block.is_diagnostics() && block.words().len() > 1 {
                self.run(block.options(), outcome);
            }
            let body = match &self.built {
                Some(built) if block.is_diagnostics() => Some(lines(&built.findings)),
                Some(built) => expectation(block, built, &mut outcome.failures),
                None => None,
            };
            outcome.write(segment, body);
            let untold = self.built.as_ref().filter(|built| !is_told && !built.findings.is_empty());
            if let Some(built) = untold.filter(|_| last_file == Some(&block.open)) {
                let _ = write!(outcome.rewritten, "\n```diagnostics\n{}```\n", lines(&built.findings));
            }
        }
    }
}

/// What a block about one made file should hold, if it is written anew; a line that is missing is a failure.
fn expectation(block: &Block, built: &Built, failures: &mut Vec<String>) -> Option<String> {
    let path = block.path().filter(|_| block.file().is_none())?;
    if block.has("mended") {
        return Some(built.mended.get(path).cloned().unwrap_or_else(|| "(nothing to mend)\n".to_owned()));
    }
    let Some(file) = built.files.get(path) else {
        failures.push(format!("no file {path} is made"));
        return None;
    };
    let text = String::from_utf8_lossy(file);
    let mut rest = &*text;
    for line in block.body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if block.has("lacks") {
            if text.contains(line) {
                failures.push(format!("{path} holds {line}"));
            }
        } else if let Some(at) = rest.find(line) {
            rest = &rest[at + line.len()..];
        } else {
            let order = if text.contains(line) { ", or not in this order" } else { "" };
            failures.push(format!("{path} does not hold {line}{order}"));
        }
    }
    None
}

impl Outcome {
    fn write(&mut self, segment: &Segment, body: Option<String>) {
        match segment {
            Segment::Prose(prose) => self.rewritten.push_str(prose),
            Segment::Block(block) => {
                let body = body.as_deref().unwrap_or(&block.body);
                let _ = write!(self.rewritten, "{}{body}{}", block.open, block.close);
            }
        }
    }
}

fn lines(findings: &[String]) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

/// Bytes of a text with escapes.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        match chars.next() {
            Some('n') => bytes.push(b'\n'),
            Some('r') => bytes.push(b'\r'),
            Some('t') => bytes.push(b'\t'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            Some('u') => {
                let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                let c = char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap();
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Some('\n') => {}
            Some(other) => bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
            None => bytes.push(b'\\'),
        }
    }
    bytes
}
