//! `http:invoke`: HTTP tasks.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either, select};
use http::{HeaderName, HeaderValue, Method, Request};
use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::{Map, Value, json};
use workflow_asl::{IntegrationPattern, Resource};
use workflow_engine::{Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::Aws;
use super::client::{HttpError, HttpResponse};
use super::connection::Connection;
use super::failures::result_too_large;
use super::form::{self, ArrayFormat};
use super::service::limited;

/// How long an HTTP task may take.
///
/// See "Quotas related to HTTP Task" in the AWS developer guide.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The error of a request without an answer.
const SOCKET: &str = "States.Http.Socket";

/// HTTP tasks. Unlike on AWS they may use plain HTTP and any address, this machine's too.
///
/// A redirect is not followed. The cause of a refused request is the response, as the result would have it.
///
/// See "Call HTTPS APIs in Step Functions workflows" in the AWS developer guide.
pub(crate) struct HttpTarget(pub(crate) Arc<Aws>);

impl TaskTarget for HttpTarget {
    fn accepts(&self, resource: &Resource, _input: &Payload) -> bool {
        let Resource::Integration(of) = resource else { return false };
        of.service == "http"
            && of.action == "invoke"
            && !of.is_aws_sdk
            && of.pattern == IntegrationPattern::RequestResponse
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        _progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        async move { self.invoke(&request.input).await.map_err(TaskError::Failed) }.boxed()
    }
}

impl HttpTarget {
    async fn invoke(&self, parameters: &Value) -> Result<Payload, Failure> {
        let unusable = |reason: String| {
            let cause = format!("The Parameters '{parameters}' could not be used to start the Task: [{reason}]");
            Failure::new(Failure::RUNTIME, cause)
        };
        let connection = self.connection(parameters).map_err(unusable)?;
        let request = request(parameters, connection, self.0.region()).map_err(unusable)?;
        let sent = Box::pin(self.0.client.send(request));
        let response = match select(sent, Box::pin(self.0.options.clock.sleep(TIMEOUT))).await {
            Either::Left((Ok(response), _)) => response,
            Either::Left((Err(HttpError::TooLarge), _)) => return Err(result_too_large("http")),
            Either::Left((Err(HttpError::Broken(reason)), _)) => return Err(Failure::new(SOCKET, reason)),
            Either::Right(((), _)) => {
                return Err(Failure::new(
                    SOCKET,
                    format!("There was no response within {} seconds", TIMEOUT.as_secs()),
                ));
            }
        };
        let is_success = response.status.is_success();
        let result = limited(result(&response), "http")?;
        if is_success {
            return Ok(result);
        }
        Err(Failure::new(format!("States.Http.StatusCode.{}", response.status.as_u16()), result.to_text()))
    }

    /// The connection that the task names.
    fn connection(&self, parameters: &Value) -> Result<&Connection, String> {
        let arn = ["Authentication", "InvocationConfig"]
            .into_iter()
            .find_map(|field| parameters.get(field)?.get("ConnectionArn")?.as_str())
            .ok_or("The field \"Authentication.ConnectionArn\" is required but was missing")?;
        let connections = &self.0.options.connections;
        connections.get(arn).ok_or_else(|| format!("No connection '{arn}' is configured"))
    }
}

/// The request that the parameters and the connection make together. What both have is the connection's.
fn request(parameters: &Value, connection: &Connection, region: &str) -> Result<Request<Full<Bytes>>, String> {
    let text = |name: &str| {
        let text = parameters.get(name).and_then(Value::as_str);
        text.ok_or_else(|| format!("The field \"{name}\" is required but was missing"))
    };
    let method = Method::from_bytes(text("Method")?.as_bytes()).map_err(|error| error.to_string())?;
    let mut address = text("ApiEndpoint")?.to_owned();
    let query = query(parameters, connection);
    if !query.is_empty() {
        address = format!("{address}{}{query}", if address.contains('?') { '&' } else { '?' });
    }
    let mut headers: Vec<(String, String)> = vec![
        ("User-Agent".to_owned(), format!("Amazon|StepFunctions|HttpInvoke|{region}")),
        ("Range".to_owned(), format!("bytes=0-{}", workflow_engine::MAX_PAYLOAD)),
    ];
    let given = parameters.get("Headers").and_then(Value::as_object);
    headers.extend(given.into_iter().flatten().map(|(name, value)| (name.clone(), form::text(value))));
    headers.extend(connection.headers.iter().cloned());
    headers.extend(connection.authorization.header());

    let content_type = headers.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let body = body(parameters, connection, content_type.map(|(_, value)| value.as_str()))?;
    if content_type.is_none() && !body.is_empty() {
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    }
    let mut request =
        Request::builder().method(method).uri(address).body(Full::from(body)).map_err(|error| error.to_string())?;
    for (name, value) in headers {
        let name: HeaderName = name.parse().map_err(|_| format!("'{name}' is no name of a header"))?;
        let value = HeaderValue::from_str(&value).map_err(|_| format!("The header '{name}' has no usable value"))?;
        request.headers_mut().insert(name, value);
    }
    Ok(request)
}

fn query(parameters: &Value, connection: &Connection) -> String {
    let given = parameters.get("QueryParameters").and_then(Value::as_object).cloned();
    let mut members = given.unwrap_or_default();
    for (name, value) in &connection.query_parameters {
        members.insert(name.clone(), Value::from(value.as_str()));
    }
    form::encode(&members, ArrayFormat::Repeat)
}

/// The body's text; none is empty.
fn body(parameters: &Value, connection: &Connection, content_type: Option<&str>) -> Result<String, String> {
    let mut body = parameters.get("RequestBody").cloned().unwrap_or_default();
    if !connection.body_parameters.is_empty() {
        let mut members = match body {
            Value::Object(members) => members,
            Value::Null => Map::new(),
            _ => return Err("The connection adds to \"RequestBody\", which must be an object".to_owned()),
        };
        members.extend(connection.body_parameters.clone());
        body = Value::Object(members);
    }
    let transform = parameters.get("Transform");
    let encoding = transform.and_then(|transform| transform.get("RequestBodyEncoding")).and_then(Value::as_str);
    match (encoding, body) {
        (_, Value::Null) => Ok(String::new()),
        (None | Some("NONE"), Value::String(text)) if content_type.is_some_and(|of| !of.contains("json")) => Ok(text),
        (None | Some("NONE"), body) => Ok(body.to_string()),
        (Some("URL_ENCODED"), Value::Object(members)) => {
            let options = transform.and_then(|transform| transform.get("RequestEncodingOptions"));
            let format = options.and_then(|options| options.get("ArrayFormat")).and_then(Value::as_str);
            let format = match format {
                Some(format) => ArrayFormat::parse(format).ok_or_else(|| format!("'{format}' is no ArrayFormat"))?,
                None => ArrayFormat::default(),
            };
            Ok(form::encode(&members, format))
        }
        (Some("URL_ENCODED"), _) => Err("\"RequestBody\" must be an object to be URL-encoded".to_owned()),
        (Some(other), _) => Err(format!("'{other}' is no RequestBodyEncoding")),
    }
}

/// `Headers`, `ResponseBody`, `StatusCode` and `StatusText`.
fn result(response: &HttpResponse) -> Value {
    let mut headers = Map::new();
    for name in response.headers.keys() {
        let values = response.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        headers.insert(name.to_string(), values.map(|value| Value::from(value.into_owned())).collect());
    }
    let body = serde_json::from_slice(&response.body).unwrap_or_else(|_| Value::String(response.text()));
    json!({
        "Headers": headers,
        "ResponseBody": body,
        "StatusCode": response.status.as_u16(),
        "StatusText": response.status.canonical_reason().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use workflow_engine::clock::{Clock, SkippingClock};

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
        let mut parameters =
            json!({"ApiEndpoint": address, "Method": "POST", "Authentication": {"ConnectionArn": "c"}});
        parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parameters
    }

    #[tokio::test]
    async fn a_request_is_made_of_the_task_and_the_connection() {
        let stub =
            Stub::answering(answer("200 OK", &["Content-Type: text/plain", "X-A: 1", "X-A: 2"], "{\"a\": 1}")).await;
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
            let failed =
                failure(run(&target(Connection::default()), INVOKE, parameters(&stub.address, json!({}))).await);
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
        let options =
            TargetOptions { connections, clock: Clock::Skipping(Arc::clone(&clock)), ..TargetOptions::default() };
        let target = HttpTarget(Arc::new(Aws { client: HttpClient::default(), options }));
        let failed = clock.drive(run(&target, INVOKE, parameters(&stub.address, json!({})))).await;
        assert_eq!(failure(failed), Failure::new(SOCKET, "There was no response within 60 seconds"));
    }

    #[tokio::test]
    async fn a_response_that_is_too_long_is_refused() {
        for length in [workflow_engine::MAX_PAYLOAD, super::super::client::MAX_BODY + 1] {
            let stub = Stub::answering(answer("200 OK", &[], &"a".repeat(length))).await;
            let failed =
                failure(run(&target(Connection::default()), INVOKE, parameters(&stub.address, json!({}))).await);
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
}
