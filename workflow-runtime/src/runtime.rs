//! Running workflows in this process.

use crate::callbacks::Callbacks;
use crate::dependency::Dependencies;
use crate::drawn::Draws;
use crate::execution::{Execution, result};
use crate::fault::contained;
use crate::identity::new_execution_id;
use crate::local::{Local, Running};
use crate::run::Run;
use crate::service::Services;
use crate::stub::{Stub, Stubs};
use crate::{EventKind, Observer, Task, Workflow};
use std::fmt;
use std::sync::Arc;
use workflow_engine::clock::Clock;
use workflow_engine::{EngineOptions, TaskTarget};

/// Runs workflows in this process, in memory: with the dependencies that their tasks take, observed, and with a result
/// that is data however the execution ends.
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
/// use workflow_runtime::{ExecutionStatus, Runtime};
///
/// let pool: Vec<u8> = Vec::new(); // what a task takes as `Dep<Vec<u8>>`
/// let execution = Runtime::new().provide(pool).run(greeting("Ada".into())).await;
/// assert_eq!(execution.status(), ExecutionStatus::Succeeded);
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Runtime {
    name: Option<Arc<str>>,
    dependencies: Dependencies,
    callbacks: Callbacks,
    observers: Vec<Arc<dyn Observer>>,
    clock: Clock,
    stubs: Stubs,
    draws: Draws,
    services: Services,
}

impl Runtime {
    /// A runtime that provides nothing.
    pub fn new() -> Self {
        Runtime::default()
    }

    /// Provides what tasks take as [`Dep<T>`](crate::Dep); a later one of the same type replaces it.
    #[must_use]
    pub fn provide<T: Send + Sync + 'static>(mut self, dependency: T) -> Self {
        self.dependencies.insert(dependency);
        self
    }

    /// What calls AWS services for tasks of a `resource` that have no body. Without it, and with the feature `serve`, it
    /// is the client of [`workflow-server`](https://docs.rs/workflow-server), which calls the endpoints that the
    /// environment names (`SNS_ENDPOINT`, `AWS_ENDPOINT_URL`, ..) with the credentials there.
    ///
    /// ```
    /// use futures_util::future::BoxFuture;
    /// use serde_json::json;
    /// use workflow_runtime::Runtime;
    /// use workflow_runtime::engine::{Payload, TaskError, TaskProgress, TaskRequest, TaskTarget};
    ///
    /// /// Says that everything went well.
    /// struct Fine;
    ///
    /// impl TaskTarget for Fine {
    ///     fn accepts(&self, _: &workflow_asl::Resource, _: &Payload) -> bool {
    ///         true
    ///     }
    ///
    ///     fn run<'a>(&'a self, _: TaskRequest, _: &'a dyn TaskProgress) -> BoxFuture<'a, Result<Payload, TaskError>> {
    ///         Box::pin(async { Ok(Payload::from(json!({ "MessageId": "1" }))) })
    ///     }
    /// }
    ///
    /// let runtime = Runtime::new().service_calls(Fine);
    /// ```
    #[must_use]
    pub fn service_calls(mut self, target: impl TaskTarget + 'static) -> Self {
        self.services = Services::new(target);
        self
    }

    /// Tells an observer what happens, besides those that are told already.
    #[must_use]
    pub fn observe(mut self, observer: impl Observer) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// The id of the next execution; without it each has a UUID of its own.
    #[must_use]
    pub fn execution_id(mut self, id: impl Into<Arc<str>>) -> Self {
        self.name = Some(id.into());
        self
    }

    /// What time it is: the machine's clock without this; a test's may skip the time in which nothing happens.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Completes callback tasks of this runtime's executions by their tokens' text.
    pub fn callbacks(&self) -> Callbacks {
        self.callbacks.clone()
    }

    /// What an engine is made with that is to run [exported](crate::Exported) definitions with this runtime: its clock,
    /// and its [`callbacks`](Self::callbacks), which complete that engine's tokens, too. It has no targets.
    pub fn engine_options(&self) -> EngineOptions {
        let callbacks = self.callbacks.of_engine().clone();
        let draws = Some(Arc::new(self.draws.clone()) as Arc<dyn workflow_asl::jsonata::Draws>);
        EngineOptions { clock: self.clock.clone(), callbacks, draws, ..EngineOptions::default() }
    }

    /// Runs a workflow to its end.
    pub fn run<W: Workflow, F>(&self, run: Run<W, F>) -> impl Future<Output = Execution<W>> + Send + use<W, F> {
        self.execute::<W>(run.into_args())
    }

    /// Runs a workflow with arguments that were read from a document ([`Workflow::from_input`]).
    pub fn execute<W: Workflow>(&self, args: W::Args) -> impl Future<Output = Execution<W>> + Send + use<W> {
        execution::<W>(self.start(), self.clone(), args)
    }

    /// Makes tokens say where they are answered from outside this process.
    #[must_use]
    pub(crate) fn callback_address(mut self, address: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        self.callbacks = self.callbacks.at(Arc::new(address));
        self
    }

    pub(crate) fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    pub(crate) fn observers(&self) -> &[Arc<dyn Observer>] {
        &self.observers
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The id of the next execution.
    pub(crate) fn next_id(&self) -> Arc<str> {
        self.name.clone().unwrap_or_else(new_execution_id)
    }

    pub(crate) fn stubs(&mut self) -> &mut Stubs {
        &mut self.stubs
    }

    pub(crate) fn stub<T: Task>(&self) -> Option<Arc<Stub<T>>> {
        self.stubs.find::<T>()
    }

    pub(crate) fn draws(&self) -> &Draws {
        &self.draws
    }

    pub(crate) fn start(&self) -> Running {
        Running {
            id: self.next_id(),
            dependencies: self.dependencies.clone(),
            callbacks: self.callbacks.clone(),
            observers: self.observers.clone(),
            clock: self.clock.clone(),
            stubs: self.stubs.clone(),
            draws: self.draws.clone(),
            services: self.services.clone(),
        }
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").field("name", &self.name).finish_non_exhaustive()
    }
}

async fn execution<W: Workflow>(running: Running, runtime: Runtime, args: W::Args) -> Execution<W> {
    let id = Arc::clone(&running.id);
    let local = Local::new(running);
    local.emit(|| EventKind::ExecutionStarted { workflow: W::INFO.name });
    let program = contained(W::program(local.clone(), Some(args), None));
    let ended = match &runtime.clock {
        Clock::Real => program.await,
        Clock::Skipping(clock) => Arc::clone(clock).drive(program).await,
    };
    let execution = Execution { id, result: result(ended) };
    local.emit(|| match &execution.result {
        Ok(_) => EventKind::ExecutionSucceeded,
        Err(error) => EventKind::ExecutionFailed { failure: error.failure() },
    });
    execution
}
