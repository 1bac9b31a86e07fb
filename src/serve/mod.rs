//! Write and see: a watcher, an engine's thread, and a server from memory.
//!
//! ```text
//! files ──▶ watcher ──▶ mailbox ──▶ engine ──▶ shown ──▶ server ──▶ browser
//!           settles     joins       refreshes  one state  answers    patches
//! ```
//!
//! Four threads. The **watcher** turns events into batches of paths ([`settle`]). The **engine**'s thread takes a
//! batch, makes the next state of the site and shows it. The **server** (the one file with an async runtime) answers
//! from the state that is shown, by name, never from a path on the disk; it writes nothing. The **caller**'s thread
//! waits for Ctrl-C. In the browser one script, which is in no built page, hears the number of each new state, asks
//! for its page again and changes what differs.
//!
//! The only room below `cli` with a clock, because it waits.

mod answer;
mod both;
mod browser;
mod editor;
mod gate;
mod interrupt;
mod mailbox;
mod markup;
mod mime;
mod page;
mod poll;
mod port;
mod published;
mod reply;
mod route;
mod server;
mod settle;
mod state;
mod watcher;
mod words;
mod workshop;

pub use editor::Editor;
pub use port::DEFAULT_PORT;
pub use published::{Changed, Engine, File, Published, Report, Tongue};
pub use settle::Timing;
pub use workshop::Workshop;

use crate::source::Files;
use mailbox::Mailbox;
use reply::Replier;
use server::{Server, Stage};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};
use watcher::Watching;

/// How to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of `site.toml`, absolute.
    pub root: PathBuf,
    /// This port or none; without one the first that is free.
    pub port: Option<u16>,
    /// Another address to listen at than this machine's own.
    pub host: Option<IpAddr>,
    /// Further names that the server answers to.
    pub allow_hosts: Vec<String>,
    /// Open the browser.
    pub open: bool,
    /// Look for changes again and again instead of waiting for events.
    pub poll: bool,
    /// The person's own way to open a place.
    pub editor: Option<Editor>,
    /// The watcher's waits.
    pub timing: Timing,
}

impl Options {
    /// Serves `root` to this machine.
    pub fn new(root: impl Into<PathBuf>) -> Options {
        Options {
            root: root.into(),
            port: None,
            host: None,
            allow_hosts: Vec::new(),
            open: false,
            poll: false,
            editor: None,
            timing: Timing::default(),
        }
    }
}

/// What happens while serving, for the person at the screen.
#[derive(Clone)]
pub enum Notice {
    /// The server answers at this address; always the first.
    Listening(String),
    /// The usual port was taken; the one that is used.
    PortTaken {
        /// The usual one.
        usual: u16,
        /// The one that is used.
        used: u16,
    },
    /// Others on the network can read the site.
    OpenToNetwork(IpAddr),
    /// A new state is shown.
    Built(Arc<dyn Published>),
    /// Files are looked at again and again: asked for, or because events cannot be had, for this reason.
    Polling(Option<String>),
    /// This file changes without end.
    Storm(String),
    /// A program could not be started.
    NotStarted(String),
}

/// Told of what happens, from any thread.
pub type Tell = Arc<dyn Fn(Notice) + Send + Sync>;

/// Why serving ended or could not begin: the machine's faults.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ServeError {
    /// The port that was asked for.
    PortTaken(u16),
    /// None of these is free.
    NoPort {
        /// First that was tried.
        first: u16,
        /// Last that was tried.
        last: u16,
    },
    /// Listening at another address needs names to answer to.
    NoName,
    /// What the system said.
    Machine(String),
    /// The engine failed inside.
    Engine,
}

impl std::fmt::Display for ServeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ServeError::PortTaken(port) => write!(f, "port {port} is in use"),
            ServeError::NoPort { first, last } => write!(f, "the ports {first} to {last} are all in use"),
            ServeError::NoName => f.write_str("--host needs --allow-host: the name that browsers will use"),
            ServeError::Machine(why) => f.write_str(why),
            ServeError::Engine => f.write_str("internal error while building; please report it"),
        }
    }
}

impl std::error::Error for ServeError {}

/// After so long without a change the pages that nobody has asked for are made, too: their templates may have errors.
const REST: Duration = Duration::from_millis(500);
/// Longest wait for the threads at the end.
const FAREWELL: Duration = Duration::from_secs(1);

