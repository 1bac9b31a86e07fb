//! The rules of the development server, each with raw sockets: what a browser would never send as well.

mod serving;

use serving::{Response, Site, page};
use std::io::{Read, Write};
use std::time::{Duration, Instant};

fn site() -> Site {
    Site::start(&[
        ("index.html", &page("en", "<p>choose</p>")),
        ("zh.md", &page("zh-Hans", "<p>家</p>")),
        ("zh/chapters/pay.md", &page("zh-Hans", "<h2 id=\"a\">薪酬</h2>")),
        ("en/chapters/pay.md", &page("en", "<h2 id=\"a\">Pay</h2><h2 id=\"b\">More</h2>")),
        ("404.html", &page("en", "<p>nothing</p>")),
        ("zh/404.html", &page("zh-Hans", "<p>没有</p>")),
        ("assets/site.css", "p { color: red }"),
        ("assets/data.bin", "0123456789"),
    ])
}

// Rule 1: only this machine is served.

#[test]
fn it_listens_at_this_machine_only() {
    let site = site();
    let port = site.serving.port();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    let others = own_addresses();
    for address in &others {
        let socket = std::net::SocketAddr::new(*address, port);
        let answer = std::net::TcpStream::connect_timeout(&socket, Duration::from_secs(2));
        assert!(answer.is_err(), "{address} answers");
    }
}

/// The machine's addresses on its networks.
fn own_addresses() -> Vec<std::net::IpAddr> {
    // Connecting a datagram socket sends nothing; it only chooses the address that would be used.
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    let chosen = socket.connect("192.0.2.1:9").ok().and_then(|()| socket.local_addr().ok());
    chosen
        .map(|address| address.ip())
        .filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
        .into_iter()
        .collect()
}

#[test]
fn the_network_is_served_only_under_a_name() {
    use bifold::serve::{Options, ServeError, Serving};
    let folder = tempfile::tempdir().unwrap();
    let options =
        Options { host: Some("0.0.0.0".parse().unwrap()), port: Some(0), ..Options::new(folder.path()) };
    let files = std::sync::Arc::new(bifold::source::Disk::new(folder.path()));
    let engine = Box::new(serving::Mirror::new(folder.path()));
    let started = Serving::start(options, files, engine, std::sync::Arc::new(|_| {}));
    assert_eq!(started.err(), Some(ServeError::NoName));
}

// Rule 2: the host.

