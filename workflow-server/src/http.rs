//! The protocol of the API: AWS JSON 1.0, which is JSON over `POST /` with the operation in `X-Amz-Target`.
//!
//! Signatures are not looked at: whoever reaches the address may call it, so it should be one that nobody else reaches.
//!
//! A client has [`PATIENCE`] to send its head, again to send its body, of at most [`MAX_BODY`], and again to take any of
//! what is written to it. A connection costs a task and its buffers; when there are [`MAX_CONNECTIONS`], further clients wait until one is closed.

mod patient;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::post;
use futures_util::future::{Either, select};
use hyper::body::Body as _;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use workflow_engine::clock::real_sleep;

use crate::{ApiError, Service};
use patient::Patient;

/// How long a client may take to send the head of a request, to send its body, and to take any of a response.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// The size in bytes of the largest body: AWS takes requests of 1 MB, whose strings JSON may write longer.
pub const MAX_BODY: usize = 4 * 1024 * 1024;
/// How many connections there may be at a time.
pub const MAX_CONNECTIONS: usize = 4096;
/// How long a shutdown waits for requests that are being answered.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long to wait when the system has no connection to give, as when too many files are open.
const PAUSE: Duration = Duration::from_millis(50);

/// The media type of all bodies.
const JSON: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.0");
/// What operations are prefixed with in `X-Amz-Target`.
const TARGET_PREFIX: &str = "AWSStepFunctions.";

/// Serves the API at an address until `shutdown` is done; then requests that are being answered get 5 seconds.
///
/// ```
/// use tokio::net::TcpListener;
/// use workflow_server::{Service, ServiceOptions, serve};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let listener = TcpListener::bind("127.0.0.1:0").await?;
/// let shutdown = async { /* until Ctrl+C, say */ };
/// serve(listener, Service::new(ServiceOptions::default()), shutdown).await;
/// # Ok(())
/// # }
/// ```
pub async fn serve(listener: TcpListener, service: Service, shutdown: impl Future<Output = ()>) {
    serve_with(listener, service, shutdown, PATIENCE).await;
}

async fn serve_with(listener: TcpListener, service: Service, shutdown: impl Future<Output = ()>, patience: Duration) {
    let router = Router::new().route("/", post(answer)).with_state(Answering { service, patience });
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = std::pin::pin!(accept(&listener, &connections));
        let (stream, permit) = match select(next, shutdown.as_mut()).await {
            Either::Left((next, _)) => next,
            Either::Right(_) => break,
        };
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(patience)
            .serve_connection(TokioIo::new(Patient::new(stream, patience)), TowerToHyperService::new(router.clone()));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What is wrong with a connection is its client's business.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    select(std::pin::pin!(graceful.shutdown()), std::pin::pin!(real_sleep(FAREWELL))).await;
}

/// The next connection, once there may be one more.
async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> (tokio::net::TcpStream, Option<tokio::sync::OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there is always a permit.
    let permit = Arc::clone(connections).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are written at once, so there is nothing to wait for more of.
                let _ = stream.set_nodelay(true);
                return (stream, permit);
            }
            // The client has gone again.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(_) => real_sleep(PAUSE).await,
        }
    }
}

/// What answers requests.
#[derive(Clone)]
struct Answering {
    service: Service,
    patience: Duration,
}

async fn answer(State(answering): State<Answering>, request: Request) -> Result<Response<Body>, Infallible> {
    let result = match read(request, answering.patience).await {
        Ok((operation, request)) => answering.service.call(&operation, request).await,
        Err(error) => Err(error),
    };
    Ok(match result {
        Ok(response) => respond(StatusCode::OK, &response),
        Err(error) => {
            let mut body = Map::new();
            body.insert("__type".to_owned(), Value::from(error.type_name()));
            if !error.message.is_empty() {
                body.insert("message".to_owned(), Value::from(error.message));
            }
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            respond(status, &Value::Object(body))
        }
    })
}

/// The operation and its parameters.
async fn read(request: Request, patience: Duration) -> Result<(String, Value), ApiError> {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
    let operation = target.and_then(|target| target.strip_prefix(TARGET_PREFIX)).unwrap_or_default().to_owned();
    let body = request.into_body();
    // One that says how long it is need not be waited for.
    if body.size_hint().lower() > MAX_BODY as u64 {
        return Err(unread());
    }
    let body = std::pin::pin!(to_bytes(body, MAX_BODY));
    let body: Bytes = match select(body, std::pin::pin!(real_sleep(patience))).await {
        Either::Left((body, _)) => body.map_err(|_| unread())?,
        Either::Right(_) => {
            let message = "The body was sent too slowly";
            return Err(ApiError { status: 408, ..ApiError::new("RequestTimeoutException", message) });
        }
    };
    if body.is_empty() {
        return Ok((operation, Value::Object(Map::new())));
    }
    let request = serde_json::from_slice(&body).map_err(|_| ApiError::serialization(""))?;
    Ok((operation, request))
}

fn unread() -> ApiError {
    let message = format!("The body was not sent completely, or is longer than {MAX_BODY} bytes");
    ApiError { status: 413, ..ApiError::new("RequestEntityTooLargeException", message) }
}

fn respond(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    let id = uuid::Uuid::new_v4().to_string();
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;
    use crate::ServiceOptions;

    /// What a server that has little patience answers to something that is not a whole request.
    async fn answer_to(part: &str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = Service::new(ServiceOptions::default());
        let serving = serve_with(listener, service, std::future::pending(), Duration::from_millis(20));
        let client = async {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(part.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            answer
        };
        match select(std::pin::pin!(serving), std::pin::pin!(client)).await {
            Either::Left(_) => unreachable!("nobody stops it"),
            Either::Right((answer, _)) => answer,
        }
    }

    #[tokio::test]
    async fn a_client_that_does_not_go_on_is_let_go() {
        assert_eq!(answer_to("").await, "");
        assert_eq!(answer_to("POST / HT").await, "");
        let answer = answer_to("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{").await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
}
