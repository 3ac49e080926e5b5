//! `serve`: the workflows behind the Step Functions API.

use crate::fixture::app;
use crate::included;
use crate::shell::{Running, Shell};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use workflow_runtime::App;

const ARN: &str = "arn:aws:states:us-east-1:123456789012:stateMachine";

/// A server that is stopped by what `stop` is sent.
struct Server {
    running: Running,
    address: String,
    lines: Vec<String>,
    stop: oneshot::Sender<()>,
}

impl Server {
    /// Serves the state machines of an app.
    fn start(shell: &Shell, app: fn() -> App, machines: usize) -> Self {
        Self::start_with(shell, app, machines, &[])
    }

    fn start_with(shell: &Shell, app: fn() -> App, machines: usize, options: &[&str]) -> Self {
        let (stop, stopped) = oneshot::channel();
        let args = [&["serve", "--port", "0"], options].concat();
        let mut running = shell.start_until(app, &args, async { stopped.await.unwrap_or(()) });
        let mut first = running.line();
        if first.starts_with("working on ") {
            first = running.line();
        }
        let address = first.strip_prefix("serving the Step Functions API at http://").unwrap().to_owned();
        let lines = (0..machines).map(|_| running.line()).collect();
        Server { running, address, lines, stop }
    }

    /// Calls an operation: its status, and its response.
    fn call(&self, operation: &str, request: &Value) -> (u16, Value) {
        let body = request.to_string();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "POST / HTTP/1.1\r\nHost: {}\r\nX-Amz-Target: AWSStepFunctions.{operation}\r\n\
             Content-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    fn ok(&self, operation: &str, request: &Value) -> Value {
        let (status, response) = self.call(operation, request);
        assert_eq!(status, 200, "{response}");
        response
    }

    /// The description of an execution that has got as far as `is_there` says.
    fn wait(&self, execution: &Value, is_there: impl Fn(&Value, &Value) -> bool) -> (Value, Value) {
        let request = json!({ "executionArn": execution });
        loop {
            let description = self.ok("DescribeExecution", &request);
            let history = self.ok("GetExecutionHistory", &request);
            if is_there(&description, &history) {
                return (description, history);
            }
            std::thread::yield_now();
        }
    }

    fn run(&self, workflow: &str, input: &Value) -> (Value, Value) {
        let started = self
            .ok("StartExecution", &json!({"stateMachineArn": format!("{ARN}:{workflow}"), "input": input.to_string()}));
        self.wait(started.get("executionArn").unwrap(), |description, _| description["status"] != "RUNNING")
    }

    fn stop(self) -> (String, String) {
        self.stop.send(()).unwrap();
        self.running.wait().exits(0)
    }
}

