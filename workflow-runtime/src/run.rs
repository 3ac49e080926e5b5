//! A workflow call as a value.

use crate::Workflow;
use crate::bare::in_place;
use std::fmt;

/// A run of a workflow that has not begun: the workflow's type and its arguments.
///
/// It does nothing until it is awaited, which runs the workflow in place like the function it is, or given to
/// [`Runtime::run`](crate::Runtime::run), which adds dependencies, observers and a result that is always data.
///
/// # Panics
///
/// Awaited directly it panics where the workflow panics, and where it ends with an error that its error type has no
/// variant for (an evaluation fault, a timeout without a variant): an ordinary function has nothing to return then.
#[must_use = "a workflow does nothing until it is awaited or given to a `Runtime`"]
pub struct Run<W: Workflow, F> {
    args: W::Args,
    start: fn(W::Args) -> F,
}

impl<W: Workflow, F> Run<W, F> {
    /// The arguments.
    pub fn args(&self) -> &W::Args {
        &self.args
    }

    /// Gives the arguments back.
    pub fn into_args(self) -> W::Args {
        self.args
    }
}

impl<W: Workflow, F: Future<Output = Result<W::Output, W::Error>>> IntoFuture for Run<W, F> {
    type Output = Result<W::Output, W::Error>;
    type IntoFuture = F;

    #[inline]
    fn into_future(self) -> F {
        (self.start)(self.args)
    }
}

impl<W: Workflow, F> fmt::Debug for Run<W, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(..)", W::INFO.name)
    }
}

/// What a workflow's function returns. The future's type is the compiler's own, so that awaiting a run allocates
/// nothing.
#[doc(hidden)]
#[inline]
pub fn run<W: Workflow>(args: W::Args) -> Run<W, impl Future<Output = Result<W::Output, W::Error>> + Send + use<W>> {
    Run { args, start: in_place::<W> }
}
