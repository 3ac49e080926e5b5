//! Exported definitions in tests.

use super::TestRun;
use crate::Failure;
use crate::exported::{Interpretation, Runnable};
use serde_json::Value;
use workflow_engine::{Event, HistoryEvent};

impl TestRun {
    /// Runs a workflow's exported definition instead, or a definition that [`include_asl!`](crate::include_asl)
    /// included, in the interpreter: its Tasks are done by the Rust tasks and the stubs, and the executions that it
    /// starts by their definitions. `input` is the execution's input document. Observers are not told.
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
    #[expect(clippy::panic, reason = "a test of a definition that cannot run fails")]
    pub async fn interpret<R: Runnable>(mut self, input: Value) -> InterpretedExecution {
        self.skip_time();
        let interpretation = Interpretation::new(&self.runtime, R::any().workflow, input);
        let (result, history) = interpretation.unwrap_or_else(|problem| panic!("{problem}")).run(None).await;
        self.runtime.stubs().resume_panic();
        InterpretedExecution { result, events: history.events() }
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
