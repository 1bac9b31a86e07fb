//! What is said to a request: from the state that is shown, without a look at the disk.

use super::answer::{self, Answer, OWN_POLICY};
use super::editor::{Editor, Spot};
use super::gate::{Gate, Refusal};
use super::page::Found;
use super::published::{File, Published};
use super::route::{self, Route};
use super::{Notice, Options, Tell, both, browser, mime, page, state};
use hyper::body::Bytes;
use hyper::header::{self, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Response, StatusCode};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;
use std::sync::Arc;

/// The state that is shown, and the last one before it that had no errors.
#[derive(Clone)]
pub struct Shown {
    /// What the sources say now.
    pub site: Arc<dyn Published>,
    /// Shown where the current state cannot show a page because of errors.
    pub good: Option<Arc<dyn Published>>,
}

impl Shown {
    /// The next state, after `before`.
    pub fn after(before: Option<&Shown>, site: Arc<dyn Published>) -> Shown {
        let good = before.and_then(|shown| {
            if shown.site.has_errors() { shown.good.clone() } else { Some(shown.site.clone()) }
        });
        Shown { site, good }
    }

    /// A file, and whether it is one of the last good state.
    fn file(&self, path: &str) -> Option<(Arc<File>, bool)> {
        if let Some(file) = self.site.file(path) {
            return Some((file, false));
        }
        let is_excused = self.site.contains(path) || self.site.has_errors();
        let good = self.good.as_ref().filter(|_| is_excused)?;
        good.file(path).map(|file| (file, true))
    }

    /// The state to look addresses up in.
    fn route(&self, key: &str) -> Route {
        let now = route::find(key, &*self.site);
        if !matches!(now, Route::NotFound(_)) || !self.site.has_errors() {
            return now;
        }
        let before = self.good.as_ref().map(|good| route::find(key, &**good));
        before.filter(|route| !matches!(route, Route::NotFound(_))).unwrap_or(now)
    }
}

/// What comes of a request that was let in.
pub enum Admitted {
    /// It wants to hear of new states.
    Live,
    /// It can be answered from a state.
    Key(String),
}

/// Answers requests.
pub struct Replier {
    gate: Gate,
    editor: Option<Editor>,
    root: PathBuf,
    tell: Tell,
}

impl Replier {
    /// Answers for a server at `port`.
    pub fn new(options: &Options, port: u16, tell: Tell) -> Replier {
        let gate = Gate::new(port, &options.allow_hosts, token());
        Replier { gate, editor: options.editor.clone(), root: options.root.clone(), tell }
    }

    /// Lets a request in, or gives the answer that turns it away.
    ///
    /// # Errors
    /// That answer.
    pub fn admit(&self, request: &Parts) -> Result<Admitted, Box<Answer>> {
        let refused = |refusal| Box::new(answer::refuse(refusal));
        self.gate.check(request).map_err(refused)?;
        let key = route::key(request.uri.path()).map_err(refused)?;
        if key == "-/events" {
            let own = self.gate.check_own(request).and_then(|()| self.gate.check_token(request.uri.query()));
            own.map_err(refused)?;
            return Ok(Admitted::Live);
        }
        Ok(Admitted::Key(key))
    }

    /// Answers from a state.
    pub fn answer(&self, request: &Parts, key: &str, shown: &Shown) -> Answer {
        match shown.route(key) {
            Route::File(path) => self.file(request, &path, StatusCode::OK, shown),
            Route::Slash(path) => answer::redirect(&path, request.uri.query()),
            Route::NotFound(Some(path)) => self.file(request, &path, StatusCode::NOT_FOUND, shown),
            Route::NotFound(None) => not_found(),
            Route::Own(name) => self.own(request, &name, shown).unwrap_or_else(answer::refuse),
        }
    }

    fn file(&self, request: &Parts, path: &str, status: StatusCode, shown: &Shown) -> Answer {
        let Some((file, _)) = shown.file(path) else { return not_found() };
        let tag = format!("\"{:032x}\"", file.hash);
        let is_page = mime::media_type(path).starts_with("text/html");
        let found = if status == StatusCode::OK { Found::Yes } else { Found::No };
        let bytes: Bytes =
            if is_page { page::with_script(&file.bytes, &tag, found).into() } else { answer::shared(file) };
        if status == StatusCode::OK {
            return answer::file(path, bytes, &tag, &request.headers);
        }
        answer::answer(status, mime::media_type(path), bytes)
    }

