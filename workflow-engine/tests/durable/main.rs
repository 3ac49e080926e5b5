//! Standard executions over a store, run by programs written by hand.

mod children;
mod lifecycle;
mod logging;
mod programs;
mod recovery;
