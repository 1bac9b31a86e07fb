//! Ways of lines through the gutters, as if they were straight: enough to count crossings before there are coordinates.

/// A line within one gutter: its heights at both sides; or an arc, top and bottom, and whether its column is at the left.
#[derive(Clone, Copy, Default)]
pub(super) struct Span {
    pub gutter: i32,
    pub left: i64,
    pub right: i64,
    pub arc: Option<bool>,
}

/// The spans of one line; eight columns at most.
#[derive(Default)]
pub(super) struct Spans {
    spans: [Span; 8],
    count: usize,
}

impl Spans {
    pub fn push(&mut self, span: Span) {
        if let Some(place) = self.spans.get_mut(self.count) {
            *place = span;
            self.count += 1;
        }
    }
}

/// How often two lines cross.
pub(super) fn crossings(a: &Spans, b: &Spans) -> i64 {
    let mut count = 0;
    for s in &a.spans[..a.count] {
        for t in &b.spans[..b.count] {
            count += i64::from(s.gutter == t.gutter && cross(s, t));
        }
    }
    count
}

fn cross(s: &Span, t: &Span) -> bool {
    let within = |arc: &Span, line: &Span, at_left: bool| {
        let y = if at_left { line.left } else { line.right };
        arc.left * 12 < y && y < arc.right * 12
    };
    match (s.arc, t.arc) {
        (None, None) => (s.left - t.left) * (s.right - t.right) < 0,
        (Some(at_left), None) => within(s, t, at_left),
        (None, Some(at_left)) => within(t, s, at_left),
        (Some(_), Some(_)) => {
            let (first, second) = if s.left <= t.left { (s, t) } else { (t, s) };
            first.left < second.left && second.left < first.right && first.right < second.right
        }
    }
}
