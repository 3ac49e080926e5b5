//! Which executions are in memory, which wait for their time, and which for a place.

use std::collections::{BTreeSet, HashMap, VecDeque};

use futures_channel::mpsc;
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::record::EffectId;
use super::store::{ExecutionId, StoreError};
use crate::clock::Outside;
use crate::{CallbackError, ExecutionState, ExecutionStatus, Failure, MapRunLimits, Payload};

/// Something for one execution.
#[derive(Debug)]
pub(super) enum Message {
    /// Something came for one of its tokens.
    Signal { token: String, signal: TokenSignal, reply: Reply<Result<(), SendError>> },
    /// A task of its own has submitted its job.
    Submitted { effect: EffectId, output: Payload },
    /// An execution that it has started is on record.
    ChildBegan { effect: EffectId, child: ExecutionId },
    /// An execution that it has started has ended.
    ChildEnded { effect: EffectId, status: ExecutionStatus },
    /// It is to stop.
    Stop { reason: Failure, reply: Reply<()> },
    /// The limits of one of its Map Runs are others now.
    MapRunUpdated { map_run_arn: String, limits: MapRunLimits, reply: Reply<()> },
    /// This process works no longer.
    ShutDown,
}

pub(super) type Reply<T> = oneshot::Sender<T>;

/// What came for a token.
#[derive(Debug)]
pub(super) enum TokenSignal {
    Started { worker_name: Option<String> },
    Heartbeat,
    Completed(Result<Payload, Failure>),
}

/// Why what came for a token was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// Nothing waits for the token.
    Callback(CallbackError),
    /// The output is none of the task, for this reason; the token is waited for as before.
    InvalidOutput(String),
    /// The execution cannot be brought back now.
    Store(StoreError),
}

impl std::fmt::Display for SendError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Callback(error) => error.fmt(f),
            Self::InvalidOutput(reason) => f.write_str(reason),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {}

/// Where each execution is that has not ended.
#[derive(Debug, Default)]
pub(super) struct Routes {
    /// Those in memory.
    pub(super) active: HashMap<ExecutionId, mpsc::UnboundedSender<Message>>,
    /// Those that only wait.
    parked: HashMap<ExecutionId, Parked>,
    timers: BTreeSet<(Timestamp, ExecutionId)>,
    /// Those that could go on and wait for a place.
    queue: VecDeque<ExecutionId>,
    /// Who waits for the end of one.
    waiters: HashMap<ExecutionId, Vec<oneshot::Sender<ExecutionState>>>,
    pub(super) is_closed: bool,
}

/// What is kept of an execution that only waits.
#[derive(Debug, Default)]
pub(super) struct Parked {
    /// When it goes on by itself.
    pub(super) deadline: Option<Timestamp>,
    /// What its record does not say; mostly nothing.
    pub(super) kept: Option<Box<Kept>>,
}

/// What an execution leaves in memory while it only waits.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// What was begun in this process and must not be again: tasks offered to workers, executions started.
    pub(super) begun: Vec<EffectId>,
    /// The executions that it waits for.
    pub(super) children: Vec<(EffectId, ExecutionId)>,
    /// When somebody was last known to work on what.
    pub(super) alive: Vec<(EffectId, Timestamp)>,
    /// Says to a test's clock that someone outside may wake it.
    pub(super) _outside: Option<Outside>,
}

impl Routes {
    /// Keeps an execution that only waits. `true` if its time comes before that of all others.
    pub(super) fn park(&mut self, id: ExecutionId, parked: Parked) -> bool {
        let deadline = parked.deadline;
        self.parked.insert(id, parked);
        let Some(deadline) = deadline else { return false };
        self.timers.insert((deadline, id));
        self.timers.first() == Some(&(deadline, id))
    }

    /// Takes an execution out of those that wait.
    pub(super) fn unpark(&mut self, id: ExecutionId) -> Option<Parked> {
        let parked = self.parked.remove(&id)?;
        if let Some(deadline) = parked.deadline {
            self.timers.remove(&(deadline, id));
        }
        Some(parked)
    }

    /// Puts those whose time has come to the end of the queue.
    pub(super) fn wake(&mut self, now: Timestamp) {
        while let Some((deadline, id)) = self.timers.first().copied()
            && deadline <= now
        {
            self.timers.remove(&(deadline, id));
            self.queue.push_back(id);
        }
    }

    pub(super) fn next_deadline(&self) -> Option<Timestamp> {
        self.timers.first().map(|(deadline, _)| *deadline)
    }

    /// Whether it waits for nothing but a place in memory.
    pub(super) fn has_no_place(&self, id: ExecutionId) -> bool {
        !self.is_closed && !self.active.contains_key(&id) && !self.parked.contains_key(&id)
    }

    pub(super) fn enqueue(&mut self, id: ExecutionId) {
        self.queue.push_back(id);
    }

    /// The next that could go on and is not in memory already.
    pub(super) fn dequeue(&mut self) -> Option<ExecutionId> {
        loop {
            let id = self.queue.pop_front()?;
            if !self.active.contains_key(&id) {
                return Some(id);
            }
        }
    }

    /// Nothing goes on here any more.
    pub(super) fn close(&mut self) {
        self.is_closed = true;
        self.waiters.clear();
    }

    pub(super) fn is_queued(&self, id: ExecutionId) -> bool {
        self.queue.contains(&id)
    }

    /// How many wait for a place.
    pub(super) fn queued(&self) -> usize {
        self.queue.len()
    }

    /// How many only wait.
    pub(super) fn waiting(&self) -> usize {
        self.parked.len()
    }

    /// Somebody waits for the end of one; none where nothing goes on here any more.
    pub(super) fn wait_for(&mut self, id: ExecutionId) -> Option<oneshot::Receiver<ExecutionState>> {
        if self.is_closed {
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        let waiters = self.waiters.entry(id).or_default();
        waiters.retain(|waiter| !waiter.is_closed());
        waiters.push(sender);
        Some(receiver)
    }

    /// Forgets those who do not wait any more.
    pub(super) fn forget_waiters(&mut self, id: ExecutionId) {
        if let Some(waiters) = self.waiters.get_mut(&id) {
            waiters.retain(|waiter| !waiter.is_closed());
            if waiters.is_empty() {
                self.waiters.remove(&id);
            }
        }
    }

    pub(super) fn take_waiters(&mut self, id: ExecutionId) -> Vec<oneshot::Sender<ExecutionState>> {
        self.waiters.remove(&id).unwrap_or_default()
    }
}
