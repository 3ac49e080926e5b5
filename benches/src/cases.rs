//! What is measured: each case as a workflow and as hand-written code, inline and spawned.

use crate::{by_hand, workflows};
use std::hint::black_box;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

/// How many executions are in flight where they are spawned.
pub const IN_FLIGHT: usize = 64;

/// One case, on both sides.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// How many executions make a round of about a millisecond.
    pub round: usize,
    /// The workflow.
    pub workflow: Side,
    /// The hand-written code.
    pub by_hand: Side,
}

/// One side of a case: runs so many executions.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// One after the other, awaited in place on one thread.
    pub inline: fn(&Runtime, usize),
    /// Spawned, with [`IN_FLIGHT`] of them at a time.
    pub spawned: fn(&Runtime, usize),
}

/// Runs one execution after the other in place.
fn inline<F: Future>(runtime: &Runtime, times: usize, start: impl Fn() -> F) {
    runtime.block_on(async {
        for _ in 0..times {
            black_box(start().await);
        }
    });
}

/// Spawns executions, a new one as soon as one has ended.
fn spawned<F>(runtime: &Runtime, times: usize, start: impl Fn() -> F)
where
    F: Future<Output: Send> + Send + 'static,
{
    runtime.block_on(async {
        let mut running = JoinSet::new();
        for _ in 0..times {
            if running.len() == IN_FLIGHT {
                black_box(running.join_next().await);
            }
            running.spawn(start());
        }
        while let Some(ended) = running.join_next().await {
            black_box(ended.is_ok());
        }
    });
}

macro_rules! side {
    ($function:path, $input:expr) => {
        Side {
            inline: |runtime, times| inline(runtime, times, || IntoFuture::into_future($function(black_box($input)))),
            spawned: |runtime, times| spawned(runtime, times, || IntoFuture::into_future($function(black_box($input)))),
        }
    };
}

macro_rules! cases {
    ($($title:literal $name:ident($input:expr) x $round:literal;)*) => {
        /// All cases.
        pub const CASES: &[Case] = &[$(Case {
            name: $title,
            round: $round,
            workflow: side!(workflows::$name, $input),
            by_hand: side!(by_hand::$name, $input),
        }),*];
    };
}

cases! {
    "chain of 3" chain(7) x 4000;
    "chain of 3, text" chain_text(String::new()) x 4000;
    "chain of 3, retriers" chain_retried(7) x 4000;
    "map of 1,000 by 40" mapped((0..1000).collect()) x 20;
    "map of 1,000 by 40, yielding" mapped_yielding((0..1000).collect()) x 10;
    "parallel of 10" parallel(7) x 2000;
    "parallel of 10, yielding" parallel_yielding(7) x 1000;
}

/// The runtime for executions in place.
///
/// # Errors
///
/// Where the system gives no runtime its resources.
pub fn one_thread() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_time().build()
}

/// The runtime for spawned executions.
///
/// # Errors
///
/// Where the system gives no runtime its resources.
pub fn many_threads() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_time().build()
}
