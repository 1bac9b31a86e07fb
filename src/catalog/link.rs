//! References become links: what each link, name, image and citation of a document leads to.

use super::Catalog;
use super::address::PageKind;
use super::entry::EntryIx;
use super::names::Named;
use crate::config::Config;
use crate::content::body::{Reference, ReferenceKind};
use crate::content::{Collection, Document};
use crate::diagnostic::{Code, Diagnostic, Findings, one_of, similar_names};
use crate::source::Span;

/// What a reference leads to, in whatever language its reader reads.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Target {
    /// An entry, perhaps one of its sections.
    Entry(EntryIx, Option<String>),
    /// A page that the site makes itself.
    Page(PageKind, Option<String>),
    /// A section of the same document.
    Anchor(String),
    /// An address elsewhere.
    External(String),
    /// A file of an entry, by its path below the root.
    Asset(String),
    /// A work of the bibliography.
    Source(String),
    /// Nothing: told already, the words stand alone.
    Broken,
}

/// A relation between two places in the text, seen from the document that holds it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Links {
    /// By the index of the reference.
    pub targets: Vec<Target>,
    /// What could not be resolved.
    pub findings: Findings,
    /// What was looked at for them.
    pub reads: Reads,
}

/// What resolving a document's references looked at in other documents, beside the catalogue's structure: while that is
/// what it was, so are the links.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reads {
    /// Rows of the documents whose outlines were read.
    pub outlines: Vec<u32>,
    /// The titles and labels of all entries were looked through.
    pub names: bool,
}

/// Resolves every reference of a document.
pub(super) fn resolve(catalog: &Catalog, document: &Document, from: EntryIx) -> Links {
    let (diagnostics, reads) = (Vec::new(), Reads::default());
    let mut resolver = Resolver { catalog, document, from, diagnostics, reads };
    let targets = document.body.references.iter().map(|reference| resolver.target(reference)).collect();
    Links { targets, findings: Findings::from(resolver.diagnostics), reads: resolver.reads }
}

/// Pages that the site makes itself, as links name them.
const MADE: [&str; 8] = ["map", "compare", "my-skills", "search", "sources", "chapters", "roles", "skills"];

struct Resolver<'a> {
    catalog: &'a Catalog,
    document: &'a Document,
    from: EntryIx,
    diagnostics: Vec<Diagnostic>,
    reads: Reads,
}

