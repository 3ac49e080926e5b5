//! The program itself.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};

const SOUND: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
const WRONG: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Nap"}}}"#;
const SYNC: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Task",
    "Resource": "arn:aws:states:::states:startExecution.sync", "Parameters": {"StateMachineArn": "m"}, "End": true}}}"#;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_workflow-server"))
}

/// What `check` says of its standard input.
fn check(arguments: &[&str], input: &str) -> Output {
    let streams = program()
        .arg("check")
        .args(arguments)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = streams.unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn definitions_are_checked() {
    let sound = check(&[], SOUND);
    assert_eq!(sound.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&sound.stderr), "1 file checked: nothing found\n");
    let wrong = check(&[], WRONG);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(wrong.stdout.is_empty());
    let findings: serde_json::Value = serde_json::from_slice(&check(&["--json"], WRONG).stdout).unwrap();
    assert_eq!(findings.as_array().unwrap().len(), 1);
    assert_eq!(check(&[], SYNC).status.code(), Some(0));
    assert_eq!(check(&["--type", "EXPRESS"], SYNC).status.code(), Some(1));
    assert_eq!(check(&["no such file"], SOUND).status.code(), Some(2));
}

#[test]
fn it_serves_where_it_says() {
    let mut child = program().args(["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
    let lines: Vec<String> = BufReader::new(child.stdout.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    assert_eq!(lines[1], "keeping: everything in memory");
    let address = lines[0].strip_prefix("listening: http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let request = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-amz-target: AWSStepFunctions.ListStateMachines\r\n\
        content-length: 2\r\n\r\n{}";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(answer.ends_with(r#"{"stateMachines":[]}"#), "{answer}");
}
