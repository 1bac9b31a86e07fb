//! Which files may have changed: system events where they come, looking again and again where they do not.
//!
//! Events are hints. Paths outside `content/`, `themes/` and `site.toml` are dropped; what is left is looked at, and
//! [`Settle`] decides when it is complete. Nothing is dropped because it seems unchanged: the engine compares contents.

use super::mailbox::Mailbox;
use super::poll::Poller;
use super::published::Changed;
use super::settle::{Look, Settle, Timing};
use super::{Notice, Tell};
use crate::source::{Digest, Files, ReadError, digest, is_ignored_name};
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Folders whose files make the site.
const FOLDERS: [&str; 2] = ["content", "themes"];
/// The one file beside them.
const SETTINGS: &str = "site.toml";
/// While this exists, git is writing files.
const GIT_LOCK: &str = ".git/index.lock";
/// Longest wait for git; a lock that is older was left behind.
const GIT_PATIENCE: Duration = Duration::from_secs(5);
/// Between two looks whether git is done.
const GIT_PAUSE: Duration = Duration::from_millis(10);
/// Larger files are not compared.
const COMPARED_BYTES: u64 = 64 << 20;
/// So many overflows of the event queue within [`OVERFLOW_SPAN`] end watching by events.
const OVERFLOWS: usize = 3;
/// See [`OVERFLOWS`].
const OVERFLOW_SPAN: Duration = Duration::from_secs(10);

/// How to watch.
#[derive(Clone, Debug)]
pub struct Watching {
    /// The folder of `site.toml`.
    pub root: PathBuf,
    /// Look again and again instead of waiting for events.
    pub poll: bool,
    /// The waits.
    pub timing: Timing,
}

/// What reaches the watcher's thread.
enum Signal {
    Event(notify::Result<Event>),
    Close,
}

/// Ends the watcher when dropped.
pub struct Handle(Sender<Signal>);

impl Drop for Handle {
    fn drop(&mut self) {
        // The thread may have ended before.
        let _ = self.0.send(Signal::Close);
    }
}

/// Starts to watch; what changes from now on reaches the mailbox.
pub fn watch(watching: Watching, files: Arc<dyn Files>, mailbox: Arc<Mailbox>, tell: Tell) -> Handle {
    let (sender, receiver) = channel();
    let mut watcher = Watcher {
        settle: Settle::new(watching.timing),
        poller: Poller::default(),
        known: BTreeMap::new(),
        events: None,
        overflows: Vec::new(),
        git: Git::default(),
        sender: sender.clone(),
        watching,
        files,
        mailbox,
        tell,
    };
    watcher.begin();
    std::thread::spawn(move || watcher.run(&receiver));
    Handle(sender)
}

struct Watcher {
    watching: Watching,
    files: Arc<dyn Files>,
    mailbox: Arc<Mailbox>,
    tell: Tell,
    settle: Settle,
    poller: Poller,
    /// Files that were handed on, with the content they had then.
    known: BTreeMap<String, Option<Digest>>,
    /// None: polling.
    events: Option<RecommendedWatcher>,
    overflows: Vec<Instant>,
    git: Git,
    sender: Sender<Signal>,
}

/// What is known of git's lock.
#[derive(Default)]
struct Git {
    since: Option<Instant>,
    left_behind: bool,
}

/// What happened to a path, as far as events tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Touch {
    /// Something about it, perhaps not its content.
    Touched,
    /// It was made or written; whoever did so may go on.
    Written,
    /// Whoever wrote it has closed it, or it was put in its place whole.
    Closed,
    Folder,
}

impl Touch {
    /// What is known after another event. Who writes into a file that was closed is not done with it.
    fn then(self, next: Touch) -> Touch {
        match (self, next) {
            (Touch::Closed, Touch::Written) => Touch::Written,
            _ => self.max(next),
        }
    }
}

impl Watcher {
    fn begin(&mut self) {
        if self.watching.poll {
            self.start_polling(None);
            return;
        }
        match self.start_events() {
            Ok(events) => self.events = Some(events),
            Err(error) => self.start_polling(Some(&error)),
        }
    }

