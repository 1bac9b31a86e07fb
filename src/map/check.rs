//! Looks at finished pictures as a reader does: from the SVG alone, where do words, boxes and lines lie?

use super::geometry::{Point, Rect, Segment, Stroke};
use super::text::{Style, measure};

/// What one sees in a picture.
#[derive(Default)]
pub(super) struct Seen {
    /// Words with the room that they take.
    pub words: Vec<(String, Rect)>,
    /// Frames of nodes.
    pub boxes: Vec<Rect>,
    /// Lines between nodes, as many short straight pieces.
    pub lines: Vec<Vec<(Point, Point)>>,
    pub size: (f64, f64),
}

/// Asserts that no words overlap, none reach out of the picture, and no line runs through words or boxes.
pub(super) fn assert_legible(svg: &str) -> Seen {
    let seen = read(svg);
    let page = Rect::new(0.0, 0.0, seen.size.0, seen.size.1);
    for (i, (words, area)) in seen.words.iter().enumerate() {
        assert!(
            overlap(area, &page, 0.0) && inside(area, &page),
            "{words} leaves the picture: {area:?} {page:?}"
        );
        for (other, place) in &seen.words[i + 1..] {
            assert!(!overlap(area, place, 0.5), "{words} and {other} overlap: {area:?} {place:?}");
        }
        for (l, line) in seen.lines.iter().enumerate() {
            assert!(!line.iter().any(|piece| hits(piece, area)), "line {l} runs through {words}: {area:?}");
        }
    }
    for (b, area) in seen.boxes.iter().enumerate() {
        for (words, place) in seen.words.iter().filter(|(_, place)| overlap(area, place, 0.5)) {
            assert!(inside(place, area), "{words} leaves its box: {place:?} {area:?}");
        }
        for place in &seen.boxes[b + 1..] {
            assert!(!overlap(area, place, 0.5), "boxes overlap: {area:?} {place:?}");
        }
        for (l, line) in seen.lines.iter().enumerate() {
            assert!(!line.iter().any(|piece| hits(piece, area)), "line {l} runs through a box: {area:?}");
        }
        assert!(inside(area, &page), "a box leaves the picture: {area:?} {page:?}");
    }
    seen
}

/// How many pairs of lines cross, and how many of them are both full. Lines that meet at a node do not count.
pub(super) fn crossings(seen: &Seen) -> usize {
    let crossed = |a: &(Point, Point), b: &(Point, Point)| {
        let side = |p: Point, (q, r): &(Point, Point)| (r.x - q.x) * (p.y - q.y) - (r.y - q.y) * (p.x - q.x);
        side(a.0, b) * side(a.1, b) < 0.0 && side(b.0, a) * side(b.1, a) < 0.0
    };
    let mut count = 0;
    for (i, line) in seen.lines.iter().enumerate() {
        for other in &seen.lines[i + 1..] {
            count += usize::from(line.iter().any(|a| other.iter().any(|b| crossed(a, b))));
        }
    }
    count
}

fn overlap(a: &Rect, b: &Rect, slack: f64) -> bool {
    a.x + slack < b.right() && b.x + slack < a.right() && a.y + slack < b.bottom() && b.y + slack < a.bottom()
}

fn inside(a: &Rect, b: &Rect) -> bool {
    a.x >= b.x && a.right() <= b.right() && a.y >= b.y && a.bottom() <= b.bottom()
}

/// Whether a piece of a line is within a box.
fn hits((a, b): &(Point, Point), area: &Rect) -> bool {
    (0..=4).any(|k| {
        let t = f64::from(k) / 4.0;
        let (x, y) = (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
        x > area.x + 0.6 && x < area.right() - 0.6 && y > area.y + 0.6 && y < area.bottom() - 0.6
    })
}

/// One tag of the markup, and the text behind it.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    text: &'a str,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let start = format!(" {name}=\"");
        let from = self.attributes.find(&start)? + start.len();
        self.attributes[from..].split('"').next()
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name).and_then(|value| value.parse().ok()).unwrap_or(f64::NAN)
    }
}

fn tags(svg: &str) -> Vec<Tag<'_>> {
    svg.split('<')
        .skip(1)
        .map(|part| {
            let (head, text) = part.split_once('>').expect("tags are closed");
            let end = head.find([' ', '/']).filter(|&end| end > 0).unwrap_or(head.len());
            Tag { name: &head[..end], attributes: &head[end..], text }
        })
        .collect()
}

