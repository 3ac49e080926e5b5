//! `states:startExecution`, and the rest of the Step Functions API as tasks.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::{Map, Value};
use workflow_asl::{Integration, IntegrationPattern, Resource};
use workflow_engine::{Execution, Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::Aws;
use super::client::HttpResponse;
use super::failures::{OptimisedNames, ServiceError, result_too_large, sdk_refused};
use super::metadata::{HeaderNames, Metadata, new_request_id};
use super::service::{CallError, call};
use super::services::{self, Service, Timestamps};

/// What tasks do with the server that they run in.
pub trait Executions: Send + Sync {
    /// One operation of the Step Functions API, such as `StartExecution`, with its request and response as JSON as they
    /// are on the wire.
    fn call<'a>(&'a self, operation: &'a str, request: Value) -> BoxFuture<'a, Result<Value, RefusedRequest>>;

    /// An execution that was started; none if there is none of that ARN.
    fn execution(&self, execution_arn: &str) -> Option<Execution>;
}

/// Why the server has refused a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRequest {
    /// The error code, such as `StateMachineDoesNotExist`.
    pub code: String,
    /// The message.
    pub message: String,
}

/// Step Functions' names in failures.
const NAMES: OptimisedNames =
    OptimisedNames { prefix: "StepFunctions", service: "AWSStepFunctions", exception: "AWSStepFunctionsException" };

/// How often an execution of another server is asked after, at most.
const POLL: std::time::Duration = std::time::Duration::from_secs(1);

/// `states:startExecution` in all its patterns, and `aws-sdk:sfn:*`.
///
/// Executions are started in the server that the task runs in, or in that of `STEP_FUNCTIONS_ENDPOINT`. One that a
/// `.sync` task waits for is stopped when the task is.
pub(crate) struct StepFunctionsTarget {
    pub(crate) aws: Arc<Aws>,
    pub(crate) executions: Arc<dyn Executions>,
}

impl TaskTarget for StepFunctionsTarget {
    fn accepts(&self, resource: &Resource, _input: &Payload) -> bool {
        let Resource::Integration(of) = resource else { return false };
        let has_sync = matches!(of.pattern, IntegrationPattern::Sync | IntegrationPattern::Sync2);
        if of.is_aws_sdk { of.service == "sfn" && !has_sync } else { is_start_execution(of) }
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        async move {
            let Resource::Integration(integration) = &*request.resource else {
                return Err(TaskError::Failed(Failure::named(Failure::RUNTIME)));
            };
            let Some(sfn) = services::find("sfn") else {
                return Err(TaskError::Failed(Failure::named(Failure::RUNTIME)));
            };
            let submission_failed = |failure| TaskError::of_request(&request.resource, failure);
            let parameters = request.input.clone().into_value();
            if integration.is_aws_sdk {
                return self.sdk_call(sfn, integration, parameters).await.map_err(submission_failed);
            }
            let started = self.start(sfn, parameters).await.map_err(submission_failed)?;
            if !matches!(integration.pattern, IntegrationPattern::Sync | IntegrationPattern::Sync2) {
                return Ok(started.result);
            }
            progress.submitted(started.result);
            self.wait(sfn, &started.execution_arn, integration.pattern).await.map_err(TaskError::Failed)
        }
        .boxed()
    }
}

fn is_start_execution(integration: &Integration) -> bool {
    integration.service == "states" && integration.action == "startExecution"
}

/// An execution that a task has started.
struct Started {
    execution_arn: String,
    /// The response, with its metadata.
    result: Payload,
}

impl StepFunctionsTarget {
    async fn sdk_call(&self, sfn: &Service, of: &Integration, parameters: Value) -> Result<Payload, Failure> {
        let request = wire_request(sfn, parameters)?;
        let operation = super::service::operation(&of.action);
        match self.call(sfn, &operation, request).await {
            Ok((value, _)) => {
                let result = Payload::from(sfn.from_wire(value, Timestamps::Iso8601));
                if result.is_too_large() { Err(result_too_large(&of.resource_type())) } else { Ok(result) }
            }
            Err(CallError::Refused(error)) => Err(sdk_refused(sfn.error_name, &error, &|name| sfn.has_exception(name))),
            Err(CallError::Unanswered(error)) => Err(super::failures::no_answer(sfn.error_name, &error)),
        }
    }

