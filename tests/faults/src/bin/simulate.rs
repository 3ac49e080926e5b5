//! Simulates as many seeds as it is told to, and stops at the first that fails.
//!
//! `cargo run --release -p workflow-faults --bin simulate [-- [--from SEED] [--seeds COUNT]]`; with `SIMULATION_SEED=SEED` in
//! the environment it runs that one.

use std::process::ExitCode;

use workflow_engine::clock::real_monotonic;
use workflow_faults::simulation::{self, Happened};

fn main() -> ExitCode {
    let only = std::env::var("SIMULATION_SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    let option = |name: &str| {
        let mut arguments = std::env::args().skip_while(|argument| argument != name);
        arguments.nth(1).and_then(|value| value.parse::<u64>().ok())
    };
    let first = only.or(option("--from")).unwrap_or_default();
    let count = if only.is_some() { 1 } else { option("--seeds").unwrap_or(10_000) };
    let begin = real_monotonic();
    let mut all = Happened::default();
    for seed in first..first.saturating_add(count) {
        match simulation::run(seed) {
            Ok(happened) => all.add(happened),
            Err(wrong) => {
                eprintln!("seed {seed}: {wrong}\nagain: {}", simulation::again(seed));
                return ExitCode::FAILURE;
            }
        }
    }
    let minutes = real_monotonic().saturating_sub(begin).as_secs_f64() / 60.0;
    println!("{count} seeds, {:.0} a minute: {all:?}", count as f64 / minutes);
    ExitCode::SUCCESS
}
