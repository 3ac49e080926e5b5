//! States by themselves, retries and catches.

use std::sync::Arc;

use serde_json::json;
use workflow_engine::clock::SkippingClock;
use workflow_engine::{ExecutionStatus, Failure, Program, StartExecution};

use crate::harness::{engine, events, function, run, start};

#[tokio::test]
async fn a_retry_waits_and_runs_the_task_again() {
    let definition = json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Call",
        "States": {"Call": {
            "Type": "Task",
            "Resource": function("fail-once"),
            "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 5}],
            "Output": "{% $states.context.State.RetryCount %}",
            "End": true
        }}
    });
    let ran = run(definition, json!({})).await;
    assert_eq!(ran.state.status, ExecutionStatus::Succeeded(json!(1).into()));
    assert_eq!(ran.seconds, 5);
}

#[tokio::test]
async fn an_execution_that_is_stopped_says_why() {
    let definition = json!({
        "StartAt": "Call",
        "States": {"Call": {"Type": "Task", "Resource": function("never"), "End": true}}
    });
    let clock = SkippingClock::starting_at(jiff::Timestamp::UNIX_EPOCH);
    let engine = engine(&clock);
    let execution = start(&engine, &definition, json!({}));
    tokio::task::yield_now().await;
    let state = execution.stop(Failure::new("Stopped", "enough")).await;
    assert_eq!(state.status, ExecutionStatus::Aborted(Failure::new("Stopped", "enough")));
    assert_eq!(events(&execution).last().map(String::as_str), Some("5<0:ExecutionAborted"));
}

#[tokio::test]
async fn a_history_has_an_end() {
    let definition = json!({
        "QueryLanguage": "JSONata",
        "StartAt": "A",
        "States": {"A": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input = 0 %}", "Next": "B"}], "Default": "A"},
            "B": {"Type": "Succeed"}
        }
    });
    let clock = SkippingClock::starting_at(jiff::Timestamp::UNIX_EPOCH);
    let engine = engine(&clock);
    let execution = start(&engine, &definition, json!({}));
    let state = Arc::clone(&clock).drive(execution.ended()).await;
    let cause = "The execution reached the maximum number of history events (25000).";
    assert_eq!(state.status, ExecutionStatus::Failed(Failure::new("States.Runtime", cause)));
    assert_eq!(execution.history().map(workflow_engine::History::len), Some(25_000));
}

#[tokio::test]
async fn a_variable_is_seen_after_its_state_and_within_it() {
    let definition = json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Set",
        "States": {
            "Set": {"Type": "Pass", "Assign": {"n": 1}, "Next": "All"},
            "All": {
                "Type": "Parallel",
                "Branches": [{"StartAt": "Inner", "States": {"Inner": {
                    "Type": "Pass", "Assign": {"m": "{% $n + 1 %}"}, "Output": "{% $n %}", "Next": "Last"
                }, "Last": {"Type": "Succeed", "Output": "{% [$states.input, $n, $m] %}"}}}],
                "End": true
            }
        }
    });
    let ran = run(definition, json!({})).await;
    assert_eq!(ran.state.status, ExecutionStatus::Succeeded(json!([[1, 1, 2]]).into()));
}

#[tokio::test]
async fn an_endless_loop_can_be_stopped() {
    let definition = json!({
        "QueryLanguage": "JSONata",
        "StartAt": "Again",
        "States": {
            "Again": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input = 0 %}", "Next": "End"}], "Default": "Again"},
            "End": {"Type": "Succeed"}
        }
    });
    let engine = engine(&SkippingClock::starting_at(jiff::Timestamp::UNIX_EPOCH));
    let program = Program::from_json(&definition.to_string()).expect("the definition is valid");
    let execution = engine.start(StartExecution::new(Arc::new(program), json!(1)));
    tokio::task::yield_now().await;
    let state = execution.stop(Failure::named("Enough")).await;
    assert_eq!(state.status, ExecutionStatus::Aborted(Failure::named("Enough")));
}
