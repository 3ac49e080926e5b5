//! The program itself.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

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

/// A server on a directory, and what it says first.
fn keeping(directory: &std::path::Path) -> (Child, Vec<String>) {
    let arguments = ["--port", "0", "--data"];
    let mut child = program().args(arguments).arg(directory).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    (child, lines)
}

#[test]
fn a_directory_is_kept_for_one_process_after_the_other() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("state");
    let kept = format!("keeping: everything in {}; 0 executions go on", path.display());
    let (mut first, lines) = keeping(&path);
    assert_eq!(lines[1], kept);
    let refused = program().args(["--port", "0", "--data"]).arg(&path).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let message = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(message.starts_with("error: another process works on the executions in "), "{message}");
    first.kill().unwrap();
    first.wait().unwrap();
    let (mut second, lines) = keeping(&path);
    assert_eq!(lines[1], kept);
    second.kill().unwrap();
    second.wait().unwrap();
}

/// Calls an operation of a server.
fn call(address: &str, operation: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-amz-target: AWSStepFunctions.{operation}\r\n\
         content-length: {}\r\n\r\n{request}",
        request.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}

/// A server that works on the directory `d` in another one, and its address.
fn server(directory: &std::path::Path) -> (std::process::Child, String) {
    let mut serve = program();
    let serve = serve.args(["--port", "0", "--data", "d"]).current_dir(directory).stdout(Stdio::piped());
    let mut child = serve.stderr(Stdio::piped()).spawn().unwrap();
    let line = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    (child, line.strip_prefix("listening: http://").unwrap().to_owned())
}

#[test]
fn executions_are_commanded_whether_or_not_a_server_works() {
    let directory = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = program().args(arguments).current_dir(&directory).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (mut serving, address) = server(directory.path());
    let logging = r#""loggingConfiguration": {"level": "ALL", "destinations": [{"cloudWatchLogsLogGroup":
        {"logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:sound:*"}}]}"#;
    let slow = r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 3600, "End": true}}}"#;
    for (name, definition) in [("sound", SOUND), ("slow", slow)] {
        let definition = serde_json::Value::from(definition);
        let role = "arn:aws:iam::123456789012:role/r";
        let machine = format!(r#"{{"name": "{name}", "definition": {definition}, "roleArn": "{role}", {logging}}}"#);
        call(&address, "CreateStateMachine", &machine);
    }
    let endpoint = format!("http://{address}");
    assert_eq!(run(&["start", "sound", "--name", "one", "--endpoint", &endpoint]).0, Some(0));
    assert_eq!(run(&["history", "one", "--follow", "--data", "d"]).0, Some(0));
    assert_eq!(run(&["start", "sound", "--name", "two", "--data", "d"]).2, "");
    serving.kill().unwrap();
    // As its logging configuration says.
    let log = String::from_utf8(serving.wait_with_output().unwrap().stderr).unwrap();
    assert!(log.contains("\"ExecutionStarted\"") && log.contains("\"SucceedStateEntered\""), "{log}");

    let (code, arn, err) = run(&["start", "sound", "--name", "three", "--data", "d"]);
    assert_eq!((code, arn.as_str()), (Some(0), "arn:aws:states:us-east-1:123456789012:execution:sound:three\n"));
    assert!(err.starts_with("no process works on d: ") && err.ends_with("`workflow-server --data DIR`\n"), "{err}");
    assert_eq!(run(&["start", "slow", "--name", "four", "--data", "d"]).0, Some(0));
    assert_eq!(run(&["stop", "four", "--data", "d"]).1, "stopped\n");
    assert_eq!(run(&["redrive", "four", "--data", "d"]).1, "redriven\n");
    assert_eq!(run(&["describe", "five", "--data", "d"]).0, Some(1));
    let (mut serving, _) = server(directory.path());
    for name in ["two", "three"] {
        assert_eq!(run(&["history", name, "--follow", "--data", "d"]).0, Some(0));
    }
    assert_eq!(run(&["stop", "four", "--data", "d"]).1, "stopped\n");
    assert!(run(&["describe", "four", "--data", "d"]).1.contains("redrives:      1, last at "));
    serving.kill().unwrap();
    serving.wait().unwrap();
    let listed = run(&["list", "--status", "succeeded", "--workflow", "sound", "--data", "d"]).1;
    let names: Vec<&str> = listed.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["three", "two", "one"]);
}
