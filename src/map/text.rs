//! How wide words are, and where they may be broken, without asking a font.
//!
//! A picture laid out at build time is read with fonts that nobody knows yet. So every character counts as wide as in
//! the widest of the faces that the theme may meet (Noto Sans, DejaVu Sans, Roboto Medium, Liberation Sans); a label
//! that fits by this table fits everywhere, and in most places has some room left.

use unicode_width::UnicodeWidthChar;

/// Widest advances of U+0020 to U+007E in hundredths of an em, rounded up.
#[rustfmt::skip]
const ASCII: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 56, 84, 32, 37, 32, 40,
    64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 56,
    102, 69, 69, 73, 77, 67, 62, 78, 76, 34, 56, 67, 56, 91, 76, 79,
    67, 79, 73, 67, 62, 74, 69, 99, 69, 67, 69, 40, 42, 40, 84, 56,
    50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62,
    64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 56, 64, 84,
];

/// Space that browsers put between Han and Latin letters (`text-autospace`), in hundredths of an em.
const AUTOSPACE: u32 = 13;
/// How much wider bold letters are than regular ones, in hundredths: DejaVu Sans Bold is the widest.
const BOLD: u32 = 114;
/// What it costs when the first of two lines is the shorter one, in hundredths of an em of evenness.
const SHORT_START: u32 = 80;
/// What breaks cost: elsewhere than before the bracket that a title has; between two words of a language without
/// spaces; inside a name that the reader knows.
const BESIDE_BRACKET: u32 = 400;
const BETWEEN_WORDS: u32 = 100;
const INSIDE_NAME: u32 = 300;
/// Between two Han characters: when nobody has marked the words, and when it is sure to be inside one.
const HAN: u32 = 250;
const INSIDE_WORD: u32 = 600;
/// Titles are cut to this many characters before anything else is done with them.
const LONGEST: usize = 200;

/// Size and weight of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Style {
    /// Pixels an em.
    pub size: u32,
    /// Whether it is set in bold.
    pub bold: bool,
}

/// A text broken into lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Lines {
    /// The lines; one that ended at a space keeps it.
    pub lines: Vec<String>,
    /// Width of the widest, in pixels.
    pub width: u32,
    /// Whether something had to be left out.
    pub cut: bool,
}

/// Width of a text in pixels, rounded up.
pub(super) fn measure(text: &str, style: Style) -> u32 {
    let chars: Vec<char> = text.chars().collect();
    pixels(hundredths(&chars), style)
}

/// Breaks a title into at most `most` lines no wider than `width`, as few as possible, even in length, where the
/// sense allows it: at spaces, before brackets, at U+200B, between Han where one of `names` begins or ends. What still
/// does not fit is broken anywhere, and cut with an ellipsis after the last line.
pub(super) fn wrap(text: &str, style: Style, width: u32, most: usize, names: &[&str]) -> Lines {
    let text = Breakable::new(text, names);
    for count in 1..=most {
        if let Some(breaks) = text.even(style, width, count) {
            return text.lines(&breaks, style, false);
        }
    }
    text.forced(style, width, most)
}

/// Characters, and what a line break before each would cost.
struct Breakable {
    chars: Vec<char>,
    /// `cost[i]`: of a break before character i, in hundredths of an em; nothing where none is allowed.
    cost: Vec<Option<u32>>,
    /// `upto[i]`: width of the first i characters in hundredths of an em.
    upto: Vec<u32>,
    long: bool,
}

