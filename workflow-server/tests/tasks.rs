//! Task states whose work is done by the service itself, or by Rust functions.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use workflow_engine::{EngineOptions, RustTasks, Targets};
use workflow_server::{Service, ServiceOptions};

const START: &str = "arn:aws:states:::states:startExecution";

async fn call(service: &Service, operation: &str, request: Value) -> Value {
    service.call(operation, request).await.unwrap_or_else(|error| panic!("{operation}: {error}"))
}

/// Creates a state machine of one state and gives its ARN.
async fn machine(service: &Service, name: &str, state: Value) -> String {
    let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": state}});
    let role = "arn:aws:iam::123456789012:role/r";
    let request = json!({"name": name, "definition": definition.to_string(), "roleArn": role});
    call(service, "CreateStateMachine", request).await["stateMachineArn"].as_str().unwrap().to_owned()
}

/// A state machine with a task.
async fn task(service: &Service, resource: &str, arguments: Value) -> String {
    machine(service, "parent", json!({"Type": "Task", "Resource": resource, "Arguments": arguments, "End": true})).await
}

async fn start(service: &Service, arn: &str) -> String {
    let started = call(service, "StartExecution", json!({"stateMachineArn": arn})).await;
    started["executionArn"].as_str().unwrap().to_owned()
}

/// The execution's description when it is over.
async fn ended(service: &Service, execution: &str) -> Value {
    loop {
        let description = call(service, "DescribeExecution", json!({"executionArn": execution})).await;
        if description["status"] != "RUNNING" {
            return description;
        }
        tokio::task::yield_now().await;
    }
}

/// The types of the events of the tasks in a history.
async fn task_events(service: &Service, execution: &str) -> Vec<String> {
    let history = call(service, "GetExecutionHistory", json!({"executionArn": execution})).await;
    let types = history["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap().to_owned());
    types.filter(|name| name.starts_with("Task") && !name.contains("State")).collect()
}

#[tokio::test]
async fn a_job_gives_what_the_child_gave() {
    let service = Service::new(ServiceOptions::default());
    let child = machine(&service, "child", json!({"Type": "Pass", "Output": {"a": 1}, "End": true})).await;
    let parent = task(&service, &format!("{START}.sync:2"), json!({"StateMachineArn": child, "Input": {"b": 2}})).await;
    let execution = start(&service, &parent).await;
    let description = ended(&service, &execution).await;
    assert_eq!(description["status"], "SUCCEEDED", "{description}");
    let output: Value = serde_json::from_str(description["output"].as_str().unwrap()).unwrap();
    assert_eq!((&output["Output"], &output["Input"]), (&json!({"a": 1}), &json!({"b": 2})));
    let events = task_events(&service, &execution).await;
    assert_eq!(events, ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]);
}

#[tokio::test]
async fn a_job_fails_with_the_description_of_the_child() {
    let service = Service::new(ServiceOptions::default());
    let child = machine(&service, "child", json!({"Type": "Fail", "Error": "SomeFailure", "Cause": "why"})).await;
    let parent = task(&service, &format!("{START}.sync"), json!({"StateMachineArn": child})).await;
    let description = ended(&service, &start(&service, &parent).await).await;
    assert_eq!(description["error"], "States.TaskFailed");
    let cause: Value = serde_json::from_str(description["cause"].as_str().unwrap()).unwrap();
    assert_eq!((&cause["Error"], &cause["Cause"]), (&json!("SomeFailure"), &json!("why")));
}

#[tokio::test]
async fn a_child_is_stopped_with_its_parent() {
    let service = Service::new(ServiceOptions::default());
    let child = machine(&service, "child", json!({"Type": "Wait", "Seconds": 1000, "End": true})).await;
    let parent = task(&service, &format!("{START}.sync"), json!({"StateMachineArn": child, "Name": "c"})).await;
    let execution = start(&service, &parent).await;
    while !task_events(&service, &execution).await.contains(&"TaskSubmitted".to_owned()) {
        tokio::task::yield_now().await;
    }
    call(&service, "StopExecution", json!({"executionArn": execution})).await;
    let child = child.replace("stateMachine", "execution") + ":c";
    assert_eq!(ended(&service, &child).await["status"], "ABORTED");
}

#[tokio::test]
async fn a_request_that_is_refused_is_worded_as_by_aws() {
    let service = Service::new(ServiceOptions::default());
    let none = "arn:aws:states:us-east-1:123456789012:stateMachine:none";
    let parent = task(&service, START, json!({"StateMachineArn": none})).await;
    let description = ended(&service, &start(&service, &parent).await).await;
    assert_eq!(description["error"], "StepFunctions.StateMachineDoesNotExistException");
    let cause = description["cause"].as_str().unwrap();
    let expected = format!("State Machine Does Not Exist: '{none}' (Service: AWSStepFunctions; Status Code: 400; ");
    assert!(cause.starts_with(&expected), "{cause}");
}

#[tokio::test]
async fn a_rust_function_comes_before_lambda() {
    let tasks = RustTasks::new().with("double", async |input: Value| Ok(json!(input["n"].as_i64().unwrap() * 2)));
    let engine = EngineOptions { targets: Targets::new().with(tasks), ..EngineOptions::default() };
    let service = Service::new(ServiceOptions { engine, ..ServiceOptions::default() });
    let invoke = json!({"FunctionName": "double", "Payload": {"n": 21}});
    let parent = task(&service, "arn:aws:states:::lambda:invoke", invoke).await;
    let description = ended(&service, &start(&service, &parent).await).await;
    let output: Value = serde_json::from_str(description["output"].as_str().unwrap()).unwrap();
    assert_eq!(output["Payload"], 42, "{description}");
}
