//! `bifold build`

use super::args::{Build, Global};
use super::clock::Clock;
use super::screen::{Screen, counted};
use super::{Exit, Failure, watchdog, workspace};
use crate::config::normalise_base_url;
use crate::diagnostic::Counts;
use crate::render::Artifact;
use crate::site::{CACHE, Cache, Changed, Made, Options, Output, OutputError, Target, publish};
use std::path::Path;
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
    let cache = if options.no_cache { None } else { cache(&root) };
    if let Some(cache) = &cache {
        site.recall(cache);
    }
    let snapshot = site.refresh(&Changed::All);
    let disk = ToDisk { output, clock: &clock };
    let published = publish(&snapshot, &disk, cache.as_ref(), &|stage| clock.enter(stage));
    let output = disk.output;
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
    if let Some(cache) = &cache {
        clock.keeping();
        site.keep(cache);
    }
    clock.tell(screen, &snapshot, &published, Some(&changes));
    if let Some(why) = cache.as_ref().and_then(Cache::failure).filter(|_| screen.verbose) {
        screen.remark(format!("Nothing is kept for the next build: {why}."));
    }
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

/// Where files go, with the time that it takes.
struct ToDisk<'a> {
    output: Output,
    clock: &'a Clock,
}

impl Target for ToDisk<'_> {
    fn take(&self, artifact: Artifact) {
        self.clock.writing(|| self.output.put(&artifact.path, &artifact.bytes));
    }

    fn holds(&self, path: &str, made: Made) -> bool {
        self.clock.writing(|| self.output.keep(path, made))
    }
}

/// What this very program kept of its last build; none when it cannot know itself.
fn cache(root: &Path) -> Option<Cache> {
    let program = std::env::current_exe().and_then(std::fs::read).ok()?;
    Some(Cache::new(root.join(CACHE), &program))
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
