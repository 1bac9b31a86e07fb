//! The server: connections, waits and limits. The only file with an async runtime; what is answered is decided in
//! [`super::reply`], what is shown in the engine's thread.

use super::interrupt::Interrupts;
use super::published::Published;
use super::reply::{self, Admitted, Replier, Shown};
use super::{End, ServeError, answer};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, Sleep};

/// Connections at once; more are told so.
const CONNECTIONS: usize = 64;
/// Live channels at once.
const LIVE: usize = 16;
/// Requests on one connection.
const REQUESTS: u32 = 100;
/// Bytes of a request's head.
const HEAD_BYTES: usize = 8 << 10;
/// From a request's first byte to the end of its head.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// A connection without a request.
const IDLE_TIME: Duration = Duration::from_secs(15);
/// A client that does not take what it asked for.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// A live channel says that it is there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Longest that a request waits for a build that is at work, so that nobody sees a page that is out of date.
const BUSY_TIME: Duration = Duration::from_secs(1);
/// What live channels and connections get to end.
const FAREWELL: Duration = Duration::from_millis(300);
/// Threads that render.
const RENDERERS: usize = 4;

/// What is on show.
#[derive(Clone, Default)]
struct Scene {
    shown: Option<Shown>,
    is_busy: bool,
}

/// Puts states on show.
pub struct Stage(watch::Sender<Scene>);

impl Stage {
    /// A build begins: what is on show may be out of date.
    pub fn begin(&self) {
        self.0.send_modify(|scene| scene.is_busy = true);
    }

    /// It has ended, perhaps with a new state.
    pub fn end(&self, site: Option<Arc<dyn Published>>) {
        self.0.send_modify(|scene| {
            scene.is_busy = false;
            if let Some(site) = site {
                scene.shown = Some(Shown::after(scene.shown.as_ref(), site));
            }
        });
    }
}

/// The server's thread.
pub struct Server {
    runtime: tokio::runtime::Handle,
    scene: watch::Sender<Scene>,
    end: watch::Sender<bool>,
    thread: std::thread::JoinHandle<()>,
}

/// What connections share.
struct Common {
    replier: Replier,
    scene: watch::Receiver<Scene>,
    end: watch::Receiver<bool>,
    connections: AtomicUsize,
    live: AtomicUsize,
}

impl Server {
    /// Answers at these sockets from now on.
    ///
    /// # Errors
    /// When the system gives no thread or no sockets.
    pub fn start(sockets: Vec<std::net::TcpListener>, replier: Replier) -> Result<Server, ServeError> {
        let said = |error: io::Error| ServeError::Machine(format!("cannot start the server: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(RENDERERS)
            .build()
            .map_err(said)?;
        let (scene, seen) = watch::channel(Scene::default());
        let (end, ending) = watch::channel(false);
        let common = Arc::new(Common {
            replier,
            scene: seen,
            end: ending,
            connections: AtomicUsize::new(0),
            live: AtomicUsize::new(0),
        });
        let handle = runtime.handle().clone();
        let listeners: io::Result<Vec<TcpListener>> = {
            let _inside = runtime.enter();
            sockets.into_iter().map(TcpListener::from_std).collect()
        };
        let listeners = listeners.map_err(said)?;
        let work = async move {
            for listener in listeners {
                tokio::spawn(accept(listener, common.clone()));
            }
            ended(common.end.clone()).await;
            tokio::time::sleep(FAREWELL).await;
        };
        let thread = std::thread::Builder::new().name("server".to_owned()).spawn(move || {
            runtime.block_on(work);
            runtime.shutdown_background();
        });
        Ok(Server { runtime: handle, scene, end, thread: thread.map_err(said)? })
    }

    /// Where states are put on show.
    pub fn stage(&self) -> Stage {
        Stage(self.scene.clone())
    }

    /// Sends word when the person at the screen wants to end; at the second time the process ends at once.
    pub fn end_on_interrupt(&self, end: Sender<End>) {
        let mut interrupts = {
            let _inside = self.runtime.enter();
            Interrupts::new()
        };
        self.runtime.spawn(async move {
            interrupts.next().await;
            // Nobody listens when serving ends already.
            let _ = end.send(End::Interrupt);
            interrupts.next().await;
            std::process::exit(0);
        });
    }

    /// Ends live channels with a last word, then everything.
    pub fn stop(self) {
        self.end.send_replace(true);
        // A panic in that thread has been printed; there is nothing left to end.
        let _ = self.thread.join();
    }
}

/// Waits for the end.
async fn ended(mut end: watch::Receiver<bool>) {
    // An error means that the handle is gone: the end as well.
    let _ = end.wait_for(|end| *end).await;
}

async fn accept(listener: TcpListener, common: Arc<Common>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = ended(common.end.clone()) => return,
        };
        match accepted {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, common.clone()))),
            // Out of file handles: connections that end make room.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn connection(stream: TcpStream, common: Arc<Common>) {
    let Some(_place) = Place::take(&common, CONNECTIONS, |common| &common.connections) else {
        return turn_away(stream).await;
    };
    // Small answers must not wait for more.
    let _ = stream.set_nodelay(true);
    let pulse = Arc::new(Pulse::default());
    let end = common.end.clone();
    let service = service_fn(|request| respond(request, common.clone(), pulse.clone()));
    let io = TokioIo::new(Stream::new(stream, pulse.clone()));
    let mut http = http1::Builder::new();
    http.max_header_size(HEAD_BYTES).max_buf_size(HEAD_BYTES * 2).header_read_timeout(None);
    let served = http.serve_connection(io, service);
    tokio::pin!(served);
    tokio::select! {
        // Errors are the client's: it went away, was too slow, or spoke no HTTP.
        _ = served.as_mut() => {}
        () = ended(end) => {
            served.as_mut().graceful_shutdown();
            let _ = served.await;
        }
    }
}

