//! What `#[task]` makes of a function, without a runtime around it wherever one is not what is tested.

use serde_json::json;
use std::convert::Infallible;
use std::path::Path;
use std::time::Duration;
use workflow_runtime::prelude::*;
use workflow_runtime::{Call, Jitter, Retrier, Task};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, WorkflowData)]
struct Item {
    sku: String,
    cents: u32,
}

#[derive(Debug, PartialEq, WorkflowError)]
enum ShopError {
    Network,
    Declined {
        reason: String,
    },
    #[error(other)]
    Other(Failure),
}

/// Charges a card.
#[task(
    timeout = "30s",
    heartbeat = "5s",
    retry(errors(Network), interval = "2s", max_attempts = 5, backoff_rate = 1.5, max_delay = "1m", jitter = "full"),
    retry(max_attempts = 0, backoff_rate = 3)
)]
async fn charge(card: &str, cents: u32, context: TaskContext) -> Result<String, ShopError> {
    let _ = context;
    match cents {
        0 => Err(ShopError::Declined { reason: "nothing to pay".to_owned() }),
        cents => Ok(format!("{card}-{cents}")),
    }
}

#[task]
async fn reserve(item: &Item) -> Result<u32, ShopError> {
    Ok(item.cents)
}

#[task]
fn add(numbers: &[u32], mut more: Vec<u32>) -> Result<u32, Infallible> {
    more.extend(numbers);
    Ok(more.iter().sum())
}

#[task]
async fn ping() -> Result<(), Infallible> {
    Ok(())
}

#[task]
async fn read(file: &Path) -> Result<usize, Infallible> {
    Ok(file.as_os_str().len())
}

#[task]
async fn approve(item: &Item, token: TaskToken<bool>) -> Result<(), ShopError> {
    drop((item, token));
    Err(ShopError::Network)
}

#[task]
async fn r#match(r#type: Option<u32>, pool: Dep<u32>) -> Result<u32, ShopError> {
    Ok(r#type.unwrap_or(*pool))
}

/// The body's own uses of the task's name are calls of the function itself.
#[task]
#[expect(clippy::needless_return, reason = "attributes go to the function")]
async fn documented(cents: u32) -> Result<u32, Infallible> {
    return Ok(cents);
}

fn item() -> Item {
    Item { sku: "a-1".to_owned(), cents: 3 }
}

#[test]
fn names_and_parameters() {
    assert_eq!((charge::INFO.name, charge::INFO.parameters), ("charge", &["card", "cents"][..]));
    assert_eq!((ping::INFO.parameters.len(), ping::INFO.token), (0, None));
    assert_eq!((approve::INFO.parameters, approve::INFO.token), (&["item"][..], Some("token")));
    assert_eq!((r#match::INFO.name, r#match::INFO.parameters), ("match", &["type"][..]));
}

#[test]
fn options() {
    let info = charge::INFO;
    assert_eq!((info.timeout, info.heartbeat), (Some(Duration::from_secs(30)), Some(Duration::from_secs(5))));
    let first = Retrier {
        variants: &["Network"],
        interval: Duration::from_secs(2),
        max_attempts: 5,
        backoff_rate: 1.5,
        max_delay: Some(Duration::from_secs(60)),
        jitter: Jitter::Full,
    };
    let second = Retrier { max_attempts: 0, backoff_rate: 3.0, ..Retrier::DEFAULT };
    assert_eq!(info.retry, [first, second]);
    assert!(reserve::INFO.timeout.is_none() && reserve::INFO.retry.is_empty());
}

/// The arguments over the wire and back.
#[track_caller]
#[expect(clippy::unwrap_used, reason = "a test that cannot write JSON has failed")]
fn wire<T: Task<Args: PartialEq + std::fmt::Debug>>(call: Call<T>, expected: serde_json::Value) {
    let document = T::arguments(call.args()).unwrap();
    assert_eq!(document, expected);
    assert_eq!(&T::from_arguments(document).unwrap(), call.args());
}

#[test]
fn arguments() {
    wire(ping(), json!({}));
    wire(reserve(&item()), json!({"sku": "a-1", "cents": 3}));
    wire(charge("visa", 7), json!({"card": "visa", "cents": 7}));
    wire(add(&[1, 2], vec![3]), json!({"numbers": [1, 2], "more": [3]}));
    wire(approve(&item()), json!({"item": {"sku": "a-1", "cents": 3}}));
    wire(read(Path::new("a/b")), json!("a/b"));
    wire(r#match(None), json!(null));
}

#[test]
fn arguments_that_are_not_the_tasks() {
    let error = charge::from_arguments(json!({"card": "visa", "cents": "7"})).unwrap_err();
    assert!(error.to_string().starts_with("cents: "), "{error}");
    assert!(charge::from_arguments(json!([])).is_err());
    assert!(reserve::from_arguments(json!({"sku": "a-1"})).is_err());
    // A callback task's document also has its token, and any task's may have more than is asked for.
    assert!(approve::from_arguments(json!({"item": item(), "token": "AQC"})).is_ok());
}

#[tokio::test]
async fn calls_run_the_function() {
    assert_eq!(charge("visa", 7).await, Ok("visa-7".to_owned()));
    assert_eq!(charge("visa", 0).await, Err(ShopError::Declined { reason: "nothing to pay".to_owned() }));
    assert_eq!(reserve(&item()).await, Ok(3));
    assert_eq!(add(&[1, 2], vec![3]).await, Ok(6));
    assert_eq!(ping().await, Ok(()));
    assert_eq!(documented(1).await, Ok(1));
    assert_eq!(approve(&item()).await, Err(ShopError::Network));
}

#[test]
fn a_call_can_be_seen() {
    assert_eq!(format!("{:?}", charge("visa", 7)), r#"charge({"card":"visa","cents":7})"#);
}

#[tokio::test]
async fn a_task_may_be_declared_in_a_function() {
    struct Outcome;
    #[task]
    async fn inner(cents: u32) -> std::result::Result<u32, ShopError> {
        Ok(cents + 1)
    }
    let _ = Outcome;
    assert_eq!(inner(1).await, Ok(2));
}
