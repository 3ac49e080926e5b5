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
use super::failures::{OptimisedNames, ServiceError, no_answer, result_too_large, sdk_refused};
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

/// An optimised integration with one request.
struct Optimised {
    names: OptimisedNames,
    service: &'static str,
    /// What the result says of the response; some say nothing.
    headers: Option<HeaderNames>,
}

impl Optimised {
    fn of(integration: &Integration) -> Option<Self> {
        if integration.is_aws_sdk {
            return None;
        }
        match (integration.service.as_str(), integration.action.as_str()) {
            ("dynamodb", "getItem" | "putItem" | "updateItem" | "deleteItem") => Some(Self {
                names: OptimisedNames {
                    prefix: "DynamoDB",
                    service: "AmazonDynamoDBv2",
                    exception: "AmazonDynamoDBException",
                },
                service: "dynamodb",
                headers: Some(HeaderNames::DYNAMODB),
            }),
            ("sqs", "sendMessage") => Some(Self {
                names: OptimisedNames { prefix: "SQS", service: "AmazonSQS", exception: "AmazonSQSException" },
                service: "sqs",
                headers: Some(HeaderNames::OTHERS),
            }),
            ("events", "putEvents") => Some(Self {
                names: OptimisedNames {
                    prefix: "EventBridge",
                    service: "AmazonEventBridge",
                    exception: "AmazonEventBridgeException",
                },
                service: "eventbridge",
                headers: None,
            }),
            _ => None,
        }
    }
}

/// `dynamodb:getItem` and its like, `sqs:sendMessage`, `events:putEvents`, and `aws-sdk:service:action` of the services
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
            let result = match (Optimised::of(integration), services::find(&integration.service)) {
                _ if is_job => Err(unsupported(&request.resource)),
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
        if of.service == "eventbridge" {
            complete_entries(&mut parameters, &task.execution_arn);
        }
        let request = service.to_wire(parameters).map_err(|member| unknown_member(service, &member))?;
        let answer = call(&self.0, service, &operation(&integration.action), request).await;
        let (value, response) = answer.map_err(|error| match error {
            CallError::Refused(error) => of.names.refused(&error, &|name| service.has_exception(name)),
            CallError::Unanswered(reason) => no_answer(of.names.prefix, &reason),
        })?;
        let value = sorted(service.from_wire(value, Timestamps::Milliseconds));
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
        let request = service.to_wire(parameters).map_err(|member| unknown_member(service, &member))?;
        let answer = call(&self.0, service, &operation(&of.action), request).await;
        let (value, _) = answer.map_err(|error| match error {
            CallError::Refused(error) => sdk_refused(service.error_name, &error, &|name| service.has_exception(name)),
            CallError::Unanswered(reason) => no_answer(service.error_name, &reason),
        })?;
        limited(service.from_wire(value, Timestamps::Iso8601), &of.resource_type())
    }
}

