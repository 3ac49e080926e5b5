//! A stand-in for the services of tests.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use workflow_asl::Resource;
use workflow_engine::{Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::client::HttpClient;
use super::{Aws, Endpoints, TargetOptions};

/// A request that the stand-in was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The first line and the headers, in lower case but for the first line.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A server on a port of its own, for as long as the test's runtime lives.
pub(crate) struct Stub {
    pub(crate) address: String,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Stub {
    /// One that always answers with these bytes, and closes the connection.
    pub(crate) async fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::new(move |_| Some(bytes.clone())).await
    }

    /// One whose answer depends on the request; none leaves it waiting.
    pub(crate) async fn new(answer: impl Fn(&Sent) -> Option<Vec<u8>> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let sent = Arc::new(Mutex::new(Vec::new()));
        let requests = Arc::clone(&sent);
        tokio::spawn(async move {
            let mut waiting = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                let bytes = answer(&request);
                requests.lock().unwrap().push(request);
                match bytes {
                    Some(bytes) => drop(stream.write_all(&bytes).await),
                    None => waiting.push(stream),
                }
            }
        });
        Self { address, sent }
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// What the target was to ask of it, for a service.
    pub(crate) fn aws(&self, service: &str) -> Arc<Aws> {
        aws(Endpoints::default().with(service, &self.address))
    }
}

async fn read(stream: &mut TcpStream) -> Sent {
    let mut bytes = Vec::new();
    let head_length = loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        bytes.extend_from_slice(&part[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        assert_ne!(count, 0, "the request has no end");
    };
    let head = String::from_utf8(bytes[..head_length].to_vec()).unwrap().replace("\r\n", "\n");
    let mut sent = Sent { head, body: String::new() };
    let length: usize = sent.header("content-length").map_or(0, |length| length.parse().unwrap());
    while bytes.len() < head_length + length {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        bytes.extend_from_slice(&part[..count]);
    }
    sent.body = String::from_utf8(bytes[head_length..].to_vec()).unwrap();
    sent
}

/// An answer of HTTP.
pub(crate) fn answer(status: &str, headers: &[&str], body: &str) -> Vec<u8> {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into()
}

/// An address where nobody listens.
pub(crate) async fn deserted() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

pub(crate) fn aws(endpoints: Endpoints) -> Arc<Aws> {
    Arc::new(Aws { client: HttpClient::default(), options: TargetOptions { endpoints, ..TargetOptions::default() } })
}

/// Keeps what a target says was submitted.
#[derive(Default)]
pub(crate) struct Progress(pub(crate) Mutex<Vec<Payload>>);

impl TaskProgress for Progress {
    fn submitted(&self, output: Payload) {
        self.0.lock().unwrap().push(output);
    }
}

pub(crate) fn request(resource: &str, input: Value) -> TaskRequest {
    TaskRequest {
        resource: Arc::new(Resource::parse(resource)),
        input: Payload::from(input),
        task_token: None,
        execution_arn: Arc::from("arn:aws:states:us-east-1:123456789012:execution:parent:e"),
        state_name: Arc::from("s"),
        entered_event_id: 2,
        attempt: 1,
        redrive_count: 0,
        timeout: None,
        credentials_role_arn: None,
    }
}

/// One attempt, by a target that accepts it.
pub(crate) async fn run(target: &impl TaskTarget, resource: &str, input: Value) -> Result<Value, TaskError> {
    let request = request(resource, input);
    assert!(target.accepts(&request.resource, &request.input), "{resource}");
    target.run(request, &Progress::default()).await.map(Payload::into_value)
}

/// The failure of an attempt that has failed.
pub(crate) fn failure(result: Result<Value, TaskError>) -> Failure {
    match result {
        Err(TaskError::Failed(failure)) => failure,
        other => panic!("not a failed task: {other:?}"),
    }
}

/// The failure, its request's id replaced.
pub(crate) fn without_id(failure: Failure) -> (String, String) {
    let cause = failure.cause.unwrap_or_default();
    let cause = match cause.split_once("Request ID: ") {
        Some((before, after)) => {
            let end = after.find([';', ')']).unwrap_or(after.len());
            format!("{before}Request ID: ID{}", &after[end..])
        }
        None => cause,
    };
    (failure.error.unwrap_or_default(), cause)
}
