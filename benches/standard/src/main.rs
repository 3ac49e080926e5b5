//! Prints how fast Standard executions over SQLite are, as a Markdown table.
//!
//! `cargo run --release -p workflow-bench-standard [-- [--quick] [--check] [CASE]]`: `--quick` takes fewer and smaller rounds,
//! `--check` exits with 1 where a bar is missed, `CASE` is one of `throughput`, `latency`, `restart`, `recovery`, `memory`.

mod latency;
mod memory;
mod program;
mod raw;
mod recovery;
mod restart;
mod throughput;

use std::path::PathBuf;
use std::process::ExitCode;

/// What measuring answers.
pub(crate) type Measured<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A line of the table.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) ours: String,
    pub(crate) theirs: String,
    /// What the bar is about.
    pub(crate) ratio: f64,
    pub(crate) bar: Bar,
}

/// What the number of a line has to be.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Bar {
    None,
    AtLeast(f64),
    AtMost(f64),
}

impl Bar {
    fn is_met(self, ratio: f64) -> bool {
        match self {
            Self::None => true,
            Self::AtLeast(bar) => ratio >= bar,
            Self::AtMost(bar) => ratio <= bar,
        }
    }
}

impl std::fmt::Display for Bar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::AtLeast(bar) => write!(f, "≥ {bar}"),
            Self::AtMost(bar) => write!(f, "≤ {bar}"),
        }
    }
}

type Case = fn(bool) -> Measured<Vec<Row>>;

const CASES: [(&str, Case); 5] = [
    ("throughput", throughput::measure),
    ("latency", latency::measure),
    ("restart", restart::measure),
    ("recovery", recovery::measure),
    ("memory", memory::measure),
];

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures what the arguments say; `false` where `--check` finds a bar missed.
fn run() -> Measured<bool> {
    let flag = |name: &str| std::env::args().any(|argument| argument == name);
    let value = |name: &str| std::env::args().skip_while(|argument| argument != name).nth(1).map(PathBuf::from);
    if let Some(directory) = value("--work") {
        return restart::work(&directory).map(|()| true);
    }
    if let Some(directory) = value("--sleep") {
        return memory::sleep(&directory, flag("--quick")).map(|()| true);
    }
    let only = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let mut is_met = true;
    println!("| case | Standard | beside | number | bar |\n|---|--:|--:|--:|--:|");
    for (name, measure) in CASES {
        if only.as_deref().is_some_and(|only| only != name) {
            continue;
        }
        for row in measure(flag("--quick"))? {
            println!("| {} | {} | {} | {:.2} | {} |", row.name, row.ours, row.theirs, row.ratio, row.bar);
            is_met &= row.bar.is_met(row.ratio);
        }
    }
    Ok(is_met || !flag("--check"))
}

/// A runtime as a program has it.
pub(crate) fn runtime() -> Measured<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}
