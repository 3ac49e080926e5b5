//! Executions as a whole: their result, and every event of their history.

mod harness;
mod parallel;
mod states;
