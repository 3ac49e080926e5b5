//! What has happened outside of the store: a file to which lines are appended.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// The file. Each line is appended by one write, so that a killed process leaves whole lines.
#[derive(Debug)]
pub struct Journal(File);

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// It was acknowledged that an execution was started, with this number of the store.
    Started {
        /// Its own number.
        execution: u64,
        /// That of the store.
        id: i64,
    },
    /// An execution has ended.
    Ended(u64),
    /// An attempt of a task was begun.
    Call {
        /// The execution's ARN.
        arn: String,
        /// The id of the event of entering the state.
        visit: u64,
        /// The number of the attempt.
        attempt: u32,
    },
    /// A token was handed out, to be completed with this.
    Token(String, u64),
    /// It was acknowledged that a token was completed.
    Sent(String),
    /// It was said that nobody waits for a token.
    Gone(String),
    /// Something that must not be.
    Wrong(String),
}

impl Journal {
    /// Opens the file to append to it.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn open(file: &Path) -> io::Result<Self> {
        OpenOptions::new().create(true).append(true).open(file).map(Self)
    }

    /// Appends a line.
    ///
    /// # Errors
    ///
    /// What the operating system says.
    pub fn append(&self, line: &Line) -> io::Result<()> {
        (&self.0).write_all(line.text().as_bytes())
    }
}

impl Line {
    fn text(&self) -> String {
        match self {
            Self::Started { execution, id } => format!("started {execution} {id}\n"),
            Self::Ended(execution) => format!("ended {execution}\n"),
            Self::Call { arn, visit, attempt } => format!("call {arn} {visit} {attempt}\n"),
            Self::Token(token, result) => format!("token {token} {result}\n"),
            Self::Sent(token) => format!("sent {token}\n"),
            Self::Gone(token) => format!("gone {token}\n"),
            Self::Wrong(text) => format!("wrong {}\n", text.replace('\n', " ")),
        }
    }

    fn read(line: &str) -> Option<Self> {
        let (kind, rest) = line.split_once(' ')?;
        let mut words = rest.split(' ');
        let mut word = || words.next();
        Some(match kind {
            "started" => Self::Started { execution: word()?.parse().ok()?, id: word()?.parse().ok()? },
            "ended" => Self::Ended(word()?.parse().ok()?),
            "call" => {
                Self::Call { arn: word()?.to_owned(), visit: word()?.parse().ok()?, attempt: word()?.parse().ok()? }
            }
            "token" => Self::Token(word()?.to_owned(), word()?.parse().ok()?),
            "sent" => Self::Sent(word()?.to_owned()),
            "gone" => Self::Gone(word()?.to_owned()),
            "wrong" => Self::Wrong(rest.to_owned()),
            _ => return None,
        })
    }
}

/// All lines of a file; none if it is not there.
///
/// # Errors
///
/// If it cannot be read, or a line is none.
pub fn read(file: &Path) -> io::Result<Vec<Line>> {
    let text = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let invalid = |line: &str| io::Error::new(io::ErrorKind::InvalidData, line.to_owned());
    text.lines().map(|line| Line::read(line).ok_or_else(|| invalid(line))).collect()
}
