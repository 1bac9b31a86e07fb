//! A whole site in memory: files in, findings and files out.
#![allow(dead_code, clippy::unwrap_used)] // each test uses its part; whatever fails here fails the test

pub mod literate;

use bifold::diagnostic::mend;
use bifold::diagnostic::render::short;
use bifold::site::{Changed, Options, Site, publish};
use bifold::source::{Files, Memory};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Files by path.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// What becomes of a site.
pub struct Built {
    /// Every finding on one line, in the order of a run.
    pub findings: Vec<String>,
    /// Every file that would be written.
    pub files: Tree,
    /// Texts with the findings' edits applied, by path.
    pub mended: BTreeMap<String, String>,
    /// The codes that were found.
    pub codes: Vec<&'static str>,
}

/// Builds a site as `bifold build` does.
pub fn build(files: Arc<dyn Files>, options: Options) -> Built {
    publish_all(&mut Site::new(files, options))
}

thread_local! {
    /// A site for each set of options, with the files that it has now. What is the same in every case (the built-in
    /// theme, the words of the search) is made once; that a site forgets the files before is its contract.
    static SITES: RefCell<BTreeMap<String, (Memory, Tree, Site)>> = RefCell::default();
}

/// The same, quicker, for files in memory.
pub fn build_again(files: Tree, options: Options) -> Built {
    let key = format!("{options:?}");
    // Taken out while it works: a thread that waits for parts of this build may begin another case meanwhile.
    let kept = SITES.with_borrow_mut(|sites| sites.remove(&key));
    let (memory, before, mut site) = kept.unwrap_or_else(|| {
        let memory = Memory::new();
        (memory.clone(), BTreeMap::new(), Site::new(Arc::new(memory), options))
    });
    before.keys().for_each(|path| memory.remove(path));
    files.iter().for_each(|(path, bytes)| memory.write(path, bytes));
    let built = publish_all(&mut site);
    SITES.with_borrow_mut(|sites| sites.insert(key, (memory, files, site)));
    built
}

fn publish_all(site: &mut Site) -> Built {
    let snapshot = site.refresh(&Changed::All);
    let made = Mutex::new(BTreeMap::new());
    let take = |artifact: bifold::render::Artifact| {
        let twice = made.lock().unwrap().insert(artifact.path.clone(), artifact.bytes);
        assert!(twice.is_none(), "{} is made twice", artifact.path);
    };
    let published = publish(&snapshot, &take, None, &|_| {});
    let sources = &snapshot.sources;
    Built {
        findings: published.diagnostics.iter().map(|finding| short(finding, sources)).collect(),
        codes: published.diagnostics.iter().map(|finding| finding.code.name()).collect(),
        mended: mend(&published.diagnostics, sources)
            .into_iter()
            .map(|mended| (mended.source.path.to_string(), mended.text))
            .collect(),
        files: made.into_inner().unwrap(),
    }
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expectations are to be written anew.
pub fn is_updating() -> bool {
    std::env::var_os("BIFOLD_UPDATE").is_some_and(|value| value == "1")
}

/// All files below a folder, by their paths below it.
pub fn tree(folder: &Path) -> Tree {
    let mut files = BTreeMap::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Under this name stands an excerpt of `site.toml`: what it says comes in place of the default's tables of that name.
pub const EXCERPT: &str = "site.toml (excerpt)";

/// The site of `files`, with the default `site.toml` and home pages where there are none.
pub fn site_of(files: &Tree) -> Tree {
    let mut all = files.clone();
    all.remove(EXCERPT);
    let site = match files.get("site.toml") {
        Some(site) => String::from_utf8_lossy(site).into_owned(),
        None => default_site(files),
    };
    all.insert("site.toml".to_owned(), site.clone().into_bytes());
    let source =
        bifold::source::Source::new(bifold::source::SourceId(0), "site.toml".into(), site.as_bytes());
    for language in bifold::config::read(&source.unwrap()).value.languages {
        let path = format!("content/home.{}.md", language.locale);
        let home = "+++\ntitle = \"Home\"\nsummary = \"Where the book begins.\"\n+++\n";
        all.entry(path).or_insert_with(|| home.into());
    }
    all
}

/// Two languages; one part with all the chapters; the theme that the files hold. What every short example would be told
/// beside its point is off.
fn default_site(files: &Tree) -> String {
    let mut chapters: Vec<&str> = files
        .keys()
        .filter_map(|path| path.strip_prefix("content/chapters/")?.split_once('.'))
        .filter(|(slug, _)| !slug.contains('/'))
        .map(|(slug, _)| slug)
        .collect();
    chapters.dedup();
    let theme = files.keys().find_map(|path| path.strip_prefix("themes/")?.split_once('/'));
    let theme = theme.map_or("default", |(name, _)| name);
    let excerpt = files.get(EXCERPT).map_or(String::new(), |text| String::from_utf8_lossy(text).into_owned());
    let tables = [
        "[languages.zh]\ntag = \"zh-Hans\"\nname = \"简体中文\"\ntitle = \"手册\"\n".to_owned(),
        "[languages.en]\ntag = \"en\"\nname = \"English\"\ntitle = \"Handbook\"\n".to_owned(),
        format!(
            "[[parts]]\nslug = \"all\"\ntitle = {{ zh = \"全部\", en = \"All\" }}\nchapters = {chapters:?}\n"
        ),
        "[diagnostics]\nmissing-translation = \"off\"\nmissing-sources = \"off\"\nunlinked-entry = \"off\"\n"
            .to_owned(),
    ];
    let mut site =
        format!("base_url = \"https://example.org/\"\ndefault_language = \"zh\"\ntheme = \"{theme}\"\n");
    for table in tables {
        let header = table.lines().next().unwrap_or_default();
        if !excerpt.lines().any(|line| line == header) {
            site.push_str(&table);
        }
    }
    site + &excerpt
}
