//! The workflows of docs/language.md, which shows each as it stands here.

#![expect(missing_docs, reason = "docs/language.md explains them")]

use workflow_runtime::prelude::*;

// What the document's first block shows.

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    pub id: String,
    pub items: Vec<Item>,
    pub payment: Payment,
    pub coupon: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
pub struct Item {
    pub sku: String,
    pub cents: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, WorkflowData)]
#[serde(tag = "kind")]
pub enum Payment {
    Card { number: String },
    Cash,
}

#[derive(Debug, WorkflowError)]
pub enum ShopError {
    Declined {
        reason: String,
    },
    Network,
    #[error(name = "States.Timeout")]
    Timeout,
}

#[task]
pub async fn charge(card: &str, cents: u32) -> Result<String, ShopError> {
    Ok(format!("{card}-{cents}"))
}

#[task]
pub async fn reserve(item: &Item) -> Result<u32, ShopError> {
    Ok(item.cents)
}

#[task]
pub async fn notify(message: String) -> Result<(), ShopError> {
    drop(message);
    Ok(())
}

// The blocks after it.

#[workflow]
pub async fn tasks(order: Order) -> Result<String, ShopError> {
    // Takes what the customer owes.
    let receipt = charge(&order.id, 500).timeout(Duration::from_secs(30)).await?;
    notify(receipt.clone()).await?;
    Ok(receipt)
}

#[workflow]
pub async fn values(order: Order, factor: u32) -> Result<String, ShopError> {
    let total: u32 = order.items.iter().map(|item| item.cents).sum();
    let scaled = total * factor;
    charge(&order.id, scaled).await
}

#[workflow]
pub async fn parts(order: Order) -> Result<Order, ShopError> {
    let mut order = order;
    let price = reserve(&order.items[0]).await?;
    order.items[0].cents = price;
    order.items.push(Item { sku: "gift".into(), cents: 0 });
    order.coupon = None;
    Ok(order)
}

#[workflow]
pub async fn decisions(order: Order) -> Result<String, ShopError> {
    match order.payment {
        Payment::Card { number } => charge(&number, 500).await,
        Payment::Cash if order.items.is_empty() => Err(ShopError::Network),
        Payment::Cash => Ok("cash".to_string()),
    }
}

#[workflow]
pub async fn patterns(order: Order, priority: u8) -> Result<String, ShopError> {
    match (order.payment, order.items.as_slice(), priority) {
        (Payment::Cash, [], _) => Err(ShopError::Network),
        (Payment::Card { number }, [first, .., last], 1..=9) => charge(&number, first.cents + last.cents).await,
        (_, [only], 0 | 255) => charge(&only.sku, only.cents).await,
        (_, [_, rest @ ..], _) if rest.len() > 2 => Ok("many".to_string()),
        _ => Ok("other".to_string()),
    }
}

#[workflow]
pub async fn conditional_values(order: Order) -> Result<String, ShopError> {
    let fee = if order.items.len() > 3 { 0 } else { 250 };
    charge(&order.id, fee).await
}

#[workflow]
pub async fn loops(order: Order) -> Result<u32, ShopError> {
    let mut total = 0;
    for item in &order.items {
        if item.cents == 0 {
            continue;
        }
        total += reserve(item).await?;
    }
    Ok(total)
}

#[workflow]
pub async fn counted(order: Order, limit: u32) -> Result<String, ShopError> {
    let mut spent = 0;
    let last = loop {
        spent += 100;
        let receipt = charge(&order.id, spent).await?;
        if spent >= limit {
            break receipt;
        }
    };
    for attempt in 1..=3 {
        notify(format!("{last}: {attempt}")).await?;
    }
    Ok(last)
}

#[workflow]
pub async fn side_by_side(order: Order) -> Result<Vec<u32>, ShopError> {
    let (receipt, prices) = try_join!(
        charge(&order.id, 500),
        map(&order.items, |item| async move {
            let price = reserve(item).await?;
            Ok(price + 1)
        })
        .max_concurrency(5),
    )?;
    notify(receipt).await?;
    Ok(prices)
}

#[workflow]
pub async fn settled(order: Order) -> Result<u32, ShopError> {
    let (receipt, price) = join!(charge(&order.id, 500), reserve(&order.items[0]));
    if receipt.is_err() {
        notify("not charged".to_string()).await?;
    }
    price
}

#[workflow]
pub async fn errors(order: Order) -> Result<String, ShopError> {
    match charge(&order.id, 500).await {
        Ok(receipt) => Ok(receipt),
        Err(ShopError::Declined { reason }) => Ok(format!("declined: {reason}")),
        Err(other) => Err(other),
    }
}

#[workflow]
pub async fn results(order: Order) -> Result<String, ShopError> {
    let coupon = order.coupon.clone().ok_or(ShopError::Network)?;
    let result = charge(&order.id, 500).await;
    notify(coupon).await?;
    match result {
        Ok(receipt) => Ok(receipt),
        Err(ShopError::Declined { reason }) if reason == "later" => Ok(reason),
        Err(other) => Err(other),
    }
}

#[workflow]
pub async fn waits(order: Order, seconds: u64) -> Result<(), ShopError> {
    sleep(Duration::from_secs(seconds)).await;
    notify(order.id).await?;
    Ok(())
}

#[workflow]
pub async fn named(order: Order) -> Result<(), ShopError> {
    notify("begin".to_string()).await?;
    #[state(name = "Tell them again")]
    notify(order.id).await?;
    Ok(())
}

#[workflow]
pub async fn options(order: Order) -> Result<String, ShopError> {
    let code = order.coupon.as_ref().map(|coupon| format!("[{coupon}]")).unwrap_or("none".to_string());
    if let Some(coupon) = &order.coupon {
        notify(coupon.clone()).await?;
    }
    Ok(code)
}

#[expression]
pub fn cost(item: &Item, factor: u32) -> u32 {
    item.cents * factor
}

#[expression]
pub fn subtotal(items: &[Item], factor: u32) -> u32 {
    items.iter().map(|item| cost(item, factor)).sum()
}

#[workflow]
pub async fn expressions(order: Order) -> Result<String, ShopError> {
    charge(&order.id, subtotal(&order.items, 2)).await
}

#[workflow]
pub async fn drawn_values(order: Order) -> Result<String, ShopError> {
    let key = uuid();
    let receipt = charge(&key, 500).await?;
    let text = format!("{}: {receipt}, {key}", order.id);
    sleep_until(now()).await;
    Ok(text)
}

#[workflow]
pub async fn executions(order: Order) -> Result<String, ShopError> {
    match start_execution(errors(order)).await {
        Ok(receipt) => Ok(receipt),
        Err(ShopError::Declined { reason }) => Ok(format!("declined at last: {reason}")),
        Err(other) => Err(other),
    }
}
