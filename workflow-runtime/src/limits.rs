//! How long an attempt may take.

use crate::{CallOptions, TaskInfo};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;
use workflow_engine::clock::Clock;

/// The timeouts of a call: the call site's, or else the definition's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) timeout: Option<Duration>,
    pub(crate) heartbeat: Option<Duration>,
}

impl Limits {
    /// As long as it takes.
    pub(crate) const NONE: Limits = Limits { timeout: None, heartbeat: None };

    #[inline]
    pub(crate) fn of(task: &TaskInfo, options: &CallOptions) -> Self {
        Limits { timeout: options.timeout.or(task.timeout), heartbeat: options.heartbeat.or(task.heartbeat) }
    }

    #[inline]
    pub(crate) fn any(&self) -> bool {
        self.timeout.is_some() || self.heartbeat.is_some()
    }

    /// The pulse of a new attempt, where it needs one.
    pub(crate) fn beat(&self, clock: &Clock) -> Option<Arc<Beat>> {
        self.heartbeat.map(|_| Arc::new(Beat::now(clock.clone())))
    }

    /// Runs an attempt within its limits; at the end of them it is dropped and `None` is what comes of it.
    pub(crate) async fn hold<F: Future>(&self, clock: &Clock, beat: Option<&Beat>, attempt: F) -> Option<F::Output> {
        let mut attempt = pin!(attempt);
        let mut expiry = pin!(self.expiry(clock, beat));
        std::future::poll_fn(|context| match attempt.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => expiry.as_mut().poll(context).map(|()| None),
        })
        .await
    }

    /// Ends when an attempt that starts now has taken too long, or has gone too long without a heartbeat.
    async fn expiry(&self, clock: &Clock, beat: Option<&Beat>) {
        let end = self.timeout.map(|timeout| clock.monotonic().saturating_add(timeout));
        loop {
            let silent = self.heartbeat.zip(beat).map(|(heartbeat, beat)| beat.last().saturating_add(heartbeat));
            let Some(deadline) = [end, silent].into_iter().flatten().min() else {
                return std::future::pending().await;
            };
            let remaining = deadline.saturating_sub(clock.monotonic());
            if remaining.is_zero() {
                return;
            }
            clock.sleep(remaining).await;
        }
    }
}

/// When an attempt last gave a sign of life.
#[derive(Debug)]
pub(crate) struct Beat {
    clock: Clock,
    last: Mutex<Duration>,
}

impl Beat {
    fn now(clock: Clock) -> Self {
        Beat { last: Mutex::new(clock.monotonic()), clock }
    }

    pub(crate) fn beat(&self) {
        let now = self.clock.monotonic();
        *self.locked() = now;
    }

    fn last(&self) -> Duration {
        *self.locked()
    }

    fn locked(&self) -> MutexGuard<'_, Duration> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{PLAIN, seconds};
    use jiff::Timestamp;
    use std::future::{pending, ready};
    use workflow_engine::clock::SkippingClock;

    fn clock() -> (Arc<SkippingClock>, Clock) {
        let skipping = SkippingClock::starting_at(Timestamp::UNIX_EPOCH);
        (Arc::clone(&skipping), Clock::Skipping(skipping))
    }

    #[test]
    fn a_calls_own_limits_come_first() {
        let task = TaskInfo { timeout: Some(seconds(1)), heartbeat: Some(seconds(2)), ..PLAIN };
        let options = CallOptions { timeout: Some(seconds(3)), heartbeat: None, ..CallOptions::default() };
        let limits = Limits::of(&task, &options);
        assert_eq!((limits.timeout, limits.heartbeat), (Some(seconds(3)), Some(seconds(2))));
        assert!(!Limits::of(&PLAIN, &CallOptions::default()).any());
    }

    #[tokio::test]
    async fn an_attempt_that_takes_too_long_is_dropped() {
        let (skipping, clock) = clock();
        let limits = Limits { timeout: Some(seconds(30)), heartbeat: None };
        let running = Arc::new(());
        let inside = Arc::clone(&running);
        let attempt = async move {
            pending::<()>().await;
            drop(inside);
        };
        let held = Arc::clone(&skipping).drive(limits.hold(&clock, None, attempt)).await;
        assert_eq!((held, skipping.monotonic(), Arc::strong_count(&running)), (None, seconds(30), 1));
    }

    #[tokio::test]
    async fn an_attempt_that_ends_in_time_gives_its_output() {
        let (skipping, clock) = clock();
        let limits = Limits { timeout: Some(seconds(0)), heartbeat: None };
        assert_eq!(skipping.drive(limits.hold(&clock, None, ready(7))).await, Some(7));
    }

    #[tokio::test]
    async fn each_heartbeat_counts_from_itself() {
        let (skipping, clock) = clock();
        let limits = Limits { timeout: Some(seconds(100)), heartbeat: Some(seconds(10)) };
        let beat = limits.beat(&clock).unwrap();
        let attempt = async {
            for pause in [9, 9, 9] {
                clock.sleep(seconds(pause)).await;
                beat.beat();
            }
            pending::<()>().await;
        };
        let held = Arc::clone(&skipping).drive(limits.hold(&clock, Some(&beat), attempt)).await;
        assert_eq!((held, skipping.monotonic()), (None, seconds(37)));
    }
}
