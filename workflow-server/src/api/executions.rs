//! Executions of Standard state machines. Those of Express ones are not kept, as on AWS.

use serde::Deserialize;
use serde_json::{Value, json};
use workflow_engine::durable::{ExecutionId, ListFilter, Status, StoreError, StoredExecution};
use workflow_engine::{ExecutionStatus, ExecutionType, Failure};

use super::arn::{self, Qualifier, StateMachineArn};
use super::details::Details;
use super::fields::Fields;
use super::page::Page;
use super::{ApiError, IncludedData, Shared, date, map_runs, start};
use crate::registry::Entry;

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
pub(super) async fn find(service: &Shared, execution_arn: &str) -> Result<StoredExecution, ApiError> {
    arn::check_execution(execution_arn)?;
    service.standard.find(execution_arn).await?.ok_or_else(|| ApiError::no_execution(execution_arn))
}

pub(super) async fn describe(service: &Shared, request: Describe) -> Result<Value, ApiError> {
    let stored = find(service, &request.execution_arn).await?;
    let has_data = request.included_data.unwrap_or_default() == IncludedData::AllData;
    let state = service.standard.state_of(&stored).await?;
    let own = Details::of(&stored);
    let details = json!({"included": has_data});
    let is_succeeded = matches!(state.status, ExecutionStatus::Succeeded(_));
    let fields =
        item(&stored).with_some("input", has_data.then(|| own.input(&stored))).with("inputDetails", details.clone());
    let fields = start::with_result(fields, &state.status, has_data)
        .with_some("outputDetails", is_succeeded.then_some(details))
        .with_some("traceHeader", own.trace_header.as_deref());
    let reason = stored.redrive_refusal(service.now());
    let fields = fields
        .with("redriveStatus", if reason.is_some() { "NOT_REDRIVABLE" } else { "REDRIVABLE" })
        .with_some("redriveStatusReason", reason)
        // Not a member of AWS's: there, executions always run what they began with.
        .with_some("suspendedReason", stored.suspended.as_deref());
    Ok(fields.into())
}

/// What a list says of an execution.
fn item(stored: &StoredExecution) -> Fields {
    let identity = &stored.new.identity;
    Fields::default()
        .with("executionArn", &*identity.execution_arn)
        .with("stateMachineArn", &*identity.state_machine_arn)
        .with("name", &*identity.name)
        .with("status", stored.status.as_str())
        .with("startDate", date(stored.new.start_date))
        .with_some("stopDate", stored.stop_date.map(date))
        .with_some("stateMachineVersionArn", identity.state_machine_version_arn.as_deref())
        .with_some("stateMachineAliasArn", identity.state_machine_alias_arn.as_deref())
        .with("redriveCount", stored.redrive_count)
        .with_some("redriveDate", stored.redrive_date.map(date))
}

/// The statuses that executions of state machines have; the children of Map Runs, which are not kept, have one more.
const STATUSES: [Status; 5] = [Status::Running, Status::Succeeded, Status::Failed, Status::TimedOut, Status::Aborted];

pub(super) async fn list(service: &Shared, request: List) -> Result<Value, ApiError> {
    let asked = match (request.state_machine_arn, request.map_run_arn) {
        (Some(machine), None) => machine,
        (None, Some(map_run)) => return map_runs::list_executions(service, &map_run),
        _ => {
            let message = "Must specify exactly one of 'stateMachineArn' or 'mapRunArn'";
            return Err(ApiError::validation(message));
        }
    };
    let of = listed(service, &asked)?;
    let list = ("executions", &asked, &request.status_filter, request.redrive_filter);
    let page = Page::read(request.max_results, request.next_token.as_deref(), list)?;
    let status = request.status_filter.as_deref();
    let status = status.map(|asked| STATUSES.into_iter().find(|status| status.as_str() == asked));
    let executions = match status {
        Some(None) => Vec::new(),
        status => {
            let filter = ListFilter {
                state_machine_arn: Some(of.machine),
                status: status.flatten(),
                is_redriven: request.redrive_filter.map(|filter| filter == RedriveFilter::Redriven),
                parent: None,
            };
            let qualified = of.qualifier.is_some().then_some(asked.as_str());
            page_of(service, &filter, qualified, &page).await?
        }
    };
    Ok(page.write("executions", executions, |stored| item(stored).into()))
}

/// The state machine, version or alias whose executions are to be listed.
fn listed(service: &Shared, asked: &str) -> Result<StateMachineArn, ApiError> {
    let none = || ApiError::no_state_machine(asked);
    let StateMachineArn { machine, qualifier } = arn::state_machine(asked)?;
    let machine = service.registry.state_machine(&machine).ok_or_else(none)?;
    if machine.execution_type == ExecutionType::Express {
        return Err(ApiError::type_not_supported());
    }
    let is_there = match &qualifier {
        None => true,
        Some(Qualifier::Version(number)) => service.registry.version(&machine.arn, *number).is_some(),
        Some(Qualifier::Alias(name)) => service.registry.alias(&machine.arn, name).is_some(),
    };
    if is_there { Ok(StateMachineArn { machine: machine.arn, qualifier }) } else { Err(none()) }
}

/// A page of executions, newest first; of those started with a version or an alias, if one is given.
async fn page_of(
    service: &Shared,
    filter: &ListFilter,
    qualified_arn: Option<&str>,
    page: &Page,
) -> Result<Vec<Entry<StoredExecution>>, StoreError> {
    let mut before = page.after.map(|after| ExecutionId(after.cast_signed()));
    let mut found = Vec::new();
    loop {
        let batch = service.standard.store().list(filter.clone(), before, page.lookup()).await?;
        before = batch.last().map(|last| last.id);
        let is_last = batch.len() < page.lookup();
        let asked = batch.into_iter().filter(|stored| qualified_arn.is_none_or(|arn| is_started_with(stored, arn)));
        found.extend(asked.map(|stored| (stored.id.0.cast_unsigned(), stored)));
        if is_last || found.len() >= page.lookup() {
            found.truncate(page.lookup());
            return Ok(found);
        }
    }
}

fn is_started_with(stored: &StoredExecution, qualified_arn: &str) -> bool {
    let identity = &stored.new.identity;
    identity.state_machine_version_arn.as_deref() == Some(qualified_arn)
        || identity.state_machine_alias_arn.as_deref() == Some(qualified_arn)
}

pub(super) async fn stop(service: &Shared, request: Stop) -> Result<Value, ApiError> {
    let stored = find(service, &request.execution_arn).await?;
    let state = service.standard.stop(stored.id, Failure { error: request.error, cause: request.cause }).await?;
    match state.stop_date {
        Some(stop_date) => Ok(json!({"stopDate": date(stop_date)})),
        None => Err(ApiError::unavailable("the execution cannot be stopped now")),
    }
}
