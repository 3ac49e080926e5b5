//! What a file of workflows and tasks uses: `use workflow_runtime::prelude::*;`

pub use crate::{map, sleep, sleep_until, Dep, Failure, TaskContext, TaskToken, WorkflowData, WorkflowError, task, workflow};
pub use serde::{Deserialize, Serialize};
pub use std::process::ExitCode;
pub use std::time::Duration;
