//! One execution under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

use super::halt::Halt;
use super::scope::Scope;
use crate::durable::{Recorder, Redriven};
use crate::engine::Shared;
use crate::history::{Event, MAX_EVENTS};
use crate::test_state::Test;
use crate::{ExecutionIdentity, Failure, History, Payload};

/// What all branches of an execution share.
pub(crate) struct Run {
    pub(crate) engine: Arc<Shared>,
    pub(crate) identity: Arc<ExecutionIdentity>,
    /// `$$.Execution.Input`.
    pub(crate) input: Payload,
    pub(crate) start_time: Timestamp,
    /// Whether it was started by `StartSyncExecution`, whose context object has no `RedriveCount`.
    pub(crate) is_synchronous: bool,
    pub(crate) journal: Journal,
    /// What answers all that it asks of the world; none for an execution that asks the world itself.
    pub(crate) recorder: Option<Recorder>,
    /// How often its recorder was redriven before it began, which a child execution was not.
    pub(crate) redrives_before: u32,
    /// What `TestState` wants to know, and what it puts in place of work outside.
    pub(crate) test: Option<Test>,
}

/// Where the events of a run go.
pub(crate) enum Journal {
    /// Nowhere. What is kept is the id of the last, as messages name ids there too.
    Nowhere(AtomicU64),
    /// Into a history in memory.
    History(Arc<History>),
    /// Where they are recorded before anything follows from them.
    Recorder(Recorder),
}

impl Journal {
    /// Of events that go nowhere.
    pub(crate) fn nowhere() -> Self {
        Self::Nowhere(AtomicU64::new(1))
    }
}

impl Run {
    pub(crate) fn now(&self) -> Timestamp {
        match &self.recorder {
            None => self.engine.options.clock.now(),
            Some(recorder) => recorder.now(),
        }
    }

    /// How often its recorder was redriven.
    pub(crate) fn redrives(&self) -> u32 {
        self.recorder.as_ref().and_then(Recorder::redriven).map_or(0, |redriven| redriven.count)
    }

    /// The redrive since which it goes on.
    pub(crate) fn redriven(&self) -> Option<Redriven> {
        let redriven = self.recorder.as_ref()?.redriven()?;
        let count = redriven.count.checked_sub(self.redrives_before).filter(|count| *count > 0)?;
        Some(Redriven { count, ..redriven })
    }

    /// Whether somebody looks at its events.
    pub(crate) fn has_history(&self) -> bool {
        !matches!(self.journal, Journal::Nowhere(_))
    }

    /// Appends an event and gives its id; the last that fits is kept for the end of the execution.
    pub(crate) fn record(
        &self,
        scope: Option<&Scope>,
        previous: u64,
        event: impl FnOnce() -> Event,
    ) -> Result<u64, Halt> {
        match &self.journal {
            Journal::Nowhere(events) => {
                let id = events.fetch_add(1, Ordering::Relaxed) + 1;
                // What is recorded lets nothing happen before it waits, so a loop that never does must have an end.
                if self.recorder.is_some() && id >= MAX_EVENTS as u64 { Err(history_is_full()) } else { Ok(id) }
            }
            Journal::History(history) if history.len() + 1 >= MAX_EVENTS => Err(history_is_full()),
            Journal::History(history) => Ok(history.record(previous, self.now(), event())),
            Journal::Recorder(recorder) => {
                let path = scope.map(Scope::path).unwrap_or_default();
                recorder.record(&path, previous, event()).map_err(|_| history_is_full())
            }
        }
    }

    /// Appends the event that begins or ends the execution.
    pub(crate) fn record_end(&self, previous: u64, event: impl FnOnce() -> Event) {
        match &self.journal {
            Journal::Nowhere(_) => {}
            Journal::History(history) => {
                history.record(previous, self.now(), event());
            }
            Journal::Recorder(recorder) => {
                recorder.record_end(&Arc::default(), previous, event());
            }
        }
    }
}

fn history_is_full() -> Halt {
    let cause = format!("The execution reached the maximum number of history events ({MAX_EVENTS}).");
    Halt::Execution(Failure::new(Failure::RUNTIME, cause))
}
