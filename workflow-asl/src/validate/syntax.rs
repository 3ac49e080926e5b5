//! What is well written, in JSONPath states.

/// Whether a text is a path: to values of the input, the context object (`$$`) or a variable.
pub(super) fn is_path(text: &str) -> bool {
    text.starts_with('$')
}

/// Whether a text is a path or calls an intrinsic function.
pub(super) fn is_path_or_intrinsic(text: &str) -> bool {
    is_path(text) || (text.starts_with("States.") && text.ends_with(')') && !text.contains("\\\""))
}

/// Whether a text is a path to one value; else why it is none.
pub(super) fn reference_path(text: &str) -> Result<(), &'static str> {
    if text.starts_with('$') { Ok(()) } else { Err("Reference path didn't start with '$'") }
}

/// Whether somebody may have meant a text to be evaluated.
pub(super) fn looks_like_path(text: &str) -> bool {
    let starts = ["$.", "$[", "$$."].iter().any(|start| text.starts_with(start));
    starts || (text.starts_with("States.") && text.ends_with(')'))
}
