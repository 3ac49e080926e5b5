use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Failure, Payload};

/// One event of an execution's history.
///
/// See `HistoryEvent` in the Step Functions API reference.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEvent {
    /// Its place in the history, from 1.
    pub id: u64,
    /// The event that led to it; 0 for the first two.
    pub previous_event_id: u64,
    /// When it happened.
    pub timestamp: Timestamp,
    /// What happened.
    pub event: Event,
}

/// What happened, with its details.
///
/// Each kind is one or more of the API's event types; [`Event::type_name`] gives the exact one.
///
/// `P` is what stands for data: the data itself, or where a record keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event<P = Payload> {
    /// `ExecutionStarted`.
    ExecutionStarted {
        /// The execution's input.
        input: P,
        /// The role it runs as.
        role_arn: Option<Arc<str>>,
        /// The alias it was started through.
        state_machine_alias_arn: Option<Arc<str>>,
        /// The version it runs.
        state_machine_version_arn: Option<Arc<str>>,
    },
    /// `ExecutionSucceeded`.
    ExecutionSucceeded {
        /// The execution's output.
        output: P,
    },
    /// `ExecutionFailed`.
    ExecutionFailed(Failure),
    /// `ExecutionTimedOut`.
    ExecutionTimedOut(Failure),
    /// `ExecutionAborted`.
    ExecutionAborted(Failure),
    /// `ExecutionRedriven`.
    ExecutionRedriven {
        /// How often it was redriven, this time included.
        redrive_count: u32,
    },
    /// `TaskStateEntered` and the like; a Fail state has only this.
    StateEntered {
        /// The `Type` of the state.
        state_type: StateType,
        /// The state's name.
        name: Arc<str>,
        /// Its raw input.
        input: P,
    },
    /// `TaskStateExited` and the like.
    StateExited {
        /// The `Type` of the state.
        state_type: StateType,
        /// The state's name.
        name: Arc<str>,
        /// Its output.
        output: P,
        /// The variables that it assigned, sorted by name.
        assigned_variables: Vec<(Arc<str>, P)>,
    },
    /// `TaskStateAborted` and the like: it ran when its Parallel, Map or execution was over.
    StateAborted(StateType),
    /// `ParallelStateStarted`.
    ParallelStateStarted,
    /// `ParallelStateSucceeded`.
    ParallelStateSucceeded,
    /// `ParallelStateFailed`.
    ParallelStateFailed,
    /// `MapStateStarted`.
    MapStateStarted {
        /// How many items there are.
        length: usize,
    },
    /// `MapStateSucceeded`.
    MapStateSucceeded,
    /// `MapStateFailed`.
    MapStateFailed,
    /// `MapIterationStarted` and the like.
    MapIteration {
        /// What became of it.
        event: IterationEvent,
        /// The name of the Map state.
        name: Arc<str>,
        /// The index of the item.
        index: usize,
    },
    /// `MapRunStarted`.
    MapRunStarted {
        /// The ARN of the Map Run.
        map_run_arn: Arc<str>,
    },
    /// `MapRunSucceeded`.
    MapRunSucceeded,
    /// `MapRunFailed`.
    MapRunFailed(Failure),
    /// `MapRunAborted`.
    MapRunAborted,
    /// `MapRunRedriven`.
    MapRunRedriven {
        /// The ARN of the Map Run.
        map_run_arn: Arc<str>,
        /// How often it was redriven, this time included.
        redrive_count: u32,
    },
    /// The work of a Task: `TaskScheduled`, `LambdaFunctionScheduled`, `ActivityScheduled` and what follows them.
    Task {
        /// What does the work, which decides the event type.
        kind: TaskKind,
        /// What became of it.
        event: TaskEvent<P>,
    },
    /// `EvaluationFailed`: an expression or path of a JSONata state could not be evaluated.
    EvaluationFailed {
        /// The error and its cause.
        failure: Failure,
        /// The field whose expression it is, where known.
        location: Option<String>,
        /// The name of the state.
        state: Arc<str>,
    },
}

/// The `Type` of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the types of states, by name")]
pub enum StateType {
    Task,
    Pass,
    Choice,
    Wait,
    Succeed,
    Fail,
    Parallel,
    Map,
}

/// What became of an iteration of a Map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the event types' own words")]
pub enum IterationEvent {
    Started,
    Succeeded,
    Failed,
    Aborted,
}

/// What does the work of a Task state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskKind {
    /// A Lambda function named by its ARN.
    LambdaFunction,
    /// An activity.
    Activity,
    /// A service integration.
    Integration {
        /// `resourceType`: `lambda`, `aws-sdk:sns`.
        resource_type: Arc<str>,
        /// `resource`: `invoke`, `startExecution.sync:2`.
        resource: Arc<str>,
    },
}