    async fn start(&self, sfn: &Service, parameters: Value) -> Result<Started, Failure> {
        let request = wire_request(sfn, parameters)?;
        let (value, response) = self.optimised(sfn, "StartExecution", request).await?;
        let execution_arn = value.get("executionArn").and_then(Value::as_str).unwrap_or_default().to_owned();
        let metadata = Metadata::of(&response, &HeaderNames::OTHERS, &[]);
        let result = metadata.add_to(sfn.from_wire(value, Timestamps::Milliseconds));
        Ok(Started { execution_arn, result: Payload::from(result) })
    }

    /// Waits until an execution is over. Dropped before, it stops it.
    async fn wait(&self, sfn: &'static Service, arn: &str, pattern: IntegrationPattern) -> Result<Payload, Failure> {
        let description = match self.own().and_then(|own| own.execution(arn)) {
            Some(execution) => {
                let stopped = execution.clone();
                let mut stop = OnDrop::new(async move { drop(stopped.stop(Failure::default()).await) });
                execution.ended().await;
                stop.disarm();
                self.describe(sfn, arn).await?
            }
            None => {
                let (aws, request) = (Arc::clone(&self.aws), named(arn));
                let mut stop = OnDrop::new(async move { drop(call(&aws, sfn, "StopExecution", request).await) });
                let description = self.poll(sfn, arn).await?;
                stop.disarm();
                description
            }
        };
        let is_succeeded = description.get("status").and_then(Value::as_str) == Some("SUCCEEDED");
        let description = description_result(sfn, description, pattern);
        if !is_succeeded {
            return Err(Failure::new(Failure::TASK_FAILED, description.to_string()));
        }
        let result = Payload::from(description);
        if result.is_too_large() { Err(result_too_large("states")) } else { Ok(result) }
    }

    /// Asks another server until an execution is over.
    async fn poll(&self, sfn: &Service, arn: &str) -> Result<Value, Failure> {
        loop {
            let description = self.describe(sfn, arn).await?;
            if description.get("status").and_then(Value::as_str) != Some("RUNNING") {
                return Ok(description);
            }
            self.aws.options.clock.sleep(POLL).await;
        }
    }

    async fn describe(&self, sfn: &Service, arn: &str) -> Result<Value, Failure> {
        Ok(self.optimised(sfn, "DescribeExecution", named(arn)).await?.0)
    }

    async fn optimised(
        &self,
        sfn: &Service,
        operation: &str,
        request: Value,
    ) -> Result<(Value, HttpResponse), Failure> {
        self.call(sfn, operation, request).await.map_err(|error| match error {
            CallError::Refused(error) => NAMES.refused(&error, &|name| sfn.has_exception(name)),
            CallError::Unanswered(reason) => super::failures::no_answer(NAMES.prefix, &reason),
        })
    }

    /// The server that the task runs in, unless another was configured.
    fn own(&self) -> Option<&dyn Executions> {
        self.aws.endpoints().find_own("sfn").is_none().then_some(&*self.executions)
    }

    async fn call(&self, sfn: &Service, operation: &str, request: Value) -> Result<(Value, HttpResponse), CallError> {
        let Some(own) = self.own() else { return call(&self.aws, sfn, operation, request).await };
        match own.call(operation, request).await {
            Ok(value) => {
                let response = self.own_response(&value);
                Ok((value, response))
            }
            Err(refused) => Err(CallError::Refused(ServiceError {
                code: Some(refused.code),
                exception: None,
                message: Some(refused.message),
                status: 400,
                request_id: new_request_id(),
            })),
        }
    }

