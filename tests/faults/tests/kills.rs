//! A process is killed some times; the program `kills` does it more often.

use std::path::PathBuf;

use workflow_faults::kills::{Options, run};

#[test]
fn nothing_is_lost_by_a_process_that_is_killed() {
    let directory = tempfile::tempdir().unwrap();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_work_until_killed"));
    let killed = run(&Options { program, kills: 25, seed: 1, directory: directory.path().to_owned() }).unwrap();
    assert_eq!(killed.kills, 25);
    assert!(killed.tokens > 0 && killed.calls > 100, "{killed:?}");
}