    fn start_events(&self) -> notify::Result<RecommendedWatcher> {
        let sender = self.sender.clone();
        // The receiver is gone when serving has ended: nobody wants the event then.
        let handler = move |event| drop(sender.send(Signal::Event(event)));
        let mut events = RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false))?;
        events.watch(&self.watching.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS {
            watch_folder(&mut events, &self.watching.root.join(folder))?;
        }
        Ok(events)
    }

    fn start_polling(&mut self, why: Option<&notify::Error>) {
        self.events = None;
        self.poller.look(&*self.files);
        (self.tell)(Notice::Polling(why.map(advice)));
    }

    fn run(mut self, signals: &Receiver<Signal>) {
        self.list();
        loop {
            let now = Instant::now();
            let next = [self.due(now), self.poll_at()].into_iter().flatten().min();
            let wait = next.map_or(Duration::from_secs(3600), |at| at.saturating_duration_since(now));
            match signals.recv_timeout(wait) {
                Ok(Signal::Close) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(first) => {
                    let mut touched = BTreeMap::new();
                    for signal in std::iter::once(first).chain(signals.try_iter()) {
                        match signal {
                            Signal::Close => return,
                            Signal::Event(event) => self.sort_out(event, &mut touched),
                        }
                    }
                    for (path, touch) in touched {
                        self.note(&path, touch);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.poll();
            self.hand_on();
        }
    }

    /// All files that are there now, as far as they are not known.
    fn list(&mut self) {
        let entries = FOLDERS.iter().flat_map(|folder| self.files.walk(folder).0);
        let mut listed: BTreeMap<String, Option<Digest>> = entries.map(|entry| (entry.path, None)).collect();
        listed.insert(SETTINGS.to_owned(), None);
        for (path, digest) in std::mem::take(&mut self.known) {
            if let Some(slot) = listed.get_mut(&path) {
                *slot = digest;
            }
        }
        self.known = listed;
    }

    fn due(&self, now: Instant) -> Option<Instant> {
        let due = self.settle.due()?;
        Some(if self.git.since.is_some() { due.max(now + GIT_PAUSE) } else { due })
    }

    fn poll_at(&self) -> Option<Instant> {
        self.events.is_none().then(|| self.poller.next())
    }

    fn poll(&mut self) {
        let now = Instant::now();
        let is_settling = self.settle.due().is_some_and(|due| due <= now);
        if self.events.is_some() || (self.poller.next() > now && !is_settling) {
            return;
        }
        let mut differences = self.poller.look(&*self.files);
        // Two looks alike complete a batch; what merely changed a short while ago must not put that off.
        if !is_settling {
            differences.new.append(&mut differences.perhaps);
        }
        for path in differences.new {
            self.note(&path, Touch::Touched);
        }
    }

    /// Reads one event into `touched`, or notes that anything may have changed.
    fn sort_out(&mut self, event: notify::Result<Event>, touched: &mut BTreeMap<String, Touch>) {
        let event = match event {
            Ok(event) if event.need_rescan() => return self.overflowed(),
            Ok(event) => event,
            Err(error) => {
                self.start_polling(Some(&error));
                return self.settle.note_all(Instant::now());
            }
        };
        let Some(touch) = touch(&event.kind, self.events.is_some() && HAS_CLOSE_EVENTS) else { return };
        for path in &event.paths {
            let Some(path) = self.relative(path) else { continue };
            let slot = touched.entry(path).or_insert(touch);
            *slot = slot.then(touch);
        }
    }

    /// Events were lost: watches for new folders may be missing too, so all of them are made again.
    fn overflowed(&mut self) {
        let now = Instant::now();
        self.settle.note_all(now);
        self.overflows.retain(|at| now.saturating_duration_since(*at) < OVERFLOW_SPAN);
        self.overflows.push(now);
        if self.overflows.len() >= OVERFLOWS {
            let error = notify::Error::generic("the system loses events faster than they can be read");
            return self.start_polling(Some(&error));
        }
        for folder in FOLDERS {
            self.watch_again(folder);
        }
    }

    fn watch_again(&mut self, folder: &str) {
        let path = self.watching.root.join(folder);
        let Some(events) = &mut self.events else { return };
        // It may never have been watched, or its watch went with the folder.
        let _ = events.unwatch(&path);
        if let Err(error) = watch_folder(events, &path) {
            self.start_polling(Some(&error));
        }
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.watching.root).ok()?.to_string_lossy().into_owned();
        let below = below.replace(std::path::MAIN_SEPARATOR, "/");
        let first = below.split('/').next().unwrap_or("");
        let is_ours = below == SETTINGS || FOLDERS.contains(&first);
        (is_ours && !below.split('/').any(is_ignored_name)).then_some(below)
    }

    fn note(&mut self, path: &str, touch: Touch) {
        let now = Instant::now();
        if FOLDERS.contains(&path) {
            self.watch_again(path);
            return self.settle.note_all(now);
        }
        let is_folder = touch == Touch::Folder || self.holds_known_files(path);
        match self.look(path, touch) {
            _ if is_folder => self.settle.note_all(now),
            None => self.settle.note_all(now),
            Some(Look::Gone) if !self.known.contains_key(path) => self.settle.forget(path),
            Some(look) => self.settle.note(path, look, now),
        }
    }

    fn holds_known_files(&self, folder: &str) -> bool {
        let prefix = format!("{folder}/");
        self.known.range(prefix.clone()..).next().is_some_and(|(path, _)| path.starts_with(&prefix))
    }

    /// Looks at a file; none when it is a folder.
    fn look(&mut self, path: &str, touch: Touch) -> Option<Look> {
        let bytes = match self.files.read(path, COMPARED_BYTES) {
            Ok(bytes) => bytes,
            Err(ReadError::Missing) => return Some(Look::Gone),
            Err(ReadError::NotAFile) => return None,
            Err(ReadError::TooLarge(_) | ReadError::Io(_)) => return Some(Look::Doubtful),
        };
        if bytes.is_empty() {
            return Some(Look::Empty);
        }
        // A file that is new may be an editor's trial: it waits.
        let Some(before) = self.known.get_mut(path) else { return Some(Look::Doubtful) };
        let now = Some(digest(&bytes));
        if touch < Touch::Closed || *before == now {
            return Some(Look::Doubtful);
        }
        *before = now;
        Some(Look::Whole)
    }

    fn hand_on(&mut self) {
        let now = Instant::now();
        if self.settle.due().is_none_or(|due| due > now) || self.git_is_writing(now) {
            return;
        }
        let Some((changed, stormy)) = self.settle.take(now) else { return };
        match &changed {
            Changed::All => self.list(),
            Changed::Paths(paths) => {
                for path in paths {
                    if self.files.stamp(path).is_none() {
                        self.known.remove(path);
                    } else {
                        self.known.entry(path.clone()).or_insert(None);
                    }
                }
            }
        }
        self.mailbox.post(changed);
        if let Some(path) = stormy {
            (self.tell)(Notice::Storm(path));
        }
    }

    fn git_is_writing(&mut self, now: Instant) -> bool {
        if self.files.stamp(GIT_LOCK).is_none() {
            self.git = Git::default();
            return false;
        }
        let since = *self.git.since.get_or_insert(now);
        if now.saturating_duration_since(since) >= GIT_PATIENCE {
            self.git = Git { since: None, left_behind: true };
        }
        if self.git.left_behind {
            self.git.since = None;
        }
        !self.git.left_behind
    }
}

/// Whether the system says when a file that was written is closed.
const HAS_CLOSE_EVENTS: bool = cfg!(any(target_os = "linux", target_os = "android"));

fn watch_folder(events: &mut RecommendedWatcher, path: &Path) -> notify::Result<()> {
    match events.watch(path, RecursiveMode::Recursive) {
        // It may come later: the root is watched for it.
        Err(error) if is_missing(&error) => Ok(()),
        other => other,
    }
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// What an event says of its paths; none for reading and for what other events have said.
fn touch(kind: &EventKind, has_close_events: bool) -> Option<Touch> {
    let written = if has_close_events { Touch::Written } else { Touch::Closed };
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Touch::Closed),
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => None,
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => Some(Touch::Folder),
        EventKind::Modify(ModifyKind::Name(_)) => Some(Touch::Closed),
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(Touch::Touched),
        _ => Some(written),
    }
}

/// What to tell the person at the screen when watching by events fails.
fn advice(error: &notify::Error) -> String {
    if !matches!(error.kind, notify::ErrorKind::MaxFilesWatch) {
        return error.to_string();
    }
    let limit = crate::source::watch_limit().unwrap_or(8192);
    format!(
        "this system allows {limit} watched folders for one user, and all are taken; to raise the limit: \
         sudo sysctl fs.inotify.max_user_watches={}",
        (limit * 2).max(524_288)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_written_again_is_not_done() {
        let last = |touches: &[Touch]| touches.iter().copied().reduce(Touch::then);
        use Touch::{Closed, Folder, Touched, Written};
        assert_eq!(last(&[Written, Written, Closed]), Some(Closed));
        assert_eq!(last(&[Written, Closed, Touched]), Some(Closed), "its time or its rights were set");
        assert_eq!(last(&[Written, Closed, Written]), Some(Written));
        assert_eq!(last(&[Written, Closed, Written, Closed]), Some(Closed));
        assert_eq!(last(&[Folder, Closed]), Some(Folder));
    }
}
