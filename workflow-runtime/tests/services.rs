//! Tasks that are AWS services: their definitions, and that both bodies do the same.

#![expect(clippy::unwrap_used, reason = "functions and types of a test")]

use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use workflow_runtime::engine::{Failure as EngineFailure, Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};
use workflow_runtime::prelude::*;
use workflow_runtime::testing::TestRun;
use workflow_runtime::{Callbacks, Event, EventKind, ExecutionError, Observer, Runtime, definition};

/// Messages that were published.
#[derive(Clone, Debug, Default)]
struct Sns(Arc<Mutex<Vec<String>>>);

#[derive(Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "PascalCase")]
struct Published {
    message_id: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
enum CallError {
    #[error(name = "SNS.NotFoundException")]
    NoTopic,
    #[error(name = "DynamoDb.ConditionalCheckFailedException")]
    Exists,
    #[error(name = "States.Http.StatusCode.404")]
    NotFound,
    Rejected {
        reason: String,
    },
    #[error(name = "States.Timeout")]
    Timeout,
}

/// Tells the customer.
#[task(resource = "arn:aws:states:::sns:publish", arguments(TopicArn = "${OrdersTopicArn}"), retry(errors(Timeout)))]
async fn notify(message: &str, subject: Option<String>, sns: Dep<Sns>) -> Result<Published, CallError> {
    let mut published = sns.0.lock().unwrap();
    published.push(format!("{}: {message}", subject.unwrap_or_else(|| "(nothing)".to_owned())));
    if message.is_empty() { Err(CallError::NoTopic) } else { Ok(Published { message_id: published.len().to_string() }) }
}

/// An item of the table.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
struct Item {
    id: Text,
}

/// A value of DynamoDB.
#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "UPPERCASE")]
struct Text {
    s: String,
}

#[task(resource = "arn:aws:states:::aws-sdk:dynamodb:putItem")]
async fn put(table_name: &str, item: &Item, condition_expression: Option<String>) -> Result<(), CallError>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Approval {
    by: String,
}

#[task(resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken", timeout = "1d")]
async fn ask(
    queue_url: &str,
    #[arg(name = "MessageBody.Order")] order: &str,
    #[arg(name = "MessageBody.TaskToken")] token: TaskToken<Approval>,
) -> Result<(), CallError>;

#[derive(Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    status_code: u16,
    response_body: String,
}

#[task(resource = "arn:aws:states:::http:invoke", arguments(Method = "POST"))]
async fn post(
    api_endpoint: &str,
    #[arg(name = "Authentication.ConnectionArn")] connection: &str,
    request_body: &Approval,
) -> Result<Answer, CallError> {
    assert!(connection.starts_with("arn:"));
    if api_endpoint.ends_with("nowhere") {
        return Err(CallError::NotFound);
    }
    Ok(Answer { status_code: 200, response_body: request_body.by.clone() })
}

#[task(activity = "review", heartbeat = "1m")]
async fn review(order: &str, cents: u32) -> Result<bool, CallError> {
    if order == "bad" {
        return Err(CallError::Rejected { reason: "bad".to_owned() });
    }
    Ok(cents < 100)
}

