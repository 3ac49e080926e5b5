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

/// Below this a difference is mostly noise.
const LEAST: Duration = Duration::from_millis(20);

fn main() -> io::Result<()> {
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/compile-times");
    write_workspace(&root)?;
    let nothing = Times::of(&root, (Shape::Body, 0), rounds)?;
    println!("| code | size | workflow | growth | plain | growth |\n|---|--:|--:|--:|--:|--:|");
    println!("| nothing | | {:.0?} | | {:.0?} | |", nothing.workflow, nothing.plain);
    for (shape, sizes) in CASES {
        let mut before: Option<Times> = None;
        for size in sizes {
            let times = Times::of(&root, (shape, *size), rounds)?;
            let own = times.less(nothing);
            let growth = |side: fn(&Times) -> Duration| {
                let before = before.as_ref().map(side).filter(|before| *before >= LEAST);
                before.map_or_else(String::new, |before| {
                    format!("× {:.1}", side(&own).as_secs_f64() / before.as_secs_f64())
                })
            };
            let (workflow, plain) = (growth(|times| times.workflow), growth(|times| times.plain));
            let name = format!("{shape:?}").to_ascii_lowercase();
            println!("| {name} | {size} | {:.0?} | {workflow} | {:.0?} | {plain} |", times.workflow, times.plain);
            before = Some(own);
        }
    }
    Ok(())
}

/// What checking both sides took.
#[derive(Clone, Copy)]
struct Times {
    workflow: Duration,
    plain: Duration,
}

impl Times {
    fn of(root: &Path, case: (Shape, usize), rounds: usize) -> io::Result<Self> {
        let (workflow, plain) =
            (measure(root, case, Side::Workflow, rounds)?, measure(root, case, Side::Plain, rounds)?);
        Ok(Times { workflow, plain })
    }

    fn less(self, other: Times) -> Times {
        let workflow = self.workflow.saturating_sub(other.workflow);
        Times { workflow, plain: self.plain.saturating_sub(other.plain) }
    }
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
    format!("{shape:?}-{size}-{side:?}").to_ascii_lowercase()
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
