//! What keeps a life going: it polls the program, runs the bodies of tasks and decides what happens next.

use super::effect::{Attempt, Body, Erased, Progress, Shared};
use super::life::Outside;
use super::quiesce::quiesce;
use super::recorder::Recorder;
use super::tokens::Tokens;
use super::{Ended, EventKind, Journal, Place, Recording, World};
use serde_json::Value;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use workflow_runtime::__private::engine::{Unwound, contained};
use workflow_runtime::{Failure, Runtime, Workflow, WorkflowError};

/// Runs a program until it or its life ends.
pub(super) struct Driver {
    recorder: Shared,
    tokens: Tokens,
    outside: Outside,
    pub(super) ran: Vec<(Place, u32)>,
}

impl Driver {
    pub(super) fn new<W: Workflow>(input: &Value, journal: Journal, limit: usize, world: &World) -> Self {
        let mut recorder = Recorder::new(journal, limit, world.scheduler);
        let started = EventKind::ExecutionStarted { workflow: W::INFO.name.to_owned(), input: input.clone() };
        recorder.program(&Place::default(), started);
        Driver {
            recorder: Shared(Arc::new(Mutex::new(recorder))),
            tokens: Tokens::default(),
            outside: world.outside,
            ran: Vec::new(),
        }
    }

    pub(super) fn take_journal(&self) -> Journal {
        self.recorder.lock().take_journal()
    }

    /// Polls the program, and lets one thing at a time happen to it.
    pub(super) fn live<W: Workflow>(&mut self, input: Value, runtime: Runtime) -> Ended {
        let args = match W::from_input(input) {
            Ok(args) => args,
            Err(error) => return Ended::Finished(Err(Failure::new(Failure::RUNTIME, error.to_string()))),
        };
        let runtime = runtime.execution_id("execution").observe(self.tokens.clone());
        let context = Recording::new(self.recorder.clone(), runtime);
        let mut program = pin!(contained(W::program(context, Some(args), None)));
        let ended = loop {
            let polled = quiesce(program.as_mut());
            if let Some(stopped) = self.recorder.lock().stopped() {
                break stopped.into();
            }
            if let Poll::Ready(result) = polled {
                break self.finished::<W>(result);
            }
            if !self.advance() {
                break Ended::Stuck;
            }
        };
        // What the program drops from here on is lost with the life, not abandoned by it.
        self.recorder.lock().kill();
        ended
    }

    fn finished<W: Workflow>(&self, result: Result<Result<W::Output, W::Error>, Unwound>) -> Ended {
        let result = match result {
            Ok(Ok(output)) => {
                serde_json::to_value(output).map_err(|error| Failure::new(Failure::RUNTIME, error.to_string()))
            }
            Ok(Err(error)) => Err(error.failure()),
            Err(unwound) => Err(unwound.into_failure()),
        };
        let kind = match result.clone() {
            Ok(output) => EventKind::ExecutionSucceeded { output },
            Err(failure) => EventKind::ExecutionFailed { failure },
        };
        let mut recorder = self.recorder.lock();
        recorder.program(&Place::default(), kind);
        recorder.stopped().map_or(Ended::Finished(result), Ended::from)
    }

    /// Lets the next thing happen: what is on record, or else what has ended. `false` where nothing ever will.
    fn advance(&mut self) -> bool {
        if self.recorder.lock().deliver_recorded().is_some() {
            return true;
        }
        if self.run_bodies() {
            return true;
        }
        let happens = self.choose();
        happens.map(|(place, kind)| self.recorder.lock().happen(place, kind)).is_some()
    }

    /// Runs every attempt as far as it goes. `true` where one has put out its token, which goes on record by itself.
    fn run_bodies(&mut self) -> bool {
        let mut places = self.places(|attempt| matches!(attempt.progress, Progress::New(_) | Progress::Running(_)));
        places.sort_by_key(|(started, _)| *started);
        for (_, place) in places {
            if let Some((number, token)) = self.run_body(&place) {
                self.recorder.lock().happen(place, EventKind::TaskSubmitted { attempt: number, token });
                return true;
            }
        }
        false
    }

    fn run_body(&mut self, place: &Place) -> Option<(u32, String)> {
        let (number, progress) = self
            .attempt(place, |attempt| (attempt.number, std::mem::replace(&mut attempt.progress, Progress::Polled)))?;
        let mut body = match progress {
            Progress::New(body) => {
                self.ran.push((place.clone(), number));
                body
            }
            Progress::Running(body) => body,
            Progress::Polled | Progress::Submitted | Progress::Ended(_) => return None,
        };
        let polled = quiesce(body.as_mut());
        let token = self.tokens.take(place).filter(|_| polled.is_pending());
        let progress = match polled {
            Poll::Ready(ended) => Progress::Ended(ended),
            Poll::Pending => Progress::Running(body),
        };
        self.attempt(place, |attempt| attempt.progress = progress);
        token.map(|token| (number, token))
    }

    /// What happens next: one of the attempts that have ended, or else the earliest timer.
    fn choose(&self) -> Option<(Place, EventKind)> {
        let recorder = self.recorder.lock();
        let mut ended: Vec<(usize, &Place, EventKind)> = recorder
            .in_flight
            .iter()
            .filter_map(|(place, effect)| Some((effect.started, place, self.completion(&effect.body)?)))
            .collect();
        if ended.is_empty() {
            let earliest = recorder.in_flight.values().filter_map(|effect| effect.due).min()?;
            let due = recorder.in_flight.iter().filter(|(_, effect)| effect.due == Some(earliest));
            ended = due.map(|(place, effect)| (effect.started, place, expiry(&effect.body))).collect();
        }
        ended.sort_by_key(|(started, ..)| *started);
        let chosen = recorder.scheduler.choose(recorder.recorded(), ended.len());
        ended.into_iter().nth(chosen).map(|(_, place, kind)| (place.clone(), kind))
    }

    /// How an attempt ended, if it did.
    fn completion(&self, body: &Body) -> Option<EventKind> {
        let Body::Attempt(attempt) = body else { return None };
        let erased: Erased = match &attempt.progress {
            Progress::Ended(erased) => erased.clone(),
            Progress::Submitted => (self.outside)(attempt.task, &attempt.arguments)?,
            Progress::New(_) | Progress::Running(_) | Progress::Polled => return None,
        };
        Some(attempted(attempt.number, erased))
    }

    fn places(&self, which: impl Fn(&Attempt) -> bool) -> Vec<(usize, Place)> {
        let recorder = self.recorder.lock();
        let attempts = recorder.in_flight.iter().filter_map(|(place, effect)| match &effect.body {
            Body::Attempt(attempt) if which(attempt) => Some((effect.started, place.clone())),
            Body::Attempt(_) | Body::Timer => None,
        });
        attempts.collect()
    }

    fn attempt<R>(&self, place: &Place, f: impl FnOnce(&mut Attempt) -> R) -> Option<R> {
        match &mut self.recorder.lock().in_flight.get_mut(place)?.body {
            Body::Attempt(attempt) => Some(f(attempt)),
            Body::Timer => None,
        }
    }
}

fn attempted(attempt: u32, erased: Erased) -> EventKind {
    match erased {
        Ok(output) => EventKind::AttemptSucceeded { attempt, output },
        Err(failure) => EventKind::AttemptFailed { attempt, failure },
    }
}

/// What happens to something when its time has come.
fn expiry(body: &Body) -> EventKind {
    match body {
        Body::Timer => EventKind::TimerFired,
        Body::Attempt(attempt) => EventKind::AttemptTimedOut { attempt: attempt.number },
    }
}
