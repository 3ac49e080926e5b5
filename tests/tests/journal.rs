//! The context can carry durability: workflows written with the macros are killed after every event, replayed, and end
//! as if nothing had happened.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "journal/lives.rs"]
mod lives;
#[path = "journal/workflows.rs"]
mod workflows;

use lives::{Trial, without_tokens};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use workflow_runtime::{Context, Failure, Workflow};
use workflow_tests::journal::{Divergence, Ended, EventKind, Journal, Recording};
use workflows::*;

const SEEDS: u64 = 16;

/// Kills an execution everywhere in every order of completions; gives the different ways it ended.
fn endings<W: Workflow>(input: Value) -> BTreeSet<String> {
    let ended = |seed| Trial { input: input.clone(), seed }.survives_every_kill::<W>().life.ended;
    (0..SEEDS).map(|seed| ending(&ended(seed))).collect()
}

fn ending(ended: &Ended) -> String {
    match ended {
        Ended::Finished(Ok(output)) => output.to_string(),
        Ended::Finished(Err(failure)) => failure.to_string(),
        other => format!("{other:?}"),
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
fn what_was_drawn_is_drawn_again() {
    let endings = endings::<drawn>(json!([1, 2, 3]));
    assert_eq!(endings.len(), usize::try_from(SEEDS).unwrap(), "each seed draws otherwise: {endings:?}");
}

#[test]
fn who_an_execution_is_survives() {
    let names = endings::<identified>(json!(5));
    assert_eq!(names.len(), usize::try_from(SEEDS).unwrap(), "each seed has an id: {names:?}");
    assert_eq!(endings::<identified>(json!(5000)), only("\"never\""));
}

#[test]
fn waits_survive() {
    assert_eq!(endings::<slept>(json!(3)), only("60"));
}

#[test]
fn time_is_what_the_timers_say() {
    let journal = Trial { input: json!(3), seed: 0 }.uninterrupted::<slept>().life.journal;
    let until = journal.events().iter().filter_map(|event| match event.kind {
        EventKind::WaitStarted { until } => Some(until.as_second()),
        _ => None,
    });
    assert_eq!(until.collect::<Vec<_>>(), [3600, 3660, 3660]);
}

#[test]
fn callbacks_survive() {
    assert_eq!(endings::<approved>(json!({ "order": 100, "cents": 5 })), only("true"));
    assert_eq!(endings::<approved>(json!({ "order": 1, "cents": 5 })), only("SoldOut: {\"item\":7}"));
    assert_eq!(endings::<approved>(json!({ "order": 0, "cents": 5 })), only("States.Timeout"));
}

#[test]
fn every_visit_of_a_loop_is_its_own() {
    assert_eq!(endings::<looped>(json!([1, 2, 1])), only("47"));
}

#[test]
fn an_evaluation_fault_survives() {
    let ended = endings::<faulty>(json!(3));
    assert!(ended.iter().all(|ending| ending.starts_with("States.QueryEvaluationError")), "{ended:?}");
}

#[test]
fn an_interrupted_replay_is_continued() {
    let trial = Trial { input: json!({ "lists": [[1, 2], [3, 4]], "cents": 5 }), seed: 3 };
    let whole = trial.uninterrupted::<nested>();
    let mut journal = Journal::default();
    let mut lives = 0;
    // Every life commits one event more than the one before it.
    while !matches!(trial.live::<nested>(journal.clone(), usize::MAX).runs.len(), 0) {
        let next = journal.events().len() + 1;
        journal = trial.live::<nested>(journal, next).life.journal;
        lives += 1;
    }
    let last = trial.live::<nested>(journal, usize::MAX);
    assert!(lives > 20, "{lives}");
    assert_eq!(without_tokens(&last.life.journal), without_tokens(&whole.life.journal));
}

#[test]
fn what_was_drawn_is_read_from_the_journal() {
    let trial = |seed| Trial { input: json!(4), seed };
    let delay = |journal: &Journal| {
        let mut events = journal.events().iter();
        events.position(|event| matches!(event.kind, EventKind::RetryScheduled { .. })).unwrap()
    };
    let whole = trial(1).uninterrupted::<chain>().life.journal;
    let scheduled = delay(&whole);
    assert_ne!(whole.events()[scheduled], trial(2).uninterrupted::<chain>().life.journal.events()[scheduled]);
    let left = whole.survive(scheduled + 1).unwrap();
    let continued = trial(2).live::<chain>(left, usize::MAX).life.journal;
    assert_eq!(continued.events()[scheduled], whole.events()[scheduled]);
}

/// Replays the whole journal of one workflow against another.
fn divergence<W: Workflow, Changed: Workflow>(input: Value) -> Divergence {
    let trial = Trial { input, seed: 5 };
    let journal = trial.uninterrupted::<W>().life.journal;
    let replayed = trial.live::<Changed>(journal.clone(), usize::MAX);
    assert_eq!(replayed.life.journal, journal, "a replay that diverges records nothing");
    assert_eq!(replayed.runs, [], "a replay that diverges runs nothing");
    match replayed.life.ended {
        Ended::Diverged(divergence) => *divergence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_state_is_found() {
    let divergence = divergence::<chain, changed::chain>(json!(4));
    assert_eq!(divergence.expected.place.state, "Charge");
    assert_eq!(
        divergence.to_string(),
        "event 4 of the journal is state `Charge`: StateEntered; the program came to state `Hang`: StateEntered"
    );
}

#[test]
fn other_arguments_are_found() {
    let text = divergence::<chain, recalculated::chain>(json!(4)).to_string();
    assert!(text.starts_with("event 5 of the journal is state `Charge`: AttemptStarted"), "{text}");
    assert!(text.contains("arguments: Number(40)") && text.contains("arguments: Number(41)"), "{text}");
}

#[test]
fn a_program_that_ends_sooner_is_found() {
    assert_eq!(
        divergence::<chain, shortened::chain>(json!(4)).to_string(),
        "event 4 of the journal is state `Charge`: StateEntered; \
         the program came to the execution: ExecutionSucceeded { output: Number(40) }"
    );
}

#[test]
fn a_change_deep_inside_is_found_with_its_scope() {
    let text = divergence::<nested, reordered::nested>(json!({ "lists": [[1, 2]], "cents": 5 })).to_string();
    assert!(text.contains("state `ChargePrices` in Parallel[0]/MapLists[0]/MapList[0]: StateEntered"), "{text}");
}

#[test]
fn another_workflow_is_found_at_once() {
    let text = divergence::<chain, slept>(json!(4)).to_string();
    assert!(text.starts_with("event 0 of the journal is the execution: ExecutionStarted"), "{text}");
}

#[test]
fn a_record_of_what_nobody_asked_for_is_found() {
    let trial = Trial { input: json!({ "item": 2, "cents": 5 }), seed: 5 };
    let journal = trial.uninterrupted::<both>().life.journal;
    let text = serde_json::to_string(&journal).unwrap();
    // The first branch's completion, with the second's name.
    let forged = text.replacen("\"attempt\":1,\"output\"", "\"attempt\":2,\"output\"", 1);
    assert_ne!(text, forged);
    let replayed = trial.live::<both>(serde_json::from_str(&forged).unwrap(), usize::MAX);
    let Ended::Diverged(divergence) = replayed.life.ended else { panic!("{:?}", replayed.life.ended) };
    assert_eq!(divergence.got, None);
    assert!(divergence.to_string().ends_with("the program does not wait for that"), "{divergence}");
}

/// Every workflow over the recording context can be sent to another thread; this only has to compile.
#[expect(dead_code, reason = "only has to compile")]
fn programs_can_be_sent(context: Recording) {
    fn is_send<T: Send>(_: T) {}
    fn is_context<C: Context>() {}
    is_context::<Recording>();
    is_send(both::program(context.clone(), None, None));
    is_send(branches::program(context.clone(), None, None));
    is_send(nested::program(context.clone(), None, None));
    is_send(caught::program(context.clone(), None, None));
    is_send(approved::program(context, None, None));
}

#[test]
fn failures_are_the_same_as_in_memory() {
    let failure = Failure::new("SoldOut", "{\"item\":13}");
    let recorded = Trial { input: json!(13), seed: 0 }.uninterrupted::<chain>().life.ended;
    assert_eq!(recorded, Ended::Finished(Err(failure)));
}
