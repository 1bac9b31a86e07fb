//! The colours of the default theme keep their contrast, in light and in dark.

use std::collections::BTreeMap;

const CSS: &str = include_str!("../themes/default/assets/site.css/1-tokens.css");

/// The tokens: name → light, dark.
fn tokens() -> BTreeMap<&'static str, [[f64; 3]; 2]> {
    CSS.lines()
        .filter_map(|line| {
            let (name, rest) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, rest) = rest.split_once(", ")?;
            let (dark, _) = rest.split_once(')')?;
            Some((name, [colour(light)?, colour(dark)?]))
        })
        .collect()
}

fn colour(hex: &str) -> Option<[f64; 3]> {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok().map(|v| f64::from(v) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |c: f64| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_and_edges_keep_their_contrast() {
    let tokens = tokens();
    let surfaces = ["paper", "well", "sheet"];
    let washes = ["indigo-wash", "jade-wash", "ochre-wash", "cinnabar-wash"];
    let hues = ["indigo", "jade", "ochre", "cinnabar"];
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    for surface in surfaces.into_iter().chain(washes) {
        pairs.push(("ink", surface, 7.0));
        pairs.push(("ink-2", surface, 4.5));
        pairs.push(("ink-3", surface, 4.5));
    }
    for surface in surfaces {
        pairs.extend(hues.map(|hue| (hue, surface, 4.5)));
        pairs.push(("edge", surface, 3.0));
    }
    pairs.extend(hues.into_iter().zip(washes).map(|(hue, wash)| (hue, wash, 4.5)));
    pairs.push(("paper", "ink", 7.0));
    pairs.push(("paper", "cinnabar", 4.5));
    pairs.push(("slip", "cover", 7.0));
    let mut low = Vec::new();
    for (text, ground, least) in pairs {
        for (scheme, name) in ["light", "dark"].into_iter().enumerate() {
            let ratio = contrast(tokens[text][scheme], tokens[ground][scheme]);
            if ratio < least {
                low.push(format!("{text} on {ground} in {name}: {ratio:.2}, wanted {least}"));
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

#[test]
fn the_colours_of_browser_and_icon_are_those_of_the_page() {
    let base = include_str!("../themes/default/templates/base.html");
    let mark = include_str!("../themes/default/assets/mark.svg");
    let line = CSS.lines().find(|l| l.trim().starts_with("--paper: light-dark(")).unwrap();
    let ink = CSS.lines().find(|l| l.trim().starts_with("--ink: light-dark(")).unwrap();
    for hex in line.split(['(', ',', ')', ' ']).filter(|part| part.starts_with('#')) {
        assert!(base.contains(&format!("content=\"{hex}\"")), "theme-color {hex}");
    }
    for hex in ink.split(['(', ',', ')', ' ']).filter(|part| part.starts_with('#')) {
        assert!(mark.contains(hex), "icon {hex}");
    }
}
