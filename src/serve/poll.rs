//! Looking again and again, for file systems that tell nothing: network folders, mounts of containers, limits.

use crate::source::Files;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Shortest time between two looks.
const PAUSE: Duration = Duration::from_millis(500);
/// A look may take one part in so many of the time between two.
const SHARE: u32 = 10;
/// A file that changed is looked at so many times more: its next change may leave its time and size as they were.
const AGAIN: u8 = 3;

/// What was seen last.
#[derive(Debug, Default)]
pub struct Poller {
    seen: BTreeMap<String, Seen>,
    next: Option<Instant>,
}

#[derive(Debug)]
struct Seen {
    stamp: u64,
    again: u8,
}

impl Poller {
    /// When to look next.
    pub fn next(&self) -> Instant {
        self.next.unwrap_or_else(Instant::now)
    }

    /// Looks at everything; the first look finds no difference.
    pub fn look(&mut self, files: &dyn Files) -> Differences {
        let start = Instant::now();
        let is_first = self.next.is_none();
        let mut now: BTreeMap<String, u64> = BTreeMap::new();
        for folder in ["content", "themes"] {
            now.extend(files.walk(folder).0.into_iter().map(|entry| (entry.path, entry.stamp)));
        }
        now.extend(files.stamp("site.toml").map(|stamp| ("site.toml".to_owned(), stamp)));
        let mut differences = Differences::default();
        differences.new.extend(self.seen.keys().filter(|path| !now.contains_key(*path)).cloned());
        let before = std::mem::take(&mut self.seen);
        for (path, stamp) in now {
            let again = match before.get(&path) {
                _ if is_first => 0,
                Some(seen) if seen.stamp == stamp => {
                    if seen.again > 0 {
                        differences.perhaps.push(path.clone());
                    }
                    seen.again.saturating_sub(1)
                }
                _ => {
                    differences.new.push(path.clone());
                    AGAIN
                }
            };
            self.seen.insert(path, Seen { stamp, again });
        }
        self.next = Some(Instant::now() + PAUSE.max(start.elapsed() * SHARE));
        differences
    }
}

/// What a look found.
#[derive(PartialEq, Eq, Default, Debug)]
pub struct Differences {
    /// Files that came, went or changed.
    pub new: Vec<String>,
    /// Files that changed a short while ago and look the same since.
    pub perhaps: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn every_difference_is_seen_and_looked_at_again() {
        let files = Memory::new();
        files.write("content/a.md", "one");
        files.write("site.toml", "");
        files.write("notes.txt", "");
        let mut poller = Poller::default();
        assert_eq!(poller.look(&files), Differences::default());
        assert_eq!(poller.look(&files), Differences::default());
        files.write("content/a.md", "two");
        files.write("content/b.md", "new");
        assert_eq!(poller.look(&files).new, ["content/a.md", "content/b.md"]);
        for _ in 0..AGAIN {
            let same = poller.look(&files);
            assert!(same.new.is_empty());
            assert_eq!(same.perhaps, ["content/a.md", "content/b.md"]);
        }
        assert_eq!(poller.look(&files), Differences::default());
        files.remove("content/a.md");
        files.remove("site.toml");
        assert_eq!(poller.look(&files).new, ["content/a.md", "site.toml"]);
    }
}