fn types(history: &Value) -> Vec<&str> {
    history["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[test]
fn workflows_are_state_machines_whose_tasks_run_here() {
    let shell = Shell::new();
    let server = Server::start(&shell, app, 5);
    let names = ["buy", "ask", "ask_twice", "idle", "verify"];
    assert_eq!(server.lines, names.map(|name| format!("  {ARN}:{name}")));

    let order = json!({"customerName": "Ada", "items": [{"sku": "a", "cents": 3}, {"sku": "b", "cents": 4}]});
    let (description, history) = server.run("buy", &order);
    assert_eq!(description["status"], "SUCCEEDED", "{description}");
    let output: Value = serde_json::from_str(description["output"].as_str().unwrap()).unwrap();
    assert_eq!(output, json!({"customer": "Ada", "cents": [4, 5]}));
    let types = types(&history);
    assert_eq!(types[..3], ["ExecutionStarted", "TaskStateEntered", "TaskScheduled"]);
    assert_eq!(types.last(), Some(&"ExecutionSucceeded"));

    let (description, _) = server.run("verify", &json!({"customer": "Ada", "count": 0}));
    assert_eq!((&description["status"], &description["error"]), (&json!("FAILED"), &json!("Empty")));
    let cause: Value = serde_json::from_str(description["cause"].as_str().unwrap()).unwrap();
    assert_eq!(cause, json!({"errorMessage": r#"{"customer":"Ada"}"#, "errorType": "Empty"}));

    let (out, err) = server.stop();
    assert_eq!((out.as_str(), err.lines().last()), ("", Some("stopped")));
    assert_eq!(shell.files(), <[&str; 0]>::default());
}

#[test]
fn a_callback_is_completed_by_the_api() {
    let shell = Shell::new();
    let server = Server::start(&shell, app, 5);
    let request = json!({"stateMachineArn": format!("{ARN}:ask"), "input": "\"Go on?\""});
    let execution = server.ok("StartExecution", &request)["executionArn"].clone();
    let (_, history) = server.wait(&execution, |_, history| types(history).contains(&"TaskSubmitted"));
    let scheduled = history["events"].as_array().unwrap().iter().find(|event| event["type"] == "TaskScheduled");
    let parameters = scheduled.unwrap()["taskScheduledEventDetails"]["parameters"].as_str().unwrap();
    let parameters: Value = serde_json::from_str(parameters).unwrap();
    assert_eq!(parameters["FunctionName"], "arn:aws:lambda:us-east-1:123456789012:function:decide");
    let token = &parameters["Payload"]["token"];
    server.ok("SendTaskSuccess", &json!({"taskToken": token, "output": r#"{"by": "Ada"}"#}));
    let (description, _) = server.wait(&execution, |description, _| description["status"] != "RUNNING");
    assert_eq!(description["output"], r#"{"by":"Ada"}"#, "{description}");
    let (status, refused) = server.call("SendTaskHeartbeat", &json!({"taskToken": token}));
    assert_eq!((status, refused["__type"].as_str().unwrap().ends_with("TaskTimedOut")), (400, true), "{refused}");
    server.stop();
}

#[test]
fn an_included_definition_is_a_state_machine() {
    let shell = Shell::new();
    let server = Server::start(&shell, included::app, 3);
    let names = ["verify", "fulfil", "ask"];
    assert_eq!(server.lines, names.map(|name| format!("  {ARN}:{name}")));
    let (description, _) = server.run("fulfil", &json!({"sku": "abc"}));
    assert_eq!(description["output"], r#""paid 300""#, "{description}");
    let described = server.ok("DescribeStateMachine", &json!({"stateMachineArn": format!("{ARN}:fulfil")}));
    assert_eq!(described["definition"], included::FULFIL);
    server.stop();
}

#[test]
fn an_address_that_is_taken_is_bad_usage() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let line = Shell::new().run(app(), &["serve", "--port", &address.port().to_string()]).refuses(2);
    assert_eq!(line, format!("error: cannot listen at {address}: Address already in use"));
    let (_, err) = Shell::new().run(app(), &["serve", "--port", "99999"]).exits(2);
    assert!(err.contains("99999") && err.contains("--port"), "{err}");
}

#[test]
fn help_says_what_is_served() {
    let (out, _) = Shell::new().run(app(), &["serve", "--help"]).exits(0);
    for text in ["[default: 8083]", "[default: 127.0.0.1]", "--lambda-endpoint", "LAMBDA_ENDPOINT", "123456789012"] {
        assert!(out.contains(text), "{out}");
    }
}

#[test]
fn commands_ask_a_server() {
    let shell = Shell::new();
    shell.write("good.json", r#"{"customer":"Ada","count":2}"#);
    let server = Server::start(&shell, app, 5);
    let endpoint = format!("http://{}", server.address);
    let asked = |args: &[&str]| shell.run(app(), &[args, &["--endpoint", endpoint.as_str()]].concat());
    let (started, err) = asked(&["start", "verify", "--input", "good.json", "--name", "one"]).exits(0);
    assert_eq!(
        (started.trim(), err.as_str()),
        (format!("{ARN}:verify:one").replace("stateMachine", "execution").as_str(), "")
    );
    let (history, _) = asked(&["history", "one", "--follow"]).exits(0);
    assert!(history.lines().last().unwrap().contains("  ExecutionSucceeded "), "{history}");
    assert!(asked(&["describe", "one"]).exits(0).0.contains("status:        SUCCEEDED\n"));
    shell.write("question.json", "\"Go on?\"");
    asked(&["start", "ask", "--name", "two", "--input", "question.json"]).exits(0);
    let listed = asked(&["list"]).exits(0).0;
    let names: Vec<_> = listed.lines().skip(1).map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(names, ["two", "one"]);
    assert_eq!(asked(&["list", "--workflow", "ask", "--limit", "5"]).exits(0).0.lines().count(), 2);
    assert_eq!(asked(&["stop", "two"]).exits(0).0, "stopped\n");
    assert_eq!(asked(&["stop", "two"]).exits(0).0, "stopped\n");
    let line = asked(&["stop", "one"]).refuses(1);
    assert_eq!(line, "error: the execution had ended already: SUCCEEDED");
    let line = asked(&["redrive", "one"]).refuses(1);
    assert!(line.starts_with("error: ExecutionNotRedrivable: "), "{line}");
    let line = asked(&["start", "nothing"]).refuses(1);
    assert_eq!(line, "error: StateMachineDoesNotExist: there is no state machine `nothing`");
    let line = asked(&["approve", "AQC"]).refuses(1);
    assert!(line.starts_with("error: InvalidToken: "), "{line}");
    server.stop();
    assert!(asked(&["list"]).refuses(2).starts_with(&format!("error: {endpoint}: ")));
}

#[cfg(feature = "durable")]
#[test]
fn a_server_works_on_a_directory() {
    let shell = Shell::new();
    shell.write("good.json", r#"{"customer":"Ada","count":2}"#);
    // A native execution, which the server goes on with, and one that it interprets.
    let start = |name: &str| {
        let args = ["start", "verify", "--input", "good.json", "--name", name, "--data", "d"];
        shell.run(app(), &args).exits(0);
    };
    start("native");
    let server = Server::start_with(&shell, app, 5, &["--data", "d"]);
    start("interpreted");
    for name in ["native", "interpreted"] {
        shell.run(app(), &["history", name, "--follow", "--data", "d"]).exits(0);
    }
    server.stop();
    // Its state machines are there when it comes back.
    Server::start_with(&shell, app, 5, &["--data", "d"]).stop();
    let listed = shell.run(app(), &["list", "--status", "succeeded", "--data", "d"]).exits(0).0;
    assert_eq!(listed.lines().count(), 3, "{listed}");
}
