//! Functions of the program that are part of the language.

use super::model::{Customer, Item, Order, Payment, Priority, ShopError, charge, notify, reserve};
use workflow_runtime::prelude::*;

/// What an item costs.
#[expression]
pub fn cost(item: &Item) -> u32 {
    item.price * item.quantity
}

/// What items cost; it calls another expression inside a closure.
#[expression]
pub fn subtotal(items: &[Item]) -> u32 {
    items.iter().map(|item| cost(item)).sum()
}

/// Items that cost more than a limit.
#[expression]
fn above(items: &[Item], limit: u32) -> Vec<Item> {
    items.iter().filter(|item| cost(item) > limit).cloned().collect()
}

#[expression]
fn label<'a>(coupon: Option<&'a str>, otherwise: &'a str) -> &'a str {
    match coupon {
        Some(code) => code,
        None => otherwise,
    }
}

#[expression]
fn greeting(customer: &Customer, priority: Priority) -> String {
    let title = if customer.vip { "dear" } else { "hello" };
    let speed = match priority {
        Priority::High => 3,
        Priority::Normal => 2,
        Priority::Low => 1,
    };
    format!("{title} {} ({speed})", customer.name)
}

#[expression]
fn is_on_account(payment: &Payment) -> bool {
    matches_invoice(payment) || cost_of_waiting(payment) > 20
}

#[expression]
fn matches_invoice(payment: &Payment) -> bool {
    match payment {
        Payment::Invoice { .. } => true,
        Payment::CreditCard { .. } | Payment::Cash => false,
    }
}

#[expression]
fn cost_of_waiting(payment: &Payment) -> u32 {
    match payment {
        Payment::CreditCard { limit, .. } if *limit > 100 => *limit / 100,
        _ => 0,
    }
}

/// Calls where values stand: in bindings, conditions, arguments, closures, each other and the result.
#[workflow]
pub async fn everywhere(order: Order) -> Result<(u32, Vec<String>, String), ShopError> {
    let total = subtotal(&order.items);
    if is_on_account(&order.payment) {
        notify(greeting(&order.customer, order.priority)).await?;
    }
    let receipt = charge(label(order.coupon.as_deref(), &order.order_id), subtotal(&above(&order.items, 9))).await?;
    let skus: Vec<String> = order
        .items
        .iter()
        .filter(|item| cost(item) < total)
        .map(|item| format!("{}:{}", item.sku, cost(item)))
        .collect();
    Ok((total, skus, receipt))
}

#[expression]
fn scaled(items: &[Item], by: u32) -> Vec<u32> {
    items.iter().map(|item| item.price * by).collect()
}

/// A function's closure has a parameter of the same name as the caller's, which is read inside it.
#[workflow]
pub async fn same_names(orders: Vec<Order>) -> Result<Vec<Vec<u32>>, ShopError> {
    let quantities: Vec<Vec<u32>> = orders
        .iter()
        .map(|item| {
            let by: Vec<u32> = scaled(&item.items, 2);
            by.iter().map(|by| scale_all(&item.items, *by)).collect()
        })
        .collect();
    Ok(quantities)
}

#[expression]
fn scale_all(items: &[Item], by: u32) -> u32 {
    items.iter().map(|item| item.quantity * by).sum()
}

#[expression]
fn first_of(_numbers: &[u32], wanted: u32) -> u32 {
    wanted
}

/// An argument that may be a fault is computed though the function does not read it, and only once though it reads it
/// twice.
#[workflow]
pub async fn faulting_arguments(a: u32, b: u32) -> Result<u32, ShopError> {
    let kept = first_of(&[a / b], a);
    notify(format!("{kept}")).await?;
    Ok(twice(a - b))
}

#[expression]
fn twice(number: u32) -> u32 {
    number + number
}

/// A fault in a function that nothing reads is one before the next state.
#[workflow]
pub async fn faulting_body(a: u32, b: u32) -> Result<u32, ShopError> {
    notify("begin".to_string()).await?;
    let _ = quotient(a, b);
    charge("on", a).await?;
    Ok(a)
}

#[expression]
fn quotient(a: u32, b: u32) -> u32 {
    a / b
}

/// The result of a task as an argument, a condition of a loop, and an iteration's own call.
#[workflow]
pub async fn of_results(order: Order) -> Result<Vec<u32>, ShopError> {
    let mut rest = twice(reserve(&order.items[0]).await?);
    while quotient(rest, 2) > 5 {
        notify("again".to_string()).await?;
        rest = quotient(rest, 2);
    }
    let prices = map(&order.items, |item| async move {
        let price = reserve(item).await?;
        Ok::<_, ShopError>(twice(price))
    })
    .await?;
    charge("rest", rest).await?;
    Ok(prices)
}

/// What is drawn is kept: it is read twice in the next state, and after it.
#[workflow]
pub async fn drawn_first(order: Order) -> Result<(String, String, bool), ShopError> {
    let id = uuid();
    let receipt = charge(&format!("{id}-{id}"), 1).await?;
    let number = random();
    notify(receipt.clone()).await?;
    Ok((id, receipt, number < 1.0 && order.weight_kg > number))
}

/// What is drawn and read on the same way is kept by a state of its own.
#[workflow]
pub async fn drawn_and_read(order: Order) -> Result<(String, jiff::Timestamp), ShopError> {
    notify(order.order_id).await?;
    let id = uuid();
    let pair = format!("{id} {id}");
    let moment = now();
    charge(&pair, 1).await?;
    Ok((pair, moment))
}

