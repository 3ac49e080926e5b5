//! A chain of three Rust tasks with about 200 bytes of JSON, spawned with 64 in flight, beside hand-written tokio that
//! reads and writes the JSON at each step, as anything does that keeps it.

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde::{Deserialize, Serialize};
use serde_json::json;
use workflow_engine::{
    Engine, EngineOptions, ExecutionStatus, Failure, Payload, Program, RustTasks, StartExecution, Targets,
};

use crate::Case;

const IN_FLIGHT: u32 = 64;

const INPUT: &str = r#"{"id":"order-000017","customer":{"name":"Ada Lovelace","email":"ada@example.com"},"items":[{"sku":"A1","cents":250},{"sku":"B2","cents":1999}],"total":2249,"note":"leave it at the door","steps":0}"#;

#[derive(Serialize, Deserialize)]
struct Order {
    id: String,
    customer: Customer,
    items: Vec<Item>,
    total: u64,
    note: String,
    steps: u32,
}

#[derive(Serialize, Deserialize)]
struct Customer {
    name: String,
    email: String,
}

#[derive(Serialize, Deserialize)]
struct Item {
    sku: String,
    cents: u64,
}

/// What each task does.
fn step(mut order: Order) -> Order {
    order.steps += 1;
    order.total = order.items.iter().map(|item| item.cents).sum();
    order
}

async fn by_hand(input: &str) -> serde_json::Result<String> {
    let mut text = input.to_owned();
    for _ in 0..3 {
        let order = work(serde_json::from_str(&text)?).await;
        text = serde_json::to_string(&order)?;
    }
    Ok(text)
}

async fn work(order: Order) -> Order {
    step(order)
}

fn invalid(error: &serde_json::Error) -> Failure {
    Failure::new("Invalid", error.to_string())
}

fn engine() -> Engine {
    let mut tasks = RustTasks::new();
    for name in ["one", "two", "three"] {
        tasks = tasks.with_input(name, async |input| {
            let order = input.read().map_err(|error| invalid(&error))?;
            Payload::of(&work(order).await).map_err(|error| invalid(&error))
        });
    }
    Engine::new(EngineOptions { targets: Targets::new().with(tasks), ..EngineOptions::default() })
}

async fn interpreted(engine: Engine, program: Arc<Program>) -> String {
    let Ok(input) = Payload::from_json(INPUT) else { return "no JSON".to_owned() };
    match engine.run(StartExecution::new(program, input)).await {
        ExecutionStatus::Succeeded(output) => output.to_text(),
        status => format!("{status:?}"),
    }
}

/// Keeps so many in flight until all have run.
async fn spawned<F: Future<Output = String> + Send + 'static>(times: u32, start: impl Fn() -> F) {
    let mut running = FuturesUnordered::new();
    for _ in 0..times {
        if running.len() >= IN_FLIGHT as usize {
            check(running.next().await);
        }
        running.push(tokio::spawn(start()));
    }
    while let Some(output) = running.next().await {
        check(Some(output));
    }
}

fn check(output: Option<Result<String, tokio::task::JoinError>>) {
    let steps = output.and_then(Result::ok).unwrap_or_default();
    assert!(steps.ends_with(r#""steps":3}"#), "{steps}");
}

pub(crate) fn case() -> Case {
    let arn = |name: &str| format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
    let task = |name: &str, next: &str| json!({"Type": "Task", "Resource": arn(name), "Next": next});
    let last = json!({"Type": "Task", "Resource": arn("three"), "End": true});
    let states = json!({"One": task("one", "Two"), "Two": task("two", "Three"), "Three": last});
    let definition = json!({"StartAt": "One", "States": states}).to_string();
    #[expect(clippy::expect_used, reason = "the definition is above")]
    let program = Arc::new(Program::from_json(&definition).expect("the definition is valid"));
    let engine = engine();
    #[expect(clippy::expect_used, reason = "without it there is nothing to measure")]
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let runtime = Arc::new(runtime);
    let theirs = Arc::clone(&runtime);
    Case {
        name: "3 Rust tasks, 200 bytes",
        other: "tokio by hand, JSON at each step",
        bar: 0.5,
        round: 250,
        ours: Box::new(move |times| {
            let (engine, program) = (engine.clone(), Arc::clone(&program));
            runtime.block_on(spawned(times, move || interpreted(engine.clone(), Arc::clone(&program))));
        }),
        theirs: Box::new(move |times| {
            theirs.block_on(spawned(times, || async { by_hand(INPUT).await.unwrap_or_default() }));
        }),
    }
}
