//! How executions end.

use crate::fault::Unwound;
use crate::{Failure, Workflow, WorkflowError};
use std::fmt;
use std::sync::Arc;

/// An execution that has ended.
pub struct Execution<W: Workflow> {
    /// Its id.
    pub id: Arc<str>,
    /// The workflow's output, or why there is none.
    pub result: Result<W::Output, ExecutionError<W::Error>>,
}

impl<W: Workflow> Execution<W> {
    /// How it ended.
    pub fn status(&self) -> ExecutionStatus {
        match self.result {
            Ok(_) => ExecutionStatus::Succeeded,
            Err(ExecutionError::Error(_) | ExecutionError::Halted(_)) => ExecutionStatus::Failed,
            Err(ExecutionError::TimedOut) => ExecutionStatus::TimedOut,
            Err(ExecutionError::Aborted(_)) => ExecutionStatus::Aborted,
        }
    }
}

impl<W: Workflow<Output: fmt::Debug, Error: fmt::Debug>> fmt::Debug for Execution<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Execution").field("id", &self.id).field("result", &self.result).finish()
    }
}

/// How an execution ended, in Step Functions' words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExecutionStatus {
    /// `SUCCEEDED`
    Succeeded,
    /// `FAILED`
    Failed,
    /// `TIMED_OUT`
    TimedOut,
    /// `ABORTED`
    Aborted,
}

impl fmt::Display for ExecutionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ExecutionStatus::Succeeded => "SUCCEEDED",
            ExecutionStatus::Failed => "FAILED",
            ExecutionStatus::TimedOut => "TIMED_OUT",
            ExecutionStatus::Aborted => "ABORTED",
        })
    }
}

/// Why an execution has no output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExecutionError<E> {
    /// The workflow's own error.
    Error(E),
    /// An error that the workflow has no variant for: an evaluation fault, a system error, a missing dependency.
    Halted(Failure),
    /// It took too long as a whole.
    TimedOut,
    /// Somebody stopped it, with this error and cause.
    Aborted(Failure),
}

impl<E: WorkflowError> ExecutionError<E> {
    /// The error's name and cause.
    pub fn failure(&self) -> Failure {
        match self {
            ExecutionError::Error(error) => error.failure(),
            ExecutionError::Halted(failure) | ExecutionError::Aborted(failure) => failure.clone(),
            ExecutionError::TimedOut => Failure::named(Failure::TIMEOUT),
        }
    }
}

impl<E: WorkflowError> fmt::Display for ExecutionError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure().fmt(f)
    }
}

impl<E: WorkflowError + fmt::Debug> std::error::Error for ExecutionError<E> {}

/// The result of a program that has returned or was unwound.
pub(crate) fn result<O, E>(ended: Result<Result<O, E>, Unwound>) -> Result<O, ExecutionError<E>> {
    match ended {
        Ok(result) => result.map_err(ExecutionError::Error),
        Err(unwound) => Err(ExecutionError::Halted(unwound.into_failure())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{AnyError, ShopError, echo, task, trying, workflow};
    use crate::{Runtime, halt};

    workflow!(ends(context, how: String) -> Result<String, ShopError>, {
        let _ = &context;
        match how.as_str() {
            "returns" => Ok(how),
            "fails" => Err(ShopError::Network),
            "halts" => halt(Failure::new("Stopped", "by hand")),
            _ => panic!("{how} is out of range"),
        }
    });

    async fn ended(how: &str) -> Execution<ends> {
        Runtime::new().run(ends(how.to_owned())).await
    }

    #[tokio::test]
    async fn every_end_is_data() {
        let halted = |error, cause| Err(ExecutionError::Halted(Failure::new(error, cause)));
        assert_eq!(ended("returns").await.result, Ok("returns".to_owned()));
        assert_eq!(ended("fails").await.result, Err(ExecutionError::Error(ShopError::Network)));
        assert_eq!(ended("halts").await.result, halted("Stopped", "by hand"));
        assert_eq!(ended("9").await.result, halted(Failure::QUERY_EVALUATION_ERROR, "9 is out of range"));
        assert_eq!(ended("fails").await.status(), ExecutionStatus::Failed);
    }

    task!(stops(_args: (), _env) -> Result<(), AnyError>, {}, halt(Failure::named("Stopped")));

    #[tokio::test]
    async fn a_halt_inside_a_task_is_not_its_error() {
        let execution = Runtime::new().run(trying::<stops>(())).await;
        assert_eq!(execution.result, Err(ExecutionError::Halted(Failure::named("Stopped"))));
    }

    #[tokio::test]
    async fn executions_have_ids_and_can_be_spawned() {
        let runtime = Runtime::new();
        let one = tokio::spawn(runtime.run(trying::<echo>("a".to_owned())));
        let two = tokio::spawn(runtime.execute::<ends>("returns".to_owned()));
        assert_ne!(one.await.unwrap().id, two.await.unwrap().id);
        assert_eq!(&*runtime.execution_id("order-1").run(ends("returns".to_owned())).await.id, "order-1");
    }
}
