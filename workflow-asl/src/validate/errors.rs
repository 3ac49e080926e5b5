use super::Check;
use crate::model::{Retrier, State};
use crate::{Code, field, limit, pointer};

/// The length in characters of the longest error name.
const MAX_ERROR_NAME: usize = 256;
/// Matches every error, or nearly.
const ALL: &str = "States.ALL";

impl Check<'_> {
    /// `Retry` and `Catch`.
    pub(super) fn error_handling(&mut self, state: &State, at: &str) {
        let retry = pointer::below(at, field::RETRY);
        for (index, retrier) in state.retry().iter().enumerate() {
            let at = pointer::at(&retry, index);
            self.error_equals(&retrier.error_equals, &at, index + 1 == state.retry().len());
            self.retrier(retrier, &at);
        }
        let catch = pointer::below(at, field::CATCH);
        for (index, catcher) in state.catch().iter().enumerate() {
            let is_last = index + 1 == state.catch().len();
            self.error_equals(&catcher.error_equals, &pointer::at(&catch, index), is_last);
        }
    }

    fn error_equals(&mut self, names: &[String], parent: &str, is_last: bool) {
        let at = pointer::below(parent, field::ERROR_EQUALS);
        if names.is_empty() {
            self.schema(&at, "Value cannot be empty");
        }
        if names.iter().any(|name| name == ALL) && (names.len() > 1 || !is_last) {
            self.schema(&at, format!("{ALL} must appear alone and at end of list"));
        }
        for (index, name) in names.iter().enumerate() {
            self.error_name(name, &pointer::at(&at, index));
        }
    }

    pub(super) fn error_name(&mut self, name: &str, at: &str) {
        let length = name.chars().count();
        if length > MAX_ERROR_NAME {
            self.schema(at, format!("An error name must have at most {MAX_ERROR_NAME} characters, but has {length}"));
        }
    }

    fn retrier(&mut self, retrier: &Retrier, at: &str) {
        let limits = [
            (field::INTERVAL_SECONDS, retrier.interval_seconds, limit::INTERVAL),
            (field::MAX_ATTEMPTS, retrier.max_attempts, limit::ATTEMPTS),
            (field::MAX_DELAY_SECONDS, retrier.max_delay_seconds, limit::DELAY),
        ];
        for (name, value, range) in limits {
            if let Some(value) = value {
                self.range(&pointer::below(at, name), value, &range);
            }
        }
        // What is not finite cannot be read, but built.
        if let Some(rate) = retrier.backoff_rate {
            let rate = serde_json::Number::from_f64(rate).map_or_else(|| 0.into(), Into::into);
            if let Err(message) = limit::check(&rate, &limit::BACKOFF_RATE) {
                self.schema(pointer::below(at, field::BACKOFF_RATE), message);
            }
        }
        let interval = retrier.interval_seconds.unwrap_or(1);
        if let Some(delay) = retrier.max_delay_seconds
            && limit::DELAY.contains(&delay)
            && delay <= interval
        {
            let (max_delay, seconds) = (field::MAX_DELAY_SECONDS, field::INTERVAL_SECONDS);
            let message = format!("The field '{max_delay}' must be greater than '{seconds}', which is {interval}");
            self.error(Code::SchemaValidationFailed, pointer::below(at, max_delay), message);
        }
    }
}
