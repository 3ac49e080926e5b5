//! Definitions from files, run by the interpreter with the tasks of this process.

use super::called::{AnyTask, AnyWorkflow};
use super::interpretation::Interpretation;
use super::targets;
use super::told::Teller;
use crate::{Failure, Runtime, Task};
use serde_json::Value;
use std::fmt;
use workflow_asl::Diagnostic;
use workflow_engine::{Program, RustTasks};

/// A definition that `include_asl!` included.
pub trait IncludedAsl: Sized + 'static {
    /// Its name in the program.
    const NAME: &'static str;
    /// The text of the file.
    const DEFINITION: &'static str;
    /// Its `Comment`; empty without one.
    const COMMENT: &'static str = "";
    /// The names of its states, those of branches and item processors included.
    const STATES: &'static [&'static str] = &[];

    /// The tasks that stand for the Lambda functions it calls.
    fn tasks() -> IncludedTasks;

    /// The definition, ready to run.
    ///
    /// # Errors
    ///
    /// What is wrong with it, which is nothing that was seen when it was compiled.
    fn program() -> Result<Program, Vec<Diagnostic>> {
        Program::from_json(Self::DEFINITION)
    }

    /// The tasks as the target of an engine, with what this runtime provides.
    fn rust_tasks(runtime: &Runtime) -> RustTasks {
        targets(&Self::tasks().0, runtime)
    }

    /// Runs an execution in this process, with the tasks, stubs and dependencies of a runtime. What the definition
    /// calls besides Lambda functions has no target here and fails; `serve` has such.
    ///
    /// The runtime's observers are told which states are entered and left, what became of the attempts of tasks, how
    /// far Map states are, what waits for a callback, and the end; but not how long a state waits.
    ///
    /// # Errors
    ///
    /// That with which the execution fails.
    fn run(runtime: &Runtime, input: Value) -> impl Future<Output = Result<Value, Failure>> + Send {
        let interpretation = Interpretation::new(runtime, AnyWorkflow::of_included::<Self>(), input);
        let teller = Teller::of::<Self>(runtime);
        async move {
            match interpretation {
                Ok(interpretation) => interpretation.run(teller).await.0,
                Err(problem) => Err(Failure::new(Failure::RUNTIME, problem)),
            }
        }
    }
}

/// Tasks by the names of the Lambda functions that they stand for.
#[derive(Clone, Default)]
pub struct IncludedTasks(Vec<AnyTask>);

impl IncludedTasks {
    /// None.
    pub fn new() -> Self {
        IncludedTasks::default()
    }

    /// Adds the task of a function.
    #[must_use]
    pub fn with<T: Task>(mut self, function: &'static str) -> Self {
        self.0.push(AnyTask::called::<T>(function));
        self
    }

    /// The names of the functions.
    pub fn functions(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|task| task.name)
    }

    pub(crate) fn into_any(self) -> Vec<AnyTask> {
        self.0
    }
}

impl fmt::Debug for IncludedTasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.functions()).finish()
    }
}
