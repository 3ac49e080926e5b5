//! The names that clients give.

use super::ApiError;

/// Checks the name of a state machine, an execution or an activity.
///
/// See `name` of `CreateStateMachine` in the Step Functions API reference.
///
/// # Errors
///
/// `InvalidName`.
pub(super) fn check(name: &str) -> Result<(), ApiError> {
    if workflow_cli::has_name_characters(name) { Ok(()) } else { Err(ApiError::invalid_name(name)) }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn names() {
        for name in ["a", "Order-1_x.v2", "Prüfung", "!'()+=@"] {
            assert_eq!(check(name), Ok(()));
        }
        for name in ["a b", "a\0", "a\u{7f}", "a\u{85}", "a:b", "a$", "a\"b", "a\\b"] {
            assert_eq!(check(name).unwrap_err().message, format!("Invalid Name: '{name}'"));
        }
    }
}
