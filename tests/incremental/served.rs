//! A running server over a folder on the disk: events, batches, states, answers, all as they are in use.

use crate::clean::{Clean, clean, difference_of_bytes, difference_of_findings, lines};
use crate::kept::shortest_failure;
use crate::{Step, Tree, sequence, tell};
use bifold::serve::{Changed, Engine, Published, Serving, Timing, Workshop};
use bifold::site::{Options, Site};
use bifold::source::Disk;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// At each step so many addresses are asked for over the network, beside those that changed; at each tenth, all.
const SAMPLE: usize = 8;
/// Longest that a change may take to be seen on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was tried, over all sequences.
#[derive(Default)]
pub struct Tally {
    steps: AtomicUsize,
    sound: AtomicUsize,
    files: AtomicUsize,
    answers: AtomicUsize,
    late: AtomicUsize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [steps, sound, files, answers, late] =
            [&self.steps, &self.sound, &self.files, &self.answers, &self.late].map(|n| n.load(Relaxed));
        write!(f, "{steps} steps ({sound} without errors, {late} seen in more than one batch), ")?;
        write!(f, "{files} files and {answers} answers compared")
    }
}

impl Tally {
    /// A long run says how far it has come.
    #[allow(clippy::print_stderr)] // for whoever waits for it
    fn tell_now_and_then(&self) {
        if self.steps.load(Relaxed) > 5000 {
            eprintln!("{self}");
        }
    }

    /// The gardens must reach sound states and broken ones, or half of the rules were never tried.
    pub fn assert_that_it_tried(&self) {
        let (steps, sound) = (self.steps.load(Relaxed), self.sound.load(Relaxed));
        // One sequence alone may be all of one kind.
        let is_many = steps > 500;
        assert!(
            !is_many || (sound * 5 > steps && sound * 10 < steps * 9),
            "{sound} of {steps} states are sound"
        );
    }
}

/// What is known of the engine's work, from outside its thread.
#[derive(Default)]
struct Seen {
    /// Paths that a finished refresh was told of, or all of them.
    paths: BTreeSet<String>,
    all: bool,
    shown: Option<Arc<dyn Published>>,
    refreshes: usize,
}

/// The engine of `serve`, looked at.
struct Witness {
    workshop: Workshop,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

impl Engine for Witness {
    fn refresh(&mut self, changed: &Changed, stop: &AtomicBool) -> Option<Arc<dyn Published>> {
        let next = self.workshop.refresh(changed, stop);
        let mut seen = self.seen.0.lock().unwrap();
        if next.is_some() || !stop.load(Relaxed) {
            match changed {
                Changed::All => seen.all = true,
                Changed::Paths(paths) => seen.paths.extend(paths.iter().cloned()),
            }
        }
        seen.shown = next.clone().or(seen.shown.take());
        seen.refreshes += 1;
        self.seen.1.notify_all();
        next
    }

    fn finish(&mut self, stop: &AtomicBool) -> Option<Arc<dyn Published>> {
        let next = self.workshop.finish(stop);
        let mut seen = self.seen.0.lock().unwrap();
        seen.shown = next.clone().or(seen.shown.take());
        seen.refreshes += 1;
        self.seen.1.notify_all();
        next
    }
}

/// A folder that is served.
struct Served<'a> {
    like: &'a Site,
    tally: &'a Tally,
    folder: tempfile::TempDir,
    tree: Tree,
    serving: Serving,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    /// The files of the step before.
    last: Tree,
    /// Every path that the output ever had.
    ever: BTreeSet<String>,
    wire: Option<Wire>,
    count: usize,
}

