//! What keeps an execution going while it is in memory: it does what the program asks for, takes what comes, and writes.

mod messages;
mod works;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_channel::mpsc;
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, BoxFuture};
use futures_util::stream::{FuturesUnordered, StreamExt};
use jiff::Timestamp;

use super::commit::{PendingReply, encoded};
use super::executable::Executable;
use super::inner::{Entered, Inner};
use super::life::Life;
use super::logging::Log;
use super::record::{Cause, EffectId, Record};
use super::routes::{Kept, Message, Parked, Reply, SendError};
use super::store::{Commit, ExecutionId, JournalRow, LoadedExecution, NewExecution, StoreError, Wake};
use crate::clock::later;
use crate::{CallbackError, ExecutionState, Payload, TaskError};

/// How an execution that is started begins.
pub(super) enum Begin {
    /// At once.
    Now {
        executable: Arc<dyn Executable>,
        input: Payload,
        inbox: mpsc::UnboundedReceiver<Message>,
        started: Reply<Result<(), StoreError>>,
    },
    /// When there is a place in memory.
    Queued { started: Reply<Result<(), StoreError>> },
}

/// What an effect's work gives: its result, or that it was begun and ends by a message.
type Worked = (EffectId, Option<Result<Payload, TaskError>>);

/// One execution in memory.
pub(super) struct Actor {
    pub(super) inner: Arc<Inner>,
    pub(super) id: ExecutionId,
    pub(super) new: NewExecution,
    pub(super) input: Payload,
    pub(super) life: Life,
    /// How many rows its record has.
    pub(super) sequence: u32,
    /// When the store knows it to go on.
    pub(super) stored_wake: Wake,
    /// When it has taken too long.
    due: Timestamp,
    inbox: mpsc::UnboundedReceiver<Message>,
    works: FuturesUnordered<BoxFuture<'static, Worked>>,
    aborts: HashMap<EffectId, AbortHandle>,
    /// Tasks offered to workers and executions started, by this process.
    begun: HashSet<EffectId>,
    /// The executions that it waits for.
    children: HashMap<EffectId, ExecutionId>,
    pub(super) replies: Vec<PendingReply>,
    log: Log,
}

/// Waits that are shorter than this are waited for in memory: it is cheaper than to bring the execution back.
const SHORT: Duration = Duration::from_secs(1);

/// How long an execution may take, redrives apart.
///
/// See "Quotas related to state machine executions" in the AWS developer guide.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How many things are recorded in one row at most.
const MOST_RECORDS: usize = 64;

impl Actor {
    /// Starts an execution, which is durable when `started` is told, and keeps it going.
    pub(super) async fn begin(inner: Arc<Inner>, id: ExecutionId, new: NewExecution, begin: Begin) {
        let (executable, input, inbox, started) = match begin {
            Begin::Now { executable, input, inbox, started } => (executable, input, inbox, started),
            Begin::Queued { started } => {
                let parent = new.parent;
                let commit = Commit { start: Some(new), ..Commit::of(id) };
                let result = inner.options.store.commit(Arc::new(commit)).await;
                let is_started = result.is_ok();
                // Whoever started it may have gone.
                let _ = started.send(result);
                if is_started {
                    inner.tell_parent(id, parent);
                    inner.routes().enqueue(id);
                    inner.go_on();
                }
                return;
            }
        };
        let mut actor = Self::new(inner, id, new, input, &*executable, inbox);
        let record = actor.life.happen(actor.new.start_date, Cause::Started);
        let result = actor.write_start(record.into_iter().collect()).await;
        let is_started = result.is_ok();
        // Whoever started it may have gone.
        let _ = started.send(result);
        if is_started {
            actor.inner.tell_parent(id, actor.new.parent);
            actor.written();
            actor.run().await;
        } else {
            actor.inner.has_left(id);
        }
    }

    fn new(
        inner: Arc<Inner>,
        id: ExecutionId,
        new: NewExecution,
        input: Payload,
        executable: &dyn Executable,
        inbox: mpsc::UnboundedReceiver<Message>,
    ) -> Self {
        let life = Life::new(id, &new, &input, executable, &inner.options.engine);
        let due = due(new.start_date, executable);
        let log = Log::new(&*inner.options.logging, &new.identity);
        Self {
            inner,
            id,
            new,
            input,
            life,
            sequence: 0,
            stored_wake: Wake::Now,
            due,
            inbox,
            works: FuturesUnordered::new(),
            aborts: HashMap::new(),
            begun: HashSet::new(),
            children: HashMap::new(),
            replies: Vec::new(),
            log,
        }
    }

