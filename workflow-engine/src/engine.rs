use std::sync::Arc;

use tokio::sync::watch;
use workflow_asl::jsonata::Draws;

use crate::clock::Clock;
use crate::execution::{ExecutionIdentity, ExecutionState, ExecutionStatus};
use crate::{Activities, Callbacks, Execution, ExecutionType, History, MapRuns, Payload, Program, Targets, interpret};

/// What an engine is made with.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// What does the work of Task states.
    pub targets: Targets,
    /// Time: the machine's, or a test's.
    pub clock: Clock,
    /// The region that history events name.
    pub region: Arc<str>,
    /// The task tokens that are waited for. Several engines may have the same.
    pub callbacks: Callbacks,
    /// What `$now()`, `$random()` and `$uuid()` give, where a run is to draw what another has drawn.
    pub draws: Option<Arc<dyn Draws>>,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self {
            targets: Targets::new(),
            clock: Clock::Real,
            region: Arc::from("us-east-1"),
            callbacks: Callbacks::default(),
            draws: None,
        }
    }
}

/// Runs executions. Cloning gives another handle to the same engine.
#[derive(Clone, Debug)]
pub struct Engine(Arc<Shared>);

/// What all executions of an engine have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: EngineOptions,
    pub(crate) activities: Activities,
    pub(crate) map_runs: MapRuns,
}

/// An execution to start.
#[derive(Clone, Debug)]
pub struct StartExecution {
    /// What it runs.
    pub program: Arc<Program>,
    /// Its input.
    pub input: Payload,
    /// Who it is.
    pub identity: ExecutionIdentity,
    /// Whether it has a history.
    pub execution_type: ExecutionType,
    /// Whether somebody waits for its result, as `StartSyncExecution` does.
    pub is_synchronous: bool,
}

impl StartExecution {
    /// An Express execution of nobody in particular.
    pub fn new(program: Arc<Program>, input: impl Into<Payload>) -> Self {
        Self {
            program,
            input: input.into(),
            identity: ExecutionIdentity::default(),
            execution_type: ExecutionType::Express,
            is_synchronous: true,
        }
    }
}

impl Engine {
    /// An engine without any execution.
    pub fn new(options: EngineOptions) -> Self {
        let activities = Activities::new(options.callbacks.clone());
        Self(Arc::new(Shared { options, activities, map_runs: MapRuns::default() }))
    }

    /// Starts an execution on the current tokio runtime.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, as [`tokio::spawn`] does.
    pub fn start(&self, start: StartExecution) -> Execution {
        let clock = &self.0.options.clock;
        let running = ExecutionState { status: ExecutionStatus::Running, start_date: clock.now(), stop_date: None };
        let (state, state_receiver) = watch::channel(running);
        let stop = Arc::new(watch::Sender::new(None));
        let history = matches!(start.execution_type, ExecutionType::Standard).then(Arc::<History>::default);
        let execution = Execution {
            identity: Arc::new(start.identity.clone()),
            history: history.clone(),
            state: state_receiver,
            stop: Arc::clone(&stop),
        };
        let engine = Arc::clone(&self.0);
        let stopped = stop.subscribe();
        tokio::spawn(async move { interpret::execute(engine, start, history, state, stopped).await });
        execution
    }

    /// Runs an execution here, in this future, and gives what became of it; dropping the future drops the execution.
    ///
    /// It has no history to look at, whatever its type: [`start`](Self::start) one for that, or give it one ([`run_recorded`](Self::run_recorded)).
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// use std::sync::Arc;
    ///
    /// use serde_json::json;
    /// use workflow_engine::{Engine, EngineOptions, ExecutionStatus, Program, StartExecution};
    ///
    /// let definition = r#"{"StartAt": "Done", "States": {"Done": {"Type": "Pass", "Result": "ok", "End": true}}}"#;
    /// let program = Arc::new(Program::from_json(definition).unwrap());
    /// let engine = Engine::new(EngineOptions::default());
    /// let status = engine.run(StartExecution::new(program, json!({}))).await;
    /// assert_eq!(status, ExecutionStatus::Succeeded(json!("ok").into()));
    /// # });
    /// ```
    pub async fn run(&self, start: StartExecution) -> ExecutionStatus {
        let start_date = self.0.options.clock.now();
        interpret::run(Arc::clone(&self.0), &start, None, start_date, std::future::pending()).await
    }

    /// Runs an execution here as [`run`](Self::run) does, and writes what happens into `history` as it happens,
    /// whatever its type.
    pub async fn run_recorded(&self, start: StartExecution, history: Arc<History>) -> ExecutionStatus {
        let start_date = self.0.options.clock.now();
        interpret::run(Arc::clone(&self.0), &start, Some(history), start_date, std::future::pending()).await
    }

    pub(crate) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.0)
    }

    /// The task tokens that are waited for.
    pub fn callbacks(&self) -> &Callbacks {
        &self.0.options.callbacks
    }

    /// The tasks that wait for activity workers.
    pub fn activities(&self) -> &Activities {
        &self.0.activities
    }

    /// The runs of distributed Maps.
    pub fn map_runs(&self) -> &MapRuns {
        &self.0.map_runs
    }

    /// The engine's time.
    pub fn clock(&self) -> &Clock {
        &self.0.options.clock
    }
}
