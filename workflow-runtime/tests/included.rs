//! A definition from a file, done by the tasks of this program.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use serde_json::json;
use std::sync::{Arc, Mutex};
use workflow_runtime::prelude::*;
use workflow_runtime::testing::{Reply, TestRun};
use workflow_runtime::{Event, EventKind, Exported, IncludedAsl, IncludedTasks, Observer, Runtime, include_asl};

#[task]
async fn reserve_item(sku: String) -> Result<u32, Failure> {
    match sku.as_str() {
        "none" => Err(Failure::new("SoldOut", sku)),
        _ => Ok(100 * u32::try_from(sku.len()).unwrap_or_default()),
    }
}

#[task]
async fn charge(cents: u32) -> Result<String, Failure> {
    Ok(format!("paid {cents}"))
}

include_asl!(pub fulfil: "include/fulfil.asl.json", tasks: { "charge-v2": charge });

struct Packer(&'static str);

#[task]
async fn pack(sku: String, packer: Dep<Packer>) -> Result<String, Failure> {
    Ok(format!("{} packed {sku}", packer.0))
}

include_asl!(ship: "include/ship.asl.json");

#[tokio::test]
async fn it_runs_with_the_tasks_of_the_program() {
    assert_eq!(fulfil::NAME, "fulfil");
    assert_eq!(fulfil::tasks().functions().collect::<Vec<_>>(), ["ReserveItem", "charge-v2"]);
    let runtime = Runtime::new();
    assert_eq!(fulfil::run(&runtime, json!({"sku": "abc"})).await.unwrap(), json!("paid 300"));
    let failure = fulfil::run(&runtime, json!({"sku": "none"})).await.unwrap_err();
    assert_eq!(failure.error, "SoldOut");
}

#[tokio::test]
async fn tests_skip_its_time_and_replace_its_tasks() {
    let skus = json!({"skus": ["a", "b"]});
    let test = TestRun::new().provide(Packer("Bob")).interpret::<ship>(skus.clone()).await;
    assert_eq!(test.result, Ok(json!(["labelled", ["Bob packed a", "Bob packed b"]])));
    assert_eq!(test.states(), ["Cool off", "Both", "Label", "Pack all", "Pack", "Pack"]);
    let stubbed = TestRun::new().stub::<pack>(Ok).interpret::<ship>(skus.clone()).await;
    assert_eq!(stubbed.result, Ok(json!(["labelled", ["a", "b"]])));
    let failing = TestRun::new().stub_reply::<pack>(|_| Reply::Failure(Failure::named("Torn")));
    assert_eq!(failing.interpret::<ship>(skus).await.result.unwrap_err().error, "Torn");
}

/// The names of the states, with their places.
#[derive(Clone, Default)]
struct Places(Arc<Mutex<Vec<String>>>);

impl Observer for Places {
    fn observe(&self, event: &Event) {
        let (sign, state) = match &event.kind {
            EventKind::StateEntered { state } => ("+", *state),
            EventKind::StateExited { state } => ("-", *state),
            EventKind::MapIterationSucceeded { state, .. } => ("*", *state),
            EventKind::TaskAttemptFailed { attempt: 1, failure, .. } => return self.add(format!("! {failure}")),
            EventKind::TaskAttemptStarted { task: "flaky", attempt, arguments, .. } => {
                assert_eq!((*attempt, arguments), (1, &Some(json!(2))));
                return;
            }
            EventKind::TaskAttemptSucceeded { task, attempt: 1, .. } => return self.add(format!("! {task}")),
            EventKind::ExecutionStarted { workflow } => ("start of", *workflow),
            EventKind::ExecutionSucceeded => ("end", ""),
            EventKind::ExecutionFailed { .. } => ("failure", ""),
            _ => return,
        };
        let text = format!("{sign} {} {state}", event.scope);
        self.add(text);
    }
}

impl Places {
    fn add(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }
}

const ROUNDS: &str = r#"{"StartAt": "Each", "States": {"Each": {"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": {
    "StartAt": "Both", "States": {"Both": {"Type": "Parallel", "Next": "Again", "Branches": [
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}]},
    "Again": {"Type": "Choice", "Choices": [{"Variable": "$[0]", "NumericEquals": 1, "Next": "Both"}],
        "Default": "Done"}, "Done": {"Type": "Fail", "Error": "Over"}}}, "End": true}}}"#;

