use std::fmt;

use serde_json::{Map, Value};

use super::path::{Path, PathError, Root, Step};
use crate::EvaluationError;

/// A path that names exactly one place of the input: members and elements only.
///
/// Follows "Reference Paths" of the Amazon States Language specification.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferencePath(Path);

impl ReferencePath {
    /// Parses a reference path.
    ///
    /// # Errors
    /// A text that is no path, or a path to several places, to the context object or to a variable.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let path = Path::parse(text)?;
        let names_one = path.steps().iter().all(|step| matches!(step, Step::Member(_) | Step::Element(0..)));
        if *path.root() == Root::Input && names_one {
            return Ok(Self(path));
        }
        Err(PathError { message: "A reference path names one place of the input".to_owned(), offset: 0 })
    }

    /// The text that was parsed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The document with a value at this place. Members and objects that are missing are made, as are elements of a
    /// list up to the next.
    ///
    /// # Errors
    /// `States.ResultPathMatchFailure` if something on the way is no object, or the list is too short.
    pub fn write(&self, document: Value, value: Value) -> Result<Value, EvaluationError> {
        let mut document = document;
        match place(&mut document, self.0.steps()) {
            Some(place) => {
                *place = value;
                Ok(document)
            }
            None => {
                let cause = format!("Unable to apply ReferencePath {} to input {document}", self.as_str());
                Err(EvaluationError::new("States.ResultPathMatchFailure", cause))
            }
        }
    }
}

impl fmt::Display for ReferencePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn place<'v>(document: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    let mut at = document;
    for step in steps {
        // What is not there yet becomes what the step needs.
        if at.is_null() && matches!(step, Step::Member(_)) {
            *at = Value::Object(Map::new());
        }
        at = match (step, at) {
            (Step::Member(name), Value::Object(members)) => members.entry(name.to_string()).or_insert(Value::Null),
            (Step::Element(index), Value::Array(list)) => list.get_mut(usize::try_from(*index).ok()?)?,
            _ => return None,
        };
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_written_where_the_path_says() {
        let cases = [
            ("$", json!({"a": 1}), Some(json!(7))),
            ("$.b", json!({"a": 1}), Some(json!({"a": 1, "b": 7}))),
            ("$.a", json!({"a": 1}), Some(json!({"a": 7}))),
            ("$.b.c", json!({"a": 1}), Some(json!({"a": 1, "b": {"c": 7}}))),
            ("$['b']['c d']", json!({}), Some(json!({"b": {"c d": 7}}))),
            ("$.a[1]", json!({"a": [1, 2]}), Some(json!({"a": [1, 7]}))),
            ("$.a[2]", json!({"a": [1, 2]}), None),
            ("$.a.b", json!({"a": 1}), None),
            ("$.a", json!([1]), None),
            ("$.a", json!("text"), None),
        ];
        for (path, document, expected) in cases {
            let written = ReferencePath::parse(path).unwrap().write(document.clone(), json!(7));
            match expected {
                Some(expected) => assert_eq!(written, Ok(expected), "{path} {document}"),
                None => assert_eq!(written.unwrap_err().error, "States.ResultPathMatchFailure", "{path} {document}"),
            }
        }
    }

    #[test]
    fn only_paths_to_one_place_of_the_input_are_reference_paths() {
        for text in ["a", "$.*", "$..a", "$.a[0,1]", "$.a[?(@.b)]", "$$.a", "$a.b", "$.a[1:2]", "$.a.length()"] {
            assert!(ReferencePath::parse(text).is_err(), "{text}");
        }
    }
}
