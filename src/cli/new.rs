//! `bifold new`: both files of an entry, from archetypes.

use super::args::{EntryKind, Global, New};
use super::check::write_over;
use super::part::with_chapter;
use super::screen::Screen;
use super::{Exit, Failure, workspace};
use crate::config::{self, Config, Group, Language, is_device_name, is_slug};
use crate::content::Collection;
use crate::locale::Script;
use crate::site::SITE_TOML;
use crate::source::{Disk, Files, Source, Sources};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) fn run(global: &Global, options: &New, screen: &Screen) -> Result<Exit, Failure> {
    let root = workspace::root(global)?;
    let Some((source, config)) = read_config(&root, screen)? else { return Ok(Exit::Findings) };
    if !is_slug(&options.slug) {
        let help = if is_device_name(&options.slug) {
            "on Windows no file can have this name: choose another"
        } else {
            "a slug is lower-case ASCII letters and digits, words joined by `-`: data-engineer"
        };
        return Err(Failure::usage(format!("`{}` cannot be a slug", options.slug), help));
    }
    let titles = titles(&config, &options.title)?;
    let collection = match options.kind {
        EntryKind::Role => Collection::Roles,
        EntryKind::Skill => Collection::Skills,
        EntryKind::Chapter => Collection::Chapters,
    };
    if let Some(part) = &options.part
        && (collection != Collection::Chapters || !config.parts.iter().any(|known| known.slug == *part))
    {
        let parts: Vec<&str> = config.parts.iter().map(|part| part.slug.as_str()).collect();
        return Err(Failure::usage(
            format!("`--part {part}` names no part for a chapter"),
            format!("the parts in site.toml are {}", parts.join(", ")),
        ));
    }
    taken(&root, &options.slug)?;
    for (index, language) in config.languages.iter().enumerate() {
        let path = root.join(format!("content/{collection}/{}.{}.md", options.slug, language.locale));
        let origin = index == config.default_language;
        let text = archetype(collection, &options.slug, titles[index].as_deref(), &config, language, origin);
        write_new(&path, &text)?;
        screen.say(format!("Wrote {}", path.strip_prefix(&root).unwrap_or(&path).display()));
    }
    if collection == Collection::Chapters {
        let part = config.parts.iter().find(|part| options.part.as_ref() == Some(&part.slug));
        let added = part.and_then(|part| with_chapter(&source.text, part, &options.slug));
        let of_part = part.map_or_else(|| "a part".to_owned(), |part| format!("the part `{}`", part.slug));
        if let Some(text) = added {
            write_over(&root.join(SITE_TOML), &source.to_bytes(&text))?;
            screen
                .say(format!("Added \"{}\" to {of_part} in {SITE_TOML}, as its last chapter.", options.slug));
        } else {
            screen.say(format!("Now add \"{}\" to `chapters` of {of_part} in {SITE_TOML}.", options.slug));
        }
    }
    screen.say(
        "Readers see none of it yet: `bifold serve --drafts` shows drafts; delete `draft = true` to publish.",
    );
    Ok(Exit::Fine)
}

/// `site.toml` and what it says; none when it has errors, which are told.
fn read_config(root: &Path, screen: &Screen) -> Result<Option<(Arc<Source>, Config)>, Failure> {
    let bytes = Disk::new(root)
        .read(SITE_TOML, 1 << 20)
        .map_err(|error| Failure::machine(format!("cannot read {SITE_TOML}: {error:?}")))?;
    let mut sources = Sources::default();
    let source = Source::new(sources.id(SITE_TOML), SITE_TOML.into(), &bytes)
        .map_err(|_| Failure::usage(format!("{SITE_TOML} is not UTF-8"), "save it as UTF-8"))?;
    let source = Arc::new(source);
    let config = config::read(&source);
    if config.diagnostics.is_empty() {
        return Ok(Some((source, config.value)));
    }
    sources.put(source);
    screen.findings(&config.diagnostics, &sources);
    screen.remark("Nothing written: what the new files hold depends on site.toml.");
    Ok(None)
}

