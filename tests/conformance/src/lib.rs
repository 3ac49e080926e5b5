//! Judges the engine and the server by what was recorded on AWS.
//!
//! The corpus is JSON beside the repository (see [`corpus`]); its `FORMAT.md` says what it holds and its `replay.py` how
//! recorded values are compared with actual ones. Those rules are kept here, in [`text`], [`compare`] and [`parallel`],
//! and each suite of the corpus is replayed in process, with a clock that skips time: [`executions`], [`single_calls`],
//! [`scripts`].

#![expect(clippy::indexing_slicing, reason = "only JSON is indexed: what is not there is null")]

pub mod compare;
pub mod corpus;
pub mod executions;
pub mod fuzz;
pub mod known;
pub mod lambda;
pub mod order;
pub mod outcome;
pub mod parallel;
pub mod python;
pub mod recorded_error;
pub mod scripts;
pub mod server;
pub mod single_calls;
pub mod text;
