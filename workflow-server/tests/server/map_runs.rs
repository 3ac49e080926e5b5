//! Map Runs.

use serde_json::json;

use crate::{ARN, Client, text};

/// A distributed Map that runs one activity task per item.
fn distributed() -> String {
    json!({"StartAt": "M", "QueryLanguage": "JSONata", "States": {"M": {
        "Type": "Map", "Label": "L", "MaxConcurrency": 1, "ToleratedFailureCount": 1, "End": true,
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "T",
            "States": {"T": {"Type": "Task", "Resource": format!("{ARN}:activity:A"), "End": true}}
        },
    }}})
    .to_string()
}

#[tokio::test]
async fn a_map_run_is_described_limited_and_listed() {
    let client = Client::new();
    let activity = format!("{ARN}:activity:A");
    client.call("CreateActivity", json!({"name": "A"})).await;
    let machine = client.state_machine("M", &distributed()).await;
    let start = json!({"stateMachineArn": machine, "input": "[1, 2, 3]", "name": "e"});
    client.call("StartExecution", start).await;
    let take = async || client.call("GetActivityTask", json!({"activityArn": activity})).await["taskToken"].clone();
    let first = take().await;

    let execution = format!("{ARN}:execution:M:e");
    let listed = client.call("ListMapRuns", json!({"executionArn": execution})).await;
    let run = &listed["mapRuns"][0];
    let arn = text(run, "mapRunArn");
    assert!(arn.starts_with(&format!("{ARN}:mapRun:M/L:")), "{arn}");
    assert_eq!(run["stateMachineArn"], format!("{ARN}:stateMachine:M/L"));
    let describe = async || client.call("DescribeMapRun", json!({"mapRunArn": arn})).await;
    let described = describe().await;
    assert_eq!((&described["status"], &described["maxConcurrency"]), (&json!("RUNNING"), &json!(1)));
    let counts = |pending, running, succeeded, failed, written| {
        json!({"pending": pending, "running": running, "succeeded": succeeded, "failed": failed, "timedOut": 0,
            "aborted": 0, "total": 3, "resultsWritten": written})
    };
    assert_eq!(described["itemCounts"], counts(2, 1, 0, 0, 0));

    // With room for another, another runs, though the first has not ended.
    assert_eq!(client.call("UpdateMapRun", json!({"mapRunArn": arn, "maxConcurrency": 2})).await, json!({}));
    let second = take().await;
    assert_eq!(describe().await["executionCounts"], counts(1, 2, 0, 0, 0));
    client.call("SendTaskFailure", json!({"taskToken": first, "error": "E"})).await;
    let third = take().await;
    for token in [second, third] {
        client.call("SendTaskSuccess", json!({"taskToken": token, "output": "1"})).await;
    }
    let request = json!({"executionArn": execution});
    while client.call("DescribeExecution", request.clone()).await["status"] == "RUNNING" {
        tokio::task::yield_now().await;
    }
    let described = describe().await;
    assert_eq!(described["status"], "SUCCEEDED");
    assert_eq!(described["itemCounts"], counts(0, 0, 2, 1, 3));
    let error = client.error("UpdateMapRun", json!({"mapRunArn": arn, "maxConcurrency": 2})).await;
    assert!(error.starts_with("ValidationException: "), "{error}");
}

#[tokio::test]
async fn a_map_run_that_does_not_exist() {
    let client = Client::new();
    let arn = format!("{ARN}:mapRun:M/L:id");
    for operation in ["DescribeMapRun", "UpdateMapRun", "ListExecutions"] {
        let error = client.error(operation, json!({"mapRunArn": arn})).await;
        assert_eq!(error, format!("ResourceNotFound: Resource not found: '{arn}'"));
    }
    let error = client.error("DescribeMapRun", json!({"mapRunArn": "x"})).await;
    assert_eq!(error, "InvalidArn: Invalid Arn: 'Invalid ARN prefix: x'");
}
