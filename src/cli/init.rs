//! `bifold init`: a new bilingual handbook that builds at once.

use super::args::Init;
use super::new::write_new;
use super::screen::Screen;
use super::{Exit, Failure};
use crate::site::SITE_TOML;
use std::path::PathBuf;

const GITIGNORE: &str = ".gitignore";

const FILES: &[(&str, &str)] = &[
    (SITE_TOML, include_str!("starter/site.toml")),
    (GITIGNORE, "/public\n/.bifold\n"),
    ("content/sources.toml", include_str!("starter/sources.toml")),
    ("content/home.zh.md", include_str!("starter/home.zh.md")),
    ("content/home.en.md", include_str!("starter/home.en.md")),
    ("content/chapters/first-steps.zh.md", include_str!("starter/first-steps.zh.md")),
    ("content/chapters/first-steps.en.md", include_str!("starter/first-steps.en.md")),
    ("content/roles/gardener.zh.md", include_str!("starter/gardener.zh.md")),
    ("content/roles/gardener.en.md", include_str!("starter/gardener.en.md")),
    ("content/skills/pruning.zh.md", include_str!("starter/pruning.zh.md")),
    ("content/skills/pruning.en.md", include_str!("starter/pruning.en.md")),
];

pub(super) fn run(options: &Init, screen: &Screen) -> Result<Exit, Failure> {
    let folder = options.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let is_here = folder.as_os_str() == ".";
    let is_there = |name: &str| folder.join(name).exists();
    // Whoever begins in a repository may have this one; what it should hold is said.
    let keeps_ignored = is_there(GITIGNORE);
    let files = || FILES.iter().filter(|(name, _)| *name != GITIGNORE || !keeps_ignored);
    if let Some((name, _)) = files().find(|(name, _)| is_there(name)) {
        let place = if is_here { "this folder".to_owned() } else { folder.display().to_string() };
        return Err(Failure::usage(
            format!("{place} has a {name} already"),
            "choose an empty folder: bifold init my-handbook",
        ));
    }
    for (name, text) in files() {
        write_new(&folder.join(name), text)?;
    }
    let place = if is_here { "here".to_owned() } else { format!("in {}", folder.display()) };
    screen.say(format!("Made a handbook {place}: {} files, in Chinese and English.", files().count()));
    if keeps_ignored {
        screen.say(format!("Add /public and /.bifold to {GITIGNORE}, which was there already."));
    }
    screen.say("Run `bifold serve` there to see it while you write, and `bifold build` to publish it.");
    Ok(Exit::Fine)
}
