use std::time::Duration;

use super::{Assign, FieldOrder, JsonPathFields, Template};

/// One element of `Retry`: which errors to retry, how often and when.
///
/// Follows "Retrying after an error" of the AWS developer guide. An absent field has the default named here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retrier {
    /// `Comment`: a description for people.
    pub comment: Option<String>,
    /// `ErrorEquals`: the names of the errors it matches, at least one.
    pub error_equals: Vec<String>,
    /// `IntervalSeconds` before the first retry; 1.
    pub interval_seconds: Option<u64>,
    /// `MaxAttempts`: how often to retry; 3. With 0, matching errors are never retried.
    pub max_attempts: Option<u64>,
    /// `BackoffRate`: what the interval is multiplied by after each retry; 2.0.
    pub backoff_rate: Option<f64>,
    /// `MaxDelaySeconds`: what the interval may grow to; unlimited.
    pub max_delay_seconds: Option<u64>,
    /// `JitterStrategy`; `NONE`.
    pub jitter_strategy: Option<JitterStrategy>,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

impl Retrier {
    /// How long it waits before the next attempt where it was used so many times in this visit of its state, without
    /// jitter; none if it may not be used again.
    ///
    /// ```
    /// use workflow_asl::Retrier;
    ///
    /// let retrier = Retrier { interval_seconds: Some(3), max_delay_seconds: Some(10), ..Retrier::default() };
    /// let seconds: Vec<_> = (0..4).map(|used| retrier.interval(used).map(|delay| delay.as_secs())).collect();
    /// assert_eq!(seconds, [Some(3), Some(6), Some(10), None]);
    /// ```
    pub fn interval(&self, used: u64) -> Option<Duration> {
        (used < self.max_attempts.unwrap_or(3)).then(|| {
            let rate = self.backoff_rate.unwrap_or(2.0).powf(i32::try_from(used).map_or(f64::MAX, f64::from));
            let grown = Duration::from_secs(self.interval_seconds.unwrap_or(1)).as_secs_f64() * rate;
            let delay = Duration::try_from_secs_f64(grown).unwrap_or(Duration::MAX);
            delay.min(self.max_delay_seconds.map_or(Duration::MAX, Duration::from_secs))
        })
    }
}

/// Whether retry intervals are randomised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum JitterStrategy {
    /// `"NONE"`: the interval as it is.
    #[default]
    None,
    /// `"FULL"`: anything from 0 to the interval.
    Full,
}

impl JitterStrategy {
    /// The name as a definition writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Full => "FULL",
        }
    }
}

/// One element of `Catch`: where to go on after an error that was not retried.
///
/// Follows "Fallback states" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catcher {
    /// `Comment`: a description for people.
    pub comment: Option<String>,
    /// `ErrorEquals`: the names of the errors it matches, at least one.
    pub error_equals: Vec<String>,
    /// `Assign`: variables of the *outer* scope, set when it catches; reads `$states.errorOutput`.
    pub assign: Assign,
    /// `Output`: what the next state gets as input; the error output when absent.
    pub output: Option<Template>,
    /// `Next`.
    pub next: String,
    /// `ResultPath`, which only JSONPath has.
    pub jsonpath: JsonPathFields,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_that_grow_beyond_measure_are_the_longest_there_is() {
        let attempts = Some(u64::MAX);
        let steep = Retrier { backoff_rate: Some(1e300), max_attempts: attempts, ..Retrier::default() };
        assert_eq!(steep.interval(3), Some(Duration::MAX));
        assert_eq!(steep.interval(u64::MAX - 1), Some(Duration::MAX));
        assert_eq!(steep.interval(u64::MAX), None);
    }
}
