mod error;
mod evaluate;
mod filter;
mod filter_parse;
mod function;
mod parse;
mod step;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

pub(crate) use error::Miss;
pub use error::PathError;
pub(super) use step::{Root, Step};

use super::Data;
use crate::EvaluationError;
use error::runtime;

/// A JSONPath in AWS's dialect, parsed.
///
/// It starts with `$` (the input), `$$` (the context object) or `$name` (a variable), and goes on with
/// `.name`, `['name']`, `['a','b']`, `[0]`, `[-1]`, `[0,1]`, `[1:3]`, `.*`, `[*]`, `..name`, filters
/// (`[?(@.price < 10 && @.kind == 'book')]`) and functions (`.length()`, `.sum()`). A path that can only have one
/// result is definite; any other gives a list. Paths nested in filters are limited to 16 levels, and one reading to a
/// million values looked at.
///
/// Follows "Paths" of the Amazon States Language specification; its semantics are those of Jayway JsonPath.
#[derive(Clone, Debug)]
pub struct Path {
    text: Box<str>,
    root: Root,
    steps: Vec<Step>,
}

impl Path {
    /// Parses a path.
    ///
    /// # Errors
    /// A text that is not a path, with what is wrong in it.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let (root, steps) = parse::path(text)?;
        Ok(Self { text: text.into(), root, steps })
    }

    /// The text that was parsed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the path has exactly one result, rather than a list of any number.
    pub fn is_definite(&self) -> bool {
        step::are_definite(&self.steps)
    }

    /// The name of the variable that the path starts from, if it does.
    pub fn variable(&self) -> Option<&str> {
        match &self.root {
            Root::Variable(name) => Some(name),
            Root::Input | Root::Context => None,
        }
    }

    /// Whether the path reads the context object.
    pub fn reads_context(&self) -> bool {
        self.root == Root::Context
    }

    /// What is at the path, as `InputPath`, `OutputPath`, `ItemsPath`, `TimeoutSecondsPath` and their like read it.
    ///
    /// # Errors
    /// `States.Runtime` with "Invalid path '$.a' : No results for path: $['a']" if there is nothing.
    pub fn read<'a>(&self, data: &Data<'a>) -> Result<Cow<'a, Value>, EvaluationError> {
        self.find(data).map_err(|miss| runtime(format!("Invalid path '{}' : {}", self.text, miss.in_java(self))))
    }

    /// What is at the path, as the field `.$` of a template, `ErrorPath` or `CausePath` of this name reads it. An index
    /// that the list does not have gives null.
    ///
    /// # Errors
    /// `States.Runtime` with "The JSONPath '$.a' specified for the field 'a.$' could not be found in the input '{}'".
    pub fn read_for_field<'a>(&self, field: &str, data: &Data<'a>) -> Result<Cow<'a, Value>, EvaluationError> {
        match self.find(data) {
            Ok(value) => Ok(value),
            Err(Miss::NoElement { is_last: true }) => Ok(Cow::Owned(Value::Null)),
            Err(Miss::Invalid(message)) => Err(runtime(message)),
            Err(_) => {
                let searched = if self.reads_context() { data.context.context() } else { data.input };
                Err(runtime(format!(
                    "The JSONPath '{}' specified for the field '{field}' could not be found in the input '{searched}'",
                    self.text
                )))
            }
        }
    }

    /// What is at the path, if anything is: as `IsPresent` looks for it.
    pub fn get<'a>(&self, data: &Data<'a>) -> Option<Cow<'a, Value>> {
        self.find(data).ok()
    }

    pub(super) fn find<'a>(&self, data: &Data<'a>) -> Result<Cow<'a, Value>, Miss> {
        let root = match &self.root {
            Root::Input => data.input,
            Root::Context => data.context.context(),
            Root::Variable(name) => data.variables.variable(name).ok_or(Miss::NoVariable)?,
        };
        evaluate::find(root, &self.steps)
    }

    pub(super) fn root(&self) -> &Root {
        &self.root
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// Paths are equal if their texts are.
impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
