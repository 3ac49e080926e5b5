//! The command line as processes: what only a process has. This binary is the program when it is told to be, and
//! otherwise what tests it.

#![expect(clippy::unwrap_used, reason = "all of it is tests")]

#[path = "cli/fixture.rs"]
mod fixture;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};

const PROGRAM: &str = "CLI_PROCESS_IS_THE_PROGRAM";

fn main() -> ExitCode {
    if std::env::var_os(PROGRAM).is_some() {
        return fixture::app().main();
    }
    // `cargo nextest` asks which tests there are.
    if std::env::args().any(|arg| arg == "--list") {
        return ExitCode::SUCCESS;
    }
    a_reader_may_stop_reading();
    another_process_approves();
    #[cfg(unix)]
    an_interrupt_stops_a_run();
    #[cfg(feature = "durable")]
    a_killed_run_goes_on();
    #[cfg(feature = "durable")]
    logs_go_to_stderr();
    #[cfg(not(feature = "lambda"))]
    a_function_needs_its_feature();
    ExitCode::SUCCESS
}

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(args).env(PROGRAM, "1").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn start(args: &[&str]) -> (tempfile::TempDir, Child) {
    let directory = tempfile::tempdir().unwrap();
    let child = program(args).current_dir(&directory).spawn().unwrap();
    (directory, child)
}

fn a_reader_may_stop_reading() {
    let (_directory, mut child) = start(&["export", "buy"]);
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

fn another_process_approves() {
    let (directory, mut child) = start(&["run", "ask"]);
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let line = line_with(&mut err, " approve ");
    let (_, token) = line.rsplit_once(' ').unwrap();
    let approved = program(&["approve", token, "--output", r#"{"by":"Ada"}"#]).output().unwrap();
    assert_eq!(approved.stdout, b"approved\n");
    let mut rest = String::new();
    err.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("definition: .workflow/ask.asl.json\n"), "{rest}");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), b"{\n  \"by\": \"Ada\"\n}\n" as &[_]));
    assert!(directory.path().join(".workflow/ask.asl.json").is_file());
}

#[cfg(unix)]
fn an_interrupt_stops_a_run() {
    let (_directory, mut child) = start(&["run", "idle"]);
    let mut err = BufReader::new(child.stderr.take().unwrap());
    line_with(&mut err, "Wait: waits ");
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(line_with(&mut err, "interrupted"), "interrupted: the execution was stopped");
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(130), b"" as &[_]));
}

#[cfg(feature = "durable")]
fn a_killed_run_goes_on() {
    let run = ["run", "ask", "--data", "d", "--name", "one"];
    let (directory, mut child) = start(&run);
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let (mut token, mut is_submitted) = (None, false);
    while token.is_none() || !is_submitted {
        let line = line_with(&mut err, "");
        is_submitted |= line.contains("TaskSubmitted");
        token = token.or(line.contains(" approve ").then(|| line.split_whitespace().nth(2).unwrap().to_owned()));
    }
    let token = token.unwrap();
    // As `kill -9` does.
    child.kill().unwrap();
    child.wait().unwrap();

    let shop = |args: &[&str]| program(args).current_dir(&directory).output().unwrap();
    let approved = shop(&["approve", &token, "--output", r#"{"by":"Ada"}"#, "--data", "d"]);
    assert_eq!((approved.status.code(), approved.stdout.as_slice()), (Some(0), b"approved\n" as &[_]));
    let done = shop(&run);
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!((done.status.code(), done.stdout.as_slice()), (Some(0), b"{\n  \"by\": \"Ada\"\n}\n" as &[_]), "{err}");
    let history = String::from_utf8(shop(&["history", "one", "--data", "d"]).stdout).unwrap();
    assert_eq!(history.matches("TaskScheduled").count(), 1, "{history}");
}

#[cfg(not(feature = "lambda"))]
fn a_function_needs_its_feature() {
    let output = program(&["list"]).env("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001").output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), b"" as &[_]), "{err}");
    assert_eq!(
        err,
        "error: AWS Lambda has started this program (AWS_LAMBDA_RUNTIME_API is set), but it was built without the cargo \
         feature `lambda` of workflow-runtime: turn it on in Cargo.toml, \
         workflow-runtime = { .., features = [\"lambda\"] }\n"
    );
}

#[cfg(feature = "durable")]
fn logs_go_to_stderr() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("bad.json"), r#"{"customer":"Ada","count":0}"#).unwrap();
    let logged = |options: &[&str]| {
        let run = ["run", "verify", "--input", "bad.json", "--data", "d"];
        let output =
            program(&[&run, options].concat()).env_remove("RUST_LOG").current_dir(&directory).output().unwrap();
        let lines = String::from_utf8(output.stderr).unwrap();
        lines.lines().filter(|line| line.contains("workflow_engine::history")).map(str::to_owned).collect::<Vec<_>>()
    };
    let lines = logged(&[]);
    let [failed, ended] = lines.as_slice() else { unreachable!("{lines:?}") };
    assert!(failed.contains("\"TaskFailed\"") && ended.contains("\"ExecutionFailed\""), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("Ada")), "{lines:?}");
    assert_eq!(logged(&["--log-level", "off"]), [] as [&str; 0]);
    let lines = logged(&["--log-level", "fatal", "--log-data", "--log-json"]);
    let [line] = lines.as_slice() else { unreachable!("{lines:?}") };
    assert!(line.starts_with('{') && line.contains("Ada"), "{line}");
}

/// The next line that has `text` in it.
fn line_with(lines: &mut impl BufRead, text: &str) -> String {
    lines.lines().map(Result::unwrap).find(|line| line.contains(text)).unwrap()
}
