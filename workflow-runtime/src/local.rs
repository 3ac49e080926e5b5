//! The context of a [`Runtime`](crate::Runtime).

use crate::attempt::{Attempted, Attempts, caught, retry};
use crate::callbacks::Callbacks;
use crate::dependency::Dependencies;
use crate::drawn::{Draws, to_the_millisecond};
use crate::exported::Interpreted;
use crate::identity::Identity;
use crate::limits::{Beat, Limits};
use crate::outside::OutsideToken;
use crate::scope::Scope;
use crate::service::Services;
use crate::stub::Stubs;
use crate::work::Work;
use crate::{
    Call, Context, ContextObject, Event, EventKind, Failure, Jitter, Observer, Retrier, Runtime, Task, TaskEnv,
    TaskFailure,
};
use jiff::Timestamp;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use workflow_engine::clock::{Clock, later};

/// The context that a [`Runtime`](crate::Runtime) runs workflows against: it adds dependencies, observers, identities,
/// callbacks by text and, in tests, stubs and a clock that skips time.
#[derive(Clone)]
pub struct Local {
    execution: Arc<Running>,
    scope: Arc<Scope>,
}

/// What all scopes of an execution share.
pub(crate) struct Running {
    pub(crate) id: Arc<str>,
    pub(crate) dependencies: Dependencies,
    pub(crate) callbacks: Callbacks,
    pub(crate) observers: Vec<Arc<dyn Observer>>,
    pub(crate) clock: Clock,
    pub(crate) stubs: Stubs,
    pub(crate) draws: Draws,
    pub(crate) services: Services,
}

impl Local {
    pub(crate) fn new(execution: Running) -> Self {
        Local { execution: Arc::new(execution), scope: Arc::default() }
    }

    /// Tells the observers; what is told is made only if there are any.
    pub(crate) fn emit(&self, kind: impl FnOnce() -> EventKind) {
        if self.execution.observers.is_empty() {
            return;
        }
        let event = Event {
            execution: Arc::clone(&self.execution.id),
            time: self.execution.clock.now(),
            scope: self.scope.path().clone(),
            kind: kind(),
        };
        self.execution.observers.iter().for_each(|observer| observer.observe(&event));
    }

    /// Enters a state and says which visit of it this is.
    fn visit(&self, state: &'static str) -> u32 {
        self.emit(|| EventKind::StateEntered { state });
        self.scope.visit(state)
    }

    /// Tells what was drawn and passes it on.
    fn drawn<T: serde::Serialize>(&self, function: &'static str, value: T) -> T {
        self.emit(|| EventKind::ValueDrawn { function, value: serde_json::to_value(&value).unwrap_or_default() });
        value
    }

    async fn wait_for(&self, state: &'static str, until: Timestamp, wait: impl Future<Output = ()>) {
        self.enter(state);
        self.emit(|| EventKind::WaitStarted { state, until });
        wait.await;
        self.exit(state);
    }
}

impl Context for Local {
    fn enter(&self, state: &'static str) {
        self.visit(state);
    }

    fn exit(&self, state: &'static str) {
        self.emit(|| EventKind::StateExited { state });
    }

    fn task<T: Task>(
        &self,
        state: &'static str,
        call: Call<T>,
    ) -> impl Future<Output = Result<T::Output, T::Error>> + Send + use<T> {
        visit(self.clone(), state, call)
    }

    async fn wait(&self, state: &'static str, delay: Duration) {
        let clock = &self.execution.clock;
        self.wait_for(state, later(clock.now(), delay), clock.sleep(delay)).await;
    }

    async fn wait_until(&self, state: &'static str, moment: Timestamp) {
        self.wait_for(state, moment, self.execution.clock.sleep_until(moment)).await;
    }

    fn now(&self) -> Timestamp {
        self.drawn("now", to_the_millisecond(self.execution.clock.now()))
    }

    fn uuid(&self) -> String {
        self.drawn("uuid", self.execution.draws.uuid())
    }

