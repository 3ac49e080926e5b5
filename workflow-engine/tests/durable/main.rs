//! Standard executions over a store, run by programs written by hand.

mod lifecycle;
mod programs;
mod recovery;
