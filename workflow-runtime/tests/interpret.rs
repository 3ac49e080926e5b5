//! Exported definitions, interpreted with the Rust tasks.

#![expect(clippy::panic, clippy::unwrap_used, reason = "tasks that panic, and functions of a test")]

use serde_json::{Value, json};
use std::sync::Mutex;
use workflow_runtime::prelude::*;
use workflow_runtime::testing::{InterpretedExecution, Reply, TestRun};
use workflow_runtime::{Exported, execution_name, start_execution};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Parcel {
    sku: String,
    grams: u32,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, WorkflowError)]
enum ShipError {
    Heavy {
        grams: u32,
    },
    Busy,
    #[error(name = "States.Timeout")]
    Timeout,
    #[error(name = "TaskPanicked")]
    Panicked,
}

struct Fee(u32);

#[task]
async fn weigh(parcel: &Parcel, fee: Dep<Fee>) -> Result<u32, ShipError> {
    if parcel.grams > 1_000 { Err(ShipError::Heavy { grams: parcel.grams }) } else { Ok(parcel.grams + fee.0) }
}

#[task(retry(errors(Busy), interval = "1s", max_attempts = 3))]
async fn book(grams: u32, day: &str, context: TaskContext) -> Result<String, ShipError> {
    if context.attempt() < 3 { Err(ShipError::Busy) } else { Ok(format!("{grams} on {day}")) }
}

#[task]
fn break_down(at: u32) -> Result<(), ShipError> {
    panic!("broken at {at}")
}

#[task(timeout = "1h", heartbeat = "10m")]
async fn confirm(what: &str, token: TaskToken<String>, desk: Dep<Desk>) -> Result<(), ShipError> {
    if what == "refused" {
        return Err(ShipError::Busy);
    }
    desk.0.send((what.to_owned(), token)).unwrap();
    Ok(())
}

struct Desk(tokio::sync::mpsc::UnboundedSender<(String, TaskToken<String>)>);

#[workflow]
async fn ship(parcels: Vec<Parcel>, day: String) -> Result<Vec<String>, ShipError> {
    let weights = map(&parcels, |parcel| weigh(parcel)).await?;
    let mut booked = Vec::new();
    for grams in weights {
        let place = book(grams, &day).await?;
        booked.push(place);
    }
    Ok(booked)
}

#[workflow]
async fn breaks() -> Result<String, ShipError> {
    match break_down(7).await {
        Ok(()) => Ok("whole".to_owned()),
        Err(ShipError::Panicked) => Ok("broken".to_owned()),
        Err(other) => Err(other),
    }
}

#[workflow]
async fn confirmed(what: String) -> Result<String, ShipError> {
    let answer = match confirm(&what).await {
        Ok(answer) => answer,
        Err(ShipError::Heavy { grams }) => format!("{grams} g"),
        Err(other) => return Err(other),
    };
    Ok(answer)
}

#[workflow]
async fn twice(parcel: Parcel) -> Result<String, ShipError> {
    let name = execution_name();
    let shipped = start_execution(ship(vec![parcel], "Monday".to_owned())).await;
    match shipped {
        Ok(places) => Ok(format!("{name}: {}", places.join(", "))),
        Err(ShipError::Heavy { grams }) => Ok(format!("{name}: {grams} is too much")),
        Err(other) => Err(other),
    }
}

fn parcel(grams: u32) -> Value {
    json!({"sku": "a", "grams": grams})
}

fn run() -> TestRun {
    TestRun::new().provide(Fee(1)).execution_id("order-1")
}

fn failure(execution: &InterpretedExecution) -> (String, Value) {
    let failure = execution.result.clone().unwrap_err();
    (failure.error, serde_json::from_str(&failure.cause).unwrap_or(Value::String(failure.cause)))
}

#[tokio::test]
async fn tasks_run_in_their_surroundings() {
    let seen = std::sync::Arc::new(Mutex::new(Vec::new()));
    let (input, keep) = (json!({"parcels": [parcel(1), parcel(2)], "day": "Monday"}), seen.clone());
    let test = run().stub_reply::<book>(move |(grams, day)| {
        keep.lock().unwrap().push(grams);
        Reply::Result(Ok(format!("{grams} at {day}")))
    });
    let execution = test.interpret::<ship>(input.clone()).await;
    assert_eq!(execution.result, Ok(json!(["2 at Monday", "3 at Monday"])));
    assert_eq!(*seen.lock().unwrap(), [2, 3]);

    let native = run().execute::<ship>(ship_args(&input)).await;
    let execution = run().interpret::<ship>(input).await;
    assert_eq!(execution.result, Ok(json!(["2 on Monday", "3 on Monday"])));
    assert_eq!(execution.states(), native.states());
}

