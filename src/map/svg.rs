//! Writing SVG: numbers, escapes, paths.

use super::geometry::{Point, Rect, Segment, Stroke};
use super::text::Lines;
use std::fmt::Write;

/// A number with one decimal at most.
pub(super) fn number(x: f64) -> String {
    let tenths = (x * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// Text for content and for attributes in double quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{200b}' => {}
            // Control characters are no part of XML, in which a picture may be saved.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Numbers of a path's command.
fn command(out: &mut String, letter: char, points: &[Point]) {
    out.push(letter);
    for (i, point) in points.iter().enumerate() {
        let gap = if i > 0 { " " } else { "" };
        let _ = write!(out, "{gap}{} {}", number(point.x), number(point.y));
    }
}

/// The path of strokes.
pub(super) fn path(strokes: &[Stroke]) -> String {
    let mut out = String::new();
    for stroke in strokes {
        command(&mut out, 'M', &[stroke.start]);
        for segment in &stroke.segments {
            match *segment {
                Segment::Line(end) => command(&mut out, 'L', &[end]),
                Segment::Cubic(b, c, end) => command(&mut out, 'C', &[b, c, end]),
            }
        }
    }
    out
}

/// The path of closed shapes.
pub(super) fn polygons<const N: usize>(shapes: &[[Point; N]]) -> String {
    let mut out = String::new();
    for shape in shapes {
        command(&mut out, 'M', &shape[..1]);
        for point in &shape[1..] {
            command(&mut out, 'L', &[*point]);
        }
        out.push('z');
    }
    out
}

/// Geometry attributes of a box.
pub(super) fn rect(rect: &Rect) -> String {
    let Rect { x, y, width, height } = *rect;
    format!(
        "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(x),
        number(y),
        number(width),
        number(height)
    )
}

/// Lines of text from x, centred about the height `middle`. An opening full-width bracket at the beginning of a line
/// hangs out, so that what it holds stands flush.
pub(super) fn text(class: &str, lines: &Lines, x: f64, middle: f64, size: u32, pitch: f64) -> String {
    let size = f64::from(size);
    // Half the height of capitals below the middle is where letters stand.
    let first = middle + size * 0.35 - pitch * (lines.lines.len().saturating_sub(1)) as f64 / 2.0;
    let hang = |line: &str| {
        if line.starts_with(['（', '《', '「', '“']) { (size * 0.45).min(6.0) } else { 0.0 }
    };
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let mut out = format!("<text{class}");
    if let [line] = &lines.lines[..] {
        let _ = write!(out, " x=\"{}\" y=\"{}\">{}", number(x - hang(line)), number(first), escape(line));
    } else {
        out.push('>');
        for (i, line) in lines.lines.iter().enumerate() {
            let y = first + pitch * i as f64;
            let (x, words) = (number(x - hang(line)), line.trim_end());
            // The space at the end is in the text but not in the line: the words are to be told apart, nothing more.
            let space = if words.len() < line.len() { " " } else { "" };
            let _ = write!(out, "<tspan x=\"{x}\" y=\"{}\">{}</tspan>{space}", number(y), escape(words));
        }
    }
    out.push_str("</text>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let shown: Vec<String> = [1.0, 1.25, -0.04, -2.5, 100.96].map(number).into();
        assert_eq!(shown, ["1", "1.3", "0", "-2.5", "101"]);
    }

    #[test]
    fn nothing_breaks_out_of_an_attribute() {
        assert_eq!(escape("a<b>&\"c\"\u{200b}\u{1}"), "a&lt;b&gt;&amp;&quot;c&quot; ");
    }
}
