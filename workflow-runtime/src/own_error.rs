//! A task's own error as a way to fail.

use crate::TaskFailure;
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll};

pin_project! {
    /// The user's function, of which an error is a [`TaskFailure::Error`].
    #[doc(hidden)]
    #[must_use = "a task does nothing until it is awaited"]
    pub struct OwnError<F> {
        #[pin]
        function: F,
    }
}

/// What an attempt is that needs nothing but its arguments: no `async` block is around the function, which would keep the
/// arguments once more.
#[doc(hidden)]
#[inline]
pub fn own_error<F>(function: F) -> OwnError<F> {
    OwnError { function }
}

impl<O, E, F: Future<Output = Result<O, E>>> Future for OwnError<F> {
    type Output = Result<O, TaskFailure<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().function.poll(context).map_err(TaskFailure::Error)
    }
}
