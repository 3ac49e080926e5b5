//! JSON text, read with the place of every value.
//!
//! A reader of our own rather than `serde_json`'s, for two things that it cannot say: where each value stands
//! (which [`SourceMap`] keeps, for messages that show the line), and what is wrong with a malformed text in the
//! words of AWS. Those are the words of Jackson, the Java library that Step Functions reads JSON with: they are
//! part of the answers of `CreateStateMachine`, `ValidateStateMachineDefinition` and `StartExecution`.

mod error;
mod number;
mod scan;
mod source_map;
mod string;
mod tree;

use serde_json::Value;

pub use error::SyntaxError;
pub use source_map::{Position, SourceMap};
pub(crate) use tree::Node;

/// How deep JSON may be nested: what `serde_json` itself allows, so that recursion over a value that was read
/// cannot exhaust the stack.
pub(crate) const DEPTH: usize = 128;

/// Reads one JSON document. Of a key that stands twice in an object, the last value counts.
///
/// # Errors
///
/// What is malformed and where, in the words in which AWS says it; or that the text is nested more than 128 deep.
///
/// ```
/// use workflow_asl::json;
///
/// assert_eq!(json::parse(r#"{"a": [1, 2.5]}"#).unwrap(), serde_json::json!({"a": [1, 2.5]}));
/// let error = json::parse("not JSON").unwrap_err();
/// assert_eq!(
///     error.message(),
///     "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
/// );
/// assert_eq!((error.line(), error.column()), (1, 4));
/// ```
pub fn parse(text: &str) -> Result<Value, SyntaxError> {
    Node::read(text).map(|node| node.into_value(String::new(), &mut |_, _| {}))
}