    /// Answers an address below `/-/`.
    fn own(&self, request: &Parts, name: &str, shown: &Shown) -> Result<Answer, Refusal> {
        let text = |path: &str, text: &'static str| {
            let tag = format!("\"{:032x}\"", crate::source::digest(text));
            answer::file(path, Bytes::from_static(text.as_bytes()), &tag, &request.headers)
        };
        match name {
            "reload.js" => Ok(text(name, RELOAD)),
            "overlay.css" => Ok(text(name, include_str!("assets/overlay.css"))),
            "edit.js" => Ok(text(name, include_str!("assets/edit.js"))),
            "edit.css" => Ok(text(name, include_str!("assets/edit.css"))),
            "session" => {
                self.gate.check_own(request)?;
                let session =
                    serde_json::json!({ "token": self.gate.token(), "version": shown.site.version() });
                Ok(answer::answer(StatusCode::OK, JSON, session.to_string()))
            }
            "state" => {
                self.gate.check_own(request)?;
                self.state(request, shown)
            }
            "open" => {
                self.gate.check_own(request)?;
                self.gate.check_token(request.uri.query())?;
                Ok(self.open(request, shown))
            }
            _ => Ok(self.both(request, name, shown).unwrap_or_else(not_found)),
        }
    }

    fn state(&self, request: &Parts, shown: &Shown) -> Result<Answer, Refusal> {
        let page = route::key(&query(request, "page").unwrap_or_else(|| "/".to_owned()))?;
        let page = match shown.route(&page) {
            Route::File(path) => path,
            _ => page,
        };
        let is_last_good = shown.file(&page).is_some_and(|(_, is_old)| is_old);
        let asked = state::Asked {
            page: &page,
            tag: &query(request, "lang").unwrap_or_default(),
            is_last_good,
            editor: self.editor.as_ref(),
            root: &self.root,
            token: self.gate.token(),
        };
        let state = serde_json::to_string(&state::state(&*shown.site, asked)).map_err(|_| Refusal::Path)?;
        Ok(answer::answer(StatusCode::OK, JSON, state))
    }

    /// Runs the person's editor at a place in one of the site's own sources.
    fn open(&self, request: &Parts, shown: &Shown) -> Answer {
        let number = |name| query(request, name).and_then(|text| text.parse().ok()).unwrap_or(1);
        let path = query(request, "path").unwrap_or_default();
        let Some(source) = shown.site.sources().by_path(&path) else { return not_found() };
        let spot = Spot { path: &source.path, line: number("line"), column: number("column") };
        let Some(words) = self.editor.as_ref().and_then(|editor| editor.command(&self.root, &spot)) else {
            return not_found();
        };
        if let Err(error) = browser::run(&words) {
            (self.tell)(Notice::NotStarted(format!("{}: {error}", words[0])));
            return answer::words(StatusCode::NOT_FOUND, "The editor could not be started.\n");
        }
        answer::words(StatusCode::OK, "The editor was started.\n")
    }

    fn both(&self, request: &Parts, name: &str, shown: &Shown) -> Option<Answer> {
        let Some(entry) = both::Entry::of_address(name) else {
            let entry = both::Entry::of_address(&format!("{name}/"))?;
            return both::exists(&entry, &*shown.site).then(|| answer::redirect(&entry.address(), None));
        };
        let page = both::compose(&entry, &*shown.site)?;
        let tag = format!("\"{:032x}\"", crate::source::digest(&page));
        let page = page::with_script(page.as_bytes(), &tag, Found::Yes);
        let mut answer = answer::file("edit.html", page.into(), &tag, &request.headers);
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(OWN_POLICY));
        Some(answer)
    }
}

const JSON: &str = "application/json; charset=utf-8";

/// The one script, of its three parts.
const RELOAD: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("assets/patch.js"),
    include_str!("assets/overlay.js"),
    include_str!("assets/reload.js"),
    "})();\n"
);

fn not_found() -> Answer {
    answer::words(StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

/// A value of the query, decoded.
fn query(request: &Parts, name: &str) -> Option<String> {
    let pairs = request.uri.query().unwrap_or("").split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()?;
    route::decode_value(value)
}

/// A secret that cannot be guessed: the keys of the standard hasher are random.
fn token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", half(), half())
}

/// The answer when rendering fell over; the page that the browser shows stays.
pub fn broken() -> Answer {
    answer::words(StatusCode::INTERNAL_SERVER_ERROR, "Internal error while rendering this page.\n")
}

/// The answer when too many ask at once.
pub fn full() -> Response<Bytes> {
    let mut answer = answer::words(StatusCode::SERVICE_UNAVAILABLE, "Too many connections.\n");
    answer::close(&mut answer);
    answer
}
