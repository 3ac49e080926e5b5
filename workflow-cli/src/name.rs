//! The names of state machines, executions and activities.

/// Characters that names must not have, besides blanks and control characters.
const REFUSED: &str = "<>{}[]?*\"#%\\^|~`$&,;:/";

/// Whether a text has only characters that the name of a state machine, an execution or an activity may have.
///
/// See `name` of `CreateStateMachine` in the Step Functions API reference.
///
/// ```
/// assert!(workflow_cli::has_name_characters("Order-1_x.v2"));
/// assert!(!workflow_cli::has_name_characters("a:b"));
/// ```
pub fn has_name_characters(name: &str) -> bool {
    !name.chars().any(|c| c.is_whitespace() || is_control(c) || REFUSED.contains(c))
}

/// U+0000 to U+001F, U+007F to U+009F, surrogates and the two last of the plane.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
