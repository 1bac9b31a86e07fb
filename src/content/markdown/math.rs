//! Formulas in TeX notation to MathML, which browsers draw themselves.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// How a formula stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    /// Among words.
    Inline,
    /// By itself.
    Display,
}

/// Longest formula; the parser's time is not promised to be linear.
const LONGEST: usize = 10_000;

/// Commands that are refused: macros can grow without bound, colours are the theme's affair.
const REFUSED: [&str; 10] = [
    "\\def",
    "\\let",
    "\\futurelet",
    "\\newcommand",
    "\\renewcommand",
    "\\providecommand",
    "\\color",
    "\\textcolor",
    "\\colorbox",
    "\\fcolorbox",
];

/// A formula as MathML.
///
/// # Errors
/// What is wrong with it, in a few words.
pub(super) fn to_mathml(formula: &str, style: Style) -> Result<String, String> {
    if formula.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    if let Some(command) = REFUSED.iter().find(|command| formula.contains(*command)) {
        return Err(format!("`{command}` is not allowed"));
    }
    let storage = Storage::new();
    let events: Result<Vec<_>, _> = Parser::new(formula, &storage).collect();
    let events = events.map_err(|error| first_line(&error.to_string()))?;
    let display_mode = match style {
        Style::Inline => DisplayMode::Inline,
        Style::Display => DisplayMode::Block,
    };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    push_mathml(&mut mathml, events.into_iter().map(Ok::<_, pulldown_latex::ParserError>), config)
        .map_err(|error| error.to_string())?;
    Ok(without_styles(&mathml.replace("><</", ">&lt;</").replace(">&</", ">&amp;</")))
}

/// Takes `style` attributes out, which the page's policy blocks: what is left in them are small distances.
fn without_styles(mathml: &str) -> String {
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, after)) = rest.split_once(" style=\"") {
        out.push_str(before);
        rest = after.split_once('"').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// The finding about a formula that could not be read.
pub(super) fn diagnostic(fault: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BAD_MATH, span, format!("the formula cannot be read: {fault}"))
        .help("write it in TeX notation; until then it is shown as code")
}

/// A message without the drawing below it: ours shows the place.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("").trim_start_matches("parsing error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_clean() {
        let of = |formula| to_mathml(formula, Style::Inline);
        assert_eq!(of("a<b").unwrap(), "<math display=\"inline\"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>");
        assert!(of(r"\text{<script>}").unwrap().contains("&lt;script&gt;"));
        assert!(!of(r"\begin{array}{c}a\\[1em]b\end{array}").unwrap().contains("style"));
        assert!(of(r"\color{red}x").is_err());
        assert!(of(r"\def\x{\x\x}\x").is_err());
        assert!(of(r"\frac{a").is_err());
    }
}
