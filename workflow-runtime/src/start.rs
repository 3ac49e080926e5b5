//! Child executions.

use crate::attempt::typed;
use crate::define::Wit;
use crate::fault::{contained, halt};
use crate::{Context, Run, TaskFailure, Workflow};
use std::fmt;

/// An execution of another workflow that has not begun.
#[must_use = "an execution does not start until a workflow awaits it"]
pub struct StartExecution<W: Workflow> {
    args: W::Args,
}

impl<W: Workflow> StartExecution<W> {
    pub(crate) fn into_args(self) -> W::Args {
        self.args
    }
}

impl<W: Workflow> fmt::Debug for StartExecution<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "start_execution({}(..))", W::INFO.name)
    }
}

/// Starts an execution of another workflow and waits for its end: a Task state with `states:startExecution.sync:2`.
///
/// `start_execution(pack(order)).await?`, which means something inside a `#[workflow]` only. The other workflow's error
/// type is what it fails with, as if it were a task's.
///
/// See [Step Functions](https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html).
pub fn start_execution<W: Workflow, F>(run: Run<W, F>) -> StartExecution<W> {
    StartExecution { args: run.into_args() }
}

/// Runs a child execution in a scope of its own. Its failure leads to the Choice state `choice`, if there are arms, and,
/// if none takes it, to the Fail state `fail`: arms that give it on say so themselves.
#[doc(hidden)]
pub async fn execution<C: Context, W: Workflow>(
    context: &C,
    state: &'static str,
    choice: Option<&'static str>,
    fail: &'static str,
    _: Wit<W>,
    args: W::Args,
) -> Result<W::Output, W::Error> {
    let failure = match context.execution::<W>(state, args).await {
        Ok(output) => return Ok(output),
        Err(failure) => typed(failure),
    };
    if let Some(choice) = choice {
        context.enter(choice);
    }
    if choice.is_none() || failure.is_err() {
        context.enter(fail);
    }
    failure.map_or_else(|failure| halt(failure), Err)
}

/// A child execution in the scope that it runs in.
pub(crate) async fn in_scope<C: Context, W: Workflow>(
    context: C,
    args: W::Args,
) -> Result<W::Output, TaskFailure<W::Error>> {
    match contained(W::program(context, Some(args), None)).await {
        Ok(result) => result.map_err(TaskFailure::Error),
        Err(unwound) => Err(TaskFailure::Failure(unwound.into_failure())),
    }
}
