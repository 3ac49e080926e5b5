//! A task call as a value.

use crate::Task;
use crate::bare::call_in_place;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

/// A call of a task that has not been made yet: the task's type and its arguments, owned.
///
/// It does nothing until it is awaited. In a workflow the state it stands in is a Task state; elsewhere (in a test)
/// awaiting it runs the task, with its retriers and timeouts, in this process.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T: Task> {
    pub(crate) args: T::Args,
    pub(crate) options: CallOptions,
}

/// What a call site changes about its task. `None` is what the definition says.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// Instead of the definition's timeout.
    pub timeout: Option<Duration>,
    /// Instead of the definition's heartbeat.
    pub heartbeat: Option<Duration>,
}

impl<T: Task> Call<T> {
    #[doc(hidden)]
    pub fn new(args: T::Args) -> Self {
        Call { args, options: CallOptions::default() }
    }

    /// How long one attempt may take (`TimeoutSeconds`), whole seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// How long an attempt may go without a heartbeat (`HeartbeatSeconds`), whole seconds.
    pub fn heartbeat(mut self, heartbeat: Duration) -> Self {
        self.options.heartbeat = Some(heartbeat);
        self
    }

    /// The arguments.
    pub fn args(&self) -> &T::Args {
        &self.args
    }

    /// The options of this call.
    pub fn options(&self) -> &CallOptions {
        &self.options
    }

    /// Takes the call apart, for a [`Context`](crate::Context) that makes it.
    pub fn into_parts(self) -> (T::Args, CallOptions) {
        (self.args, self.options)
    }
}

/// Awaiting a call outside a workflow runs the task in place, as [`Bare`](crate::Bare) does.
///
/// # Panics
///
/// Where the task fails with an error that its error type has no variant for.
impl<T: Task> IntoFuture for Call<T> {
    type Output = Result<T::Output, T::Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(call_in_place(self))
    }
}

impl<T: Task> Clone for Call<T> {
    fn clone(&self) -> Self {
        Call { args: self.args.clone(), options: self.options }
    }
}

impl<T: Task> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments = T::arguments(&self.args).map_err(|_| fmt::Error)?;
        write!(f, "{}({arguments})", T::INFO.name)
    }
}
