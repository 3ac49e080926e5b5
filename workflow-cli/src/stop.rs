//! Why a command ends without having done what it was asked.

use crate::Streams;
use std::process::ExitCode;

/// A line for stderr and an exit code.
#[derive(Debug)]
pub struct Stop {
    code: u8,
    line: Option<String>,
}

impl Stop {
    /// An execution failed, or something was refused.
    pub fn refused(reason: impl std::fmt::Display) -> Self {
        Stop { code: 1, line: Some(format!("error: {}", one_line(&reason.to_string()))) }
    }

    /// A definition has errors: each on a line of its own below the reason.
    pub fn invalid(name: &str, errors: &[impl std::fmt::Display]) -> Self {
        let errors = errors.iter().map(|error| format!("\n  {}", one_line(&error.to_string())));
        let line = format!("error: the definition of `{name}` is not valid:{}", errors.collect::<String>());
        Stop { code: 1, line: Some(line) }
    }

    /// Bad usage or bad input.
    pub fn usage(reason: impl std::fmt::Display) -> Self {
        Stop { code: 2, line: Some(format!("error: {}", one_line(&reason.to_string()))) }
    }

    /// Somebody pressed Ctrl-C.
    pub fn interrupted() -> Self {
        Stop { code: 130, line: Some("interrupted: the execution was stopped".to_owned()) }
    }

    /// Something says what it has to say.
    pub fn saying(code: u8, line: impl Into<String>) -> Self {
        Stop { code, line: Some(line.into()) }
    }

    /// All has been said.
    pub fn silent(code: u8) -> Self {
        Stop { code, line: None }
    }

    /// Whoever reads stdout has read enough (`export | head`).
    pub fn quiet() -> Self {
        Stop { code: 0, line: None }
    }

    /// What it says, if anything.
    pub fn line(&self) -> Option<&str> {
        self.line.as_deref()
    }

    /// Says it, and gives the exit code.
    pub fn tell(self, streams: &Streams) -> ExitCode {
        if let Some(line) = &self.line {
            streams.messages.line(line);
        }
        ExitCode::from(self.code)
    }
}

/// Text that somebody else wrote, on one line and without control characters, which could do things to a terminal.
pub fn one_line(text: &str) -> String {
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
