//! Answering callbacks of a run that goes on elsewhere.

use crate::fixture::app;
use crate::place::place;
use crate::shell::{Done, Shell};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

const YES: &str = r#"{"by":"Ada"}"#;

fn shop(args: &[&str]) -> Done {
    Shell::new().run(app(), args)
}

fn connect(token: &str) -> TcpStream {
    let (_, port) = token.rsplit_once('.').unwrap();
    TcpStream::connect(("127.0.0.1", port.parse().unwrap())).unwrap()
}

/// What a run says to `request`.
fn told(token: &str, request: &[u8]) -> Value {
    let mut stream = connect(token);
    stream.write_all(request).unwrap();
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap()
}

#[test]
fn approve_completes_the_task() {
    let shell = Shell::new();
    let mut run = shell.start(app, &["run", "ask"]);
    let token = run.token();
    assert_eq!(shop(&["heartbeat", &token]).exits(0).0, "heartbeat received\n");
    let refused = shop(&["approve", &token]).refuses(1);
    assert_eq!(refused, "error: InvalidOutput: invalid type: null, expected struct Decision");
    assert_eq!(shop(&["approve", &token, "--output", YES]).exits(0).0, "approved\n");
    let (out, err) = run.wait().exits(0);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), json!({ "by": "Ada" }));
    assert!(err.contains("Decide: waits for a callback for up to 1 h; answer it from another terminal:\n"), "{err}");
    assert!(err.contains(&format!("    shop reject {token}\n")), "{err}");
    let line = shop(&["approve", &token, "--output", YES]).refuses(1);
    assert!(line.starts_with("error: no run answers at 127.0.0.1:"), "{line}");
}

#[test]
fn reject_fails_the_task() {
    for (args, expected) in [
        (&[] as &[_], "error: Rejected"),
        (&["--error", "Empty", "--cause", r#"{ "customer": "Bob" }"#], r#"error: Empty: {"customer":"Bob"}"#),
        (&["--error", "Card.Lost", "--cause", "-- it\nfell"], "error: Card.Lost: -- it\\nfell"),
    ] {
        let shell = Shell::new();
        let mut run = shell.start(app, &["run", "ask"]);
        let token = run.token();
        let args = [&["reject", &token], args].concat();
        assert_eq!(shop(&args).exits(0).0, "rejected\n");
        let (out, err) = run.wait().exits(1);
        let expected = format!("{expected} at {}", place("decide(&question).await"));
        assert_eq!((out.as_str(), err.lines().last()), ("", Some(expected.as_str())));
    }
}

#[test]
fn tokens_that_do_not_wait_are_refused() {
    let shell = Shell::new();
    let mut run = shell.start(app, &["run", "ask_twice"]);
    let first = run.token();
    shop(&["approve", &first, "--output", YES]).exits(0);
    let second = run.token();
    for args in [&["approve", &first, "--output", YES] as &[_], &["reject", &first], &["heartbeat", &first]] {
        let line = shop(args).refuses(1);
        assert_eq!(line, "error: TaskTimedOut: the task of this token does not wait any more");
    }
    let (_, port) = second.rsplit_once('.').unwrap();
    let line = shop(&["approve", &format!("guess.{port}"), "--output", YES]).refuses(1);
    assert_eq!(line, "error: TaskDoesNotExist: no task has this token");
    shop(&["approve", &second, "--output", YES]).exits(0);
    run.wait().exits(0);
}

#[test]
fn bad_usage_is_found_before_anything_is_sent() {
    for token in ["", "x", "x.", "x.0", "x.65536", "x.y"] {
        let line = shop(&["heartbeat", token]).refuses(2);
        assert_eq!(line, "error: InvalidToken: this is not a whole token as `run` shows it");
    }
    let line = shop(&["approve", "x.1", "--output", "{oops"]).refuses(2);
    assert_eq!(line, "error: --output:1:2: key must be a string");
    let long = serde_json::to_string(&"x".repeat(1024 * 1024)).unwrap();
    let line = shop(&["approve", "x.1", "--output", &long]).refuses(2);
    assert_eq!(line, "error: the answer is longer than 1 MiB");
}

#[test]
fn broken_clients_do_not_disturb_the_run() {
    let shell = Shell::new();
    let mut run = shell.start(app, &["run", "ask"]);
    let token = run.token();
    let slow: Vec<TcpStream> = (0..8).map(|_| connect(&token)).collect();
    slow.iter().for_each(|mut stream| stream.write_all(b"{\"action\":").unwrap());
    drop(connect(&token));
    for garbage in [b"GET / HTTP/1.1\r\n" as &[u8], b"\n", b"\xff\xfe\n", b"{}\n", b"{\"action\":\"Stop\"}\n"] {
        let told = told(&token, garbage);
        assert!(told["reason"].as_str().unwrap().starts_with("ValidationException: "), "{told}");
    }
    let mut request = vec![b' '; 1024 * 1024 + 1];
    let large = told(&token, &request);
    assert_eq!(large["reason"], "RequestTooLarge: a request has at most 1 MiB");
    request.truncate(0);
    request.extend_from_slice(
        json!({ "action": "SendTaskSuccess", "taskToken": token, "output": { "by": "Ada" } }).to_string().as_bytes(),
    );
    request.push(b'\n');
    assert_eq!(told(&token, &request), json!({ "result": "done" }));
    run.wait().exits(0);
    drop(slow);
}

#[test]
fn what_is_no_run_is_not_believed() {
    for reply in [b"" as &[u8], b"hello\n", b"HTTP/1.1 400 Bad Request\r\n\r\n"] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let token = format!("token.{}", listener.local_addr().unwrap().port());
        let server = thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            BufReader::new(stream.try_clone().unwrap()).read_until(b'\n', &mut request).unwrap();
            (&stream).write_all(reply).unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let _ = (&stream).read_to_end(&mut request);
        });
        let line = shop(&["heartbeat", &token]).refuses(1);
        assert!(line.ends_with(": what listens there is not a run"), "{line}");
        server.join().unwrap();
    }
}
