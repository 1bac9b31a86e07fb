//! The schema of `site.toml`.

use super::{
    Config, Fields, Group, HanLatinBreak, HtmlMode, Language, Limits, Links, Markdown, Origin, OutputOptions,
    Part, Reader, Reading, ServeOptions, Words, WordsRead, XDefault, is_slug, read_toml,
};
use crate::diagnostic::{Checked, Code, Diagnostic, Severity, codes, one_of, similar_names};
use crate::locale::{Locale, Script};
use crate::source::{Source, Span, Spanned};
use std::collections::BTreeMap;

/// Reads `site.toml`. The value is always usable; with errors among the findings it must not be published.
pub fn read(source: &Source) -> Checked<Config> {
    let origin = Origin { source: source.id, offset: 0, head: Span::new(source.id, 0..0) };
    let (mut config, diagnostics) =
        read_toml(origin, &source.text, "`site.toml`", |reader, fields| site(reader, fields, source));
    let is_error = |finding: &&Diagnostic| config.severity(finding.code) == Severity::Error;
    let mut errors = diagnostics.iter().filter(is_error).map(|finding| finding.code).peekable();
    if errors.peek().is_some() {
        let unreadable = config.has_no_language() || errors.any(|code| code == Code::BAD_TOML);
        config.reading = if unreadable { Reading::Unreadable } else { Reading::InPart };
    }
    Checked::new(config, diagnostics)
}

fn site(reader: &mut Reader, mut fields: Fields<'_>, source: &Source) -> Config {
    let base_url = base_url(reader, &mut fields);
    let default = fields.required(reader, "default_language");
    let x_default = fields.string(reader, "x_default");
    let theme = fields.string(reader, "theme").filter(|name| is_folder_name(reader, name));
    let refused = reader.diagnostics.len();
    let languages = languages(reader, &mut fields, source);
    let mut sure_of_languages = reader.diagnostics.len() == refused;
    let locales: Vec<Locale> = languages.iter().map(|language| language.locale.clone()).collect();
    let default_language = language_index(reader, &languages, default.as_ref()).unwrap_or(0);
    let x_default = match &x_default {
        Some(name) if name.value != "chooser" => {
            language_index(reader, &languages, Some(name)).map_or(XDefault::Chooser, XDefault::Language)
        }
        _ => XDefault::Chooser,
    };
    let role_groups = groups(reader, &mut fields, "role_groups", &locales);
    let skill_groups = groups(reader, &mut fields, "skill_groups", &locales);
    let parts = parts(reader, &mut fields, &locales);
    let links = links(reader, &mut fields);
    let markdown = markdown(reader, &mut fields);
    let severities = severities(reader, &mut fields);
    let limits = limits(reader, &mut fields);
    let output = output(reader, &mut fields);
    let serve = serve(reader, &mut fields);
    let extra = fields.free("extra").unwrap_or_default();
    let at = Span::new(source.id, 0..0);
    let known = reader.diagnostics.len();
    fields.finish(reader);
    sure_of_languages &= reader.diagnostics.len() == known;
    if !sure_of_languages {
        // A language that is named wrongly, or in a table of another name, is missing everywhere: told once.
        reader.diagnostics.retain(|finding| finding.code != Code::UNKNOWN_LOCALE);
    }
    Config {
        source: source.id,
        reading: Reading::Whole,
        base_url,
        languages,
        default_language,
        x_default,
        theme: theme.unwrap_or_else(|| Spanned::new("default".to_owned(), at)),
        role_groups,
        skill_groups,
        parts,
        links,
        markdown,
        severities,
        limits,
        output,
        serve,
        extra,
    }
}

