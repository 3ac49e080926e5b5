//! Lambda functions over HTTP.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use percent_encoding::utf8_percent_encode;
use serde_json::Value;
use workflow_asl::{IntegrationPattern, Resource};
use workflow_engine::{
    Failure, LambdaFunction, LambdaResponse, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget,
};

use super::Aws;
use super::client::HttpResponse;
use super::failures::{OptimisedNames, ServiceError, no_answer};
use super::form::ENCODED;
use super::metadata::{HeaderNames, Metadata, new_request_id};

/// Lambda's names in failures.
const NAMES: OptimisedNames =
    OptimisedNames { prefix: "Lambda", service: "AWSLambda", exception: "AWSLambdaException" };

/// The exceptions of `Invoke` in Lambda's service model, without those of the set-up of a function's network, which
/// the wildcards below take.
const EXCEPTIONS: [&str; 16] = [
    "InvalidParameterValueException",
    "InvalidRequestContentException",
    "InvalidRuntimeException",
    "InvalidZipFileException",
    "NoPublishedVersionException",
    "RecursiveInvocationException",
    "RequestTooLargeException",
    "ResourceConflictException",
    "ResourceNotFoundException",
    "ResourceNotReadyException",
    "RuntimeAliasDeletedException",
    "RuntimeVersionDeletedException",
    "SerializedRequestEntityTooLargeException",
    "ServiceException",
    "TooManyRequestsException",
    "UnsupportedMediaTypeException",
];

/// The service's other exceptions, by what their names begin with.
const EXCEPTION_PREFIXES: [&str; 6] = ["EC2", "EFS", "ENI", "KMS", "SnapStart", "InvalidS"];

/// Lambda functions behind an endpoint that speaks the Lambda API: the ARN of a function as resource, and
/// `lambda:invoke` with or without `.waitForTaskToken`.
///
/// The endpoint is given the function's name, with the version or alias as `Qualifier`; only AWS's own is given the
/// whole ARN, as the function may be another account's.
///
/// Without an endpoint there are no functions, so a task fails as it does on AWS when there is none of that name.
#[derive(Clone, Debug)]
pub(crate) struct LambdaTarget(pub(crate) Arc<Aws>);

impl TaskTarget for LambdaTarget {
    fn accepts(&self, resource: &Resource, _input: &Payload) -> bool {
        match resource {
            Resource::Lambda { .. } => true,
            Resource::Integration(of) => {
                let has_pattern =
                    matches!(of.pattern, IntegrationPattern::RequestResponse | IntegrationPattern::WaitForTaskToken);
                of.service == "lambda" && of.action == "invoke" && !of.is_aws_sdk && has_pattern
            }
            Resource::Activity { .. } | Resource::Other { .. } => false,
        }
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        _progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        async move {
            let result = match &*request.resource {
                Resource::Lambda { arn } => self.call(arn, &request.input).await,
                _ => self.invoke(&request.input).await,
            };
            result.map_err(|failure| TaskError::of_request(&request.resource, failure))
        }
        .boxed()
    }
}

impl LambdaTarget {
    /// A function that is named by its ARN: the input goes in and what it returns is the result.
    async fn call(&self, arn: &str, input: &Payload) -> Result<Payload, Failure> {
        let invocation = Invocation {
            function: arn,
            qualifier: LambdaFunction::parse(arn).qualifier,
            body: input.to_text(),
            invocation_type: None,
            log_type: None,
            client_context: None,
        };
        let response = self.send(&invocation).await?.ok_or_else(|| Failure::result_too_large(arn))?;
        if is_function_error(&response) {
            return Err(function_failure(&response, response.text()));
        }
        let result = Payload::from(returned(&response)?);
        if result.is_too_large() { Err(Failure::result_too_large(arn)) } else { Ok(result) }
    }

