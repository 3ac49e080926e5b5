//! Map Runs: the runs of distributed Maps.

use serde::Deserialize;
use serde_json::{Value, json};
use workflow_engine::{MapRun, MapRunCounts, MapRunLimits, MapRunStatus};

use super::fields::Fields;
use super::page::Page;
use super::{ApiError, Shared, arn, date, executions, nothing};
use crate::registry::Entry;

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
    max_concurrency: Option<u64>,
    tolerated_failure_percentage: Option<f64>,
    tolerated_failure_count: Option<u64>,
}

/// `arn:..:mapRun:machine/label:id` is a run of the state machine `arn:..:stateMachine:machine/label`.
fn state_machine_arn(map_run: &MapRun) -> String {
    let machine = map_run.arn.rsplit_once(':').map_or(&*map_run.arn, |(machine, _)| machine);
    machine.replacen(":mapRun:", ":stateMachine:", 1)
}

pub(super) async fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    executions::find(service, &request.execution_arn).await?;
    let list = ("mapRuns", &request.execution_arn);
    let page = Page::read(request.max_results, request.next_token.as_deref(), list)?;
    let runs = service.engine.map_runs().of_execution(&request.execution_arn);
    let entries = (1..).zip(runs).filter(|(place, _)| page.after.is_none_or(|after| *place > after));
    let entries: Vec<Entry<MapRun>> = entries.take(page.lookup()).collect();
    Ok(page.write("mapRuns", entries, |run| {
        let fields = Fields::default()
            .with("executionArn", &*run.execution_arn)
            .with("mapRunArn", &*run.arn)
            .with("stateMachineArn", state_machine_arn(run))
            .with("startDate", date(run.start_date))
            .with_some("stopDate", run.stop_date.map(date));
        fields.into()
    }))
}

fn find(service: &Shared, map_run_arn: &str) -> Result<MapRun, ApiError> {
    arn::check_map_run(map_run_arn)?;
    service.engine.map_runs().find(map_run_arn).ok_or_else(|| ApiError::no_resource(map_run_arn))
}

pub(super) fn describe(service: &Shared, request: Describe) -> Result<Value, ApiError> {
    let run = find(service, &request.map_run_arn)?;
    let fields = Fields::default()
        .with("mapRunArn", &*run.arn)
        .with("executionArn", &*run.execution_arn)
        .with("status", run.status.as_str())
        .with("startDate", date(run.start_date))
        .with_some("stopDate", run.stop_date.map(date))
        .with("maxConcurrency", run.limits.max_concurrency)
        .with("toleratedFailurePercentage", run.limits.tolerated_failure_percentage)
        .with("toleratedFailureCount", run.limits.tolerated_failure_count)
        .with("itemCounts", counts(run.items, run.status))
        .with("executionCounts", counts(run.executions, run.status))
        .with("redriveCount", 0);
    Ok(fields.into())
}

/// Results are written when the run is over; a child execution has no time limit of its own.
fn counts(counts: MapRunCounts, status: MapRunStatus) -> Value {
    let written = if status == MapRunStatus::Succeeded { counts.succeeded + counts.failed } else { 0 };
    json!({
        "pending": counts.pending,
        "running": counts.running,
        "succeeded": counts.succeeded,
        "failed": counts.failed,
        "timedOut": 0,
        "aborted": counts.aborted,
        "total": counts.total,
        "resultsWritten": written,
    })
}

pub(super) async fn update(service: &Shared, request: Update) -> Result<Value, ApiError> {
    let run = find(service, &request.map_run_arn)?;
    let change = |limits: &mut MapRunLimits| {
        limits.max_concurrency = request.max_concurrency.unwrap_or(limits.max_concurrency);
        limits.tolerated_failure_count = request.tolerated_failure_count.unwrap_or(limits.tolerated_failure_count);
        let percentage = request.tolerated_failure_percentage;
        limits.tolerated_failure_percentage = percentage.unwrap_or(limits.tolerated_failure_percentage);
    };
    if service.engine.map_runs().update(&request.map_run_arn, change) {
        return Ok(nothing());
    }
    let execution = service.standard.find(&run.execution_arn).await?;
    match execution.filter(|_| run.status == MapRunStatus::Running) {
        Some(execution) => {
            let mut limits = run.limits;
            change(&mut limits);
            service.standard.update_map_run(execution.id, &request.map_run_arn, limits).await?;
            Ok(nothing())
        }
        None => Err(ApiError::validation("The Map Run is over and cannot be updated")),
    }
}

/// The child executions of a Map Run are not kept, so they cannot be listed.
pub(super) fn list_executions(service: &Shared, map_run_arn: &str) -> Result<Value, ApiError> {
    find(service, map_run_arn)?;
    Err(ApiError::validation("This server does not keep the child executions of Map Runs, so it cannot list them"))
}
