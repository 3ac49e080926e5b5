//! Writing what has happened, and whoever waits for it to be durable.

use std::sync::Arc;
use std::time::Duration;

use futures_channel::mpsc;

use super::inner::Inner;
use super::record::{Record, encode};
use super::routes::{Message, Reply, SendError};
use super::store::{Commit, StoreError};
use crate::{CallbackError, Payload};

/// Who is told once something is durable.
pub(super) enum PendingReply {
    Done(Reply<()>),
    Taken(Reply<Result<(), SendError>>),
    /// Nothing waits for the token any more. What it waited for before may not be durable yet, and if that were lost, the
    /// token would be waited for again.
    Refused(Reply<Result<(), SendError>>, CallbackError),
}

impl PendingReply {
    /// The answer to what came for a token, which was taken or came too late.
    pub(super) fn of(reply: Reply<Result<(), SendError>>, is_taken: bool) -> Self {
        if is_taken { Self::Taken(reply) } else { Self::Refused(reply, CallbackError::TaskTimedOut) }
    }

    pub(super) fn send(self) {
        // Whoever has gone needs no telling.
        match self {
            Self::Done(reply) => drop(reply.send(())),
            Self::Taken(reply) => drop(reply.send(Ok(()))),
            Self::Refused(reply, error) => drop(reply.send(Err(SendError::Callback(error)))),
        }
    }

    /// Says that it is not durable yet: it will be as soon as something can be written.
    fn refuse(self, error: &StoreError) {
        match self {
            // Without a reply nobody knows.
            Self::Done(_) => {}
            Self::Taken(reply) | Self::Refused(reply, _) => drop(reply.send(Err(SendError::Store(error.clone())))),
        }
    }
}

pub(super) fn encoded(input: &Payload, records: Vec<Record>) -> Result<Arc<[u8]>, StoreError> {
    encode(input, records).map(Arc::from)
}

/// How long to wait before a write that failed is tried again, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Writes a commit, again and again while the store says that it may succeed later: what has happened cannot be undone, so
/// the execution waits. Whoever is there to be told is, each time.
pub(super) async fn write(inner: &Inner, commit: Commit, mut tell: impl FnMut(&StoreError)) -> Result<(), StoreError> {
    let commit = Arc::new(commit);
    let mut pause = FIRST_PAUSE;
    loop {
        let error = match inner.options.store.commit(Arc::clone(&commit)).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        tracing::error!(execution = commit.execution.0, %error, "an execution cannot be recorded");
        tell(&error);
        if !error.is_transient() || inner.routes().is_closed {
            return Err(error);
        }
        inner.options.engine.clock().sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Answers who would wait for something to be written that cannot be now, and gives what is taken later.
pub(super) fn refuse(
    error: &StoreError,
    replies: &mut Vec<PendingReply>,
    inbox: &mut mpsc::UnboundedReceiver<Message>,
) -> Vec<Message> {
    for reply in std::mem::take(replies) {
        reply.refuse(error);
    }
    let mut later = Vec::new();
    while let Ok(message) = inbox.try_recv() {
        match message {
            Message::Signal { reply, .. } => PendingReply::Taken(reply).refuse(error),
            Message::Stop { reply, .. } => PendingReply::Done(reply).refuse(error),
            Message::Submitted { .. }
            | Message::MapRunUpdated { .. }
            | Message::ChildBegan { .. }
            | Message::ChildEnded { .. }
            | Message::ShutDown => later.push(message),
        }
    }
    later
}