    /// Brings an execution back from its record and keeps it going.
    pub(super) async fn resume(inner: Arc<Inner>, entered: Entered, loaded: Option<LoadedExecution>) {
        let Entered { id, inbox, kept } = entered;
        let Some(mut actor) = super::restore::restored(&inner, id, loaded, inbox).await else { return };
        actor.keep(kept);
        if actor.life.records == 0 {
            let record = actor.life.happen(actor.inner.now(), Cause::Started);
            let records = record.into_iter().collect();
            if let Err(error) = actor.write(records).await {
                return super::restore::cannot_go_on(&actor.inner, id, error).await;
            }
        }
        actor.run().await;
    }

    /// An execution whose record was replayed.
    pub(super) fn restored(
        inner: Arc<Inner>,
        id: ExecutionId,
        new: NewExecution,
        executable: &dyn Executable,
        inbox: mpsc::UnboundedReceiver<Message>,
    ) -> Self {
        let input = Payload::of_stored(&new.input);
        Self::new(inner, id, new, input, executable, inbox)
    }

    /// Sets when a redriven execution has taken too long: the time counts from its last redrive.
    pub(super) fn counts_from(&mut self, date: Timestamp, executable: &dyn Executable) {
        self.due = due(date, executable);
    }

    pub(super) fn into_inbox(self) -> mpsc::UnboundedReceiver<Message> {
        self.inbox
    }

    /// Takes over what its record does not say.
    fn keep(&mut self, kept: Option<Box<Kept>>) {
        let Some(kept) = kept else {
            // Nobody could say that it was alive while nobody listened.
            let now = self.inner.now();
            self.life.recorder.lock().effects_mut().values_mut().for_each(|effect| effect.alive_at = now);
            return;
        };
        self.begun.extend(kept.begun);
        self.children.extend(kept.children);
        let mut recording = self.life.recorder.lock();
        for (effect, alive_at) in kept.alive {
            if let Some(in_flight) = recording.effects_mut().get_mut(&effect) {
                in_flight.alive_at = alive_at;
            }
        }
    }

    /// Keeps the execution going until it ends, or only waits.
    async fn run(mut self) {
        loop {
            if self.life.ended.is_some() {
                let over = SendError::Callback(CallbackError::TaskTimedOut);
                return super::restore::leave(&self.inner, self.id, &mut self.inbox, &over);
            }
            self.begin_works();
            let message = if self.only_waits() { self.park() } else { Some(None) };
            let Some(message) = message else { return };
            let mut records = Vec::new();
            let is_open = match message {
                Some(message) => self.take(message, &mut records),
                None => self.wait(&mut records).await,
            };
            if !is_open || !self.take_what_is_there(&mut records) {
                return self.inner.has_left(self.id);
            }
            if let Err(error) = self.write(records).await {
                return super::restore::cannot_go_on(&self.inner, self.id, error).await;
            }
        }
    }

    /// Whether nothing is done for it in this process.
    fn only_waits(&self) -> bool {
        let is_short = || self.deadline() < later(self.inner.now(), SHORT);
        self.inner.only_records() || self.works.is_empty() && !is_short()
    }

    /// Leaves the memory. `None` when it has; otherwise the message that has come.
    fn park(&mut self) -> Option<Option<Message>> {
        let parked = Parked { deadline: Some(self.deadline()), kept: self.kept() };
        self.inner.park(self.id, parked, &mut self.inbox).map(Some)
    }

    fn kept(&self) -> Option<Box<Kept>> {
        let recording = self.life.recorder.lock();
        let waiting = recording.effects().iter();
        let tokens = waiting.filter(|(_, effect)| effect.token.is_some());
        let alive = tokens.clone().filter(|(_, effect)| effect.heartbeat.is_some());
        let alive: Vec<_> = alive.map(|(id, effect)| (*id, effect.alive_at)).collect();
        let is_waited_for_outside = tokens.count() > 0;
        let outside = self.inner.options.engine.clock().outside().filter(|_| is_waited_for_outside);
        let begun: Vec<EffectId> = self.begun.iter().copied().collect();
        let children: Vec<_> = self.children.iter().map(|(effect, child)| (*effect, *child)).collect();
        let is_empty = alive.is_empty() && begun.is_empty() && children.is_empty() && outside.is_none();
        (!is_empty).then(|| Box::new(Kept { begun, children, alive, _outside: outside }))
    }

    /// When the time of something is over.
    pub(super) fn deadline(&self) -> Timestamp {
        let recording = self.life.recorder.lock();
        let effects = recording.effects().values().filter_map(super::effect::InFlight::deadline);
        effects.fold(self.due, Ord::min)
    }

