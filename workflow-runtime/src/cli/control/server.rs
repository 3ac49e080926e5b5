//! The run's end of the conversation.

use super::{LIMIT, Request, Response};
use crate::{CallbackError, Callbacks, Failure};
use std::net::{Ipv4Addr, TcpListener as Socket};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{RwLock, Semaphore};
use workflow_engine::clock::real_sleep;

/// How long one connection may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many connections are served at a time; others wait.
const CONNECTIONS: usize = 64;

/// Listens for answers to callbacks, once there is one to answer.
#[derive(Clone)]
pub(crate) struct Control(Arc<Server>);

struct Server {
    callbacks: Callbacks,
    tokio: Handle,
    port: OnceLock<Option<u16>>,
    patience: Duration,
    connections: Arc<Semaphore>,
    /// Held for reading while something is answered.
    answering: RwLock<()>,
}

impl Control {
    /// Has to be made in a tokio runtime.
    pub(crate) fn new(callbacks: Callbacks) -> Self {
        Control::with_patience(callbacks, PATIENCE)
    }

    fn with_patience(callbacks: Callbacks, patience: Duration) -> Self {
        Control(Arc::new(Server {
            callbacks,
            tokio: Handle::current(),
            port: OnceLock::new(),
            patience,
            connections: Arc::new(Semaphore::new(CONNECTIONS)),
            answering: RwLock::new(()),
        }))
    }

    /// What tokens say of where they are answered. Nothing, where no port can be had: then they can only be answered
    /// by the tasks themselves.
    pub(crate) fn address(&self) -> impl Fn() -> Option<String> + Send + Sync + 'static {
        let control = self.clone();
        move || control.port().map(|port| port.to_string())
    }

    fn port(&self) -> Option<u16> {
        *self.0.port.get_or_init(|| self.listen().ok())
    }

    fn listen(&self) -> std::io::Result<u16> {
        let socket = Socket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        let _entered = self.0.tokio.enter();
        let listener = TcpListener::from_std(socket)?;
        let port = listener.local_addr()?.port();
        tokio::spawn(accept(Arc::clone(&self.0), listener));
        Ok(port)
    }

    /// Waits until those have heard back whose answer may be what ended the run.
    pub(crate) async fn close(&self) {
        let _answered = self.0.answering.write().await;
    }
}

async fn accept(server: Arc<Server>, listener: TcpListener) {
    while let Ok(permit) = Arc::clone(&server.connections).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, most likely: not for long, it is hoped.
            real_sleep(Duration::from_millis(100)).await;
            continue;
        };
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let _permit = permit;
            tokio::select! {
                // Who breaks off has nothing more to be told.
                _ = server.serve(stream) => {}
                () = real_sleep(server.patience) => {}
            }
        });
    }
}

impl Server {
    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let (reader, mut writer) = stream.split();
        let mut reader = BufReader::new(reader).take(LIMIT as u64 + 1);
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).await?;
        let _answering = self.answering.read().await;
        let mut response = serde_json::to_vec(&self.answer(&line))?;
        response.push(b'\n');
        writer.write_all(&response).await?;
        writer.shutdown().await?;
        drop(_answering);
        // A socket that is closed before all that was sent has been read takes the answer back.
        reader.set_limit(LIMIT as u64);
        tokio::io::copy(&mut reader, &mut tokio::io::sink()).await?;
        Ok(())
    }

    fn answer(&self, line: &[u8]) -> Response {
        if line.len() > LIMIT {
            return Response::Refused { reason: "RequestTooLarge: a request has at most 1 MiB".to_owned() };
        }
        match serde_json::from_slice(line) {
            Ok(request) => self.handle(request).map_or_else(refused, |()| Response::Done),
            Err(error) => Response::Refused { reason: format!("ValidationException: {error}") },
        }
    }

    fn handle(&self, request: Request) -> Result<(), CallbackError> {
        match request {
            Request::Success { task_token, output } => self.callbacks.complete(&task_token, output),
            Request::Failure { task_token, error, cause } => {
                self.callbacks.fail(&task_token, Failure { error, cause: cause.unwrap_or_default() })
            }
            Request::Heartbeat { task_token } => self.callbacks.heartbeat(&task_token),
        }
    }
}

fn refused(error: CallbackError) -> Response {
    Response::Refused { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn connected(control: &Control) -> TcpStream {
        TcpStream::connect((Ipv4Addr::LOCALHOST, control.port().unwrap())).await.unwrap()
    }

    #[tokio::test]
    async fn patience_ends() {
        let control = Control::with_patience(Callbacks::default(), Duration::ZERO);
        let mut stream = connected(&control).await;
        let mut answer = Vec::new();
        // Closed or reset, as the system sees it; the point is that it ends.
        let _ = stream.read_to_end(&mut answer).await;
        assert_eq!(answer, b"");
        control.close().await;
    }

    #[tokio::test]
    async fn nothing_listens_before_there_is_a_token() {
        let control = Control::new(Callbacks::default());
        assert_eq!(control.0.port.get(), None);
        let address = control.address();
        assert_eq!(address(), control.port().map(|port| port.to_string()));
        assert_eq!(address(), address());
    }

    #[tokio::test]
    async fn a_request_without_a_newline_ends_with_the_stream() {
        let control = Control::new(Callbacks::default());
        let mut stream = connected(&control).await;
        stream.write_all(br#"{"action":"SendTaskHeartbeat","taskToken":"x"}"#).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer, "{\"result\":\"refused\",\"reason\":\"TaskDoesNotExist: no task has this token\"}\n");
    }
}
