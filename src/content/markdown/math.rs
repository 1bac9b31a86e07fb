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

/// A formula as MathML.
///
/// # Errors
/// What the parser says is wrong with it.
pub(super) fn to_mathml(formula: &str, style: Style) -> Result<String, String> {
    if formula.len() > LONGEST {
        return Err(format!("the formula is longer than {LONGEST} bytes"));
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(formula, &storage) {
        events.push(event.map_err(|error| first_line(&error.to_string()))?);
    }
    let display_mode = match style {
        Style::Inline => DisplayMode::Inline,
        Style::Display => DisplayMode::Block,
    };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    push_mathml(&mut mathml, events.into_iter().map(Ok::<_, pulldown_latex::ParserError>), config)
        .map_err(|error| error.to_string())?;
    Ok(mathml)
}

/// The finding about a formula that could not be read.
pub(super) fn diagnostic(fault: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BAD_MATH, span, format!("the formula cannot be read: {fault}"))
        .help("write it in TeX notation; until then it is shown as code")
}

/// A message without the drawing below it: ours shows the place.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("").trim_start_matches("error: ").to_owned()
}
