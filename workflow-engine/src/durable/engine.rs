//! Runs Standard executions: in memory those that do something, in the store all.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::executable::{Executable, Executables};
use super::inner::Inner;
use super::logging::{Logging, LoggingConfiguration};
use super::record::Record;
use super::routes::{Message, SendError, TokenSignal};
use super::store::{ExecutionId, Store, StoreError, StoredExecution};
use super::token;
use crate::clock::real_sleep;
use crate::engine::Engine;
use crate::history::HistoryEvent;
use crate::{
    ActivityTask, CallbackError, ExecutionIdentity, ExecutionState, ExecutionStatus, Failure, MapRunLimits, Payload,
};

/// What a [`StandardEngine`] is made with.
#[derive(Clone)]
pub struct StandardOptions {
    /// What Task states are done with, and the clock.
    pub engine: Engine,
    /// What keeps the executions.
    pub store: Arc<dyn Store>,
    /// What runs them.
    pub executables: Arc<dyn Executables>,
    /// How many executions may be in memory at a time; others that could go on wait for a place, in the store.
    ///
    /// With 0 nothing is worked on: what is started, stopped, redriven or completed is recorded, no task is begun, and all
    /// goes on where the store is opened with places.
    pub max_concurrency: usize,
    /// How long executions are kept after they have ended; AWS keeps them for 90 days.
    pub retention: Duration,
    /// What is logged of executions; unless told otherwise what failed, without data.
    pub logging: Arc<dyn Logging>,
}

impl StandardOptions {
    /// How many executions are in memory at a time unless told otherwise.
    pub const MAX_CONCURRENCY: usize = 10_000;
    /// How long executions are kept unless told otherwise.
    pub const RETENTION: Duration = Duration::from_secs(90 * 24 * 60 * 60);

    /// Options with the default limits.
    pub fn new(engine: Engine, store: Arc<dyn Store>, executables: Arc<dyn Executables>) -> Self {
        Self {
            engine,
            store,
            executables,
            max_concurrency: Self::MAX_CONCURRENCY,
            retention: Self::RETENTION,
            logging: Arc::new(LoggingConfiguration::default()),
        }
    }
}

/// A Standard execution to start.
#[derive(Clone)]
pub struct StartStandard {
    /// What it runs.
    pub executable: Arc<dyn Executable>,
    /// Who it is. Its ARN is what makes it one and the same however often it is started.
    pub identity: Arc<ExecutionIdentity>,
    /// Its input.
    pub input: Payload,
    /// [`NewExecution::details`](super::NewExecution::details).
    pub details: Option<Arc<str>>,
    /// Whether its name was drawn, so that no other execution has it. Whether one has a name that was chosen is looked up
    /// before anything of this one is run.
    pub is_name_drawn: bool,
}

/// Runs Standard executions. Cloning gives another handle to the same engine.
#[derive(Clone)]
pub struct StandardEngine(pub(super) Arc<Inner>);

