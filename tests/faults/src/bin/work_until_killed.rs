//! The process that is killed: `work_until_killed DIRECTORY SEED EXECUTIONS`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().map(PathBuf::from);
    let mut number = || arguments.next().and_then(|number| number.parse::<u64>().ok());
    let (Some(directory), Some(seed), Some(executions)) = (directory, number(), number()) else {
        eprintln!("work_until_killed DIRECTORY SEED EXECUTIONS");
        return ExitCode::FAILURE;
    };
    match workflow_faults::kills::child::work(&directory, seed, executions) {
        Ok(()) => ExitCode::SUCCESS,
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}
