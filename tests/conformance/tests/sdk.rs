//! The real SDK of AWS against the server, over HTTP.

#![expect(clippy::unwrap_used, reason = "what is not as it should be fails the test")]

use std::time::Duration;

use aws_sdk_sfn::Client;
use aws_sdk_sfn::config::http::HttpRequest;
use aws_sdk_sfn::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sfn::error::ProvideErrorMetadata;
use aws_sdk_sfn::types::{
    ExecutionStatus, HistoryEvent, HistoryEventType, InspectionLevel, MockInput, RoutingConfigurationListItem,
    StateMachineType, SyncExecutionStatus, Tag, TestExecutionStatus, ValidateStateMachineDefinitionResultCode,
};
use aws_smithy_http_client::Builder;
use serde_json::{Value, json};
use workflow_conformance::lambda::Lambda;
use workflow_engine::clock::Clock;

const ROLE: &str = "arn:aws:iam::123456789012:role/role";

/// A server of its own, with functions `echo` and `fails`.
async fn client() -> Client {
    let lambda = Lambda::start().await.unwrap();
    lambda.add(&json!({
        "echo": {"behaviour": {"kind": "identity"}},
        "fails": {"behaviour": {"kind": "raise", "errorType": "Exception", "errorMessage": "It fails."}},
    }));
    let endpoint = workflow_conformance::server::listen(&lambda).await.unwrap();
    let config = aws_sdk_sfn::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(endpoint)
        .http_client(Builder::new().build_http())
        .build();
    Client::from_conf(config)
}

/// The SDK calls another host for some operations: `sync-` and the endpoint's.
fn without_host_prefix(request: &mut HttpRequest) {
    let uri = request.uri().replacen("//sync-", "//", 1);
    request.set_uri(uri).unwrap();
}

fn machine(states: Value) -> String {
    let first = states.as_object().unwrap().keys().next().unwrap();
    json!({"StartAt": first, "States": states}).to_string()
}

fn wait_for_a_day() -> String {
    machine(json!({"Wait": {"Type": "Wait", "Seconds": 86_400, "End": true}}))
}

/// Creates a state machine and gives its ARN.
async fn create(client: &Client, name: &str, definition: String) -> String {
    let create = client.create_state_machine().name(name).definition(definition).role_arn(ROLE);
    create.send().await.unwrap().state_machine_arn
}

async fn start(client: &Client, state_machine_arn: &str, input: Value) -> String {
    let start = client.start_execution().state_machine_arn(state_machine_arn).input(input.to_string());
    start.send().await.unwrap().execution_arn
}

/// Waits until an execution is over; gives its status, output, and error with cause.
async fn ended(client: &Client, execution_arn: &str) -> (ExecutionStatus, Option<String>, Option<(String, String)>) {
    loop {
        let execution = client.describe_execution().execution_arn(execution_arn).send().await.unwrap();
        if execution.status != ExecutionStatus::Running {
            return (execution.status, execution.output, execution.error.zip(execution.cause));
        }
        Clock::Real.sleep(Duration::from_millis(5)).await;
    }
}

async fn history(client: &Client, execution_arn: &str) -> Vec<HistoryEvent> {
    let pages = client.get_execution_history().execution_arn(execution_arn).max_results(2).into_paginator();
    pages.items().send().collect::<Result<_, _>>().await.unwrap()
}

