//! What the program waits for.

use super::recorder::Recorder;
use super::{EventKind, Place};
use jiff::Timestamp;
use serde_json::Value;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use workflow_runtime::Failure;

/// What an attempt gives once its types are erased.
pub(super) type Erased = Result<Value, Failure>;

/// Something that the program asked for and that has not been answered.
pub(super) struct InFlight {
    /// How much was on record when it was asked for: its turn among the others.
    pub(super) started: usize,
    /// When it is over at the latest.
    pub(super) due: Option<Timestamp>,
    pub(super) body: Body,
    pub(super) waker: Option<Waker>,
    pub(super) answer: Option<Answer>,
}

/// What there is to be done for it.
pub(super) enum Body {
    /// Nothing but to wait.
    Timer,
    /// A task's attempt, with everything it works on.
    Attempt(Attempt),
}

pub(super) struct Attempt {
    pub(super) task: &'static str,
    pub(super) number: u32,
    pub(super) arguments: Value,
    pub(super) progress: Progress,
}

pub(super) enum Progress {
    /// It has not begun in this life.
    New(Pin<Box<dyn Future<Output = Erased> + Send>>),
    /// It has begun.
    Running(Pin<Box<dyn Future<Output = Erased> + Send>>),
    /// It is being polled.
    Polled,
    /// Its code has ended, and its token is out.
    Submitted,
    /// It has ended, which nobody has recorded yet.
    Ended(Erased),
}

/// What the program is answered.
pub(super) enum Answer {
    /// The attempt has ended.
    Attempted(Erased),
    /// The time has come.
    Elapsed,
}

impl InFlight {
    /// Takes an event from outside as the answer; `false` where it is none to this.
    pub(super) fn take(&mut self, event: &EventKind) -> bool {
        let answer = match (event, &mut self.body) {
            (EventKind::TimerFired, Body::Timer) => Answer::Elapsed,
            (EventKind::TaskSubmitted { attempt, .. }, Body::Attempt(body)) if body.number == *attempt => {
                body.progress = Progress::Submitted;
                return true;
            }
            (EventKind::AttemptSucceeded { attempt, output }, Body::Attempt(body)) if body.number == *attempt => {
                Answer::Attempted(Ok(output.clone()))
            }
            (EventKind::AttemptFailed { attempt, failure }, Body::Attempt(body)) if body.number == *attempt => {
                Answer::Attempted(Err(failure.clone()))
            }
            (EventKind::AttemptTimedOut { attempt }, Body::Attempt(body)) if body.number == *attempt => Answer::Elapsed,
            _ => return false,
        };
        self.answer = Some(answer);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
        true
    }
}

/// The answer to what was asked for at a place. Dropped before it is there, it abandons the effect.
pub(super) struct Awaited {
    pub(super) recorder: Shared,
    pub(super) place: Place,
}

/// What a life and its contexts share.
#[derive(Clone)]
pub(super) struct Shared(pub(super) Arc<Mutex<Recorder>>);

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, Recorder> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Future for Awaited {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        let answer = self.recorder.lock().answer(&self.place, context.waker());
        answer.map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.recorder.lock().abandon(&self.place);
    }
}
