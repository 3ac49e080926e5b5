//! How long rustc checks workflows of growing size, and the same code as plain async functions, as a Markdown table.
//!
//! `cargo run --release -p workflow-bench --bin compile_times [-- ROUNDS]`: the best of `ROUNDS` (5 if left out) runs of
//! `cargo check` on a crate that holds nothing but the code; everything it depends on has been checked before.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};
use workflow_tests::scale::{Shape, Side, source};

const CASES: [(Shape, &[usize]); 3] =
    [(Shape::Sum, &[80, 160, 320]), (Shape::Condition, &[80, 160, 320]), (Shape::Body, &[5, 50, 100, 200])];

fn main() -> io::Result<()> {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/compile-times");
    write_workspace(&root)?;
    println!("| code | size | workflow | plain | workflow − nothing | growth |\n|---|--:|--:|--:|--:|--:|");
    let nothing = row(&root, (Shape::Body, 0), rounds, None)?;
    for (shape, sizes) in CASES {
        let mut before = None;
        for size in sizes {
            let own = row(&root, (shape, *size), rounds, Some((nothing, before)))?;
            before = Some(own);
        }
    }
    Ok(())
}

/// Measures both sides and prints a line; gives the workflow's time, less that of a crate with next to nothing in it.
fn row(
    root: &Path,
    case: (Shape, usize),
    rounds: usize,
    baseline: Option<(Duration, Option<Duration>)>,
) -> io::Result<Duration> {
    let workflow = measure(root, case, Side::Workflow, rounds)?;
    let plain = measure(root, case, Side::Plain, rounds)?;
    let own = workflow.saturating_sub(baseline.map_or(Duration::ZERO, |(nothing, _)| nothing));
    let growth = baseline.and_then(|(_, before)| before).map(|before| own.as_secs_f64() / before.as_secs_f64());
    let growth = growth.map_or_else(String::new, |growth| format!("× {growth:.1}"));
    let (shape, size) = case;
    println!("| {shape:?} | {size} | {workflow:.0?} | {plain:.0?} | {own:.0?} | {growth} |");
    Ok(own)
}

#[expect(clippy::disallowed_methods, reason = "real time is what is measured")]
fn measure(root: &Path, case: (Shape, usize), side: Side, rounds: usize) -> io::Result<Duration> {
    let name = package(case, side);
    let main_file = root.join(&name).join("src/lib.rs");
    check(root, &name)?;
    let mut best = Duration::MAX;
    for _ in 0..rounds {
        fs::write(&main_file, source(case.0, case.1, side))?;
        let start = Instant::now();
        check(root, &name)?;
        best = best.min(start.elapsed());
    }
    Ok(best)
}

fn check(root: &Path, package: &str) -> io::Result<()> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.args(["check", "--quiet", "--offline", "-p", package]).current_dir(root);
    // An incremental check of what has not changed would measure nothing.
    cargo.env("CARGO_INCREMENTAL", "0").env_remove("CARGO_TARGET_DIR").stdin(Stdio::null());
    match cargo.status()?.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("`cargo check -p {package}` failed"))),
    }
}

fn package((shape, size): (Shape, usize), side: Side) -> String {
    format!("{shape:?}-{size}-{side:?}").to_lowercase()
}

/// A workspace with a package for each case and side.
fn write_workspace(root: &Path) -> io::Result<()> {
    let cases = CASES.iter().flat_map(|(shape, sizes)| sizes.iter().map(|size| (*shape, *size)));
    let cases: Vec<_> = std::iter::once((Shape::Body, 0)).chain(cases).collect();
    let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let mut members = Vec::new();
    for case in cases {
        for side in [Side::Workflow, Side::Plain] {
            let name = package(case, side);
            let folder = root.join(&name);
            fs::create_dir_all(folder.join("src"))?;
            fs::write(folder.join("src/lib.rs"), source(case.0, case.1, side))?;
            let manifest = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\nworkflow-runtime = {{ path = \"{}\" }}\n",
                repository.join("workflow-runtime").display()
            );
            fs::write(folder.join("Cargo.toml"), manifest)?;
            members.push(format!("{name:?}"));
        }
    }
    fs::write(root.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")))?;
    fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock")).map(drop)
}
