//! Colours for code, found at build.

/// Finds the tokens of code and remembers them by language and code, so that the same example in two languages, or in
/// two builds of one `serve`, is looked at once. Shared by all threads.
#[derive(Debug, Default)]
pub struct Highlighter {}

impl Highlighter {
    /// Knows all languages and remembers nothing yet.
    pub fn new() -> Highlighter {
        Highlighter::default()
    }
}