/// Waits until there is an event of this type, and gives it.
async fn event(client: &Client, execution_arn: &str, kind: HistoryEventType) -> HistoryEvent {
    loop {
        if let Some(event) = history(client, execution_arn).await.into_iter().find(|event| event.r#type == kind) {
            return event;
        }
        Clock::Real.sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn an_execution_is_started_described_and_listed() {
    let client = client().await;
    let definition = machine(json!({
        "Double": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.n, $.n)"}, "Next": "Done"},
        "Done": {"Type": "Succeed"},
    }));
    let arn = create(&client, "double", definition.clone()).await;
    assert_eq!(arn.rsplit(':').next(), Some("double"));
    let described = client.describe_state_machine().state_machine_arn(&arn).send().await.unwrap();
    assert_eq!((described.name, described.definition, described.role_arn), ("double".into(), definition, ROLE.into()));
    assert_eq!(described.r#type, StateMachineType::Standard);

    let execution = start(&client, &arn, json!({"n": 21})).await;
    let (status, output, _) = ended(&client, &execution).await;
    assert_eq!((status, output.as_deref()), (ExecutionStatus::Succeeded, Some(r#"{"sum":42}"#)));
    let listed = client.list_executions().state_machine_arn(&arn).send().await.unwrap().executions;
    assert_eq!(listed.iter().map(|execution| &*execution.execution_arn).collect::<Vec<_>>(), [execution.as_str()]);

    let events = history(&client, &execution).await;
    let types: Vec<&str> = events.iter().map(|event| event.r#type.as_str()).collect();
    let expected = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "SucceedStateEntered"];
    assert_eq!(types[..4], expected);
    assert_eq!(events.iter().map(|event| event.id).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let exited = events[2].state_exited_event_details.as_ref().unwrap();
    assert_eq!((exited.name.as_str(), exited.output.as_deref()), ("Double", Some(r#"{"sum":42}"#)));

    client.delete_state_machine().state_machine_arn(&arn).send().await.unwrap();
    assert!(client.list_state_machines().send().await.unwrap().state_machines.is_empty());
}

#[tokio::test]
async fn functions_are_invoked_and_their_errors_caught() {
    let client = client().await;
    let definition = machine(json!({
        "Fails": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "fails"},
            "Catch": [{"ErrorEquals": ["Exception"], "ResultPath": "$.error", "Next": "Echo"}],
            "End": true,
        },
        "Echo": {
            "Type": "Task",
            "Resource": "arn:aws:lambda:us-east-1:123456789012:function:echo",
            "ResultSelector": {"error.$": "$.error.Error", "n.$": "$.n"},
            "End": true,
        },
    }));
    let arn = create(&client, "functions", definition).await;
    let execution = start(&client, &arn, json!({"n": 1})).await;
    let (status, output, error) = ended(&client, &execution).await;
    assert_eq!((status, error), (ExecutionStatus::Succeeded, None));
    assert_eq!(output.as_deref(), Some(r#"{"error":"Exception","n":1}"#));
}

#[tokio::test]
async fn a_task_token_completes_its_task() {
    let client = client().await;
    let task = json!({
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "echo", "Payload": {"token.$": "$$.Task.Token"}},
        "End": true,
    });
    let arn = create(&client, "callback", machine(json!({"Ask": task}))).await;
    for succeeds in [true, false] {
        let execution = start(&client, &arn, json!({})).await;
        let submitted = event(&client, &execution, HistoryEventType::TaskSubmitted).await;
        assert!(submitted.task_submitted_event_details.is_some());
        let scheduled = event(&client, &execution, HistoryEventType::TaskScheduled).await;
        let parameters = scheduled.task_scheduled_event_details.unwrap().parameters;
        let parameters: Value = serde_json::from_str(&parameters).unwrap();
        let token = parameters["Payload"]["token"].as_str().unwrap();
        client.send_task_heartbeat().task_token(token).send().await.unwrap();
        if succeeds {
            client.send_task_success().task_token(token).output("[1]").send().await.unwrap();
            let (status, output, _) = ended(&client, &execution).await;
            assert_eq!((status, output.as_deref()), (ExecutionStatus::Succeeded, Some("[1]")));
        } else {
            client.send_task_failure().task_token(token).error("No").cause("because").send().await.unwrap();
            let (status, _, error) = ended(&client, &execution).await;
            assert_eq!((status, error), (ExecutionStatus::Failed, Some(("No".into(), "because".into()))));
        }
        let again = client.send_task_success().task_token(token).output("1").send().await.unwrap_err();
        assert!(again.into_service_error().is_task_timed_out());
    }
    let unknown = client.send_task_heartbeat().task_token("token").send().await.unwrap_err();
    assert!(unknown.into_service_error().is_invalid_token());
}

#[tokio::test]
async fn a_worker_does_the_tasks_of_an_activity() {
    let client = client().await;
    let activity = client.create_activity().name("work").send().await.unwrap().activity_arn;
    let definition = machine(json!({"Work": {"Type": "Task", "Resource": activity, "End": true}}));
    let arn = create(&client, "activity", definition).await;
    let execution = start(&client, &arn, json!({"n": 1})).await;
    let task = client.get_activity_task().activity_arn(&activity).worker_name("worker").send().await.unwrap();
    assert_eq!(task.input.as_deref(), Some(r#"{"n":1}"#));
    let token = task.task_token.unwrap();
    client.send_task_success().task_token(token).output(r#""done""#).send().await.unwrap();
    let (status, output, _) = ended(&client, &execution).await;
    assert_eq!((status, output.as_deref()), (ExecutionStatus::Succeeded, Some(r#""done""#)));
    let started = event(&client, &execution, HistoryEventType::ActivityStarted).await;
    assert_eq!(started.activity_started_event_details.unwrap().worker_name.as_deref(), Some("worker"));
    assert_eq!(client.list_activities().send().await.unwrap().activities.len(), 1);
    client.delete_activity().activity_arn(&activity).send().await.unwrap();
    let gone = client.describe_activity().activity_arn(&activity).send().await.unwrap_err();
    assert!(gone.into_service_error().is_activity_does_not_exist());
}

#[tokio::test]
async fn an_execution_is_stopped() {
    let client = client().await;
    let arn = create(&client, "waits", wait_for_a_day()).await;
    let execution = start(&client, &arn, json!({})).await;
    event(&client, &execution, HistoryEventType::WaitStateEntered).await;
    client.stop_execution().execution_arn(&execution).error("Enough").cause("of it").send().await.unwrap();
    let (status, _, error) = ended(&client, &execution).await;
    assert_eq!((status, error), (ExecutionStatus::Aborted, Some(("Enough".into(), "of it".into()))));
    let last = history(&client, &execution).await.pop().unwrap();
    assert_eq!(last.r#type, HistoryEventType::ExecutionAborted);
}

#[tokio::test]
async fn a_synchronous_execution_answers_with_its_output() {
    let client = client().await;
    let definition = machine(json!({"Pass": {"Type": "Pass", "End": true}}));
    let create = client.create_state_machine().name("sync").definition(definition).role_arn(ROLE);
    let arn = create.r#type(StateMachineType::Express).send().await.unwrap().state_machine_arn;
    let start = client.start_sync_execution().state_machine_arn(arn).input("[1]").customize();
    let result = start.mutate_request(without_host_prefix).send().await.unwrap();
    assert_eq!((result.status, result.output.as_deref()), (SyncExecutionStatus::Succeeded, Some("[1]")));
    assert!(result.billing_details.is_some());
}

#[tokio::test]
async fn definitions_are_validated() {
    let client = client().await;
    let wrong = machine(json!({"Pass": {"Type": "Pass", "Next": "Nowhere"}}));
    let found = client.validate_state_machine_definition().definition(&wrong).send().await.unwrap();
    assert_eq!(found.result, ValidateStateMachineDefinitionResultCode::Fail);
    assert!(found.diagnostics.iter().any(|diagnostic| diagnostic.location() == Some("/States/Pass/Next")));
    let create = client.create_state_machine().name("wrong").definition(wrong).role_arn(ROLE);
    assert!(create.send().await.unwrap_err().into_service_error().is_invalid_definition());
    let right = client.validate_state_machine_definition().definition(wait_for_a_day()).send().await.unwrap();
    assert_eq!(right.result, ValidateStateMachineDefinitionResultCode::Ok);
}

#[tokio::test]
async fn a_state_is_tested_with_a_mock() {
    let client = client().await;
    let state = json!({
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "f", "Payload.$": "$"},
        "OutputPath": "$.Payload",
        "End": true,
    });
    let mock = MockInput::builder().result(r#"{"Payload": {"done": true}}"#).build();
    let test = client.test_state().definition(state.to_string()).input("{}").mock(mock);
    let test = test.inspection_level(InspectionLevel::Debug).customize();
    let tested = test.mutate_request(without_host_prefix).send().await.unwrap();
    assert_eq!(
        (tested.status, tested.output.as_deref()),
        (Some(TestExecutionStatus::Succeeded), Some(r#"{"done":true}"#))
    );
    assert!(tested.inspection_data.unwrap().after_parameters.is_some());
}

#[tokio::test]
async fn an_alias_leads_to_a_version() {
    let client = client().await;
    let arn = create(&client, "versions", machine(json!({"Old": {"Type": "Pass", "Result": 1, "End": true}}))).await;
    let publish = || client.publish_state_machine_version().state_machine_arn(&arn).send();
    let first = publish().await.unwrap().state_machine_version_arn;
    let new = machine(json!({"New": {"Type": "Pass", "Result": 2, "End": true}}));
    client.update_state_machine().state_machine_arn(&arn).definition(new).send().await.unwrap();
    let second = publish().await.unwrap().state_machine_version_arn;
    let route = |version: &str| {
        RoutingConfigurationListItem::builder().state_machine_version_arn(version).weight(100).build().unwrap()
    };
    let create = client.create_state_machine_alias().name("LIVE").routing_configuration(route(&first));
    let alias = create.send().await.unwrap().state_machine_alias_arn;
    let run = async || {
        let execution = start(&client, &alias, json!({})).await;
        ended(&client, &execution).await.1
    };
    assert_eq!(run().await.as_deref(), Some("1"));
    let update = client.update_state_machine_alias().state_machine_alias_arn(&alias);
    update.routing_configuration(route(&second)).send().await.unwrap();
    assert_eq!(run().await.as_deref(), Some("2"));
    let versions = client.list_state_machine_versions().state_machine_arn(&arn).send().await.unwrap();
    assert_eq!(versions.state_machine_versions.len(), 2);
    let in_use = client.delete_state_machine_version().state_machine_version_arn(&second).send().await.unwrap_err();
    assert!(in_use.into_service_error().is_conflict_exception());
    client.delete_state_machine_alias().state_machine_alias_arn(&alias).send().await.unwrap();
    let aliases = client.list_state_machine_aliases().state_machine_arn(&arn).send().await.unwrap();
    assert!(aliases.state_machine_aliases.is_empty());
}

#[tokio::test]
async fn tags_are_kept() {
    let client = client().await;
    let arn = create(&client, "tagged", wait_for_a_day()).await;
    let tag = Tag::builder().key("team").value("a").build();
    client.tag_resource().resource_arn(&arn).tags(tag.clone()).send().await.unwrap();
    let tags = || client.list_tags_for_resource().resource_arn(&arn).send();
    assert_eq!(tags().await.unwrap().tags(), [tag]);
    client.untag_resource().resource_arn(&arn).tag_keys("team").send().await.unwrap();
    assert!(tags().await.unwrap().tags().is_empty());
}

#[tokio::test]
async fn errors_are_those_of_the_sdk() {
    let client = client().await;
    let missing = "arn:aws:states:us-east-1:123456789012:stateMachine:missing";
    let error = client.describe_state_machine().state_machine_arn(missing).send().await.unwrap_err();
    let error = error.into_service_error();
    assert!(error.is_state_machine_does_not_exist());
    assert_eq!(error.message(), Some(&*format!("State Machine Does Not Exist: '{missing}'")));
    let error = client.start_execution().state_machine_arn("x").send().await.unwrap_err().into_service_error();
    assert!(error.is_invalid_arn());
    let arn = create(&client, "input", wait_for_a_day()).await;
    let error = client.start_execution().state_machine_arn(arn).input("{").send().await.unwrap_err();
    assert!(error.into_service_error().is_invalid_execution_input());
}
