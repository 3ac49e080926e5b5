//! Redriving: an execution that has failed goes on from where it failed.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::engine::{StandardEngine, closed};
use super::inner::{enter, resume};
use super::life::Life;
use super::logging::Log;
use super::record::{Cause, Record, Undone};
use super::store::{Commit, ExecutionId, JournalRow, Status, StoreError, StoredExecution, Wake};
use crate::Payload;
use crate::history::{Event, MAX_EVENTS};

/// Why an execution is not redriven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedriveError {
    /// There is no such execution.
    ExecutionDoesNotExist,
    /// It cannot be redriven, for this reason.
    NotRedrivable(String),
    /// The store cannot be read or written.
    Store(StoreError),
}

impl std::fmt::Display for RedriveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ExecutionDoesNotExist => f.write_str("there is no such execution"),
            Self::NotRedrivable(reason) => f.write_str(reason),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RedriveError {}

impl From<StoreError> for RedriveError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// How long after its end an execution can be redriven.
///
/// See "Redriving executions" in the AWS developer guide.
const REDRIVE_PERIOD: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// How often an execution can be redriven.
const MOST_REDRIVES: u32 = 1_000;

impl StoredExecution {
    /// Why it cannot be redriven now: `redriveStatusReason`; none if it can.
    pub fn redrive_refusal(&self, now: Timestamp) -> Option<String> {
        let is_late = self.stop_date.is_some_and(|stopped| crate::clock::later(stopped, REDRIVE_PERIOD) < now);
        match self.status {
            Status::Running if self.suspended.is_none() => {
                Some("Execution is RUNNING and cannot be redriven".to_owned())
            }
            Status::Succeeded => Some("Execution is SUCCEEDED and cannot be redriven".to_owned()),
            _ if is_late => Some("Execution redrivable period exceeded".to_owned()),
            _ if self.redrive_count >= MOST_REDRIVES => Some("Execution redrive limit exceeded".to_owned()),
            _ => None,
        }
    }
}

impl StandardEngine {
    /// Lets an execution go on from where it failed, was stopped or timed out, as `RedriveExecution` does: the state that
    /// failed is tried again from its first attempt, and what has succeeded is not. One that is suspended is tried again.
    ///
    /// A state that failed by itself, and not by its task, fails again, unless its code is another one now.
    ///
    /// # Errors
    ///
    /// If there is no such execution, it cannot be redriven, or the store cannot be read or written.
    pub async fn redrive(&self, id: ExecutionId) -> Result<StoredExecution, RedriveError> {
        let engine = self.clone();
        let (reply, redriven) = oneshot::channel();
        // It is finished even if whoever asked for it goes.
        tokio::spawn(async move { drop(reply.send(engine.redrive_to_the_end(id).await)) });
        redriven.await.unwrap_or_else(|_| Err(RedriveError::Store(closed())))
    }

    async fn redrive_to_the_end(&self, id: ExecutionId) -> Result<StoredExecution, RedriveError> {
        let inner = &self.0;
        self.redrivable(id).await?;
        let entered = {
            let mut routes = inner.routes();
            if routes.is_closed {
                return Err(closed().into());
            }
            if routes.active.contains_key(&id) {
                return Err(RedriveError::NotRedrivable("Execution is RUNNING and cannot be redriven".to_owned()));
            }
            enter(&mut routes, id, None)
        };
        // Nothing else changes it from here on; until here somebody else may have redriven it.
        let redriven = match self.redrivable(id).await {
            Ok(stored) if stored.status == Status::Running => Ok(true),
            Ok(stored) => self.write_redrive(&stored).await,
            Err(error) => Err(error),
        };
        match redriven {
            Ok(true) => drop(tokio::spawn(resume(Arc::clone(inner), vec![entered]))),
            Ok(false) => inner.has_left(id),
            Err(error) => {
                inner.has_left(id);
                return Err(error);
            }
        }
        inner.options.store.execution(id).await?.ok_or(RedriveError::ExecutionDoesNotExist)
    }

