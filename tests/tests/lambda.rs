//! A program that Lambda has started: it is invoked as Lambda would invoke it, and its exported definitions are run against
//! it. This binary is the program when it is told to be, and otherwise what tests it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "all of it is tests")]

use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::process::{Command, ExitCode};
use std::sync::{LazyLock, Mutex};
use workflow_engine::clock::{Clock, SkippingClock};
use workflow_runtime::prelude::*;
use workflow_runtime::testing::TestRun;
use workflow_runtime::{App, TaskContext};
use workflow_tests::lambda::{Answer, Machines, own_cause};

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
struct Item {
    sku: String,
    cents: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
struct Receipt {
    greeting: String,
    total_cents: u32,
    asked: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowError)]
enum ShopError {
    SoldOut {
        sku: String,
        left: u32,
    },
    Network,
    Declined(String),
    #[error(name = "States.Timeout")]
    Timeout,
    #[error(other)]
    Other(Failure),
}

struct Fee(u32);

#[task]
async fn greet(name: &str) -> Result<String, ShopError> {
    Ok(format!("Hello, {name}"))
}

#[task]
fn surname(of: &Option<String>) -> Result<Option<String>, ShopError> {
    Ok(of.clone())
}

#[task]
async fn price(item: &Item, count: u32, fee: Dep<Fee>) -> Result<u32, ShopError> {
    match item.sku.as_str() {
        "boat" => Err(ShopError::SoldOut { sku: item.sku.clone(), left: 0 }),
        "gold" => Err(ShopError::Declined("too dear".to_owned())),
        "slow" => Err(ShopError::Timeout),
        "odd" => Err(ShopError::Other(Failure::new("Shop.Closed", "it is night"))),
        "bomb" => panic!("{} explodes", item.sku),
        _ => Ok(item.cents * count + fee.0),
    }
}

/// Answers at the third time for each key, and says how often it was asked.
#[task(retry(errors(Network), interval = "5s", max_attempts = 2))]
async fn flaky(key: &str) -> Result<u32, ShopError> {
    static ASKED: LazyLock<Mutex<HashMap<String, u32>>> = LazyLock::new(Mutex::default);
    let mut asked = ASKED.lock().unwrap();
    let asked = asked.entry(key.to_owned()).or_default();
    *asked += 1;
    if *asked < 3 || key == "down" { Err(ShopError::Network) } else { Ok(*asked) }
}

#[task]
async fn lacks(pool: Dep<Vec<u8>>) -> Result<u32, ShopError> {
    Ok(u32::try_from(pool.len()).unwrap())
}

#[task]
async fn identify(context: TaskContext) -> Result<String, ShopError> {
    Ok(format!("{} {}", context.execution_id(), context.attempt()))
}

#[task]
fn unique(context: TaskContext) -> Result<String, ShopError> {
    Ok(context.idempotency_key().to_owned())
}

#[task(timeout = "1h", heartbeat = "10m")]
async fn decide(question: &str, token: TaskToken<String>, context: TaskContext) -> Result<(), ShopError> {
    context.heartbeat();
    let said = match question {
        "yes" => token.complete("of course".to_owned()),
        "no" => token.fail(ShopError::SoldOut { sku: "answers".to_owned(), left: 1 }),
        "broken" => return Err(ShopError::Network),
        _ => token.heartbeat(),
    };
    said.map_err(|error| ShopError::Declined(error.to_string()))
}

/// Buys an item.
#[workflow]
async fn buy(item: Item, name: String, last: Option<String>) -> Result<Receipt, ShopError> {
    let greeting = greet(&name).await?;
    let surname = surname(&last).await?;
    let asked = flaky(&item.sku).await?;
    let greeting = format!("{greeting} {}", surname.unwrap_or_default());
    match price(&item, 2).await {
        Ok(total_cents) => Ok(Receipt { greeting, total_cents, asked }),
        Err(ShopError::SoldOut { sku, left }) => Ok(Receipt { greeting: sku, total_cents: left, asked }),
        Err(other) => Err(other),
    }
}

/// Asks somebody.
#[workflow]
async fn ask(question: String) -> Result<String, ShopError> {
    match decide(&question).await {
        Ok(answer) => Ok(answer),
        Err(ShopError::SoldOut { sku, .. }) => Ok(format!("no {sku}")),
        Err(other) => Err(other),
    }
}

/// Has the other tasks.
#[workflow]
async fn rest() -> Result<u32, ShopError> {
    let (identity, key) = try_join!(identify(), unique())?;
    if identity == key { lacks().await } else { Ok(0) }
}

fn app() -> App {
    App::new().workflow::<buy>().workflow::<ask>().workflow::<rest>().provide(Fee(5))
}

