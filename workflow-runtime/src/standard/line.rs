//! The lines of a history: each event follows on the last of its branch or iteration, as the interpreter has it.

use super::states::State;
use crate::ScopePath;
use crate::scope::Scope;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use workflow_engine::durable::{HistoryIsFull, Recorder};
use workflow_engine::{Event, IterationEvent, Payload, StateType};

/// The top level, a branch of a Parallel or an iteration of a Map, and where it stands.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) scope: Arc<Scope>,
    /// The path of the scope.
    pub(super) path: Arc<str>,
    position: Mutex<Position>,
}

#[derive(Debug, Default)]
struct Position {
    /// The last event.
    last: u64,
    /// The state that it is in, if that would be reported as aborted.
    inside: Option<StateType>,
    /// The state that failed: it is left if the line goes on all the same.
    failed: Option<Arc<State>>,
    /// The Map and the index, of an iteration that has started.
    iteration: Option<(Arc<str>, usize)>,
    /// The branches or iterations of the state that it is in, by index.
    inner: Vec<(usize, Arc<Line>)>,
    /// The last event of that of them which ended last.
    inner_ended: Option<u64>,
    /// The last events of the iterations that made place for others.
    places: VecDeque<u64>,
}

impl Line {
    /// The line of a scope that begins after an event.
    pub(super) fn after(last: u64, scope: Arc<Scope>) -> Self {
        let path = text(scope.path());
        Line { scope, path, position: Mutex::new(Position { last, ..Position::default() }) }
    }

    fn position(&self) -> MutexGuard<'_, Position> {
        self.position.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn last(&self) -> u64 {
        self.position().last
    }
}

fn text(path: &ScopePath) -> Arc<str> {
    if path.is_root() { Arc::default() } else { path.to_string().into() }
}

/// Writes the history of an execution.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) recorder: Recorder,
    /// What stands for data that native code does not have.
    pub(super) unrecorded: Payload,
}

impl Lines {
    pub(super) fn new(recorder: Recorder) -> Self {
        Lines { recorder, unrecorded: Payload::unrecorded() }
    }

    fn append(&self, line: &Line, previous_event_id: u64, event: Event) -> u64 {
        let appended = self.recorder.record(&line.path, previous_event_id, event);
        appended.unwrap_or_else(|full| is_full(full))
    }

    /// Writes what the line goes on with.
    pub(super) fn record(&self, line: &Line, event: Event) -> u64 {
        let mut position = line.position();
        if let Some(state) = position.failed.take() {
            position.inside = None;
            position.last = self.append(line, position.last, self.exited(&state));
        }
        position.last = self.append(line, position.last, event);
        position.last
    }

    /// Writes what nothing follows on.
    fn note(&self, line: &Line, event: Event) -> u64 {
        let last = line.last();
        self.append(line, last, event)
    }

    fn exited(&self, state: &State) -> Event {
        Event::StateExited {
            state_type: state.state_type,
            name: Arc::clone(&state.name),
            output: self.unrecorded.clone(),
            assigned_variables: Vec::new(),
        }
    }

    /// Enters a state, and leaves it again if it does nothing outside: gives the event of entering it.
    pub(super) fn enter(&self, line: &Line, state: &State) -> u64 {
        let (state_type, name) = (state.state_type, Arc::clone(&state.name));
        let entered = self.record(line, Event::StateEntered { state_type, name, input: self.unrecorded.clone() });
        match state_type {
            StateType::Pass | StateType::Choice | StateType::Succeed => self.exit(line, state),
            StateType::Task | StateType::Wait | StateType::Map => line.position().inside = Some(state_type),
            StateType::Parallel => {
                line.position().inside = Some(state_type);
                self.record(line, Event::ParallelStateStarted);
            }
            StateType::Fail => {}
        }
        entered
    }

    /// Leaves a state that has succeeded.
    pub(super) fn exit(&self, line: &Line, state: &State) {
        self.leave_inner(line);
        match state.state_type {
            StateType::Parallel => drop(self.note(line, Event::ParallelStateSucceeded)),
            StateType::Map => drop(self.note(line, Event::MapStateSucceeded)),
            _ => {}
        }
        line.position().inside = None;
        self.record(line, self.exited(state));
    }

    /// A state has failed. What still runs in it is aborted.
    pub(super) fn failed(&self, line: &Line, state: &Arc<State>) {
        self.abort_inner(line);
        self.leave_inner(line);
        match state.state_type {
            StateType::Parallel => drop(self.record(line, Event::ParallelStateFailed)),
            StateType::Map => drop(self.record(line, Event::MapStateFailed)),
            _ => {}
        }
        line.position().failed = Some(Arc::clone(state));
    }

    /// Goes on after the last event of what ran within the line.
    fn leave_inner(&self, line: &Line) {
        let mut position = line.position();
        let branches = position.inner.drain(..).map(|(_, inner)| inner.last()).max();
        let ended = position.inner_ended.take().or(branches);
        position.last = ended.unwrap_or(position.last);
        position.places.clear();
    }

    fn abort_inner(&self, line: &Line) {
        let inner: Vec<_> = line.position().inner.iter().map(|(_, inner)| Arc::clone(inner)).collect();
        inner.iter().for_each(|inner| self.abort(inner));
    }

    /// Says that a line was aborted: inner ones first.
    fn abort(&self, line: &Line) {
        self.abort_inner(line);
        let (last, inside, iteration) = {
            let mut position = line.position();
            (position.last, position.inside.take(), position.iteration.take())
        };
        if let Some(state_type) = inside {
            self.append(line, last, Event::StateAborted(state_type));
        }
        if let Some((name, index)) = iteration {
            self.append(line, last, Event::MapIteration { event: IterationEvent::Aborted, name, index });
        }
    }

    /// Begins a branch of a Parallel, or an iteration of a Map.
    pub(super) fn begin(&self, line: &Line, state: &State, index: usize, scope: Arc<Scope>) -> Arc<Line> {
        let mut position = line.position();
        // An iteration follows on the one that made place for it.
        let after = position.places.pop_front().unwrap_or(position.last);
        let inner = Arc::new(Line::after(after, scope));
        position.inner.push((index, Arc::clone(&inner)));
        drop(position);
        if state.state_type == StateType::Map {
            self.record(&inner, iteration(IterationEvent::Started, state, index));
            inner.position().iteration = Some((Arc::clone(&state.name), index));
        }
        inner
    }

    /// An iteration of a Map has ended, the Map's end may follow on it.
    pub(super) fn iteration_ended(&self, line: &Line, state: &State, index: usize, event: IterationEvent) {
        let mut position = line.position();
        let Some(place) = position.inner.iter().position(|(inner, _)| *inner == index) else { return };
        let (_, inner) = position.inner.swap_remove(place);
        drop(position);
        let last = inner.last();
        let noted = self.note(&inner, iteration(event, state, index));
        let mut position = line.position();
        if event == IterationEvent::Succeeded {
            position.inner_ended = Some(noted);
            position.places.push_back(last);
        } else {
            position.inner_ended = Some(last);
        }
    }
}

fn iteration(event: IterationEvent, state: &State, index: usize) -> Event {
    Event::MapIteration { event, name: Arc::clone(&state.name), index }
}

#[cold]
fn is_full(HistoryIsFull: HistoryIsFull) -> ! {
    crate::halt(crate::Failure::new(
        crate::Failure::RUNTIME,
        "The execution reached the maximum number of history events (25000).",
    ))
}
