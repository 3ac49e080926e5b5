//! Definitions from files beside workflows.

use crate::fixture::{self, verify};
use crate::shell::Shell;
use serde_json::json;
use workflow_runtime::prelude::*;
use workflow_runtime::{App, include_asl};

struct Prices {
    cents: u32,
}

#[task]
async fn reserve_item(sku: String, prices: Dep<Prices>) -> Result<u32, Failure> {
    match sku.as_str() {
        "none" => Err(Failure::new("SoldOut", sku)),
        _ => Ok(prices.cents),
    }
}

#[task]
async fn charge(cents: u32) -> Result<String, Failure> {
    Ok(format!("paid {cents}"))
}

#[task]
async fn decide(question: String, token: TaskToken<u32>) -> Result<(), Failure> {
    let _ = (question, token);
    Ok(())
}

include_asl!(fulfil: "../include/fulfil.asl.json", tasks: { "charge-v2": charge });
include_asl!(ask: "../include/ask.asl.json");

pub(crate) const FULFIL: &str = include_str!("../include/fulfil.asl.json");

pub(crate) fn app() -> App {
    App::new()
        .workflow::<verify>()
        .workflow::<fulfil>()
        .workflow::<ask>()
        .provide(Prices { cents: 300 })
        .provide(fixture::Shop { fee: 1 })
        .default_input::<fulfil>(|| json!({"sku": "abc"}))
}

#[test]
fn it_runs_and_says_which_states() {
    let shell = Shell::new();
    let (out, err) = shell.run(app(), &["run", "fulfil"]).exits(0);
    assert_eq!(out, "\"paid 300\"\n");
    let lines: Vec<_> = err.lines().map(|line| line.split_once("] ").map_or(line, |(_, line)| line)).collect();
    assert!(lines[0].starts_with("fulfil: execution ") && lines[0].ends_with(" started"), "{err}");
    assert_eq!(lines[1..3], ["Reserve", "Charge"]);
    assert!(lines[3].starts_with("SUCCEEDED in "), "{err}");
    assert_eq!(lines[4..], ["definition: .workflow/fulfil.asl.json"]);
    assert_eq!(shell.read(".workflow/fulfil.asl.json"), FULFIL);
}

#[test]
fn it_fails_like_a_workflow() {
    let shell = Shell::new();
    shell.write("none.json", r#"{"sku": "none"}"#);
    let (out, err) = shell.run(app(), &["run", "fulfil", "--input", "none.json"]).exits(1);
    let expected = r#"error: SoldOut: {"errorMessage":"none","errorType":"SoldOut"}"#;
    assert_eq!((out.as_str(), err.lines().last()), ("", Some(expected)));
    let (_, err) = shell.run(App::new().workflow::<fulfil>(), &["run"]).exits(1);
    // Without an input it is `{}`, as for `StartExecution`.
    assert!(err.lines().last().unwrap().starts_with("error: States.QueryEvaluationError: "), "{err}");
}

#[test]
fn it_is_exported_as_it_was_written_and_listed() {
    let shell = Shell::new();
    assert_eq!(shell.run(app(), &["export", "fulfil"]).exits(0), (FULFIL.to_owned(), String::new()));
    let (out, _) = shell.run(app(), &["list"]).exits(0);
    assert_eq!(out.lines().nth(1), Some("fulfil    2 states  Reserves an item and charges for it."));
    let (out, _) = shell.run(app(), &["graph", "fulfil"]).exits(0);
    assert!(out.contains("Reserve") && out.contains("Charge"), "{out}");
}

#[test]
fn its_callbacks_are_answered_from_elsewhere() {
    let shell = Shell::new();
    let mut run = shell.start(app, &["run", "ask"]);
    let token = run.token();
    assert_eq!(Shell::new().run(app(), &["heartbeat", &token]).exits(0).0, "heartbeat received\n");
    assert_eq!(Shell::new().run(app(), &["approve", &token, "--output", "7"]).exits(0).0, "approved\n");
    let (out, err) = run.wait().exits(0);
    assert_eq!(out, "7\n");
    assert!(err.contains("Ask: waits for a callback for up to 1 h; answer it from another terminal:\n"), "{err}");
}

#[test]
fn an_interrupt_stops_it() {
    let shell = Shell::new();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let mut run = shell.start_until(app, &["run", "ask"], async { stopped.await.unwrap_or(()) });
    run.token();
    stop.send(()).unwrap();
    assert_eq!(run.wait().exits(130).0, "");
}

#[test]
fn the_macro_takes_it_beside_workflows() {
    let _: fn() -> ExitCode = || workflow_runtime::cli!(verify, fulfil);
}
