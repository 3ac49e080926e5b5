use std::sync::Arc;

use jiff::Timestamp;

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
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `ExecutionStarted`.
    ExecutionStarted {
        /// The execution's input.
        input: Payload,
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
        output: Payload,
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
        input: Payload,
    },
    /// `TaskStateExited` and the like.
    StateExited {
        /// The `Type` of the state.
        state_type: StateType,
        /// The state's name.
        name: Arc<str>,
        /// Its output.
        output: Payload,
        /// The variables that it assigned, sorted by name.
        assigned_variables: Vec<(Arc<str>, Payload)>,
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
        event: TaskEvent,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the event types' own words")]
pub enum IterationEvent {
    Started,
    Succeeded,
    Failed,
    Aborted,
}

/// What does the work of a Task state.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq)]
pub enum TaskEvent {
    /// `..Scheduled`.
    Scheduled {
        /// The ARN, for a Lambda function and an activity.
        resource_arn: Arc<str>,
        /// What it is given: `parameters` of an integration, `input` of the others.
        input: Payload,
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
        output: Payload,
    },
    /// `..Succeeded`.
    Succeeded {
        /// The result.
        output: Payload,
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