    fn random(&self) -> f64 {
        self.drawn("random", self.execution.draws.random())
    }

    fn context_object(&self) -> ContextObject {
        let scope = self.scope.path();
        let own = Arc::clone(&self.execution.id);
        let id = if scope.is_root() { own } else { Identity::of(&own, &scope.to_string()).key };
        ContextObject::new(&*id, self.execution.clock.now())
    }

    fn scope(&self, state: &'static str, index: usize) -> Self {
        Local { execution: Arc::clone(&self.execution), scope: Arc::new(self.scope.child(state, index)) }
    }

    fn map_started(&self, state: &'static str, length: usize) {
        self.emit(|| EventKind::MapStarted { state, length });
    }

    fn map_iteration_succeeded(&self, state: &'static str, index: usize) {
        self.emit(|| EventKind::MapIterationSucceeded { state, index });
    }
}

/// All attempts of a task.
async fn visit<T: Task>(local: Local, state: &'static str, call: Call<T>) -> Result<T::Output, T::Error> {
    let (args, options) = call.into_parts();
    let limits = Limits::of(const { &T::INFO }, &options);
    let visit = local.visit(state);
    let mut attempts = LocalAttempts { local, state, visit, limits, attempt: 0 };
    let result = match attempts.attempt::<T>(args.clone()).await {
        Ok(output) => Ok(output),
        Err(failure) => retry::<T>(&mut attempts, args, &options, failure).await,
    };
    attempts.local.exit(state);
    result
}

impl fmt::Debug for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local")
            .field("execution", &self.execution.id)
            .field("scope", self.scope.path())
            .finish_non_exhaustive()
    }
}

/// The attempts of one visit.
struct LocalAttempts {
    local: Local,
    state: &'static str,
    visit: u32,
    limits: Limits,
    attempt: u32,
}

impl LocalAttempts {
    async fn attempt<T: Task>(&mut self, args: T::Args) -> Attempted<T> {
        self.attempt += 1;
        let (state, task, attempt) = (self.state, T::INFO.name, self.attempt);
        let arguments = || T::arguments(&args).ok();
        self.local.emit(|| EventKind::TaskAttemptStarted { state, task, attempt, arguments: arguments() });
        let attempted = caught::<T>(self.stubbed_or_real::<T>(args)).await;
        self.local.emit(|| match &attempted {
            Ok(output) => {
                let output = serde_json::to_value(output).ok();
                EventKind::TaskAttemptSucceeded { state, task, attempt, output }
            }
            Err(failure) => EventKind::TaskAttemptFailed { state, task, attempt, failure: failure.failure() },
        });
        attempted
    }

    async fn stubbed_or_real<T: Task>(&self, args: T::Args) -> Attempted<T> {
        let clock = &self.local.execution.clock;
        let beat = self.limits.beat(clock);
        let held = match self.local.execution.stubs.find::<T>() {
            Some(stub) => self.limits.hold(clock, beat.as_deref(), stub.reply(args)).await,
            None => {
                let visit = Arc::new(Visit::of(self, beat.clone()));
                let env = TaskEnv::local(const { &T::INFO }, self.state, self.attempt, Arc::clone(&visit));
                let attempt = visit.work.during(T::attempt(args, env));
                self.limits.hold(clock, beat.as_deref(), attempt).await
            }
        };
        held.unwrap_or_else(|| Err(TaskFailure::Failure(Failure::named(Failure::TIMEOUT))))
    }
}

impl<T: Task> Attempts<T> for LocalAttempts {
    async fn next(&mut self, args: T::Args) -> Attempted<T> {
        self.attempt::<T>(args).await
    }

    async fn pause(&mut self, delay: Duration, retrier: &Retrier) {
        let clock = &self.local.execution.clock;
        let delay = match retrier.jitter {
            Jitter::None => delay,
            Jitter::Full => clock.jittered(delay),
        };
        let (state, attempt) = (self.state, self.attempt + 1);
        self.local.emit(|| EventKind::RetryScheduled { state, attempt, delay });
        clock.sleep(delay).await;
    }
}