const FLAKY: &str = r#"{"StartAt": "Try", "States": {
    "Try": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:flaky:live", "Next": "Again",
        "Catch": [{"ErrorEquals": ["Network"], "ResultPath": null, "Next": "Again"}]},
    "Again": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
        "Parameters": {"FunctionName": "flaky", "Payload.$": "$"}, "OutputPath": "$.Payload"}}}"#;

struct Flaky;

#[task]
async fn flaky(tries: u32, made: Dep<Mutex<u32>>) -> Result<u32, Failure> {
    let mut made = made.lock().unwrap();
    *made += 1;
    if *made < tries { Err(Failure::new("Network", "down")) } else { Ok(*made) }
}

impl IncludedAsl for Flaky {
    const NAME: &'static str = "flaky_network";
    const DEFINITION: &'static str = FLAKY;
    const STATES: &'static [&'static str] = &["Try", "Again"];

    fn tasks() -> IncludedTasks {
        IncludedTasks::new().with::<flaky>("flaky")
    }
}

#[tokio::test]
async fn observers_are_told_of_attempts() {
    let places = Places::default();
    let runtime = Runtime::new().provide(Mutex::new(0_u32)).observe(places.clone());
    assert_eq!(Flaky::run(&runtime, json!(2)).await, Ok(json!(2)));
    let failed = r#"! Network: {"errorMessage":"down","errorType":"Network"}"#;
    let expected = ["start of  flaky_network", "+  Try", failed, "-  Try", "+  Again", "! flaky", "-  Again", "end  "];
    assert_eq!(*places.0.lock().unwrap(), expected);
}

/// What `include_asl!` would make of a text.
struct Rounds;

impl IncludedAsl for Rounds {
    const NAME: &'static str = "rounds";
    const DEFINITION: &'static str = ROUNDS;
    const STATES: &'static [&'static str] = &["Each", "Both", "A", "Again", "Done"];

    fn tasks() -> IncludedTasks {
        IncludedTasks::new()
    }
}

#[tokio::test]
async fn observers_are_told_of_states_and_their_places() {
    let places = Places::default();
    let failure = Rounds::run(&Runtime::new().observe(places.clone()), json!([1])).await.unwrap_err();
    assert_eq!(failure.error, "Over");
    let expected = [
        "start of  rounds",
        "+  Each",
        "+ Each[0] Both",
        "+ Each[0]/Both[0] A",
        "- Each[0]/Both[0] A",
        "- Each[0] Both",
        "+ Each[0] Again",
        "- Each[0] Again",
        "+ Each[0] Both",
        "+ Each[0]/Both#2[0] A",
        "- Each[0]/Both#2[0] A",
        "- Each[0] Both",
        "+ Each[0] Again",
        "- Each[0] Again",
        "+ Each[0] Done",
        "failure  ",
    ];
    assert_eq!(*places.0.lock().unwrap(), expected);
}

#[test]
fn its_text_stays_as_it_was_written() {
    let exported = Exported::new().with::<ship>().unwrap();
    let definition = exported.definitions("eu-west-1", "210987654321").remove(0);
    assert_eq!(definition.to_json(), include_str!("include/ship.asl.json"));
    assert_eq!(definition.state_machine_arn, "arn:aws:states:eu-west-1:210987654321:stateMachine:ship");
    assert_eq!(ship::COMMENT, "Ships what is ordered.\nAfter an hour.");
    assert_eq!(ship::STATES, ["Cool off", "Both", "Label", "Pack all", "Pack"]);
}
