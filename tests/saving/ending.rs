//! Ctrl-C: at once, whoever listens, without a trace.

use crate::handbook::Handbook;
use crate::program::Program;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

/// A busy machine may be slow once; not each time.
const ATTEMPTS: usize = 4;

/// Runs `attempt` until it takes less than `limit`.
fn within(limit: Duration, mut attempt: impl FnMut() -> Duration) {
    let mut took = Vec::new();
    while took.len() < ATTEMPTS && took.last().is_none_or(|last| *last >= limit) {
        took.push(attempt());
    }
    assert!(took.iter().any(|one| *one < limit), "{took:?}");
}

fn code_and_time(program: &mut Program) -> Duration {
    let (status, took) = program.ended().expect("it ends");
    assert_eq!(status.code(), Some(0), "{status} {}", program.said());
    took
}

#[test]
fn an_interrupt_ends_it_within_a_second_whoever_listens() {
    let book = Handbook::new();
    let before = traces(&book.root());
    within(Duration::from_secs(1), || {
        let mut program = Program::start(&book, &[]);
        program.shows("/en/", "<main");
        let mut channels: Vec<_> = (0..5).map(|_| program.channel()).collect();
        let mut half = program.connect();
        half.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
        let idle = program.connect();
        program.signal("INT");
        let took = code_and_time(&mut program);
        for channel in &mut channels {
            let mut rest = String::new();
            channel.read_to_string(&mut rest).unwrap();
            assert!(rest.contains("event: end"), "{rest:?}");
        }
        drop((half, idle));
        took
    });
    assert_eq!(traces(&book.root()), before, "nothing is left");
}

#[test]
fn an_interrupt_while_it_builds_ends_it_too() {
    let book = Handbook::new();
    for number in 0..200 {
        let words = "Words and **more** words, `code`, and a list:\n\n- one\n- two\n\n".repeat(40);
        let head = format!("+++\ntitle = \"P{number}\"\nsummary = \"S.\"\n+++\n\n");
        book.write(&format!("content/pages/p{number}.en.md"), head + &words);
    }
    // The address is said before the first build has ended; mostly the signal comes into it.
    within(Duration::from_secs(2), || {
        let mut program = Program::start(&book, &[]);
        program.signal("INT");
        code_and_time(&mut program)
    });
}

#[test]
fn a_second_interrupt_ends_it_at_once() {
    let book = Handbook::new();
    // One alone takes the time of the farewell: 300 ms.
    within(Duration::from_millis(250), || {
        let mut program = Program::start(&book, &[]);
        program.shows("/en/", "<main");
        let channel = program.channel();
        program.signal("INT");
        program.signal("INT");
        let took = code_and_time(&mut program);
        drop(channel);
        took
    });
}

#[test]
fn asked_to_terminate_it_ends_as_well() {
    let book = Handbook::new();
    let mut program = Program::start(&book, &[]);
    program.shows("/en/", "<main");
    program.signal("TERM");
    code_and_time(&mut program);
}

#[test]
fn a_page_that_is_never_finished_ends_it_with_the_page_s_address() {
    let book = Handbook::new();
    let program = Program::start(&book, &[]);
    program.shows("/en/roles/gardener/", "Gardener");
    let site = book.read("site.toml");
    std::fs::write(book.path("site.toml"), site + "\n[limits]\npage_seconds = 1\n").unwrap();
    let loops = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    let template = format!("{{% extends \"builtin/role.html\" %}}{{% block main %}}{loops}{{% endblock %}}");
    book.write("themes/default/templates/role.html", template);
    program.says("/roles/gardener/ is not finished after 1 s");
    let mut program = program;
    let (status, _) = program.ended().unwrap();
    assert_eq!(status.code(), Some(3));
}

#[test]
fn serving_writes_nothing() {
    let book = Handbook::new();
    book.run(&["build"]);
    let before = traces(&book.root());
    let mut program = Program::start(&book, &[]);
    for address in
        ["/", "/en/", "/zh/chapters/first-steps/", "/en/print/", "/en/search/", "/en/none/", "/sitemap.xml"]
    {
        assert!(matches!(program.get(address).0, 200 | 404), "{address}");
    }
    program.get("/-/edit/chapters/first-steps/");
    let text = book.read("content/chapters/first-steps.en.md");
    for words in ["One more.", "And more."] {
        book.write("content/chapters/first-steps.en.md", format!("{text}\n{words}\n"));
        program.shows("/en/chapters/first-steps/", words);
    }
    program.shows("/en/print/", "And more.");
    program.signal("INT");
    code_and_time(&mut program);
    let mut after = traces(&book.root());
    let edited = |path: &str| path == "content/chapters/first-steps.en.md";
    after.retain(|path, _| !edited(path));
    let mut before = before;
    before.retain(|path, _| !edited(path));
    assert_eq!(after, before);
}

/// Every file and folder with what changes when it is written: node, times, size.
fn traces(root: &Path) -> BTreeMap<String, (u64, i64, i64, u64)> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry.unwrap();
        let meta = entry.metadata().unwrap();
        let name = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        found.insert(name, (meta.ino(), meta.ctime(), meta.ctime_nsec(), meta.len()));
    }
    found
}
