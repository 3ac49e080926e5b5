use workflow_engine::clock::{Clock, SkippingClock};
use workflow_engine::{Engine, EngineOptions, ExecutionIdentity, Targets, TestState};

use super::super::connection::Authorization;
use super::super::fixture::{Stub, answer, deserted, failure, run};
use super::super::{HttpClient, TargetOptions};
use super::*;

const INVOKE: &str = "arn:aws:states:::http:invoke";

fn target(connection: Connection) -> HttpTarget {
    let connections = std::iter::once(("c".to_owned(), connection)).collect();
    let options = TargetOptions { connections, ..TargetOptions::default() };
    HttpTarget(Arc::new(Aws { client: HttpClient::default(), options }))
}

/// The parameters of a task that sends this, in addition to what every one says.
fn parameters(address: &str, more: Value) -> Value {
    let mut parameters = json!({"ApiEndpoint": address, "Method": "POST", "Authentication": {"ConnectionArn": "c"}});
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    parameters
}

#[tokio::test]
async fn a_request_is_made_of_the_task_and_the_connection() {
    let stub = Stub::answering(answer("200 OK", &["Content-Type: text/plain", "X-A: 1", "X-A: 2"], "{\"a\": 1}")).await;
    let connection = Connection {
        authorization: Authorization::Basic { username: "u".to_owned(), password: "p".to_owned() },
        headers: vec![("X-Both".to_owned(), "connection".to_owned())],
        query_parameters: vec![("q".to_owned(), "c d".to_owned())],
        body_parameters: Map::from_iter([("z".to_owned(), json!(true))]),
    };
    let more = json!({"Headers": {"X-Both": "task", "X-Mine": 1}, "QueryParameters": {"a": ["1", "2"]}, "RequestBody": {"b": 1}});
    let result =
        run(&target(connection), INVOKE, parameters(&format!("{}/path?x=y", stub.address), more)).await.unwrap();
    assert_eq!(
        result.to_string(),
        concat!(
            r#"{"Headers":{"content-type":["text/plain"],"x-a":["1","2"],"content-length":["8"],"connection":["close"]},"#,
            r#""ResponseBody":{"a":1},"StatusCode":200,"StatusText":"OK"}"#
        )
    );
    let sent = &stub.sent()[0];
    assert!(sent.head.starts_with("POST /path?x=y&a=1&a=2&q=c%20d HTTP/1.1\n"), "{}", sent.head);
    assert_eq!(sent.body, r#"{"b":1,"z":true}"#);
    for (name, value) in [
        ("authorization", "Basic dTpw"),
        ("x-both", "connection"),
        ("x-mine", "1"),
        ("content-type", "application/json"),
        ("user-agent", "Amazon|StepFunctions|HttpInvoke|us-east-1"),
    ] {
        assert_eq!(sent.header(name), Some(value));
    }
}

#[tokio::test]
async fn a_body_is_encoded_as_asked() {
    let form = json!({"Content-Type": "application/x-www-form-urlencoded"});
    for (more, body) in [
        (json!({}), ""),
        (json!({"RequestBody": "text"}), "\"text\""),
        (json!({"RequestBody": "text", "Headers": {"Content-Type": "text/plain"}}), "text"),
        (
            json!({"RequestBody": {"a": [1]}, "Headers": form, "Transform": {"RequestBodyEncoding": "URL_ENCODED"}}),
            "a%5B0%5D=1",
        ),
        (
            json!({"RequestBody": {"a": [1, 2]}, "Headers": form, "Transform": {
                "RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": "COMMAS"}
            }}),
            "a=1,2",
        ),
    ] {
        let stub = Stub::answering(answer("204 No Content", &[], "")).await;
        let result = run(&target(Connection::default()), INVOKE, parameters(&stub.address, more)).await.unwrap();
        assert_eq!((stub.sent()[0].body.as_str(), &result["StatusText"]), (body, &json!("No Content")));
    }
}

#[tokio::test]
async fn a_status_that_is_no_success_is_an_error() {
    for (status, error) in [
        ("404 Not Found", "States.Http.StatusCode.404"),
        ("302 Found", "States.Http.StatusCode.302"),
        ("503 Service Unavailable", "States.Http.StatusCode.503"),
    ] {
        let stub = Stub::answering(answer(status, &["Location: /"], "no")).await;
        let failed = failure(run(&target(Connection::default()), INVOKE, parameters(&stub.address, json!({}))).await);
        assert_eq!(failed.name(), error);
        let cause: Value = serde_json::from_str(&failed.cause.unwrap()).unwrap();
        assert_eq!(cause["ResponseBody"], "no");
    }
}

