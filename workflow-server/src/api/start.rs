//! Starting executions.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use workflow_engine::durable::{Executable, StartStandard, Status, StoreError};
use workflow_engine::{ExecutionIdentity, ExecutionStatus, ExecutionType, Payload, StartExecution};

use super::arn::{self, Qualifier, StateMachineArn};
use super::details::Details;
use super::fields::Fields;
use super::{ApiError, IncludedData, Shared, date, json_text, name};
use crate::registry::{Alias, Revision, StateMachine};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Start {
    state_machine_arn: String,
    name: Option<String>,
    input: Option<String>,
    trace_header: Option<String>,
    included_data: Option<IncludedData>,
}

/// What an execution is started of.
struct Started {
    machine: StateMachine,
    revision: Arc<Revision>,
    version_arn: Option<String>,
    alias_arn: Option<String>,
}

/// The state machine, the version, or the version that an alias draws.
fn find(service: &Shared, asked: &str) -> Result<Started, ApiError> {
    let none = || ApiError::no_state_machine(asked);
    let StateMachineArn { machine, qualifier } = arn::state_machine(asked)?;
    let machine = service.registry.state_machine(&machine).ok_or_else(none)?;
    let (number, alias_arn) = match qualifier {
        None => {
            let revision = Arc::clone(&machine.revision);
            return Ok(Started { machine, revision, version_arn: None, alias_arn: None });
        }
        Some(Qualifier::Version(number)) => (number, None),
        Some(Qualifier::Alias(name)) => {
            let alias = service.registry.alias(&machine.arn, &name).ok_or_else(none)?;
            (draw(&alias).ok_or_else(none)?, Some(alias.arn))
        }
    };
    let version = service.registry.version(&machine.arn, number).ok_or_else(none)?;
    Ok(Started { machine, revision: version.revision, version_arn: Some(version.arn), alias_arn })
}

/// The number of one of the versions that an alias routes to, each as likely as its weight says.
fn draw(alias: &Alias) -> Option<u64> {
    let mut drawn = rand::random_range(0..100);
    let route = alias.routing.iter().find(|route| {
        let is_it = drawn < route.weight;
        drawn = drawn.saturating_sub(route.weight);
        is_it
    });
    match arn::state_machine(&route?.version_arn).ok()?.qualifier {
        Some(Qualifier::Version(number)) => Some(number),
        _ => None,
    }
}

/// An execution that is about to start.
struct Prepared {
    start: StartExecution,
    /// The input as it was given.
    input: String,
    revision: Arc<Revision>,
    trace_header: Option<String>,
    is_name_drawn: bool,
}

/// What the input is when none is given.
pub(super) const NO_INPUT: &str = "{}";

/// Reads an input.
pub(super) fn read_input(text: &str) -> Result<Value, ApiError> {
    json_text::parse(text).map_err(|why| {
        ApiError::new("InvalidExecutionInput", format!("Invalid State Machine Execution Input: '{why}'"))
    })
}

fn prepare(service: &Shared, request: Start, is_synchronous: bool) -> Result<Prepared, ApiError> {
    let Started { machine, revision, version_arn, alias_arn } = find(service, &request.state_machine_arn)?;
    if is_synchronous && machine.execution_type == ExecutionType::Standard {
        return Err(ApiError::type_not_supported());
    }
    let is_name_drawn = request.name.is_none();
    let name = match request.name {
        Some(name) => {
            name::check(&name)?;
            name
        }
        None => uuid::Uuid::new_v4().to_string(),
    };
    let input = request.input.unwrap_or_else(|| NO_INPUT.to_owned());
    let value = read_input(&input)?;
    let arn = match machine.execution_type {
        ExecutionType::Standard => service.arn(&format!("execution:{}:{name}", machine.name)),
        ExecutionType::Express => service.arn(&format!("express:{}:{name}:{}", machine.name, uuid::Uuid::new_v4())),
    };
    let identity = ExecutionIdentity {
        execution_arn: arn.into(),
        name: name.into(),
        role_arn: Some(revision.settings.role_arn.as_str().into()),
        state_machine_arn: machine.arn.into(),
        state_machine_name: machine.name.into(),
        state_machine_alias_arn: alias_arn.map(Arc::from),
        state_machine_version_arn: version_arn.map(Arc::from),
    };
    let start = StartExecution {
        program: Arc::clone(revision.program()),
        input: Payload::from(value),
        identity,
        execution_type: machine.execution_type,
        is_synchronous,
    };
    Ok(Prepared { start, input, revision, trace_header: request.trace_header, is_name_drawn })
}

