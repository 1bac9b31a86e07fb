//! The rules of the development server, with raw sockets. Who may ask: this machine, under its own names, from our own pages.
#![allow(clippy::unwrap_used)] // whatever fails here fails the test

mod serving;

use serving::{Response, Site, page, site};
use std::io::{Read, Write};
use std::time::Duration;

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

#[test]
fn both_addresses_of_this_machine_are_listened_at() {
    let site = site();
    let Ok(mut stream) = std::net::TcpStream::connect(("::1", site.serving.port())) else {
        let has_none = std::net::TcpListener::bind(("::1", 0)).is_err();
        assert!(has_none, "the machine has IPv6, and the server is not there");
        return;
    };
    write!(stream, "GET / HTTP/1.1\r\nHost: [::1]:{}\r\n\r\n", site.serving.port()).unwrap();
    assert_eq!(Response::read(&mut stream, false).status, 200);
}

#[test]
fn the_network_is_served_with_a_warning_and_under_the_given_name_alone() {
    use bifold::serve::{Notice, Options, Serving};
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("content")).unwrap();
    std::fs::write(folder.path().join("content/index.html"), page("en", "x")).unwrap();
    let host = "0.0.0.0".parse().unwrap();
    let allow_hosts = vec!["book.lan".to_owned()];
    let options = Options { host: Some(host), allow_hosts, port: Some(0), ..Options::new(folder.path()) };
    let files = std::sync::Arc::new(bifold::source::Disk::new(folder.path()));
    let engine = Box::new(serving::Mirror::new(folder.path()));
    let (sender, notices) = std::sync::mpsc::channel();
    let tell = std::sync::Arc::new(move |notice| drop(sender.send(notice)));
    let serving = Serving::start(options, files, engine, tell).unwrap();
    assert_eq!(serving.address(), format!("http://book.lan:{}/", serving.port()));
    assert!(matches!(notices.recv().unwrap(), Notice::Listening(_)));
    assert!(matches!(notices.recv().unwrap(), Notice::OpenToNetwork(open) if open == host));
    let status = |name: &str| {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", serving.port())).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {name}:{}\r\n\r\n", serving.port()).unwrap();
        Response::read(&mut stream, false).status
    };
    assert_eq!(status("book.lan"), 200);
    for name in ["0.0.0.0", "192.0.2.1", "other.lan", "lan"] {
        assert_eq!(status(name), 403, "{name}");
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