    /// `lambda:invoke`.
    async fn invoke(&self, parameters: &Value) -> Result<Payload, Failure> {
        let invocation = Invocation::of(parameters)?;
        let response = self.send(&invocation).await?.ok_or_else(|| Failure::result_too_large("lambda"))?;
        let payload = returned(&response)?;
        if is_function_error(&response) {
            return Err(function_failure(&response, payload.to_string()));
        }
        let result = invocation.response(&response, payload);
        if result.is_too_large() { Err(Failure::result_too_large("lambda")) } else { Ok(result) }
    }

    /// Sends an invocation; none if the answer is longer than any result may be.
    async fn send(&self, invocation: &Invocation<'_>) -> Result<Option<HttpResponse>, Failure> {
        let Some(endpoint) = self.0.endpoints().find("lambda") else {
            return Err(self.no_such_function(invocation));
        };
        let request = invocation.request(&endpoint).map_err(|reason| no_answer(NAMES.prefix, &reason))?;
        let response = match self.0.send_signed(request, invocation.body.as_bytes(), "lambda").await {
            Ok(response) => response,
            Err(super::client::HttpError::TooLarge) => return Ok(None),
            Err(error) => return Err(NAMES.unanswered(&error)),
        };
        if response.status.is_success() { Ok(Some(response)) } else { Err(refused(&response)) }
    }

    fn no_such_function(&self, invocation: &Invocation<'_>) -> Failure {
        let function = LambdaFunction::parse(invocation.function);
        // The cause names the version that would have run.
        let arn = if invocation.function.starts_with("arn:") {
            invocation.function.to_owned()
        } else {
            format!("arn:aws:lambda:{}:{}:function:{}", self.0.region(), self.0.account_id(), function.name)
        };
        let qualifier = invocation.qualifier.unwrap_or("$LATEST");
        let has_qualifier = invocation.function.starts_with("arn:") && function.qualifier.is_some();
        let arn = if has_qualifier { arn } else { format!("{arn}:{qualifier}") };
        let error = ServiceError {
            code: Some("ResourceNotFoundException".to_owned()),
            exception: None,
            message: Some(format!("Function not found: {arn}")),
            status: StatusCode::NOT_FOUND.as_u16(),
            request_id: new_request_id(),
        };
        NAMES.refused(&error, &is_exception)
    }
}

/// One request of the Lambda API's `Invoke`.
struct Invocation<'a> {
    function: &'a str,
    qualifier: Option<&'a str>,
    body: String,
    invocation_type: Option<&'a str>,
    log_type: Option<&'a str>,
    client_context: Option<&'a str>,
}

