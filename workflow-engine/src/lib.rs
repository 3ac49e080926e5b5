//! Executes Amazon States Language.
//!
//! A [`Program`] is a definition made ready to run; an [`Engine`] runs executions of programs, writes their
//! [history](HistoryEvent) as AWS does, and hands the work of Task states to [targets](TaskTarget).
//! There is no HTTP here, and no API: `workflow-server` has both.

mod activities;
mod callbacks;
pub mod clock;
mod engine;
mod execution;
mod failure;
mod history;
mod interpret;
mod lambda;
mod payload;
mod program;
mod skip;
mod target;
mod tasks;

pub use activities::{Activities, ActivityTask};
pub use callbacks::{CallbackError, Callbacks};
pub use engine::{Engine, EngineOptions, StartExecution};
pub use execution::{Execution, ExecutionIdentity, ExecutionState, ExecutionStatus};
pub use failure::Failure;
pub use history::{Event, History, HistoryEvent, IterationEvent, StateType, TaskEvent, TaskKind};
pub use lambda::{LambdaFunction, LambdaResponse};
pub use payload::{MAX_PAYLOAD, Payload};
pub use program::Program;
pub use target::{Targets, TaskError, TaskProgress, TaskRequest, TaskTarget};
pub use tasks::{RustTasks, TaskInput};
pub use workflow_asl::ExecutionType;
