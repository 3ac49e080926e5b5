//! What a recorded execution makes of a world, or of a definition, that has changed since.

use serde_json::{Value, json};

use super::simulation::Simulation;
use super::world::{self, ACTIVITY, Functions, START};
use super::{Case, definitions};
use crate::durable::record::Cause;
use crate::{ExecutionStatus, Failure, MapRunStatus};

fn case(definition: Value, input: Value) -> Case {
    Case { name: "machine", definition, input, intervention: None, chance: None }
}

fn named(name: &str) -> Case {
    definitions::all().into_iter().find(|case| case.name == name).unwrap()
}

/// What keeps an execution of `before` from going on as one of `after`.
fn divergence(before: &Case, after: Value, records: usize) -> String {
    let whole = before.whole();
    let after = case(after, before.input.clone());
    let prefix = whole.records.split_at(records).0.to_vec();
    Simulation::restored(&after, prefix).err().map(|error| format!("{error:?}")).unwrap_or_default()
}

#[test]
fn another_definition_goes_on_where_its_path_is_the_same() {
    let before = named("chain in JSONata");
    let mut later = before.definition.clone();
    later["States"]["Done"]["Output"] = json!("done in another way");
    assert_eq!(divergence(&before, later, 2), "");
    let mut other = before.definition.clone();
    other["States"]["Charge2"]["Arguments"]["Payload"]["total"] = json!("{% $total + 1 %}");
    let said = divergence(&before, other, 2);
    assert!(said.contains("LambdaFunctionScheduled") || said.contains("TaskScheduled"), "{said}");
}

#[test]
fn a_difference_says_in_which_branch_it_is() {
    let before = named("a Map of two at a time, two states each");
    let mut other = before.definition.clone();
    other["States"]["Each"]["ItemProcessor"]["States"]["B"] = json!({"Type": "Succeed"});
    let said = divergence(&before, other, 2);
    assert!(said.contains("Each[1]"), "{said}");
}

#[test]
fn work_that_is_done_needs_nobody_who_could_do_it() {
    let before = named("chain in JSONata");
    let whole = before.whole();
    let nobody = || (crate::Engine::new(crate::EngineOptions::default()), Functions::default());
    let (engine, functions) = nobody();
    let all = Simulation::within(&before, engine, functions).with(whole.records.clone()).unwrap();
    assert_eq!(all.life.ended, whole.life.ended);
    // What has not begun finds nobody, and the execution fails as one that is not recorded does.
    let (engine, functions) = nobody();
    let some = whole.records.split_at(2).0.to_vec();
    let mut some = Simulation::within(&before, engine, functions).with(some).unwrap();
    some.run();
    let Some(ExecutionStatus::Failed(failure)) = &some.life.ended else { panic!("{:?}", some.life.ended) };
    assert_eq!(failure.name(), Failure::RUNTIME);
}

#[test]
fn an_activity_that_was_there_was_there() {
    let before = named("an activity");
    let whole = before.whole();
    let functions = Functions::default();
    let engine = world::engine(functions.clone());
    engine.activities().delete(ACTIVITY);
    let again = Simulation::within(&before, engine.clone(), functions.clone()).with(whole.records.clone()).unwrap();
    assert_eq!(again.life.ended, whole.life.ended);
    let taken = whole.records.split_at(2).0.to_vec();
    let mut taken = Simulation::within(&before, engine, functions).with(taken).unwrap();
    taken.run();
    assert_ne!(taken.life.ended, None);
    // And one that was not, was not.
    let before = named("an activity that does not exist");
    let whole = before.whole();
    let functions = Functions::default();
    let engine = world::engine(functions.clone());
    engine.activities().create(&format!("{ACTIVITY}-not"));
    let again = Simulation::within(&before, engine, functions).with(whole.records.clone()).unwrap();
    assert_eq!(again.life.ended, whole.life.ended);
}

#[test]
fn a_map_run_runs_on_while_its_execution_is_put_aside() {
    let case = named("a distributed Map");
    let mut simulation = Simulation::new(&case);
    while simulation.map_run_arn().is_none() {
        let (at, cause) = simulation.next().unwrap();
        simulation.happen(at, cause);
    }
    let (arn, engine) = (simulation.map_run_arn().unwrap(), simulation.engine.clone());
    let map_run = || engine.map_runs().find(&arn).unwrap();
    let before = map_run();
    assert_eq!((before.status, before.items.running, before.start_date), (MapRunStatus::Running, 2, START));
    assert!(!engine.map_runs().update(&arn, |limits| limits.max_concurrency = 1), "only its execution's engine may");
    let records = simulation.records.clone();
    drop(simulation);
    assert_eq!(map_run(), before);
    let mut again = Simulation::within(&case, engine.clone(), Functions::default()).with(records).unwrap();
    assert_eq!(map_run(), before);
    again.happen(START, Cause::Stopped(Failure::named("Enough")));
    assert_eq!((map_run().status, map_run().items.aborted), (MapRunStatus::Aborted, 2));
}

#[test]
fn a_loop_that_waits_for_nothing_has_an_end() {
    let forever = json!({"StartAt": "A", "States": {
        "A": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 0, "Next": "B"}], "Default": "A"},
        "B": {"Type": "Succeed"}}});
    let top = case(forever.clone(), json!({"n": 1})).whole();
    let Some(ExecutionStatus::Failed(failure)) = &top.life.ended else { panic!("{:?}", top.life.ended) };
    assert_eq!((failure.name(), top.life.recorder.lock().length()), (Failure::RUNTIME, 25_000));
    let mut processor = forever;
    processor["ProcessorConfig"] = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
    let map = json!({"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor": processor, "End": true}}});
    let child = case(map, json!([{"n": 1}])).whole();
    let Some(ExecutionStatus::Failed(failure)) = &child.life.ended else { panic!("{:?}", child.life.ended) };
    assert_eq!(failure.name(), "States.ExceedToleratedFailureThreshold");
}
