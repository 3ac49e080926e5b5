//! Runs a program: async code over its plan, that writes history as it goes.
//!
//! A run asks the world itself - time, targets, callbacks, activities, randomness - or, where it is recorded, its
//! [`Recorder`](crate::durable::Recorder), and nothing else.

mod asked;
mod branch;
mod direct;
mod distributed;
mod fields;
mod halt;
mod map;
mod parallel;
mod reading;
mod recover;
mod run;
mod scope;
mod state;
mod task;
mod tested;
mod trace;
mod variables;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::watch;

use branch::Branch;
use run::{Journal, Run};

use crate::durable::ExecutionContext;
use crate::engine::{Shared, StartExecution};
use crate::history::Event;
use crate::{ExecutionState, ExecutionStatus, ExecutionType, Failure, History, Payload, Program};

pub(crate) use fields::discarded;
pub(crate) use halt::Halt;
pub(crate) use reading::Reading;
pub(crate) use tested::test;

/// How long an Express execution may take.
const EXPRESS_TIMEOUT: Duration = Duration::from_secs(5 * 60);

/// Runs an execution to its end.
pub(crate) async fn execute(
    engine: Arc<Shared>,
    start: StartExecution,
    history: Option<Arc<History>>,
    state: watch::Sender<ExecutionState>,
    stopped: watch::Receiver<Option<Failure>>,
) {
    let clock = engine.options.clock.clone();
    let start_date = state.borrow().start_date;
    let status = run(engine, &start, history, start_date, stop_request(stopped)).await;
    state.send_modify(|state| {
        state.status = status;
        state.stop_date = Some(clock.now());
    });
}

/// What ends an execution from outside of its states.
enum Cut {
    TimedOut,
    Stopped(Failure),
}

/// Waits until somebody wants the execution to stop, and says why.
async fn stop_request(mut stopped: watch::Receiver<Option<Failure>>) -> Failure {
    let reason = stopped.wait_for(Option::is_some).await.ok().and_then(|reason| reason.clone());
    match reason {
        Some(reason) => reason,
        // Whoever could stop it is gone.
        None => std::future::pending().await,
    }
}

/// Runs an execution to its end, unless `stopped` comes first.
pub(crate) async fn run(
    engine: Arc<Shared>,
    start: &StartExecution,
    history: Option<Arc<History>>,
    start_time: jiff::Timestamp,
    stopped: impl Future<Output = Failure>,
) -> ExecutionStatus {
    let run = Run {
        engine,
        identity: Arc::new(start.identity.clone()),
        input: start.input.clone(),
        start_time,
        is_synchronous: start.is_synchronous,
        journal: history.map_or_else(Journal::nowhere, Journal::History),
        recorder: None,
        redrives_before: 0,
        test: None,
    };
    begin(&run);
    let mut branch = Branch::root(&run);
    let outcome = {
        let states = branch.scope(&start.program.root, start.input.clone());
        // States that never wait use up tokio's budget; what ends them must not need any of it.
        let cut = tokio::task::coop::unconstrained(cut(&run, start, stopped));
        match select(pin!(states), pin!(cut)).await {
            Either::Left((outcome, _)) => Ok(outcome),
            Either::Right((cut, _)) => Err(cut),
        }
    };
    match outcome {
        Ok(outcome) => match end(&run, branch.last, outcome) {
            Ok(output) => ExecutionStatus::Succeeded(output),
            Err(failure) => ExecutionStatus::Failed(failure),
        },
        Err(cut) => end_early(&run, cut),
    }
}

/// Runs an execution that is recorded to its end. What ends it from outside drops it.
pub(crate) async fn run_asking(program: &Program, context: ExecutionContext) -> Result<Payload, Failure> {
    let ExecutionContext { recorder, engine, identity, input, start_date } = context;
    let run = Run {
        engine: engine.shared(),
        identity,
        input: input.clone(),
        start_time: start_date,
        is_synchronous: false,
        journal: Journal::Recorder(recorder.clone()),
        recorder: Some(recorder),
        redrives_before: 0,
        test: None,
    };
    begin(&run);
    let mut branch = Branch::root(&run);
    let outcome = branch.scope(&program.root, input).await;
    end(&run, branch.last, outcome)
}

/// Writes the first event.
fn begin(run: &Run) {
    let identity = &run.identity;
    run.record_end(0, || Event::ExecutionStarted {
        input: run.input.clone(),
        role_arn: identity.role_arn.clone(),
        state_machine_alias_arn: identity.state_machine_alias_arn.clone(),
        state_machine_version_arn: identity.state_machine_version_arn.clone(),
    });
}

/// Waits until the execution has to end.
async fn cut(run: &Run, start: &StartExecution, stopped: impl Future<Output = Failure>) -> Cut {
    let limit = match start.execution_type {
        ExecutionType::Standard => start.program.timeout,
        ExecutionType::Express => Some(start.program.timeout.unwrap_or(EXPRESS_TIMEOUT).min(EXPRESS_TIMEOUT)),
    };
    let Some(limit) = limit else { return Cut::Stopped(stopped.await) };
    match select(pin!(stopped), pin!(run.engine.options.clock.sleep(limit))).await {
        Either::Left((reason, _)) => Cut::Stopped(reason),
        Either::Right(_) => Cut::TimedOut,
    }
}

/// Writes the last event and gives the result.
fn end(run: &Run, last: u64, outcome: Result<Payload, Halt>) -> Result<Payload, Failure> {
    let result = outcome.map_err(Halt::into_failure);
    run.record_end(last, || match &result {
        Ok(output) => Event::ExecutionSucceeded { output: output.clone() },
        Err(failure) => Event::ExecutionFailed(failure.clone()),
    });
    result
}

/// Writes the last event of an execution that was ended from outside, which follows on nothing.
fn end_early(run: &Run, cut: Cut) -> ExecutionStatus {
    match cut {
        // A timeout has neither a name nor a cause.
        Cut::TimedOut => {
            let failure = Failure::default();
            run.record_end(0, || Event::ExecutionTimedOut(failure.clone()));
            ExecutionStatus::TimedOut(failure)
        }
        Cut::Stopped(reason) => {
            run.record_end(0, || Event::ExecutionAborted(reason.clone()));
            ExecutionStatus::Aborted(reason)
        }
    }
}
