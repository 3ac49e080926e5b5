//! Replays executions: `cases.json`.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::compare::{differences, parse_once, wild_of};
use crate::corpus;
use crate::outcome::{Level, Outcome};
use crate::parallel;
use crate::scripts::Script;
use crate::server::{Broken, ROLE, Server, with_server};

/// What the cases of one of the API's and our own kinds are, for selecting them.
pub const KINDS: [&str; 3] = ["sfn_only", "sfn_self", "lambda"];

/// Whether a case is one that is judged.
pub fn is_selected(case: &Value) -> bool {
    let is_mocked = case.get("local_mock_test_case").is_some();
    KINDS.contains(&kind(case)) && !is_mocked && case["tainted"] == json!(false)
}

/// Such as `sfn_only`.
pub fn kind(case: &Value) -> &str {
    case["kind"].as_str().unwrap_or_default()
}

/// Runs a case and judges it. `preparation` is the script of calls that it was recorded with, where it needs more than
/// its own state machine.
pub fn run(case: &Value, preparation: Option<&Script>) -> Outcome {
    let mut outcome = Outcome::new(kind(case), corpus::name(case));
    let result = with_server(async |server| match preparation {
        Some(script) => {
            let execution_arn = script.start(server).await?;
            judge_execution(case, server, &execution_arn, &mut outcome, &|value| script.words(value)).await
        }
        None => run_alone(case, server, &mut outcome).await,
    });
    if let Err(error) = result {
        let expected = [("final", Level::Final), ("history", Level::Types), ("history", Level::History)];
        let expected = expected.into_iter().filter(|(member, _)| case["expected"].get(member).is_some());
        outcome.fail(expected.map(|(_, level)| level), error.to_string());
    }
    outcome
}

/// The history of a case that needs nothing but its own state machine.
///
/// # Errors
///
/// If a call is refused, or the execution does not end although it was recorded to its end.
pub async fn history(case: &Value, server: &Server) -> Result<Vec<Value>, Broken> {
    let params = prepare(case, server).await?;
    let execution_arn = start(case, server, params).await?;
    if is_recorded_to_its_end(case) {
        server.ended(&execution_arn).await?;
    }
    server.history(&execution_arn).await
}

async fn run_alone(case: &Value, server: &Server, outcome: &mut Outcome) -> Result<(), Broken> {
    let params = prepare(case, server).await?;
    if case["start_op"] == "start_sync_execution" {
        let description = server.call("StartSyncExecution", params).await?;
        judge_final(case, &description, outcome);
        return Ok(());
    }
    let execution_arn = start(case, server, params).await?;
    if case["type"] == "EXPRESS" {
        // Its result is only in logs.
        return Ok(());
    }
    judge_execution(case, server, &execution_arn, outcome, &Value::clone).await
}

/// Creates the state machine, and gives what its execution is started with.
async fn prepare(case: &Value, server: &Server) -> Result<Value, Broken> {
    server.lambda.add(&case["lambdas"]);
    let created = server.call("CreateStateMachine", creation(case)).await?;
    let mut params = json!({"stateMachineArn": created["stateMachineArn"], "name": "ex-00000000c0dec0de"});
    if let Some(input) = case["input_raw"].as_str() {
        params["input"] = json!(input);
    }
    Ok(params)
}

/// Starts the execution, and does to it what the test did; gives its ARN.
async fn start(case: &Value, server: &Server, params: Value) -> Result<String, Broken> {
    let started = server.call("StartExecution", params).await?;
    let execution_arn = started["executionArn"].as_str().unwrap_or_default();
    // On AWS, too, an execution gets somewhere before the next call comes.
    server.wait(Duration::from_millis(20)).await;
    let calls = case["driver_calls_after_start"].as_array().into_iter().flatten();
    if calls.into_iter().any(|call| call == "stop_execution") {
        server.call("StopExecution", json!({"executionArn": execution_arn})).await?;
    }
    Ok(execution_arn.to_owned())
}

/// What a case's state machine is created with.
fn creation(case: &Value) -> Value {
    let kept = ["type", "tracingConfiguration", "publish"];
    let recorded = case["create_params"].as_object().into_iter().flatten();
    let mut params: Map<String, Value> = recorded
        .filter(|(name, _)| kept.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    params.insert("name".to_owned(), json!("conf-00000000000000000000"));
    params.insert("definition".to_owned(), json!(corpus::definition(case)));
    params.insert("roleArn".to_owned(), json!(ROLE));
    params.insert("type".to_owned(), json!(case["type"].as_str().unwrap_or("STANDARD")));
    Value::Object(params)
}

async fn judge_execution(
    case: &Value,
    server: &Server,
    execution_arn: &str,
    outcome: &mut Outcome,
    words: &dyn Fn(&Value) -> Value,
) -> Result<(), Broken> {
    if is_recorded_to_its_end(case) {
        let description = server.ended(execution_arn).await?;
        judge_final(case, &words(&description), outcome);
    }
    let history = words(&Value::Array(server.history(execution_arn).await?));
    judge_history(case, &history, outcome);
    server.replay(execution_arn).await
}

/// Whether the recorder waited until the execution was over.
fn is_recorded_to_its_end(case: &Value) -> bool {
    let history = case["expected"]["history"].as_array();
    let last = history.and_then(|events| events.last()).and_then(|event| event["type"].as_str());
    last.is_none_or(|last| last.starts_with("Execution"))
}

fn judge_final(case: &Value, description: &Value, outcome: &mut Outcome) {
    let Some(expected) = case["expected"].get("final") else { return };
    let mut actual = description.clone();
    if let Some(members) = actual.as_object_mut() {
        members.retain(|name, _| ["status", "output", "error", "cause"].contains(&name.as_str()));
    }
    let found = differences(&parse_once(expected), &parse_once(&actual), &wild_of(case));
    outcome.judge_differences(Level::Final, &found);
}

fn judge_history(case: &Value, history: &Value, outcome: &mut Outcome) {
    let Some(expected) = case["expected"]["history"].as_array() else { return };
    let (mut expected, mut actual) = (
        expected.clone(),
        match parse_once(history) {
            Value::Array(events) => events,
            _ => Vec::new(),
        },
    );
    if parallel::is_sorted(case) {
        expected = parallel::as_multiset(&expected);
        actual = parallel::as_multiset(&parallel::as_recorded(&actual));
    }
    let types = |events: &[Value]| events.iter().map(|event| event["type"].clone()).collect::<Vec<_>>();
    let (expected_types, actual_types) = (types(&expected), types(&actual));
    outcome.judge(Level::Types, expected_types == actual_types);
    if let Some(difference) = first_difference(&expected_types, &actual_types) {
        outcome.details.push(difference);
    }
    let found = differences(&Value::Array(expected), &Value::Array(actual), &wild_of(case));
    outcome.judge_differences(Level::History, &found);
}

/// Where two lists begin to differ, for people.
fn first_difference(expected: &[Value], actual: &[Value]) -> Option<String> {
    if expected == actual {
        return None;
    }
    let same = expected.iter().zip(actual).take_while(|(expected, actual)| expected == actual).count();
    let next = |types: &[Value]| {
        let next = types.iter().skip(same).take(4).map(|kind| kind.as_str().unwrap_or("?"));
        next.collect::<Vec<_>>().join(", ")
    };
    let (lengths, at) = (format!("{} and {} events", expected.len(), actual.len()), same + 1);
    Some(format!("types: {lengths}, from #{at}\n      expected {}\n      actual   {}", next(expected), next(actual)))
}