/// Checks an address that the whole site will stand under, and gives it with a `/` at its end.
///
/// # Errors
/// Says what is wrong with it.
pub fn normalise_base_url(url: &str) -> Result<String, &'static str> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or("it must begin with https:// or http://")?;
    let host = rest.split('/').next().unwrap_or("");
    if host.is_empty() || host.contains('@') {
        return Err("it needs a host name, without user or password");
    }
    if url.contains(['?', '#', ' ', '"', '<', '>', '\\']) || url.chars().any(char::is_control) {
        return Err("it must hold no query, fragment, space or quotation mark");
    }
    let path = &rest[host.len()..];
    if path.split('/').skip(1).any(|segment| segment == "." || segment == "..") || path.contains("//") {
        return Err("its path must hold no `.`, `..` or empty segment");
    }
    Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

/// A theme is a folder in `themes/`, and nothing elsewhere.
fn is_folder_name(reader: &mut Reader, name: &Spanned<String>) -> bool {
    let is_name =
        !name.value.is_empty() && !name.value.contains(['/', '\\', ':']) && !name.value.starts_with('.');
    if !is_name {
        let message = format!("`{}` cannot be the name of a theme", name.value);
        reader.bad_value(name.span, message, "write the name of a folder in themes/, or \"default\"");
    }
    is_name
}

fn base_url(reader: &mut Reader, fields: &mut Fields<'_>) -> String {
    let Some(url) = fields.required(reader, "base_url") else { return "http://localhost/".to_owned() };
    normalise_base_url(&url.value).unwrap_or_else(|why| {
        let message = format!("`base_url` is no address to publish under: {why}");
        reader.bad_value(url.span, message, "write it like `https://example.org/handbook/`");
        "http://localhost/".to_owned()
    })
}

fn languages(reader: &mut Reader, fields: &mut Fields<'_>, source: &Source) -> Vec<Language> {
    let mut languages = Vec::new();
    if let Some(mut table) = fields.table(reader, "languages") {
        for (key, mut language) in table.all_tables(reader) {
            if !Locale::is_valid_key(&key.value) {
                let message = format!("`{}` cannot be a language's key", key.value);
                reader.bad_value(key.span, message, "a key is lower-case letters: zh, en, pt-br");
                continue;
            }
            let tag = tag(reader, &mut language).unwrap_or_else(|| key.value.clone());
            let name = language.required(reader, "name").map_or_else(|| key.value.clone(), |t| t.value);
            let short = language.string(reader, "short").map(|t| t.value);
            let title = language.required(reader, "title").map_or_else(String::new, |t| t.value);
            let description = language.string(reader, "description").map_or_else(String::new, |t| t.value);
            language.finish(reader);
            let script = Script::of_tag(&tag);
            let short = short.unwrap_or_else(|| short_name(&key.value, script));
            let locale = Locale::new(&key.value);
            languages.push(Language { locale, tag, name, short, title, description, script });
        }
    }
    if languages.is_empty() {
        let message = "`site.toml` names no language";
        let help = "add a table such as `[languages.zh]` with `tag`, `name`, `title`, `description`";
        let at = Span::new(source.id, 0..0);
        reader.diagnostics.push(Diagnostic::new(Code::MISSING_FIELD, at, message).help(help));
        languages.push(Language {
            locale: Locale::new("en"),
            tag: "en".to_owned(),
            name: String::new(),
            short: "EN".to_owned(),
            title: String::new(),
            description: String::new(),
            script: Script::Other,
        });
    }
    languages
}

/// The form of BCP 47, not its registry: subtags of one to eight letters and digits.
fn tag(reader: &mut Reader, language: &mut Fields<'_>) -> Option<String> {
    let tag = language.string(reader, "tag")?;
    let is_subtag = |s: &str| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
    if tag.value.split('-').all(is_subtag) && tag.value.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(tag.value);
    }
    let message = format!("`{}` is no language tag", tag.value);
    reader.bad_value(tag.span, message, "write a tag of BCP 47, such as zh-Hans, en or pt-BR");
    None
}

fn short_name(key: &str, script: Script) -> String {
    if script == Script::Chinese { "中文".to_owned() } else { key.to_uppercase() }
}

