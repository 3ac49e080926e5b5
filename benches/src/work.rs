//! What the tasks do, on both sides.

use std::hint::black_box;

/// Adds one; rustc cannot see through it, so that no side is folded into a constant.
#[inline]
pub fn increment(n: u64) -> u64 {
    black_box(n) + 1
}

/// The same after giving way to the other tasks once.
#[inline]
pub async fn increment_later(n: u64) -> u64 {
    tokio::task::yield_now().await;
    increment(n)
}

/// Passes a text on.
#[inline]
pub fn pass(text: String) -> String {
    black_box(text)
}
