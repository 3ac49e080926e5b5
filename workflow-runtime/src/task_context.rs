//! Which attempt a task's code runs in.

use crate::identity::Identity;
use crate::limits::Beat;
use crate::local::Visit;
use std::fmt;
use std::sync::Arc;

/// Which execution, state and attempt a task's code runs in. As a parameter of a `#[task]` it is not part of the task's
/// call.
///
/// Outside a [`Runtime`](crate::Runtime) there is no execution to speak of: each call of a task is one of its own.
#[derive(Clone)]
pub struct TaskContext {
    pub(crate) identity: Identity,
    pub(crate) task: &'static str,
    pub(crate) state: &'static str,
    pub(crate) attempt: u32,
    pub(crate) beat: Option<Arc<Beat>>,
    pub(crate) visit: Option<Arc<Visit>>,
}

impl TaskContext {
    /// The execution's id.
    pub fn execution_id(&self) -> &str {
        &self.identity.execution
    }

    /// The name of the Task state.
    pub fn state_name(&self) -> &str {
        let interpreted = self.visit.as_ref().and_then(|visit| visit.interpreted());
        interpreted.map_or(self.state, |attempt| &attempt.request.state_name)
    }

    /// Which attempt this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// A key for services that do a thing once for each key: the same for every attempt of one visit of a state, and
    /// different for everything else. It is a UUID's text.
    pub fn idempotency_key(&self) -> &str {
        &self.identity.key
    }

    /// Says that the attempt is alive, where the task has a heartbeat.
    pub fn heartbeat(&self) {
        if let Some(beat) = &self.beat {
            beat.beat();
        }
        if let Some(token) = self.visit.as_ref().and_then(|visit| visit.token()) {
            token.heartbeat();
        }
    }

    /// Tells observers how far the attempt has come.
    pub fn progress(&self, done: u64, total: u64) {
        if let Some(visit) = &self.visit {
            visit.progress(self.state, self.task, done, total);
        }
    }
}

impl fmt::Debug for TaskContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskContext")
            .field("execution_id", &self.execution_id())
            .field("state_name", &self.state_name())
            .field("attempt", &self.attempt)
            .field("idempotency_key", &self.idempotency_key())
            .finish_non_exhaustive()
    }
}
