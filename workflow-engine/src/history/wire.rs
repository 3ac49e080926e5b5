//! Events as the Step Functions API writes them.

use serde_json::{Map, Value, json};

use super::{Event, HistoryEvent, IterationEvent, StateType, TaskEvent, TaskKind};
use crate::{Failure, Payload};

/// The name of the details field, and the details.
type Details = (String, Map<String, Value>);

impl HistoryEvent {
    /// The event as `GetExecutionHistory` gives it, with its timestamp in seconds.
    ///
    /// `include_execution_data` is the parameter of that call: without it inputs, outputs and causes are left out.
    pub fn to_json(&self, include_execution_data: bool) -> Value {
        let mut event = Map::new();
        event.insert("timestamp".to_owned(), json!(self.timestamp.as_millisecond() as f64 / 1000.0));
        event.insert("type".to_owned(), json!(self.event.type_name()));
        event.insert("id".to_owned(), json!(self.id));
        event.insert("previousEventId".to_owned(), json!(self.previous_event_id));
        if let Some((name, mut details)) = self.event.details() {
            if !include_execution_data {
                details.retain(|field, _| !EXECUTION_DATA.contains(&field.as_str()));
            }
            event.insert(name, Value::Object(details));
        }
        Value::Object(event)
    }
}

/// The fields that a history without execution data lacks.
const EXECUTION_DATA: &[&str] = &["input", "output", "parameters", "error", "cause", "assignedVariables"];

impl Event {
    /// The event type of the API: `TaskStateEntered`.
    pub fn type_name(&self) -> String {
        match self {
            Event::ExecutionStarted { .. } => "ExecutionStarted".to_owned(),
            Event::ExecutionSucceeded { .. } => "ExecutionSucceeded".to_owned(),
            Event::ExecutionFailed(_) => "ExecutionFailed".to_owned(),
            Event::ExecutionTimedOut(_) => "ExecutionTimedOut".to_owned(),
            Event::ExecutionAborted(_) => "ExecutionAborted".to_owned(),
            Event::ExecutionRedriven { .. } => "ExecutionRedriven".to_owned(),
            Event::StateEntered { state_type, .. } => format!("{}StateEntered", state_type.as_str()),
            Event::StateExited { state_type, .. } => format!("{}StateExited", state_type.as_str()),
            Event::StateAborted(state_type) => format!("{}StateAborted", state_type.as_str()),
            Event::ParallelStateStarted => "ParallelStateStarted".to_owned(),
            Event::ParallelStateSucceeded => "ParallelStateSucceeded".to_owned(),
            Event::ParallelStateFailed => "ParallelStateFailed".to_owned(),
            Event::MapStateStarted { .. } => "MapStateStarted".to_owned(),
            Event::MapStateSucceeded => "MapStateSucceeded".to_owned(),
            Event::MapStateFailed => "MapStateFailed".to_owned(),
            Event::MapIteration { event, .. } => format!("MapIteration{}", event.as_str()),
            Event::MapRunStarted { .. } => "MapRunStarted".to_owned(),
            Event::MapRunSucceeded => "MapRunSucceeded".to_owned(),
            Event::MapRunFailed(_) => "MapRunFailed".to_owned(),
            Event::MapRunAborted => "MapRunAborted".to_owned(),
            Event::MapRunRedriven { .. } => "MapRunRedriven".to_owned(),
            Event::Task { kind, event } => format!("{}{}", kind.prefix(), event.as_str()),
            Event::EvaluationFailed { .. } => "EvaluationFailed".to_owned(),
        }
    }

    fn details(&self) -> Option<Details> {
        let fields = match self {
            Event::ExecutionStarted { input, role_arn, state_machine_alias_arn, state_machine_version_arn } => {
                let mut fields = data("input", input);
                put(&mut fields, "roleArn", role_arn.as_deref());
                put(&mut fields, "stateMachineAliasArn", state_machine_alias_arn.as_deref());
                put(&mut fields, "stateMachineVersionArn", state_machine_version_arn.as_deref());
                fields
            }
            Event::ExecutionSucceeded { output } => data("output", output),
            Event::ExecutionFailed(failure)
            | Event::ExecutionTimedOut(failure)
            | Event::ExecutionAborted(failure)
            | Event::MapRunFailed(failure) => of_failure(failure),
            Event::ExecutionRedriven { redrive_count } => of([("redriveCount", json!(redrive_count))]),
            Event::StateEntered { name, input, .. } => return Some(entered(name, input)),
            Event::StateExited { name, output, assigned_variables, .. } => {
                return Some(exited(name, output, assigned_variables));
            }
            Event::MapStateStarted { length } => of([("length", json!(length))]),
            Event::MapIteration { name, index, .. } => of([("name", json!(**name)), ("index", json!(index))]),
            Event::MapRunStarted { map_run_arn } => of([("mapRunArn", json!(**map_run_arn))]),
            Event::MapRunRedriven { map_run_arn, redrive_count } => {
                of([("mapRunArn", json!(**map_run_arn)), ("redriveCount", json!(redrive_count))])
            }
            Event::Task { kind, event } => event.details(kind)?,
            Event::EvaluationFailed { failure, location, state } => {
                let mut fields = of_failure(failure);
                put(&mut fields, "location", location.as_deref());
                put(&mut fields, "state", Some(state));
                fields
            }
            Event::StateAborted(_)
            | Event::ParallelStateStarted
            | Event::ParallelStateSucceeded
            | Event::ParallelStateFailed
            | Event::MapStateSucceeded
            | Event::MapStateFailed
            | Event::MapRunSucceeded
            | Event::MapRunAborted => return None,
        };
        Some((details_name(&self.type_name()), fields))
    }
}

