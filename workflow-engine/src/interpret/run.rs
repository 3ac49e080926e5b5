//! One execution under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

use super::halt::Halt;
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
    pub(crate) history: Option<Arc<History>>,
    /// The id of the last event, of an execution without a history: messages name ids there too.
    pub(crate) events: AtomicU64,
    /// What `TestState` wants to know, and what it puts in place of work outside.
    pub(crate) test: Option<Test>,
}

impl Run {
    pub(crate) fn now(&self) -> Timestamp {
        self.engine.options.clock.now()
    }

    /// The seed of an evaluation's randomness.
    pub(crate) fn seed(&self) -> u128 {
        rand::random()
    }

    /// Appends an event and gives its id; the last that fits is kept for the end of the execution.
    pub(crate) fn record(&self, previous: u64, event: impl FnOnce() -> Event) -> Result<u64, Halt> {
        let Some(history) = &self.history else { return Ok(self.events.fetch_add(1, Ordering::Relaxed) + 1) };
        if history.len() + 1 >= MAX_EVENTS {
            let cause = format!("The execution reached the maximum number of history events ({MAX_EVENTS}).");
            return Err(Halt::Execution(Failure::new(Failure::RUNTIME, cause)));
        }
        Ok(history.record(previous, self.now(), event()))
    }

    /// Appends the event that ends the execution.
    pub(crate) fn record_end(&self, previous: u64, event: impl FnOnce() -> Event) {
        if let Some(history) = &self.history {
            history.record(previous, self.now(), event());
        }
    }
}
