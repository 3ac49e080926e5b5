//! Standard executions of native workflows: killed after every commit, they go on and end as if nothing had happened.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "standard/lives.rs"]
mod lives;
#[path = "standard/services.rs"]
mod services;
#[path = "standard/workflows.rs"]
mod workflows;

use lives::{Known, Trial};
use serde_json::{Value, json};
use services::{asked, messaged};
use std::collections::BTreeSet;
use std::sync::Arc;
use workflow_runtime::testing::replay;
use workflow_runtime::{Failure, Recorded, Workflow};
use workflows::*;

const SEEDS: u64 = 8;

/// Kills an execution everywhere in several orders of completions; gives the different ways it ended.
fn endings<W: Workflow<Error = ShopError>>(input: Value) -> BTreeSet<String> {
    let ended = |seed| Trial { input: input.clone(), seed }.survives_every_kill::<W>();
    (0..SEEDS).flat_map(ended).map(|ended| ending(&ended)).collect()
}

fn ending(ended: &Result<Value, Failure>) -> String {
    match ended {
        Ok(output) => output.to_string(),
        Err(failure) => failure.to_string(),
    }
}

fn only(ending: &str) -> BTreeSet<String> {
    BTreeSet::from([ending.to_owned()])
}

#[test]
fn a_chain_survives() {
    assert_eq!(endings::<chain>(json!(4)), only("410"));
    assert_eq!(endings::<chain>(json!(13)), only("SoldOut: {\"item\":13}"));
    assert_eq!(endings::<chain>(json!(99)), only("TaskPanicked: no price for 99"));
}

#[test]
fn branches_survive_in_any_order_of_their_completions() {
    assert_eq!(endings::<both>(json!({ "item": 2, "cents": 5 })), only("26"));
    assert_eq!(endings::<branches>(json!({ "item": 2, "cents": 5 })), only("213"));
}

#[test]
fn two_failing_branches_end_with_the_error_that_came_first() {
    let both_ways = endings::<both>(json!({ "item": 99, "cents": 13 }));
    assert_eq!(both_ways, BTreeSet::from(["TaskPanicked: no price for 99".into(), "SoldOut: {\"item\":13}".into()]));
}

#[test]
fn maps_survive() {
    assert_eq!(endings::<mapped>(json!([1, 2, 3, 4, 5])), only("[10,20,30,40,50]"));
    assert_eq!(endings::<mapped>(json!([])), only("[]"));
    let first_come = endings::<mapped>(json!([1, 13, 99, 4]));
    assert_eq!(first_come, BTreeSet::from(["SoldOut: {\"item\":13}".into(), "TaskPanicked: no price for 99".into()]));
}

#[test]
fn a_map_inside_of_a_map_inside_of_a_branch_survives() {
    assert_eq!(endings::<nested>(json!({ "lists": [[1, 2], [], [3, 4]], "cents": 5 })), only("20"));
    assert_eq!(endings::<nested>(json!({ "lists": [[1, 13]], "cents": 5 })), only("SoldOut: {\"item\":13}"));
}

#[test]
fn a_retrier_that_is_used_up_and_a_timeout_are_caught() {
    assert_eq!(endings::<caught>(json!({ "cents": 5000, "item": 1 })), only("0"));
    assert_eq!(endings::<caught>(json!({ "cents": 5, "item": 1 })), only("6"));
    assert_eq!(endings::<caught>(json!({ "cents": 13, "item": 1 })), only("SoldOut: {\"item\":13}"));
}

#[test]
fn child_executions_survive() {
    assert_eq!(endings::<started>(json!(4)), only("41000"));
    assert_eq!(endings::<started>(json!(13)), only("SoldOut: {\"item\":13}"));
}

#[test]
fn who_an_execution_is_survives() {
    let arn = "arn:aws:states:us-east-1:123456789012:execution:identified:execution";
    assert_eq!(endings::<identified>(json!(5)), only(&format!("\"execution/{arn}\"")));
    assert_eq!(endings::<identified>(json!(5000)), only("\"never\""));
}

