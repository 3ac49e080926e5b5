//! The context of a Standard execution.

use super::line::{Line, Lines};
use super::native::Native;
use super::states::{State, States};
use super::{attempts, child};
use crate::drawn::to_the_millisecond;
use crate::local::Running;
use crate::scope::Scope;
use crate::{Call, Context, ContextObject, Event, EventKind, Failure, Task, TaskFailure, Workflow, halt};
use jiff::Timestamp;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use workflow_engine::clock::later;
use workflow_engine::durable::{AcceptsOutput, Asked, Effect, Recorder, TokenNumber, Work};
use workflow_engine::{Event as Happened, IterationEvent};

/// One scope of an execution that is recorded: everything that it does goes through the execution's [`Recorder`].
#[derive(Clone)]
pub struct Recorded {
    pub(super) execution: Arc<Recording>,
    pub(super) line: Arc<Line>,
}

/// What all scopes of a recorded execution share.
pub(super) struct Recording {
    pub(super) lines: Lines,
    pub(super) states: Arc<States>,
    pub(super) native: Arc<Native>,
    /// What the attempts of its tasks reach.
    pub(super) running: Arc<Running>,
    pub(super) region: Arc<str>,
    pub(super) start_date: Timestamp,
}

/// One visit of a state.
pub(super) struct Visit {
    pub(super) state: Arc<State>,
    /// How often the state was visited in its scope, this time included.
    pub(super) number: u32,
    /// The event of entering it.
    pub(super) entered: u64,
}

impl Recorded {
    pub(super) fn new(execution: Recording) -> Self {
        Recorded { execution: Arc::new(execution), line: Arc::new(Line::after(0, Arc::<Scope>::default())) }
    }

    pub(super) fn recorder(&self) -> &Recorder {
        &self.execution.lines.recorder
    }

    /// Tells the observers, unless it has happened before.
    pub(super) fn tell(&self, kind: impl FnOnce() -> EventKind) {
        let observers = &self.execution.running.observers;
        if observers.is_empty() || self.recorder().is_replaying() {
            return;
        }
        let event = Event {
            execution: Arc::clone(&self.execution.running.id),
            time: self.recorder().now(),
            scope: self.line.scope.path().clone(),
            kind: kind(),
        };
        observers.iter().for_each(|observer| observer.observe(&event));
    }

    fn state(&self, name: &'static str) -> &Arc<State> {
        let state = self.execution.states.get(name);
        state.unwrap_or_else(|| {
            let cause = format!("the workflow's definition has no state `{name}`");
            halt(Failure::new(Failure::RUNTIME, cause))
        })
    }

    pub(super) fn visit(&self, name: &'static str) -> Visit {
        let state = Arc::clone(self.state(name));
        let number = self.line.scope.visit(name);
        let entered = self.execution.lines.enter(&self.line, &state);
        self.tell(|| EventKind::StateEntered { state: name });
        Visit { state, number, entered }
    }

    pub(super) fn record(&self, event: Happened) {
        self.execution.lines.record(&self.line, event);
    }

    /// Asks for something that a state does.
    pub(super) fn ask(&self, visit: &Visit, asking: Asking) -> Asked {
        let Asking { due, heartbeat, token, accepts, work } = asking;
        self.recorder().ask(Effect {
            scope: Arc::clone(&self.line.path),
            state: Arc::clone(&visit.state.name),
            entered_event_id: visit.entered,
            due,
            heartbeat,
            token,
            accepts,
            work,
        })
    }

    /// Waits until a moment; one that has passed is over at once.
    pub(super) async fn elapse(&self, visit: &Visit, until: Timestamp) {
        if until > self.recorder().now() {
            self.ask(visit, Asking::until(until)).over().await;
        }
    }

    async fn wait_for(&self, state: &'static str, until: impl FnOnce(Timestamp) -> Timestamp) {
        let visit = self.visit(state);
        let until = until(self.recorder().now());
        self.tell(|| EventKind::WaitStarted { state, until });
        self.elapse(&visit, until).await;
        self.exit(state);
    }

