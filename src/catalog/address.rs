//! Pages and their addresses: every page of the site has one, and every address is made here.

use super::Catalog;
use super::entry::EntryIx;
use super::relations::MoveIx;
use crate::content::Collection;

/// One page: what it shows, for readers of one language.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Page {
    /// What it shows.
    pub kind: PageKind,
    /// An index of the configuration's languages.
    pub language: usize,
}

/// What a page shows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PageKind {
    /// `/`
    Chooser,
    /// `/<locale>/`
    Home,
    /// `/<locale>/chapters/` and the same for roles and skills.
    List(Collection),
    /// An entry's own page.
    Entry(EntryIx),
    /// `/<locale>/moves/<from>/<to>/`
    Move(MoveIx),
    /// `/<locale>/map/`
    Map,
    /// `/<locale>/map/skills/`
    SkillMap,
    /// `/<locale>/compare/`
    Compare,
    /// `/<locale>/compare/<a>/<b>/`
    ComparePair(EntryIx, EntryIx),
    /// `/<locale>/my-skills/`
    MySkills,
    /// `/<locale>/parallel/<collection>/<slug>/`
    Parallel(EntryIx),
    /// `/<locale>/search/`
    Search,
    /// `/<locale>/sources/`
    Sources,
    /// `/<locale>/print/`
    Print,
    /// `/<locale>/404.html`
    NotFound,
    /// `/404.html`
    RootNotFound,
}

impl Catalog {
    /// Whether an entry has a page with its languages side by side: it exists in two at least.
    pub fn has_parallel(&self, ix: EntryIx) -> bool {
        let entry = self.entry(ix);
        let in_book = matches!(
            entry.key.collection,
            Collection::Chapters | Collection::Roles | Collection::Skills | Collection::Pages
        );
        in_book && entry.languages().nth(1).is_some()
    }

    /// Every page of the site that is HTML, in a fixed order. Print is a matter of settings and size and left to the
    /// caller.
    pub fn pages(&self) -> impl Iterator<Item = Page> + '_ {
        let languages = 0..self.config.languages.len();
        let whole = [PageKind::Chooser, PageKind::RootNotFound]
            .map(|kind| Page { kind, language: self.config.default_language });
        whole
            .into_iter()
            .chain(languages.flat_map(|language| self.kinds().map(move |kind| Page { kind, language })))
    }

    /// Whether the site has a page that it makes itself.
    pub fn has(&self, kind: PageKind) -> bool {
        let any = |collection| self.collection(collection).next().is_some();
        match kind {
            PageKind::List(Collection::Roles) | PageKind::Map | PageKind::Compare => any(Collection::Roles),
            PageKind::List(Collection::Skills) | PageKind::SkillMap => any(Collection::Skills),
            PageKind::MySkills => any(Collection::Roles) && any(Collection::Skills),
            PageKind::Sources => !self.bibliography.works.is_empty(),
            _ => true,
        }
    }

    /// What a language has beside the pages of single entries, moves and pairs.
    pub fn made_kinds(&self) -> Vec<PageKind> {
        let own = [
            PageKind::Home,
            PageKind::List(Collection::Chapters),
            PageKind::List(Collection::Roles),
            PageKind::Map,
            PageKind::Compare,
            PageKind::List(Collection::Skills),
            PageKind::SkillMap,
            PageKind::MySkills,
            PageKind::Search,
            PageKind::NotFound,
            PageKind::Sources,
        ];
        own.into_iter().filter(|kind| self.has(*kind)).collect()
    }

    fn kinds(&self) -> impl Iterator<Item = PageKind> + '_ {
        let made = self.made_kinds().into_iter();
        let entries = (0..self.entries.len()).map(|index| EntryIx(index as u32));
        let shown = entries.clone().filter(|ix| self.entry(*ix).key.collection != Collection::Home);
        let parallel = entries.filter(|ix| self.has_parallel(*ix));
        let moves = (0..self.moves.len()).map(|index| PageKind::Move(MoveIx(index as u32)));
        let pairs = self.pairs.iter().map(|(a, b)| PageKind::ComparePair(*a, *b));
        made.chain(shown.map(PageKind::Entry))
            .chain(parallel.map(PageKind::Parallel))
            .chain(moves)
            .chain(pairs)
    }

    /// The address of a page below the root of the site, without `/` at its beginning: `zh/roles/data-engineer/`.
    pub fn address(&self, page: Page) -> String {
        let locale = &self.config.languages[page.language].locale;
        match page.kind {
            PageKind::Chooser => String::new(),
            PageKind::RootNotFound => "404.html".to_owned(),
            PageKind::NotFound => format!("{locale}/404.html"),
            PageKind::Home => format!("{locale}/"),
            kind => format!("{locale}/{}/", self.below_locale(kind)),
        }
    }

    fn below_locale(&self, kind: PageKind) -> String {
        let slug = |entry: EntryIx| &self.entry(entry).key.slug;
        match kind {
            PageKind::List(collection) => collection.folder().to_owned(),
            PageKind::Entry(entry) => match self.entry(entry).key.collection {
                Collection::Home => String::new(),
                Collection::Pages => slug(entry).to_string(),
                collection => format!("{collection}/{}", slug(entry)),
            },
            PageKind::Move(at) => {
                let m = &self.moves[at.0 as usize];
                format!("moves/{}/{}", slug(m.from), slug(m.to))
            }
            PageKind::Map => "map".to_owned(),
            PageKind::SkillMap => "map/skills".to_owned(),
            PageKind::Compare => "compare".to_owned(),
            PageKind::ComparePair(a, b) => format!("compare/{}/{}", slug(a), slug(b)),
            PageKind::MySkills => "my-skills".to_owned(),
            PageKind::Parallel(entry) => {
                format!("parallel/{}/{}", self.entry(entry).key.collection, slug(entry))
            }
            PageKind::Search => "search".to_owned(),
            PageKind::Sources => "sources".to_owned(),
            PageKind::Print => "print".to_owned(),
            PageKind::Home | PageKind::Chooser | PageKind::NotFound | PageKind::RootNotFound => String::new(),
        }
    }

    /// The page whose file stands at a path of the output, if the catalogue has one. The inverse of
    /// [`address`](Self::address) and [`output_path`].
    pub fn page_at(&self, path: &str) -> Option<Page> {
        let whole = |kind| Page { kind, language: self.config.default_language };
        match path {
            "index.html" => return Some(whole(PageKind::Chooser)),
            "404.html" => return Some(whole(PageKind::RootNotFound)),
            _ => {}
        }
        let (locale, below) = path.split_once('/')?;
        let language = self.config.languages.iter().position(|l| l.locale.as_str() == locale)?;
        let kind = match below {
            "index.html" => PageKind::Home,
            "404.html" => PageKind::NotFound,
            _ => self.kind_at(below.strip_suffix("/index.html")?)?,
        };
        self.has(kind).then_some(Page { kind, language })
    }

    fn kind_at(&self, below: &str) -> Option<PageKind> {
        let entry = |collection: Collection, slug: &str| {
            let entry = self.names.by_slug(slug)?;
            (self.entry(entry).key.collection == collection).then_some(entry)
        };
        let parts: Vec<&str> = below.split('/').collect();
        match parts.as_slice() {
            ["map"] => Some(PageKind::Map),
            ["map", "skills"] => Some(PageKind::SkillMap),
            ["compare"] => Some(PageKind::Compare),
            ["my-skills"] => Some(PageKind::MySkills),
            ["search"] => Some(PageKind::Search),
            ["sources"] => Some(PageKind::Sources),
            ["print"] => Some(PageKind::Print),
            ["moves", from, to] => self.move_page(from, to),
            ["compare", a, b] => {
                let kind = self.compare_page(a, b)?;
                (self.below_locale(kind) == below).then_some(kind)
            }
            ["parallel", folder, slug] => {
                let entry = entry(Collection::by_folder(folder)?, slug)?;
                self.has_parallel(entry).then_some(PageKind::Parallel(entry))
            }
            [one] => match Collection::by_folder(one) {
                Some(collection) if collection != Collection::Pages => Some(PageKind::List(collection)),
                _ => entry(Collection::Pages, one).map(PageKind::Entry),
            },
            [folder, slug] => {
                let collection = Collection::by_folder(folder).filter(|c| *c != Collection::Pages)?;
                entry(collection, slug).map(PageKind::Entry)
            }
            _ => None,
        }
    }

    /// The page of an entry; the home entry's is the home page.
    pub fn entry_page(&self, entry: EntryIx, language: usize) -> Page {
        let kind = match self.entry(entry).key.collection {
            Collection::Home => PageKind::Home,
            _ => PageKind::Entry(entry),
        };
        Page { kind, language }
    }
}

