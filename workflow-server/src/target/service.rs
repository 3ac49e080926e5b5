//! The APIs of services that speak JSON 1.0 or 1.1, as optimised and as `aws-sdk` integrations.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Method, Request};
use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::{Map, Value};
use workflow_asl::{Integration, IntegrationPattern, Resource};
use workflow_engine::{Failure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};

use super::Aws;
use super::client::HttpResponse;
use super::failures::{OptimisedNames, ServiceError, no_answer, sdk_refused};
use super::metadata::{HeaderNames, Metadata};
use super::services::{self, Service, Timestamps};

/// Why a call has no result.
#[derive(Debug)]
pub(crate) enum CallError {
    /// The service has refused it.
    Refused(ServiceError),
    /// There was no answer that could be read.
    Unanswered(String),
}

/// Calls an operation. The request and the result are as on the wire.
pub(crate) async fn call(
    aws: &Aws,
    service: &Service,
    operation: &str,
    request: Value,
) -> Result<(Value, HttpResponse), CallError> {
    let endpoint = aws.endpoints().find(service.name).ok_or_else(|| unconfigured(service.name))?;
    let body = request.to_string();
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{endpoint}/"))
        .header("Content-Type", format!("application/x-amz-json-{}", service.json_version))
        .header("X-Amz-Target", format!("{}.{operation}", service.target_prefix))
        .body(Full::<Bytes>::from(body.clone()))
        .map_err(|error| CallError::Unanswered(error.to_string()))?;
    let response = aws
        .send_signed(request, body.as_bytes(), service.signing_name)
        .await
        .map_err(|error| CallError::Unanswered(error.to_string()))?;
    if !response.status.is_success() {
        return Err(CallError::Refused(ServiceError::of_json(&response)));
    }
    if response.body.is_empty() {
        return Ok((Value::Object(Map::new()), response));
    }
    match serde_json::from_slice(&response.body) {
        Ok(value) => Ok((value, response)),
        Err(error) => Err(CallError::Unanswered(format!("the response is no JSON: {error}"))),
    }
}

/// Why a service without an endpoint cannot be called.
pub(crate) fn unconfigured(service: &str) -> CallError {
    CallError::Unanswered(format!("no endpoint is configured for {service}"))
}

/// The name of an operation in a request: `putItem` is `PutItem`.
pub(crate) fn operation(action: &str) -> String {
    let mut characters = action.chars();
    characters.next().into_iter().map(|first| first.to_ascii_uppercase()).chain(characters).collect()
}

/// The failure of a request with a member whose name on the wire is not known.
pub(crate) fn unknown_member(service: &Service, member: &str) -> Failure {
    let cause =
        format!("This server does not know how the parameter '{member}' of {} is written in a request", service.name);
    Failure::new(Failure::RUNTIME, cause)
}

/// The service of optimised integrations.
struct Optimised {
    names: OptimisedNames,
    service: &'static str,
    /// What the result says of the response; that of EventBridge says nothing.
    headers: Option<HeaderNames>,
}

impl Optimised {
    fn of(integration: &Integration) -> Option<Self> {
        if integration.is_aws_sdk {
            return None;
        }
        let (service, prefix, name, exception) = match integration.service.as_str() {
            "athena" => ("athena", "Athena", "AmazonAthena", "AmazonAthenaException"),
            "codebuild" => ("codebuild", "CodeBuild", "AWSCodeBuild", "AWSCodeBuildException"),
            "dynamodb" => ("dynamodb", "DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"),
            "ecs" => ("ecs", "ECS", "AmazonECS", "AmazonECSException"),
            "elasticmapreduce" => {
                ("emr", "ElasticMapReduce", "AmazonElasticMapReduce", "AmazonElasticMapReduceException")
            }
            "events" => ("eventbridge", "EventBridge", "AmazonEventBridge", "AmazonEventBridgeException"),
            "sagemaker" => ("sagemaker", "SageMaker", "AmazonSageMaker", "AmazonSageMakerException"),
            "sqs" => ("sqs", "SQS", "AmazonSQS", "AmazonSQSException"),
            _ => return None,
        };
        let headers = match service {
            "dynamodb" => Some(HeaderNames::DYNAMODB),
            "eventbridge" => None,
            _ => Some(HeaderNames::OTHERS),
        };
        Some(Self { names: OptimisedNames { prefix, service: name, exception }, service, headers })
    }
}

/// `dynamodb:getItem`, `sqs:sendMessage`, `events:putEvents` and their like, and `aws-sdk:service:action` of the services
/// that speak JSON 1.0 or 1.1. It accepts every integration, so it is the last to be asked: what it cannot do fails.
#[derive(Clone, Debug)]
pub(crate) struct ServiceTarget(pub(crate) Arc<Aws>);

