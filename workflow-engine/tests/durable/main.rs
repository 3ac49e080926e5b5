//! Standard executions over a store, run by programs written by hand.

mod lifecycle;
mod logging;
mod programs;
mod recovery;
