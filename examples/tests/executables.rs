//! The executables, from the outside.

use crate::data::job;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const CSV_PROCESSING: &str = env!("CARGO_BIN_EXE_csv-processing");
const ORDER_APPROVAL: &str = env!("CARGO_BIN_EXE_order-approval");
const ORDER_PROCESSING: &str = env!("CARGO_BIN_EXE_order-processing");
const ORDER_RETURN: &str = env!("CARGO_BIN_EXE_order-return");

fn run(folder: &Path, input: &str) -> Output {
    fs::write(folder.join("input.json"), input).unwrap();
    Command::new(CSV_PROCESSING).current_dir(folder).args(["run", "--input", "input.json"]).output().unwrap()
}

#[test]
fn a_run_prints_its_output() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &json!(job(folder.path(), "1,2025-03-01,Ann,DE,Lamp,1,1\n")).to_string());
    assert_eq!(output.status.code(), Some(0));
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&summary["rowsLoaded"], &summary["rowsRejected"]), (&json!(1), &json!(0)));
}

#[test]
fn a_run_that_fails_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &json!(job(folder.path(), "1,yesterday,Ann,DE,Lamp,1,1\n")).to_string());
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), b"".as_slice()));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("NoValidRow: line 2: `sold_on` is not a date: yesterday"), "{told}");
}

#[test]
fn bad_input_is_refused_and_nothing_written() {
    let folder = tempfile::tempdir().unwrap();
    for input in ["{", "{\"source\": 1}", "{\"source\": \"in.csv\"}"] {
        assert_eq!(run(folder.path(), input).status.code(), Some(2), "{input}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn an_export_is_the_golden_definition() {
    let workflows = [
        (CSV_PROCESSING, "csv_processing"),
        (ORDER_APPROVAL, "order_approval"),
        (ORDER_PROCESSING, "order_processing"),
        (ORDER_RETURN, "order_return"),
        (ORDER_RETURN, "refund"),
    ];
    for (executable, workflow) in workflows {
        let output = Command::new(executable).args(["export", workflow]).output().unwrap();
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(workflow.replace('_', "-")).with_extension("asl.json");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), fs::read_to_string(golden).unwrap());
    }
}

/// Starts a large order, answers its token from another process and gives what the first one printed.
fn answered(answer: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Command::new(ORDER_APPROVAL)
        .current_dir(folder.path())
        .arg("run")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut told = BufReader::new(run.stderr.take().unwrap()).lines().map(Result::unwrap);
    let token = told.find_map(|line| Some(line.split_once(" approve ")?.1.split(' ').next()?.to_owned())).unwrap();
    let (command, options) = answer.split_first().unwrap();
    let other = Command::new(ORDER_APPROVAL).arg(command).arg(&token).args(options).output().unwrap();
    assert!(other.status.success(), "{other:?}");
    let rest: Vec<String> = told.collect();
    let output = run.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap() + &rest.join("\n"))
}

#[test]
fn an_order_is_approved_or_rejected_from_another_terminal() {
    let (code, told) = answered(&["approve", "--output", "{\"by\":\"me\"}"]);
    assert!(code == Some(0) && told.contains("\"approvedBy\": \"me\""), "{told}");
    let (code, told) = answered(&["reject", "--cause", "{\"reason\":\"too dear\"}"]);
    assert!(code == Some(1) && told.contains("Rejected: {\"reason\":\"too dear\"}"), "{told}");
}
