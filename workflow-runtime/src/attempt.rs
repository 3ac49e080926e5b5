//! Trying a task, and trying it again.

use crate::fault::{Unwound, contained, halt, panic_message};
use crate::{CallOptions, Failure, Retrier, Task, TaskFailure, TaskInfo, WorkflowError};
use std::time::Duration;

/// What an attempt gives.
pub(crate) type Attempted<T> = Result<<T as Task>::Output, TaskFailure<<T as Task>::Error>>;

/// How a context makes the attempts of one visit of a Task state.
pub(crate) trait Attempts<T: Task>: Send {
    /// Makes the next attempt.
    fn next(&mut self, args: T::Args) -> impl Future<Output = Attempted<T>> + Send;

    /// Waits before it. The delay is without jitter, which is the clock's.
    fn pause(&mut self, delay: Duration, retrier: &Retrier) -> impl Future<Output = ()> + Send;
}

/// Runs an attempt so that a panic is its failure.
#[inline]
pub(crate) async fn caught<T: Task>(attempt: impl Future<Output = Attempted<T>>) -> Attempted<T> {
    match contained(attempt).await {
        Ok(attempted) => attempted,
        Err(unwound) => Err(panicked(unwound)),
    }
}

#[cold]
pub(crate) fn panicked<E>(unwound: Unwound) -> TaskFailure<E> {
    match unwound {
        Unwound::Halted(failure) => halt(failure),
        Unwound::Panicked(payload) => {
            TaskFailure::Failure(Failure::new(Failure::TASK_PANICKED, panic_message(&*payload)))
        }
    }
}

/// Goes on after the first attempt has failed: tries again as the call's retriers say, to the end.
pub(crate) async fn retry<T: Task>(
    attempts: &mut impl Attempts<T>,
    args: T::Args,
    options: &CallOptions,
    mut failure: TaskFailure<T::Error>,
) -> Result<T::Output, T::Error> {
    let mut retries = Retries::of(const { &T::INFO }, options);
    while let Some((delay, retrier)) = retries.after(&failure) {
        attempts.pause(delay, retrier).await;
        match attempts.next(args.clone()).await {
            Ok(output) => return Ok(output),
            Err(next) => failure = next,
        }
    }
    Err(settle(failure))
}

/// The error that the workflow sees; one that its type has no variant for ends the execution.
#[cold]
pub(crate) fn settle<E: WorkflowError>(failure: TaskFailure<E>) -> E {
    typed(failure).unwrap_or_else(|failure| halt(failure))
}

/// The error as the workflow sees it, or the failure of which its type has no variant.
pub(crate) fn typed<E: WorkflowError>(failure: TaskFailure<E>) -> Result<E, Failure> {
    match failure {
        TaskFailure::Error(error) => Ok(error),
        TaskFailure::Failure(failure) if ends_execution(&failure.error) => Err(failure),
        TaskFailure::Failure(failure) => E::from_failure(failure),
    }
}

/// Whether no Retrier or Catcher takes the error: `States.TaskFailed` lets evaluation faults through, and a failure of
/// the runtime itself is never the workflow's.
fn ends_execution(name: &str) -> bool {
    name == Failure::QUERY_EVALUATION_ERROR || name == Failure::RUNTIME
}

/// How often each retrier was used in one visit of a state.
#[derive(Debug)]
pub(crate) struct Retries {
    retriers: Vec<(&'static Retrier, u32)>,
}

impl Retries {
    /// None of a call's retriers was used yet.
    pub(crate) fn of(task: &TaskInfo, options: &CallOptions) -> Self {
        Retries { retriers: options.retriers(task).map(|retrier| (retrier, 0)).collect() }
    }

