//! The protocol over real connections.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use workflow_server::{MAX_BODY, Service, ServiceOptions, serve};

const ROLE: &str = "arn:aws:iam::123456789012:role/test";
const PASS: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"a": 1}, "End": true}}}"#;

/// A server, which stops when this is dropped.
struct Server {
    address: std::net::SocketAddr,
    _stop: oneshot::Sender<()>,
    stopped: tokio::task::JoinHandle<()>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopping) = oneshot::channel::<()>();
        let stopped = tokio::spawn(serve(listener, Service::new(ServiceOptions::default()), async {
            let _ = stopping.await;
        }));
        Self { address, _stop: stop, stopped }
    }

    async fn send(&self, head: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = format!("{head}host: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        // A server that has refused the request may not read it to its end.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Answer { head: head.to_ascii_lowercase(), body: serde_json::from_str(body).unwrap_or(Value::Null) }
    }

    async fn call(&self, operation: &str, request: Value) -> Answer {
        let head = format!("POST / HTTP/1.1\r\nx-amz-target: AWSStepFunctions.{operation}\r\n");
        self.send(&head, &request.to_string()).await
    }
}

struct Answer {
    head: String,
    body: Value,
}

#[tokio::test]
async fn an_execution_from_its_definition_to_its_history() {
    let server = Server::start().await;
    let created = server.call("CreateStateMachine", json!({"name": "A", "definition": PASS, "roleArn": ROLE})).await;
    assert!(created.head.starts_with("http/1.1 200"), "{}", created.head);
    assert!(created.head.contains("content-type: application/x-amz-json-1.0"));
    assert!(created.head.contains("x-amzn-requestid: "));
    let machine = &created.body["stateMachineArn"];
    assert_eq!(*machine, "arn:aws:states:us-east-1:123456789012:stateMachine:A");
    let seconds = created.body["creationDate"].as_f64().unwrap();
    assert!((1.7e9..1e10).contains(&seconds), "{seconds}");
    let started = server.call("StartExecution", json!({"stateMachineArn": machine, "name": "e"})).await;
    let execution = &started.body["executionArn"];
    assert_eq!(*execution, "arn:aws:states:us-east-1:123456789012:execution:A:e");
    let mut described = server.call("DescribeExecution", json!({"executionArn": execution})).await;
    while described.body["status"] == "RUNNING" {
        tokio::task::yield_now().await;
        described = server.call("DescribeExecution", json!({"executionArn": execution})).await;
    }
    assert_eq!(described.body["output"], r#"{"a":1}"#);
    let history = server.call("GetExecutionHistory", json!({"executionArn": execution})).await;
    let types: Vec<&str> =
        history.body["events"].as_array().unwrap().iter().filter_map(|event| event["type"].as_str()).collect();
    assert_eq!(types, ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]);
}

#[tokio::test]
async fn errors_are_those_of_the_protocol() {
    let server = Server::start().await;
    let error = server.call("DescribeExecution", json!({"executionArn": "x"})).await;
    assert!(error.head.starts_with("http/1.1 400"));
    assert_eq!(
        error.body,
        json!({"__type": "com.amazonaws.swf.service.v2.model#InvalidArn",
            "message": "Invalid Arn: 'Invalid ARN prefix: x'"})
    );
    let error = server.call("DescribeExecution", json!({})).await;
    assert_eq!(error.body["__type"], "com.amazon.coral.validate#ValidationException");
    let error = server.call("Nothing", json!({})).await;
    assert_eq!(error.body, json!({"__type": "com.amazon.coral.service#UnknownOperationException"}));
    let head = "POST / HTTP/1.1\r\nx-amz-target: AWSStepFunctions.ListActivities\r\n";
    for broken in ["{", "[]", "\u{0}", &"[".repeat(100_000), &"{\"a\":".repeat(100_000)] {
        let error = server.send(head, broken).await;
        assert_eq!(error.body["__type"], "com.amazon.coral.service#SerializationException");
    }
    assert_eq!(server.send(head, "").await.body, json!({"activities": []}));
    assert!(server.send("GET / HTTP/1.1\r\n", "").await.head.starts_with("http/1.1 405"));
    assert!(server.send("POST /x HTTP/1.1\r\n", "").await.head.starts_with("http/1.1 404"));
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let server = Server::start().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", MAX_BODY + 1);
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
}

#[tokio::test]
async fn clients_that_do_not_finish_keep_nobody_waiting() {
    let server = Server::start().await;
    let mut slow = Vec::new();
    for start in ["", "POST", "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{", "\u{16}\u{3}\u{1}garbage"] {
        for _ in 0..20 {
            let mut stream = TcpStream::connect(server.address).await.unwrap();
            stream.write_all(start.as_bytes()).await.unwrap();
            slow.push(stream);
        }
    }
    assert_eq!(server.call("ListActivities", json!({})).await.body, json!({"activities": []}));
    drop(slow);
    assert_eq!(server.call("ListActivities", json!({})).await.body, json!({"activities": []}));
}

#[tokio::test]
async fn a_shutdown_lets_idle_connections_go() {
    let Server { address, _stop, stopped } = Server::start().await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    let body = "{}";
    let head =
        "POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AWSStepFunctions.ListActivities\r\ncontent-length: 2\r\n\r\n";
    idle.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let mut start = [0; 12];
    idle.read_exact(&mut start).await.unwrap();
    drop(_stop);
    tokio::time::timeout(Duration::from_secs(30), stopped).await.expect("it stops").unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
