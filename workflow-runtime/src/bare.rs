//! Running effects in place.

use crate::attempt::{Attempted, Attempts, caught, retry, settle};
use crate::fault::Unwound;
use crate::identity::next_call;
use crate::limits::Limits;
use crate::visit::{Again, Visit};
use crate::{
    Call, CallOptions, Context, ContextObject, Failure, Jitter, Retrier, Task, TaskEnv, TaskFailure, Workflow,
};
use futures_util::FutureExt;
use jiff::Timestamp;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use workflow_engine::clock::Clock;

/// The context that adds nothing: tasks run where they are awaited, in real time, and nothing is recorded.
///
/// A task without timeouts costs little more than calling its function; with them its call is boxed. Its arguments are
/// copied where it may be tried again. Nothing is serialised, so no quota of Step Functions (256 KiB of input or output) is noticed. Tasks that take a
/// [`Dep`](crate::Dep) need a [`Runtime`](crate::Runtime).
#[derive(Clone, Copy, Debug, Default)]
pub struct Bare;

impl Context for Bare {
    #[inline]
    fn enter(&self, _state: &'static str) {}

    #[inline]
    fn exit(&self, _state: &'static str) {}

    #[inline]
    fn task<T: Task>(
        &self,
        state: &'static str,
        call: Call<T>,
    ) -> impl Future<Output = Result<T::Output, T::Error>> + Send + use<T> {
        let (args, options) = call.into_parts();
        let limits = Limits::of(const { &T::INFO }, &options);
        if limits.any() {
            return Visit::<T, _>::boxed(attempts::<T>(args, state, limits, options));
        }
        let task = const { &T::INFO };
        if options.retriers(task).next().is_none() {
            return Visit::first(T::attempt(args, TaskEnv::once(task, state)), None);
        }
        let again = Again { args: args.clone(), state, call: next_call(), options };
        let env = TaskEnv::alone(task, state, again.call);
        Visit::first(T::attempt(args, env), Some(again))
    }

    async fn wait(&self, _state: &'static str, delay: Duration) {
        Clock::Real.sleep(delay).await;
    }

    async fn wait_until(&self, _state: &'static str, moment: Timestamp) {
        Clock::Real.sleep_until(moment).await;
    }

    fn now(&self) -> Timestamp {
        crate::now()
    }

    fn uuid(&self) -> String {
        crate::uuid()
    }

    fn random(&self) -> f64 {
        crate::random()
    }

    fn context_object(&self) -> ContextObject {
        ContextObject::alone()
    }

    #[inline]
    fn scope(&self, _state: &'static str, _index: usize) -> Self {
        Bare
    }
}

/// All attempts of a task with timeouts.
async fn attempts<T: Task>(
    args: T::Args,
    state: &'static str,
    limits: Limits,
    options: CallOptions,
) -> Result<T::Output, T::Error> {
    let env = TaskEnv::alone(const { &T::INFO }, state, next_call());
    let mut attempts = BareAttempts { env, limits };
    if options.retriers(const { &T::INFO }).next().is_none() {
        return attempts.attempt::<T>(args).await.map_err(settle);
    }
    match attempts.attempt::<T>(args.clone()).await {
        Ok(output) => Ok(output),
        Err(failure) => retry::<T>(&mut attempts, args, &options, failure).await,
    }
}

/// The attempts after a first one that failed, of a task without timeouts.
pub(crate) async fn try_again<T: Task>(again: Again<T>, failure: TaskFailure<T::Error>) -> Result<T::Output, T::Error> {
    let mut env = TaskEnv::alone(const { &T::INFO }, again.state, again.call);
    env.count();
    let mut attempts = BareAttempts { env, limits: Limits::NONE };
    retry::<T>(&mut attempts, again.args, &again.options, failure).await
}

/// The attempts of one visit.
struct BareAttempts {
    /// The next attempt's.
    env: TaskEnv,
    limits: Limits,
}

impl BareAttempts {
    async fn attempt<T: Task>(&mut self, args: T::Args) -> Attempted<T> {
        let beat = self.limits.beat(&Clock::Real);
        let env = self.env.clone().with_beat(beat.clone());
        self.env.count();
        let attempt = caught::<T>(T::attempt(args, env));
        if !self.limits.any() {
            return attempt.await;
        }
        let held = self.limits.hold(&Clock::Real, beat.as_deref(), attempt).await;
        held.unwrap_or_else(|| Err(TaskFailure::Failure(Failure::named(Failure::TIMEOUT))))
    }
}

impl<T: Task> Attempts<T> for BareAttempts {
    async fn next(&mut self, args: T::Args) -> Attempted<T> {
        self.attempt::<T>(args).await
    }

    async fn pause(&mut self, delay: Duration, retrier: &Retrier) {
        let delay = match retrier.jitter {
            Jitter::None => delay,
            Jitter::Full => Clock::Real.jittered(delay),
        };
        Clock::Real.sleep(delay).await;
    }
}

/// Runs a workflow where it is awaited.
///
/// # Panics
///
/// Where the workflow panics, and where it ends with an error that its type has no variant for: there is nothing that
/// an ordinary function could return.
#[inline]
pub(crate) fn in_place<W: Workflow>(
    args: W::Args,
) -> impl Future<Output = Result<W::Output, W::Error>> + Send + use<W> {
    AssertUnwindSafe(W::program(Bare, Some(args), None)).catch_unwind().map(returned)
}

#[inline]
fn returned<T>(outcome: std::thread::Result<T>) -> T {
    outcome.unwrap_or_else(|payload| unreturnable(Unwound::from_payload(payload)))
}

#[cold]
#[expect(clippy::panic, reason = "a function that has no error to return can only panic; `Runtime` reports it as data")]
fn unreturnable(unwound: Unwound) -> ! {
    match unwound {
        Unwound::Halted(failure) => panic!("{failure}"),
        Unwound::Panicked(payload) => std::panic::resume_unwind(payload),
    }
}

/// Runs one call where it is awaited.
pub(crate) async fn call_in_place<T: Task>(call: Call<T>) -> Result<T::Output, T::Error> {
    AssertUnwindSafe(Bare.task(T::INFO.name, call)).catch_unwind().map(returned).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ShopError, echo, is_send, panics, seconds, task, trying, workflow};
    use crate::{__private, Dep, TaskToken};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    const AT_ONCE: Retrier = Retrier { interval: Duration::ZERO, ..Retrier::DEFAULT };

    task!(
        third_time(count: u64, env) -> Result<(u32, bool), ShopError>,
        { timeout: Some(seconds(600)), heartbeat: Some(seconds(600)), retry: &[Retrier { jitter: Jitter::Full, ..AT_ONCE }] },
        {
            let context = env.context();
            context.heartbeat();
            match context.attempt() {
                3 => Ok((3, context.execution_id().len() == 36 && count == 9)),
                _ => Err(TaskFailure::Error(ShopError::Network)),
            }
        }
    );

    #[tokio::test]
    async fn a_call_is_tried_again_in_place() {
        assert_eq!(Call::<third_time>::new(9).await, Ok((3, true)));
    }

    task!(
        keyed(keys: Keys, env) -> Result<(), ShopError>,
        { retry: &[AT_ONCE] },
        {
            keys.seen.lock().unwrap().push(env.context().idempotency_key().to_owned());
            Err(TaskFailure::Error(ShopError::Network))
        }
    );

    #[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
    pub(crate) struct Keys {
        #[serde(skip)]
        seen: Arc<std::sync::Mutex<Vec<String>>>,
    }

    #[tokio::test]
    async fn attempts_of_a_call_share_a_key() {
        let keys = Keys::default();
        assert_eq!(Call::<keyed>::new(keys.clone()).await, Err(ShopError::Network));
        assert_eq!(Call::<keyed>::new(keys.clone()).await, Err(ShopError::Network));
        let keys = keys.seen.lock().unwrap();
        let (first, second) = keys.split_at(4);
        assert!(first.iter().all(|key| *key == first[0]) && second.iter().all(|key| *key == second[0]));
        assert!(first[0] != second[0] && keys.len() == 8);
    }

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let error = Call::<panics>::new(3).await.unwrap_err();
        assert_eq!(error.0, Failure::new(Failure::TASK_PANICKED, "no 3"));
    }

