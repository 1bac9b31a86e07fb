//! A small site for the server's own tests: what lies in a folder, shown as it is. And a client that says exactly
//! what it is told to.
#![allow(dead_code, clippy::unwrap_used)] // each test uses its part; whatever fails here fails the test

use bifold::diagnostic::{Code, Diagnostic};
use bifold::serve::{Changed, Engine, File, Options, Published, Report, Serving, Tongue};
use bifold::source::{Disk, Files, Source, Sources, Span};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// One state of the folder `content/`: its files by their paths below it; `x.md` becomes the page `x/index.html`.
pub struct Mirrored {
    version: u64,
    files: BTreeMap<String, Arc<File>>,
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Published for Mirrored {
    fn version(&self) -> u64 {
        self.version
    }
    fn file(&self, path: &str) -> Option<Arc<File>> {
        self.files.get(path).cloned()
    }
    fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
    fn diagnostics(&self) -> Vec<Diagnostic> {
        self.diagnostics.clone()
    }
    fn sources(&self) -> &Sources {
        &self.sources
    }
    fn sources_of(&self, path: &str) -> Vec<String> {
        let below = path.strip_suffix("/index.html").unwrap_or(path);
        let source = format!("content/{below}.md");
        self.sources.by_path(&source).map(|_| source).into_iter().collect()
    }
    fn tongues(&self) -> Vec<Tongue> {
        let tongue =
            |key: &str, tag: &str, name: &str| Tongue { key: key.into(), tag: tag.into(), name: name.into() };
        vec![tongue("zh", "zh-Hans", "简体中文"), tongue("en", "en", "English")]
    }
    fn editor(&self) -> Option<String> {
        Some("vscode://file{path}:{line}:{column}".to_owned())
    }
    fn report(&self) -> Report {
        Report { parsed: 1, rendered: 1, pages: self.files.len(), took: Duration::from_millis(1) }
    }
}

/// Reads the whole folder each time. A text with `BROKEN` in it is no page and has an error.
pub struct Mirror {
    disk: Disk,
    version: u64,
    last: BTreeMap<String, Vec<u8>>,
}

impl Mirror {
    pub fn new(root: &Path) -> Mirror {
        Mirror { disk: Disk::new(root), version: 0, last: BTreeMap::new() }
    }
}

impl Engine for Mirror {
    fn refresh(&mut self, _: &Changed, _: &AtomicBool) -> Option<Arc<dyn Published>> {
        let entries = self.disk.walk("content").0.into_iter().map(|entry| entry.path);
        let read = |path: String| self.disk.read(&path, 64 << 20).ok().map(|bytes| (path, bytes));
        let now: BTreeMap<String, Vec<u8>> = entries.filter_map(read).collect();
        if now == self.last && self.version > 0 {
            return None;
        }
        self.version += 1;
        let mut site = Mirrored {
            version: self.version,
            files: BTreeMap::new(),
            diagnostics: Vec::new(),
            sources: Sources::default(),
        };
        for (path, bytes) in &now {
            let id = site.sources.id(path);
            if let Ok(source) = Source::new(id, path.as_str().into(), bytes) {
                if let Some(at) = source.text.find("BROKEN") {
                    let span = Span::new(id, at..at + 6);
                    let found =
                        Diagnostic::new(Code::BAD_FILE_NAME, span, "this is <b>broken</b>").help("mend it");
                    site.diagnostics.push(found);
                }
                site.sources.put(Arc::new(source));
            }
            let below = path.strip_prefix("content/").unwrap();
            if site.diagnostics.iter().any(|found| found.path(&site.sources) == path) {
                continue;
            }
            let (name, bytes) = match below.strip_suffix(".md") {
                Some(stem) => (format!("{stem}/index.html"), bytes.clone()),
                None => (below.to_owned(), bytes.clone()),
            };
            site.files.insert(name, File::new(bytes));
        }
        self.last = now;
        Some(Arc::new(site))
    }

    fn finish(&mut self, _: &AtomicBool) -> Option<Arc<dyn Published>> {
        None
    }
}

/// A page in a language, with a text in its middle.
pub fn page(lang: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         base-uri 'none'; require-trusted-types-for 'script'\">\n<title>{lang}</title>\n</head>\n<body>\n<main>\n{text}\n</main>\n</body>\n</html>\n"
    )
}

/// A small book in two languages.
pub fn site() -> Site {
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

/// A served folder.
pub struct Site {
    pub folder: tempfile::TempDir,
    pub serving: Serving,
}

impl Site {
    /// Serves these files of `content/`.
    pub fn start(files: &[(&str, &str)]) -> Site {
        Site::start_with(files, |_| {})
    }

    /// The same, with other options.
    pub fn start_with(files: &[(&str, &str)], change: impl FnOnce(&mut Options)) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for (path, text) in files {
            let path = root.join("content").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let mut options = Options { port: Some(0), ..Options::new(&root) };
        change(&mut options);
        let engine = Box::new(Mirror::new(&root));
        let serving = Serving::start(options, Arc::new(Disk::new(&root)), engine, Arc::new(|_| {})).unwrap();
        Site { folder, serving }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.serving.port())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// Sends these bytes on a new connection; `PORT` is put in.
    pub fn say(&self, request: &[u8]) -> Response {
        let mut stream = self.connect();
        let text = replace(request, b"PORT", self.serving.port().to_string().as_bytes());
        stream.write_all(&text).unwrap();
        Response::read(&mut stream, request.starts_with(b"HEAD"))
    }

    /// Asks for an address with further header lines (each ending in `\r\n`).
    pub fn get(&self, target: &str, headers: &str) -> Response {
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n{headers}\r\n");
        self.say(request.as_bytes())
    }

    /// This run's token, as our own script asks for it.
    pub fn token(&self) -> String {
        let session = self.get("/-/session", "Sec-Fetch-Site: same-origin\r\n");
        let value: serde_json::Value = serde_json::from_slice(&session.body).unwrap();
        value["token"].as_str().unwrap().to_owned()
    }
}

fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// What came back; status 0 when the connection was closed without a word.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Response {
    /// Reads one answer; `is_head` has no body.
    pub fn read(stream: &mut TcpStream, is_head: bool) -> Response {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => return Response { status: 0, head: String::new(), body: Vec::new() },
            }
        }
        let head = String::from_utf8(head).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut response = Response { status, head, body: Vec::new() };
        let length = response.header("content-length").map_or(0, |length| length.parse().unwrap());
        if !is_head {
            response.body = vec![0; length];
            stream.read_exact(&mut response.body).unwrap();
        }
        response
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
