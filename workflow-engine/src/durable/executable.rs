//! What a Standard execution runs: a definition that is interpreted, or a native workflow.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use super::recorder::Recorder;
use super::store::Definition;
use crate::engine::Engine;
use crate::{ExecutionIdentity, Failure, Payload};

/// What an execution of something durable is given.
#[derive(Clone, Debug)]
pub struct ExecutionContext {
    /// What answers it, and keeps what it does.
    pub recorder: Recorder,
    /// What it runs in: targets, activities, Map Runs.
    pub engine: Engine,
    /// Who it is.
    pub identity: Arc<ExecutionIdentity>,
    /// Its input.
    pub input: Payload,
    /// When it was started.
    pub start_date: Timestamp,
}

/// Something that Standard executions run.
///
/// The future that [`run`](Self::run) gives waits for nothing but what it asks of its [`Recorder`], and does the same
/// whenever it is answered the same. It records `ExecutionStarted` first, and `ExecutionSucceeded` or `ExecutionFailed`
/// last; what ends it from outside, such as `ExecutionAborted`, is recorded for it.
pub trait Executable: Send + Sync + 'static {
    /// What executions are pinned to.
    fn definition(&self) -> &Definition;

    /// `TimeoutSeconds`; without one, and at most, an execution takes a year.
    fn timeout(&self) -> Option<Duration>;

    /// Runs one execution.
    fn run(&self, context: ExecutionContext) -> BoxFuture<'static, Result<Payload, Failure>>;
}

/// Finds what runs a stored definition.
pub trait Executables: Send + Sync + 'static {
    /// What runs the executions of a definition; for a native workflow it is that of the same name, which may have changed.
    ///
    /// # Errors
    ///
    /// Why there is nothing: such as a workflow that this program does not have.
    fn find(&self, definition: &Definition) -> Result<Arc<dyn Executable>, String>;
}