#[test]
fn waits_survive() {
    assert_eq!(endings::<slept>(json!(3)), only("60"));
}

#[test]
fn callbacks_survive() {
    assert_eq!(endings::<approved>(json!({ "order": 100, "cents": 5 })), only("true"));
    assert_eq!(endings::<approved>(json!({ "order": 1, "cents": 5 })), only("SoldOut: {\"item\":7}"));
    assert_eq!(endings::<approved>(json!({ "order": 0, "cents": 5 })), only("States.Timeout"));
}

#[test]
fn services_and_activities_survive() {
    assert_eq!(endings::<messaged>(json!(4)), only("17"));
    assert_eq!(endings::<messaged>(json!(13)), only("SoldOut: {\"item\":13}"));
    assert_eq!(endings::<asked>(json!(100)), only("true"));
}

#[test]
fn every_visit_of_a_loop_is_its_own() {
    assert_eq!(endings::<looped>(json!([1, 2, 1])), only("47"));
}

#[test]
fn a_task_on_a_thread_survives() {
    assert_eq!(endings::<weighed>(json!([1, 2])), only("[2,4]"));
}

#[test]
fn an_evaluation_fault_survives() {
    let ended = endings::<faulty>(json!(3));
    assert!(ended.iter().all(|ending| ending.starts_with("States.QueryEvaluationError")), "{ended:?}");
}

/// An exported execution of a workflow.
fn exported<W: Workflow<Error = ShopError>>(input: Value) -> String {
    Trial { input, seed: 5 }.exported::<W>()
}

fn divergence<W: Workflow<Error = ShopError>>(exported: &str) -> String {
    replay::<W>(exported).unwrap_err().to_string()
}

#[test]
fn what_was_exported_is_a_way_through_the_same_code() {
    assert_eq!(replay::<chain>(&exported::<chain>(json!(4))), Ok(()));
    assert_eq!(replay::<drawn>(&exported::<drawn>(json!([1, 2, 3]))), Ok(()));
    let nested_lists = json!({ "lists": [[1, 2], [], [3, 4]], "cents": 5 });
    assert_eq!(replay::<nested>(&exported::<nested>(nested_lists)), Ok(()));
    assert_eq!(replay::<approved>(&exported::<approved>(json!({ "order": 100, "cents": 5 }))), Ok(()));
    assert_eq!(replay::<started>(&exported::<started>(json!(4))), Ok(()));
    assert_eq!(replay::<mapped>(&exported::<mapped>(json!([1, 13, 99, 4]))), Ok(()));
}

#[test]
fn a_change_that_the_execution_does_not_meet_is_none() {
    assert_eq!(replay::<extended::chain>(&exported::<chain>(json!(13))), Ok(()));
    assert!(replay::<extended::chain>(&exported::<chain>(json!(4))).is_err());
}

#[test]
fn another_state_is_found() {
    let text = divergence::<changed::chain>(&exported::<chain>(json!(4)));
    assert!(text.contains("at event 7 the record has TaskStateEntered `Charge` after event 6"), "{text}");
    assert!(text.ends_with("the code comes to TaskStateEntered `Hang` after event 6"), "{text}");
}

#[test]
fn other_arguments_are_found() {
    let text = divergence::<recalculated::chain>(&exported::<chain>(json!(4)));
    assert!(text.contains("at event 8 the record has TaskScheduled (data "), "{text}");
}

#[test]
fn a_program_that_ends_sooner_is_found() {
    let text = divergence::<shortened::chain>(&exported::<chain>(json!(4)));
    assert!(text.contains("TaskStateEntered `Charge`") && text.contains("ExecutionSucceeded"), "{text}");
}

#[test]
fn a_change_deep_inside_is_found_with_its_scope() {
    let text = divergence::<reordered::nested>(&exported::<nested>(json!({ "lists": [[1, 2]], "cents": 5 })));
    assert!(text.contains("in Parallel[0]/MapLists[0]/MapList[0]"), "{text}");
}

