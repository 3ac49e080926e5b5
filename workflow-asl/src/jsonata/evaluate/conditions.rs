use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What an evaluation depends on besides its expression and bindings: the same conditions give the same result.
#[derive(Clone, Debug)]
pub struct Conditions {
    /// What `$millis()` returns and `$now()` writes: milliseconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// Where `$random()`, `$shuffle()` and `$uuid()` start. Give every evaluation another one.
    pub seed: u128,
    /// What `$now()`, `$random()` and `$uuid()` give instead, where it gives something.
    pub draws: Option<Arc<dyn Draws>>,
    /// Where an evaluation is stopped.
    pub limits: Limits,
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

/// Where an evaluation is stopped. [`Limits::default`] are those of Step Functions as far as they are known, which
/// is the second; the others keep a single value from taking the memory of the process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The time that one expression may take. One second, as on AWS. Also stops a regular expression.
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

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(1),
            depth: 10_000,
            steps: None,
            text: 4 << 20,
            items: 1 << 20,
            result: 16 << 20,
        }
    }
}

impl Conditions {
    /// The given clock and seed with the limits of Step Functions.
    pub fn new(now: i64, seed: u128) -> Self {
        Self { now, seed, draws: None, limits: Limits::default() }
    }

    pub(super) fn options(&self) -> jlens_core::Options {
        let limits = &self.limits;
        let options = jlens_core::Options::new()
            .now(self.now)
            .seed(self.seed as u64)
            .timeout(limits.time)
            .max_depth(limits.depth)
            .max_string_length(limits.text)
            .max_array_length(limits.items)
            .max_result_size(limits.result);
        match limits.steps {
            Some(steps) => options.max_steps(steps),
            None => options,
        }
    }
}
