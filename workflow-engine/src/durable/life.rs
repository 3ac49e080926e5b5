//! One execution while it is in memory: its program and what has happened to it, one thing after the other.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use jiff::Timestamp;

use super::divergence::Divergence;
use super::effect::ProgramFuture;
use super::executable::{Executable, ExecutionContext};
use super::record::{Cause, EffectId, Record, Undone};
use super::recorder::{Expected, Instead, Recorder, Redriven};
use super::store::{ExecutionId, NewExecution, Status};
use crate::engine::Engine;
use crate::history::{Event, HistoryEvent};
use crate::{ExecutionStatus, Failure, Payload};

/// An execution in memory. Nothing here waits or writes.
pub(super) struct Life {
    pub(super) recorder: Recorder,
    program: Option<ProgramFuture>,
    woken: Arc<Woken>,
    /// How it ended.
    pub(super) ended: Option<ExecutionStatus>,
    /// How many records there are.
    pub(super) records: u64,
    pub(super) redrive_count: u32,
}

impl Life {
    /// An execution to which nothing has happened yet.
    pub(super) fn new(
        id: ExecutionId,
        new: &NewExecution,
        input: &Payload,
        executable: &dyn Executable,
        engine: &Engine,
    ) -> Self {
        let recorder = Recorder::new(id, new.seed, new.start_date);
        let program = executable.run(ExecutionContext {
            recorder: recorder.clone(),
            engine: engine.clone(),
            identity: Arc::clone(&new.identity),
            input: input.clone(),
            start_date: new.start_date,
        });
        Self { recorder, program: Some(program), woken: Arc::default(), ended: None, records: 0, redrive_count: 0 }
    }

