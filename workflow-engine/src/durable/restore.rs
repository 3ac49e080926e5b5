//! Bringing an execution back from its record.

use std::sync::Arc;
use std::time::Duration;

use futures_channel::mpsc;

use super::actor::Actor;
use super::child;
use super::inner::Inner;
use super::logging::{Log, Logged};
use super::record::{Cause, Record, decode_rows};
use super::routes::{Message, SendError};
use super::store::{Commit, ExecutionId, JournalRow, LoadedExecution, Status, StoreError};
use crate::history::{Event, HistoryEvent};
use crate::{CallbackError, ExecutionState, ExecutionStatus, Failure, Payload};

/// Reads executions, again and again until the store can; none where this process works no longer.
pub(super) async fn load(inner: &Inner, ids: &[ExecutionId]) -> Option<Vec<LoadedExecution>> {
    loop {
        match inner.options.store.load(ids.to_vec()).await {
            Ok(loaded) => return Some(loaded),
            Err(error) => wait(inner, &error).await?,
        }
    }
}

/// The execution, in memory; none if it has ended, is of other code, or this process works no longer.
pub(super) async fn restored(
    inner: &Arc<Inner>,
    id: ExecutionId,
    loaded: Option<LoadedExecution>,
    mut inbox: mpsc::UnboundedReceiver<Message>,
) -> Option<Actor> {
    let Some(loaded) = loaded.filter(|loaded| loaded.execution.status == Status::Running) else {
        leave(inner, id, &mut inbox, &SendError::Callback(CallbackError::TaskTimedOut));
        return None;
    };
    let is_suspended = loaded.execution.suspended.is_some();
    match restore(inner, &loaded, inbox).await {
        Ok(actor) => {
            if is_suspended {
                let commit = Commit { suspended: Some(None), ..Commit::of(id) };
                if super::commit::write(inner, commit, |_| ()).await.is_err() {
                    inner.has_left(id);
                    return None;
                }
            }
            Some(actor)
        }
        Err((reason, mut inbox)) => {
            suspend(inner, &loaded, reason, &mut inbox).await;
            None
        }
    }
}

type NotRestored = (StoreError, mpsc::UnboundedReceiver<Message>);

async fn restore(
    inner: &Arc<Inner>,
    loaded: &LoadedExecution,
    inbox: mpsc::UnboundedReceiver<Message>,
) -> Result<Actor, NotRestored> {
    let stored = &loaded.execution;
    let found = loop {
        match inner.executable(&stored.new.definition).await {
            Ok(executable) => break records(loaded).map(|records| (executable, records)),
            Err(error) if error.is_transient() && wait(inner, &error).await.is_some() => {}
            Err(error) => break Err(error),
        }
    };
    let (executable, records) = match found {
        Ok(found) => found,
        Err(error) => return Err((error, inbox)),
    };
    let mut actor = Actor::restored(Arc::clone(inner), stored.id, stored.new.clone(), &*executable, inbox);
    actor.sequence = u32::try_from(loaded.rows.len()).unwrap_or(u32::MAX);
    actor.stored_wake = stored.wake;
    if let Some(date) = stored.redrive_date {
        actor.counts_from(date, &*executable);
    }
    match actor.life.restore(records) {
        Ok(()) => Ok(actor),
        Err(divergence) => Err((StoreError::OtherCode(divergence.to_string()), actor.into_inbox())),
    }
}

fn records(loaded: &LoadedExecution) -> Result<Vec<Record>, StoreError> {
    decode_rows(&Payload::of_stored(&loaded.execution.new.input), &loaded.rows)
}

/// Waits before the store is asked again; none where this process works no longer.
async fn wait(inner: &Inner, error: &StoreError) -> Option<()> {
    const PAUSE: Duration = Duration::from_secs(1);
    tracing::error!(%error, "executions cannot be brought back");
    inner.options.engine.clock().sleep(PAUSE).await;
    (!inner.routes().is_closed).then_some(())
}