    /// Waits until something happens. `false` where this process works no longer.
    async fn wait(&mut self, records: &mut Vec<Record>) -> bool {
        let deadline = self.deadline();
        let clock = self.inner.options.engine.clock().clone();
        let time = clock.sleep_until(deadline);
        let _outside = self.works.is_empty().then(|| self.inner.options.engine.clock().outside());
        tokio::select! {
            // What was begun goes first, so that it is under way when it is stopped, and can undo what it has done before
            // this process began.
            biased;
            Some((effect, result)) = self.works.next() => {
                // What it has said while it worked comes first.
                if !self.take_messages(records) {
                    return false;
                }
                self.worked(effect, result, records);
            }
            message = self.inbox.next() => match message {
                Some(message) => return self.take(message, records),
                None => return false,
            },
            () = time => self.time_is_over(records),
        }
        true
    }

    /// Takes what else has happened, so that it is written at once. `false` where this process works no longer.
    fn take_what_is_there(&mut self, records: &mut Vec<Record>) -> bool {
        while self.life.ended.is_none() && records.len() < MOST_RECORDS {
            let worked = self.works.next().now_or_never().flatten();
            if !self.take_messages(records) {
                return false;
            }
            let Some((effect, result)) = worked else { break };
            self.worked(effect, result, records);
        }
        true
    }

    fn happen(&mut self, cause: Cause, records: &mut Vec<Record>) -> bool {
        let record = self.life.happen(self.inner.now(), cause);
        let has_happened = record.is_some();
        records.extend(record);
        has_happened
    }

    /// Ends what has taken too long, one thing at a time.
    fn time_is_over(&mut self, records: &mut Vec<Record>) {
        let now = self.inner.now();
        let earliest = {
            let recording = self.life.recorder.lock();
            let due = recording.effects().iter().filter_map(|(id, effect)| Some((effect.deadline()?, *id)));
            let earliest = due.min().filter(|(deadline, _)| *deadline <= now);
            earliest
                .map(|(deadline, effect)| (deadline, recording.early(effect).unwrap_or(Cause::TimeIsOver { effect })))
        };
        match earliest {
            Some((deadline, cause)) if deadline <= self.due => self.happen(cause, records),
            _ => self.due <= now && self.happen(Cause::TimedOut, records),
        };
    }

    /// Does what follows from what is durable now.
    pub(super) fn written(&mut self) {
        self.reply();
        self.give_up();
        let Some(status) = self.life.ended.clone() else { return };
        let (start_date, stop_date) = (self.new.start_date, Some(self.life.recorder.now()));
        self.inner.tell_ended(self.id, self.new.parent, ExecutionState { status, start_date, stop_date });
    }

    fn reply(&mut self) {
        std::mem::take(&mut self.replies).into_iter().for_each(PendingReply::send);
    }

    /// Writes what has happened. Nothing that follows from it happens before it is durable.
    async fn write(&mut self, records: Vec<Record>) -> Result<(), StoreError> {
        if records.is_empty() {
            self.reply();
            return Ok(());
        }
        let logged = self.log.events(&records);
        let commit = self.commit(records)?;
        let (replies, inbox) = (&mut self.replies, &mut self.inbox);
        let mut later = Vec::new();
        let tell = |error: &StoreError| later.extend(super::commit::refuse(error, replies, inbox));
        let written = super::commit::write(&self.inner, commit, tell).await;
        for message in later {
            self.inner.send(self.id, message);
        }
        written?;
        self.log.durable(logged);
        self.sequence += 1;
        self.written();
        Ok(())
    }

    async fn write_start(&mut self, records: Vec<Record>) -> Result<(), StoreError> {
        let logged = self.log.events(&records);
        let commit = Commit { start: Some(self.new.clone()), ..self.commit(records)? };
        self.inner.options.store.commit(Arc::new(commit)).await?;
        self.log.durable(logged);
        self.sequence += 1;
        Ok(())
    }

    fn commit(&mut self, records: Vec<Record>) -> Result<Commit, StoreError> {
        let row = JournalRow { sequence: self.sequence, data: encoded(&self.input, records)? };
        let mut commit = Commit { row: Some(row), ..Commit::of(self.id) };
        if self.life.ended.is_some() {
            commit.status = Some((self.life.status(), Some(self.life.recorder.now())));
            return Ok(commit);
        }
        let wake = self.wake();
        if wake != self.stored_wake {
            self.stored_wake = wake;
            commit.wake = Some(wake);
        }
        Ok(commit)
    }

    /// When it goes on if this process ends now.
    fn wake(&self) -> Wake {
        let needs_this_process = {
            let recording = self.life.recorder.lock();
            recording.effects().values().any(super::effect::InFlight::needs_work)
        };
        if needs_this_process { Wake::Now } else { Wake::At(self.deadline()) }
    }
}

/// When an execution has taken too long that was started, or redriven, at a moment.
fn due(date: Timestamp, executable: &dyn Executable) -> Timestamp {
    later(date, executable.timeout().map_or(LONGEST, |limit| limit.min(LONGEST)))
}
