//! The ranges that numbers of a definition must be in, and AWS's words for one that is not.

use std::ops::RangeInclusive;

use serde_json::Value;

/// What AWS calls the type of a whole number.
pub(crate) const INTEGER: &str = "Integer";

/// Of `TimeoutSeconds` and `HeartbeatSeconds` of a Task.
pub(crate) const TIMEOUT: RangeInclusive<u64> = 1..=99_999_999;
/// Of `TimeoutSeconds` of a machine. AWS accepts 0, which the specification does not foresee.
pub(crate) const EXECUTION_TIMEOUT: RangeInclusive<u64> = 0..=99_999_999;
/// Of a retrier's `IntervalSeconds`. AWS accepts 0, which the specification does not foresee.
pub(crate) const INTERVAL: RangeInclusive<u64> = 0..=99_999_999;
/// Of a retrier's `MaxAttempts`.
pub(crate) const ATTEMPTS: RangeInclusive<u64> = 0..=99_999_999;
/// Of a retrier's `MaxDelaySeconds`: up to a year and a day.
pub(crate) const DELAY: RangeInclusive<u64> = 1..=31_622_400;
/// Of `Seconds` that are written in the definition.
pub(crate) const WAIT: RangeInclusive<u64> = 0..=99_999_999;
/// Of counts that have no upper bound, such as `MaxConcurrency`.
pub(crate) const COUNT: RangeInclusive<u64> = 0..=u64::MAX;
/// Of `ToleratedFailurePercentage`.
pub(crate) const PERCENTAGE: RangeInclusive<u64> = 0..=100;
/// Of a retrier's `BackoffRate`.
pub(crate) const BACKOFF_RATE: RangeInclusive<u64> = 1..=u64::MAX;

/// What is wrong with a value that has to be a number in a range; whether it is a whole one is not looked at.
pub(crate) fn check(value: &Value, range: &RangeInclusive<u64>) -> Result<(), String> {
    let (low, high) = (*range.start(), *range.end());
    // Of whole numbers the exact value counts; a negative or broken one is far enough from any bound to be a float.
    let (below, above) = match (value.as_u64(), value.as_f64()) {
        (Some(number), _) => (number < low, number > high),
        #[expect(clippy::cast_precision_loss, reason = "bounds are small or none")]
        (None, Some(number)) => (number < low as f64, number > high as f64),
        (None, None) => return Ok(()),
    };
    if below {
        Err(format!("Minimum value is {low}"))
    } else if above {
        Err(format!("Maximum value is {high}"))
    } else {
        Ok(())
    }
}
