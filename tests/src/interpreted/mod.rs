//! Native runs again, as their exported definitions in this project's interpreter: the same calls, answered as they were
//! and as fast, lead to the same states and the same end.
//!
//! Equality: a missing field is null, 1.0 is 1, a missing cause is an empty one, causes that are JSON are compared as
//! such, and of `States.QueryEvaluationError` only the name counts. A Lambda function's response stands for its message. Where branches run at the same time, calls and
//! states may have any order; where one that failed has ended others, what those did is not compared.

mod difference;
mod draws;
mod executions;
mod replay;

use difference::{case_differences, ending_differences};
use draws::RecordedDraws;
use replay::Replay;
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::Duration;
use workflow_engine::ExecutionStatus;
use workflow_runtime::testing::InterpretedExecution;

/// A native run.
#[derive(Clone, Debug)]
pub struct Case {
    /// The workflow's export.
    pub definition: Value,
    /// The execution's input.
    pub input: Value,
    /// The execution's id.
    pub execution: Arc<str>,
    /// When it started.
    pub start: jiff::Timestamp,
    /// The attempts of tasks, in the order in which they were made.
    pub calls: Vec<Call>,
    /// The states entered, in order.
    pub states: Vec<&'static str>,
    /// Whether nothing ran beside anything else.
    pub is_ordered: bool,
    /// Whether a branch or iteration that failed may have ended others.
    pub siblings_were_cancelled: bool,
    /// What `now()` and its like gave, in order: the function and its value.
    pub drawn: Vec<(&'static str, Value)>,
    /// The output, or the error's name and cause.
    pub end: Result<Value, (String, String)>,
    /// The definitions of workflows that it starts executions of, by name.
    pub children: Map<String, Value>,
}

/// One attempt of a task.
#[derive(Clone, Debug)]
pub struct Call {
    /// The Task state.
    pub state: &'static str,
    /// The task.
    pub task: &'static str,
    /// Its arguments; without the token of a callback.
    pub arguments: Value,
    /// Whether the state waits for a token.
    pub is_callback: bool,
    /// What it gave, or the error's name and cause; none where it did not end.
    pub result: Option<Result<Value, (String, String)>>,
    /// After how long.
    pub duration: Duration,
}

/// What the cause of a task's error is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Causes {
    /// What the native run had.
    AsRecorded,
    /// The response of a Lambda function that has failed, which has it as `errorMessage`: what AWS gives.
    OfFunctions,
}

impl Case {
    /// Whether a task failed that is a Lambda function.
    pub fn function_failed(&self) -> bool {
        self.calls.iter().any(|call| !call.is_callback && matches!(call.result, Some(Err(_))))
    }
}

/// How the run of the definition differs from the native one, one line each.
pub async fn differences(case: &Case, causes: Causes) -> Vec<String> {
    let draws = Arc::new(RecordedDraws::new(&case.drawn));
    let replay = Replay::new(case.clone(), causes, Arc::clone(&draws));
    let run = match executions::run(&replay).await {
        Ok(run) => run,
        Err(problem) => return vec![problem],
    };
    let mut found = replay.mismatches();
    if found.is_empty() {
        found.extend(ending_differences(&replay.case.end, &run.status));
        found.extend(case_differences(&replay, &run.states));
        found.extend(draws.left());
    }
    found
}

