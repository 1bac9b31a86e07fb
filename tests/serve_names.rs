//! The rules of the development server, with raw sockets. What can be asked for: names of the site, whole or in part.
#![allow(clippy::unwrap_used)] // whatever fails here fails the test

mod serving;

use serving::{Response, Site, page, site};
use std::io::Write;
use std::time::Duration;

// Rule 5: names, not paths.

#[test]
fn no_spelling_reaches_outside_the_site() {
    let site = site();
    std::fs::write(site.folder.path().join("secret.txt"), "secret").unwrap();
    std::fs::write(site.folder.path().join("content/.hidden.html"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", site.folder.path().join("content/link.html")).unwrap();
    std::fs::write(site.folder.path().join("content/assets/site.css"), "p { color: blue }").unwrap();
    while !site.get("/assets/site.css", "").text().contains("blue") {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut targets: Vec<String> = Vec::new();
    for up in
        ["..", "%2e%2e", ".%2e", "%2E.", "..%00", "%252e%252e", "..;", "%c0%ae%c0%ae", "%uff0e%uff0e", "．．"]
    {
        for slash in ["/", "%2f", "%5c", "\\", "//", "/./", "%c0%af", "%255c"] {
            targets.push(format!("/{up}{slash}secret.txt"));
            targets.push(format!("/assets{slash}{up}{slash}{up}{slash}secret.txt"));
            targets.push(format!("/{}etc/passwd", format!("{up}{slash}").repeat(12)));
        }
    }
    let more = [
        "/secret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/content/zh.md",
        "/zh.md",
        "/.hidden.html",
        "/.git/config",
        "/link.html",
        "/etc/passwd",
        "//etc/passwd",
        "/C:/Windows/win.ini",
        "/c:%5cwindows",
        "/%5c%5chost%5cshare",
        "/site.toml",
        "/assets/site.css/",
        "/assets/site.css/.",
        "/assets/site.css%00.html",
        "/assets/site.css::$DATA",
        "/ASSETS/SITE.CSS",
        "/assets/site.css.",
        "/assets/site.css%20",
        "/assets//site.css",
        "/assets/./site.css",
        "/assets/x/../site.css",
        "/zh/index.html/",
        "/-/",
        "/-",
        "/-/../",
        "/-/x",
        "/-/edit/",
        "/-/edit/chapters/",
        "/-/edit/chapters/none/",
        "/-/edit/../chapters/pay/",
        "/-/reload.js/",
        "/-//reload.js",
        "/?/../secret.txt",
    ];
    targets.extend(more.map(str::to_owned));
    for target in &targets {
        let answer = site.get(target, "");
        assert!(!answer.text().contains("secret") && !answer.text().contains("root:"), "{target}");
        let is_root = target.starts_with("/?");
        assert!(matches!(answer.status, 400 | 403 | 404) || is_root, "{target}: {}", answer.status);
    }
}

#[test]
fn any_bytes_give_a_file_only_for_its_own_name() {
    use std::collections::hash_map::RandomState;
    use std::hash::{BuildHasher, Hasher};
    let site = site();
    let known =
        ["/", "/index.html", "/zh/", "/zh/index.html", "/404.html", "/zh/404.html", "/assets/site.css"];
    let alphabet: &[u8] = b"/.%\\?#:;@&=+~-_0125cfezhindxasth*'\"<>\0\x01\t\x7f\x80\xff\xe4\xb8\xad";
    let mut stream = site.connect();
    for round in 0..400_u64 {
        let mut target = vec![b'/'];
        let hasher = RandomState::new();
        for index in 0..round % 24 {
            let mut h = hasher.build_hasher();
            h.write_u64(index);
            target.push(alphabet[(h.finish() % alphabet.len() as u64) as usize]);
        }
        let port = site.serving.port();
        let head = format!(" HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        let request = [b"GET ", &target[..], head.as_bytes()].concat();
        if stream.write_all(&request).is_err() {
            stream = site.connect();
            continue;
        }
        let answer = Response::read(&mut stream, false);
        if answer.status == 0 || answer.status == 400 {
            stream = site.connect();
        }
        let path = target.split(|byte| *byte == b'?' || *byte == b'#').next().unwrap();
        let text = String::from_utf8_lossy(path);
        assert!(answer.status != 200 || known.contains(&&*text), "{text:?}");
        assert!(answer.status < 500, "{text:?}: {}", answer.status);
    }
}

#[test]
fn a_path_has_a_length_and_its_own_bytes() {
    let site = site();
    assert_eq!(site.get(&format!("/{}", "a".repeat(2047)), "").status, 404);
    assert_eq!(site.get(&format!("/{}", "a".repeat(2048)), "").status, 400);
    for odd in ["/%", "/%0", "/%zz", "/%ff", "/a%2fb", "/a%5Cb", "/%00", "/%0d%0aX:%20y"] {
        assert_eq!(site.get(odd, "").status, 400, "{odd}");
    }
}

// Rule 6: hidden files are there when the site has them.

#[test]
fn hidden_files_are_served_only_when_published() {
    // The folder's walk leaves hidden files out, as the site does unless it makes them itself.
    let site = Site::start(&[("index.html", "x"), (".env", "secret"), ("a/.git/config", "secret")]);
    assert_eq!(site.get("/.env", "").status, 404);
    assert_eq!(site.get("/a/.git/config", "").status, 404);
}

#[test]
fn a_hidden_file_that_the_site_makes_is_served() {
    use bifold::serve::{Options, Serving, Workshop};
    let files = bifold::source::Memory::new();
    files.write("site.toml", "base_url = \"https://example.org/\"\ndefault_language = \"en\"\n");
    let folder = tempfile::tempdir().unwrap();
    let files = std::sync::Arc::new(files);
    let engine = Box::new(Workshop::new(files.clone(), bifold::site::Options::default()));
    let options = Options { port: Some(0), ..Options::new(folder.path()) };
    let serving = Serving::start(options, files, engine, std::sync::Arc::new(|_| {})).unwrap();
    let status = |path: &str| {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", serving.port())).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", serving.port()).unwrap();
        Response::read(&mut stream, false).status
    };
    assert_eq!(["/.nojekyll", "/.git/config", "/.env", "/.nojekyll/"].map(status), [200, 404, 404, 404]);
}

// Rule 8: what the browser has, and parts.

#[test]
fn a_file_that_the_browser_has_is_not_sent_again() {
    let site = site();
    for address in ["/", "/assets/site.css", "/-/reload.js", "/-/edit/chapters/pay/"] {
        let first = site.get(address, "");
        let tag = first.header("etag").unwrap().to_owned();
        for list in [tag.clone(), format!("\"x\", {tag}"), format!("W/{tag}"), "*".to_owned()] {
            let again = site.get(address, &format!("If-None-Match: {list}\r\n"));
            assert_eq!((again.status, again.body.len()), (304, 0), "{address} {list}");
            assert_eq!(again.header("etag"), Some(&*tag));
        }
        assert_eq!(site.get(address, "If-None-Match: \"x\"\r\n").status, 200);
    }
}

#[test]
fn one_part_of_a_file_can_be_had() {
    let site = site();
    let part = |range: &str| {
        let answer = site.get("/assets/data.bin", &format!("Range: {range}\r\n"));
        (answer.status, answer.text(), answer.header("content-range").map(str::to_owned))
    };
    let of = |range: &str| Some(format!("bytes {range}/10"));
    assert_eq!(part("bytes=2-4"), (206, "234".into(), of("2-4")));
    assert_eq!(part("bytes=7-"), (206, "789".into(), of("7-9")));
    assert_eq!(part("bytes=-2"), (206, "89".into(), of("8-9")));
    assert_eq!((part("bytes=10-").0, part("bytes=10-").2), (416, of("*")));
    assert_eq!(part("bytes=8-99"), (206, "89".into(), of("8-9")));
    assert_eq!(part("bytes=-99"), (206, "0123456789".into(), of("0-9")));
    assert_eq!((part("bytes=-0").0, part("bytes=99-100").0), (416, 416));
    for odd in ["bytes=5-2", "bytes=a-b", "bytes=-", "bytes=1", "bytes=", "2-4", "bytes 2-4"] {
        assert_eq!(part(odd), (200, "0123456789".into(), None), "{odd}");
    }
    assert_eq!(part("bytes=0-1,4-5"), (200, "0123456789".into(), None));
    assert_eq!(part("lines=0-1"), (200, "0123456789".into(), None));
    let tag = site.get("/assets/data.bin", "").header("etag").unwrap().to_owned();
    let same = site.get("/assets/data.bin", &format!("Range: bytes=0-0\r\nIf-Range: {tag}\r\n"));
    assert_eq!((same.status, same.text().as_str()), (206, "0"));
    let other = site.get("/assets/data.bin", "Range: bytes=0-0\r\nIf-Range: \"x\"\r\n");
    assert_eq!((other.status, other.body.len()), (200, 10));
}

// Rule 9: types.

#[test]
fn files_say_what_they_are() {
    let kinds = [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.xml", "application/xml; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.png", "image/png"),
        ("a.PNG", "image/png"),
        ("a.woff2", "font/woff2"),
        ("a.pdf", "application/pdf"),
        ("a.bin", "application/octet-stream"),
        ("a.html.bak", "application/octet-stream"),
        ("html", "application/octet-stream"),
    ];
    let files: Vec<(&str, &str)> = kinds.iter().map(|(name, _)| (*name, "x")).collect();
    let site = Site::start(&files);
    for (name, kind) in kinds {
        assert_eq!(site.get(&format!("/{name}"), "").header("content-type"), Some(kind), "{name}");
    }
    for (own, kind) in
        [("reload.js", "text/javascript"), ("overlay.css", "text/css"), ("edit.js", "text/javascript")]
    {
        let answer = site.get(&format!("/-/{own}"), "");
        assert_eq!(answer.header("content-type"), Some(&*format!("{kind}; charset=utf-8")), "{own}");
    }
}

// Rule 10: slashes and nothing.

#[test]
fn a_page_without_its_slash_leads_to_it() {
    let site = site();
    for (from, to) in [
        ("/zh", "/zh/"),
        ("/zh/chapters/pay?a=b/../c", "/zh/chapters/pay/?a=b/../c"),
        ("/-/edit/chapters/pay", "/-/edit/chapters/pay/"),
    ] {
        let answer = site.get(from, "");
        assert_eq!((answer.status, answer.header("location")), (308, Some(to)));
    }
    for odd in ["//zh", "//evil.example/zh", "/\\evil.example", "/%2fevil.example", "/zh%2f", "///", "/zh//"]
    {
        let answer = site.get(odd, "");
        assert!(matches!(answer.status, 400 | 403 | 404), "{odd}: {}", answer.status);
        assert_eq!(answer.header("location"), None, "{odd}");
    }
}

#[test]
fn nothing_is_said_in_the_language_of_the_address() {
    let site = site();
    let missing = |address: &str| {
        let answer = site.get(address, "");
        assert_eq!((answer.status, answer.header("content-type")), (404, Some("text/html; charset=utf-8")));
        answer.text()
    };
    assert!(missing("/zh/nothing/").contains("没有"));
    assert!(missing("/en/nothing/").contains("nothing"));
    assert!(missing("/nothing").contains("nothing"));
    assert!(missing("/zh/%3Cb%3E/").contains("没有"));
    for odd in ["/zh/%3Cscript%3Ealert(1)%3C/script%3E/", "/%22onload=x/"] {
        let text = missing(odd);
        assert!(!text.contains("alert") && !text.contains("onload"), "the address is not repeated");
    }
    let head = site.say(b"HEAD /zh/nothing/ HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n");
    assert_eq!(head.status, 404);
    let bare = Site::start(&[("zh.md", "x")]).get("/nothing", "");
    assert_eq!((bare.status, bare.header("content-type")), (404, Some("text/plain; charset=utf-8")));
}

// Rule 14: the page and the script.

#[test]
fn pages_get_one_script_and_nothing_else_changes() {
    let site = site();
    let published = page("en", "<p>choose</p>");
    let served = site.get("/", "").text();
    let at = served.find("<script src=\"/-/reload.js\"").unwrap();
    let end = at + served[at..].find("</script>").unwrap() + "</script>".len();
    assert_eq!(format!("{}{}", &served[..at], &served[end..]), published);
    assert!(served[..at].ends_with("require-trusted-types-for 'script'\">"), "behind the policy");
    assert_eq!(site.get("/assets/site.css", "").text(), "p { color: red }");
    assert_eq!(served.matches("<script").count(), 1);
}

#[test]
fn findings_are_data_with_paths_of_the_project() {
    let site = site();
    let state = |site: &Site| -> serde_json::Value {
        let answer = site
            .get("/-/state?page=%2Fzh%2Fchapters%2Fpay%2F&lang=zh-Hans", "Sec-Fetch-Site: same-origin\r\n");
        assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
        serde_json::from_slice(&answer.body).unwrap()
    };
    assert_eq!(state(&site)["errors"], 0);
    let good = site.get("/zh/chapters/pay/", "").text();
    let source = site.folder.path().join("content/zh/chapters/pay.md");
    std::fs::write(&source, "甲乙 BROKEN 丙\n").unwrap();
    while state(&site)["errors"] == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let now = state(&site);
    let found = &now["findings"][0];
    assert_eq!(found["path"], "content/zh/chapters/pay.md");
    assert_eq!((&found["line"], &found["column"]), (&1.into(), &4.into()));
    assert_eq!(found["message"], "this is <b>broken</b>");
    assert_eq!(found["row"]["before"], "甲乙 ");
    assert_eq!(found["row"]["marked"], "BROKEN");
    let open = found["open"].as_str().unwrap();
    assert!(
        open.starts_with("vscode://file/") && open.ends_with("/content/zh/chapters/pay.md:1:4"),
        "{open}"
    );
    assert_eq!(now["is_last_good"], true);
    assert_eq!(now["words"]["close"], "关闭");
    assert_eq!(site.get("/zh/chapters/pay/", "").text(), good, "the last good page stays");
    assert_eq!(site.get("/zh/chapters/gone/", "").status, 404, "what never was is nothing");
}

#[test]
fn both_languages_stand_side_by_side() {
    let site = site();
    let answer = site.get("/-/edit/chapters/pay/", "");
    let text = answer.text();
    assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
    assert!(text.contains("<h2 id=\"zh--a\">薪酬</h2>") && text.contains("<h2 id=\"en--a\">Pay</h2>"));
    assert!(text.contains("<h2 id=\"en--b\"><span class=\"bf-alone\""), "a section that the other has not");
    assert_eq!(text.matches("bf-alone").count(), 1);
    assert_eq!(text.matches("<script").count(), 2);
    assert_eq!(site.get("/-/edit/chapters/none/", "").status, 404);
}
