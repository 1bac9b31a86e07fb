//! “Did you mean …?” in one place.

use unicode_normalization::UnicodeNormalization;

/// A name that could have been meant, and what to write for it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// A slug, title or label.
    pub name: &'a str,
    /// What the author should write, e.g. the slug.
    pub write: &'a str,
}

/// At most three candidates nearest to `wanted`, best first, each `write` once; none when nothing is near.
///
/// Latin names are compared by edit distance (with swaps), names with Han by the characters that they share.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = Candidate<'a>>) -> Vec<&'a str> {
    let wanted = fold(wanted);
    let mut scored: Vec<(f32, &str)> = candidates
        .into_iter()
        .filter_map(|c| likeness(&wanted, &fold(c.name)).map(|score| (score, c.write)))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let mut found = Vec::new();
    for (_, write) in scored {
        if !found.contains(&write) {
            found.push(write);
        }
        if found.len() == 3 {
            break;
        }
    }
    found
}

/// [`nearest`] over plain names, as words for a help line: “did you mean `a` or `b`?”.
pub fn similar_names<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let found = nearest(wanted, names.into_iter().map(|name| Candidate { name, write: name }));
    let quoted: Vec<String> = found.iter().map(|name| format!("`{name}`")).collect();
    (!quoted.is_empty()).then(|| format!("did you mean {}?", one_of(&quoted)))
}

/// “a, b or c”
pub fn one_of<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", rest.join(", "), last.as_ref())
        }
    }
}

fn fold(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || "+#".contains(*c)).collect()
}

/// 0 to 1, or nothing when the two are not alike.
fn likeness(a: &str, b: &str) -> Option<f32> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return Some(1.0);
    }
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longer = x.len().max(y.len()) as f32;
    let has_han = x.iter().chain(&y).any(|c| ('\u{3400}'..='\u{9fff}').contains(c));
    let score = if has_han {
        let shared = x.iter().filter(|c| y.contains(c)).count() as f32;
        shared / longer
    } else {
        let distance = distance(&x, &y) as f32;
        let by_edit = 1.0 - distance / longer;
        let inside = x.len().min(y.len()) >= 4 && (a.contains(b) || b.contains(a));
        if inside { by_edit.max(0.7) } else { by_edit }
    };
    (score >= if has_han { 0.5 } else { 0.6 }).then_some(score.min(0.99))
}

/// Optimal string alignment distance: insert, delete, replace, swap neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_hand_are_found() {
        let names = ["data-engineer", "data-analyst", "machine-learning-engineer"];
        assert_eq!(similar_names("data-enginer", names).unwrap(), "did you mean `data-engineer`?");
        assert_eq!(similar_names("dta-analyst", names).unwrap(), "did you mean `data-analyst`?");
        assert_eq!(similar_names("zzz", names), None);
    }

    #[test]
    fn chinese_titles_lead_to_the_slug() {
        let candidates =
            [("数据工程师", "data-engineer"), ("数据分析师", "data-analyst"), ("Python语言", "python")];
        let found = nearest("数据工程狮", candidates.map(|(name, write)| Candidate { name, write }));
        assert_eq!(found[0], "data-engineer");
    }
}
