//! Prints how much longer workflows take than hand-written code, as a Markdown table.
//!
//! `cargo run --release -p workflow-bench --bin ratios [-- [--quick] [--check] [CASE]]`: `--quick` takes fewer rounds,
//! `--check` exits with 1 where a ratio is above the bar, `CASE` picks the cases whose names hold it.

use std::process::ExitCode;
use workflow_bench::cases::{CASES, many_threads, one_thread};
use workflow_bench::rounds::{Measured, Mode, measure};

/// The most that an in-memory workflow may take, times the hand-written code.
const BAR: f64 = 1.5;

fn main() -> std::io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let only = arguments.iter().find(|argument| !argument.starts_with("--"));
    let rounds = if flag("--quick") { 40 } else { 400 };
    let mut worst = 0.0_f64;
    println!("| case | mode | workflow | by hand | ratio of best | median ratio |\n|---|---|--:|--:|--:|--:|");
    for (mode, runtime) in [(Mode::Inline, one_thread()?), (Mode::Spawned, many_threads()?)] {
        for case in CASES.iter().filter(|case| only.is_none_or(|only| case.name.contains(only.as_str()))) {
            let measured = measure(&runtime, case, mode, rounds);
            worst = worst.max(row(case.name, mode, &measured));
        }
    }
    Ok(if flag("--check") && worst > BAR { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Prints a line of the table and gives the ratio that counts: the smaller of the two, as noise only adds.
fn row(name: &str, mode: Mode, measured: &Measured) -> f64 {
    let Measured { workflow, by_hand, ratio } = measured;
    let best = workflow.as_secs_f64() / by_hand.as_secs_f64();
    println!("| {name} | {mode:?} | {workflow:.0?} | {by_hand:.0?} | {best:.2} | {ratio:.2} |");
    best.min(*ratio)
}
