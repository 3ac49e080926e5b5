//! What the API creates besides executions.

use std::time::Duration;

use serde_json::{Value, json};
use workflow_server::ServiceOptions;

use crate::{ARN, Client, ROLE, activity_task, pass, process, process_with};

/// All that the API says of what it keeps.
async fn all(client: &Client) -> Value {
    let mut all = json!({
        "machines": client.call("ListStateMachines", json!({})).await,
        "activities": client.call("ListActivities", json!({})).await,
    });
    for machine in ["Order", "Plain", "Quick"] {
        let arn = format!("{ARN}:stateMachine:{machine}");
        for operation in ["DescribeStateMachine", "ListStateMachineVersions", "ListStateMachineAliases"] {
            all[machine][operation] = client.call(operation, json!({"stateMachineArn": arn})).await;
        }
        all[machine]["tags"] = client.call("ListTagsForResource", json!({"resourceArn": arn})).await;
    }
    let version = json!({"stateMachineArn": format!("{ARN}:stateMachine:Order:1")});
    all["version"] = client.call("DescribeStateMachine", version).await;
    let alias = json!({"stateMachineAliasArn": format!("{ARN}:stateMachine:Order:PROD")});
    all["alias"] = client.call("DescribeStateMachineAlias", alias).await;
    all
}

async fn create(client: &Client) {
    let order = client.state_machine("Order", &pass("one")).await;
    client.state_machine("Plain", &pass("plain")).await;
    client.state_machine("Gone", &pass("gone")).await;
    client.call("DeleteStateMachine", json!({"stateMachineArn": format!("{ARN}:stateMachine:Gone")})).await;
    let quick = json!({"name": "Quick", "definition": pass("q").to_string(), "roleArn": ROLE, "type": "EXPRESS"});
    client.call("CreateStateMachine", quick).await;
    let update = json!({"stateMachineArn": order, "definition": pass("two").to_string(), "publish": true});
    client.call("UpdateStateMachine", update).await;
    let route = |number, weight| json!({"stateMachineVersionArn": format!("{order}:{number}"), "weight": weight});
    let alias = json!({"name": "PROD", "description": "d", "routingConfiguration": [route(1, 30), route(2, 70)]});
    client.call("CreateStateMachineAlias", alias).await;
    let tags = json!({"resourceArn": order, "tags": [{"key": "z", "value": "1"}, {"key": "a", "value": "2"}]});
    client.call("TagResource", tags).await;
    for name in ["Pack", "Send"] {
        client.call("CreateActivity", json!({"name": name})).await;
    }
    client.call("DeleteActivity", json!({"activityArn": format!("{ARN}:activity:Send")})).await;
}

#[test]
fn all_that_was_created_is_there_again() {
    let directory = tempfile::tempdir().unwrap();
    let before = process(directory.path(), async |client| {
        create(&client).await;
        all(&client).await
    });
    assert_eq!(before["machines"]["stateMachines"].as_array().unwrap().len(), 3);
    process(directory.path(), async |client| {
        assert_eq!(all(&client).await, before);
        // What comes now comes after what was there.
        let order = format!("{ARN}:stateMachine:Order");
        let same = client.call("PublishStateMachineVersion", json!({"stateMachineArn": order})).await;
        assert_eq!(same["stateMachineVersionArn"], format!("{order}:2"));
        client.call("CreateActivity", json!({"name": "Again"})).await;
        let activities = client.call("ListActivities", json!({})).await;
        assert_eq!(activities["activities"][1]["name"], "Again");
    });
}

#[test]
fn a_deleted_state_machine_is_described_for_its_executions() {
    let directory = tempfile::tempdir().unwrap();
    let activity = format!("{ARN}:activity:A");
    let execution = process(directory.path(), async |client| {
        client.call("CreateActivity", json!({"name": "A"})).await;
        let machine = client.state_machine("M", &activity_task(&activity)).await;
        let execution = client.start(&machine, "e").await;
        client.call("DeleteStateMachine", json!({"stateMachineArn": machine})).await;
        execution
    });
    process(directory.path(), async |client| {
        assert_eq!(client.0.prune().await.unwrap(), 0);
        let described = client.call("DescribeStateMachineForExecution", json!({"executionArn": execution})).await;
        assert_eq!((&described["name"], &described["roleArn"]), (&json!("M"), &json!(ROLE)));
        assert_eq!(described["definition"], activity_task(&activity).to_string());
        let token = client.take(&activity).await;
        client.call("SendTaskSuccess", json!({"taskToken": token, "output": "2"})).await;
        assert_eq!(client.ended(&execution).await["output"], "2");
    });
}

#[test]
fn executions_are_forgotten_with_their_names() {
    let directory = tempfile::tempdir().unwrap();
    let options = ServiceOptions { retention: Duration::ZERO, ..ServiceOptions::default() };
    process_with(directory.path(), options, async |client| {
        let machine = client.state_machine("M", &pass("r")).await;
        let execution = client.start(&machine, "e").await;
        client.ended(&execution).await;
        // It ended before now only when the clock shows another millisecond.
        while client.0.prune().await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        for operation in ["DescribeExecution", "GetExecutionHistory", "RedriveExecution", "StopExecution"] {
            let error = client.error(operation, json!({"executionArn": execution})).await;
            assert!(error.starts_with("ExecutionDoesNotExist: "), "{operation}: {error}");
        }
        assert_eq!(client.start(&machine, "e").await, execution);
    });
}
