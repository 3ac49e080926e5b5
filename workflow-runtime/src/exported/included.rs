//! Definitions from files, run by the interpreter with the tasks of this process.

use super::task::attempt;
use crate::{Failure, Runtime, Task};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use workflow_asl::Diagnostic;
use workflow_engine::{
    Engine, EngineOptions, ExecutionStatus, Payload, Program, RustTasks, StartExecution, Targets, TaskInput,
};

/// A definition that `include_asl!` included.
pub trait IncludedAsl: Sized + 'static {
    /// Its name in the program.
    const NAME: &'static str;
    /// The text of the file.
    const DEFINITION: &'static str;

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
        Self::tasks().target(runtime)
    }

    /// Runs an execution in this process, with the tasks, stubs and dependencies of a runtime. Integrations that are
    /// not Lambda have no target here.
    ///
    /// # Errors
    ///
    /// That with which the execution fails.
    fn run(runtime: &Runtime, input: Value) -> impl Future<Output = Result<Value, Failure>> + Send {
        let targets = Targets::new().with(Self::rust_tasks(runtime));
        let engine = Engine::new(EngineOptions { targets, ..runtime.engine_options() });
        async move {
            let program = Self::program().map_err(|problems| invalid(Self::NAME, &problems))?;
            match engine.run(StartExecution::new(Arc::new(program), input)).await {
                ExecutionStatus::Succeeded(output) => Ok(output.into_value()),
                ExecutionStatus::Failed(failure)
                | ExecutionStatus::TimedOut(failure)
                | ExecutionStatus::Aborted(failure) => Err(failure.into()),
                ExecutionStatus::Running => Err(Failure::named(Failure::RUNTIME)),
            }
        }
    }
}

fn invalid(name: &str, problems: &[Diagnostic]) -> Failure {
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    Failure::new(Failure::RUNTIME, format!("the definition of `{name}`: {}", problems.join(", ")))
}

/// Makes one attempt of a task, in the surroundings that a runtime provides.
type Attempt = fn(Runtime, TaskInput) -> BoxFuture<'static, Result<Payload, workflow_engine::Failure>>;

/// Tasks by the names of the Lambda functions that they stand for.
#[derive(Clone, Default)]
pub struct IncludedTasks(Vec<(&'static str, Attempt)>);

impl IncludedTasks {
    /// None.
    pub fn new() -> Self {
        IncludedTasks::default()
    }

    /// Adds the task of a function.
    #[must_use]
    pub fn with<T: Task>(mut self, function: &'static str) -> Self {
        self.0.push((function, attempt::<T>));
        self
    }

    /// The names of the functions.
    pub fn functions(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(function, _)| *function)
    }

    fn target(&self, runtime: &Runtime) -> RustTasks {
        self.0.iter().fold(RustTasks::new().keeping_time(), |tasks, (function, attempt)| {
            let (runtime, attempt) = (runtime.clone(), *attempt);
            tasks.with_input(function, move |input| attempt(runtime.clone(), input))
        })
    }
}

impl fmt::Debug for IncludedTasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.functions()).finish()
    }
}