impl StandardEngine {
    /// Opens a store: every execution that has not ended goes on, now or when its time comes.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn open(options: StandardOptions) -> Result<Self, StoreError> {
        let last_id = options.store.last_id().await?;
        let opened = Self(Inner::new(options, last_id));
        opened.0.recover().await?;
        Ok(opened)
    }

    /// An engine over a store that nothing was put into yet, which so need not be read.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, as [`tokio::spawn`] does.
    pub fn unused(options: StandardOptions) -> Self {
        Self(Inner::new(options, ExecutionId(0)))
    }

    /// Starts an execution. It is durable when this returns.
    ///
    /// # Errors
    ///
    /// [`StoreError::ExecutionExists`] with the execution that has this ARN already, or why nothing can be written.
    pub async fn start(&self, start: StartStandard) -> Result<ExecutionId, StoreError> {
        self.0.start(start, None).await
    }

    /// An execution by its ARN.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn find(&self, execution_arn: &str) -> Result<Option<StoredExecution>, StoreError> {
        self.store().find(execution_arn).await
    }

    /// The status of an execution with its result; none if there is no such execution.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn state(&self, id: ExecutionId) -> Result<Option<ExecutionState>, StoreError> {
        match self.store().execution(id).await? {
            Some(stored) => self.0.state(&stored).await.map(Some),
            None => Ok(None),
        }
    }

    /// The status of an execution as it stands, with its result.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn state_of(&self, stored: &StoredExecution) -> Result<ExecutionState, StoreError> {
        self.0.state(stored).await
    }

    /// Waits for the end of an execution.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has no such execution.
    pub async fn ended(&self, id: ExecutionId) -> Result<ExecutionState, StoreError> {
        loop {
            let (waiter, is_active) = {
                let mut routes = self.0.routes();
                (routes.wait_for(id), routes.active.contains_key(&id))
            };
            if !is_active {
                let found = self.state(id).await;
                if !matches!(&found, Ok(Some(state)) if state.status == ExecutionStatus::Running) {
                    drop(waiter);
                    self.0.routes().forget_waiters(id);
                    return found?.ok_or_else(|| no_execution(id));
                }
            }
            if let Ok(state) = waiter.ok_or_else(closed)?.await {
                return Ok(state);
            }
        }
    }

    /// As [`ended`](Self::ended), for who has a place in memory while it waits: the execution gets one, too, even where there
    /// is none left.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has no such execution.
    pub async fn ended_at_once(&self, id: ExecutionId) -> Result<ExecutionState, StoreError> {
        self.0.give_place(id);
        self.ended(id).await
    }

    /// Stops an execution, as `StopExecution` does. One that has ended stays as it is.
    ///
    /// # Errors
    ///
    /// If the store has no such execution, cannot be read, or cannot be written now.
    pub async fn stop(&self, id: ExecutionId, reason: Failure) -> Result<ExecutionState, StoreError> {
        let (reply, stopped) = oneshot::channel();
        self.0.send(id, Message::Stop { reason, reply });
        let is_recorded = stopped.await.is_ok();
        let state = self.state(id).await?.ok_or_else(|| no_execution(id))?;
        // Without a reply it had ended, or nothing can be recorded now.
        if !is_recorded && state.status == ExecutionStatus::Running {
            return Err(StoreError::Unavailable("it cannot be recorded that the execution is stopped".to_owned()));
        }
        Ok(state)
    }

    /// Completes a task by its token with a result. It is durable when this returns.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token, or its execution cannot be brought back.
    pub async fn send_task_success(&self, token: &str, output: Payload) -> Result<(), SendError> {
        self.signal(token, TokenSignal::Completed(Ok(output))).await
    }

    /// Completes a task by its token with an error. It is durable when this returns.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token, or its execution cannot be brought back.
    pub async fn send_task_failure(&self, token: &str, failure: Failure) -> Result<(), SendError> {
        self.signal(token, TokenSignal::Completed(Err(failure))).await
    }

    /// Says that a task is still worked on, which starts its `HeartbeatSeconds` anew.
    ///
    /// # Errors
    ///
    /// If nothing waits for the token, or its execution cannot be brought back.
    pub async fn send_task_heartbeat(&self, token: &str) -> Result<(), SendError> {
        self.signal(token, TokenSignal::Heartbeat).await
    }

    /// Waits for a task of an activity and takes it, as a worker of this name, be it of an execution that is recorded or of
    /// another one of the same [`Engine`]. Dropping the future takes nothing.
    ///
    /// A task whose execution is over, or which timed out, is passed over.
    ///
    /// # Errors
    ///
    /// If it cannot be recorded that the task was taken; it is offered again then.
    pub async fn take_activity_task(
        &self,
        activity_arn: &str,
        worker_name: Option<String>,
    ) -> Result<ActivityTask, StoreError> {
        let activities = self.engine().activities();
        loop {
            let offered = activities.offered(activity_arn).await;
            if activities.is_started(offered.token(), &worker_name) {
                if let Some(task) = offered.take() {
                    return Ok(task);
                }
                continue;
            }
            let signal = TokenSignal::Started { worker_name: worker_name.clone() };
            let taken = self.signal(offered.token(), signal).await;
            if let Err(SendError::Store(error)) = taken {
                return Err(error);
            }
            if let (Ok(()), Some(task)) = (taken, offered.take()) {
                return Ok(task);
            }
        }
    }

    /// Changes the limits of a Map Run of an execution.
    ///
    /// # Errors
    ///
    /// If the execution cannot be brought back.
    pub async fn update_map_run(
        &self,
        execution: ExecutionId,
        map_run_arn: &str,
        limits: MapRunLimits,
    ) -> Result<(), StoreError> {
        let (reply, updated) = oneshot::channel();
        self.0.send(execution, Message::MapRunUpdated { map_run_arn: map_run_arn.to_owned(), limits, reply });
        updated.await.map_err(|_| no_execution(execution))
    }

    /// Events of an execution, oldest first: up to `count` without the first `skip`.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has no such execution.
    pub async fn history(&self, id: ExecutionId, skip: usize, count: usize) -> Result<Vec<HistoryEvent>, StoreError> {
        let records = self.records(id).await?;
        Ok(records.into_iter().flat_map(|record| record.events).skip(skip).take(count).collect())
    }

    /// All that is recorded of an execution.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has no such execution.
    pub async fn records(&self, id: ExecutionId) -> Result<Vec<Record>, StoreError> {
        let stored = self.store().execution(id).await?.ok_or_else(|| no_execution(id))?;
        self.0.records(&stored).await.map(|(_, records)| records)
    }

    /// Forgets executions that ended longer ago than they are kept, and says how many.
    ///
    /// # Errors
    ///
    /// If the store cannot be written.
    pub async fn prune(&self) -> Result<usize, StoreError> {
        const BATCH: usize = 1_000;
        let before =
            self.engine().clock().now().saturating_sub(self.0.options.retention).unwrap_or(jiff::Timestamp::MIN);
        let mut pruned = 0;
        loop {
            let batch = self.store().prune(before, BATCH).await?;
            pruned += batch;
            if batch < BATCH {
                return Ok(pruned);
            }
        }
    }

    /// [Prunes](Self::prune) now and every hour of real time, until the engine is shut down or this is dropped.
    pub async fn keep_pruning(&self) {
        const PAUSE: Duration = Duration::from_secs(60 * 60);
        while !self.is_shut_down() {
            match self.prune().await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "forgot executions that ended long ago"),
                Err(error) => tracing::error!(%error, "executions that ended long ago cannot be forgotten"),
            }
            real_sleep(PAUSE).await;
        }
    }

    /// Stops working: what is in flight is dropped, and everything goes on when the store is opened again.
    pub async fn shut_down(&self) {
        self.close();
        loop {
            let left = self.0.left.notified();
            if self.0.routes().active.is_empty() {
                return;
            }
            left.await;
        }
    }

    /// As [`shut_down`](Self::shut_down), without waiting until what is being written is.
    pub fn close(&self) {
        let mut routes = self.0.routes();
        routes.close();
        for sender in routes.active.values() {
            // Whoever has gone needs no telling.
            let _ = sender.unbounded_send(Message::ShutDown);
        }
    }

    /// Whether this process works no longer.
    pub fn is_shut_down(&self) -> bool {
        self.0.routes().is_closed
    }

    /// Whether an execution is in memory, or waits for nothing but a place there.
    pub fn is_worked_on(&self, id: ExecutionId) -> bool {
        let routes = self.0.routes();
        routes.active.contains_key(&id) || routes.is_queued(id)
    }

    /// How many executions are in memory, wait for a place, and only wait.
    pub fn counts(&self) -> ExecutionCounts {
        let routes = self.0.routes();
        ExecutionCounts { active: routes.active.len(), queued: routes.queued(), waiting: routes.waiting() }
    }

    /// What keeps the executions.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.options.store
    }

    /// What Task states are done with.
    pub fn engine(&self) -> &Engine {
        &self.0.options.engine
    }

    async fn signal(&self, token: &str, signal: TokenSignal) -> Result<(), SendError> {
        let invalid = SendError::Callback(CallbackError::InvalidToken);
        let (id, _) = token::owner(token).ok_or(invalid)?;
        let is_active = self.0.routes().active.contains_key(&id);
        if !is_active && self.store().execution(id).await.map_err(SendError::Store)?.is_none() {
            return Err(SendError::Callback(CallbackError::TaskTimedOut));
        }
        let (reply, taken) = oneshot::channel();
        self.0.send(id, Message::Signal { token: token.to_owned(), signal, reply });
        // Whoever took it works no longer, and it is not known whether it waits for the token.
        taken.await.unwrap_or_else(|_| Err(SendError::Store(closed())))
    }
}

/// Where the executions of an engine are that have not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExecutionCounts {
    /// In memory.
    pub active: usize,
    /// In the store, as there is no place in memory.
    pub queued: usize,
    /// In the store, as they only wait: for a moment, a token, a worker, an execution.
    pub waiting: usize,
}

impl std::fmt::Debug for StandardEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("StandardEngine").field(&self.counts()).finish()
    }
}

/// What is said of anything that this process does no longer.
pub(super) fn closed() -> StoreError {
    StoreError::Unavailable("the engine was shut down".to_owned())
}

fn no_execution(id: ExecutionId) -> StoreError {
    StoreError::Corrupt(format!("there is no execution {}", id.0))
}