    /// How long to wait before the next attempt, if there is one. The first retrier that names the error decides, even
    /// when it is used up.
    pub(crate) fn after<E: WorkflowError>(&mut self, failure: &TaskFailure<E>) -> Option<(Duration, &'static Retrier)> {
        if self.retriers.is_empty() {
            return None;
        }
        let name = failure.failure().error;
        let (retrier, used) = self.retriers.iter_mut().find(|(retrier, _)| names::<E>(retrier, &name))?;
        if *used >= retrier.max_attempts {
            return None;
        }
        let delay = delay(retrier, *used);
        *used += 1;
        Some((delay, retrier))
    }
}

/// Whether a retrier is for errors of this name.
fn names<E: WorkflowError>(retrier: &Retrier, name: &str) -> bool {
    if ends_execution(name) {
        return false;
    }
    retrier.variants.is_empty()
        || E::VARIANTS.iter().any(|variant| retrier.variants.contains(&variant.ident) && variant.takes(name))
}

/// How long a retrier waits when it was already used so many times, without jitter.
fn delay(retrier: &Retrier, used: u32) -> Duration {
    let rate = retrier.backoff_rate.powf(f64::from(used));
    let delay = Duration::try_from_secs_f64(retrier.interval.as_secs_f64() * rate).unwrap_or(Duration::MAX);
    delay.min(retrier.max_delay.unwrap_or(Duration::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{AnyError, PLAIN, SECOND, ShopError, flaky, panics, retrier, seconds, task, trying};
    use crate::testing::{Reply, TestRun};
    use crate::{ExecutionError, Jitter};
    use serde_json::{Value, json};

    fn network() -> Reply<flaky> {
        Reply::Result(Err(ShopError::Network))
    }

    fn failing(name: &str) -> Reply<flaky> {
        Reply::Failure(Failure::named(name))
    }

    fn done() -> Reply<flaky> {
        Reply::Result(Ok(json!("done")))
    }

    /// The outcome of these replies in order, and the delays between them.
    async fn outcome(replies: Vec<Reply<flaky>>) -> (Result<Value, ExecutionError<ShopError>>, Vec<u64>) {
        let test = TestRun::new().stub_sequence::<flaky, _>(replies).run(trying::<flaky>(json!({}))).await;
        let delays = test.retry_delays().iter().map(|(_, delay)| delay.as_secs()).collect();
        (test.result.clone(), delays)
    }

    #[tokio::test]
    async fn the_interval_grows_with_each_use_of_a_retrier() {
        let (result, delays) = outcome(vec![network(), network(), done()]).await;
        assert_eq!((result, delays), (Ok(json!("done")), vec![1, 2]));
    }

    #[tokio::test]
    async fn the_first_retrier_that_names_an_error_decides_even_when_used_up() {
        let (result, delays) = outcome(vec![network(), network(), network()]).await;
        assert_eq!((result, delays), (Err(ExecutionError::Error(ShopError::Network)), vec![1, 2]));
    }

    #[tokio::test]
    async fn counts_are_kept_for_each_retrier_across_errors() {
        let replies = vec![network(), failing(Failure::TIMEOUT), network(), failing("E"), done()];
        let (result, delays) = outcome(replies).await;
        assert_eq!((result, delays), (Ok(json!("done")), vec![1, 1, 2, 1]));
    }

    #[tokio::test]
    async fn an_error_without_a_variant_ends_the_execution() {
        let (result, delays) = outcome(vec![failing("E"), failing("E")]).await;
        assert_eq!((result, delays), (Err(ExecutionError::Halted(Failure::named("E"))), vec![1]));
    }

    #[tokio::test]
    async fn an_error_by_name_becomes_the_variant_of_its_name() {
        let (result, _) = outcome(vec![failing(Failure::TIMEOUT), failing(Failure::TIMEOUT)]).await;
        assert_eq!(result, Err(ExecutionError::Error(ShopError::Timeout)));
    }

    #[tokio::test]
    async fn evaluation_faults_and_failures_of_the_runtime_are_not_tried_again() {
        for name in [Failure::QUERY_EVALUATION_ERROR, Failure::RUNTIME] {
            let (result, delays) = outcome(vec![failing(name)]).await;
            assert_eq!((result, delays), (Err(ExecutionError::Halted(Failure::named(name))), vec![]));
        }
    }

    #[tokio::test]
    async fn no_variant_takes_an_evaluation_fault() {
        let failure = Failure::named(Failure::QUERY_EVALUATION_ERROR);
        let test = TestRun::new().stub_failure::<panics>(failure.clone()).run(trying::<panics>(1)).await;
        assert_eq!(test.result, Err(ExecutionError::Halted(failure)));
    }

    #[tokio::test]
    async fn a_timeout_is_tried_again_and_the_attempt_dropped() {
        let test =
            TestRun::new().stub_sequence::<flaky, _>([Reply::Never, done()]).run(trying::<flaky>(json!({}))).await;
        assert_eq!(test.output(), "done");
        assert_eq!(test.duration(), seconds(11));
    }

    #[tokio::test]
    async fn a_panic_is_an_error_of_the_task() {
        let test = TestRun::new().run(trying::<panics>(7)).await;
        let failure = Failure::new(Failure::TASK_PANICKED, "no 7");
        assert_eq!(test.result, Err(ExecutionError::Error(AnyError(failure))));
    }

    task!(
        jittered(_args: (), _env) -> Result<(), ShopError>,
        { retry: &[Retrier { jitter: Jitter::Full, max_delay: Some(seconds(3)), ..retrier(&[], 4) }] },
        Err(TaskFailure::Error(ShopError::Network))
    );

    #[tokio::test]
    async fn delays_are_capped_and_jitter_is_the_longest_in_a_test() {
        let test = TestRun::new().run(trying::<jittered>(())).await;
        let delays: Vec<u64> = test.retry_delays().iter().map(|(_, delay)| delay.as_secs()).collect();
        assert_eq!(delays, [1, 2, 3, 3]);
        assert_eq!(test.calls().iter().map(|call| call.attempt).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_delay_is_never_more_than_time_can_hold() {
        let retrier = Retrier { backoff_rate: 1e300, ..retrier(&[], 9) };
        assert_eq!((delay(&retrier, 0), delay(&retrier, 8)), (SECOND, Duration::MAX));
    }

    #[test]
    fn a_retrier_of_no_attempts_forbids_them() {
        const NEVER: &[Retrier] = &[retrier(&["Network"], 0), retrier(&[], 3)];
        let task = TaskInfo { retry: NEVER, ..PLAIN };
        let mut retries = Retries::of(&task, &CallOptions::default());
        assert!(retries.after(&TaskFailure::Error(ShopError::Network)).is_none());
        assert!(retries.after(&TaskFailure::Error(ShopError::Timeout)).is_some());
    }
}
