//! The search: pages into an index of small plain files that the client reads over any static host, or from a disk.
//!
//! 1. [`Page`] is what the search sees of a page; [`Scale`] is what it must know of all of them.
//! 2. [`terms`] turns one page into its terms. It depends on nothing else, so its result is kept by the page's hash.
//! 3. [`Index::new`] merges the terms of a language's pages and plans the files: a manifest at a lasting address,
//!    and below an address made of the content's hash shards of postings, texts, vocabularies and readings.
//! 4. [`Index::files`] says which files there are, [`Index::file`] makes one: all at once for a build,
//!    on demand for a preview.
//!
//! Chinese (any script without spaces) is indexed by overlapping pairs of characters, so that no query can be cut
//! differently from the text. The client's half is `themes/default/assets/search-client.js/`.

mod digits;
mod directory;
mod fold;
mod index;
mod lexicon;
mod merge;
mod opensearch;
mod page;
mod parts;
mod readings;
mod segment;
mod shards;
mod spoken;
mod stem;
mod term;
mod texts;
mod tokens;

pub use directory::{Letter, Name, directory};
pub use index::{Index, IndexFile, Indexed, Language, manifest_path};
pub use lexicon::Lexicon;
pub use opensearch::{Description, opensearch};
pub use page::{Page, Scale, Section, Terms, terms};
pub use segment::word_breaks;
pub use tokens::tokens;
