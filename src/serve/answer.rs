//! Answers: status, headers and bytes, from a finished file.

use super::gate::Refusal;
use super::mime::media_type;
use super::published::File;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use std::ops::Range;
use std::sync::Arc;

/// An answer whose bytes are all there.
pub type Answer = Response<Bytes>;

/// What every answer says: read by our own pages only, as what it is, asked for anew each time, never framed.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-cache"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// The policy of pages that bring their own as a `<meta>`: only what a `<meta>` cannot say.
const FRAMING: &str = "frame-ancestors 'none'";
/// The policy of the server's own pages.
pub const OWN_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'";

/// An answer of these bytes.
pub fn answer(status: StatusCode, kind: &'static str, bytes: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(bytes.into());
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMING));
    answer
}

/// Plain words with a status.
pub fn words(status: StatusCode, words: &'static str) -> Answer {
    answer(status, "text/plain; charset=utf-8", words)
}

/// The answer to a request that is not let in.
pub fn refuse(refusal: Refusal) -> Answer {
    let mut answer = words(refusal.status(), refusal.words());
    match refusal {
        Refusal::Method => {
            drop(answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD")))
        }
        Refusal::Body => close(&mut answer),
        _ => {}
    }
    answer
}

/// Ends the connection after this answer.
pub fn close(answer: &mut Answer) {
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
}

/// Sends the browser to another address of ours, which begins with exactly one `/`.
pub fn redirect(to: &str, query: Option<&str>) -> Answer {
    let location = match query {
        Some(query) => format!("{}?{query}", encode(to)),
        None => encode(to),
    };
    let mut answer = words(StatusCode::PERMANENT_REDIRECT, "The address ends in a slash.\n");
    match HeaderValue::try_from(location) {
        Ok(location) => drop(answer.headers_mut().insert(header::LOCATION, location)),
        Err(_) => return refuse(Refusal::Path),
    }
    answer
}

/// Writes a decoded path as it stands in an address.
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Bytes of a file without a copy of them.
struct Shared(Arc<File>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

/// The bytes of a file without a copy of them.
pub fn shared(file: Arc<File>) -> Bytes {
    Bytes::from_owner(Shared(file))
}

/// A file, or the part of it that is asked for, or word that the browser has it already.
pub fn file(path: &str, bytes: Bytes, tag: &str, request: &HeaderMap) -> Answer {
    let tag_value = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
    let mut answer = match asked(request, tag, bytes.len()) {
        Asked::Nothing => {
            let mut answer = answer(StatusCode::NOT_MODIFIED, media_type(path), Bytes::new());
            answer.headers_mut().remove(header::CONTENT_TYPE);
            answer
        }
        Asked::Whole => answer(StatusCode::OK, media_type(path), bytes),
        Asked::Part(range) => {
            let of = format!("bytes {}-{}/{}", range.start, range.end - 1, bytes.len());
            let mut answer = answer(StatusCode::PARTIAL_CONTENT, media_type(path), bytes.slice(range));
            insert(&mut answer, header::CONTENT_RANGE, &of);
            answer
        }
        Asked::Outside => {
            let mut answer = words(StatusCode::RANGE_NOT_SATISFIABLE, "There is no such part.\n");
            insert(&mut answer, header::CONTENT_RANGE, &format!("bytes */{}", bytes.len()));
            return answer;
        }
    };
    answer.headers_mut().insert(header::ETAG, tag_value);
    answer.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer
}

fn insert(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        answer.headers_mut().insert(name, value);
    }
}

/// What of a file is asked for.
#[derive(PartialEq, Eq, Debug)]
enum Asked {
    Nothing,
    Whole,
    Part(Range<usize>),
    Outside,
}

fn asked(request: &HeaderMap, tag: &str, len: usize) -> Asked {
    let text = |name: HeaderName| request.get(name).and_then(|value| value.to_str().ok());
    let has =
        |list: &str| list.split(',').map(str::trim).any(|t| t == "*" || t.trim_start_matches("W/") == tag);
    if text(header::IF_NONE_MATCH).is_some_and(has) {
        return Asked::Nothing;
    }
    let is_same = text(header::IF_RANGE).is_none_or(|condition| condition == tag);
    match text(header::RANGE).filter(|_| is_same).and_then(|range| range.strip_prefix("bytes=")) {
        Some(range) if !range.contains(',') => part(range.trim(), len),
        _ => Asked::Whole,
    }
}

/// One range of bytes; one that cannot be read is as if it were not there.
fn part(range: &str, len: usize) -> Asked {
    let number = |text: &str| -> Option<usize> {
        let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // A number too large for the machine is larger than any file.
        is_number.then(|| text.parse().unwrap_or(usize::MAX))
    };
    let Some((first, last)) = range.split_once('-') else { return Asked::Whole };
    match (number(first), number(last)) {
        (None, Some(count)) if first.is_empty() => match count.min(len) {
            0 => Asked::Outside,
            count => Asked::Part(len - count..len),
        },
        (Some(start), None) if last.is_empty() && start < len => Asked::Part(start..len),
        (Some(start), Some(end)) if start <= end && start < len => Asked::Part(start..end.min(len - 1) + 1),
        (Some(start), end) if start >= len && (last.is_empty() || end.is_some_and(|end| start <= end)) => {
            Asked::Outside
        }
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_read_as_the_standard_says() {
        let part = |range| part(range, 10);
        assert_eq!(part("0-3"), Asked::Part(0..4));
        assert_eq!(part("8-99"), Asked::Part(8..10));
        assert_eq!(part("4-"), Asked::Part(4..10));
        assert_eq!(part("-3"), Asked::Part(7..10));
        assert_eq!(part("-99999999999999999999999"), Asked::Part(0..10));
        assert_eq!(part("10-"), Asked::Outside);
        assert_eq!(part("10-12"), Asked::Outside);
        assert_eq!(part("-0"), Asked::Outside);
        for odd in ["", "-", "a-b", "3-2", "+1-2", "1", "12-11"] {
            assert_eq!(part(odd), Asked::Whole, "{odd}");
        }
    }
}
