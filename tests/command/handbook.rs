//! A small handbook in a folder of its own, and the command called on it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A site in a temporary folder.
pub struct Handbook {
    folder: tempfile::TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs the command in a folder.
pub fn bifold(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_bifold"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let run = Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) };
    assert!(!run.err.contains("panicked") && !run.err.contains("failed inside"), "{}", run.err);
    run
}

impl Handbook {
    /// What `bifold init` makes: it builds without a finding.
    pub fn new() -> Handbook {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(bifold(folder.path(), &["init", "book"]).code, 0);
        Handbook { folder }
    }

    /// Its root. What lies beside it is in the temporary folder as well.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file, and its folders.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces words that must be there.
    pub fn replace(&self, path: &str, was: &str, is: &str) {
        let text = self.read(path);
        assert!(text.contains(was), "{path} does not hold {was}");
        self.write(path, text.replace(was, is));
    }

    /// Runs the command in its root.
    pub fn run(&self, arguments: &[&str]) -> Run {
        bifold(&self.root(), arguments)
    }

    /// All files below a folder of its root, with their times; nothing when there is no such folder.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
        let start = self.path(folder);
        let mut files = BTreeMap::new();
        let mut open = vec![start.clone()];
        while let Some(next) = open.pop() {
            let Ok(entries) = std::fs::read_dir(&next) else { continue };
            for path in entries.map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let name = path.strip_prefix(&start).unwrap().to_str().unwrap().to_owned();
                let time = path.metadata().unwrap().modified().unwrap();
                files.insert(name, (std::fs::read(&path).unwrap(), time));
            }
        }
        files
    }
}