    #[tokio::test]
    #[should_panic(expected = "States.Runtime: task `pooled` takes a `Dep<alloc::string::String>`")]
    async fn an_error_that_cannot_be_returned_panics_with_its_text() {
        task!(pooled(_args: (), env) -> Result<usize, ShopError>, {}, {
            let pool: Dep<String> = env.dep()?;
            Ok(pool.len())
        });
        let _ = Call::<pooled>::new(()).await;
    }

    #[tokio::test]
    #[should_panic(expected = "States.QueryEvaluationError: 9 / 0")]
    async fn a_fault_panics_with_its_text() {
        workflow!(divides(_context, _args: ()) -> Result<(), ShopError>, __private::fault("9 / 0"));
        let _ = divides(()).await;
    }

    #[tokio::test]
    async fn a_run_is_an_ordinary_future() {
        let spawned = tokio::spawn(is_send(trying::<echo>("hi".to_owned()).into_future()));
        assert_eq!(spawned.await.unwrap(), Ok("hi".to_owned()));
        assert_eq!(size_of::<Bare>(), 0);
    }

    task!(asks(_args: (), env) -> Result<u32, ShopError>, {}, {
        let (token, callback): (TaskToken<u32>, _) = env.callback();
        token.complete(7).map_err(|error| TaskFailure::Failure(Failure::new("Callback", error.to_string())))?;
        Ok(callback.await?)
    });

    #[tokio::test]
    async fn a_token_works_by_its_handle() {
        assert_eq!(Call::<asks>::new(()).await, Ok(7));
    }

    task!(blocks(cents: u32, _env) -> Result<u32, crate::fixture::AnyError>, {}, {
        Ok(__private::blocking(move || if cents == 0 { panic!("nothing to pay") } else { cents * 2 }).await)
    });

    #[tokio::test]
    async fn code_that_blocks_runs_elsewhere_and_its_panic_is_an_error() {
        assert_eq!(Call::<blocks>::new(4).await, Ok(8));
        let error = Call::<blocks>::new(0).await.unwrap_err();
        assert_eq!(error.0, Failure::new(Failure::TASK_PANICKED, "nothing to pay"));
    }

    /// Arguments that count how often they are copied.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub(crate) struct Counted {
        #[serde(skip)]
        copies: Arc<AtomicU32>,
    }

    impl Clone for Counted {
        fn clone(&self) -> Self {
            self.copies.fetch_add(1, Ordering::Relaxed);
            Counted { copies: Arc::clone(&self.copies) }
        }
    }

    task!(copied(_args: Counted, _env) -> Result<(), ShopError>, {}, Ok(()));
    task!(copied_once(_args: Counted, _env) -> Result<(), ShopError>, { retry: &[AT_ONCE] }, Ok(()));

    #[tokio::test]
    async fn arguments_are_copied_only_where_a_retry_is_possible() {
        let count = Arc::new(AtomicU32::new(0));
        Call::<copied>::new(Counted { copies: Arc::clone(&count) }).await.unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 0);
        Call::<copied_once>::new(Counted { copies: Arc::clone(&count) }).await.unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}
