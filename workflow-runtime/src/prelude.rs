//! What a file of workflows and tasks uses: `use workflow_runtime::prelude::*;`

pub use crate::{map, sleep, sleep_until, Dep, Failure, TaskContext, TaskToken, WorkflowData, WorkflowError, task, workflow};
pub use serde::de::Deserialize;
pub use serde::ser::Serialize;
pub use workflow_macros::{Deserialize, Serialize};
pub use std::process::ExitCode;
pub use std::time::Duration;
