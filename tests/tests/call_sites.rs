//! What a call says about itself, in this process and in a definition.

#![expect(clippy::indexing_slicing, reason = "functions of a test")]

use serde_json::{Value, json};
use workflow_runtime::prelude::*;
use workflow_runtime::testing::TestRun;
use workflow_runtime::{Jitter, Retrier, Retry, Workflow, definition};
use workflow_tests::corpus::call_sites;
use workflow_tests::corpus::model::ShopError;

const MOMENTS: Retry<ShopError> =
    retrier!(errors(ShopError::Network), interval = "1s", max_attempts = 1, jitter = "full");

fn state<W: Workflow>(name: &str) -> Value {
    definition::<W>().to_value()["States"][name].clone()
}

async fn delays<W: Workflow<Args = String>>(card: &str) -> Vec<u64> {
    let test = TestRun::new().execute::<W>(card.to_owned()).await;
    test.retry_delays().iter().map(|(_, delay)| delay.as_secs()).collect()
}

#[tokio::test]
async fn a_calls_retriers_take_the_place_of_the_tasks() {
    assert_eq!(delays::<call_sites::patient>("offline").await, [5, 15, 45]);
    assert_eq!(delays::<call_sites::patient>("bad").await, [0; 0]);
    assert_eq!(delays::<call_sites::at_once>("offline").await, [0; 0]);
    assert_eq!(
        state::<call_sites::patient>("Ship")["Retry"],
        json!([{ "ErrorEquals": ["Network"], "IntervalSeconds": 5, "MaxAttempts": 3, "BackoffRate": 3 }])
    );
    assert_eq!(state::<call_sites::at_once>("Ship").get("Retry"), None);
}

#[tokio::test]
async fn the_first_retrier_of_a_call_that_names_an_error_decides() {
    assert_eq!(delays::<call_sites::retried_twice>("slow").await, [2]);
    assert_eq!(delays::<call_sites::retried_twice>("bad").await, [1, 1]);
    assert_eq!(delays::<call_sites::retried_twice>("offline").await, [10, 15]);
    let ship = state::<call_sites::retried_twice>("Ship");
    let names: Vec<&Value> =
        ship["Retry"].as_array().expect("a list").iter().map(|retrier| &retrier["ErrorEquals"]).collect();
    assert_eq!(names[..2], [&json!(["States.Timeout"]), &json!(["Declined", "Code"])]);
    assert_eq!(ship["TimeoutSeconds"], 3);
}

#[test]
fn a_retrier_is_a_constant() {
    let expected = Retrier { variants: &["Network"], max_attempts: 1, jitter: Jitter::Full, ..Retrier::DEFAULT };
    assert_eq!(MOMENTS.retrier(), &expected);
}

#[tokio::test]
async fn a_call_by_itself_is_tried_again_in_place() {
    let at_once = call_sites::ship("offline").no_retry();
    assert_eq!(at_once.options().retry.as_deref(), Some(&[][..]));
    assert!(matches!(at_once.await, Err(ShopError::Network)));
}

#[workflow]
async fn itself() -> Result<String, ShopError> {
    Ok(format!("{} {}", execution_id(), execution_name()))
}

#[workflow]
async fn parent() -> Result<Vec<String>, ShopError> {
    let first = start_execution(itself()).await?;
    #[state(name = "Another")]
    let second = start_execution(itself()).await?;
    Ok(vec![execution_id(), first, second])
}

#[tokio::test]
async fn each_execution_has_an_id_that_a_test_can_give() {
    let test = TestRun::new().execution_id("o-1").run(itself()).await;
    assert_eq!(test.output(), "o-1 o-1");
    let ids = TestRun::new().execution_id("o-1").run(parent()).await.output().clone();
    assert!(ids[0] == "o-1" && ids[1] != ids[2] && !ids[1].contains("o-1"), "{ids:?}");
    assert_eq!(&ids, TestRun::new().execution_id("o-1").run(parent()).await.output());
}

#[tokio::test]
async fn a_workflow_that_is_awaited_has_one_id() {
    let (first, second) = (itself().await.expect("text"), itself().await.expect("text"));
    let (id, name) = first.split_once(' ').expect("two words");
    assert!(id == name && first != second);
}