fn main() -> ExitCode {
    if std::env::var_os("AWS_LAMBDA_RUNTIME_API").is_some() {
        return app().main();
    }
    // `cargo nextest` asks which tests there are.
    if std::env::args().any(|arg| arg == "--list") {
        return ExitCode::SUCCESS;
    }
    // The clock skips time for what runs on one thread.
    let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    tokio.block_on(async {
        let clock = Clock::Skipping(SkippingClock::starting_at("2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap()));
        let machines = Machines::of_program(&std::env::current_exe().unwrap(), clock).await.unwrap();
        invocations_give_what_tasks_give(&machines).await;
        failures_are_errors_of_functions(&machines).await;
        context_is_that_of_a_request(&machines).await;
        an_unknown_function_is_told_which_tasks_there_are(&machines).await;
        definitions_give_what_workflows_give(&machines).await;
        tokens_are_completed_at_step_functions().await;
        what_nobody_completes_fails(&machines).await;
        tokens_that_are_refused_are_errors(&machines).await;
    });
    what_lambda_did_not_set_is_named();
    ExitCode::SUCCESS
}

async fn given(machines: &Machines, function: &str, event: &str) -> Value {
    let Answer { is_error, body } = machines.lambda.invoke(function, event.to_owned()).await;
    assert!(!is_error, "{function} {event}: {body}");
    body
}

async fn error(machines: &Machines, function: &str, event: &str) -> (String, String) {
    let Answer { is_error, body } = machines.lambda.invoke(function, event.to_owned()).await;
    assert!(is_error, "{function} {event}: {body}");
    assert_eq!(body.as_object().unwrap().len(), 2, "{body}");
    let text = |name: &str| body.get(name).unwrap().as_str().unwrap().to_owned();
    (text("errorType"), text("errorMessage"))
}

async fn invocations_give_what_tasks_give(machines: &Machines) {
    for (function, event, output) in [
        ("greet", r#""Ada""#, json!("Hello, Ada")),
        // What a text says that is JSON is sent instead of it, as it is written.
        ("greet", "7.50", json!("Hello, 7.50")),
        ("shop-prod-greet", r#"{"a": 1}"#, json!(r#"Hello, {"a": 1}"#)),
        ("surname", "{}", json!(null)),
        ("surname", r#""Lovelace""#, json!("Lovelace")),
        ("price", r#"{"item":{"sku":"lamp","cents":10},"count":3}"#, json!(35)),
        ("price", r#""{\"item\":{\"sku\":\"lamp\",\"cents\":10},\"count\":3}""#, json!(35)),
    ] {
        assert_eq!(given(machines, function, event).await, output, "{function} {event}");
    }
}

async fn failures_are_errors_of_functions(machines: &Machines) {
    let of_price = |sku: &str| json!({"item": {"sku": sku, "cents": 1}, "count": 1}).to_string();
    for (sku, name, cause) in [
        ("boat", "SoldOut", r#"{"sku":"boat","left":0}"#),
        ("gold", "Declined", r#""too dear""#),
        ("slow", "States.Timeout", ""),
        ("odd", "Shop.Closed", "it is night"),
        ("bomb", "TaskPanicked", "bomb explodes"),
    ] {
        assert_eq!(error(machines, "price", &of_price(sku)).await, (name.to_owned(), cause.to_owned()));
    }
    assert_eq!(error(machines, "flaky", r#""key""#).await, ("Network".to_owned(), String::new()));
    for event in ["[]", "7", "\"Ada\"", "{", ""] {
        let (name, cause) = error(machines, "price", event).await;
        assert_eq!(name, "InvalidArguments", "{event}");
        assert!(cause.starts_with("these are no arguments of `price`: "), "{cause}");
    }
    let (name, cause) = error(machines, "lacks", "{}").await;
    assert_eq!(name, "States.Runtime");
    assert!(cause.starts_with("task `lacks` takes a `Dep<alloc::vec::Vec<u8>>`, which was not provided"), "{cause}");
    // A function that has failed is invoked again.
    assert_eq!(given(machines, "price", &of_price("lamp")).await, json!(6));
}

async fn context_is_that_of_a_request(machines: &Machines) {
    let (one, two) = (given(machines, "identify", "{}").await, given(machines, "identify", "{}").await);
    assert_ne!(one, two);
    assert!([one, two].iter().all(|id| id.as_str().unwrap().starts_with("request-")));
    let (name, cause) = error(machines, "unique", "{}").await;
    assert_eq!(name, "States.Runtime");
    assert!(cause.starts_with("task `unique` asks for its idempotency key, which a Lambda function is not told"));
}

async fn an_unknown_function_is_told_which_tasks_there_are(machines: &Machines) {
    for function in ["shop", "discharge"] {
        let (name, cause) = error(machines, function, "{}").await;
        let reason = format!(
            "error: the function's name `{function}` names no task, nor its handler `bootstrap`, and WORKFLOW_TASK is not \
             set; the tasks are: greet, surname, flaky, price, decide, identify, unique, lacks"
        );
        assert_eq!((name.as_str(), cause), ("States.Runtime", reason));
    }
}

/// Each order is bought natively, and on AWS as far as that is here.
async fn definitions_give_what_workflows_give(machines: &Machines) {
    for (sku, name, last) in [
        ("lamp", "Ada", Some("Lovelace")),
        ("chair", "7", None),
        ("table", "", Some("[1, 2]")),
        ("boat", "Ada", None),
        ("gold", "Ada", None),
        ("slow", "Ada", None),
        ("odd", "Ada", None),
        ("bomb", "Ada", None),
        ("down", "Ada", None),
    ] {
        let item = Item { sku: sku.to_owned(), cents: 1_000 };
        let input = json!({"item": item, "name": name, "last": last});
        let native = TestRun::new().provide(Fee(5)).run(buy(item, name.to_owned(), last.map(str::to_owned))).await;
        let native = native.result.as_ref().map(|output| json!(output)).map_err(|_| native.failure());
        let exported = machines.run::<buy>(&input).await.unwrap();
        assert_eq!(exported, native, "{sku}");
    }
}

async fn tokens_are_completed_at_step_functions() {
    // Real time, in which an hour is not over before somebody has answered.
    let machines = Machines::of_program(&std::env::current_exe().unwrap(), Clock::Real).await.unwrap();
    for (answer, outcome) in [("yes", Ok(json!("of course"))), ("no", Ok(json!("no answers")))] {
        // A function that completes its own token is answered while it runs.
        assert_eq!(machines.run::<ask>(&json!(answer)).await.unwrap(), outcome, "{answer}");
        let input = json!(format!("later than {answer}"));
        let answered = async {
            let event = json!({"question": answer, "token": submitted_token(&machines, &input).await});
            assert_eq!(given(&machines, "decide", &event.to_string()).await, Value::Null);
        };
        let (ended, ()) = tokio::join!(machines.run::<ask>(&input), answered);
        assert_eq!(ended.unwrap(), outcome, "{answer}");
    }
}

/// The token that the only open execution waits for, of whose task the function has returned.
async fn submitted_token(machines: &Machines, question: &Value) -> Value {
    let arn = "arn:aws:states:us-east-1:123456789012:stateMachine:ask";
    loop {
        let open = json!({"stateMachineArn": arn, "statusFilter": "RUNNING"});
        let open = machines.call("ListExecutions", open).await.unwrap_or_default();
        let Some(execution) = open.pointer("/executions/0/executionArn") else {
            tokio::task::yield_now().await;
            continue;
        };
        let history = machines.call("GetExecutionHistory", json!({"executionArn": execution})).await.unwrap();
        let event = |kind: &str| history["events"].as_array().unwrap().iter().find(|event| event["type"] == kind);
        if let (Some(scheduled), Some(_)) = (event("TaskScheduled"), event("TaskSubmitted")) {
            let parameters = scheduled.pointer("/taskScheduledEventDetails/parameters").unwrap().as_str().unwrap();
            let parameters: Value = serde_json::from_str(parameters).unwrap();
            assert_eq!(parameters.pointer("/Payload/question"), Some(question));
            return parameters.pointer("/Payload/token").unwrap().clone();
        }
        tokio::task::yield_now().await;
    }
}

async fn what_nobody_completes_fails(machines: &Machines) {
    let broken = machines.run::<ask>(&json!("broken")).await.unwrap();
    assert_eq!(broken, Err(Failure::named("Network")));
    // The function returns, but nobody says anything of the token: nothing is heard for ten minutes.
    let silent = machines.run::<ask>(&json!("later")).await.unwrap();
    assert_eq!(silent, Err(Failure::named("States.Timeout")));
}

async fn tokens_that_are_refused_are_errors(machines: &Machines) {
    for (question, operation) in [("yes", "SendTaskHeartbeat"), ("no", "SendTaskHeartbeat")] {
        let event = json!({"question": question, "token": "none"}).to_string();
        let (name, cause) = error(machines, "decide", &event).await;
        assert_eq!(name, "States.TaskFailed");
        assert!(cause.starts_with(&format!("{operation}: ")) && cause.contains("InvalidToken"), "{cause}");
    }
    let (name, cause) = error(machines, "decide", r#"{"question":"yes"}"#).await;
    assert_eq!(name, "InvalidArguments");
    assert!(cause.ends_with("there is no task token called `token`"), "{cause}");
    assert_eq!(own_cause(&cause), cause);
}

fn what_lambda_did_not_set_is_named() {
    let mut program = Command::new(std::env::current_exe().unwrap());
    let output = program.env("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9").env_remove("AWS_LAMBDA_FUNCTION_NAME").output();
    let output = output.unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("error: the variable AWS_LAMBDA_FUNCTION_NAME is not set"), "{err}");
    assert!(err.starts_with("warning: Lambda cannot be told: "), "{err}");
}
