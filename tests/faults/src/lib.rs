//! Standard executions while everything fails that can.
//!
//! - [`load`] draws state machines from a seed and knows what each has to come to; [`check`] looks through what is on record
//!   of an execution for anything that must not be.
//! - [`kills`] runs them in real processes over a directory, which are killed at random moments.
//! - [`simulation`] runs them in simulated processes over a store with injected faults, with time skipped.

pub mod check;
pub mod kills;
pub mod load;
pub mod simulation;

/// What a check answers: what is wrong, if anything is.
pub type Checked<T = ()> = Result<T, String>;