fn titles(config: &Config, written: &[String]) -> Result<Vec<Option<String>>, Failure> {
    let mut titles = vec![None; config.languages.len()];
    for title in written {
        let form = "write --title zh=数据工程师 --title \"en=Data engineer\"";
        let Some((locale, words)) = title.split_once('=') else {
            return Err(Failure::usage(format!("`--title {title}` does not say its language"), form));
        };
        let Some(at) = config.languages.iter().position(|language| language.locale.as_str() == locale) else {
            return Err(Failure::usage(format!("`{locale}` is no language of this site"), form));
        };
        titles[at] = Some(words.to_owned());
    }
    Ok(titles)
}

/// Slugs are unique over all collections.
fn taken(root: &Path, slug: &str) -> Result<(), Failure> {
    let (entries, _) = Disk::new(root).walk("content");
    let found = entries.iter().find(|entry| {
        let name = entry.path.rsplit('/').next().unwrap_or("");
        name.strip_suffix(".md")
            .and_then(|stem| stem.rsplit_once('.'))
            .is_some_and(|(known, _)| known == slug)
    });
    match found {
        Some(entry) => Err(Failure::usage(
            format!("the slug `{slug}` is taken by {}", entry.path),
            "slugs are unique over all collections: choose another",
        )),
        None => Ok(()),
    }
}

pub(super) fn write_new(path: &PathBuf, text: &str) -> Result<(), Failure> {
    let io = |error: std::io::Error| Failure::machine(format!("cannot write {}: {error}", path.display()));
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(io)?;
    }
    // Never over a file that is there.
    let mut file = std::fs::File::create_new(path).map_err(io)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(io)
}

fn archetype(
    collection: Collection,
    slug: &str,
    title: Option<&str>,
    config: &Config,
    language: &Language,
    origin: bool,
) -> String {
    let chinese = language.script == Script::Chinese;
    let title = title.unwrap_or(slug);
    let mut out = format!("+++\ntitle = {}\n", quoted(title));
    let summary = if chinese { "用一句话说明。" } else { "One sentence that says what it is." };
    out.push_str(&format!("summary = {}\nalt_labels = []\nsources = []\ndraft = true\n", quoted(summary)));
    if origin {
        out.push_str(&neutral(collection, config));
    }
    out.push_str("+++\n");
    for (id, zh, en) in sections(collection) {
        let (heading, text) = if chinese { (zh, "……") } else { (en, "…") };
        out.push_str(&format!("\n## {heading} {{#{id}}}\n\n{text}\n"));
    }
    out
}

/// What is said once for all languages, with the groups to choose from beside the first of them.
fn neutral(collection: Collection, config: &Config) -> String {
    let group = |groups: &[Group]| {
        let ids: Vec<&str> = groups.iter().map(|group| group.id.as_str()).collect();
        let choice = if ids.len() > 1 { format!("  # {}", ids.join(", ")) } else { String::new() };
        format!("group = {}{choice}\n", quoted(ids.first().unwrap_or(&"")))
    };
    match collection {
        Collection::Roles => {
            let group = group(&config.role_groups);
            format!("\n{group}skills = {{ essential = [], optional = [] }}\nmoves = []\n")
        }
        Collection::Skills => {
            let kinds = "knowledge, skill, transversal";
            let group = group(&config.skill_groups);
            format!("\n{group}type = \"skill\"  # {kinds}\nrequires = []\nrelated = []\n")
        }
        _ => "\nroles = []\nskills = []\n".to_owned(),
    }
}

/// Section ids are the same in every language, and the same for all entries of a kind.
fn sections(collection: Collection) -> &'static [(&'static str, &'static str, &'static str)] {
    match collection {
        Collection::Roles => &[
            ("work", "工作内容", "The work"),
            ("a-project", "一个项目", "A project"),
            ("neighbours", "与邻近岗位", "Neighbours"),
            ("getting-in", "如何入行", "Getting in"),
            ("interviews", "面试考什么", "Interviews"),
            ("where-next", "之后的路", "Where next"),
        ],
        Collection::Skills => &[
            ("what", "是什么", "What it is"),
            ("what-for", "有什么用", "What it is for"),
            ("learn", "怎么学", "How to learn it"),
            ("show", "如何展示", "How to show it"),
            ("misunderstandings", "常见误解", "Common misunderstandings"),
        ],
        _ => &[("introduction", "引言", "Introduction")],
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
