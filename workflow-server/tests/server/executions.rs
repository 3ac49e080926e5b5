//! Executions.

use serde_json::{Value, json};

use crate::{ARN, Client, ROLE, pass, text, wait};

#[tokio::test]
async fn an_execution_is_described() {
    let client = Client::new();
    let machine = client.state_machine("M", &pass("r")).await;
    let start = json!({"stateMachineArn": machine, "name": "e", "input": "{\"a\": 1}", "traceHeader": "Root=1"});
    let mut description = client.run(start).await;
    for date in ["startDate", "stopDate"] {
        assert!(description[date].is_f64());
        description.as_object_mut().unwrap().remove(date);
    }
    assert_eq!(
        description,
        json!({
            "executionArn": format!("{ARN}:execution:M:e"), "stateMachineArn": machine, "name": "e",
            "status": "SUCCEEDED", "input": "{\"a\": 1}", "inputDetails": {"included": true},
            "output": "\"r\"", "outputDetails": {"included": true}, "traceHeader": "Root=1", "redriveCount": 0,
            "redriveStatus": "NOT_REDRIVABLE",
            "redriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        })
    );
    let request = json!({"executionArn": format!("{ARN}:execution:M:e"), "includedData": "METADATA_ONLY"});
    let description = client.call("DescribeExecution", request).await;
    assert_eq!((description.get("input"), description.get("output")), (None, None));
    assert_eq!(description["outputDetails"], json!({"included": false}));
}

#[tokio::test]
async fn a_start_is_idempotent_while_it_runs() {
    let client = Client::new();
    let machine = client.state_machine("M", &wait()).await;
    let start = |input: &str| json!({"stateMachineArn": machine, "name": "e", "input": input});
    let started = client.call("StartExecution", start("{}")).await;
    assert_eq!(client.call("StartExecution", start("{}")).await, started);
    let exists = format!("ExecutionAlreadyExists: Execution Already Exists: '{ARN}:execution:M:e'");
    assert_eq!(client.error("StartExecution", start("[]")).await, exists);
    client.call("StopExecution", json!({"executionArn": started["executionArn"]})).await;
    assert_eq!(client.error("StartExecution", start("{}")).await, exists);
}

#[tokio::test]
async fn inputs_are_json() {
    let client = Client::new();
    let machine = client.state_machine("M", &pass("")).await;
    let error =
        async |input: &str| client.error("StartExecution", json!({"stateMachineArn": machine, "input": input})).await;
    let prefix = "InvalidExecutionInput: Invalid State Machine Execution Input";
    assert_eq!(error("").await, format!("{prefix}: 'Invalid execution input.'"));
    assert_eq!(
        error("{'a'").await,
        format!("{prefix}: 'Unexpected character (''' (code 39)): was expecting double-quote to start field name'")
    );
    let name = json!({"stateMachineArn": machine, "name": "a/b"});
    assert_eq!(client.error("StartExecution", name).await, "InvalidName: Invalid Name: 'a/b'");
}

#[tokio::test]
async fn a_stopped_execution_says_why() {
    let client = Client::new();
    let machine = client.state_machine("M", &wait()).await;
    let execution = text(&client.call("StartExecution", json!({"stateMachineArn": machine})).await, "executionArn");
    let request = json!({"executionArn": execution});
    let running = client.call("DescribeExecution", request.clone()).await;
    assert_eq!(running["redriveStatusReason"], "Execution is RUNNING and cannot be redriven");
    let error = client.error("RedriveExecution", request.clone()).await;
    assert!(error.starts_with("ExecutionNotRedrivable: "), "{error}");
    let stopped = client.call("StopExecution", json!({"executionArn": execution, "error": "E", "cause": "c"})).await;
    let aborted = client.call("DescribeExecution", request.clone()).await;
    assert_eq!(
        (&aborted["status"], &aborted["error"], &aborted["cause"]),
        (&json!("ABORTED"), &json!("E"), &json!("c"))
    );
    assert_eq!(aborted["stopDate"], stopped["stopDate"]);
    assert_eq!(aborted["redriveStatus"], "REDRIVABLE");
    assert_eq!(aborted.get("outputDetails"), None);
    assert_eq!(client.call("StopExecution", request).await, stopped);
}

#[tokio::test]
async fn executions_are_listed_newest_first() {
    let client = Client::new();
    let machine = client.published("M", &pass("")).await;
    for name in ["a", "b", "c"] {
        client.run(json!({"stateMachineArn": machine, "name": name})).await;
    }
    client.run(json!({"stateMachineArn": format!("{machine}:1"), "name": "v"})).await;
    let list = async |request: Value| {
        let response = client.call("ListExecutions", request).await;
        let executions = response["executions"].as_array().unwrap().clone();
        (executions.iter().map(|item| text(item, "name")).collect::<String>(), response["nextToken"].clone())
    };
    let (names, token) = list(json!({"stateMachineArn": machine, "maxResults": 3})).await;
    assert_eq!(names, "vcb");
    // What starts meanwhile does not move the next page.
    client.run(json!({"stateMachineArn": machine, "name": "d"})).await;
    assert_eq!(list(json!({"stateMachineArn": machine, "nextToken": token})).await, ("a".to_owned(), Value::Null));
    assert_eq!(list(json!({"stateMachineArn": format!("{machine}:1")})).await.0, "v");
    assert_eq!(list(json!({"stateMachineArn": machine, "statusFilter": "SUCCEEDED"})).await.0, "dvcba");
    assert_eq!(list(json!({"stateMachineArn": machine, "statusFilter": "FAILED"})).await.0, "");
    assert_eq!(list(json!({"stateMachineArn": machine, "redriveFilter": "REDRIVEN"})).await.0, "");
    let error = client.error("ListExecutions", json!({"stateMachineArn": machine, "statusFilter": "failed"})).await;
    assert!(error.ends_with("[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]"), "{error}");
}

#[tokio::test]
async fn a_history_comes_in_pages_either_way() {
    let client = Client::new();
    let machine = client.state_machine("M", &pass("")).await;
    client.run(json!({"stateMachineArn": machine, "name": "e", "input": "{\"secret\": 1}"})).await;
    for (is_reversed, expected) in [(false, [1, 2, 3, 4]), (true, [4, 3, 2, 1])] {
        let mut ids = Vec::new();
        let mut token = Value::Null;
        loop {
            let arn = format!("{ARN}:execution:M:e");
            let request =
                json!({"executionArn": arn, "maxResults": 3, "reverseOrder": is_reversed, "nextToken": token});
            let page = client.call("GetExecutionHistory", request).await;
            ids.extend(page["events"].as_array().unwrap().iter().map(|event| event["id"].as_i64().unwrap()));
            token = page["nextToken"].clone();
            if token.is_null() {
                break;
            }
        }
        assert_eq!(ids, expected);
    }
    let request = json!({"executionArn": format!("{ARN}:execution:M:e"), "includeExecutionData": false});
    assert!(!client.call("GetExecutionHistory", request).await.to_string().contains("secret"));
}

#[tokio::test]
async fn express_executions_are_not_kept() {
    let client = Client::new();
    let create = json!({"name": "X", "definition": pass("r"), "roleArn": ROLE, "type": "EXPRESS"});
    let machine = text(&client.call("CreateStateMachine", create).await, "stateMachineArn");
    let started = client.call("StartExecution", json!({"stateMachineArn": machine, "name": "e"})).await;
    let execution = text(&started, "executionArn");
    assert!(execution.starts_with(&format!("{ARN}:express:X:e:")), "{execution}");
    for operation in ["DescribeExecution", "GetExecutionHistory", "StopExecution"] {
        let error = client.error(operation, json!({"executionArn": execution})).await;
        assert_eq!(error, "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'");
    }
    let not_supported = "StateMachineTypeNotSupported: This operation is not supported by this type of state machine";
    assert_eq!(client.error("ListExecutions", json!({"stateMachineArn": machine})).await, not_supported);
    let standard = client.state_machine("S", &pass("")).await;
    assert_eq!(client.error("StartSyncExecution", json!({"stateMachineArn": standard})).await, not_supported);
}

#[tokio::test]
async fn a_synchronous_execution_answers_with_its_result() {
    let client = Client::new();
    let create = |name: &str, definition: Value| json!({"name": name, "definition": definition.to_string(), "roleArn": ROLE, "type": "EXPRESS"});
    let done = json!({"StartAt": "A", "States": {"A": {"Type": "Succeed"}}});
    let failed = json!({"StartAt": "A", "States": {"A": {"Type": "Fail", "Error": "E", "Cause": "c"}}});
    client.call("CreateStateMachine", create("X", done)).await;
    client.call("CreateStateMachine", create("Y", failed)).await;
    let start = |name: &str| json!({"stateMachineArn": format!("{ARN}:stateMachine:{name}"), "input": "[1, 2]"});
    let response = client.call("StartSyncExecution", start("X")).await;
    assert_eq!(response["status"], "SUCCEEDED");
    assert_eq!((&response["input"], &response["output"]), (&json!("[1, 2]"), &json!("[1,2]")));
    assert_eq!(response["billingDetails"], json!({"billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": 100}));
    let response = client.call("StartSyncExecution", start("Y")).await;
    assert_eq!((&response["error"], &response["cause"]), (&json!("E"), &json!("c")));
    assert_eq!(response["outputDetails"], json!({"included": true}));
}

#[tokio::test]
async fn a_task_starts_an_execution_of_the_same_service() {
    let client = Client::new();
    let child = client.state_machine("Child", &pass("from the child")).await;
    let parent = json!({"StartAt": "A", "QueryLanguage": "JSONata", "States": {"A": {
        "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
        "Arguments": {"StateMachineArn": child, "Input": {}}, "Output": "{% $states.result.Output %}", "End": true,
    }}});
    let machine = client.state_machine("Parent", &parent.to_string()).await;
    assert_eq!(client.run(json!({"stateMachineArn": machine})).await["output"], "\"from the child\"");
}
