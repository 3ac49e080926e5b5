//! Executions that have failed and are redriven go on where they failed, and can be brought back too.

use super::simulation::Simulation;
use super::{Case, definitions, stored};
use crate::durable::record::Cause;
use crate::{Event, ExecutionStatus};

/// Whether the failure came from outside, and is gone now.
fn is_repaired(whole: &Simulation) -> bool {
    let has_failed = !matches!(whole.life.ended, Some(ExecutionStatus::Succeeded(_)));
    let cause = whole.records.last().map(|record| &record.cause);
    has_failed && matches!(cause, Some(Cause::Failed { .. } | Cause::TimeIsOver { .. } | Cause::Stopped(_)))
}

fn cases() -> Vec<Case> {
    definitions::all().into_iter().chain(definitions::that_fail()).filter(|case| is_repaired(&case.whole())).collect()
}

#[test]
fn an_execution_that_is_redriven_goes_on_where_it_failed() {
    let mut redriven = 0;
    for case in cases() {
        let mut whole = case.whole();
        let failed = whole.records.len();
        let done = succeeded(&whole);
        whole.redrive(&case);
        whole.run();
        redriven += 1;
        // Tokens that are refused still are, and what nobody does still is not done.
        let is_good = matches!(whole.life.ended, Some(ExecutionStatus::Succeeded(_)));
        assert!(is_good || !case.name.ends_with("redriven"), "{}: {:?}", case.name, whole.life.ended);
        let events: Vec<u64> = whole.records.iter().flat_map(|record| &record.events).map(|event| event.id).collect();
        assert!(events.iter().copied().eq(1..=events.len() as u64), "{}: {events:?}", case.name);
        assert!(done <= succeeded(&whole), "{}", case.name);
        for length in failed + 1..=whole.records.len() {
            let place = format!("{} after {length} of {} records", case.name, whole.records.len());
            let prefix = stored(&case.input, whole.records.split_at(length).0);
            let mut restored =
                Simulation::repaired(&case).with(prefix).unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(restored.position(), whole.positions[length - 1], "{place}");
            restored.run();
            assert_eq!(restored.records, whole.records, "{place}");
        }
    }
    assert!(redriven >= 8, "{redriven}");
}

/// How many states were left.
fn succeeded(simulation: &Simulation) -> usize {
    let events = simulation.records.iter().flat_map(|record| &record.events);
    events.filter(|event| matches!(event.event, Event::StateExited { .. })).count()
}

#[test]
fn the_context_object_says_how_often_and_when() {
    let case = definitions::that_fail().remove(0);
    let mut whole = case.whole();
    whole.redrive(&case);
    whole.run();
    let output = match whole.life.ended.clone() {
        Some(ExecutionStatus::Succeeded(output)) => output,
        other => panic!("{other:?}"),
    };
    let redriven_at = whole.records.iter().find(|record| matches!(record.cause, Cause::Redriven { .. })).unwrap().at;
    assert_eq!(output["RedriveCount"], 1);
    assert_eq!(output["RedriveTime"], format!("{redriven_at:.3}"));
}