/// The result, unless it is too long.
pub(crate) fn limited(value: Value, resource_type: &str) -> Result<Payload, Failure> {
    let result = Payload::from(value);
    if result.is_too_large() { Err(result_too_large(resource_type)) } else { Ok(result) }
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
mod tests {
    use serde_json::json;

    use super::super::Endpoints;
    use super::super::fixture::{Stub, answer, aws, deserted, failure, run, without_id};
    use super::*;

    async fn stub(service: &str, bytes: Vec<u8>) -> (Stub, ServiceTarget) {
        let stub = Stub::answering(bytes).await;
        let target = ServiceTarget(stub.aws(service));
        (stub, target)
    }

    #[tokio::test]
    async fn an_item_is_put_with_metadata_or_without() {
        let headers = ["x-amzn-RequestId: r", "Server: Server", "x-amz-crc32: 1", "Content-Type: c", "Date: d"];
        let (stub, target) = stub("dynamodb", answer("200 OK", &headers, r#"{"Item":{"id":{"S":"1"}}}"#)).await;
        let input = json!({"TableName": "t", "Item": {"id": {"S": "1"}}});
        let result = run(&target, "arn:aws:states:::dynamodb:putItem", input.clone()).await.unwrap();
        let expected = concat!(
            r#"{"Item":{"id":{"S":"1"}},"SdkHttpMetadata":{"AllHttpHeaders":{"Server":["Server"],"Connection":["close"],"#,
            r#""x-amzn-RequestId":["r"],"x-amz-crc32":["1"],"Content-Length":["25"],"Date":["d"],"Content-Type":["c"]},"#,
            r#""HttpHeaders":{"Connection":"close","Content-Length":"25","Content-Type":"c","Date":"d","Server":"Server","#,
            r#""x-amz-crc32":"1","x-amzn-RequestId":"r"},"HttpStatusCode":200},"SdkResponseMetadata":{"RequestId":"r"}}"#
        );
        assert_eq!(result.to_string(), expected);
        let result = run(&target, "arn:aws:states:::aws-sdk:dynamodb:putItem", input.clone()).await;
        assert_eq!(result, Ok(json!({"Item": {"id": {"S": "1"}}})));
        for sent in stub.sent() {
            assert_eq!((sent.header("x-amz-target"), sent.json()), (Some("DynamoDB_20120810.PutItem"), input.clone()));
            assert_eq!(sent.header("content-type"), Some("application/x-amz-json-1.0"));
            assert!(sent.header("authorization").unwrap().contains("/us-east-1/dynamodb/aws4_request"));
        }
    }

    #[tokio::test]
    async fn failures_are_worded_as_by_the_sdk_that_each_goes_through() {
        let refusal = |code: &str| {
            let body = json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "why"});
            answer("400 Bad Request", &["x-amzn-RequestId: r"], &body.to_string())
        };
        for (code, optimised, sdk) in [
            ("ResourceNotFoundException", "DynamoDB.ResourceNotFoundException", "DynamoDb.ResourceNotFoundException"),
            ("ValidationException", "DynamoDB.AmazonDynamoDBException", "DynamoDb.DynamoDbException"),
        ] {
            let (_stub, target) = stub("dynamodb", refusal(code)).await;
            let failed = failure(run(&target, "arn:aws:states:::dynamodb:getItem", json!({})).await);
            let cause = format!(
                "why (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: {code}; Request ID: ID; Proxy: null)"
            );
            assert_eq!(without_id(failed), (optimised.to_owned(), cause));
            let failed = failure(run(&target, "arn:aws:states:::aws-sdk:dynamodb:getItem", json!({})).await);
            let cause = "why (Service: DynamoDb, Status Code: 400, Request ID: ID) (SDK Attempt Count: 1)";
            assert_eq!(without_id(failed), (sdk.to_owned(), cause.to_owned()));
        }
    }

    #[tokio::test]
    async fn a_queue_has_a_code_and_an_exception() {
        let headers = ["x-amzn-RequestId: r", "x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender"];
        let body = r#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"}"#;
        let (stub, target) = stub("sqs", answer("400 Bad Request", &headers, body)).await;
        let message = json!({"QueueUrl": "q", "MessageBody": {"a": 1}});
        let task = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
        let Err(TaskError::SubmitFailed(failed)) = run(&target, task, message).await else { panic!("not submitted") };
        assert_eq!(failed.name(), "SQS.QueueDoesNotExistException");
        assert!(failed.cause.unwrap().contains("Error Code: AWS.SimpleQueueService.NonExistentQueue;"));
        assert_eq!(stub.sent()[0].json(), json!({"QueueUrl": "q", "MessageBody": "{\"a\":1}"}));
    }

    #[tokio::test]
    async fn events_say_who_has_sent_them_and_fail_together() {
        let (stub, target) =
            stub("events", answer("200 OK", &[], r#"{"FailedEntryCount":0,"Entries":[{"EventId":"e"}]}"#)).await;
        let task = "arn:aws:states:::events:putEvents";
        let entry = json!({"Detail": {"a": 1}, "DetailType": "d", "Source": "s", "Resources": ["r"]});
        let result = run(&target, task, json!({"Entries": [entry]})).await.unwrap();
        assert_eq!(result.to_string(), r#"{"Entries":[{"EventId":"e"}],"FailedEntryCount":0}"#);
        let sent = stub.sent()[0].json()["Entries"][0].clone();
        assert_eq!(sent["Detail"], "{\"a\":1}");
        let execution = "arn:aws:states:us-east-1:123456789012:execution:parent:e";
        assert_eq!(
            sent["Resources"],
            json!(["r", execution, "arn:aws:states:us-east-1:123456789012:stateMachine:parent"])
        );

        let body = r#"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"E"}]}"#;
        let (_stub, target) = self::stub("events", answer("200 OK", &[], body)).await;
        let failed = failure(run(&target, task, json!({"Entries": []})).await);
        let cause = r#"{"Entries":[{"ErrorCode":"E"}],"FailedEntryCount":1}"#;
        assert_eq!(failed, Failure::new("EventBridge.FailedEntry", cause));
    }

    #[tokio::test]
    async fn an_answer_that_cannot_be_read_is_none() {
        for bytes in [
            answer("200 OK", &[], "<html>"),
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec(),
            answer("200 OK", &[], &" ".repeat(super::super::client::MAX_BODY + 1)),
        ] {
            let (_stub, target) = stub("ssm", bytes).await;
            let failed = failure(run(&target, "arn:aws:states:::aws-sdk:ssm:getParameter", json!({})).await);
            assert_eq!(failed.name(), "Ssm.SdkClientException");
        }
        let target = ServiceTarget(aws(Endpoints::default().with("sqs", &deserted().await)));
        let failed = failure(run(&target, "arn:aws:states:::sqs:sendMessage", json!({})).await);
        assert_eq!(failed.name(), "SQS.SdkClientException");
    }

    #[tokio::test]
    async fn a_service_that_is_not_there_or_not_known_says_so() {
        let target = ServiceTarget(aws(Endpoints::default()));
        let failed = failure(run(&target, "arn:aws:states:::sqs:sendMessage", json!({})).await);
        let cause = "Unable to execute HTTP request: no endpoint is configured for sqs";
        assert_eq!(failed, Failure::new("SQS.SdkClientException", cause));
        for resource in ["arn:aws:states:::aws-sdk:s3:getObject", "arn:aws:states:::ecs:runTask"] {
            let failed = failure(run(&target, resource, json!({})).await);
            let cause = format!("This server does not support the resource '{resource}'");
            assert_eq!(failed, Failure::new(Failure::RUNTIME, cause));
        }
    }

    #[tokio::test]
    async fn a_result_that_is_too_long_is_refused() {
        let body = json!({"Parameter": {"Value": "a".repeat(workflow_engine::MAX_PAYLOAD)}}).to_string();
        let (_stub, target) = stub("ssm", answer("200 OK", &[], &body)).await;
        let failed = failure(run(&target, "arn:aws:states:::aws-sdk:ssm:getParameter", json!({})).await);
        assert_eq!(failed.name(), Failure::DATA_LIMIT_EXCEEDED);
        assert!(failed.cause.unwrap().starts_with("The state/task 'aws-sdk:ssm' returned a result"));
    }
}
