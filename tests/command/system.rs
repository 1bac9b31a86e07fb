//! What only a real disk brings up; the pages of these codes show the same lines.

use crate::handbook::Handbook;

/// A finding, and the page of its code that shows it.
fn finds(book: &Handbook, code: &str, line: &str) {
    let run = book.run(&["check", "--format", "short"]);
    assert_eq!((run.code, run.out.trim_end()), (1, line));
    let page = book.run(&["explain", code]).out;
    let shown = line.replace("content/roles/gardener/pipe.svg", "content/chapters/pay.zh.md");
    assert!(page.contains(&shown), "{page}");
    assert_eq!(book.run(&["build"]).code, 1);
    assert!(!book.path("public").exists());
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_told_and_never_followed() {
    let book = Handbook::new();
    book.write("../secret.md", "+++\ntitle = \"Secret\"\n+++\n");
    std::os::unix::fs::symlink(book.path("../secret.md"), book.path("content/chapters/pay.zh.md")).unwrap();
    finds(
        &book,
        "symbolic-link",
        "content/chapters/pay.zh.md:1:1 error[symbolic-link] this is a symbolic link, which is not followed; put the file itself here",
    );
    let run = book.run(&["check", "--format", "json"]);
    assert!(!run.out.contains("Secret"));
}

#[cfg(unix)]
#[test]
fn folders_and_the_configuration_are_no_links_either() {
    let book = Handbook::new();
    book.write("../more/pay.zh.md", "+++\ntitle = \"Pay\"\n+++\n");
    std::os::unix::fs::symlink(book.path("../more"), book.path("content/pages")).unwrap();
    std::os::unix::fs::symlink(book.path("content"), book.path("content/roles/loop")).unwrap();
    let run = book.run(&["check", "--format", "short"]);
    let links: Vec<&str> =
        run.out.lines().filter_map(|line| line.split(":1:1 error[symbolic-link]").next()).collect();
    assert_eq!(links, ["content/pages", "content/roles/loop"], "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_told_and_never_waited_for() {
    let book = Handbook::new();
    let made = std::process::Command::new("mkfifo").arg(book.path("content/chapters/pay.zh.md")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("no mkfifo here: not tested");
        return;
    }
    finds(
        &book,
        "not-a-file",
        "content/chapters/pay.zh.md:1:1 error[not-a-file] this is a pipe, socket or device; content is made of regular files",
    );
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let book = Handbook::new();
    book.write("content/chapters/pay.zh.md", "+++\ntitle = \"Pay\"\n+++\n");
    let path = book.path("content/chapters/pay.zh.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        eprintln!("this user may read everything: not tested");
        return;
    }
    finds(
        &book,
        "unreadable-file",
        "content/chapters/pay.zh.md:1:1 error[unreadable-file] this file cannot be read: Permission denied (os error 13); give yourself the right to read it, or take it out of the site",
    );
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_told() {
    use std::os::unix::ffi::OsStrExt;
    let book = Handbook::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.zh.md");
    if std::fs::write(book.path("content/roles").join(name), "").is_err() {
        eprintln!("no such names on this disk: not tested");
        return;
    }
    let run = book.run(&["check", "--format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[bad-file-name] the file's name is not UTF-8"), "{}", run.out);
}

#[test]
fn a_page_that_is_never_finished_is_named() {
    let book = Handbook::new();
    let site = book.read("site.toml");
    book.write("site.toml", site + "\n[limits]\npage_seconds = 1\n");
    let loops = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    let template = format!("{{% extends \"builtin/role.html\" %}}{{% block main %}}{loops}{{% endblock %}}");
    book.write("themes/default/templates/role.html", template);
    for command in ["check", "build"] {
        let run = book.run(&[command]);
        assert_eq!(run.code, 3, "{}", run.err);
        assert!(run.err.contains("/roles/gardener/ is not finished after 1 s"), "{}", run.err);
        assert!(!book.path("public").exists());
    }
}

#[test]
#[cfg(unix)]
fn a_folder_of_themes_elsewhere_is_not_read() {
    let book = Handbook::new();
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(elsewhere.path().join("default/templates")).unwrap();
    std::fs::write(elsewhere.path().join("default/templates/role.html"), "secret").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), book.path("themes")).unwrap();
    let run = book.run(&["check", "--format", "short"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.starts_with("themes:1:1 error[symbolic-link]"), "{}", run.out);
}
