//! Tokens that something else waits for than the attempt that has them: an engine, or Step Functions.

use crate::callbacks::CallbackError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc;
use workflow_engine::{Callbacks, Failure, Payload};

/// The token of an attempt, which something else waits for.
#[derive(Clone)]
pub(crate) struct OutsideToken {
    pub(crate) text: Arc<str>,
    pub(crate) sender: TokenSender,
    pub(crate) submitted: Arc<Submitted>,
}

impl OutsideToken {
    pub(crate) fn new(text: Arc<str>, sender: TokenSender) -> Self {
        OutsideToken { text, sender, submitted: Arc::default() }
    }

    /// A sign of life; that the token is not waited for any more is for the engine to see.
    pub(crate) fn heartbeat(&self) {
        let _ = self.sender.send(&self.text, Sign::Alive);
    }
}

/// Who is told what becomes of a token.
#[derive(Clone)]
pub(crate) enum TokenSender {
    /// An engine that keeps its executions in memory.
    Memory(Callbacks),
    /// What is said is passed on one after the other: to an engine of Standard executions, or from a Lambda function to
    /// Step Functions.
    Queue(mpsc::UnboundedSender<(Arc<str>, Sign)>),
}

/// What is said of a token.
#[derive(Clone, Debug)]
pub(crate) enum Sign {
    /// `SendTaskHeartbeat`.
    Alive,
    /// `SendTaskSuccess`.
    Success(Payload),
    /// `SendTaskFailure`.
    Failure(Failure),
}

impl TokenSender {
    /// Says it. What is queued is told after this has returned, and what is answered nobody learns here.
    pub(crate) fn send(&self, token: &Arc<str>, sign: Sign) -> Result<(), CallbackError> {
        match (self, sign) {
            (Self::Memory(callbacks), Sign::Alive) => Ok(callbacks.send_task_heartbeat(token)?),
            (Self::Memory(callbacks), Sign::Success(output)) => Ok(callbacks.send_task_success(token, output)?),
            (Self::Memory(callbacks), Sign::Failure(failure)) => Ok(callbacks.send_task_failure(token, failure)?),
            (Self::Queue(tokens), sign) => {
                tokens.send((Arc::clone(token), sign)).map_err(|_| CallbackError::TaskTimedOut)
            }
        }
    }
}

/// Whether the code of a task that waits for a callback is over, and only its token is waited for.
#[derive(Debug, Default)]
pub(crate) struct Submitted(AtomicBool);

impl Submitted {
    pub(crate) fn submit(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Runs a task's own code; none where it then waits for its token.
    pub(crate) async fn unless<F: Future>(&self, attempt: F) -> Option<F::Output> {
        let mut attempt = std::pin::pin!(attempt);
        std::future::poll_fn(|context| match attempt.as_mut().poll(context) {
            std::task::Poll::Ready(result) => std::task::Poll::Ready(Some(result)),
            std::task::Poll::Pending if self.0.load(Ordering::Relaxed) => std::task::Poll::Ready(None),
            std::task::Poll::Pending => std::task::Poll::Pending,
        })
        .await
    }
}
