//! Map Runs: the runs of distributed Maps, as the histories of their executions tell them.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use workflow_engine::Event;

use super::fields::Fields;
use super::page::Page;
use super::{ApiError, Shared, arn, date, executions};
use crate::registry::{Entry, ExecutionRecord};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    execution_arn: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Describe {
    map_run_arn: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Update {
    map_run_arn: String,
}

/// A Map Run as a history tells it.
struct MapRun {
    arn: String,
    start_date: Timestamp,
    stop_date: Option<Timestamp>,
}

impl MapRun {
    /// `arn:..:mapRun:machine/label:id` is a run of the state machine `arn:..:stateMachine:machine/label`.
    fn state_machine_arn(&self) -> String {
        let machine = self.arn.rsplit_once(':').map_or(self.arn.as_str(), |(machine, _)| machine);
        machine.replacen(":mapRun:", ":stateMachine:", 1)
    }
}

/// The Map Runs of an execution, oldest first, by the ids of the events with which they started.
fn of_execution(record: &ExecutionRecord) -> Vec<Entry<MapRun>> {
    let mut runs: Vec<Entry<MapRun>> = Vec::new();
    let events = record.execution.history().map(|history| history.events()).unwrap_or_default();
    for event in events {
        match &event.event {
            Event::MapRunStarted { map_run_arn } => {
                let run = MapRun { arn: map_run_arn.to_string(), start_date: event.timestamp, stop_date: None };
                runs.push((event.id, run));
            }
            Event::MapRunSucceeded | Event::MapRunFailed(_) | Event::MapRunAborted => {
                let ended = runs.iter_mut().find(|(started, _)| *started == event.previous_event_id);
                if let Some((_, run)) = ended {
                    run.stop_date = Some(event.timestamp);
                }
            }
            _ => {}
        }
    }
    runs
}

pub(super) fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let record = executions::find(service, &request.execution_arn)?;
    let list = ("mapRuns", &request.execution_arn);
    let page = Page::read(request.max_results, request.next_token.as_deref(), list)?;
    let mut runs = of_execution(&record);
    runs.retain(|(place, _)| page.after.is_none_or(|after| *place > after));
    runs.truncate(page.lookup());
    Ok(page.write("mapRuns", runs, |run| {
        let fields = Fields::default()
            .with("executionArn", request.execution_arn.as_str())
            .with("mapRunArn", run.arn.as_str())
            .with("stateMachineArn", run.state_machine_arn())
            .with("startDate", date(run.start_date))
            .with_some("stopDate", run.stop_date.map(date));
        fields.into()
    }))
}

/// Counts of items and executions are not kept, so a Map Run cannot be described.
pub(super) fn describe(_service: &Shared, request: Describe) -> Result<Value, ApiError> {
    arn::check_map_run(&request.map_run_arn)?;
    Err(ApiError::no_resource(&request.map_run_arn))
}

/// The limits of a Map Run cannot be changed while it runs.
pub(super) fn update(_service: &Shared, request: Update) -> Result<Value, ApiError> {
    arn::check_map_run(&request.map_run_arn)?;
    Err(ApiError::no_resource(&request.map_run_arn))
}

/// The child executions of a Map Run are not kept.
pub(super) fn list_executions(_service: &Shared, map_run_arn: &str) -> Result<Value, ApiError> {
    arn::check_map_run(map_run_arn)?;
    Ok(json!({"executions": []}))
}
