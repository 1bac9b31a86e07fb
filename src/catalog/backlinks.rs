//! The links of all texts, seen from what they lead to.

use super::entry::EntryIx;
use super::link::Target;
use super::{Catalog, DocumentLinks};

/// A place that mentions an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Backlink {
    /// The entry whose text it stands in.
    pub from: EntryIx,
    /// The language of that text.
    pub language: usize,
    /// What kind of link, and its index in the document's references or mentions.
    pub link: BacklinkKind,
}

/// Which list a backlink points into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BacklinkKind {
    /// A reference that somebody wrote.
    Written(u32),
    /// A mention that became a link.
    Automatic(u32),
}

/// All backlinks, by entry; those of one entry in the order of the pages that they stand on.
#[derive(Debug, Default)]
pub(super) struct Backlinks {
    /// Where the backlinks of each entry begin in the list, and the list's end.
    starts: Vec<u32>,
    list: Vec<Backlink>,
}

impl Backlinks {
    /// Turns the links of all documents round.
    pub fn new(catalog: &Catalog) -> Backlinks {
        let mut found: Vec<(EntryIx, Backlink)> = Vec::new();
        let languages = catalog.config.languages.len();
        for (row, links) in catalog.links.iter().enumerate() {
            let Some(links) = links else { continue };
            let (from, language) = (EntryIx((row / languages) as u32), row % languages);
            let outside = entries(links).filter(|(to, _)| *to != from);
            found.extend(outside.map(|(to, link)| (to, Backlink { from, language, link })));
        }
        let mut starts = vec![0; catalog.entries.len() + 1];
        for (to, _) in &found {
            starts[to.0 as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut list: Vec<Backlink> = found.iter().map(|(_, backlink)| *backlink).collect();
        for (to, backlink) in found {
            let place = &mut next[to.0 as usize];
            list[*place as usize] = backlink;
            *place += 1;
        }
        Backlinks { starts, list }
    }

    /// Who mentions an entry.
    pub fn of(&self, entry: EntryIx) -> &[Backlink] {
        let at = entry.0 as usize;
        &self.list[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// The entries that a document's text leads to, and by which link.
pub(super) fn entries(links: &DocumentLinks) -> impl Iterator<Item = (EntryIx, BacklinkKind)> + '_ {
    let written = links.links.targets.iter().enumerate().filter_map(|(at, target)| match target {
        Target::Entry(to, _) => Some((*to, BacklinkKind::Written(at as u32))),
        _ => None,
    });
    let mentions = links.mentions.iter().enumerate();
    written.chain(mentions.map(|(at, mention)| (mention.entry, BacklinkKind::Automatic(at as u32))))
}
