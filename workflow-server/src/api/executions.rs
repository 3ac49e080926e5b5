//! Executions of Standard state machines. Those of Express ones are not kept, as on AWS.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use workflow_engine::{ExecutionStatus, ExecutionType, Failure};

use super::arn::{self, Qualifier, StateMachineArn};
use super::fields::Fields;
use super::page::Page;
use super::{ApiError, IncludedData, Shared, date, map_runs, redrive, start};
use crate::registry::{ExecutionQuery, ExecutionRecord};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Describe {
    execution_arn: String,
    included_data: Option<IncludedData>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stop {
    execution_arn: String,
    error: Option<String>,
    cause: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List {
    state_machine_arn: Option<String>,
    map_run_arn: Option<String>,
    status_filter: Option<String>,
    redrive_filter: Option<RedriveFilter>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum RedriveFilter {
    Redriven,
    NotRedriven,
}

/// The execution of this ARN.
///
/// # Errors
///
/// `InvalidArn`, also for that of an Express execution, and `ExecutionDoesNotExist`.
pub(super) fn find(service: &Shared, execution_arn: &str) -> Result<Arc<ExecutionRecord>, ApiError> {
    arn::check_execution(execution_arn)?;
    service.registry.execution(execution_arn).ok_or_else(|| ApiError::no_execution(execution_arn))
}

pub(super) fn describe(service: &Shared, request: Describe) -> Result<Value, ApiError> {
    let record = find(service, &request.execution_arn)?;
    let has_data = request.included_data.unwrap_or_default() == IncludedData::AllData;
    let state = record.execution.state();
    let details = json!({"included": has_data});
    let is_succeeded = matches!(state.status, ExecutionStatus::Succeeded(_));
    let fields = item(&record)
        .with_some("input", has_data.then_some(record.input.as_str()))
        .with("inputDetails", details.clone());
    let fields = start::with_result(fields, &state.status, has_data)
        .with_some("outputDetails", is_succeeded.then_some(details))
        .with_some("traceHeader", record.trace_header.as_deref());
    let reason = redrive::obstacle(&state.status);
    let fields = fields
        .with("redriveStatus", if reason.is_some() { "NOT_REDRIVABLE" } else { "REDRIVABLE" })
        .with_some("redriveStatusReason", reason);
    Ok(fields.into())
}

/// What a list says of an execution.
fn item(record: &ExecutionRecord) -> Fields {
    let identity = record.execution.identity();
    let state = record.execution.state();
    Fields::default()
        .with("executionArn", &*identity.execution_arn)
        .with("stateMachineArn", &*identity.state_machine_arn)
        .with("name", &*identity.name)
        .with("status", state.status.as_str())
        .with("startDate", date(state.start_date))
        .with_some("stopDate", state.stop_date.map(date))
        .with_some("stateMachineVersionArn", identity.state_machine_version_arn.as_deref())
        .with_some("stateMachineAliasArn", identity.state_machine_alias_arn.as_deref())
        .with("redriveCount", 0)
}

pub(super) fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let asked = match (request.state_machine_arn, request.map_run_arn) {
        (Some(machine), None) => machine,
        (None, Some(map_run)) => return map_runs::list_executions(service, &map_run),
        _ => {
            let message = "Must specify exactly one of 'stateMachineArn' or 'mapRunArn'";
            return Err(ApiError::validation(message));
        }
    };
    let none = || ApiError::no_state_machine(&asked);
    let StateMachineArn { machine, qualifier } = arn::state_machine(&asked)?;
    let machine = service.registry.state_machine(&machine).ok_or_else(none)?;
    if machine.execution_type == ExecutionType::Express {
        return Err(ApiError::type_not_supported());
    }
    let is_there = match &qualifier {
        None => true,
        Some(Qualifier::Version(number)) => service.registry.version(&machine.arn, *number).is_some(),
        Some(Qualifier::Alias(name)) => service.registry.alias(&machine.arn, name).is_some(),
    };
    if !is_there {
        return Err(none());
    }
    let list = ("executions", &asked, &request.status_filter, request.redrive_filter);
    let page = Page::read(request.max_results, request.next_token.as_deref(), list)?;
    let query = ExecutionQuery {
        machine_arn: &machine.arn,
        qualified_arn: qualifier.is_some().then_some(asked.as_str()),
        status: request.status_filter.as_deref(),
    };
    // Nothing is redriven yet.
    let executions = match request.redrive_filter {
        Some(RedriveFilter::Redriven) => Vec::new(),
        Some(RedriveFilter::NotRedriven) | None => service.registry.executions(&query, page.after, page.lookup()),
    };
    Ok(page.write("executions", executions, |record| item(record).into()))
}

pub(super) async fn stop(service: &Shared, request: Stop) -> Result<Value, ApiError> {
    let record = find(service, &request.execution_arn)?;
    let state = record.execution.stop(Failure { error: request.error, cause: request.cause }).await;
    Ok(json!({"stopDate": date(state.stop_date.unwrap_or_else(|| service.now()))}))
}
