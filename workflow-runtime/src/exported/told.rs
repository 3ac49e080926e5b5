//! Telling observers what the history of an execution says.

use super::IncludedAsl;
use crate::scope::Scope;
use crate::{Event, EventKind, Failure, Observer, Runtime};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::Value;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use workflow_asl::{Resource, field};
use workflow_engine::{
    Event as Happened, ExecutionStatus, History, HistoryEvent, IterationEvent, LambdaFunction, Payload, RustTasks,
    TaskError, TaskEvent, TaskProgress, TaskRequest, TaskTarget,
};

/// Tells a runtime's observers of an execution that is interpreted.
pub(crate) struct Teller {
    runtime: Runtime,
    name: &'static str,
    /// The names of all states.
    states: &'static [&'static str],
    /// The names of the functions that tasks stand for.
    functions: Vec<&'static str>,
}

impl Teller {
    /// None where nobody is to be told.
    pub(super) fn of<I: IncludedAsl>(runtime: &Runtime) -> Option<Self> {
        let is_observed = !runtime.observers().is_empty();
        is_observed.then(|| Teller {
            runtime: runtime.clone(),
            name: I::NAME,
            states: I::STATES,
            functions: I::tasks().functions().collect(),
        })
    }

    /// What tells of one execution, and its tasks, whose tokens are told.
    pub(super) fn of_execution(self, id: Arc<str>, tasks: RustTasks) -> (Story, Tokens) {
        let teller = Arc::new(self);
        let tokens = Tokens { teller: Arc::clone(&teller), id: Arc::clone(&id), tasks };
        (Story { teller, id, places: Vec::new() }, tokens)
    }

    /// The name of a state for as long as the program runs.
    fn state(&self, name: &str) -> Option<&'static str> {
        self.states.iter().find(|state| **state == name).copied()
    }

    /// The function of this program that a name or an ARN means.
    fn function(&self, called: &str) -> Option<&'static str> {
        let name = LambdaFunction::parse(called).name;
        self.functions.iter().find(|function| **function == name).copied()
    }

    fn tell(&self, execution: &Arc<str>, time: Timestamp, place: &Place, kind: EventKind) {
        let event = Event { execution: Arc::clone(execution), time, scope: place.0.scope.path().clone(), kind };
        self.runtime.observers().iter().for_each(|observer: &Arc<dyn Observer>| observer.observe(&event));
    }
}

/// Where an event happened: in which state of which scope. An event is where the one is that it follows, unless it
/// enters or leaves something.
#[derive(Clone, Default)]
struct Place(Arc<Level>);

#[derive(Default)]
struct Level {
    scope: Scope,
    inside: Mutex<Inside>,
    outer: Option<Place>,
}

/// What a level is in the middle of.
#[derive(Clone, Copy, Default)]
struct Inside {
    state: Option<&'static str>,
    /// How many branches of the state have begun.
    branches: usize,
    /// The task of the state's last attempt.
    task: Option<&'static str>,
    /// How many attempts there were.
    attempts: u32,
}

impl Place {
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> Option<&'static str> {
        self.inside().state
    }

    fn enter(&self, state: &'static str) {
        self.0.scope.visit(state);
        *self.inside() = Inside { state: Some(state), ..Inside::default() };
    }

    fn next_branch(&self) -> usize {
        let mut inside = self.inside();
        inside.branches += 1;
        inside.branches - 1
    }

    /// The branch or iteration of the state that it is in.
    fn inner(&self, index: usize) -> Place {
        let scope = self.state().map_or_else(Scope::default, |state| self.0.scope.child(state, index));
        Place(Arc::new(Level { scope, outer: Some(self.clone()), ..Level::default() }))
    }

    /// The place, here or further out, that is in a state.
    fn of_state(&self, state: &str) -> Place {
        let mut place = self;
        while let (true, Some(outer)) = (place.state() != Some(state), &place.0.outer) {
            place = outer;
        }
        place.clone()
    }
}

/// Tells of one execution.
pub(super) struct Story {
    teller: Arc<Teller>,
    id: Arc<str>,
    /// The place of each event, and whether branches begin there.
    places: Vec<(Place, bool)>,
}

impl Story {
    /// Runs an execution and tells what its history says, as it says it.
    pub(super) async fn follow(
        mut self,
        execution: impl Future<Output = ExecutionStatus>,
        history: &History,
    ) -> ExecutionStatus {
        let mut lengths = history.lengths();
        let mut execution = pin!(execution);
        loop {
            let ended = tokio::select! {
                biased;
                status = &mut execution => Some(status),
                _ = lengths.changed() => None,
            };
            history.page(self.places.len(), usize::MAX).iter().for_each(|event| self.next(event));
            if let Some(status) = ended {
                return status;
            }
        }
    }

    fn next(&mut self, event: &HistoryEvent) {
        let previous = usize::try_from(event.previous_event_id).ok().and_then(|id| self.places.get(id.checked_sub(1)?));
        let (before, begins_branches) = previous.cloned().unwrap_or_default();
        let (place, kind) = self.read(&event.event, before, begins_branches);
        if let Some(kind) = kind {
            self.teller.tell(&self.id, event.timestamp, &place, kind);
        }
        self.places.push((place, matches!(event.event, Happened::ParallelStateStarted)));
    }

