//! Workflows beside hand-written async Rust that does the same. `README.md` says how to measure and what came of it.

pub mod by_hand;
pub mod cases;
pub mod rounds;
pub mod work;
pub mod workflows;
