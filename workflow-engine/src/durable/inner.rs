//! The executions of an engine: which are in memory, and what brings them there.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures_channel::mpsc;
use tokio::sync::{Notify, oneshot};

use super::actor::{Actor, Begin};
use super::engine::{StandardOptions, StartStandard, closed};
use super::executable::Executable;
use super::record::{Record, decode, decode_rows};
use super::routes::{Kept, Message, Parked, Routes};
use super::store::{ExecutionId, NewExecution, OpenExecution, Parent, Status, StoreError, StoredExecution, Wake};
use crate::history::Event;
use crate::{ExecutionState, ExecutionStatus, Payload};

/// How many open executions are read at a time when an engine is opened.
const PAGE: usize = 10_000;

/// How many executions are read at a time when they go on.
const BATCH: usize = 64;

pub(super) struct Inner {
    pub(super) options: StandardOptions,
    last_id: AtomicI64,
    found: Mutex<HashMap<Arc<str>, Arc<dyn Executable>>>,
    routes: Mutex<Routes>,
    /// Something is due earlier than was known.
    earlier: Arc<Notify>,
    /// An execution has left the memory.
    pub(super) left: Notify,
}

impl Inner {
    pub(super) fn new(options: StandardOptions, last_id: ExecutionId) -> Arc<Self> {
        let inner = Arc::new(Self {
            options,
            last_id: AtomicI64::new(last_id.0),
            found: Mutex::default(),
            routes: Mutex::default(),
            earlier: Arc::default(),
            left: Notify::new(),
        });
        tokio::spawn(keep_time(Arc::downgrade(&inner)));
        inner
    }

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
        let executable = self.options.executables.find(&definition).map_err(StoreError::OtherCode)?;
        self.found().insert(Arc::clone(fingerprint), Arc::clone(&executable));
        Ok(executable)
    }

    /// Finds out which executions have not ended.
    pub(super) async fn recover(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut after = None;
        let mut children = Vec::new();
        loop {
            let page = self.options.store.open(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            let mut routes = self.routes();
            for OpenExecution { id, wake, parent } in page {
                children.extend(parent.map(|parent| (id, parent)));
                match wake {
                    // Who keeps the time may have let others go on, and these may have started it: more is known of it then.
                    _ if !routes.has_no_place(id) => {}
                    Wake::Now => routes.enqueue(id),
                    Wake::At(deadline) => drop(routes.park(id, Parked { deadline: Some(deadline), kept: None })),
                    Wake::Never => drop(routes.park(id, Parked::default())),
                }
            }
        }
        // Their parents may have ended, or wait for them no longer.
        for (child, parent) in children.into_iter().filter(|_| !self.only_records()) {
            self.tell_parent(child, Some(parent));
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

    /// Brings an execution into memory that waits for a place, whether or not there is one.
    pub(super) fn give_place(self: &Arc<Self>, id: ExecutionId) {
        let entered = {
            let mut routes = self.routes();
            if !routes.has_no_place(id) {
                return;
            }
            enter(&mut routes, id, None)
        };
        tokio::spawn(resume(Arc::clone(self), vec![entered]));
    }

    /// An execution is no longer in memory, and does not only wait. Who waits for its end looks again.
    pub(super) fn has_left(self: &Arc<Self>, id: ExecutionId) {
        let waiters = {
            let mut routes = self.routes();
            routes.active.remove(&id);
            routes.take_waiters(id)
        };
        drop(waiters);
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

    /// Tells who has started an execution that it is on record.
    pub(super) fn tell_parent(self: &Arc<Self>, child: ExecutionId, parent: Option<Parent>) {
        if let Some(parent) = parent {
            self.send(parent.execution, Message::ChildBegan { effect: parent.effect, child });
        }
    }

    /// Tells who waits for an execution that it has ended.
    pub(super) fn tell_ended(self: &Arc<Self>, id: ExecutionId, parent: Option<Parent>, state: ExecutionState) {
        let waiters = self.routes().take_waiters(id);
        for waiter in waiters {
            // Whoever does not wait any more need not know.
            let _ = waiter.send(state.clone());
        }
        if let Some(parent) = parent {
            let status = state.status;
            self.send(parent.execution, Message::ChildEnded { effect: parent.effect, status });
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
