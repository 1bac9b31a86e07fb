//! The one thing that a request can start: the person's own editor, at a source of the site. With raw sockets.
#![allow(clippy::unwrap_used)] // whatever fails here fails the test
#![cfg(unix)]

mod serving;

use bifold::serve::Editor;
use serving::{Site, page};
use std::time::{Duration, Instant};

const OWN: &str = "Sec-Fetch-Site: same-origin\r\n";

/// A site whose editor links the source to `opened:<line>:<column>` beside the folder's content.
fn edited() -> Site {
    Site::start_with(&[("zh/a.md", &page("zh-Hans", "<p>甲</p>")), ("zh/b c.md", "<p>乙</p>")], |options| {
        let opened = options.root.join("opened:{line}:{column}").display().to_string();
        options.editor = Editor::of_person(&format!("ln -s {{path}} {opened}"));
    })
}

fn opened(site: &Site, name: &str) -> Option<String> {
    let link = site.folder.path().canonicalize().unwrap().join(name);
    std::fs::read_link(link).ok().map(|path| path.display().to_string())
}

#[test]
fn our_own_page_opens_a_source_at_its_place() {
    let site = edited();
    let root = site.folder.path().canonicalize().unwrap();
    let token = site.token();
    for (asked, name, path) in [
        ("content/zh/a.md&line=3&column=7", "opened:3:7", "content/zh/a.md"),
        ("content%2Fzh%2Fb%20c.md&line=4", "opened:4:1", "content/zh/b c.md"),
    ] {
        assert_eq!(site.get(&format!("/-/open?token={token}&path={asked}"), OWN).status, 200);
        let end = Instant::now() + Duration::from_secs(20);
        while opened(&site, name).is_none() {
            assert!(Instant::now() < end, "{asked} is not opened");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(opened(&site, name), Some(root.join(path).display().to_string()));
    }
}

#[test]
fn nobody_else_opens_anything() {
    let site = edited();
    let token = site.token();
    let open = |query: &str, headers: &str| site.get(&format!("/-/open?{query}"), headers).status;
    let good = format!("token={token}&path=content/zh/a.md");
    for headers in [
        "",
        "Sec-Fetch-Site: none\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Origin: null\r\n",
        "Origin: http://evil.example\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
    ] {
        assert_eq!(open(&good, headers), 403, "{headers}");
    }
    for query in ["path=content/zh/a.md", "token=0&path=content/zh/a.md", "token=&path=content/zh/a.md"] {
        assert_eq!(open(query, OWN), 403, "{query}");
    }
    // Only what the site was made of, by its own name.
    for path in
        ["/etc/passwd", "../secret", "content/zh/../zh/a.md", "content/zh/none.md", "", "-x", "content"]
    {
        assert_eq!(open(&format!("token={token}&path={path}"), OWN), 404, "{path}");
    }
    assert_eq!(opened(&site, "opened:1:1"), None);
}

#[test]
fn without_a_command_nothing_is_started() {
    let site = Site::start(&[("zh/a.md", &page("zh-Hans", "<p>甲</p>"))]);
    let token = site.token();
    assert_eq!(site.get(&format!("/-/open?token={token}&path=content/zh/a.md"), OWN).status, 404);
}

#[test]
fn a_command_that_is_not_there_is_said() {
    let site = Site::start_with(&[("zh/a.md", &page("zh-Hans", "<p>甲</p>"))], |options| {
        options.editor = Editor::of_person("/no/such/editor");
    });
    let token = site.token();
    let answer = site.get(&format!("/-/open?token={token}&path=content/zh/a.md"), OWN);
    assert_eq!((answer.status, answer.text().as_str()), (404, "The editor could not be started.\n"));
}
