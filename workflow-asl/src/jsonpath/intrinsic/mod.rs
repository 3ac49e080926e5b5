//! The intrinsic functions: `States.Format` and the other seventeen.

mod functions;
mod parse;

use std::fmt;

use serde_json::Value;

use super::path::Path;
use super::Data;
use crate::EvaluationError;

pub(crate) use functions::Function;

/// A call of an intrinsic function, parsed.
///
/// Follows "Intrinsics for JSONPath states in Step Functions" of the AWS developer guide: calls may be nested ten deep.
#[derive(Clone, Debug, PartialEq)]
pub struct Intrinsic {
    text: Box<str>,
    function: Function,
    arguments: Vec<Argument>,
}

#[derive(Clone, Debug, PartialEq)]
enum Argument {
    /// A number, boolean or null.
    Literal(Value),
    /// A text, and how `States.Format` reads it.
    Text { plain: String, template: String },
    Path(Path),
    Call(Box<Intrinsic>),
}

/// Why a text is no call of an intrinsic function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntrinsicError {
    /// What is wrong.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: usize,
}

impl fmt::Display for IntrinsicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at position {}", self.message, self.offset)
    }
}

impl std::error::Error for IntrinsicError {}

impl Intrinsic {
    /// Parses a call.
    ///
    /// # Errors
    /// A text that calls no function, or with arguments that it cannot have.
    pub fn parse(text: &str) -> Result<Self, IntrinsicError> {
        parse::call(text)
    }

    /// The text that was parsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The result, `field` being the name of the field, with its `.$`.
    ///
    /// # Errors
    /// `States.Runtime` for a path that leads nowhere, `States.IntrinsicFailure` for arguments that the function does
    /// not take.
    pub fn evaluate(&self, field: &str, data: &Data<'_>) -> Result<Value, EvaluationError> {
        let arguments = self.arguments.iter().enumerate().map(|(index, argument)| match argument {
            Argument::Literal(value) => Ok(value.clone()),
            Argument::Text { template, .. } if index == 0 && self.function == Function::Format => {
                Ok(Value::from(template.as_str()))
            }
            Argument::Text { plain, .. } => Ok(Value::from(plain.as_str())),
            Argument::Path(path) => path.read_for_field(field, data).map(std::borrow::Cow::into_owned),
            Argument::Call(call) => call.evaluate(field, data),
        });
        let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
        self.function.call(arguments, data.random).map_err(|message| {
            let cause = format!("The function '{}' had the following error: {message}", self.text);
            EvaluationError::new("States.IntrinsicFailure", cause)
        })
    }
}
