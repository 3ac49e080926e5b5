//! Which attempt a task's code runs in.

use crate::exported::Interpreted;
use crate::identity::Identity;
use crate::limits::Beat;
use crate::local::Visit;
use crate::{Failure, halt};
use std::fmt;
use std::sync::Arc;

/// Which execution, state and attempt a task's code runs in. As a parameter of a `#[task]` it is not part of the task's
/// call.
///
/// Outside a [`Runtime`](crate::Runtime) there is no execution to speak of: each call of a task is one of its own. A Lambda
/// function is not told which execution, state and attempt it is invoked for, so there each invocation is one of its own,
/// whose id is that of the request, whose state is called like the task, and whose only attempt it is.
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
        let entered = self.interpreted().and_then(|attempt| attempt.entered.as_ref());
        entered.map_or(self.state, |(state, _)| state)
    }

    /// Which attempt this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// A key for services that do a thing once for each key: the same for every attempt of one visit of a state, and
    /// different for everything else. It is a UUID's text.
    ///
    /// # Panics
    ///
    /// In a Lambda function it ends the attempt as `States.Runtime`, as there nothing tells a second attempt from another
    /// call: a key that were another one each time would let a service do twice what it shall do once. Take it as a
    /// parameter there, from a workflow that says `let key = uuid();`: all attempts of a call are given the same.
    pub fn idempotency_key(&self) -> &str {
        if self.interpreted().is_some_and(|attempt| attempt.entered.is_none()) {
            no_idempotency_key(self.task);
        }
        &self.identity.key
    }

    fn interpreted(&self) -> Option<&Interpreted> {
        self.visit.as_ref().and_then(|visit| visit.interpreted())
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

#[cold]
fn no_idempotency_key(task: &str) -> ! {
    let cause = format!(
        "task `{task}` asks for its idempotency key, which a Lambda function is not told: \
         give it one as a parameter, for which the workflow says `let key = uuid();`"
    );
    halt(Failure::new(Failure::RUNTIME, cause))
}

impl fmt::Debug for TaskContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskContext")
            .field("execution_id", &self.execution_id())
            .field("state_name", &self.state_name())
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}