fn ship_args(input: &Value) -> (Vec<Parcel>, String) {
    <ship as workflow_runtime::Workflow>::from_input(input.clone()).unwrap()
}

#[task(retry(errors(Busy), interval = "1s", max_attempts = 1))]
async fn tell(context: TaskContext) -> Result<(String, String, u32, String), ShipError> {
    let key = context.idempotency_key().to_owned();
    if context.attempt() == 1 {
        FIRST.lock().unwrap().push(key);
        return Err(ShipError::Busy);
    }
    Ok((context.execution_id().to_owned(), context.state_name().to_owned(), context.attempt(), key))
}

static FIRST: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[workflow]
async fn told() -> Result<Vec<(String, String, u32, String)>, ShipError> {
    let both = map(&[1, 2], |_| tell()).max_concurrency(1).await?;
    Ok(both)
}

#[tokio::test]
async fn attempts_of_a_visit_share_a_key() {
    let execution = run().interpret::<told>(json!({})).await;
    let first = FIRST.lock().unwrap().clone();
    assert_eq!(execution.result, Ok(json!([["order-1", "Tell", 2, first[0]], ["order-1", "Tell", 2, first[1]]])));
    assert_ne!(first[0], first[1]);
}

#[tokio::test]
async fn an_error_is_a_lambda_functions() {
    let execution = run().interpret::<ship>(json!({"parcels": [parcel(2_000)], "day": "Monday"})).await;
    let cause = json!({"errorMessage": r#"{"grams":2000}"#, "errorType": "Heavy"});
    assert_eq!(failure(&execution), ("Heavy".to_owned(), cause));
    let execution = run().stub_failure::<weigh>(workflow_runtime::Failure::named("States.Timeout"));
    let execution = execution.interpret::<ship>(json!({"parcels": [parcel(1)], "day": "Monday"})).await;
    assert_eq!(failure(&execution).0, "States.Timeout");
}

#[tokio::test]
async fn a_panic_stays_in_its_task() {
    assert_eq!(run().interpret::<breaks>(json!({})).await.result, Ok(json!("broken")));
}

#[tokio::test]
async fn a_missing_dependency_ends_the_execution() {
    let execution = TestRun::new().interpret::<ship>(json!({"parcels": [parcel(1)], "day": "Monday"})).await;
    let failure = execution.result.unwrap_err();
    assert_eq!(failure.error, "States.Runtime");
    assert!(failure.cause.contains("task `weigh` takes a `Dep<"), "{failure}");
}

#[tokio::test]
async fn arguments_of_another_shape_are_refused() {
    let execution = run().interpret::<ship>(json!({"parcels": [{"sku": "a"}], "day": "Monday"})).await;
    let (error, cause) = failure(&execution);
    assert_eq!(error, "InvalidArguments");
    let message = cause["errorMessage"].as_str().unwrap();
    assert!(message.starts_with("these are no arguments of `weigh`: missing field `grams`"), "{message}");
}

#[task]
async fn echo(text: Option<String>) -> Result<Option<String>, ShipError> {
    Ok(text)
}

#[workflow]
async fn echoed(text: Option<String>) -> Result<Option<String>, ShipError> {
    let text = echo(text).await?;
    Ok(text)
}

/// Lambda is sent what such a text says, and an empty object for null.
#[tokio::test]
async fn an_argument_is_what_the_definition_gives() {
    for text in [json!("1.0"), json!("null"), json!("{}"), json!("plain"), json!(null)] {
        assert_eq!(run().interpret::<echoed>(text.clone()).await.result, Ok(text));
    }
}

#[tokio::test]
async fn executions_that_it_starts_are_interpreted() {
    let execution = run().interpret::<twice>(parcel(1)).await;
    assert_eq!(execution.result, Ok(json!("order-1: 2 on Monday")));
    let execution = run().interpret::<twice>(parcel(1_001)).await;
    assert_eq!(execution.result, Ok(json!("order-1: 1001 is too much")));
}

/// Interprets `confirmed` while `desk` has its token.
async fn at_desk<F: Future<Output = ()> + Send + 'static>(
    what: &str,
    desk: impl FnOnce(TaskToken<String>, workflow_runtime::Callbacks) -> F + Send + 'static,
) -> InterpretedExecution {
    let (sender, mut tokens) = tokio::sync::mpsc::unbounded_channel();
    let test = run().provide(Desk(sender));
    let callbacks = test.callbacks();
    tokio::spawn(async move {
        if let Some((_, token)) = tokens.recv().await {
            desk(token, callbacks).await;
        }
    });
    test.interpret::<confirmed>(json!(what)).await
}

#[tokio::test]
async fn a_token_is_completed_by_whoever_has_it() {
    let execution = at_desk("a", async |token, _| token.complete("yes".to_owned()).unwrap()).await;
    assert_eq!(execution.result, Ok(json!("yes")));
    let execution = at_desk("a", async |token, callbacks| {
        callbacks.heartbeat(token.as_str()).unwrap();
        token.heartbeat().unwrap();
        callbacks.complete(token.as_str(), json!("by text")).unwrap();
        let late = workflow_runtime::CallbackError::TaskTimedOut;
        assert_eq!(token.complete("again".to_owned()), Err(late.clone()));
        assert_eq!(callbacks.complete(token.as_str(), json!("again")), Err(late));
    });
    assert_eq!(execution.await.result, Ok(json!("by text")));
    let execution = at_desk("a", async |token, _| token.fail(ShipError::Heavy { grams: 5 }).unwrap()).await;
    assert_eq!(execution.result, Ok(json!("5 g")));
}

#[tokio::test]
async fn a_token_that_nobody_completes_times_out() {
    let execution = at_desk("a", async |_, _| {}).await;
    assert_eq!(failure(&execution).0, "States.Timeout");
    let types: Vec<String> = execution.events.iter().map(|event| event.event.type_name()).collect();
    let tail = ["TaskSubmitted", "TaskTimedOut"];
    assert!(tail.iter().all(|tail| types.iter().any(|name| name == tail)), "{types:?}");
}

#[tokio::test]
async fn a_task_that_fails_hands_out_no_token() {
    let execution = at_desk("refused", async |_, _| {}).await;
    assert_eq!(failure(&execution).0, "Busy");
}

#[tokio::test]
async fn a_stub_stands_in_for_whoever_has_the_token() {
    let test = |reply: Reply<confirm>| run().stub_sequence::<confirm, _>([reply]).interpret::<confirmed>(json!("a"));
    assert_eq!(test(Reply::Result(Ok("stub".to_owned()))).await.result, Ok(json!("stub")));
    assert_eq!(test(Reply::Result(Err(ShipError::Heavy { grams: 3 }))).await.result, Ok(json!("3 g")));
    assert_eq!(failure(&test(Reply::Never).await).0, "States.Timeout");
}

#[tokio::test]
#[should_panic(expected = "a stub's own assertion")]
async fn a_panic_of_a_stub_is_the_tests() {
    let _ = run().stub::<break_down>(|_| panic!("a stub's own assertion")).interpret::<breaks>(json!({})).await;
}

mod other {
    use super::*;

    #[task]
    pub(super) async fn weigh(parcel: &Parcel) -> Result<u32, ShipError> {
        Ok(parcel.grams)
    }
}

#[workflow]
async fn weighs_otherwise(parcel: Parcel) -> Result<u32, ShipError> {
    let grams = other::weigh(&parcel).await?;
    Ok(grams)
}

#[test]
fn two_tasks_of_one_name_are_refused() {
    let exported = Exported::new().with::<twice>().unwrap().with::<ship>().unwrap();
    let names: Vec<&str> = exported.definitions("eu-west-1", "1").iter().map(|exported| exported.name).collect();
    assert_eq!(names, ["twice", "ship"]);
    let refused = exported.with::<weighs_otherwise>().unwrap_err();
    assert_eq!(refused.to_string(), "two tasks are called `weigh`, and a definition names them by that");
}

#[test]
fn definitions_name_what_they_call() {
    let exported = Exported::new().with::<twice>().unwrap().definitions("eu-west-1", "210987654321");
    let text: Vec<String> = exported.iter().map(|exported| exported.definition.to_value().to_string()).collect();
    assert_eq!(exported[1].state_machine_arn, "arn:aws:states:eu-west-1:210987654321:stateMachine:ship");
    assert!(text[0].contains(&exported[1].state_machine_arn), "{}", text[0]);
    for name in ["weigh", "book"] {
        assert!(text[1].contains(&format!("\"arn:aws:lambda:eu-west-1:210987654321:function:{name}\"")), "{}", text[1]);
    }
    assert!(!text.concat().contains("${"));
}
