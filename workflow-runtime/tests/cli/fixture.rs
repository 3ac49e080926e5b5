//! Workflows whose command line is tested.

use serde_json::json;
use std::convert::Infallible;
use workflow_runtime::App;
use workflow_runtime::prelude::*;

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    pub(crate) customer_name: String,
    pub(crate) items: Vec<Item>,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub(crate) struct Item {
    pub(crate) sku: String,
    pub(crate) cents: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub(crate) struct Receipt {
    pub(crate) customer: String,
    pub(crate) cents: Vec<u32>,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub(crate) struct Decision {
    pub(crate) by: String,
}

#[derive(Debug, Serialize, Deserialize, WorkflowError)]
pub(crate) enum ShopError {
    Empty {
        customer: String,
    },
    Network,
    Rejected,
    #[error(name = "States.Timeout")]
    Timeout,
}

/// What `price` charges for each item.
pub(crate) struct Shop {
    pub(crate) fee: u32,
}

#[task]
async fn price(item: &Item, shop: Dep<Shop>) -> Result<u32, ShopError> {
    Ok(item.cents + shop.fee)
}

#[task]
async fn check(customer: &str, count: u32) -> Result<(), ShopError> {
    if count == 0 { Err(ShopError::Empty { customer: customer.to_owned() }) } else { Ok(()) }
}

#[task(timeout = "1h", heartbeat = "10m")]
async fn decide(question: &str, token: TaskToken<Decision>) -> Result<(), ShopError> {
    let _ = (question, token);
    Ok(())
}

/// Buys what is ordered.
///
/// This is not in the list.
#[workflow(allow(history_limit))]
pub(crate) async fn buy(order: Order) -> Result<Receipt, ShopError> {
    check(&order.customer_name, order.items.iter().count() as u32).await?;
    let cents = map(&order.items, |item| price(item)).await?;
    Ok(Receipt { customer: order.customer_name, cents })
}

/// Asks somebody.
#[workflow]
pub(crate) async fn ask(question: String) -> Result<Decision, ShopError> {
    let decision = decide(&question).await?;
    Ok(decision)
}

/// Asks two people, one after the other.
#[workflow]
pub(crate) async fn ask_twice() -> Result<Vec<Decision>, ShopError> {
    #[state(name = "First")]
    let first = decide("you?").await?;
    #[state(name = "Second")]
    let second = decide("and you?").await?;
    Ok(vec![first, second])
}

/// Waits for an hour.
#[workflow]
pub(crate) async fn idle() -> Result<(), ShopError> {
    sleep(Duration::from_secs(3600)).await;
    Ok(())
}

/// Checks.
#[workflow]
pub(crate) async fn verify(customer: String, count: u32) -> Result<(), ShopError> {
    check(&customer, count).await?;
    Ok(())
}

/// All of them.
pub(crate) fn app() -> App {
    App::new()
        .version("1.2.3")
        .workflow::<buy>()
        .workflow::<ask>()
        .workflow::<ask_twice>()
        .workflow::<idle>()
        .workflow::<verify>()
        .provide_with(|| Ok::<_, Infallible>(Shop { fee: 1 }))
        .default_input::<ask>(|| json!("Go on?"))
}