    /// The execution, if it can be redriven.
    async fn redrivable(&self, id: ExecutionId) -> Result<StoredExecution, RedriveError> {
        let inner = &self.0;
        let stored = inner.options.store.execution(id).await?.ok_or(RedriveError::ExecutionDoesNotExist)?;
        match stored.redrive_refusal(inner.now()) {
            Some(reason) => Err(RedriveError::NotRedrivable(reason)),
            None => Ok(stored),
        }
    }

    /// Records a redrive. `true` if the execution runs again.
    async fn write_redrive(&self, stored: &StoredExecution) -> Result<bool, RedriveError> {
        let inner = &self.0;
        let executable = inner.executable(&stored.new.definition).await?;
        let (sequence, mut records) = inner.records(stored).await?;
        let length = records.iter().flat_map(|record| &record.events).map(|event| event.id).max().unwrap_or_default();
        if usize::try_from(length).is_ok_and(|length| length + 2 >= MAX_EVENTS) {
            return Err(RedriveError::NotRedrivable("Execution history event limit exceeded".to_owned()));
        }
        let input = Payload::of_stored(&stored.new.input);
        let life = || Life::new(stored.id, &stored.new, &input, &*executable, &inner.options.engine);
        let undone = undone(life(), &records)?;
        let at = inner.now();
        let cause = Cause::Redriven { redrive_count: stored.redrive_count + 1, undone: undone.clone() };
        records.push(Record { at, cause, events: Vec::new() });
        let mut life = life();
        life.redrive_count = stored.redrive_count;
        life.restore(records).map_err(|divergence| RedriveError::NotRedrivable(divergence.to_string()))?;
        life.redrive_count = stored.redrive_count;
        let record = life.redrive(at, undone);
        let runs = life.ended.is_none();
        let status = if runs { (Status::Running, None) } else { (life.status(), Some(at)) };
        let records = vec![record];
        let log = Log::new(&*inner.options.logging, &stored.new.identity);
        let logged = log.events(&records);
        let commit = Commit {
            row: Some(JournalRow { sequence, data: super::commit::encoded(&input, records)? }),
            status: Some(status),
            wake: Some(Wake::Now),
            redrive: Some((stored.redrive_count + 1, at)),
            suspended: Some(None),
            ..Commit::of(stored.id)
        };
        inner.options.store.commit(Arc::new(commit)).await?;
        log.durable(logged);
        Ok(runs)
    }
}

/// Which records are undone by a redrive: that by which the execution ended from outside, with all that happened to the same
/// visit of the state. Where the program itself has failed, or has failed since it left that state, there is nothing to undo.
pub(super) fn undone(mut life: Life, records: &[Record]) -> Result<Vec<Undone>, StoreError> {
    let Some((last, before)) = records.split_last() else { return Ok(Vec::new()) };
    let is_from_outside = match &last.cause {
        Cause::Failed { .. } | Cause::TimeIsOver { .. } | Cause::TimedOut | Cause::Stopped(_) => true,
        Cause::Started
        | Cause::Submitted { .. }
        | Cause::WorkerStarted { .. }
        | Cause::CompletedEarly { .. }
        | Cause::Succeeded { .. }
        | Cause::MapRunUpdated { .. }
        | Cause::Redriven { .. } => false,
    };
    let is_left = last.events.iter().any(|event| matches!(event.event, Event::StateExited { .. }));
    if !is_from_outside || is_left {
        return Ok(Vec::new());
    }
    let visits = life.visits(before.to_vec()).map_err(|divergence| StoreError::OtherCode(divergence.to_string()))?;
    let failed = last.cause.effect().and_then(|effect| life.visit(effect));
    let same = visits.into_iter().filter(|(visit, _)| failed.is_some() && *visit == failed).map(|(_, undone)| undone);
    // The program was over then, so it asked for nothing more.
    let record = u64::try_from(before.len()).unwrap_or(u64::MAX);
    Ok(same.chain([Undone { record, effects: 0, tokens: 0 }]).collect())
}
