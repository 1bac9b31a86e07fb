//! Ends a run in which a page is never finished: nothing below the commands has a clock, and a template can loop for
//! ever.

use super::Exit;
use super::screen::Screen;
use crate::site::{Making, UnderWay};
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// How often to look. A page is given up at most this much too late.
const LOOK: Duration = Duration::from_millis(250);

/// Watches the pages of a site until it is dropped; ends the process when one takes longer than `page_seconds`.
pub(super) fn watch(pages: &Arc<UnderWay>, screen: &Screen) {
    let (pages, screen) = (Arc::downgrade(pages), screen.clone());
    std::thread::spawn(move || {
        if let Some(Making { address, limit }) = late(&pages) {
            let message = format!("the page {address} is not finished after {limit} s");
            let help = "look for a loop in its template, or raise `page_seconds` in `[limits]` of site.toml";
            screen.failure(&message, Some(help));
            std::process::exit(Exit::Machine.number().into());
        }
    });
}

/// The first page that takes longer than it may; none when the site is gone before.
fn late(pages: &Weak<UnderWay>) -> Option<Making> {
    let mut since: BTreeMap<u64, Instant> = BTreeMap::new();
    loop {
        std::thread::sleep(LOOK);
        let pages = pages.upgrade()?.now();
        let now = Instant::now();
        since.retain(|number, _| pages.contains_key(number));
        for (number, making) in pages {
            if now - *since.entry(number).or_insert(now) > Duration::from_secs(making.limit) {
                return Some(making);
            }
        }
    }
}