#[derive(Debug, Serialize, Deserialize, WorkflowData)]
struct Order {
    id: String,
    endpoint: String,
    subject: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Done {
    message: String,
    by: String,
    status: u16,
    is_small: bool,
}

/// Calls everything.
#[workflow]
async fn all_services(order: Order) -> Result<Done, CallError> {
    let published = notify(&order.id, order.subject).await?;
    let item = Item { id: Text { s: order.id.clone() } };
    put("orders", &item, Some("attribute_not_exists(id)".to_string())).await?;
    let approval = ask("https://queue", &order.id).await?;
    let answer = match post(&order.endpoint, "arn:aws:events:us-east-1:123456789012:connection/c", &approval).await {
        Ok(answer) => answer.status_code,
        Err(CallError::NotFound) => 404,
        Err(other) => return Err(other),
    };
    let is_small = review(&order.id, 7).await?;
    Ok(Done { message: published.message_id, by: approval.by, status: answer, is_small })
}

/// Gives what a service gives, as a whole.
#[workflow]
async fn published(message: String) -> Result<Published, CallError> {
    notify(&message, None).await
}

/// Gives nothing, though the service does.
#[workflow]
async fn stored(table: String) -> Result<(), CallError> {
    put(&table, &Item { id: Text { s: table.clone() } }, None).await
}

/// Answers as DynamoDB and SQS do, and notes what they were asked.
#[derive(Clone, Default)]
struct Aws {
    asked: Arc<Mutex<Vec<(String, Value)>>>,
    callbacks: Option<Callbacks>,
}

impl TaskTarget for Aws {
    fn accepts(&self, _: &workflow_asl::Resource, _: &Payload) -> bool {
        true
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        let input = request.input.clone().into_value();
        self.asked.lock().unwrap().push((request.resource.to_string(), input.clone()));
        let result = match input.get("TableName") {
            Some(table) if table == "taken" => {
                Err(EngineFailure::new("DynamoDb.ConditionalCheckFailedException", "The conditional request failed")
                    .into())
            }
            _ => Ok(json!({"MessageId": "m", "SdkHttpMetadata": {}}).into()),
        };
        if let (Some(callbacks), Some(token)) = (&self.callbacks, request.task_token) {
            callbacks.complete(&token, json!({"by": "Ada"})).unwrap();
        }
        Box::pin(std::future::ready(result))
    }
}

fn order(endpoint: &str, subject: Option<&str>) -> Order {
    Order { id: "o-1".to_owned(), endpoint: endpoint.to_owned(), subject: subject.map(str::to_owned) }
}

fn test_run() -> TestRun {
    TestRun::new()
        .provide(Sns::default())
        .service_calls(Aws::default())
        .stub::<ask>(|_| Ok(Approval { by: "Ada".to_owned() }))
}

#[tokio::test]
async fn both_bodies_do_the_same() {
    for (endpoint, subject) in [("https://here", Some("News")), ("https://nowhere", None)] {
        let order = order(endpoint, subject);
        let input = json!(order);
        let native = test_run().run(all_services(order)).await;
        let interpreted = test_run().interpret::<all_services>(input).await;
        assert_eq!(interpreted.result, Ok(json!(native.output())));
        assert_eq!(interpreted.states(), native.states());
        let is_found = if endpoint.ends_with("nowhere") { 404 } else { 200 };
        assert_eq!(native.output().status, is_found);
    }
}

#[tokio::test]
async fn what_is_none_is_not_sent() {
    for (subject, expected) in [
        (None, json!({"TopicArn": "${OrdersTopicArn}", "Message": "o-1"})),
        (Some("News"), json!({"TopicArn": "${OrdersTopicArn}", "Message": "o-1", "Subject": "News"})),
    ] {
        let native = test_run().run(all_services(order("https://here", subject))).await;
        assert_eq!(native.calls().first().map(|call| call.arguments.clone()), Some(expected.clone()));
        let interpreted = test_run().interpret::<all_services>(json!(order("https://here", subject))).await;
        let sent = interpreted.events.iter().find_map(|event| match &event.event {
            workflow_runtime::engine::Event::Task {
                event: workflow_runtime::engine::TaskEvent::Scheduled { input, .. },
                ..
            } => Some(Value::clone(input)),
            _ => None,
        });
        assert_eq!(sent, Some(expected));
    }
}

#[tokio::test]
async fn the_whole_result_is_what_its_type_says() {
    let native = test_run().run(published("m".into())).await;
    let interpreted = test_run().interpret::<published>(json!("m")).await;
    assert_eq!(interpreted.result, Ok(json!({"MessageId": "1"})));
    assert_eq!(interpreted.result, Ok(json!(native.output())));
    let native = test_run().run(stored("orders".into())).await;
    assert_eq!(native.result, Ok(()));
    assert_eq!(test_run().interpret::<stored>(json!("orders")).await.result, Ok(Value::Null));
}

/// The name of the error that an execution failed with.
fn error<T>(result: &Result<T, ExecutionError<CallError>>) -> String {
    result.as_ref().err().map(|error| error.failure().error).unwrap_or_default()
}

#[tokio::test]
async fn errors_have_the_names_of_step_functions() {
    let native = test_run().run(published(String::new())).await;
    assert_eq!(error(&native.result), "SNS.NotFoundException");
    let interpreted = test_run().interpret::<published>(json!("")).await;
    assert_eq!(interpreted.result.map_err(|failure| failure.error), Err("SNS.NotFoundException".to_owned()));
    let native = test_run().run(stored("taken".into())).await;
    assert_eq!(error(&native.result), "DynamoDb.ConditionalCheckFailedException");
    let interpreted = test_run().interpret::<stored>(json!("taken")).await;
    assert_eq!(
        interpreted.result.map_err(|failure| failure.error),
        Err("DynamoDb.ConditionalCheckFailedException".to_owned())
    );
    let stubbed = test_run().stub::<put>(|_| Err(CallError::Exists)).run(stored("orders".into())).await;
    assert_eq!(error(&stubbed.result), "DynamoDb.ConditionalCheckFailedException");
}

#[tokio::test]
async fn a_task_without_a_body_calls_the_service() {
    let runtime = Runtime::new().provide(Sns::default());
    let aws = Aws { callbacks: Some(runtime.callbacks()), ..Aws::default() };
    let execution = runtime.service_calls(aws.clone()).run(all_services(order("https://here", None))).await;
    assert_eq!(execution.result.map(|done| done.by), Ok("Ada".to_owned()));
    let asked = aws.asked.lock().unwrap().clone();
    let resources: Vec<&str> = asked.iter().map(|(resource, _)| resource.as_str()).collect();
    assert_eq!(
        resources,
        ["arn:aws:states:::aws-sdk:dynamodb:putItem", "arn:aws:states:::sqs:sendMessage.waitForTaskToken"]
    );
    let item =
        json!({"TableName": "orders", "Item": {"id": {"S": "o-1"}}, "ConditionExpression": "attribute_not_exists(id)"});
    assert_eq!(asked.first().map(|(_, input)| input.clone()), Some(item));
    let body = asked.last().and_then(|(_, input)| input.get("MessageBody").cloned()).unwrap_or_default();
    assert_eq!(body.get("Order"), Some(&json!("o-1")));
    assert!(body.get("TaskToken").is_some_and(Value::is_string));
}

#[tokio::test]
async fn two_tasks_of_one_service_are_told_apart() {
    #[task(resource = "arn:aws:states:::sns:publish")]
    async fn warn(message: &str) -> Result<Published, CallError> {
        Ok(Published { message_id: format!("warned: {message}") })
    }
    #[workflow]
    async fn both(message: String) -> Result<String, CallError> {
        let first = warn(&message).await?;
        let second = notify(&message, None).await?;
        Ok(format!("{} {}", first.message_id, second.message_id))
    }
    let interpreted = test_run().interpret::<both>(json!("m")).await;
    assert_eq!(interpreted.result, Ok(json!("warned: m 1")));
}

#[tokio::test]
async fn nothing_is_called_that_was_not_configured() {
    struct Told(Arc<Mutex<Vec<String>>>);
    impl Observer for Told {
        fn observe(&self, event: &Event) {
            if let EventKind::TaskAttemptFailed { failure, .. } = &event.kind {
                self.0.lock().unwrap().push(failure.to_string());
            }
        }
    }
    struct Nothing;
    impl TaskTarget for Nothing {
        fn accepts(&self, _: &workflow_asl::Resource, _: &Payload) -> bool {
            false
        }
        fn run<'a>(&'a self, _: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
            panic!("it accepts nothing")
        }
    }
    let told = Arc::new(Mutex::new(Vec::new()));
    let runtime = Runtime::new().service_calls(Nothing).observe(Told(Arc::clone(&told)));
    let execution = runtime.run(stored("orders".into())).await;
    assert!(execution.result.is_err());
    let told = told.lock().unwrap().join("\n");
    assert!(told.contains("task `put` calls arn:aws:states:::aws-sdk:dynamodb:putItem, and nothing here"), "{told}");
}

#[test]
fn the_definitions_are_as_written_down() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services.asl.json");
    let definition = format!("{}\n", definition::<all_services>().to_json_pretty());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &definition).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), definition);
}
