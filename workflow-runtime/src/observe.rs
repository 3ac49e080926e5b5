//! What an execution tells while it runs.

use crate::{Failure, ScopePath};
use jiff::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// Is told what happens in an execution, as it happens.
///
/// ```
/// use workflow_runtime::{Event, EventKind, Observer};
///
/// struct Log;
///
/// impl Observer for Log {
///     fn observe(&self, event: &Event) {
///         if let EventKind::StateEntered { state } = &event.kind {
///             println!("{} {} {state}", event.time, event.scope);
///         }
///     }
/// }
/// ```
///
/// It is called in place, so it must not block; what it takes long over belongs behind a channel.
pub trait Observer: Send + Sync + 'static {
    /// Is told one event.
    fn observe(&self, event: &Event);
}

/// Something that happened in an execution.
#[derive(Clone, Debug)]
pub struct Event {
    /// The execution's id.
    pub execution: std::sync::Arc<str>,
    /// When.
    pub time: Timestamp,
    /// In which branch or iteration.
    pub scope: ScopePath,
    /// What.
    pub kind: EventKind,
}

/// What happened. Attempts count from 1.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EventKind {
    /// The execution began.
    ExecutionStarted {
        /// The workflow's name.
        workflow: &'static str,
    },
    /// The execution ended with an output.
    ExecutionSucceeded,
    /// The execution ended with an error.
    ExecutionFailed {
        /// Which.
        failure: Failure,
    },
    /// A state was entered.
    StateEntered {
        /// Which.
        state: &'static str,
    },
    /// A state was left.
    StateExited {
        /// Which.
        state: &'static str,
    },
    /// A task is being tried.
    TaskAttemptStarted {
        /// The Task state.
        state: &'static str,
        /// The task's name.
        task: &'static str,
        /// Which attempt.
        attempt: u32,
        /// The arguments; `None` where they cannot be written as JSON.
        arguments: Option<Value>,
    },
    /// An attempt gave its output.
    TaskAttemptSucceeded {
        /// The Task state.
        state: &'static str,
        /// The task's name.
        task: &'static str,
        /// Which attempt.
        attempt: u32,
        /// The output; `None` where it cannot be written as JSON.
        output: Option<Value>,
    },
    /// An attempt failed.
    TaskAttemptFailed {
        /// The Task state.
        state: &'static str,
        /// The task's name.
        task: &'static str,
        /// Which attempt.
        attempt: u32,
        /// How.
        failure: Failure,
    },
    /// A failed task will be tried again.
    RetryScheduled {
        /// The Task state.
        state: &'static str,
        /// Which attempt comes next.
        attempt: u32,
        /// How long until then.
        delay: Duration,
    },
    /// The workflow drew a value that is another one each time.
    ValueDrawn {
        /// `now`, `uuid` or `random`.
        function: &'static str,
        /// Which value.
        value: Value,
    },
    /// A task says how far it has come.
    TaskProgress {
        /// The Task state.
        state: &'static str,
        /// The task's name.
        task: &'static str,
        /// How much is done.
        done: u64,
        /// Of how much.
        total: u64,
    },
    /// An attempt waits for its token to be completed.
    CallbackIssued {
        /// The Task state.
        state: &'static str,
        /// The task's name.
        task: &'static str,
        /// The token's text.
        token: String,
        /// How long the attempt may take.
        timeout: Option<Duration>,
    },
    /// A Wait state waits.
    WaitStarted {
        /// The Wait state.
        state: &'static str,
        /// Until when.
        until: Timestamp,
    },
    /// A Map state knows its items.
    MapStarted {
        /// The Map state.
        state: &'static str,
        /// How many.
        length: usize,
    },
    /// An iteration of a Map state gave its output.
    MapIterationSucceeded {
        /// The Map state.
        state: &'static str,
        /// Which iteration, from 0.
        index: usize,
    },
}
