//! The names that clients give.

use super::ApiError;

/// Characters that names must not have, besides blanks and control characters.
const REFUSED: &str = "<>{}[]?*\"#%\\^|~`$&,;:/";

/// Checks the name of a state machine, an execution or an activity.
///
/// See `name` of `CreateStateMachine` in the Step Functions API reference.
///
/// # Errors
///
/// `InvalidName`.
pub(super) fn check(name: &str) -> Result<(), ApiError> {
    let is_refused = |c: char| c.is_whitespace() || is_control(c) || REFUSED.contains(c);
    if name.chars().any(is_refused) { Err(ApiError::invalid_name(name)) } else { Ok(()) }
}

/// U+0000 to U+001F, U+007F to U+009F, surrogates and the two last of the plane.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')
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
