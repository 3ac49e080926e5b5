use serde_json::Value;

use super::{Assign, Catcher, FieldOrder, JsonPathFields, Retrier, Template, Transition};

/// A state of type `Task`. Follows "Task workflow state" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// `Resource`: the ARN of what does the work.
    pub resource: String,
    /// `Arguments` of the resource; the state's input when absent.
    pub arguments: Option<Template>,
    /// `Credentials`: an object whose `RoleArn` is the role to do it as.
    pub credentials: Option<Template>,
    /// `TimeoutSeconds`: a number or an expression.
    pub timeout_seconds: Option<Template>,
    /// `HeartbeatSeconds`: a number or an expression, less than the timeout.
    pub heartbeat_seconds: Option<Template>,
    /// `Retry`.
    pub retry: Vec<Retrier>,
    /// `Catch`.
    pub catch: Vec<Catcher>,
    /// `Assign`; may read `$states.result`.
    pub assign: Assign,
    /// `Output`; may read `$states.result`, which it is when absent.
    pub output: Option<Template>,
    /// `Next` or `End`.
    pub transition: Transition,
}

/// A state of type `Pass`. Follows "Pass workflow state" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pass {
    /// `Assign`.
    pub assign: Assign,
    /// `Output`; the state's input when absent.
    pub output: Option<Template>,
    /// `Next` or `End`.
    pub transition: Transition,
}

/// A state of type `Choice`. Follows "Choice workflow state" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// `Choices`: the first rule that holds is taken.
    pub choices: Vec<ChoiceRule>,
    /// `Default`: the state to go on at when none holds; without it that is the error `States.NoChoiceMatched`.
    pub default: Option<String>,
    /// `Assign` on the way to [`default`](Self::default), and on no other.
    pub assign: Assign,
    /// `Output` on the way to [`default`](Self::default), and on no other.
    pub output: Option<Template>,
}

/// One element of `Choices`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChoiceRule {
    /// `Comment`: a description for people.
    pub comment: Option<String>,
    /// `Condition`: an expression or a boolean. Null where there is none, which is so for JSONPath rules: what
    /// they compare (`Variable` and an operator, `And`, `Or` or `Not`) is in [`jsonpath`](Self::jsonpath).
    pub condition: Template,
    /// `Assign` when this rule is taken.
    pub assign: Assign,
    /// `Output` when this rule is taken; the state's input when absent.
    pub output: Option<Template>,
    /// `Next`.
    pub next: String,
    /// The comparison of a JSONPath rule.
    pub jsonpath: JsonPathFields,
    /// How the fields were ordered when read.
    pub order: FieldOrder,
}

/// A state of type `Wait`. Follows "Wait workflow state" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wait {
    /// How long to wait, or until when.
    pub until: WaitUntil,
    /// `Assign`.
    pub assign: Assign,
    /// `Output`; the state's input when absent.
    pub output: Option<Template>,
    /// `Next` or `End`.
    pub transition: Transition,
}

/// The one of four fields that says when a [`Wait`] is over.
#[derive(Clone, Debug, PartialEq)]
pub enum WaitUntil {
    /// `Seconds`: a number or an expression.
    Seconds(Template),
    /// `Timestamp`: an RFC 3339 time or an expression.
    Timestamp(Template),
    /// `SecondsPath`, which only JSONPath has.
    SecondsPath(String),
    /// `TimestampPath`, which only JSONPath has.
    TimestampPath(String),
}

/// No wait at all.
impl Default for WaitUntil {
    fn default() -> Self {
        Self::Seconds(Value::from(0))
    }
}

/// A state of type `Succeed`. Follows "Succeed workflow state" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Succeed {
    /// `Output`; the state's input when absent.
    pub output: Option<Template>,
}

/// A state of type `Fail`. Follows "Fail workflow state" of the AWS developer guide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fail {
    /// `Error`: the error's name, or an expression for it.
    pub error: Option<Template>,
    /// `Cause`: a message for people, or an expression for it.
    pub cause: Option<Template>,
}
