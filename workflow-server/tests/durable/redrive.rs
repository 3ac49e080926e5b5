//! `RedriveExecution`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use workflow_engine::{EngineOptions, Failure, RustTasks, Targets};
use workflow_server::ServiceOptions;

use crate::{ARN, process_with, text};

/// Options whose function `work` fails until it may not.
fn options(is_well: &Arc<AtomicBool>) -> ServiceOptions {
    let is_well = Arc::clone(is_well);
    let tasks = RustTasks::new().with("work", move |_: Value| {
        let is_well = is_well.load(Ordering::SeqCst);
        async move { if is_well { Ok(json!("done")) } else { Err(Failure::new("E", "c")) } }
    });
    let engine = EngineOptions { targets: Targets::new().with(tasks), ..EngineOptions::default() };
    ServiceOptions { engine, ..ServiceOptions::default() }
}

fn definition() -> Value {
    json!({"StartAt": "First", "States": {
        "First": {"Type": "Pass", "Next": "Work"},
        "Work": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work", "End": true},
    }})
}

#[test]
fn an_execution_that_has_failed_goes_on_from_there() {
    let directory = tempfile::tempdir().unwrap();
    let is_well = Arc::new(AtomicBool::new(false));
    let execution = format!("{ARN}:execution:M:e");
    process_with(directory.path(), options(&is_well), async |client| {
        let machine = client.state_machine("M", &definition()).await;
        client.start(&machine, "e").await;
        let failed = client.ended(&execution).await;
        assert_eq!((&failed["error"], &failed["redriveStatus"]), (&json!("E"), &json!("REDRIVABLE")));
    });
    is_well.store(true, Ordering::SeqCst);
    let redrive = json!({"executionArn": execution, "clientToken": "token"});
    let redriven = process_with(directory.path(), options(&is_well), async |client| {
        let redriven = client.call("RedriveExecution", redrive.clone()).await;
        let description = client.ended(&execution).await;
        assert_eq!((&description["status"], &description["output"]), (&json!("SUCCEEDED"), &json!("\"done\"")));
        assert_eq!((&description["redriveCount"], &description["redriveDate"]), (&json!(1), &redriven["redriveDate"]));
        redriven
    });
    process_with(directory.path(), options(&is_well), async |client| {
        assert_eq!(client.call("RedriveExecution", redrive.clone()).await, redriven);
        let refused = client.error("RedriveExecution", json!({"executionArn": execution})).await;
        let reason = "Execution is SUCCEEDED and cannot be redriven";
        assert_eq!(refused, format!("ExecutionNotRedrivable: Execution Not Redrivable: '{reason}'"));
        let types = client.events(&execution).await;
        assert_eq!(types.iter().filter(|name| *name == "PassStateEntered").count(), 1, "{types:?}");
        assert!(types.contains(&"ExecutionRedriven".to_owned()), "{types:?}");
        for (filter, expected) in [("REDRIVEN", 1), ("NOT_REDRIVEN", 0)] {
            let list = json!({"stateMachineArn": format!("{ARN}:stateMachine:M"), "redriveFilter": filter});
            let listed = client.call("ListExecutions", list).await["executions"].clone();
            assert_eq!(listed.as_array().unwrap().len(), expected, "{filter}");
        }
    });
}

#[test]
fn a_redriven_task_starts_another_execution() {
    let directory = tempfile::tempdir().unwrap();
    let is_well = Arc::new(AtomicBool::new(false));
    process_with(directory.path(), options(&is_well), async |client| {
        let child = client.state_machine("Child", &definition()).await;
        let parent = json!({"StartAt": "A", "QueryLanguage": "JSONata", "States": {"A": {
            "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
            "Arguments": {"StateMachineArn": child, "Input": {}}, "Output": "{% $states.result.Output %}", "End": true,
        }}});
        let machine = client.state_machine("Parent", &parent).await;
        let execution = client.start(&machine, "e").await;
        assert_eq!(client.ended(&execution).await["status"], "FAILED");
        is_well.store(true, Ordering::SeqCst);
        client.call("RedriveExecution", json!({"executionArn": execution})).await;
        assert_eq!(client.ended(&execution).await["output"], "\"done\"");
        let listed = client.call("ListExecutions", json!({"stateMachineArn": child})).await["executions"].clone();
        let statuses: Vec<String> =
            listed.as_array().unwrap().iter().map(|execution| text(execution, "status")).collect();
        assert_eq!(statuses, ["SUCCEEDED", "FAILED"]);
    });
}
