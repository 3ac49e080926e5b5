//! Executes Amazon States Language.
//!
//! A [`Program`] is a definition made ready to run; an [`Engine`] runs executions of programs, writes their
//! [history](HistoryEvent) as AWS does, and hands the work of Task states to [targets](TaskTarget).
//! There is no HTTP here, and no API: `workflow-server` has both.

mod activities;
mod callbacks;
pub mod clock;
pub mod durable;
mod engine;
mod execution;
mod failure;
mod history;
mod interpret;
mod lambda;
mod map_runs;
mod payload;
mod program;
mod skip;
mod target;
mod tasks;
mod test_state;

pub use activities::{Activities, ActivityTask};
pub use callbacks::{CallbackError, Callbacks};
pub use engine::{Engine, EngineOptions, StartExecution};
pub use execution::{Execution, ExecutionIdentity, ExecutionState, ExecutionStatus};
pub use failure::Failure;
pub use history::{Event, History, HistoryEvent, IterationEvent, StateType, TaskEvent, TaskKind};
pub use lambda::{LambdaFunction, LambdaResponse};
pub use map_runs::{MapRun, MapRunCounts, MapRunLimits, MapRunStatus, MapRuns};
pub use payload::{MAX_PAYLOAD, Payload};
pub use program::Program;
pub use target::{HttpRequest, HttpResponse, HttpSecrets, Targets, TaskError, TaskProgress, TaskRequest, TaskTarget};
pub use tasks::{RustTasks, TaskInput};
pub use test_state::{
    ErrorDetails, FieldValidationMode, InspectionData, Mock, StateConfiguration, TestState, TestStateError,
    TestStateOutcome, TestStatus,
};
pub use workflow_asl::ExecutionType;
