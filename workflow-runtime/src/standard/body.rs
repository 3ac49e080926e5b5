//! An attempt of a task in a Standard execution: a future that owns all it needs.

use super::invoked;
use crate::fault::{Unwound, contained, panic_message};
use crate::limits::Limits;
use crate::local::{Running, Visit};
use crate::outside::OutsideToken;
use crate::scope::Scope;
use crate::{Failure, Task, TaskEnv, TaskFailure};
use std::sync::Arc;
use workflow_engine::durable::TaskBody;
use workflow_engine::{Payload, TaskError};

/// Where an attempt stands, and what it may reach.
pub(super) struct Surroundings {
    pub(super) execution: Arc<Running>,
    pub(super) scope: Arc<Scope>,
    pub(super) state: &'static str,
    pub(super) visit: u32,
    pub(super) attempt: u32,
    pub(super) limits: Limits,
    pub(super) token: Option<OutsideToken>,
}

/// An attempt of a task, or what stands in for it.
pub(super) fn of<T: Task>(args: T::Args, surroundings: Surroundings) -> TaskBody {
    Box::new(move |_submissions| Box::pin(attempt::<T>(args, surroundings)))
}

async fn attempt<T: Task>(args: T::Args, surroundings: Surroundings) -> Result<Payload, TaskError> {
    let waits = surroundings.token.is_some();
    // The failure of what was to give a token away is one of the submission.
    let failed = |failure: Failure| match failure.error.as_str() {
        Failure::RUNTIME => TaskError::Halted(failure.into()),
        _ if waits => TaskError::SubmitFailed(failure.into()),
        _ => TaskError::Failed(failure.into()),
    };
    match contained(own_code::<T>(args, surroundings)).await {
        Ok(Some(Ok(output))) => result::<T>(&output),
        Ok(Some(Err(failure))) => Err(failed(failure.failure())),
        // The token is waited for.
        Ok(None) => result::<T>(&()),
        Err(Unwound::Halted(failure)) => Err(TaskError::Halted(failure.into())),
        Err(Unwound::Panicked(payload)) => Err(failed(Failure::new(Failure::TASK_PANICKED, panic_message(&*payload)))),
    }
}

type Ended<T> = Option<Result<<T as Task>::Output, TaskFailure<<T as Task>::Error>>>;

/// Runs a task's own code; none where its token is waited for then.
async fn own_code<T: Task>(args: T::Args, surroundings: Surroundings) -> Ended<T> {
    let Surroundings { execution, scope, state, visit, attempt, limits, token } = surroundings;
    if let Some(stub) = execution.stubs.find::<T>() {
        return Some(stub.reply(args).await);
    }
    let submitted = token.as_ref().map(|token| Arc::clone(&token.submitted)).unwrap_or_default();
    let clock = execution.clock.clone();
    let visit = Arc::new(Visit::recorded(execution, scope, visit, limits, token));
    let env = TaskEnv::local(const { &T::INFO }, state, attempt, Arc::clone(&visit));
    let work = visit.work().during(T::attempt(args, env));
    // The engine sees to the timeout, and to the heartbeats of a token.
    let silence = Limits { timeout: None, ..limits };
    match silence.hold(&clock, visit.beat().map(|beat| &**beat), submitted.unless(work)).await {
        Some(ended) => ended,
        None => Some(Err(TaskFailure::Failure(Failure::named(Failure::TIMEOUT)))),
    }
}

fn result<T: Task>(output: &impl serde::Serialize) -> Result<Payload, TaskError> {
    let unwritten = |error| Failure::new(Failure::RUNTIME, format!("the output of `{}`: {error}", T::INFO.name));
    let result = invoked::result::<T>(output).map_err(|error| TaskError::Halted(unwritten(error).into()))?;
    match result.is_too_large() {
        false => Ok(result),
        true => Err(TaskError::Failed(workflow_engine::Failure::result_too_large(&invoked::resource_type::<T>()))),
    }
}
