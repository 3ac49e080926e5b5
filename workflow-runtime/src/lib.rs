//! Write AWS Step Functions workflows as ordinary Rust functions.

mod attempt;
mod bare;
mod blocking;
mod call;
mod callback;
mod callbacks;
mod cause;
#[doc(hidden)]
pub mod checked;
pub mod cli;
mod context;
mod context_object;
pub mod data;
#[doc(hidden)]
pub mod define;
mod dependency;
mod drawn;
mod effect;
mod env;
mod execution;
mod exported;
mod failure;
mod fault;
#[cfg(test)]
mod fixture;
mod identity;
mod jsonata;
#[cfg(feature = "lambda")]
mod lambda;
mod limits;
mod lint;
mod local;
mod map;
mod observe;
mod outside;
mod own_error;
pub mod prelude;
mod retry;
mod run;
mod runtime;
mod scope;
mod service;
mod slots;
mod source_map;
mod standard;
mod start;
mod stub;
mod task;
mod task_context;
pub mod testing;
mod visit;
mod work;
mod workflow;

pub use bare::Bare;
pub use call::{Call, CallOptions};
pub use callback::{Callback, TaskToken};
pub use callbacks::{CallbackError, Callbacks};
pub use cli::App;
pub use context::Context;
pub use context_object::{ContextObject, execution_id, execution_name, execution_start_time};
pub use data::WorkflowData;
pub use define::definition;
pub use dependency::Dep;
pub use drawn::{now, random, uuid};
pub use effect::{Mapping, Sleep, SleepUntil, map, sleep, sleep_until};
pub use env::{TaskEnv, TaskFailure};
pub use execution::{Execution, ExecutionError, ExecutionStatus};
pub use exported::{Exported, ExportedDefinition, IncludedAsl, IncludedTasks, Runnable, SameName};
pub use failure::{ErrorKind, ErrorVariant, Failure, WorkflowError};
pub use fault::halt;
pub use lint::lints;
pub use local::Local;
pub use observe::{Event, EventKind, Observer};
pub use retry::Retry;
pub use run::Run;
pub use runtime::Runtime;
pub use scope::{ScopePath, ScopeSegment};
pub use source_map::{SourceLocation, SourceMap};
pub use standard::{OpenError, Recorded, Standard, StandardBuilder, StandardError, StandardExecution, StandardStart};
pub use start::{StartExecution, start_execution};
pub use task::{Jitter, Retrier, ServiceAction, Task, TaskInfo, TaskResource};
pub use task_context::TaskContext;
pub use workflow::{InputError, Workflow, WorkflowInfo, WorkflowSettings, parameter};
pub use workflow_deploy as deploy;
pub use workflow_engine as engine;
pub use workflow_engine::ExecutionType;
pub use workflow_macros::{WorkflowData, WorkflowError, expression, include_asl, retrier, task, workflow};

/// What the macros' expansions use.
#[doc(hidden)]
pub mod __private {
    pub mod cause {
        pub use crate::cause::*;
    }
    pub use crate::blocking::blocking;
    pub use crate::effect::{delay, is_map, moment, never_runs};
    pub use crate::exported::AnyRunnable;
    pub use crate::fault::{fault, in_state};
    pub use crate::map::map;
    pub use crate::own_error::own_error;
    pub use crate::retry::no_retry;
    pub use crate::run::run;
    pub mod service {
        pub use crate::service::*;
    }
    pub use crate::start::execution;
    pub use futures_util::{join, try_join};
    pub use {serde, serde_json};
}
