//! Executions across the end of a process.

use serde_json::{Value, json};
use workflow_server::ServiceOptions;
use workflow_store::StoreReader;

use crate::{ARN, activity_task, pass, process, process_with, text};

#[test]
fn an_execution_goes_on_with_its_task_and_its_token() {
    let directory = tempfile::tempdir().unwrap();
    let activity = format!("{ARN}:activity:A");
    let (taken, token) = process(directory.path(), async |client| {
        client.call("CreateActivity", json!({"name": "A"})).await;
        let machine = client.state_machine("M", &activity_task(&activity)).await;
        let taken = client.start(&machine, "taken").await;
        let token = client.take(&activity).await;
        client.start(&machine, "offered").await;
        (taken, token)
    });
    process(directory.path(), async |client| {
        let offered = format!("{ARN}:execution:M:offered");
        let mut description = client.describe(&offered).await;
        assert_eq!((&description["status"], &description["input"]), (&json!("RUNNING"), &json!(r#"{"n": 1}"#)));
        client.call("SendTaskHeartbeat", json!({"taskToken": token})).await;
        client.call("SendTaskSuccess", json!({"taskToken": token, "output": "1"})).await;
        assert_eq!(client.ended(&taken).await["output"], "1");
        let token = client.take(&activity).await;
        client.call("SendTaskFailure", json!({"taskToken": token, "error": "E"})).await;
        description = client.ended(&offered).await;
        assert_eq!((&description["status"], &description["error"]), (&json!("FAILED"), &json!("E")));
        let expected = [
            "ExecutionStarted",
            "TaskStateEntered",
            "ActivityScheduled",
            "ActivityStarted",
            "ActivitySucceeded",
            "TaskStateExited",
            "ExecutionSucceeded",
        ];
        assert_eq!(client.events(&taken).await, expected);
    });
}

#[test]
fn a_name_is_the_same_execution_in_the_next_process() {
    let directory = tempfile::tempdir().unwrap();
    let wait = json!({"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 100_000, "End": true}}});
    let start = json!({"stateMachineArn": format!("{ARN}:stateMachine:M"), "name": "e", "input": "{ }",
        "traceHeader": "Root=1"});
    let started = process(directory.path(), async |client| {
        client.state_machine("M", &wait).await;
        client.call("StartExecution", start.clone()).await
    });
    process(directory.path(), async |client| {
        assert_eq!(client.call("StartExecution", start.clone()).await, started);
        let execution = text(&started, "executionArn");
        let description = client.describe(&execution).await;
        assert_eq!((&description["input"], &description["traceHeader"]), (&json!("{ }"), &json!("Root=1")));
        client.call("StopExecution", json!({"executionArn": execution, "cause": "c"})).await;
    });
    process(directory.path(), async |client| {
        let exists = client.error("StartExecution", start.clone()).await;
        assert_eq!(exists, format!("ExecutionAlreadyExists: Execution Already Exists: '{ARN}:execution:M:e'"));
        assert_eq!(client.describe(&format!("{ARN}:execution:M:e")).await["cause"], "c");
    });
}

fn parent(child: &str, pattern: &str) -> Value {
    json!({"StartAt": "A", "QueryLanguage": "JSONata", "States": {"A": {
        "Type": "Task", "Resource": format!("arn:aws:states:::states:startExecution{pattern}"),
        "Arguments": {"StateMachineArn": child, "Input": {}}, "End": true,
    }}})
}

#[test]
fn a_task_that_is_run_again_waits_for_the_execution_that_it_has_started() {
    let directory = tempfile::tempdir().unwrap();
    let activity = format!("{ARN}:activity:A");
    let child = format!("{ARN}:stateMachine:Child");
    let execution = process(directory.path(), async |client| {
        client.call("CreateActivity", json!({"name": "A"})).await;
        client.state_machine("Child", &activity_task(&activity)).await;
        let machine = client.state_machine("Parent", &parent(&child, ".sync:2")).await;
        let execution = client.start(&machine, "e").await;
        client.take(&activity).await;
        execution
    });
    let children = json!({"stateMachineArn": child});
    // It ends in a process in which nothing waits for it yet.
    process(directory.path(), async |client| {
        let listed = client.call("ListExecutions", children.clone()).await["executions"].clone();
        assert_eq!(listed.as_array().unwrap().len(), 1);
        client.call("StopExecution", json!({"executionArn": listed[0]["executionArn"], "cause": "c"})).await;
    });
    process(directory.path(), async |client| {
        let description = client.ended(&execution).await;
        assert_eq!(description["error"], "States.TaskFailed");
        assert!(text(&description, "cause").contains("ABORTED"), "{description}");
        let listed = client.call("ListExecutions", children.clone()).await["executions"].clone();
        assert_eq!(listed.as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_child_is_stopped_with_its_parent_that_was_brought_back() {
    let directory = tempfile::tempdir().unwrap();
    let activity = format!("{ARN}:activity:A");
    let child = format!("{ARN}:stateMachine:Child");
    let execution = process(directory.path(), async |client| {
        client.call("CreateActivity", json!({"name": "A"})).await;
        client.state_machine("Child", &activity_task(&activity)).await;
        let machine = client.state_machine("Parent", &parent(&child, ".sync")).await;
        let execution = client.start(&machine, "e").await;
        client.take(&activity).await;
        execution
    });
    process(directory.path(), async |client| {
        let listed = client.call("ListExecutions", json!({"stateMachineArn": child})).await["executions"].clone();
        let child = text(&listed[0], "executionArn");
        client.call("StopExecution", json!({"executionArn": execution})).await;
        assert_eq!(client.ended(&child).await["status"], "ABORTED");
    });
}

#[test]
fn a_service_that_is_shut_down_stops_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let activity = format!("{ARN}:activity:A");
    let child = format!("{ARN}:stateMachine:Child");
    let execution = process(directory.path(), async |client| {
        client.call("CreateActivity", json!({"name": "A"})).await;
        client.state_machine("Child", &activity_task(&activity)).await;
        let machine = client.state_machine("Parent", &parent(&child, ".sync:2")).await;
        let execution = client.start(&machine, "e").await;
        client.take(&activity).await;
        client.0.shut_down().await;
        let refused = client.error("StartExecution", json!({"stateMachineArn": machine})).await;
        assert!(refused.starts_with("ServiceUnavailable: "), "{refused}");
        execution
    });
    process(directory.path(), async |client| {
        let listed = client.call("ListExecutions", json!({"stateMachineArn": child})).await["executions"].clone();
        assert_eq!(listed[0]["status"], "RUNNING", "{listed}");
        assert_eq!(client.describe(&execution).await["status"], "RUNNING");
    });
}

#[test]
fn more_executions_than_have_a_place_all_end() {
    let directory = tempfile::tempdir().unwrap();
    let options = || ServiceOptions { max_concurrency: 3, ..ServiceOptions::default() };
    let names: Vec<String> = (0..20).map(|number| format!("e{number}")).collect();
    process_with(directory.path(), options(), async |client| {
        let machine = client.state_machine("M", &pass("r")).await;
        for name in &names {
            client.start(&machine, name).await;
        }
    });
    process_with(directory.path(), options(), async |client| {
        for name in &names {
            assert_eq!(client.ended(&format!("{ARN}:execution:M:{name}")).await["output"], "\"r\"");
        }
    });
}

#[test]
fn executions_that_wait_for_others_leave_them_a_place() {
    let directory = tempfile::tempdir().unwrap();
    let options = || ServiceOptions { max_concurrency: 1, ..ServiceOptions::default() };
    let activity = format!("{ARN}:activity:A");
    let (first, second, token) = process_with(directory.path(), options(), async |client| {
        client.call("CreateActivity", json!({"name": "A"})).await;
        let child = client.state_machine("Child", &activity_task(&activity)).await;
        let machine = client.state_machine("Parent", &parent(&child, ".sync:2")).await;
        let parents = (client.start(&machine, "a").await, client.start(&machine, "b").await);
        (parents.0, parents.1, client.take(&activity).await)
    });
    process_with(directory.path(), options(), async |client| {
        client.call("SendTaskSuccess", json!({"taskToken": token, "output": "1"})).await;
        assert_eq!(client.ended(&first).await["status"], "SUCCEEDED");
        let token = client.take(&activity).await;
        client.call("SendTaskSuccess", json!({"taskToken": token, "output": "1"})).await;
        assert_eq!(client.ended(&second).await["status"], "SUCCEEDED");
    });
}

#[test]
fn what_another_process_asks_for_is_answered() {
    let directory = tempfile::tempdir().unwrap();
    process(directory.path(), async |client| {
        client.state_machine("M", &pass("r")).await;
        let reader = StoreReader::open(directory.path()).unwrap();
        let start = json!({"stateMachineArn": format!("{ARN}:stateMachine:M"), "name": "e"}).to_string();
        let asked = [
            reader.request("StartExecution", &start).unwrap(),
            reader.request("StartExecution", "{}").unwrap(),
            reader.request("StartExecution", "{").unwrap(),
        ];
        let service = client.0.clone();
        let answering = tokio::spawn(async move { service.keep_house_during(std::future::pending()).await });
        let mut answers = Vec::new();
        for request in asked {
            answers.push(reader.answered(request, std::time::Duration::from_secs(60)).await.unwrap().unwrap());
        }
        answering.abort();
        let started: Value = serde_json::from_str(answers[0].as_ref().unwrap()).unwrap();
        assert_eq!(started["executionArn"], format!("{ARN}:execution:M:e"));
        let codes = answers[1..].iter().map(|answer| {
            let error: Value = serde_json::from_str(answer.as_ref().unwrap_err()).unwrap();
            text(&error, "__type")
        });
        assert_eq!(codes.collect::<Vec<_>>(), ["ValidationException", "SerializationException"]);
    });
}
