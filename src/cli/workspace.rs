//! Where the site is.

use super::Failure;
use super::args::Global;
use crate::site::{Options, SITE_TOML, Site};
use crate::source::Disk;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the site: as said, else the nearest with a `site.toml` upwards.
pub(super) fn root(global: &Global) -> Result<PathBuf, Failure> {
    if let Some(root) = &global.root {
        if root.join(SITE_TOML).is_file() {
            return Ok(root.clone());
        }
        return Err(Failure::usage(
            format!("there is no {SITE_TOML} in {}", root.display()),
            "name the folder of a site with --root, or make one with `bifold init`",
        ));
    }
    let here =
        std::env::current_dir().map_err(|error| Failure::machine(format!("no current folder: {error}")))?;
    here.ancestors().find(|folder| folder.join(SITE_TOML).is_file()).map(Path::to_path_buf).ok_or_else(|| {
        Failure::usage(
            format!("there is no {SITE_TOML} here or in a folder above"),
            "go to the folder of a site, name it with --root, or make one with `bifold init`",
        )
    })
}

/// The site in a folder.
pub(super) fn open(root: &Path, options: Options) -> Site {
    Site::new(Arc::new(Disk::new(root)), options)
}
