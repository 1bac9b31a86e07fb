//! The program at work: its address, what it says, what it takes.

use crate::handbook::Handbook;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Longest that anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// `bifold serve` in a folder; killed when dropped.
pub struct Program {
    child: Child,
    pub port: u16,
    said: Arc<Mutex<String>>,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    /// Starts it and waits for its address.
    pub fn start(book: &Handbook, arguments: &[&str]) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bifold"));
        command.args(["serve", "--port", "0"]).args(arguments);
        Program::of(command, &book.root())
    }

    /// Runs a command that becomes the program.
    pub fn of(mut command: Command, root: &Path) -> Program {
        command.current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (mut err, kept) = (BufReader::new(child.stderr.take().unwrap()), said.clone());
        std::thread::spawn(move || {
            let mut line = String::new();
            while err.read_line(&mut line).is_ok_and(|count| count > 0) {
                kept.lock().unwrap().push_str(&line);
                line.clear();
            }
        });
        let port = first.trim_end().trim_end_matches('/').rsplit(':').next().unwrap().parse();
        let port = port.unwrap_or_else(|_| panic!("no address: {first:?} {}", said.lock().unwrap()));
        Program { child, port, said }
    }

    /// What it has said beside its address.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it has said something.
    pub fn says(&self, words: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.said().contains(words) {
            assert!(Instant::now() < end, "it does not say {words:?} but {:?}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Asks for an address: status and body.
    pub fn get(&self, address: &str) -> (u16, String) {
        let mut stream = self.connect();
        let head = "Connection: close\r\nSec-Fetch-Site: same-origin\r\n";
        write!(stream, "GET {address} HTTP/1.1\r\nHost: localhost:{}\r\n{head}\r\n", self.port).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer:?}"));
        (head[9..12].parse().unwrap(), body.to_owned())
    }

    /// Waits until a page holds some words; gives how long that took.
    pub fn shows(&self, address: &str, words: &str) -> Duration {
        let start = Instant::now();
        loop {
            let (status, body) = self.get(address);
            if status == 200 && body.contains(words) {
                return start.elapsed();
            }
            let what = format!("{address} does not show {words:?}; it said {}", self.said());
            assert!(start.elapsed() < PATIENCE, "{what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Opens a live channel.
    pub fn channel(&self) -> TcpStream {
        let session: serde_json::Value = serde_json::from_str(&self.get("/-/session").1).unwrap();
        let token = session["token"].as_str().unwrap();
        let mut stream = self.connect();
        let host = format!("Host: localhost:{}\r\nSec-Fetch-Site: same-origin\r\n", self.port);
        write!(stream, "GET /-/events?token={token} HTTP/1.1\r\n{host}\r\n").unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        stream
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// How it ended, and after how long; none when it does not.
    pub fn ended(&mut self) -> Option<(ExitStatus, Duration)> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some((status, start.elapsed()));
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        None
    }

    /// Memory that it holds, in kilobytes; none where the system does not say.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }

    /// Open files and watched folders, as far as the system says.
    pub fn handles(&self) -> (usize, usize) {
        let count = |folder: &str| std::fs::read_dir(format!("/proc/{}/{folder}", self.id()));
        let files = count("fd").map_or(0, Iterator::count);
        let infos = count("fdinfo").into_iter().flatten().flatten();
        let texts = infos.filter_map(|info| std::fs::read_to_string(info.path()).ok());
        let watches = texts.map(|text| text.matches("inotify wd:").count()).sum();
        (files, watches)
    }
}

/// Does something at the end, even of a test that fails: threads that wait for it would never come back.
pub struct AtEnd<F: FnMut()>(pub F);

impl<F: FnMut()> Drop for AtEnd<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