    /// 128 bits that are the same whenever this is drawn again.
    fn draw(&self, function: &'static str) -> u128 {
        let number = self.line.scope.visit(function);
        self.recorder().draw(&format!("{function}\n{}\n{number}", self.line.path))
    }

    /// Tells what was drawn and passes it on.
    fn drawn<T: Serialize>(&self, function: &'static str, value: T) -> T {
        self.tell(|| EventKind::ValueDrawn { function, value: serde_json::to_value(&value).unwrap_or_default() });
        value
    }
}

/// What is asked for, but for where.
pub(super) struct Asking {
    pub(super) due: Option<Timestamp>,
    pub(super) heartbeat: Option<Duration>,
    pub(super) token: Option<TokenNumber>,
    pub(super) accepts: Option<AcceptsOutput>,
    pub(super) work: Work,
}

impl Asking {
    fn until(moment: Timestamp) -> Self {
        Asking { due: Some(moment), heartbeat: None, token: None, accepts: None, work: Work::Timer }
    }
}

/// A number that is at least 0 and less than 1, of random bits: as many as its fraction holds.
pub(super) fn fraction(bits: u128) -> f64 {
    const DIGITS: u32 = f64::MANTISSA_DIGITS;
    let whole = u64::try_from(bits >> (u128::BITS - DIGITS)).unwrap_or_default();
    whole as f64 / (1_u64 << DIGITS) as f64
}

impl Context for Recorded {
    /// As many as AWS runs of an inline Map.
    const MAX_CONCURRENCY: usize = 40;

    fn enter(&self, state: &'static str) {
        self.visit(state);
    }

    fn exit(&self, state: &'static str) {
        self.execution.lines.exit(&self.line, self.state(state));
        self.tell(|| EventKind::StateExited { state });
    }

    fn failed(&self, state: &'static str) {
        self.execution.lines.failed(&self.line, self.state(state));
        self.tell(|| EventKind::StateExited { state });
    }

    fn task<T: Task>(
        &self,
        state: &'static str,
        call: Call<T>,
    ) -> impl Future<Output = Result<T::Output, T::Error>> + Send + use<T> {
        attempts::visit(self.clone(), state, call)
    }

    fn execution<W: Workflow>(
        &self,
        state: &'static str,
        args: W::Args,
    ) -> impl Future<Output = Result<W::Output, TaskFailure<W::Error>>> + Send + use<W> {
        child::visit::<W>(self.clone(), state, args)
    }

    async fn wait(&self, state: &'static str, delay: Duration) {
        self.wait_for(state, |now| later(now, delay)).await;
    }

    async fn wait_until(&self, state: &'static str, moment: Timestamp) {
        self.wait_for(state, |_| moment).await;
    }

    fn now(&self) -> Timestamp {
        self.drawn("now", to_the_millisecond(self.recorder().now()))
    }

    fn uuid(&self) -> String {
        let bytes = self.draw("uuid").to_be_bytes();
        self.drawn("uuid", uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }

    fn random(&self) -> f64 {
        let bits = self.draw("random");
        self.drawn("random", fraction(bits))
    }

    fn context_object(&self) -> ContextObject {
        ContextObject::new(&*self.execution.running.id, self.execution.start_date)
    }

    fn scope(&self, state: &'static str, index: usize) -> Self {
        let scope = Arc::new(self.line.scope.child(state, index));
        let line = self.execution.lines.begin(&self.line, self.state(state), index, scope);
        Recorded { execution: Arc::clone(&self.execution), line }
    }

    fn map_started(&self, state: &'static str, length: usize) {
        self.record(Happened::MapStateStarted { length });
        self.tell(|| EventKind::MapStarted { state, length });
    }

    fn map_iteration_succeeded(&self, state: &'static str, index: usize) {
        let event = IterationEvent::Succeeded;
        self.execution.lines.iteration_ended(&self.line, self.state(state), index, event);
        self.tell(|| EventKind::MapIterationSucceeded { state, index });
    }

    fn map_iteration_failed(&self, state: &'static str, index: usize) {
        self.execution.lines.iteration_ended(&self.line, self.state(state), index, IterationEvent::Failed);
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("execution", &self.execution.running.id)
            .field("scope", self.line.scope.path())
            .finish_non_exhaustive()
    }
}
