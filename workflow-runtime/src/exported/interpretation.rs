//! One execution of a definition in this process.

use super::told::Teller;
use super::{AnyWorkflow, Exported};
use crate::{Failure, Runtime};
use serde_json::Value;
use std::pin::pin;
use std::sync::Arc;
use workflow_engine::clock::Clock;
use workflow_engine::{Engine, ExecutionIdentity, ExecutionStatus, History, StartExecution};

/// An execution of a workflow's exported definition, or of an included one, that has not been started.
pub(crate) struct Interpretation {
    runtime: Runtime,
    exported: Exported,
    start: StartExecution,
}

impl Interpretation {
    /// Prepares an execution.
    ///
    /// # Errors
    ///
    /// Why there is none: the definition is not valid, or two tasks have one name.
    pub(crate) fn new(runtime: &Runtime, workflow: AnyWorkflow, input: Value) -> Result<Self, String> {
        let (name, execution_type) = (workflow.name, workflow.execution_type);
        let mut exported = Exported::new();
        exported.add(workflow).map_err(|error| error.to_string())?;
        let program = exported.program().map_err(|problems| {
            let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
            format!("the definition of `{name}`: {}", problems.join(", "))
        })?;
        let id = runtime.next_id();
        let identity = ExecutionIdentity {
            name: id.rsplit(':').next().unwrap_or_default().into(),
            execution_arn: id,
            state_machine_name: name.into(),
            ..ExecutionIdentity::default()
        };
        let start = StartExecution {
            program: Arc::new(program),
            input: input.into(),
            identity,
            execution_type,
            is_synchronous: false,
        };
        Ok(Interpretation { runtime: runtime.clone(), exported, start })
    }

    /// Runs it to its end, which its history tells of.
    pub(crate) async fn run(self, teller: Option<Teller>) -> (Result<Value, Failure>, Arc<History>) {
        let Interpretation { runtime, exported, start } = self;
        let history = Arc::<History>::default();
        let status = match teller {
            None => recorded(&exported.engine(&runtime), start, &history, runtime.clock()).await,
            Some(teller) => {
                let id = Arc::clone(&start.identity.execution_arn);
                let (teller, tasks) = teller.of_execution(id, exported.tasks(&runtime));
                let engine = exported.engine_of(&runtime, tasks);
                teller.follow(recorded(&engine, start, &history, runtime.clock()), &history).await
            }
        };
        (result(status), history)
    }
}

async fn recorded(engine: &Engine, start: StartExecution, history: &Arc<History>, clock: &Clock) -> ExecutionStatus {
    let execution = engine.run_recorded(start, Arc::clone(history));
    match clock {
        Clock::Real => execution.await,
        Clock::Skipping(clock) => Arc::clone(clock).drive(pin!(execution)).await,
    }
}

fn result(status: ExecutionStatus) -> Result<Value, Failure> {
    match status {
        ExecutionStatus::Succeeded(output) => Ok(output.into_value()),
        ExecutionStatus::Failed(failure) | ExecutionStatus::TimedOut(failure) | ExecutionStatus::Aborted(failure) => {
            Err(failure.into())
        }
        ExecutionStatus::Running => Err(Failure::named(Failure::RUNTIME)),
    }
}
