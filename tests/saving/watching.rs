//! Where events are lost, cannot be had, or never end: changes are seen all the same, and the person is told.

use crate::handbook::Handbook;
use crate::program::{AtEnd, Program};
use std::process::Command;
use std::time::{Duration, Instant};

const PAGE: &str = "/en/chapters/first-steps/";
const SOURCE: &str = "content/chapters/first-steps.en.md";

fn saved(book: &Handbook, program: &Program, words: &str) -> Duration {
    let text = book.read(SOURCE);
    book.write(SOURCE, format!("{text}\n{words}\n"));
    program.shows(PAGE, words)
}

#[test]
fn looking_again_and_again_sees_every_kind_of_change() {
    let book = Handbook::new();
    let program = Program::start(&book, &["--poll"]);
    program.says("Looking for changes twice a second.");
    program.shows(PAGE, "<main");
    saved(&book, &program, "First.");
    saved(&book, &program, "Second.");
    let text = "+++\ntitle = \"New\"\nsummary = \"S.\"\n+++\n\nHere.\n";
    book.write("content/pages/new.en.md", text);
    program.shows("/en/new/", "Here.");
    // The same size, the old time, in place: only a look at the content tells.
    let path = book.path("content/pages/new.en.md");
    let time = path.metadata().unwrap().modified().unwrap();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, b"There", text.find("Here.").unwrap() as u64).unwrap();
    file.set_modified(time).unwrap();
    program.shows("/en/new/", "There");
    std::fs::remove_file(&path).unwrap();
    let end = Instant::now() + crate::program::PATIENCE;
    while program.get("/en/new/").0 != 404 {
        assert!(Instant::now() < end, "a deleted page stays");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn where_no_more_folders_can_be_watched_it_says_how_and_looks() {
    let book = Handbook::new();
    let program = env!("CARGO_BIN_EXE_bifold");
    // A user of its own has limits of its own; the machine's stay as they are.
    let script = format!("echo 3 > /proc/sys/user/max_inotify_watches && exec {program:?} serve --port 0");
    let mut limited = Command::new("unshare");
    limited.args(["--user", "--map-root-user", "sh", "-c"]);
    let may = Command::new("unshare")
        .args(["--user", "--map-root-user", "sh", "-c", "echo 3 > /proc/sys/user/max_inotify_watches"])
        .output();
    if !may.is_ok_and(|output| output.status.success()) {
        eprintln!("no users of one's own here: not tested");
        return;
    }
    limited.arg(script);
    let program = Program::of(limited, &book.root());
    program.says("cannot watch for changes");
    let said = program.said();
    assert!(said.contains("sudo sysctl fs.inotify.max_user_watches="), "{said}");
    assert!(said.contains("looking for them twice a second instead"), "{said}");
    program.shows(PAGE, "<main");
    saved(&book, &program, "Seen.");
}

#[test]
fn lost_events_lose_no_change() {
    let Some(queue) = std::fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").ok() else {
        eprintln!("no such queue here: not tested");
        return;
    };
    let queue: usize = queue.trim().parse().unwrap();
    let book = Handbook::new();
    let program = Program::start(&book, &[]);
    program.shows(PAGE, "<main");
    saved(&book, &program, "Before.");
    // While it is stopped, more happens than the system keeps; then a folder is made that nobody watches yet.
    program.signal("STOP");
    for _ in 0..queue / 4 {
        for name in ["a~", "b~"] {
            std::fs::write(book.path("content/chapters").join(name), "x").unwrap();
        }
    }
    let text = "+++\ntitle = \"New\"\nsummary = \"S.\"\n+++\n\nHere.\n";
    book.write("content/pages/new.en.md", text);
    book.write(SOURCE, book.read(SOURCE).replace("Before.", "After."));
    program.signal("CONT");
    program.shows(PAGE, "After.");
    program.shows("/en/new/", "Here.");
    // The folder is watched by now.
    book.write("content/pages/new.en.md", text.replace("Here.", "There."));
    program.shows("/en/new/", "There.");
    assert!(!program.said().contains("cannot watch"), "once is not often: {}", program.said());
}

#[test]
fn a_file_that_is_written_without_end_is_named_and_starves_nobody() {
    let book = Handbook::new();
    let program = Program::start(&book, &[]);
    program.shows(PAGE, "<main");
    let log = book.path("content/chapters/first-steps/run.svg");
    std::fs::create_dir_all(log.parent().unwrap()).unwrap();
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0.. {
                if is_over.load(std::sync::atomic::Ordering::Relaxed) {
                    return;
                }
                let size = format!("width=\"{number}\" height=\"1\"");
                std::fs::write(&log, format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}></svg>"))
                    .unwrap();
                std::thread::sleep(Duration::from_millis(7));
            }
        });
        let _end = AtEnd(|| is_over.store(true, std::sync::atomic::Ordering::Relaxed));
        for round in 0..3 {
            saved(&book, &program, &format!("Round {round}."));
        }
        program.says("content/chapters/first-steps/run.svg changes without end");
        for round in 3..10 {
            saved(&book, &program, &format!("Round {round}."));
        }
    });
    assert_eq!(program.said().matches("changes without end").count(), 1, "told once");
}

#[test]
fn a_given_port_that_is_taken_is_the_machines_fault() {
    let book = Handbook::new();
    let first = Program::start(&book, &[]);
    let port = first.port.to_string();
    let run = book.run(&["serve", "--port", &port]);
    assert_eq!((run.code, run.out.as_str()), (3, ""));
    assert!(run.err.contains(&format!("port {port} is in use")), "{}", run.err);
    assert!(run.err.contains("name another with --port"), "{}", run.err);
}

#[test]
fn the_usual_port_that_is_taken_gives_way_to_the_next() {
    let book = Handbook::new();
    // Whoever else listens there: then it is taken all the same.
    let _taken = std::net::TcpListener::bind(("127.0.0.1", 1111));
    let mut command = Command::new(env!("CARGO_BIN_EXE_bifold"));
    command.arg("serve");
    let program = Program::of(command, &book.root());
    assert!((1112..=1121).contains(&program.port), "{}", program.port);
    program.says(&format!("Port 1111 is in use, so this is port {}.", program.port));
    program.shows("/en/", "<main");
}

#[test]
fn settings_that_break_leave_the_last_good_site_and_mend_by_themselves() {
    let book = Handbook::new();
    let program = Program::start(&book, &[]);
    program.shows(PAGE, "<main");
    let good = program.get(PAGE);
    let settings = book.read("site.toml");
    book.write("site.toml", format!("{settings}\n[broken\n"));
    program.says("error[bad-toml]");
    assert_eq!(program.get(PAGE), good);
    std::fs::remove_file(book.path("site.toml")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(program.get(PAGE).0, 200);
    book.write("site.toml", settings);
    saved(&book, &program, "Mended.");
}
