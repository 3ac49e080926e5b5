use std::fmt;

use super::{Path, step};
use crate::EvaluationError;

/// Why a text is not a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// What is wrong.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: usize,
}

impl fmt::Display for PathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at position {}", self.message, self.offset)
    }
}

impl std::error::Error for PathError {}

/// Why a path has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// The object does not have the member that the path's last step names.
    NoMember,
    /// The object does not have a member on the way; these steps lead to it.
    NoMemberWithin(String),
    /// The list does not have the element.
    NoElement {
        /// Whether the path ends there.
        is_last: bool,
    },
    /// Something on the way is not an object.
    NotAnObject(String),
    /// There is no such variable.
    NoVariable,
    /// The path cannot be applied to this data at all. AWS gives the text as it is.
    Invalid(String),
}

impl Miss {
    /// What Jayway JsonPath says about it.
    pub(crate) fn in_java(&self, path: &Path) -> String {
        match self {
            Self::NoMember | Self::NoElement { .. } | Self::NoVariable => {
                format!("No results for path: {}", step::normalised(path.steps()))
            }
            Self::NoMemberWithin(at) => format!("Missing property in path {at}"),
            Self::NotAnObject(message) | Self::Invalid(message) => message.clone(),
        }
    }
}

pub(super) fn runtime(cause: String) -> EvaluationError {
    EvaluationError::new("States.Runtime", cause)
}
