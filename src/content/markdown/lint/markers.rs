//! Full-width characters, and missing spaces, where Markdown needs its own: without them a heading, list, quotation,
//! table or note silently becomes text.

use super::Lint;
use crate::content::markdown::characters::is_han;
use crate::diagnostic::{Code, Diagnostic};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

impl Lint<'_, '_> {
    /// The beginnings of the lines of a paragraph.
    pub(super) fn paragraph(&mut self, at: usize) {
        let range = self.pieces[at].range.clone();
        let text = self.context.text[range.clone()].trim_end();
        let alone = !text.contains('\n');
        let code = if alone { Vec::new() } else { self.code_over_lines(at) };
        let mut start = range.start;
        for line in text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
            let from = start + indent;
            if !code.iter().any(|code| code.contains(&from)) {
                self.line(line[indent..].trim_end(), from, start == range.start, alone);
            }
            start += line.len();
        }
    }

    /// Inline code and raw HTML that run over a line end, in the paragraph that starts at an event.
    fn code_over_lines(&self, paragraph: usize) -> Vec<Range<usize>> {
        let inner = self.pieces[paragraph + 1..]
            .iter()
            .take_while(|piece| piece.event != Event::End(TagEnd::Paragraph))
            .filter(|piece| matches!(piece.event, Event::Code(_) | Event::InlineHtml(_)));
        let over_lines = inner.filter(|piece| self.context.text[piece.range.clone()].contains('\n'));
        over_lines.map(|piece| piece.range.start + 1..piece.range.end).collect()
    }

    /// One line of a paragraph, whose first byte is `from`.
    fn line(&mut self, line: &str, from: usize, first: bool, alone: bool) {
        let Some(c) = line.chars().next() else { return };
        match c {
            '＃' | '#' => self.heading_mark(line, from),
            '＞' => self.swap(from..from + '＞'.len_utf8(), "> ", "`＞` does not quote"),
            '｜' if line[c.len_utf8()..].contains('｜') => self.full_width_table(line, from),
            '0'..='9' | '０'..='９' => self.list_number(line, from, first),
            '-' | '*' | '+' if line[1..].starts_with('\u{3000}') => {
                self.swap(
                    from + 1..from + 1 + '\u{3000}'.len_utf8(),
                    " ",
                    "a full-width space after a list's mark makes no list",
                );
            }
            '－' | '＊' | '＋' if line[c.len_utf8()..].starts_with([' ', '\u{3000}']) => {
                self.full_width_bullet(line, c, from)
            }
            '：' if !first => self.swap(from..from + c.len_utf8(), ": ", "`：` makes no definition"),
            '[' | '［' | '【' => self.bracket(line, from, first),
            '\u{3000}' if first => self.manual_indent(line, from),
            '—' | '＿' | '＊' | '－' if alone && is_rule(line, c) => {
                self.swap(from..from + line.len(), "---", "these marks make no rule");
            }
            _ => {}
        }
        self.full_width_links(line, from);
    }

    fn swap(&mut self, range: Range<usize>, by: &str, message: &str) {
        let by_shown = by.trim_end();
        let help =
            if by_shown.is_empty() { "write a space".to_owned() } else { format!("write `{by_shown}`") };
        self.replace(Code::FULL_WIDTH_SYNTAX, range, by, message.to_owned(), &help);
    }

    /// `＃ 标题`, `#标题`.
    fn heading_mark(&mut self, line: &str, from: usize) {
        let marks: usize = line.chars().take_while(|c| matches!(c, '#' | '＃')).count();
        let len: usize = line.chars().take(marks).map(char::len_utf8).sum();
        let rest = &line[len..];
        let space = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        let hashes = "#".repeat(marks);
        if marks > 6 || rest.trim().is_empty() {
            return;
        }
        if line[..len].contains('＃') {
            let by = format!("{hashes} ");
            self.swap(from..from + len + space, &by, "`＃` makes no heading");
        } else if rest.starts_with('\u{3000}') {
            self.swap(from + len..from + len + space, " ", "a full-width space after `#` makes no heading");
        } else if rest.starts_with(is_han) && !rest.contains('#') {
            // `#话题#` is a topic of a social network.
            let at = self.span(from + len..from + len);
            let end = self.span(from..from + line.len());
            let diagnostic = Diagnostic::new(
                Code::MISSING_SPACE,
                end,
                format!("`{hashes}` without a space makes no heading"),
            )
            .help(format!("write a space after `{hashes}`"))
            .edit(at, " ");
            self.found.push(diagnostic);
        }
    }

    /// `1、第一`, `１. 第一`, `1.第一`.
    fn list_number(&mut self, line: &str, from: usize, first: bool) {
        let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
        let len = line.find(|c| !is_digit(c)).unwrap_or(line.len());
        let digits: String = line[..len].chars().map(narrow).collect();
        let mut rest = line[len..].chars();
        let mark = rest.next();
        let after = rest.as_str();
        let space = after.len() - after.trim_start_matches([' ', '\u{3000}']).len();
        // In the middle of a paragraph only the first number can begin a list.
        if digits.len() > 3 || !(first || digits == "1") || after.trim().is_empty() {
            return;
        }
        match mark {
            Some(c @ ('、' | '．' | '）')) => {
                let end = from + len + c.len_utf8() + space;
                let sign = if c == '）' { ')' } else { '.' };
                self.swap(
                    from..end,
                    &format!("{digits}{sign} "),
                    &format!("`{}{c}` makes no list", &line[..len]),
                );
            }
            Some(c @ ('.' | ')')) if digits != line[..len] => {
                let end = from + len + 1 + space;
                self.swap(from..end, &format!("{digits}{c} "), "full-width digits make no list");
            }
            Some(c @ ('.' | ')')) if after.starts_with(is_han) => {
                let at = from + len + 1;
                let message = format!("`{digits}{c}` without a space makes no list");
                let diagnostic = Diagnostic::new(Code::MISSING_SPACE, self.span(from..at), message)
                    .help(format!("write a space after `{digits}{c}`"))
                    .edit(self.span(at..at), " ");
                self.found.push(diagnostic);
            }
            _ => {}
        }
    }

    fn full_width_table(&mut self, line: &str, from: usize) {
        let mut diagnostic = Diagnostic::new(
            Code::FULL_WIDTH_SYNTAX,
            self.span(from..from + line.len()),
            "`｜` makes no table",
        )
        .help("write `|` between the cells, and `|---|---|` under the first row");
        for (at, bar) in line.match_indices('｜') {
            diagnostic = diagnostic.edit(self.span(from + at..from + at + bar.len()), "|");
        }
        self.found.push(diagnostic);
    }

    fn full_width_bullet(&mut self, line: &str, bullet: char, from: usize) {
        let space = line[bullet.len_utf8()..].chars().next().map_or(0, char::len_utf8);
        let message = format!("`{bullet}` makes no list");
        self.swap(from..from + bullet.len_utf8() + space, "- ", &message);
    }

    /// `[^1]：内容`, `[资料]：/u`, `【!NOTE】`.
    fn bracket(&mut self, line: &str, from: usize, first: bool) {
        let close = ['】', '］', ']'].into_iter().filter_map(|c| line.find(c).map(|at| (at, c))).min();
        let Some((close, closing)) = close else { return };
        let open = line.chars().next().map_or(1, char::len_utf8);
        let inside = &line[open..close];
        let after = &line[close + closing.len_utf8()..];
        if let Some(name) = inside.strip_prefix(['!', '！'])
            && !(line.starts_with("[!") && closing == ']')
            && first
            && name.chars().all(|c| c.is_ascii_alphabetic())
            && !name.is_empty()
        {
            let range = from..from + close + closing.len_utf8();
            return self.swap(range, &format!("[!{name}]"), "full-width marks make no alert");
        }
        let Some(rest) = after.strip_prefix('：') else { return };
        let colon = from + close + closing.len_utf8();
        let target = rest.trim_start();
        if line.starts_with('[') && closing == ']' && (inside.starts_with('^') || is_address(target)) {
            self.swap(
                colon..colon + '：'.len_utf8(),
                ": ",
                "after a label `：` makes no note and no address",
            );
        }
    }

    /// `　　` at the beginning of a paragraph; the style sheet indents, when it should.
    fn manual_indent(&mut self, line: &str, from: usize) {
        let len = line.len() - line.trim_start_matches('\u{3000}').len();
        let message = "spaces that indent a paragraph by hand".to_owned();
        self.replace(
            Code::MANUAL_INDENT,
            from..from + len,
            "",
            message,
            "leave them out: how paragraphs begin is the theme's affair",
        );
    }

    /// `［文］（u）`, `[文]（u）`, `[文](u “题”)`.
    fn full_width_links(&mut self, line: &str, from: usize) {
        // The last byte of `］`; most lines have neither.
        if memchr::memchr2(b']', 0xBD, line.as_bytes()).is_none() {
            return;
        }
        for joint in ["]（", "］（"] {
            for (at, _) in line.match_indices(joint) {
                self.full_width_link(line, from, at, at + joint.len());
            }
        }
        for (at, _) in line.match_indices("](") {
            self.full_width_title(window(&line[at + 2..]), from + at + 2);
        }
    }

    /// A link whose words end at `close` and whose address begins at `start`.
    fn full_width_link(&mut self, line: &str, from: usize, close: usize, start: usize) {
        let Some((address, _)) = window(&line[start..]).split_once(['）', ')']) else { return };
        let Some((words_at, bracket)) =
            line[..close].char_indices().rev().take(REACH).find(|(_, c)| "[［".contains(*c))
        else {
            return;
        };
        if !is_address(address) || address.contains(char::is_whitespace) {
            return;
        }
        let words = &line[words_at + bracket.len_utf8()..close];
        let end = start + address.len();
        let end = end + line[end..].chars().next().map_or(0, char::len_utf8);
        let by = format!("[{words}]({address})");
        self.swap(from + words_at..from + end, &by, "full-width brackets make no link");
    }

    /// What follows `](`, with a title in curly quotation marks.
    fn full_width_title(&mut self, rest: &str, from: usize) {
        let Some((inside, _)) = rest.split_once(')') else { return };
        let (Some(open), true) = (inside.find(" “"), inside.ends_with('”')) else { return };
        let (open, close) = (from + open + 1, from + inside.len() - '”'.len_utf8());
        let (open, close) = (open..open + '“'.len_utf8(), close..close + '”'.len_utf8());
        if open.end > close.start {
            return;
        }
        let span = self.span(open.start..close.end);
        let diagnostic =
            Diagnostic::new(Code::FULL_WIDTH_SYNTAX, span, "a link's title needs straight quotation marks")
                .help("write `\"` before and after the title")
                .edit(self.span(open), "\"")
                .edit(self.span(close), "\"");
        self.found.push(diagnostic);
    }

    /// `- [x]完成`, `- 【x】`, and what looks like a paragraph in a tight list.
    pub(super) fn item(&mut self, at: usize) {
        let Some(first) = self.pieces.get(at + 1) else { return };
        let Event::Text(text) = &first.event else { return };
        let from = first.range.start;
        for (open, close) in [("[", "]"), ("【", "】"), ("［", "］")] {
            let Some((mark, rest)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close)) else {
                continue;
            };
            if !matches!(mark, " " | "x" | "X" | "\u{3000}" | "√" | "ｘ") || !first.is_exact(0) {
                continue;
            }
            let end = from + open.len() + mark.len() + close.len();
            let by = if matches!(mark, " " | "\u{3000}") { "[ ] " } else { "[x] " };
            if open != "[" || mark.len() > 1 {
                let space = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
                self.swap(from..end + space, by, "full-width marks make no task");
            } else if !rest.starts_with([' ', '(', '[', ':']) && !rest.is_empty() {
                let diagnostic = Diagnostic::new(
                    Code::MISSING_SPACE,
                    self.span(from..end),
                    "a box without a space makes no task",
                )
                .help("write a space after `]`")
                .edit(self.span(end..end), " ");
                self.found.push(diagnostic);
            }
        }
    }

    /// `## 标题｛#id｝`, and attributes that are not read.
    pub(super) fn heading(&mut self, at: usize) {
        let piece = &self.pieces[at];
        let Event::Start(Tag::Heading { level, id, classes, attrs }) = &piece.event else { return };
        let range = piece.range.clone();
        let source = self.context.text[range.clone()].trim_end();
        if *level == HeadingLevel::H1 {
            let message = "a heading of the first level makes a second title";
            let help = "the title is in the front matter; begin sections with `##`";
            let diagnostic =
                Diagnostic::new(Code::SECOND_TITLE, self.context.first_line(&range), message).help(help);
            self.found.push(diagnostic);
        }
        if let (Some(open), true) = (source.rfind("｛#"), source.ends_with(['｝', '}'])) {
            let inside = source[open + '｛'.len_utf8()..].trim_end_matches(['｝', '}']);
            let by = format!("{{{inside}}}");
            self.swap(range.start + open..range.start + source.len(), &by, "`｛｝` gives the heading no id");
        }
        let other = attrs.iter().any(|(key, _)| &**key != "was") || !classes.is_empty();
        if let (true, Some(open), Some(close)) = (other, source.rfind('{'), source.rfind('}')) {
            let mut kept: Vec<String> = id.iter().map(|id| format!("#{id}")).collect();
            let old = attrs.iter().filter(|(key, _)| &**key == "was");
            kept.extend(old.filter_map(|(_, value)| value.as_ref().map(|value| format!("was={value}"))));
            let range = range.start + open..range.start + close + 1;
            let message = "of a heading's attributes only `#id` and `was=` are read".to_owned();
            let by = format!("{{{}}}", kept.join(" "));
            self.replace(Code::HEADING_ATTRIBUTES, range, &by, message, &format!("write `{by}`"));
        }
    }
}

/// How far a bracket is looked for.
const REACH: usize = 400;

/// The beginning of a text: a search that fails must not cost the rest of a long line.
fn window(text: &str) -> &str {
    &text[..super::super::sentences::floor_boundary(text, REACH)]
}

/// What an author of a link begins an address with.
fn is_address(text: &str) -> bool {
    ["/", "./", "../", "http", "@/", "#"].iter().any(|start| text.starts_with(start))
}

fn narrow(c: char) -> char {
    if c.is_ascii() { c } else { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) }
}

/// At least three of one mark and nothing else.
fn is_rule(line: &str, mark: char) -> bool {
    line.chars().count() >= 3 && line.chars().all(|c| c == mark)
}
