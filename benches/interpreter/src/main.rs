//! Prints how fast the interpreter is beside others, as a Markdown table.
//!
//! `cargo run --release -p workflow-bench-interpreter [-- [--quick] [--check] [CASE]]`: `--quick` takes fewer rounds,
//! `--check` exits with 1 where a ratio is below its bar, `CASE` picks the cases whose names hold it.

mod passes;
mod tasks;

use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What is measured: so many executions by us and by the other.
struct Case {
    name: &'static str,
    other: &'static str,
    /// How many times the other's speed ours has to be.
    bar: f64,
    /// Executions per round.
    round: u32,
    ours: Box<dyn Fn(u32)>,
    theirs: Box<dyn Fn(u32)>,
}

fn main() -> ExitCode {
    let flag = |name: &str| std::env::args().any(|argument| argument == name);
    let rounds = if flag("--quick") { 100 } else { 2_000 };
    let cases = [passes::case(), tasks::case()];
    let mut is_below = false;
    println!("| case | interpreter | other | | speed, times the other's | bar |\n|---|--:|--:|---|--:|--:|");
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    for case in cases.iter().filter(|case| only.as_deref().is_none_or(|only| case.name.contains(only))) {
        let (ours, theirs) = measure(case, rounds);
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
        is_below |= ratio < case.bar;
        println!("| {} | {ours:.1?} | {theirs:.1?} | {} | {ratio:.2} | {} |", case.name, case.other, case.bar);
    }
    if flag("--check") && is_below { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The best round of each side, per execution; both in turn, as noise only adds.
fn measure(case: &Case, rounds: usize) -> (Duration, Duration) {
    (case.ours)(case.round);
    (case.theirs)(case.round);
    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        ours = ours.min(timed(|| (case.ours)(case.round)));
        theirs = theirs.min(timed(|| (case.theirs)(case.round)));
    }
    (ours / case.round, theirs / case.round)
}

#[expect(clippy::disallowed_methods, reason = "real time is what is measured")]
fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}
