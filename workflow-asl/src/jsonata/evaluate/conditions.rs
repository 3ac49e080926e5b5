use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jlens_core::{CancelToken, Options};

/// What an evaluation depends on besides its expression and bindings: the same conditions give the same result.
#[derive(Clone, Debug)]
pub struct Conditions {
    /// What `$millis()` returns and `$now()` writes: milliseconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// Where `$random()`, `$shuffle()` and `$uuid()` start. Expressions at different places of a state may share one;
    /// every other evaluation needs another.
    pub seed: u128,
    /// What `$now()`, `$random()` and `$uuid()` give instead, where it gives something.
    pub draws: Option<Arc<dyn Draws>>,
    /// Where an evaluation is stopped.
    pub limits: Limits,
    /// Stops the evaluation from outside, if it is given.
    pub stop: Option<Stop>,
}

/// What is another value each time, decided by whoever runs the evaluation: the recorded values of another run.
///
/// Each call of the JSONata function asks once; `None` leaves it to the clock and the seed of the [`Conditions`].
pub trait Draws: fmt::Debug + Send + Sync {
    /// What `$now()` writes: milliseconds since 1970-01-01T00:00:00Z.
    fn now(&self) -> Option<i64>;

    /// What `$random()` without a seed gives.
    fn random(&self) -> Option<f64>;

    /// What `$uuid()` gives.
    fn uuid(&self) -> Option<String>;
}

/// Where an evaluation is stopped.
///
/// [`Limits::default`] has the second that Step Functions gives an expression. Its memory limit is not known; here
/// no single value becomes large, and how many an expression may keep is limited by the time, so that the worst keep
/// about a gigabyte until it is over. Where that is too much, [`Stop`] ends an evaluation earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time that one expression may take. Also stops a regular expression. Looked at every 256 syntax nodes.
    pub time: Duration,
    /// How deep calls may nest that are not tail calls, counted in evaluated syntax nodes.
    pub depth: usize,
    /// How many syntax nodes may be evaluated; no limit but the time where it is `None`.
    pub steps: Option<u64>,
    /// The longest text that may be built, in bytes.
    pub text: usize,
    /// The longest array that may be built, in items.
    pub items: usize,
    /// The largest result, in bytes of JSON. More than a state may pass on, so that this is told apart.
    pub result: usize,
}

/// The most items of an array unless it is said otherwise, a quota's worth of JSON.
pub(super) const ITEMS: usize = 1 << 18;

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(1), depth: 10_000, steps: None, text: 2 << 20, items: ITEMS, result: 8 << 20 }
    }
}

/// Stops evaluations from another thread: one that watches the memory of the process, or one that gives up.
///
/// Clones stop the same evaluations, those that have begun and those that begin later.
#[derive(Clone, Debug, Default)]
pub struct Stop(CancelToken);

impl Stop {
    /// A handle that has not stopped anything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every evaluation that has this handle or a clone of it in its conditions.
    pub fn stop(&self) {
        self.0.cancel();
    }
}

impl Conditions {
    /// The given clock and seed with the limits of Step Functions.
    pub fn new(now: i64, seed: u128) -> Self {
        Self { now, seed, draws: None, limits: Limits::default(), stop: None }
    }

    pub(super) fn options(&self) -> Options {
        let limits = &self.limits;
        let mut options = Options::new()
            .now(self.now)
            .seed(self.seed as u64)
            .timeout(limits.time)
            .max_depth(limits.depth)
            .max_string_length(limits.text)
            .max_array_length(limits.items)
            .max_result_size(limits.result);
        options.max_steps = limits.steps;
        options.cancel_token = self.stop.as_ref().map(|stop| stop.0.clone());
        options
    }
}
