//! Whether an attempt's own code keeps a test's clock running.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use workflow_engine::clock::Clock;
use workflow_engine::clock::{Busy, Outside};

/// What an attempt is waiting for, as far as the clock must know.
#[derive(Debug)]
pub(crate) struct Work {
    clock: Clock,
    doing: Mutex<Doing>,
}

#[derive(Debug)]
enum Doing {
    /// Nothing that takes time, yet.
    Nothing,
    /// Something real.
    Busy(#[expect(dead_code, reason = "time runs while it lives")] Busy),
    /// Someone outside is to complete the attempt's token.
    Outside(#[expect(dead_code, reason = "says so while it lives")] Outside),
    /// The attempt is over.
    Ended,
}

impl Work {
    pub(crate) fn new(clock: Clock) -> Self {
        Work { clock, doing: Mutex::new(Doing::Nothing) }
    }

    /// Runs an attempt. One that never has to wait takes no time at all.
    pub(crate) async fn during<F: Future>(&self, attempt: F) -> F::Output {
        let mut attempt = pin!(attempt);
        let _end = End(self);
        std::future::poll_fn(|context| {
            let polled = attempt.as_mut().poll(context);
            if polled.is_pending() {
                self.goes_on();
            }
            polled
        })
        .await
    }

    fn goes_on(&self) {
        let Clock::Skipping(clock) = &self.clock else { return };
        let mut doing = self.doing();
        if matches!(*doing, Doing::Nothing) {
            *doing = Doing::Busy(clock.busy());
        }
    }

    /// Says whether the attempt waits for someone outside.
    pub(crate) fn waits_outside(&self, waits: bool) {
        let Clock::Skipping(clock) = &self.clock else { return };
        let mut doing = self.doing();
        match (&*doing, waits) {
            (Doing::Ended | Doing::Outside(_), true) | (Doing::Ended | Doing::Nothing | Doing::Busy(_), false) => {}
            (Doing::Nothing | Doing::Busy(_), true) => *doing = Doing::Outside(clock.outside()),
            (Doing::Outside(_), false) => *doing = Doing::Nothing,
        }
    }

    fn doing(&self) -> MutexGuard<'_, Doing> {
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct End<'a>(&'a Work);

impl Drop for End<'_> {
    fn drop(&mut self) {
        *self.0.doing() = Doing::Ended;
    }
}
