//! `bifold serve`

use super::args::{Global, Serve};
use super::clock::Clock;
use super::screen::{Screen, counted};
use super::{Exit, Failure, watchdog, workspace};
use crate::diagnostic::{Counts, Diagnostic};
use crate::serve::{Editor, Notice, Published, ServeError, Workshop};
use crate::source::Disk;
use std::sync::{Arc, Mutex, PoisonError};

/// The person's own way to open a place; `site.toml` can only name an address.
const EDITOR: &str = "BIFOLD_EDITOR";

pub(super) fn run(global: &Global, options: &Serve, screen: Screen) -> Result<Exit, Failure> {
    let root = workspace::root(global)?;
    // Events name files by their whole path.
    let root = std::path::absolute(&root)
        .and_then(|root| root.canonicalize())
        .map_err(|error| Failure::machine(format!("{}: {error}", root.display())))?;
    let files = Arc::new(Disk::new(&root));
    let site = crate::site::Options { drafts: options.drafts, ..Default::default() };
    let mut engine = Box::new(Workshop::new(files.clone(), site));
    watchdog::watch(&engine.under_way(), &screen);
    let clock = Arc::new(Clock::new());
    let keeper = clock.clone();
    engine.keep_time(Arc::new(move |stage| keeper.enter(stage)));
    let editor = std::env::var(EDITOR).ok().and_then(|setting| Editor::of_person(&setting));
    let options = crate::serve::Options {
        port: options.port,
        host: options.host,
        allow_hosts: options.allow_host.clone(),
        open: options.open,
        poll: options.poll,
        editor,
        ..crate::serve::Options::new(root)
    };
    let speaker = Speaker { screen, clock, last: Mutex::default() };
    let tell = Arc::new(move |notice| speaker.tell(notice));
    crate::serve::run(options, files, engine, tell).map_err(failure)?;
    Ok(Exit::Fine)
}

fn failure(error: ServeError) -> Failure {
    match error {
        ServeError::NoName => {
            Failure::usage(error.to_string(), "for example: --host 0.0.0.0 --allow-host book.local")
        }
        ServeError::PortTaken(_) => Failure {
            exit: Exit::Machine,
            message: error.to_string(),
            help: Some(
                "name another with --port, or leave it out: then the next free one is used".to_owned(),
            ),
        },
        other => Failure::machine(other.to_string()),
    }
}

/// Says what happens while serving.
struct Speaker {
    screen: Screen,
    clock: Arc<Clock>,
    /// What was found last: told again only when it differs.
    last: Mutex<Vec<Diagnostic>>,
}

impl Speaker {
    fn tell(&self, notice: Notice) {
        let screen = &self.screen;
        match notice {
            Notice::Listening(address) => screen.out(&format!("{address}\n")),
            Notice::PortTaken { usual, used } => {
                screen.remark(format!("Port {usual} is in use, so this is port {used}."));
            }
            Notice::OpenToNetwork(host) => screen.warning(&format!(
                "the site is served at {host}: whoever reaches this machine can read it, drafts as well"
            )),
            Notice::Built(site) => self.built(&*site),
            Notice::Polling(None) => screen.remark("Looking for changes twice a second."),
            Notice::Polling(Some(why)) => screen.warning(&format!(
                "cannot watch for changes ({why}); looking for them twice a second instead"
            )),
            Notice::Storm(path) => screen
                .warning(&format!("{path} changes without end; it is looked at four times a second at most")),
            Notice::NotStarted(what) => screen.warning(&format!("could not start {what}")),
        }
    }

    fn built(&self, site: &dyn Published) {
        self.clock.tell_refresh(&self.screen);
        let report = site.report();
        let found = site.diagnostics();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if *last != found {
            self.screen.findings(&found, site.sources());
        }
        let counts = counted(Counts::of(&found));
        *last = found;
        self.screen.remark(format!(
            "{} ms: {} parsed, {} pages; {counts}",
            report.took.as_millis(),
            report.parsed,
            report.pages
        ));
    }
}
