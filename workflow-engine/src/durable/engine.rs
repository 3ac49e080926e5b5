//! Runs Standard executions: in memory those that do something, in the store all.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_channel::mpsc;
use tokio::sync::{Notify, oneshot};

use super::actor::{Actor, Begin};
use super::executable::{Executable, Executables};
use super::logging::{Logging, LoggingConfiguration};
use super::record::{Record, decode, decode_rows};
use super::routes::{Kept, Message, Parked, Routes, SendError, TokenSignal};
use super::store::{ExecutionId, NewExecution, Parent, Status, Store, StoreError, StoredExecution, Wake};
use super::token;
use crate::engine::Engine;
use crate::history::{Event, HistoryEvent};
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
    /// [`NewExecution::details`].
    pub details: Option<Arc<str>>,
    /// Whether its name was drawn, so that no other execution has it. Whether one has a name that was chosen is looked up
    /// before anything of this one is run.
    pub is_name_drawn: bool,
}

/// Runs Standard executions. Cloning gives another handle to the same engine.
#[derive(Clone)]
pub struct StandardEngine(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) options: StandardOptions,
    last_id: AtomicI64,
    found: Mutex<HashMap<Arc<str>, Arc<dyn Executable>>>,
    routes: Mutex<Routes>,
    /// Something is due earlier than was known.
    earlier: Arc<Notify>,
    /// An execution has left the memory.
    left: Notify,
}

/// How many open executions are read at a time when an engine is opened.
const PAGE: usize = 10_000;

/// How many executions are read at a time when they go on.
const BATCH: usize = 64;

impl StandardEngine {
    /// Opens a store: every execution that has not ended goes on, now or when its time comes.
    ///
    /// # Errors
    ///
    /// If the store cannot be read.
    pub async fn open(options: StandardOptions) -> Result<Self, StoreError> {
        let last_id = options.store.last_id().await?;
        let opened = Self::new(options, last_id);
        opened.0.recover().await?;
        Ok(opened)
    }

    /// An engine over a store that nothing was put into yet, which so need not be read.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, as [`tokio::spawn`] does.
    pub fn unused(options: StandardOptions) -> Self {
        Self::new(options, ExecutionId(0))
    }

