//! Lambda functions over HTTP.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use workflow_asl::{IntegrationPattern, Resource};
use workflow_engine::{
    Failure, LambdaFunction, LambdaResponse, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget,
};

use super::Aws;
use super::client::HttpResponse;
use super::failures::{OptimisedNames, ServiceError, no_answer, result_too_large};
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
        let response = self.send(&invocation).await?.ok_or_else(|| result_too_large(arn))?;
        if is_function_error(&response) {
            return Err(function_failure(&response, response.text()));
        }
        let result = Payload::from(returned(&response)?);
        if result.is_too_large() { Err(result_too_large(arn)) } else { Ok(result) }
    }

    /// `lambda:invoke`.
    async fn invoke(&self, parameters: &Value) -> Result<Payload, Failure> {
        let invocation = Invocation::of(parameters)?;
        let response = self.send(&invocation).await?.ok_or_else(|| result_too_large("lambda"))?;
        let payload = returned(&response)?;
        if is_function_error(&response) {
            return Err(function_failure(&response, payload.to_string()));
        }
        let result = invocation.response(&response, payload);
        if result.is_too_large() { Err(result_too_large("lambda")) } else { Ok(result) }
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
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
        let query = self.qualifier.map(|text| format!("?Qualifier={}", utf8_percent_encode(text, NON_ALPHANUMERIC)));
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
mod tests {
    use serde_json::json;

    use super::super::Endpoints;
    use super::super::fixture::{Stub, answer, aws, deserted, failure, request, run, without_id};
    use super::*;

    const ARN: &str = "arn:aws:lambda:us-east-1:111111111111:function:charge";
    const INVOKE: &str = "arn:aws:states:::lambda:invoke";

    async fn stub(bytes: Vec<u8>) -> (Stub, LambdaTarget) {
        let stub = Stub::answering(bytes).await;
        let target = LambdaTarget(stub.aws("lambda"));
        (stub, target)
    }

    #[tokio::test]
    async fn a_function_by_its_arn_returns_its_result() {
        let (stub, target) = stub(answer("200 OK", &[], r#"{"b": 1, "a": [2.0]}"#)).await;
        let result = run(&target, &format!("{ARN}:prod"), json!({"z": 1, "a": null})).await.unwrap();
        assert_eq!(result.to_string(), r#"{"b":1,"a":[2.0]}"#);
        let sent = &stub.sent()[0];
        assert!(sent.head.starts_with("POST /2015-03-31/functions/charge/invocations?Qualifier=prod HTTP/1.1\n"));
        assert_eq!(sent.body, r#"{"z":1,"a":null}"#);
        assert!(sent.header("authorization").unwrap().contains("/us-east-1/lambda/aws4_request"));
    }

    #[tokio::test]
    async fn an_invocation_is_wrapped_with_the_headers_of_aws() {
        let headers = [
            "X-Amz-Executed-Version: 7",
            "X-Amzn-Trace-Id: Root=1",
            "X-Amzn-Requestid: r",
            "Content-Type: application/json",
            "Server: stub",
            "Date: today",
        ];
        let (stub, target) = stub(answer("200 OK", &headers, r#"{"a": 1}"#)).await;
        let input = json!({"FunctionName": ARN, "Payload": {"x": 1}, "Qualifier": "q", "ClientContext": "e30="});
        let result = run(&target, INVOKE, input).await.unwrap();
        let expected = concat!(
            r#"{"ExecutedVersion":"7","Payload":{"a":1},"SdkHttpMetadata":{"AllHttpHeaders":{"#,
            r#""X-Amz-Executed-Version":["7"],"x-amzn-Remapped-Content-Length":["0"],"Connection":["close"],"#,
            r#""x-amzn-RequestId":["r"],"Content-Length":["8"],"Date":["today"],"X-Amzn-Trace-Id":["Root=1"],"#,
            r#""Content-Type":["application/json"]},"HttpHeaders":{"Connection":"close","Content-Length":"8","#,
            r#""Content-Type":"application/json","Date":"today","X-Amz-Executed-Version":"7","#,
            r#""x-amzn-Remapped-Content-Length":"0","x-amzn-RequestId":"r","X-Amzn-Trace-Id":"Root=1"},"#,
            r#""HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"r"},"StatusCode":200}"#
        );
        assert_eq!(result.to_string(), expected);
        let sent = &stub.sent()[0];
        assert!(sent.head.starts_with("POST /2015-03-31/functions/charge/invocations?Qualifier=q HTTP/1.1\n"));
        assert_eq!((sent.body.as_str(), sent.header("x-amz-client-context")), (r#"{"x":1}"#, Some("e30=")));
    }

    #[tokio::test]
    async fn a_payload_that_is_json_text_is_sent_as_it_is() {
        for (payload, body) in [
            (json!("\"HelloWorld\""), "\"HelloWorld\""),
            (json!("0.0"), "0.0"),
            (json!("plain"), "\"plain\""),
            (json!(""), "\"\""),
            (json!([1]), "[1]"),
            (json!(null), "{}"),
        ] {
            let (stub, target) = stub(answer("200 OK", &[], "null")).await;
            let result = run(&target, INVOKE, json!({"FunctionName": "charge", "Payload": payload})).await.unwrap();
            assert_eq!((stub.sent()[0].body.as_str(), &result["Payload"]), (body, &json!(null)));
        }
    }

    #[tokio::test]
    async fn an_event_has_no_result_and_a_tail_has_a_log() {
        let (stub, target) = stub(answer("202 Accepted", &[], "")).await;
        let input = json!({"FunctionName": "charge", "InvocationType": "Event"});
        let result = run(&target, INVOKE, input).await.unwrap();
        assert_eq!((&result["StatusCode"], &result["Payload"]), (&json!(202), &json!("")));
        assert_eq!(result.get("ExecutedVersion"), None);
        assert_eq!(stub.sent()[0].header("x-amz-invocation-type"), Some("Event"));

        for (headers, log) in [
            (["X-Amz-Log-Result: bG9n", "X-Amzn-Requestid: r"], "bG9n".to_owned()),
            (
                ["X-A: b", "X-Amzn-Requestid: r"],
                BASE64.encode("START RequestId: r Version: $LATEST\nEND RequestId: r\n"),
            ),
        ] {
            let (_stub, target) = self::stub(answer("200 OK", &headers, "1")).await;
            let result = run(&target, INVOKE, json!({"FunctionName": "charge", "LogType": "Tail"})).await.unwrap();
            assert_eq!(result["LogResult"], log);
            assert_eq!(result["SdkHttpMetadata"]["AllHttpHeaders"]["X-Amz-Log-Result"], json!([log]));
        }
    }

    #[tokio::test]
    async fn a_functions_error_is_its_type_and_its_response() {
        let body = r#"{"errorMessage": "no", "errorType": "Declined", "stackTrace": []}"#;
        let headers = ["X-Amz-Function-Error: Unhandled"];
        let (_stub, target) = stub(answer("200 OK", &headers, body)).await;
        let by_arn = failure(run(&target, ARN, json!({})).await);
        assert_eq!(by_arn, Failure::new("Declined", body));
        let invoked = failure(run(&target, INVOKE, json!({"FunctionName": "charge"})).await);
        assert_eq!(
            invoked,
            Failure::new("Declined", r#"{"errorMessage":"no","errorType":"Declined","stackTrace":[]}"#)
        );

        let (_stub, target) = stub(answer("200 OK", &headers, r#"{"errorMessage": "died"}"#)).await;
        let unknown = failure(run(&target, ARN, json!({})).await);
        assert_eq!(unknown.name(), "Lambda.Unknown");
        assert!(unknown.cause.unwrap().ends_with(r#"Returned payload: {"errorMessage": "died"}"#));
    }

    #[tokio::test]
    async fn what_the_service_refuses_is_worded_as_by_aws() {
        let refusal = |status, error, message: &str| answer(status, &[error, "x-amzn-RequestId: r"], message);
        for (bytes, error, cause) in [
            (
                refusal(
                    "404 Not Found",
                    "X-Amzn-ErrorType: ResourceNotFoundException:http://x",
                    r#"{"Message":"gone"}"#,
                ),
                "Lambda.ResourceNotFoundException",
                "gone (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ID; \
                 Proxy: null)",
            ),
            (
                refusal("429 Busy", "X-Amzn-ErrorType: TooManyRequestsException", r#"{"message":"Rate Exceeded."}"#),
                "Lambda.TooManyRequestsException",
                "Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; \
                 Request ID: ID; Proxy: null)",
            ),
            (
                refusal("403 No", "X-Amzn-ErrorType: AccessDeniedException", r#"{"Message":"no"}"#),
                "Lambda.AWSLambdaException",
                "no (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: ID; Proxy: null)",
            ),
            (
                refusal("502 Bad", "X: y", "<html>"),
                "Lambda.AWSLambdaException",
                "null (Service: AWSLambda; Status Code: 502; Error Code: null; Request ID: ID; Proxy: null)",
            ),
        ] {
            let (_stub, target) = stub(bytes).await;
            let failure = failure(run(&target, ARN, json!({})).await);
            assert_eq!(without_id(failure), (error.to_owned(), cause.to_owned()));
        }
    }

    #[tokio::test]
    async fn a_result_that_is_no_json_is_text() {
        let (_stub, target) = stub(answer("200 OK", &[], "plain")).await;
        assert_eq!(run(&target, ARN, json!({})).await, Ok(json!("plain")));
        let (_stub, target) = stub(answer("200 OK", &[], &"[".repeat(1000))).await;
        assert_eq!(failure(run(&target, ARN, json!({})).await).name(), Failure::RUNTIME);
    }

    #[tokio::test]
    async fn a_result_that_is_too_long_is_refused() {
        let cause = |task: &str| {
            format!(
                "The state/task '{task}' returned a result with a size exceeding the maximum number of bytes service limit."
            )
        };
        for length in [263_168, super::super::client::MAX_BODY + 1] {
            let (_stub, target) = stub(answer("200 OK", &[], &"a".repeat(length))).await;
            let by_arn = failure(run(&target, ARN, json!({})).await);
            assert_eq!(by_arn, Failure::new("States.DataLimitExceeded", cause(ARN)));
            let invoked = failure(run(&target, INVOKE, json!({"FunctionName": "charge"})).await);
            assert_eq!(invoked, Failure::new("States.DataLimitExceeded", cause("lambda")));
        }
    }

    #[tokio::test]
    async fn without_an_answer_the_client_has_failed() {
        let truncated = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\"".to_vec();
        for bytes in [truncated, b"nonsense\r\n\r\n".to_vec(), Vec::new()] {
            let (_stub, target) = stub(bytes).await;
            let failure = failure(run(&target, ARN, json!({})).await);
            assert_eq!(failure.name(), "Lambda.SdkClientException");
            assert!(failure.cause.unwrap().starts_with("Unable to execute HTTP request: "));
        }
        let target = LambdaTarget(aws(Endpoints::default().with("lambda", &deserted().await)));
        let refused = failure(run(&target, ARN, json!({})).await);
        assert_eq!(refused.name(), "Lambda.SdkClientException");
        assert!(refused.cause.unwrap().contains("refused"));
        let target = LambdaTarget(aws(Endpoints::default().with("lambda", "no address")));
        assert_eq!(failure(run(&target, ARN, json!({})).await).name(), "Lambda.SdkClientException");
    }

    #[tokio::test]
    async fn a_slow_function_is_dropped() {
        let stub = Stub::new(|_| None).await;
        let target = LambdaTarget(stub.aws("lambda"));
        let progress = super::super::fixture::Progress::default();
        let attempt = target.run(request(ARN, json!({})), &progress);
        let asked = async {
            while stub.sent().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            result = attempt => panic!("there is no answer: {result:?}"),
            () = asked => {}
        }
    }

    #[tokio::test]
    async fn without_an_endpoint_there_are_no_functions() {
        let target = LambdaTarget(aws(Endpoints::default()));
        let expected = |arn: &str| {
            let cause = format!(
                "Function not found: {arn} (Service: AWSLambda; Status Code: 404; Error Code: \
                 ResourceNotFoundException; Request ID: ID; Proxy: null)"
            );
            ("Lambda.ResourceNotFoundException".to_owned(), cause)
        };
        let by_arn = failure(run(&target, ARN, json!({})).await);
        assert_eq!(without_id(by_arn), expected(&format!("{ARN}:$LATEST")));
        let by_name = failure(run(&target, INVOKE, json!({"FunctionName": "charge:prod"})).await);
        assert_eq!(without_id(by_name), expected("arn:aws:lambda:us-east-1:123456789012:function:charge:prod"));
    }

    #[tokio::test]
    async fn parameters_that_cannot_be_used_are_named() {
        let target = LambdaTarget(aws(Endpoints::default()));
        let missing = failure(run(&target, INVOKE, json!({})).await);
        assert_eq!(missing.name(), Failure::RUNTIME);
        assert!(missing.cause.unwrap().contains("\"FunctionName\" is required"));
        let wrong = failure(run(&target, INVOKE, json!({"FunctionName": "f", "Qualifier": 1})).await);
        assert!(wrong.cause.unwrap().contains("'Qualifier' must be a STRING"));
    }

    #[test]
    fn other_resources_are_not_accepted() {
        let target = LambdaTarget(aws(Endpoints::default()));
        for resource in [
            "arn:aws:states:::lambda:invoke.sync",
            "arn:aws:states:::aws-sdk:lambda:invoke",
            "arn:aws:states:::sqs:sendMessage",
        ] {
            assert!(!target.accepts(&Resource::parse(resource), &json!({})), "{resource}");
        }
    }
}
