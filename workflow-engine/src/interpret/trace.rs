//! What is known of the branches that run at the same time, for when they have to stop.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::history::{Event, IterationEvent, StateType};

/// Where a branch of a Parallel, or an iteration of a Map, stands.
#[derive(Debug, Default)]
pub(crate) struct Trace(Mutex<Position>);

#[derive(Debug, Default)]
struct Position {
    /// The last event of the branch.
    last: u64,
    /// The state that it is in, if that would be reported as aborted.
    state: Option<StateType>,
    /// The branches of that state.
    branches: Vec<Arc<Trace>>,
    /// The Map and the index, of an iteration that has started.
    iteration: Option<(Arc<str>, usize)>,
    ended: bool,
}

impl Trace {
    fn position(&self) -> MutexGuard<'_, Position> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn moved(&self, last: u64) {
        self.position().last = last;
    }

    pub(crate) fn entered(&self, state: StateType) {
        let is_reported = matches!(state, StateType::Task | StateType::Wait | StateType::Parallel | StateType::Map);
        self.position().state = is_reported.then_some(state);
    }

    pub(crate) fn exited(&self) {
        let mut position = self.position();
        position.state = None;
        position.branches.clear();
    }

    pub(crate) fn iterates(&self, map: Arc<str>, index: usize) {
        self.position().iteration = Some((map, index));
    }

    /// Notes a branch of the state that this one is in.
    pub(crate) fn branch(&self) -> Arc<Trace> {
        let branch = Arc::<Trace>::default();
        self.position().branches.push(Arc::clone(&branch));
        branch
    }

    /// Nothing of it is left to abort.
    pub(crate) fn ended(&self) {
        self.position().ended = true;
    }

    /// Forgets the branches of an attempt that is over.
    pub(crate) fn forget_branches(&self) {
        self.position().branches.clear();
    }

    /// The events that say that the branches of the current state were aborted, each with the event before it;
    /// inner ones first. After this they count as ended.
    pub(crate) fn abort_branches(&self) -> Vec<(u64, Event)> {
        let branches = std::mem::take(&mut self.position().branches);
        branches.iter().flat_map(|branch| branch.abort()).collect()
    }

    fn abort(&self) -> Vec<(u64, Event)> {
        let mut events = self.abort_branches();
        let mut position = self.position();
        if std::mem::replace(&mut position.ended, true) {
            return Vec::new();
        }
        events.extend(position.state.take().map(|state| (position.last, Event::StateAborted(state))));
        if let Some((name, index)) = position.iteration.take() {
            let event = Event::MapIteration { event: IterationEvent::Aborted, name, index };
            events.push((position.last, event));
        }
        events
    }
}