    fn new(options: StandardOptions, last_id: ExecutionId) -> Self {
        let inner = Arc::new(Inner {
            options,
            last_id: AtomicI64::new(last_id.0),
            found: Mutex::default(),
            routes: Mutex::default(),
            earlier: Arc::default(),
            left: Notify::new(),
        });
        tokio::spawn(keep_time(Arc::downgrade(&inner)));
        Self(inner)
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
            let waiter = self.0.routes().wait_for(id);
            let is_active = self.0.routes().active.contains_key(&id);
            let state = match is_active {
                true => None,
                false => self.state(id).await?.ok_or_else(|| no_execution(id)).map(Some)?,
            };
            if let Some(state) = state.filter(|state| state.status != ExecutionStatus::Running) {
                return Ok(state);
            }
            if let Ok(state) = waiter.await {
                return Ok(state);
            }
            if self.0.routes().is_closed {
                return Err(closed());
            }
        }
    }

    /// Stops an execution, as `StopExecution` does. One that has ended stays as it is.
    ///
    /// # Errors
    ///
    /// If the store cannot be read, or has no such execution.
    pub async fn stop(&self, id: ExecutionId, reason: Failure) -> Result<ExecutionState, StoreError> {
        let (reply, stopped) = oneshot::channel();
        self.0.send(id, Message::Stop { reason, reply });
        // Without a reply it had ended.
        let _ = stopped.await;
        self.state(id).await?.ok_or_else(|| no_execution(id))
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

    /// Stops working: what is in flight is dropped, and everything goes on when the store is opened again.
    pub async fn shut_down(&self) {
        {
            let mut routes = self.0.routes();
            routes.close();
            for sender in routes.active.values() {
                // Whoever has gone needs no telling.
                let _ = sender.unbounded_send(Message::ShutDown);
            }
        }
        loop {
            let left = self.0.left.notified();
            if self.0.routes().active.is_empty() {
                return;
            }
            left.await;
        }
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
fn closed() -> StoreError {
    StoreError::Unavailable("the engine was shut down".to_owned())
}

fn no_execution(id: ExecutionId) -> StoreError {
    StoreError::Corrupt(format!("there is no execution {}", id.0))
}

impl Inner {
    pub(super) fn routes(&self) -> MutexGuard<'_, Routes> {
        self.routes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is another process that works on the executions, later.
    pub(super) fn only_records(&self) -> bool {
        self.options.max_concurrency == 0
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        let now = self.options.engine.clock().now();
        jiff::Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    pub(super) async fn start(
        self: &Arc<Self>,
        start: StartStandard,
        parent: Option<Parent>,
    ) -> Result<ExecutionId, StoreError> {
        if !start.is_name_drawn
            && let Some(existing) = self.options.store.find(&start.identity.execution_arn).await?
        {
            return Err(StoreError::ExecutionExists(existing.id));
        }
        self.pin(&start.executable).await?;
        let id = ExecutionId(self.last_id.fetch_add(1, Ordering::Relaxed) + 1);
        let new = NewExecution {
            identity: start.identity,
            definition: Arc::clone(&start.executable.definition().fingerprint),
            input: start.input.as_text().into(),
            start_date: self.now(),
            seed: rand::random(),
            parent,
            details: start.details,
        };
        let (started, is_started) = oneshot::channel();
        let begin = {
            let mut routes = self.routes();
            if routes.is_closed {
                return Err(closed());
            }
            if routes.active.len() < self.options.max_concurrency {
                let (sender, inbox) = mpsc::unbounded();
                routes.active.insert(id, sender);
                Begin::Now { executable: start.executable, input: start.input, inbox, started }
            } else {
                Begin::Queued { started }
            }
        };
        tokio::spawn(Actor::begin(Arc::clone(self), id, new, begin));
        is_started.await.unwrap_or_else(|_| Err(closed()))?;
        Ok(id)
    }

    /// Keeps the definition that executions are pinned to.
    async fn pin(&self, executable: &Arc<dyn Executable>) -> Result<(), StoreError> {
        let definition = executable.definition();
        if self.found().contains_key(&definition.fingerprint) {
            return Ok(());
        }
        self.options.store.put_definition(definition.clone()).await?;
        self.found().insert(Arc::clone(&definition.fingerprint), Arc::clone(executable));
        Ok(())
    }

    fn found(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<dyn Executable>>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What runs the executions that are pinned to a definition.
    pub(super) async fn executable(&self, fingerprint: &Arc<str>) -> Result<Arc<dyn Executable>, StoreError> {
        if let Some(executable) = self.found().get(fingerprint) {
            return Ok(Arc::clone(executable));
        }
        let definition = self.options.store.definition(fingerprint).await?;
        let definition =
            definition.ok_or_else(|| StoreError::Corrupt(format!("there is no definition {fingerprint}")))?;
        let executable = self.options.executables.find(&definition).map_err(StoreError::Corrupt)?;
        self.found().insert(Arc::clone(fingerprint), Arc::clone(&executable));
        Ok(executable)
    }

    /// Finds out which executions have not ended.
    async fn recover(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut after = None;
        loop {
            let page = self.options.store.open(after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            let mut routes = self.routes();
            for (id, wake) in page {
                match wake {
                    Wake::Now => routes.enqueue(id),
                    Wake::At(deadline) => drop(routes.park(id, Parked { deadline: Some(deadline), kept: None })),
                    Wake::Never => drop(routes.park(id, Parked::default())),
                }
            }
        }
        // Who keeps the time may have found nothing to wait for by now.
        self.earlier.notify_one();
        self.go_on();
        Ok(())
    }

    /// Brings executions into memory that could go on, as long as there is a place.
    pub(super) fn go_on(self: &Arc<Self>) {
        loop {
            let mut entered = Vec::new();
            {
                let mut routes = self.routes();
                while entered.len() < BATCH
                    && !routes.is_closed
                    && routes.active.len() < self.options.max_concurrency
                    && let Some(id) = routes.dequeue()
                {
                    entered.push(enter(&mut routes, id, None));
                }
            }
            if entered.is_empty() {
                return;
            }
            tokio::spawn(resume(Arc::clone(self), entered));
        }
    }

    /// Gives an execution a message, for which it is brought into memory whether or not there is a place.
    pub(super) fn send(self: &Arc<Self>, id: ExecutionId, message: Message) {
        let entered = {
            let mut routes = self.routes();
            if routes.is_closed {
                return;
            }
            let message = match routes.active.get(&id) {
                Some(sender) => match sender.unbounded_send(message) {
                    Ok(()) => return,
                    Err(unsent) => unsent.into_inner(),
                },
                None => message,
            };
            enter(&mut routes, id, Some(message))
        };
        tokio::spawn(resume(Arc::clone(self), vec![entered]));
    }

    /// An execution is no longer in memory.
    pub(super) fn has_left(self: &Arc<Self>, id: ExecutionId) {
        self.routes().active.remove(&id);
        self.make_place();
    }

    /// There may be a place in memory.
    pub(super) fn make_place(self: &Arc<Self>) {
        self.left.notify_waiters();
        self.go_on();
    }

    /// Keeps an execution that only waits; none if there is a message for it.
    pub(super) fn park(
        self: &Arc<Self>,
        id: ExecutionId,
        parked: Parked,
        inbox: &mut mpsc::UnboundedReceiver<Message>,
    ) -> Option<Message> {
        let is_earlier = {
            let mut routes = self.routes();
            // Nothing is sent while this is locked.
            if let Ok(message) = inbox.try_recv() {
                return Some(message);
            }
            routes.active.remove(&id);
            routes.park(id, parked)
        };
        if is_earlier {
            self.earlier.notify_one();
        }
        self.make_place();
        None
    }

    /// Tells who waits for an execution that it has ended.
    pub(super) fn tell_ended(&self, id: ExecutionId, state: &ExecutionState) {
        let waiters = self.routes().take_waiters(id);
        for waiter in waiters {
            // Whoever does not wait any more need not know.
            let _ = waiter.send(state.clone());
        }
    }

    pub(super) async fn records(&self, stored: &StoredExecution) -> Result<(u32, Vec<Record>), StoreError> {
        let rows = self.options.store.journal(stored.id).await?;
        let records = decode_rows(&Payload::of_stored(&stored.new.input), &rows)?;
        Ok((u32::try_from(rows.len()).unwrap_or(u32::MAX), records))
    }

    pub(super) async fn state(&self, stored: &StoredExecution) -> Result<ExecutionState, StoreError> {
        let status = match stored.status {
            Status::Running => ExecutionStatus::Running,
            _ => self.result(stored).await?,
        };
        Ok(ExecutionState { status, start_date: stored.new.start_date, stop_date: stored.stop_date })
    }

    /// How an execution ended, as its last events say.
    async fn result(&self, stored: &StoredExecution) -> Result<ExecutionStatus, StoreError> {
        let lost = || StoreError::Corrupt(format!("the end of the execution {} is not on record", stored.id.0));
        let row = self.options.store.last_row(stored.id).await?.ok_or_else(lost)?;
        let records = decode(&Payload::of_stored(&stored.new.input), &row.data)?;
        let events = records.into_iter().rev().flat_map(|record| record.events.into_iter().rev());
        let mut ends = events.filter_map(|event| match event.event {
            Event::ExecutionSucceeded { output } => Some(ExecutionStatus::Succeeded(output)),
            Event::ExecutionFailed(failure) => Some(ExecutionStatus::Failed(failure)),
            Event::ExecutionTimedOut(failure) => Some(ExecutionStatus::TimedOut(failure)),
            Event::ExecutionAborted(failure) => Some(ExecutionStatus::Aborted(failure)),
            _ => None,
        });
        ends.next().ok_or_else(lost)
    }
}

/// An execution that is in memory from now on, before it was read.
pub(super) struct Entered {
    pub(super) id: ExecutionId,
    pub(super) inbox: mpsc::UnboundedReceiver<Message>,
    pub(super) kept: Option<Box<Kept>>,
}

/// Notes that an execution is in memory from now on.
pub(super) fn enter(routes: &mut Routes, id: ExecutionId, message: Option<Message>) -> Entered {
    let (sender, inbox) = mpsc::unbounded();
    // The receiver is right here.
    message.into_iter().for_each(|message| drop(sender.unbounded_send(message)));
    routes.active.insert(id, sender);
    Entered { id, inbox, kept: routes.unpark(id).and_then(|parked| parked.kept) }
}

/// Reads executions and brings them back.
pub(super) async fn resume(inner: Arc<Inner>, entered: Vec<Entered>) {
    let ids: Vec<ExecutionId> = entered.iter().map(|entered| entered.id).collect();
    let Some(loaded) = super::restore::load(&inner, &ids).await else {
        return ids.into_iter().for_each(|id| inner.has_left(id));
    };
    let mut loaded: HashMap<ExecutionId, _> = loaded.into_iter().map(|loaded| (loaded.execution.id, loaded)).collect();
    for entered in entered {
        let loaded = loaded.remove(&entered.id);
        tokio::spawn(Actor::resume(Arc::clone(&inner), entered, loaded));
    }
}

/// Lets executions go on when their time comes, as long as the engine is there.
async fn keep_time(engine: Weak<Inner>) {
    loop {
        let Some(inner) = engine.upgrade() else { return };
        if inner.routes().is_closed {
            return;
        }
        let now = inner.now();
        let next = {
            let mut routes = inner.routes();
            routes.wake(now);
            routes.next_deadline()
        };
        inner.go_on();
        let clock = inner.options.engine.clock().clone();
        let earlier = Arc::clone(&inner.earlier);
        drop(inner);
        match next {
            Some(deadline) => {
                tokio::select! {
                    biased;
                    () = earlier.notified() => {}
                    () = clock.sleep_until(deadline) => {}
                }
            }
            None => earlier.notified().await,
        }
    }
}
