//! Activities and their tasks.

use serde_json::json;

use crate::{ARN, Client, text};

#[tokio::test]
async fn the_same_activity_is_created_once() {
    let client = Client::new();
    let created = client.call("CreateActivity", json!({"name": "Pack", "tags": [{"key": "k", "value": "v"}]})).await;
    assert_eq!(client.call("CreateActivity", json!({"name": "Pack"})).await, created);
    let arn = format!("{ARN}:activity:Pack");
    let described = client.call("DescribeActivity", json!({"activityArn": arn})).await;
    assert_eq!(
        described,
        json!({"activityArn": arn, "name": "Pack", "creationDate": created["creationDate"],
            "encryptionConfiguration": {"type": "AWS_OWNED_KEY"}})
    );
    let other_key = json!({"name": "Pack", "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}});
    let error = client.error("CreateActivity", other_key).await;
    assert_eq!(error, format!("ActivityAlreadyExists: Activity Already Exists: '{arn}'"));
    for _ in 0..2 {
        assert_eq!(client.call("DeleteActivity", json!({"activityArn": arn})).await, json!({}));
    }
    for operation in ["DescribeActivity", "GetActivityTask"] {
        let error = client.error(operation, json!({"activityArn": arn})).await;
        assert_eq!(error, format!("ActivityDoesNotExist: Activity Does Not Exist: '{arn}'"));
    }
}

#[tokio::test]
async fn names_and_arns_are_checked() {
    let client = Client::new();
    let error = client.error("CreateActivity", json!({"name": "a b"})).await;
    assert_eq!(error, "InvalidName: Invalid Name: 'a b'");
    let error = client.error("GetActivityTask", json!({"activityArn": "pack"})).await;
    assert_eq!(error, "InvalidArn: Invalid Arn: 'Invalid ARN prefix: pack'");
    let error = client.error("DescribeActivity", json!({"activityArn": format!("{ARN}:stateMachine:a")})).await;
    assert_eq!(error, "InvalidArn: Invalid Arn: 'Resource type not valid in this context: stateMachine'");
}

#[tokio::test]
async fn activities_are_listed_a_page_at_a_time() {
    let client = Client::new();
    for name in ["c", "a", "b"] {
        client.call("CreateActivity", json!({"name": name})).await;
    }
    let mut names = Vec::new();
    let mut request = json!({"maxResults": 2});
    loop {
        let page = client.call("ListActivities", request).await;
        names.push(page["activities"].as_array().unwrap().iter().map(|item| text(item, "name")).collect::<Vec<_>>());
        let Some(token) = page.get("nextToken") else { break };
        request = json!({"maxResults": 2, "nextToken": token});
    }
    assert_eq!(names, [vec!["c", "a"], vec!["b"]]);
    let error = client.error("ListActivities", json!({"nextToken": "x"})).await;
    assert_eq!(error, "InvalidToken: Invalid Token: 'Invalid token'");
}

#[tokio::test]
async fn a_worker_takes_a_task_and_completes_it() {
    let client = Client::new();
    client.call("CreateActivity", json!({"name": "Pack"})).await;
    let activity = format!("{ARN}:activity:Pack");
    let definition = json!({"StartAt": "P", "States": {"P": {"Type": "Task", "Resource": activity, "End": true}}});
    let machine = client.state_machine("M", &definition.to_string()).await;
    let run = client.run(json!({"stateMachineArn": machine, "input": "{\"n\": 1}"}));
    let work = async {
        let task = client.call("GetActivityTask", json!({"activityArn": activity, "workerName": "w"})).await;
        assert_eq!(task["input"], r#"{"n":1}"#);
        let token = &task["taskToken"];
        assert_eq!(client.call("SendTaskHeartbeat", json!({"taskToken": token})).await, json!({}));
        let error = client.error("SendTaskSuccess", json!({"taskToken": token, "output": "no"})).await;
        assert!(error.starts_with("InvalidOutput: Invalid Output: 'Unrecognized token 'no'"), "{error}");
        client.call("SendTaskSuccess", json!({"taskToken": token, "output": "[2]"})).await;
        client.error("SendTaskFailure", json!({"taskToken": token})).await
    };
    let (description, again) = tokio::join!(run, work);
    assert_eq!(description["output"], "[2]");
    assert_eq!(again, "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
    for (operation, request) in [
        ("SendTaskHeartbeat", json!({"taskToken": "x"})),
        ("SendTaskSuccess", json!({"taskToken": "x", "output": "no"})),
    ] {
        assert_eq!(client.error(operation, request).await, "InvalidToken: Invalid Token: 'Invalid token'");
    }
}

#[tokio::test]
async fn a_task_of_an_activity_that_is_gone_fails() {
    let client = Client::new();
    let activity = format!("{ARN}:activity:Gone");
    let definition = json!({"StartAt": "P", "States": {"P": {"Type": "Task", "Resource": activity, "End": true}}});
    let machine = client.state_machine("M", &definition.to_string()).await;
    let description = client.run(json!({"stateMachineArn": machine})).await;
    assert_eq!(description["error"], "States.Runtime");
    assert!(text(&description, "cause").ends_with(&format!("The activity {activity} does not exist.")));
}
