//! `bifold check`: everything that `build` checks, and nothing written but what `--fix` mends.

use super::args::{Check, FormatName, Global};
use super::screen::{Screen, counted};
use super::{Exit, Failure, workspace};
use crate::diagnostic::render::{Format, render};
use crate::diagnostic::{Counts, Diagnostic, Edit};
use crate::site::{Changed, Options, Published, Site, Snapshot, publish};
use crate::source::Sources;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

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
    let (mut snapshot, mut published) = check(&mut site);
    if options.fix {
        let mended = fix(&root, &snapshot.sources, &published.diagnostics, options.dry_run, screen)?;
        if mended > 0 && !options.dry_run {
            (snapshot, published) = check(&mut site);
        }
    }
    let format = match options.format {
        FormatName::Human => Format::Human(screen.style_out()),
        FormatName::Short => Format::Short,
        FormatName::Json => Format::Json,
        FormatName::Github => Format::Github,
        FormatName::Sarif => Format::Sarif,
    };
    screen.out(&render(&published.diagnostics, &snapshot.sources, format));
    let counts = Counts::of(&published.diagnostics);
    screen.remark(format!("Checked {} pages: {}.", published.pages, counted(counts)));
    Ok(if published.has_errors() { Exit::Findings } else { Exit::Fine })
}

fn check(site: &mut Site) -> (Arc<Snapshot>, Published) {
    let snapshot = site.refresh(&Changed::All);
    let published = publish(&snapshot, &|_| {}, &|_| {});
    (snapshot, published)
}

/// Applies the edits of all findings. Edits that overlap another finding's are left for the next run.
fn fix(
    root: &Path,
    sources: &Sources,
    diagnostics: &[Diagnostic],
    dry_run: bool,
    screen: &Screen,
) -> Result<usize, Failure> {
    let mut by_path: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut taken = 0;
    for finding in diagnostics.iter().filter(|finding| !finding.edits.is_empty()) {
        let free = finding.edits.iter().all(|edit| {
            let path = sources.path(edit.span.source);
            by_path.get(path).is_none_or(|edits| edits.iter().all(|other| apart(edit, other)))
        });
        if free {
            taken += 1;
            for edit in &finding.edits {
                by_path.entry(sources.path(edit.span.source)).or_default().push(edit);
            }
        }
    }
    for (path, edits) in &by_path {
        let Some(source) = sources.by_path(path) else { continue };
        let text = apply(&source.text, edits);
        screen.remark(format!(
            "{} {path}: {} edit{}",
            if dry_run { "Would mend" } else { "Mended" },
            edits.len(),
            if edits.len() == 1 { "" } else { "s" }
        ));
        if !dry_run {
            write(&root.join(path), &source.to_bytes(&text))?;
        }
    }
    Ok(taken)
}

fn apart(a: &Edit, b: &Edit) -> bool {
    if a.span.source != b.span.source {
        return true;
    }
    // Two insertions at one place would come in an order that nobody chose.
    a.span.end < b.span.start
        || b.span.end < a.span.start
        || (a.span.end == b.span.start) != (a.span.start == b.span.end)
}

fn apply(text: &str, edits: &[&Edit]) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start < at || range.end > text.len() {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&edit.replacement);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Writes beside the file and renames, so that a text is never half there.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
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