impl Resolver<'_> {
    fn target(&mut self, reference: &Reference) -> Target {
        match reference.kind {
            ReferenceKind::Entry => self.entry(reference),
            ReferenceKind::Name => self.name(reference),
            ReferenceKind::File => self.file(reference),
            ReferenceKind::Image => self.image(reference),
            ReferenceKind::Anchor => self.own_anchor(reference),
            ReferenceKind::Cite => self.cite(reference),
            ReferenceKind::External => Target::External(reference.target.clone()),
            ReferenceKind::Rooted => self.rooted(reference),
            ReferenceKind::Refused => Target::Broken,
        }
    }

    /// `/zh/roles/data-engineer/`: right only while the site stands at the root of its host.
    fn rooted(&mut self, reference: &Reference) -> Target {
        let message =
            format!("`{}` begins at the root of the host, where this site may not stand", reference.target);
        let slug = reference.target.trim_matches('/').rsplit('/').next().unwrap_or("");
        let Some(entry) = self.catalog.names.by_slug(slug) else {
            let help = "write @/roles/<slug>, @/chapters/<slug>, … or a path relative to this file";
            return self.broken(reference.span, message, help);
        };
        self.rather(reference, entry, message)
    }

    fn broken(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) -> Target {
        self.diagnostics.push(Diagnostic::new(Code::UNRESOLVED_LINK, span, message).help(help));
        Target::Broken
    }

    /// `@/roles/data-engineer#work`
    fn entry(&mut self, reference: &Reference) -> Target {
        let path = reference.target.trim_matches('/');
        let path = path.strip_suffix(".md").unwrap_or(path);
        let parts: Vec<&str> = if path.is_empty() { Vec::new() } else { path.split('/').collect() };
        let made = match parts.as_slice() {
            [] => Some(PageKind::Home),
            ["map"] => Some(PageKind::Map),
            ["map", "skills"] => Some(PageKind::SkillMap),
            ["compare"] => Some(PageKind::Compare),
            ["my-skills"] => Some(PageKind::MySkills),
            ["search"] => Some(PageKind::Search),
            ["sources"] => Some(PageKind::Sources),
            ["chapters"] => Some(PageKind::List(Collection::Chapters)),
            ["roles"] => Some(PageKind::List(Collection::Roles)),
            ["skills"] => Some(PageKind::List(Collection::Skills)),
            ["moves", from, to] => self.catalog.move_page(from, to),
            ["compare", a, b] => self.catalog.compare_page(a, b),
            _ => None,
        };
        if let Some(kind) = made {
            return self.made(kind, reference);
        }
        let (folder, slug) = match parts.as_slice() {
            [slug] => ("pages", *slug),
            [folder, slug] => (*folder, *slug),
            _ => return self.no_entry(reference, path, None),
        };
        let Some(collection) = Collection::by_folder(folder) else {
            return self.no_collection(reference, folder, slug);
        };
        match self.catalog.names.by_slug(slug) {
            Some(entry) if self.catalog.entry(entry).key.collection == collection => {
                self.at(entry, reference)
            }
            Some(_) if self.catalog.unread.contains(slug) => Target::Broken,
            Some(entry) => {
                let is = self.catalog.entry(entry).key.collection;
                let message = format!("`{slug}` is {}, not {}", is.one(), collection.one());
                self.rather(reference, entry, message)
            }
            None => self.no_entry(reference, slug, Some(collection)),
        }
    }

    /// A link whose entry is plain, though it is written wrongly.
    fn rather(&mut self, reference: &Reference, entry: EntryIx, message: String) -> Target {
        let anchor = reference.anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
        let link = format!("@/{}{anchor}", self.catalog.entry(entry).key);
        let finding = Diagnostic::new(Code::UNRESOLVED_LINK, reference.span, message);
        self.diagnostics.push(finding.help(format!("write {link}")).edit(reference.span, link));
        Target::Broken
    }

    fn no_collection(&mut self, reference: &Reference, folder: &str, slug: &str) -> Target {
        let message = format!("there is no collection `{folder}`");
        if let Some(entry) = self.catalog.names.by_slug(slug) {
            return self.rather(reference, entry, message);
        }
        let help = similar_names(folder, ["chapters", "roles", "skills"])
            .unwrap_or_else(|| "links begin with @/chapters/, @/roles/ or @/skills/".to_owned());
        self.broken(reference.span, message, help)
    }

    /// A page that the site makes itself.
    fn made(&mut self, kind: PageKind, reference: &Reference) -> Target {
        if !self.catalog.has(kind) {
            let message = format!("this site has no page @/{}", reference.target);
            return self.broken(reference.span, message, "it is made when there is something to show on it");
        }
        let anchor = reference.anchor.clone().filter(|anchor| !anchor.is_empty());
        if let Some(anchor) = &anchor {
            let catalog = self.catalog;
            let sections = sections(&catalog.config, kind);
            if !sections.contains(&anchor.as_str()) {
                let message = format!("@/{} has no section `#{anchor}`", reference.target);
                self.no_anchor(message, anchor, &sections, reference);
                return Target::Page(kind, None);
            }
        }
        Target::Page(kind, anchor)
    }

    fn no_entry(&mut self, reference: &Reference, wanted: &str, collection: Option<Collection>) -> Target {
        if self.catalog.unread.contains(wanted) {
            return Target::Broken;
        }
        let draft = self.catalog.drafts.iter().find(|key| &*key.slug == wanted);
        if let Some(key) = draft {
            let message = format!("`{key}` is a draft, which readers cannot open");
            return self.broken(
                reference.span,
                message,
                "publish it (delete its `draft`), or take the link out",
            );
        }
        let what = collection.map_or("entry", Collection::noun);
        let made = similar_names(wanted, MADE).filter(|_| collection == Some(Collection::Pages));
        let help = made.unwrap_or_else(|| self.suggest(wanted, collection));
        self.broken(reference.span, format!("there is no {what} `{wanted}`"), help)
    }

    /// `[[data-engineer]]`, `[[数据工程师]]`
    fn name(&mut self, reference: &Reference) -> Target {
        if let Some(entry) = self.catalog.names.by_slug(reference.target.trim()) {
            return self.at(entry, reference);
        }
        self.reads.names = true;
        match self.catalog.called(&reference.target) {
            Named::One(entry) => self.at(entry, reference),
            Named::Several(entries) => {
                let named = |entry: &EntryIx| {
                    let entry = self.catalog.entry(*entry);
                    format!("[[{}]] ({})", entry.key.slug, entry.title(entry.origin))
                };
                let slugs: Vec<String> = entries.iter().map(named).collect();
                let message = format!("more than one entry is called `{}`", reference.target);
                let help = format!("write the slug: {}", one_of(&slugs));
                self.diagnostics
                    .push(Diagnostic::new(Code::AMBIGUOUS_LINK, reference.span, message).help(help));
                Target::Broken
            }
            Named::Nobody => self.no_entry(reference, &reference.target, None),
        }
    }

    fn suggest(&mut self, wanted: &str, collection: Option<Collection>) -> String {
        self.reads.names = true;
        self.catalog.names.suggest(wanted, &self.catalog.entries, collection)
    }

    /// A relative path to another `.md` file, or to a file of an entry.
    fn file(&mut self, reference: &Reference) -> Target {
        let Some(path) = join(&self.document.path, &reference.target) else {
            let message = format!("`{}` leads out of the site's folder", reference.target);
            return self.broken(
                reference.span,
                message,
                "link to an entry with @/… or to a file in this entry's folder",
            );
        };
        if let Some(entry) = self.catalog.by_path(&path) {
            return self.at(entry, reference);
        }
        if self.catalog.assets.contains(&path) {
            return Target::Asset(path);
        }
        if let Some(stem) = path.strip_suffix(".md") {
            let name = stem.rsplit('/').next().unwrap_or(stem);
            let slug = name.rsplit_once('.').map_or(name, |(slug, _)| slug);
            let help = self.suggest(slug, None);
            return self.broken(reference.span, format!("there is no file {path}"), help);
        }
        self.missing_file(reference, &path)
    }

    fn missing_file(&mut self, reference: &Reference, path: &str) -> Target {
        let folder = format!("content/{}/", self.catalog.entry(self.from).key);
        let names = self.catalog.assets.iter().map(|asset| asset.strip_prefix(&*folder).unwrap_or(asset));
        let wanted = path.strip_prefix(&*folder).unwrap_or(path);
        let help =
            similar_names(wanted, names).unwrap_or_else(|| format!("files of this entry lie in {folder}"));
        self.broken(reference.span, format!("there is no file {path}"), help)
    }

    fn image(&mut self, reference: &Reference) -> Target {
        let target = &reference.target;
        if target.contains("://") || target.starts_with("//") {
            let message = "images of other sites are not shown: they would tell that site who reads here";
            let folder = format!("content/{}/", self.catalog.entry(self.from).key);
            return self.broken(
                reference.span,
                message,
                format!("put a copy into {folder} if its licence allows"),
            );
        }
        match join(&self.document.path, target) {
            Some(path) if self.catalog.assets.contains(&path) => Target::Asset(path),
            Some(path) => self.missing_file(reference, &path),
            None => {
                let message = format!("`{target}` leads out of the site's folder");
                self.broken(reference.span, message, "put the image into this entry's folder")
            }
        }
    }

    fn own_anchor(&mut self, reference: &Reference) -> Target {
        let Some(anchor) = reference.anchor.clone().filter(|anchor| !anchor.is_empty()) else {
            return Target::Anchor(String::new());
        };
        self.check_anchor(self.document, &anchor, reference);
        Target::Anchor(if has_anchor(self.document, &anchor) { anchor } else { String::new() })
    }

    fn cite(&mut self, reference: &Reference) -> Target {
        if self.catalog.bibliography.works.contains_key(&reference.target) {
            return Target::Source(reference.target.clone());
        }
        let keys = self.catalog.bibliography.works.keys().map(String::as_str);
        let help = similar_names(&reference.target, keys)
            .unwrap_or_else(|| "add it to content/sources.toml".to_owned());
        let message = format!("sources.toml has no `{}`", reference.target);
        self.diagnostics.push(Diagnostic::new(Code::UNKNOWN_SOURCE, reference.span, message).help(help));
        Target::Broken
    }

    fn at(&mut self, entry: EntryIx, reference: &Reference) -> Target {
        let anchor = reference.anchor.clone().filter(|anchor| !anchor.is_empty());
        if let Some(anchor) = &anchor {
            let language = self.catalog.language_of(self.document);
            let (document, shown) = self.catalog.entry(entry).document(language);
            self.reads.outlines.push(self.catalog.row(entry, shown) as u32);
            self.check_anchor(document, anchor, reference);
        }
        Target::Entry(entry, anchor)
    }

    fn check_anchor(&mut self, document: &Document, anchor: &str, reference: &Reference) {
        let is_told = document.is_broken || document.body.swallowed.iter().any(|id| id == anchor);
        if is_told || has_anchor(document, anchor) {
            return;
        }
        let ids: Vec<&str> = document.body.headings.iter().map(|heading| heading.id.as_str()).collect();
        let message = format!("{} has no heading `#{anchor}`", document.path);
        self.no_anchor(message, anchor, &ids, reference);
    }

    fn no_anchor(&mut self, message: String, wanted: &str, known: &[&str], reference: &Reference) {
        let help = similar_names(wanted, known.iter().copied()).unwrap_or_else(|| match known {
            [] => "it has none: link to the page as a whole".to_owned(),
            [one] => format!("there is only `{one}`"),
            [some @ .., _] if some.len() >= 8 => format!("there are {}, …", some[..8].join(", ")),
            all => format!("there are {}", all.join(", ")),
        });
        self.diagnostics.push(Diagnostic::new(Code::UNRESOLVED_ANCHOR, reference.span, message).help(help));
    }
}