fn read(svg: &str) -> Seen {
    let mut seen = Seen::default();
    let mut sizes: Vec<f64> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    let mut current: Option<(String, String, String)> = None;
    for tag in tags(svg) {
        match tag.name {
            "svg" => {
                seen.size = (tag.number("width"), tag.number("height"));
                sizes.push(tag.number("font-size"));
            }
            "g" => {
                groups.push(tag.get("class").unwrap_or("").to_owned());
                let own = tag.get("font-size").and_then(|size| size.parse().ok());
                sizes.push(own.unwrap_or(*sizes.last().expect("the root has a size")));
            }
            "text" | "tspan" => {
                let size = tag.get("font-size").and_then(|size| size.parse().ok());
                let size = size.unwrap_or(*sizes.last().expect("the root has a size"));
                if tag.name == "text" {
                    let kept = |name: &str| tag.get(name).unwrap_or("").to_owned();
                    current = Some((kept("class"), kept("writing-mode"), kept("transform")));
                }
                if !tag.text.trim().is_empty() {
                    let how = current.as_ref().expect("spans are in texts");
                    seen.words.push((tag.text.to_owned(), room(&tag, size, how)));
                }
            }
            "rect" if groups.iter().any(|class| class == "frames") && tag.get("class").is_none() => {
                let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| tag.number(name));
                seen.boxes.push(Rect::new(x, y, width, height));
            }
            "path" if groups.iter().any(|class| class == "lines") => {
                let class = tag.get("class").unwrap_or("");
                if class.is_empty() || class == "map-behind" {
                    seen.lines.push(pieces(tag.get("d").expect("paths have a way")));
                }
            }
            _ => {}
        }
        if tag.name == "/g" || (tag.name == "g" && tag.attributes.ends_with('/')) {
            groups.pop();
            sizes.pop();
        }
    }
    seen
}

/// The room of a line of text: capitals and descenders, not the whole line.
fn room(tag: &Tag, size: f64, (class, mode, transform): &(String, String, String)) -> Rect {
    let text =
        tag.text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let bold = class == "lane-title";
    let width = f64::from(measure(&text, Style { size: size as u32, bold }));
    let (x, y) = (tag.number("x"), tag.number("y"));
    match () {
        () if !mode.is_empty() => Rect::new(x - size / 2.0, y, size, width),
        () if !transform.is_empty() => Rect::new(x - size / 2.0, y - size * 0.33, size, width),
        () if tag.get("text-anchor") == Some("middle") => {
            Rect::new(x - width / 2.0, y - size * 0.8, width, size * 1.05)
        }
        () => Rect::new(x, y - size * 0.8, width, size * 1.05),
    }
}

fn pieces(d: &str) -> Vec<(Point, Point)> {
    let spaced: String =
        d.chars().flat_map(|c| if c.is_ascii_alphabetic() { vec![' ', c, ' '] } else { vec![c] }).collect();
    let mut words = spaced.split_whitespace().peekable();
    let mut strokes: Vec<Stroke> = Vec::new();
    let mut command = "";
    while let Some(word) = words.peek() {
        if word.parse::<f64>().is_err() {
            command = words.next().expect("peeked");
        }
        let mut point = || {
            let mut number = || words.next().and_then(|word| word.parse().ok()).expect("a number");
            Point::new(number(), number())
        };
        let segment = match command {
            "M" => {
                strokes.push(Stroke::from(point()));
                continue;
            }
            "L" => Segment::Line(point()),
            _ => Segment::Cubic(point(), point(), point()),
        };
        strokes.last_mut().expect("ways begin with M").segments.push(segment);
    }
    let mut pieces = Vec::new();
    for stroke in strokes {
        let mut from = stroke.start;
        for segment in &stroke.segments {
            let steps = if matches!(segment, Segment::Line(_)) { 8 } else { 32 };
            let mut start = from;
            for k in 1..=steps {
                let to = segment.at(from, f64::from(k) / f64::from(steps));
                pieces.push((start, to));
                start = to;
            }
            from = segment.end();
        }
    }
    pieces
}