impl<'a> Invocation<'a> {
    /// Reads the parameters of `lambda:invoke`.
    fn of(parameters: &'a Value) -> Result<Self, Failure> {
        let text = |name: &str| -> Result<Option<&'a str>, Failure> {
            match parameters.get(name) {
                None | Some(Value::Null) => Ok(None),
                Some(Value::String(text)) => Ok(Some(text)),
                Some(_) => Err(unusable(parameters, &format!("The value for the field '{name}' must be a STRING"))),
            }
        };
        let function = text("FunctionName")?
            .ok_or_else(|| unusable(parameters, "The field \"FunctionName\" is required but was missing"))?;
        Ok(Self {
            function,
            qualifier: text("Qualifier")?.or(LambdaFunction::parse(function).qualifier),
            body: payload_text(parameters.get("Payload")),
            invocation_type: text("InvocationType")?,
            log_type: text("LogType")?,
            client_context: text("ClientContext")?,
        })
    }

    fn request(&self, endpoint: &str) -> Result<Request<Full<Bytes>>, String> {
        let is_aws = endpoint.ends_with(".amazonaws.com") || endpoint.ends_with(".amazonaws.com.cn");
        let name = if is_aws { self.function } else { LambdaFunction::parse(self.function).name };
        let name = utf8_percent_encode(name, ENCODED);
        let query = self.qualifier.map(|text| format!("?Qualifier={}", utf8_percent_encode(text, ENCODED)));
        let address = format!("{endpoint}/2015-03-31/functions/{name}/invocations{}", query.unwrap_or_default());
        let mut request =
            Request::builder().method(Method::POST).uri(address).header("Content-Type", "application/json");
        for (header, value) in [
            ("X-Amz-Invocation-Type", self.invocation_type),
            ("X-Amz-Log-Type", self.log_type),
            ("X-Amz-Client-Context", self.client_context),
        ] {
            if let Some(value) = value {
                request = request.header(header, HeaderValue::from_str(value).map_err(|error| error.to_string())?);
            }
        }
        request.body(Full::from(self.body.clone())).map_err(|error| error.to_string())
    }

    /// The result that AWS makes of a function's answer.
    fn response(&self, response: &HttpResponse, payload: Value) -> Payload {
        let is_run = response.status == StatusCode::OK;
        let log = (is_run && self.log_type == Some("Tail")).then(|| self.log(response));
        let mut given = vec![("x-amzn-Remapped-Content-Length", "0")];
        if is_run {
            given.push(("X-Amz-Executed-Version", "$LATEST"));
        }
        if let Some(log) = &log {
            given.push(("X-Amz-Log-Result", log));
        }
        let metadata = Metadata::of(response, &HeaderNames::LAMBDA, &given);
        let version = response.header("x-amz-executed-version").or(is_run.then_some("$LATEST"));
        LambdaResponse {
            executed_version: version.map(str::to_owned),
            payload,
            log_result: log,
            sdk_http_metadata: metadata.http,
            request_id: metadata.request_id,
            status_code: response.status.as_u16(),
        }
        .into_payload()
    }

    /// The log that `LogType` asks for. Where the endpoint keeps none, it is what the platform itself writes around
    /// the lines of any function.
    fn log(&self, response: &HttpResponse) -> String {
        if let Some(log) = response.header("x-amz-log-result") {
            return log.to_owned();
        }
        let id = super::metadata::request_id(response).unwrap_or_else(new_request_id);
        BASE64.encode(format!("START RequestId: {id} Version: $LATEST\nEND RequestId: {id}\n"))
    }
}

/// The body for a `Payload`: a string that is JSON is that JSON, any other value is written as JSON, and none is `{}`.
fn payload_text(payload: Option<&Value>) -> String {
    match payload {
        None | Some(Value::Null) => "{}".to_owned(),
        Some(Value::String(text)) if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// What the function returned: JSON, or text that is none.
fn returned(response: &HttpResponse) -> Result<Value, Failure> {
    match serde_json::from_slice(&response.body) {
        Ok(value) => Ok(value),
        Err(error) if error.to_string().starts_with("recursion limit") => {
            Err(Failure::new(Failure::RUNTIME, "The function returned JSON that is nested too deeply"))
        }
        Err(_) => Ok(Value::String(response.text())),
    }
}

fn is_function_error(response: &HttpResponse) -> bool {
    response.headers.contains_key("x-amz-function-error")
}

/// The failure of a function that has failed: its `errorType` is the error, its whole answer the cause.
fn function_failure(response: &HttpResponse, cause: String) -> Failure {
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    match body.get("errorType").and_then(Value::as_str) {
        Some(error) => Failure::new(error, cause),
        None => {
            let reason = "The cause could not be determined because Lambda did not return an error type. \
                          Returned payload: ";
            Failure::new(Failure::LAMBDA_UNKNOWN, format!("{reason}{cause}"))
        }
    }
}

/// The failure of a request that Lambda has refused.
fn refused(response: &HttpResponse) -> Failure {
    NAMES.refused(&ServiceError::of_json(response), &is_exception)
}

fn is_exception(name: &str) -> bool {
    EXCEPTIONS.contains(&name) || EXCEPTION_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// The failure of a task that cannot be started with its parameters.
fn unusable(parameters: &Value, reason: &str) -> Failure {
    let cause = format!("The Parameters '{parameters}' could not be used to start the Task: [{reason}]");
    Failure::new(Failure::RUNTIME, cause)
}

#[cfg(test)]
mod tests;
