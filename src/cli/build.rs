//! `bifold build`

use super::args::{Build, Global};
use super::clock::Clock;
use super::screen::{Screen, counted};
use super::{Exit, Failure, watchdog, workspace};
use crate::config::normalise_base_url;
use crate::diagnostic::Counts;
use crate::site::{Changed, Options, Output, OutputError, publish};
use std::sync::Arc;

pub(super) fn run(global: &Global, options: &Build, screen: &Screen) -> Result<Exit, Failure> {
    let root = workspace::root(global)?;
    let base_url = options.base_url.as_deref().map(base_url).transpose()?;
    let folder = options.out.clone().unwrap_or_else(|| root.join("public"));
    let output = Output::open(&folder, &root, options.adopt).map_err(output_failure)?;
    let clock = Arc::new(Clock::new());
    let asked = Options {
        base_url,
        drafts: options.drafts,
        strict: options.strict,
        untrusted: options.untrusted,
        ..Options::default()
    };
    let mut site = workspace::open(&root, asked);
    let keeper = clock.clone();
    site.keep_time(Arc::new(move |stage| keeper.enter(stage)));
    watchdog::watch(&site.under_way(), screen);
    let snapshot = site.refresh(&Changed::All);
    let take = |artifact: crate::render::Artifact| {
        clock.writing(|| output.put(&artifact.path, &artifact.bytes));
    };
    let published = publish(&snapshot, &take, &|stage| clock.enter(stage));
    screen.findings(&published.diagnostics, &snapshot.sources);
    let counts = Counts::of(&published.diagnostics);
    if published.has_errors() {
        output.abandon();
        clock.tell(screen, &snapshot, &published, None);
        screen.remark(format!("Not published: {}. {} is as it was.", counted(counts), folder.display()));
        return Ok(Exit::Findings);
    }
    clock.publishing();
    let changes = output.publish().map_err(output_failure)?;
    clock.tell(screen, &snapshot, &published, Some(&changes));
    let languages = snapshot.edition.catalog.config.languages.len();
    screen.say(format!(
        "Built {} pages in {languages} language{} in {:.2} s: {}.",
        published.pages,
        if languages == 1 { "" } else { "s" },
        clock.seconds(),
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
