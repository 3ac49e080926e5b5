//! The context of an execution that is recorded.

use super::effect::{Answer, Attempt, Awaited, Body, Erased, Progress, Shared};
use super::recorder::Recorder;
use super::{EventKind, Place};
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;
use workflow_runtime::__private::engine::{Retries, Scope, caught, settle, surroundings};
use workflow_runtime::{
    Call, Context, ContextObject, Failure, Jitter, Retrier, Runtime, Task, TaskEnv, TaskFailure, halt,
};

/// One scope of an execution that is recorded. Values that pass through it are JSON: what an attempt gives in one life is
/// read from the journal in the next.
#[derive(Clone)]
pub struct Recording {
    recorder: Shared,
    runtime: Runtime,
    scope: Arc<Scope>,
}

impl Recording {
    pub(super) fn new(recorder: Shared, runtime: Runtime) -> Self {
        Recording { recorder, runtime, scope: Arc::default() }
    }

    fn place(&self, state: &str, visit: u32) -> Place {
        Place { scope: self.scope.path().to_string(), state: state.to_owned(), visit }
    }

    /// Tells what the program does in the visit that a state is in.
    fn tell(&self, state: &'static str, kind: EventKind) {
        let place = self.place(state, self.scope.current(state));
        self.recorder.lock().program(&place, kind);
    }

    fn visit(&self, state: &'static str) -> Place {
        let place = self.place(state, self.scope.visit(state));
        self.recorder.lock().program(&place, EventKind::StateEntered);
        place
    }

    /// Asks for something. A life that is over does not answer.
    async fn ask(
        &self,
        place: &Place,
        kind: EventKind,
        body: impl FnOnce(&EventKind) -> (Option<Timestamp>, Body),
    ) -> Answer {
        let asked = {
            let mut recorder = self.recorder.lock();
            recorder.program(place, kind).map(|recorded| {
                let (due, body) = body(&recorded);
                recorder.ask(place, due, body);
            })
        };
        match asked {
            Some(()) => Awaited { recorder: self.recorder.clone(), place: place.clone() }.await,
            None => pending().await,
        }
    }

    /// Draws a value, which is the one on record where there is one.
    fn draw<T: Serialize + DeserializeOwned>(&self, function: &'static str, draw: impl FnOnce(&Recorder) -> T) -> T {
        let place = self.place(function, self.scope.visit(function));
        let mut recorder = self.recorder.lock();
        let value = draw(&recorder);
        let drawn = serde_json::to_value(&value).unwrap_or_else(|error| unwritable(&error));
        match recorder.program(&place, EventKind::ValueDrawn { value: drawn }) {
            Some(EventKind::ValueDrawn { value }) => {
                serde_json::from_value(value).unwrap_or_else(|error| unwritable(&error))
            }
            _ => value,
        }
    }

    async fn elapse(&self, place: &Place, until: Timestamp) {
        self.ask(place, EventKind::WaitStarted { until }, |_| (Some(until), Body::Timer)).await;
    }

    async fn pause(&self, place: &Place, attempt: u32, delay: Duration, retrier: &Retrier) {
        let (now, drawn) = {
            let recorder = self.recorder.lock();
            let drawn = recorder.scheduler.jittered(recorder.recorded(), delay);
            (recorder.now(), if retrier.jitter == Jitter::Full { drawn } else { delay })
        };
        let kind = EventKind::RetryScheduled { attempt, delay: drawn };
        self.ask(place, kind, |recorded| {
            let EventKind::RetryScheduled { delay, .. } = recorded else { return (None, Body::Timer) };
            (now.checked_add(*delay).ok(), Body::Timer)
        })
        .await;
    }

