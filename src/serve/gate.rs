//! Who may ask: the rules that keep other web pages, other hosts and odd requests out, before anything is looked up.
//!
//! A development server is reachable by every page that the same browser shows. So a request must name us as its host
//! (else a foreign name could be made to point here), must not come from a page of another origin, and can only read.

use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode, Version};

/// Whom the server answers.
#[derive(Clone, Debug)]
pub struct Gate {
    port: u16,
    names: Vec<String>,
    token: String,
}

/// Why a request gets no answer. Says nothing of what was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It does not name us as its host.
    Host,
    /// It comes from another origin's page.
    Origin,
    /// It wants to do more than read.
    Method,
    /// It brings a body.
    Body,
    /// Its path is no address.
    Path,
    /// It does not know this run's token.
    Token,
}

impl Refusal {
    /// Its status.
    pub fn status(self) -> StatusCode {
        match self {
            Refusal::Host | Refusal::Origin | Refusal::Token => StatusCode::FORBIDDEN,
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::Body | Refusal::Path => StatusCode::BAD_REQUEST,
        }
    }

    /// What is said.
    pub fn words(self) -> &'static str {
        match self {
            Refusal::Host => {
                "This server answers to localhost only; other names are given with --allow-host.\n"
            }
            Refusal::Origin => "This server does not answer other sites.\n",
            Refusal::Method => "This server can only be read from.\n",
            Refusal::Body => "This server takes no request bodies.\n",
            Refusal::Path => "This is no address of a page.\n",
            Refusal::Token => "This server was started anew.\n",
        }
    }
}

impl Gate {
    /// Answers at `port` to the names of this machine and to `names`; `token` is this run's secret.
    pub fn new(port: u16, names: &[String], token: String) -> Gate {
        Gate { port, names: names.iter().map(|name| name.to_ascii_lowercase()).collect(), token }
    }

    /// This run's secret.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Checks a request of any address.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self, request: &Parts) -> Result<(), Refusal> {
        let host = self.host(request).ok_or(Refusal::Host)?;
        if request.method != Method::GET && request.method != Method::HEAD {
            return Err(Refusal::Method);
        }
        if has_body(&request.headers) {
            return Err(Refusal::Body);
        }
        if is_from_elsewhere(&request.headers, host) {
            return Err(Refusal::Origin);
        }
        Ok(())
    }

    /// Checks a request that only our own script makes: for the live channel and what goes with it.
    ///
    /// # Errors
    /// When it does not come from one of our own pages.
    pub fn check_own(&self, request: &Parts) -> Result<(), Refusal> {
        let is_own = single(&request.headers, header::ORIGIN).is_some()
            || single(&request.headers, SITE).is_some_and(|site| site == "same-origin");
        if is_own { Ok(()) } else { Err(Refusal::Origin) }
    }

    /// Checks this run's token.
    ///
    /// # Errors
    /// When another one, or none, is given.
    pub fn check_token(&self, query: Option<&str>) -> Result<(), Refusal> {
        let given = query.unwrap_or("").split('&').find_map(|pair| pair.strip_prefix("token="));
        if given == Some(&*self.token) { Ok(()) } else { Err(Refusal::Token) }
    }

    /// The host that the request names, when it is us.
    fn host<'a>(&self, request: &'a Parts) -> Option<&'a str> {
        let host = single(&request.headers, header::HOST)?;
        let in_target = request.uri.authority().map(|authority| authority.as_str());
        let agrees = in_target.is_none_or(|authority| authority.eq_ignore_ascii_case(host));
        (agrees && request.version >= Version::HTTP_10 && self.is_us(host)).then_some(host)
    }

    fn is_us(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let name = match host.strip_suffix(&format!(":{}", self.port)) {
            Some(name) => name,
            None if self.port == 80 => &host,
            None => return false,
        };
        let is_local = |name: &str| match name.strip_suffix(".localhost") {
            Some(labels) => labels.split('.').all(is_label),
            None => matches!(name, "localhost" | "127.0.0.1" | "[::1]"),
        };
        is_local(name) || self.names.iter().any(|allowed| allowed == name)
    }
}

const SITE: header::HeaderName = header::HeaderName::from_static("sec-fetch-site");
const MODE: header::HeaderName = header::HeaderName::from_static("sec-fetch-mode");
const DESTINATION: header::HeaderName = header::HeaderName::from_static("sec-fetch-dest");

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The value of a header that is there exactly once.
fn single(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    if all.next().is_some() { None } else { first.to_str().ok() }
}

fn has_body(headers: &HeaderMap) -> bool {
    let is_zero = |value: &HeaderValue| value.as_bytes() == b"0";
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get_all(header::CONTENT_LENGTH).iter().any(|length| !is_zero(length))
}

/// Whether another origin's page asks for anything but being left for ours.
fn is_from_elsewhere(headers: &HeaderMap, host: &str) -> bool {
    if headers.contains_key(header::ORIGIN) {
        let ours = format!("http://{host}");
        if single(headers, header::ORIGIN).is_none_or(|origin| !origin.eq_ignore_ascii_case(&ours)) {
            return true;
        }
    }
    if !headers.contains_key(SITE) {
        return false;
    }
    let is_visit =
        single(headers, MODE) == Some("navigate") && single(headers, DESTINATION) == Some("document");
    !matches!(single(headers, SITE), Some("same-origin" | "none")) && !is_visit
}
