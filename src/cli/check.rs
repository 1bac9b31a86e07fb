//! `bifold check`: everything that `build` checks, and nothing written but what `--fix` mends.

use super::args::{Check, FormatName, Global};
use super::clock::Clock;
use super::screen::{Screen, counted};
use super::{Exit, Failure, watchdog, workspace};
use crate::diagnostic::render::{Format, render};
use crate::diagnostic::{Counts, Diagnostic, mend};
use crate::render::Artifact;
use crate::site::{Changed, Options, Published, Site, Snapshot, publish};
use std::path::Path;
use std::sync::Arc;

/// More rounds than texts written by people need; two findings whose edits undo each other must not go on for ever.
const ROUNDS: usize = 8;

pub(super) fn run(global: &Global, options: &Check, screen: &Screen) -> Result<Exit, Failure> {
    let root = workspace::root(global)?;
    let asked = Options {
        base_url: None,
        drafts: options.drafts,
        strict: options.strict,
        untrusted: options.untrusted,
        ..Options::default()
    };
    let mut site = workspace::open(&root, asked);
    watchdog::watch(&site.under_way(), screen);
    let mut clock = Arc::new(Clock::new());
    let (mut snapshot, mut published) = check(&mut site, &clock);
    // Edits that touch each other are applied one after the other.
    for _ in 0..if options.fix { ROUNDS } else { 0 } {
        let mended = fix(&root, &snapshot, &published.diagnostics, options.dry_run, screen)?;
        if mended == 0 || options.dry_run {
            break;
        }
        clock = Arc::new(Clock::new());
        (snapshot, published) = check(&mut site, &clock);
    }
    let format = match options.format {
        FormatName::Human => Format::Human(screen.style_out()),
        FormatName::Short => Format::Short,
        FormatName::Json => Format::Json,
        FormatName::Github => Format::Github,
        FormatName::Sarif => Format::Sarif,
    };
    screen.out(&render(&published.diagnostics, &snapshot.sources, format));
    clock.tell(screen, &snapshot, &published, None);
    let counts = Counts::of(&published.diagnostics);
    screen.remark(format!("Checked {} pages: {}.", published.pages, counted(counts)));
    Ok(if published.has_errors() { Exit::Findings } else { Exit::Fine })
}

fn check(site: &mut Site, clock: &Arc<Clock>) -> (Arc<Snapshot>, Published) {
    let keeper = clock.clone();
    site.keep_time(Arc::new(move |stage| keeper.enter(stage)));
    let snapshot = site.refresh(&Changed::All);
    let published = publish(&snapshot, &|_: Artifact| {}, None, &|stage| clock.enter(stage));
    (snapshot, published)
}

/// Applies the edits of all findings, and gives how many texts that changes.
fn fix(
    root: &Path,
    snapshot: &Snapshot,
    diagnostics: &[Diagnostic],
    dry_run: bool,
    screen: &Screen,
) -> Result<usize, Failure> {
    let all = mend(diagnostics, &snapshot.sources);
    for mended in &all {
        let (verb, path) = (if dry_run { "Would mend" } else { "Mended" }, &mended.source.path);
        let plural = if mended.edits == 1 { "" } else { "s" };
        screen.remark(format!("{verb} {path}: {} edit{plural}", mended.edits));
        if !dry_run {
            write_over(&root.join(&**path), &mended.source.to_bytes(&mended.text))?;
        }
    }
    Ok(all.len())
}

/// Writes beside the file and renames, so that a text is never half there.
pub(super) fn write_over(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let temporary = path.with_file_name(format!(".{name}.bifold-new"));
    let permissions = std::fs::metadata(path).map(|found| found.permissions());
    let written = std::fs::write(&temporary, bytes).and_then(|()| {
        if let Ok(permissions) = permissions {
            std::fs::set_permissions(&temporary, permissions)?;
        }
        std::fs::rename(&temporary, path)
    });
    written.map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        Failure::machine(format!("cannot write {}: {error}", path.display()))
    })
}
