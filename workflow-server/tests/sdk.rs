//! The server through AWS's own SDK for Rust: what it cannot read is wrong, whatever we think of it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use aws_sdk_sfn::Client;
use aws_sdk_sfn::config::{BehaviorVersion, Credentials, Region, StalledStreamProtectionConfig};
use aws_sdk_sfn::error::ProvideErrorMetadata;
use aws_sdk_sfn::types::{
    ExecutionStatus, HistoryEventType, LogLevel, RoutingConfigurationListItem, StateMachineType, SyncExecutionStatus,
    Tag, ValidateStateMachineDefinitionResultCode,
};
use aws_smithy_http_client::Builder;
use serde_json::json;
use tokio::net::TcpListener;
use workflow_server::{Service, ServiceOptions, serve};

const ROLE: &str = "arn:aws:iam::123456789012:role/test";

/// A client of a server that runs as long as the test does, and the server's address.
async fn client() -> (Client, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, Service::new(ServiceOptions::default()), std::future::pending()));
    let config = aws_sdk_sfn::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
        .endpoint_url(&endpoint)
        .http_client(Builder::new().build_http())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    (Client::from_conf(config), endpoint)
}

fn pass(result: &str) -> String {
    json!({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": result, "End": true}}}).to_string()
}

async fn create(client: &Client, name: &str, definition: &str) -> String {
    let create = client.create_state_machine().name(name).definition(definition).role_arn(ROLE);
    create.publish(true).send().await.unwrap().state_machine_arn
}

/// The status and output of an execution, once it is over.
async fn ended(client: &Client, execution_arn: &str) -> (ExecutionStatus, Option<String>) {
    loop {
        let description = client.describe_execution().execution_arn(execution_arn).send().await.unwrap();
        if description.status != ExecutionStatus::Running {
            return (description.status, description.output);
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn state_machines_and_their_executions() {
    let (client, _) = client().await;
    let tag = Tag::builder().key("team").value("shop").build();
    let create = client.create_state_machine().name("Order").definition(pass("done")).role_arn(ROLE).tags(tag);
    let machine = create.send().await.unwrap().state_machine_arn;
    let described = client.describe_state_machine().state_machine_arn(&machine).send().await.unwrap();
    assert_eq!(described.r#type, StateMachineType::Standard);
    assert_eq!(described.logging_configuration.unwrap().level, Some(LogLevel::Off));
    let tags = client.list_tags_for_resource().resource_arn(&machine).send().await.unwrap();
    assert_eq!(tags.tags()[0].value(), Some("shop"));

    let start = client.start_execution().state_machine_arn(&machine).name("one").input("{}");
    let started = start.send().await.unwrap();
    assert_eq!(ended(&client, &started.execution_arn).await, (ExecutionStatus::Succeeded, Some("\"done\"".into())));
    let description = client.describe_execution().execution_arn(&started.execution_arn).send().await.unwrap();
    assert_eq!(description.start_date, started.start_date);
    assert!(description.input_details.unwrap().included);
    let history = client.get_execution_history().execution_arn(&started.execution_arn).send().await.unwrap();
    let types: Vec<&HistoryEventType> = history.events.iter().map(|event| &event.r#type).collect();
    use HistoryEventType::{ExecutionStarted, ExecutionSucceeded, PassStateEntered, PassStateExited};
    assert_eq!(types, [&ExecutionStarted, &PassStateEntered, &PassStateExited, &ExecutionSucceeded]);
    let exited = history.events[2].state_exited_event_details.as_ref().unwrap();
    assert_eq!((exited.name(), exited.output()), ("A", Some("\"done\"")));

    for name in ["two", "three"] {
        client.start_execution().state_machine_arn(&machine).name(name).send().await.unwrap();
    }
    let mut pages = client.list_executions().state_machine_arn(&machine).max_results(2).into_paginator().send();
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(page.unwrap().executions.into_iter().map(|execution| execution.name));
    }
    assert_eq!(names, ["three", "two", "one"]);
    client.delete_state_machine().state_machine_arn(&machine).send().await.unwrap();
    let error = client.describe_state_machine().state_machine_arn(&machine).send().await.unwrap_err();
    assert!(error.into_service_error().is_state_machine_does_not_exist());
}

#[tokio::test]
async fn executions_are_stopped() {
    let (client, _) = client().await;
    let wait = json!({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 100_000, "End": true}}});
    let machine = create(&client, "Wait", &wait.to_string()).await;
    let execution = client.start_execution().state_machine_arn(&machine).send().await.unwrap().execution_arn;
    client.stop_execution().execution_arn(&execution).error("E").cause("c").send().await.unwrap();
    let description = client.describe_execution().execution_arn(&execution).send().await.unwrap();
    assert_eq!(description.status, ExecutionStatus::Aborted);
    assert_eq!((description.error(), description.cause()), (Some("E"), Some("c")));
}

#[tokio::test]
async fn activities_and_callbacks() {
    let (client, _) = client().await;
    let activity = client.create_activity().name("Pack").send().await.unwrap().activity_arn;
    let definition = json!({"StartAt": "P", "States": {"P": {"Type": "Task", "Resource": activity, "End": true}}});
    let machine = create(&client, "M", &definition.to_string()).await;
    let execution =
        client.start_execution().state_machine_arn(&machine).input("[1]").send().await.unwrap().execution_arn;
    let task = client.get_activity_task().activity_arn(&activity).worker_name("w").send().await.unwrap();
    assert_eq!(task.input(), Some("[1]"));
    let token = task.task_token().unwrap();
    client.send_task_heartbeat().task_token(token).send().await.unwrap();
    client.send_task_success().task_token(token).output("2").send().await.unwrap();
    assert_eq!(ended(&client, &execution).await.1.as_deref(), Some("2"));
    let error = client.send_task_success().task_token(token).output("2").send().await.unwrap_err();
    assert!(error.into_service_error().is_task_timed_out());
    let error = client.send_task_failure().task_token("x").send().await.unwrap_err();
    assert!(error.into_service_error().is_invalid_token());
}

#[tokio::test]
async fn synchronous_executions() {
    let (client, endpoint) = client().await;
    let create = client.create_state_machine().name("X").definition(pass("r")).role_arn(ROLE);
    let machine = create.r#type(StateMachineType::Express).send().await.unwrap().state_machine_arn;
    let start = client.start_sync_execution().state_machine_arn(&machine).customize();
    // The SDK puts `sync-` before the host, which an address is not to have.
    let response =
        start.mutate_request(move |request| request.set_uri(endpoint.clone()).unwrap()).send().await.unwrap();
    assert_eq!(response.status, SyncExecutionStatus::Succeeded);
    assert_eq!(response.output(), Some("\"r\""));
    assert_eq!(response.billing_details().unwrap().billed_memory_used_in_mb, 64);
}

#[tokio::test]
async fn versions_and_aliases() {
    let (client, _) = client().await;
    let machine = create(&client, "M", &pass("one")).await;
    let update = client.update_state_machine().state_machine_arn(&machine).definition(pass("two")).publish(true);
    let second = update.send().await.unwrap().state_machine_version_arn.unwrap();
    let route = RoutingConfigurationListItem::builder().state_machine_version_arn(&second).weight(100).build().unwrap();
    let alias = client.create_state_machine_alias().name("PROD").routing_configuration(route).send().await.unwrap();
    let start = client.start_execution().state_machine_arn(&alias.state_machine_alias_arn);
    let execution = start.send().await.unwrap().execution_arn;
    assert_eq!(ended(&client, &execution).await.1.as_deref(), Some("\"two\""));
    let described = client
        .describe_state_machine_alias()
        .state_machine_alias_arn(&alias.state_machine_alias_arn)
        .send()
        .await
        .unwrap();
    assert_eq!(described.routing_configuration()[0].weight, 100);
    let versions = client.list_state_machine_versions().state_machine_arn(&machine).send().await.unwrap();
    assert_eq!(versions.state_machine_versions.len(), 2);
    let error = client.delete_state_machine_version().state_machine_version_arn(&second).send().await.unwrap_err();
    assert!(error.into_service_error().is_conflict_exception());
}

#[tokio::test]
async fn errors_and_validation() {
    let (client, _) = client().await;
    let validate = client.validate_state_machine_definition().definition("{}").send().await.unwrap();
    assert_eq!(validate.result, ValidateStateMachineDefinitionResultCode::Fail);
    assert_eq!(validate.diagnostics[0].code, "SCHEMA_VALIDATION_FAILED");
    let create = client.create_state_machine().name("M").definition("{}").role_arn(ROLE);
    assert!(create.send().await.unwrap_err().into_service_error().is_invalid_definition());
    let error = client.list_executions().state_machine_arn("x").max_results(1001).send().await.unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
    assert!(error.message().unwrap().contains("less than or equal to 1000"));
    let error = client.describe_execution().execution_arn("x").send().await.unwrap_err();
    assert_eq!(error.message(), Some("Invalid Arn: 'Invalid ARN prefix: x'"));
    assert!(error.into_service_error().is_invalid_arn());
}