impl Breakable {
    fn new(text: &str, names: &[&str]) -> Breakable {
        let mut chars: Vec<char> = Vec::new();
        let mut offered: Vec<usize> = Vec::new();
        for c in text.trim().chars() {
            match c {
                '\u{200b}' => offered.push(chars.len()),
                c if c.is_whitespace() || c.is_control() => chars.push(' '),
                c => chars.push(c),
            }
        }
        let long = chars.len() > LONGEST;
        chars.truncate(LONGEST);
        let mut cost: Vec<Option<u32>> = (0..chars.len()).map(|i| break_cost(&chars, i)).collect();
        if !offered.is_empty() {
            // Where words are marked, every other place is inside a word.
            cost.iter_mut().flatten().for_each(|cost| *cost = if *cost == HAN { INSIDE_WORD } else { *cost });
        }
        let bracket = if has_bracket(&chars) { BESIDE_BRACKET } else { BETWEEN_WORDS };
        for i in offered.into_iter().filter(|&i| may_break(&chars, i)) {
            cost[i] = Some(cost[i].map_or(bracket, |cost| cost.min(bracket)));
        }
        for name in names {
            name_breaks(&chars, name, &mut cost);
        }
        let mut upto = vec![0; chars.len() + 1];
        for i in 0..chars.len() {
            let seam = i > 0 && is_seam(chars[i - 1], chars[i]);
            upto[i + 1] = upto[i] + advance(chars[i]) + if seam { AUTOSPACE } else { 0 };
        }
        Breakable { chars, cost, upto, long }
    }

    /// Width of a range as a line of its own.
    fn width(&self, from: usize, to: usize, style: Style) -> u32 {
        let (from, to) = self.trimmed(from, to);
        pixels(self.upto[to] - self.upto[from], style)
    }

    fn trimmed(&self, mut from: usize, mut to: usize) -> (usize, usize) {
        while from < to && self.chars[from] == ' ' {
            from += 1;
        }
        while to > from && self.chars[to - 1] == ' ' {
            to -= 1;
        }
        (from, to)
    }

    /// The cheapest way into exactly `count` lines (three at most are tried): starts of the lines after the first.
    fn even(&self, style: Style, width: u32, count: usize) -> Option<Vec<usize>> {
        if self.long {
            return None;
        }
        let end = self.chars.len();
        let at: Vec<(usize, u32)> = (1..end).filter_map(|i| Some((i, self.cost[i]?))).collect();
        let ways: Vec<Vec<(usize, u32)>> = match count {
            1 => vec![Vec::new()],
            2 => at.iter().map(|&b| vec![b]).collect(),
            _ => at
                .iter()
                .enumerate()
                .flat_map(|(i, &a)| at[i + 1..].iter().map(move |&b| vec![a, b]))
                .collect(),
        };
        let mut best: Option<(u32, Vec<usize>)> = None;
        for way in ways {
            let breaks: Vec<usize> = way.iter().map(|b| b.0).collect();
            let widest = self.spans(&breaks).map(|(from, to)| self.width(from, to, style)).max()?;
            // The noun that all belongs to stands last, so rather "Computer vision | engineer".
            let short = match &breaks[..] {
                [only] if self.width(0, *only, style) < self.width(*only, end, style) => SHORT_START,
                _ => 0,
            };
            let cost = widest * 100 + (way.iter().map(|b| b.1).sum::<u32>() + short) * style.size;
            // Among equals the later break: a full first line.
            if widest <= width && best.as_ref().is_none_or(|(least, _)| cost <= *least) {
                best = Some((cost, breaks));
            }
        }
        best.map(|(_, breaks)| breaks)
    }