    /// Where something happened, and what there is to tell of it.
    fn read(&self, event: &Happened, before: Place, begins_branches: bool) -> (Place, Option<EventKind>) {
        match event {
            Happened::StateEntered { name, .. } => {
                let place = if begins_branches { before.inner(before.next_branch()) } else { before };
                let state = self.teller.state(name);
                state.iter().for_each(|state| place.enter(state));
                (place, state.map(|state| EventKind::StateEntered { state }))
            }
            Happened::StateExited { name, .. } => {
                let place = before.of_state(name);
                (place, self.teller.state(name).map(|state| EventKind::StateExited { state }))
            }
            Happened::MapStateStarted { length } => {
                let kind = before.state().map(|state| EventKind::MapStarted { state, length: *length });
                (before, kind)
            }
            Happened::Task { event, .. } => {
                let kind = self.attempt(event, &before);
                (before, kind)
            }
            Happened::MapIteration { event, name, index } => self.iteration(*event, name, *index, &before),
            event => match self.whole(event) {
                Some(kind) => (Place::default(), Some(kind)),
                None => (before, None),
            },
        }
    }

    /// What became of an attempt of a task of this program.
    fn attempt(&self, event: &TaskEvent, place: &Place) -> Option<EventKind> {
        let mut inside = place.inside();
        let state = inside.state?;
        if let TaskEvent::Scheduled { resource_arn, input, .. } = event {
            let function = input.get(field::FUNCTION_NAME).and_then(Value::as_str).unwrap_or(resource_arn);
            let task = self.teller.function(function)?;
            (inside.task, inside.attempts) = (Some(task), inside.attempts + 1);
            let arguments = input.get("Payload").cloned().unwrap_or_else(|| Value::clone(input));
            let attempt = inside.attempts;
            return Some(EventKind::TaskAttemptStarted { state, task, attempt, arguments: Some(arguments) });
        }
        let (task, attempt) = (inside.task?, inside.attempts);
        match event {
            TaskEvent::Succeeded { output } => {
                Some(EventKind::TaskAttemptSucceeded { state, task, attempt, output: Some(Value::clone(output)) })
            }
            TaskEvent::Failed(failure)
            | TaskEvent::TimedOut(failure)
            | TaskEvent::ScheduleFailed(failure)
            | TaskEvent::StartFailed(failure)
            | TaskEvent::SubmitFailed(failure) => {
                Some(EventKind::TaskAttemptFailed { state, task, attempt, failure: failure.clone().into() })
            }
            _ => None,
        }
    }

    fn iteration(&self, event: IterationEvent, map: &str, index: usize, before: &Place) -> (Place, Option<EventKind>) {
        let map_place = before.of_state(map);
        match event {
            IterationEvent::Started => (map_place.inner(index), None),
            IterationEvent::Succeeded => {
                let state = self.teller.state(map);
                (map_place, state.map(|state| EventKind::MapIterationSucceeded { state, index }))
            }
            IterationEvent::Failed | IterationEvent::Aborted => (map_place, None),
        }
    }

    /// What the execution as a whole has come to.
    fn whole(&self, event: &Happened) -> Option<EventKind> {
        Some(match event {
            Happened::ExecutionStarted { .. } => EventKind::ExecutionStarted { workflow: self.teller.name },
            Happened::ExecutionSucceeded { .. } => EventKind::ExecutionSucceeded,
            Happened::ExecutionFailed(failure)
            | Happened::ExecutionTimedOut(failure)
            | Happened::ExecutionAborted(failure) => {
                EventKind::ExecutionFailed { failure: Failure::from(failure.clone()) }
            }
            _ => return None,
        })
    }
}

/// The tasks of an execution, of which those that wait for a callback are told with their tokens.
pub(super) struct Tokens {
    teller: Arc<Teller>,
    id: Arc<str>,
    tasks: RustTasks,
}

impl Tokens {
    fn tell(&self, request: &TaskRequest) {
        let Tokens { teller, id, .. } = self;
        let called = request.input.get(field::FUNCTION_NAME).and_then(Value::as_str);
        let (Some(token), Some(task)) = (&request.task_token, called.and_then(|called| teller.function(called))) else {
            return;
        };
        let Some(state) = teller.state(&request.state_name) else { return };
        let (token, timeout) = (teller.runtime.callbacks().addressed(token), request.timeout);
        let kind = EventKind::CallbackIssued { state, task, token, timeout };
        // The request does not say in which scope the state is.
        teller.tell(id, teller.runtime.clock().now(), &Place::default(), kind);
    }
}

impl TaskTarget for Tokens {
    fn accepts(&self, resource: &Resource, input: &Payload) -> bool {
        self.tasks.accepts(resource, input)
    }

    fn keeps_time(&self) -> bool {
        self.tasks.keeps_time()
    }

    fn run<'a>(
        &'a self,
        request: TaskRequest,
        progress: &'a dyn TaskProgress,
    ) -> BoxFuture<'a, Result<Payload, TaskError>> {
        self.tell(&request);
        self.tasks.run(request, progress)
    }
}
