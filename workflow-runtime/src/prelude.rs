//! What a file of workflows and tasks uses: `use workflow_runtime::prelude::*;`

pub use crate::{
    Dep, Failure, TaskContext, TaskToken, WorkflowData, WorkflowError, execution_id, execution_name,
    execution_start_time, expression, map, now, random, retrier, sleep, sleep_until, start_execution, task, uuid,
    workflow,
};
pub use serde::de::Deserialize;
pub use serde::ser::Serialize;
pub use std::process::ExitCode;
pub use std::time::Duration;
pub use workflow_macros::{Deserialize, Serialize};
