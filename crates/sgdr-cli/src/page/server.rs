//! The server: it listens only on this machine, and passes each request to a thread that computes the answer.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::guard::{Guard, protect};
use super::query::Query;
use super::request::Request as Asked;
use super::{answer, check, code, files, point, view};
use crate::args::flags::Flags;
use crate::config_file;
use crate::error::CliError;

/// The longest description of a run.
const MOST_BYTES: usize = 1 << 20;
/// The number of answers that are computed at the same time.
const AT_A_TIME: usize = 4;
/// The longest time for an answer, including the time to receive the request.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server, listening.
pub(crate) struct Server {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    address: SocketAddr,
    patience: Duration,
}

impl Server {
    /// Listens on a port of this machine; on any free one, if it is 0.
    pub(crate) fn listen(port: u16) -> Result<Self, CliError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| failed(&e))?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)));
        let listener = listener.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => {
                CliError::failed(format!("port {port} is taken")).hint("leave out --port for a free one")
            }
            io::ErrorKind::PermissionDenied => CliError::failed(format!("port {port} needs administrator rights"))
                .hint("use one from 1024 on, or leave out --port for a free one"),
            _ => failed(&error),
        })?;
        let address = listener.local_addr().map_err(|error| failed(&error))?;
        Ok(Self { runtime, listener, address, patience: PATIENCE })
    }

    /// Answers until Ctrl-C is pressed, and first calls a function with its address. The page starts with the flags `start`.
    pub(crate) fn run(
        self,
        start: &Flags,
        announce: impl FnOnce(&str) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let guard = (Guard::new(self.address.port()), self.patience);
        let router = router(guard, start);
        let url = format!("http://{}/", self.address);
        // Sends an answer at once, without waiting for more data.
        let listener = self.listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let outcome = self.runtime.block_on(async {
            let ended = tokio::spawn(tokio::signal::ctrl_c());
            // From here on Ctrl-C is handled.
            tokio::task::yield_now().await;
            announce(&url)?;
            tokio::select! {
                outcome = axum::serve(listener, router).into_future() => outcome.map_err(|error| failed(&error)),
                _ = ended => Ok(()),
            }
        });
        self.runtime.shutdown_background();
        outcome
    }
}

fn failed(error: &io::Error) -> CliError {
    CliError::failed(format!("cannot serve the page: {error}"))
}

fn router(guard: (Guard, Duration), start: &Flags) -> Router {
    let html = files::html(start);
    let files = Router::new()
        .route("/", get(async move || answer::contents("text/html; charset=utf-8", html)))
        .route("/design.css", get(async || files::style()))
        .route("/chart.js", get(async || files::chart()))
        .route("/icon.svg", get(async || files::icon()))
        .route("/design/{name}", get(async |Path(name): Path<String>| files::module(&name).unwrap_or_else(nothing)));
    let answers = Arc::new(Semaphore::new(AT_A_TIME));
    files
        .route("/api/{verb}", post(reply).layer(DefaultBodyLimit::max(MOST_BYTES)))
        .route("/api/check", post(reply_to_file).layer(DefaultBodyLimit::max(config_file::MOST_BYTES)))
        .fallback(async || nothing())
        .with_state(answers)
        .layer(from_fn_with_state(guard, guarded))
}

fn nothing() -> Response<Body> {
    answer::refusal(StatusCode::NOT_FOUND, "not found")
}

/// Refuses requests from elsewhere, and those that take too long.
async fn guarded(State((guard, patience)): State<(Guard, Duration)>, request: Request, next: Next) -> Response<Body> {
    let mut response = match guard.refusal(&request) {
        Some(reason) => answer::refusal(StatusCode::FORBIDDEN, reason),
        None => tokio::time::timeout(patience, next.run(request))
            .await
            .unwrap_or_else(|_| answer::refusal(StatusCode::REQUEST_TIMEOUT, "this takes too long")),
    };
    protect(response.headers_mut());
    response
}

type Sent = Result<Bytes, BytesRejection>;

async fn reply(
    State(answers): State<Arc<Semaphore>>,
    Path(verb): Path<String>,
    RawQuery(query): RawQuery,
    body: Sent,
) -> Response<Body> {
    let answer: fn(&Asked, &Query) -> Result<Response<Body>, CliError> = match verb.as_str() {
        "view" => view::answer,
        "at" => point::answer,
        "convert" => code::answer,
        "export" => view::download,
        _ => return nothing(),
    };
    computed(answers, query, body, move |query, body| answer(&Asked::read(body)?, query)).await
}

async fn reply_to_file(State(answers): State<Arc<Semaphore>>, RawQuery(query): RawQuery, body: Sent) -> Response<Body> {
    computed(answers, query, body, check::answer).await
}

/// The answer to a request, when its turn comes.
async fn computed(
    answers: Arc<Semaphore>,
    query: Option<String>,
    body: Sent,
    answer: impl FnOnce(&Query, &[u8]) -> Result<Response<Body>, CliError> + Send + 'static,
) -> Response<Body> {
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let error = CliError::usage("the request is too long");
            return answer::failure(
                rejection.status(),
                &error.hint("start the page with it: sgdr design --config FILE"),
            );
        }
        Err(rejection) => return answer::refusal(rejection.status(), "the request cannot be read"),
    };
    // The permit lasts as long as the work does, even if the client has gone.
    let turn = answers.acquire_owned().await;
    let answered = tokio::task::spawn_blocking(move || {
        let outcome = answer(&Query::new(&query.unwrap_or_default()), &body);
        drop(turn);
        outcome.unwrap_or_else(|error| answer::failure(StatusCode::BAD_REQUEST, &error))
    });
    let internal = |_| answer::refusal(StatusCode::INTERNAL_SERVER_ERROR, "the answer could not be computed");
    answered.await.unwrap_or_else(internal)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::thread;

    use super::*;

    #[test]
    fn nobody_is_waited_for_longer_than_patience_lasts() {
        let server = Server { patience: Duration::from_millis(100), ..Server::listen(0).expect("a free port") };
        let address = server.address;
        thread::spawn(move || server.run(&Flags::new(), |_| Ok(())));
        let mut stream = TcpStream::connect(address).expect("it listens");
        // A request whose body never comes.
        write!(
            stream,
            "POST /api/view HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nContent-Length: 9\r\n\r\n"
        )
        .expect("it reads");
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).expect("it answers");
        assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 408");
    }
}
