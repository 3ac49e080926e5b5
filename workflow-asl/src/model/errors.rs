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
