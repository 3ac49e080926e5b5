//! Exported definitions in tests.

use super::TestRun;
use crate::exported::Exported;
use crate::{Failure, Runtime, Workflow};
use serde_json::Value;
use std::sync::Arc;
use workflow_engine::clock::Clock;
use workflow_engine::{
    Event, ExecutionIdentity, ExecutionStatus, ExecutionType, History, HistoryEvent, StartExecution,
};

impl TestRun {
    /// Runs a workflow's exported definition instead, in the interpreter: its Tasks are done by the Rust tasks and the
    /// stubs, and the executions that it starts by their definitions. `input` is the execution's input document.
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
    /// # async fn main() {
    /// use serde_json::json;
    /// use workflow_runtime::testing::TestRun;
    ///
    /// let native = TestRun::new().run(greeting("Ada".into())).await;
    /// let interpreted = TestRun::new().interpret::<greeting>(json!("Ada")).await;
    /// assert_eq!(interpreted.result, Ok(json!(native.output())));
    /// assert_eq!(interpreted.states(), native.states());
    /// # }
    /// ```
    ///
    /// To the definition a task is a Lambda function. So the cause of an error that nothing handles is the function's
    /// response, with what natively is the cause as its `errorMessage`.
    ///
    /// # Panics
    ///
    /// Where the definition is not valid, or two tasks have one name: there is no state machine to run then.
    pub async fn interpret<W: Workflow>(mut self, input: Value) -> InterpretedExecution {
        self.skip_time();
        let execution = execution::<W>(&self.runtime, input).await;
        self.runtime.stubs().resume_panic();
        execution
    }
}

/// An execution of an exported definition in a test, ended.
#[derive(Clone, Debug)]
pub struct InterpretedExecution {
    /// Its output, or the error that it failed with.
    pub result: Result<Value, Failure>,
    /// Its history, as AWS writes it.
    pub events: Vec<HistoryEvent>,
}

impl InterpretedExecution {
    /// The states that were entered, in order; those of executions that it started are not among them.
    pub fn states(&self) -> Vec<&str> {
        let entered = self.events.iter().filter_map(|event| match &event.event {
            Event::StateEntered { name, .. } => Some(&**name),
            _ => None,
        });
        entered.collect()
    }
}

/// Runs the definition of a workflow to its end.
#[expect(clippy::panic, reason = "a test of a definition that cannot run fails")]
async fn execution<W: Workflow>(runtime: &Runtime, input: Value) -> InterpretedExecution {
    let exported = Exported::new().with::<W>().unwrap_or_else(|error| panic!("{error}"));
    let name = W::INFO.name;
    let program = exported.program().unwrap_or_else(|problems| panic!("the definition of `{name}`: {problems:?}"));
    let id = runtime.next_id();
    let identity = ExecutionIdentity {
        name: id.rsplit(':').next().unwrap_or_default().into(),
        execution_arn: id,
        state_machine_name: name.into(),
        ..ExecutionIdentity::default()
    };
    let execution = exported.engine(runtime).start(StartExecution {
        program: Arc::new(program),
        input: input.into(),
        identity,
        execution_type: ExecutionType::Standard,
        is_synchronous: false,
    });
    let state = match runtime.clock() {
        Clock::Real => execution.ended().await,
        Clock::Skipping(clock) => Arc::clone(clock).drive(execution.ended()).await,
    };
    let events = execution.history().map(History::events).unwrap_or_default();
    let result = match state.status {
        ExecutionStatus::Succeeded(output) => Ok(output.into_value()),
        ExecutionStatus::Failed(failure) | ExecutionStatus::TimedOut(failure) | ExecutionStatus::Aborted(failure) => {
            Err(failure.into())
        }
        ExecutionStatus::Running => Err(Failure::named(Failure::RUNTIME)),
    };
    InterpretedExecution { result, events }
}