/// Serves until Ctrl-C.
///
/// # Errors
/// When the server cannot listen, or the engine fails inside.
pub fn run(
    options: Options,
    files: Arc<dyn Files>,
    engine: Box<dyn Engine>,
    tell: Tell,
) -> Result<(), ServeError> {
    let serving = Serving::begin(options, files, engine, tell, Server::end_on_interrupt)?;
    let end = serving.ends.recv().unwrap_or(End::EngineFailed);
    serving.stop();
    if end == End::EngineFailed { Err(ServeError::Engine) } else { Ok(()) }
}

/// Why serving ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Interrupt,
    EngineFailed,
}

/// A server at work.
pub struct Serving {
    address: String,
    port: u16,
    server: Server,
    mailbox: Arc<Mailbox>,
    engine: std::thread::JoinHandle<()>,
    ends: Receiver<End>,
    _watcher: watcher::Handle,
}

impl Serving {
    /// Starts to listen, to watch and to build; returns before the first state is there. Requests wait for it.
    ///
    /// # Errors
    /// When the server cannot listen.
    pub fn start(
        options: Options,
        files: Arc<dyn Files>,
        engine: Box<dyn Engine>,
        tell: Tell,
    ) -> Result<Serving, ServeError> {
        Serving::begin(options, files, engine, tell, |_, _| {})
    }

    /// The same; `arrange` is called before anybody is told that there is a server.
    fn begin(
        options: Options,
        files: Arc<dyn Files>,
        engine: Box<dyn Engine>,
        tell: Tell,
        arrange: impl FnOnce(&Server, Sender<End>),
    ) -> Result<Serving, ServeError> {
        if options.host.is_some_and(|host| !host.is_loopback()) && options.allow_hosts.is_empty() {
            return Err(ServeError::NoName);
        }
        let listeners = port::listen(options.host, options.port)?;
        let port = listeners.port;
        let replier = Replier::new(&options, port, tell.clone());
        let server = Server::start(listeners.sockets, replier)?;
        let (end, ends) = channel();
        arrange(&server, end.clone());
        let address = announce(&options, port, listeners.instead_of, &tell);
        let mailbox = Arc::new(Mailbox::default());
        let watching = Watching { root: options.root, poll: options.poll, timing: options.timing };
        // Watched from before the first look: what changes during it is looked at again.
        let watcher = watcher::watch(watching, files, mailbox.clone(), tell.clone());
        mailbox.post(Changed::All);
        let engine = {
            let (mailbox, stage) = (mailbox.clone(), server.stage());
            std::thread::spawn(move || {
                let _alarm = Alarm(end);
                follow(engine, &mailbox, &stage, &tell);
            })
        };
        Ok(Serving { address, port, server, mailbox, engine, ends, _watcher: watcher })
    }

    /// The address of the site, ending in `/`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends the live channels, stops listening and building, within a second.
    pub fn stop(self) {
        self.mailbox.close();
        self.server.stop();
        let end = Instant::now() + FAREWELL;
        while !self.engine.is_finished() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Sounds when the engine's thread falls over.
struct Alarm(Sender<End>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Nobody listens any more when serving ends.
            let _ = self.0.send(End::EngineFailed);
        }
    }
}

/// Takes batch after batch and shows each new state.
fn follow(mut engine: Box<dyn Engine>, mailbox: &Mailbox, stage: &Stage, tell: &Tell) {
    while let Some(changed) = mailbox.take() {
        stage.begin();
        let next = engine.refresh(&changed, mailbox.stop());
        let is_finished = next.is_some();
        stage.end(next.clone());
        if let Some(site) = next {
            tell(Notice::Built(site));
        }
        mailbox.done(changed, is_finished);
        if let Some(site) = mailbox.when_quiet(REST, |stop| engine.finish(stop)) {
            stage.end(Some(site.clone()));
            tell(Notice::Built(site));
        }
    }
}

/// Says where the site is, and gives its address.
fn announce(options: &Options, port: u16, instead_of: Option<u16>, tell: &Tell) -> String {
    let host = match options.host {
        None => "localhost".to_owned(),
        Some(_) if !options.allow_hosts.is_empty() => options.allow_hosts[0].clone(),
        Some(IpAddr::V6(host)) => format!("[{host}]"),
        Some(host) => host.to_string(),
    };
    let address = format!("http://{host}:{port}/");
    tell(Notice::Listening(address.clone()));
    if let Some(usual) = instead_of {
        tell(Notice::PortTaken { usual, used: port });
    }
    if let Some(host) = options.host.filter(|host| !host.is_loopback()) {
        tell(Notice::OpenToNetwork(host));
    }
    if options.open
        && let Err(error) = browser::open(&address)
    {
        tell(Notice::NotStarted(format!("the browser: {error}")));
    }
    address
}
