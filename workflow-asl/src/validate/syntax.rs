//! What is well written, in JSONPath states.

use crate::jsonpath::{Expression, Path, PathError, ReferencePath};

/// Whether a text is a path: to values of the input, the context object (`$$`) or a variable.
pub(super) fn is_path(text: &str) -> bool {
    Path::parse(text).is_ok()
}

/// Whether a text is a path or calls an intrinsic function.
pub(super) fn is_path_or_intrinsic(text: &str) -> bool {
    Expression::parse(text).is_ok()
}

/// Whether a text is a path to what a Choice rule may compare; else why it is none.
pub(super) fn compared_path(text: &str) -> Result<(), String> {
    reason(text, Path::parse(text).map(|_| ()))
}

/// Whether a text is a path to one place of the input, to which a result can be written; else why it is none.
pub(super) fn result_path(text: &str) -> Result<(), String> {
    reason(text, ReferencePath::parse(text).map(|_| ()))
}

fn reason(text: &str, parsed: Result<(), PathError>) -> Result<(), String> {
    parsed.map_err(|error| match text.starts_with('$') {
        true => error.message,
        false => "Reference path didn't start with '$'".to_owned(),
    })
}

/// Whether somebody may have meant a text to be evaluated.
pub(super) fn looks_like_path(text: &str) -> bool {
    let starts = ["$.", "$[", "$$."].iter().any(|start| text.starts_with(start));
    starts || (text.starts_with("States.") && text.ends_with(')'))
}