/// The file of an address in the output.
pub fn output_path(address: &str) -> String {
    if address.is_empty() || address.ends_with('/') {
        format!("{address}index.html")
    } else {
        address.to_owned()
    }
}

/// The way from one address to another, both below the root: `../../roles/`. A page's link to itself is `./`.
pub fn relative(from: &str, to: &str) -> String {
    let folder = from.rfind('/').map_or("", |at| &from[..=at]);
    let common = folder
        .bytes()
        .zip(to.bytes())
        .take_while(|(a, b)| a == b)
        .enumerate()
        .filter(|(_, (byte, _))| *byte == b'/')
        .last()
        .map_or(0, |(at, _)| at + 1);
    let up = folder[common..].matches('/').count();
    let rest = &to[common..];
    if up == 0 && (rest.is_empty() || rest.starts_with('#')) {
        return format!("./{rest}");
    }
    format!("{}{rest}", "../".repeat(up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_to_the_page() {
        assert_eq!(relative("zh/chapters/pay/", "zh/roles/data-engineer/"), "../../roles/data-engineer/");
        assert_eq!(relative("zh/chapters/pay/", "en/chapters/pay/"), "../../../en/chapters/pay/");
        assert_eq!(relative("zh/", "zh/chapters/"), "chapters/");
        assert_eq!(relative("zh/chapters/", "zh/"), "../");
        assert_eq!(relative("zh/", "zh/"), "./");
        assert_eq!(relative("", "zh/"), "zh/");
        assert_eq!(relative("zh/a/", ""), "../../");
        assert_eq!(relative("zh/404.html", "zh/a/"), "a/");
        assert_eq!(relative("zh/chapters/pay/", "assets/site.css"), "../../../assets/site.css");
        assert_eq!(relative("zh/chapters/pa/", "zh/chapters/pay/"), "../pay/");
    }
}