    /// Lets something happen, and gives what is to be recorded of it; none where the program does not wait for it.
    pub(super) fn happen(&mut self, at: Timestamp, cause: Cause) -> Option<Record> {
        // Records keep milliseconds. Time that goes back would have an execution's events out of order.
        let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at).max(self.recorder.now());
        if self.ended.is_some() || !self.tell(at, &cause) {
            return None;
        }
        self.go_on(&cause);
        let events = self.recorder.lock().take_events();
        self.records += 1;
        Some(Record { at, cause, events })
    }

    fn tell(&mut self, at: Timestamp, cause: &Cause) -> bool {
        let mut recording = self.recorder.lock();
        recording.happens_at(at);
        recording.tell(cause)
    }

    /// Runs the program until it only waits, unless it is over.
    fn go_on(&mut self, cause: &Cause) {
        match cause {
            Cause::TimedOut => {
                let failure = Failure::default();
                self.cut(Event::ExecutionTimedOut(failure.clone()), ExecutionStatus::TimedOut(failure));
            }
            Cause::Stopped(reason) => {
                self.cut(Event::ExecutionAborted(reason.clone()), ExecutionStatus::Aborted(reason.clone()));
            }
            Cause::Redriven { redrive_count, .. } => {
                self.redrive_count = *redrive_count;
                let redrive_count = *redrive_count;
                self.recorder.record_end(&Arc::from(""), 0, Event::ExecutionRedriven { redrive_count });
            }
            _ => self.poll(),
        }
    }

    /// Ends the execution whatever the program does. What ends it from outside follows on nothing.
    fn cut(&mut self, event: Event, status: ExecutionStatus) {
        self.end(status);
        self.recorder.record_end(&Arc::from(""), 0, event);
    }

    fn end(&mut self, status: ExecutionStatus) {
        self.recorder.lock().close();
        self.program = None;
        self.ended = Some(status);
    }

    fn poll(&mut self) {
        let waker = Waker::from(Arc::clone(&self.woken));
        let mut context = Context::from_waker(&waker);
        loop {
            let Some(program) = &mut self.program else { return };
            // Tokio's budget is for tasks that others wait behind; here nothing may come in between.
            let mut program = std::pin::pin!(tokio::task::coop::unconstrained(program));
            let polled = catch_unwind(AssertUnwindSafe(|| program.as_mut().poll(&mut context)));
            match polled {
                Ok(Poll::Ready(Ok(output))) => return self.end(ExecutionStatus::Succeeded(output)),
                Ok(Poll::Ready(Err(failure))) => return self.end(ExecutionStatus::Failed(failure)),
                Ok(Poll::Pending) if self.woken.take() && self.recorder.lock().divergence().is_none() => {}
                Ok(Poll::Pending) => return,
                Err(_) => return self.has_panicked(),
            }
        }
    }

    /// A program is not to panic; one that does has failed, which is recorded for it.
    fn has_panicked(&mut self) {
        let failure = Failure::new(Failure::RUNTIME, "The program panicked.");
        self.cut(Event::ExecutionFailed(failure.clone()), ExecutionStatus::Failed(failure));
    }

    /// Brings an execution back from its record.
    pub(super) fn restore(&mut self, records: Vec<Record>) -> Result<(), Divergence> {
        self.visits(records).map(drop)
    }

    /// The visit of a state that an effect in flight belongs to.
    pub(super) fn visit(&self, effect: EffectId) -> Option<Visit> {
        let recording = self.recorder.lock();
        recording.effects().get(&effect).map(|effect| (Arc::clone(&effect.scope), effect.entered_event_id))
    }

    /// Brings an execution back, and gives the visit of a state that each of its records belongs to.
    pub(super) fn visits(&mut self, records: Vec<Record>) -> Result<Vec<(Option<Visit>, Undone)>, Divergence> {
        let mut visits = Vec::with_capacity(records.len());
        let redrives = Redrives::of(&records);
        let mut records = (0..).zip(records).peekable();
        while let Some((number, record)) = records.next() {
            self.records += 1;
            let visit = record.cause.effect().and_then(|effect| self.visit(effect));
            let before = self.recorder.lock().numbers();
            match redrives.0.get(&number) {
                Some(undone) => self.pass_over(&record, Some(undone)),
                None if matches!(record.cause, Cause::Redriven { .. }) => self.pass_over(&record, None),
                None => self.replay(record, records.peek().map(|(_, record)| record))?,
            }
            let after = self.recorder.lock().numbers();
            let undone = Undone { record: number, effects: after.0 - before.0, tokens: after.1 - before.1 };
            visits.push((visit, undone));
        }
        Ok(visits)
    }

    /// What a redrive has undone is there, but does not happen again.
    fn pass_over(&mut self, record: &Record, undone: Option<&Undone>) {
        let mut recording = self.recorder.lock();
        recording.happens_at(record.at);
        if let Some(redriven) = redriven(record) {
            self.redrive_count = redriven.count;
            recording.is_redriven(redriven);
        }
        if let Some(last) = record.events.last() {
            let length = last.id.max(recording.length());
            recording.set_length(length);
        }
        if let Some(undone) = undone {
            recording.skip_numbers(undone);
        }
    }

    fn replay(&mut self, record: Record, next: Option<&Record>) -> Result<(), Divergence> {
        let redriven = next.and_then(|next| Some((next, redriven(next)?)));
        let instead = redriven.map(|(next, redriven)| Instead {
            redriven,
            length: match next.events.first() {
                Some(redriven) => redriven.id,
                None => record.events.last().map_or(0, |event| event.id) + 1,
            },
            events: (!next.events.is_empty()).then(|| next.events.iter().skip(1).cloned().collect()),
        });
        {
            let mut recording = self.recorder.lock();
            if let Some(first) = record.events.first() {
                recording.set_length(first.id.saturating_sub(1));
            }
            recording.expect(Expected { events: record.events.into(), instead });
        }
        if !self.tell(record.at, &record.cause) {
            let mut recording = self.recorder.lock();
            let event_id = recording.length() + 1;
            recording.diverge(Divergence::not_waited_for(event_id, &record.cause));
        } else if self.ended.is_none() {
            self.go_on(&record.cause);
        }
        let mut recording = self.recorder.lock();
        recording.expect_no_more();
        if let Some(divergence) = recording.divergence() {
            return Err(divergence.clone());
        }
        Ok(())
    }

    /// Goes on as if some of what happened had not, and gives what is to be recorded of it.
    pub(super) fn redrive(&mut self, at: Timestamp, undone: Vec<Undone>) -> Record {
        let redrive_count = self.redrive_count + 1;
        self.redrive_count = redrive_count;
        let new = self.recorder.lock().take_events();
        let first_id = match new.first() {
            Some(event) => event.id - 1,
            None => self.recorder.lock().length() + 1,
        };
        let mut events = vec![HistoryEvent {
            id: first_id,
            previous_event_id: 0,
            timestamp: at,
            event: Event::ExecutionRedriven { redrive_count },
        }];
        events.extend(new);
        // The same failure again is an end of its own.
        if let (Some(ExecutionStatus::Failed(failure)), 1) = (&self.ended, events.len()) {
            let event = Event::ExecutionFailed(failure.clone());
            events.push(HistoryEvent { id: first_id + 1, previous_event_id: first_id, timestamp: at, event });
        }
        Record { at, cause: Cause::Redriven { redrive_count, undone }, events }
    }

    /// The status without the result.
    pub(super) fn status(&self) -> Status {
        match &self.ended {
            None | Some(ExecutionStatus::Running) => Status::Running,
            Some(ExecutionStatus::Succeeded(_)) => Status::Succeeded,
            Some(ExecutionStatus::Failed(_)) => Status::Failed,
            Some(ExecutionStatus::TimedOut(_)) => Status::TimedOut,
            Some(ExecutionStatus::Aborted(_)) => Status::Aborted,
        }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.recorder.lock().put_aside();
    }
}

/// The redrive that a record is of.
fn redriven(record: &Record) -> Option<Redriven> {
    match &record.cause {
        Cause::Redriven { redrive_count, .. } => Some(Redriven { count: *redrive_count, at: record.at }),
        _ => None,
    }
}

/// A visit of a state: the scope, and the id of the event of entering it.
pub(super) type Visit = (Arc<str>, u64);

/// The records that are undone, by their numbers.
struct Redrives(HashMap<u64, Undone>);

impl Redrives {
    fn of(records: &[Record]) -> Self {
        let undone = records.iter().filter_map(|record| match &record.cause {
            Cause::Redriven { undone, .. } => Some(undone),
            _ => None,
        });
        Self(undone.flatten().map(|undone| (undone.record, *undone)).collect())
    }
}

/// Whether the program was woken while it was polled.
#[derive(Debug, Default)]
pub(super) struct Woken(AtomicBool);

impl Woken {
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::AcqRel)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}