/// `TaskScheduled`: `taskScheduledEventDetails`.
fn details_name(type_name: &str) -> String {
    let mut characters = type_name.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).chain("EventDetails".chars()).collect()
}

fn entered(name: &str, input: &Payload) -> Details {
    let mut fields = of([("name", json!(name))]);
    fields.extend(data("input", input));
    ("stateEnteredEventDetails".to_owned(), fields)
}

fn exited(name: &str, output: &Payload, assigned: &[(std::sync::Arc<str>, Payload)]) -> Details {
    let mut fields = of([("name", json!(name))]);
    fields.extend(data("output", output));
    if !assigned.is_empty() {
        let variables: Map<String, Value> =
            assigned.iter().map(|(name, value)| (name.to_string(), Value::from(value.to_text()))).collect();
        fields.insert("assignedVariables".to_owned(), Value::Object(variables));
        fields.insert("assignedVariablesDetails".to_owned(), json!({"truncated": false}));
    }
    ("stateExitedEventDetails".to_owned(), fields)
}

impl TaskEvent {
    fn as_str(&self) -> &'static str {
        match self {
            TaskEvent::Scheduled { .. } => "Scheduled",
            TaskEvent::Started { .. } => "Started",
            TaskEvent::Submitted { .. } => "Submitted",
            TaskEvent::Succeeded { .. } => "Succeeded",
            TaskEvent::Failed(_) => "Failed",
            TaskEvent::TimedOut(_) => "TimedOut",
            TaskEvent::ScheduleFailed(_) => "ScheduleFailed",
            TaskEvent::StartFailed(_) => "StartFailed",
            TaskEvent::SubmitFailed(_) => "SubmitFailed",
        }
    }

    /// The details; a started Lambda function has none.
    fn details(&self, kind: &TaskKind) -> Option<Map<String, Value>> {
        let mut fields = match self {
            TaskEvent::Scheduled { .. } => self.scheduled(kind),
            TaskEvent::Started { worker_name } => match kind {
                TaskKind::LambdaFunction => return None,
                TaskKind::Activity | TaskKind::Integration { .. } => {
                    let mut fields = Map::new();
                    put(&mut fields, "workerName", worker_name.as_deref());
                    fields
                }
            },
            TaskEvent::Submitted { output } | TaskEvent::Succeeded { output } => data("output", output),
            TaskEvent::Failed(failure)
            | TaskEvent::TimedOut(failure)
            | TaskEvent::ScheduleFailed(failure)
            | TaskEvent::StartFailed(failure)
            | TaskEvent::SubmitFailed(failure) => of_failure(failure),
        };
        if let TaskKind::Integration { resource_type, resource } = kind {
            put(&mut fields, "resourceType", Some(resource_type));
            put(&mut fields, "resource", Some(resource));
        }
        Some(fields)
    }

    fn scheduled(&self, kind: &TaskKind) -> Map<String, Value> {
        let TaskEvent::Scheduled {
            resource_arn,
            input,
            region,
            timeout_in_seconds,
            heartbeat_in_seconds,
            credentials_role_arn,
        } = self
        else {
            return Map::new();
        };
        let mut fields = match kind {
            TaskKind::Integration { .. } => of([("region", json!(**region)), ("parameters", json!(input.to_text()))]),
            TaskKind::LambdaFunction | TaskKind::Activity => {
                let mut fields = of([("resource", json!(**resource_arn))]);
                fields.extend(data("input", input));
                fields
            }
        };
        fields.extend(timeout_in_seconds.map(|seconds| ("timeoutInSeconds".to_owned(), json!(seconds))));
        fields.extend(heartbeat_in_seconds.map(|seconds| ("heartbeatInSeconds".to_owned(), json!(seconds))));
        let credentials = credentials_role_arn.as_ref().map(|role| json!({"roleArn": role}));
        fields.extend(credentials.map(|credentials| ("taskCredentials".to_owned(), credentials)));
        fields
    }
}

impl TaskKind {
    fn prefix(&self) -> &'static str {
        match self {
            TaskKind::LambdaFunction => "LambdaFunction",
            TaskKind::Activity => "Activity",
            TaskKind::Integration { .. } => "Task",
        }
    }
}

impl StateType {
    /// The text of the `Type` field.
    pub fn as_str(self) -> &'static str {
        match self {
            StateType::Task => "Task",
            StateType::Pass => "Pass",
            StateType::Choice => "Choice",
            StateType::Wait => "Wait",
            StateType::Succeed => "Succeed",
            StateType::Fail => "Fail",
            StateType::Parallel => "Parallel",
            StateType::Map => "Map",
        }
    }
}

impl IterationEvent {
    fn as_str(self) -> &'static str {
        match self {
            IterationEvent::Started => "Started",
            IterationEvent::Succeeded => "Succeeded",
            IterationEvent::Failed => "Failed",
            IterationEvent::Aborted => "Aborted",
        }
    }
}

fn of<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn put(fields: &mut Map<String, Value>, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        fields.insert(name.to_owned(), Value::from(value));
    }
}

/// A payload as text, and the details that say that none of it was cut off; nothing where none was recorded.
fn data(name: &str, payload: &Payload) -> Map<String, Value> {
    if payload.is_unrecorded() {
        return Map::new();
    }
    let mut fields = of([(name, json!(payload.to_text()))]);
    fields.insert(format!("{name}Details"), json!({"truncated": false}));
    fields
}

fn of_failure(failure: &Failure) -> Map<String, Value> {
    let mut fields = Map::new();
    put(&mut fields, "error", failure.error.as_deref());
    put(&mut fields, "cause", failure.cause.as_deref());
    fields
}
