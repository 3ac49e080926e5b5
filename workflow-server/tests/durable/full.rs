//! A store that cannot be written.

use std::sync::Arc;

use serde_json::json;
use workflow_engine::durable::{MemoryStore, StoreError};
use workflow_server::{Service, ServiceOptions};

use crate::{ARN, Client, ROLE, activity_task, pass, text};

#[tokio::test]
async fn what_cannot_be_written_has_not_happened() {
    let store = MemoryStore::new();
    let client = Client(Service::open(ServiceOptions::default(), Arc::new(store.clone())).await.unwrap());
    let machine = client.state_machine("M", &pass("r")).await;
    store.fail_with(Some(StoreError::Full("no space left".to_owned())));
    let create = json!({"name": "N", "definition": pass("r").to_string(), "roleArn": ROLE});
    let tag = json!({"resourceArn": machine, "tags": [{"key": "k", "value": "v"}]});
    for (operation, request) in [
        ("CreateStateMachine", create.clone()),
        ("CreateActivity", json!({"name": "A"})),
        ("TagResource", tag),
        ("UpdateStateMachine", json!({"stateMachineArn": machine, "definition": pass("other").to_string()})),
        ("DeleteStateMachine", json!({"stateMachineArn": machine})),
        ("StartExecution", json!({"stateMachineArn": machine, "name": "e"})),
    ] {
        let error = client.0.call(operation, request).await.unwrap_err();
        assert_eq!((error.code, error.status), ("ServiceUnavailable", 503), "{operation}: {error}");
        assert!(error.message.contains("no space left"), "{error}");
    }
    store.fail_with(None);
    let machines = client.call("ListStateMachines", json!({})).await;
    assert_eq!(machines["stateMachines"].as_array().unwrap().len(), 1);
    assert_eq!(client.call("ListActivities", json!({})).await, json!({"activities": []}));
    assert_eq!(client.call("ListTagsForResource", json!({"resourceArn": machine})).await, json!({"tags": []}));
    let described = client.call("DescribeStateMachine", json!({"stateMachineArn": machine})).await;
    assert_eq!(described["definition"], pass("r").to_string());
    let missing = client.error("DescribeExecution", json!({"executionArn": format!("{ARN}:execution:M:e")})).await;
    assert!(missing.starts_with("ExecutionDoesNotExist"), "{missing}");
    client.call("CreateStateMachine", create).await;
    assert_eq!(client.ended(&client.start(&machine, "e").await).await["status"], "SUCCEEDED");
}

#[tokio::test]
async fn a_result_that_cannot_be_written_is_not_lost() {
    let store = MemoryStore::new();
    let client = Client(Service::open(ServiceOptions::default(), Arc::new(store.clone())).await.unwrap());
    client.call("CreateActivity", json!({"name": "A"})).await;
    let activity = format!("{ARN}:activity:A");
    let machine = client.state_machine("M", &activity_task(&activity)).await;
    let execution = client.start(&machine, "e").await;
    let token = client.take(&activity).await;
    store.fail_with(Some(StoreError::Full("no space left".to_owned())));
    let success = json!({"taskToken": token, "output": "[1]"});
    let error = client.0.call("SendTaskSuccess", success).await.unwrap_err();
    assert_eq!(error.status, 503, "{error}");
    store.fail_with(None);
    let description = client.ended(&execution).await;
    assert_eq!(text(&description, "output"), "[1]");
}
