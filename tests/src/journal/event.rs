//! What is on record.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::time::Duration;
use workflow_runtime::Failure;

/// One execution's events, in order. It only grows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    events: Vec<Event>,
}

/// Something that happened, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: EventKind,
}

/// An effect's name within an execution: the same in every life of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The branches and iterations that it stands in.
    pub scope: String,
    /// The state; empty for the execution itself.
    pub state: String,
    /// Which visit of the state in its scope, from 1.
    pub visit: u32,
}

/// What happened. Attempts count from 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EventKind {
    /// The execution began.
    ExecutionStarted {
        /// The workflow's name.
        workflow: String,
        /// Its input.
        input: Value,
    },
    /// The execution gave its output.
    ExecutionSucceeded {
        /// Which.
        output: Value,
    },
    /// The execution failed.
    ExecutionFailed {
        /// How.
        failure: Failure,
    },
    /// The program entered a state.
    StateEntered,
    /// The program left a Parallel or Map state.
    StateExited,
    /// A Map state knows its items.
    MapStarted {
        /// How many.
        length: usize,
    },
    /// An iteration gave its output.
    MapIterationSucceeded {
        /// Which.
        index: usize,
    },
    /// The program asked for an attempt.
    AttemptStarted {
        /// The task.
        task: String,
        /// Which attempt.
        attempt: u32,
        /// What it is given.
        arguments: Value,
        /// When it has taken too long.
        deadline: Option<Timestamp>,
    },
    /// The program asked for a pause before another attempt.
    RetryScheduled {
        /// Which attempt comes next.
        attempt: u32,
        /// The pause with its jitter: drawn once, and from then on read from here.
        delay: Duration,
    },
    /// The program asked for a wait.
    WaitStarted {
        /// Until when.
        until: Timestamp,
    },
    /// The program drew a value that is another one each time.
    ValueDrawn {
        /// Which; a replay gives it again.
        value: Value,
    },
    /// The program no longer waits for what it asked for: another branch has failed.
    Aborted,
    /// An attempt's own code has ended; now it waits for its token to be completed.
    TaskSubmitted {
        /// Which attempt.
        attempt: u32,
        /// The token.
        token: String,
    },
    /// An attempt gave its output.
    AttemptSucceeded {
        /// Which attempt.
        attempt: u32,
        /// What it gave.
        output: Value,
    },
    /// An attempt failed.
    AttemptFailed {
        /// Which attempt.
        attempt: u32,
        /// How.
        failure: Failure,
    },
    /// An attempt has taken too long.
    AttemptTimedOut {
        /// Which attempt.
        attempt: u32,
    },
    /// A wait or a pause is over.
    TimerFired,
}

impl EventKind {
    /// Whether the world did this; everything else the program does, and does again when it is replayed.
    pub fn is_from_outside(&self) -> bool {
        use EventKind as K;
        matches!(
            self,
            K::TaskSubmitted { .. }
                | K::AttemptSucceeded { .. }
                | K::AttemptFailed { .. }
                | K::AttemptTimedOut { .. }
                | K::TimerFired
        )
    }

    /// Whether a program that does `other` does what is on record here. What was drawn by chance need not be equal.
    pub(super) fn admits(&self, other: &EventKind) -> bool {
        match (self, other) {
            (EventKind::RetryScheduled { attempt, .. }, EventKind::RetryScheduled { attempt: again, .. }) => {
                attempt == again
            }
            (EventKind::ValueDrawn { .. }, EventKind::ValueDrawn { .. }) => true,
            _ => self == other,
        }
    }
}

impl Journal {
    /// What happened.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What a process leaves that dies when so many events are committed: text, and nothing that lives in memory.
    ///
    /// # Errors
    ///
    /// Where an event cannot be written or read back.
    pub fn survive(&self, events: usize) -> serde_json::Result<Journal> {
        let committed: Vec<&Event> = self.events.iter().take(events).collect();
        serde_json::from_str(&serde_json::json!({ "events": committed }).to_string())
    }

    pub(super) fn append(&mut self, event: Event) {
        self.events.push(event);
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { scope, state, visit } = self;
        if state.is_empty() {
            return f.write_str("the execution");
        }
        write!(f, "state `{state}`")?;
        if *visit > 1 {
            write!(f, " (visit {visit})")?;
        }
        if scope.is_empty() { Ok(()) } else { write!(f, " in {scope}") }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.place, self.kind)
    }
}
