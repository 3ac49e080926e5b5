//! Time. This is the only file that reads it or waits for it, so that tests can skip it.

pub use crate::skip::{Busy, Outside, SkippingClock};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// What an execution knows of time.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    Real,
    /// A test's: it jumps to the next timer when nothing else can happen.
    Skipping(Arc<SkippingClock>),
}

impl Clock {
    /// The moment it is.
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::Real => real_now(),
            Clock::Skipping(clock) => clock.now(),
        }
    }

    /// Time since a moment that never changes, which no adjustment of the machine's clock moves.
    pub fn monotonic(&self) -> Duration {
        match self {
            Clock::Real => real_monotonic(),
            Clock::Skipping(clock) => clock.monotonic(),
        }
    }

    /// Waits for a while.
    pub async fn sleep(&self, delay: Duration) {
        match self {
            Clock::Real => real_sleep(delay).await,
            Clock::Skipping(clock) => clock.sleep(delay).await,
        }
    }

    /// Waits until a moment. The machine's clock may be set while this waits, so the moment is checked again.
    pub async fn sleep_until(&self, moment: Timestamp) {
        loop {
            let Ok(remaining) = Duration::try_from(moment.duration_since(self.now())) else { return };
            if remaining.is_zero() {
                return;
            }
            self.sleep(remaining).await;
        }
    }

    /// Says that an execution has gone on, so that a skipped clock does not jump yet.
    pub fn progressed(&self) {
        if let Clock::Skipping(clock) = self {
            clock.progressed();
        }
    }

    /// Says, for as long as the guard lives, that code outside the program runs: a skipped clock runs meanwhile.
    pub fn busy(&self) -> Option<Busy> {
        match self {
            Clock::Real => None,
            Clock::Skipping(clock) => Some(clock.busy()),
        }
    }

    /// Says, for as long as the guard lives, that someone outside the program may wake it.
    pub fn outside(&self) -> Option<Outside> {
        match self {
            Clock::Real => None,
            Clock::Skipping(clock) => Some(clock.outside()),
        }
    }

    /// The delay that full jitter draws: a skipping clock always draws the longest, for the same test to do the same.
    pub fn jittered(&self, delay: Duration) -> Duration {
        self.jittered_by(delay, || rand::random_range(0.0..=1.0))
    }

    /// As [`jittered`](Self::jittered), of a fraction from 0 to 1.
    pub(crate) fn jittered_by(&self, delay: Duration, fraction: impl FnOnce() -> f64) -> Duration {
        match self {
            Clock::Real => {
                let seconds = delay.as_secs_f64() * fraction();
                Duration::try_from_secs_f64(seconds).unwrap_or(delay).min(delay)
            }
            Clock::Skipping(_) => delay,
        }
    }
}

/// `moment` moved by `delay`, no further than time goes.
pub fn later(moment: Timestamp, delay: Duration) -> Timestamp {
    let delay = SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX);
    moment.checked_add(delay).unwrap_or(Timestamp::MAX)
}

fn real_now() -> Timestamp {
    Timestamp::now()
}

/// Real time since a moment that never changes.
pub fn real_monotonic() -> Duration {
    static ORIGIN: LazyLock<Instant> = LazyLock::new(start);
    ORIGIN.elapsed()
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
fn start() -> Instant {
    Instant::now()
}

/// Waits for a while of real time, whatever the clock.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn real_sleep(delay: Duration) -> tokio::time::Sleep {
    tokio::time::sleep(delay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_stops_where_time_does() {
        assert_eq!(later(Timestamp::UNIX_EPOCH, Duration::from_secs(5)).as_second(), 5);
        assert_eq!(later(Timestamp::UNIX_EPOCH, Duration::MAX), Timestamp::MAX);
    }

    #[tokio::test]
    async fn a_moment_that_has_passed_is_over_at_once() {
        Clock::Real.sleep_until(Timestamp::UNIX_EPOCH).await;
    }

    #[test]
    fn jitter_stays_within_the_delay() {
        let delay = Duration::from_secs(4);
        assert!((0..100).all(|_| Clock::Real.jittered(delay) <= delay));
        assert!(Clock::Real.jittered(Duration::MAX) <= Duration::MAX);
    }
}
