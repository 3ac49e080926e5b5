use std::fmt;

use serde_json::Value;

use super::intrinsic::{Intrinsic, IntrinsicError};
use super::path::{Path, PathError};
use super::Data;
use crate::EvaluationError;

/// What a field whose name ends with `.$`, `ErrorPath` or `CausePath` holds: a path, or a call of a function.
///
/// ```
/// use serde_json::json;
/// use workflow_asl::jsonpath::{Data, Expression, NoRandomness};
///
/// let (input, context) = (json!({"n": [1, 2, 3]}), json!({}));
/// let data = Data { input: &input, context: &context, variables: &(), random: &NoRandomness };
/// let length = Expression::parse("States.ArrayLength($.n)").unwrap();
/// assert_eq!(length.evaluate("length.$", &data).unwrap(), json!(3));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `$.name`
    Path(Path),
    /// `States.Format('..', $.name)`
    Intrinsic(Box<Intrinsic>),
}

/// Why a text is no [`Expression`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionError {
    /// It starts like a path and is none.
    Path(PathError),
    /// It is neither a path nor a call of a function that exists.
    Intrinsic(IntrinsicError),
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(error) => error.fmt(f),
            Self::Intrinsic(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ExpressionError {}

impl Expression {
    /// Parses a path or a call.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        if text.starts_with('$') {
            Path::parse(text).map(Self::Path).map_err(ExpressionError::Path)
        } else {
            Intrinsic::parse(text).map(|call| Self::Intrinsic(Box::new(call))).map_err(ExpressionError::Intrinsic)
        }
    }

    /// The value, `field` being the name of the field, with its `.$`.
    ///
    /// # Errors
    /// `States.Runtime` for a path that leads nowhere, `States.IntrinsicFailure` for a function that fails.
    pub fn evaluate(&self, field: &str, data: &Data<'_>) -> Result<Value, EvaluationError> {
        match self {
            Self::Path(path) => path.read_for_field(field, data).map(std::borrow::Cow::into_owned),
            Self::Intrinsic(call) => call.evaluate(field, data),
        }
    }
}
