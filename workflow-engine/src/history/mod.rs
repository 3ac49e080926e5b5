//! The history of an execution: what happened, in the order in which it did.

mod event;
mod wire;

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

pub use event::{Event, HistoryEvent, IterationEvent, StateType, TaskEvent, TaskKind};

/// How many events the history of a Standard execution may have.
pub(crate) const MAX_EVENTS: usize = 25_000;

/// The events of one execution, which grows while it runs.
#[derive(Debug)]
pub struct History {
    events: Mutex<Vec<HistoryEvent>>,
    /// How many there are, for those who wait for more.
    length: watch::Sender<usize>,
}

impl Default for History {
    fn default() -> Self {
        Self { events: Mutex::default(), length: watch::Sender::new(0) }
    }
}

impl History {
    fn events_mut(&self) -> MutexGuard<'_, Vec<HistoryEvent>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends an event and gives its id. Ids count from 1 without gaps.
    pub(crate) fn record(&self, previous_event_id: u64, timestamp: Timestamp, event: Event) -> u64 {
        let mut events = self.events_mut();
        let id = events.len() as u64 + 1;
        events.push(HistoryEvent { id, previous_event_id, timestamp, event });
        drop(events);
        self.length.send_replace(usize::try_from(id).unwrap_or(usize::MAX));
        id
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        *self.length.borrow()
    }

    /// Whether there is none yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All events so far, oldest first.
    pub fn events(&self) -> Vec<HistoryEvent> {
        self.events_mut().clone()
    }

    /// Up to `count` events, oldest first, without the first `skip`.
    pub fn page(&self, skip: usize, count: usize) -> Vec<HistoryEvent> {
        self.events_mut().iter().skip(skip).take(count).cloned().collect()
    }

    /// Up to `count` events, newest first, without the newest `skip`.
    pub fn page_reversed(&self, skip: usize, count: usize) -> Vec<HistoryEvent> {
        self.events_mut().iter().rev().skip(skip).take(count).cloned().collect()
    }

    /// Says how many events there are whenever there are more.
    pub fn lengths(&self) -> watch::Receiver<usize> {
        self.length.subscribe()
    }
}
