//! How two runs differ.

use super::Case;
use super::replay::Replay;
use crate::interop::nested;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use workflow_engine::{ExecutionStatus, Failure};

/// Whether two values are the same JSON: numbers by value, a missing field as null.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.keys().chain(right.keys()).all(|key| same(member(left, key), member(right, key)))
        }
        (Value::String(left), Value::String(right)) => {
            left == right || message(right).is_some_and(|right| *left == right)
        }
        _ => left == right,
    }
}

/// The message of a text that is a Lambda function's response.
fn message(text: &str) -> Option<String> {
    let response: Value = serde_json::from_str(text).ok()?;
    response.get("errorType")?;
    response.get("errorMessage")?.as_str().map(str::to_owned)
}

fn member<'v>(object: &'v Map<String, Value>, key: &str) -> &'v Value {
    object.get(key).unwrap_or(&Value::Null)
}

fn same_cause(left: &str, right: &str) -> bool {
    let message = message(right);
    let right = message.as_deref().unwrap_or(right);
    let read = |text: &str| serde_json::from_str::<Value>(text);
    match (read(left), read(right)) {
        (Ok(left), Ok(right)) => same(&left, &right),
        _ => left == right,
    }
}

/// How the ends differ.
pub(super) fn ending_differences(native: &Result<Value, (String, String)>, status: &ExecutionStatus) -> Vec<String> {
    let agrees = match (native, status) {
        (Ok(native), ExecutionStatus::Succeeded(output)) => same(native, output),
        (Err((error, cause)), ExecutionStatus::Failed(failure)) => {
            let is_fault = error == Failure::QUERY_EVALUATION_ERROR;
            error == failure.name() && (is_fault || same_cause(cause, failure.cause.as_deref().unwrap_or_default()))
        }
        _ => false,
    };
    if agrees { Vec::new() } else { vec![format!("ending: native {native:?}, interpreted {status:?}")] }
}

/// How the calls and the states entered differ.
pub(super) fn case_differences(replay: &Replay, states: &[String]) -> Vec<String> {
    let case = &replay.case;
    let cancelled = if case.siblings_were_cancelled { states_beside_others(case) } else { Vec::new() };
    let is_compared = |state: &str| !cancelled.iter().any(|cancelled| cancelled == state);
    let (used, unused) = replay.answered();
    let unused = unused.into_iter().filter(|call| is_compared(call.state));
    let mut found: Vec<String> =
        unused.map(|call| format!("missing call: natively {} gets {}", call.state, call.arguments)).collect();
    if case.is_ordered && !used.is_sorted() {
        found.push(format!("the order of calls is {used:?}"));
    }
    let native: Vec<&str> = case.states.iter().copied().filter(|state| is_compared(state)).collect();
    let entered: Vec<&str> = states.iter().map(String::as_str).filter(|state| is_compared(state)).collect();
    let agrees = if case.is_ordered { native == entered } else { counted(&native) == counted(&entered) };
    if !agrees {
        found.push(format!("states entered: native {native:?}, interpreted {entered:?}"));
    }
    found
}

fn counted<'s>(states: &[&'s str]) -> BTreeMap<&'s str, usize> {
    let mut counted = BTreeMap::new();
    states.iter().for_each(|state| *counted.entry(*state).or_default() += 1);
    counted
}

/// The states inside Parallel and Map states, and those of executions, which may be started there.
fn states_beside_others(case: &Case) -> Vec<String> {
    let mut found = Vec::new();
    inner_states(&case.definition, Depth::Outermost, &mut found);
    case.children.values().for_each(|child| inner_states(child, Depth::Inside, &mut found));
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Outermost,
    Inside,
}

fn inner_states(machine: &Value, depth: Depth, found: &mut Vec<String>) {
    let states = machine.get("States").and_then(Value::as_object).into_iter().flatten();
    for (name, state) in states {
        if depth == Depth::Inside {
            found.push(name.clone());
        }
        nested(state).for_each(|machine| inner_states(machine, Depth::Inside, found));
    }
}