    async fn attempt<T: Task>(&self, visit: &Visit, number: u32, args: T::Args) -> Erased {
        let arguments = T::arguments(&args).unwrap_or_else(|error| unwritable(&error));
        let deadline = visit.timeout.map(|timeout| self.recorder.lock().after(timeout));
        let kind = EventKind::AttemptStarted {
            task: T::INFO.name.to_owned(),
            attempt: number,
            arguments: arguments.clone(),
            deadline,
        };
        let env = surroundings::<T>(&self.runtime, &self.scope, visit.state, visit.place.visit, number);
        let progress = Progress::New(Box::pin(erased::<T>(args, env)));
        let body = Attempt { task: T::INFO.name, number, arguments, progress };
        match self.ask(&visit.place, kind, |_| (deadline, Body::Attempt(body))).await {
            Answer::Attempted(erased) => erased,
            Answer::Elapsed => Err(Failure::named(Failure::TIMEOUT)),
        }
    }
}

/// One visit of a Task state.
struct Visit {
    state: &'static str,
    place: Place,
    timeout: Option<Duration>,
}

impl Context for Recording {
    fn enter(&self, state: &'static str) {
        self.visit(state);
    }

    fn exit(&self, state: &'static str) {
        self.tell(state, EventKind::StateExited);
    }

    fn task<T: Task>(
        &self,
        state: &'static str,
        call: Call<T>,
    ) -> impl Future<Output = Result<T::Output, T::Error>> + Send + use<T> {
        attempts(self.clone(), state, call)
    }

    async fn wait(&self, state: &'static str, delay: Duration) {
        let place = self.visit(state);
        let until = self.recorder.lock().after(delay);
        self.elapse(&place, until).await;
    }

    async fn wait_until(&self, state: &'static str, moment: Timestamp) {
        let place = self.visit(state);
        self.elapse(&place, moment).await;
    }

    fn now(&self) -> Timestamp {
        self.draw("now()", Recorder::now)
    }

    fn uuid(&self) -> String {
        self.draw("uuid()", |recorder| recorder.scheduler.uuid(recorder.recorded()))
    }

    fn random(&self) -> f64 {
        self.draw("random()", |recorder| recorder.scheduler.random(recorder.recorded()))
    }

    fn context_object(&self) -> ContextObject {
        let start = self.draw("execution_start_time()", Recorder::now);
        ContextObject::new(self.draw("execution_id()", |recorder| recorder.scheduler.uuid(recorder.recorded())), start)
    }

    fn scope(&self, state: &'static str, index: usize) -> Self {
        Recording { scope: Arc::new(self.scope.child(state, index)), ..self.clone() }
    }

    fn map_started(&self, state: &'static str, length: usize) {
        self.tell(state, EventKind::MapStarted { length });
    }

    fn map_iteration_succeeded(&self, state: &'static str, index: usize) {
        self.tell(state, EventKind::MapIterationSucceeded { index });
    }
}

/// All attempts of a task. How often it is tried is the program's to decide, so a replay decides it again from the same
/// failures.
async fn attempts<T: Task>(context: Recording, state: &'static str, call: Call<T>) -> Result<T::Output, T::Error> {
    let (args, options) = call.into_parts();
    let visit = Visit { state, place: context.visit(state), timeout: options.timeout.or(T::INFO.timeout) };
    let mut retries = Retries::of(&T::INFO, &options);
    let mut number = 1;
    loop {
        let failure = match context.attempt::<T>(&visit, number, args.clone()).await {
            Ok(output) => return Ok(read::<T>(output)),
            Err(failure) => TaskFailure::Failure(failure),
        };
        let Some((delay, retrier)) = retries.after(&failure) else { return Err(settle(failure)) };
        number += 1;
        context.pause(&visit.place, number, delay, retrier).await;
    }
}

/// An attempt that owns all it needs and gives JSON.
async fn erased<T: Task>(args: T::Args, env: TaskEnv) -> Erased {
    let output = caught::<T>(T::attempt(args, env)).await.map_err(|failure| failure.failure())?;
    serde_json::to_value(output).map_err(|error| Failure::new(Failure::RUNTIME, error.to_string()))
}

fn read<T: Task>(output: Value) -> T::Output {
    serde_json::from_value(output).unwrap_or_else(|error| unwritable(&error))
}

fn unwritable(error: &serde_json::Error) -> ! {
    halt(Failure::new(Failure::RUNTIME, error.to_string()))
}