impl TaskTarget for ServiceTarget {
    fn accepts(&self, resource: &Resource, _input: &Payload) -> bool {
        matches!(resource, Resource::Integration(_))
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        _progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        async move {
            let Resource::Integration(integration) = &*request.resource else {
                return Err(TaskError::Failed(unsupported(&request.resource)));
            };
            let is_job = matches!(integration.pattern, IntegrationPattern::Sync | IntegrationPattern::Sync2);
            if is_job {
                return Err(TaskError::Failed(unsupported(&request.resource)));
            }
            let result = match (Optimised::of(integration), services::find(&integration.service)) {
                (Some(optimised), _) => self.optimised(&optimised, integration, &request).await,
                (None, Some(service)) if integration.is_aws_sdk => {
                    self.sdk_call(service, integration, request.input.clone().into_value()).await
                }
                (None, _) => Err(unsupported(&request.resource)),
            };
            result.map_err(|failure| TaskError::of_request(&request.resource, failure))
        }
        .boxed()
    }
}

/// The failure of a task that this server cannot do.
fn unsupported(resource: &Resource) -> Failure {
    Failure::new(Failure::RUNTIME, format!("This server does not support the resource '{resource}'"))
}

impl ServiceTarget {
    async fn optimised(
        &self,
        of: &Optimised,
        integration: &Integration,
        task: &TaskRequest,
    ) -> Result<Payload, Failure> {
        let Some(service) = services::find(of.service) else { return Err(unsupported(&task.resource)) };
        let mut parameters = task.input.clone().into_value();
        if of.service == "eventbridge" && integration.action == "putEvents" {
            complete_entries(&mut parameters, &task.execution_arn);
        }
        let request = service.write_wire(parameters).map_err(|member| unknown_member(service, &member))?;
        let answer = call(&self.0, service, &operation(&integration.action), request).await;
        let (value, response) = answer.map_err(|error| match error {
            CallError::Refused(error) => of.names.refused(&error, &|name| service.has_exception(name)),
            CallError::Unanswered(reason) => no_answer(of.names.prefix, &reason),
        })?;
        let value = sorted(service.read_wire(value, Timestamps::Milliseconds));
        if value.get("FailedEntryCount").and_then(Value::as_u64).is_some_and(|count| count > 0) {
            return Err(Failure::new("EventBridge.FailedEntry", value.to_string()));
        }
        let value = match &of.headers {
            Some(headers) => Metadata::of(&response, headers, &[]).add_to(value),
            None => value,
        };
        limited(value, &integration.resource_type())
    }

    async fn sdk_call(&self, service: &Service, of: &Integration, parameters: Value) -> Result<Payload, Failure> {
        let request = service.write_wire(parameters).map_err(|member| unknown_member(service, &member))?;
        let answer = call(&self.0, service, &operation(&of.action), request).await;
        let (value, _) = answer.map_err(|error| match error {
            CallError::Refused(error) => sdk_refused(service.error_name, &error, &|name| service.has_exception(name)),
            CallError::Unanswered(reason) => no_answer(service.error_name, &reason),
        })?;
        limited(service.read_wire(value, Timestamps::Iso8601), &of.resource_type())
    }
}

/// The result, unless it is too long.
pub(crate) fn limited(value: Value, resource_type: &str) -> Result<Payload, Failure> {
    let result = Payload::from(value);
    if result.is_too_large() { Err(Failure::result_too_large(resource_type)) } else { Ok(result) }
}

/// The members of an optimised integration's result are sorted.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(mut members) => {
            members.sort_keys();
            Value::Object(members)
        }
        other => other,
    }
}

/// What `events:putEvents` adds to each entry: a `Detail` as text, and who has sent it.
///
/// See "Add EventBridge events with Step Functions" in the AWS developer guide.
fn complete_entries(parameters: &mut Value, execution_arn: &str) {
    let entries = parameters.get_mut("Entries").and_then(Value::as_array_mut);
    for entry in entries.into_iter().flatten().filter_map(Value::as_object_mut) {
        if let Some(detail) = entry.get_mut("Detail").filter(|detail| !detail.is_string()) {
            *detail = Value::String(detail.to_string());
        }
        let resources = entry.entry("Resources").or_insert_with(|| Value::Array(Vec::new()));
        if let Some(resources) = resources.as_array_mut() {
            resources.push(Value::from(execution_arn));
            resources.extend(state_machine_arn(execution_arn).map(Value::from));
        }
    }
}

/// The state machine of an execution, by its ARN.
fn state_machine_arn(execution_arn: &str) -> Option<String> {
    let mut parts = execution_arn.split(':');
    let account: Vec<&str> = parts.by_ref().take(5).collect();
    let name = parts.nth(1)?;
    Some(format!("{}:stateMachine:{name}", account.join(":")))
}

#[cfg(test)]
mod tests;
