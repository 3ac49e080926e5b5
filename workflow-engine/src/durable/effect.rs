//! What a program asks of the world, and what it is answered.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use super::executable::Executable;
use super::record::EffectId;
use super::recorder::Recorder;
use crate::{Failure, Payload, TaskError};

/// Something that a program asks for and waits for.
///
/// It begins only after the record of what led to it is durable.
#[derive(Debug)]
pub struct Effect {
    /// The branches and iterations that it stands in, as text; empty for the top level.
    pub scope: Arc<str>,
    /// The state that it is in.
    pub state: Arc<str>,
    /// The id of the event of entering that state in this visit.
    pub entered_event_id: u64,
    /// When its time is over: the end of a wait, or a task's timeout.
    pub due: Option<Timestamp>,
    /// How long a task may be silent once its token is out.
    pub heartbeat: Option<Duration>,
    /// The token that it waits for, if it does: what [`Recorder::token`] gave.
    pub token: Option<TokenNumber>,
    /// Says why what somebody completes the token with is no result of the task; none where anything is. What is refused is
    /// not recorded, and the token is waited for as before.
    pub accepts: Option<AcceptsOutput>,
    /// What is to be done.
    pub work: Work,
}

/// Says why an output is none.
pub type AcceptsOutput = fn(&Payload) -> Result<(), String>;

/// Which of the tokens of an execution, counted from 0.
pub type TokenNumber = u32;

/// What is to be done for an effect.
pub enum Work {
    /// Nothing but to wait.
    Timer,
    /// An attempt of a task. One that was under way when the process ended is begun anew.
    ///
    /// With a [token](Effect::token), its result is what `TaskSubmitted` says, and the token's completion is awaited then.
    Task(TaskBody),
    /// To offer a task to the workers of an activity, with the token.
    Activity {
        /// The ARN of the activity.
        arn: Arc<str>,
        /// What the worker is given.
        input: Payload,
    },
    /// To run another execution to its end, and to stop it if nobody waits for it any more.
    Child(ChildStart),
}

/// Begins an attempt: a future that owns all it needs. It tells the first argument when a job was submitted.
pub type TaskBody = Box<dyn FnOnce(Submissions) -> BoxFuture<'static, Result<Payload, TaskError>> + Send>;

/// Where an attempt says that its job was submitted, with the answer.
pub type Submissions = Arc<dyn Fn(Payload) + Send + Sync>;

/// An execution to be started by another one.
#[derive(Clone)]
pub struct ChildStart {
    /// What it runs.
    pub executable: Arc<dyn Executable>,
    /// Its name; none for one that is drawn from the parent's record, and is the same whenever it is started again.
    pub name: Option<String>,
    /// Its input.
    pub input: Payload,
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Timer => "Timer",
            Self::Task(_) => "Task",
            Self::Activity { .. } => "Activity",
            Self::Child(_) => "Child",
        })
    }
}

/// What a program is told about something that it has asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A worker took the task of an activity; its name, if it gave one.
    Started {
        /// The worker's name.
        worker_name: Option<String>,
    },
    /// A job was submitted, or the token is waited for from now on.
    Submitted {
        /// The answer.
        output: Payload,
    },
    /// A task has ended. Nothing comes after it.
    Ended(Result<Payload, TaskError>),
    /// The time is over. Nothing comes after it.
    TimeIsOver,
}

/// Something that was asked for. Dropping it says that it is not waited for any more.
#[derive(Debug)]
pub struct Asked {
    pub(super) recorder: Recorder,
    pub(super) effect: EffectId,
}