/// Drawn where values stand: in arguments, in the result, and before a decision.
#[workflow]
pub async fn drawn_inside(order: Order) -> Result<(String, f64), ShopError> {
    if random() * 2.0 < 1.0 {
        notify(format!("{} {}", uuid(), order.order_id)).await?;
    }
    match order.priority {
        Priority::High => return Ok((uuid().to_ascii_uppercase(), random())),
        Priority::Normal => {}
        Priority::Low => sleep_until(now()).await,
    }
    let receipt = charge(&uuid(), order.items[0].quantity).await?;
    Ok((format!("{receipt}/{}", uuid()), random() + random()))
}

/// Drawn in a loop, in branches and in iterations.
#[workflow]
pub async fn drawn_again(order: Order) -> Result<(Vec<String>, String, f64), ShopError> {
    let mut total = 0.0;
    let mut rounds = 0;
    loop {
        let number = random();
        total += number;
        if rounds == 2 {
            break;
        }
        rounds += 1;
        notify(format!("{rounds}")).await?;
    }
    let (receipts, again) =
        try_join!(map(&order.items, |item| charge(&item.sku, item.quantity)).max_concurrency(1), async {
            let id = uuid();
            let twice = format!("{id}{id}");
            charge(&twice, 1).await
        },)?;
    let ids = map(&order.items, |item| async move {
        let id = uuid();
        let price = reserve(item).await?;
        Ok::<_, ShopError>(format!("{id} {price} {}", id.to_ascii_uppercase()))
    })
    .max_concurrency(1)
    .await?;
    drop_all(receipts).await?;
    Ok((ids, again, total))
}

/// Takes the receipts.
#[task]
pub async fn drop_all(receipts: Vec<String>) -> Result<(), ShopError> {
    drop(receipts);
    Ok(())
}

/// One of two ways draws, and both go on to what reads it.
#[workflow]
pub async fn drawn_on_one_way(order: Order) -> Result<String, ShopError> {
    let mut id = order.order_id;
    if order.customer.vip {
        notify(id.clone()).await?;
        id = uuid();
    }
    let both = format!("{id}+{id}");
    charge(&both, 1).await
}

/// What was drawn is looked at as soon as it is there, and given back at once.
#[workflow]
pub async fn drawn_and_given(order: Order) -> Result<String, ShopError> {
    let id = uuid();
    match id.to_ascii_uppercase().as_str() {
        "A" => Ok(order.order_id),
        _ => Ok(format!("{id}!")),
    }
}

#[expression]
fn code(order: &Order) -> Option<&str> {
    order.coupon.as_deref()
}

#[expression]
fn cheapest<'a>(items: &'a [Item], otherwise: &'a str) -> (u32, &'a str) {
    match items.iter().map(|item| item.price).min() {
        Some(price) => (price, otherwise),
        None => (0, "none"),
    }
}

#[expression]
fn paid_by(order: &Order) -> Payment {
    if order.customer.vip { Payment::Invoice { due_days: 30 } } else { order.payment.clone() }
}

#[expression]
fn doubled(items: Vec<Item>) -> Vec<Item> {
    items.iter().map(|item| Item { quantity: item.quantity * 2, ..item.clone() }).collect()
}

/// What functions give is used as any value: options, tuples, lists, structs and variants.
#[workflow]
pub async fn of_all_kinds(order: Order) -> Result<(String, u32, usize, Vec<Item>), ShopError> {
    let (price, text) = cheapest(&order.items, "some");
    let has_code = code(&order).is_some();
    if let Some(code) = code(&order) {
        notify(format!("{code} {text} {has_code}")).await?;
    }
    let days = match paid_by(&order) {
        Payment::Invoice { due_days } => due_days,
        Payment::CreditCard { limit, .. } => limit,
        Payment::Cash => 0,
    };
    charge(code(&order).unwrap_or("none"), days).await?;
    let items = doubled(order.items.clone());
    let longest = items.iter().map(|item| item.quantity).max().unwrap_or(0);
    Ok((format!("{text}{longest}"), price, doubled(items.clone()).len(), items))
}

/// Drawn on the ways of arms, of `else`, of a handler, and for each item of a list.
#[workflow]
pub async fn drawn_on_ways(order: Order) -> Result<Vec<String>, ShopError> {
    let mut ids = vec!["first".to_string()];
    for item in &order.items {
        let id = uuid();
        match charge(&item.sku, item.quantity).await {
            Ok(receipt) => ids = vec![id, receipt],
            Err(ShopError::Network) => {
                let other = uuid();
                ids = vec![id, other.clone(), other];
            }
            Err(other) => return Err(other),
        }
    }
    let label = if order.customer.vip { uuid() } else { order.order_id.clone() };
    let Some(code) = &order.coupon else {
        let last = uuid();
        return Ok(vec![label, format!("{last}{last}"), ids[ids.len() - 1].clone()]);
    };
    notify(code.clone()).await?;
    let quotient = 100 / order.items.len();
    let third = uuid();
    let text = format!("{third} {quotient} {third}");
    drop_all(vec![label.clone()]).await?;
    Ok(vec![text, label, ids[0].clone()])
}