impl<'a> Served<'a> {
    fn new(like: &'a Site, tree: &Tree, tally: &'a Tally) -> Served<'a> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        tree.iter().for_each(|(path, bytes)| write(&root, path, bytes));
        let files = Arc::new(Disk::new(&root));
        let seen = Arc::new((Mutex::new(Seen::default()), Condvar::new()));
        let workshop = Workshop::new(files.clone(), Options::default());
        let engine = Box::new(Witness { workshop, seen: seen.clone() });
        // Short waits, so that thousands of steps do not take hours; no file is ever a storm.
        let timing = Timing {
            quiet: Duration::from_millis(4),
            empty: Duration::from_millis(8),
            pace: Duration::ZERO,
            ..Timing::default()
        };
        let options = bifold::serve::Options { port: Some(0), timing, ..bifold::serve::Options::new(&root) };
        let serving = Serving::start(options, files, engine, Arc::new(|_| {})).unwrap();
        Served {
            like,
            tally,
            folder,
            tree: tree.clone(),
            serving,
            seen,
            last: Tree::new(),
            ever: BTreeSet::new(),
            wire: None,
            count: 0,
        }
    }

    /// Does a step on the disk and says what differs from a fresh run then.
    fn difference(&mut self, step: &Step) -> Option<String> {
        {
            let mut seen = self.seen.0.lock().unwrap();
            seen.paths.clear();
            // The first look is one at everything.
            seen.all &= self.count == 0;
        }
        let wanted = self.make(step);
        let swapped = wanted.is_none();
        let wanted = wanted.unwrap_or_default();
        let fresh = clean(self.like, &self.tree, Options { at_root: true, ..Options::default() });
        let end = Instant::now() + PATIENCE;
        let needs_all = self.count == 0 || swapped;
        self.wait(end, |seen| seen.all || (!needs_all && seen.paths.is_superset(&wanted)));
        let mut what = self.compare(&fresh);
        // Events of one step may come in several batches, and what rendering finds comes a little later.
        let mut before = usize::MAX;
        while what.is_some() && self.wait(end, |seen| seen.refreshes != before) {
            before = self.seen.0.lock().unwrap().refreshes;
            what = self.compare(&fresh);
        }
        self.tally.late.fetch_add(usize::from(before != usize::MAX), Relaxed);
        self.tally.steps.fetch_add(1, Relaxed);
        self.tally.sound.fetch_add(usize::from(!fresh.has_errors), Relaxed);
        self.ever.extend(fresh.files.keys().cloned());
        self.last = fresh.files;
        self.count += 1;
        what
    }

    /// Makes the changes of a step on the disk, in one way or another; gives the paths that the watcher must name, or
    /// none when it must look at everything.
    fn make(&mut self, step: &Step) -> Option<BTreeSet<String>> {
        let root = self.folder.path().canonicalize().unwrap();
        let is_gone = |path: &String, tree: &Tree| !tree.contains_key(path);
        let before = self.tree.clone();
        crate::apply(&mut self.tree, step);
        let rest = step.iter().filter(|(path, content)| content.is_some() || !is_gone(path, &before));
        if self.count % 12 == 5 {
            return self.swap(&root, rest.map(|(path, _)| path));
        }
        let mut wanted = BTreeSet::new();
        for (path, content) in rest {
            match content {
                Some(bytes) if self.count % 3 == 1 => {
                    write(&root, &format!("{path}.tmp"), bytes);
                    std::fs::rename(root.join(format!("{path}.tmp")), root.join(path)).unwrap();
                }
                Some(bytes) => write(&root, path, bytes),
                None => std::fs::remove_file(root.join(path)).unwrap(),
            }
            wanted.insert(path.clone());
        }
        Some(wanted)
    }

    /// As a program does that unpacks: new folders take the places of the old ones.
    fn swap<'s>(&self, root: &Path, changed: impl Iterator<Item = &'s String>) -> Option<BTreeSet<String>> {
        for (path, bytes) in &self.tree {
            write(&root.join("next"), path, bytes);
        }
        for path in changed.filter(|path| !path.contains('/')) {
            std::fs::rename(root.join("next").join(path), root.join(path)).unwrap();
        }
        for folder in ["content", "themes"] {
            if root.join(folder).exists() {
                std::fs::rename(root.join(folder), root.join("last")).unwrap();
                std::fs::remove_dir_all(root.join("last")).unwrap();
            }
            if root.join("next").join(folder).exists() {
                std::fs::rename(root.join("next").join(folder), root.join(folder)).unwrap();
            }
        }
        std::fs::remove_dir_all(root.join("next")).unwrap();
        None
    }

    /// Waits until the engine has got so far; false when it does not.
    fn wait(&self, end: Instant, until: impl Fn(&Seen) -> bool) -> bool {
        let mut seen = self.seen.0.lock().unwrap();
        while !until(&seen) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        true
    }

    fn compare(&mut self, fresh: &Clean) -> Option<String> {
        let Some(site) = self.seen.0.lock().unwrap().shown.clone() else {
            return Some("nothing is shown".to_owned());
        };
        self.tally.files.fetch_add(fresh.files.len(), Relaxed);
        for (path, bytes) in &fresh.files {
            match site.file(path) {
                Some(file) if file.bytes == *bytes => {}
                Some(file) => return Some(format!("{path}\n{}", difference_of_bytes(&file.bytes, bytes))),
                None => return Some(format!("{path}: the state has none")),
            }
        }
        let gone: Vec<String> =
            self.ever.iter().filter(|path| !fresh.files.contains_key(*path)).cloned().collect();
        if let Some(path) = gone.iter().find(|path| site.file(path).is_some()) {
            return Some(format!("{path}: only the state has one"));
        }
        let said = lines(&site.diagnostics(), site.sources());
        if let Some(what) = difference_of_findings(&said, &fresh.findings) {
            return Some(what);
        }
        let all = self.count.is_multiple_of(10);
        let mut asked: Vec<String> = Vec::new();
        for (at, (path, bytes)) in fresh.files.iter().enumerate() {
            let turn = (at + self.count * 7) % fresh.files.len() < SAMPLE;
            if all || turn || self.last.get(path) != Some(bytes) {
                asked.push(path.clone());
            }
        }
        asked.iter().find_map(|path| self.asks_for(path, &fresh.files[path])).or_else(|| {
            // A run with errors publishes nothing, and the server goes on showing pages as they were.
            let gone = if fresh.has_errors { Vec::new() } else { gone };
            gone.iter().take(SAMPLE).find_map(|path| self.finds_nothing(path, &fresh.files))
        })
    }

    fn asks_for(&mut self, path: &str, bytes: &[u8]) -> Option<String> {
        let (status, body) = self.get(&address(path));
        if status != 200 {
            return Some(format!("{path}: status {status}"));
        }
        let body = if path.ends_with(".html") { without_script(path, bytes, body) } else { body };
        (body != bytes).then(|| format!("{path}, as answered\n{}", difference_of_bytes(&body, bytes)))
    }

    /// The page that says so in the language of the address is shown in its place.
    fn finds_nothing(&mut self, path: &str, files: &Tree) -> Option<String> {
        let address = address(path);
        let (status, body) = self.get(&address);
        let language = path.split('/').next().unwrap();
        let own = files.get(&format!("{language}/404.html")).or_else(|| files.get("404.html"));
        let shown = String::from_utf8_lossy(&body).replacen(" data-missing", "", 1).into_bytes();
        let as_published = own.is_some_and(|own| without_script("404.html", own, shown) == *own);
        (status != 404 || !as_published).then(|| format!("{address} is gone: status {status}"))
    }

    fn get(&mut self, address: &str) -> (u16, Vec<u8>) {
        self.tally.answers.fetch_add(1, Relaxed);
        let port = self.serving.port();
        let wire = self.wire.take().unwrap_or_else(|| Wire::new(port));
        let (status, body, wire) = wire.get(address, port);
        self.wire = wire;
        (status, body)
    }
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// `zh/roles/index.html` → `/zh/roles/`
fn address(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// A page without the one script; as it is when there is another one or none.
fn without_script(path: &str, published: &[u8], body: Vec<u8>) -> Vec<u8> {
    let tag = bifold::source::digest(published);
    let script = format!("<script src=\"/-/reload.js\" data-page=\"{tag:032x}\"></script>");
    let text = String::from_utf8(body).unwrap_or_else(|_| panic!("{path} is no text"));
    text.replacen(&script, "", 1).into_bytes()
}

/// A connection that is kept for as many requests as the server takes.
struct Wire(BufReader<TcpStream>);

impl Wire {
    fn new(port: u16) -> Wire {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Wire(BufReader::new(stream))
    }

    fn get(mut self, address: &str, port: u16) -> (u16, Vec<u8>, Option<Wire>) {
        let request = format!("GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length, mut closes) = (0, 0, false);
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(words) = line.strip_prefix("http/1.1 ") {
                status = words[..3].parse().unwrap();
            } else if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().unwrap();
            } else if line == "connection: close" {
                closes = true;
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        (status, body, (!closes).then_some(self))
    }
}

/// Tries one sequence; fails with all that is needed to try it again.
pub fn try_sequence(like: &Site, seed: u64, length: usize, tally: &Tally) {
    let (start, steps) = sequence(seed, length);
    let mut served = Served::new(like, &start, tally);
    let first = served.difference(&Step::new()).map(|what| (0, what));
    let found = first
        .or_else(|| steps.iter().enumerate().find_map(|(at, step)| Some((at + 1, served.difference(step)?))));
    served.serving.stop();
    let Some((at, what)) = found else { return tally.tell_now_and_then() };
    let alone = shortest_failure(like, &start, &steps[..at]);
    let alone = alone.unwrap_or_else(|| "a kept site in memory has no such fault".to_owned());
    let last = at.saturating_sub(3);
    panic!("seed {seed}, step {at}: {what}\n{}\nThe same in memory: {alone}", tell(&steps[last..at], last));
}