#[test]
fn only_our_own_names_are_answered() {
    let site = site();
    let with_host = |lines: &str| {
        let request = format!("GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
        site.say(request.as_bytes()).status
    };
    for host in ["localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT", "LOCALHOST:PORT", "my.book.localhost:PORT"]
    {
        assert_eq!(with_host(&format!("Host: {host}\r\n")), 200, "{host}");
    }
    let refused = [
        "evil.example",
        "evil.example:PORT",
        "localhost",
        "localhost:1",
        "localhost:PORT0",
        "127.0.0.1",
        "127.0.0.2:PORT",
        "localhost.evil.example:PORT",
        "evillocalhost:PORT",
        ".localhost:PORT",
        "a..localhost:PORT",
        "-.localhost:PORT",
        "localhost.:PORT",
        "[::]:PORT",
        "0.0.0.0:PORT",
        "2130706433:PORT",
        "0x7f.1:PORT",
        "[::ffff:127.0.0.1]:PORT",
        "user@localhost:PORT",
        "localhost:PORT, evil.example",
        "",
        "localhost:PORT/",
        "ｌocalhost:PORT",
    ];
    for host in refused {
        let status = with_host(&format!("Host: {host}\r\n"));
        assert!(matches!(status, 400 | 403), "{host}: {status}");
    }
    assert_eq!(with_host(""), 403);
    assert_eq!(with_host("Host: localhost:PORT\r\nHost: localhost:PORT\r\n"), 403);
    assert_eq!(with_host("Host: evil.example\r\nX-Forwarded-Host: localhost:PORT\r\n"), 403);
    assert_eq!(with_host("Host: evil.example\r\nForwarded: host=localhost:PORT\r\n"), 403);
    let says = site.say(b"GET /<b> HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n");
    assert!(!says.text().contains("<"), "the refusal repeats nothing of the request");
}

#[test]
fn a_host_in_the_target_must_agree() {
    let site = site();
    let with_target = |target: &str| {
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n");
        site.say(request.as_bytes()).status
    };
    assert_eq!(with_target("http://localhost:PORT/"), 200);
    assert_eq!(with_target("http://evil.example/"), 403);
    assert_eq!(with_target("http://127.0.0.1:PORT/"), 403);
    assert!(matches!(with_target("localhost:PORT"), 400..=403));
    assert!(matches!(with_target("*"), 400..=404));
}

#[test]
fn further_names_are_given_by_hand() {
    let site =
        Site::start_with(&[("index.html", &page("en", "x"))], |o| o.allow_hosts = vec!["Book.LAN".into()]);
    let with_host = |host: &str| {
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        site.say(request.as_bytes()).status
    };
    assert_eq!(with_host("book.lan:PORT"), 200);
    assert_eq!(with_host("other.lan:PORT"), 403);
    assert_eq!(with_host("book.lan"), 403);
}

// Rule 3: the origin.

#[test]
fn other_origins_get_nothing() {
    let site = site();
    let addresses =
        ["/", "/assets/site.css", "/-/reload.js", "/-/session", "/-/state?page=/", "/-/edit/chapters/pay/"];
    let strangers = [
        "null",
        "http://evil.example",
        "http://127.0.0.1:PORT",
        "http://[::1]:PORT",
        "https://localhost:PORT",
        "http://localhost",
        "http://localhost:1",
        "http://localhost:PORT.evil.example",
        "http://sub.localhost:PORT",
        "http://localhost:PORT/",
        "http://localhost.:PORT",
        "http://evil.example, http://localhost:PORT",
        "",
    ];
    for address in addresses {
        for origin in strangers {
            let answer = site.get(address, &format!("Origin: {origin}\r\n"));
            assert_eq!(answer.status, 403, "{address} from {origin}");
        }
        assert_eq!(site.get(address, "Origin: http://localhost:PORT\r\n").status, 200, "{address}");
        let twice = "Origin: http://localhost:PORT\r\nOrigin: http://evil.example\r\n";
        assert_eq!(site.get(address, twice).status, 403, "{address}");
    }
}

#[test]
fn the_channel_is_for_our_own_pages_with_the_token() {
    let site = site();
    let token = site.token();
    let with_token = format!("/-/events?token={token}");
    let is_open = |target: &str, headers: &str| {
        let mut stream = site.connect();
        let port = site.serving.port();
        let headers = headers.replace("PORT", &port.to_string());
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\n").unwrap();
        Response::read(&mut stream, true).status
    };
    assert_eq!(is_open(&with_token, "Sec-Fetch-Site: same-origin\r\n"), 200);
    assert_eq!(is_open(&with_token, "Origin: http://localhost:PORT\r\n"), 200);
    for headers in [
        "",
        "Sec-Fetch-Site: none\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1:PORT\r\n",
        "Origin: http://localhost:1\r\n",
        "Origin: http://evil.example\r\nSec-Fetch-Site: same-origin\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
    ] {
        assert_eq!(is_open(&with_token, headers), 403, "{headers}");
    }
    for target in
        ["/-/events", "/-/events?token=", "/-/events?token=0", &format!("{with_token}0"), "/-/events?tok=1"]
    {
        assert_eq!(is_open(target, "Sec-Fetch-Site: same-origin\r\n"), 403, "{target}");
    }
    assert_eq!(token.len(), 32);
    assert_ne!(token, Site::start(&[]).token_soon(), "each start has its own");
}

trait TokenSoon {
    fn token_soon(&self) -> String;
}

impl TokenSoon for Site {
    fn token_soon(&self) -> String {
        self.token()
    }
}

#[test]
fn what_the_browser_says_of_the_asking_page_counts() {
    let site = site();
    let with = |site_value: &str, mode: &str, dest: &str| {
        let lines =
            format!("Sec-Fetch-Site: {site_value}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n");
        site.get("/", &lines).status
    };
    assert_eq!(with("none", "navigate", "document"), 200);
    assert_eq!(with("same-origin", "no-cors", "script"), 200);
    assert_eq!(with("cross-site", "navigate", "document"), 200, "a link leads here");
    for (mode, dest) in
        [("no-cors", "script"), ("cors", "empty"), ("navigate", "iframe"), ("navigate", "embed")]
    {
        assert_eq!(with("cross-site", mode, dest), 403, "{mode} {dest}");
        assert_eq!(with("same-site", mode, dest), 403, "another port is another origin: {mode} {dest}");
    }
}

#[test]
fn every_answer_keeps_other_pages_out() {
    let site = site();
    let own = "Sec-Fetch-Site: same-origin\r\n";
    let addresses =
        ["/", "/assets/site.css", "/zh/nothing/", "/zh", "/-/reload.js", "/-/session", "/..", "/-/state"];
    for address in addresses {
        let answer = site.get(address, own);
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{address}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{address}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{address}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{address}");
        assert!(
            answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"),
            "{address}"
        );
        assert!(!answer.head.to_ascii_lowercase().contains("access-control-"), "{address}");
        assert!(answer.header("server").is_none());
    }
    assert_eq!(site.get("/", "Origin: http://evil.example\r\n").header("x-frame-options"), Some("DENY"));
}

// Rule 4: the channel says a version and nothing else.

#[test]
fn the_channel_says_versions_only_and_hears_nothing() {
    let site = site();
    let token = site.token();
    let mut stream = site.connect();
    let port = site.serving.port();
    let head = "Sec-Fetch-Site: same-origin\r\n";
    write!(stream, "GET /-/events?token={token} HTTP/1.1\r\nHost: localhost:{port}\r\n{head}\r\n").unwrap();
    let answer = Response::read(&mut stream, true);
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    let mut events = Events { stream, text: String::new() };
    assert_eq!(events.next_data(), "1");
    // What is sent on the channel's connection changes nothing.
    events.stream.write_all(b"reload everything\r\n").unwrap();
    std::fs::write(site.folder.path().join("content/zh/chapters/pay.md"), page("zh-Hans", "secret")).unwrap();
    assert_eq!(events.next_data(), "2");
    let said: Vec<&str> = events.text.lines().filter(|line| line.contains(':')).collect();
    assert_eq!(said, ["retry: 500", "data: 1", "data: 2"]);
}

/// Reads the chunks of a live channel.
struct Events {
    stream: std::net::TcpStream,
    text: String,
}

impl Events {
    fn next_data(&mut self) -> String {
        let before = self.text.matches("data: ").count();
        let mut bytes = [0; 1024];
        while self.text.matches("data: ").count() == before || !self.text.ends_with("\n\n\r\n") {
            let count = self.stream.read(&mut bytes).unwrap();
            assert!(count > 0, "the channel ended: {:?}", self.text);
            self.text.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
        }
        let last = self.text.rsplit("data: ").next().unwrap();
        last.lines().next().unwrap().to_owned()
    }
}

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

// Rule 7: read only.

#[test]
fn it_can_only_be_read() {
    let site = site();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"] {
        let request = format!("{method} / HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n");
        let answer = site.say(request.as_bytes());
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
    let bodies = [
        "Content-Length: 5\r\n\r\nhello",
        "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity\r\n\r\n",
        "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    ];
    for body in bodies {
        let request = format!("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n{body}GET /zh/ HTTP/1.1\r\n\r\n");
        let mut stream = site.connect();
        stream.write_all(request.replace("PORT", &site.serving.port().to_string()).as_bytes()).unwrap();
        let answer = Response::read(&mut stream, false);
        assert!(matches!(answer.status, 0 | 400), "{body:?}: {}", answer.status);
        let mut rest = Vec::new();
        // The end may come as a reset, because what followed was never read.
        let _ = stream.read_to_end(&mut rest);
        assert!(!String::from_utf8_lossy(&rest).contains("HTTP/1.1 200"), "{body:?} smuggles a request");
    }
    let zero = site.get("/", "Content-Length: 0\r\n");
    assert_eq!(zero.status, 200);
}

#[test]
fn a_head_request_gets_the_head() {
    let site = site();
    let whole = site.get("/assets/site.css", "");
    let head =
        site.say(b"HEAD /assets/site.css HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n");
    assert_eq!(head.status, 200);
    assert_eq!(head.header("content-length"), whole.header("content-length"));
    assert_eq!(head.header("etag"), whole.header("etag"));
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
    let site = site();
    let kind = |address: &str| site.get(address, "").header("content-type").unwrap().to_owned();
    assert_eq!(kind("/"), "text/html; charset=utf-8");
    assert_eq!(kind("/assets/site.css"), "text/css; charset=utf-8");
    assert_eq!(kind("/-/reload.js"), "text/javascript; charset=utf-8");
    assert_eq!(kind("/assets/data.bin"), "application/octet-stream");
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
    let bare = Site::start(&[("zh.md", "x")]).get("/nothing", "");
    assert_eq!((bare.status, bare.header("content-type")), (404, Some("text/plain; charset=utf-8")));
}

// Rule 11: limits.

#[test]
fn a_head_has_a_size() {
    let site = site();
    assert_eq!(site.get("/", &format!("X: {}\r\n", "a".repeat(7000))).status, 200);
    assert_eq!(site.get("/", &format!("X: {}\r\n", "a".repeat(9000))).status, 431);
    let many = "X: a\r\n".repeat(200);
    assert_eq!(site.get("/", &many).status, 431);
}

#[test]
fn a_head_has_a_time() {
    let site = site();
    let mut slow = site.connect();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
    let start = Instant::now();
    let mut dripping = site.connect();
    dripping.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    let drip = std::thread::spawn(move || {
        while dripping.write_all(b"X: y\r\n").is_ok() && start.elapsed() < Duration::from_secs(12) {
            std::thread::sleep(Duration::from_millis(300));
        }
        start.elapsed()
    });
    assert_eq!(Response::read(&mut slow, false).status, 0);
    let took = start.elapsed();
    assert!((4..8).contains(&took.as_secs()), "{took:?}");
    let took = drip.join().unwrap();
    assert!((4..9).contains(&took.as_secs()), "one header a moment does not keep a place: {took:?}");
    assert_eq!(site.get("/", "").status, 200);
}

#[test]
fn an_idle_connection_ends() {
    let site = site();
    let mut silent = site.connect();
    let mut stream = site.connect();
    let port = site.serving.port();
    write!(stream, "GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
    assert_eq!(Response::read(&mut stream, false).status, 200);
    let start = Instant::now();
    // Longer than a head may take, shorter than an idle connection lasts.
    std::thread::sleep(Duration::from_secs(8));
    write!(stream, "GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
    assert_eq!(Response::read(&mut stream, false).status, 200);
    assert_eq!(Response::read(&mut silent, false).status, 0);
    let took = start.elapsed();
    assert!((14..18).contains(&took.as_secs()), "{took:?}");
    assert_eq!(Response::read(&mut stream, false).status, 0);
    let took = start.elapsed();
    assert!((22..26).contains(&took.as_secs()), "{took:?}");
}

#[test]
fn a_connection_serves_a_hundred_requests() {
    let site = site();
    let mut stream = site.connect();
    let port = site.serving.port();
    for n in 1..=100 {
        write!(stream, "GET /zh/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
        let answer = Response::read(&mut stream, false);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("connection").is_some(), n == 100, "{n}");
    }
    assert_eq!(Response::read(&mut stream, false).status, 0);
}

#[test]
fn a_client_that_does_not_read_is_left() {
    let big = "x".repeat(48 << 20);
    let site = Site::start(&[("big.bin", &big)]);
    assert_eq!(site.get("/nothing", "").status, 404);
    let mut stream = site.connect();
    let port = site.serving.port();
    write!(stream, "GET /big.bin HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
    std::thread::sleep(Duration::from_secs(12));
    let mut rest = Vec::new();
    // A reset or an end: either way the connection was given up.
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.len() < big.len(), "{} bytes came", rest.len());
}

#[test]
fn places_are_limited() {
    let site = site();
    let token = site.token();
    let port = site.serving.port();
    let open = || {
        let mut stream = site.connect();
        let head = "Sec-Fetch-Site: same-origin\r\n";
        write!(stream, "GET /-/events?token={token} HTTP/1.1\r\nHost: localhost:{port}\r\n{head}\r\n")
            .unwrap();
        let status = Response::read(&mut stream, true).status;
        (stream, status)
    };
    let channels: Vec<_> = (0..17).map(|_| open()).collect();
    let statuses: Vec<u16> = channels.iter().map(|(_, status)| *status).collect();
    assert_eq!((&statuses[..16], statuses[16]), (&[200; 16][..], 503));
    let mut held: Vec<_> = (0..48).map(|_| site.connect()).collect();
    std::thread::sleep(Duration::from_millis(200));
    let answer = site.get("/", "");
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("x-frame-options"), Some("DENY"));
    held.clear();
    drop(channels);
    let end = Instant::now() + Duration::from_secs(5);
    while site.get("/", "").status != 200 {
        assert!(Instant::now() < end, "places are free again");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_channel_has_a_heartbeat() {
    let site = site();
    let token = site.token();
    let mut stream = site.connect();
    let port = site.serving.port();
    let head = "Sec-Fetch-Site: same-origin\r\n";
    write!(stream, "GET /-/events?token={token} HTTP/1.1\r\nHost: localhost:{port}\r\n{head}\r\n").unwrap();
    Response::read(&mut stream, true);
    let mut text = String::new();
    let start = Instant::now();
    while !text.contains("\n:\n") {
        let mut bytes = [0; 256];
        let count = stream.read(&mut bytes).unwrap();
        assert!(count > 0 && start.elapsed() < Duration::from_secs(20));
        text.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
    }
}

// Rule 12: ports.

#[test]
fn a_taken_port_is_an_error_when_it_was_asked_for() {
    use bifold::serve::{Options, ServeError, Serving};
    let first = site();
    let folder = tempfile::tempdir().unwrap();
    let options = Options { port: Some(first.serving.port()), ..Options::new(folder.path()) };
    let files = std::sync::Arc::new(bifold::source::Disk::new(folder.path()));
    let engine = Box::new(serving::Mirror::new(folder.path()));
    let started = Serving::start(options, files, engine, std::sync::Arc::new(|_| {}));
    assert_eq!(started.err(), Some(ServeError::PortTaken(first.serving.port())));
}

#[test]
fn without_a_port_the_next_free_one_is_used_and_said() {
    use bifold::serve::{DEFAULT_PORT, Notice, Options, Serving};
    // Whoever else listens there: then it is taken all the same.
    let _taken = std::net::TcpListener::bind(("127.0.0.1", DEFAULT_PORT));
    let folder = tempfile::tempdir().unwrap();
    let files = std::sync::Arc::new(bifold::source::Disk::new(folder.path()));
    let engine = Box::new(serving::Mirror::new(folder.path()));
    let (sender, notices) = std::sync::mpsc::channel();
    let tell = std::sync::Arc::new(move |notice| drop(sender.send(notice)));
    let serving = Serving::start(Options::new(folder.path()), files, engine, tell).unwrap();
    assert_ne!(serving.port(), DEFAULT_PORT);
    let first = notices.recv().unwrap();
    assert!(matches!(&first, Notice::Listening(address) if address == serving.address()));
    assert_eq!(serving.address(), format!("http://localhost:{}/", serving.port()));
    let second = notices.recv().unwrap();
    assert!(matches!(second, Notice::PortTaken { usual: DEFAULT_PORT, used } if used == serving.port()));
}

// Rule 13: the end.

#[test]
fn the_end_comes_with_a_last_word_and_within_a_second() {
    let site = site();
    let token = site.token();
    let mut channel = site.connect();
    let port = site.serving.port();
    let head = "Sec-Fetch-Site: same-origin\r\n";
    write!(channel, "GET /-/events?token={token} HTTP/1.1\r\nHost: localhost:{port}\r\n{head}\r\n").unwrap();
    Response::read(&mut channel, true);
    let mut half = site.connect();
    half.write_all(b"GET / HT").unwrap();
    let before = tree(site.folder.path());
    let start = Instant::now();
    site.serving.stop();
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    let mut text = String::new();
    channel.read_to_string(&mut text).unwrap();
    assert!(text.contains("event: end\n"), "{text:?}");
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    assert_eq!(tree(site.folder.path()), before, "nothing is written");
}

fn tree(folder: &std::path::Path) -> Vec<String> {
    let mut paths: Vec<String> =
        walkdir::WalkDir::new(folder).into_iter().map(|e| e.unwrap().path().display().to_string()).collect();
    paths.sort();
    paths
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
