//! Why a command ends without having done what it was asked.

use super::Streams;
use std::process::ExitCode;
use workflow_asl::Diagnostic;

/// A line for stderr and an exit code.
#[derive(Debug)]
pub(super) struct Stop {
    code: u8,
    line: Option<String>,
}

impl Stop {
    /// An execution failed, or something was refused.
    pub(super) fn refused(reason: impl std::fmt::Display) -> Self {
        Stop { code: 1, line: Some(format!("error: {}", one_line(&reason.to_string()))) }
    }

    /// A definition has errors: each on a line of its own below the reason.
    pub(super) fn invalid(name: &str, errors: &[Diagnostic]) -> Self {
        let errors = errors.iter().map(|error| format!("\n  {}", one_line(&error.to_string())));
        let line = format!("error: the definition of `{name}` is not valid:{}", errors.collect::<String>());
        Stop { code: 1, line: Some(line) }
    }

    /// Bad usage or bad input.
    pub(super) fn usage(reason: impl std::fmt::Display) -> Self {
        Stop { code: 2, line: Some(format!("error: {}", one_line(&reason.to_string()))) }
    }

    /// Somebody pressed Ctrl-C.
    pub(super) fn interrupted() -> Self {
        Stop { code: 130, line: Some("interrupted: the execution was stopped".to_owned()) }
    }

    /// All has been said.
    pub(super) fn silent(code: u8) -> Self {
        Stop { code, line: None }
    }

    /// Whoever reads stdout has read enough (`export | head`).
    pub(super) fn quiet() -> Self {
        Stop { code: 0, line: None }
    }

    pub(super) fn tell(self, streams: &Streams) -> ExitCode {
        if let Some(line) = &self.line {
            streams.messages.line(line);
        }
        ExitCode::from(self.code)
    }
}

/// Text that somebody else wrote, on one line and without control characters, which could do things to a terminal.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.trim_end().chars() {
        match character.is_control() {
            true => line.extend(character.escape_default()),
            false => line.push(character),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(one_line("no\nfunds\u{1b}[2J ü\n"), "no\\nfunds\\u{1b}[2J ü");
    }
}
