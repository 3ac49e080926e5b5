//! Bringing an execution back from its record.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::actor::Actor;
use super::engine::Inner;
use super::record::{Cause, Record};
use super::routes::{Message, SendError};
use super::store::{Commit, ExecutionId, JournalRow, Status, StoreError, StoredExecution};
use crate::history::{Event, HistoryEvent};
use crate::{CallbackError, Payload};

/// The execution, in memory; none if it has ended, is of other code, or this process works no longer.
pub(super) async fn restored(
    inner: &Arc<Inner>,
    id: ExecutionId,
    mut inbox: mpsc::UnboundedReceiver<Message>,
) -> Option<Actor> {
    let stored = loop {
        match inner.options.store.execution(id).await {
            Ok(stored) => break stored,
            Err(error) => wait(inner, id, &error).await?,
        }
    };
    let Some(stored) = stored.filter(|stored| stored.status == Status::Running) else {
        leave(inner, id, &mut inbox, &SendError::Callback(CallbackError::TaskTimedOut));
        return None;
    };
    match restore(inner, &stored, inbox).await {
        Ok(actor) => {
            if stored.suspended.is_some() {
                let commit = Commit { suspended: Some(None), ..Commit::of(id) };
                super::commit::write(inner, commit).await.ok()?;
            }
            Some(actor)
        }
        Err((reason, mut inbox)) => {
            suspend(inner, &stored, reason, &mut inbox).await;
            None
        }
    }
}

type NotRestored = (StoreError, mpsc::UnboundedReceiver<Message>);

async fn restore(
    inner: &Arc<Inner>,
    stored: &StoredExecution,
    inbox: mpsc::UnboundedReceiver<Message>,
) -> Result<Actor, NotRestored> {
    let found = loop {
        let found = match inner.executable(&stored.new.definition).await {
            Ok(executable) => inner.records(stored).await.map(|records| (executable, records)),
            Err(error) => Err(error),
        };
        match found {
            Ok(found) => break found,
            Err(error) if error.is_transient() && wait(inner, stored.id, &error).await.is_some() => {}
            Err(error) => return Err((error, inbox)),
        }
    };
    let (executable, (rows, records)) = found;
    let mut actor = Actor::restored(Arc::clone(inner), stored.id, stored.new.clone(), &*executable, inbox);
    actor.sequence = rows;
    actor.stored_wake = stored.wake;
    if let Some(date) = stored.redrive_date {
        actor.counts_from(date, executable.timeout());
    }
    match actor.life.restore(records) {
        Ok(()) => Ok(actor),
        Err(divergence) => Err((StoreError::Corrupt(divergence.to_string()), actor.into_inbox())),
    }
}

/// Waits before the store is asked again; none where this process works no longer.
async fn wait(inner: &Inner, id: ExecutionId, error: &StoreError) -> Option<()> {
    const PAUSE: Duration = Duration::from_secs(1);
    tracing::error!(execution = id.0, %error, "an execution cannot be brought back");
    inner.options.engine.clock().sleep(PAUSE).await;
    (!inner.routes().is_closed).then_some(())
}

/// Answers whoever has a message for an execution that is not brought into memory.
fn leave(inner: &Arc<Inner>, id: ExecutionId, inbox: &mut mpsc::UnboundedReceiver<Message>, error: &SendError) {
    // Nothing is sent to it any more once it has left.
    inner.has_left(id);
    while let Ok(message) = inbox.try_recv() {
        match message {
            Message::Signal { reply, .. } => drop(reply.send(Err(error.clone()))),
            Message::Stop { reply, .. } => reply.send(()).unwrap_or_default(),
            Message::MapRunUpdated { .. } | Message::ChildEnded { .. } | Message::ShutDown => {}
        }
    }
}

/// Says in the store why an execution does not go on. It can only be stopped then, until the code is another one.
async fn suspend(
    inner: &Arc<Inner>,
    stored: &StoredExecution,
    reason: StoreError,
    inbox: &mut mpsc::UnboundedReceiver<Message>,
) {
    let text: Arc<str> = match &reason {
        StoreError::Corrupt(text) => text.as_str().into(),
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
    let commit = match &stopped {
        Some((reason, _)) => aborted(inner, stored, Cause::Stopped(reason.clone())).await,
        None => Some(Commit { suspended: Some(Some(text)), ..Commit::of(stored.id) }),
    };
    if let Some(commit) = commit {
        // It is tried again, and fails again, when the store is opened the next time.
        let _ = super::commit::write(inner, commit).await;
    }
    if let Some((_, reply)) = stopped {
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

/// Ends an execution whose program cannot be brought back.
async fn aborted(inner: &Inner, stored: &StoredExecution, cause: Cause) -> Option<Commit> {
    let (sequence, records) = inner.records(stored).await.ok()?;
    let events = records.iter().flat_map(|record| &record.events);
    let length = events.map(|event| event.id).max().unwrap_or_default();
    let at = inner.now();
    let Cause::Stopped(failure) = &cause else { return None };
    let event = Event::ExecutionAborted(failure.clone());
    let event = HistoryEvent { id: length + 1, previous_event_id: 0, timestamp: at, event };
    let record = Record { at, cause, events: vec![event] };
    let data = super::commit::encoded(&Payload::of_stored(&stored.new.input), vec![record]).ok()?;
    Some(Commit {
        row: Some(JournalRow { sequence, data }),
        status: Some((Status::Aborted, Some(at))),
        wakes: stored.new.parent.map(|parent| parent.execution),
        ..Commit::of(stored.id)
    })
}
