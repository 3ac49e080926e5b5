use std::borrow::Cow;

use serde_json::{Map, Value};

use super::path::{Root, Step};
use super::{Data, Path, PathError};
use crate::EvaluationError;

/// A path that names exactly one place: names and indexes only. Follows "Reference Paths" of the Amazon States
/// Language specification.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferencePath(Path);

impl ReferencePath {
    /// Parses a reference path.
    ///
    /// # Errors
    /// A text that is not a path, or one with wildcards, slices, filters, functions, `..` or several names.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let path = Path::parse(text)?;
        let fits = path.steps().iter().all(|step| match step {
            Step::Member(_) => true,
            Step::Element(index) => *index >= 0,
            _ => false,
        });
        if !fits {
            return Err(PathError { message: "A reference path must name exactly one place".to_owned(), offset: 0 });
        }
        Ok(Self(path))
    }

    /// The text that was parsed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The same path, for reading.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// What is there; see [`Path::read`].
    ///
    /// # Errors
    /// `States.Runtime` if there is nothing.
    pub fn read<'a>(&self, data: &Data<'a>) -> Result<Cow<'a, Value>, EvaluationError> {
        self.0.read(data)
    }

    /// The document with a value put where the path points; objects on the way that are missing are created.
    ///
    /// # Errors
    /// `States.ResultPathMatchFailure` if something on the way is there but is not an object, or is a list without
    /// that element.
    pub fn write(&self, mut document: Value, value: Value) -> Result<Value, EvaluationError> {
        let mut place = Ok(&mut document);
        for step in self.0.steps() {
            place = place.and_then(|place| descend(place, step));
        }
        match place {
            Ok(place) => {
                *place = value;
                Ok(document)
            }
            Err(step) => {
                let cause = format!("Unable to apply step \"{step}\" to input {document}");
                Err(EvaluationError::new("States.ResultPathMatchFailure", cause))
            }
        }
    }
}

/// One step down, or the name of the step that does not apply.
fn descend<'v>(place: &'v mut Value, step: &Step) -> Result<&'v mut Value, String> {
    match (step, place) {
        (Step::Member(name), Value::Object(members)) => {
            Ok(members.entry(&**name).or_insert_with(|| Value::Object(Map::new())))
        }
        (Step::Element(index), Value::Array(list)) => {
            let element = usize::try_from(*index).ok().and_then(|index| list.get_mut(index));
            element.ok_or_else(|| index.to_string())
        }
        (Step::Member(name), _) => Err(name.to_string()),
        (Step::Element(index), _) => Err(index.to_string()),
        // Not parsed as a reference path.
        _ => Err(String::new()),
    }
}

/// `ResultPath`: what becomes of a state's result.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ResultPath {
    /// `"$"`, or no such field: it replaces the input.
    #[default]
    Replace,
    /// `null`: it is dropped, and the input stays.
    Discard,
    /// Anything else: it is put into the input, there.
    Insert(ReferencePath),
}

impl ResultPath {
    /// Parses the field; none is `null`.
    ///
    /// # Errors
    /// A text that is not a [reference path](ReferencePath), or one into the context object or a variable.
    pub fn parse(text: Option<&str>) -> Result<Self, PathError> {
        let Some(text) = text else { return Ok(Self::Discard) };
        let path = ReferencePath::parse(text)?;
        match path.0.root() {
            Root::Input if path.0.steps().is_empty() => Ok(Self::Replace),
            Root::Input => Ok(Self::Insert(path)),
            Root::Context | Root::Variable(_) => {
                Err(PathError { message: "The ResultPath must be within the input".to_owned(), offset: 0 })
            }
        }
    }

    /// Puts the result together with the input.
    ///
    /// # Errors
    /// `States.ResultPathMatchFailure`; see [`ReferencePath::write`].
    pub fn apply(&self, input: Value, result: Value) -> Result<Value, EvaluationError> {
        match self {
            Self::Replace => Ok(result),
            Self::Discard => Ok(input),
            Self::Insert(path) => path.write(input, result),
        }
    }
}
