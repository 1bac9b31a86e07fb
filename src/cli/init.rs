//! `bifold init`: a new bilingual handbook that builds at once.

use super::args::Init;
use super::new::write_new;
use super::screen::Screen;
use super::{Exit, Failure};
use crate::site::SITE_TOML;
use std::path::PathBuf;

const FILES: &[(&str, &str)] = &[
    (SITE_TOML, include_str!("starter/site.toml")),
    (".gitignore", "/public\n/.bifold\n"),
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
    if let Some((name, _)) = FILES.iter().find(|(name, _)| folder.join(name).exists()) {
        return Err(Failure::usage(
            format!("{} has a {name} already", folder.display()),
            "choose an empty folder: bifold init my-handbook",
        ));
    }
    for (name, text) in FILES {
        write_new(&folder.join(name), text)?;
    }
    let place =
        if folder.as_os_str() == "." { "here".to_owned() } else { format!("in {}", folder.display()) };
    screen.say(format!("Made a handbook {place}: {} files, in Chinese and English.", FILES.len()));
    screen.say("Run `bifold serve` there to see it while you write, and `bifold build` to publish it.");
    Ok(Exit::Fine)
}
