//! What paths mean to the pipeline: what is read, what changed, where files are published.

use crate::config::Config;
use crate::content::CONTENT;
use crate::source::digest;
use crate::theme::DEFAULT;
use std::collections::BTreeSet;

/// The configuration's file.
pub const SITE_TOML: &str = "site.toml";
const THEMES: &str = "themes";

/// Which files may differ from what was last read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Changed {
    /// Any.
    All,
    /// These, relative to the root: written, new, or gone.
    Paths(BTreeSet<String>),
}

impl Changed {
    pub(super) fn holds(&self, path: &str) -> bool {
        match self {
            Changed::All => true,
            Changed::Paths(paths) => paths.contains(path),
        }
    }
}

/// The folders that are read.
pub(super) fn roots(config: &Config) -> Vec<String> {
    let mut roots = vec![CONTENT.to_owned(), format!("{THEMES}/{DEFAULT}")];
    if config.theme.value != DEFAULT && crate::config::is_slug(&config.theme.value) {
        roots.push(format!("{THEMES}/{}", config.theme.value));
    }
    roots
}

/// `content/chapters/pay/chart.svg` → `assets/chapters/pay/chart.1f2e3d4c.svg`
pub(super) fn published(path: &str, bytes: &[u8]) -> String {
    let below = path.strip_prefix("content/").unwrap_or(path);
    let print = format!("{:08x}", digest(bytes) as u32);
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{folder}/{stem}.{print}.{extension}"),
        None => format!("assets/{folder}/{name}.{print}"),
    }
}