pub(super) async fn start(service: &Shared, request: Start) -> Result<Value, ApiError> {
    let Prepared { start, input, revision, trace_header, is_name_drawn } = prepare(service, request, false)?;
    let arn = Arc::clone(&start.identity.execution_arn);
    if start.execution_type == ExecutionType::Express {
        let execution = service.engine.start(start);
        return Ok(started(&arn, execution.state().start_date));
    }
    let details = Details::new(&revision, trace_header, input.clone(), start.input.as_text());
    let start = StartStandard {
        executable: Arc::clone(&revision.executable) as Arc<dyn Executable>,
        identity: Arc::new(start.identity),
        input: start.input,
        details: Some(details.text()?),
        is_name_drawn,
    };
    let (id, is_new) = match service.standard.start(start).await {
        Ok(id) => (id, true),
        Err(StoreError::ExecutionExists(id)) => (id, false),
        Err(error) => return Err(error.into()),
    };
    let stored = service.standard.store().execution(id).await?.ok_or_else(|| ApiError::no_execution(&arn))?;
    let is_same = || stored.status == Status::Running && Details::of(&stored).input(&stored) == input;
    if is_new || is_same() {
        Ok(started(&arn, stored.new.start_date))
    } else {
        Err(ApiError::new("ExecutionAlreadyExists", format!("Execution Already Exists: '{arn}'")))
    }
}

fn started(arn: &str, start_date: Timestamp) -> Value {
    json!({"executionArn": arn, "startDate": date(start_date)})
}

/// What AWS bills memory in, in MB, and time, in milliseconds.
const BILLED: (u64, u128) = (64, 100);

pub(super) async fn start_sync(service: &Shared, request: Start) -> Result<Value, ApiError> {
    let has_data = request.included_data.unwrap_or_default() == IncludedData::AllData;
    let Prepared { start, input, trace_header, .. } = prepare(service, request, true)?;
    let began = service.engine.clock().monotonic();
    let execution = service.engine.start(start);
    let state = execution.ended().await;
    let elapsed = service.engine.clock().monotonic().saturating_sub(began).as_millis();
    let (memory, step) = BILLED;
    let billed = u64::try_from(elapsed.div_ceil(step).max(1) * step).unwrap_or(u64::MAX);
    let identity = execution.identity();
    let details = json!({"included": has_data});
    let fields = Fields::default()
        .with("executionArn", &*identity.execution_arn)
        .with("stateMachineArn", &*identity.state_machine_arn)
        .with("name", &*identity.name)
        .with("startDate", date(state.start_date))
        .with_some("stopDate", state.stop_date.map(date))
        .with("status", state.status.as_str())
        .with_some("input", has_data.then_some(input))
        .with("inputDetails", details.clone());
    let fields = with_result(fields, &state.status, has_data)
        .with("outputDetails", details)
        .with_some("traceHeader", trace_header)
        .with("billingDetails", json!({"billedMemoryUsedInMB": memory, "billedDurationInMilliseconds": billed}));
    Ok(fields.into())
}

/// The output, or the error and its cause.
pub(super) fn with_result(fields: Fields, status: &ExecutionStatus, has_data: bool) -> Fields {
    match status {
        _ if !has_data => fields,
        ExecutionStatus::Running => fields,
        ExecutionStatus::Succeeded(output) => fields.with("output", output.to_text()),
        ExecutionStatus::Failed(failure) | ExecutionStatus::TimedOut(failure) | ExecutionStatus::Aborted(failure) => {
            fields.with_some("error", failure.error.as_deref()).with_some("cause", failure.cause.as_deref())
        }
    }
}
