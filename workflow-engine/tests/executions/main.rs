//! Executions as a whole: their result, and every event of their history.

#![expect(clippy::expect_used, reason = "helpers of tests fail the test")]

mod harness;
mod parallel;
mod states;