/// What became of the work of a Task state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TaskEvent<P = Payload> {
    /// `..Scheduled`.
    Scheduled {
        /// The ARN, for a Lambda function and an activity.
        resource_arn: Arc<str>,
        /// What it is given: `parameters` of an integration, `input` of the others.
        input: P,
        /// The region, for an integration.
        region: Arc<str>,
        /// `TimeoutSeconds`, where set.
        timeout_in_seconds: Option<u64>,
        /// `HeartbeatSeconds`, where set.
        heartbeat_in_seconds: Option<u64>,
        /// The role of the state's `Credentials`.
        credentials_role_arn: Option<String>,
    },
    /// `..Started`.
    Started {
        /// The worker of an activity, if it gave its name.
        worker_name: Option<String>,
    },
    /// `TaskSubmitted`: the request is answered, and the job or the callback is waited for.
    Submitted {
        /// The answer.
        output: P,
    },
    /// `..Succeeded`.
    Succeeded {
        /// The result.
        output: P,
    },
    /// `..Failed`.
    Failed(Failure),
    /// `..TimedOut`.
    TimedOut(Failure),
    /// `..ScheduleFailed`, of Lambda functions and activities.
    ScheduleFailed(Failure),
    /// `..StartFailed`, of Lambda functions and integrations.
    StartFailed(Failure),
    /// `TaskSubmitFailed`.
    SubmitFailed(Failure),
}

impl<P> Event<P> {
    /// The same event with other data.
    pub(crate) fn map<Q>(self, mut data: impl FnMut(P) -> Q) -> Event<Q> {
        match self {
            Self::ExecutionStarted { input, role_arn, state_machine_alias_arn, state_machine_version_arn } => {
                let input = data(input);
                Event::ExecutionStarted { input, role_arn, state_machine_alias_arn, state_machine_version_arn }
            }
            Self::ExecutionSucceeded { output } => Event::ExecutionSucceeded { output: data(output) },
            Self::ExecutionFailed(failure) => Event::ExecutionFailed(failure),
            Self::ExecutionTimedOut(failure) => Event::ExecutionTimedOut(failure),
            Self::ExecutionAborted(failure) => Event::ExecutionAborted(failure),
            Self::ExecutionRedriven { redrive_count } => Event::ExecutionRedriven { redrive_count },
            Self::StateEntered { state_type, name, input } => {
                Event::StateEntered { state_type, name, input: data(input) }
            }
            Self::StateExited { state_type, name, output, assigned_variables } => {
                let output = data(output);
                let assigned_variables =
                    assigned_variables.into_iter().map(|(name, value)| (name, data(value))).collect();
                Event::StateExited { state_type, name, output, assigned_variables }
            }
            Self::StateAborted(state_type) => Event::StateAborted(state_type),
            Self::ParallelStateStarted => Event::ParallelStateStarted,
            Self::ParallelStateSucceeded => Event::ParallelStateSucceeded,
            Self::ParallelStateFailed => Event::ParallelStateFailed,
            Self::MapStateStarted { length } => Event::MapStateStarted { length },
            Self::MapStateSucceeded => Event::MapStateSucceeded,
            Self::MapStateFailed => Event::MapStateFailed,
            Self::MapIteration { event, name, index } => Event::MapIteration { event, name, index },
            Self::MapRunStarted { map_run_arn } => Event::MapRunStarted { map_run_arn },
            Self::MapRunSucceeded => Event::MapRunSucceeded,
            Self::MapRunFailed(failure) => Event::MapRunFailed(failure),
            Self::MapRunAborted => Event::MapRunAborted,
            Self::MapRunRedriven { map_run_arn, redrive_count } => Event::MapRunRedriven { map_run_arn, redrive_count },
            Self::Task { kind, event } => Event::Task { kind, event: event.map(data) },
            Self::EvaluationFailed { failure, location, state } => Event::EvaluationFailed { failure, location, state },
        }
    }
}

impl<P> TaskEvent<P> {
    fn map<Q>(self, mut data: impl FnMut(P) -> Q) -> TaskEvent<Q> {
        match self {
            Self::Scheduled {
                resource_arn,
                input,
                region,
                timeout_in_seconds,
                heartbeat_in_seconds,
                credentials_role_arn,
            } => TaskEvent::Scheduled {
                resource_arn,
                input: data(input),
                region,
                timeout_in_seconds,
                heartbeat_in_seconds,
                credentials_role_arn,
            },
            Self::Started { worker_name } => TaskEvent::Started { worker_name },
            Self::Submitted { output } => TaskEvent::Submitted { output: data(output) },
            Self::Succeeded { output } => TaskEvent::Succeeded { output: data(output) },
            Self::Failed(failure) => TaskEvent::Failed(failure),
            Self::TimedOut(failure) => TaskEvent::TimedOut(failure),
            Self::ScheduleFailed(failure) => TaskEvent::ScheduleFailed(failure),
            Self::StartFailed(failure) => TaskEvent::StartFailed(failure),
            Self::SubmitFailed(failure) => TaskEvent::SubmitFailed(failure),
        }
    }
}
