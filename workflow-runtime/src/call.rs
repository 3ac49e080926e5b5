//! A task call as a value.

use crate::bare::call_in_place;
use crate::{Retrier, Retry, Task, TaskInfo};
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
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// Instead of the definition's timeout.
    pub timeout: Option<Duration>,
    /// Instead of the definition's heartbeat.
    pub heartbeat: Option<Duration>,
    /// Instead of the definition's retriers.
    pub retry: Option<Vec<&'static Retrier>>,
}

impl CallOptions {
    /// The retriers of a call of this task, in order.
    pub fn retriers(&self, task: &TaskInfo) -> impl Iterator<Item = &'static Retrier> {
        let of_task = if self.retry.is_none() { task.retry } else { &[] };
        self.retry.iter().flatten().copied().chain(of_task)
    }
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

    /// Tries this call again as `retrier` says, instead of as the task's own retriers say. Called several times, the
    /// first retrier that names an error decides.
    ///
    /// ```
    /// # use workflow_runtime::prelude::*;
    /// # #[derive(Debug, WorkflowError)]
    /// # enum ShopError {
    /// #     Network,
    /// # }
    /// # #[task]
    /// # async fn charge(card: &str, cents: u32) -> Result<String, ShopError> {
    /// #     Ok(format!("{card}-{cents}"))
    /// # }
    /// # #[workflow]
    /// # async fn pay(card: String) -> Result<String, ShopError> {
    /// charge(&card, 500).retry(retrier!(errors(ShopError::Network), interval = "5s", max_attempts = 10)).await
    /// # }
    /// ```
    pub fn retry(mut self, retrier: Retry<T::Error>) -> Self {
        self.options.retry.get_or_insert_default().push(retrier.retrier());
        self
    }

    /// Does not try this call again, whatever the task's own retriers say.
    pub fn no_retry(mut self) -> Self {
        self.options.retry = Some(Vec::new());
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
        Call { args: self.args.clone(), options: self.options.clone() }
    }
}

impl<T: Task> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments = T::arguments(&self.args).map_err(|_| fmt::Error)?;
        write!(f, "{}({arguments})", T::INFO.name)
    }
}
