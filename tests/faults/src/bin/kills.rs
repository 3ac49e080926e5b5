//! Kills a process at random moments and checks what is left.
//!
//! `cargo run --release -p workflow-faults --bin kills [-- [--kills COUNT] [--seed SEED]]`, after a build of all programs of
//! the package: `cargo build --release -p workflow-faults --bins`.

use std::process::ExitCode;

use workflow_faults::Checked;
use workflow_faults::kills::{Killed, Options, run};

fn main() -> ExitCode {
    match all() {
        Ok(killed) => {
            println!("{killed:?}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

fn all() -> Checked<Killed> {
    let option = |name: &str| {
        let mut arguments = std::env::args().skip_while(|argument| argument != name);
        arguments.nth(1).and_then(|value| value.parse::<u64>().ok())
    };
    let text = |error: std::io::Error| error.to_string();
    let program = std::env::current_exe().map_err(text)?.with_file_name("work_until_killed");
    let seed = option("--seed").unwrap_or(1);
    let directory = tempfile::tempdir().map_err(text)?;
    let kills = option("--kills").unwrap_or(300);
    let options = Options { program, kills, seed, directory: directory.path().to_owned() };
    run(&options).map_err(|wrong| {
        let directory = directory.keep();
        format!("seed {seed}: {wrong}\nwhat is left is in {}", directory.display())
    })
}
