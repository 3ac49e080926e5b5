//! The command line, end to end and in one process.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests fail the test")]

mod callbacks;
mod commands;
mod costs;
mod deploy;
#[cfg(feature = "durable")]
mod executions;
mod fixture;
mod included;
mod place;
#[cfg(feature = "serve")]
mod serve;
mod shell;