/// The surroundings of an attempt that a definition asks for: what the runtime provides, and what is known of the attempt.
pub(crate) fn interpreted<T: Task>(runtime: &Runtime, attempt: Interpreted) -> (TaskEnv, Arc<Visit>) {
    let mut execution = runtime.start();
    execution.id = Arc::clone(&attempt.execution);
    // Observers are told of native executions; what there is to know of this one is in its history.
    execution.observers.clear();
    let work = Work::new(execution.clock.clone());
    let local = Local { execution: Arc::new(execution), scope: Arc::default() };
    let number = attempt.attempt;
    let token = attempt.token.clone();
    let visit = Arc::new(Visit { local, visit: 0, timeout: None, beat: None, work, token, interpreted: Some(attempt) });
    (TaskEnv::local(const { &T::INFO }, T::INFO.name, number, Arc::clone(&visit)), visit)
}

/// What an attempt's environment can reach.
pub(crate) struct Visit {
    local: Local,
    visit: u32,
    timeout: Option<Duration>,
    beat: Option<Arc<Beat>>,
    work: Work,
    /// The token that an engine waits for, if it does.
    token: Option<OutsideToken>,
    interpreted: Option<Interpreted>,
}

impl Visit {
    fn of(attempts: &LocalAttempts, beat: Option<Arc<Beat>>) -> Self {
        Visit {
            local: attempts.local.clone(),
            visit: attempts.visit,
            timeout: attempts.limits.timeout,
            beat,
            work: Work::new(attempts.local.execution.clock.clone()),
            token: None,
            interpreted: None,
        }
    }

    /// An attempt of a Standard execution.
    pub(crate) fn recorded(
        execution: Arc<Running>,
        scope: Arc<Scope>,
        visit: u32,
        limits: Limits,
        token: Option<OutsideToken>,
    ) -> Self {
        // Of a token the engine watches the heartbeats.
        let beat = limits.beat(&execution.clock).filter(|_| token.is_none());
        let work = Work::new(execution.clock.clone());
        Visit {
            local: Local { execution, scope },
            visit,
            timeout: limits.timeout,
            beat,
            work,
            token,
            interpreted: None,
        }
    }

    pub(crate) fn dependencies(&self) -> &Dependencies {
        &self.local.execution.dependencies
    }

    pub(crate) fn callbacks(&self) -> &Callbacks {
        &self.local.execution.callbacks
    }

    pub(crate) fn beat(&self) -> Option<&Arc<Beat>> {
        self.beat.as_ref()
    }

    pub(crate) fn work(&self) -> &Work {
        &self.work
    }

    /// The token that an engine waits for, if it does.
    pub(crate) fn token(&self) -> Option<&OutsideToken> {
        self.token.as_ref()
    }

    /// What calls services.
    pub(crate) fn services(&self) -> Services {
        self.local.execution.services.clone()
    }

    /// What is known of the attempt, if a definition asks for it.
    pub(crate) fn interpreted(&self) -> Option<&Interpreted> {
        self.interpreted.as_ref()
    }

    pub(crate) fn identity(&self, state: &'static str) -> Identity {
        let place = match self.interpreted.as_ref().map(|attempt| &attempt.entered) {
            Some(Some((state, event_id))) => format!("{state}\n{event_id}"),
            Some(None) => state.to_owned(),
            None => format!("{}\n{state}\n{}", self.local.scope.path(), self.visit),
        };
        Identity::of(&self.local.execution.id, &place)
    }

    pub(crate) fn callback_issued(&self, state: &'static str, task: &'static str, token: &str) {
        let timeout = self.timeout;
        self.local.emit(|| EventKind::CallbackIssued { state, task, token: token.to_owned(), timeout });
    }

    pub(crate) fn progress(&self, state: &'static str, task: &'static str, done: u64, total: u64) {
        self.local.emit(|| EventKind::TaskProgress { state, task, done, total });
    }
}