#[tokio::test]
async fn without_an_answer_the_socket_has_failed() {
    let truncated = Stub::answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").await;
    let nonsense = Stub::answering("nonsense\r\n\r\n").await;
    for address in [truncated.address, nonsense.address, deserted().await, "ftp://x".to_owned()] {
        let failed = failure(run(&target(Connection::default()), INVOKE, parameters(&address, json!({}))).await);
        assert_eq!(failed.name(), SOCKET, "{address}");
    }
}

#[tokio::test]
async fn a_slow_endpoint_is_a_socket_that_has_failed() {
    let stub = Stub::new(|_| None).await;
    let clock = SkippingClock::starting_at("2024-01-01T00:00:00Z".parse().unwrap());
    let connections = std::iter::once(("c".to_owned(), Connection::default())).collect();
    let options = TargetOptions { connections, clock: Clock::Skipping(Arc::clone(&clock)), ..TargetOptions::default() };
    let target = HttpTarget(Arc::new(Aws { client: HttpClient::default(), options }));
    let failed = clock.drive(run(&target, INVOKE, parameters(&stub.address, json!({})))).await;
    assert_eq!(failure(failed), Failure::new(SOCKET, "There was no response within 60 seconds"));
}

#[tokio::test]
async fn a_response_that_is_too_long_is_refused() {
    for length in [workflow_engine::MAX_PAYLOAD, super::super::client::MAX_BODY + 1] {
        let stub = Stub::answering(answer("200 OK", &[], &"a".repeat(length))).await;
        let failed = failure(run(&target(Connection::default()), INVOKE, parameters(&stub.address, json!({}))).await);
        assert_eq!(failed.name(), Failure::DATA_LIMIT_EXCEEDED);
    }
}

#[tokio::test]
async fn parameters_that_cannot_be_used_are_named() {
    for (parameters, reason) in [
        (json!({}), "\"Authentication.ConnectionArn\" is required"),
        (json!({"Authentication": {"ConnectionArn": "d"}}), "No connection 'd' is configured"),
        (json!({"Authentication": {"ConnectionArn": "c"}}), "\"Method\" is required"),
        (parameters("http://x", json!({"Headers": {"a b": "c"}})), "'a b' is no name of a header"),
        (
            parameters("http://x", json!({"Transform": {"RequestBodyEncoding": "URL_ENCODED"}, "RequestBody": 1})),
            "must be an object",
        ),
        (parameters("not an address", json!({})), "invalid"),
    ] {
        let failed = failure(run(&target(Connection::default()), INVOKE, parameters).await);
        assert_eq!(failed.name(), Failure::RUNTIME);
        let cause = failed.cause.unwrap();
        assert!(cause.contains(reason), "{cause}");
    }
}

#[tokio::test]
async fn a_test_shows_what_was_asked_and_answered() {
    let stub = Stub::answering(answer("202 Accepted", &["X-A: 1"], "{}")).await;
    let connection = Connection {
        authorization: Authorization::ApiKey { name: "X-Key".to_owned(), value: "secret".to_owned() },
        query_parameters: vec![("q".to_owned(), "secret".to_owned())],
        ..Connection::default()
    };
    let engine = Engine::new(EngineOptions { targets: Targets::new().with(target(connection)), ..Default::default() });
    let arguments = parameters(&stub.address, json!({"RequestBody": {"b": 1}}));
    let task =
        json!({"Type": "Task", "QueryLanguage": "JSONata", "Resource": INVOKE, "Arguments": arguments, "End": true});
    for reveal_secrets in [false, true] {
        let identity = ExecutionIdentity { role_arn: Some("role".into()), ..Default::default() };
        let test = TestState { definition: task.to_string(), reveal_secrets, identity, ..TestState::default() };
        let outcome = engine.test_state(test).await.unwrap();
        assert_eq!(outcome.output.unwrap()["StatusCode"], 202);
        let request = outcome.inspection.request.unwrap();
        assert_eq!(
            (&*request.protocol, &*request.method, request.body.as_deref()),
            ("http", "POST", Some(r#"{"b":1}"#))
        );
        let start = "[user-agent: Amazon|StepFunctions|HttpInvoke|us-east-1, range: bytes=0-262144";
        let (url, headers) = if reveal_secrets {
            (format!("{}/?q=secret", stub.address), format!("{start}, x-key: secret, content-type: application/json]"))
        } else {
            (format!("{}/", stub.address), format!("{start}, content-type: application/json]"))
        };
        assert_eq!((request.url, request.headers), (url, headers));
        let response = outcome.inspection.response.unwrap();
        assert_eq!((response.status_code, &*response.status_message), (202, "Accepted"));
        assert_eq!((&*response.protocol, response.body.as_deref()), ("http", Some("{}")));
        assert_eq!(response.headers, "[x-a: 1, content-length: 2, connection: close]");
    }
}