/// How a run of the definition with the Rust tasks differs from the native one.
pub fn differences_with_tasks(case: &Case, execution: &InterpretedExecution) -> Vec<String> {
    let status = match execution.result.clone() {
        Ok(output) => ExecutionStatus::Succeeded(output.into()),
        Err(failure) => ExecutionStatus::Failed(failure.into()),
    };
    let mut found = ending_differences(&case.end, &status);
    // A native run tells the states of executions that it starts as its own.
    let is_compared = case.is_ordered && !case.definition.to_string().contains("startExecution");
    if is_compared && case.states != execution.states() {
        found.push(format!("states entered: native {:?}, with tasks {:?}", case.states, execution.states()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ARGUMENTS: &str = "{% $states.input %}";

    /// Charges twice; the second time what the first gave.
    fn case() -> Case {
        let charge = |next: &str| {
            let arguments = json!({"FunctionName": "${ChargeFunctionArn}", "Payload": ARGUMENTS});
            let resource = "arn:aws:states:::lambda:invoke";
            let output = "{% $states.result.Payload %}";
            json!({"Type": "Task", "Resource": resource, "Arguments": arguments, "Output": output, "Next": next})
        };
        let states = json!({
            "Charge": charge("Again"), "Again": charge("Done"),
            "Done": {"Type": "Succeed", "Output": {"id": "{% $uuid() %}", "was": "{% $states.input %}"}},
        });
        let call = |state, arguments, result| Call {
            state,
            task: "charge",
            arguments,
            is_callback: false,
            result: Some(result),
            duration: Duration::ZERO,
        };
        Case {
            definition: json!({"QueryLanguage": "JSONata", "StartAt": "Charge", "States": states}),
            input: json!(1),
            execution: Arc::from("e"),
            start: jiff::Timestamp::UNIX_EPOCH,
            calls: vec![call("Charge", json!(1), Ok(json!(2))), call("Again", json!(2.0), Ok(json!({"a": null})))],
            states: vec!["Charge", "Again", "Done"],
            is_ordered: true,
            siblings_were_cancelled: false,
            drawn: vec![("uuid", json!("u"))],
            end: Ok(json!({"id": "u", "was": {}})),
            children: Map::new(),
        }
    }

    async fn found(change: impl FnOnce(&mut Case)) -> String {
        let mut case = case();
        change(&mut case);
        differences(&case, Causes::AsRecorded).await.join("\n")
    }

    #[tokio::test]
    async fn the_same_is_no_difference() {
        assert_eq!(found(|_| {}).await, "");
    }

    #[tokio::test]
    async fn every_difference_is_found() {
        let has = |found: String, text: &str| assert!(found.contains(text), "{found:?} lacks {text:?}");
        has(found(|case| case.end = Ok(json!({"id": "u", "was": 0}))).await, "ending");
        has(found(|case| case.end = Err(("E".into(), String::new()))).await, "ending");
        has(found(|case| case.states = vec!["Charge", "Done"]).await, "states entered");
        has(found(|case| case.states.swap(0, 1)).await, "states entered");
        has(found(|case| case.drawn.clear()).await, "draws $uuid() more often");
        has(found(|case| case.drawn.push(("uuid", json!("v")))).await, "draws $uuid() 1 times less");
        has(found(|case| case.calls[1].arguments = json!(3)).await, "unexpected call: Again gets [Number(2)]");
        has(found(|case| case.calls[1].task = "refund").await, "natively refund");
        has(found(|case| case.calls[1].is_callback = true).await, "only one side of Again waits");
        has(found(|case| case.calls.push(case.calls[0].clone())).await, "missing call");
        has(found(|case| case.calls.swap(0, 1)).await, "order of calls");
        has(found(|case| case.calls[0].result = Some(Err(("E".into(), "why".into())))).await, "ending");
        has(found(|case| case.definition["StartAt"] = json!("Nowhere")).await, "not accepted");
    }

    #[tokio::test]
    async fn causes_are_compared_but_those_of_faults() {
        let fail = |name: &'static str, cause: &'static str| {
            move |case: &mut Case| {
                case.calls[1].result = Some(Err((name.into(), r#"{"a":1}"#.into())));
                case.states.pop();
                case.drawn.clear();
                case.end = Err((name.into(), cause.into()));
            }
        };
        assert_eq!(found(fail("E", r#"{ "a": 1.0 }"#)).await, "");
        assert_ne!(found(fail("E", r#"{"a":2}"#)).await, "");
        assert_eq!(found(fail("States.QueryEvaluationError", "another")).await, "");
        let mut wrapped = case();
        fail("E", r#"{"a":1}"#)(&mut wrapped);
        assert_eq!(differences(&wrapped, Causes::OfFunctions).await, Vec::<String>::new());
    }

    #[tokio::test]
    async fn where_branches_run_the_order_is_open() {
        let swap = |case: &mut Case| {
            case.is_ordered = false;
            case.calls.swap(0, 1);
            case.states.swap(0, 1);
        };
        assert_eq!(found(swap).await, "");
    }
}
