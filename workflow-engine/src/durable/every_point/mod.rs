//! The promise of recorded executions: wherever one is cut off, it is brought back from its record to the same point, and
//! goes on to the same end; and what happens in it is what happens in one that is not recorded.

mod changes;
mod definitions;
mod engines;
mod redriven;
mod simulation;
mod world;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::interpreted::AslExecutable;
use super::record::{Record, decode, encode};
use crate::{ExecutionStatus, HistoryEvent, Payload, Program, TaskRequest};
use simulation::Simulation;
use world::Intervention;

/// A machine and its input.
struct Case {
    name: &'static str,
    definition: Value,
    input: Value,
    /// What somebody does to it, and when.
    intervention: Option<(Duration, Intervention)>,
    /// What decides which of the things that may happen does, in place of their time.
    chance: Option<u64>,
}

impl Case {
    fn executable(&self) -> AslExecutable {
        let text = self.definition.to_string();
        let program = Program::from_json(&text).unwrap_or_else(|errors| panic!("{}: {errors:?}", self.name));
        AslExecutable::new(self.name, &text, Arc::new(program))
    }

    /// Runs it recorded, from its start to its end.
    fn whole(&self) -> Simulation {
        let mut whole = Simulation::new(self);
        whole.run();
        assert!(whole.life.ended.is_some(), "{} has an end", self.name);
        whole
    }
}

fn events(records: &[Record]) -> Vec<HistoryEvent> {
    records.iter().flat_map(|record| record.events.clone()).collect()
}

/// The records as they come back from a store.
fn stored(input: &Value, records: &[Record]) -> Vec<Record> {
    let input = Payload::from(input.clone());
    let row = encode(&input, records.to_vec()).unwrap();
    decode(&input, &row).unwrap()
}

/// What is there of data without what is drawn at random: long runs of hexadecimal digits.
fn without_draws(text: &str) -> String {
    let mut shown = String::new();
    let is_drawn = |letter: char| letter.is_ascii_hexdigit() || letter == '-';
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|letter| !is_drawn(letter)).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        shown.push_str(if digits.len() >= 36 { "*" } else { digits });
        let next = after.find(is_drawn).unwrap_or(after.len());
        let (between, after) = after.split_at(next);
        shown.push_str(between);
        rest = after;
    }
    shown
}

fn described(events: &[HistoryEvent]) -> Vec<String> {
    events.iter().map(|event| without_draws(&format!("{event:?}"))).collect()
}

fn assert_same(recorded: &[String], direct: &[String], case: &str) {
    for (recorded, direct) in recorded.iter().zip(direct) {
        assert_eq!(recorded, direct, "{case}");
    }
    assert_eq!(recorded.len(), direct.len(), "{case}");
}

fn status(status: &ExecutionStatus) -> String {
    without_draws(&format!("{status:?}"))
}

/// What a request is known by to whoever is to do it once.
fn key(request: &TaskRequest) -> String {
    let TaskRequest { execution_arn, state_name, entered_event_id, attempt, task_token, input, .. } = request;
    format!("{execution_arn} {state_name} {entered_event_id} {attempt} {task_token:?} {}", input.as_text())
}

#[tokio::test]
async fn what_is_recorded_is_what_happens_without() {
    for case in definitions::all() {
        let whole = case.whole();
        let program = Program::from_json(&case.definition.to_string()).unwrap();
        let (direct_status, direct) =
            world::run_directly(Arc::new(program), case.input.clone(), case.intervention).await;
        assert_same(&described(&events(&whole.records)), &described(&direct), case.name);
        assert_eq!(whole.life.ended.as_ref().map(status), Some(status(&direct_status)), "{}", case.name);
    }
}

#[test]
fn an_execution_that_is_cut_off_anywhere_goes_on() {
    for case in definitions::all().into_iter().chain(definitions::only_recorded()) {
        goes_on_wherever_it_is_cut_off(&case);
    }
}

#[test]
fn so_does_one_in_which_things_happen_in_any_order() {
    for case in definitions::all().into_iter().chain(definitions::that_fail()) {
        for chance in 0..4 {
            let Case { name, definition, input, intervention, .. } = &case;
            let (definition, input) = (definition.clone(), input.clone());
            let case = Case { name, definition, input, intervention: *intervention, chance: Some(chance) };
            goes_on_wherever_it_is_cut_off(&case);
        }
    }
}

fn goes_on_wherever_it_is_cut_off(case: &Case) {
    let whole = case.whole();
    let asked: Vec<String> = whole.requests().iter().map(key).collect();
    for length in 0..=whole.records.len() {
        let prefix = stored(&case.input, whole.records.split_at(length).0);
        let place = format!("{} after {length} of {} records", case.name, whole.records.len());
        let mut restored = Simulation::restored(case, prefix).unwrap_or_else(|error| panic!("{place}: {error:?}"));
        if let Some(last) = length.checked_sub(1) {
            assert_eq!(restored.position(), whole.positions[last], "{place}");
        }
        restored.run();
        assert_eq!(restored.records, whole.records, "{place}");
        assert_eq!(restored.life.ended, whole.life.ended, "{place}");
        for request in restored.requests().iter().map(key) {
            assert!(asked.contains(&request), "{place} asks for {request}");
        }
    }
}

#[test]
fn all_machines_are_other_ones() {
    let names: std::collections::BTreeSet<&str> = definitions::all().iter().map(|case| case.name).collect();
    assert_eq!(names.len(), definitions::all().len());
    assert!(names.len() >= 25);
}
