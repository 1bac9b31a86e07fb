//! Arguments and what they ask for: the only room that prints.

mod args;
mod build;
mod check;
mod clock;
mod explain;
mod init;
mod new;
mod part;
mod screen;
mod serve;
mod watchdog;
mod workspace;

use args::{Arguments, Command};
use clap::Parser;

/// How a run ended; the numbers are a contract with scripts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// 0
    Fine,
    /// 1: content, templates, configuration or limits have errors.
    Findings,
    /// 2: bad arguments, no `site.toml`, an output folder that is not ours.
    Usage,
    /// 3: disk, port, a fault of ours.
    Machine,
}

/// Why a command could not do its work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    help: Option<String>,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure { exit: Exit::Usage, message: message.into(), help: Some(help.into()) }
    }

    pub(crate) fn machine(message: impl Into<String>) -> Failure {
        Failure { exit: Exit::Machine, message: message.into(), help: None }
    }
}

/// Runs the command that the process was called with.
pub fn run() -> std::process::ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            let asked = matches!(
                error.kind(),
                clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion
            );
            return if asked { Exit::Fine } else { Exit::Usage }.into();
        }
    };
    let screen = screen::Screen::new(&arguments.global);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(&arguments, &screen)));
    let result = result.unwrap_or_else(|_| {
        Err(Failure {
            exit: Exit::Machine,
            message: "Bifold failed inside; this is a fault of ours, not of your text".to_owned(),
            help: Some("please report it with the lines above and the file that brought it up".to_owned()),
        })
    });
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => {
            screen.failure(&failure.message, failure.help.as_deref());
            failure.exit.into()
        }
    }
}

fn dispatch(arguments: &Arguments, screen: &screen::Screen) -> Result<Exit, Failure> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Build(options) => build::run(global, options, screen),
        Command::Check(options) => check::run(global, options, screen),
        Command::Serve(options) => serve::run(global, options, screen.clone()),
        Command::New(options) => new::run(global, options, screen),
        Command::Init(options) => init::run(options, screen),
        Command::Explain(options) => explain::run(options, screen),
    }
}

impl Exit {
    fn number(self) -> u8 {
        match self {
            Exit::Fine => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Machine => 3,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> std::process::ExitCode {
        std::process::ExitCode::from(exit.number())
    }
}