    fn spans<'a>(&self, breaks: &'a [usize]) -> impl Iterator<Item = (usize, usize)> + 'a {
        let ends = breaks.iter().copied().chain([self.chars.len()]);
        [0].into_iter().chain(breaks.iter().copied()).zip(ends)
    }

    fn lines(&self, breaks: &[usize], style: Style, cut: bool) -> Lines {
        let lines: Vec<String> = self
            .spans(breaks)
            .map(|(from, to)| {
                let (start, end) = self.trimmed(from, to);
                let space = if end < to && end > start { " " } else { "" };
                self.chars[start..end].iter().collect::<String>() + space
            })
            .collect();
        let width = lines.iter().map(|line| measure(line.trim_end(), style)).max().unwrap_or(0);
        Lines { lines, width, cut }
    }

    /// Fills line after line, breaking inside words where it must; the rest is left out behind an ellipsis.
    fn forced(&self, style: Style, width: u32, most: usize) -> Lines {
        let weight = if style.bold { BOLD } else { 100 };
        let room = (width * 10_000 / (style.size * weight)).max(100);
        let mut lines: Vec<String> = Vec::new();
        let mut from = 0;
        while from < self.chars.len() && lines.len() < most {
            let last = lines.len() + 1 == most;
            let fits = |to: usize, spare: u32| self.upto[to] - self.upto[from] + spare <= room;
            let all = fits(self.chars.len(), 0) && !self.long;
            let spare = if !all && (last || self.long) { 100 } else { 0 };
            let mut to = if all { self.chars.len() } else { from + 1 };
            while !all && to < self.chars.len() && fits(to + 1, spare) {
                to += 1;
            }
            if !last && !all {
                to = (from + 1..=to).rev().find(|&i| matches!(self.cost.get(i), Some(Some(_)))).unwrap_or(to);
            }
            let (start, end) = self.trimmed(from, to);
            let mut line: String = self.chars[start..end].iter().collect();
            if !all && (last || to == self.chars.len()) {
                line.push('…');
            }
            lines.push(line);
            from = to;
        }
        let width = lines.iter().map(|line| measure(line, style)).max().unwrap_or(0);
        Lines { lines, width, cut: true }
    }
}

fn pixels(hundredths: u32, style: Style) -> u32 {
    let weight = if style.bold { BOLD } else { 100 };
    (hundredths * style.size * weight).div_ceil(10_000)
}

fn hundredths(chars: &[char]) -> u32 {
    let glyphs: u32 = chars.iter().map(|&c| advance(c)).sum();
    let seams = chars.windows(2).filter(|pair| is_seam(pair[0], pair[1])).count();
    glyphs + AUTOSPACE * seams as u32
}

/// Advance of a character in hundredths of an em.
fn advance(c: char) -> u32 {
    match c {
        ' '..='~' => u32::from(ASCII[c as usize - 0x20]),
        // Latin with marks: nine tenths of them are narrower than this, Æ and Œ are not.
        'æ' | 'œ' | 'Æ' | 'Œ' | 'ĳ' | 'Ĳ' => 107,
        '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => 88,
        '\u{370}'..='\u{52f}' => 96,
        _ => match c.width() {
            None | Some(0) => 0,
            _ => 100,
        },
    }
}

fn is_han(c: char) -> bool {
    c.width() == Some(2)
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c)
}

fn is_seam(a: char, b: char) -> bool {
    (is_han(a) && a.is_alphanumeric() && is_letter(b)) || (is_letter(a) && is_han(b) && b.is_alphanumeric())
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '（' | '[' | '【' | '《' | '〈' | '「' | '『' | '“' | '‘')
}

/// What a break before character i costs, in hundredths of an em of evenness.
fn break_cost(chars: &[char], i: usize) -> Option<u32> {
    let (before, after) = (*chars.get(i.checked_sub(1)?)?, *chars.get(i)?);
    if matches!(after, '(' | '（') {
        return Some(0);
    }
    if before == ' ' {
        // Rather before the bracket than anywhere else.
        return Some(if has_bracket(chars) { BESIDE_BRACKET } else { 0 });
    }
    if !may_break(chars, i) {
        return None;
    }
    match before {
        '/' | '-' | '–' | '、' | '，' | '：' | '；' | '）' => Some(100),
        _ if is_seam(before, after) => Some(100),
        _ if is_han(before) && is_han(after) => Some(HAN),
        _ => None,
    }
}

