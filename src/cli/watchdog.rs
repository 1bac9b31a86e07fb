//! Ends a run in which a page is never finished: nothing below the commands has a clock, and a template can loop for
//! ever.

use super::Exit;
use super::screen::Screen;
use crate::site::Snapshot;
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// How often to look. A page is given up at most this much too late.
const LOOK: Duration = Duration::from_millis(250);

/// Watches the pages of a snapshot until it is dropped; ends the process when one takes longer than `page_seconds`.
pub(super) fn watch(snapshot: &Arc<Snapshot>, screen: &Screen) {
    let limit = Duration::from_secs(snapshot.config().limits.page_seconds);
    let (snapshot, screen) = (Arc::downgrade(snapshot), screen.clone());
    std::thread::spawn(move || {
        let page = late(&snapshot, limit);
        if let Some(page) = page {
            let message = format!("the page {page} is not finished after {} s", limit.as_secs());
            let help = "look for a loop in its template, or raise `page_seconds` in `[limits]` of site.toml";
            screen.failure(&message, Some(help));
            std::process::exit(Exit::Machine.number().into());
        }
    });
}

/// The address of the first page that takes longer than it may; none when the snapshot is gone before.
fn late(snapshot: &Weak<Snapshot>, limit: Duration) -> Option<String> {
    let mut since: BTreeMap<u64, Instant> = BTreeMap::new();
    loop {
        std::thread::sleep(LOOK);
        let pages = snapshot.upgrade()?.under_way();
        let now = Instant::now();
        since.retain(|number, _| pages.iter().any(|(page, _)| page == number));
        for (number, address) in pages {
            if now - *since.entry(number).or_insert(now) > limit {
                return Some(address);
            }
        }
    }
}
