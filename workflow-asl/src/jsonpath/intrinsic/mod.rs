mod array;
mod call;
mod json;
mod math;
mod parse;
mod text;

use std::fmt;

use serde_json::Value;

use super::path::Miss;
use super::{Data, Path};
use crate::EvaluationError;
use call::{Argument, Call};

/// A call of an intrinsic function, such as `States.Format('{}!', $.name)`.
///
/// There are 18: `States.Array`, `ArrayPartition`, `ArrayContains`, `ArrayRange`, `ArrayGetItem`, `ArrayLength`,
/// `ArrayUnique`, `Base64Encode`, `Base64Decode`, `Hash`, `JsonMerge`, `StringToJson`, `JsonToString`, `MathRandom`,
/// `MathAdd`, `StringSplit`, `UUID` and `Format`. Follows "Intrinsic functions for JSONPath states" of the AWS
/// developer guide; where that and what AWS does differ, it does what AWS does.
#[derive(Clone, Debug, PartialEq)]
pub struct Intrinsic {
    text: Box<str>,
    call: Call,
}

/// Why a text is not a call of an intrinsic function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntrinsicError {
    /// What is wrong.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: usize,
}

impl fmt::Display for IntrinsicError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at position {}", self.message, self.offset)
    }
}

impl std::error::Error for IntrinsicError {}

/// Why a call failed.
enum Failure {
    /// What is wrong with it, in the words of AWS.
    Message(String),
    /// The path of an argument leads nowhere.
    Missing(Path, Miss),
}

impl Intrinsic {
    /// Parses a call. How many arguments it has is not looked at before it is evaluated.
    ///
    /// # Errors
    /// A text that is not a call of a known function, or has calls in calls more than 10 deep.
    pub fn parse(text: &str) -> Result<Self, IntrinsicError> {
        Ok(Self { text: text.into(), call: parse::call(text)? })
    }

    /// The text that was parsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the function gives.
    ///
    /// # Errors
    /// `States.Runtime` if the path of an argument leads nowhere, or the function cannot take its arguments.
    pub fn evaluate(&self, data: &Data<'_>) -> Result<Value, EvaluationError> {
        self.call.evaluate(data).map_err(|failure| {
            let message = match failure {
                Failure::Message(message) | Failure::Missing(_, Miss::Invalid(message)) => message,
                Failure::Missing(path, _) => {
                    // One `$` stands for the context object too.
                    let text = path.as_str();
                    let text = if path.reads_context() { text.strip_prefix('$').unwrap_or(text) } else { text };
                    format!(
                        "The JsonPath argument for the field '{text}' could not be found in the input '{}'",
                        data.input
                    )
                }
            };
            let text = &self.text;
            let cause = format!("The function '{text}' had the following error: {message}");
            EvaluationError::new("States.Runtime", cause)
        })
    }

    /// Calls this with the name of each variable that is read, in the order of the text.
    pub fn each_variable<'i>(&'i self, found: &mut dyn FnMut(&'i str)) {
        self.call.each_variable(found);
    }
}

impl Call {
    fn each_variable<'c>(&'c self, found: &mut dyn FnMut(&'c str)) {
        for argument in &self.arguments {
            match argument {
                Argument::Path(path) => path.variable().into_iter().for_each(&mut *found),
                Argument::Call(call) => call.each_variable(found),
                Argument::Literal(_) | Argument::Text(_) => {}
            }
        }
    }
}
