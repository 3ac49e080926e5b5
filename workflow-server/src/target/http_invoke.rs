//! `http:invoke`: HTTP tasks.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either, select};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use http_body_util::Full;
use serde_json::{Map, Value, json};
use workflow_asl::{IntegrationPattern, Resource};
use workflow_engine::{Failure, HttpSecrets, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::Aws;
use super::client::{HttpError, HttpResponse};
use super::connection::Connection;
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
        progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        async move { self.invoke(&request.input, progress).await.map_err(TaskError::Failed) }.boxed()
    }
}

impl HttpTarget {
    async fn invoke(&self, parameters: &Value, progress: &dyn TaskProgress) -> Result<Payload, Failure> {
        let unusable = |reason: String| {
            let cause = format!("The Parameters '{parameters}' could not be used to start the Task: [{reason}]");
            Failure::new(Failure::RUNTIME, cause)
        };
        let connection = self.connection(parameters).map_err(unusable)?;
        let request = request(parameters, connection, self.0.region()).map_err(unusable)?;
        let protocol = request.uri().scheme_str().unwrap_or_default().to_owned();
        match progress.inspects_http() {
            Some(HttpSecrets::Revealed) => progress.http_requested(shown_request(&request)),
            Some(HttpSecrets::Hidden) => {
                let without_secrets = self::request(parameters, &Connection::default(), self.0.region());
                progress.http_requested(shown_request(&without_secrets.map_err(unusable)?));
            }
            None => {}
        }
        let sent = Box::pin(self.0.client.send(request.map(Full::from)));
        let response = match select(sent, Box::pin(self.0.options.clock.sleep(TIMEOUT))).await {
            Either::Left((Ok(response), _)) => response,
            Either::Left((Err(HttpError::TooLarge), _)) => return Err(Failure::result_too_large("http")),
            Either::Left((Err(HttpError::Broken(reason)), _)) => return Err(Failure::new(SOCKET, reason)),
            Either::Right(((), _)) => {
                return Err(Failure::new(
                    SOCKET,
                    format!("There was no response within {} seconds", TIMEOUT.as_secs()),
                ));
            }
        };
        if progress.inspects_http().is_some() {
            progress.http_responded(shown_response(&response, protocol));
        }
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
fn request(parameters: &Value, connection: &Connection, region: &str) -> Result<Request<String>, String> {
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
    let mut request = Request::builder().method(method).uri(address).body(body).map_err(|error| error.to_string())?;
    for (name, value) in headers {
        let name: HeaderName = name.parse().map_err(|_| format!("'{name}' is no name of a header"))?;
        let value = HeaderValue::from_str(&value).map_err(|_| format!("The header '{name}' has no usable value"))?;
        request.headers_mut().insert(name, value);
    }
    Ok(request)
}

fn shown_request(request: &Request<String>) -> workflow_engine::HttpRequest {
    workflow_engine::HttpRequest {
        protocol: request.uri().scheme_str().unwrap_or_default().to_owned(),
        method: request.method().to_string(),
        url: request.uri().to_string(),
        headers: shown_headers(request.headers()),
        body: Some(request.body().clone()).filter(|body| !body.is_empty()),
    }
}

fn shown_response(response: &HttpResponse, protocol: String) -> workflow_engine::HttpResponse {
    workflow_engine::HttpResponse {
        protocol,
        status_code: response.status.as_u16(),
        status_message: response.status.canonical_reason().unwrap_or_default().to_owned(),
        headers: shown_headers(&response.headers),
        body: Some(response.text()).filter(|body| !body.is_empty()),
    }
}

/// `[name: value, name: value]`, as `TestState` has it.
fn shown_headers(headers: &HeaderMap) -> String {
    let shown = headers.iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
    format!("[{}]", shown.collect::<Vec<_>>().join(", "))
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
mod tests;
