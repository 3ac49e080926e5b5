//! The future of one visit of a Task state where nothing is recorded.

use crate::attempt::{panicked, settle};
use crate::bare::try_again;
use crate::fault::Unwound;
use crate::{CallOptions, Task, TaskFailure};
use futures_util::FutureExt;
use futures_util::future::CatchUnwind;
use pin_project_lite::pin_project;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

pin_project! {
    /// A task's attempts, in place. The first has no box, and the arguments are copied only for a task that may be tried
    /// again. It is written by hand as an `async` block keeps what it is given twice, and moving that is most of what a
    /// short task costs.
    #[project = Projected]
    #[must_use = "a visit does nothing until it is awaited"]
    pub(crate) enum Visit<T: Task, F> {
        /// The first attempt of a task without timeouts.
        First {
            #[pin]
            attempt: CatchUnwind<AssertUnwindSafe<F>>,
            again: Option<Again<T>>,
        },
        /// Everything else.
        Boxed { attempts: Attempting<T> },
    }
}

/// What is not worth a place of its own.
type Attempting<T> = Pin<Box<dyn Future<Output = Result<<T as Task>::Output, <T as Task>::Error>> + Send>>;

/// What another attempt needs.
pub(crate) struct Again<T: Task> {
    pub(crate) args: T::Args,
    pub(crate) state: &'static str,
    pub(crate) call: u64,
    pub(crate) options: CallOptions,
}

impl<T: Task, F: Future<Output = Result<T::Output, TaskFailure<T::Error>>>> Visit<T, F> {
    #[inline]
    pub(crate) fn first(attempt: F, again: Option<Again<T>>) -> Self {
        Visit::First { attempt: AssertUnwindSafe(attempt).catch_unwind(), again }
    }

    pub(crate) fn boxed(attempts: impl Future<Output = Result<T::Output, T::Error>> + Send + 'static) -> Self {
        Visit::Boxed { attempts: Box::pin(attempts) }
    }
}

impl<T: Task, F: Future<Output = Result<T::Output, TaskFailure<T::Error>>>> Future for Visit<T, F> {
    type Output = Result<T::Output, T::Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (failure, again) = match self.as_mut().project() {
            Projected::Boxed { attempts } => return attempts.as_mut().poll(context),
            Projected::First { attempt, again } => match ready!(attempt.poll(context)) {
                Ok(Ok(output)) => return Poll::Ready(Ok(output)),
                Ok(Err(failure)) => (failure, again.take()),
                Err(payload) => (panicked(Unwound::from_payload(payload)), again.take()),
            },
        };
        let Some(again) = again else { return Poll::Ready(Err(settle(failure))) };
        self.set(Visit::boxed(try_again(again, failure)));
        self.poll(context)
    }
}
