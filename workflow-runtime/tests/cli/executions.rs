//! The commands about executions in a directory: `run --data`, `work`, `start`, `list` and the others.

use crate::fixture::app;
use crate::place::place;
use crate::shell::{Running, Shell};
use serde_json::{Value, json};
use tokio::sync::oneshot;

const VERIFY: &str = "arn:aws:states:us-east-1:123456789012:execution:verify";

/// A shell with an input of `verify` that succeeds, and one that fails.
fn shell() -> Shell {
    let shell = Shell::new();
    shell.write("good.json", r#"{"customer":"Ada","count":2}"#);
    shell.write("bad.json", r#"{"customer":"Ada","count":0}"#);
    shell
}

fn out(shell: &Shell, args: &[&str]) -> String {
    shell.run(app(), args).exits(0).0
}

/// The token that a command to approve shows.
fn token(running: &mut Running) -> String {
    loop {
        let message = running.line();
        if let Some((_, rest)) = message.split_once("shop approve ") {
            return rest.split_whitespace().next().unwrap().to_owned();
        }
    }
}

#[test]
fn what_is_started_waits_for_a_process_that_works() {
    let shell = shell();
    let args = ["start", "verify", "--input", "good.json", "--name", "one", "--data", "d"];
    let (started, err) = shell.run(app(), &args).exits(0);
    assert_eq!(started, format!("{VERIFY}:one\n"));
    let directory = shell.path("d");
    let expected = format!("no process works on {}: the execution goes on when one does", directory.display());
    assert!(err.starts_with(&expected) && err.ends_with("such as `shop work --data d`\n"), "{err}");
    // As on AWS, the same again is the same execution.
    assert_eq!(out(&shell, &args), started);

    let listed = out(&shell, &["list", "--data", "d"]);
    let rows: Vec<Vec<&str>> = listed.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["NAME", "STATUS", "STARTED", "STOPPED", "STATE", "MACHINE"]);
    assert_eq!((rows[1][0], rows[1][1], rows[1][3], rows[1][4]), ("one", "RUNNING", "-", "verify"));
    assert_eq!(rows.len(), 2);

    let (result, err) =
        shell.run(app(), &["run", "verify", "--input", "good.json", "--name", "one", "--data", "d"]).exits(0);
    assert_eq!(result, "null\n");
    assert!(err.starts_with(&format!("execution: {VERIFY}:one goes on\n")), "{err}");
    assert!(err.contains("  TaskStateEntered          Check\n"), "{err}");
    assert!(err.ends_with("\ndefinition: .workflow/verify.asl.json\n"), "{err}");
}

#[test]
fn a_durable_run_is_described_and_told() {
    let shell = shell();
    let args = ["run", "verify", "--input", "good.json", "--name", "one", "--data", "d"];
    out(&shell, &args);
    let description = out(&shell, &["describe", "one", "--data", "d"]);
    let expected = format!("execution:     {VERIFY}:one\nname:          one\nstate machine: ");
    assert!(description.starts_with(&expected), "{description}");
    for line in
        ["status:        SUCCEEDED\n", "input:         {\"customer\":\"Ada\",\"count\":2}\n", "output:        null\n"]
    {
        assert!(description.contains(line), "{description}");
    }
    let described: Value =
        out(&shell, &["describe", &format!("{VERIFY}:one"), "--json", "--data", "d"]).parse().unwrap();
    assert_eq!((&described["status"], &described["output"]), (&json!("SUCCEEDED"), &json!("null")));
    assert_eq!(described["redriveStatusReason"], "Execution is SUCCEEDED and cannot be redriven");

    let history = out(&shell, &["history", "one", "--data", "d", "--follow"]);
    let types: Vec<&str> = history.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    assert_eq!((types[0], *types.last().unwrap()), ("ExecutionStarted", "ExecutionSucceeded"));
    let events = out(&shell, &["history", "one", "--data", "d", "--json"]);
    let events: Vec<Value> = events.lines().map(|line| line.parse().unwrap()).collect();
    assert!(events.iter().zip(1..).all(|(event, id)| event["id"] == id), "{events:?}");
    assert_eq!(events.len(), types.len());

    out(&shell, &["history", "one", "--data", "d", "--export", "one.json"]);
    assert_eq!(workflow_runtime::testing::replay::<crate::fixture::verify>(&shell.read("one.json")), Ok(()));
    assert!(workflow_runtime::testing::replay::<crate::fixture::idle>(&shell.read("one.json")).is_err());

    // It has ended, so its result is there at once; another input is another execution.
    let (result, err) = shell.run(app(), &args).exits(0);
    assert!(result == "null\n" && err.starts_with(&format!("execution: {VERIFY}:one has ended already\n")), "{err}");
    let other = ["run", "verify", "--input", "bad.json", "--name", "one", "--data", "d"];
    let (_, err) = shell.run(app(), &other).exits(1);
    assert!(err.contains("error: ExecutionAlreadyExists: "), "{err}");
}

#[test]
fn what_failed_is_redriven() {
    let shell = shell();
    let args = ["run", "verify", "--input", "bad.json", "--name", "one", "--data", "d"];
    let (result, err) = shell.run(app(), &args).exits(1);
    assert!(result.is_empty() && err.ends_with("error: Empty: {\"customer\":\"Ada\"}\n"), "{err}");
    let (history, _) = shell.run(app(), &["history", "one", "--follow", "--data", "d"]).exits(1);
    let place = place("check(&customer, count)");
    let failure = format!("Empty: {{\"customer\":\"Ada\"}} at {place}");
    assert!(history.lines().last().unwrap().ends_with(&failure), "{history}");
    let described = out(&shell, &["describe", "one", "--data", "d"]);
    assert!(described.ends_with(&format!("failed in:     Check at {place}\n")), "{described}");
    assert!(out(&shell, &["describe", "one", "--data", "d"]).contains("redrive:       possible\n"));

    assert_eq!(out(&shell, &["redrive", "one", "--data", "d"]), "redriven\n");
    assert!(out(&shell, &["describe", "one", "--data", "d"]).contains("redrives:      1, last at "));
    assert_eq!(out(&shell, &["list", "--status", "running", "--data", "d"]).lines().count(), 2);
    shell.run(app(), &args).exits(1);
    assert_eq!(out(&shell, &["list", "--status", "failed", "--data", "d"]).lines().count(), 2);
    let (_, err) = shell.run(app(), &["list", "--status", "running", "--data", "d"]).exits(0);
    assert_eq!(err, "no executions\n");
}

#[test]
fn a_callback_is_approved_while_another_process_works() {
    let shell = Shell::new();
    let mut running = shell.start(app, &["run", "ask", "--name", "one", "--data", "d"]);
    let token = token(&mut running);
    let line = shell.run(app(), &["run", "verify", "--data", "d", "--input", "-"]).exits(2).1;
    assert!(line.starts_with("error: stdin:"), "{line}");
    assert_eq!(out(&shell, &["heartbeat", &token, "--data", "d"]), "heartbeat received\n");
    assert_eq!(out(&shell, &["approve", &token, "--output", r#"{"by":"Ada"}"#, "--data", "d"]), "approved\n");
    let (result, _) = running.wait().exits(0);
    assert_eq!(result, "{\n  \"by\": \"Ada\"\n}\n");
    let line = shell.run(app(), &["approve", &token, "--data", "d"]).refuses(1);
    assert_eq!(line, "error: TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
}

#[test]
fn an_interrupted_run_goes_on_later() {
    let shell = Shell::new();
    let (interrupt, interrupted) = oneshot::channel::<()>();
    let args = ["run", "ask_twice", "--name", "one", "--data", "d"];
    let mut running = shell.start_until(app, &args, async { interrupted.await.unwrap_or(()) });
    let first = token(&mut running);
    interrupt.send(()).unwrap();
    let (_, err) = running.wait().exits(130);
    assert!(err.contains("\ninterrupted: the execution goes on where the directory is worked on again\n"), "{err}");

    // Nobody works on it, and it is recorded all the same.
    let (said, err) = shell.run(app(), &["approve", &first, "--output", r#"{"by":"Ada"}"#, "--data", "d"]).exits(0);
    assert!(said == "approved\n" && err.starts_with("no process works on "), "{err}");
    let mut running = shell.start(app, &args);
    let mut second = token(&mut running);
    while second == first {
        second = token(&mut running);
    }
    let rejected = ["reject", &second, "--error", "Rejected", "--data", "d"];
    assert_eq!(out(&shell, &rejected), "rejected\n");
    let (_, err) = running.wait().exits(1);
    assert!(err.ends_with("error: Rejected\n"), "{err}");
}

#[test]
fn what_works_is_asked() {
    let shell = shell();
    let (interrupt, interrupted) = oneshot::channel::<()>();
    let mut work = shell.start_until(app, &["work", "--data", "d"], async { interrupted.await.unwrap_or(()) });
    assert!(work.line().starts_with("working on "));
    let (started, err) = shell.run(app(), &["start", "verify", "--input", "good.json", "--data", "d"]).exits(0);
    assert_eq!(err, "");
    out(&shell, &["history", started.trim(), "--follow", "--data", "d"]);
    let started = out(&shell, &["start", "idle", "--name", "sleeper", "--data", "d", "--json"]);
    assert_eq!(started.parse::<Value>().unwrap()["executionArn"], VERIFY.replace("verify", "idle") + ":sleeper");
    assert_eq!(out(&shell, &["stop", "sleeper", "--error", "Why", "--cause", "because", "--data", "d"]), "stopped\n");
    let described: Value = out(&shell, &["describe", "sleeper", "--json", "--data", "d"]).parse().unwrap();
    assert_eq!((&described["status"], &described["error"]), (&json!("ABORTED"), &json!("Why")));
    let line = shell.run(app(), &["work", "--data", "d"]).refuses(1);
    assert!(line.starts_with("error: another process works on the executions in "), "{line}");
    let line = shell.run(app(), &["start", "nothing", "--data", "d"]).refuses(1);
    assert!(line.starts_with("error: StateMachineDoesNotExist: "), "{line}");
    let line = shell.run(app(), &["start", "verify", "--data", "d"]).refuses(1);
    assert!(line.starts_with("error: InvalidExecutionInput: "), "{line}");
    interrupt.send(()).unwrap();
    assert!(work.wait().exits(0).1.ends_with("\nstopped\n"));
}

#[test]
fn a_name_is_enough_where_it_is_unique() {
    let shell = shell();
    for workflow in ["verify", "idle"] {
        out(&shell, &["start", workflow, "--input", "good.json", "--name", "one", "--data", "d"]);
    }
    let line = shell.run(app(), &["describe", "one", "--data", "d"]).refuses(1);
    assert!(line.starts_with("error: several executions are called `one`: arn:"), "{line}");
    let line = shell.run(app(), &["describe", "two", "--data", "d"]).refuses(1);
    assert_eq!(line, "error: ExecutionDoesNotExist: Execution Does Not Exist: 'two'");
    let (stopped, _) = shell.run(app(), &["stop", &format!("{VERIFY}:one"), "--data", "d"]).exits(0);
    assert_eq!(stopped, "stopped\n");
    let listed: Value = out(&shell, &["list", "--workflow", "verify", "--json", "--data", "d"]).parse().unwrap();
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["status"]), (1, &json!("ABORTED")));
    assert_eq!(out(&shell, &["list", "--limit", "1", "--data", "d"]).lines().count(), 2);
}

#[test]
fn what_cannot_be_asked_is_one_line() {
    let shell = Shell::new();
    let line = shell.run(app(), &["list", "--data", "nowhere"]).refuses(2);
    assert!(line.starts_with("error: there are no executions in ") && line.ends_with("nowhere"), "{line}");
    for args in [
        &["list", "--data", "d", "--endpoint", "http://127.0.0.1:1"] as &[_],
        &["list", "--status", "sleeping", "--data", "d"],
        &["run", "idle", "--name", "one"],
        &["stop", "--data", "d"],
    ] {
        assert_eq!(shell.run(app(), args).code, std::process::ExitCode::from(2), "{args:?}");
    }
    let line = shell.run(app(), &["start", "idle", "--name", "a b", "--data", "d"]).refuses(1);
    assert_eq!(line, "error: InvalidName: Invalid Name: 'a b'");
    shell.write("file", "");
    let line = shell.run(app(), &["work", "--data", "file/d"]).refuses(2);
    assert!(line.contains("file/d: Not a directory"), "{line}");
}

#[test]
fn without_a_place_workflows_are_listed() {
    let shell = Shell::new();
    assert!(out(&shell, &["list"]).starts_with("buy"));
    let line = shell.run(app(), &["list", "--executions"]).refuses(2);
    assert!(line.ends_with(".workflow/data"), "{line}");
}
