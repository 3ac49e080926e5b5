//! `TestState`: what it answers, and what it shows.
#![expect(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod data_flow;
mod failures;
mod maps;
mod refusals;
mod responses;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use workflow_asl::Resource;
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_engine::{
    Engine, EngineOptions, Failure, FieldValidationMode, InspectionData, Mock, Payload, StateConfiguration, Targets,
    TaskError, TaskProgress, TaskRequest, TaskTarget, TestState, TestStateError, TestStateOutcome,
};

/// A test of a state alone.
fn of(definition: &Value) -> TestState {
    TestState { definition: definition.to_string(), ..TestState::default() }
}

/// Like [`of`], with an input.
fn with_input(definition: &Value, input: Value) -> TestState {
    TestState { input: input.into(), ..of(definition) }
}

/// The same test with a mocked result.
fn mocked(test: TestState, result: &Value) -> TestState {
    let mock = Mock { result: Some(result.to_string()), ..Mock::default() };
    TestState { mock: Some(mock), ..test }
}

/// The same test with a mocked error, after so many retries.
fn failing(test: TestState, error: &str, retries: u64) -> TestState {
    let mock = Mock { error_output: Some(Failure::new(error, "as asked")), ..Mock::default() };
    let configuration = StateConfiguration { retrier_retry_count: retries, ..test.configuration };
    TestState { mock: Some(mock), configuration, ..test }
}

/// Answers what it is asked.
struct Asked;

impl TaskTarget for Asked {
    fn accepts(&self, _: &Resource, _: &Payload) -> bool {
        true
    }

    fn run<'a>(&'a self, request: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
        Box::pin(async move { Ok(json!({"asked": request.input.into_value()}).into()) })
    }
}

async fn run(test: TestState) -> Result<TestStateOutcome, TestStateError> {
    let clock = SkippingClock::starting_at(jiff::Timestamp::UNIX_EPOCH);
    let targets = Targets::new().with(Asked);
    let options = EngineOptions { clock: Clock::Skipping(Arc::clone(&clock)), targets, ..EngineOptions::default() };
    let engine = Engine::new(options);
    clock.drive(engine.test_state(test)).await
}

async fn outcome(test: TestState) -> TestStateOutcome {
    run(test).await.expect("the test makes sense")
}

/// Why a test is refused.
async fn refusal(test: TestState) -> String {
    match run(test).await {
        Err(TestStateError::Invalid(why) | TestStateError::Unsupported(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

fn payload(value: Value) -> Option<Payload> {
    Some(value.into())
}

/// Whether all that is shown are the inputs and these.
fn assert_seen(seen: &InspectionData, fields: &[(&str, Value)]) {
    let shown = [
        ("input", &seen.input),
        ("afterArguments", &seen.after_arguments),
        ("afterInputPath", &seen.after_input_path),
        ("afterParameters", &seen.after_parameters),
        ("result", &seen.result),
        ("afterResultSelector", &seen.after_result_selector),
        ("afterResultPath", &seen.after_result_path),
        ("afterItemsPath", &seen.after_items_path),
        ("afterItemsPointer", &seen.after_items_pointer),
        ("afterItemSelector", &seen.after_item_selector),
        ("afterItemBatcher", &seen.after_item_batcher),
        ("variables", &seen.variables),
    ];
    for (name, value) in shown {
        let expected = fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone());
        assert_eq!(value.clone(), expected.map(Payload::from), "{name}");
    }
}

/// A Lambda task of JSONata, with more fields.
fn task(fields: &Value) -> Value {
    let mut task = json!({
        "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "f"}, "End": true,
    });
    if let (Some(task), Some(fields)) = (task.as_object_mut(), fields.as_object()) {
        task.extend(fields.clone());
    }
    task
}

fn strictness(test: TestState, mode: FieldValidationMode) -> TestState {
    let mock = test.mock.map(|mock| Mock { field_validation_mode: mode, ..mock });
    TestState { mock, ..test }
}