/// Ids on a page that the site makes itself: parts of the book, groups.
fn sections(config: &Config, kind: PageKind) -> Vec<&str> {
    match kind {
        PageKind::List(Collection::Chapters) => config.parts.iter().map(|part| &*part.slug).collect(),
        PageKind::List(Collection::Roles) => config.role_groups.iter().map(|group| &*group.id).collect(),
        PageKind::List(Collection::Skills) | PageKind::SkillMap => {
            config.skill_groups.iter().map(|group| &*group.id).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a document has a heading with that id, now or once.
pub fn has_anchor(document: &Document, anchor: &str) -> bool {
    let headings = &document.body.headings;
    headings.iter().any(|heading| heading.id == anchor || heading.was.iter().any(|was| was == anchor))
}

/// A path relative to the folder of a file, without `.` and `..`; none when it leaves the root.
fn join(file: &str, relative: &str) -> Option<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn relative_paths_stay_inside() {
        assert_eq!(
            join("content/chapters/pay.zh.md", "pay/a.svg").as_deref(),
            Some("content/chapters/pay/a.svg")
        );
        assert_eq!(
            join("content/chapters/pay.zh.md", "../roles/x.zh.md").as_deref(),
            Some("content/roles/x.zh.md")
        );
        assert_eq!(join("content/home.zh.md", "../../../etc/passwd"), None);
    }
}
