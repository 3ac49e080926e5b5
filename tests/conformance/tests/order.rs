//! The order of events where recordings do not show it: the recorder sorted what happened in Parallel states. What it
//! left as it was are the events around them with their ids, so these show how many events were recorded within, and
//! which of them those after follow on.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "what is not as it should be fails")]

use serde_json::{Value, json};
use workflow_conformance::corpus::{self, Corpus};
use workflow_conformance::executions;
use workflow_conformance::order::Order;
use workflow_conformance::parallel;
use workflow_conformance::server::{ROLE, Server, with_server};

fn recorded() -> Vec<Value> {
    let cases = Corpus::find().map(|corpus| corpus.recorded("cases.json").unwrap());
    let has_history = |case: &Value| executions::is_selected(case) && case["expected"]["history"].is_array();
    cases.into_iter().flatten().filter(has_history).collect()
}

fn history(case: &Value) -> Vec<Value> {
    with_server(async |server| executions::history(case, server).await)
        .unwrap_or_else(|error| panic!("{}: {error}", corpus::name(case)))
}

#[test]
fn recorded_histories_keep_the_rules() {
    for case in recorded().iter().filter(|case| !parallel::is_sorted(case)) {
        let events = case["expected"]["history"].as_array().unwrap();
        assert_eq!(Order::of(events).broken(), Vec::<String>::new(), "{}", corpus::name(case));
    }
}

#[test]
fn replayed_histories_keep_the_rules() {
    let is_alone = |case: &&Value| executions::kind(case) == "sfn_only";
    for case in recorded().iter().filter(is_alone) {
        let events = history(case);
        assert_eq!(Order::of(&events).broken(), Vec::<String>::new(), "{}", corpus::name(case));
    }
}

#[test]
fn events_around_a_parallel_have_their_recorded_ids() {
    for case in recorded().iter().filter(|case| parallel::is_sorted(case)) {
        let places = |events: &[Value]| {
            let kept = events.iter().filter(|event| event["id"].as_u64().is_some_and(|id| id > 0));
            kept.map(|event| format!("{}<{} {}", event["id"], event["previousEventId"], event["type"]))
                .collect::<Vec<_>>()
        };
        let expected = places(case["expected"]["history"].as_array().unwrap());
        let actual = places(&parallel::as_recorded(&history(case)));
        assert_eq!(actual, expected, "{}", corpus::name(case));
    }
}

/// Runs a definition and gives its events as `id<previous type name`.
fn events_of(definition: Value, input: Value) -> Vec<String> {
    let events = with_server(async |server| {
        let execution_arn = start(server, definition, input).await;
        server.ended(&execution_arn).await?;
        server.history(&execution_arn).await
    });
    shown(&events.unwrap())
}

async fn start(server: &Server, definition: Value, input: Value) -> String {
    let create = json!({"name": "m", "definition": definition.to_string(), "roleArn": ROLE});
    let created = server.call("CreateStateMachine", create).await.unwrap();
    let start = json!({"stateMachineArn": created["stateMachineArn"], "input": input.to_string()});
    let started = server.call("StartExecution", start).await.unwrap();
    started["executionArn"].as_str().unwrap().to_owned()
}

fn shown(events: &[Value]) -> Vec<String> {
    assert_eq!(Order::of(events).broken(), Vec::<String>::new());
    let details = |event: &Value| event.as_object().unwrap().values().find(|value| value.is_object()).cloned();
    let text = |event: &Value| {
        let details = details(event).unwrap_or_default();
        let index = details["index"].as_u64().map(|index| format!(" [{index}]"));
        let name = details["name"].as_str().map(|name| format!(" {name}"));
        let (id, previous, kind) = (&event["id"], &event["previousEventId"], event["type"].as_str().unwrap());
        format!("{id}<{previous} {kind}{}", index.or(name).unwrap_or_default())
    };
    events.iter().map(text).collect()
}

fn wait(seconds: u64) -> Value {
    json!({"Type": "Wait", "Seconds": seconds, "End": true})
}

fn scope(name: &str, state: Value) -> Value {
    json!({"StartAt": name, "States": {name: state}})
}

