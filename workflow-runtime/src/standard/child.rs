//! Executions that a Standard execution starts: executions of their own, which are kept as it is.

use super::document;
use super::invoked::arguments;
use super::recorded::{Asking, Recorded};
use crate::limits::Limits;
use crate::{EventKind, Failure, TaskFailure, Workflow, halt};
use workflow_engine::Payload;
use workflow_engine::durable::{ChildStart, Work};

/// Starts an execution and waits for its end.
pub(super) async fn visit<W: Workflow>(
    recorded: Recorded,
    state: &'static str,
    args: W::Args,
) -> Result<W::Output, TaskFailure<W::Error>> {
    let name = W::INFO.name;
    let input = document::<W>(&args).unwrap_or_else(|error| unwritable(name, &error));
    // Nothing of them is needed while the execution runs.
    drop(args);
    let visit = recorded.visit(state);
    let arguments = arguments(&visit, "Input", input.clone());
    let executable = recorded.execution.native.find(name).unwrap_or_else(|| {
        halt(Failure::new(Failure::RUNTIME, format!("the workflow `{name}` is not one of this engine's")))
    });
    recorded.scheduled(&visit, arguments, Limits::NONE);
    let start = ChildStart { executable, name: None, input: Payload::from(input) };
    let asking = Asking { due: None, heartbeat: None, token: None, accepts: None, work: Work::Child(start) };
    match recorded.perform(&visit, asking).await {
        Ok(output) => {
            recorded.left(&visit);
            recorded.tell(|| EventKind::StateExited { state });
            let read = output.read();
            Ok(read.unwrap_or_else(|error| {
                halt(Failure::new(Failure::RUNTIME, format!("this is no output of `{name}`: {error}")))
            }))
        }
        Err(failure) => {
            recorded.not_done(&visit);
            recorded.tell(|| EventKind::StateExited { state });
            Err(TaskFailure::Failure(failure))
        }
    }
}

#[cold]
fn unwritable(name: &str, error: &serde_json::Error) -> ! {
    halt(Failure::new(Failure::RUNTIME, format!("the input of `{name}`: {error}")))
}
