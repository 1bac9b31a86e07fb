//! `bifold build`

use super::args::{Build, Global};
use super::screen::{Screen, counted};
use super::{Exit, Failure, workspace};
use crate::config::normalise_base_url;
use crate::diagnostic::Counts;
use crate::site::{Changed, Options, Output, OutputError, Published, Snapshot, Stage, publish};
use std::cell::RefCell;
use std::time::{Duration, Instant};

pub(super) fn run(global: &Global, options: &Build, screen: &Screen) -> Result<Exit, Failure> {
    let root = workspace::root(global)?;
    let base_url = options.base_url.as_deref().map(base_url).transpose()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("public"));
    let output = Output::open(&folder, &root, options.adopt).map_err(output_failure)?;
    let clock = Clock::new();
    let asked = Options {
        base_url,
        drafts: options.drafts,
        strict: options.strict,
        untrusted: options.untrusted,
        ..Options::default()
    };
    let snapshot = workspace::open(&root, asked).refresh(&Changed::All);
    clock.end("read and link");
    let take = |artifact: crate::render::Artifact| output.put(&artifact.path, &artifact.bytes);
    let published = publish(&snapshot, &take, &|stage| clock.enter(stage));
    clock.end("");
    screen.findings(&published.diagnostics, &snapshot.sources);
    let counts = Counts::of(&published.diagnostics);
    if published.has_errors() {
        output.abandon();
        screen.remark(format!("Not published: {}. {} is as it was.", counted(counts), folder.display()));
        return Ok(Exit::Findings);
    }
    let changes = output.publish().map_err(output_failure)?;
    clock.end("write");
    if screen.verbose {
        verbose(screen, &clock, &snapshot, &published);
        screen.remark(format!(
            "  {} written, {} unchanged, {} removed",
            changes.written, changes.kept, changes.removed
        ));
    }
    let languages = snapshot.edition.catalog.config.languages.len();
    screen.say(format!(
        "Built {} pages in {languages} language{} in {:.2} s: {}.",
        published.pages,
        if languages == 1 { "" } else { "s" },
        clock.whole().as_secs_f64(),
        counted(counts)
    ));
    Ok(Exit::Fine)
}

fn base_url(url: &str) -> Result<String, Failure> {
    normalise_base_url(url).map_err(|why| {
        Failure::usage(
            format!("--base-url: `{url}` is no address to publish under: {why}"),
            "write it like https://example.org/handbook/",
        )
    })
}

fn output_failure(error: OutputError) -> Failure {
    match error {
        OutputError::NotOurs(message, help) => Failure::usage(message, help),
        OutputError::Io(message) => Failure::machine(message),
    }
}

fn verbose(screen: &Screen, clock: &Clock, snapshot: &Snapshot, published: &Published) {
    let work = snapshot.work;
    screen.remark(format!(
        "  {} documents parsed, {} linked; {} pages, {} files",
        work.parsed, work.linked, published.pages, published.files
    ));
    for (stage, time) in clock.stages.borrow().iter() {
        screen.remark(format!("  {stage:<16}{:>9.1} ms", time.as_secs_f64() * 1000.0));
    }
}

/// Time by stage.
struct Clock {
    start: Instant,
    now: RefCell<(String, Instant)>,
    stages: RefCell<Vec<(String, Duration)>>,
}

impl Clock {
    fn new() -> Clock {
        let start = Instant::now();
        Clock { start, now: RefCell::new((String::new(), start)), stages: RefCell::default() }
    }

    fn enter(&self, stage: Stage) {
        let name = match stage {
            Stage::Pages => "pages",
            Stage::Search => "search",
            Stage::Files => "other files",
        };
        self.end("");
        self.now.borrow_mut().0 = name.to_owned();
    }

    /// Ends the running stage, giving it a name if it has none yet.
    fn end(&self, name: &str) {
        let mut now = self.now.borrow_mut();
        let (running, since) = std::mem::replace(&mut *now, (String::new(), Instant::now()));
        let name = if running.is_empty() { name.to_owned() } else { running };
        if !name.is_empty() {
            self.stages.borrow_mut().push((name, since.elapsed()));
        }
    }

    fn whole(&self) -> Duration {
        self.start.elapsed()
    }
}