#[test]
fn what_still_runs_when_an_iteration_fails_is_aborted() {
    let processor = json!({"StartAt": "Is2", "States": {
        "Is2": {"Type": "Choice", "Default": "Wait", "Choices": [{"Variable": "$", "NumericEquals": 2, "Next": "Fail"}]},
        "Wait": wait(10),
        "Fail": {"Type": "Fail", "Error": "Boom"},
    }});
    let map = json!({"Type": "Map", "MaxConcurrency": 2, "ItemProcessor": processor, "End": true});
    let events = events_of(scope("Map", map), json!([1, 2, 3]));
    let expected = [
        "1<0 ExecutionStarted",
        "2<0 MapStateEntered Map",
        "3<2 MapStateStarted",
        "4<3 MapIterationStarted [0]",
        "5<4 ChoiceStateEntered Is2",
        "6<5 ChoiceStateExited Is2",
        "7<6 WaitStateEntered Wait",
        "8<3 MapIterationStarted [1]",
        "9<8 ChoiceStateEntered Is2",
        "10<9 ChoiceStateExited Is2",
        "11<10 FailStateEntered Fail",
        "12<11 MapIterationFailed [1]",
        "13<7 WaitStateAborted",
        "14<7 MapIterationAborted [0]",
        "15<11 MapStateFailed",
        "16<15 ExecutionFailed",
    ];
    assert_eq!(events, expected);
}

#[test]
fn a_parallel_that_is_stopped_says_only_that() {
    let parallel = json!({"Type": "Parallel", "Branches": [scope("A", wait(60)), scope("B", wait(60))], "End": true});
    let events = with_server(async |server| {
        let execution_arn = start(server, scope("Parallel", parallel), json!({})).await;
        server.wait(std::time::Duration::from_secs(1)).await;
        server.call("StopExecution", json!({"executionArn": execution_arn})).await?;
        server.history(&execution_arn).await
    });
    let expected = [
        "1<0 ExecutionStarted",
        "2<0 ParallelStateEntered Parallel",
        "3<2 ParallelStateStarted",
        "4<3 WaitStateEntered A",
        "5<3 WaitStateEntered B",
        "6<0 ExecutionAborted",
    ];
    assert_eq!(shown(&events.unwrap()), expected);
}

#[test]
fn a_retried_parallel_starts_again_after_what_failed() {
    let fail = json!({"StartAt": "V", "States": {
        "V": {"Type": "Wait", "Seconds": 1, "Next": "F"},
        "F": {"Type": "Fail", "Error": "Boom"},
    }});
    let parallel = json!({
        "Type": "Parallel",
        "Branches": [fail, scope("W", wait(60))],
        "Retry": [{"ErrorEquals": ["Boom"], "MaxAttempts": 1}],
        "End": true,
    });
    let events = events_of(scope("Parallel", parallel), json!({}));
    let expected = [
        "1<0 ExecutionStarted",
        "2<0 ParallelStateEntered Parallel",
        "3<2 ParallelStateStarted",
        "4<3 WaitStateEntered V",
        "5<3 WaitStateEntered W",
        "6<4 WaitStateExited V",
        "7<6 FailStateEntered F",
        "8<5 WaitStateAborted",
        "9<7 ParallelStateStarted",
        "10<9 WaitStateEntered V",
        "11<9 WaitStateEntered W",
        "12<10 WaitStateExited V",
        "13<12 FailStateEntered F",
        "14<11 WaitStateAborted",
        "15<13 ParallelStateFailed",
        "16<15 ExecutionFailed",
    ];
    assert_eq!(events, expected);
}

#[test]
fn the_same_execution_has_the_same_history_each_time() {
    let map = |name| json!({"Type": "Map", "ItemsPath": "$", "ItemProcessor": scope(name, wait(1)), "End": true});
    let branches = [scope("M", map("W")), scope("N", map("V"))];
    let parallel = json!({"Type": "Parallel", "Branches": branches, "End": true});
    let run = || events_of(scope("Parallel", parallel.clone()), json!([1, 2, 3, 4]));
    let first = run();
    assert!((0..5).all(|_| run() == first));
}
