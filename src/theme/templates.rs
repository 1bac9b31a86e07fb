//! The Tera environment: all templates of all layers, checked as a whole before any page is rendered.

use super::{DEFAULT, Layer, Shared, ThemeContent, embedded, fill, problem, reach};
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::source::{Digest, Source};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Context, Tera, Value};

/// The prefix under which the compiled-in templates can always be reached.
pub(super) const BUILTIN: &str = "builtin";

/// Everything that a template gets.
const VARIABLES: [&str; 3] = ["site", "nav", "page"];

/// Loaded templates.
#[derive(Clone)]
pub(super) struct Templates {
    tera: Arc<Tera>,
    origins: Arc<Origins>,
    /// By name; see [`reach`].
    digests: Arc<BTreeMap<String, Digest>>,
}

/// Where the templates came from, by their name in Tera: `mine/page.html`.
#[derive(Debug, Default)]
pub(super) struct Origins {
    texts: BTreeMap<Arc<str>, Origin>,
}

/// A template's text.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// A file of the site.
    Site(Arc<Source>),
    /// Compiled in.
    Builtin(&'static str),
}

impl Origin {
    fn text(&self) -> &str {
        match self {
            Origin::Site(source) => &source.text,
            Origin::Builtin(text) => text,
        }
    }
}

impl Origins {
    pub(super) fn get(&self, name: &str) -> Option<&Origin> {
        self.texts.get(name)
    }

    /// The stored key of a name.
    pub(super) fn key(&self, name: &str) -> Option<Arc<str>> {
        self.texts.get_key_value(name).map(|(key, _)| key.clone())
    }

    fn of(layers: &[Layer]) -> Origins {
        let mut texts = BTreeMap::new();
        for (path, bytes) in embedded::FILES {
            let (Some(name), Ok(text)) = (path.strip_prefix("templates/"), std::str::from_utf8(bytes)) else {
                continue;
            };
            // Under both names: `default/page.html` must work whether or not the site has a `themes/default`.
            texts.insert(format!("{BUILTIN}/{name}").into(), Origin::Builtin(text));
            texts.insert(format!("{DEFAULT}/{name}").into(), Origin::Builtin(text));
        }
        for layer in layers {
            for file in &layer.files {
                let (Some(name), ThemeContent::Text(source)) =
                    (file.path.strip_prefix("templates/"), &file.content)
                else {
                    continue;
                };
                texts.insert(format!("{}/{name}", layer.name).into(), Origin::Site(source.clone()));
            }
        }
        Origins { texts }
    }
}

impl Templates {
    /// Loads the templates of all layers. One that Tera refuses is told and left out, so that the next layer's serves
    /// and the rest is checked too.
    pub(super) fn load(layers: &[Layer]) -> Checked<Templates> {
        let mut origins = Origins::of(layers);
        let digests = reach::digests(origins.texts.iter().map(|(name, origin)| (&**name, origin.text())));
        let prefixes = prefixes(layers);
        let mut diagnostics = Vec::new();
        // Each round leaves at least one template out, so this ends.
        let tera = loop {
            match environment(&prefixes, &origins) {
                Ok(tera) => break tera,
                Err(error) => {
                    let problems = problem::of_loading(&error, &origins);
                    let faulty: Vec<Arc<str>> = problems
                        .iter()
                        .filter_map(|p| p.template.clone())
                        .filter(|t| origins.texts.contains_key(t))
                        .collect();
                    diagnostics.extend(problems.into_iter().map(|p| p.diagnostic));
                    if faulty.is_empty() {
                        break Tera::default();
                    }
                    origins.texts.retain(|name, _| !faulty.contains(name));
                }
            }
        };
        for (name, origin) in &origins.texts {
            if let Origin::Site(_) = origin {
                diagnostics.extend(unknown_variables(&tera, name, origin));
            }
        }
        let templates =
            Templates { tera: Arc::new(tera), origins: Arc::new(origins), digests: Arc::new(digests) };
        Checked::new(templates, diagnostics)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    pub(super) fn digest(&self, template: &str) -> Digest {
        self.digests.get(template).copied().unwrap_or_default()
    }

    #[allow(clippy::result_large_err)] // see `Theme::render`
    pub(super) fn render(
        &self,
        template: &str,
        site: &Shared,
        nav: &Shared,
        page: &impl Serialize,
    ) -> Result<String, Diagnostic> {
        let failed = |error: tera::Error| problem::of_rendering(&error, template, &self.origins);
        let mut context = Context::new();
        context.insert_value("site", site.value.clone());
        context.insert_value("nav", nav.value.clone());
        context.insert_value("page", Value::try_from_serializable(page).map_err(failed)?);
        let mut page = Bounded::default();
        if let Err(error) = self.tera.render_to(template, &context, &mut page) {
            let mut finding = failed(error);
            if page.is_full {
                finding.message = format!("a page made with {template} grows beyond {} MiB", MOST >> 20);
                finding.help = Some("look for a loop that goes over more than it should".to_owned());
            }
            return Err(finding);
        }
        Ok(String::from_utf8(page.bytes)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
    }
}

/// Bytes beyond which no page is meant: a template that loops without end must not fill the memory. What a page may
/// have at most is `output_bytes` of the limits, which is far less.
const MOST: usize = 256 << 20;

/// Takes what a template writes, up to [`MOST`] bytes.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    is_full: bool,
}

impl std::io::Write for Bounded {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + more.len() > MOST {
            self.is_full = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn environment(prefixes: &[String], origins: &Origins) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.register_filter("fill", fill::fill);
    tera.register_filter("pick", fill::pick);
    tera.register_filter("json", fill::json);
    tera.set_fallback_prefixes(prefixes.iter().cloned())?;
    tera.add_raw_templates(origins.texts.iter().map(|(name, origin)| (name, origin.text())))?;
    Ok(tera)
}

/// `mine/`, `default/`, `builtin/`: the order in which a bare name is looked for.
fn prefixes(layers: &[Layer]) -> Vec<String> {
    let mut prefixes: Vec<String> = Vec::new();
    for name in layers.iter().map(|layer| &*layer.name).chain([DEFAULT, BUILTIN]) {
        let prefix = format!("{name}/");
        if !prefixes.contains(&prefix) {
            prefixes.push(prefix);
        }
    }
    prefixes
}

/// Variables that no template gets: they would fail only when the page is rendered, or, inside an `if`, never.
fn unknown_variables(tera: &Tera, name: &str, origin: &Origin) -> Vec<Diagnostic> {
    let Ok(found) = tera.get_template_variables(name) else { return Vec::new() };
    let mut names: Vec<&str> = found.into_iter().filter(|v| !VARIABLES.contains(v)).collect();
    names.sort_unstable();
    names
        .into_iter()
        .filter_map(|variable| {
            let place = problem::word_in(origin, variable)?;
            let message = format!("there is no variable `{variable}` in templates");
            let help = crate::diagnostic::similar_names(variable, VARIABLES)
                .unwrap_or_else(|| "templates get `site`, `nav` and `page`; see themes/README.md".to_owned());
            Some(Diagnostic::new(Code::TEMPLATE_ERROR, place, message).help(help))
        })
        .collect()
}
