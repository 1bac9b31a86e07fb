//! `bifold explain`

use super::args::Explain;
use super::screen::Screen;
use super::{Exit, Failure};
use crate::diagnostic::render::severity_name;
use crate::diagnostic::{Code, codes, similar_names};

pub(super) fn run(options: &Explain, screen: &Screen) -> Result<Exit, Failure> {
    let Some(name) = &options.code else {
        for code in codes() {
            screen.out(&format!("{:<9}{}\n", severity_name(code.severity()), code.name()));
        }
        return Ok(Exit::Fine);
    };
    let Some(code) = Code::by_name(name) else {
        let help = similar_names(name, codes().map(Code::name))
            .unwrap_or_else(|| "`bifold explain` lists all codes".to_owned());
        return Err(Failure::usage(format!("there is no code `{name}`"), help));
    };
    screen.out(&shown(code, screen.bold_out()));
    Ok(Exit::Fine)
}

/// A code's page for a terminal: headings stand out, files and findings are set in under their names.
fn shown(code: Code, (bold, end): (&str, &str)) -> String {
    let severity = severity_name(code.severity());
    let mut out = String::new();
    let mut lines = code.page().lines();
    while let Some(line) = lines.next() {
        let ticks = line.bytes().take_while(|b| *b == b'`').count();
        if ticks >= 3 {
            let (fence, info) = line.split_at(ticks);
            if let Some(path) = info.split_whitespace().find_map(|word| word.strip_prefix("path=")) {
                out.push_str(&format!("  {bold}{path}{end}\n"));
            }
            for inner in lines.by_ref().take_while(|line| line.trim_end() != fence) {
                out.push_str(&format!("    {inner}\n").replace("    \n", "\n"));
            }
        } else if let Some(heading) = line.strip_prefix("# ") {
            out.push_str(&format!("{bold}{heading}{end} ({severity})\n"));
        } else if let Some(heading) = line.strip_prefix("## ") {
            out.push_str(&format!("{bold}{heading}{end}\n"));
        } else {
            out.push_str(&format!("{line}\n"));
        }
    }
    out
}