/// Whether a line may begin with character i: not with a closing mark, nor after an opening one.
fn may_break(chars: &[char], i: usize) -> bool {
    let (Some(&before), Some(&after)) = (i.checked_sub(1).and_then(|i| chars.get(i)), chars.get(i)) else {
        return false;
    };
    let starts_line = (after.is_alphanumeric() || opens(after)) && after.width() != Some(0);
    starts_line && !opens(before)
}

fn has_bracket(chars: &[char]) -> bool {
    chars.iter().any(|c| matches!(c, '(' | '（'))
}

/// Makes the edges of a known name inside a longer one good places, and its inside a bad one: 自由职业|机器学习工程师.
fn name_breaks(chars: &[char], name: &str, cost: &mut [Option<u32>]) {
    let name: Vec<char> = name.chars().filter(|&c| c != '\u{200b}').collect();
    if name.len() < 2 || name.len() >= chars.len() {
        return;
    }
    for start in 0..=chars.len() - name.len() {
        if chars[start..start + name.len()] != name[..] {
            continue;
        }
        for inside in &mut cost[start + 1..start + name.len()] {
            *inside = inside.map(|cost| cost.max(INSIDE_NAME));
        }
        for edge in [start, start + name.len()] {
            if let Some(Some(cost)) = cost.get_mut(edge) {
                *cost = (*cost).min(50);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: Style = Style { size: 15, bold: false };
    const EN: Style = Style { size: 14, bold: false };

    fn broken(text: &str, style: Style, width: u32) -> String {
        wrap(text, style, width, 2, &["机器学习工程师"]).lines.join("|").replace(" |", "|")
    }

    #[test]
    fn widths_are_those_of_the_widest_face() {
        assert_eq!(measure("数据工程师", ZH), 75);
        assert_eq!(measure("AI算法", ZH), 48); // with the space between the scripts
        assert_eq!(measure("processing engineer", EN), 144);
        assert!(measure("Ā", EN) > measure("a", EN));
    }

    #[test]
    fn breaks_follow_the_sense() {
        assert_eq!(broken("数据工程师", ZH, 136), "数据工程师");
        assert_eq!(broken("系统工程师（机器学习平台）", ZH, 136), "系统工程师|（机器学习平台）");
        assert_eq!(broken("自由职业机器学习工程师", ZH, 136), "自由职业|机器学习工程师");
        assert_eq!(
            broken("Natural language processing engineer", EN, 148),
            "Natural language|processing engineer"
        );
        assert_eq!(broken("Systems engineer (ML platform)", EN, 148), "Systems engineer|(ML platform)");
        let segmented = "自由职业\u{200b}机器\u{200b}学习\u{200b}工程师";
        assert_eq!(broken(segmented, ZH, 136), "自由职业|机器学习工程师");
        let segmented = "系统\u{200b}工程师\u{200b}（\u{200b}机器\u{200b}学习\u{200b}平台\u{200b}）";
        assert_eq!(broken(segmented, ZH, 136), "系统工程师|（机器学习平台）");
        assert_eq!(broken("数据可视化\u{200b}与商业智能分析师", ZH, 170), "数据可视化|与商业智能分析师");
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        let lines = wrap("一二三四五六七）八九十", ZH, 105, 2, &[]);
        assert!(lines.lines.iter().all(|line| !line.starts_with('）')), "{lines:?}");
    }

    #[test]
    fn what_cannot_fit_is_cut() {
        for text in ["x".repeat(500), "机".repeat(500), "a b ".repeat(300), "\u{301}".repeat(400)] {
            let lines = wrap(&text, ZH, 120, 3, &[]);
            assert!(lines.lines.len() <= 3 && lines.width <= 120, "{lines:?}");
            assert!(lines.cut);
        }
        assert_eq!(wrap("", ZH, 120, 2, &[]).lines, [""]);
        assert!(wrap("Donaudampfschifffahrtsgesellschaft", EN, 120, 3, &[]).width <= 120);
    }
}
