//! Points, boxes and strokes. Only the four basic operations, so that every machine gets the same numbers.

/// A place in the picture, in its own units (pixels at natural size).
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn towards(self, other: Point, t: f64) -> Point {
        Point::new(self.x + (other.x - self.x) * t, self.y + (other.y - self.y) * t)
    }
}

/// An upright box.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    pub(super) fn new(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { x, y, width, height }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Half way down.
    pub fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// A piece of a stroke, from where the one before it ends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Segment {
    Line(Point),
    Cubic(Point, Point, Point),
}

impl Segment {
    pub fn end(&self) -> Point {
        match *self {
            Segment::Line(end) | Segment::Cubic(_, _, end) => end,
        }
    }

    /// The point at t between 0 and 1.
    pub fn at(&self, start: Point, t: f64) -> Point {
        self.split(start, t).0.end()
    }

    /// The two parts before and after t.
    pub fn split(&self, start: Point, t: f64) -> (Segment, Segment) {
        match *self {
            Segment::Line(end) => (Segment::Line(start.towards(end, t)), Segment::Line(end)),
            Segment::Cubic(b, c, end) => {
                let (ab, bc, cd) = (start.towards(b, t), b.towards(c, t), c.towards(end, t));
                let (abc, bcd) = (ab.towards(bc, t), bc.towards(cd, t));
                let middle = abc.towards(bcd, t);
                (Segment::Cubic(ab, abc, middle), Segment::Cubic(bcd, cd, end))
            }
        }
    }
}

/// A line without gaps.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Stroke {
    pub start: Point,
    pub segments: Vec<Segment>,
}

impl Stroke {
    pub fn from(start: Point) -> Stroke {
        Stroke { start, segments: Vec::new() }
    }

    pub fn end(&self) -> Point {
        self.segments.last().map_or(self.start, Segment::end)
    }

    /// On to a point, leaving and arriving level.
    pub fn glide(&mut self, to: Point) {
        let from = self.end();
        if (to.x - from.x).abs() < 0.05 && (to.y - from.y).abs() < 0.05 {
            return;
        }
        if (to.y - from.y).abs() < 0.05 {
            self.segments.push(Segment::Line(to));
        } else {
            let middle = (from.x + to.x) / 2.0;
            self.segments.push(Segment::Cubic(Point::new(middle, from.y), Point::new(middle, to.y), to));
        }
    }

    /// Its two halves, by the number of segments.
    pub fn halves(&self) -> (Stroke, Stroke) {
        let n = self.segments.len();
        let mut first = Stroke { start: self.start, segments: self.segments[..n / 2].to_vec() };
        let mut rest = self.segments[n / 2..].to_vec();
        if n % 2 == 1 {
            let (before, after) = rest[0].split(first.end(), 0.5);
            first.segments.push(before);
            rest[0] = after;
        }
        let second = Stroke { start: first.end(), segments: rest };
        (first, second)
    }

    /// What of it lies outside the band of x from `left` to `right`; a stroke that runs to the right all the way.
    pub fn without(&self, left: f64, right: f64) -> Vec<Stroke> {
        let mut pieces = vec![Stroke::from(self.start), Stroke::from(self.end())];
        let mut from = self.start;
        for &segment in &self.segments {
            let (mut rest, mut start, end) = (segment, from, segment.end());
            from = end;
            if start.x < left {
                if end.x <= left {
                    pieces[0].segments.push(rest);
                    continue;
                }
                let (before, after) = rest.split(start, crossing(&rest, start, left));
                pieces[0].segments.push(before);
                (start, rest) = (before.end(), after);
            }
            if end.x <= right {
                continue;
            }
            if start.x < right {
                let (before, after) = rest.split(start, crossing(&rest, start, right));
                (start, rest) = (before.end(), after);
            }
            if pieces[1].segments.is_empty() {
                pieces[1].start = start;
            }
            pieces[1].segments.push(rest);
        }
        pieces.retain(|piece| !piece.segments.is_empty());
        pieces
    }
}

/// Where a segment that runs to the right reaches x: by halving, 40 times.
fn crossing(segment: &Segment, start: Point, x: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let t = (low + high) / 2.0;
        if segment.at(start, t).x < x {
            low = t;
        } else {
            high = t;
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stroke_behind_the_bar_is_two_pieces() {
        let mut stroke = Stroke::from(Point::new(0.0, 0.0));
        stroke.glide(Point::new(50.0, 40.0));
        stroke.glide(Point::new(250.0, 100.0));
        let pieces = stroke.without(100.0, 160.0);
        assert_eq!(pieces.len(), 2);
        assert!((pieces[0].end().x - 100.0).abs() < 1e-6);
        assert!((pieces[1].start.x - 160.0).abs() < 1e-6);
        assert_eq!(pieces[1].end(), Point::new(250.0, 100.0));
        assert_eq!(stroke.without(300.0, 400.0), [stroke.clone()]);
        assert_eq!(stroke.without(-40.0, -20.0), [stroke]);
    }

    #[test]
    fn halves_meet() {
        for n in 1..4 {
            let mut stroke = Stroke::from(Point::new(0.0, 0.0));
            for i in 1..=n {
                stroke.glide(Point::new(f64::from(i) * 10.0, f64::from(i) * 7.0));
            }
            let (first, second) = stroke.halves();
            assert_eq!(first.end(), second.start);
            assert_eq!(second.end(), stroke.end());
        }
    }
}
