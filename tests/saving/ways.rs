//! The ways in which programs save a text.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Saves `text` at `path`; gives the time in which there was no whole file.
pub type Way = fn(path: &Path, text: &str) -> Duration;

/// All ways, with the programs that are known for them.
pub const WAYS: &[(&str, Way)] = &[
    ("in place", in_place),
    ("vim: backup, new file, trial file", vim),
    ("vim: backup by copy, written in place", vim_copy),
    ("emacs: backup and lock", emacs),
    ("VS Code: truncated, then written", truncated),
    ("JetBrains: two renames", jetbrains),
    ("a new file over the old one", renamed_over),
    ("a new file from elsewhere", moved_in),
    ("deleted, then made", deleted),
    ("in many parts", in_parts),
    ("twice", twice),
    ("with an old time", with_old_time),
    ("git: lock, unlink, make", git),
    ("the folder replaced", folder_replaced),
];

fn beside(path: &Path, change: impl Fn(&str) -> String) -> PathBuf {
    path.with_file_name(change(path.file_name().unwrap().to_str().unwrap()))
}

fn in_place(path: &Path, text: &str) -> Duration {
    let start = Instant::now();
    fs::write(path, text).unwrap();
    start.elapsed()
}

fn vim(path: &Path, text: &str) -> Duration {
    let swap = beside(path, |name| format!(".{name}.swp"));
    fs::write(&swap, "b0VIM").unwrap();
    let trial = path.with_file_name("4913");
    fs::write(&trial, "").unwrap();
    fs::remove_file(&trial).unwrap();
    let backup = beside(path, |name| format!("{name}~"));
    let start = Instant::now();
    fs::rename(path, &backup).unwrap();
    fs::write(path, text).unwrap();
    let gap = start.elapsed();
    fs::remove_file(backup).unwrap();
    fs::remove_file(swap).unwrap();
    gap
}

fn vim_copy(path: &Path, text: &str) -> Duration {
    let backup = beside(path, |name| format!("{name}~"));
    fs::copy(path, &backup).unwrap();
    let gap = in_place(path, text);
    fs::remove_file(backup).unwrap();
    gap
}

fn emacs(path: &Path, text: &str) -> Duration {
    let lock = beside(path, |name| format!(".#{name}"));
    std::os::unix::fs::symlink("writer@desk.42:1", &lock).unwrap();
    let auto = beside(path, |name| format!("#{name}#"));
    fs::write(&auto, &text[..text.len() / 3]).unwrap();
    fs::copy(path, beside(path, |name| format!("{name}~"))).unwrap();
    let gap = in_place(path, text);
    fs::remove_file(auto).unwrap();
    fs::remove_file(lock).unwrap();
    gap
}

fn truncated(path: &Path, text: &str) -> Duration {
    let start = Instant::now();
    let mut file = fs::File::create(path).unwrap();
    std::thread::sleep(Duration::from_millis(8));
    file.write_all(text.as_bytes()).unwrap();
    drop(file);
    start.elapsed()
}

fn jetbrains(path: &Path, text: &str) -> Duration {
    let (new, old) = (
        beside(path, |name| format!("{name}___jb_tmp___")),
        beside(path, |name| format!("{name}___jb_old___")),
    );
    fs::write(&new, text).unwrap();
    let start = Instant::now();
    fs::rename(path, &old).unwrap();
    fs::rename(new, path).unwrap();
    let gap = start.elapsed();
    fs::remove_file(old).unwrap();
    gap
}

fn renamed_over(path: &Path, text: &str) -> Duration {
    let new = beside(path, |name| format!(".{name}.x7Qk2"));
    fs::write(&new, text).unwrap();
    fs::rename(new, path).unwrap();
    Duration::ZERO
}

/// From a folder that nobody watches.
fn moved_in(path: &Path, text: &str) -> Duration {
    let new = root_of(path).join("elsewhere.md");
    fs::write(&new, text).unwrap();
    fs::rename(new, path).unwrap();
    Duration::ZERO
}

fn deleted(path: &Path, text: &str) -> Duration {
    let start = Instant::now();
    fs::remove_file(path).unwrap();
    fs::write(path, text).unwrap();
    start.elapsed()
}

fn in_parts(path: &Path, text: &str) -> Duration {
    let start = Instant::now();
    let mut file = fs::File::create(path).unwrap();
    for part in text.as_bytes().chunks(text.len() / 5 + 1) {
        file.write_all(part).unwrap();
        std::thread::sleep(Duration::from_millis(2));
    }
    drop(file);
    start.elapsed()
}

/// Who saves twice means the second text, even when the first is the one from before.
fn twice(path: &Path, text: &str) -> Duration {
    let before = fs::read_to_string(path).unwrap();
    let start = Instant::now();
    fs::write(path, before).unwrap();
    fs::write(path, text).unwrap();
    start.elapsed()
}

/// As archives unpack and copies keep times: the content decides, not the clock.
fn with_old_time(path: &Path, text: &str) -> Duration {
    let start = Instant::now();
    let mut file = fs::File::create(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
    drop(file);
    start.elapsed()
}

fn git(path: &Path, text: &str) -> Duration {
    let lock = root_of(path).join(".git/index.lock");
    fs::create_dir_all(lock.parent().unwrap()).unwrap();
    fs::File::create_new(&lock).unwrap();
    fs::remove_file(path).unwrap();
    std::thread::sleep(Duration::from_millis(10));
    fs::write(path, text).unwrap();
    fs::remove_file(lock).unwrap();
    // While git's lock is there, nobody looks.
    Duration::ZERO
}

fn folder_replaced(path: &Path, text: &str) -> Duration {
    let folder = path.parent().unwrap();
    let (new, old) = (root_of(path).join("new-folder"), root_of(path).join("old-folder"));
    copy(folder, &new);
    fs::write(new.join(path.file_name().unwrap()), text).unwrap();
    let start = Instant::now();
    fs::rename(folder, &old).unwrap();
    fs::rename(new, folder).unwrap();
    let gap = start.elapsed();
    fs::remove_dir_all(old).unwrap();
    gap
}

/// The folder of `site.toml`.
pub fn root_of(path: &Path) -> &Path {
    path.ancestors().find(|folder| folder.join("site.toml").exists()).unwrap()
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
