//! The error names of Amazon States Language.

use crate::catalogue::{Code, code};

/// An error's name has at most this many characters.
const LONGEST: usize = 256;

/// The names that AWS documents for errors that a state can fail with and a Catcher can name.
const KNOWN: &[&str] = &[
    "States.BranchFailed",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Timeout",
];

/// The error of an HTTP task whose endpoint has answered with a status: `States.Http.StatusCode.404`.
fn is_http_status(name: &str) -> bool {
    let status = name.strip_prefix("States.Http.StatusCode.");
    status.is_some_and(|status| status.len() == 3 && status.bytes().all(|digit| digit.is_ascii_digit()))
}

/// What is wrong with the name of an error that a variant is to stand for.
pub(super) fn problem(name: &str) -> Option<(Code, String)> {
    if name.is_empty() {
        return Some((code::ERROR_NAME, "an error has a name".to_owned()));
    }
    if name.chars().count() > LONGEST {
        return Some((code::ERROR_NAME, format!("an error's name has at most {LONGEST} characters")));
    }
    if !name.starts_with("States.") || KNOWN.contains(&name) || is_http_status(name) {
        return None;
    }
    Some(match name {
        "States.ALL" | "States.TaskFailed" => (
            code::WILDCARD_NAME,
            format!(
                "`{name}` stands for many errors and is never the name of one: \
             to take them all, write `#[error(other)] Other(Failure)`"
            ),
        ),
        "States.Runtime" | "States.DataLimitExceeded" | "States.QueryEvaluationError" => {
            (code::UNCATCHABLE_NAME, format!("`{name}` ends the execution and cannot be caught: remove the variant"))
        }
        _ => (
            code::UNKNOWN_NAME,
            format!(
                "names that start with `States.` are AWS's own, and `{name}` is none of them: {}",
                KNOWN.join(", ")
            ),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(problem("Declined"), None);
        assert_eq!(problem("States.Timeout"), None);
        assert_eq!(problem(&"é".repeat(256)), None);
        assert!(problem(&"é".repeat(257)).is_some());
        for (name, hint) in [
            ("States.ALL", "error(other)"),
            ("States.TaskFailed", "error(other)"),
            ("States.Runtime", "cannot be caught"),
            ("States.DataLimitExceeded", "cannot be caught"),
            ("States.Timeuot", "States.Timeout"),
            ("", "has a name"),
        ] {
            assert!(problem(name).is_some_and(|(_, problem)| problem.contains(hint)), "{name}");
        }
    }
}
