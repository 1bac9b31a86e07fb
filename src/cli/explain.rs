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
    screen.out(code.page());
    Ok(Exit::Fine)
}