#[test]
fn another_workflow_is_found_at_once() {
    assert_eq!(divergence::<slept>(&exported::<chain>(json!(4))), "this is an execution of `chain`");
    let text = divergence::<chain>("{\"format\": 99}");
    assert!(text.ends_with("its format is 99, which this version does not know"), "{text}");
}

#[test]
fn an_execution_of_other_code_is_kept_until_the_code_is_its_own_again() {
    let trial = Trial { input: json!(4), seed: 3 };
    let store = Arc::default();
    trial.live::<chain>(&store, 3, &[]);
    let reason = trial.suspended::<changed::chain>(&store);
    assert!(reason.contains("TaskStateEntered `Hang`"), "{reason}");
    assert_eq!(trial.live::<chain>(&store, 10_000, &[]).ended, Some(Ok(json!(410))));
}

#[test]
fn observers_are_not_told_again_of_what_is_on_record() {
    let trial = Trial { input: json!(4), seed: 3 };
    let store = Arc::default();
    assert_eq!(trial.live::<chain>(&store, 2, &[]).told, ["Price", "Charge"]);
    assert_eq!(trial.live::<chain>(&store, 10_000, &[]).told, ["Receipt"]);
}

#[test]
fn an_execution_goes_on_however_often_it_is_killed() {
    let trial = Trial { input: json!({ "lists": [[1, 2], [3, 4]], "cents": 5 }), seed: 3 };
    let store = Arc::default();
    let mut lives = 0;
    // Every life commits once more than the one before it has left.
    let ended = loop {
        lives += 1;
        if let Some(ended) = trial.live::<nested>(&store, 1, &[]).ended {
            break ended;
        }
    };
    assert_eq!(ended, Ok(json!(20)));
    assert!(lives > 10, "{lives}");
}

/// Every workflow over the recording context can be sent to another thread; this only has to compile.
#[expect(dead_code, reason = "only has to compile")]
fn programs_can_be_sent(context: Recorded) {
    fn is_send<T: Send>(_: T) {}
    is_send(both::program(context.clone(), None, None));
    is_send(branches::program(context.clone(), None, None));
    is_send(nested::program(context.clone(), None, None));
    is_send(caught::program(context.clone(), None, None));
    is_send(approved::program(context, None, None));
}

#[test]
fn histories_are_those_of_the_interpreter() {
    fn is_same<W: Workflow<Error = ShopError>>(input: Value) {
        let (native, interpreted) = Trial { input, seed: 1 }.both_histories::<W>();
        assert_eq!(native, interpreted);
    }
    is_same::<chain>(json!(4));
    is_same::<chain>(json!(13));
    is_same::<caught>(json!({ "cents": 5000, "item": 1 }));
    is_same::<mapped>(json!([13]));
    is_same::<messaged>(json!(4));
    is_same::<messaged>(json!(13));
    is_same::<mapped>(json!([]));
    is_same::<weighed>(json!([1]));
}

#[test]
fn histories_of_what_runs_at_the_same_time_have_the_same_events() {
    fn has_same<W: Workflow<Error = ShopError>>(input: Value) {
        let (native, interpreted) = Trial { input, seed: 1 }.both_histories::<W>();
        let sorted = |history: Vec<Known>| {
            let mut events: Vec<String> = history.into_iter().map(|(_, event)| event).collect();
            events.sort();
            events
        };
        assert_eq!(sorted(native), sorted(interpreted));
    }
    has_same::<both>(json!({ "item": 2, "cents": 5 }));
    has_same::<mapped>(json!([1, 2, 3, 4, 5]));
    has_same::<nested>(json!({ "lists": [[1, 2], [], [3, 4]], "cents": 5 }));
    has_same::<slept>(json!(3));
    has_same::<looped>(json!([1, 2, 1]));
}
