//! Runs executions of one side of a case in place, for a profiler to count: `instructions CASE workflow|by-hand TIMES`.

use std::process::ExitCode;
use workflow_bench::cases::{CASES, one_thread};

fn main() -> std::io::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, side, times] = arguments.as_slice() else {
        for case in CASES {
            println!("{}", case.name);
        }
        return Ok(ExitCode::SUCCESS);
    };
    let (Some(case), Ok(times)) = (CASES.iter().find(|case| case.name == name), times.parse()) else {
        eprintln!("no case `{name}`, or `{times}` is not a number");
        return Ok(ExitCode::from(2));
    };
    let side = if side == "workflow" { case.workflow } else { case.by_hand };
    (side.inline)(&one_thread()?, times);
    Ok(ExitCode::SUCCESS)
}
