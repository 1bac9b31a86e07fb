//! Starting a program of the person's own: their browser for `--open`, their editor. The only room for that.

use std::process::{Command, Stdio};

/// Opens an address of ours in the browser.
///
/// # Errors
/// What the system said.
pub fn open(address: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("explorer", &[])
    } else {
        ("xdg-open", &[])
    };
    let arguments = arguments.iter().copied().chain([address]);
    start(program, arguments)
}

/// Runs a command as it is, without a shell.
///
/// # Errors
/// What the system said.
pub fn run(words: &[String]) -> std::io::Result<()> {
    match words.split_first() {
        Some((program, arguments)) => start(program, arguments.iter().map(String::as_str)),
        None => Ok(()),
    }
}

fn start<'a>(program: &str, arguments: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Its end is waited for, so that it leaves no zombie; how it ended is its own affair.
    std::thread::spawn(move || child.wait());
    Ok(())
}
