use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::{Data, Intrinsic, IntrinsicError, Path, PathError};
use crate::EvaluationError;

/// What a field `.$` of a template, `ErrorPath` and `CausePath` hold: a path or a call of an intrinsic function.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `$.a`
    Path(Path),
    /// `States.UUID()`
    Intrinsic(Intrinsic),
}

/// Why a text is neither a path nor a call of an intrinsic function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionError {
    /// It starts with `$` but is not a path.
    Path(PathError),
    /// It is not a call.
    Intrinsic(IntrinsicError),
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(error) => error.fmt(formatter),
            Self::Intrinsic(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for ExpressionError {}

impl Expression {
    /// Parses a path if the text starts with `$`, else a call.
    ///
    /// # Errors
    /// A text that is neither.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        if text.starts_with('$') {
            Path::parse(text).map(Self::Path).map_err(ExpressionError::Path)
        } else {
            Intrinsic::parse(text).map(Self::Intrinsic).map_err(ExpressionError::Intrinsic)
        }
    }

    /// The value, as the field of this name reads it.
    ///
    /// # Errors
    /// Those of [`Path::read_for_field`] and [`Intrinsic::evaluate`].
    pub fn evaluate<'a>(&self, field: &str, data: &Data<'a>) -> Result<Cow<'a, Value>, EvaluationError> {
        match self {
            Self::Path(path) => path.read_for_field(field, data),
            Self::Intrinsic(intrinsic) => intrinsic.evaluate(data).map(Cow::Owned),
        }
    }

    /// Calls this with the name of each variable that is read, in the order of the text.
    pub fn each_variable<'e>(&'e self, found: &mut dyn FnMut(&'e str)) {
        match self {
            Self::Path(path) => path.variable().into_iter().for_each(found),
            Self::Intrinsic(intrinsic) => intrinsic.each_variable(found),
        }
    }
}
