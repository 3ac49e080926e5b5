//! Executions of the past, against the code of the present.

use crate::standard::replayed;
use crate::{Runtime, Workflow};
use std::fmt;
use workflow_engine::Engine;
use workflow_engine::durable::{Divergence, RecordedExecution};

/// Runs an exported execution once more, as far as it is recorded, against a workflow as it is now. No task runs.
///
/// Executions that have not ended go on with the code of the next version only if what they have done is a way through
/// that, too. A test with the histories of such executions says so before they meet it:
///
/// ```
/// # use workflow_runtime::prelude::*;
/// # #[task]
/// # async fn greet(name: &str) -> Result<String, Failure> {
/// #     Ok(format!("hello, {name}"))
/// # }
/// # #[workflow]
/// # async fn greeting(name: String) -> Result<String, Failure> {
/// #     greet(&name).await
/// # }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use workflow_runtime::Runtime;
/// # use workflow_runtime::engine::durable::MemoryStore;
/// # let standard = Runtime::new().standard(MemoryStore::default()).with::<greeting>().open().await?;
/// let execution = standard.start(greeting("Ada".into())).await?;
/// execution.ended().await?;
/// let history = execution.export().await?; // kept in a file, which the test has by `include_str!`
///
/// assert_eq!(workflow_runtime::testing::replay::<greeting>(&history), Ok(()));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`ReplayError::Diverged`] with the first difference, or what is wrong with the text.
pub fn replay<W: Workflow>(exported: &str) -> Result<(), ReplayError> {
    use workflow_engine::durable::ReplayError as Of;
    let of = |error| match error {
        Of::Unreadable(reason) => ReplayError::Unreadable(reason),
        Of::Diverged(divergence) => ReplayError::Diverged(Box::new(divergence)),
    };
    let recorded = RecordedExecution::from_json(exported).map_err(of)?;
    if *recorded.state_machine_name != *W::INFO.name {
        return Err(ReplayError::OtherWorkflow(recorded.state_machine_name.to_string()));
    }
    let runtime = Runtime::new();
    let engine = Engine::new(runtime.engine_options());
    let executables = replayed::<W>(&runtime, &recorded.state_machine_arn).map_err(ReplayError::Definition)?;
    let executable = executables.find(W::INFO.name).ok_or(ReplayError::Definition(String::new()))?;
    recorded.replay(&*executable, &engine).map_err(of)
}

/// Why an exported execution is none of a workflow as it is now.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplayError {
    /// The text is no exported execution, with the reason.
    Unreadable(String),
    /// It is an execution of the workflow of this name.
    OtherWorkflow(String),
    /// The workflow's definition cannot be made, with the reason.
    Definition(String),
    /// The workflow does something else than what is recorded.
    Diverged(Box<Divergence>),
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(f, "this is no exported execution: {reason}"),
            Self::OtherWorkflow(name) => write!(f, "this is an execution of `{name}`"),
            Self::Definition(reason) => write!(f, "the workflow's definition: {reason}"),
            Self::Diverged(divergence) => divergence.fmt(f),
        }
    }
}

impl std::error::Error for ReplayError {}
