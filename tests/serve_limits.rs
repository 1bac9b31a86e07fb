//! The rules of the development server, with raw sockets. How much and how long: heads, connections, ports, the end.
#![allow(clippy::unwrap_used)] // whatever fails here fails the test

mod serving;

use serving::{Response, Site, site};
use std::io::{Read, Write};
use std::time::{Duration, Instant};

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