fn language_index(
    reader: &mut Reader,
    languages: &[Language],
    name: Option<&Spanned<String>>,
) -> Option<usize> {
    let name = name?;
    let found = languages.iter().position(|language| language.locale.as_str() == name.value);
    if found.is_none() {
        unknown_locale(reader, name, languages.iter().map(|language| &language.locale));
    }
    found
}

fn unknown_locale<'a>(
    reader: &mut Reader,
    name: &Spanned<String>,
    known: impl IntoIterator<Item = &'a Locale>,
) {
    let known: Vec<&str> = known.into_iter().map(Locale::as_str).collect();
    let message = format!("`{}` is no language of this site", name.value);
    let finding = Diagnostic::new(Code::UNKNOWN_LOCALE, name.span, message);
    reader.diagnostics.push(finding.help(format!("the languages of this site are {}", known.join(", "))));
}

/// Texts by language; keys that are no language of the site are errors.
pub(crate) fn words(
    reader: &mut Reader,
    fields: &mut Fields<'_>,
    name: &'static str,
    locales: &[Locale],
) -> Words {
    let read = fields.words(reader, name);
    collect_words(reader, read, locales)
}

fn collect_words(reader: &mut Reader, read: WordsRead, locales: &[Locale]) -> Words {
    let mut words = Words::new();
    for (key, text) in read {
        match key {
            None => words.extend(locales.iter().map(|locale| (locale.clone(), text.value.clone()))),
            Some(key) => match locales.iter().find(|locale| locale.as_str() == key.value) {
                Some(locale) => {
                    words.insert(locale.clone(), text.value);
                }
                None => unknown_locale(reader, &key, locales),
            },
        }
    }
    words
}

fn groups(
    reader: &mut Reader,
    fields: &mut Fields<'_>,
    name: &'static str,
    locales: &[Locale],
) -> Vec<Group> {
    let Some(mut table) = fields.table(reader, name) else { return Vec::new() };
    let mut groups = Vec::new();
    for (id, titles) in table.all_words(reader) {
        check_slug(reader, &id, "a group");
        let title = collect_words(reader, titles, locales);
        groups.push(Group { id: id.value, title });
    }
    groups
}

fn check_slug(reader: &mut Reader, name: &Spanned<String>, what: &str) {
    if !is_slug(&name.value) {
        let message = format!("`{}` cannot be the slug of {what}", name.value);
        let help = "use lower-case ASCII letters and digits, words joined by `-`";
        reader.bad_value(name.span, message, help);
    }
}

fn parts(reader: &mut Reader, fields: &mut Fields<'_>, locales: &[Locale]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for mut table in fields.tables(reader, "parts") {
        let span = table.head();
        let slug = table.required(reader, "slug");
        let title = words(reader, &mut table, "title", locales);
        let chapters = table.strings(reader, "chapters");
        table.finish(reader);
        let Some(slug) = slug else { continue };
        check_slug(reader, &slug, "a part");
        if parts.iter().any(|part| part.slug == slug.value) {
            let message = format!("two parts are called `{}`", slug.value);
            reader.bad_value(slug.span, message, "give each part a slug of its own");
        }
        parts.push(Part { slug: slug.value, title, chapters, span });
    }
    parts
}

fn links(reader: &mut Reader, fields: &mut Fields<'_>) -> Links {
    let Some(mut table) = fields.table(reader, "links") else { return Links::default() };
    let automatic = table.boolean(reader, "automatic").is_some_and(|b| b.value);
    let never = table.strings(reader, "never").into_iter().map(|label| label.value).collect();
    table.finish(reader);
    Links { automatic, never }
}