    /// The response as it would have come over HTTP, for what results say of it.
    fn own_response(&self, value: &Value) -> HttpResponse {
        let date = self.aws.options.clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let headers = [
            ("x-amzn-requestid", new_request_id()),
            ("content-length", wire_length(value).to_string()),
            ("content-type", "application/x-amz-json-1.0".to_owned()),
            ("date", date),
        ];
        let headers = headers.into_iter().filter_map(|(name, value)| {
            Some((http::HeaderName::from_static(name), http::HeaderValue::from_str(&value).ok()?))
        });
        HttpResponse { status: http::StatusCode::OK, headers: headers.collect(), body: hyper::body::Bytes::new() }
    }
}

fn wire_request(sfn: &Service, parameters: Value) -> Result<Value, Failure> {
    sfn.to_wire(parameters).map_err(|member| super::service::unknown_member(sfn, &member))
}

/// The length of a response in bytes. AWS writes dates like `1.712345678901E9`.
fn wire_length(value: &Value) -> usize {
    const DATE_LENGTH: usize = 16;
    let length = value.to_string().len();
    match value.get("startDate") {
        Some(date) => length.saturating_sub(date.to_string().len()).saturating_add(DATE_LENGTH),
        None => length,
    }
}

/// What a `.sync` task gives, or has in its cause: the description of the execution, sorted, with `Input` and `Output`
/// parsed for `.sync:2`.
fn description_result(sfn: &Service, description: Value, pattern: IntegrationPattern) -> Value {
    const MEMBERS: [&str; 12] = [
        "Cause",
        "Error",
        "ExecutionArn",
        "Input",
        "InputDetails",
        "Name",
        "Output",
        "OutputDetails",
        "StartDate",
        "StateMachineArn",
        "Status",
        "StopDate",
    ];
    let Value::Object(mut description) = sfn.from_wire(description, Timestamps::Milliseconds) else {
        return Value::Null;
    };
    let members = MEMBERS.into_iter().filter_map(|name| {
        let value = description.remove(name)?;
        let is_parsed = pattern == IntegrationPattern::Sync2 && matches!(name, "Input" | "Output");
        let parsed = value.as_str().filter(|_| is_parsed).and_then(|text| serde_json::from_str(text).ok());
        Some((name.to_owned(), parsed.unwrap_or(value)))
    });
    Value::Object(members.collect())
}

/// The request of an operation on an execution.
fn named(execution_arn: &str) -> Value {
    Value::Object(Map::from_iter([("executionArn".to_owned(), Value::from(execution_arn))]))
}

