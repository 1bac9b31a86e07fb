//! What goes to the screen, and how.

use super::args::{Color, Global};
use crate::diagnostic::render::{Format, Style, render};
use crate::diagnostic::{Counts, Diagnostic};
use crate::source::Sources;
use std::fmt::Display;
use std::io::{IsTerminal, Write};

/// Standard output and standard error, with what the user asked of them.
#[derive(Clone)]
pub(super) struct Screen {
    color_out: bool,
    color_err: bool,
    quiet: bool,
    pub verbose: bool,
}

impl Screen {
    pub fn new(global: &Global) -> Screen {
        let wanted = |terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        Screen {
            color_out: wanted(std::io::stdout().is_terminal()),
            color_err: wanted(std::io::stderr().is_terminal()),
            quiet: global.quiet,
            verbose: global.verbose && !global.quiet,
        }
    }

    /// A line of the command's own output.
    pub fn say(&self, line: impl Display) {
        if !self.quiet {
            self.out(&format!("{line}\n"));
        }
    }

    /// Output that was asked for, quiet or not. A reader that has gone away is no error.
    pub fn out(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// A remark beside the output.
    pub fn remark(&self, line: impl Display) {
        if !self.quiet {
            self.err(&format!("{line}\n"));
        }
    }

    pub fn err(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Why a command could not do its work.
    pub fn failure(&self, message: &str, help: Option<&str>) {
        let (red, bold, end) =
            if self.color_err { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        let mut text = format!("{red}error{end}{bold}: {message}{end}\n");
        if let Some(help) = help {
            text.push_str(&format!("  help: {help}\n"));
        }
        self.err(&text);
    }

    /// What the person should know before anything goes wrong.
    pub fn warning(&self, message: &str) {
        let (yellow, bold, end) =
            if self.color_err { ("\x1b[1;33m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        self.err(&format!("{yellow}warning{end}{bold}: {message}{end}\n"));
    }

    /// Findings for people, on standard error.
    pub fn findings(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.err(&render(diagnostics, sources, Format::Human(self.style(self.color_err))));
    }

    /// What begins and ends bold text on standard output.
    pub fn bold_out(&self) -> (&'static str, &'static str) {
        if self.color_out { ("\x1b[1m", "\x1b[0m") } else { ("", "") }
    }

    /// How people's findings are drawn on standard output.
    pub fn style_out(&self) -> Style {
        self.style(self.color_out)
    }

    fn style(&self, color: bool) -> Style {
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        Style { color, width: columns.unwrap_or(Style::default().width).clamp(40, 400), ..Style::default() }
    }
}

/// “2 errors, 1 warning”; “no errors” when there is nothing.
pub(super) fn counted(counts: Counts) -> String {
    let plural = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    match (counts.errors, counts.warnings) {
        (0, 0) => "no errors or warnings".to_owned(),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}
