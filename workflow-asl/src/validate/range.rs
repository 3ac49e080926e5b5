use std::ops::RangeInclusive;

use serde_json::Value;

use super::Check;
use super::expression;

/// Of `TimeoutSeconds` and `HeartbeatSeconds`.
pub(super) const TIMEOUT: RangeInclusive<u64> = 1..=99_999_999;
/// Of a retrier's `IntervalSeconds`.
pub(super) const INTERVAL: RangeInclusive<u64> = 1..=99_999_999;
/// Of a retrier's `MaxAttempts`.
pub(super) const ATTEMPTS: RangeInclusive<u64> = 0..=99_999_999;
/// Of a retrier's `MaxDelaySeconds`: up to a year and a day.
pub(super) const DELAY: RangeInclusive<u64> = 1..=31_622_400;
/// Of `Seconds` that are written in the definition.
pub(super) const WAIT: RangeInclusive<u64> = 0..=99_999_999;
/// Of counts that have no upper bound, such as `MaxConcurrency`.
pub(super) const COUNT: RangeInclusive<u64> = 0..=u64::MAX;

impl Check<'_> {
    pub(super) fn range(&mut self, at: &str, value: u64, range: RangeInclusive<u64>) {
        if !range.contains(&value) {
            self.schema(at, outside(&range, &value));
        }
    }

    /// A field that is a whole number, or an expression for it where `expressions` may stand. Gives the number.
    pub(super) fn whole_number(
        &mut self,
        at: &str,
        value: &Value,
        range: RangeInclusive<u64>,
        expressions: Expressions,
    ) -> Option<u64> {
        if expressions == Expressions::Allowed && expression::is_expression(value) {
            return None;
        }
        let number = value.as_u64().filter(|number| range.contains(number));
        if number.is_none() {
            self.schema(at, outside(&range, value));
        }
        number
    }
}

/// Whether a field may be a JSONata expression.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expressions {
    Allowed,
    Refused,
}

fn outside(range: &RangeInclusive<u64>, value: &dyn std::fmt::Display) -> String {
    let (low, high) = (range.start(), range.end());
    if *high == u64::MAX {
        format!("Expected a whole number that is not less than {low}, but found {value}")
    } else {
        format!("Expected a whole number from {low} to {high}, but found {value}")
    }
}