impl Asked {
    /// The next that is told. After the last, nothing ever is.
    pub async fn next(&mut self) -> Answer {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(&self, context: &mut Context<'_>) -> Poll<Answer> {
        self.recorder.answer(self.effect, context.waker())
    }

    /// Waits for the end of a wait.
    pub async fn over(mut self) {
        while !matches!(self.next().await, Answer::TimeIsOver | Answer::Ended(_)) {}
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.recorder.abandon(self.effect);
    }
}

/// An effect that is asked for and has not ended.
#[derive(Debug)]
pub(crate) struct InFlight {
    pub(crate) scope: Arc<str>,
    pub(crate) state: Arc<str>,
    pub(crate) entered_event_id: u64,
    pub(crate) due: Option<Timestamp>,
    pub(crate) heartbeat: Option<Duration>,
    pub(crate) token: Option<TokenNumber>,
    pub(super) accepts: Option<AcceptsOutput>,
    pub(crate) kind: EffectKind,
    /// What is left to be begun.
    pub(super) work: Option<Work>,
    /// Whether it is a task whose own part is done.
    pub(crate) is_submitted: bool,
    /// What its token was completed with before that.
    pub(super) early: Option<Result<Payload, Failure>>,
    /// Since when its time counts.
    counts_from: Timestamp,
    /// When somebody was last known to work on it.
    pub(crate) alive_at: Timestamp,
    pub(super) answers: VecDeque<Answer>,
    pub(super) waker: Option<Waker>,
}

impl InFlight {
    pub(super) fn new(effect: Effect, now: Timestamp) -> Self {
        let Effect { scope, state, entered_event_id, due, heartbeat, token, accepts, work } = effect;
        Self {
            scope,
            state,
            entered_event_id,
            due: due.map(next_millisecond),
            heartbeat,
            token,
            accepts,
            kind: EffectKind::of(&work),
            work: Some(work),
            is_submitted: false,
            early: None,
            counts_from: now,
            alive_at: now,
            answers: VecDeque::new(),
            waker: None,
        }
    }

    pub(super) fn tell(&mut self, answer: Answer) {
        self.answers.push_back(answer);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Whether something has to be done for it, or done again, when another process takes over.
    pub(crate) fn needs_work(&self) -> bool {
        match self.kind {
            EffectKind::Timer => false,
            EffectKind::Task => !(self.is_submitted && self.token.is_some()),
            EffectKind::Activity => !self.is_submitted,
            EffectKind::Child => true,
        }
    }

    /// The execution goes on after it was over: what is worked on has all its time again.
    pub(super) fn goes_on(&mut self, at: Timestamp) {
        if self.kind == EffectKind::Timer {
            return;
        }
        let lost = Duration::try_from(at.duration_since(self.counts_from)).unwrap_or_default();
        self.due = self.due.map(|due| crate::clock::later(due, lost));
        (self.counts_from, self.alive_at) = (at, at);
    }

    /// When its time is over, be it by its timeout or by silence.
    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        let is_out = self.token.is_some() && (self.is_submitted || self.kind == EffectKind::Activity);
        let silence = self.heartbeat.filter(|_| is_out).map(|limit| crate::clock::later(self.alive_at, limit));
        match (self.due, silence) {
            (Some(due), Some(silence)) => Some(due.min(silence)),
            (due, silence) => due.or(silence),
        }
    }
}

/// What is to be done for an effect, without what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EffectKind {
    Timer,
    Task,
    Activity,
    Child,
}

impl EffectKind {
    fn of(work: &Work) -> Self {
        match work {
            Work::Timer => Self::Timer,
            Work::Task(_) => Self::Task,
            Work::Activity { .. } => Self::Activity,
            Work::Child(_) => Self::Child,
        }
    }
}

/// The future of the program, as long as it runs.
pub(super) type ProgramFuture = Pin<Box<dyn Future<Output = Result<Payload, crate::Failure>> + Send>>;

/// The moment, or the first whole millisecond after it: what happens has such times, and not before it is due.
fn next_millisecond(moment: Timestamp) -> Timestamp {
    match Timestamp::from_millisecond(moment.as_millisecond()) {
        Ok(whole) if whole < moment => Timestamp::from_millisecond(moment.as_millisecond() + 1).unwrap_or(moment),
        Ok(whole) => whole,
        Err(_) => moment,
    }
}
