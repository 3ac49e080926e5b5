//! Where a program does something else than what is on record.

use super::Event;
use std::fmt;

/// The first difference between a program and the journal of its execution.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The event's number in the journal, from 0.
    pub number: usize,
    /// What is on record.
    pub expected: Event,
    /// What the program did; `None` where it waits for something else.
    pub got: Option<Event>,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Divergence { number, expected, got } = self;
        write!(f, "event {number} of the journal is {expected}; ")?;
        match got {
            Some(got) => write!(f, "the program came to {got}"),
            None => f.write_str("the program does not wait for that"),
        }
    }
}

impl std::error::Error for Divergence {}
