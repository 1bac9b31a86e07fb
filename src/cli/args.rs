//! Every option of every command, with its help.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A static-site generator for bilingual career handbooks.
#[derive(Parser, Debug)]
#[command(name = "bifold", version, about, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of all commands.
#[derive(Args, Debug)]
pub(super) struct Global {
    /// The folder of the site; otherwise the nearest with a site.toml, from here upwards
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// When to colour messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say time and counts of each stage
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Build the site into a folder
    Build(Build),
    /// Check everything that `build` checks, and write nothing
    Check(Check),
    /// Show the site in the browser while you write; it follows each change
    Serve(Serve),
    /// Begin a new role, skill or chapter in every language of the site
    New(New),
    /// Make a new bilingual handbook
    Init(Init),
    /// Say what a diagnostic means, with an example
    Explain(Explain),
}

#[derive(Args, Debug)]
pub(super) struct Build {
    /// Where to; `public` in the site's folder otherwise
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The address to publish under, instead of the one in site.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Build drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// Treat every warning as an error
    #[arg(long)]
    pub strict: bool,
    /// Show raw HTML as text whatever site.toml says: for content that nobody has reviewed
    #[arg(long)]
    pub untrusted: bool,
    /// Build into a folder that holds other files; they stay
    #[arg(long)]
    pub adopt: bool,
    /// Make everything anew: neither read nor write what the last build kept in `.bifold`
    #[arg(long)]
    pub no_cache: bool,
}

#[derive(Args, Debug)]
pub(super) struct Check {
    /// Treat every warning as an error
    #[arg(long)]
    pub strict: bool,
    /// Check drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// Form of the findings
    #[arg(long, value_enum, default_value_t = FormatName::Human)]
    pub format: FormatName,
    /// Apply the edits that are safe
    #[arg(long)]
    pub fix: bool,
    /// With --fix: say what would change, and change nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// As in `build`
    #[arg(long)]
    pub untrusted: bool,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FormatName {
    Human,
    Short,
    Json,
    Github,
    Sarif,
}

#[derive(Args, Debug)]
pub(super) struct Serve {
    /// Listen at this port and no other; otherwise 1111 or the next that is free
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Listen at another address than this machine's own; needs --allow-host
    #[arg(long, value_name = "ADDR")]
    pub host: Option<std::net::IpAddr>,
    /// Answer to this name, too
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Show drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// Look for changes again and again: for network folders and containers that tell of none
    #[arg(long)]
    pub poll: bool,
}

#[derive(Args, Debug)]
pub(super) struct New {
    /// What to begin
    #[arg(value_enum)]
    pub kind: EntryKind,
    /// Its slug: lower-case ASCII letters and digits, words joined by `-`
    pub slug: String,
    /// A chapter's part, by its slug in site.toml
    #[arg(long, value_name = "SLUG")]
    pub part: Option<String>,
    /// A title in one language, e.g. --title zh=数据工程师 --title "en=Data engineer"
    #[arg(long, value_name = "LOCALE=TITLE")]
    pub title: Vec<String>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum EntryKind {
    Role,
    Skill,
    Chapter,
}

#[derive(Args, Debug)]
pub(super) struct Init {
    /// Where to; this folder otherwise
    pub folder: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Explain {
    /// A code such as `unresolved-link`; without one, all codes are listed
    pub code: Option<String>,
}