async fn turn_away(stream: TcpStream) {
    let answer = reply::full();
    let mut text = format!("HTTP/1.1 {}\r\n", answer.status());
    for (name, value) in answer.headers() {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap_or("")));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n", answer.body().len()));
    let bytes = [text.as_bytes(), answer.body()].concat();
    // A new connection takes so few bytes at once; one that does not is left alone.
    if tokio::time::timeout(FAREWELL, stream.writable()).await.is_ok() {
        let _ = stream.try_write(&bytes);
    }
}

async fn respond(
    request: Request<Incoming>,
    common: Arc<Common>,
    pulse: Arc<Pulse>,
) -> Result<Response<Outgoing>, Infallible> {
    let count = pulse.begin();
    let (request, _) = request.into_parts();
    let mut answer = match common.replier.admit(&request) {
        Err(answer) => *answer,
        Ok(Admitted::Live) => match live(common.clone()) {
            Some(answer) => return Ok(answer),
            None => reply::full(),
        },
        Ok(Admitted::Key(key)) => {
            let shown = up_to_date(common.scene.clone()).await;
            let answering = common.clone();
            let work = tokio::task::spawn_blocking(move || answering.replier.answer(&request, &key, &shown));
            work.await.unwrap_or_else(|_| reply::broken())
        }
    };
    if count >= REQUESTS {
        answer::close(&mut answer);
    }
    pulse.end();
    Ok(answer.map(|bytes| Outgoing::Whole(Some(bytes))))
}

/// The state on show, once there is one and no build is at work; after a second, even so.
async fn up_to_date(mut scene: watch::Receiver<Scene>) -> Shown {
    let first = scene.wait_for(|scene| scene.shown.is_some()).await;
    let Some(shown) = first.ok().and_then(|scene| scene.shown.clone()) else {
        return std::future::pending().await;
    };
    let settled = tokio::time::timeout(BUSY_TIME, scene.wait_for(|scene| !scene.is_busy)).await;
    let newest = settled.ok().and_then(Result::ok).and_then(|scene| scene.shown.clone());
    newest.unwrap_or(shown)
}

/// A live channel: the number of the state on show, now and at each change. Says nothing else and hears nothing.
fn live(common: Arc<Common>) -> Option<Response<Outgoing>> {
    let place = Place::take(&common, LIVE, |common| &common.live)?;
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        let _place = place;
        tell_versions(&common, &sender).await;
    });
    let mut answer =
        answer::answer(StatusCode::OK, "text/event-stream", Bytes::new()).map(|_| Outgoing::Live(receiver));
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(answer)
}