fn choice<T: Copy>(
    reader: &mut Reader,
    value: Option<Spanned<String>>,
    options: &[(&str, T)],
    default: T,
) -> T {
    let Some(value) = value else { return default };
    if let Some((_, option)) = options.iter().find(|(name, _)| *name == value.value) {
        return *option;
    }
    let names: Vec<String> = options.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    reader.bad_value(
        value.span,
        format!("`{}` is none of the choices", value.value),
        format!("choose {}", one_of(&names)),
    );
    default
}

fn markdown(reader: &mut Reader, fields: &mut Fields<'_>) -> Markdown {
    let Some(mut table) = fields.table(reader, "markdown") else { return Markdown::default() };
    let html = table.string(reader, "html");
    let modes =
        [("escape", HtmlMode::Escape), ("allow-list", HtmlMode::AllowList), ("trusted", HtmlMode::Trusted)];
    let html = choice(reader, html, &modes, HtmlMode::Escape);
    let breaks = table.string(reader, "han_latin_break");
    let kinds = [("space", HanLatinBreak::Space), ("none", HanLatinBreak::None)];
    let han_latin_break = choice(reader, breaks, &kinds, HanLatinBreak::Space);
    table.finish(reader);
    Markdown { html, han_latin_break }
}

fn severities(reader: &mut Reader, fields: &mut Fields<'_>) -> BTreeMap<&'static str, Severity> {
    let mut severities = BTreeMap::new();
    let Some(mut table) = fields.table(reader, "diagnostics") else { return severities };
    for (name, level) in table.all_strings(reader) {
        let Some(code) = Code::by_name(&name.value) else {
            let message = format!("there is no code `{}`", name.value);
            let help = similar_names(&name.value, codes().map(Code::name))
                .unwrap_or_else(|| "`bifold explain` lists all codes".to_owned());
            reader.bad_value(name.span, message, help);
            continue;
        };
        let levels = [("off", Severity::Off), ("warning", Severity::Warning), ("error", Severity::Error)];
        severities.insert(code.name(), choice(reader, Some(level), &levels, code.severity()));
    }
    severities
}

fn limits(reader: &mut Reader, fields: &mut Fields<'_>) -> Limits {
    let mut limits = Limits::default();
    let Some(mut table) = fields.table(reader, "limits") else { return limits };
    let mut set = |name: &'static str, limit: &mut u64| {
        if let Some(number) = table.number(reader, name) {
            if number.value == 0 {
                reader.bad_value(
                    number.span,
                    format!("`{name}` must be more than 0"),
                    "raise it, or delete the line",
                );
            } else {
                *limit = number.value;
            }
        }
    };
    set("page_bytes", &mut limits.page_bytes);
    set("front_matter_bytes", &mut limits.front_matter_bytes);
    set("nesting", &mut limits.nesting);
    set("output_bytes", &mut limits.output_bytes);
    set("pages", &mut limits.pages);
    set("asset_bytes", &mut limits.asset_bytes);
    set("page_seconds", &mut limits.page_seconds);
    table.finish(reader);
    limits
}

fn output(reader: &mut Reader, fields: &mut Fields<'_>) -> OutputOptions {
    let Some(mut table) = fields.table(reader, "output") else { return OutputOptions::default() };
    let keep = table.strings(reader, "keep");
    for name in &keep {
        if name.value.is_empty()
            || name.value.contains(['/', '\\'])
            || name.value == ".."
            || name.value == "."
        {
            reader.bad_value(
                name.span,
                "a name in `keep` is one file or folder of the output",
                "write it without `/`",
            );
        }
    }
    let print = table.boolean(reader, "print").map(|b| b.value);
    table.finish(reader);
    OutputOptions { keep: keep.into_iter().map(|name| name.value).collect(), print }
}

fn serve(reader: &mut Reader, fields: &mut Fields<'_>) -> ServeOptions {
    let Some(mut table) = fields.table(reader, "serve") else { return ServeOptions::default() };
    let editor = table.string(reader, "editor").map(|text| text.value);
    table.finish(reader);
    ServeOptions { editor }
}
