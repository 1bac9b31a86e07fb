//! Saved again and again in every way: no change is lost, no half of a file is shown, and nothing grows.

use crate::handbook::Handbook;
use crate::program::{AtEnd, Program};
use crate::ways::{WAYS, root_of};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const PAGE: &str = "/en/chapters/first-steps/";
const SOURCE: &str = "content/chapters/first-steps.en.md";
/// A file that was no whole file for longer than this may be seen so: nobody can know that more will come.
const BLINK: Duration = Duration::from_millis(30);
/// The cycle after the last.
const OVER: usize = usize::MAX;
/// Every so many cycles a thousand files change at once.
const CHECKOUT: usize = 50;

/// A checkout of a thousand files: the text and the files beside it are unlinked and made anew, or go, or come.
fn checkout(source: &Path, text: &str, count: usize) {
    let root = root_of(source);
    let lock = root.join(".git/index.lock");
    let is_git = count % 2 == 0;
    if is_git {
        std::fs::create_dir_all(root.join(".git")).unwrap();
        std::fs::File::create_new(&lock).unwrap();
    }
    let folder = root.join("content/chapters/first-steps");
    std::fs::create_dir_all(&folder).unwrap();
    for number in 0..1000 {
        let path = folder.join(format!("picture-{number}.svg"));
        if path.exists() {
            std::fs::remove_file(&path).unwrap();
        }
        if count % 3 != 2 {
            let size = format!("width=\"{}\" height=\"4\"", count + 1);
            std::fs::write(path, format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}></svg>")).unwrap();
        }
        if number == 500 {
            std::fs::remove_file(source).unwrap();
            std::fs::write(source, text).unwrap();
        }
    }
    if is_git {
        std::fs::remove_file(lock).unwrap();
    }
}

/// Looks at the page all the time; keeps what no reader should see, with the cycle in which the look began.
fn look(program: &Program, at: &AtomicUsize, seen: &Mutex<Option<(usize, String)>>) {
    while let cycle = at.load(Ordering::Relaxed)
        && cycle != OVER
    {
        let (status, body) = program.get(PAGE);
        if status != 200 || !body.contains("Stand ") {
            seen.lock().unwrap().get_or_insert((cycle, format!("{status} {body}")));
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

/// What was taken at one time.
#[derive(Debug)]
struct Taken {
    cycle: usize,
    kilobytes: u64,
    handles: (usize, usize),
}

#[test]
fn no_save_is_lost_and_nothing_grows() {
    let cycles = std::env::var("BIFOLD_CYCLES").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let book = Handbook::new();
    let source = book.path(SOURCE);
    let text = book.read(SOURCE);
    std::fs::write(&source, format!("{text}\nStand 0.\n")).unwrap();
    let program = Program::start(&book, &[]);
    program.shows(PAGE, "Stand 0.");
    let (at, seen) = (AtomicUsize::new(0), Mutex::new(None));
    let (mut taken, mut waits) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        scope.spawn(|| look(&program, &at, &seen));
        let _end = AtEnd(|| at.store(OVER, Ordering::Relaxed));
        for cycle in 1..=cycles {
            at.store(cycle, Ordering::Relaxed);
            let new = format!("{text}\nStand {cycle}.\n");
            let (name, way) = WAYS[cycle % WAYS.len()];
            let gap = if cycle % CHECKOUT == CHECKOUT - 1 {
                checkout(&source, &new, cycle / CHECKOUT);
                Duration::MAX
            } else {
                way(&source, &new)
            };
            waits.push(program.shows(PAGE, &format!("Stand {cycle}.")));
            let odd = seen.lock().unwrap().take();
            // What is seen at the end of a checkout belongs to it, whenever it is told.
            if let Some((_, odd)) = odd.filter(|(began, _)| *began == cycle && gap < BLINK) {
                panic!("cycle {cycle}, {name}, {gap:?}: {odd}");
            }
            if cycle == 1 || cycle % (cycles / 10).max(1) == 0 {
                let kilobytes = program.memory().unwrap_or_default();
                taken.push(Taken { cycle, kilobytes, handles: program.handles() });
            }
        }
    });
    waits.sort();
    let median = waits[waits.len() / 2];
    eprintln!("{cycles} cycles; saved to seen: median {median:?}, longest {:?}", waits[waits.len() - 1]);
    for Taken { cycle, kilobytes, handles: (files, watches) } in &taken {
        eprintln!("cycle {cycle}: {kilobytes} kB, {files} files open, {watches} folders watched");
    }
    assert_eq!(program.said().matches("panicked").count(), 0, "{}", program.said());
    assert_flat(&taken);
}

/// After the first checkouts all that a run needs is there; from then on nothing may grow with the cycles.
fn assert_flat(taken: &[Taken]) {
    let last = &taken[taken.len() - 1];
    let most = |part: &[Taken]| part.iter().map(|at| at.kilobytes).max().unwrap_or(0);
    let (early, late) = (most(&taken[..taken.len() * 7 / 10]), most(&taken[taken.len() * 7 / 10..]));
    assert!(late <= early + early / 10 + 8 * 1024, "memory grows: {taken:#?}");
    // A request of the test may be under way.
    let first = &taken[0];
    assert!(last.handles.0 <= first.handles.0 + 4, "open files grow: {taken:#?}");
    assert!(last.handles.1 <= first.handles.1 + 2, "watches grow: {taken:#?}");
}
