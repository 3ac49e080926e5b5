//! `states:startExecution`, and the rest of the Step Functions API as tasks.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::{Map, Value};
use tokio::sync::oneshot;
use workflow_asl::{Integration, IntegrationPattern, Resource};
use workflow_engine::{Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::Aws;
use super::client::HttpResponse;
use super::failures::{OptimisedNames, ServiceError, sdk_refused};
use super::metadata::{HeaderNames, Metadata, new_request_id};
use super::service::{CallError, call};
use super::services::{self, Service, Timestamps};

/// What tasks do with the server that they run in.
pub trait Executions: Send + Sync {
    /// One operation of the Step Functions API, such as `StartExecution`, with its request and response as JSON as they
    /// are on the wire.
    fn call<'a>(&'a self, operation: &'a str, request: Value) -> BoxFuture<'a, Result<Value, RefusedRequest>>;

    /// Waits until an execution is over.
    fn ended<'a>(&'a self, execution_arn: &'a str) -> BoxFuture<'a, Result<(), RefusedRequest>>;
}

/// Why the server has refused a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRequest {
    /// The error code, such as `StateMachineDoesNotExist`.
    pub code: String,
    /// The message.
    pub message: String,
}

impl From<RefusedRequest> for ServiceError {
    fn from(refused: RefusedRequest) -> Self {
        let RefusedRequest { code, message } = refused;
        let request_id = new_request_id();
        Self { code: Some(code), exception: None, message: Some(message), status: 400, request_id }
    }
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
#[derive(Clone)]
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
            if !matches!(integration.pattern, IntegrationPattern::Sync | IntegrationPattern::Sync2) {
                let started = self.start(sfn, parameters, &request).await;
                return started.map(|started| started.result).map_err(submission_failed);
            }
            let (started, mut stop) =
                self.start_to_wait_for(sfn, parameters, &request).await.map_err(submission_failed)?;
            progress.submitted(started.result);
            let description = self.ended(sfn, &started.execution_arn).await.map_err(TaskError::Failed)?;
            stop.disarm();
            job_result(sfn, description, integration.pattern).map_err(TaskError::Failed)
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
                let result = Payload::from(sfn.read_wire(value, Timestamps::Iso8601));
                if result.is_too_large() { Err(Failure::result_too_large(&of.resource_type())) } else { Ok(result) }
            }
            Err(CallError::Refused(error)) => Err(sdk_refused(sfn.error_name, &error, &|name| sfn.has_exception(name))),
            Err(CallError::Unanswered(error)) => Err(super::failures::no_answer(sfn.error_name, &error)),
        }
    }

    async fn start(&self, sfn: &Service, parameters: Value, task: &TaskRequest) -> Result<Started, Failure> {
        let (request, child) = child::of_task(wire_request(sfn, parameters)?, task);
        let started = self.call(sfn, "StartExecution", request).await;
        let started = match (started, child) {
            (Err(CallError::Refused(error)), Some(child)) if child::is_started(&error) => {
                self.started(sfn, &child).await
            }
            (started, _) => started,
        };
        let (value, response) = started.map_err(|error| optimised_failure(sfn, error))?;
        let execution_arn = value.get("executionArn").and_then(Value::as_str).unwrap_or_default().to_owned();
        let metadata = Metadata::of(&response, &HeaderNames::OTHERS, &[]);
        let result = metadata.add_to(sfn.read_wire(value, Timestamps::Milliseconds));
        Ok(Started { execution_arn, result: Payload::from(result) })
    }

    /// Starts an execution that is waited for. It is stopped if nobody does, even by the time it has started.
    async fn start_to_wait_for(
        &self,
        sfn: &'static Service,
        parameters: Value,
        task: &TaskRequest,
    ) -> Result<(Started, OnDrop), Failure> {
        let (target, task) = (self.clone(), task.clone());
        let (sender, started) = oneshot::channel();
        tokio::spawn(async move {
            let started = target.start(sfn, parameters, &task).await;
            let started = started.map(|started| {
                let execution_arn = started.execution_arn.clone();
                (started, OnDrop::new(async move { target.stop(sfn, &execution_arn).await }))
            });
            // What nobody receives is dropped.
            drop(sender.send(started));
        });
        started.await.unwrap_or_else(|_| Err(Failure::named(Failure::RUNTIME)))
    }

    /// One that is over stays as it is.
    async fn stop(&self, sfn: &Service, execution_arn: &str) {
        drop(self.call(sfn, "StopExecution", named(execution_arn)).await);
    }

    /// What `StartExecution` has answered about an execution.
    async fn started(&self, sfn: &Service, execution_arn: &str) -> Result<(Value, HttpResponse), CallError> {
        let (mut value, response) = self.call(sfn, "DescribeExecution", named(execution_arn)).await?;
        if let Value::Object(members) = &mut value {
            members.retain(|name, _| name == "executionArn" || name == "startDate");
        }
        Ok((value, response))
    }

    /// Waits until an execution is over, and describes it.
    async fn ended(&self, sfn: &Service, arn: &str) -> Result<Value, Failure> {
        if !self.is_own() {
            return self.poll(sfn, arn).await;
        }
        self.executions.ended(arn).await.map_err(|refused| NAMES.refused(&refused.into(), &|_| true))?;
        self.describe(sfn, arn).await
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
        self.call(sfn, operation, request).await.map_err(|error| optimised_failure(sfn, error))
    }

    /// Whether executions are those of the server that the task runs in: no other was configured.
    fn is_own(&self) -> bool {
        self.aws.endpoints().find_own("sfn").is_none()
    }

    async fn call(&self, sfn: &Service, operation: &str, request: Value) -> Result<(Value, HttpResponse), CallError> {
        if !self.is_own() {
            return call(&self.aws, sfn, operation, request).await;
        }
        match self.executions.call(operation, request).await {
            Ok(value) => {
                let response = self.own_response(&value);
                Ok((value, response))
            }
            Err(refused) => Err(CallError::Refused(refused.into())),
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

fn optimised_failure(sfn: &Service, error: CallError) -> Failure {
    match error {
        CallError::Refused(error) => NAMES.refused(&error, &|name| sfn.has_exception(name)),
        CallError::Unanswered(reason) => super::failures::no_answer(NAMES.prefix, &reason),
    }
}

fn wire_request(sfn: &Service, parameters: Value) -> Result<Value, Failure> {
    sfn.write_wire(parameters).map_err(|member| super::service::unknown_member(sfn, &member))
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

/// What a `.sync` task gives, or how it fails, of the description of its execution.
fn job_result(sfn: &Service, description: Value, pattern: IntegrationPattern) -> Result<Payload, Failure> {
    let is_succeeded = description.get("status").and_then(Value::as_str) == Some("SUCCEEDED");
    let description = description_result(sfn, description, pattern);
    if !is_succeeded {
        return Err(Failure::new(Failure::TASK_FAILED, description.to_string()));
    }
    let result = Payload::from(description);
    if result.is_too_large() { Err(Failure::result_too_large("states")) } else { Ok(result) }
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
    let Value::Object(mut description) = sfn.read_wire(description, Timestamps::Milliseconds) else {
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

mod child;
#[cfg(test)]
mod tests;