async fn tell_versions(common: &Common, sender: &mpsc::Sender<Bytes>) {
    let mut scene = common.scene.clone();
    let mut told = None;
    let mut next = Some(Bytes::from_static(b"retry: 500\n\n"));
    loop {
        if let Some(words) = next.take()
            && sender.send(words).await.is_err()
        {
            return;
        }
        let version = scene.borrow_and_update().shown.as_ref().map(|shown| shown.site.version());
        if version.is_some() && version != told {
            told = version;
            next = version.map(|version| Bytes::from(format!("data: {version}\n\n")));
            continue;
        }
        tokio::select! {
            changed = scene.changed() => if changed.is_err() { return },
            _ = tokio::time::sleep(HEARTBEAT) => next = Some(Bytes::from_static(b":\n\n")),
            _ = sender.closed() => return,
            () = ended(common.end.clone()) => {
                // A client that is gone needs no farewell.
                let _ = sender.send(Bytes::from_static(b"event: end\ndata:\n\n")).await;
                return;
            }
        }
    }
}

/// One of a limited number of places; free again when dropped.
struct Place {
    common: Arc<Common>,
    counter: fn(&Common) -> &AtomicUsize,
}

impl Place {
    fn take(common: &Arc<Common>, most: usize, counter: fn(&Common) -> &AtomicUsize) -> Option<Place> {
        if counter(common).fetch_add(1, Ordering::Relaxed) < most {
            return Some(Place { common: common.clone(), counter });
        }
        counter(common).fetch_sub(1, Ordering::Relaxed);
        None
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        (self.counter)(&self.common).fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer: whole, or word by word.
enum Outgoing {
    Whole(Option<Bytes>),
    Live(mpsc::Receiver<Bytes>),
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = match self.get_mut() {
            Outgoing::Whole(bytes) => bytes.take().filter(|bytes| !bytes.is_empty()),
            Outgoing::Live(receiver) => ready!(receiver.poll_recv(cx)),
        };
        Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Outgoing::Whole(bytes) if bytes.as_ref().is_none_or(Bytes::is_empty))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Outgoing::Live(_) => SizeHint::default(),
        }
    }
}

/// What a connection's stream must know of its requests.
#[derive(Default)]
struct Pulse {
    requests: AtomicU32,
    is_answering: AtomicBool,
}

impl Pulse {
    fn begin(&self) -> u32 {
        self.is_answering.store(true, Ordering::Relaxed);
        self.requests.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn end(&self) {
        self.is_answering.store(false, Ordering::Relaxed);
    }
}

/// A stream that ends when its client is too slow.
struct Stream {
    inner: TcpStream,
    pulse: Arc<Pulse>,
    /// Requests that had begun when the head that is being read began.
    head: Option<u32>,
    /// When the connection, the head or the last written part began.
    since: Instant,
    read_timer: Pin<Box<Sleep>>,
    write_timer: Pin<Box<Sleep>>,
    is_writing: bool,
}

impl Stream {
    fn new(inner: TcpStream, pulse: Arc<Pulse>) -> Stream {
        let timer = || Box::pin(tokio::time::sleep(IDLE_TIME));
        let since = Instant::now();
        let (read_timer, write_timer) = (timer(), timer());
        Stream { inner, pulse, head: None, since, read_timer, write_timer, is_writing: false }
    }

    /// How long the client may keep us waiting for the next byte of a request; none while we keep it waiting.
    fn patience(&mut self) -> Option<Duration> {
        if self.pulse.is_answering.load(Ordering::Relaxed) {
            return None;
        }
        // The head that was being read is a request by now.
        if self.head.is_some_and(|begun| begun != self.pulse.requests.load(Ordering::Relaxed)) {
            self.head = None;
        }
        Some(if self.head.is_some() { HEAD_TIME } else { IDLE_TIME })
    }
}

/// Pending, or an error when the timer has run out.
fn or_too_slow<T>(timer: &mut Pin<Box<Sleep>>, end: Instant, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
    timer.as_mut().reset(end);
    timer.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into()))
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let patience = this.patience();
        let result = Pin::new(&mut this.inner).poll_read(cx, buffer);
        let Some(patience) = patience else { return result };
        if result.is_pending() {
            return or_too_slow(&mut this.read_timer, this.since + patience, cx);
        }
        if this.head.is_none() {
            this.head = Some(this.pulse.requests.load(Ordering::Relaxed));
            this.since = Instant::now();
        }
        result
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = Pin::new(&mut this.inner).poll_write(cx, bytes);
        if result.is_pending() {
            if !this.is_writing {
                (this.is_writing, this.since) = (true, Instant::now());
            }
            return or_too_slow(&mut this.write_timer, this.since + WRITE_TIME, cx);
        }
        (this.is_writing, this.since) = (false, Instant::now());
        result
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().inner).poll_shutdown(cx)
    }
}