/// What is still to be done when the task that waits for an execution is dropped: to stop it.
struct OnDrop(Option<BoxFuture<'static, ()>>);

impl OnDrop {
    fn new(stop: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(Some(stop.boxed()))
    }

    /// The execution is over.
    fn disarm(&mut self) {
        self.0 = None;
    }
}

impl Drop for OnDrop {
    fn drop(&mut self) {
        // Outside of a runtime nothing runs that could be stopped.
        if let (Some(stop), Ok(runtime)) = (self.0.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(stop);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::json;

    use super::super::Endpoints;
    use super::super::fixture::{Progress, Stub, answer, aws, failure, request, run, without_id};
    use super::*;

    const CHILD: &str = "arn:aws:states:us-east-1:123456789012:execution:m:child";
    const START: &str = "arn:aws:states:::states:startExecution";

    /// A server whose executions are over at once.
    struct Server {
        description: Value,
        calls: Mutex<Vec<(String, Value)>>,
    }

    impl Executions for Server {
        fn call<'a>(&'a self, operation: &'a str, request: Value) -> BoxFuture<'a, Result<Value, RefusedRequest>> {
            self.calls.lock().unwrap().push((operation.to_owned(), request));
            let refused =
                |code: &str, message: &str| Err(RefusedRequest { code: code.to_owned(), message: message.to_owned() });
            let result = match operation {
                "StartExecution" => Ok(json!({"executionArn": CHILD, "startDate": 1_712_345_678.901})),
                "DescribeExecution" => Ok(self.description.clone()),
                "SendTaskSuccess" => refused("InvalidToken", "Invalid Token: 'Invalid token'"),
                _ => refused("StateMachineDoesNotExist", "State Machine Does Not Exist: 'x'"),
            };
            std::future::ready(result).boxed()
        }

        fn execution(&self, _execution_arn: &str) -> Option<Execution> {
            None
        }
    }

    fn server(status: &str) -> (Arc<Server>, StepFunctionsTarget) {
        let description = json!({
            "executionArn": CHILD, "stateMachineArn": "m", "name": "child", "status": status,
            "startDate": 1_712_345_678.901, "stopDate": 1_712_345_679.0, "input": "{}",
            "inputDetails": {"included": true}, "output": "{\"a\":1}", "outputDetails": {"included": true},
            "redriveCount": 0, "redriveStatus": "NOT_REDRIVABLE"
        });
        let server = Arc::new(Server { description, calls: Mutex::default() });
        let executions: Arc<dyn Executions> = Arc::<Server>::clone(&server);
        (server, StepFunctionsTarget { aws: aws(Endpoints::default()), executions })
    }

    #[tokio::test]
    async fn a_request_gives_the_arn_and_the_metadata_of_a_response() {
        let (server, target) = server("SUCCEEDED");
        let input = json!({"StateMachineArn": "m", "Input": {"b": [1]}, "Name": "child"});
        let result = run(&target, START, input).await.unwrap();
        let members: Vec<&String> = result.as_object().unwrap().keys().collect();
        assert_eq!(members, ["ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate"]);
        assert_eq!((&result["ExecutionArn"], &result["StartDate"]), (&json!(CHILD), &json!(1_712_345_678_901_u64)));
        let headers = result["SdkHttpMetadata"]["HttpHeaders"].as_object().unwrap();
        let names: Vec<&String> = headers.keys().collect();
        assert_eq!(names, ["connection", "Content-Length", "Content-Type", "Date", "x-amzn-RequestId"]);
        let sent = format!(r#"{{"executionArn":"{CHILD}","startDate":1.712345678901E9}}"#);
        assert_eq!(headers["Content-Length"], sent.len().to_string());
        assert_eq!(headers["x-amzn-RequestId"], result["SdkResponseMetadata"]["RequestId"]);
        let request = json!({"stateMachineArn": "m", "input": "{\"b\":[1]}", "name": "child"});
        assert_eq!(*server.calls.lock().unwrap(), [("StartExecution".to_owned(), request)]);
    }

    #[tokio::test]
    async fn a_job_gives_the_description() {
        let description = |input: &str, output: &str| {
            format!(
                concat!(
                    r#"{{"ExecutionArn":"{}","Input":{},"InputDetails":{{"Included":true}},"Name":"child","Output":{},"#,
                    r#""OutputDetails":{{"Included":true}},"StartDate":1712345678901,"StateMachineArn":"m","#,
                    r#""Status":"STATUS","StopDate":1712345679000}}"#
                ),
                CHILD, input, output
            )
        };
        let text = description(r#""{}""#, r#""{\"a\":1}""#);
        let parsed = description("{}", r#"{"a":1}"#);
        for (suffix, expected) in [(".sync", text), (".sync:2", parsed)] {
            let (_server, target) = server("SUCCEEDED");
            let progress = Progress::default();
            let task = request(&format!("{START}{suffix}"), json!({"StateMachineArn": "m", "Input": null}));
            let result = target.run(task, &progress).await.unwrap();
            assert_eq!(result.to_text(), expected.replace("STATUS", "SUCCEEDED"));
            assert_eq!(progress.0.lock().unwrap()[0]["ExecutionArn"], CHILD);

            let (_server, target) = server("TIMED_OUT");
            let failure = failure(run(&target, &format!("{START}{suffix}"), json!({"StateMachineArn": "m"})).await);
            assert_eq!(failure, Failure::new("States.TaskFailed", expected.replace("STATUS", "TIMED_OUT")));
        }
    }

    #[tokio::test]
    async fn any_operation_is_a_task() {
        let (server, target) = server("SUCCEEDED");
        let result =
            run(&target, "arn:aws:states:::aws-sdk:sfn:startExecution", json!({"StateMachineArn": "m", "Input": {}}));
        assert_eq!(result.await, Ok(json!({"ExecutionArn": CHILD, "StartDate": "2024-04-05T19:34:38.901Z"})));
        let request = json!({"stateMachineArn": "m", "input": "{}"});
        assert_eq!(*server.calls.lock().unwrap(), [("StartExecution".to_owned(), request)]);

        let refused = run(&target, "arn:aws:states:::aws-sdk:sfn:sendTaskSuccess", json!({"TaskToken": "t"})).await;
        let cause =
            "Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID: ID) (SDK Attempt Count: 1)";
        assert_eq!(without_id(failure(refused)), ("Sfn.InvalidTokenException".to_owned(), cause.to_owned()));
    }

    #[tokio::test]
    async fn another_server_is_asked_over_http() {
        let stub = Stub::new(|sent| {
            Some(match sent.header("x-amz-target") {
                Some("AWSStepFunctions.StartExecution") if sent.body.contains("none") => answer(
                    "400 Bad Request",
                    &["x-amzn-RequestId: r"],
                    r#"{"__type":"com.amazonaws#StateMachineDoesNotExist","message":"State Machine Does Not Exist: 'none'"}"#,
                ),
                Some("AWSStepFunctions.StartExecution") => {
                    answer("200 OK", &[], &json!({"executionArn": CHILD, "startDate": 1}).to_string())
                }
                _ => answer("200 OK", &[], r#"{"status": "SUCCEEDED", "output": "1"}"#),
            })
        })
        .await;
        let (server, _) = server("RUNNING");
        let target = StepFunctionsTarget { aws: stub.aws("states"), executions: server };
        let result = run(&target, &format!("{START}.sync:2"), json!({"StateMachineArn": "m"})).await;
        assert_eq!(result, Ok(json!({"Output": 1, "Status": "SUCCEEDED"})));
        assert!(stub.sent()[0].header("authorization").unwrap().contains("/states/aws4_request"));

        let refused = failure(run(&target, START, json!({"StateMachineArn": "none"})).await);
        let cause = "State Machine Does Not Exist: 'none' (Service: AWSStepFunctions; Status Code: 400; \
                     Error Code: StateMachineDoesNotExist; Request ID: ID; Proxy: null)";
        let error = "StepFunctions.StateMachineDoesNotExistException";
        assert_eq!(without_id(refused), (error.to_owned(), cause.to_owned()));
    }

    #[tokio::test]
    async fn a_job_that_is_dropped_is_stopped() {
        let stub = Stub::new(|sent| match sent.header("x-amz-target") {
            Some("AWSStepFunctions.StartExecution") => {
                Some(answer("200 OK", &[], &json!({"executionArn": CHILD, "startDate": 1}).to_string()))
            }
            Some("AWSStepFunctions.DescribeExecution") => None,
            _ => Some(answer("200 OK", &[], "{}")),
        })
        .await;
        let (server, _) = server("RUNNING");
        let target = StepFunctionsTarget { aws: stub.aws("sfn"), executions: server };
        let progress = Progress::default();
        let mut attempt = target.run(request(&format!("{START}.sync"), json!({"StateMachineArn": "m"})), &progress);
        while stub.sent().len() < 2 {
            assert!(futures_util::poll!(&mut attempt).is_pending());
            tokio::task::yield_now().await;
        }
        drop(attempt);
        while stub.sent().len() < 3 {
            tokio::task::yield_now().await;
        }
        assert_eq!(stub.sent()[2].header("x-amz-target"), Some("AWSStepFunctions.StopExecution"));
        assert_eq!(stub.sent()[2].json(), json!({"executionArn": CHILD}));
    }
}