/// Answers whoever has a message for an execution that is not brought into memory.
pub(super) fn leave(
    inner: &Arc<Inner>,
    id: ExecutionId,
    inbox: &mut mpsc::UnboundedReceiver<Message>,
    error: &SendError,
) {
    // Nothing is sent to it any more once it has left.
    inner.has_left(id);
    while let Ok(message) = inbox.try_recv() {
        match message {
            Message::Signal { reply, .. } => drop(reply.send(Err(error.clone()))),
            Message::Stop { reply, .. } => reply.send(()).unwrap_or_default(),
            // It has ended, or is of other code: then its children go on.
            Message::ChildBegan { child, .. } if matches!(error, SendError::Callback(_)) => child::stop(inner, child),
            Message::ChildBegan { .. }
            | Message::MapRunUpdated { .. }
            | Message::ChildEnded { .. }
            | Message::Submitted { .. }
            | Message::ShutDown => {}
        }
    }
}

/// Says in the store why an execution does not go on. It can only be stopped then, until the code is another one.
async fn suspend(
    inner: &Arc<Inner>,
    loaded: &LoadedExecution,
    reason: StoreError,
    inbox: &mut mpsc::UnboundedReceiver<Message>,
) {
    let stored = &loaded.execution;
    let text: Arc<str> = match &reason {
        StoreError::Corrupt(text) | StoreError::OtherCode(text) => text.as_str().into(),
        other => other.to_string().into(),
    };
    tracing::error!(execution = %stored.new.identity.execution_arn, reason = %text, "an execution does not go on");
    let mut stopped = None;
    let mut others = Vec::new();
    while let Ok(message) = inbox.try_recv() {
        match message {
            Message::Stop { reason, reply } => stopped = Some((reason, reply)),
            other => others.push(other),
        }
    }
    let log = Log::new(&*inner.options.logging, &stored.new.identity);
    let commit = match &stopped {
        Some((reason, _)) => aborted(inner, loaded, reason, &log),
        None => Some((Commit { suspended: Some(Some(text)), ..Commit::of(stored.id) }, Logged::default())),
    };
    let mut is_recorded = false;
    if let Some((commit, logged)) = commit {
        // It is tried again, and fails again, when the store is opened the next time.
        is_recorded = super::commit::write(inner, commit, |_| ()).await.is_ok();
        if is_recorded {
            log.durable(logged);
        }
    }
    if let Some((reason, reply)) = stopped
        && is_recorded
    {
        let (start_date, stop_date) = (stored.new.start_date, Some(inner.now()));
        let state = ExecutionState { status: ExecutionStatus::Aborted(reason), start_date, stop_date };
        inner.tell_ended(stored.id, stored.new.parent, state);
        child::stop_all(inner, stored.id).await;
        // Whoever has gone needs no telling.
        let _ = reply.send(());
    }
    for message in others {
        if let Message::Signal { reply, .. } = message {
            drop(reply.send(Err(SendError::Store(reason.clone()))));
        }
    }
    leave(inner, stored.id, inbox, &SendError::Store(reason));
}

/// Says in the store why an execution does not go on whose record cannot be written, unless this process works no longer.
pub(super) async fn cannot_go_on(inner: &Arc<Inner>, id: ExecutionId, error: StoreError) {
    if !error.is_transient() {
        let suspended = Some(Some(error.to_string().into()));
        // Without a record that can be written, it is only logged.
        let _ = super::commit::write(inner, Commit { suspended, ..Commit::of(id) }, |_| ()).await;
    }
    inner.has_left(id);
}

/// Ends an execution whose program cannot be brought back; none if its record cannot be read either.
fn aborted(inner: &Inner, loaded: &LoadedExecution, reason: &Failure, log: &Log) -> Option<(Commit, Logged)> {
    let stored = &loaded.execution;
    let records = records(loaded).ok()?;
    let events = records.iter().flat_map(|record| &record.events);
    let length = events.map(|event| event.id).max().unwrap_or_default();
    let at = inner.now();
    let event = Event::ExecutionAborted(reason.clone());
    let event = HistoryEvent { id: length + 1, previous_event_id: 0, timestamp: at, event };
    let records = vec![Record { at, cause: Cause::Stopped(reason.clone()), events: vec![event] }];
    let logged = log.events(&records);
    let data = super::commit::encoded(&Payload::of_stored(&stored.new.input), records).ok()?;
    let sequence = u32::try_from(loaded.rows.len()).ok()?;
    let commit = Commit {
        row: Some(JournalRow { sequence, data }),
        status: Some((Status::Aborted, Some(at))),
        suspended: Some(None),
        ..Commit::of(stored.id)
    };
    Some((commit, logged))
}
